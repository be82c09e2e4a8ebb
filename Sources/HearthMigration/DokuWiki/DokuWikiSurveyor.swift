import HearthModel

/// The first step: lists pages and files, and reads who wrote them and who may read them.
struct DokuWikiSurveyor {
    let importer: DokuWikiImporter
    let progress: ImportProgress
    private var pages: [DokuWikiPage] = []
    private var findings = SurveyFindings()
    private var users: [String: String] = [:]
    private var interwiki = DokuWikiInterwiki()
    private var rights = DokuWikiRights()
    /// Whether the wiki's settings say that everybody could read all of it.
    private var isOpen = false
    /// Addresses in texts by host, as ids of pages: they tell which host the wiki had.
    private var links: [String: [String]] = [:]
    /// Pages for some readers only that are left out.
    private var hidden: Set<String> = []

    init(importer: DokuWikiImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run() throws -> DokuWikiSurvey {
        readConfiguration()
        let found = files("pages").filter { $0.hasSuffix(".txt") }
        for (number, file) in found.enumerated() {
            add(file)
            if number % 64 == 0 { progress(number, found.count, "reading pages") }
        }
        pages.sort { $0.id < $1.id }
        namePages()
        let media = nameFiles()
        countRest()
        let people = try ImportPeople(Set(pages.map(\.account)), place: importer.place, request: importer.request)
        findings.count("pages", pages.count)
        findings.count("attachments", media.count)
        findings.count(people)
        let restricted = (pages.count { $0.isRestricted }, media.count { $0.isRestricted })
        if restricted != (0, 0) {
            gap(
                "\(restricted.0) pages and \(restricted.1) files were not for everybody in the wiki and stay for members",
                help:
                    "set access_group in \(importer.place.folder)/index.md to the directory group of those who may read them"
            )
        }
        if isUnknown {
            gap(
                "the export does not say who could read the wiki: its group is for members",
                help: "give the wiki's conf folder, too; or set access_group, or visibility: everyone, in "
                    + "\(importer.place.folder)/index.md; or use --open-unknown")
        }
        let undated = pages.count { $0.created == nil }
        if undated > 0 { gap("\(undated) pages have no date: their .meta files are missing or damaged") }
        findings.withdrawn = DokuWikiDeleted(importer.data).keys(importer)
        findings.headline = "DokuWiki: \(pages.count) pages, \(media.count) files, \(people.new.count) people"
        var byID: [String: Int] = [:]
        var byPath: [String: Int] = [:]
        for (number, page) in pages.enumerated() {
            byID[page.id] = number
            byPath[page.path] = number
        }
        var fileByID: [String: Int] = [:]
        for (number, file) in media.enumerated() { fileByID[file.id] = number }
        return DokuWikiSurvey(
            pages: pages, byID: byID, byPath: byPath, hosts: hosts(Set(byID.keys)), files: media, fileByID: fileByID,
            people: people, names: Dictionary(pages.map { ($0.account.slot, $0.account.name) }) { first, _ in first },
            hiddenPeople: Set(people.new.map(\.account.slot)).subtracting(
                pages.filter { !$0.isRestricted }.map(\.account.slot)),
            hiddenPages: hidden,
            interwiki: interwiki, title: title(), isUnknown: isUnknown, findings: findings)
    }

    private mutating func gap(_ summary: String, help: String? = nil) {
        findings.diagnostics.append(
            Diagnostic(.migrationSourceWarning, at: SourceLocation(file: importer.data), summary, help: help))
    }

    /// All files of a part of the wiki's data, without those that only keep a folder.
    private func files(_ part: String) -> [String] {
        FileSystem.filesBelow(importer.data + "/" + part).filter { !$0.hasSuffix("/_dummy") && $0 != "_dummy" }
    }

    // MARK: Configuration

    private mutating func readConfiguration() {
        guard let folder = importer.configuration else { return }
        func lines(_ name: String) -> [Substring] {
            guard let bytes = try? FileSystem.read(folder + "/" + name) else { return [] }
            return bytes.string.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") && !$0.hasPrefix("<?") }
        }
        // login:hash:name:mail:groups
        for line in lines("users.auth.php") {
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            if parts.count > 2 { users[String(parts[0])] = String(parts[2]) }
        }
        for line in lines("acl.auth.php") { rights.add(line) }
        for line in lines("interwiki.conf") + lines("interwiki.local.conf") { interwiki.add(line) }
        isOpen = !lines("local.php").isEmpty && !hasRights(folder)
    }

    /// Whether some file of settings switches the rights on; DokuWiki itself is open. Of the files that it reads the later
    /// ones count, https://www.dokuwiki.org/config; others may be read by one of them.
    private func hasRights(_ folder: String) -> Bool {
        let order = ["dokuwiki.php", "local.php", "local.protected.php"]
        func isOn(_ name: String) -> Bool? { PHPSettings(file: folder + "/" + name).isOn("$conf['useacl']") }
        if order.lazy.compactMap({ isOn($0) }).reversed().first ?? false { return true }
        return ((try? FileSystem.entries(of: folder)) ?? []).contains { entry in
            entry.kind == .file && entry.name.hasSuffix(".php") && !order.contains(entry.name)
                && !entry.name.hasSuffix(".auth.php") && isOn(entry.name) ?? false
        }
    }

    /// Whether nobody can tell who could read the wiki: its rights are not in the export.
    private var isUnknown: Bool { rights.isEmpty && !isOpen && !importer.request.opensUnknown }

    private func title() -> String {
        guard let folder = importer.configuration, let bytes = try? FileSystem.read(folder + "/local.php"),
            let line = bytes.string.split(whereSeparator: \.isNewline).first(where: { $0.contains("$conf['title']") }),
            let equals = line.firstIndex(of: "=")
        else { return importer.place.title }
        let value = line[line.index(after: equals)...].filter { !"';\"".contains($0) }
        let name = Array(String(value).utf8).trimmed().string
        return name.isEmpty ? importer.place.title : name
    }

    // MARK: Pages

    private mutating func add(_ file: String) {
        let name = SitePath.percentDecode(String(file.dropLast(4)))
        let id = name.split(separator: "/").joined(separator: ":")
        // https://www.dokuwiki.org/namespace_templates
        if ["_template", "__template"].contains(id.split(separator: ":").last) {
            return findings.settle("pages", .skipped(rule: "a template for new pages"))
        }
        if importer.request.corrections.skips("page/\(id)") {
            let text = (try? FileSystem.read(importer.data + "/pages/" + file)) ?? []
            if rights.isRestricted(id) || ClosingTags.dokuWiki.first(in: text) != nil { hidden.insert(id) }
            return findings.settle("pages", .skipped(rule: SurveyCorrections.rule))
        }
        let source = importer.data + "/pages/" + file
        guard let bytes = try? FileSystem.read(source) else {
            return findings.settle("pages", .failed(reason: "the file cannot be read"))
        }
        let decoded = TextEncoding.decode(bytes, declared: nil)
        if decoded.isBinary {
            return findings.settle("pages", .failed(reason: "the file is no text, whatever its name says"))
        }
        let text = Invisible.removed(from: Array(decoded.text.utf8))
        if text.trimmed().isEmpty { return findings.settle("pages", .skipped(rule: "a page without text"), 1) }
        collectLinks(text)
        let meta = (try? FileSystem.read(importer.data + "/meta/" + file.dropLast(4) + ".meta")).flatMap {
            PHPValue.parse($0)
        }
        let persistent = meta?["persistent"] ?? meta
        let current = meta?["current"] ?? meta
        let dates = persistent?["date"] ?? current?["date"]
        var page = DokuWikiPage(
            id: id, file: source, title: "", path: "", account: .unknown, rawAuthor: nil,
            created: dates?["created"]?.integer.flatMap { Self.time(Int64($0)) },
            modified: dates?["modified"]?.integer.flatMap { Self.time(Int64($0)) },
            isRestricted: rights.isRestricted(id), size: text.count)
        // A part for some groups only closes the page: a static page is the same for all.
        if let tag = ClosingTags.dokuWiki.first(in: text) {
            page.isRestricted = true
            page.privacy = "a part is for some groups only: " + tag
        }
        setAuthor(of: &page, persistent, current, file)
        page.title =
            importer.request.corrections.title(of: "page/\(id)") ?? Self.heading(text, isMarkdown: id.hasSuffix(".md"))
            ?? Self.title(of: id)
        pages.append(page)
    }

    private static let linkLimit = 5_000

    private mutating func collectLinks(_ text: [UInt8]) {
        var index = 0
        while let found = ByteText.find("://", in: text, from: index, to: text.count) {
            index = found + 3
            var end = index
            while end < text.count, text[end] > 0x20, !"|]})>\"".utf8.contains(text[end]) { end += 1 }
            let address = text[index..<end]
            guard let slash = address.firstIndex(of: 0x2F), slash > index, slash + 1 < end else { continue }
            let host = address[..<slash].string.lowercased()
            if links[host, default: []].count < Self.linkLimit {
                links[host, default: []].append(address[slash...].string)
            }
        }
    }

    /// The hosts whose addresses are pages of this wiki: most of them, and more than by chance.
    private func hosts(_ ids: Set<String>) -> Set<String> {
        var found: Set<String> = []
        for (host, paths) in links {
            let hits = paths.count { path in DokuWikiConverter.id(in: path).map { ids.contains($0) } ?? false }
            if hits >= 3, hits * 3 >= paths.count { found.insert(host) }
        }
        if let base = importer.request.baseURL, let start = base.firstRange(of: "://") {
            found.insert(base[start.upperBound...].prefix { $0 != "/" }.lowercased())
        }
        return found
    }

    /// The login with its name; a name alone where there is no account. Addresses of the network are nobody.
    private func setAuthor(of page: inout DokuWikiPage, _ persistent: PHPValue?, _ current: PHPValue?, _ file: String) {
        var login = persistent?["user"]?.text ?? current?["user"]?.text
        var name = persistent?["creator"]?.text ?? current?["creator"]?.text
        if login == nil, name == nil || Self.isAddress(name ?? "") {
            let log = (try? FileSystem.read(importer.data + "/meta/" + file.dropLast(4) + ".changes"))?.string
            let first = log?.split(whereSeparator: \.isNewline).first.map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
            if let first, first.count > 4 {
                login = first[4].isEmpty ? nil : String(first[4])
                name = nil
                if page.created == nil { page.created = Int64(first[0]).flatMap { Self.time($0) } }
            }
        }
        if let login, !Self.isAddress(login) {
            let shown = name.flatMap { Self.isAddress($0) ? nil : $0 } ?? users[login] ?? login
            page.account = ImportAccount(slot: login, name: shown)
            page.rawAuthor = shown == login ? login : "\(shown) (\(login))"
        } else if let name, !Self.isAddress(name) {
            page.account = ImportAccount(slot: "name/" + name, name: name)
            page.rawAuthor = name
        }
    }

    /// Nil for seconds of which no calendar has the day.
    private static func time(_ seconds: Int64) -> Timestamp? {
        (1..<1 << 40).contains(seconds) ? Timestamp(seconds: seconds, hasTime: true) : nil
    }

    /// `192.0.2.7` or `2001:db8::7`.
    static func isAddress(_ name: String) -> Bool {
        let isNumeric = name.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2E }
        if isNumeric, name.split(separator: ".").count == 4 { return true }
        let isHex = name.utf8.allSatisfy {
            $0.isASCIIDigit || ($0.asciiLower >= 0x61 && $0.asciiLower <= 0x66) || $0 == 0x3A || $0 == 0x2E
        }
        return isHex && name.utf8.count { $0 == 0x3A } >= 2
    }

