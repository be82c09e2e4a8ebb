import HearthModel

/// Finds templates that would include themselves: swift-mustache renders such a template until the stack ends, whatever
/// its sections show.
///
/// Nodes are the templates and the blocks. A block stands for everything that any template puts into it by
/// `{{<parent}}{{$block}}…`, because the innermost parent shows what the outermost child put there.
struct TemplateCycles {
    private enum Node: Hashable {
        case template(String)
        case block(String)

        var text: String {
            switch self {
            case .template(let name): name
            case .block(let name): "block '\(name)'"
            }
        }
    }

    private struct Edge {
        var target: Node
        var tag: TemplateTag
        /// The template in which the tag stands.
        var holder: String
    }

    private let templates: [String: TemplateChecker.Template]
    private var edges: [Node: [Edge]] = [:]
    /// The templates whose tags close a cycle: without them there is none.
    private(set) var broken: Set<String> = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ templates: [String: TemplateChecker.Template]) {
        self.templates = templates
        let names = templates.keys.sorted()
        for name in names { addEdges(of: name) }
        search(from: names)
    }

    private mutating func addEdges(of name: String) {
        var owners: [Node] = [.template(name)]
        var open: [TemplateTag.Kind] = []
        for tag in templates[name]?.tags ?? [] {
            let owner = owners.last ?? .template(name)
            var inside = owner
            if tag.name.hasPrefix("*"), tag.kind == .partial || tag.kind == .parent { reportUnwritten(tag, in: name) }
            switch tag.kind {
            case .variable, .unescapedVariable, .setting: continue
            case .partial:
                edges[owner, default: []].append(Edge(target: .template(tag.name), tag: tag, holder: name))
                continue
            case .close:
                if open.popLast() != nil { owners.removeLast() }
                continue
            case .section, .invertedSection: break
            case .parent: edges[owner, default: []].append(Edge(target: .template(tag.name), tag: tag, holder: name))
            case .block:
                if open.last == .parent {
                    inside = .block(tag.name)
                } else {
                    edges[owner, default: []].append(Edge(target: .block(tag.name), tag: tag, holder: name))
                }
            }
            open.append(tag.kind)
            owners.append(inside)
        }
    }

    /// `{{>*name}}` includes what a page's text says, and that may be this template.
    private mutating func reportUnwritten(_ tag: TemplateTag, in holder: String) {
        broken.insert(holder)
        diagnostics.append(
            Diagnostic(
                .partialCycle, at: place(of: tag, in: holder),
                "the name of this template is only known on each page, where it may be '\(holder)' itself",
                help: "write the name; sections choose between several: {{#a}}{{> partials/a}}{{/a}}"))
    }

    private func place(of tag: TemplateTag, in holder: String) -> SourceLocation {
        SourceLocation(
            file: templates[holder]?.file ?? holder, line: tag.line, column: tag.column, length: tag.length)
    }

    /// Depth first, without recursion: an edge back to a node on the way closes a cycle.
    private mutating func search(from names: [String]) {
        var seen: Set<Node> = []
        var places: [Node: Int] = [:]
        for name in names {
            let start = Node.template(name)
            guard seen.insert(start).inserted else { continue }
            var way: [(node: Node, next: Int)] = [(start, 0)]
            places[start] = 0
            while let (node, next) = way.last {
                guard let all = edges[node], next < all.count else {
                    places[node] = nil
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let edge = all[next]
                if let place = places[edge.target] {
                    report(edge, way[place...].map(\.node))
                } else if seen.insert(edge.target).inserted {
                    places[edge.target] = way.count
                    way.append((edge.target, 0))
                }
            }
        }
    }

    private mutating func report(_ edge: Edge, _ way: [Node]) {
        broken.insert(edge.holder)
        let tag = edge.tag
        diagnostics.append(
            Diagnostic(
                .partialCycle, at: place(of: tag, in: edge.holder),
                "\(edge.target.text) would include itself: "
                    + (way + [edge.target]).map(\.text).joined(separator: " → "),
                help: way.count == 1 ? "take this tag out" : "take this tag out, or another one on the way"))
    }
}
