import HearthModel

/// Who wrote a mail, as its `From` tells in one of many forms: `Jo Larsen <jo@corp.example>`,
/// `jo at corp.example (Jo Larsen)`, `"Larsen, Jo" jo@CORP.EXAMPLE`.
struct MailName: Sendable, Hashable {
    /// As people call them; empty when only an address is known.
    var name: String
    /// In lower case; nil when there is none, or it is the list's own.
    var address: String?

    init(_ field: String) {
        var text = field
        address = nil
        name = ""
        if let found = Self.address(in: text) {
            address = found.address
            text.removeSubrange(found.range)
        }
        // What is left: quotes, brackets, and the name in them.
        let plain = text.map { "<>\"()".contains($0) ? " " : $0 }
        var words = String(plain).split(separator: " ").map(String.init)
        // A list that hides its members puts its own address in their place: `Jo Larsen via Lift`.
        if let via = words.firstIndex(of: "via"), via > 0 {
            words = Array(words[..<via])
            address = nil
        }
        name = Self.tidy(words.joined(separator: " "))
        if name.contains("@") || name.contains("....") || MailName.address(in: name) != nil { name = "" }
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.properties.generalCategory == .format
    }

    /// The first address, spelled `jo@corp.example`, `jo at corp.example` or cut short (`jo@corp....`).
    private static func address(in text: String) -> (address: String, range: Range<String.Index>)? {
        func bounds(_ mark: Range<String.Index>) -> (address: String, range: Range<String.Index>)? {
            let stops = "<>\"(), \t;:"
            var start = mark.lowerBound
            while start > text.startIndex, !stops.contains(text[text.index(before: start)]) {
                start = text.index(before: start)
            }
            var end = mark.upperBound
            while end < text.endIndex, !stops.contains(text[end]) { end = text.index(after: end) }
            let local = text[start..<mark.lowerBound]
            let host = text[mark.upperBound..<end]
            guard !local.isEmpty, !host.isEmpty,
                mark.upperBound == text.index(after: mark.lowerBound) || host.contains(".")
            else { return nil }
            return ((local + "@" + host).lowercased(), start..<end)
        }
        if let mark = text.firstIndex(of: "@"), let found = bounds(mark..<text.index(after: mark)) { return found }
        for mark in text.ranges(of: " at ") { if let found = bounds(mark) { return found } }
        return nil
    }

    /// `Larsen, Jo [IT]` is Jo Larsen.
    private static func tidy(_ text: String) -> String {
        var name = text
        if let open = name.firstIndex(of: "["), open > name.startIndex { name = String(name[..<open]) }
        name = name.split(separator: " ").joined(separator: " ")
        while let last = name.last, ",;'".contains(last) { name.removeLast() }
        while let first = name.first, ",;'.".contains(first) { name.removeFirst() }
        let parts = name.split(separator: ",", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
        if parts.count == 2, parts[0].count == 1, (1...3).contains(parts[1].count) {
            name = (parts[1] + parts[0]).joined(separator: " ")
        }
        return name.split(separator: " ").joined(separator: " ")
    }

    /// What to call somebody of whom only an address is known: `jo.larsen@…` is Jo Larsen.
    static func name(ofAddress address: String) -> String {
        let local = address.prefix { $0 != "@" && $0 != "+" }
        let words = local.split { "._-".contains($0) }
        guard words.count > 1, words.allSatisfy({ $0.allSatisfy(\.isLetter) }) else { return String(local) }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}

/// Subjects, and what mail programs put in front of them.
enum MailSubject {
    private static let replies: Set<String> = [
        "re", "aw", "antw", "antwort", "sv", "vs", "ref", "rif", "odp", "ynt", "res", "r", "atb", "回复", "答复", "回覆",
    ]
    private static let forwards: Set<String> = ["fw", "fwd", "wg", "tr", "enc", "doorst", "vl", "转发"]

    struct Parts: Sendable, Hashable {
        /// Without marks in front.
        var title: String
        /// The list's name in brackets.
        var tag: String?
        var isReply = false
        var isForward = false
    }

    static func parts(_ subject: String) -> Parts {
        var parts = Parts(title: "")
        var text = Substring(subject)
        // Some archivers put the whole into quotes.
        if text.count > 2, text.first == "'", text.last == "'" { text = text.dropFirst().dropLast() }
        while true {
            text = text.drop { $0.isWhitespace }
            if text.first == "[", let close = text.firstIndex(of: "]"), parts.tag == nil,
                text.distance(from: text.startIndex, to: close) <= 40,
                text[text.index(after: close)...].contains(where: { !$0.isWhitespace })
            {
                parts.tag = String(text[text.index(after: text.startIndex)..<close])
                text = text[text.index(after: close)...]
                continue
            }
            guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { break }
            // `Re[2]:` and `RE(3):` count replies.
            let word = text[..<colon].prefix { !"[(".contains($0) && !$0.isWhitespace }.lowercased()
            let rest = text[..<colon].dropFirst(word.count)
            guard rest.allSatisfy({ "[]()^ ".contains($0) || $0.isNumber }) else { break }
            if replies.contains(word) {
                parts.isReply = true
            } else if forwards.contains(word) {
                parts.isForward = true
            } else {
                break
            }
            text = text[text.index(after: colon)...]
        }
        parts.title = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return parts
    }
}
