/// Turns wiki markup, in which Confluence 3 and older kept texts, into the storage format of later versions.
///
/// https://confluence.atlassian.com/doc/confluence-wiki-markup-251003035.html
struct ConfluenceMarkup {
    /// Macros and what else is no markup inside; the text has `\u{1}number\u{2}` in their place.
    private var kept: [(storage: String, isBlock: Bool)] = []
    private static let open: Character = "\u{1}"
    private static let close: Character = "\u{2}"
    private static let maximumDepth = 20

    /// The storage format of a text.
    static func storage(_ text: [UInt8]) -> [UInt8] {
        var markup = ConfluenceMarkup()
        let clean = text.filter { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A }
        return Array(markup.blocks(clean.string, depth: 0).utf8)
    }

    private mutating func keep(_ storage: String, isBlock: Bool = false) -> String {
        kept.append((storage, isBlock))
        return "\(Self.open)\(kept.count - 1)\(Self.close)"
    }

    // MARK: Macros

    /// Their text is no markup.
    private static let plain: Set<String> = [
        "code", "noformat", "html", "latex", "mathblock", "plantuml", "style", "markdown", "sql", "graphviz", "csv",
    ]
    /// They never have an end.
    private static let single: Set<String> = [
        "anchor", "include", "excerpt-include", "children", "pagetree", "attachments", "gallery", "jira", "jiraissues",
        "status",
        "widget", "viewpdf", "viewdoc", "viewxls", "viewppt", "view-file", "img", "profile", "profile-picture",
        "drawio",
        "gliffy", "br", "nl", "lt", "gt", "mention", "table-of-contents",
    ]

    /// Takes macros, escapes and typewriter text out of `source`.
    private mutating func extract(_ source: String, depth: Int) -> String {
        let text = Array(source)
        var out = ""
        var index = 0
        // Ends that were looked for in vain.
        var unclosed: Set<String> = []
        while index < text.count {
            let character = text[index]
            if character == "\\", index + 1 < text.count {
                if text[index + 1] == "\\" {
                    out += keep("<br/>")
                    index += 2
                } else if "{}[]*_-+^~|!?#(\\".contains(text[index + 1]) {
                    out += keep(ByteText.escaped(String(text[index + 1])))
                    index += 2
                } else {
                    out.append(character)
                    index += 1
                }
                continue
            }
            guard character == "{", depth < Self.maximumDepth else {
                out.append(character)
                index += 1
                continue
            }
            if index + 1 < text.count, text[index + 1] == "{", !unclosed.contains("{{") {
                if let end = Self.find("}}", in: text, from: index + 2), !text[(index + 2)..<end].contains("\n") {
                    let inner = inline(extract(String(text[(index + 2)..<end]), depth: depth + 1), depth: 4)
                    out += keep("<code>\(restore(inner))</code>")
                    index = end + 2
                    continue
                }
                unclosed.insert("{{")
            }
            guard let tag = Tag(text, at: index) else {
                out.append(character)
                index += 1
                continue
            }
            index = tag.end
            out += macro(tag, text, &index, &unclosed, depth: depth)
        }
        return out
    }

    private mutating func macro(
        _ tag: Tag, _ text: [Character], _ index: inout Int, _ unclosed: inout Set<String>, depth: Int
    ) -> String {
        if tag.name == "color" || tag.name == "span" { return "" }
        if tag.name == "br" || tag.name == "nl" { return keep("<br/>") }
        let isSingle = Self.single.contains(tag.name) || ConfluenceMacros.dynamic.contains(tag.name)
        let ending = Array("{\(tag.written)}")
        let end =
            isSingle || unclosed.contains(tag.name) || unclosed.count > 200
            ? nil : Self.find(ending, in: text, from: tag.end)
        if end == nil {
            unclosed.insert(tag.name)
            // Words in braces that no macro is called by, such as `{id}` in an address, are somebody's text.
            if !isSingle, tag.parameters.isEmpty, !ConfluenceMacros.isKnown(tag.name) {
                return keep("{\(ByteText.escaped(tag.written))}")
            }
        }
        var storage = "<ac:macro ac:name=\"\(ByteText.escaped(tag.name))\">" + tag.parameters
        var isBlock = !ConfluenceMacros.inline.contains(tag.name)
        if let end {
            let inner = String(text[tag.end..<end])
            index = end + ending.count
            if Self.plain.contains(tag.name) {
                // A section within a section cannot hold its own end.
                storage += "<ac:plain-text-body>\(ByteText.escaped(Self.trimmed(inner)))</ac:plain-text-body>"
            } else {
                storage += "<ac:rich-text-body>\(blocks(inner, depth: depth + 1))</ac:rich-text-body>"
            }
        } else if !isSingle, !ConfluenceMacros.block.contains(tag.name) {
            isBlock = ConfluenceMacros.frames.contains(tag.name)
        }
        return keep(storage + "</ac:macro>", isBlock: isBlock)
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first == "\n" { text = text.dropFirst() }
        while text.last?.isWhitespace ?? false { text = text.dropLast() }
        return String(text)
    }

