import HearthModel

/// Turns the lines of a plain text mail into a Markdown tree: paragraphs, lists, code, quotes.
struct MailMarkdown {
    /// How wide the writers' programs made their lines, by depth of quotes; breaks that this explains are none.
    private let widths: [Int: Int]

    private static let depthLimit = 12

    init(_ lines: [MailLine]) {
        widths = Dictionary(
            lines.filter { $0.text.count <= 80 && !$0.text.contains("://") }.map { ($0.depth, $0.text.count) },
            uniquingKeysWith: max)
    }

    static func blocks(_ lines: [MailLine]) -> [MarkdownBlock] { MailMarkdown(lines).blocks(lines[...], depth: 0) }

    private func blocks(_ lines: ArraySlice<MailLine>, depth: Int) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var index = lines.startIndex
        while index < lines.endIndex {
            let isQuote = lines[index].depth > depth && depth < Self.depthLimit
            var end = index
            while end < lines.endIndex, (lines[end].depth > depth && depth < Self.depthLimit) == isQuote { end += 1 }
            if isQuote {
                let inner = blocks(lines[index..<end], depth: depth + 1)
                if !inner.isEmpty { result.append(.quote(inner)) }
            } else {
                result += own(lines[index..<end].map(\.text), width: widths[depth] ?? 0)
            }
            index = end
        }
        return result
    }

    /// The blocks of lines of one depth.
    func own(_ lines: [String], width: Int, nesting: Int = 0) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var index = 0
        while index < lines.count {
            if Self.isBlank(lines[index]) {
                index += 1
                continue
            }
            if let end = Self.endOfCode(lines, from: index) {
                if lines[index..<end].allSatisfy({ Self.isBlank($0) || MailInline.isAddress($0) }) {
                    result += Self.addresses(lines[index..<end])
                    index = end
                    continue
                }
                result.append(.code(language: "", Self.unindented(lines[index..<end])))
                index = end
                continue
            }
            var end = index
            while end < lines.count, !Self.isBlank(lines[end]) { end += 1 }
            if let listing = MailListing.found(in: lines, index..<end) {
                if listing.lowerBound > index {
                    result += own(Array(lines[index..<listing.lowerBound]), width: width, nesting: nesting)
                }
                result.append(.code(language: "", lines[listing].joined(separator: "\n") + "\n"))
                index = listing.upperBound
                continue
            }
            if let list = list(lines, from: index, width, nesting: nesting) {
                result.append(.list(list.list))
                index = list.end
                continue
            }
            // A list may begin right below the sentence that announces it.
            if let item = ((index + 1)..<max(end, index + 1)).first(where: { Self.marker(lines[$0]) != nil }),
                let list = list(lines, from: item, width, nesting: nesting), list.list.items.count > 1
            {
                end = item
            }
            result += paragraph(lines[index..<end], width)
            index = end
        }
        return Self.joined(result)
    }

    static func isBlank(_ line: String) -> Bool { line.allSatisfy { $0.isWhitespace } }

    static func indent(_ line: String) -> Int {
        var width = 0
        for character in line {
            if character == " " { width += 1 } else if character == "\t" { width += 8 - width % 8 } else { break }
        }
        return width
    }

    // MARK: Code

    /// Lines that are set in by four or more, of which no list and no quote begins, and tables drawn with spaces.
    private static func endOfCode(_ lines: [String], from start: Int) -> Int? {
        var end = start
        var last = start
        if indent(lines[start]) >= 4, marker(lines[start]) == nil {
            while end < lines.count, isBlank(lines[end]) || indent(lines[end]) >= 4 {
                end += 1
                if !isBlank(lines[end - 1]) { last = end }
            }
            // One line set in is how people begin a paragraph; below it stands the rest.
            return last == start + 1 && last < lines.count && !isBlank(lines[last]) ? nil : last
        }
        while end < lines.count, !isBlank(lines[end]) { end += 1 }
        let block = lines[start..<end]
        let drawn = block.count { isDrawn($0) }
        if block.count > 1, drawn * 3 >= block.count * 2, drawn > 1 { return end }
        let statements = block.count { isStatement($0) }
        return block.count > 2 && statements * 5 >= block.count * 3 ? end : nil
    }

    /// What programs are made of, and sentences are not.
    private static func isStatement(_ line: String) -> Bool {
        let text = line.drop { $0.isWhitespace }
        guard text.count <= 100, let first = text.first, let last = text.last(where: { !$0.isWhitespace }) else {
            return false
        }
        if "#$%{}@".contains(first) || "{};\\".contains(last) { return true }
        let starts = [
            "import ", "from ", "def ", "print", "return", "if (", "for (", "while ", "else:", "try:", "except",
            "class ",
            "include", "//", "/*", "->", "if ", "for ",
        ]
        if starts.contains(where: { text.hasPrefix($0) }),
            "):'\"]".contains(last) || text.contains("import") || text == "print"
        {
            return true
        }
        if text.contains(" = ") || text.contains("==") || text.contains("] =") || text.contains("]=") { return true }
        // `name(…)` up to the end.
        return last == ")"
            && (text.firstIndex(of: "(").map {
                text[..<$0].allSatisfy { $0.isLetter || $0.isNumber || "._".contains($0) } && $0 > text.startIndex
            } ?? false)
    }

    /// A program with empty lines in it is one program.
    private static func joined(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for block in blocks {
            if case .code("", let next) = block, case .code("", let before)? = result.last {
                result[result.count - 1] = .code(language: "", before + "\n" + next)
            } else {
                result.append(block)
            }
        }
        return result
    }

    /// Columns with wide gaps, or lines of marks.
    private static func isDrawn(_ line: String) -> Bool {
        let text = line.drop { $0.isWhitespace }
        if text.contains("   ") || text.dropFirst().contains("\t") { return true }
        return text.count > 3 && text.first == "|" && text.last == "|" || text.hasPrefix("+--")
    }

    private static func unindented(_ lines: ArraySlice<String>) -> String {
        let lines = lines.map { line in
            guard line.contains("\t") else { return line }
            let width = indent(line)
            return String(repeating: " ", count: width) + line.drop { $0 == " " || $0 == "\t" }
        }
        let least = lines.filter { !isBlank($0) }.map { indent($0) }.min() ?? 0
        return lines.map { String($0.dropFirst(min(least, indent($0)))) }.joined(separator: "\n") + "\n"
    }

    // MARK: Paragraphs

    /// Lines with nothing but addresses, set in so that they stand out: each keeps its line.
    private static func addresses(_ lines: ArraySlice<String>) -> [MarkdownBlock] {
        lines.split(whereSeparator: isBlank).map { lines in
            .paragraph(
                Array(
                    lines.map { MailInline.parse($0.drop { $0.isWhitespace }.description) }
                        .joined(separator: [.lineBreak])))
        }
    }

    private func paragraph(_ lines: ArraySlice<String>, _ width: Int) -> [MarkdownBlock] {
        let lines = lines.map { $0.drop { $0.isWhitespace }.description }
        var result: [MarkdownBlock] = []
        for part in lines.split(whereSeparator: Self.isBar) { result.append(.paragraph(inlines(part, width))) }
        if let last = lines.last, Self.isBar(last), lines.count == 1 { result = [.rule] }
        return result
    }

    /// A bar stands alone or below a heading.
    private static func isBar(_ line: String) -> Bool {
        line == "--"
            || line.count > ("-_=".contains(line.first ?? " ") ? 2 : 3) && Set(line).count == 1
                && "-_=*~#+".contains(line.first ?? " ")
    }

    func inlines(_ lines: ArraySlice<String>, _ width: Int) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        let lines = lines.filter { !Self.isBar($0) }[...]
        for (number, line) in lines.enumerated() {
            if number > 0 {
                let before = lines[lines.startIndex + number - 1]
                result.append(isBreak(between: before, and: line, width) ? .lineBreak : .text(" "))
            }
            result += MailInline.parse(line)
        }
        return result
    }

    /// Whether the writer meant the end of the line: the next word would have had room.
    private func isBreak(between line: String, and next: String, _ width: Int) -> Bool {
        // The items of a list.
        if width == 0 { return false }
        // `Sent: Monday` below `From: Jo`.
        let first = next.prefix { !$0.isWhitespace }
        if first.count < 14, first.last == ":", first.first?.isUppercase ?? false, line.contains(": ") { return true }
        let word = next.prefix { !$0.isWhitespace }.count
        return line.count + 1 + word <= min(width, 80) - 8 || line.count > 100 || width < 30
    }
}

