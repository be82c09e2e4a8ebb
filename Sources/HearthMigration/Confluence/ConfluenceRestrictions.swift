import HearthModel

/// Who may view the contents of a dump. What lies below a restricted content is as closed as that, whether it is kept or
/// not, and whatever it is: pages lie below drafts, pages in the trash, folders and boards, too.
struct ConfluenceRestrictions {
    private struct Content {
        var parent: Int?
        var sets: [Int]
    }

    private var contents: [Int: Content] = [:]
    /// Whether a set of permissions is about who may view something; others are about who may change it.
    private var sets: [Int: Bool] = [:]
    private var owners: Set<Int> = []

    /// Whether an object of a class that has no text may close what lies below it.
    static func mayMatter(_ reader: ConfluenceEntities) -> Bool {
        reader.holds("\"parent\"") || reader.holds("\"contentPermissionSets\"")
    }

    mutating func add(content object: ConfluenceObject, _ id: Int) {
        let content = Content(parent: object.number("parent"), sets: object.numbers("contentPermissionSets"))
        guard content.parent != nil || !content.sets.isEmpty else { return }
        // Objects of several classes may have one number: what either says holds.
        contents[id] = Content(
            parent: contents[id]?.parent ?? content.parent, sets: (contents[id]?.sets ?? []) + content.sets)
    }

    mutating func add(set object: ConfluenceObject, _ id: Int) {
        let type = object.text("type")?.lowercased()
        let isView = type == nil || type == "view"
        sets[id] = isView || sets[id] ?? false
        if isView, let owner = object.number("owningContent") ?? object.number("content") { owners.insert(owner) }
    }

    /// Contents that only some may view. A set that the export names and does not hold may say anything.
    func closed() -> Set<Int> {
        var closed = owners
        for (id, content) in contents where content.sets.contains(where: { sets[$0] ?? true }) { closed.insert(id) }
        guard !closed.isEmpty else { return closed }
        var children: [Int: [Int]] = [:]
        for (id, content) in contents { if let parent = content.parent { children[parent, default: []].append(id) } }
        var pending = Array(closed)
        while let id = pending.popLast() {
            for child in children[id] ?? [] where closed.insert(child).inserted { pending.append(child) }
        }
        return closed
    }

    /// What a permission says besides whom it is for.
    private static let neutral: Set<String> = [
        "id", "space", "type", "creator", "creationDate", "lastModifier", "lastModificationDate", "creatorName",
        "lastModifierName",
    ]

    /// Whether a permission is for people without an account: it names nobody, in no way that this or another version of
    /// Confluence may have.
    static func isForAll(_ object: ConfluenceObject) -> Bool { neutral.isSuperset(of: object.filled) }
}

/// What a page of an earlier run says of where it came from.
struct ConfluenceEarlierPage {
    /// The old site, as far as an export tells.
    struct Site {
        var host: String?
        /// Keys of the spaces in the export, in lower case.
        var spaces: Set<String>
    }

    private var title: String?
    /// Keys of spaces in its old addresses, in lower case.
    private(set) var spaces: Set<String> = []
    private var hosts: Set<String> = []

    init(_ page: [UInt8]) {
        title = FrontMatterLine("title", in: page)?.value
        for line in page.split(separator: 0x0A).prefix(200) where line.starts(with: "  - ".utf8) {
            let address = line.dropFirst(4).filter { $0 != 0x22 }.trimmed().string
            guard let read = ConfluenceAddress(address) else { continue }
            if !read.host.isEmpty { hosts.insert(read.host) }
            switch read.target {
            case .title(let space, _), .space(let space): spaces.insert(space.lowercased())
            default:
                let parts = address.split(separator: "/")
                if let place = parts.firstIndex(of: "spaces"), place + 1 < parts.count {
                    spaces.insert(SitePath.percentDecode(String(parts[place + 1])).lowercased())
                }
            }
        }
    }

    /// Whether a page with the same number is this one. Every server counts from the same number, so it must be of a
    /// space that this export has, too, and have the title or an address of the same server.
    func isSame(title: String, of site: Site) -> Bool {
        let isHere = !spaces.isDisjoint(with: site.spaces)
        let hasTitle = self.title.map { ConfluenceIndex.fold($0) == ConfluenceIndex.fold(title) } ?? false
        guard let host = site.host, !hosts.isEmpty else { return isHere && hasTitle }
        return hosts.contains(host) && (isHere || hasTitle)
    }
}
