/// Writes what people put between `<html>` and `</html>` as HTML that closes all it opens, so that nothing of it reaches
/// into the page around it.
struct WikitextRawHTML {
    /// Where addresses without a host lead.
    let origin: String
    private(set) var losses: [String] = []

    init(origin: String) { self.origin = origin }

    private enum Step {
        case node(HTMLNode)
        case end(String)
    }

    private static let void: Set<String> = [
        "br", "hr", "img", "wbr", "input", "col", "area", "source", "param", "track",
    ]

    mutating func html(_ tree: GumboTree) -> [UInt8] {
        withExtendedLifetime(tree) {
            guard let root = tree.root else { return [] }
            var out: [UInt8] = []
            var stack: [Step] = HTMLNode(pointer: root).children.reversed.map { .node($0) }
            while let step = stack.popLast() {
                switch step {
                case .end(let name): out += "</\(name)>".utf8
                case .node(let node) where node.kind == .text: ByteText.escape(Array(node.text), into: &out)
                case .node(let node) where node.kind == .element: open(node, into: &out, &stack)
                case .node: continue
                }
            }
            return out
        }
    }

    private mutating func open(_ node: HTMLNode, into out: inout [UInt8], _ stack: inout [Step]) {
        var name = node.name
        switch name {
        case "script", "style":
            if name == "script" { losses.append("element:script") }
            return
        case "iframe", "embed", "video", "audio", "object":
            // Films and maps of other sites: a link to them.
            guard let address = HTMLCounts.mediaAddress(node) else { break }
            losses.append("element:" + name)
            let shown = ByteText.escaped(full(address))
            out += "<a href=\"\(shown)\">\(shown)</a>".utf8
            return
        case "xmp", "listing", "plaintext": name = "pre"
        default: break
        }
        // A frame without a meaning of its own, or a name that could be one of ours.
        if node.isUnknown || ["html", "head", "body", "template"].contains(name) {
            stack += node.children.reversed.map { .node($0) }
            return
        }
        out += "<\(name)".utf8
        for (key, value) in node.attributes {
            let key = String(decoding: key, as: UTF8.self)
            guard key.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D }) else { continue }
            var value = String(decoding: value, as: UTF8.self)
            if key == "href" || key == "src" { value = full(value) }
            out += " \(key)=\"\(ByteText.escaped(value))\"".utf8
        }
        out.append(0x3E)
        if Self.void.contains(name) { return }
        if name == "pre" { out.append(0x0A) }
        stack.append(.end(name))
        stack += node.children.reversed.map { .node($0) }
    }

    private func full(_ address: String) -> String {
        address.hasPrefix("/") && !address.hasPrefix("//") ? origin + address : address
    }
}
