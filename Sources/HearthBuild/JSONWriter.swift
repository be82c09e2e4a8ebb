import HearthModel

/// Writes the few JSON files of a build: deterministic, in the order given, safe for any text (RFC 8259).
package struct JSONWriter: ~Copyable {
    private var output: ByteBuffer

    /// `capacity`: about how many bytes there will be.
    package init(capacity: Int = 0) { output = ByteBuffer(capacity: capacity) }

    /// A copy of what was written so far.
    package var bytes: [UInt8] { output.array }

    /// How many bytes there are.
    package var count: Int { output.count }

    /// What was written so far; the writer goes on with nothing.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll() }
        return output.array
    }

    /// Text that is JSON already.
    package mutating func raw(_ text: StaticString) { output.append(text) }

    private static let specials = ByteScanner("\"\\\n", controls: true)

    /// A JSON string of any text.
    package mutating func string(_ text: String) {
        output.append(0x22)
        var text = text
        text.withUTF8 { input in
            var start = 0
            var index = Self.specials.next(in: input, from: 0)
            while index < input.count {
                output.append(UnsafeBufferPointer(rebasing: input[start..<index]))
                escape(input[index])
                start = index + 1
                index = Self.specials.next(in: input, from: start)
            }
            output.append(UnsafeBufferPointer(rebasing: input[start...]))
        }
        output.append(0x22)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x09: raw("\\t")
        case 0x0D: raw("\\r")
        default:
            raw("\\u00")
            let digits = Array("0123456789abcdef".utf8)
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
