import CGumbo

/// Finds the blocks of extensions that nobody here knows: `<name>`, lines, `</name>`.
///
/// What an export holds says nothing of the wiki's extensions, so that their tags are known by what they are not: no
/// HTML, no tag of MediaWiki's own, and nothing between them that only a page's wikitext has.
struct WikitextForeignTags {
    struct Block {
        var attributes: ArraySlice<UInt8>
        var content: ArraySlice<UInt8>
        var end: Int
        /// The content has tags of its own: somebody's XML, of which the outer tag is a part.
        var isMarkup: Bool
    }

    /// Tags around wikitext: of tabs, of what opens with a click, of what other devices show.
    private static let aroundWikitext: Set<String> = [
        "tab", "tabs", "tabview", "tabbox", "hidden", "spoiler", "collapse", "nomobile", "mobileonly", "noexport",
        "slide",
        "slides", "nosmw", "noautolink", "nogallery", "draft",
    ]

    /// Tags around the languages of diagrams, some of which read like sentences or lists.
    private static let diagrams: Set<String> = [
        "mermaid", "plantuml", "uml", "graphviz", "dot", "ditaa", "mscgen", "blockdiag", "seqdiag", "actdiag", "nwdiag",
        "gnuplot", "kroki", "erd", "nomnoml",
    ]

    private let source: [UInt8]
    /// The end tags of the page by name, read when the first unknown tag is met.
    private var ends: [String: [Range<Int>]]?
    /// The next sign of wikitext and the next line feed, as far as they were looked for.
    private var sign = 0
    private var feed = 0

    init(_ source: [UInt8]) { self.source = source }

    /// The block that begins with the tag whose name, in lower case, ends at `nameEnd`; nil when that is no such tag.
    ///
    /// Asked for tags in the order of the page, it looks at each byte a few times at most.
    mutating func block(_ name: String, nameEnd: Int) -> Block? {
        guard !Self.isKnown(name), let close = Self.close(in: source, from: nameEnd), source[close - 1] != 0x2F,
            let end = end(of: name, from: close + 1)
        else { return nil }
        let content = (close + 1)..<end.lowerBound
        guard nextFeed(from: content.lowerBound) < content.upperBound,
            Self.diagrams.contains(name) || nextSign(from: content.lowerBound) >= content.upperBound
        else { return nil }
        let isMarkup =
            !Self.diagrams.contains(name)
            && ByteText.find("</", in: source, from: content.lowerBound, to: content.upperBound) != nil
        return Block(
            attributes: source[nameEnd..<close], content: source[content], end: end.upperBound, isMarkup: isMarkup)
    }

    /// Fewer words than these may be anything.
    private static let leastProse = 8
    /// What stands around the words of a sentence.
    private static let punctuation = Set(".,;:!?\"'()".utf8)

