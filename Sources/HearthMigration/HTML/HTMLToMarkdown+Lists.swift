import CGumbo

// Lists, with their numbers and the boxes of tasks.

extension HTMLToMarkdown {
    mutating func list(_ node: HTMLNode, ordered: Bool, depth: Int) -> [MarkdownBlock] {
        var items: [[MarkdownBlock]] = []
        /// The numbers that items have of their own, by place.
        var numbers: [Int: Int] = [:]
        var isTight = true
        for child in node.children where !isDropped(child) {
            switch child.kind {
            case .text where child.text.contains { $0 > 0x20 }:
                items.append([.paragraph([.text(String(decoding: child.text, as: UTF8.self))])])
            case .element:
                let isItem = child.tag == .listItem
                if isItem, child.children.contains(where: { $0.kind == .element && $0.tag == .paragraph }) {
                    isTight = false
                }
                if isItem { noteContinuations(in: child) }
                let inner =
                    isItem
                    ? item(child, depth: depth + 1)
                    : blocks(ofNodes: CollectionOfOne(child), depth: depth, wrappers: [])
                // A list right inside a list belongs to the item above.
                if case .list(let below)? = inner.first, !isItem || inner.count == 1 {
                    if !items.isEmpty {
                        items[items.count - 1] += inner
                    } else if inner.count == 1, (below.start == nil) == !ordered {
                        // An item of nothing but a list, as wikis write `**` below no `*`: there is one level only.
                        items += below.items
                        if !below.isTight { isTight = false }
                    } else {
                        items.append(inner)
                    }
                } else if !inner.isEmpty {
                    if ordered, isItem { numbers[items.count] = Self.number(child, "value") }
                    items.append(inner)
                }
            default: continue
            }
        }
        guard !items.isEmpty else { return [] }
        for item in items where item.count > 1 {
            let rest = item.dropFirst()
            if !rest.allSatisfy({ if case .list = $0 { true } else { false } }) { isTight = false }
        }
        guard ordered else { return [.list(MarkdownList(start: nil, isTight: isTight, items: items))] }
        return Self.numbered(items, node, numbers: numbers, isTight: isTight)
    }

    /// Markdown's numbers only go up by one: a list that counts down, or jumps, becomes several.
    private static func numbered(
        _ items: [[MarkdownBlock]], _ node: HTMLNode, numbers: [Int: Int], isTight: Bool
    ) -> [MarkdownBlock] {
        let isReversed = node.attributeBytes("reversed") != nil
        var number = Self.number(node, "start") ?? (isReversed ? items.count : 1)
        var lists: [MarkdownList] = []
        for (index, item) in items.enumerated() {
            number = numbers[index] ?? number
            if let last = lists.last, let start = last.start, start + last.items.count == number {
                lists[lists.count - 1].items.append(item)
            } else {
                lists.append(MarkdownList(start: number, isTight: isTight, items: [item]))
            }
            number += isReversed ? -1 : 1
        }
        return lists.map { .list($0) }
    }

    /// A number that Markdown can write.
    private static func number(_ node: HTMLNode, _ name: StaticString) -> Int? {
        node.attribute(name).flatMap { Int($0) }.flatMap { (0...999_000_000).contains($0) ? $0 : nil }
    }

    // MARK: Tasks

    private mutating func item(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        guard let (box, isDone) = Self.taskBox(in: node) else { return blocks(of: node, depth: depth, wrappers: []) }
        drop([box.id])
        var inner = blocks(of: node, depth: depth, wrappers: [])
        if case .paragraph(let line)? = inner.first {
            inner[0] = .paragraph([.taskBox(isDone: isDone)] + line)
        } else {
            lose("element:" + box.name)
        }
        return inner
    }

    /// The box in front of an item's words, as GitHub, pandoc and MkDocs (`<input type=checkbox>`) and Notion (`<div
    /// class="checkbox checkbox-on">`) write it. One that belongs to a form is no task.
    private static func taskBox(in item: HTMLNode) -> (box: HTMLNode, isDone: Bool)? {
        var stack = [item]
        var steps = 0
        while steps < 20, let node = stack.popLast() {
            steps += 1
            switch node.kind {
            case .text: if node.text.contains(where: { $0 > 0x20 }) { return nil }
            case .element where node.isElement(GUMBO_TAG_INPUT):
                let isBox = node.attribute("type")?.lowercased() == "checkbox"
                let isForm = node.attributeBytes("name") != nil && node.attributeBytes("disabled") == nil
                return isBox && !isForm ? (node, node.attributeBytes("checked") != nil) : nil
            case .element:
                let names = node.attribute("class")?.split { $0.isWhitespace } ?? []
                if names.contains("checkbox"), names.contains("checkbox-on") || names.contains("checkbox-off") {
                    return (node, names.contains("checkbox-on"))
                }
                let isAround = [.inlineBox, .blockBox, .paragraph, .listItem].contains(node.tag)
                guard isAround, node.id == item.id || node.tag != .listItem else { return nil }
                stack += node.children.reversed
            default: continue
            }
        }
        return nil
    }

    // MARK: Tabs

    /// Tabs whose labels stand in a row above all they open (`tabbed-set` of PyMdown): each label above its own.
    func tabParts(_ node: HTMLNode) -> [(label: HTMLNode, content: HTMLNode)] {
        func elements(_ node: HTMLNode, named name: Substring) -> [HTMLNode] {
            let part = node.children.first {
                $0.kind == .element && $0.attribute("class")?.split { $0.isWhitespace }.contains(name) ?? false
            }
            return part?.children.filter { $0.kind == .element } ?? []
        }
        guard let names = node.attributeBytes("class"), ByteText.contains("tabbed-set", in: names) else { return [] }
        let labels = elements(node, named: "tabbed-labels")
        let contents = elements(node, named: "tabbed-content")
        return labels.count == contents.count ? Array(zip(labels, contents)) : []
    }

    mutating func tabs(_ node: HTMLNode, depth: Int) -> [MarkdownBlock]? {
        let parts = tabParts(node)
        guard !parts.isEmpty else { return nil }
        var result: [MarkdownBlock] = []
        for (label, content) in parts {
            if !isDropped(label) { result += blocks(of: label, depth: depth + 1, wrappers: [{ .strong($0) }]) }
            if !isDropped(content) { result += blocks(of: content, depth: depth + 1, wrappers: []) }
        }
        return result
    }
}
