import Glibc

/// Where the front matter and the body of a text lie. Lines must already end in LF.
struct FrontMatter: Equatable {
    /// The YAML between the fences, as a range of the text's bytes, and the line of its first byte.
    var yaml: Range<Int>
    var yamlLine: Int
    /// Where the body starts, and on which line.
    var bodyStart: Int
    var bodyLine: Int
    /// False when no closing fence was found.
    var isTerminated: Bool

    /// Nil when the text does not start with a line `---`. Blank lines may stand above it when it opens a block of fields
    /// for certain: it could be a rule.
    static func locate(in bytes: [UInt8]) -> FrontMatter? {
        if let found = read(bytes, fence: 0, line: 1) { return found }
        var start = TextStart(bytes)
        start.skipBlanks()
        guard start.position > 0, let found = read(bytes, fence: start.position, line: start.line),
            FieldNames.opens(bytes[found.yaml])
        else { return nil }
        return found
    }

    /// What the line `---` at `fence` opens; nil when no such line is there.
    static func read(_ bytes: [UInt8], fence: Int, line fenceLine: Int) -> FrontMatter? {
        let fenceEnd = lineEnd(in: bytes, from: fence)
        guard fence <= fenceEnd, isFence(bytes[fence..<fenceEnd], of: 0x2D) else { return nil }
        let start = min(fenceEnd + 1, bytes.count)
        var position = start
        let firstLine = fenceLine + 1
        var line = firstLine
        var prose: Int?
        var isAfterBlank = false
        while position < bytes.count {
            let end = lineEnd(in: bytes, from: position)
            let text = bytes[position..<end]
            if isFence(text, of: 0x2D) || isFence(text, of: 0x2E) {
                if let prose, isText(bytes[prose..<position], below: bytes[start..<prose]) { break }
                let bodyStart = min(end + 1, bytes.count)
                return FrontMatter(
                    yaml: start..<position, yamlLine: firstLine, bodyStart: bodyStart, bodyLine: line + 1,
                    isTerminated: true)
            }
            if isAfterBlank, prose == nil, looksLikeProse(text) { prose = position }
            isAfterBlank = text.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            position = end + 1
            line += 1
        }
        return unterminated(bytes, from: start, line: firstLine)
    }

    /// Words at the margin, which no field has.
    private static func looksLikeProse(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, !looksLikeField(line) else { return false }
        let startsText = isKeyByte(first) && first != 0x2D || first >= 0x80
        return startsText && line.contains(0x20) && !line.contains(0x3A)
    }

    /// Whether `text` up to a line `---` is that of the page, and that line a rule in it: the fields above are whole, and no
    /// field that says who may read the page would be taken for text.
    private static func isText(_ text: ArraySlice<UInt8>, below fields: ArraySlice<UInt8>) -> Bool {
        var balance = (square: 0, curly: 0, quotes: 0)
        for byte in fields {
            switch byte {
            case 0x5B: balance.square += 1
            case 0x5D: balance.square -= 1
            case 0x7B: balance.curly += 1
            case 0x7D: balance.curly -= 1
            case 0x22: balance.quotes += 1
            case 0x27: return false
            default: break
            }
        }
        guard balance.square == 0, balance.curly == 0, balance.quotes.isMultiple(of: 2) else { return false }
        return FieldNames.opens(fields)
            && !text.split(separator: 0x0A).contains { line in
                let name = line.drop { !isKeyByte($0) }.prefix(while: isKeyByte)
                return FieldNames.restricting.contains(String(decoding: name, as: UTF8.self).lowercased())
            }
    }

    /// Without a closing fence, the lines that look like fields are taken for front matter: they must not become text.
    /// Blank lines end it unless another field follows, for a field below them may say who may read the page.
    private static func unterminated(_ bytes: [UInt8], from start: Int, line firstLine: Int) -> FrontMatter {
        var position = start
        var line = firstLine
        var found = FrontMatter(
            yaml: start..<start, yamlLine: firstLine, bodyStart: start, bodyLine: firstLine, isTerminated: false)
        var isAfterBlank = false
        while position < bytes.count {
            let end = lineEnd(in: bytes, from: position)
            let text = bytes[position..<end]
            let isBlank = text.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            let startsLow = text.first.map { (0x61...0x7A).contains($0) } == true
            guard isBlank || looksLikeField(text) && (!isAfterBlank || startsLow) else { break }
            position = end + 1
            line += 1
            isAfterBlank = isBlank
            if !isBlank {
                let stop = min(position, bytes.count)
                found = FrontMatter(
                    yaml: start..<stop, yamlLine: firstLine, bodyStart: stop, bodyLine: line, isTerminated: false)
            }
        }
        return found
    }

    /// `key:`, a list item or an indented continuation.
    private static func looksLikeField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        if first == 0x20 || first == 0x09 || line.starts(with: [0x2D, 0x20]) { return true }
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return false }
        let next = colon + 1
        return line[..<colon].allSatisfy(isKeyByte) && (next == line.endIndex || line[next] == 0x20)
    }

    /// Letters, digits, `_` and `-`.
    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x2D: true
        default: false
        }
    }

    /// Three times `byte`, then only blanks.
    static func isFence(_ line: ArraySlice<UInt8>, of byte: UInt8) -> Bool {
        guard line.count >= 3, line.prefix(3).allSatisfy({ $0 == byte }) else { return false }
        return line.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}

/// The end (index of LF, or the end of the text) of the line that starts at `start`.
func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    return bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress, let found = memchr(base + start, 0x0A, buffer.count - start) else {
            return buffer.count
        }
        return UnsafeRawPointer(found) - base
    }
}
