import HearthContent
import HearthModel

/// Finds tags that one page alone has, and that are a slip of the finger away from a topic of others: the page would be
/// missing where people look for it, and a topic page of its own would stand in the lists.
struct TopicSlips {
    /// Fewer letters have neighbours that mean something else.
    private static let leastLetters = 5
    /// A topic that so many pages have is meant as it is written.
    private static let usual = 3

    /// Tags that are meant, and each of them without one letter → the tag.
    private var meant: [[Unicode.Scalar]: String] = [:]

    /// `tag` gives the tag that is written so, normalised; `defined` are those with a line or a file of their own.
    static func find(
        _ pages: [ParsedPage], audiences: [Audience?], tag: (String) -> String, defined: Set<String>
    ) -> [Diagnostic] {
        var counts: [String: Int] = [:]
        var alone: [(tag: String, written: Reference, page: ParsedPage)] = []
        for (page, audience) in zip(pages, audiences) where audience == .everyone {
            for written in page.common.tags {
                let name = tag(written.value)
                counts[name, default: 0] += 1
                // What came from another system was a topic there.
                if counts[name] == 1, page.common.source == nil, !defined.contains(name) {
                    alone.append((name, written, page))
                }
            }
        }
        alone.removeAll { counts[$0.tag] != 1 || $0.tag.unicodeScalars.count < leastLetters }
        guard !alone.isEmpty else { return [] }
        var slips = TopicSlips()
        for name in defined { slips.add(name) }
        for (name, count) in counts where count >= usual { slips.add(name) }
        return alone.compactMap { name, written, page in
            slips.meant(by: name).map { near in
                Diagnostic(
                    .nearTopic, at: page.at(written.line), "no other page has the topic '\(written.value)'",
                    help: "did you mean '\(near)'? If not, give it a line below topics: in hearth.yml")
            }
        }
    }

    private mutating func add(_ tag: String) {
        let letters = Array(tag.unicodeScalars)
        guard letters.count >= Self.leastLetters else { return }
        for form in [letters] + Self.shortened(letters) {
            // Of two the same one each time.
            meant[form] = min(meant[form] ?? tag, tag)
        }
    }

    private func meant(by tag: String) -> String? {
        let letters = Array(tag.unicodeScalars)
        let found = ([letters] + Self.shortened(letters)).compactMap { meant[$0] }
        return found.filter { Self.isSlip(letters, Array($0.unicodeScalars)) }.min()
    }

    /// Each way to leave out one letter.
    private static func shortened(_ letters: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        letters.indices.map { Array(letters[..<$0] + letters[($0 + 1)...]) }
    }

    /// Whether one letter is missing, too many or another one, or two changed places. Numbers tell things apart.
    private static func isSlip(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
        let start = zip(a, b).prefix { $0 == $1 }.count
        let (x, y) = (a[start...], b[start...])
        let end = zip(x.reversed(), y.reversed()).prefix { $0 == $1 }.count
        let (left, right) = (Array(x.dropLast(end)), Array(y.dropLast(end)))
        guard !(left + right).contains(where: { ("0"..."9").contains($0) }) else { return false }
        if left.count == 2, right.count == 2 { return left[0] == right[1] && left[1] == right[0] }
        return max(left.count, right.count) == 1
    }
}
