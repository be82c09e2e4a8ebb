package import HearthModel
package import HearthSite

/// Writes all documents for a search server: the bulk format of OpenSearch and Elasticsearch, newline-delimited JSON.
///
/// Each document names its audience, so that the server, or what stands in front of it, can show everybody only what
/// they may read.
package struct BulkExport {
    private let site: Site
    private let reader: DocumentReader
    private let index: String

    /// `index` is the name of the index on the server; states and places of texts are called by `words`.
    package init(_ site: Site, index: String, words: Words) {
        self.site = site
        reader = DocumentReader(site, words: words)
        self.index = index
    }

    /// Calls `write` with two lines for each document: where it goes, and what it is; open documents first.
    package func write(_ write: ([UInt8]) -> Void) {
        var text = SearchTextReader(site)
        for (audience, subjects) in reader.subjects().sorted(by: { $0.key < $1.key }) {
            for subject in subjects {
                let document = reader.read(subject)
                text.read(document)
                write(lines(document, text, audience))
            }
        }
    }

    private func lines(_ document: SearchDocument, _ text: SearchTextReader, _ audience: Audience) -> [UInt8] {
        var json = ShardWriter(capacity: text.text.count + 1000)
        json.raw("{\"index\":{\"_index\":")
        json.string(index)
        json.raw(",\"_id\":")
        json.string("/" + document.url.text)
        json.raw("}}\n{\"url\":")
        json.string(SitePath.percentEncode(document.url.text))
        json.field("title", document.title)
        json.field("type", document.kind.name)
        json.field("audience", audience.description)
        if case .group(let id) = audience, let group = site.group(id), let name = site.groups[group].accessGroup {
            json.field("access_group", name)
        }
        if let badge = document.badge {
            json.field("state", badge.state)
            json.field("state_label", badge.label)
        }
        if let group = document.group {
            json.field("group", site.groups[group].id)
            json.field("group_title", site.pages[site.groups[group].page].title)
        }
        if let date = document.date { json.field("date", date) }
        json.field("other_titles", document.otherTitles)
        var keywords: Set<String> = []
        json.field("keywords", document.keywords.filter { !$0.isEmpty && keywords.insert($0).inserted })
        json.field("authors", document.authors)
        json.field("topics", document.topics.map { site.topics[$0].tag })
        json.field("topic_titles", document.topics.map { site.topics[$0].label })
        // 1 is neutral; verified and accepted pages have more, obsolete ones less.
        json.raw(",\"boost\":")
        json.rendered(String(Double(document.prior) / 128))
        json.raw(",\"sections\":[")
        for (place, passage) in text.passages.enumerated() {
            if place > 0 { json.raw(",") }
            json.raw("{\"anchor\":")
            json.string(passage.anchor)
            json.field("heading", passage.heading)
            json.raw(",\"text\":")
            json.string(text.text[passage.range])
            json.raw("}")
        }
        json.raw("]}\n")
        return json.bytes
    }
}

extension ShardWriter {
    fileprivate mutating func field(_ name: StaticString, _ value: String) {
        raw(",\"")
        raw(name)
        raw("\":")
        string(value)
    }

    /// A list; left out when it is empty.
    fileprivate mutating func field(_ name: StaticString, _ values: [String]) {
        guard !values.isEmpty else { return }
        raw(",\"")
        raw(name)
        raw("\":[")
        for (place, value) in values.enumerated() {
            if place > 0 { raw(",") }
            string(value)
        }
        raw("]")
    }
}
