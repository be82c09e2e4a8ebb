/// The text of a `<revision>`.
enum MediaWikiText {
    /// The wikitext, and what had to be mended to read it. A revision without a `<text>` is empty.
    static func text(of revision: [UInt8]) -> (bytes: [UInt8], repairs: [String]) {
        guard let open = ByteText.find("<text", in: revision, from: 0, to: revision.count),
            let start = ByteText.find(0x3E, in: revision, from: open, to: revision.count), revision[start - 1] != 0x2F,
            let end = ByteText.find("</text>", in: revision, from: start, to: revision.count)
        else { return ([], []) }
        var repairs: Set<String> = []
        guard let bytes = try? XMLText.decodeBytes(revision[(start + 1)..<end], isAttribute: false, repairs: &repairs)
        else {
            return (Array(revision[(start + 1)..<end]), ["text:references"])
        }
        let hasReturns = ByteText.find(0x0D, in: bytes, from: 0, to: bytes.count) != nil
        return (hasReturns ? bytes.filter { $0 != 0x0D } : bytes, repairs.sorted())
    }

    /// `<!--T:12-->` marks the units of a translation, and the Translate extension takes it out before anything else is
    /// read: in a block of code, too, where other comments are text.
    static func withoutUnitMarks(_ text: [UInt8]) -> [UInt8] {
        guard var mark = ByteText.find("<!--t:", in: text, from: 0, to: text.count) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        while true {
            var end = mark + 6
            while end < text.count, text[end].isASCIIDigit { end += 1 }
            let isMark = end > mark + 6 && text[end...].starts(with: "-->".utf8)
            out += text[index..<(isMark ? mark : end)]
            index = isMark ? end + 3 : end
            // A line of its own goes with its mark.
            let isAlone = isMark && (out.isEmpty || out.last == 0x0A) && index < text.count && text[index] == 0x0A
            if isAlone { index += 1 }
            guard let next = ByteText.find("<!--t:", in: text, from: index, to: text.count) else { break }
            mark = next
        }
        return out + text[index...]
    }
}
