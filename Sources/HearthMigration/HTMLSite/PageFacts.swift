import CGumbo
import HearthModel

/// What the survey keeps of a page.
struct PageFacts: Sendable {
    struct Link: Sendable {
        /// The number of the file it leads to.
        var target: Int
        var fragment: String
        /// What the reader clicks on, in one line, cut.
        var text: String
    }

    /// Why the page could not be read.
    var failure: String?
    var encoding = "UTF-8"
    var isGuessed = false
    /// What reading its bytes lost.
    var textLosses: [String] = []
    var bytes = 0
    var sha256 = ""
    /// Whether it is a page in an archive, which holds its pictures as well.
    var isArchive = false
    /// Whether elements went that nest too deep.
    var losesStructure = false
    /// Where the page's tree is in the survey's `trees`.
    var tree = 0..<0

    var title = ""
    /// The first headings that are not in the page's header: their number in the page, text and hash, and whether they are
    /// links to another page, as in lists of posts.
    var headings: [(number: Int, text: String, hash: UInt64, leadsAway: Bool)] = []
    var firstText = ""
    var language: String?
    var authors: [String] = []
    var created: Timestamp?
    var modified: Timestamp?

    var words = 0
    /// What the report must account for.
    var linkCount = 0
    var imageCount = 0
    var links: [Link] = []
    /// Files that the page shows.
    var shown: [Int] = []
    /// The heading that an anchor belongs to, by number; -1 is the top of the page.
    var anchors: [String: Int] = [:]
    /// What headings call themselves, by number.
    var headingNames: [Int: String] = [:]
    var lines: Set<UInt64> = []

    /// The frames of a frameset: files and the frames' names.
    var frames: [(file: Int, name: String)] = []
    var isFrameset = false
    /// The sheets of a workbook that Excel saved.
    var sheets: [(file: Int, name: String)] = []
    var isWorkbook: Bool { !sheets.isEmpty }
    /// Whether a wiki's program made the page for its own use.
    var isToolPage = false
    /// The path of the pattern that the page was made from, without its ending.
    var template: String?
    /// Where a page without text of its own sends the reader.
    var refresh: Int?
}

/// Reads one page for the survey.
struct PageReader {
    let tree: SiteTree
    let hosts: Set<String>

    /// A larger file is no page that a person wrote.
    static let byteLimit = 32 << 20
    /// A field that names more is no list of authors.
    private static let mostAuthors = 20
    /// The bytes of a page; a problem with a reason when it cannot be read.
    private static func bytes(_ path: String) throws(PageProblem) -> [UInt8] {
        guard let size = FileSystem.size(of: path), size <= byteLimit else {
            throw PageProblem(reason: "the file has more than \(byteLimit >> 20) MB")
        }
        do { return try FileSystem.read(path) } catch { throw PageProblem(reason: "\(error)") }
    }

    /// A page as text, and what it says of itself; a problem with a reason when it cannot be read.
    static func text(_ path: String) throws(PageProblem) -> TextEncoding.Decoded { text(try bytes(path)) }

    private static func text(_ bytes: [UInt8]) -> TextEncoding.Decoded {
        if let page = SavedArchive.content(of: bytes)?.page {
            let declared = page.charset ?? declaredEncoding(page.bytes)
            return TextEncoding.decode(page.bytes, declared: declared, language: declaredLanguage(page.bytes))
        }
        return TextEncoding.decode(bytes, declared: declaredEncoding(bytes), language: declaredLanguage(bytes))
    }

    struct PageProblem: Error { var reason: String }

    /// The facts of a page and its tree, as `HTMLTreeCoding` writes it.
    func read(_ number: Int) -> (facts: PageFacts, tree: [UInt8]) {
        let file = tree.files[number]
        var facts = PageFacts()
        let path = tree.root + "/" + file.path
        facts.bytes = FileSystem.size(of: path) ?? 0
        let bytes: [UInt8]
        do { bytes = try Self.bytes(path) } catch {
            facts.failure = error.reason
            return (facts, [])
        }
        facts.sha256 = ImportManifest.sha256(bytes)
        facts.isToolPage = GeneratedParts.isToolPage(name: String(file.name))
        let ending = SiteNames.ending(of: file)
        if SavedArchive.endings.contains(ending), SavedArchive.content(of: bytes) == nil {
            facts.failure = "there is no page in the archive that its name promises"
            return (facts, [])
        }
        facts.isArchive = SavedArchive.isArchive(bytes)
        if facts.isArchive, SavedArchive.breaksOff(bytes) {
            facts.failure = "the file breaks off before the end of the page"
            return (facts, [])
        }
        let decoded = Self.text(bytes)
        if decoded.isBinary {
            facts.failure = "the file is no text, whatever its name says"
            return (facts, [])
        }
        facts.encoding = decoded.encoding
        facts.isGuessed = decoded.isGuessed
        facts.textLosses = decoded.losses
        let limited = HTMLDepthLimit.limit(decoded.text)
        facts.losesStructure = limited.losesStructure
        var tree = GumboTree(limited.source ?? decoded.text)
        if !limited.losesStructure, let document = GoogleDocument(tree) { tree = GumboTree(document.html.string) }
        if let frameless = frameless(tree, file, facts) { tree = frameless }
        var coded: [UInt8] = []
        withExtendedLifetime(tree) {
            guard let root = tree.root else { return }
            coded = HTMLTreeCoding.encode(tree)
            facts.language = HTMLNode(pointer: root).attribute("lang").flatMap { Self.language($0) }
            for child in HTMLNode(pointer: root).children {
                if child.kind == .comment { facts.template = facts.template ?? GeneratedParts.template(of: child) }
                guard child.kind == .element else { continue }
                if child.name == "head" { readHead(child, file, &facts) }
                if child.name == "frameset" { readFrames(child, file, &facts) }
                if child.name == "body" { readBody(child, file, &facts) }
            }
            takeOrigin(PageOrigin(root: HTMLNode(pointer: root)), &facts)
        }
        if let front = FrontPageFacts(besides: path) {
            if let author = front.author { facts.authors = [author] }
            facts.created = front.created ?? facts.created
            facts.modified = front.modified ?? facts.modified
        }
        return (facts, coded)
    }