    /// Whether lines read as sentences: words and hardly anything else, several to a line, and one that ends a sentence.
    /// Also what is not mostly ASCII, where no more than a few lines look like code.
    static func isProse(_ text: ArraySlice<UInt8>, in name: String) -> Bool {
        if diagrams.contains(name) { return false }
        var words = 0
        var plain = 0
        var lines = 0
        var code = 0
        var ends = 0
        var foreign = 0
        var visible = 0
        for line in text.split(separator: 0x0A) {
            let line = line.trimmed()
            guard let last = line.last else { continue }
            // A statement, or the head of a block.
            if last == 0x3B || last == 0x7B || last == 0x7D { return false }
            lines += 1
            if isCode(line) { code += 1 }
            for token in line.split(separator: 0x20) {
                words += 1
                visible += token.count
                foreign += token.count { $0 >= 0x80 }
                var word = token.drop { punctuation.contains($0) }
                while let mark = word.last, punctuation.contains(mark) { word.removeLast() }
                guard !word.isEmpty,
                    word.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 >= 0x80 || $0 == 0x2D || $0 == 0x27 })
                else { continue }
                plain += 1
                if let mark = token.last, mark == 0x2E || mark == 0x21 || mark == 0x3F { ends += 1 }
            }
        }
        if code * 5 > lines { return false }
        if foreign * 2 > visible, visible > leastProse * 3 { return true }
        return words >= leastProse && words >= lines * 5 && plain * 10 >= words * 9 && ends > 0
    }

    /// Whether a line has what sentences hardly have: arrows, brackets, equals signs, a call, a remark's mark in front.
    private static func isCode(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, let last = line.last else { return false }
        if first == 0x23 || first == 0x40 || line.starts(with: "//".utf8) || line.starts(with: "--".utf8) {
            return true
        }
        if line.contains(where: { "[]{}=<>\\".utf8.contains($0) }) { return true }
        guard last == 0x29, let open = line.firstIndex(of: 0x28), open > line.startIndex else { return false }
        let before = line[open - 1]
        return before.isASCIILetter || before.isASCIIDigit || before == 0x5F || before >= 0x80
    }

    private static func isKnown(_ name: String) -> Bool {
        WikitextSanitizer.allows(name) || WikitextTreeBuilder.extensionTags.contains(name)
            || aroundWikitext.contains(name) || gumbo_tag_enum(name) != GUMBO_TAG_UNKNOWN
    }

    /// The end of a tag, before which no other begins.
    private static func close(in source: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < source.count, source[index] != 0x3C {
            if source[index] == 0x3E { return index }
            index += 1
        }
        return nil
    }

    private mutating func end(of name: String, from start: Int) -> Range<Int>? {
        let all = ends ?? Self.ends(in: source)
        ends = all
        guard let found = all[name] else { return nil }
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].lowerBound < start { low = middle + 1 } else { high = middle }
        }
        return low < found.count ? found[low] : nil
    }

    private static func ends(in source: [UInt8]) -> [String: [Range<Int>]] {
        var found: [String: [Range<Int>]] = [:]
        var index = 0
        while let open = ByteText.find("</", in: source, from: index, to: source.count) {
            index = open + 2
            let (name, nameEnd) = name(in: source, from: index)
            guard !name.isEmpty else { continue }
            index = nameEnd
            while index < source.count, source[index] <= 0x20 { index += 1 }
            guard index < source.count, source[index] == 0x3E else { continue }
            found[name, default: []].append(open..<(index + 1))
        }
        return found
    }

    /// The letters of a tag's name, in lower case, and where they end.
    static func name(in source: [UInt8], from start: Int) -> (name: String, end: Int) {
        var end = start
        while end < source.count, source[end].isASCIILetter, end - start < 20 { end += 1 }
        return (String(decoding: source[start..<end].map(\.asciiLower), as: UTF8.self), end)
    }

    private mutating func nextFeed(from start: Int) -> Int {
        if feed < start || feed == 0 {
            feed = ByteText.find(0x0A, in: source, from: start, to: source.count) ?? source.count
        }
        return feed
    }

    /// The next place, at or behind `start`, of what code hardly has: a link, a template, a heading, a table, a tag that
    /// wikitext allows.
    private mutating func nextSign(from start: Int) -> Int {
        if sign >= start, sign > 0 { return sign }
        sign = start
        while sign < source.count, !isSign(at: sign) { sign += 1 }
        return sign
    }

    private func isSign(at index: Int) -> Bool {
        let next = index + 1 < source.count ? source[index + 1] : 0
        let startsLine = index == 0 || source[index - 1] == 0x0A
        switch source[index] {
        case 0x5B:
            return next == 0x5B || ByteText.has("[http://", in: source, at: index, to: source.count)
                || ByteText.has("[https://", in: source, at: index, to: source.count)
        case 0x7B: return next == 0x7B || next == 0x7C && startsLine
        case 0x3D: return next == 0x3D && startsLine
        // Code has `''` and lines with `#`, too.
        case 0x27: return next == 0x27 && index + 2 < source.count && source[index + 2] == 0x27
        case 0x2A: return startsLine && next == 0x20
        case 0x3C:
            let (name, end) = Self.name(in: source, from: index + (next == 0x2F ? 2 : 1))
            guard end < source.count, source[end] <= 0x20 || source[end] == 0x2F || source[end] == 0x3E else {
                return false
            }
            return WikitextSanitizer.allows(name) || WikitextTreeBuilder.extensionTags.contains(name)
        default: return false
        }
    }
}
