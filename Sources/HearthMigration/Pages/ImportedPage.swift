import HearthModel

/// A page on its way into a file: what an importer knows of it, in the order of the front matter.
struct ImportedPage {
    var title: String
    var description: String?
    /// Without the `@`.
    var authors: [String] = []
    var author: String? {
        get { authors.first }
        set { authors = newValue.map { [$0] } ?? [] }
    }
    var date: Timestamp?
    var updated: Timestamp?
    var tags: [String] = []
    var redirects: [String] = []
    var language: String?
    let access: SourceAccess
    var isDraft = false
    /// Its place among its siblings.
    var weight: Int?
    /// Of questions and answers.
    var votes: Int?
    var isAccepted = false
    /// Further fields, such as `kind: story`.
    var extra: [(key: String, value: String)] = []

    // Provenance.
    var id: String
    var url: String?
    var rawAuthor: String?
    var sha256: String
    var losses: [String] = []

    init(title: String, id: String, sha256: String, access: SourceAccess) {
        self.title = title
        self.id = id
        self.sha256 = sha256
        self.access = access
    }

    func item(
        _ place: ImportPlace, key: String, path: String, body: String, records: [ImportedRecord],
        original: ImportOriginal? = nil
    ) -> ImportedItem {
        item(place, key: key, path: path, text: Array(body.utf8), records: records, original: original)
    }

    /// The same with the text as bytes in UTF-8.
    func item(
        _ place: ImportPlace, key: String, path: String, text: [UInt8], records: [ImportedRecord],
        original: ImportOriginal? = nil
    ) -> ImportedItem {
        var matter = FrontMatter()
        matter.add("title", StackExchangeConverter.oneLine(title))
        matter.add("description", description.map { StackExchangeConverter.oneLine($0) })
        matter.add(authors: authors)
        matter.add("date", date?.iso8601)
        if updated != date { matter.add("updated", updated?.iso8601) }
        matter.add("tags", list: tags)
        if isDraft { matter.add("draft", plain: true) }
        matter.add("votes", plain: votes)
        matter.add("visibility", access.isRestricted || place.closesPages ? "members" : nil)
        matter.add("lang", language)
        matter.add("weight", plain: weight)
        for (key, value) in extra { matter.add(key, value) }
        matter.add("redirect_from", lines: redirects)
        matter.add(
            "source",
            map: [
                ("system", place.system), ("id", FrontMatter.scalar(id)), ("url", url.map { FrontMatter.scalar($0) }),
                ("author", rawAuthor.map { FrontMatter.scalar(AddressVeil.name($0)) }), ("created", date?.iso8601),
                ("modified", updated?.iso8601), ("place", FrontMatter.scalar(place.title)),
                ("privacy", access.privacy.map { FrontMatter.scalar($0) }), ("importer", place.importer),
                ("sha256", FrontMatter.scalar(sha256)), ("losses", losses.isEmpty ? nil : FrontMatter.list(losses)),
            ])
        matter.add("migration", plain: "{status: imported}")
        var item = ImportedItem(key: key, path: path, bytes: matter.page(text), records: records)
        item.original = original
        return item
    }
}

extension ImportedPage {
    /// The page as an answer in a question's folder; `number` is its id there.
    func answer(
        _ place: ImportPlace, key: String, path: String, number: some CustomStringConvertible, body: String,
        records: [ImportedRecord], original: ImportOriginal? = nil
    ) -> ImportedItem {
        var matter = FrontMatter()
        matter.add("id", "\(number)")
        matter.add("author", author.map { "@" + $0 })
        matter.add("date", date?.iso8601)
        if updated != date { matter.add("updated", updated?.iso8601) }
        if isDraft { matter.add("draft", plain: true) }
        if isAccepted { matter.add("accepted", plain: true) }
        matter.add("votes", plain: votes)
        matter.add(
            "source",
            map: [
                ("system", place.system), ("id", FrontMatter.scalar(id)), ("url", url.map { FrontMatter.scalar($0) }),
                ("author", rawAuthor.map { FrontMatter.scalar(AddressVeil.name($0)) }), ("created", date?.iso8601),
                ("place", FrontMatter.scalar(place.title)), ("importer", place.importer),
                ("sha256", FrontMatter.scalar(sha256)), ("losses", losses.isEmpty ? nil : FrontMatter.list(losses)),
            ])
        matter.add("migration", plain: "{status: imported}")
        return ImportedItem(
            key: key, path: path, text: matter.block + (body.isEmpty ? "" : "\n" + body), records: records,
            original: original)
    }
}

/// Addresses of the old site.
enum OldAddress {
    /// The lists that every site has: who comes to `/people/` from an old link finds the people.
    private static let own: Set<Substring> = [
        "", "groups", "questions", "people", "topics", "documents", "a-z", "search", "ask", "events", "use-cases",
        "measures",
    ]

    /// Whether a redirect can stand at the address: the site has no page or file of its own there, and its path stays
    /// inside of the site, however a server reads it.
    static func isUsable(_ address: String) -> Bool {
        if isOurs(address) { return false }
        var rest = address[...]
        if let behind = SafeLink.behindScheme(address) {
            rest = behind.firstIndex { $0 == "/" || $0 == "?" }.map { behind[$0...] } ?? ""
        }
        let query = rest.firstIndex { $0 == "?" || $0 == "#" } ?? rest.endIndex
        let path = rest[..<query]
        if path.utf8.allSatisfy({ $0 == 0x2F }) { return query < rest.endIndex && rest[query] == "?" }
        let isPlain = !path.utf8.contains { $0 == 0x2E || $0 == 0x25 }
        let parts = (isPlain ? String(path) : SitePath.percentDecode(String(path))).split(separator: "/")
        if parts.contains(".") || parts.contains("..") { return false }
        guard query == rest.endIndex, let first = parts.first, let last = parts.last else { return true }
        if first == "assets" || first == "search" || last == "feed.xml" || last == "redirects.json" { return false }
        return !(parts.count == 1 && (first == "404.html" || (first.hasPrefix("sitemap") && first.hasSuffix(".xml"))))
    }

    /// What makes two spellings one address: a slash at the end says nothing.
    static func key(_ address: String) -> String { address.hasSuffix("/") ? String(address.dropLast()) : address }

    /// Whether the new site has a page of its own at the address: a redirect cannot stand there.
    private static func isOurs(_ address: String) -> Bool {
        var path = address[...]
        if let rest = SafeLink.behindScheme(address) {
            path = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
        }
        if path.utf8.first == 0x2F { path = path.dropFirst() }
        if path.utf8.last == 0x2F { path = path.dropLast() }
        return own.contains(path)
    }
}

/// Tags as the site writes them.
enum TagName {
    /// `Pump station (old)` is `pump-station-old`; other scripts stay as they are, without spaces and commas.
    static func of(_ name: String) -> String {
        let slug = Naming.slug(name, limit: 60)
        if !slug.isEmpty { return slug }
        let plain = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
        return String(plain).split(separator: "-").joined(separator: "-")
    }
}
