/// What the text of a page may ask of the wiki that it stands in.
protocol DokuWikiSite {
    /// Where `[[id#section]]` leads; nil when there is no such page. `id` is clean and whole.
    func address(ofPage id: String, fragment: String) -> String?
    /// The page's title, for links that name only the start page of a namespace.
    func title(ofPage id: String) -> String?
    func address(ofMedia id: String) -> String?
    /// Whether there is such a file, and readers of the page may not see it.
    func isClosed(media id: String) -> Bool
    /// The same for a page.
    func isClosed(page id: String) -> Bool
    func exists(_ id: String) -> Bool
    /// What `[[prefix>name]]` leads to.
    var interwiki: DokuWikiInterwiki { get }
    /// Who has this login, of those who have a page here.
    func person(_ login: String) -> (handle: String, name: String)?
}

/// DokuWiki's syntax to HTML: protected pieces first, then lines, then what stands in them.
///
/// https://www.dokuwiki.org/wiki:syntax
struct DokuWikiText {
    struct Result {
        var html: [UInt8]
        /// Words of `{{tag>…}}`.
        var tags: [String]
        /// Pages and files that are linked and not there.
        var missing: [String]
        var missingFiles: [String]
        var losses: [String]
    }

    static let marker: UInt8 = 0x7F

    let site: any DokuWikiSite
    /// The page's id, such as `groups:tsc:minutes`.
    let page: String
    var stripped: [(html: [UInt8], isBlock: Bool)] = []
    var tags: [String] = []
    var isInCell = false
    var missing: [String] = []
    var missingFiles: [String] = []
    var losses: [String] = []
    var notes: [[UInt8]] = []

    init(site: any DokuWikiSite, page: String) {
        self.site = site
        self.page = page
    }

    mutating func lose(_ name: String) {
        if losses.count < 200, !losses.contains(name) { losses.append(name) }
    }

    /// Pages whose names end in `.md` hold Markdown, for the plugins that read it.
    var isMarkdown: Bool { page.hasSuffix(".md") }

    mutating func parse(_ source: [UInt8]) -> Result {
        if isMarkdown {
            return Result(html: MarkdownSource.html(source), tags: [], missing: [], missingFiles: [], losses: [])
        }
        let text = protect(source.filter { $0 != Self.marker && $0 != 0 && $0 != 0x0D })
        var html = unstrip(blocks(text), depth: 0)
        var number = 0
        while number < notes.count {
            html += "<hearth-definition label=\"\(number + 1)\">".utf8
            html += unstrip(inline(notes[number][...], depth: 0), depth: 0) + Array("</hearth-definition>\n".utf8)
            number += 1
        }
        return Result(html: html, tags: tags, missing: missing, missingFiles: missingFiles, losses: losses)
    }

    mutating func strip(_ html: [UInt8], isBlock: Bool) -> [UInt8] {
        stripped.append((html, isBlock))
        return [Self.marker] + Array(String(stripped.count - 1).utf8) + [Self.marker]
    }

    private func unstrip(_ text: [UInt8], depth: Int) -> [UInt8] {
        guard depth < 20, text.contains(Self.marker) else { return text }
        var out: [UInt8] = []
        var index = 0
        while let open = ByteText.find(Self.marker, in: text, from: index, to: text.count),
            let close = ByteText.find(Self.marker, in: text, from: open + 1, to: text.count)
        {
            out += text[index..<open]
            if let number = Int(text[(open + 1)..<close].string), number < stripped.count {
                out += unstrip(stripped[number].html, depth: depth + 1)
            }
            index = close + 1
        }
        return out + text[index...]
    }

    // MARK: Protected pieces

