import HearthContent
import HearthModel
import HearthSite

/// One item of `hearth list`.
struct ListRow {
    /// What there is more to say of.
    enum Item {
        case page(PageIndex)
        case absent(LeftOutPage)
        /// A topic or an old address.
        case other
    }

    var type: String
    var state: String
    var address: String
    var title: String
    var file: String
    var item = Item.other

    /// For people, and for programs that cut columns.
    var line: String {
        [type, state.isEmpty ? "-" : state, address, title, file].map(HumanDiagnosticWriter.printable)
            .joined(separator: "\t") + "\n"
    }

    func json(_ site: Site) -> JSONValue {
        let start: [(String, JSONValue)] = [
            ("type", .string(type)), ("state", .string(state)), ("address", .string(address)),
            ("title", .string(title)), ("file", .string(file)),
        ]
        switch item {
        case .page(let index): return .object(start + facts(of: index, site))
        case .absent(let absent):
            // Those that `--drafts` and its like show have all that is known of pages.
            let shown = site.pages.firstIndex { $0.parsed === absent.page }
            return .object(start + (shown.map { facts(of: $0, site) } ?? facts(of: absent, site)))
        case .other: return .object(start)
        }
    }

    private func facts(of index: PageIndex, _ site: Site) -> [(String, JSONValue)] {
        let page = site.pages[index]
        let absent = site.leftOutPages.first { $0.page === page.parsed }
        let authors = page.authors.map { author in
            switch author {
            case .person(let person): "@" + site.people[person].handle
            case .name(let name): name
            }
        }
        return [
            ("publication", .string(absent?.reason.rawValue ?? "published")),
            ("date", .optional(page.date?.iso8601)), ("updated", .optional(page.updated?.iso8601)),
            ("authors", .array(authors.map { .string($0) })), ("owner", .optional(owner(of: page.parsed, site))),
            ("group", .optional(page.group.map { site.groups[$0].id })),
            ("topics", .array(page.topics.map { .string(site.topics[$0].tag) })),
            ("due", .optional(site.freshness(of: index).due?.iso8601)),
        ]
    }

    /// What the file itself says: nothing else was made of it.
    private func facts(of absent: LeftOutPage, _ site: Site) -> [(String, JSONValue)] {
        let page = absent.page
        let authors = page.common.authors.map { site.person($0.value) == nil ? $0.value : "@" + $0.value }
        return [
            ("publication", .string(absent.reason.rawValue)), ("date", .optional(page.common.date?.iso8601)),
            ("updated", .optional(page.common.updated?.iso8601)), ("authors", .array(authors.map { .string($0) })),
            ("owner", .optional(owner(of: page, site))),
            ("group", .optional(page.folderGroup ?? page.common.group?.value)),
            ("topics", .array(page.common.tags.map { .string($0.value) })), ("due", .null),
        ]
    }

    /// `@handle` of a person, or the id of a group.
    private func owner(of page: ParsedPage, _ site: Site) -> String? {
        let owner: Reference?
        switch page.fields {
        case .document(let fields): owner = fields.owner
        case .measure(let fields): owner = fields.owner
        case .topic(let fields): owner = fields.owner
        default: owner = nil
        }
        return owner.map { site.person($0.value) == nil ? $0.value : "@" + $0.value }
    }
}
