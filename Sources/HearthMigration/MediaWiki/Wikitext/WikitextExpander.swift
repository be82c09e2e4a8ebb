import HearthModel

/// The arguments of one template call, read when they are asked for.
final class WikitextFrame {
    let title: WikiTitle
    let parent: WikitextFrame?
    let depth: Int
    private var arguments: [String: [WikitextNode]] = [:]
    private var expanded: [String: [UInt8]] = [:]
    /// Positional arguments keep their white space.
    private var positional: Set<String> = []

    init(title: WikiTitle, parent: WikitextFrame? = nil) {
        self.title = title
        self.parent = parent
        depth = (parent?.depth ?? -1) + 1
    }

    func set(_ name: String, _ value: [WikitextNode], isPositional: Bool) {
        arguments[name] = value
        if isPositional { positional.insert(name) } else { positional.remove(name) }
    }

    func argument(_ name: String, _ expander: inout WikitextExpander) -> [UInt8]? {
        if let done = expanded[name] { return done }
        guard let nodes = arguments[name], let parent else { return nil }
        // Asked for while it is being expanded: it holds itself.
        expanded[name] = []
        let value = expander.expand(nodes, in: parent)
        expanded[name] = positional.contains(name) ? value : Array(value.trimmed())
        return expanded[name]
    }

    /// Whether a template is being expanded inside itself.
    func isLoop(_ title: WikiTitle) -> Bool {
        var frame: WikitextFrame? = self
        while let current = frame, current.parent != nil {
            if current.title == title { return true }
            frame = current.parent
        }
        return false
    }
}

/// The first step of a page: templates, parameters, functions and tags become text with markers.
///
/// A marker is a number between two DEL characters, which stands for finished HTML in `stripped`.
struct WikitextExpander {
    /// Finished HTML.
    struct Stripped {
        var html: [UInt8]
        /// Ends the paragraph around it.
        var isBlock: Bool
    }

    static let marker: UInt8 = 0x7F
    private static let maximumDepth = 40
    /// How deep the expansion of templates, arguments and functions may recurse in all; MediaWiki's own limit is 100.
    private static let maximumLevel = 400
    private static let maximumSize = 4 << 20
    private static let maximumCalls = 20_000

    var site: any WikitextSite
    let page: WikiTitle
    /// The time of the version at hand, for `{{CURRENTYEAR}}` and the like: a migration has no clock.
    let date: Timestamp?
    var stripped: [Stripped] = []
    var losses: [String] = []
    /// How often something was lost, also by a name that is known already.
    private var lossCount = 0
    var footnotes = WikitextFootnotes()
    var displayTitle: String?
    /// Files that a tag names (`<gallery>`).
    private var calls = 0
    private var produced = 0
    private var level = 0
    private var trees: [WikiTitle: [WikitextNode]] = [:]

    init(site: any WikitextSite, page: WikiTitle, date: Timestamp?) {
        self.site = site
        self.page = page
        self.date = date
    }

    mutating func lose(_ name: String) {
        lossCount += 1
        if losses.count < 200, !losses.contains(name) { losses.append(name) }
    }

    /// A marker for `html`.
    mutating func strip(_ html: [UInt8], isBlock: Bool) -> [UInt8] {
        stripped.append(Stripped(html: html, isBlock: isBlock))
        return [Self.marker] + Array(String(stripped.count - 1).utf8) + [Self.marker]
    }

    mutating func expandPage(_ text: [UInt8]) -> [UInt8] {
        let isClean =
            ByteText.find(Self.marker, in: text, from: 0, to: text.count) == nil
            && ByteText.find(0, in: text, from: 0, to: text.count) == nil
        let clean = isClean ? text : text.filter { $0 != Self.marker && $0 != 0 }
        return expand(parse(clean), in: WikitextFrame(title: page))
    }

    /// The tree of a piece of a page, or of a template; what nests too deep in it stays text, and is a loss.
    mutating func parse(_ text: [UInt8], isIncluded: Bool = false) -> [WikitextNode] {
        let tree = WikitextTreeBuilder.parse(text, isIncluded: isIncluded)
        if tree.isTooDeep { lose("nesting:too-deep") }
        return tree.nodes
    }

