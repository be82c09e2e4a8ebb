import HearthModel

/// Lines that open an answer for everybody but CommonMark, which wants a plain space behind the signs of a heading.
enum AnswerLines {
    /// Gives `##Answer — @x` its space. Lines stay where they are.
    static func mended(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var out: [UInt8] = []
        var copied = text.startIndex
        var position = text.startIndex
        var fence: ArraySlice<UInt8> = []
        while position < text.endIndex {
            let end = text[position...].firstIndex(of: 0x0A) ?? text.endIndex
            let line = text[position..<end]
            if let signs = fenceSigns(line) {
                if fence.isEmpty {
                    fence = signs
                } else if signs.first == fence.first, signs.count >= fence.count, isBlank(text[signs.endIndex..<end]) {
                    fence = []
                }
            } else if fence.isEmpty, line.first == 0x23, let heading = heading(line) {
                out += text[copied..<position]
                out += heading
                copied = end
            }
            position = end + 1
        }
        if copied == text.startIndex { return text }
        out += text[copied...]
        return out[...]
    }

    /// The line with a space; nil where it has one, or opens nothing.
    private static func heading(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        let signs = line.prefix { $0 == 0x23 }
        guard signs.count == 2 || signs.count == 3, line.count < 300 else { return nil }
        let rest = line[signs.endIndex...]
        guard let next = rest.first, next != 0x20, next != 0x09 else { return nil }
        let text = String(decoding: rest, as: UTF8.self).withPlainBlanks.drop { $0 == " " }
        guard case .opens(let found) = AnswerHeading.read(String(text)), found.opens.level == signs.count,
            found.flaw != .rawName
        else { return nil }
        return signs + [0x20] + Array(text.utf8)
    }

    /// The signs with which a line opens or closes a block of code.
    private static func fenceSigns(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let indent = line.prefix(4).prefix { $0 == 0x20 }
        let rest = line[indent.endIndex...]
        guard indent.count < 4, let sign = rest.first, sign == 0x60 || sign == 0x7E else { return nil }
        let signs = rest.prefix { $0 == sign }
        guard signs.count > 2, sign == 0x7E || !rest[signs.endIndex...].contains(0x60) else { return nil }
        return signs
    }

    private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool { text.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}
