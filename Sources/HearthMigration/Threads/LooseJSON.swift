import HearthModel

/// JSON as exports hold it (RFC 8259): fields come and go between versions, numbers are strings, and a download breaks
/// off in the middle. Unlike Foundation's decoder, which has all or nothing, this reader keeps what came before.
enum LooseJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([LooseJSON])
    case object([String: LooseJSON])

    /// The value in `bytes`, and the line of what is wrong with it, if anything.
    static func parse(_ bytes: [UInt8]) -> (value: LooseJSON, problem: (line: Int, message: String)?) {
        // RFC 8259 says UTF-8; what is not comes from an editor on Windows.
        let isUTF8 = (try? UTF8Span(validating: bytes.span)) != nil && !bytes.contains(0)
        let bytes = isUTF8 ? bytes : Array(TextEncoding.decode(bytes, declared: nil).text.utf8)
        var reader = LooseJSONReader(bytes)
        let value = reader.document()
        let problem = reader.problem.map { ($0, reader.message) }
        return (value, problem.map { (line: bytes[..<min($0.0, bytes.count)].count { $0 == 0x0A } + 1, message: $0.1) })
    }

    subscript(_ name: String) -> LooseJSON {
        if case .object(let fields) = self { return fields[name] ?? .null }
        return .null
    }

    /// Text; numbers as they would be written. Empty text is nil.
    var text: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number):
            number == number.rounded() && abs(number) < Self.limit ? "\(Int(number))" : "\(number)"
        default: nil
        }
    }

    /// Nil for what no count and no id of an export is: the sum of a few must be an integer, too.
    var integer: Int? {
        switch self {
        case .number(let number): abs(number) < Self.limit ? Int(number) : nil
        case .string(let text): Int(text).flatMap { abs(Double($0)) < Self.limit ? $0 : nil }
        default: nil
        }
    }

    private static let limit = 1e15

    var isTrue: Bool { self == .bool(true) || self == .string("true") || self == .number(1) }

    var isNull: Bool { self == .null }

    /// The elements of an array; nothing for anything else.
    var elements: [LooseJSON] { if case .array(let elements) = self { elements } else { [] } }

    var fields: [String: LooseJSON] { if case .object(let fields) = self { fields } else { [:] } }
}

private struct LooseJSONReader {
    private let bytes: [UInt8]
    private var index = 0
    /// Where the first mistake is.
    private(set) var problem: Int?
    private(set) var message = ""

    private static let depthLimit = 200

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() -> LooseJSON {
        let value = value(depth: 0)
        skipSpace()
        if index < bytes.count { fail("there is something behind the end") }
        return value
    }

    private mutating func fail(_ text: String) {
        guard problem == nil else { return }
        problem = index
        message = text
        index = bytes.count
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    private mutating func value(depth: Int) -> LooseJSON {
        skipSpace()
        guard depth < Self.depthLimit else {
            fail("it is nested too deeply")
            return .null
        }
        guard index < bytes.count else {
            fail("it breaks off")
            return .null
        }
        switch bytes[index] {
        case 0x7B: return object(depth: depth)
        case 0x5B: return array(depth: depth)
        case 0x22: return .string(string())
        case 0x2D, 0x30...0x39: return number()
        default:
            for (word, value) in [("true", LooseJSON.bool(true)), ("false", .bool(false)), ("null", .null)]
            where bytes[index...].starts(with: word.utf8) {
                index += word.utf8.count
                return value
            }
            fail("this is no JSON")
            return .null
        }
    }

    /// After a value: whether another one follows.
    private mutating func goesOn(until end: UInt8) -> Bool {
        skipSpace()
        guard problem == nil else { return false }
        guard index < bytes.count else {
            fail("it breaks off")
            return false
        }
        if bytes[index] == 0x2C {
            index += 1
            return true
        }
        if bytes[index] == end { index += 1 } else { fail("a comma is missing") }
        return false
    }

    private mutating func array(depth: Int) -> LooseJSON {
        index += 1
        var elements: [LooseJSON] = []
        skipSpace()
        if index < bytes.count, bytes[index] == 0x5D {
            index += 1
            return .array([])
        }
        repeat {
            let element = value(depth: depth + 1)
            // An element that breaks off is none.
            if problem != nil { break }
            elements.append(element)
        } while goesOn(until: 0x5D)
        return .array(elements)
    }

    private mutating func object(depth: Int) -> LooseJSON {
        index += 1
        var fields: [String: LooseJSON] = [:]
        skipSpace()
        if index < bytes.count, bytes[index] == 0x7D {
            index += 1
            return .object([:])
        }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == 0x22 else {
                fail("a name is missing")
                break
            }
            let name = string()
            skipSpace()
            guard index < bytes.count, bytes[index] == 0x3A else {
                fail("a colon is missing")
                break
            }
            index += 1
            let value = value(depth: depth + 1)
            if problem == nil || !value.isNull { fields[name] = value }
        } while goesOn(until: 0x7D)
        return .object(fields)
    }

    private mutating func number() -> LooseJSON {
        let start = index
        while index < bytes.count, bytes[index].isASCIIDigit || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[index]) {
            index += 1
        }
        guard let number = Double(bytes[start..<index].string) else {
            fail("this is no number")
            return .null
        }
        return .number(number)
    }

    private mutating func string() -> String {
        index += 1
        var start = index
        var out: [UInt8] = []
        while index < bytes.count, bytes[index] != 0x22 {
            if bytes[index] == 0x5C {
                out += bytes[start..<index]
                index += 1
                escape(into: &out)
                start = index
            } else {
                index += 1
            }
        }
        guard index < bytes.count else {
            fail("a text breaks off")
            return ""
        }
        let plain = bytes[start..<index]
        index += 1
        return out.isEmpty ? plain.string : (out + plain).string
    }

    private mutating func escape(into out: inout [UInt8]) {
        guard index < bytes.count else { return }
        let mark = bytes[index]
        index += 1
        switch mark {
        case 0x6E: out.append(0x0A)
        case 0x74: out.append(0x09)
        case 0x72: out.append(0x0D)
        case 0x62, 0x66: out.append(0x20)
        case 0x75:
            var code = unit()
            // A pair of surrogates is one character; half of one is none.
            if (0xD800..<0xDC00).contains(code), index + 1 < bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75
            {
                index += 2
                let low = unit()
                if (0xDC00..<0xE000).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
            }
            if code != 0 { out += Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8) }
        default: out.append(mark)
        }
    }

    private mutating func unit() -> UInt32 {
        let end = min(index + 4, bytes.count)
        defer { index = end }
        return UInt32(bytes[index..<end].string, radix: 16) ?? 0xFFFD
    }
}
