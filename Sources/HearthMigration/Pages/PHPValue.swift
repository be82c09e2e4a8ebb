/// A value that PHP's `serialize` wrote: what DokuWiki keeps about its pages.
///
/// https://www.php.net/manual/en/function.serialize.php; objects are not read, for they are what attacks use.
indirect enum PHPValue: Sendable, Hashable {
    case text(String)
    case integer(Int)
    case other
    case map([String: PHPValue])

    private static let maximumDepth = 50

    /// Nil when the bytes are no such value.
    static func parse(_ bytes: [UInt8]) -> PHPValue? {
        var index = 0
        return parse(bytes, &index, depth: 0)
    }

    subscript(key: String) -> PHPValue? {
        if case .map(let map) = self { map[key] } else { nil }
    }

    var text: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let number): "\(number)"
        default: nil
        }
    }

    var integer: Int? {
        switch self {
        case .integer(let number): number
        case .text(let text): Int(text)
        default: nil
        }
    }

    private static func parse(_ bytes: [UInt8], _ index: inout Int, depth: Int) -> PHPValue? {
        guard depth < maximumDepth, index + 1 < bytes.count else { return nil }
        let kind = bytes[index]
        index += 2
        switch kind {
        case 0x4E: return .other
        case 0x69, 0x62, 0x64:
            guard let number = until(0x3B, bytes, &index) else { return nil }
            return kind == 0x64 ? .other : Int(number).map { .integer($0) }
        case 0x73:
            guard let count = until(0x3A, bytes, &index).flatMap({ Int($0) }), count >= 0, count < bytes.count,
                index + count + 2 < bytes.count + 1
            else { return nil }
            let text = bytes[(index + 1)..<min(bytes.count, index + 1 + count)].string
            index += count + 3
            return .text(text)
        case 0x61:
            guard let count = until(0x3A, bytes, &index).flatMap({ Int($0) }), count >= 0, index < bytes.count else {
                return nil
            }
            index += 1
            var map: [String: PHPValue] = [:]
            for _ in 0..<min(count, bytes.count) {
                guard let key = parse(bytes, &index, depth: depth + 1)?.text ?? emptyKey(bytes, index),
                    let value = parse(bytes, &index, depth: depth + 1)
                else { return nil }
                map[key] = value
            }
            index += 1
            return .map(map)
        default: return nil
        }
    }

    /// The key `""` is a text, but an empty one.
    private static func emptyKey(_ bytes: [UInt8], _ index: Int) -> String? {
        index >= 5 && index <= bytes.count && bytes[(index - 5)..<index].elementsEqual("0:\"\";".utf8) ? "" : nil
    }

    private static func until(_ byte: UInt8, _ bytes: [UInt8], _ index: inout Int) -> String? {
        guard index < bytes.count,
            let end = ByteText.find(byte, in: bytes, from: index, to: min(bytes.count, index + 40))
        else {
            return nil
        }
        defer { index = end + 1 }
        return bytes[index..<end].string
    }
}