    /// The first heading of the page, as DokuWiki itself calls pages; its markup goes. Below the first lines of text a
    /// heading is the page's only when no other is as high: else it heads a part.
    private static func heading(_ text: [UInt8], isMarkdown: Bool) -> String? {
        var first: (level: Int, text: String, isTop: Bool)?
        var isText = false
        var isCode = false
        for range in ByteText.lines(text) {
            let line = text[range].trimmed()
            if isMarkdown, line.starts(with: "```".utf8) { isCode.toggle() }
            guard !isCode, let found = isMarkdown ? markdownHeading(line) : heading(line) else {
                // Macros (`~~NOTOC~~`) and pictures are no text.
                if !line.isEmpty, !line.starts(with: "~~".utf8), !line.starts(with: "{{".utf8) { isText = true }
                continue
            }
            if let first {
                if first.isTop { break }
                if found.level >= first.level { return nil }
            } else {
                first = (found.level, found.text, !isText)
            }
        }
        return first?.text
    }

    /// `===== Title =====`: the more marks, the higher.
    private static func heading(_ line: ArraySlice<UInt8>) -> (level: Int, text: String)? {
        guard line.count > 4, line.starts(with: "==".utf8), line.suffix(2).elementsEqual("==".utf8) else { return nil }
        return words(ofHeading: line).map { (line.prefix { $0 == 0x3D }.count, $0) }
    }

