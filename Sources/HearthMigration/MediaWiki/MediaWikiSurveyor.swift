import HearthModel

/// The first step: reads the dump once, in order, and settles names and addresses.
struct MediaWikiSurveyor {
    let importer: MediaWikiImporter
    let progress: ImportProgress
    var index = MediaWikiIndex()
    var totals: [(kind: String, count: Int)] = []
    var settled: [ImportTally] = []
    var diagnostics: [Diagnostic] = []
    private var accountNumbers: [ImportAccount: Int] = [:]
    private var base: String?
    private var revisions = 0
    private var isCaseSensitive = false
    private var lacksHistory = 0
    /// The first versions' texts of redirects of old dumps, by page.
    private var redirectTitles: [Int: String] = [:]
    private var hasText: Set<Int> = []
    private var foreignModels: [Int: String] = [:]
    private var deletedTexts: Set<Int> = []

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
        var fates = MediaWikiFates(
            importer: importer, index: index, redirectTitles: redirectTitles, hasText: hasText, models: foreignModels,
            deleted: deletedTexts)
        fates.settle()
        fates.nameAll()
        index = fates.index
        count()
        try keepTemplates(records)
        let people = ImportPeople(Set(usedAccounts()), place: importer.place, request: importer.request)
        settlePeople(people)
        settle(
            "older versions", .skipped(rule: "only the latest version is kept"),
            revisions - index.pages.count { $0.language == nil })
        totals.append(("attachments", index.images.count))
        let name = index.namespaces.siteName.isEmpty ? importer.place.title : index.namespaces.siteName
        gaps()
        var numbers: [String: Int] = [:]
        for (number, page) in index.pages.enumerated() where !page.path.isEmpty { numbers[page.path] = number }
        let documents = index.pages.count { $0.fate == .document }
        return MediaWikiSurvey(
            index: index, people: people, records: records, totals: totals, settled: settled, diagnostics: diagnostics,
            headline:
                "MediaWiki dump of \(name): \(documents) documents, \(revisions) versions, \(people.new.count) people",
            title: name,
            baseURL: importer.request.baseURL ?? index.addresses.origin, pageNumbers: numbers)
    }

    private mutating func settle(_ kind: String, _ fate: ImportFate, _ count: Int) {
        guard count > 0 else { return }
        totals.append((kind, count))
        settled.append(ImportTally(kind, fate, count: count))
    }

    private mutating func gaps() {
        func gap(_ summary: String, help: String? = nil) {
            diagnostics.append(
                Diagnostic(.migrationSourceWarning, at: SourceLocation(file: importer.files[0]), summary, help: help))
        }
        if lacksHistory > 0 {
            gap(
                "\(lacksHistory) pages come without their first version: author and date are those of the earliest version in the dump",
                help: "export with the complete history (dumpBackup.php --full) to get who began a page, and when")
        }
        let uploads = index.pages.count { $0.title.namespace == WikiNamespaces.file }
        if uploads > index.images.count {
            gap(
                "\(uploads - index.images.count) files of the wiki are not beside the dump",
                help: "put the wiki's 'images' folder beside the dump, and migrate again")
        }
    }

    // MARK: Reading

    private struct Revision {
        var offset = 0
        var line = 0
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
        case parentid, model, text, contributor, username, ip
        case letters = "case"
        case other
    }

    /// What is known of the page that is being read.
    private struct Reading {
        var page = MediaWikiPage(id: 0, title: WikiTitle(namespace: 0, name: ""), file: 0)
        var title = ""
        var redirect: String?
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
            diagnostics.append(
                Diagnostic(
                    .migrationSource, at: SourceLocation(file: path, line: problem.line), problem.message,
                    help: "what came before this line is kept; get the export again and repeat the command"))
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
        case .revision: state.revision = Revision(offset: reader.offset, line: reader.line)
        case .redirect: state.redirect = value("title")
        case .text: state.revision.isDeleted = tag.has("deleted")
        case .namespace where !tag.isSelfClosing:
            addNamespace = (tag.integer("key") ?? 0, value("case").map { $0 == "case-sensitive" })
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
        case (.revision, .timestamp): state.revision.time = Timestamp(iso8601: Self.text(text))
        case (.revision, .parentid): state.revision.parent = Int(Self.text(text)) ?? 0
        case (.revision, .model): state.revision.model = Self.text(text)
        case (.revision, .text): state.revision.start = text
        case (.contributor, .username): state.revision.user = Self.text(text)
        case (.contributor, .ip): state.revision.isAnonymous = true
        case (_, .revision): note(state.revision, end: reader.position, of: &state.page)
        case (_, .page): add(state.page, title: state.title, redirect: state.redirect, path: path, line: reader.line)
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
    private var latestDeleted = false
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

    private mutating func note(_ revision: Revision, end: Int, of page: inout MediaWikiPage) {
        revisions += 1
        page.revisions += 1
        if page.revisions == 1 || (revision.time.map { $0 >= page.modified ?? $0 } ?? true) {
            page.offset = revision.offset
            page.length = end - revision.offset
            page.line = revision.line
            page.modified = revision.time ?? page.modified
            latestStart = revision.start
            latestModel = revision.model
            latestDeleted = revision.isDeleted
        }
        if page.revisions == 1 || (revision.time.map { $0 < page.created ?? $0 } ?? false) {
            page.created = revision.time ?? page.created
            page.author = account(revision)
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

    private static func isAddress(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2E || $0 == 0x78 } && name.split(separator: ".").count == 4
    }

    private mutating func add(_ found: MediaWikiPage, title: String, redirect: String?, path: String, line: Int) {
        var page = found
        guard page.revisions > 0, let name = index.namespaces.title(title) else {
            settle(
                "pages", .failed(reason: page.revisions > 0 ? "a page without a title" : "a page without a version"), 1)
            diagnostics.append(
                Diagnostic(
                    .migrationSource, at: SourceLocation(file: path, line: line),
                    "the page '\(title.prefix(60))' has no \(page.revisions > 0 ? "title" : "text")"))
            return
        }
        page.title = name
        let number = index.pages.count
        index.pages.append(page)
        if let earliest, earliest.parent > 0 { lacksHistory += 1 }
        if latestDeleted { deletedTexts.insert(number) }
        if latestModel != "wikitext", !latestModel.isEmpty { foreignModels[number] = latestModel }
        // Only a text that begins with a mark needs to be looked into.
        let first = latestStart.first { $0 > 0x20 }
        if first == 0x23 || first == 0x26 {
            let start = Self.text(Self.whole(latestStart))
            if !start.isEmpty { hasText.insert(number) }
            if let target = redirect ?? MediaWikiFates.redirect(in: start) { redirectTitles[number] = target }
        } else {
            if first != nil { hasText.insert(number) }
            if let redirect { redirectTitles[number] = redirect }
        }
    }

    // MARK: After reading

    /// Exports may overlap: of two versions of one page the later counts.
    private mutating func dropRepeated() {
        var seen: [WikiTitle: Int] = [:]
        var dropped: Set<Int> = []
        for (number, page) in index.pages.enumerated() {
            guard let other = seen[page.title] else {
                seen[page.title] = number
                continue
            }
            let isLater = (page.modified?.seconds ?? 0) > (index.pages[other].modified?.seconds ?? 0)
            dropped.insert(isLater ? other : number)
            if isLater { seen[page.title] = number }
        }
        for number in dropped {
            index.pages[number].fate = .skipped(rule: "the page is there twice; the later one is kept")
        }
    }

    private mutating func count() {
        var counts: [String: Int] = [:]
        for page in index.pages {
            // Its units are counted, not the page made of them.
            if page.language != nil { continue }
            let kind = MediaWikiFates.kind(page.title)
            counts[kind, default: 0] += 1
            switch page.fate {
            case .redirect:
                settled.append(ImportTally(kind, .converted, count: 1))
            case .skipped(let rule): settled.append(ImportTally(kind, .skipped(rule: rule), count: 1))
            case .failed(let reason): settled.append(ImportTally(kind, .failed(reason: reason), count: 1))
            case .document, .topic, .person: continue
            }
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) { totals.append((kind, count)) }
    }

    private func usedAccounts() -> [ImportAccount] {
        var used: Set<Int> = []
        var slots: Set<String> = []
        for page in index.pages {
            switch page.fate {
            case .document, .topic: used.insert(page.author)
            case .person(let slot): slots.insert(slot)
            default: continue
            }
        }
        return used.map { index.accounts[$0] } + slots.map { ImportAccount(slot: $0, name: $0) }
    }

    private mutating func settlePeople(_ people: ImportPeople) {
        totals.append(("people", people.new.count))
        settle("people", .skipped(rule: "already a person of this site"), people.mapped)
        let new = Set(people.new.map(\.account.slot))
        for (number, page) in index.pages.enumerated() {
            if case .person(let slot) = page.fate, !new.contains(slot) {
                index.pages[number].fate = .skipped(rule: "already a person of this site")
                settled.append(
                    ImportTally(
                        MediaWikiFates.kind(page.title), .skipped(rule: "already a person of this site"), count: 1))
            }
        }
    }

    /// Templates are read once, unless they are many megabytes.
    private mutating func keepTemplates(_ records: [RecordFile]) throws {
        let templates = index.pages.filter { $0.title.namespace == WikiNamespaces.template && $0.revisions > 0 }
        guard templates.reduce(0, { $0 + $1.length }) < 32 << 20 else { return }
        for page in templates {
            let bytes = try records[page.file].bytes(at: page.offset, count: page.length)
            index.templates[page.title] = MediaWikiText.text(of: bytes).bytes
        }
    }
}