    /// Fields of the head that are there for it come before what pages of programs say otherwise.
    private func takeOrigin(_ origin: PageOrigin, _ facts: inout PageFacts) {
        if facts.authors.isEmpty { facts.authors = [origin.author].compactMap(\.self) }
        facts.created = facts.created ?? origin.created
        facts.modified = facts.modified ?? origin.modified
    }

    private func target(_ address: String, _ file: SiteFile, _ encoding: String) -> (file: Int, fragment: String)? {
        let text = SiteAddress.mended(address)
        let address = SiteAddress(text, hosts: hosts, encoding: encoding)
        if let saved = tree.page(savedFrom: text) { return (saved, address.fragment) }
        switch address.kind {
        case .local(""): return tree.file(at: file.path).map { ($0, address.fragment) }
        case .local(let path):
            return tree.find(path, query: address.query, from: file.folder).map { ($0, address.fragment) }
        case .disk(let path): return tree.find(disk: path).map { ($0, address.fragment) }
        case .elsewhere: return nil
        }
    }

    /// The page that a frameset holds for browsers without frames, where the export has none of the frames' pages.
    private func frameless(_ tree: GumboTree, _ file: SiteFile, _ facts: PageFacts) -> GumboTree? {
        guard let root = tree.root,
            let set = HTMLNode(pointer: root).children.first(where: { $0.isElement(GUMBO_TAG_FRAMESET) })
        else { return nil }
        var frames = facts
        readFrames(set, file, &frames)
        guard frames.frames.isEmpty else { return nil }
        var html = ""
        for child in HTMLNode(pointer: root).children where child.isElement(GUMBO_TAG_HEAD) {
            let title =
                child.children.first { $0.isElement(GUMBO_TAG_TITLE) }.map { HTMLToMarkdown.rawText(of: $0) } ?? ""
            var escaped: [UInt8] = []
            ByteText.escape(Array(title.utf8)[...], into: &escaped)
            html = "<title>\(escaped.string)</title>"
        }
        var stack = [set]
        var texts = ""
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.isElement(GUMBO_TAG_NOFRAMES) { texts += HTMLToMarkdown.rawText(of: node) }
            stack += node.children.reversed
        }
        // After a frameset its fallback may also stand behind it.
        for child in HTMLNode(pointer: root).children where child.isElement(GUMBO_TAG_NOFRAMES) {
            texts += HTMLToMarkdown.rawText(of: child)
        }
        guard texts.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        let limited = HTMLDepthLimit.limit(html + texts)
        return GumboTree(limited.source ?? html + texts)
    }

    // MARK: Head and frames

    private func readHead(_ head: HTMLNode, _ file: SiteFile, _ facts: inout PageFacts) {
        var sheetTargets: [Int] = []
        var sheetNames: [String] = []
        for node in head.children where node.kind == .element {
            switch node.name {
            case "title": if facts.title.isEmpty { facts.title = Self.line(HTMLToMarkdown.rawText(of: node)) }
            case "meta": readMeta(node, file, &facts)
            case "link" where node.attribute("id") == "shLink":
                if let address = node.attribute("href"), let found = target(address, file, facts.encoding) {
                    sheetTargets.append(found.file)
                }
            case "script":
                let script = HTMLToMarkdown.rawText(of: node)
                if GeneratedParts.isToolPage(script: script) { facts.isToolPage = true }
                guard script.holds("c_rgszSh[") else { continue }
                for line in script.split(separator: "\n") where line.holds("c_rgszSh[") && line.holds("= \"") {
                    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
                    if parts.count > 2 { sheetNames.append(Self.line(String(parts[1]))) }
                }
            default: continue
            }
        }
        for (index, target) in sheetTargets.enumerated() {
            facts.sheets.append((target, index < sheetNames.count ? sheetNames[index] : "Sheet \(index + 1)"))
        }
    }

    private func readMeta(_ node: HTMLNode, _ file: SiteFile, _ facts: inout PageFacts) {
        guard let content = node.attribute("content") else { return }
        switch (node.attribute("name") ?? node.attribute("http-equiv") ?? "").lowercased() {
        case "author":
            // One field for each, or all of them in one.
            for part in content.split(separator: ";") {
                let name = Self.line(String(part))
                guard !name.isEmpty, facts.authors.count < Self.mostAuthors, !facts.authors.contains(name) else {
                    continue
                }
                facts.authors.append(name)
            }
        case "date", "dc.date", "dcterms.date", "dcterms.created", "created":
            facts.created = Timestamp(iso8601: content)
        case "last-modified", "dcterms.modified": facts.modified = Timestamp(iso8601: content)
        case "refresh":
            guard let start = content.lowercased().firstRange(of: "url=") else { return }
            let address = content[start.upperBound...].filter { $0 != "'" && $0 != "\"" }
            facts.refresh = target(address, file, facts.encoding)?.file
        default: return
        }
    }

    private func readFrames(_ set: HTMLNode, _ file: SiteFile, _ facts: inout PageFacts) {
        facts.isFrameset = true
        var stack = [set]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.name == "frame", let address = node.attribute("src"),
                let found = target(address, file, facts.encoding)
            {
                facts.frames.append((found.file, (node.attribute("name") ?? node.attribute("id") ?? "").lowercased()))
            }
            stack += node.children.reversed
        }
    }

    // MARK: Body

    private func readBody(_ body: HTMLNode, _ file: SiteFile, _ facts: inout PageFacts) {
        (facts.linkCount, facts.imageCount) = HTMLCounts.count(below: body)
        let page = PageLeaves(body: body)
        let leaves = page.leaves
        let hidden = Self.headings(below: page.hidden)
        facts.words = leaves.reduce(0) { $0 + $1.words }
        // What is navigation by its mark-up says nothing of the same words elsewhere.
        let lines = leaves.filter { page.hasContentMarks ? $0.isContent && $0.navigation == nil : !$0.isChrome }
        let hashes = lines.map(\.hash)
        let menus = leaves.filter { $0.navigation != nil }.map { RepeatedLines.inNavigation($0.hash) }
        for lines in [hashes, RepeatedLines.counted(hashes), menus] {
            facts.lines.formUnion(RepeatedLines.edges(lines))
        }
        var anchors = AnchorReader()
        anchors.read(body)
        facts.anchors = anchors.anchors
        facts.headingNames = anchors.headingNames
        let chrome = Set(leaves.filter(\.isChrome).flatMap(\.nodes))
        for (number, node) in anchors.headings.prefix(12).enumerated() {
            let text = Self.line(Permalinks.text(of: node))
            let isChrome = node.children.allSatisfy { chrome.contains($0.id) }
            if !text.isEmpty, !isChrome, !hidden.contains(node.id) {
                let leadsAway = leadsAway(node, text, file, facts.encoding)
                facts.headings.append((number, text, PageLeaves.hash(of: node), leadsAway))
            }
        }
        if let first = leaves.first(where: { $0.words > 0 && !$0.isChrome }) {
            let text = first.nodes.map { HTMLToMarkdown.plainText(of: HTMLNode(pointer: $0)) }.joined()
            facts.firstText = String(Self.line(text).prefix(200))
        }
        for node in anchors.media {
            guard let address = HTMLCounts.mediaAddress(node), let found = target(address, file, facts.encoding)
            else { continue }
            facts.shown.append(found.file)
        }
        var seen: Set<String> = []
        let notes = NoteLinks(body: body)
        for (node, isImage) in anchors.addresses where !notes.links.contains(node.id) {
            guard let address = isImage ? ImageSource.address(node) : node.attribute("href") else { continue }
            guard let found = target(address, file, facts.encoding) else { continue }
            if isImage {
                facts.shown.append(found.file)
            } else {
                let text = String(Self.line(HTMLToMarkdown.plainText(of: node)).prefix(120))
                if seen.insert("\(found.file)#\(found.fragment) \(text)").inserted {
                    facts.links.append(PageFacts.Link(target: found.file, fragment: found.fragment, text: text))
                }
            }
        }
    }

    /// Whether all of a heading is one link, and that to another page of the site.
    private func leadsAway(_ heading: HTMLNode, _ text: String, _ file: SiteFile, _ encoding: String) -> Bool {
        var stack = [heading]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.isElement(GUMBO_TAG_A), let address = node.attribute("href") {
                guard Self.line(HTMLToMarkdown.plainText(of: node)) == text else { return false }
                return target(address, file, encoding).map { tree.files[$0.file].path != file.path } ?? false
            }
            stack += node.children
        }
        return false
    }

    private static func headings(below roots: Set<HTMLNode.ID>) -> Set<HTMLNode.ID> {
        var found: Set<HTMLNode.ID> = []
        var stack = roots.map { HTMLNode(pointer: $0) }
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.tag.headingLevel != nil { found.insert(node.id) }
            stack += node.children
        }
        return found
    }
}
