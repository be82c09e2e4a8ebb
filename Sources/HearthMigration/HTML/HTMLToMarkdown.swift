import CGumbo

/// Turns HTML, as people's tools really wrote it, into a Markdown tree.
///
/// 1. `HTMLDepthLimit` takes out tags beyond any sane depth. 2. gumbo builds the tree that a browser would. 3. This type
/// walks it: blocks become blocks, runs of text paragraphs. What Markdown cannot say, or a reader must not get (scripts,
/// `javascript:` addresses, tracking pixels), is left out and named in `losses`.
package struct HTMLToMarkdown {
    /// How addresses are rewritten; called after `SafeLink` has passed them.
    package typealias LinkResolver = (_ address: String, _ isImage: Bool) -> SafeLink.Outcome
    /// The tag that a link to a topic stands for, nil for ordinary links.
    package typealias TopicResolver = (_ address: String, _ classes: String) -> String?

    package struct Options {
        /// The highest heading that may appear; others move down with it.
        package var highestHeading: Int
        /// Texts of images that the old system's editor put in by itself: worse than none for those who hear them.
        package var placeholders: Set<String>
        package var resolveLink: LinkResolver
        package var resolveTopic: TopicResolver
        /// Mends addresses as old editors wrote them, before `SafeLink` judges them.
        var prepareAddress: (String) -> String = { $0 }
        /// Pages of old sites, not texts from an editor: tables that only lay out become blocks, thin pictures rules. In texts
        /// of wikis and blogs some tables are such.
        var (isWholePage, hasLayoutTables) = (false, false)
        /// Parts of the tree to leave out: navigation, headers, footers.
        var dropped: Set<HTMLNode.ID> = []
        /// What the page itself hides.
        var hidden: Set<HTMLNode.ID> = []
        /// The page's footnotes.
        var notes = NoteLinks()
        /// The heading that only says the page's title once more.
        var titleHeading: HTMLNode.ID?
        /// The ids of headings that links lead to.
        var headingIDs: [HTMLNode.ID: String] = [:]

        package init(
            highestHeading: Int = 2, placeholders: Set<String> = [],
            resolveLink: @escaping LinkResolver = { address, _ in .keep(address) },
            resolveTopic: @escaping TopicResolver = { _, _ in nil }
        ) {
            self.highestHeading = highestHeading
            self.placeholders = placeholders
            self.resolveLink = resolveLink
            self.resolveTopic = resolveTopic
        }
    }

    /// Deeper than this the rest is taken as plain text.
    static let maximumDepth = 140

    /// Lists and quotes inside of each other; beyond it their blocks stay where they are.
    private static let maximumContainers = 40
    /// How many lists and quotes are open.
    private var containers = 0
    /// How many cells of tables are open, in which a line of hyphens stands for nothing.
    var cells = 0

    /// What was lost, each name once, in the order met.
    package private(set) var losses: [String] = []
    /// What became of the links and images of the tree.
    private(set) var counts = HTMLCounts()
    private(set) var options: Options
    private(set) var headingShift = 0
    /// Definitions without a term right inside an item of a list: how wikis write its further paragraphs (`#:`).
    private var continuations: Set<HTMLNode.ID> = []
    /// Whether what is read is part of a heading.
    var isInHeading = false
    /// Whether signs that link within the page are permalinks: beside the words of a heading or term.
    var takesPermalinks = false
    /// The abbreviations that were written out.
    var explained: Set<String> = []
    /// The last image's address, whether scripts showed it, and whether it stands in for them.
    var lastImage: (address: String, isDeferred: Bool, isFallback: Bool)?
    /// Whether what is read stands in `<noscript>`.
    var isInNoscript = false
    /// The language that a comment announced for the next code block, and for all of them.
    var nextLanguage: String?
    var defaultLanguage = ""

    package init(options: Options = Options()) { self.options = options }

    /// The blocks of a document or fragment.
    package mutating func convert(_ html: String) -> [MarkdownBlock] { convert(utf8: Array(html.utf8)) }

    /// The same of bytes in UTF-8.
    mutating func convert(utf8 html: [UInt8]) -> [MarkdownBlock] {
        let tree = tree(of: html)
        (explained, lastImage) = ([], nil)
        return withExtendedLifetime(tree) {
            guard let root = tree.root else { return [] }
            for comment in tree.leadingComments { readHint(comment) }
            let node = HTMLNode(pointer: root)
            if HiddenParts.mayBe(in: html) { options.hidden = HiddenParts.found(below: node) }
            if let highest = Self.highestHeading(below: node, except: options.hidden) {
                headingShift = max(0, options.highestHeading - highest)
            }
            return blocks(of: node, depth: 0, wrappers: [])
        }
    }

    /// Texts from editors are mostly tidy; what is not goes to gumbo, without the tags that nest too deep.
    private mutating func tree(of bytes: [UInt8]) -> GumboTree {
        if let tree = GumboTree(tidy: bytes) { return tree }
        let html = String(decoding: bytes, as: UTF8.self)
        let limited = HTMLDepthLimit.limited(html)
        if limited != nil { lose("nesting:too-deep") }
        return GumboTree(limited ?? html)
    }

    /// The blocks of a tree that the caller has parsed and looked into; `options` names its nodes.
    mutating func convert(_ tree: GumboTree, body: HTMLNode) -> [MarkdownBlock] {
        (explained, lastImage) = ([], nil)
        for comment in tree.leadingComments { readHint(comment) }
        if let highest = Self.highestHeading(
            below: body,
            except: options.dropped.union(options.hidden).union(options.notes.leftOut).union(
                options.titleHeading.map { [$0] } ?? []))
        {
            headingShift = options.highestHeading - highest
        }
        return blocks(of: body, depth: 0, wrappers: [])
    }

    /// Leaves out more parts of the tree.
    mutating func drop(_ nodes: Set<HTMLNode.ID>) {
        if !nodes.isEmpty { options.dropped.formUnion(nodes) }
    }

    mutating func count(_ change: (inout HTMLCounts) -> Void) { change(&counts) }

    /// Accounts for the links and images of a part that does not come along.
    mutating func leaveOut(_ node: HTMLNode, _ reason: String) { counts.leaveOut(node, reason) }
    mutating func lose(_ name: String) {
        if !losses.contains(name) { losses.append(name) }
    }

    private static func highestHeading(below root: HTMLNode, except dropped: Set<HTMLNode.ID> = []) -> Int? {
        var stack = [root]
        var highest: Int?
        while let node = stack.popLast() {
            for child in node.children where child.kind == .element && !dropped.contains(child.id) {
                if let level = child.tag.headingLevel { highest = min(highest ?? level, level) }
                stack.append(child)
            }
        }
        return highest
    }

    // MARK: Blocks

    typealias Wrapper = ([MarkdownInline]) -> MarkdownInline

    mutating func blocks(of parent: HTMLNode, depth: Int, wrappers: [Wrapper]) -> [MarkdownBlock] {
        guard depth < Self.maximumDepth else {
            lose("nesting:too-deep")
            leaveOut(parent, "too deep")
            let words = Self.visibleText(of: parent).split { $0.isWhitespace }
            return words.isEmpty ? [] : [.paragraph([.text(words.joined(separator: " "))])]
        }
        return blocks(ofNodes: parent.children, depth: depth, wrappers: wrappers)
    }

    /// The blocks of some of an element's children.
    mutating func blocks(between nodes: ArraySlice<HTMLNode>, depth: Int) -> [MarkdownBlock] {
        blocks(ofNodes: nodes, depth: depth, wrappers: [])
    }

    /// Marks the lists of definitions right below an item that only go on with its text.
    mutating func noteContinuations(in item: HTMLNode) {
        for child in item.children where child.kind == .element && child.tag == .definitionList {
            continuations.insert(child.id)
        }
    }

    /// Whether a list of definitions without terms goes on with the item that it stands in.
    func continues(_ list: HTMLNode) -> Bool { !continuations.isEmpty && continuations.contains(list.id) }

    mutating func blocks(
        ofNodes nodes: some Sequence<HTMLNode>, depth: Int, wrappers: [Wrapper]
    ) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var run = InlineRun()
        func flush() {
            for paragraph in run.finish() {
                if wrappers.isEmpty, cells == 0,
                    let parts = TypedRules.found(in: paragraph, heading: containers == 0 ? options.highestHeading : nil)
                {
                    result += parts
                } else {
                    result.append(.paragraph(wrappers.reduce(paragraph) { [$1($0)] }))
                }
            }
        }
        var wordList = WordList()
        var bareItems: [[MarkdownBlock]] = []
        func finishItems() {
            if !bareItems.isEmpty { result.append(.list(MarkdownList(start: nil, isTight: true, items: bareItems))) }
            bareItems = []
        }
        /// Where the result ended after the last bulleted list.
        var bulletsEnd = -1
        var bulletsTag = HTMLTag.unorderedList
        var inMarker = false
        for node in nodes {
            if !bareItems.isEmpty, !Self.isBetweenItems(node) { finishItems() }
            if node.kind == .comment {
                inMarker = WordList.isMarker(node, before: inMarker)
            } else if inMarker || isDropped(node) {
                continue
            }
            if wordList.isActive, !WordList.isBetween(node), WordList.item(node) == nil {
                result += wordList.finish()
            }
            switch node.kind {
            case .text: run.add(text: node.text)
            case .comment: readHint(node)
            case .other: continue
            case .element:
                let tag = node.tag
                if let made = noteBlocks(node, depth: depth + 1) {
                    flush()
                    result += made
                } else if tag == .paragraph, let item = WordList.item(node) {
                    flush()
                    wordList.add(item, blocks(of: node, depth: depth + 1, wrappers: wrappers))
                } else if tag == .listItem, containers < Self.maximumContainers {
                    // Without a list around it; a browser shows its mark all the same.
                    flush()
                    containers += 1
                    defer { containers -= 1 }
                    let item = blocks(of: node, depth: depth + 1, wrappers: wrappers)
                    if !item.isEmpty { bareItems.append(item) }
                } else if tag == .inlineBox, node.isUnknown, let own = ownBlocks(node, depth: depth + 1) {
                    flush()
                    result += own
                } else if tag.isBlock {
                    flush()
                    let made = block(node, tag, depth: depth + 1, wrappers: wrappers)
                    let isList = tag == .unorderedList || tag == .definitionList
                    if isList, tag == bulletsTag, bulletsEnd == result.count,
                        let joined = Self.joined(result.last, made)
                    {
                        result[result.count - 1] = joined
                    } else {
                        result += made
                    }
                    if isList {
                        bulletsEnd = result.count
                        bulletsTag = tag
                    }
                } else if tag != .dropped, tag != .silent, Self.holdsBlocks(node, depth: depth) {
                    flush()
                    if tag == .fallback {
                        lose("element:" + node.name)
                        fallback(node, into: &run)
                        flush()
                    }
                    let before = isInNoscript
                    if node.isElement(GUMBO_TAG_NOSCRIPT) { isInNoscript = true }
                    result += blocks(of: node, depth: depth + 1, wrappers: wrappers + wrapper(for: node, tag))
                    isInNoscript = before
                } else {
                    inline(node, tag, into: &run, depth: depth + 1)
                }
            }
        }
        flush()
        finishItems()
        return result + wordList.finish()
    }

    /// Bulleted lists with nothing between them, as wikis make of items with empty lines between them, are one list.
    private static func joined(_ before: MarkdownBlock?, _ after: [MarkdownBlock]) -> MarkdownBlock? {
        guard case .list(let first)? = before, after.count == 1, case .list(let second) = after[0], first.start == nil,
            second.start == nil
        else { return nil }
        return .list(MarkdownList(start: nil, isTight: false, items: first.items + second.items))
    }

    /// Whether items without a list are one list around the node.
    private static func isBetweenItems(_ node: HTMLNode) -> Bool {
        switch node.kind {
        case .text: !node.text.contains { $0 > 0x20 }
        case .comment, .other: true
        case .element: node.tag == .listItem || node.tag == .lineBreak
        }
    }

    /// Whether the node is to be left out; its links and images are accounted for.
    mutating func isDropped(_ node: HTMLNode) -> Bool {
        if !options.hidden.isEmpty, options.hidden.contains(node.id) {
            if HiddenParts.holdsText(node) { lose("text:hidden") }
            leaveOut(node, "in what the page itself hides")
            return true
        }
        if !options.notes.isEmpty, options.notes.leftOut.contains(node.id) {
            leaveOut(node, "marks of footnotes")
            return true
        }
        guard !options.dropped.isEmpty, options.dropped.contains(node.id) else { return false }
        leaveOut(node, "navigation, header or footer")
        return true
    }

    private mutating func block(_ node: HTMLNode, _ tag: HTMLTag, depth: Int, wrappers: [Wrapper]) -> [MarkdownBlock] {
        if node.hasEventHandler { lose("attribute:event-handler") }
        switch tag {
        case .heading1, .heading2, .heading3, .heading4, .heading5, .heading6:
            return heading(node, tag, depth: depth, wrappers: wrappers)
        case .unorderedList, .orderedList, .definitionList, .quote: return container(node, tag, depth: depth)
        case .preformatted where options.isWholePage && isProse(node):
            return blocks(of: node, depth: depth, wrappers: wrappers)
        case .preformatted: return preformatted(node)
        case .rule: return [.rule]
        case .table: return table(node, depth: depth)
        case .details:
            lose("element:details")
            return blocks(of: node, depth: depth, wrappers: [])
        case .summary: return blocks(of: node, depth: depth, wrappers: [{ .strong($0) }])
        case .blockBox:
            let tabs = wrappers.isEmpty ? self.tabs(node, depth: depth) : nil
            return tabs ?? blocks(of: node, depth: depth, wrappers: wrappers)
        case .paragraph where options.isWholePage && isRule(node):
            leaveOut(node, "pictures of rules")
            return [.rule]
        default: return blocks(of: node, depth: depth, wrappers: wrappers)
        }
    }

    private mutating func container(_ node: HTMLNode, _ tag: HTMLTag, depth: Int) -> [MarkdownBlock] {
        guard containers < Self.maximumContainers else {
            lose("nesting:too-deep")
            return blocks(of: node, depth: depth, wrappers: [])
        }
        containers += 1
        defer { containers -= 1 }
        switch tag {
        case .quote: return quote(node, depth: depth)
        case .definitionList: return definitionList(node, depth: depth)
        default: return list(node, ordered: tag == .orderedList, depth: depth)
        }
    }

    /// Word's "HTML Preformatted" style in a typeface that is none for code: a paragraph like any other.
    private func isProse(_ node: HTMLNode) -> Bool {
        var stack = [node]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            let faces = (node.attribute("style") ?? "") + (node.attribute("face") ?? "")
            if ["Times", "Arial", "Verdana", "Calibri", "Tahoma", "Garamond"].contains(where: { faces.contains($0) }) {
                return true
            }
            stack += node.children
        }
        return false
    }

    /// A paragraph with nothing but a long thin picture.
    private func isRule(_ paragraph: HTMLNode) -> Bool {
        var images: [HTMLNode] = []
        var stack = [paragraph]
        while let node = stack.popLast() {
            switch node.kind {
            case .text:
                if Self.plainText(of: node).unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
                    return false
                }
            case .element:
                if node.tag == .image { images.append(node) }
                stack += node.children
            default: continue
            }
        }
        guard images.count == 1 else { return false }
        func pixels(_ name: StaticString) -> Int {
            images[0].attribute(name).flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        }
        return pixels("width") >= 150 && (1...20).contains(pixels("height"))
    }

    private mutating func quote(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        if node.attributeBytes("class").map({ ByteText.contains("spoiler", in: $0) }) ?? false { lose("spoiler:shown") }
        let inner = blocks(of: node, depth: depth, wrappers: [])
        return inner.isEmpty ? [] : [.quote(inner)]
    }
}
