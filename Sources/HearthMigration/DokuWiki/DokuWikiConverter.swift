import HearthModel

/// What a page may ask of the wiki.
struct DokuWikiLookup: DokuWikiSite {
    let survey: DokuWikiSurvey
    /// Whether the page that asks is for everybody.
    let isOpen: Bool

    func exists(_ id: String) -> Bool { survey.byID[id] != nil }

    func address(ofPage id: String, fragment: String) -> String? {
        guard let number = survey.byID[id] else { return nil }
        let address = PageNames.address(of: survey.pages[number].path)
        return fragment.isEmpty ? address : address + "#" + SitePath.percentEncode(fragment)
    }

    /// Nil also for a page whose title is for its readers only.
    func title(ofPage id: String) -> String? {
        guard let number = survey.byID[id], !(isOpen && survey.pages[number].isRestricted) else { return nil }
        return survey.pages[number].title
    }

    /// The path of an address of the old wiki; nil for all others.
    func ownPath(_ address: String) -> String? {
        guard let start = address.firstRange(of: "//")?.upperBound, address.hasPrefix("http") || address.hasPrefix("//")
        else { return nil }
        let rest = address[start...]
        let host = rest.prefix { $0 != "/" }
        let path = String(rest[host.endIndex...])
        if survey.hosts.contains(host.lowercased()) { return path }
        // Few links do not tell the host, but the id of a closed page is not for readers of this one.
        let isClosed =
            path.contains("/doku.php") && DokuWikiConverter.id(in: path).map { self.isClosed(page: $0) } ?? false
        return isClosed ? path : nil
    }

    /// What a path of the old wiki is now: a page, or a file by `/_media/` or `fetch.php?media=`.
    func target(_ path: String) -> SafeLink.Outcome? {
        let plain = SitePath.percentDecode(path)
        for mark in ["/_media/", "fetch.php/", "media="] {
            guard let found = plain.firstRange(of: mark) else { continue }
            let id = plain[found.upperBound...].prefix { $0 != "?" && $0 != "&" }.replacing("/", with: ":")
            guard let address = address(ofMedia: id.lowercased()) else { continue }
            return .page(address, title: String(id.split(separator: ":").last ?? ""))
        }
        guard let id = DokuWikiConverter.id(in: path) else { return nil }
        let fragment = path.firstIndex(of: "#").map { String(path[path.index(after: $0)...]) } ?? ""
        for candidate in [id, id + ":start"] {
            if let address = address(ofPage: candidate, fragment: fragment) {
                return .page(address, title: title(ofPage: candidate) ?? BareAddresses.title)
            }
        }
        return nil
    }

    func address(ofMedia id: String) -> String? {
        guard !isClosed(media: id), let number = survey.fileByID[id], survey.files[number].danger == nil else {
            return nil
        }
        return PageNames.address(of: survey.files[number].path)
    }

    var interwiki: DokuWikiInterwiki { survey.interwiki }

    func person(_ login: String) -> (handle: String, name: String)? {
        // Who wrote on pages for members alone is met by members alone: that others link to them changes nothing.
        for slot in [login, login.lowercased()] where !(isOpen && survey.hiddenPeople.contains(slot)) {
            if let handle = survey.people.knows(slot: slot) { return (handle, survey.names[slot] ?? login) }
        }
        return nil
    }

    func isClosed(page id: String) -> Bool { exists(id) ? title(ofPage: id) == nil : isHidden(page: id) }

    /// Whether a closed page was left out: its name is not for readers of an open one either.
    func isHidden(page id: String) -> Bool { isOpen && survey.hiddenPages.contains(id) }

    /// The same by an address of the old wiki.
    func isHidden(address: String) -> Bool {
        guard let id = ownPath(address).flatMap({ DokuWikiConverter.id(in: $0) }) else { return false }
        return isHidden(page: id) || isHidden(page: id + ":start")
    }

    func isClosed(media id: String) -> Bool {
        isOpen && survey.fileByID[id].map { survey.files[$0].isRestricted } ?? false
    }
}

