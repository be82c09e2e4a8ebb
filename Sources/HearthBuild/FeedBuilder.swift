import HearthContent
import HearthLayout
import HearthModel
import HearthSite

/// Atom feeds (RFC 4287) of the site, of each group and of each topic. They need absolute addresses, so a site without
/// `baseURL` has none.
struct FeedBuilder: Sendable {
    private let site: Site
    private let renderer: PageRenderer
    private let baseURL: String
    /// When each page last changed, in seconds; nil for pages of which that is not known, which feeds leave out.
    private let changes: [Int64?]

    init(site: Site, renderer: PageRenderer, baseURL: String) {
        self.site = site
        self.renderer = renderer
        self.baseURL = baseURL
        changes = site.pages.indices.map { site.lastModified($0).map { site.zone.moment(of: $0).seconds } }
    }

    /// A feed that will be written.
    struct Feed: Sendable {
        let path: SitePath
        let audience: Audience
        let title: String
        let page: SitePath
        /// Newest first.
        let items: [PageIndex]
        /// The page of the group or topic whose name is the title.
        let about: PageIndex?
        /// Whether entries hold the whole text.
        let isFull: Bool
        /// The topic that it is of.
        var topic: TopicIndex?

        /// The content pages that it tells of: the dates of questions are those of their answers too.
        func sources(_ site: Site) -> [PageIndex] {
            let answers = items.flatMap { item in
                site.questionByPage[item].map { site.questions[$0].answers.map(\.holder) } ?? []
            }
            return Set(items + answers + (about.map { [$0] } ?? [])).sorted()
        }
    }

    private static let length = 20
    /// Categories of an entry: a page with thousands of tags would stand with all of them in the feed of each.
    private static let categories = 20

    /// All feeds, in the order of their paths' kinds: site, groups, topics.
    var feeds: [Feed] {
        let title = site.project.configuration.title
        let all = site.pages.indices.filter { isItem($0) }
        var feeds = [
            Feed(
                path: SitePath("feed.xml"), audience: .everyone, title: title, page: .root,
                items: newest(all, .everyone), about: nil, isFull: true)
        ]
        for group in site.groups {
            let items = group.questions.map { site.questions[$0].page } + group.documents + group.events
            let page = site.pages[group.page]
            feeds.append(
                Feed(
                    path: page.url.appending("feed.xml"), audience: group.audience, title: "\(page.title) · \(title)",
                    page: page.url, items: newest(items, group.audience), about: group.page, isFull: true))
        }
        for (index, topic) in site.topics.enumerated() {
            let items = topic.questions.map { site.questions[$0].page } + topic.documents + topic.events
            feeds.append(
                Feed(
                    path: topic.url.appending("feed.xml"), audience: .everyone, title: "\(topic.label) · \(title)",
                    page: topic.url, items: newest(items, .everyone), about: topic.page, isFull: false, topic: index))
        }
        return feeds
    }

    private func isItem(_ index: PageIndex) -> Bool {
        switch site.pages[index].type {
        case .question, .document, .event, .useCase: true
        default: false
        }
    }

    private func newest(_ items: [PageIndex], _ audience: Audience) -> [PageIndex] {
        let dated = items.compactMap { item in
            site.isVisible(item, to: audience) ? changes[item].map { (seconds: $0, page: item) } : nil
        }
        return dated.sorted { $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.page < $1.page }.prefix(
            Self.length
        )
        .map(\.page)
    }

    private func published(_ index: PageIndex) -> Timestamp? { site.published(index).map { site.zone.moment(of: $0) } }

    private func changed(_ index: PageIndex) -> Timestamp {
        Timestamp(seconds: changes[index] ?? site.clock.seconds, hasTime: true)
    }

