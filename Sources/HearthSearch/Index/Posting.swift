/// One entry of a posting list: the gap to the unit before and how much the term says about this one.
///
/// A number with the gap times four and a class; classes 0 to 2 are impacts of words that stand once or a few times in a
/// text, as nearly all do, and class 3 means that the impact follows as a byte.
enum Posting {
    /// The impacts that classes 0, 1 and 2 stand for.
    static let classes = [16, 32, 52]

    static func append(gap: Int, impact: Int, to output: inout VariableBytes) {
        if impact < 64 {
            output.append(gap << 2 | (impact < 24 ? 0 : impact < 42 ? 1 : 2))
        } else {
            output.append(gap << 2 | 3)
            output.byte(UInt8(min(255, impact)))
        }
    }

    /// Calls `body` with the number of each unit and the impact; stops at the end of damaged data.
    static func forEach(_ bytes: [UInt8], _ body: (_ id: Int, _ impact: Int) -> Void) {
        var index = 0
        var id = -1
        while index < bytes.count {
            var value = 0
            var shift = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                value |= Int(byte & 127) << shift
                shift += 7
                if byte < 128 || shift > 56 { break }
            }
            id += (value >> 2) + 1
            if value & 3 == 3 {
                guard index < bytes.count else { return }
                body(id, Int(bytes[index]))
                index += 1
            } else {
                body(id, classes[value & 3])
            }
        }
    }
}
