/// Lets through the HTML that wikis allow, with harmless attributes; all other tags become the text that they are.
///
/// The lists: https://www.mediawiki.org/wiki/Help:HTML_in_wikitext
struct WikitextSanitizer {
    private static let allowed: Set<String> = [
        "b", "bdi", "bdo", "del", "i", "ins", "u", "font", "big", "small", "sub", "sup", "h1", "h2", "h3", "h4", "h5",
        "h6",
        "cite", "code", "em", "s", "strike", "strong", "tt", "var", "div", "center", "blockquote", "ol", "ul", "dl",
        "table",
        "caption", "pre", "ruby", "rb", "rp", "rt", "rtc", "p", "span", "abbr", "dfn", "kbd", "samp", "data", "time",
        "mark",
        "br", "wbr", "hr", "li", "dt", "dd", "td", "th", "tr", "q", "thead", "tbody", "tfoot", "details", "summary",
    ]
    private static let kept: Set<String> = [
        "align", "border", "colspan", "rowspan", "start", "id", "class", "style", "title",
    ]

    /// Whether wikis take the tag of this name, in lower case, for HTML.
    static func allows(_ name: String) -> Bool { allowed.contains(name) }

    /// The text with foreign tags and bare `&` made harmless.
    static func sanitize(_ source: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(source.count + source.count / 16)
        var index = 0
        while index < source.count {
            var end = index
            source.withUnsafeBufferPointer { bytes in
                while end < bytes.count, bytes[end] != 0x3C, bytes[end] != 0x26 { end += 1 }
            }
            out += source[index..<end]
            index = end
            guard index < source.count else { break }
            if source[index] == 0x26 {
                out += isReference(source, index) ? [0x26] : Array("&amp;".utf8)
                index += 1
            } else if let end = tag(source, at: index, into: &out) {
                index = end
            } else {
                out += "&lt;".utf8
                index += 1
            }
        }
        return out
    }

    /// `&name;`, `&#12;` or `&#xAB;`
    static func isReference(_ bytes: [UInt8], _ start: Int) -> Bool {
        var index = start + 1
        let isNumber = index < bytes.count && bytes[index] == 0x23
        if isNumber { index += 1 }
        let first = index
        while index < bytes.count, index - first < 32, bytes[index].isASCIILetter || bytes[index].isASCIIDigit {
            index += 1
        }
        guard index > first, index < bytes.count, bytes[index] == 0x3B else { return false }
        if !isNumber { return bytes[first].isASCIILetter }
        let digits = bytes[first..<index]
        let value =
            digits.first == 0x78 || digits.first == 0x58
            ? UInt32(digits.dropFirst().string, radix: 16) : UInt32(digits.string, radix: 10)
        return value.map { $0 >= 0x20 || $0 == 9 || $0 == 10 } ?? false
    }

    /// Copies the tag at `start` if it may stand; answers its end, nil when it is text.
    private static func tag(_ source: [UInt8], at start: Int, into out: inout [UInt8]) -> Int? {
        var index = start + 1
        let isEnd = index < source.count && source[index] == 0x2F
        if isEnd { index += 1 }
        let nameStart = index
        while index < source.count, source[index].isASCIILetter || source[index].isASCIIDigit, index - nameStart < 12 {
            index += 1
        }
        guard index > nameStart, index < source.count,
            source[index] <= 0x20 || source[index] == 0x2F || source[index] == 0x3E
        else { return nil }
        let name = String(decoding: source[nameStart..<index].map(\.asciiLower), as: UTF8.self)
        guard allowed.contains(name), let close = endOfTag(source, from: index) else { return nil }
        if isEnd {
            // `</br>` is what people write who mean `<br>`.
            out += Array((name == "br" ? "<br>" : "</\(name)>").utf8)
            return close + 1
        }
        out += "<\(name)".utf8
        var isSelfClosing = false
        if source[close - 1] == 0x2F { isSelfClosing = true }
        write(source[index..<(isSelfClosing ? close - 1 : close)], into: &out)
        out.append(0x3E)
        if isSelfClosing, !["br", "hr", "wbr"].contains(name) {
            out += Array((["li", "td", "th", "tr", "dt", "dd"].contains(name) ? "" : "</\(name)>").utf8)
        }
        return close + 1
    }

    private static func endOfTag(_ source: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < source.count {
            switch source[index] {
            case 0x3E: return index
            case 0x3C: return nil
            default: index += 1
            }
        }
        return nil
    }

    /// Writes the attributes that may stand.
    static func write(_ attributes: ArraySlice<UInt8>, into out: inout [UInt8]) {
        for (name, value) in self.attributes(attributes) where kept.contains(name) {
            let lower = value.lowercased()
            if name == "style", lower.contains("url(") || lower.contains("expression") { continue }
            // Classes choose languages of code; a wiki's own mean nothing here, but for the one that draws lines.
            if name == "class" {
                if lower.contains("wikitable") { out += " class=\"wikitable\"".utf8 }
                continue
            }
            out += " \(name)=\"".utf8
            ByteText.escape(Array(ByteText.decodeReferences(value).utf8), into: &out)
            out.append(0x22)
        }
    }

    /// Names (lower case) and values.
    static func attributes(_ text: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        var found: [(String, String)] = []
        var index = text.startIndex
        let end = text.endIndex
        while index < end {
            while index < end, text[index] <= 0x20 || text[index] == 0x2F { index += 1 }
            let start = index
            while index < end, text[index] > 0x20, text[index] != 0x3D, text[index] != 0x2F { index += 1 }
            guard index > start else {
                index += 1
                continue
            }
            let name = String(decoding: text[start..<index].map(\.asciiLower), as: UTF8.self)
            while index < end, text[index] <= 0x20 { index += 1 }
            guard index < end, text[index] == 0x3D else {
                found.append((name, ""))
                continue
            }
            index += 1
            while index < end, text[index] <= 0x20 { index += 1 }
            guard index < end else { break }
            var value: ArraySlice<UInt8>
            if text[index] == 0x22 || text[index] == 0x27 {
                let close = text[(index + 1)...].firstIndex(of: text[index]) ?? end
                value = text[(index + 1)..<close]
                index = min(end, close + 1)
            } else {
                let start = index
                while index < end, text[index] > 0x20 { index += 1 }
                value = text[start..<index]
            }
            found.append((name, value.string))
        }
        return found
    }
}
