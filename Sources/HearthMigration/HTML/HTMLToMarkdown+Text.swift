// The text of parts of a tree, as it is read without markup.

extension HTMLToMarkdown {
    /// The text right below `node`, also of elements that show none (`<title>`, `<script>`).
    static func rawText(of node: HTMLNode) -> String {
        String(decoding: node.children.filter { $0.kind == .text }.flatMap { Array($0.text) }, as: UTF8.self)
    }

    /// What a reader of a fragment saw, a line for each block.
    package static func visibleText(_ html: String) -> String {
        let tree = GumboTree(tidy: Array(html.utf8)) ?? GumboTree(HTMLDepthLimit.limited(html) ?? html)
        return withExtendedLifetime(tree) {
            tree.root.map { visibleText(of: HTMLNode(pointer: $0)) } ?? ""
        }
    }

    /// The same of a part of a tree, without recursion.
    static func visibleText(of root: HTMLNode) -> String {
        var text = ""
        var stack = [root]
        while let node = stack.popLast() {
            switch node.kind {
            case .text: text += String(decoding: node.text, as: UTF8.self)
            case .element:
                if node.tag == .dropped || node.tag == .silent { continue }
                if node.tag.isBlock || node.tag == .lineBreak, !text.isEmpty, text.last != "\n" { text += "\n" }
                stack += node.children.reversed
            default: continue
            }
        }
        return text
    }

    /// All text below `node`, without recursion; a break is a new line. `isLeftOut` names parts to pass over.
    static func plainText(of node: HTMLNode, except isLeftOut: (HTMLNode) -> Bool = { _ in false }) -> String {
        var bytes: [UInt8] = []
        var stack = [node]
        while let next = stack.popLast() {
            switch next.kind {
            case .text: bytes += next.text
            case .element:
                if isLeftOut(next) { continue }
                switch next.tag {
                case .dropped, .silent: continue
                case .lineBreak: bytes.append(0x0A)
                default: stack += next.children.reversed
                }
            default: continue
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether an element for running text holds blocks all the same (`<a><div>…`).
    static func holdsBlocks(_ node: HTMLNode, depth: Int) -> Bool {
        guard depth < maximumDepth else { return false }
        for child in node.children where child.kind == .element {
            if child.tag.isBlock || holdsBlocks(child, depth: depth + 1) { return true }
        }
        return false
    }
}
