import Foundation

/// The JSON values of an index's files, as `AudienceIndex` writes them.
enum IndexFormat {
    /// `index.js`.
    struct Head: Decodable {
        var format: Int
        var docs: Int
        var terms: String
        var texts: String
        /// How many bits the numbers of units have.
        var bits: Int
        var minor: String?
        var front: String
        var back: String
        var groups: [[String]]
        var topics: [[String]]
        var synonyms: [[String]]
    }

    /// A file of words.
    struct Node: Decodable {
        var w: String
        var t: String
    }

    /// A unit in a file of fragments.
    struct Fragment: Decodable {
        var u: String
        var t: String
        var k: Int
        var s: String?
        var l: String?
        var g: String?
        var d: String?
        var p: [[String]]
    }

    /// The JSON value in a file; nil for what is no file of an index.
    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        guard bytes.starts(with: ShardWriter.prefix), bytes.count > ShardWriter.prefix.count + ShardWriter.suffix.count
        else { return nil }
        let json = bytes[ShardWriter.prefix.count..<(bytes.count - ShardWriter.suffix.count)]
        return try? JSONDecoder().decode(type, from: Data(json))
    }

    static func base64(_ text: String) -> [UInt8] { Data(base64Encoded: text).map { Array($0) } ?? [] }

    /// The numbers of a column (`VariableBytes`).
    static func numbers(_ bytes: [UInt8]) -> [Int] {
        var numbers: [Int] = []
        var value = 0
        var shift = 0
        for byte in bytes {
            value |= Int(byte & 127) << shift
            shift += 7
            if byte < 128 || shift > 56 {
                numbers.append(value)
                value = 0
                shift = 0
            }
        }
        return numbers
    }
}
