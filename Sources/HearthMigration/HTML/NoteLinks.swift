import CGumbo
import HearthModel

/// Footnotes as programs write them into pages: a mark that leads to a text elsewhere on the page, and a link in that
/// text that leads back to the mark.
///
/// The two links are what tells them, not the names of one program: pandoc, kramdown, MultiMarkdown, Word, LibreOffice
/// and wikis all have both.
struct NoteLinks {
    /// What shows a note's mark, with the note's label.
    private(set) var marks: [HTMLNode.ID: String] = [:]
    /// Raised text with several marks in it.
    private(set) var raised: Set<HTMLNode.ID> = []
    /// The texts of notes, with their labels.
    private(set) var texts: [HTMLNode.ID: String] = [:]
    /// Lists of such texts.
    private(set) var lists: Set<HTMLNode.ID> = []
    /// What leads back to marks, and headings and rules above the texts.
    private(set) var leftOut: Set<HTMLNode.ID> = []

    var isEmpty: Bool { texts.isEmpty }

    private struct Note {
        var text: HTMLNode
        var marks: [HTMLNode] = []
        var back: [HTMLNode] = []
    }

    private var parents: [HTMLNode.ID: HTMLNode] = [:]
    private var places: [String: HTMLNode] = [:]

    /// The links of all marks and texts.
    private(set) var links: Set<HTMLNode.ID> = []

    init() {}

    init(body: HTMLNode) {
        // Most pages have none, and need no lists of their elements.
        guard Self.holdsMark(body) else { return }
        let candidates = read(body)
        var notes: [Note] = []
        var numbers: [HTMLNode.ID: Int] = [:]
        /// A link back may look like a mark, whose text would be the paragraph of the true one.
        var ways: Set<HTMLNode.ID> = []
        for mark in candidates where !ways.contains(mark.id) {
            guard let text = Self.target(of: mark).flatMap({ places[$0] }).flatMap({ self.text(at: $0) }),
                !isInside(mark, text)
            else { continue }
            let back = self.back(from: text, to: mark)
            ways.formUnion(back.map(\.id))
            if let number = numbers[text.id] {
                notes[number].marks.append(mark)
                notes[number].back += back
            } else if !back.isEmpty {
                numbers[text.id] = notes.count
                notes.append(Note(text: text, marks: [mark], back: back))
            }
        }
        for note in notes where says(note) { add(note) }
        for note in notes where texts[note.text.id] != nil { leaveOutFrame(of: note) }
        clear()
    }

    private mutating func clear() { (parents, places) = ([:], [:]) }

