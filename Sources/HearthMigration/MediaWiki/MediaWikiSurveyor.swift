import HearthModel

/// The first step: reads the dump once, in order, and settles names and addresses.
struct MediaWikiSurveyor {
    let importer: MediaWikiImporter
    let progress: ImportProgress
    var index = MediaWikiIndex()
    private var findings = SurveyFindings()
    private var accountNumbers: [ImportAccount: Int] = [:]
    private var base: String?
    private var revisions = 0
    private var isCaseSensitive = false
    private var lacksHistory = 0
    private var foreignModels: [Int: String] = [:]
    /// Pages that nobody may read without a right.
    private var restricted: [Int: String] = [:]

    init(importer: MediaWikiImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run() throws -> MediaWikiSurvey {
        var records: [RecordFile] = []
        for (number, path) in importer.files.enumerated() {
            try read(path, number: number)
            records.append(try RecordFile(path: path))
        }
        index.addresses = MediaWikiAddresses(base: base, given: importer.request.baseURL)
        dropRepeated()
        let files = MediaWikiImages(importer.imageFolders).files
        close(records, files)
        var fates = MediaWikiFates(importer: importer, index: index, models: foreignModels)
        // There shall be one index in memory, not two.
        index = MediaWikiIndex()
        fates.settle()
        fates.nameAll(files)
        findings.withdrawn = fates.withdrawn()
        index = fates.index
        fates.index = MediaWikiIndex()
        count()
        try keepTemplates(records)
        let people = try ImportPeople(Set(usedAccounts()), place: importer.place, request: importer.request)
        settlePeople(people)
        findings.settle(
            "older versions", .skipped(rule: "only the latest version is kept"),
            revisions - index.pages.count + index.pages.translationCount)
        findings.count("attachments", index.images.count)
        let name = index.namespaces.siteName.isEmpty ? importer.place.title : index.namespaces.siteName
        gaps()
        let documents = index.pages.numbers.count { index.pages.fate($0) == .document }
        // The main page has another name in every language, and may get one.
        let folder = base.flatMap { base in base.lastIndex(of: "/").map { String(base[..<$0]) } }
        let origin = folder.flatMap { SiteOrigins.address($0) }.map { "\($0) (\(index.namespaces.siteName))" }
        findings.headline =
            "MediaWiki dump of \(name): \(documents) documents, \(revisions) versions, \(people.new.count) people"
        return MediaWikiSurvey(
            index: index, people: people, records: records, findings: findings, title: name,
            baseURL: importer.request.baseURL ?? index.addresses.origin, origins: Set([origin].compactMap { $0 }))
    }

    private mutating func gaps() {
        func gap(_ summary: String, help: String? = nil) {
            findings.diagnostics.append(
                Diagnostic(.migrationSourceWarning, at: SourceLocation(file: importer.files[0]), summary, help: help))
        }
        if importer.isPrivate {
            gap(
                "only people with an account could read the wiki: its group is for members",
                help:
                    "set access_group in \(importer.place.folder)/index.md to the directory group of those who may read it"
            )
        }
        let closed = index.pages.numbers.count { index.closed[$0] != nil && !index.pages.path($0).isEmpty }
        if closed > 0, !importer.isPrivate {
            gap(
                "\(closed) pages have parts for some readers only and stay for members",
                help:
                    "set access_group in \(importer.place.folder)/index.md to the directory group of those who may read them"
            )
        }
        if lacksHistory > 0 {
            gap(
                "\(lacksHistory) pages come without their first version: author and date are those of the earliest version in the dump",
                help: "export with the complete history (dumpBackup.php --full) to get who began a page, and when")
        }
        let uploads = index.pages.numbers.count { index.pages.namespace($0) == WikiNamespaces.file }
        if uploads > index.images.count {
            gap(
                "\(uploads - index.images.count) files of the wiki are not beside the dump",
                help: "put the wiki's 'images' folder beside the dump, and migrate again")
        }
    }

    // MARK: Reading

    private struct Revision {
        var offset = 0
        var time: Timestamp?
        var user: String?
        var isAnonymous = false
        var parent = 0
        var model = "wikitext"
        var isDeleted = false
        var start: [UInt8] = []
    }

    /// The elements of a dump that the survey looks at, by their names.
    private enum Element: String {
        case mediawiki, siteinfo, sitename, base, namespaces, namespace, page, title, id, redirect, revision, timestamp
        case parentid, restrictions, model, text, contributor, username, ip
        case letters = "case"
        case other
    }

    /// What is known of the page that is being read.
    private struct Reading {
        var page = MediaWikiPage(id: 0, title: WikiTitle(namespace: 0, name: ""), file: 0)
        var revisions = 0
        var title = ""
        var redirect: String?
        var restrictions = ""
        var revision = Revision()
    }

    private mutating func read(_ path: String, number: Int) throws {
        let size = FileSystem.size(of: path)
        let shown = path.split(separator: "/").last.map(String.init) ?? path
        var open: [Element] = []
        var kinds: [Element] = []
        var state = Reading()
        do {
            let reader = try XMLReader(path: path)
            reader.keepsText = true
            // Of a page's text only its start is looked at here: whether it is a redirect, and whether it is empty.
            reader.textLimit = 1024
            while let event = try reader.next() {
                while kinds.count < min(reader.names.count, XMLReader.knownNames) {
                    kinds.append(Element(rawValue: reader.names[kinds.count]) ?? .other)
                }
                let element = reader.nameNumber < kinds.count ? kinds[reader.nameNumber] : .other
                switch event {
                case .start(let tag):
                    reader.dropText()
                    start(element, tag, reader, &state, file: number)
                    if !tag.isSelfClosing { open.append(element) }
                case .end:
                    open.removeLast()
                    end(element, in: open.last ?? .other, reader, &state, path)
                    if element == .page, index.pages.count % 256 == 0 {
                        progress(reader.position, size, "reading " + shown)
                    }
                }
            }
        } catch let problem as XMLProblem {
            findings.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
        }
    }

    private mutating func start(
        _ element: Element, _ tag: XMLTag, _ reader: XMLReader, _ state: inout Reading, file: Int
    ) {
        func value(_ name: StaticString) -> String? {
            var repairs: Set<String> = []
            return (try? tag.text(name, repairs: &repairs)) ?? nil
        }
        switch element {
        case .mediawiki: if let language = value("xml:lang") { index.namespaces.language = language }
        case .page:
            state = Reading()
            state.page.file = file
        case .revision: state.revision = Revision(offset: reader.offset)
        case .redirect: state.redirect = value("title")
        case .text: state.revision.isDeleted = tag.has("deleted")
        case .namespace:
            addNamespace = (tag.integer("key") ?? 0, value("case").map { $0 == "case-sensitive" })
            // That of pages has no name: `<namespace key="0" case="case-sensitive" />`.
            if tag.isSelfClosing {
                index.namespaces.add(
                    number: addNamespace.0, name: "", isCaseSensitive: addNamespace.1 ?? isCaseSensitive)
            }
        default: break
        }
    }

    private mutating func end(
        _ element: Element, in parent: Element, _ reader: XMLReader, _ state: inout Reading, _ path: String
    ) {
        let text = reader.takeText()
        switch (parent, element) {
        case (.page, .title): state.title = Self.text(text)
        case (.page, .id): state.page.id = Int(Self.text(text)) ?? 0
        case (.page, .restrictions): state.restrictions += Self.text(text) + ":"
        case (.revision, .timestamp): state.revision.time = Timestamp(iso8601: Self.text(text))
        case (.revision, .parentid): state.revision.parent = Int(Self.text(text)) ?? 0
        case (.revision, .model): state.revision.model = Self.text(text)
        case (.revision, .text): state.revision.start = text
        case (.contributor, .username): state.revision.user = Self.text(text)
        case (.contributor, .ip): state.revision.isAnonymous = true
        case (_, .revision): note(state.revision, end: reader.position, &state)
        case (_, .page): add(state, path: path, line: reader.line)
        case (.siteinfo, .sitename): index.namespaces.siteName = Self.text(text)
        case (.siteinfo, .base): base = Self.text(text)
        case (.siteinfo, .letters): isCaseSensitive = Self.text(text) == "case-sensitive"
        case (.namespaces, .namespace):
            index.namespaces.add(
                number: addNamespace.0, name: Self.text(text), isCaseSensitive: addNamespace.1 ?? isCaseSensitive)
        case (_, .siteinfo): index.namespaces.finishSite()
        default: break
        }
    }

    /// The namespace whose name is read next.
    private var addNamespace: (Int, Bool?) = (0, nil)
    private var latestStart: [UInt8] = []
    private var latestModel = ""
    private var earliest: Revision?

    private static func text(_ raw: [UInt8]) -> String {
        // Titles, names and dates are mostly plain.
        if raw.allSatisfy({ $0 > 0x20 && $0 != 0x26 && $0 < 0x80 }) { return raw.string }
        var repairs: Set<String> = []
        let text = (try? XMLText.decode(raw[...], isAttribute: false, repairs: &repairs)) ?? raw.string
        return Array(text.utf8).trimmed().string
    }

    /// Without a reference that was cut in two.
    private static func whole(_ start: [UInt8]) -> [UInt8] {
        guard let mark = start.suffix(12).lastIndex(of: 0x26), !start[mark...].contains(0x3B) else { return start }
        return Array(start[..<mark])
    }

    private mutating func note(_ revision: Revision, end: Int, _ state: inout Reading) {
        revisions += 1
        state.revisions += 1
        if state.revisions == 1 || (revision.time.map { $0 >= state.page.modified ?? $0 } ?? true) {
            state.page.offset = revision.offset
            state.page.length = end - revision.offset
            state.page.modified = revision.time ?? state.page.modified
            latestStart = revision.start
            latestModel = revision.model
            state.page.isDeleted = revision.isDeleted
        }
        if state.revisions == 1 || (revision.time.map { $0 < state.page.created ?? $0 } ?? false) {
            state.page.created = revision.time ?? state.page.created
            state.page.author = account(revision)
            earliest = revision
        }
    }

    private static let robots: Set<String> = [
        "MediaWiki default", "Maintenance script", "FuzzyBot", "MediaWiki message delivery", "Conversion script",
    ]

    /// A number for an author. Addresses of the network name nobody, and scripts wrote nothing.
    private mutating func account(_ revision: Revision) -> Int {
        var name = revision.user ?? ""
        if let mark = name.utf8.lastIndex(of: 0x3E) { name = String(name[name.utf8.index(after: mark)...]) }
        let account =
            revision.isAnonymous || name.isEmpty || Self.robots.contains(name) || Self.isAddress(name)
            ? ImportAccount.unknown : ImportAccount(slot: name, name: name)
        if let known = accountNumbers[account] { return known }
        index.accounts.append(account)
        accountNumbers[account] = index.accounts.count - 1
        return index.accounts.count - 1
    }

    /// Whether a name is an address of the network, of version 4 (of which old wikis hid the end behind `xxx`) or 6.
    static func isAddress(_ name: String) -> Bool {
        if DokuWikiSurveyor.isAddress(name) { return true }
        return name.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2E || $0 == 0x78 }
            && name.split(separator: ".").count == 4
    }

