import CGumbo

/// What a page itself hides: `hidden`, `display: none` and `visibility: hidden` on the element. Readers never saw it, so
/// it stays behind as a named loss, unless it looks like something that a click shows: tabs, accordions, "read more".
///
/// A hidden part stays when
/// - its id or class stands in a link, an attribute or a script of the page, which is how one is opened,
/// - a name on it or right around it is one that tabs and accordions have, or has a role or state of theirs,
/// - what stands before it is a control, or it is one of several alike of which one is shown,
/// - or most of the page's text is in it: then a script shows the page.
enum HiddenParts {
    /// Whether a look at the tree is worth its time.
    static func mayBe(in html: [UInt8]) -> Bool {
        html.withUnsafeBufferPointer {
            ByteText.contains("hidden", in: $0) || ByteText.contains("display", in: $0)
                || ByteText.contains("HIDDEN", in: $0) || ByteText.contains("DISPLAY", in: $0)
        }
    }

    /// The highest nodes that are hidden, and stay so.
    static func found(below root: HTMLNode) -> Set<HTMLNode.ID> {
        var finder = Finder()
        finder.walk(root)
        guard !finder.candidates.isEmpty else { return [] }
        let words = Self.words(below: root)
        return Set(
            finder.candidates.filter { candidate in
                !candidate.isSwitched && finder.names.isDisjoint(with: identifiers(of: candidate.node))
                    && Self.words(below: candidate.node) * 2 <= words
            }.map(\.node.id))
    }

    /// Whether a reader would miss words with it.
    static func holdsText(_ node: HTMLNode) -> Bool { words(below: node) > 0 }

    /// Browsers without scripts, and pages without theirs, show what stands in `<noscript>`; that a page needs scripts
    /// is no part of its text.
    static func isShown(noscript node: HTMLNode) -> Bool {
        var text: [UInt8] = []
        var stack = [node]
        var steps = 0
        var holdsPictures = false
        while steps < 2000, text.count < 4096, let next = stack.popLast() {
            steps += 1
            switch next.kind {
            case .text: text += next.text.prefix(4096)
            case .element:
                if !holdsPictures, next.isElement(GUMBO_TAG_IMG), ImageSource.isPicture(next) { holdsPictures = true }
                if next.id == node.id || HTMLTag.of(next.pointer.pointee.v.element.tag) != .dropped {
                    stack += next.children.reversed
                }
            default: continue
            }
        }
        let plain = text.map(\.asciiLower).string
        let notices: [StaticString] = ["javascript", "java script", "scripting", "jscript"]
        // Galleries and pictures that a script shows.
        if !text.contains(where: { $0 > 0x20 }) { return holdsPictures }
        return !notices.contains { plain.holds($0) }
    }

    // MARK: Looking

    private struct Candidate {
        var node: HTMLNode
        /// Whether what surrounds it says that a click shows it.
        var isSwitched: Bool
    }

    private struct Finder {
        var candidates: [Candidate] = []
        /// Everything that links, attributes and scripts of the page name.
        var names: Set<String> = []

        mutating func walk(_ root: HTMLNode) {
            var stack: [(node: HTMLNode, inSwitch: Bool)] = [(root, false)]
            while let (node, inSwitch) = stack.popLast() {
                readNames(node)
                let isSwitch = inSwitch || HiddenParts.isNamedSwitch(node)
                var before: HTMLNode?
                /// The kind of the rows or items right above that a control shows.
                var opened: GumboTag?
                let children = node.children.filter { $0.kind == .element }
                for child in children {
                    let tag = child.tag
                    if tag == .silent {
                        readNames(child)
                        continue
                    }
                    if HiddenParts.isHidden(child), !HiddenParts.isClipped(child, in: node) {
                        // A control opens all that are hidden behind it: the rows of a tree in a table.
                        let isSwitched =
                            isSwitch || opened.map { child.isElement($0) } ?? false || HiddenParts.isNamedSwitch(child)
                            || before.map { HiddenParts.isControl($0) } ?? false
                            || HiddenParts.isOneOfSeveral(child, children)
                        candidates.append(Candidate(node: child, isSwitched: isSwitched))
                        // What a part names does not open the part itself; its own parts go with it.
                        if !isSwitched { continue }
                        let isRow = child.isElement(GUMBO_TAG_TR) || tag == .listItem
                        opened = isRow ? child.pointer.pointee.v.element.tag : nil
                    } else {
                        opened = nil
                    }
                    before = child
                    stack.append((child, isSwitch))
                }
            }
        }

