import Glibc
import HearthModel

/// What is wrong with an XML file, and where.
package struct XMLProblem: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Not well-formed: nothing behind this point can be trusted.
        case malformed
        /// The file ends in the middle.
        case truncated
        /// It declares entities, which exports never do and attacks do.
        case entities
        /// An encoding other than UTF-8.
        case encoding
        /// A record larger than `XMLReader.maximumRecord`.
        case tooLarge
    }

    package var kind: Kind
    package var message: String
    package var line: Int
}

/// One start tag, with its raw bytes: enough to read `<row Id="1" …/>` records and to hash them.
package struct XMLTag: Sendable {
    /// From `<` to `>`, as in the file.
    package let bytes: [UInt8]
    /// Where the name ends in `bytes`.
    let nameEnd: Int
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    package let isSelfClosing: Bool

    package var name: String { String(decoding: bytes[1..<nameEnd], as: UTF8.self) }

    /// Reads a whole tag; `line` is for the message when it is malformed.
    package init(_ bytes: [UInt8], line: Int) throws(XMLProblem) {
        self.bytes = bytes
        func problem(_ message: String) -> XMLProblem { XMLProblem(kind: .malformed, message: message, line: line) }
        var end = bytes.count - 1
        guard bytes.count > 2, bytes[0] == 0x3C, bytes[end] == 0x3E else { throw problem("not a tag") }
        isSelfClosing = bytes[end - 1] == 0x2F
        if isSelfClosing { end -= 1 }
        var index = 1
        while index < end, Self.isNameByte(bytes[index]) { index += 1 }
        nameEnd = index
        guard nameEnd > 1 else { throw problem("a tag without a name") }
        while true {
            let gap = index
            while index < end, bytes[index] <= 0x20 { index += 1 }
            if index == end { break }
            if attributes.isEmpty { attributes.reserveCapacity(16) }
            let start = index
            while index < end, Self.isNameByte(bytes[index]) { index += 1 }
            let name = start..<index
            while index < end, bytes[index] <= 0x20 { index += 1 }
            guard !name.isEmpty, gap < start, index < end, bytes[index] == 0x3D else {
                throw problem("an attribute without a value")
            }
            index += 1
            while index < end, bytes[index] <= 0x20 { index += 1 }
            guard index < end, bytes[index] == 0x22 || bytes[index] == 0x27 else {
                throw problem("an attribute value without quotes")
            }
            let quote = bytes[index]
            let valueStart = index + 1
            index = Self.find(quote, in: bytes, from: valueStart, to: end) ?? end
            guard index < end else { throw problem("an attribute value without an end") }
            attributes.append((name, valueStart..<index))
            index += 1
        }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x2D, 0x2E, 0x3A, 0x80...0xFF: true
        default: false
        }
    }

    static func find(_ byte: UInt8, in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base + start, Int32(byte), end - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    // MARK: Values

    private func range(of name: StaticString) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        for attribute in attributes where attribute.name.count == length {
            var same = true
            for offset in 0..<length where bytes[attribute.name.lowerBound + offset] != name.utf8Start[offset] {
                same = false
                break
            }
            if same { return attribute.value }
        }
        return nil
    }

    package func has(_ name: StaticString) -> Bool { range(of: name) != nil }

    /// Names and values of the attributes in order, as bytes; values with their references.
    func forEachAttribute(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for attribute in attributes { body(bytes[attribute.name], bytes[attribute.value]) }
    }

    /// The names of the attributes in order, as bytes.
    func forEachName(_ body: (ArraySlice<UInt8>) -> Void) {
        for attribute in attributes { body(bytes[attribute.name]) }
    }

    /// A whole number; nil when the attribute is missing or is none.
    package func integer(_ name: StaticString) -> Int? {
        guard let range = range(of: name), !range.isEmpty, range.count < 19 else { return nil }
        var value = 0
        let isNegative = bytes[range.lowerBound] == 0x2D
        let digits = isNegative ? range.dropFirst() : range
        guard !digits.isEmpty else { return nil }
        for index in digits {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return isNegative ? -value : value
    }

    /// The value with references resolved. `repairs` names what had to be mended to get at it.
    package func text(_ name: StaticString, repairs: inout Set<String>) throws(XMLProblem) -> String? {
        guard let range = range(of: name) else { return nil }
        return try XMLText.decode(bytes[range], isAttribute: true, repairs: &repairs)
    }

    /// The same as bytes in UTF-8.
    func textBytes(_ name: StaticString, repairs: inout Set<String>) throws(XMLProblem) -> [UInt8]? {
        guard let range = range(of: name) else { return nil }
        return try XMLText.decodeBytes(bytes[range], isAttribute: true, repairs: &repairs)
    }
}

