import HearthModel

/// The setting `nav` (content model, section 7).
extension FieldReader {
    /// A list of targets, of which each may have its own words: `[groups, {Canteen: "https://canteen.example/"}]`.
    mutating func navigation(_ key: String) -> [SiteConfiguration.NavigationEntry] {
        guard let value = value(key) else { return [] }
        var found: [SiteConfiguration.NavigationEntry] = []
        let items = if case .list(let items) = value.content { items } else { [value] }
        for item in items where !item.isNull {
            guard case .map(let entries) = item.content else {
                if let target = scalar(item, key, isItem: true) { add(.init(target), key, to: &found) }
                continue
            }
            for entry in entries {
                guard case .scalar(let target, _) = entry.value.content, !target.isEmpty, !entry.key.isEmpty,
                    !["label", "title", "name", "href", "url"].contains(entry.key.lowercased())
                else {
                    report(
                        .badSetting, entry.line, "'\(key)' has no link here: \(shown(entry.value))",
                        help: "write the words and where they lead: {Canteen: \"https://canteen.example/\"}")
                    break
                }
                let label = entry.key.withoutControlCharacters
                add(.init(Located(target, line: entry.line), label: label), key, to: &found)
            }
        }
        return found
    }

    /// Everybody would see the password that stands in an address.
    private mutating func add(
        _ entry: SiteConfiguration.NavigationEntry, _ key: String, to found: inout [SiteConfiguration.NavigationEntry]
    ) {
        let isWebAddress = entry.isExternal && !entry.target.value.lowercased().hasPrefix("mailto:")
        if !isWebAddress || !refuseLogin(in: entry.target, key) { found.append(entry) }
    }
}