        private mutating func readNames(_ node: HTMLNode) {
            guard node.kind == .element else { return }
            if node.isElement(GUMBO_TAG_SCRIPT) {
                names.formUnion(Self.words(of: HTMLToMarkdown.rawText(of: node)))
                return
            }
            for (name, value) in node.attributes where !value.isEmpty {
                let isReference =
                    name.starts(with: "data-".utf8) || name.starts(with: "aria-".utf8) || name.starts(with: "on".utf8)
                    || name.elementsEqual("for".utf8)
                    || (name.elementsEqual("href".utf8)
                        && (value.first == 0x23 || value.prefix(11).map(\.asciiLower).elementsEqual("javascript:".utf8)))
                if isReference { names.formUnion(Self.words(of: String(decoding: value, as: UTF8.self))) }
            }
        }

        private static func words(of text: String) -> [String] {
            text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.map(String.init)
        }
    }

    private static func identifiers(of node: HTMLNode) -> [String] {
        [node.attribute("id"), node.attribute("class")].compactMap { $0 }
            .flatMap { $0.split { $0.isWhitespace }.map(String.init) }
    }

    private static func isHidden(_ node: HTMLNode) -> Bool {
        if let hidden = node.attribute("hidden") { return hidden.lowercased() != "until-found" }
        guard let style = node.attributeBytes("style"), style.count > 8 else { return false }
        let plain = style.filter { $0 > 0x20 }.map(\.asciiLower).string
        return plain.holds("display:none") || plain.holds("visibility:hidden")
    }

    /// The end of a text for which Excel's cell is too narrow: the sheet showed it to who widened the column.
    private static func isClipped(_ node: HTMLNode, in cell: HTMLNode) -> Bool {
        node.name == "span" && cell.isElement(GUMBO_TAG_TD) && (cell.attribute("class")?.hasPrefix("xl") ?? false)
    }

    private static let switchNames: [StaticString] = [
        "tab", "panel", "pane", "accord", "collaps", "expand", "toggl", "spoiler", "dropdown", "slide", "carousel",
        "more", "fold", "faq", "answer", "reveal", "klapp", "detail",
    ]

    /// Names and roles of tabs, accordions and their like.
    private static func isNamedSwitch(_ node: HTMLNode) -> Bool {
        if let role = node.attribute("role"), ["tabpanel", "tablist", "region"].contains(role) { return true }
        let names = identifiers(of: node).map { $0.lowercased() }
        return names.contains { name in switchNames.contains { name.holds($0) } }
    }

    /// A button, or what stands for one.
    private static func isControl(_ node: HTMLNode) -> Bool {
        var stack = [node]
        var steps = 0
        while steps < 200, let next = stack.popLast() {
            steps += 1
            guard next.kind == .element else { continue }
            if next.hasEventHandler || next.isElement(GUMBO_TAG_BUTTON) || next.attribute("aria-expanded") != nil {
                return true
            }
            if let role = next.attribute("role"), role == "button" || role == "tab" { return true }
            if next.tag == .anchor, let address = next.attribute("href"),
                address == "#" || address.lowercased().hasPrefix("javascript:")
            {
                return true
            }
            stack += next.children
        }
        return false
    }

    /// Whether one of the elements of the same name and class beside it is shown, or all but one are hidden with it.
    private static func isOneOfSeveral(_ node: HTMLNode, _ beside: [HTMLNode]) -> Bool {
        guard node.tag.isBlock, node.tag != .paragraph, !node.isElement(GUMBO_TAG_TR),
            let style = node.attribute("class"), !style.isEmpty
        else { return false }
        let alike = beside.filter { $0.name == node.name && $0.attribute("class") == style }
        return alike.count > 1 && alike.contains { !isHidden($0) }
    }

    private static func words(below root: HTMLNode) -> Int {
        var count = 0
        var stack = [root]
        while let node = stack.popLast() {
            switch node.kind {
            case .text:
                var inWord = false
                for byte in node.text {
                    if byte > 0x20, !inWord { count += 1 }
                    inWord = byte > 0x20
                }
            case .element:
                let tag = node.tag
                if tag != .silent, tag != .dropped { stack += node.children }
            default: continue
            }
        }
        return count
    }
}