    /// `# Title`: the fewer marks, the higher.
    private static func markdownHeading(_ line: ArraySlice<UInt8>) -> (level: Int, text: String)? {
        let marks = line.prefix { $0 == 0x23 }.count
        guard (1...6).contains(marks), line.dropFirst(marks).first == 0x20 else { return nil }
        var converter = HTMLToMarkdown()
        guard case .heading(_, let inlines)? = converter.convert(utf8: MarkdownSource.html(Array(line))).first else {
            return nil
        }
        let text = StackExchangeConverter.oneLine(MarkdownInline.plainText(inlines))
        return text.isEmpty ? nil : (7 - marks, text)
    }

    private static func words(ofHeading line: ArraySlice<UInt8>) -> String? {
        let inner = line.drop { $0 == 0x3D }
        let end = inner.lastIndex { $0 != 0x3D }.map { $0 + 1 } ?? inner.startIndex
        let plain = inner[inner.startIndex..<end].trimmed().string
            .replacing("**", with: "").replacing("//", with: "").replacing("''", with: "").replacing("__", with: "")
        let shown = plain.filter { $0 != "[" && $0 != "]" && $0 != "\u{7F}" }
        let words = StackExchangeConverter.oneLine(shown.split(separator: "|").last.map(String.init) ?? shown)
        return words.isEmpty ? nil : words
    }

