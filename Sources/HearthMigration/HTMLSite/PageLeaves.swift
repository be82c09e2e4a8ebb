import CGumbo

/// A run of text or images between two borders of blocks: what a reader sees as one line or paragraph.
struct PageLeaf {
    /// The nodes of the run, below one parent.
    var nodes: [HTMLNode.ID]
    /// Of its text without white space, and of the names of its images.
    var hash: UInt64
    var words: Int
    var linkWords: Int
    /// Of the words in links, those that lead to a place of the same page.
    var placeWords: Int
    var isHeading: Bool
    /// In a cell of a table with data: never taken for navigation.
    var isData: Bool
    /// In a part that the editor marked as the page's own content.
    var isContent: Bool
    /// In an element for navigation, or in the page's header or footer.
    var isChrome: Bool
    /// The navigation inside of the marked content that it is in: a menu there, or all that the page is there for.
    var navigation: HTMLNode.ID?
    /// The list that it is an item of.
    var list: HTMLNode.ID?
    /// The header or footer that it is in, by number.
    fileprivate var border: Int?

    /// Whether it leads somewhere rather than says something.
    var isLinked: Bool { linkWords * 2 >= words }
}

/// Cuts a page into leaves, in the order of reading.
struct PageLeaves {
    private(set) var leaves: [PageLeaf] = []
    /// Whether the page says where its own content is.
    private(set) var hasContentMarks = false

    private var run: [HTMLNode] = []
    private var inEditable = false
    /// Whether MediaWiki has made the page, as far as it was read.
    private var isWiki = false
    /// Inline parts that a program has put into lines of the page, such as links to edit a section.
    private(set) var generated: Set<HTMLNode.ID> = []
    /// The lines of the page's print footer.
    private var printed: Set<UInt64> = []
    /// The words so far that are in no navigation, header or footer.
    private var ownWords = 0
    /// Of each header and footer, how many such words the element has that it heads or closes.
    private var borders: [Int] = []
    /// Those for which the element has not ended yet.
    private var openBorders: [Int] = []
    /// The headers and footers of elements that began below a heading of the page, for what heads and closes the page stands
    /// around its heading, and those of cards.
    private var bordersOfParts: Set<Int> = []
    /// The headings so far that are in no navigation, header or footer.
    private var ownHeadings = 0

    private struct Place {
        var isHeading = false
        var isData = false
        var isContent = false
        var isChrome = false
        /// Inside an article or another part, whose header is its own.
        var isSectioned = false
        var navigation: HTMLNode.ID?
        var border: Int?
        var list: HTMLNode.ID?
        /// The headings of the page above the element that it is right in.
        var headingsAbove = 0
        /// Right in an element that is called a card.
        var isInCard = false
        /// In what a program has made, and what is no content in content.
        var isGenerated = false
        var isPrinted = false
    }

    private static let maximumDepth = 240

    /// What the page itself hides is in no leaf.
    let hidden: Set<HTMLNode.ID>

    init(body: HTMLNode) {
        hidden = HiddenParts.found(below: body)
        isWiki = (body.attribute("class") ?? "").contains("mediawiki")
        walk(body, Place(), depth: 0)
        keepBordersOfParts()
        guard !printed.isEmpty else { return }
        for index in leaves.indices where printed.contains(leaves[index].hash) {
            leaves[index].isChrome = true
            leaves[index].isContent = false
        }
    }

    private mutating func walk(_ parent: HTMLNode, _ place: Place, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        var afterMark = false
        for node in parent.children {
            switch node.kind {
            case .comment:
                afterMark = readMark(node, place)
                continue
            case .text: run.append(node)
            case .other: continue
            case .element:
                if node.tag == .silent || node.isElement(GUMBO_TAG_SCRIPT) || hidden.contains(node.id) { continue }
                isWiki = isWiki || GeneratedParts.isWiki(node)
                let isBlock = node.tag.isBlock || Self.holdsBlocks(node, depth: depth)
                guard isBlock else {
                    if GeneratedParts.isPart(node, inWiki: isWiki) {
                        generated.insert(node.id)
                    } else {
                        run.append(node)
                    }
                    continue
                }
                flush(place)
                let (words, open) = (ownWords, openBorders.count)
                walk(node, inner(node, place, afterMark: afterMark), depth: depth + 1)
                flush(place)
                if ownWords > words {
                    for border in openBorders[open...] { borders[border] = ownWords - words }
                    openBorders.removeSubrange(open...)
                }
            }
            if node.kind == .element { afterMark = false }
        }
        flush(place)
    }

    /// FrontPage puts `msnavigation` before the cell that holds the page; Dreamweaver brackets what may be edited.
    private mutating func readMark(_ comment: HTMLNode, _ place: Place) -> Bool {
        let text = UnsafeBufferPointer(rebasing: comment.text.prefix(80))
        if text.elementsEqual("msnavigation".utf8) { return true }
        if ByteText.contains("BeginEditable", in: text) {
            flush(place)
            inEditable = !ByteText.contains("\"doctitle\"", in: text) && !ByteText.contains("\"head\"", in: text)
        } else if ByteText.contains("EndEditable", in: text) {
            flush(place)
            inEditable = false
        }
        return false
    }

