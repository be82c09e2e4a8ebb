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
        text.withUTF8 { output.append($0, escaping: Self.specials, Self.escape) }
        output.append(0x22)
    }

    private static func escape(_ byte: UInt8, into output: inout ByteBuffer) {
        switch byte {
        case 0x22: output.append("\\\"" as StaticString)
        case 0x5C: output.append("\\\\" as StaticString)
        case 0x0A: output.append("\\n" as StaticString)
        case 0x09: output.append("\\t" as StaticString)
        case 0x0D: output.append("\\r" as StaticString)
        default:
            output.append("\\u00" as StaticString)
            let digits = Array("0123456789abcdef".utf8)
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