    private mutating func add(_ state: Reading, path: String, line: Int) {
        guard state.revisions > 0, let name = index.namespaces.title(state.title) else {
            let reason =
                state.revisions == 0
                ? "a page without a version"
                : state.title.isEmpty ? "a page without a title" : "a page with a title that no wiki page can have"
            findings.settle("pages", .failed(reason: reason))
            findings.diagnostics.append(
                Diagnostic(
                    .migrationSource, at: SourceLocation(file: path, line: line),
                    "'\(state.title.withoutControls.prefix(60))': \(reason)"))
            return
        }
        var page = state.page
        page.title = name
        if let earliest, earliest.parent > 0 { lacksHistory += 1 }
        if latestModel != "wikitext", !latestModel.isEmpty { foreignModels[index.pages.count] = latestModel }
        // Only a text that begins with a mark needs to be looked into.
        let first = latestStart.first { $0 > 0x20 }
        var target = state.redirect
        page.hasText = first != nil
        if first == 0x23 || first == 0x26 {
            let start = Self.text(Self.whole(latestStart))
            page.hasText = !start.isEmpty
            // Old dumps say so only in the text.
            target = target ?? MediaWikiFates.redirect(in: start)
        }
        // `edit=sysop:read=staff`, where the wiki has such rights.
        if state.restrictions.split(separator: ":").contains(where: { $0.hasPrefix("read=") && $0.count > 5 }) {
            restricted[index.pages.count] = "restrictions: read"
        }
        index.pages.append(page, target: target)
    }