    private static func holdsMark(_ body: HTMLNode) -> Bool {
        var stack = [body]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if isMark(node) { return true }
            stack += node.children
        }
        return false
    }

    /// Notes down who is in whom, and what is called how; the answer are the links that may be marks.
    private mutating func read(_ body: HTMLNode) -> [HTMLNode] {
        var candidates: [HTMLNode] = []
        var stack = [body]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            for case let name? in [node.attribute("id"), node.attribute("name")]
            where !name.isEmpty && places[name] == nil {
                places[name] = node
            }
            if Self.isMark(node) { candidates.append(node) }
            for child in node.children.reversed where child.kind == .element {
                parents[child.id] = node
                stack.append(child)
            }
        }
        return candidates.filter { hasSign($0) }
    }

    // MARK: Marks

    /// Where a link to a place of its own page leads.
    private static func target(of link: HTMLNode) -> String? {
        guard link.tag == .anchor, let address = link.attribute("href"), address.hasPrefix("#"), address != "#" else {
            return nil
        }
        return SitePath.percentDecode(String(address.dropFirst()))
    }

    private static let signs: Set<Character> = Set("*†‡§¶abcdefghijklmnopqrstuvwxyzαβγδ")

    /// Whether a link shows no more than a number or a sign, which may stand in brackets.
    private static func isMark(_ link: HTMLNode) -> Bool {
        guard target(of: link) != nil else { return false }
        let text = plain(HTMLToMarkdown.plainText(of: link))
        guard (1...4).contains(text.count) else { return false }
        return text.allSatisfy { $0.isASCII && $0.isNumber } || isRoman(text)
            || text.count <= 2 && text.allSatisfy { signs.contains($0) }
    }

    private static func isRoman(_ text: String) -> Bool { text.allSatisfy { "ivxlcIVXLC".contains($0) } }

    /// Without brackets and white space.
    private static func plain(_ text: String) -> String { text.filter { !$0.isWhitespace && !"[]()".contains($0) } }

    /// Whether a link is raised, or is called like a note by any of its names.
    private func hasSign(_ link: HTMLNode) -> Bool {
        var node: HTMLNode? = link
        while let next = node, next.id == link.id || !next.tag.isBlock {
            if next.tag == .superscript { return true }
            let names =
                ([
                    "id", "name", "href", "class", "role", "rel", "data-footnote-ref",
                ] as [StaticString]).compactMap { next.attribute($0)?.lowercased() }
            if names.contains(where: { name in Self.words.contains { name.contains($0) } }) { return true }
            node = parents[next.id]
        }
        return link.children.contains { $0.kind == .element && $0.tag == .superscript }
    }

    private static let words = ["note", "fn:", "fnref", "ftn", "edn", "cite_"]

    /// All that a link back to a mark may call it.
    private func names(of mark: HTMLNode) -> Set<String> {
        var names: Set<String> = []
        func add(_ node: HTMLNode) {
            for case let name? in [node.attribute("id"), node.attribute("name")] { names.insert(name) }
        }
        var node: HTMLNode? = mark
        while let next = node, next.id == mark.id || !next.tag.isBlock {
            add(next)
            node = parents[next.id]
        }
        var stack = Array(mark.children)
        while let next = stack.popLast() {
            guard next.kind == .element else { continue }
            add(next)
            stack += next.children
        }
        return names
    }

    // MARK: Texts

    /// The block that a name stands in, where a note may be one: an item, a paragraph or a box, but not all of the page.
    private func text(at place: HTMLNode) -> HTMLNode? {
        var node = place
        while !node.tag.isBlock {
            guard let parent = parents[node.id] else { return nil }
            node = parent
        }
        if node.tag == .paragraph, let box = parents[node.id], Self.isBoxOfNote(box) { node = box }
        let isBox = node.isElement(GUMBO_TAG_DIV) || node.isElement(GUMBO_TAG_ASIDE)
        guard node.tag == .listItem || node.tag == .paragraph || isBox, !holdsHeading(node) else { return nil }
        return node
    }

    /// `ftn1` of Word, `sdfootnote1` of LibreOffice.
    private static func isBoxOfNote(_ node: HTMLNode) -> Bool {
        guard node.isElement(GUMBO_TAG_DIV), let id = node.attribute("id") else { return false }
        return ["ftn", "edn", "sdfootnote", "sdendnote"].contains {
            id.hasPrefix($0) && Int(id.dropFirst($0.count)) != nil
        }
    }

    private func holdsHeading(_ root: HTMLNode) -> Bool {
        var stack = [root]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.tag.headingLevel != nil { return true }
            stack += node.children
        }
        return false
    }

    private func isInside(_ node: HTMLNode, _ outer: HTMLNode) -> Bool {
        var next: HTMLNode? = node
        while let node = next {
            if node.id == outer.id { return true }
            next = parents[node.id]
        }
        return false
    }

    /// The links of a text that lead to a mark.
    private func back(from text: HTMLNode, to mark: HTMLNode) -> [HTMLNode] {
        let names = names(of: mark)
        var found: [HTMLNode] = []
        var stack = [text]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if let target = Self.target(of: node), names.contains(target) { found.append(node) }
            stack += node.children.reversed
        }
        return found
    }

    /// Whether there are words in a note besides the links back.
    private func says(_ note: Note) -> Bool { Self.says(note.text, except: Set(note.back.map(\.id))) }

    private static func says(_ node: HTMLNode, except left: Set<HTMLNode.ID>) -> Bool {
        HTMLToMarkdown.plainText(of: node) { left.contains($0.id) }.contains { $0.isLetter || $0.isNumber }
    }

    // MARK: What becomes of them

    private mutating func add(_ note: Note) {
        let label = "\(texts.count + 1)"
        texts[note.text.id] = label
        if note.text.tag == .listItem, let list = parents[note.text.id] { lists.insert(list.id) }
        for mark in note.marks {
            var whole = mark
            let sign = Self.plain(HTMLToMarkdown.plainText(of: mark))
            while let parent = parents[whole.id], parent.tag == .superscript || parent.tag == .inlineBox,
                Self.plain(HTMLToMarkdown.plainText(of: parent)) == sign
            {
                whole = parent
            }
            marks[whole.id] = label
            while let parent = parents[whole.id], !parent.tag.isBlock {
                if parent.tag == .superscript { raised.insert(parent.id) }
                whole = parent
            }
        }
        let links = Set(note.back.map(\.id))
        self.links.formUnion(links.union(note.marks.map(\.id)))
        for link in note.back {
            var whole = link
            // Arrows and the like around it.
            while let parent = parents[whole.id], parent.id != note.text.id, !Self.says(parent, except: links) {
                whole = parent
            }
            leftOut.insert(whole.id)
        }
    }

    /// Headings and rules of an element that is there for the notes.
    private mutating func leaveOutFrame(of note: Note) {
        var frame: HTMLNode?
        var next = parents[note.text.id]
        while let node = next, lists.contains(node.id) || Self.isForNotes(node) {
            if !lists.contains(node.id) { frame = node }
            next = parents[node.id]
        }
        guard let frame else { return }
        let headings = frame.children.filter { $0.kind == .element && $0.tag.headingLevel != nil }.map(\.id)
        guard !Self.says(frame, except: leftOut.union(texts.keys).union(headings)) else { return }
        for child in frame.children where child.kind == .element {
            if child.tag == .rule || child.tag.headingLevel != nil { leftOut.insert(child.id) }
        }
    }

    private static func isForNotes(_ node: HTMLNode) -> Bool {
        guard node.tag == .blockBox, !node.isElement(GUMBO_TAG_BODY) else { return false }
        return (["id", "class", "role", "style"] as [StaticString]).contains { name in
            guard let value = node.attribute(name)?.lowercased() else { return false }
            return ["footnote", "endnote"].contains { value.contains($0) }
        }
    }
}