/// The second step: pages become files.
struct DokuWikiConverter {
    let importer: DokuWikiImporter
    let survey: DokuWikiSurvey
    var batch = ImportBatch()
    private let place: ImportPlace
    private var anchors: [String: HeadingAnchors] = [:]

    init(importer: DokuWikiImporter, survey: DokuWikiSurvey) {
        self.importer = importer
        self.survey = survey
        var place = Self.place(importer, isUnknown: survey.isUnknown)
        place.title = survey.title
        self.place = place
    }

    /// Where nobody can tell who could read the wiki, its pages stay closed in an open group as well.
    static func place(_ importer: DokuWikiImporter, isUnknown: Bool) -> ImportPlace {
        var place = importer.place
        if isUnknown { place.closePages(importer.request) }
        return place
    }

    private func lookup(_ page: DokuWikiPage) -> DokuWikiLookup {
        DokuWikiLookup(survey: survey, isOpen: !page.isRestricted)
    }

    mutating func convert(_ page: DokuWikiPage) {
        let bytes: [UInt8]
        do { bytes = try FileSystem.read(page.file) } catch {
            batch.records.append(ImportedRecord("pages", page.id, .failed(reason: "\(error)")))
            return
        }
        let decoded = TextEncoding.decode(bytes, declared: nil)
        var losses = decoded.losses
        let text = Invisible.removed(from: Array(decoded.text.utf8))
        var parser = DokuWikiText(site: lookup(page), page: page.id)
        let parsed = parser.parse(text)
        var unresolved = parsed.missing
        let (markdown, more) = markdown(parsed, page, &unresolved)
        losses += more
        if page.created == nil { losses.append("date:unknown") }
        var result = ImportedPage(
            title: page.title, id: "page/\(page.id)", sha256: ImportManifest.sha256(bytes),
            access: page.isRestricted ? .members(privacy: page.privacy) : .group)
        result.author = survey.people.handle(page.account)
        result.rawAuthor = page.rawAuthor
        result.date = page.created
        result.updated = page.modified
        result.tags = parsed.tags.map { TagName.of($0) }.filter { !$0.isEmpty }
        result.redirects = oldAddresses(page.id).map { (importer.request.baseURL ?? "") + $0 }
        result.url = importer.request.baseURL.map { $0 + "/doku.php?id=" + page.id }
        result.losses = losses
        batch.items.append(
            result.item(
                place, key: place.key("page", page.id), path: page.path, body: markdown,
                records: [ImportedRecord("pages", page.id, losses: losses)],
                original: ImportOriginal(place: page.id, text: text.string)))
        let file = importer.request.contentFolder + "/" + page.path
        batch.unresolved += unresolved.map { UnresolvedLink(address: $0, file: file) }
        let missing = parsed.missingFiles.filter { survey.fileByID[$0] == nil }
        batch.missing += missing.map { UnresolvedLink(address: $0, file: file) }
    }

    /// All ways in which DokuWiki writes the address of a page. https://www.dokuwiki.org/rewrite
    private func oldAddresses(_ id: String) -> [String] {
        let slashed = SitePath.percentEncode(id.replacing(":", with: "/"))
        let encoded = SitePath.percentEncode(id).replacing("%3A", with: ":")
        var found = ["/doku.php?id=\(encoded)", "/\(slashed)"]
        if encoded != slashed { found.append("/\(encoded)") }
        // `/wiki/start` is also reached by its namespace.
        if id.hasSuffix(":start"), survey.byID[String(id.dropLast(6))] == nil {
            found.append("/\(slashed.dropLast(5))")
        }
        return found
    }

