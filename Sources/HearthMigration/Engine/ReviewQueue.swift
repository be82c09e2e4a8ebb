import HearthModel

/// What the HTML report shows beside the numbers: pages with losses, with their originals, and people without a page of
/// their own yet. Bounded, whatever the size of the export.
struct ReviewQueue: Sendable {
    struct Entry: Sendable {
        /// Below the site's folder.
        var file: String
        var losses: [String]
        var original: ImportOriginal?
        /// The converted text; only for the first entries.
        var result: String?
    }

    struct Person: Sendable {
        /// How `identities.yml` names the account.
        var account: String
        var file: String
    }

    static let entryLimit = 2000
    static let textLimit = 100
    static let characterLimit = 4000
    private static let personLimit = 2000

    private(set) var entries: [Entry] = []
    private(set) var entryCount = 0
    private(set) var people: [Person] = []
    private(set) var personCount = 0

    mutating func add(_ entry: Entry) {
        entryCount += 1
        guard entries.count < Self.entryLimit else { return }
        var entry = entry
        if entries.count >= Self.textLimit {
            entry.original?.text = ""
            entry.result = nil
        }
        entries.append(entry)
    }

    mutating func add(_ person: Person) {
        personCount += 1
        if people.count < Self.personLimit { people.append(person) }
    }

    /// The entry of an item, made where the item still has its bytes; nil when there is nothing to review.
    static func entry(_ item: ImportedItem, contentFolder: String) -> Entry? {
        var losses: [String] = []
        for record in item.records {
            if case .convertedWithLosses(let names) = record.fate { losses += names.filter { !losses.contains($0) } }
        }
        guard !losses.isEmpty else { return nil }
        var original = item.original
        if let text = original?.text { original?.text = cut(text) }
        return Entry(
            file: contentFolder + "/" + item.path, losses: losses, original: original,
            result: cut(body(String(decoding: item.bytes.prefix(characterLimit * 4), as: UTF8.self))))
    }

    /// Without the front matter.
    private static func body(_ text: String) -> String {
        guard text.hasPrefix("---\n"), let end = text.firstRange(of: "\n---\n") else { return text }
        return String(text[end.upperBound...].drop { $0 == "\n" })
    }

    private static func cut(_ text: String) -> String {
        text.count > characterLimit ? text.prefix(characterLimit) + "\n…" : text
    }

    static func person(_ item: ImportedItem, system: String, contentFolder: String) -> Person? {
        guard item.path.hasPrefix("people/"), item.path.hasSuffix(".md"), let mark = item.key.firstRange(of: "/user/")
        else {
            return nil
        }
        return Person(
            account: system + ":" + item.key[mark.upperBound...], file: contentFolder + "/" + item.path)
    }
}
