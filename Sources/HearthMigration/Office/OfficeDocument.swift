import HearthModel

/// What a document of an office program holds, on the way to a page: its text as plain HTML, its pictures, and what its
/// properties say.
struct OfficeDocument {
    /// `<p>`, `<h2>`, `<ul>`, `<table>`, … without a class or style, and our own elements for footnotes and tasks.
    var html: [UInt8] = []
    /// Pictures by the names that `html` uses for them.
    var media: [String: [UInt8]] = [:]
    var properties = Properties()
    /// The text in the style "Title".
    var title: String?
    /// All headings, in order.
    var headings: [(level: Int, text: String)] = []
    /// Whether text stands above the first of them.
    var beginsWithText = false
    var losses: [String] = []

    /// A heading above all others and before all text, which is the document's title.
    var topHeading: String? {
        guard !beginsWithText, let first = headings.first,
            !headings.dropFirst().contains(where: { $0.level <= first.level })
        else {
            return nil
        }
        return first.text
    }

    struct Properties {
        var title: String?
        var author: String?
        var created: Timestamp?
        var modified: Timestamp?
        var keywords: [String] = []
        var description: String?
    }

    static let endings: Set<String> = ["docx", "docm", "dotx", "dotm", "odt", "ott"]

    static func isDocument(_ name: String) -> Bool {
        endings.contains(name.split(separator: ".").last?.lowercased() ?? "") && !name.hasPrefix("~$")
    }

    /// Reads a document of either family; what it is, its parts say.
    ///
    /// - Throws: `OfficeProblem` with a reason for people.
    static func read(_ path: String) throws(OfficeProblem) -> OfficeDocument {
        guard let archive = Archive(path: path) else { throw OfficeProblem("the file is no docx or odt") }
        do {
            return try read(archive)
        } catch let problem as XMLProblem {
            throw OfficeProblem("its text is damaged: \(problem.message)")
        } catch let problem as OfficeProblem {
            throw problem
        } catch {
            throw OfficeProblem("\(error)")
        }
    }

    private static func read(_ archive: Archive) throws -> OfficeDocument {
        let parts = try archive.members { name in
            name.hasSuffix(".xml") || name.hasSuffix(".rels") || name.contains("media/") || name.hasPrefix("Pictures/")
                || name.contains("image")
        }
        if parts["content.xml"] != nil {
            var reader = try OpenDocumentReader(parts)
            return try reader.read()
        }
        var reader = try WordReader(parts)
        return try reader.read()
    }
}

/// Why a document gives no page.
struct OfficeProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension OfficeDocument.Properties {
    /// Names that programs put in by themselves.
    private static let nobody: Set<String> = [
        "", "user", "administrator", "admin", "microsoft office user", "microsoft office-anwender", "python-docx",
        "unknown", "author", "owner", "windows user", "benutzer", "utente", "utilisateur", "usuario", "pc", "test",
        "win7",
    ]

    static func person(_ name: String?) -> String? {
        guard let name = name.map({ DirectoryPerson.trimmed($0.withoutControls) }), !nobody.contains(name.lowercased())
        else { return nil }
        return String(name.prefix(120))
    }

    /// Office programs write several authors into one field, with semicolons between them.
    static func people(_ names: String?) -> [String] {
        var found: [String] = []
        for part in (names ?? "").split(separator: ";").prefix(20) {
            if let name = person(String(part)), !name.isEmpty, !found.contains(name) { found.append(name) }
        }
        return found
    }

    /// A title that a person gave, not a program: "Microsoft Word - x.doc", "Document1".
    static func usable(_ title: String?) -> String? {
        guard let title = title.map({ DirectoryPerson.trimmed($0.withoutControls) }), title.count > 1, title.count < 200
        else { return nil }
        let plain = title.lowercased()
        let isEmpty = ["untitled", "unbenannt", "title", "titel", "word document"].contains(plain)
        let isNumbered = ["document", "dokument", "doc", "documento"].contains(
            plain.filter { !$0.isNumber && $0 != " " })
        let isFile = [".doc", ".docx", ".odt", ".dot"].contains { plain.hasSuffix($0) }
        return isEmpty || isNumbered || isFile || plain.hasPrefix("microsoft word") ? nil : title
    }
}

