import HearthContent
import HearthModel

/// The names that topics have besides their own, as addresses: a tag that became a synonym had a page once, and whoever
/// kept its address finds the topic there.
struct TopicNames {
    let topics: [Topic]
    /// Tag or synonym, normalised → topic.
    let byName: [String: TopicIndex]
    let configurationFile: String

    func redirects(_ pages: [ParsedPage]) -> [Redirect] {
        var redirects: [Redirect] = []
        for (index, topic) in topics.enumerated() {
            // Beside the topics lie the files of their list.
            var seen: Set<String> = [TopicResolver.folder(of: topic.tag), "index.html", "feed.xml"]
            for name in topic.fields.synonyms.map(TopicResolver.normalized) {
                // What is too long for a file, or holds control characters, never was an address.
                guard !name.isEmpty, name.utf8.count < 200, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
                    byName[name] == index, seen.insert(TopicResolver.folder(of: name)).inserted
                else { continue }
                let old = SitePath("topics/\(TopicResolver.folder(of: name))/")
                redirects.append(
                    Redirect(
                        from: "/" + old.encoded, path: "/" + old.text, query: nil, to: topic.url, audience: .everyone,
                        source: topic.page, file: topic.page.map { pages[$0].file } ?? configurationFile,
                        title: topic.label))
            }
        }
        return redirects
    }
}
