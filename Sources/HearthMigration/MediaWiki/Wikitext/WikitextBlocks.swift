/// Lines to paragraphs, lists and preformatted text, as MediaWiki's `BlockLevelPass` does it.
struct WikitextBlocks {
    private var out: [UInt8] = []
    private var isTermOpen = false
    private var isInBlock = false
    private var isInPre = false
    private var isInQuote = false
    /// `p`, `pre` or nothing.
    private var paragraph = ""
    private var pending: StaticString?
    private var lastPrefix: [UInt8] = []
    private let stripped: [WikitextExpander.Stripped]

    static func convert(_ source: [UInt8], stripped: [WikitextExpander.Stripped]) -> [UInt8] {
        var blocks = WikitextBlocks(stripped: stripped)
        blocks.out.reserveCapacity(source.count + source.count / 4)
        for line in ByteText.lines(source) { blocks.add(source, line) }
        blocks.finish()
        return blocks.out
    }

    private init(stripped: [WikitextExpander.Stripped]) { self.stripped = stripped }

    private mutating func put(_ text: StaticString) {
        out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func closeParagraph() {
        switch paragraph {
        case "p": put("</p>\n")
        case "pre": put("</pre>\n")
        default: break
        }
        isInPre = false
        paragraph = ""
    }

    private mutating func add(_ source: [UInt8], _ line: Range<Int>) {
        var count = 0
        if !isInPre {
            while line.lowerBound + count < line.upperBound, Self.isListMark(source[line.lowerBound + count]) {
                count += 1
            }
        }
        // Nobody reads a list a hundred levels deep.
        let prefix = Array(source[line.lowerBound..<(line.lowerBound + count)].prefix(60))
        var text = source[(line.lowerBound + count)..<line.upperBound]
        let plain = prefix.map { $0 == 0x3B ? 0x3A : $0 }
        let facts = LineFacts(text, stripped: stripped)
        if !isInPre { isInPre = facts.opensPre && !facts.closesPre }
        if !prefix.isEmpty, plain == lastPrefix {
            nextItem(prefix[prefix.count - 1])
            pending = nil
            if prefix.last == 0x3B { definition(&text) }
        } else if !prefix.isEmpty || !lastPrefix.isEmpty {
            change(to: prefix, plain, &text)
        }
        if prefix.isEmpty {
            paragraphLine(source, text, facts)
        } else {
            out += text.trimmed()
        }
        if facts.closesPre { isInPre = false }
    }

    /// `*`, `#`, `:` or `;`
    private static func isListMark(_ byte: UInt8) -> Bool {
        byte == 0x2A || byte == 0x23 || byte == 0x3A || byte == 0x3B
    }

    private mutating func change(to prefix: [UInt8], _ plain: [UInt8], _ text: inout ArraySlice<UInt8>) {
        var common = 0
        while common < min(plain.count, lastPrefix.count), plain[common] == lastPrefix[common] { common += 1 }
        pending = nil
        var depth = lastPrefix.count
        while depth > common {
            depth -= 1
            closeList(lastPrefix[depth])
        }
        if prefix.count <= common, common > 0 { nextItem(prefix[common - 1]) }
        if isTermOpen, common > 0, prefix[common - 1] == 0x3A { nextItem(0x3A) }
        if prefix.count == common, prefix.last == 0x3B { definition(&text) }
        while common < prefix.count {
            openList(prefix[common])
            if prefix[common] == 0x3B { definition(&text) }
            common += 1
        }
        if prefix.isEmpty { out.append(0x0A) }
        lastPrefix = plain
    }

    /// `; term : definition`
    private mutating func definition(_ text: inout ArraySlice<UInt8>) {
        guard let colon = Self.colon(in: text) else { return }
        out += text[..<colon].trimmed()
        text = text[(colon + 1)...]
        nextItem(0x3A)
    }

    /// The first colon outside of tags and addresses.
    private static func colon(in text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex
        var depth = 0
        while index < text.endIndex {
            switch text[index] {
            case 0x3C:
                let isEnd = index + 1 < text.endIndex && text[index + 1] == 0x2F
                let end = text[index...].firstIndex(of: 0x3E) ?? text.endIndex - 1
                let isVoid =
                    text[(index + 1)...].starts(with: "br".utf8) || text[(index + 1)...].starts(with: "img".utf8)
                if isEnd { depth -= 1 } else if !isVoid, text[max(index, end - 1)] != 0x2F { depth += 1 }
                index = end + 1
                continue
            case 0x3A where depth <= 0: return index
            default: index += 1
            }
        }
        return nil
    }

    private mutating func openList(_ mark: UInt8) {
        closeParagraph()
        switch mark {
        case 0x2A: put("<ul><li>")
        case 0x23: put("<ol><li>")
        case 0x3A: put("<dl><dd>")
        default:
            put("<dl><dt>")
            isTermOpen = true
        }
    }

    private mutating func nextItem(_ mark: UInt8) {
        switch mark {
        case 0x2A, 0x23: put("</li>\n<li>")
        default:
            if isTermOpen { put("</dt>\n") } else { put("</dd>\n") }
            isTermOpen = mark == 0x3B
            if isTermOpen { put("<dt>") } else { put("<dd>") }
        }
    }

    private mutating func closeList(_ mark: UInt8) {
        switch mark {
        case 0x2A: put("</li></ul>")
        case 0x23: put("</li></ol>")
        default:
            if isTermOpen { put("</dt></dl>") } else { put("</dd></dl>") }
            isTermOpen = false
        }
    }

    // MARK: Paragraphs

    private mutating func paragraphLine(_ source: [UInt8], _ line: ArraySlice<UInt8>, _ facts: LineFacts) {
        var text = line
        let isBlank = text.allSatisfy { $0 <= 0x20 }
        if facts.opens || facts.closes {
            pending = nil
            let wasInPre = isInPre
            closeParagraph()
            if facts.opensPre, !facts.closesPre { isInPre = true } else if wasInPre, !facts.closesPre { isInPre = true }
            if let quote = facts.quote { isInQuote = quote }
            isInBlock = !facts.closes
        } else if !isInBlock, !isInPre {
            if text.first == 0x20, paragraph == "pre" || !isBlank, !isInQuote {
                if paragraph != "pre" {
                    pending = nil
                    closeParagraph()
                    put("<pre>")
                    paragraph = "pre"
                }
                text = text.dropFirst()
            } else if isBlank {
                blankLine()
            } else if let tags = pending {
                put(tags)
                pending = nil
                paragraph = "p"
            } else if paragraph != "p" {
                closeParagraph()
                put("<p>")
                paragraph = "p"
            }
        }
        if pending == nil {
            out += text
            out.append(0x0A)
        }
    }

    private mutating func blankLine() {
        if let tags = pending {
            put(tags)
            put("<br>")
            pending = nil
            paragraph = "p"
        } else if paragraph != "p" {
            closeParagraph()
            pending = "<p>"
        } else {
            pending = "</p><p>"
        }
    }

    private mutating func finish() {
        for mark in lastPrefix.reversed() { closeList(mark) }
        lastPrefix = []
        closeParagraph()
    }
}

/// What the tags of a line mean for the paragraphs around it.
struct LineFacts {
    /// An opening block or a closing cell: the paragraph ends, and what follows is inside a block.
    var opens = false
    /// A closing block or an opening cell: the paragraph ends, and paragraphs may begin again.
    var closes = false
    var opensPre = false
    var closesPre = false
    /// Whether the line ends inside a `<blockquote>`; nil when it says nothing about that.
    var quote: Bool?