/// Character data and attribute values.
enum XMLText {
    /// Resolves references, normalises white space of attributes, and drops the control characters that XML forbids and
    /// exports hold all the same.
    static func decode(
        _ raw: ArraySlice<UInt8>, isAttribute: Bool, repairs: inout Set<String>
    ) throws(XMLProblem) -> String {
        let bytes = try decodeBytes(raw, isAttribute: isAttribute, repairs: &repairs)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same as bytes, which are valid UTF-8.
    static func decodeBytes(
        _ raw: ArraySlice<UInt8>, isAttribute: Bool, repairs: inout Set<String>
    ) throws(XMLProblem) -> [UInt8] {
        var found: Set<String> = []
        var malformed: String?
        // A reference is never shorter than what it stands for.
        var out = [UInt8](uninitialized: raw.count) { target, count in
            raw.withUnsafeBufferPointer { source in
                var reader = Reader(source: source, target: target, isAttribute: isAttribute)
                reader.run()
                (count, malformed, found) = (reader.count, reader.malformed, reader.repairs)
            }
        }
        if let malformed {
            throw XMLProblem(kind: .malformed, message: "'\(malformed)' is no character reference", line: 0)
        }
        if (try? UTF8Span(validating: out.span)) == nil {
            found.insert("text:encoding")
            out = Array(TextEncoding.mended(out).utf8)
        }
        if !found.isEmpty { repairs.formUnion(found) }
        return out
    }

    private struct Reader {
        let source: UnsafeBufferPointer<UInt8>
        let target: UnsafeMutableBufferPointer<UInt8>
        let isAttribute: Bool
        var count = 0
        var malformed: String?
        var repairs: Set<String> = []

        init(source: UnsafeBufferPointer<UInt8>, target: UnsafeMutableBufferPointer<UInt8>, isAttribute: Bool) {
            self.source = source
            self.target = target
            self.isAttribute = isAttribute
        }

        private mutating func append(_ byte: UInt8) {
            target[count] = byte
            count += 1
        }

        mutating func run() {
            var index = 0
            while index < source.count {
                // Text without anything to do: a dump is mostly that.
                let plain = ByteText.plainCount(source, from: index)
                if plain > 0, let from = source.baseAddress, let to = target.baseAddress {
                    memcpy(to + count, from + index, plain)
                    count += plain
                    index += plain
                    continue
                }
                let byte = source[index]
                switch byte {
                case 0x3C: append(byte)
                case 0x26:
                    guard let end = reference(at: index) else { return }
                    index = end
                    continue
                case 0x09, 0x0A, 0x0D: append(isAttribute ? 0x20 : byte)
                default: repairs.insert("text:control-characters")
                }
                index += 1
            }
        }

        /// Writes what the reference at `index` stands for; answers where it ends, nil when it is none.
        private mutating func reference(at index: Int) -> Int? {
            let limit = min(index + 12, source.count)
            var close = index + 1
            while close < limit, source[close] != 0x3B { close += 1 }
            let name = UnsafeBufferPointer(rebasing: source[(index + 1)..<close])
            guard close < limit, let scalar = XMLText.reference(name) else {
                malformed = String(decoding: source[index..<close], as: UTF8.self)
                return nil
            }
            if scalar < 0x20, scalar != 9, scalar != 10, scalar != 13 {
                repairs.insert("text:control-characters")
            } else if scalar < 0x80 {
                append(UInt8(scalar))
            } else if let character = Unicode.Scalar(scalar) {
                if let bytes = UTF8.encode(character) { for byte in bytes { append(byte) } }
            } else {
                repairs.insert("text:encoding")
            }
            return close + 1
        }
    }

    private static func reference(_ name: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard let start = name.baseAddress else { return nil }
        func has(_ text: StaticString) -> Bool { memcmp(start, text.utf8Start, name.count) == 0 }
        switch name.count {
        case 2:
            if has("lt") { return 0x3C }
            if has("gt") { return 0x3E }
        case 3 where has("amp"): return 0x26
        case 4:
            if has("quot") { return 0x22 }
            if has("apos") { return 0x27 }
        default: break
        }
        guard name.count > 1, name[0] == 0x23 else { return nil }
        let isHex = name[1] | 0x20 == 0x78
        var value: UInt32 = 0
        let digits = name.dropFirst(isHex ? 2 : 1)
        for byte in digits {
            switch byte {
            case 0x30...0x39: value = value &* (isHex ? 16 : 10) &+ UInt32(byte - 0x30)
            case 0x41...0x46 where isHex, 0x61...0x66 where isHex: value = value &* 16 &+ UInt32((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return digits.isEmpty || digits.count > (isHex ? 8 : 9) ? nil : value
    }
}