    mutating func expand(_ nodes: [WikitextNode], in frame: WikitextFrame) -> [UInt8] {
        guard level < Self.maximumLevel else {
            lose("template:limit")
            return []
        }
        level += 1
        defer { level -= 1 }
        var out: [UInt8] = []
        // Set behind what began a line and left nothing, since nobody here knows it.
        var leftGap = false
        for node in nodes {
            let followsGap = leftGap
            leftGap = false
            switch node {
            // The spaces behind it do not begin the line, which would make it preformatted.
            case .text(let text):
                let rest = followsGap ? text.drop { $0 == 0x20 || $0 == 0x09 } : text[...]
                // Nor do those before the next of them.
                leftGap = followsGap && rest.isEmpty
                out += rest
            case .parameter(let name, let fallback): expandParameter(name, fallback, in: frame, into: &out)
            case .tag(let name, let attributes, let content):
                out += extensionTag(name, attributes, content, in: frame)
            case .template(let name, let arguments, let isAtLineStart):
                let before = lossCount
                let text = template(name, arguments, in: frame)
                leftGap = (isAtLineStart || followsGap) && text.isEmpty && lossCount > before
                // A list or table in a template starts a line of its own.
                if let first = text.first, !isAtLineStart, let last = out.last, last != 0x0A,
                    "*#:;".utf8.contains(first) || text.starts(with: "{|".utf8)
                {
                    out.append(0x0A)
                }
                out += text
            }
        }
        return out
    }

    private mutating func expandParameter(
        _ name: [WikitextNode], _ fallback: [WikitextNode]?, in frame: WikitextFrame, into out: inout [UInt8]
    ) {
        let key = Array(expand(name, in: frame).trimmed()).string
        if let value = frame.argument(key, &self) {
            out += value
        } else if let fallback {
            out += expand(fallback, in: frame)
        } else {
            out += "{{{\(key)}}}".utf8
        }
    }

    // MARK: Templates

    private mutating func template(
        _ nameNodes: [WikitextNode], _ arguments: [WikitextArgument], in frame: WikitextFrame
    ) -> [UInt8] {
        calls += 1
        guard frame.depth < Self.maximumDepth, calls < Self.maximumCalls, produced < Self.maximumSize else {
            lose("template:limit")
            return []
        }
        let raw = expand(nameNodes, in: frame)
        var name = Array(raw.trimmed()).string
        for prefix in ["safesubst:", "subst:", "msgnw:", "msg:", "raw:"] where name.lowercased().hasPrefix(prefix) {
            name = String(name.dropFirst(prefix.count))
        }
        var call = WikitextFunctionCall(name: name, arguments: arguments, frame: frame)
        if let result = call.run(&self) {
            produced += result.count
            return result
        }
        guard let title = templateTitle(name) else {
            // Braces that were never meant as a template.
            return Array("{{".utf8) + raw + flat(arguments, in: frame) + Array("}}".utf8)
        }
        guard !frame.isLoop(title) else {
            lose("template:loop")
            return []
        }
        guard let tree = tree(of: title) else {
            return missing(name: name, arguments, in: frame)
        }
        let inner = WikitextFrame(title: title, parent: frame)
        var position = 0
        for argument in arguments {
            if let name = argument.name {
                let key = Array(expand(name, in: frame).trimmed()).string
                inner.set(key, argument.value, isPositional: false)
                continue
            }
            position += 1
            inner.set(String(position), argument.value, isPositional: true)
        }
        let result = expand(tree, in: inner)
        produced += result.count
        return result
    }

    /// The template that `{{name}}` means; nil when that can be no title.
    private func templateTitle(_ name: String) -> WikiTitle? {
        if name.hasPrefix("/") || name.hasPrefix("../") {
            return WikitextLinks.Target(name, page: page, site: site).title
        }
        let plain = String(name.prefix { $0 != "#" })
        guard !plain.isEmpty, !name.utf8.contains(0x0A) else { return nil }
        return site.namespaces.title(ByteText.decodeReferences(plain), default: WikiNamespaces.template)
    }

    private mutating func tree(of title: WikiTitle) -> [WikitextNode]? {
        if let known = trees[title] { return known }
        guard let text = site.text(of: title) else { return nil }
        let tree = parse(text.filter { $0 != Self.marker && $0 != 0 }, isIncluded: true)
        trees[title] = tree
        return tree
    }

    private mutating func flat(_ arguments: [WikitextArgument], in frame: WikitextFrame) -> [UInt8] {
        var out: [UInt8] = []
        for argument in arguments {
            out.append(0x7C)
            if let name = argument.name { out += expand(name, in: frame) + [0x3D] }
            out += expand(argument.value, in: frame)
        }
        return out
    }

    /// A template that the export does not hold: what its caller wrote into it stays as text, and it is a loss.
    private mutating func missing(name: String, _ arguments: [WikitextArgument], in frame: WikitextFrame) -> [UInt8] {
        let shown = WikiNamespaces.tidy(name)
        lose("template:\(shown.prefix(60))")
        var parts: [[UInt8]] = []
        for argument in arguments {
            let value = Array(expand(argument.value, in: frame).trimmed())
            if value.isEmpty { continue }
            if let name = argument.name {
                let label = Array(expand(name, in: frame).trimmed())
                parts.append(label + Array(": ".utf8) + value)
            } else {
                parts.append(value)
            }
        }
        // Lines of their own for what has lines.
        let separator = parts.contains { $0.contains(0x0A) } ? "\n\n" : ", "
        return Array(parts.joined(separator: Array(separator.utf8)))
    }
}
