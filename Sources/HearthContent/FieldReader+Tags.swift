import HearthModel

/// Names of topics, and what word processors and other programs write between them.
extension FieldReader {
    mutating func tag(_ key: String) -> Reference? { reference(key).flatMap { tag($0, key, isOne: true) } }

    mutating func tags(_ key: String) -> [Reference] { references(key).compactMap { tag($0, key) } }

    private mutating func tag(_ written: Reference, _ key: String, isOne: Bool = false) -> Reference? {
        let name = Self.plainTag(written.value)
        let words = written.value.split(separator: " ")
        if words.count > 1, words.allSatisfy({ $0.first == "#" && $0.count > 1 }) {
            report(
                kinds.wrongType, written.line, "'\(key)' holds several names in one text: '\(written.value)'",
                help: isOne ? "name one" : "write a list: [\(words.map { $0.dropFirst() }.joined(separator: ", "))]")
            return nil
        }
        if let sign = name.unicodeScalars.first(where: { $0 == "," || $0 == ";" }) {
            let isInParentheses = name.first == "(" && name.last == ")"
            let list = isInParentheses ? name.dropFirst().dropLast() : name[...]
            let parts = list.split { $0 == "," || $0 == ";" }.map { Self.plainTag(String($0)) }.filter { !$0.isEmpty }
            report(
                kinds.wrongType, written.line, "'\(key)' holds a \(sign == "," ? "comma" : "semicolon"): '\(name)'",
                help: isOne ? "name one" : "write a list: [\(parts.joined(separator: ", "))]")
            return nil
        }
        // YAML has cut `[“one, two”]` at the comma.
        guard name.unicodeScalars.count(where: Self.doubleQuotes.contains).isMultiple(of: 2) else {
            report(
                kinds.wrongType, written.line, "'\(key)' holds half of a pair of quotation marks: '\(name)'",
                help: "write straight quotation marks, or none: [one, two]")
            return nil
        }
        return name.isEmpty ? nil : Located(name, line: written.line)
    }

    /// `#safety`, `“safety”` → `safety`: a word processor has made the quotation marks of YAML its own.
    private static func plainTag(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        func trim() {
            while scalars.first == " " { scalars.removeFirst() }
            while scalars.last == " " { scalars.removeLast() }
        }
        trim()
        if scalars.count > 1, let first = scalars.first, let last = scalars.last,
            doubleQuotes.contains(first) && doubleQuotes.contains(last)
                || singleOpeners.contains(first) && singleClosers.contains(last)
        {
            let inner = scalars.dropFirst().dropLast()
            // `“one” and “two”` is not in quotation marks.
            if !inner.contains(where: { doubleQuotes.contains($0) || singleOpeners.contains($0) }) {
                scalars = inner
                trim()
            }
        }
        if scalars.first == "#" { scalars.removeFirst() }
        return String(scalars)
    }

    private static let doubleQuotes: Set<Unicode.Scalar> = ["\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "«", "»"]
    private static let singleOpeners: Set<Unicode.Scalar> = ["\u{2018}", "\u{201A}", "\u{201B}"]
    private static let singleClosers: Set<Unicode.Scalar> = ["\u{2018}", "\u{2019}", "\u{201B}"]
}