    private enum Kind {
        case block
        case cell
        case both
        case alwaysClosing
        case other
    }

    /// What a tag is to the lines; by length first, since every tag of a page asks.
    private static func kind(_ name: ArraySlice<UInt8>) -> Kind {
        func has(_ text: StaticString) -> Bool {
            zip(name, 0...).allSatisfy { $0.asciiLower == text.utf8Start[$1] }
        }
        switch name.count {
        case 1: return has("p") ? .block : .other
        case 2:
            let (first, second) = (name[name.startIndex].asciiLower, name[name.startIndex + 1].asciiLower)
            switch (first, second) {
            case (0x68, 0x31...0x36), (0x75, 0x6C), (0x6F, 0x6C), (0x64, 0x6C): return .block
            case (0x74, 0x64), (0x74, 0x68): return .cell
            case (0x74, 0x72), (0x64, 0x74), (0x64, 0x64), (0x6C, 0x69): return .both
            case (0x68, 0x72): return .alwaysClosing
            default: return .other
            }
        case 3: return has("pre") ? .block : has("div") ? .alwaysClosing : .other
        case 5: return has("table") ? .block : has("aside") ? .alwaysClosing : .other
        case 6: return has("center") || has("figure") ? .alwaysClosing : .other
        case 7: return has("caption") ? .both : has("section") ? .alwaysClosing : .other
        case 10: return has("blockquote") ? .alwaysClosing : .other
        default: return .other
        }
    }

    init(_ line: ArraySlice<UInt8>, stripped: [WikitextExpander.Stripped]) {
        var index = line.startIndex
        while index < line.endIndex {
            index = line.withUnsafeBufferPointer { bytes in
                var next = index - line.startIndex
                while next < bytes.count, bytes[next] != 0x3C, bytes[next] != WikitextExpander.marker { next += 1 }
                return next + line.startIndex
            }
            guard index < line.endIndex else { return }
            if line[index] == WikitextExpander.marker {
                let end = line[(index + 1)...].firstIndex(of: WikitextExpander.marker) ?? line.endIndex - 1
                if let number = Int(line[(index + 1)..<max(index + 1, end)].string), number < stripped.count,
                    stripped[number].isBlock
                {
                    opens = true
                    closes = true
                }
                index = end + 1
                continue
            }
            note(line, index)
            index += 1
        }
    }

    private mutating func note(_ line: ArraySlice<UInt8>, _ open: Int) {
        var index = open + 1
        let isEnd = index < line.endIndex && line[index] == 0x2F
        if isEnd { index += 1 }
        let start = index
        while index < line.endIndex, line[index].isASCIILetter || line[index].isASCIIDigit, index - start < 12 {
            index += 1
        }
        switch Self.kind(line[start..<index]) {
        case .block:
            if isEnd { closes = true } else { opens = true }
            // The only one of three letters.
            if index - start == 3 { if isEnd { closesPre = true } else { opensPre = true } }
        case .cell: if isEnd { opens = true } else { closes = true }
        case .both: opens = true
        case .alwaysClosing:
            closes = true
            // The only one of ten letters is a quote.
            if index - start == 10 { quote = !isEnd }
        case .other: break
        }
    }
}