    private mutating func inner(_ node: HTMLNode, _ place: Place, afterMark: Bool) -> Place {
        var place = place
        let headingsAbove = place.headingsAbove
        let isInCard = place.isInCard
        place.headingsAbove = ownHeadings
        place.isInCard = node.attribute("class").map { $0.split { $0.isWhitespace }.contains("card") } ?? false
        if node.tag.headingLevel != nil { place.isHeading = true }
        if GeneratedParts.isPart(node, inWiki: isWiki) {
            place.isGenerated = true
            if GeneratedParts.isPrintFooter(node) { place.isPrinted = true }
        }
        switch node.pointer.pointee.v.element.tag {
        case GUMBO_TAG_NAV: enterNavigation(node, &place)
        case GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER:
            if place.isSectioned || place.isChrome { break }
            place.isChrome = true
            place.border = borders.count
            if headingsAbove > 0 || isInCard { bordersOfParts.insert(borders.count) }
            openBorders.append(borders.count)
            borders.append(0)
        case GUMBO_TAG_ARTICLE, GUMBO_TAG_SECTION, GUMBO_TAG_ASIDE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_FIGURE,
            GUMBO_TAG_FIELDSET, GUMBO_TAG_DETAILS:
            place.isSectioned = true
        case GUMBO_TAG_MAIN:
            place.isContent = true
            place.isSectioned = true
        case GUMBO_TAG_TD, GUMBO_TAG_TH:
            if afterMark { place.isContent = true }
            if place.isData { place.isSectioned = true }
        case GUMBO_TAG_TABLE: place.isData = TableShape.of(node) == .data
        case GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL: place.list = node.id
        default: break
        }
        guard let role = node.attribute("role") else { return place }
        switch role {
        case "main":
            place.isContent = true
            place.isSectioned = true
        case "navigation" where place.isContent || !place.isSectioned: enterNavigation(node, &place)
        case "banner", "contentinfo":
            if place.isSectioned { break }
            place.isChrome = true
            place.border = nil
        default: break
        }
        return place
    }

    private func enterNavigation(_ node: HTMLNode, _ place: inout Place) {
        place.isChrome = true
        place.border = nil
        if place.isContent, place.navigation == nil { place.navigation = node.id }
    }

    /// A header or footer is the page's when what it stands in is the page, or nearly. That of a card, which is any
    /// element among others, says something about the card.
    private mutating func keepBordersOfParts() {
        for border in openBorders { borders[border] = ownWords }
        guard !borders.isEmpty else { return }
        for index in leaves.indices {
            guard let border = leaves[index].border else { continue }
            let isOfPart = bordersOfParts.contains(border) && !leaves[index].isLinked
            guard isOfPart || borders[border] * 4 < ownWords * 3 else { continue }
            leaves[index].isChrome = false
        }
    }

    /// The hash that a leaf with just this node has.
    static func hash(of node: HTMLNode) -> UInt64 {
        var reader = LeafReader()
        reader.read(node)
        return reader.hash
    }

    private static func holdsBlocks(_ node: HTMLNode, depth: Int) -> Bool {
        guard depth < maximumDepth else { return false }
        for child in node.children where child.kind == .element {
            if child.tag.isBlock || holdsBlocks(child, depth: depth + 1) { return true }
        }
        return false
    }

    private mutating func flush(_ place: Place) {
        guard !run.isEmpty else { return }
        var reader = LeafReader()
        reader.hidden = hidden
        for node in run { reader.read(node) }
        if reader.words > 0 || reader.images > 0 {
            let isContent = (place.isContent || inEditable) && !place.isGenerated
            if place.isPrinted, reader.words > 1 { printed.insert(reader.hash) }
            if isContent, reader.words > 0 { hasContentMarks = true }
            if !place.isChrome, !place.isGenerated {
                ownWords += reader.words
                if place.isHeading, reader.words > 0 { ownHeadings += 1 }
            }
            leaves.append(
                PageLeaf(
                    nodes: run.map(\.id), hash: reader.hash, words: reader.words, linkWords: reader.linkWords,
                    placeWords: reader.placeWords, isHeading: place.isHeading, isData: place.isData,
                    isContent: isContent, isChrome: place.isChrome || place.isGenerated,
                    navigation: isContent ? place.navigation : nil, list: place.list,
                    border: place.isGenerated ? nil : place.border))
        }
        run.removeAll(keepingCapacity: true)
    }
}

/// What stands in a run: FNV-1a of its letters, and how many words.
private struct LeafReader {
    private enum Link { case none, away, place }

    var hidden: Set<HTMLNode.ID> = []
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var words = 0
    var linkWords = 0
    var placeWords = 0
    var images = 0
    private var inWord = false

    mutating func read(_ root: HTMLNode) {
        var stack: [(node: HTMLNode, link: Link)] = [(root, .none)]
        while let (node, outer) = stack.popLast() {
            switch node.kind {
            case .text: read(node.text, outer)
            case .element:
                if node.tag == .silent || (!hidden.isEmpty && hidden.contains(node.id)) { continue }
                if node.tag == .image {
                    images += 1
                    let name = ImageSource.address(node)?.split { $0 == "/" || $0 == "\\" }.last ?? ""
                    for byte in name.utf8 { add(byte) }
                    inWord = false
                }
                var link = outer
                if link == .none, let address = HTMLCounts.linkAddress(node) {
                    link = address.utf8.first == 0x23 ? .place : .away
                }
                for child in node.children.reversed { stack.append((child, link)) }
            default: continue
            }
        }
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ link: Link) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            let isHardSpace = byte == 0xC2 && index < text.count && text[index] == 0xA0
            if isHardSpace { index += 1 }
            if byte <= 0x20 || isHardSpace {
                inWord = false
                continue
            }
            if !inWord {
                words += 1
                if link != .none { linkWords += 1 }
                if link == .place { placeWords += 1 }
                inWord = true
            }
            add(byte)
        }
    }

    private mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
