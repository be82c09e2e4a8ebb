import HearthModel

/// Which site an export is of, and which group it goes into.
struct SiteOfExport {
    /// What the export is called. Where an earlier run named the group after the export, a newer one with another name
    /// can be told to go on there, and is called as the first.
    let name: String
    /// `groups/<id>`; nil for a group named after the export.
    let into: String?
    /// For `ImportRequest.beside`.
    let beside: String
    /// What the keys of its items begin with.
    let own: String
    private let manifest: ImportManifest
    private let keys: ImportKeys
    private let isSame: Bool
    private var origins = SiteOrigins()

    init<Chosen: Importer>(
        _ run: MigrationRun, _ source: ExportSource, _ manifest: ImportManifest, _ type: Chosen.Type
    ) {
        let called = Naming.site(ofExport: source.name)
        if let given = run.into {
            let first = manifest.names[String(given.dropFirst("groups/".count))] ?? ""
            (name, into) = first.isEmpty ? (called, given) : (first, nil)
        } else {
            // What somebody once gave a group stays in it.
            let slug = Naming.slug(called)
            (name, into) = (called, manifest.names[slug]?.isEmpty == true ? "groups/" + slug : nil)
        }
        let slug = Naming.slug(name)
        own = into.map { String($0.dropFirst("groups/".count)) } ?? (slug.isEmpty ? Chosen.system : slug)
        self.manifest = manifest
        keys = Chosen.keys
        isSame = run.isSameSite
        if let address = run.baseURL.flatMap({ SiteOrigins.address($0) }) { origins.given.insert(address) }
        let origin = Chosen.keys == .apart ? Self.folder(of: source, run.paths) ?? called : called
        let earlier = manifest.origins[own]?.names ?? []
        if Chosen.keys == .apart, !run.isSameSite, !earlier.isEmpty, !earlier.contains(origin) {
            origins.beside.insert(origin)
            let slug = Naming.slug(origin)
            beside = slug.isEmpty ? String(ImportManifest.fingerprint(origin), radix: 16) : slug
        } else {
            origins.name(origin)
            beside = ""
        }
    }

    /// A file that somebody named is one of its folder: the others may come later, one by one.
    private static func folder(of source: ExportSource, _ paths: [String]) -> String? {
        guard let file = source.file, paths.contains(file) else { return nil }
        let folder = (FileSystem.realPath(source.folder) ?? source.folder).split(separator: "/").last
        return folder.map { Naming.site(ofExport: String($0)) }
    }

    /// Throws `FatalError` where the group holds another site, or where the export is a newer one of a site with another
    /// name and nobody has said what to do. Remembers where it comes from.
    func recognise(_ survey: some ImportSurvey, contentRoot: String, _ session: inout MigrationSession) throws {
        var origins = origins
        origins.tell(survey.origins)
        if isSame {
            guard EarlierSite.firstPage(of: own, in: manifest, contentRoot: contentRoot) != nil else {
                throw FatalError.usage(
                    "'groups/\(own)' holds no site of an earlier run",
                    help: "leave --same-site out, or name the group that it is in: --into groups/<id>")
            }
        } else if let stranger = try EarlierSite.stranger(
            survey, of: origins, keys: keys, in: manifest, own: own, contentRoot: contentRoot)
        {
            throw FatalError(.usage, [stranger])
        }
        let earlier = try EarlierSite.find(survey, in: manifest, own: own, contentRoot: contentRoot)
        if let earlier {
            guard into != nil else {
                throw FatalError(.usage, [earlier.question(name: name, own: own)])
            }
            session.note(earlier.warning)
        }
        session.name(own, into == nil ? name : "")
        try session.note(remembered(origins, contentRoot: contentRoot), of: own)
    }

    /// What is known of the site with what this export tells: its address may be another now.
    private func remembered(_ new: SiteOrigins, contentRoot: String) -> SiteOrigins {
        guard var all = manifest.origins[own],
            EarlierSite.firstPage(of: own, in: manifest, contentRoot: contentRoot) != nil
        else { return new }
        if !isSame {
            all.told.formUnion(new.told)
            all.given.formUnion(new.given)
        } else {
            if !new.told.isEmpty { all.told = new.told }
            if !new.given.isEmpty { all.given = new.given }
        }
        all.names.formUnion(new.names)
        all.beside.formUnion(new.beside)
        return all
    }
}
