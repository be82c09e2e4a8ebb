/// Takes tags out of hostile HTML before gumbo sees it.
///
/// Gumbo walks its stack of open elements for many tags and frees its tree by recursion, so a million open tags cost a
/// million squared steps. And unclosed formatting (`<p><b><p><b>…`) is opened again in every new paragraph, so a tree
/// may be far larger than its source. This scan counts open elements by name — more than any well-formed page has — and
/// drops the start tags beyond the limit, their text stays.
enum HTMLDepthLimit {
    static let maximumDepth = 100
    /// Unclosed formatting at once; a page by people has three or four.
    static let maximumFormatting = 16
    /// Elements that gumbo may open again on its own over a whole text.
    static let maximumReopened = 100_000

    /// The source without the start tags that lie too deep; nil when nothing had to go.
    static func limited(_ source: String) -> String? { limit(source).source }

    /// The same, and whether more than formatting (`<font>`, `<b>`) went with them.
    static func limit(_ source: String) -> (source: String?, losesStructure: Bool) {
        if !mayBeDeep(source) { return (nil, false) }
        var scan = TagScan(bytes: Array(source.utf8))
        scan.run(formattingLimit: maximumFormatting)
        if scan.reopened > maximumReopened {
            scan = TagScan(bytes: scan.bytes)
            scan.run(formattingLimit: 0)
        }
        return scan.dropped == 0
            ? (nil, false) : (String(decoding: scan.kept, as: UTF8.self), scan.droppedStructure)
    }

    /// Whether there are enough start tags for the scan to find anything; paragraphs and breaks do not count, as they
    /// close themselves. Most texts end here.
    private static func mayBeDeep(_ source: String) -> Bool {
        var source = source
        return source.withUTF8 { bytes in
            var starts = 0
            var index = 0
            while index + 2 < bytes.count {
                guard bytes[index] == 0x3C else {
                    index += 1
                    continue
                }
                let (name, next) = (bytes[index + 1] | 0x20, bytes[index + 2])
                let isParagraph = name == 0x70 && next == 0x3E
                let isBreak = name == 0x62 && next | 0x20 == 0x72
                if (0x61...0x7A).contains(name), !isParagraph, !isBreak {
                    starts += 1
                    if starts > maximumFormatting { return true }
                }
                index += 1
            }
            return false
        }
    }
}

private struct TagScan {
    let bytes: [UInt8]
    private(set) var kept: [UInt8] = []
    private(set) var dropped = 0
    private(set) var droppedStructure = false
    /// How many elements gumbo would open again.
    private(set) var reopened = 0

    private var copied = 0
    private var open: [String: Int] = [:]
    private var depth = 0
    private var formatting = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Closed by themselves or by the next of their kind, hence never deep without one of the others.
    private static let selfClosing: Set<String> = [
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr",
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html",
        "head",
        "body",
    ]
    private static let formattingNames: Set<String> = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]
    private static let rawText: Set<String> = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
    ]

    mutating func run(formattingLimit: Int) {
        var index = 0
        while let start = find(0x3C, from: index) {
            guard start + 1 < bytes.count else { break }
            if bytes[start + 1] == 0x21 {
                index = endOfComment(start)
                continue
            }
            let isEnd = bytes[start + 1] == 0x2F
            let nameStart = start + (isEnd ? 2 : 1)
            guard nameStart < bytes.count, (0x61...0x7A).contains(bytes[nameStart] | 0x20) else {
                index = start + 1
                continue
            }
            let name = tagName(from: nameStart)
            let end = endOfTag(from: nameStart)
            index = end
            isEnd ? close(name) : self.start(name, range: start..<end, formattingLimit: formattingLimit)
            if !isEnd, Self.rawText.contains(name) { index = endOfRawText(name, from: end) }
        }
        kept += bytes[copied...]
    }

    private mutating func close(_ name: String) {
        guard let count = open[name], count > 0 else { return }
        open[name] = count - 1
        depth -= 1
        if Self.formattingNames.contains(name) { formatting -= 1 }
    }

    private mutating func start(_ name: String, range: Range<Int>, formattingLimit: Int) {
        reopened += formatting
        if Self.selfClosing.contains(name) || Self.rawText.contains(name) { return }
        let isFormatting = Self.formattingNames.contains(name)
        if depth >= HTMLDepthLimit.maximumDepth || (isFormatting && formatting >= formattingLimit) {
            kept += bytes[copied..<range.lowerBound]
            copied = range.upperBound
            dropped += 1
            if !isFormatting { droppedStructure = true }
            return
        }
        open[name, default: 0] += 1
        depth += 1
        if isFormatting { formatting += 1 }
    }

    private func find(_ byte: UInt8, from index: Int) -> Int? {
        var index = index
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func tagName(from start: Int) -> String {
        var end = start
        while end < bytes.count, end - start < 32, bytes[end] > 0x20, bytes[end] != 0x2F, bytes[end] != 0x3E {
            end += 1
        }
        return String(decoding: bytes[start..<end].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Just behind the `>` that ends the tag, `>` inside quotes not counted.
    private func endOfTag(from start: Int) -> Int {
        var index = start
        var quote: UInt8 = 0
        var afterEquals = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x3E {
                return index
            } else if afterEquals, byte == 0x22 || byte == 0x27 {
                quote = byte
            }
            if byte > 0x20 { afterEquals = byte == 0x3D && quote == 0 }
        }
        return index
    }

    private func endOfComment(_ start: Int) -> Int {
        guard start + 3 < bytes.count, bytes[start + 2] == 0x2D, bytes[start + 3] == 0x2D else {
            return find(0x3E, from: start).map { $0 + 1 } ?? bytes.count
        }
        var index = start + 4
        while let end = find(0x3E, from: index) {
            if bytes[end - 1] == 0x2D, bytes[end - 2] == 0x2D { return end + 1 }
            index = end + 1
        }
        return bytes.count
    }

    private func endOfRawText(_ name: String, from start: Int) -> Int {
        let wanted = Array(name.utf8)
        var index = start
        while let next = find(0x3C, from: index) {
            index = next + 1
            guard next + 2 + wanted.count <= bytes.count, bytes[next + 1] == 0x2F else { continue }
            let found = bytes[(next + 2)..<(next + 2 + wanted.count)].map { $0 | 0x20 }
            if found == wanted { return next }
        }
        return bytes.count
    }
}
