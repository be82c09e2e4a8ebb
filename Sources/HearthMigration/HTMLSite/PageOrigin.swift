import CGumbo
import HearthModel

/// Who wrote a page and when, as programs that make pages say it: fields for search engines and social networks
/// (`article:author`, schema.org in JSON-LD or in attributes), `rel=author`, and times marked as the page's.
///
/// Pages that list others say it of each of those: where two are named, none is the page's.
struct PageOrigin {
    private(set) var author: String?
    private(set) var created: Timestamp?
    private(set) var modified: Timestamp?

    /// The names and times of one kind that a page gives.
    private struct Found {
        var authors: Set<String> = []
        var created: Set<Timestamp> = []
        var modified: Set<Timestamp> = []
    }

    private static let longestName = 80
    private static let scriptLimit = 1 << 20

    init(root: HTMLNode) {
        var fields = Found()
        var data = Found()
        var marks = Found()
        var articles = 0
        // Navigation, and what closes all pages, name who made the site.
        var stack: [(node: HTMLNode, isOwn: Bool, isSite: Bool)] = [(root, false, false)]
        while let (node, isOwn, isSite) = stack.popLast() {
            guard node.kind == .element else { continue }
            var (own, site) = (isOwn, isSite)
            switch node.pointer.pointee.v.element.tag {
            case GUMBO_TAG_META: Self.read(meta: node, &fields)
            case GUMBO_TAG_SCRIPT: Self.read(script: node, &data)
            case GUMBO_TAG_ARTICLE:
                articles += 1
                own = true
            case GUMBO_TAG_MAIN: own = true
            case GUMBO_TAG_NAV: site = true
            case GUMBO_TAG_FOOTER: site = site || !own
            default: if !site { Self.read(mark: node, &marks) }
            }
            for child in node.children { stack.append((child, own, site)) }
        }
        // One of several articles is not the page.
        let kinds = articles > 1 ? [fields, data] : [fields, data, marks]
        author = kinds.lazy.compactMap { Self.only($0.authors) }.first
        created = kinds.lazy.compactMap { Self.only($0.created) }.first
        modified = kinds.lazy.compactMap { Self.only($0.modified) }.first
    }

    private static func only<Value>(_ values: Set<Value>) -> Value? { values.count == 1 ? values.first : nil }

    private static func read(meta node: HTMLNode, _ found: inout Found) {
        guard let name = node.attribute("property") ?? node.attribute("name") ?? node.attribute("itemprop"),
            let content = node.attribute("content")
        else { return }
        switch name.lowercased() {
        case "article:author", "dc.creator", "dcterms.creator": add(author: content, &found)
        case "article:published_time", "datepublished": add(content, to: &found.created)
        case "article:modified_time", "datemodified": add(content, to: &found.modified)
        default: return
        }
    }

    private static let articleTypes: Set<String> = [
        "Article", "BlogPosting", "NewsArticle", "TechArticle", "Report", "WebPage", "ScholarlyArticle",
    ]

    /// The articles of schema.org at the top of JSON-LD, or in its `@graph`.
    private static func read(script node: HTMLNode, _ found: inout Found) {
        guard node.attribute("type")?.lowercased() == "application/ld+json" else { return }
        let text = HTMLToMarkdown.rawText(of: node)
        guard text.utf8.count <= scriptLimit else { return }
        let value = LooseJSON.parse(Array(text.utf8)).value
        let top = value.elements.isEmpty ? [value] : value.elements
        for object in top.flatMap({ [$0] + $0["@graph"].elements }) {
            let types = [object["@type"].text].compactMap { $0 } + object["@type"].elements.compactMap(\.text)
            guard types.contains(where: { articleTypes.contains($0) }) else { continue }
            for author in [object["author"]] + object["author"].elements {
                if let name = author["name"].text ?? author.text { add(author: name, &found) }
            }
            if let date = object["datePublished"].text { add(date, to: &found.created) }
            if let date = object["dateModified"].text { add(date, to: &found.modified) }
        }
    }

    private static func read(mark node: HTMLNode, _ found: inout Found) {
        let mark = node.attribute("itemprop")?.lowercased()
        let isAuthor = mark == "author" || node.attribute("rel").map { names($0).contains("author") } ?? false
        // A name in an author of schema.org is read where the author is.
        if isAuthor { add(author: HTMLToMarkdown.plainText(of: node), &found) }
        guard node.name == "time", let date = node.attribute("datetime") else { return }
        let classes = names(node.attribute("class") ?? "")
        if mark == "datepublished" || node.attribute("pubdate") != nil || classes.contains("dt-published")
            || classes.contains("entry-date") || classes.contains("published")
        {
            add(date, to: &found.created)
        } else if mark == "datemodified" || classes.contains("dt-updated") || classes.contains("updated") {
            add(date, to: &found.modified)
        }
    }

    private static func names(_ list: String) -> [String] {
        list.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// A name; an address of a page about somebody is none.
    private static func add(author text: String, _ found: inout Found) {
        var name = PageReader.line(text)
        if name.lowercased().hasPrefix("by ") { name = PageReader.line(String(name.dropFirst(3))) }
        guard name.contains(where: \.isLetter), name.utf8.count <= longestName, !name.contains("/"),
            !name.contains("@")
        else { return }
        found.authors.insert(name)
    }

    private static func add(_ date: String, to dates: inout Set<Timestamp>) {
        if let date = Timestamp(iso8601: PageReader.line(date)) { dates.insert(date) }
    }
}