/// Writes the HTML of a document: running text with the least of tags, lists from levels.
struct OfficeHTML {
    struct Format: Hashable {
        var isBold = false
        var isItalic = false
        var isStruck = false
        var isRaised = false
        var isLowered = false
        var isCode = false
        /// The address of the link around it.
        var link: String?

        /// The tags that say so, outermost first.
        func tags(plain: Bool) -> [String] {
            var tags = link.map { ["a href=\"\(ByteText.escaped($0))\""] } ?? []
            if isBold, !plain { tags.append("b") }
            if isItalic, !plain { tags.append("i") }
            if isStruck { tags.append("s") }
            if isRaised { tags.append("sup") }
            if isLowered { tags.append("sub") }
            if isCode { tags.append("code") }
            return tags
        }
    }

    private(set) var bytes: [UInt8] = []
    private var runs: [(format: Format, html: [UInt8], isBlank: Bool)] = []

    // MARK: Running text

    mutating func add(text: String, _ format: Format) {
        guard !text.isEmpty else { return }
        var html: [UInt8] = []
        ByteText.escape(Array(text.utf8), into: &html)
        append(html, format, isBlank: text.allSatisfy(\.isWhitespace))
    }

    /// An element that is ready, such as `<br>`.
    mutating func add(inline html: String, _ format: Format = Format()) {
        append(Array(html.utf8), format, isBlank: html == "<br>")
    }

    private mutating func append(_ html: [UInt8], _ format: Format, isBlank: Bool) {
        if let last = runs.indices.last, runs[last].format == format, runs[last].isBlank == isBlank {
            runs[last].html += html
        } else {
            runs.append((format, html, isBlank))
        }
    }

    var hasText: Bool { runs.contains { !$0.isBlank } }
    var isEmpty: Bool { runs.isEmpty }

    /// The running text that was added, taken out. With `plain`, nothing is bold or italic: headings say enough; with
    /// `asCode` there are no marks at all.
    mutating func takeRuns(plain: Bool = false, asCode: Bool = false) -> [UInt8] {
        let marks = runs.indices.map { index -> [String] in
            if asCode { return [] }
            // White space between words of one look has that look.
            guard runs[index].isBlank else { return runs[index].format.tags(plain: plain) }
            guard index > 0, index + 1 < runs.count else { return [] }
            let next = runs[index + 1].format.tags(plain: plain)
            return runs[index - 1].format.tags(plain: plain).filter { next.contains($0) }
        }
        var out: [UInt8] = []
        var open: [String] = []
        func close(to count: Int) {
            while open.count > count, let tag = open.popLast() {
                out += "</\(tag.prefix { $0 != " " })>".utf8
            }
        }
        for (index, run) in runs.enumerated() {
            close(to: open.firstIndex { !marks[index].contains($0) } ?? open.count)
            // What reaches furthest goes around the others, so that nothing is closed only to be opened again.
            func reach(_ tag: String) -> Int { marks[index...].prefix { $0.contains(tag) }.count }
            let new = marks[index].filter { !open.contains($0) }
                .map { (tag: $0, reach: reach($0)) }.enumerated()
                .sorted { ($1.element.reach, $0.offset) < ($0.element.reach, $1.offset) }.map(\.element.tag)
            for tag in new {
                out += "<\(tag)>".utf8
                open.append(tag)
            }
            out += run.html
        }
        close(to: 0)
        runs = []
        return out
    }

    /// Whether a word would run into the text that follows.
    var endsInWord: Bool { runs.last.map { !$0.isBlank && ($0.html.last ?? 0x20) > 0x20 } ?? false }

    // MARK: Blocks

    mutating func add(block html: some Sequence<UInt8>) { bytes += html }

    mutating func add(block html: String) { bytes += html.utf8 }
}

/// Blocks in the order of the document: nests list items by their levels, and joins lines of code and quotes.
struct OfficeBlocks {
    private struct OpenList {
        var level: Int
        var isOrdered: Bool
        var last: Int
    }

    private enum Open {
        case nothing, code, codeOfItem, quote, terms
    }

    private(set) var bytes: [UInt8] = []
    private var lists: [OpenList] = []
    private var open = Open.nothing