    /// Code, files, `%%text%%`, footnotes and boxes become markers: nothing in them is read as syntax of the page.
    private mutating func protect(_ source: [UInt8]) -> [UInt8] {
        let outer = unclosed
        let wasInRow = isInRow
        unclosed = []
        isInRow = false
        depth += 1
        defer {
            unclosed = outer
            isInRow = wasInRow
            depth -= 1
        }
        var out: [UInt8] = []
        out.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if index == 0 || source[index - 1] == 0x0A, byte == 0x20 || byte == 0x09 {
                let end = ByteText.find(0x0A, in: source, from: index, to: source.count) ?? source.count
                if Self.isIndentedCode(source[index..<end]) {
                    out += source[index..<end]
                    index = end
                    continue
                }
            }
            if index == 0 || source[index - 1] == 0x0A { isInRow = byte == 0x7C || byte == 0x5E }
            if byte == 0x2B, index == 0 || source[index - 1] == 0x0A {
                let end = ByteText.find(0x0A, in: source, from: index, to: source.count) ?? source.count
                if let text = folded(source[index..<end]) {
                    out += text
                    index = end
                    continue
                }
            }
            if byte == 0x3C, let end = tag(source, at: index, into: &out) {
                index = end
            } else if byte == 0x25, index + 1 < source.count, source[index + 1] == 0x25,
                let end = ByteText.find("%%", in: source, from: index + 2, to: source.count)
            {
                var html: [UInt8] = []
                ByteText.escape(source[(index + 2)..<end], into: &html)
                out += strip(html, isBlock: false)
                index = end + 2
            } else if byte == 0x28, index + 1 < source.count, source[index + 1] == 0x28,
                let end = endOfNote(source, from: index + 2)
            {
                notes.append([])
                let number = notes.count
                notes[number - 1] = protect(Array(Array(source[(index + 2)..<end]).trimmed()))
                out += strip(
                    Array("<hearth-footnote label=\"\(number)\"></hearth-footnote>".utf8), isBlock: false)
                index = end + 2
            } else {
                out.append(byte)
                index += 1
            }
        }
        return out
    }

    /// `((note))`: on one paragraph, and no call of a function such as `f((x))` in code, which is protected already.
    private mutating func endOfNote(_ source: [UInt8], from start: Int) -> Int? {
        // Notes in notes are rare, and deeper ones are nobody's.
        guard !unclosed.contains("(("), depth < 4 else { return nil }
        guard let end = ByteText.find("))", in: source, from: start, to: source.count) else {
            unclosed.insert("((")
            return nil
        }
        guard end > start else { return nil }
        var last = end
        // `((see (above)))`: the note ends at the last two.
        while last + 2 < source.count, source[last + 2] == 0x29 { last += 1 }
        return ByteText.find("\n\n", in: source, from: start, to: end) == nil ? last : nil
    }

    private static let codeTags: Set<String> = [
        "code", "file", "nowiki", "html", "php", "csv", "ditaa", "graphviz", "uml", "latex", "markdown", "md",
    ]

    /// What plugins put around text: what it says stays, and whether a paragraph ends there.
    private static let frames: [String: Bool] = [
        "color": false, "fs": false, "fc": false, "fg": false, "bg": false, "ff": false, "fw": false, "font": false,
        "todo": false, "hidden": true, "folded": true, "sortable": true, "datatables": true, "columns": true,
        "column": true, "newcolumn": true, "tabs": true, "tab": true, "panel": true, "accordion": true,
        "well": true, "jumbotron": true, "lead": true, "row": true, "grid": true, "col": true, "searchtable": true,
        "fontsize": false, "fontcolor": false, "fontfamily": false, "bgcolor": false, "hi": false, "hl": false,
        "fv": false,
        "ft": false, "nf": false, "lh": false, "ls": false, "typo": false, "smallcaps": false, "blink": false,
        "tablewidth": true, "badge": false, "label": false, "spoiler": true,
    ]

    /// The frame itself goes; the title of a part that a click opens stays.
    private func frame(_ name: String, _ options: [UInt8], into out: inout [UInt8]) {
        guard Self.frames[name] == true else { return }
        out.append(0x0A)
        if ["hidden", "folded", "tab", "spoiler"].contains(name), !options.isEmpty, !options.contains(0x3D) {
            out += Array("\n**".utf8) + options + Array("**\n\n".utf8)
        }
    }

    /// `++++ Title |`, the text and `++++` of the folded plugin: at the beginning of a line.
    private mutating func folded(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard line.starts(with: "++++".utf8) else { return nil }
        let rest = Array(line.dropFirst(4).trimmed())
        let bar = rest.firstIndex(of: 0x7C)
        guard bar != nil || rest.isEmpty else { return nil }
        lose("plugin:folded")
        guard let bar else { return [0x0A] }
        return Array("\n**".utf8) + rest[..<bar].trimmed() + Array("**\n\n".utf8) + rest[(bar + 1)...].trimmed()
    }

    private mutating func tag(_ source: [UInt8], at start: Int, into out: inout [UInt8]) -> Int? {
        var index = start + 1
        let isEnd = index < source.count && source[index] == 0x2F
        if isEnd { index += 1 }
        let nameStart = index
        while index < source.count, source[index].isASCIILetter, index - nameStart < 12 { index += 1 }
        guard index > nameStart, index < source.count, [0x20, 0x09, 0x0A, 0x3A, 0x3E].contains(source[index]),
            let close = ByteText.find(0x3E, in: source, from: index, to: source.count)
        else { return nil }
        let name = String(decoding: source[nameStart..<index].map(\.asciiLower), as: UTF8.self)
        // `<fs:2em>`
        if source[index] == 0x3A, Self.frames[name] != false { return nil }
        switch name {
        case "wrap", "note", "box", "alert", "callout":
            out +=
                isEnd
                ? endBox(name)
                : openBox(
                    name, source[index..<close],
                    isInline: source[nameStart] >= 0x61 && name == "wrap")
            return close + 1
        case _ where Self.frames[name] != nil:
            if source[index..<close].contains(0x0A) { return nil }
            lose("plugin:\(name)")
            frame(name, isEnd ? [] : Array(source[index..<close].trimmed()), into: &out)
            return close + 1
        case _ where Self.codeTags.contains(name) && !isEnd:
            guard let end = endTag(name, source, from: close + 1) else { return nil }
            out += protected(name, source[index..<close], source[(close + 1)..<end.lowerBound])
            return end.upperBound
        default: return nil
        }
    }

    /// What has no end in the text that is being protected: it is looked for once.
    private var unclosed: Set<String> = []
    private var depth = 0
    /// Whether the line at hand is a row of a table, of which code is a part, however many lines it has.
    private var isInRow = false

    private mutating func endTag(_ name: String, _ source: [UInt8], from start: Int) -> Range<Int>? {
        guard !unclosed.contains(name) else { return nil }
        let wanted = Array("</\(name)>".utf8)
        var index = start
        while let open = ByteText.find("</", in: source, from: index, to: source.count) {
            if open + wanted.count <= source.count, source[open..<(open + wanted.count)].map(\.asciiLower) == wanted {
                return open..<(open + wanted.count)
            }
            index = open + 2
        }
        unclosed.insert(name)
        return nil
    }

    private mutating func protected(
        _ name: String, _ options: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>
    ) -> [UInt8] {
        if name == "nowiki" {
            var html: [UInt8] = []
            ByteText.escape(content, into: &html)
            return strip(html, isBlock: content.contains(0x0A))
        }
        var language = ""
        switch name {
        case "code", "file":
            let word = options.split { $0 <= 0x20 }.first.map { $0.string } ?? ""
            language = word == "-" || word.hasPrefix("[") ? "" : CodeLanguage.of(word)
        case "html", "php": language = name
        default:
            // Plugins that draw something from text: the text stays.
            lose("plugin:\(name)")
            language = name == "md" ? "markdown" : name
        }
        var html = Array("<pre".utf8)
        let plain = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+#-".contains($0)) }
        if !plain.isEmpty { html += Array(" class=\"lang-\(plain)\"".utf8) }
        html += ">\n".utf8
        var body = content
        while let end = body.firstIndex(of: 0x0A), body[..<end].allSatisfy({ $0 <= 0x20 }) { body = body[(end + 1)...] }
        while let last = body.last, last <= 0x20 { body = body.dropLast() }
        ByteText.escape(body, into: &html)
        html += "</pre>".utf8
        return isInRow ? strip(html, isBlock: false) : [0x0A] + strip(html, isBlock: true) + [0x0A]
    }

    // MARK: Boxes

    /// `<WRAP center round tip 60%>`: a box, of which Markdown keeps the kind; `<box red|Title>` has a title.
    private mutating func openBox(_ name: String, _ source: ArraySlice<UInt8>, isInline: Bool) -> [UInt8] {
        if isInline { return [] }
        let bar = name == "box" ? source.firstIndex(of: 0x7C) : nil
        var title = bar.map { source[($0 + 1)...].trimmed() } ?? []
        if !title.isEmpty, !title.contains(0x2A) { title = Array("**".utf8) + title + Array("**".utf8) }
        // The bootswrapper plugin: `<callout type="warning" title="Take care">`.
        let attributes = name == "alert" || name == "callout" ? WikitextSanitizer.attributes(source) : []
        if let shown = attributes.first(where: { $0.name == "title" })?.value, !shown.isEmpty {
            title = Array("**\(shown)**".utf8)[...]
        }
        let options =
            attributes.first { $0.name == "type" }?.value.lowercased()
            ?? source[..<(bar ?? source.endIndex)].string.lowercased()
        let words = Set(options.split { !$0.isLetter }.map(String.init))
        let kinds: [(Set<String>, String)] = [
            (["tip", "help", "download", "todo", "success"], "TIP"), (["important", "safety"], "IMPORTANT"),
            (["alert", "warning"], "WARNING"), (["danger", "caution"], "CAUTION"),
            (["info", "notice", "note"], "NOTE"),
        ]
        let kind =
            kinds.first { !$0.0.isDisjoint(with: words) }?.1
            ?? (["note", "alert", "callout"].contains(name) ? "NOTE" : nil)
        if kind == nil, !words.isDisjoint(with: ["column", "half", "third", "quarter", "group"]) {
            lose("layout:columns")
        }
        let html = kind.map { "<hearth-alert kind=\"\($0)\">" } ?? "<div>"
        boxes.append(kind == nil ? "</div>" : "</hearth-alert>")
        let start = [0x0A] + strip(Array(html.utf8), isBlock: true) + [0x0A]
        return title.isEmpty ? start : start + title + [0x0A, 0x0A]
    }

    /// What closes the boxes that are open.
    private var boxes: [String] = []

    private mutating func endBox(_ name: String) -> [UInt8] {
        guard let end = boxes.popLast() else { return [] }
        return [0x0A] + strip(Array(end.utf8), isBlock: true) + [0x0A]
    }
}
