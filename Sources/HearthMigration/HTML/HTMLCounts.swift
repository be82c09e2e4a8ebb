/// What became of the links (`<a href>`, `<area href>`) and images of a tree: each has one fate.
struct HTMLCounts {
    var keptLinks = 0
    var keptImages = 0
    /// By the loss that says why.
    private(set) var lostLinks: [String: Int] = [:]
    private(set) var lostImages: [String: Int] = [:]
    /// By the part that was left out.
    var skippedLinks: [String: Int] = [:]
    private(set) var skippedImages: [String: Int] = [:]

    mutating func keep(_ isImage: Bool) {
        if isImage { keptImages += 1 } else { keptLinks += 1 }
    }

    mutating func lose(_ loss: String, _ isImage: Bool) {
        if isImage { lostImages[loss, default: 0] += 1 } else { lostLinks[loss, default: 0] += 1 }
    }

    /// A link that turned out to hold nothing to click on.
    mutating func unkeep(_ loss: String) {
        keptLinks -= 1
        lostLinks[loss, default: 0] += 1
    }

    mutating func leaveOut(_ node: HTMLNode, _ reason: String) {
        let (links, images) = Self.count(below: node)
        if links > 0 { skippedLinks[reason, default: 0] += links }
        if images > 0 { skippedImages[reason, default: 0] += images }
    }

    /// The links and images of `root` and all below it.
    static func count(below root: HTMLNode) -> (links: Int, images: Int) {
        var links = 0
        var images = 0
        var stack = [root]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            switch node.tag {
            case .anchor: if linkAddress(node) != nil { links += 1 }
            case .image: images += 1
            default: if node.name == "area", node.attribute("href") != nil { links += 1 }
            }
            stack += node.children
        }
        return (links, images)
    }

    /// Where a link leads; nil for anchors that only have a name.
    static func linkAddress(_ node: HTMLNode) -> String? {
        guard let address = node.attribute("href"), address.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        return address
    }

    /// The file that a browser plays or shows in an element's place; nil for none, and for programs.
    static func mediaAddress(_ node: HTMLNode) -> String? {
        let address: String?
        switch node.name {
        case "iframe", "embed": address = node.attribute("src")
        case "object": address = node.attribute("data")
        case "video", "audio":
            address =
                node.attribute("src")
                ?? node.children.first { $0.kind == .element && $0.name == "source" }?.attribute("src")
        default: address = nil
        }
        guard let address, address.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
        return path.hasSuffix(".swf") || path.hasSuffix(".class") ? nil : address
    }

    static func areas(below root: HTMLNode) -> [HTMLNode] {
        var found: [HTMLNode] = []
        var stack = [root]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if node.name == "area", node.attribute("href") != nil { found.append(node) }
            stack += node.children.reversed
        }
        return found
    }
}