    private mutating func markdown(
        _ parsed: DokuWikiText.Result, _ page: DokuWikiPage, _ unresolved: inout [String]
    ) -> (String, [String]) {
        var losses = parsed.losses
        var dead: [String] = []
        let lookup = lookup(page)
        // Only Markdown pages have links that the parser has not resolved.
        let isMarkdown = page.id.hasSuffix(".md")
        func isRelative(_ address: String) -> Bool {
            isMarkdown && !address.contains("://") && !address.hasPrefix("mailto:") && !address.hasPrefix("#")
        }
        let options = HTMLToMarkdown.Options(
            highestHeading: 2,
            resolveLink: { address, isImage in
                guard let path = isRelative(address) ? address : lookup.ownPath(address) else { return .keep(address) }
                if let new = lookup.target(path) { return new }
                if lookup.isHidden(address: address) { return .drop(loss: "link:restricted") }
                if !isImage { dead.append(address) }
                return isRelative(address) ? .drop(loss: isImage ? "image:relative" : "link:relative") : .keep(address)
            })
        var converter = HTMLToMarkdown(options: options)
        var blocks = PageTree.tidy(converter.convert(parsed.html.string), title: page.title)
        losses += converter.losses
        if !page.isRestricted, !survey.hiddenPages.isEmpty {
            blocks = BareAddresses { lookup.isHidden(address: $0) ? "" : nil }.veiled(blocks)
        }
        blocks = PageTree.resolveAnchors(
            blocks, own: PageNames.address(of: page.path), title: page.title, losses: &losses
        ) {
            anchors(at: $0)
        }
        unresolved += dead
        var writer = MarkdownWriter()
        let text = writer.write(blocks)
        var seen: Set<String> = []
        return (text, (losses + writer.losses).filter { seen.insert($0).inserted })
    }

    /// The id in `/doku.php?id=a:b`, `/doku.php/a/b` or `/a/b`.
    static func id(in path: String) -> String? {
        let plain = path.prefix { $0 != "#" }
        if let query = plain.firstRange(of: "id=") {
            return DokuWikiID.clean(SitePath.percentDecode(String(plain[query.upperBound...].prefix { $0 != "&" })))
        }
        let path = plain.prefix { $0 != "?" }
        guard !path.hasPrefix("/_") && !path.hasPrefix("/lib/") else { return nil }
        let rest = path.hasPrefix("/doku.php/") ? path.dropFirst(10) : path.dropFirst()
        let id = DokuWikiID.clean(SitePath.percentDecode(String(rest)))
        return id.isEmpty ? nil : id
    }

    private mutating func anchors(at address: String) -> HeadingAnchors? {
        if let known = anchors[address] { return known }
        let path = SitePath.percentDecode(String(address.dropFirst().dropLast())) + ".md"
        guard let number = survey.byPath[path], let text = try? FileSystem.read(survey.pages[number].file) else {
            return nil
        }
        // A page is parsed whole: boxes, code and titles decide which headings there are.
        var parser = DokuWikiText(site: lookup(survey.pages[number]), page: survey.pages[number].id)
        var converter = HTMLToMarkdown()
        let blocks = PageTree.tidy(
            converter.convert(parser.parse(Array(text.string.utf8)).html.string), title: survey.pages[number].title)
        let found = HeadingAnchors(blocks, title: survey.pages[number].title)
        anchors[address] = found
        return found
    }

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(person, records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    mutating func copy(_ file: DokuWikiFile) {
        if let reason = file.danger {
            batch.records.append(ImportedRecord("attachments", file.id, .skipped(rule: reason)))
            return
        }
        let relative = String(file.source.dropFirst(importer.data.count + "/media/".count))
        batch.items.append(
            ImportedItem(
                key: place.key("file", relative), path: file.path, copyOf: file.source,
                records: [ImportedRecord("attachments", file.id, .converted)]))
    }

    mutating func addGroup() {
        let isClosed = survey.pages.contains { $0.isRestricted } || survey.files.contains { $0.isRestricted }
        let item = place.groupPage(
            importer.request, title: survey.title, origin: importer.request.baseURL, what: "The pages",
            access: survey.isUnknown ? .members : isClosed ? .everyoneAndMembers : .everyone)
        if let item { batch.items.append(item) }
    }
}