    var isInList: Bool { !lists.isEmpty }

    /// Whether anything but tags has been added.
    var holdsText: Bool {
        var inTag = false
        return bytes.contains { byte in
            if byte == 0x3C {
                inTag = true
            } else if byte == 0x3E {
                inTag = false
            } else {
                return !inTag && byte > 0x20
            }
            return false
        }
    }

    mutating func add(_ html: some Sequence<UInt8>) {
        closeAll()
        bytes += html
    }

    mutating func add(paragraph html: [UInt8]) { add(Array("<p>".utf8) + html + Array("</p>".utf8)) }

    /// An item at a level (0 is the outermost); `number` is nil for bullets.
    mutating func add(item html: [UInt8], level: Int, number: Int?) {
        close()
        while let top = lists.last, top.level > level { closeList() }
        if let top = lists.last, top.level == level {
            let goesOn = number.map { $0 == top.last + 1 } ?? true
            if top.isOrdered == (number != nil), goesOn {
                bytes += "</li><li>".utf8
                lists[lists.count - 1].last = number ?? 0
                bytes += html
                return
            }
            closeList()
        }
        bytes += (number.map { "<ol start=\"\($0)\">" } ?? "<ul>").utf8
        bytes += "<li>".utf8
        lists.append(OpenList(level: level, isOrdered: number != nil, last: number ?? 0))
        bytes += html
    }

    /// A paragraph that belongs to the open item.
    mutating func add(toItem html: [UInt8]) {
        close()
        bytes += html
    }

    /// A line of code; lines that follow each other are one block. `isInItem` is for the open item of a list.
    mutating func add(codeLine text: [UInt8], isInItem: Bool = false) {
        let kind: Open = isInItem ? .codeOfItem : .code
        if open == kind {
            bytes.append(0x0A)
        } else {
            if isInItem { close() } else { closeAll() }
            // A line feed right behind the tag is none to HTML.
            bytes += "<pre>\n".utf8
            open = kind
        }
        bytes += text
    }

    mutating func add(quoted html: [UInt8]) {
        if open != .quote {
            closeAll()
            bytes += "<blockquote>".utf8
            open = .quote
        }
        bytes += "<p>".utf8
        bytes += html
        bytes += "</p>".utf8
    }

    mutating func add(term html: [UInt8], isDefinition: Bool) {
        if open != .terms {
            closeAll()
            bytes += "<dl>".utf8
            open = .terms
        }
        bytes += (isDefinition ? "<dd>" : "<dt>").utf8
        bytes += html
        bytes += (isDefinition ? "</dd>" : "</dt>").utf8
    }

    private mutating func close() {
        switch open {
        case .nothing: return
        case .code, .codeOfItem: bytes += "</pre>".utf8
        case .quote: bytes += "</blockquote>".utf8
        case .terms: bytes += "</dl>".utf8
        }
        open = .nothing
    }

    private mutating func closeList() {
        guard let list = lists.popLast() else { return }
        bytes += (list.isOrdered ? "</li></ol>" : "</li></ul>").utf8
    }

    mutating func closeAll() {
        close()
        while !lists.isEmpty { closeList() }
    }
}

/// Addresses of places inside a document: the heading that stands for a bookmark.
struct OfficeAnchors {
    /// By bookmark: the heading as old links would call it (`Setup_2`), empty for the top of the page.
    private var fragments: [String: String] = [:]
    private var counts: [String: Int] = [:]
    private var current = ""
    private var waiting: [String] = []

    /// A bookmark in running text belongs to the heading above it.
    mutating func add(bookmark name: String) {
        if fragments[name] == nil { fragments[name] = current }
    }

    mutating func add(heading text: String, bookmarks: [String]) {
        let text = DirectoryPerson.trimmed(text)
        guard !text.isEmpty else { return }
        let count = (counts[text] ?? 0) + 1
        counts[text] = count
        current = count == 1 ? text : text + "_\(count)"
        for name in bookmarks where fragments[name] == nil { fragments[name] = current }
    }

    /// Nil for a place that is not there, or is the top.
    func address(_ bookmark: String) -> String? {
        fragments[bookmark].flatMap { $0.isEmpty ? nil : "#" + SitePath.percentEncode($0) }
    }
}
