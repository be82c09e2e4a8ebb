import HearthModel

/// A site that an earlier run brought here under another name, and that this export is a newer one of: the same ids have
/// the same names. Exports do not say whose they are, and are called as somebody called the file.
struct EarlierSite {
    /// What the keys of its items begin with.
    let keyspace: String
    /// Items of this export that are there already.
    let matched: Int
    /// Items of this export.
    let total: Int
    /// One of its files, below the content folder.
    let example: String

    /// Fewer that agree may be chance: many a site has a page with the id 2 that is called "about".
    private static let least = 3

    /// Nil when earlier runs had this export under the name `own`, or none that resembles it.
    static func find(
        _ survey: some ImportSurvey, in manifest: ImportManifest, own: String, contentRoot: String
    ) throws -> EarlierSite? {
        var pages: [String: Int] = [:]
        manifest.visit { entry in
            guard entry.path.hasPrefix("groups/"), entry.path.hasSuffix(".md"), let keyspace = entry.keyspace else {
                return
            }
            pages[keyspace, default: 0] += 1
        }
        guard pages[own] == nil, !pages.isEmpty else { return nil }
        let keyspaces = pages.keys.sorted()
        var matches: [String: (count: Int, example: String)] = [:]
        var total = 0
        try survey.visitRows { row in
            total += 1
            for keyspace in keyspaces {
                guard let path = path(of: row, in: manifest, keyspace), FileSystem.isFile(contentRoot + "/" + path)
                else { continue }
                matches[keyspace, default: (0, path)].count += 1
            }
        }
        guard let (keyspace, match) = matches.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            match.count >= least, match.count * 2 >= min(total, pages[keyspace] ?? 0)
        else { return nil }
        return EarlierSite(keyspace: keyspace, matched: match.count, total: total, example: match.example)
    }

    /// What is wrong where the group `own` holds another site of the same system, whose pages this one would be written
    /// over. Nil where it is the same site, or nothing can be said.
    static func stranger(
        _ survey: some ImportSurvey, of origins: SiteOrigins, keys: ImportKeys, in manifest: ImportManifest,
        own: String,
        contentRoot: String
    ) throws -> Diagnostic? {
        guard !manifest.isEmpty, keys != .apart else { return nil }
        var kinship = origins.kinship(with: manifest.origins[own] ?? SiteOrigins())
        if keys == .ofWorld, kinship == .unknown { kinship = .likely }
        let help =
            "give this site a group of its own: --into groups/<id>; where it is a newer export of the same site, say "
            + "--same-site"
        switch kinship {
        case .same: return nil
        case .other:
            // Who has deleted the other site's pages begins anew.
            guard let path = firstPage(of: own, in: manifest, contentRoot: contentRoot) else { return nil }
            let earlier = manifest.origins[own] ?? SiteOrigins()
            let (here, new) =
                origins.told.isEmpty || earlier.told.isEmpty
                ? (earlier.given, origins.given) : (earlier.told, origins.told)
            return Diagnostic(
                .migrationUsage, at: nil,
                "'groups/\(own)' holds another site, such as '\(path)': it came from "
                    + "\(here.sorted().joined(separator: ", ")), and this export is of "
                    + new.sorted().joined(separator: ", "), help: help)
        case .likely, .unknown:
            let titles = try compareTitles(survey, in: manifest, own: own, contentRoot: contentRoot)
            // Whoever gives an export of another name has to be understood: a few pages of one title are not enough.
            let isStranger =
                kinship == .likely
                ? titles.other >= least && titles.other >= titles.same * 4
                    // An id that no other site has is the same item, whatever became of its title and author.
                    || keys != .ofWorld && titles.same == 0 && titles.other > 0 && titles.strangers == titles.other
                : titles.other > titles.same || titles.same + titles.other > 0 && titles.same < least
            guard isStranger, let example = titles.example else { return nil }
            let count =
                titles.other > 0
                ? "\(titles.other) of its pages have the ids of pages of this one and other titles"
                : "\(titles.same) of its pages have the ids of pages of this one"
            return Diagnostic(
                .migrationUsage, at: nil,
                "'groups/\(own)' holds another site: \(count), such as '\(example.path)', which would be "
                    + "'\(example.title)'", help: help)
        }
    }

