/// What closes or delays a page in Hugo, Jekyll, WordPress and others, and what names its readers there.
enum ForeignGuards {
    private static let switches = [
        "private": "visibility", "hidden": "visibility", "restricted": "visibility", "confidential": "visibility",
        "protected": "visibility", "password": "visibility",
        "publishdate": "publish", "publish_date": "publish", "expirydate": "expires", "expiry_date": "expires",
        "unpublishdate": "expires", "unpublish_date": "expires",
    ]

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
        // YAML 1.1 takes further fields from the value: they may say who may read the page.
        return name == "<<" ? "visibility" : nil
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