    /// `trouble-shooting:git_setup` is "Git setup"; a start page is called like its namespace.
    static func title(of id: String) -> String {
        let parts = id.split(separator: ":").map(String.init)
        var name = parts.last ?? id
        if name == "start", parts.count > 1 { name = parts[parts.count - 2] }
        // A plugin's pages are called like files; hyphens stay in dates.
        if name.hasSuffix(".md") { name = String(name.dropLast(3)) }
        let parted = name.split(separator: "-", omittingEmptySubsequences: false).reduce(into: "") { text, part in
            let isNumber = text.last?.isNumber ?? false && part.first?.isNumber ?? false
            text += text.isEmpty ? String(part) : (isNumber ? "-" : " ") + part
        }
        let words = parted.split { $0 == "_" || $0 == " " }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    // MARK: Names

    private mutating func namePages() {
        var names = PageNames(importer.request, importer.place)
        let ids = Set(pages.map(\.id))
        for page in pages { names.reserve(key: importer.place.key("page", page.id)) }
        for (number, page) in pages.enumerated() {
            var parts = page.id.split(separator: ":").map { String($0).replacing("_", with: " ") }
            // The start page of a namespace stands where the namespace is, unless another page does.
            if parts.last == "start", parts.count > 1, !ids.contains(DokuWikiID.namespace(of: page.id)) {
                parts.removeLast()
            }
            pages[number].path = names.path(
                key: importer.place.key("page", page.id), folders: Array(parts.dropLast()),
                title: parts.last ?? page.id,
                id: page.id, wanted: importer.request.corrections.page(of: "page/\(page.id)"))
        }
    }

    private func nameFiles() -> [DokuWikiFile] {
        var names = PageNames(importer.request, DokuWikiConverter.place(importer, isUnknown: isUnknown))
        let found = files("media")
        for file in found { names.reserve(key: importer.place.key("file", file)) }
        return found.map { file in
            let parts = SitePath.percentDecode(file).split(separator: "/").map(String.init)
            let id = parts.joined(separator: ":")
            let isRestricted = rights.isRestricted(id)
            let path = names.filePath(
                key: importer.place.key("file", file), folders: parts.dropLast(), name: parts.last ?? file, id: file,
                isRestricted: isRestricted)
            let source = importer.data + "/media/" + file
            return DokuWikiFile(
                id: id, source: source, path: path, isRestricted: isRestricted,
                danger: AttachmentSafety.danger(of: source, named: path))
        }
    }

    private mutating func countRest() {
        findings.settle(
            "older versions", .skipped(rule: "only the latest version is kept"),
            files("attic").count)
        let discussions = files("meta").count { $0.hasSuffix(".comments") }
        findings.settle("discussions", .skipped(rule: "comments of the discussion plugin are not read"), discussions)
        findings.settle(
            "older files", .skipped(rule: "only the latest version is kept"),
            files("media_attic").count)
    }
}

/// `conf/acl.auth.php`: who may read what. https://www.dokuwiki.org/acl
struct DokuWikiRights: Sendable {
    /// The pattern, and the best right that everybody or every account has.
    private var rules: [String: Int] = [:]

    /// `namespace:*  @ALL  8`; the separators are tabs or spaces.
    mutating func add(_ line: Substring) {
        let parts = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard parts.count == 3, let right = Int(parts[2]) else { return }
        let who = SitePath.percentDecode(String(parts[1])).lowercased()
        let isOpen = who == "@all" || who == "@user"
        rules[String(parts[0]), default: 0] = max(rules[String(parts[0]), default: 0], isOpen ? right : 0)
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether only some accounts may read the page. Without rules the wiki is open, as DokuWiki itself has it.
    func isRestricted(_ id: String) -> Bool {
        guard !rules.isEmpty else { return false }
        if let right = rules[id] { return right < 1 }
        var namespace = DokuWikiID.namespace(of: id)
        while !namespace.isEmpty {
            if let right = rules[namespace + ":*"] { return right < 1 }
            namespace = DokuWikiID.namespace(of: namespace)
        }
        return rules["*"].map { $0 < 1 } ?? true
    }
}
