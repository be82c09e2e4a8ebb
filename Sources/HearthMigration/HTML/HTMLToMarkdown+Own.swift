// Elements of our own: importers of wikis write HTML on the way to Markdown, and what HTML has no word for
// (footnotes, alerts, tasks) they write as `<hearth-…>`. In HTML from elsewhere such an element could say nothing that
// its author could not have said in text.

extension HTMLToMarkdown {
    /// `<hearth-footnote label>`, `<hearth-task done>`, `<hearth-person handle>`, `<hearth-loss name>`; false for any
    /// other element.
    mutating func ownInline(_ node: HTMLNode, into run: inout InlineRun, depth: Int) -> Bool {
        switch node.name {
        case "hearth-footnote":
            if let label = Self.label(node) { run.add(.footnote(label)) }
        case "hearth-task": run.add(.taskBox(isDone: node.attribute("done") != nil))
        case "hearth-person":
            guard let handle = node.attribute("handle"), Naming.handle(handle) == handle else { return false }
            run.add(.mention(handle: handle, name: Self.plainText(of: node)))
        case "hearth-loss": if let name = node.attribute("name") { lose(name) }
        default: return false
        }
        return true
    }

    /// `<hearth-alert kind>` and `<hearth-definition label>` with blocks inside; nil for any other element.
    mutating func ownBlocks(_ node: HTMLNode, depth: Int) -> [MarkdownBlock]? {
        switch node.name {
        case "hearth-alert":
            let kinds = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]
            guard let kind = node.attribute("kind"), kinds.contains(kind) else { return nil }
            let inner = blocks(of: node, depth: depth, wrappers: [])
            return inner.isEmpty ? [] : [.alert(kind: kind, inner)]
        case "hearth-definition":
            guard let label = Self.label(node) else { return nil }
            let inner = blocks(of: node, depth: depth, wrappers: [])
            return [.footnoteDefinition(label: label, inner.isEmpty ? [.paragraph([.text("…")])] : inner)]
        default: return nil
        }
    }

    private static func label(_ node: HTMLNode) -> String? {
        guard let label = node.attribute("label"), !label.isEmpty,
            label.utf8.allSatisfy({
                ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0) || $0 == 0x2D
            })
        else { return nil }
        return label
    }
}
