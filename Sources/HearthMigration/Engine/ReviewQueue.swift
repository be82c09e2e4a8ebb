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
    /// In bytes of UTF-8.
    static let textLength = 4000
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
            result: cut(body(item.bytes)))
    }

    /// As much of an original as is shown, and a little more.
    static func shown(_ text: [UInt8]) -> String { text.prefix(textLength + 8).string }

    /// As much of a page as is shown, and a little more, without the front matter.
    private static func body(_ page: [UInt8]) -> String {
        let start = page.withUnsafeBufferPointer { bytes -> Int in
            guard bytes.starts(with: "---\n".utf8), let end = ByteText.place(of: "\n---\n", in: bytes) else { return 0 }
            return end + 5
        }
        return page[start...].drop { $0 == 0x0A }.prefix(textLength + 8).string
    }

    private static func cut(_ text: String) -> String {
        if text.utf8.count <= textLength { return text }
        let end = text.utf8.index(text.startIndex, offsetBy: textLength)
        return text[..<text.unicodeScalars.index(after: text.unicodeScalars.index(before: end))] + "\n…"
    }

    static func person(_ item: ImportedItem, system: String, contentFolder: String) -> Person? {
        guard item.path.hasPrefix("people/"), item.path.hasSuffix(".md"),
            let mark = item.key.utf8.withContiguousStorageIfAvailable({ ByteText.place(of: "/user/", in: $0) }) ?? nil
        else {
            return nil
        }
        return Person(
            account: system + ":" + item.key.utf8.dropFirst(mark + 6).string, file: contentFolder + "/" + item.path)
    }
}
