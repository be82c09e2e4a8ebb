package import HearthContent
package import HearthModel
package import HearthSite

/// Asks a fresh index the queries of `search-tests.yml`.
package enum SearchTestRunner {
    /// One error for each query whose page is not among the first results.
    package static func run(_ tests: [SearchTest], _ files: [SearchFile], _ site: Site) -> [Diagnostic] {
        var indexes: [Audience: SearchIndex] = [:]
        var diagnostics: [Diagnostic] = []
        for test in tests {
            var audience = Audience.everyone
            if let group = test.audience {
                guard let place = site.group(group.value) else {
                    diagnostics.append(
                        Diagnostic(.unknownGroup, at: at(group.line), "no group has the id '\(group.value)'"))
                    continue
                }
                audience = .group(site.groups[place].id)
            }
            let wanted = path(test.finds.value)
            guard let address = address(wanted, site) else {
                diagnostics.append(unknown(test, wanted, site))
                continue
            }
            if indexes[audience] == nil {
                indexes[audience] = SearchIndex(files, folder: SearchIndexBuilder.folder(of: audience, site))
            }
            guard let index = indexes[audience] else { continue }
            diagnostics += ask(test, SitePath.percentEncode(address.text), index)
        }
        return diagnostics
    }

    private static func ask(_ test: SearchTest, _ wanted: String, _ index: SearchIndex) -> [Diagnostic] {
        var query = SearchQuery(test.query)
        query.limit = max(50, test.within)
        let results = SearchEngine(index).search(query)
        let addresses = results.hits.map { String($0.address.prefix { $0 != "#" }) }
        let place = addresses.firstIndex(of: wanted).map { $0 + 1 }
        if let place, place <= test.within { return [] }
        let found = place.map { "it comes at place \($0)" } ?? "it is not among the first \(query.limit)"
        let first = addresses.first.map { "; the first result is /\($0)" } ?? "; nothing was found"
        return [
            Diagnostic(
                .searchTest, at: at(test.line),
                "'\(test.query)' must find /\(wanted) among the first \(test.within): \(found)\(first)",
                help: "hearth search \"\(test.query)\" --explain tells why")
        ]
    }

    /// The address of a page or a topic, which may have no file; with or without the slash at its end.
    private static func address(_ wanted: String, _ site: Site) -> SitePath? {
        for path in [SitePath(wanted), SitePath(wanted + "/")] {
            if let page = site.page(at: path) { return site.pages[page].url }
            if let topic = site.topics.first(where: { $0.url == path }) { return topic.url }
        }
        return nil
    }

    /// Without the place on the page, which `hearth search` prints too: a result is the page.
    private static func path(_ text: String) -> String { String(text.prefix { $0 != "#" }.drop { $0 == "/" }) }

    private static func at(_ line: Int) -> SourceLocation { SourceLocation(file: SearchTestFile.name, line: line) }

    private static func unknown(_ test: SearchTest, _ wanted: String, _ site: Site) -> Diagnostic {
        if [SitePath(wanted), SitePath(wanted + "/")].contains(where: site.generated.contains) {
            return Diagnostic(
                .searchTest, at: at(test.finds.line),
                "'/\(wanted)' is not in the search: it is a list that Hearth makes",
                help: "name a page, a person, a group or a topic")
        }
        let near = nearestName(to: wanted, among: site.pages.map(\.url.text) + site.topics.map(\.url.text))
        return Diagnostic(
            .searchTest, at: at(test.finds.line), "no page has the address '/\(wanted)'",
            help: near.map { "did you mean '\($0)'?" } ?? "write the address below the site's root")
    }
}
