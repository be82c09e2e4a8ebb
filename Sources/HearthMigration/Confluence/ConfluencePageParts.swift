import HearthModel

/// What stands around the text of a page in an HTML export: its title, who wrote it, its files, labels and comments.
struct ConfluencePageParts {
    struct Comment {
        var id: String
        var author: String
        var date: Timestamp?
        var nodes: [HTMLNode]
    }

    let root: HTMLNode

    init(_ root: HTMLNode) { self.root = root }

    /// `Space : Title`
    var heading: String {
        let node = root.first { $0.attribute("id") == "title-text" } ?? root.first { $0.hasClass("pagetitle") }
        let text = node.map { HTMLToMarkdown.plainText(of: $0) } ?? title
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    var title: String {
        root.first { $0.name == "title" }.map { HTMLToMarkdown.rawText(of: $0) } ?? ""
    }

    /// The files of the pages above, the nearest last.
    var breadcrumbs: [String] {
        guard let list = root.first(where: { $0.attribute("id") == "breadcrumbs" }) else { return [] }
        return Self.all(below: list) { $0.tag == .anchor }.compactMap { $0.attribute("href") }
            .map { SitePath.percentDecode(String($0.prefix { $0 != "#" })) }
    }

    // MARK: Metadata

    private var metadata: HTMLNode? { root.first { $0.hasClass("page-metadata") } }

    private func person(_ name: String) -> String? {
        guard let node = metadata?.first(where: { $0.hasClass(name) }) else { return nil }
        let text = Array(HTMLToMarkdown.plainText(of: node).utf8).trimmed().string
        return text.isEmpty ? nil : text
    }

    var author: String? { person("author") }

    /// When it was made, and last changed: the line tells the later of the two only.
    var dates: (created: Timestamp?, modified: Timestamp?) {
        guard let metadata else { return (nil, nil) }
        // Without the names, which may hold anything.
        var text = ""
        var isModified = person("editor") != nil
        for child in metadata.children {
            if child.kind == .text {
                let own = child.text.string
                text += own + " "
                if own.filter({ $0 == "," }).count > 0, !own.trimmedWords.isEmpty, own.trimmedWords.first == "," {
                    isModified = true
                }
            } else if child.kind == .element, !child.hasClass("author"), !child.hasClass("editor") {
                text += HTMLToMarkdown.plainText(of: child) + " "
            }
        }
        let date = ConfluenceDate.shown(text)
        return isModified ? (nil, date) : (date, nil)
    }

    var labels: [String] {
        var found: [String] = []
        for link in Self.all(below: root, { $0.tag == .anchor }) {
            let isLabel =
                (link.attribute("rel") ?? "").split(separator: " ").contains("tag")
                || link.hasClass("aui-label-split-main") || (link.attribute("href") ?? "").contains("/label/")
            guard isLabel else { continue }
            let name = Array(HTMLToMarkdown.plainText(of: link).utf8).trimmed().string
            let tag = TagName.of(name)
            if !tag.isEmpty, !found.contains(tag) { found.append(tag) }
        }
        return found
    }

    // MARK: Sections below the text

    private func section(_ id: String) -> HTMLNode? {
        guard let heading = root.first(where: { $0.attribute("id") == id }) else { return nil }
        return Self.all(below: root) { $0.hasClass("pageSection") }.last { section in
            section.first { $0.id == heading.id } != nil
        }
    }

    /// The attachments: address within the export and the name that they had.
    var files: [(address: String, name: String)] {
        guard let section = section("attachments") else { return [] }
        return Self.all(below: section) { $0.tag == .anchor }.compactMap { link in
            guard let address = link.attribute("href"), address.contains("/") else { return nil }
            let name = Array(HTMLToMarkdown.plainText(of: link).utf8).trimmed().string
            return (SitePath.percentDecode(address), name.isEmpty ? address : name)
        }
    }

    /// A cell each: the text, then `Posted by NAME at DATE` in small print.
    var comments: [Comment] {
        guard let section = section("comments") else { return [] }
        var found: [Comment] = []
        for cell in Self.all(below: section, { $0.name == "td" }) {
            let isInner = Self.all(below: cell) { $0.name == "td" }.contains {
                $0.first(where: Self.isSignature) != nil
            }
            guard !isInner, let sign = cell.first(where: Self.isSignature) else { continue }
            let anchor = cell.first { ($0.attribute("name") ?? "").hasPrefix("comment-") }
            let line = HTMLToMarkdown.plainText(of: sign).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let nodes = cell.children.filter { node in
                node.id != sign.id && (node.kind != .element || node.attribute("name") == nil)
            }
            found.append(
                Comment(
                    id: anchor?.attribute("name").map { String($0.dropFirst("comment-".count)) }
                        ?? "\(found.count + 1)",
                    author: Self.author(in: line), date: ConfluenceDate.shown(line), nodes: nodes))
        }
        return found
    }

    private static func isSignature(_ node: HTMLNode) -> Bool {
        node.hasClass("smallfont") && node.first { ($0.attribute("src") ?? "").contains("comment_16") } != nil
    }

    /// `Posted by Jo Larsen at Sep 02, 2020 15:50`; other languages have other words around the name.
    private static func author(in line: String) -> String {
        for (before, after) in [(" by ", " at "), (" von ", " am "), (" par ", " à "), (" por ", " en ")] {
            guard let start = line.firstRange(of: before), let end = line[start.upperBound...].ranges(of: after).last
            else {
                continue
            }
            return String(line[start.upperBound..<end.lowerBound])
        }
        return ""
    }

    static func account(_ name: String, _ index: ConfluenceIndex) -> ImportAccount {
        index.accounts[Naming.squeezed(name)] ?? .unknown
    }

    static func all(below root: HTMLNode, _ matches: (HTMLNode) -> Bool) -> [HTMLNode] {
        var found: [HTMLNode] = []
        var stack = Array(root.children).reversed() as [HTMLNode]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if matches(node) { found.append(node) }
            stack += Array(node.children).reversed()
        }
        return found
    }
}

extension String {
    fileprivate var trimmedWords: [Substring] { split { $0.isWhitespace } }
}
