/// A part of a template, ready to be rendered: names are numbers, partials are places in a table.
enum TemplateNode: Sendable {
    case text([UInt8])
    case variable(FieldPath, isEscaped: Bool)
    case section(FieldPath, [TemplateNode])
    case invertedSection(FieldPath, [TemplateNode])
    case partial(String)
}

/// `author.name`. Most names have one part, which then costs no reference.
struct FieldPath: Sendable {
    /// Nil for `.`, the current value.
    var first: FieldID?
    /// What follows the points.
    var rest: [FieldID]?
}

/// Reads a template into nodes, exactly as swift-mustache 2.1 reads it, or says that it cannot.
///
/// The engine spends about 0.3 ms on a page, most of it in casts of `Any`; the nodes need a tenth of that, because the
/// contexts say themselves what a value is. Whatever the default theme does not use (transforms, inheritance, other
/// delimiters, dynamic or indented partials) is left to the engine, and a test holds both against each other.
struct TemplateCompiler {
    private struct Unsupported: Error {}

    private let bytes: [UInt8]
    private var index = 0

    /// The nodes of `bytes`; nil when the engine has to render this template.
    static func compile(_ bytes: [UInt8]) -> [TemplateNode]? {
        var compiler = TemplateCompiler(bytes: bytes)
        return try? compiler.parse(section: nil, newLine: true)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The nodes up to the end of `section`, or of the text. `newLine`: whether nothing stood on the line before.
    private mutating func parse(section: String?, newLine startsLine: Bool) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        var newLine = startsLine
        while index < bytes.count {
            let spaces = newLine ? whiteSpace() : 0..<0
            let text = untilTagOrNewline()
            if index < bytes.count, bytes[index] == 0x0A {
                index += 1
                append(spaces, text.lowerBound..<index, to: &nodes)
                newLine = true
                continue
            }
            var pending = spaces
            if !text.isEmpty {
                append(spaces, text, to: &nodes)
                pending = 0..<0
                newLine = false
            }
            guard index < bytes.count else {
                // White space alone at the end of the text is dropped, as the engine does.
                break
            }
            index += 2
            let tag = try readTag()
            let isStandalone = tag.mayStandAlone && newLine && endsLine()
            if !isStandalone, tag.kind != .comment { append(pending, 0..<0, to: &nodes) }
            if tag.kind == .close {
                guard tag.name == section else { throw Unsupported() }
                return nodes
            }
            if tag.kind == .partial, isStandalone, !pending.isEmpty { throw Unsupported() }
            if let node = try node(tag, isStandalone: isStandalone) { nodes.append(node) }
            newLine = isStandalone
        }
        guard section == nil else { throw Unsupported() }
        return nodes
    }

    /// What a tag becomes, with what is inside it; nil for comments.
    private mutating func node(_ tag: Tag, isStandalone: Bool) throws -> TemplateNode? {
        switch tag.kind {
        case .variable: .variable(tag.path, isEscaped: true)
        case .unescaped: .variable(tag.path, isEscaped: false)
        case .section: .section(tag.path, try parse(section: tag.name, newLine: isStandalone))
        case .inverted: .invertedSection(tag.path, try parse(section: tag.name, newLine: isStandalone))
        case .partial: .partial(tag.name)
        case .comment, .close: nil
        }
    }

    private mutating func whiteSpace() -> Range<Int> {
        let start = index
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        return start..<index
    }

    private mutating func untilTagOrNewline() -> Range<Int> {
        let start = index
        while index < bytes.count, bytes[index] != 0x0A {
            if bytes[index] == 0x7B, index + 1 < bytes.count, bytes[index + 1] == 0x7B { break }
            index += 1
        }
        return start..<index
    }

    /// Whether nothing but white space follows on the line, which is then passed over.
    private mutating func endsLine() -> Bool {
        if index == bytes.count { return true }
        var end = index
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
        if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { end += 1 }
        guard end < bytes.count, bytes[end] == 0x0A else { return false }
        index = end + 1
        return true
    }

    private func append(_ first: Range<Int>, _ second: Range<Int>, to nodes: inout [TemplateNode]) {
        guard !first.isEmpty || !second.isEmpty else { return }
        let text = bytes[first] + bytes[second]
        if case .text(let before)? = nodes.last {
            nodes[nodes.count - 1] = .text(before + text)
        } else {
            nodes.append(.text(Array(text)))
        }
    }

    // MARK: - Tags

    private struct Tag {
        enum Kind {
            case variable, unescaped, section, inverted, close, partial, comment
        }

        var kind: Kind
        var name: String
        var path = FieldPath()

        /// Whether a line with nothing else disappears.
        var mayStandAlone: Bool { kind != .variable && kind != .unescaped }
    }

    /// The tag after its opening braces.
    private mutating func readTag() throws -> Tag {
        guard index < bytes.count else { throw Unsupported() }
        let kind: Tag.Kind
        switch bytes[index] {
        case 0x23: kind = .section
        case 0x5E: kind = .inverted
        case 0x2F: kind = .close
        case 0x3E: kind = .partial
        case 0x21: return try readComment()
        case 0x7B, 0x26: kind = .unescaped
        // Inheritance, delimiters and settings.
        case 0x3C, 0x24, 0x3D, 0x25: throw Unsupported()
        default: kind = .variable
        }
        let isTriple = bytes[index] == 0x7B
        if kind != .variable { index += 1 }
        let name = try readName(isPath: kind == .partial)
        guard take(0x7D), take(0x7D), !isTriple || take(0x7D) else { throw Unsupported() }
        let isName = kind != .partial && kind != .close
        return Tag(kind: kind, name: name, path: isName ? try path(name) : FieldPath())
    }

    private mutating func readComment() throws -> Tag {
        while index + 1 < bytes.count, !(bytes[index] == 0x7D && bytes[index + 1] == 0x7D) { index += 1 }
        guard index + 1 < bytes.count else { throw Unsupported() }
        index += 2
        return Tag(kind: .comment, name: "")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func readName(isPath: Bool) throws -> String {
        skipSpaces()
        let start = index
        while index < bytes.count, Self.isNameByte(bytes[index]) || (isPath && bytes[index] == 0x2F) { index += 1 }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        skipSpaces()
        guard !name.isEmpty else { throw Unsupported() }
        return name
    }

    private mutating func skipSpaces() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F: true
        default: false
        }
    }

    private func path(_ name: String) throws -> FieldPath {
        if name == "." { return FieldPath() }
        // A leading point forbids to look in outer objects.
        if name.hasPrefix(".") { throw Unsupported() }
        let ids = name.split(separator: ".").map { FieldNames.id(of: String($0)) }
        return FieldPath(first: ids.first, rest: ids.count > 1 ? Array(ids.dropFirst()) : nil)
    }
}
