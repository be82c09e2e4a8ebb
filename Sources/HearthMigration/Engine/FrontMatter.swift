/// Writes YAML front matter. Only what importers need: scalars, lists on one line, and maps one level deep.
package struct FrontMatter {
    private var text = "---\n"

    package init() {}

    /// The block with its fences.
    package var block: String { text + "---\n" }

    /// A whole page: the block, and after a blank line the text, if there is any.
    func page(_ body: [UInt8]) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(text.utf8.count + 5 + body.count)
        page += text.utf8
        page += (body.isEmpty ? "---\n" : "---\n\n").utf8
        page += body
        return page
    }

    /// `key: value`, quoted where YAML would read something else than this text; nil writes nothing.
    package mutating func add(_ key: String, _ value: String?) {
        if let value { line(key, Self.scalar(value)) }
    }

    /// Appended piece by piece: an export has a million of these lines.
    private mutating func line(_ key: String, _ value: String) {
        text += key
        text += ": "
        text += value
        text += "\n"
    }

    package mutating func add(_ key: String, plain value: (some CustomStringConvertible)?) {
        if let value { text += "\(key): \(value)\n" }
    }

    package mutating func add(_ key: String, list values: [String]) {
        if !values.isEmpty { line(key, Self.list(values)) }
    }

    /// Who wrote the page, by their handles.
    mutating func add(authors handles: [String]) {
        if handles.count < 2 {
            add("author", handles.first.map { "@" + $0 })
        } else {
            add("authors", list: handles.map { "@" + $0 })
        }
    }

    /// Old addresses, one a line; those that no server could send on are left out, and of two that are one the second.
    package mutating func add(_ key: String, lines addresses: [String]) {
        var seen: Set<String> = []
        let values = addresses.filter { OldAddress.isUsable($0) && seen.insert(OldAddress.key($0)).inserted }
        if values.isEmpty { return }
        text += key
        text += ":\n"
        for value in values {
            text += "  - "
            text += Self.scalar(value)
            text += "\n"
        }
    }

    /// A map; values must be YAML already (`scalar`, `list`), nil ones are left out.
    package mutating func add(_ key: String, map: [(String, String?)]) {
        text += key
        text += ":\n"
        for case (let name, let value?) in map {
            text += "  "
            line(name, value)
        }
    }

    package static func list(_ values: [String]) -> String {
        "[" + values.map { scalar($0, inList: true) }.joined(separator: ", ") + "]"
    }

    /// A scalar that every YAML reader takes for this text.
    package static func scalar(_ value: String, inList: Bool = false) -> String {
        isPlain(value, inList: inList) ? value : quoted(value)
    }

    private static func isPlain(_ value: String, inList: Bool) -> Bool {
        guard let first = value.utf8.first, value.utf8.last != 0x20, value.utf8.last != 0x3A else { return false }
        switch first {
        case 0x61...0x7A, 0x41...0x5A, 0x80...0xFF: break
        case 0x2F: break
        default:
            if !isDate(value) { return false }
        }
        var before: UInt8 = 0
        var isASCII = true
        for byte in value.utf8 {
            if byte >= 0x80 { isASCII = false }
            switch byte {
            case 0..<0x20, 0x7F: return false
            case 0x23 where before == 0x20: return false
            case 0x20 where before == 0x3A: return false
            // Older YAML readers trip over a colon in a list even without a space behind it.
            case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D, 0x3A, 0x22, 0x27, 0x60: if inList { return false }
            default: break
            }
            before = byte
        }
        // Invisible and line-breaking characters beyond ASCII.
        if isASCII { return value.utf8.count > 5 || !words.contains(value.lowercased()) }
        for scalar in value.unicodeScalars where !scalar.isASCII {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse:
                return false
            default: continue
            }
        }
        return value.utf8.count > 5 || !words.contains(value.lowercased())
    }

    /// What YAML readers take for something else than text.
    private static let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"]

    /// Dates are written plainly; other text that starts with a digit is quoted, lest it read as a number.
    private static func isDate(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        guard bytes.count == 10 || bytes.count == 20, bytes.allSatisfy({ $0 < 0x80 }) else { return false }
        let digits = [0, 1, 2, 3, 5, 6, 8, 9] + (bytes.count == 20 ? [11, 12, 14, 15, 17, 18] : [])
        return digits.allSatisfy { (0x30...0x39).contains(bytes[$0]) } && bytes[4] == 0x2D && bytes[7] == 0x2D
            && (bytes.count == 10 || (bytes[10] == 0x54 && bytes[13] == 0x3A && bytes[16] == 0x3A && bytes[19] == 0x5A))
    }

    private static func quoted(_ value: String) -> String {
        // Most texts need nothing but the quotes.
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) { return "\"" + value + "\"" }
        var out = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            case " "..."~": out.unicodeScalars.append(scalar)
            default:
                let category = scalar.properties.generalCategory
                let isHidden = [.control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse]
                    .contains(category)
                if isHidden || (category == .spaceSeparator && scalar != " ") {
                    let hex = String(scalar.value, radix: 16, uppercase: true)
                    let wide = scalar.value > 0xFFFF
                    out += (wide ? "\\U" : "\\u") + String(repeating: "0", count: (wide ? 8 : 4) - hex.count) + hex
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