    /// How many of the export's items have a page with the same title here, and how many one with another, and of these how
    /// many are by somebody else as well; the example is one of these, if there is any.
    private static func compareTitles(
        _ survey: some ImportSurvey, in manifest: ImportManifest, own: String, contentRoot: String
    ) throws -> (same: Int, other: Int, strangers: Int, example: (path: String, title: String)?) {
        var (same, other, strangers) = (0, 0, 0)
        var examples: [Bool: (path: String, title: String)] = [:]
        try survey.visitRows { row in
            guard same + other < 500, !Naming.squeezed(row.title).isEmpty else { return }
            let entry = manifest.entry(key: "\(own)/\(row.id)") ?? manifest.entry(key: "\(own)/page/\(row.id)")
            // What somebody has edited may have a title of theirs.
            guard let entry, entry.path.hasPrefix("groups/"), entry.path.hasSuffix(".md"),
                let page = try? FileSystem.read(contentRoot + "/" + entry.path),
                ImportManifest.hash(page) == entry.hash,
                let title = FrontMatterLine("title", in: page)?.value
            else { return }
            let (old, new) = (Naming.squeezed(title), Naming.squeezed(row.title))
            let isSame = old.hasPrefix(new) || new.hasPrefix(old)
            same += isSame ? 1 : 0
            other += isSame ? 0 : 1
            let author = Naming.squeezed(FrontMatterLine("  author", in: page)?.value ?? "")
            let who = Naming.squeezed(row.author)
            let isStranger = !author.isEmpty && !who.isEmpty && !author.hasPrefix(who) && !who.hasPrefix(author)
            strangers += isStranger && !isSame ? 1 : 0
            examples[isSame] = examples[isSame] ?? (entry.path, row.title)
        }
        return (same, other, strangers, examples[false] ?? examples[true])
    }

    /// Something that earlier runs made in the group and that is still there.
    static func firstPage(of keyspace: String, in manifest: ImportManifest, contentRoot: String) -> String? {
        struct Found: Error { var path: String }
        do {
            try manifest.visit { entry in
                guard entry.keyspace == keyspace, entry.path.hasPrefix("groups/"),
                    FileSystem.kind(of: contentRoot + "/" + entry.path) != nil
                else { return }
                throw Found(path: entry.path)
            }
        } catch { return (error as? Found)?.path }
        return nil
    }

    /// The file that an earlier run made of the item; nil when it made none, or of something else with this id.
    private static func path(of row: SurveyRow, in manifest: ImportManifest, _ keyspace: String) -> String? {
        let entry =
            manifest.entry(key: "\(keyspace)/\(row.id)") ?? manifest.entry(key: "\(keyspace)/page/\(row.id)")
        guard let path = entry?.path, path.hasPrefix("groups/") else { return nil }
        let (old, new) = (stem(path), stem(row.page + ".md"))
        // Where both are in one folder the second has got a number.
        return old == new || new.hasPrefix(old + "-") ? path : nil
    }

    /// `trip` of `groups/blog/questions/trip.md` and of `groups/blog/questions/trip/index.md`
    private static func stem(_ path: String) -> Substring {
        let whole = path.hasSuffix("/index.md") ? path.dropLast("/index.md".count) : path.dropLast(3)
        return whole[(whole.lastIndex(of: "/").map { whole.index(after: $0) } ?? whole.startIndex)...]
    }

    /// What somebody has to decide who gave no group.
    func question(name: String, own: String) -> Diagnostic {
        Diagnostic(
            .migrationUsage, at: nil,
            "'\(name)' looks like another export of the site that an earlier run brought here as '\(keyspace)': "
                + "\(matched) of its \(total) pages are there, such as '\(example)'",
            help: "to bring those up to date: --into groups/\(keyspace); to have both: --into groups/\(own)")
    }

    /// What somebody should know who gave another group.
    var warning: Diagnostic {
        Diagnostic(
            .migrationSourceWarning, at: nil,
            "\(matched) of the \(total) pages are here twice now: an earlier run brought them as '\(keyspace)', such as "
                + "'\(example)'",
            help: "where that was a trial, delete its files")
    }
}