    /// The bytes of one feed.
    func write(_ feed: Feed) -> SlottedBytes {
        var xml = HTMLWriter(capacity: 8192)
        var places: [SlottedBytes.Place] = []
        xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
        xml.attribute("xml:lang", site.project.configuration.language)
        xml.raw(">\n")
        element("id", baseURL + feed.page.encoded, &xml)
        element("title", feed.title, &xml)
        // An empty feed is as old as its day, so that two builds of one day agree.
        let updated =
            feed.items.first.map { changed($0) } ?? Timestamp(seconds: site.zone.start(ofDay: site.day), hasTime: true)
        element("updated", updated.rfc3339, &xml)
        xml.raw("<link rel=\"self\" type=\"application/atom+xml\"")
        xml.attribute("href", baseURL + feed.path.encoded)
        xml.raw("/>\n<link rel=\"alternate\" type=\"text/html\"")
        xml.attribute("href", baseURL + feed.page.encoded)
        xml.raw("/>\n<author><name>")
        xml.text(site.project.configuration.title)
        xml.raw("</name></author>\n<generator>Hearth</generator>\n")
        for item in feed.items { entry(item, feed, &xml, &places) }
        xml.raw("</feed>\n")
        return SlottedBytes(Self.withoutNoncharacters(xml.bytes), places: places)
    }

    /// U+FFFE and U+FFFF are no characters of XML 1.0: one of them makes a whole feed unreadable.
    static func withoutNoncharacters(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var start = 0
        while let index = bytes[start...].firstIndex(of: 0xEF) {
            start = index + 1
            if index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE { bytes[index + 2] = 0xBD }
        }
        return bytes
    }

    private func entry(
        _ index: PageIndex, _ feed: Feed, _ xml: inout HTMLWriter, _ places: inout [SlottedBytes.Place]
    ) {
        let page = site.pages[index]
        let address = baseURL + page.url.encoded
        xml.raw("<entry>\n")
        element("id", address, &xml)
        element("title", page.title, &xml)
        xml.raw("<link rel=\"alternate\" type=\"text/html\"")
        xml.attribute("href", address)
        xml.raw("/>\n")
        element("updated", changed(index).rfc3339, &xml)
        if let date = published(index) { element("published", date.rfc3339, &xml) }
        for author in page.authors {
            xml.raw("<author>")
            switch author {
            case .person(let person): element("name", site.people[person].name, &xml)
            case .name(let name): element("name", name, &xml)
            }
            xml.raw("</author>\n")
        }
        var topics = Array(page.topics.prefix(Self.categories))
        if let own = feed.topic, !topics.contains(own), page.topics.contains(own) { topics.append(own) }
        for topic in topics {
            xml.raw("<category")
            xml.attribute("term", site.topics[topic].tag)
            xml.attribute("label", site.topics[topic].label)
            xml.raw("/>\n")
        }
        if !page.description.isEmpty {
            xml.raw("<summary>")
            let start = xml.count
            xml.text(page.description)
            if page.hasDerivedDescription {
                let slot = TextSlot(holder: index, part: .body, form: .summary(isEscaped: true))
                places.append(.init(start..<xml.count, slot))
            }
            xml.raw("</summary>\n")
        }
        if feed.isFull { content(renderer.contentHTML(of: index), of: address, &xml, &places) }
        xml.raw("</entry>\n")
    }

    private func content(
        _ html: SlottedBytes, of address: String, _ xml: inout HTMLWriter, _ places: inout [SlottedBytes.Place]
    ) {
        xml.raw("<content type=\"html\"")
        // For links within the text, such as those of footnotes: readers would look for them in the feed.
        xml.attribute("xml:base", address)
        xml.raw(">")
        let offset = xml.count
        let escaped = html.mapped { piece in
            var writer = HTMLWriter(capacity: piece.count + piece.count / 4)
            writer.text(RootMarker.replaced(in: Array(piece), by: baseURL)[...])
            return writer.bytes
        }
        xml.rendered(escaped.bytes)
        for place in escaped.places {
            places.append(.init(place.range.lowerBound + offset..<place.range.upperBound + offset, place.slot))
        }
        xml.raw("</content>\n")
    }

    private func element(_ name: StaticString, _ text: String, _ xml: inout HTMLWriter) {
        xml.raw("<")
        xml.raw(name)
        xml.raw(">")
        xml.text(text)
        xml.raw("</")
        xml.raw(name)
        xml.raw(">\n")
    }
}
