/// What pipermail writes in the place of the parts of a mail that it took out.
///
/// `-------------- next part --------------` (https://docs.list.org/, Mailman's `Scrubber.py`) in the language of the list:
/// known by its dashes and by the address that follows.
struct MailScrubbed {
    private(set) var lines: [MailLine] = []
    /// Files that the archive holds in another place.
    private(set) var files: [(name: String, address: String)] = []
    /// How many of them were the same text as HTML.
    private(set) var otherForms = 0

    /// Nil when nothing was taken out.
    init?(_ source: [MailLine]) {
        var index = 0
        var isFound = false
        while index < source.count {
            guard Self.isPart(source[index]) else {
                lines.append(source[index])
                index += 1
                continue
            }
            var next = index + 1
            while next < source.count, source[next].isBlank { next += 1 }
            if let end = take(source, from: next) {
                isFound = true
                index = end
            } else if source[index].text.hasPrefix(Self.dashes + " next part ") {
                // The text of another part follows.
                isFound = true
                lines.append(MailLine(depth: 0, text: ""))
                index = next
            } else {
                lines.append(source[index])
                index += 1
            }
        }
        if !isFound { return nil }
    }

    private static let dashes = String(repeating: "-", count: 14)

    /// Fourteen dashes, a few words, fourteen dashes.
    private static func isPart(_ line: MailLine) -> Bool {
        guard line.depth == 0, line.text.hasPrefix(dashes + " ") else { return false }
        let rest = line.text.dropFirst(15)
        let words = rest.prefix { $0 != "-" }
        return (2...50).contains(words.count) && words.last == " " && rest.dropFirst(words.count).hasPrefix("------")
    }

    /// The lines about a part, of which the last is its address; answers where they end.
    private mutating func take(_ source: [MailLine], from start: Int) -> Int? {
        let about = source[start...].prefix(10).prefix { !$0.isBlank && $0.depth == 0 }
        guard let last = about.dropFirst().firstIndex(where: { Self.address(in: $0.text) != nil }),
            let address = Self.address(in: source[last].text),
            // Pipermail's own words, or in another language its own place for files: all else is somebody's text.
            about.contains(where: { $0.text.contains("scrubbed") }) || address.contains("/attachment")
        else { return nil }
        let fields = source[(start + 1)..<last].map { Self.field($0.text) }
        if fields.isEmpty, source[start].text.contains("HTML") {
            otherForms += 1
        } else {
            // The name of a file stands above its type.
            let isNamed = fields.count > 1 && fields[1].utf8.contains(0x2F) && !fields[1].contains(" ")
            let isEnglish = source[start + 1].text.hasPrefix("Name: ")
            files.append((isNamed || isEnglish ? fields.first ?? "" : "", address))
        }
        return last + 1
    }

    /// What stands behind `Name: `.
    private static func field(_ line: String) -> String {
        guard let colon = line.firstIndex(of: ":") else { return "" }
        return Array(line[line.index(after: colon)...].utf8).trimmed().string
    }

    /// The address behind `URL:`, in angle brackets or not.
    private static func address(in line: String) -> String? {
        guard line.prefix(3).lowercased() == "url", line.contains("://") else { return nil }
        let address = field(line).filter { $0 != "<" && $0 != ">" && $0 != " " }
        return address.hasPrefix("http") ? address : nil
    }
}
