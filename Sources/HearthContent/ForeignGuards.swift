/// What closes or delays a page in Hugo, Jekyll, WordPress and others, and what names its readers there.
enum ForeignGuards {
    /// They close it unless they say no.
    private static let switches = [
        "private": "visibility", "hidden": "visibility", "restricted": "visibility", "confidential": "visibility",
        "protected": "visibility", "password": "visibility", "internal": "visibility",
        "isdraft": "draft", "is_draft": "draft", "unpublished": "draft",
        "publishdate": "publish", "publish_date": "publish", "expirydate": "expires", "expiry_date": "expires",
        "unpublishdate": "expires", "unpublish_date": "expires",
    ]

    /// They close it when they say no.
    private static let negated: Set<String> = ["ispublished", "is_published"]

    /// Where a page stands in a workflow, and the words by which nobody reads it yet.
    private static let states: Set<String> = [
        "status", "state", "workflow", "workflow_state", "post_status", "publish_status",
    ]
    private static let unpublished: Set<String> = [
        "draft", "private", "pending", "review", "in review", "in_review", "in-review", "unpublished", "hidden",
        "internal", "future", "scheduled", "trash", "deleted",
    ]

    /// Hugo's: whether and where a page is built, and what the pages below have in common.
    private static let nested: Set<String> = ["build", "_build", "cascade"]

    /// The names of all of them, in lower case.
    static let names = Set(switches.keys).union(readers).union(negated).union(nested).union(["<<"])

    private static let readers: Set<String> = [
        "access", "access_level", "accesslevel", "acl", "allowed_groups", "audience", "audiences", "permission",
        "permissions", "readers", "viewers", "visible", "visible_to",
    ]

    private static let no: Set<String> = ["", "false", "no", "off", "0", "null", "~"]
    private static let everyone: Set<String> = [
        "", "null", "~", "true", "yes", "on", "1", "all", "anybody", "anyone", "everybody", "everyone", "open",
        "public",
        "world",
    ]

    /// The one of `guards` that is called otherwise elsewhere; nil where it is said not to hold, or that all may read the
    /// page.
    static func meaning(of entry: YAMLEntry, among guards: [String]) -> String? {
        meaning(of: entry).flatMap { guards.contains($0) ? $0 : nil }
    }

    private static func meaning(of entry: YAMLEntry) -> String? {
        let name = entry.key.lowercased()
        if let meant = switches[name] { return says(entry.value, no) ? nil : meant }
        if readers.contains(name) { return says(entry.value, everyone) ? nil : "visibility" }
        if negated.contains(name) { return says(entry.value, no) ? "draft" : nil }
        if states.contains(name) { return says(entry.value, unpublished) && !says(entry.value, no) ? "draft" : nil }
        if nested.contains(name) { return holds(entry.value, depth: 0) ? "draft" : nil }
        // YAML 1.1 takes further fields from the value: they may say who may read the page.
        return name == "<<" ? "visibility" : nil
    }

    /// Whether one of the fields within a value keeps pages from readers.
    private static func holds(_ value: YAMLValue, depth: Int) -> Bool {
        guard depth < 8 else { return true }
        switch value.content {
        case .scalar: return false
        case .list(let items): return items.contains { holds($0, depth: depth + 1) }
        case .map(let entries):
            return entries.contains { entry in
                switch entry.key.lowercased() {
                case "draft", "publish", "expires": !says(entry.value, no)
                case "visibility": !says(entry.value, everyone)
                case "published", "render": says(entry.value, no) || says(entry.value, ["never"])
                default: meaning(of: entry) != nil || holds(entry.value, depth: depth + 1)
                }
            }
        }
    }

    /// Whether nothing but `words` stands there.
    private static func says(_ value: YAMLValue, _ words: Set<String>) -> Bool {
        switch value.content {
        case .scalar(let text, _): words.contains(text.lowercased())
        case .list(let items):
            items.allSatisfy { item in
                if case .scalar(let text, _) = item.content { words.contains(text.lowercased()) } else { false }
            }
        case .map(let entries): entries.isEmpty
        }
    }
}