    static func find(_ mark: String, in text: [Character], from start: Int) -> Int? {
        find(Array(mark), in: text, from: start)
    }

    static func find(_ mark: [Character], in text: [Character], from start: Int) -> Int? {
        guard let first = mark.first, text.count >= mark.count else { return nil }
        var index = start
        while index + mark.count <= text.count {
            if text[index] == first, text[index..<(index + mark.count)].elementsEqual(mark) { return index }
            index += 1
        }
        return nil
    }

    /// `{name:value|key=value}`
    private struct Tag {
        let written: String
        let name: String
        /// As elements.
        let parameters: String
        let end: Int

        init?(_ text: [Character], at start: Int) {
            var index = start + 1
            while index < text.count, index - start < 40,
                text[index].isLetter || text[index].isNumber || "-_".contains(text[index])
            {
                index += 1
            }
            guard index > start + 1, text[start + 1].isLetter, index < text.count,
                text[index] == "}" || text[index] == ":"
            else {
                return nil
            }
            written = String(text[(start + 1)..<index])
            name = written.lowercased()
            guard let close = text[index..<min(text.count, index + 2000)].firstIndex(of: "}"),
                !text[index..<close].contains("\n")
            else { return nil }
            end = close + 1
            var parameters = ""
            for part in String(text[index..<close]).dropFirst().split(separator: "|") {
                let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let isNamed =
                    sides.count == 2 && !sides[0].isEmpty
                    && sides[0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
                let key = isNamed ? String(sides[0]) : ""
                let value = isNamed ? String(sides[1]) : String(part)
                let isPage =
                    ["include", "excerpt-include"].contains(name) && key.isEmpty || key == "page" || key == "root"
                let inner =
                    isPage && !value.hasPrefix("@")
                    ? "<ac:link>\(ConfluenceMarkup.page(value))</ac:link>" : ByteText.escaped(value)
                parameters += "<ac:parameter ac:name=\"\(ByteText.escaped(key))\">\(inner)</ac:parameter>"
            }
            self.parameters = parameters
        }
    }

    /// `SPACE:Title` or `Title`.
    static func page(_ name: String) -> String {
        let sides = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isKeyed = sides.count == 2 && !sides[0].isEmpty && !sides[0].contains(" ")
        let title = isKeyed ? sides[1] : name
        let key = isKeyed ? " ri:space-key=\"\(ByteText.escaped(sides[0]))\"" : ""
        if isKeyed, title.isEmpty { return "<ri:space\(key)/>" }
        return "<ri:page\(key) ri:content-title=\"\(ByteText.escaped(title))\"/>"
    }

    func restore(_ text: String) -> String {
        guard text.contains(Self.open) else { return text }
        var out = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: Self.open), let end = rest[start...].firstIndex(of: Self.close) {
            out += rest[..<start]
            if let number = Int(rest[rest.index(after: start)..<end]), kept.indices.contains(number) {
                out += kept[number].storage
            }
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }

    // MARK: Blocks

    private mutating func blocks(_ source: String, depth: Int) -> String {
        let text = extract(source, depth: depth)
        var out = ""
        var paragraph: [String] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        func flush(_ markup: inout ConfluenceMarkup) {
            if !paragraph.isEmpty {
                out += "<p>" + paragraph.map { markup.inline($0, depth: 0) }.joined(separator: "<br/>") + "</p>\n"
            }
            paragraph = []
        }
        while let raw = lines.popFirst() {
            let line = raw.trimmedLine
            if line.isEmpty {
                flush(&self)
            } else if let (level, heading) = Self.heading(line) {
                flush(&self)
                // An editor's leftover, which shows nothing.
                if heading.isEmpty { continue }
                out += "<h\(level)>\(inline(heading, depth: 0))</h\(level)>\n"
            } else if line.hasPrefix("bq. ") {
                flush(&self)
                out += "<blockquote><p>\(inline(String(line.dropFirst(4)), depth: 0))</p></blockquote>\n"
            } else if line.count >= 4, line.allSatisfy({ $0 == "-" }) {
                flush(&self)
                out += "<hr/>\n"
            } else if line.hasPrefix("|") {
                flush(&self)
                lines.insert(raw, at: lines.startIndex)
                out += table(&lines)
            } else if Self.item(line) != nil {
                flush(&self)
                lines.insert(raw, at: lines.startIndex)
                out += list(&lines)
            } else if isBlock(line) {
                flush(&self)
                out += line
            } else {
                paragraph.append(line)
            }
        }
        flush(&self)
        return restore(out)
    }