    // MARK: After reading

    /// Exports may overlap: of two versions of one page the later counts.
    private mutating func dropRepeated() {
        var dropped: [Int] = []
        index.pages.indexTitles { dropped.append($0) }
        for number in dropped {
            index.pages.setFate(.skipped(rule: "the page is there twice; the later one is kept"), of: number)
        }
    }

    /// In a function of its own, so that nothing holds the index when it is changed.
    private mutating func close(_ records: [RecordFile], _ files: [String: String]) {
        let privacy = MediaWikiPrivacy(index, records, restricted: restricted)
        index.closedImages = privacy.files(files.keys)
        index.closed = privacy.closed
    }

    private mutating func count() {
        for number in index.pages.numbers {
            // Of a translation its units are counted, not the page made of them.
            if index.pages.isTranslation(number) { continue }
            let kind = MediaWikiFates.kind(index.pages.title(number))
            findings.count(kind, 1)
            switch index.pages.fate(number) {
            case .redirect: findings.tally(kind, .converted)
            case .skipped(let rule): findings.tally(kind, .skipped(rule: rule))
            case .document, .topic, .person: continue
            }
        }
    }

    private func usedAccounts() -> [ImportAccount] {
        var used: Set<Int> = []
        var slots: Set<String> = []
        for number in index.pages.numbers {
            switch index.pages.fate(number) {
            case .document, .topic: used.insert(index.pages.author(number))
            case .person: slots.insert(index.pages.title(number).name)
            default: continue
            }
        }
        return used.map { index.accounts[$0] } + slots.map { ImportAccount(slot: $0, name: $0) }
    }

    private mutating func settlePeople(_ people: ImportPeople) {
        findings.count(people)
        let new = Set(people.new.map(\.account.slot))
        for number in index.pages.numbers where index.pages.fate(number) == .person {
            let title = index.pages.title(number)
            if new.contains(title.name) { continue }
            index.pages.setFate(.skipped(rule: ImportPeople.knownRule), of: number)
            findings.tally(MediaWikiFates.kind(title), .skipped(rule: ImportPeople.knownRule))
        }
    }

    /// Templates are read once, unless they are many megabytes.
    private mutating func keepTemplates(_ records: [RecordFile]) throws {
        let templates = index.pages.numbers.filter { index.pages.namespace($0) == WikiNamespaces.template }
            .map { index.pages[$0] }
        guard templates.reduce(0, { $0 + $1.length }) < 32 << 20 else { return }
        for page in templates {
            let bytes = try records[page.file].bytes(at: page.offset, count: page.length)
            index.templates[page.title] = MediaWikiText.text(of: bytes).bytes
        }
    }
}
