import Glibc

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
    private let nameEnd: Int
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
        attributes.reserveCapacity(16)
        while true {
            let gap = index
            while index < end, bytes[index] <= 0x20 { index += 1 }
            if index == end { break }
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
}

/// Character data and attribute values.
enum XMLText {
    /// Resolves references, normalises white space of attributes, and drops the control characters that XML forbids and
    /// exports hold all the same.
    static func decode(
        _ raw: ArraySlice<UInt8>, isAttribute: Bool, repairs: inout Set<String>
    ) throws(XMLProblem) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var index = raw.startIndex
        let end = raw.endIndex
        while index < end {
            // Text without anything to do goes over in one piece: a dump is mostly that.
            let plain = raw.withUnsafeBufferPointer { bytes -> Int in
                var next = index - raw.startIndex
                while next < bytes.count, bytes[next] >= 0x20, bytes[next] != 0x26 { next += 1 }
                return next + raw.startIndex
            }
            if plain > index {
                out += raw[index..<plain]
                index = plain
                if index == end { break }
            }
            switch raw[index] {
            case 0x26:
                guard let close = raw[index..<min(index + 12, end)].firstIndex(of: 0x3B),
                    let scalar = reference(raw[(index + 1)..<close])
                else {
                    let name = String(decoding: raw[index..<min(index + 12, end)].prefix { $0 != 0x3B }, as: UTF8.self)
                    throw XMLProblem(kind: .malformed, message: "'\(name)' is no character reference", line: 0)
                }
                if scalar < 0x20, ![9, 10, 13].contains(scalar) {
                    repairs.insert("text:control-characters")
                } else if scalar < 0x80 {
                    out.append(UInt8(scalar))
                } else if let character = Unicode.Scalar(scalar) {
                    out += UTF8.encode(character).map { Array($0) } ?? []
                } else {
                    repairs.insert("text:encoding")
                }
                index = close + 1
                continue
            case 0x09, 0x0A, 0x0D: out.append(isAttribute ? 0x20 : raw[index])
            default: repairs.insert("text:control-characters")
            }
            index += 1
        }
        if let valid = String(validating: out, as: UTF8.self) { return valid }
        repairs.insert("text:encoding")
        return String(decoding: out, as: UTF8.self)
    }

    private static func reference(_ name: ArraySlice<UInt8>) -> UInt32? {
        let start = name.startIndex
        func has(_ text: StaticString) -> Bool {
            guard name.count == text.utf8CodeUnitCount else { return false }
            for offset in 0..<name.count where name[start + offset] != text.utf8Start[offset] { return false }
            return true
        }
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
        guard name.first == 0x23, name.count > 1 else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.first == 0x78 || digits.first == 0x58
        return UInt32(String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self), radix: isHex ? 16 : 10)
    }
}