    /// Whether a line is nothing but a macro with blocks in it.
    private func isBlock(_ line: String) -> Bool {
        guard line.first == Self.open, line.last == Self.close, line.dropFirst().firstIndex(of: Self.open) == nil,
            let number = Int(line.dropFirst().dropLast())
        else { return false }
        return kept.indices.contains(number) && kept[number].isBlock
    }

    private static func heading(_ line: String) -> (Int, String)? {
        guard line.first == "h", line.count >= 3, let level = line.dropFirst().first?.wholeNumberValue,
            (1...6).contains(level),
            line.dropFirst(2).first == "."
        else { return nil }
        return (level, String(line.dropFirst(3)).trimmedLine)
    }

    /// `*`, `#`, `-` or a mix of them, and a space.
    private static func item(_ line: String) -> (marks: [Character], text: String)? {
        let marks = Array(line.prefix { "*#-".contains($0) })
        let rest = line.dropFirst(marks.count)
        guard !marks.isEmpty, marks.count < 10, rest.first == " " || rest.first == "\t",
            !rest.allSatisfy(\.isWhitespace),
            !(marks.count > 1 && marks.allSatisfy { $0 == "-" })
        else { return nil }
        return (marks, String(rest).trimmedLine)
    }

    private mutating func list(_ lines: inout ArraySlice<String>) -> String {
        var out = ""
        var open: [Character] = []
        func tag(_ mark: Character) -> String { mark == "#" ? "ol" : "ul" }
        while let raw = lines.first {
            let line = raw.trimmedLine
            guard let (marks, text) = Self.item(line) else {
                // Text right below belongs to the item.
                if line.isEmpty || Self.heading(line) != nil || line.hasPrefix("|") || isBlock(line)
                    || line.hasPrefix("bq. ")
                {
                    break
                }
                out += "<br/>" + inline(line, depth: 0)
                lines.removeFirst()
                continue
            }
            lines.removeFirst()
            var common = 0
            while common < open.count, common < marks.count, tag(open[common]) == tag(marks[common]) { common += 1 }
            while open.count > common { out += "</li></\(tag(open.removeLast()))>" }
            if open.count == marks.count { out += "</li><li>" }
            while open.count < marks.count {
                open.append(marks[open.count])
                out += "<\(tag(open[open.count - 1]))><li>"
            }
            out += inline(text, depth: 0)
        }
        while let mark = open.popLast() { out += "</li></\(tag(mark))>" }
        return out + "\n"
    }

    private mutating func table(_ lines: inout ArraySlice<String>) -> String {
        var out = "<table><tbody>"
        while let raw = lines.first, raw.trimmedLine.hasPrefix("|") {
            var row = raw.trimmedLine
            lines.removeFirst()
            // A cell may go on over lines, and over an empty one when the row ends below it.
            while !row.hasSuffix("|"), let next = lines.first?.trimmedLine, !next.hasPrefix("|") {
                if next.isEmpty, !Self.endsRow(lines.dropFirst().first) { break }
                row += "\n" + next
                lines.removeFirst()
            }
            out += "<tr>"
            for (isHeader, cell) in Self.cells(row) {
                let name = isHeader ? "th" : "td"
                let parts = cell.split(separator: "\n").map { inline(String($0).trimmedLine, depth: 0) }
                out += "<\(name)>\(parts.joined(separator: "<br/>"))</\(name)>"
            }
            out += "</tr>"
        }
        return out + "</tbody></table>\n"
    }

    private static func endsRow(_ line: String?) -> Bool {
        guard let line = line?.trimmedLine else { return false }
        return line.hasSuffix("|") && !line.hasPrefix("|")
    }

    /// Bars inside links and pictures divide nothing.
    private static func cells(_ row: String) -> [(isHeader: Bool, text: String)] {
        var cells: [(Bool, String)] = []
        var isHeader = false
        var text: String?
        var isLink = false
        let characters = Array(row)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character == "[" { isLink = characters[index...].prefix(400).contains("]") }
            if character == "]" { isLink = false }
            if character == "|", !isLink {
                if let done = text { cells.append((isHeader, done)) }
                isHeader = index + 1 < characters.count && characters[index + 1] == "|"
                index += isHeader ? 2 : 1
                text = ""
                continue
            }
            text?.append(character)
            index += 1
        }
        if let rest = text, !rest.allSatisfy(\.isWhitespace) { cells.append((isHeader, rest)) }
        return cells
    }
}

extension String {
    /// Without white space at both ends.
    var trimmedLine: String {
        var text = Substring(self)
        while text.first?.isWhitespace ?? false { text = text.dropFirst() }
        while text.last?.isWhitespace ?? false { text = text.dropLast() }
        return String(text)
    }
}