/// Marks that people type into plain text: `*important*`, `_title_`, addresses in angle brackets.
enum MailInline {
    static func parse(_ text: String) -> [MarkdownInline] {
        let bytes = Array(text.utf8)
        var result: [MarkdownInline] = []
        var start = 0
        var index = 0
        func flush(_ end: Int) { if start < end { result.append(.text(bytes[start..<end].string)) } }
        while index < bytes.count {
            switch bytes[index] {
            case 0x3C:
                if let end = mailAddress(bytes, index) {
                    flush(index)
                    index = end + 1
                    start = index
                    continue
                }
                if let end = bracketedAddress(bytes, index) {
                    flush(index)
                    // `www.corp.example<http://www.corp.example/>`
                    if index > start, bytes[index - 1] > 0x20, bytes[index - 1] != 0x28 { result.append(.text(" ")) }
                    let address = bytes[(index + 1)..<end].string
                    result.append(.link(destination: address, title: "", [.text(address)]))
                    index = end + 1
                    start = index
                    continue
                }
            case 0x68, 0x48:
                // An address as a whole: no mark inside of it means anything.
                if ByteText.has("http", in: bytes, at: index, to: bytes.count) {
                    while index < bytes.count, bytes[index] > 0x20, bytes[index] != 0x3C { index += 1 }
                    continue
                }
            case 0x2A, 0x5F:
                var rest = index
                while rest < bytes.count, bytes[rest] == bytes[index] { rest += 1 }
                if rest - index > 4 {
                    // A bar at the end of a line.
                    flush(index)
                    index = rest
                    start = rest
                    continue
                }
                if let end = closing(bytes, index) {
                    flush(index)
                    let inner: [MarkdownInline] = [.text(bytes[(index + 1)..<end].string)]
                    result.append(bytes[index] == 0x2A ? .strong(inner) : .emphasis(inner))
                    index = end + 1
                    start = index
                    continue
                }
            default: break
            }
            index += 1
        }
        flush(bytes.count)
        return result
    }

