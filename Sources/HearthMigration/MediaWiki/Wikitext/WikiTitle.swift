import HearthModel

/// The title of a page of a wiki: its namespace and its name in normal form (spaces, first letter as the wiki has it).
struct WikiTitle: Hashable, Sendable {
    var namespace: Int
    var name: String

    /// The article, category or file that a talk page is about.
    var subject: WikiTitle { WikiTitle(namespace: namespace > 0 ? namespace & ~1 : namespace, name: name) }
    var isTalk: Bool { namespace > 0 && namespace & 1 == 1 }

    /// `A/B/C` is a page below `A/B`.
    var parts: [Substring] { name.utf8.split(separator: 0x2F).map { Substring($0) } }
}

/// The namespaces of a wiki, by the names that its dump gives and by those that every wiki understands.
///
/// Names, numbers and what is canonical: https://www.mediawiki.org/wiki/Manual:Namespace
struct WikiNamespaces: Sendable {
    static let main = 0
    static let user = 2
    static let project = 4
    static let file = 6
    static let interface = 8
    static let template = 10
    static let category = 14
    static let media = -2
    static let special = -1
    static let translations = 1198

    private static let canonical: [Int: String] = [
        -2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 5: "Project talk",
        6: "File", 7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk", 10: "Template", 11: "Template talk", 12: "Help",
        13: "Help talk", 14: "Category", 15: "Category talk",
    ]

    private var numbers: [String: Int] = [:]
    private(set) var names: [Int: String] = WikiNamespaces.canonical
    private var keepsCase: Set<Int> = []
    /// The wiki's name, which is also the name of the namespace for pages about the wiki.
    var siteName = ""
    var language = "en"

    init() {
        for (number, name) in Self.canonical { numbers[name.lowercased()] = number }
        numbers["image"] = Self.file
        numbers["image talk"] = Self.file + 1
        numbers["project"] = Self.project
    }

    /// `<namespace key="6" case="first-letter">Datei</namespace>`
    mutating func add(number: Int, name: String, isCaseSensitive: Bool) {
        let plain = name.replacing("_", with: " ")
        if !plain.isEmpty || number == 0 { names[number] = plain }
        if !plain.isEmpty { numbers[plain.lowercased()] = number }
        if isCaseSensitive { keepsCase.insert(number) }
    }

    /// After all namespaces are known: the wiki's own name is the one for pages about it.
    mutating func finishSite() {
        if !siteName.isEmpty, numbers[siteName.lowercased()] == nil { numbers[siteName.lowercased()] = Self.project }
    }

    func number(of name: String) -> Int? {
        name.isEmpty ? nil : numbers[(name.utf8.contains(0x5F) ? name.replacing("_", with: " ") : name).lowercased()]
    }

    /// `Datei:Pump.png` as the wiki writes it.
    func text(of title: WikiTitle) -> String {
        let name = names[title.namespace] ?? ""
        return name.isEmpty ? title.name : "\(name):\(title.name)"
    }

    /// Reads a title as it stands in a link; nil when it is none. `default` is for templates (`{{Name}}`).
    func title(_ text: String, default namespace: Int = 0) -> WikiTitle? {
        var rest = Self.tidy(text)
        var number = namespace
        if rest.hasPrefix(":") {
            rest = Self.tidy(String(rest.dropFirst()))
            number = 0
        }
        if let colon = rest.utf8.firstIndex(of: 0x3A), let found = self.number(of: Self.tidy(String(rest[..<colon]))) {
            number = found
            rest = Self.tidy(String(rest[rest.index(after: colon)...]))
        }
        guard !rest.isEmpty, rest.utf8.count < 256,
            !rest.utf8.contains(where: { Self.isForbidden($0) }), !Self.climbs(rest)
        else { return nil }
        return WikiTitle(namespace: number, name: keepsCase.contains(number) ? rest : Self.upperFirst(rest))
    }

    /// `.`, `..`, and paths with such a part: MediaWiki refuses them, as they would lead a browser elsewhere.
    private static func climbs(_ name: String) -> Bool {
        guard name.utf8.contains(0x2E) else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.contains(".") || parts.contains("..")
    }

    /// `<`, `>`, brackets, braces, `|` and control characters.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7C, 0x7D: true
        default: false
        }
    }

    /// Underscores are spaces, many are one, and none stand at the ends.
    static func tidy(_ text: String) -> String {
        var before: UInt8 = 0x20
        let isTidy = text.utf8.allSatisfy { byte in
            defer { before = byte }
            return byte > 0x20 && byte != 0x5F || (byte == 0x20 && before != 0x20)
        }
        if isTidy, before != 0x20 || text.isEmpty { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == 0x5F || byte == 0x20 || byte == 0x09 || byte == 0x0A {
                if let last = out.last, last != 0x20 { out.append(0x20) }
            } else {
                out.append(byte)
            }
        }
        if out.last == 0x20 { out.removeLast() }
        return out.string
    }

    static func upperFirst(_ text: String) -> String {
        guard let first = text.utf8.first else { return text }
        if first < 0x80 {
            return first >= 0x61 && first <= 0x7A ? text.prefix(1).uppercased() + text.dropFirst() : text
        }
        // `ß` has no single capital: the wiki keeps it.
        let capital = text.prefix(1).uppercased()
        return capital.count == 1 ? capital + text.dropFirst() : text
    }
}

/// What the wikitext of a page may ask of the wiki it stands in.
protocol WikitextSite {
    var namespaces: WikiNamespaces { get }
    /// `https://wiki.example`, without a slash; nil when nobody says.
    var origin: String? { get }
    /// The text that `{{Title}}` puts in, redirects followed; nil when there is no such page.
    mutating func text(of title: WikiTitle) -> [UInt8]?
    func exists(_ title: WikiTitle) -> Bool
    /// Whether the page that asks must not tell what this one is called.
    func isClosed(_ title: WikiTitle) -> Bool
    /// Where `[[Title#fragment]]` leads; nil when nowhere.
    mutating func address(of title: WikiTitle, fragment: String) -> String?
    /// Where the bytes of a file or image are; nil when nowhere.
    func address(ofFile name: String) -> String?
    /// The page of another wiki that `prefix:` stands for, with `$1` for the title.
    func interwiki(_ prefix: String) -> String?
}

extension WikitextSite {
    func isClosed(_ title: WikiTitle) -> Bool { false }
}
