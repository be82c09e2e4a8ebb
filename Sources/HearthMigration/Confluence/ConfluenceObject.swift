/// One object of `entities.xml`: `<id>`, `<property>` and `<collection>` elements, whose values are texts or the ids of
/// other objects. All values are read from the bytes when they are asked for.
struct ConfluenceObject {
    private struct Property {
        var name: Range<Int>
        /// Of a reference to another object.
        var type: String?
        var value: Range<Int>
        var isCollection: Bool
    }

    private let bytes: [UInt8]
    private var properties: [Property] = []
    private var idRange: Range<Int>?

    /// Nil when the bytes are not one object.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard ByteText.has("<object", in: bytes, at: 0, to: bytes.count),
            let head = XMLTag.find(0x3E, in: bytes, from: 0, to: bytes.count)
        else { return nil }
        var index = head + 1
        while let open = XMLTag.find(0x3C, in: bytes, from: index, to: bytes.count) {
            guard open + 1 < bytes.count, let end = XMLTag.find(0x3E, in: bytes, from: open, to: bytes.count) else {
                break
            }
            index = end + 1
            if bytes[open + 1] == 0x2F || bytes[end - 1] == 0x2F { continue }
            let isProperty = ByteText.has("<property", in: bytes, at: open, to: bytes.count)
            let isCollection = ByteText.has("<collection", in: bytes, at: open, to: bytes.count)
            if isProperty || isCollection {
                guard let close = Self.close(isProperty ? "</property>" : "</collection>", bytes, from: end + 1) else {
                    return nil
                }
                if let name = Self.attribute("name=", bytes, open..<end) {
                    let type = Self.attribute("class=", bytes, open..<end).map { bytes[$0].string }
                    properties.append(
                        Property(name: name, type: type, value: (end + 1)..<close, isCollection: isCollection))
                }
                index = close
            } else if idRange == nil, ByteText.has("<id", in: bytes, at: open, to: bytes.count),
                let close = Self.close("</id>", bytes, from: end + 1)
            {
                idRange = (end + 1)..<close
                index = close
            }
        }
    }

    /// The place of an end tag, marked sections passed over.
    private static func close(_ tag: StaticString, _ bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while let open = XMLTag.find(0x3C, in: bytes, from: index, to: bytes.count) {
            if ByteText.has("<![cdata[", in: bytes, at: open, to: bytes.count) {
                guard let end = ByteText.find("]]>", in: bytes, from: open, to: bytes.count) else { return nil }
                index = end + 3
            } else if ByteText.has(tag, in: bytes, at: open, to: bytes.count) {
                return open
            } else {
                index = open + 1
            }
        }
        return nil
    }

    private static func attribute(_ name: StaticString, _ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        guard let mark = ByteText.find(name, in: bytes, from: range.lowerBound, to: range.upperBound) else {
            return nil
        }
        let start = mark + name.utf8CodeUnitCount + 1
        guard start <= range.upperBound,
            let end = XMLTag.find(bytes[start - 1], in: bytes, from: start, to: range.upperBound)
        else { return nil }
        return start..<end
    }

    private func property(_ name: StaticString) -> Property? {
        let count = name.utf8CodeUnitCount
        return properties.first { property in
            property.name.count == count
                && (0..<count).allSatisfy { bytes[property.name.lowerBound + $0] == name.utf8Start[$0] }
        }
    }

    /// Names of the properties that have a value.
    var filled: Set<String> {
        Set(properties.filter { !Self.text(bytes, $0.value).trimmed().isEmpty }.map { bytes[$0.name].string })
    }

    // MARK: Values

    /// The value as bytes, marked sections taken as they are and references resolved. Characters that XML forbids go.
    func raw(_ name: StaticString) -> [UInt8]? { property(name).map { Self.text(bytes, $0.value) } }

    /// The text without white space at its ends; nil when there is none.
    func text(_ name: StaticString) -> String? {
        guard let value = raw(name)?.trimmed(), !value.isEmpty else { return nil }
        return value.string
    }

    func integer(_ name: StaticString) -> Int? { text(name).flatMap { Int($0) } }

    /// The id of the object that a property names, and its class.
    func reference(_ name: StaticString) -> (type: String, id: String)? {
        guard let property = property(name), let type = property.type, let id = ids(in: property.value).first else {
            return nil
        }
        return (type, id)
    }

    func number(_ name: StaticString) -> Int? { reference(name).flatMap { Int($0.id) } }

    func numbers(_ name: StaticString) -> [Int] {
        property(name).map { ids(in: $0.value).compactMap { Int($0) } } ?? []
    }

    var id: String { idRange.map { Self.text(bytes, $0).trimmed().string } ?? "" }

    private func ids(in range: Range<Int>) -> [String] {
        var found: [String] = []
        var index = range.lowerBound
        while let open = ByteText.find("<id", in: bytes, from: index, to: range.upperBound),
            let end = XMLTag.find(0x3E, in: bytes, from: open, to: range.upperBound),
            let close = Self.close("</id>", bytes, from: end + 1), close <= range.upperBound
        {
            found.append(Self.text(bytes, (end + 1)..<close).trimmed().string)
            index = close
        }
        return found
    }

    private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        var index = range.lowerBound
        // White space around a marked section is the exporter's, not the author's.
        let holdsSection = ByteText.find("<![cdata[", in: bytes, from: range.lowerBound, to: range.upperBound) != nil
        while index < range.upperBound {
            let open = ByteText.find("<![cdata[", in: bytes, from: index, to: range.upperBound) ?? range.upperBound
            let outside = bytes[index..<open]
            if !(holdsSection && outside.allSatisfy { $0 <= 0x20 }) { out += decoded(outside) }
            guard open < range.upperBound else { break }
            let end = ByteText.find("]]>", in: bytes, from: open, to: range.upperBound) ?? range.upperBound
            out += bytes[(open + 9)..<end]
            index = min(range.upperBound, end + 3)
        }
        out.removeAll { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        if let valid = String(validating: out, as: UTF8.self) { return Array(valid.utf8) }
        return Array(out.string.utf8)
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(0x26) else { return Array(text) }
        return Array(ByteText.decodeReferences(text.string).utf8)
    }
}
