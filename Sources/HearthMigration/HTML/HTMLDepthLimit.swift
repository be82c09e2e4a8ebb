import CGumbo
import HearthModel

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
    /// Attributes of one tag: gumbo compares each with all before it. Shorter tags are not counted.
    static let maximumAttributes = 1000
    static let longTag = 8192
    /// Elements that gumbo may open again on its own over a whole text.
    static let maximumReopened = 100_000

    /// The source without the start tags that lie too deep; nil when nothing had to go.
    static func limited(_ source: String) -> String? { limit(source).source }

    /// The same, and whether more than formatting (`<font>`, `<b>`) went with them.
    static func limit(_ source: String) -> (source: String?, losesStructure: Bool) {
        var source = source
        return source.withUTF8 { bytes in
            if !mayBeDeep(bytes) { return (nil, false) }
            var scan = TagScan(bytes: bytes)
            scan.run(formattingLimit: maximumFormatting)
            if scan.reopened > maximumReopened {
                scan = TagScan(bytes: bytes)
                scan.run(formattingLimit: 0)
            }
            return scan.dropped == 0
                ? (nil, false) : (String(decoding: scan.kept, as: UTF8.self), scan.droppedStructure)
        }
    }

    /// Whether there are enough start tags for the scan to find anything; paragraphs and breaks do not count, as they
    /// close themselves. Most texts end here.
    private static func mayBeDeep(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var starts = 0
        var index = 0
        while let open = ByteText.place(of: 0x3C, in: bytes, from: index), open + 2 < bytes.count {
            if open - index > longTag { return true }
            let (name, next) = (bytes[open + 1] | 0x20, bytes[open + 2])
            let isParagraph = name == 0x70 && next == 0x3E
            let isBreak = name == 0x62 && next | 0x20 == 0x72
            if (0x61...0x7A).contains(name), !isParagraph, !isBreak {
                starts += 1
                if starts > maximumFormatting { return true }
            }
            index = open + 1
        }
        return bytes.count - index > longTag
    }
}

private struct TagScan {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var kept: [UInt8] = []
    private(set) var dropped = 0
    private(set) var droppedStructure = false
    /// How many elements gumbo would open again.
    private(set) var reopened = 0

    private var copied = 0
    /// By gumbo's number of the element.
    private var open = [Int](repeating: 0, count: TagScan.roles.count)
    /// Elements that gumbo does not know, by name.
    private var unknown: [String: Int] = [:]
    private var depth = 0
    private var formatting = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private enum Role: UInt8 {
        case box, selfClosing, formatting, rawText
    }

    private static let roles: [Role] = {
        var table = [Role](repeating: .box, count: Int(GUMBO_TAG_LAST.rawValue) + 1)
        for (names, role) in [(selfClosing, Role.selfClosing), (formattingNames, .formatting), (rawText, .rawText)] {
            for name in names {
                let tag = gumbo_tag_enum(name)
                if tag != GUMBO_TAG_UNKNOWN { table[Int(tag.rawValue)] = role }
            }
        }
        return table
    }()

    /// Closed by themselves or by the next of their kind, hence never deep without one of the others.
    private static let selfClosing = [
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr",
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html",
        "head",
        "body",
    ]
    private static let formattingNames = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]
    private static let rawText = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
    ]

    mutating func run(formattingLimit: Int) {
        var index = 0
        while let start = ByteText.place(of: 0x3C, in: bytes, from: index) {
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
            index = endOfTag(from: nameStart)
            let tag = gumbo_tagn_enum(
                UnsafeRawPointer(name.baseAddress)?.assumingMemoryBound(to: CChar.self), UInt32(name.count))
            isEnd ? close(tag, name) : self.start(tag, name, range: start..<index, formattingLimit: formattingLimit)
            if !isEnd, Self.roles[Int(tag.rawValue)] == .rawText { index = endOfRawText(name, from: index) }
        }
        kept += bytes[copied...]
    }

    private mutating func close(_ tag: GumboTag, _ name: UnsafeBufferPointer<UInt8>) {
        if tag == GUMBO_TAG_UNKNOWN {
            let name = name.map(\.asciiLower).string
            guard let count = unknown[name], count > 0 else { return }
            unknown[name] = count - 1
        } else {
            guard open[Int(tag.rawValue)] > 0 else { return }
            open[Int(tag.rawValue)] -= 1
        }
        depth -= 1
        if Self.roles[Int(tag.rawValue)] == .formatting { formatting -= 1 }
    }

    private mutating func start(
        _ tag: GumboTag, _ name: UnsafeBufferPointer<UInt8>, range: Range<Int>, formattingLimit: Int
    ) {
        reopened += formatting
        if range.count > HTMLDepthLimit.longTag, attributes(in: range) > HTMLDepthLimit.maximumAttributes {
            kept += bytes[copied..<range.lowerBound]
            copied = range.upperBound
            dropped += 1
            droppedStructure = true
            return
        }
        let role = Self.roles[Int(tag.rawValue)]
        if role == .selfClosing || role == .rawText { return }
        let isFormatting = role == .formatting
        if depth >= HTMLDepthLimit.maximumDepth || (isFormatting && formatting >= formattingLimit) {
            kept += bytes[copied..<range.lowerBound]
            copied = range.upperBound
            dropped += 1
            if !isFormatting { droppedStructure = true }
            // The words on both sides of a block stay two.
            if HTMLTag.of(tag).isBlock { kept.append(0x20) }
            return
        }
        if tag == GUMBO_TAG_UNKNOWN {
            unknown[name.map(\.asciiLower).string, default: 0] += 1
        } else {
            open[Int(tag.rawValue)] += 1
        }
        depth += 1
        if isFormatting { formatting += 1 }
    }

    /// How many there may be: words outside of quotes.
    private func attributes(in range: Range<Int>) -> Int {
        var count = 0
        var quote: UInt8 = 0
        var isInWord = false
        for byte in bytes[range] {
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            if byte == 0x22 || byte == 0x27 { quote = byte }
            // A slash parts attributes, too.
            let isWord = byte > 0x20 && byte != 0x2F
            if isWord, !isInWord { count += 1 }
            isInWord = isWord
        }
        return count
    }

    private func tagName(from start: Int) -> UnsafeBufferPointer<UInt8> {
        var end = start
        while end < bytes.count, end - start < 32, bytes[end] > 0x20, bytes[end] != 0x2F, bytes[end] != 0x3E {
            end += 1
        }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
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
            return ByteText.place(of: 0x3E, in: bytes, from: start).map { $0 + 1 } ?? bytes.count
        }
        var index = start + 4
        while let end = ByteText.place(of: 0x3E, in: bytes, from: index) {
            if bytes[end - 1] == 0x2D, bytes[end - 2] == 0x2D { return end + 1 }
            index = end + 1
        }
        return bytes.count
    }

    private func endOfRawText(_ name: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let wanted = name.map { $0 | 0x20 }
        var index = start
        while let next = ByteText.place(of: 0x3C, in: bytes, from: index) {
            index = next + 1
            guard next + 2 + wanted.count <= bytes.count, bytes[next + 1] == 0x2F else { continue }
            let found = bytes[(next + 2)..<(next + 2 + wanted.count)].map { $0 | 0x20 }
            if found == wanted { return next }
        }
        return bytes.count
    }
}