    /// Whether a line is an address of the web or of a mailbox, in angle brackets or not, and nothing else.
    static func isAddress(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        var text = bytes[...].trimmed()
        if text.count > 2, text.first == 0x3C, text.last == 0x3E { text = text.dropFirst().dropLast() }
        if InlineWriter.isWebAddress(text.string) { return true }
        if ByteText.has("mailto:", in: bytes, at: text.startIndex, to: text.endIndex) { text = text.dropFirst(7) }
        let found = AddressVeil.addresses(in: Array(text))
        return found.first?.range == 0..<text.count && found.first?.isSpelledOut == false
    }

    /// The `>` of `<mailto:jo@corp.example>`, which Outlook puts behind the address.
    private static func mailAddress(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard ByteText.has("mailto:", in: bytes, at: start + 1, to: bytes.count),
            let end = bytes[start..<min(start + 300, bytes.count)].firstIndex(of: 0x3E)
        else { return nil }
        let hasText = start > 0 && bytes[start - 1] > 0x20
        return hasText ? end : nil
    }

    /// The `>` of `<https://…>`.
    private static func bracketedAddress(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard
            ByteText.has("http://", in: bytes, at: start + 1, to: bytes.count)
                || ByteText.has("https://", in: bytes, at: start + 1, to: bytes.count),
            let end = bytes[start..<min(start + 2000, bytes.count)].firstIndex(of: 0x3E)
        else { return nil }
        return bytes[(start + 1)..<end].contains { $0 <= 0x20 || $0 == 0x3C } ? nil : end
    }

    private static func isWord(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 }

    private static func closing(_ bytes: [UInt8], _ start: Int) -> Int? {
        let mark = bytes[start]
        if start > 0, isWord(bytes[start - 1]) || bytes[start - 1] == mark || bytes[start - 1] == 0x5C { return nil }
        guard start + 1 < bytes.count, isWord(bytes[start + 1]) else { return nil }
        guard let end = bytes[(start + 1)..<min(start + 60, bytes.count)].firstIndex(of: mark) else { return nil }
        let after = end + 1 < bytes.count ? bytes[end + 1] : 0x20
        guard !isWord(after), after != mark, bytes[end - 1] > 0x20 else { return nil }
        // `__init__` and `glob_*_x` are names.
        let inner = bytes[(start + 1)..<end]
        return inner.contains { $0 == 0x28 || $0 == 0x2F || $0 == 0x3D || $0 == 0x60 } ? nil : end
    }
}
