/// A piece of wikitext as the first step sees it: braces and tags taken apart, everything else still text.
indirect enum WikitextNode {
    case text(ArraySlice<UInt8>)
    /// `{{name|argument|name=argument}}`
    case template(name: [WikitextNode], arguments: [WikitextArgument], isAtLineStart: Bool)
    /// `{{{name|fallback}}}`
    case parameter(name: [WikitextNode], fallback: [WikitextNode]?)
    /// `<ref name="x">…</ref>`: a tag whose content is not wikitext of this place.
    case tag(name: String, attributes: ArraySlice<UInt8>, content: ArraySlice<UInt8>?)
}

struct WikitextArgument {
    /// Nil for positional arguments.
    var name: [WikitextNode]?
    var value: [WikitextNode]
}

/// Takes wikitext apart as MediaWiki's preprocessor does, with a stack and without recursion: braces that close nothing
/// stay text. https://www.mediawiki.org/wiki/Preprocessor_ABNF
struct WikitextTreeBuilder {
    /// Tags whose content this step must not read.
    static let extensionTags: Set<String> = [
        "nowiki", "pre", "source", "syntaxhighlight", "ref", "references", "gallery", "math", "chem", "ce", "poem",
        "languages", "templatestyles", "templatedata", "indicator", "inputbox", "imagemap", "timeline", "score",
        "graph",
        "mapframe", "maplink", "charinsert", "dynamicpagelist", "dpl", "rss", "categorytree", "hiero",
        "section", "tabber", "html",
    ]

    private struct Part {
        var nodes: [WikitextNode] = []
        /// The index of the first `=` among the nodes.
        var equals: Int?
    }

    private struct Piece {
        var open: UInt8
        var count: Int
        var parts: [Part] = [Part()]
        var isAtLineStart: Bool
    }

    /// More open braces or brackets than this are text, be it `{{a{{a{{a` or one run of them: nothing that people write
    /// nests so deep, MediaWiki itself ends at 100 (`$wgMaxPPExpandDepth`), and what expands the tree recurses.
    private static let maximumOpen = 200

    /// The tree, and whether something that closes lay too deep for it.
    struct Result {
        var nodes: [WikitextNode]
        var isTooDeep: Bool
    }

    private let source: [UInt8]
    private let isIncluded: Bool
    private var stack: [Piece] = []
    private var textStart = 0
    private var index = 0
    /// Extension tags with no end further on, so that a thousand of them are searched once.
    private var unclosed: Set<String> = []
    private var foreign: WikitextForeignTags
    /// The opening characters of all pieces on the stack.
    private var openCount = 0
    private var isTooDeep = false
    /// What of `{` and `[` has met the limit: whether anything closes it is looked up once.
    private var limited: Set<UInt8> = []

    /// `isIncluded` is true for templates: it decides about `<noinclude>` and `<includeonly>`.
    static func parse(_ source: [UInt8], isIncluded: Bool) -> Result {
        var builder = WikitextTreeBuilder(source, isIncluded: isIncluded)
        let nodes = builder.run()
        return Result(nodes: nodes, isTooDeep: builder.isTooDeep)
    }

    private init(_ source: [UInt8], isIncluded: Bool) {
        self.source = source
        self.isIncluded = isIncluded
        foreign = WikitextForeignTags(source)
        stack = [Piece(open: 0, count: 0, isAtLineStart: true)]
    }

    private mutating func run() -> [WikitextNode] {
        if isIncluded, ByteText.find("<onlyinclude>", in: source, from: 0, to: source.count) != nil {
            return onlyInclude()
        }
        while index < source.count { step() }
        flush()
        // Pieces that never close are text.
        return stack.dropFirst().reduce(into: stack[0].parts[0].nodes) { $0 += Self.flat($1, opening: $1.count) }
    }

    /// Only what `<onlyinclude>` marks is put in.
    private mutating func onlyInclude() -> [WikitextNode] {
        var nodes: [WikitextNode] = []
        var position = 0
        while let start = ByteText.find("<onlyinclude>", in: source, from: position, to: source.count) {
            let inner = start + 13
            let end = ByteText.find("</onlyinclude>", in: source, from: inner, to: source.count) ?? source.count
            let part = Self.parse(Array(source[inner..<end]), isIncluded: true)
            nodes += part.nodes
            if part.isTooDeep { isTooDeep = true }
            position = min(source.count, end + 14)
        }
        return nodes
    }

    private static let special: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "{}[]|=<".utf8 { table[Int(byte)] = true }
        return table
    }()

    private mutating func step() {
        let special = Self.special
        source.withUnsafeBufferPointer { bytes in
            while index < bytes.count, !special[Int(bytes[index])] { index += 1 }
        }
        guard index < source.count else { return }
        switch source[index] {
        case 0x3C: tag()
        case 0x7B, 0x5B: open(source[index])
        case 0x7D: close(0x7B)
        case 0x5D: close(0x5B)
        case 0x7C where stack.count > 1 && stack[stack.count - 1].open == 0x7B:
            flush()
            stack[stack.count - 1].parts.append(Part())
            index += 1
            textStart = index
        case 0x3D where stack.count > 1 && stack[stack.count - 1].open == 0x7B: equals()
        default: index += 1
        }
    }

    private mutating func equals() {
        let top = stack.count - 1
        let part = stack[top].parts.count - 1
        guard part > 0, stack[top].parts[part].equals == nil else {
            index += 1
            return
        }
        flush()
        stack[top].parts[part].equals = stack[top].parts[part].nodes.count
        stack[top].parts[part].nodes.append(.text(source[index..<(index + 1)]))
        index += 1
        textStart = index
    }

    private mutating func flush() {
        if textStart < index { append(.text(source[textStart..<index])) }
        textStart = index
    }

    private mutating func append(_ node: WikitextNode) {
        let top = stack.count - 1
        stack[top].parts[stack[top].parts.count - 1].nodes.append(node)
    }

    private func run(of byte: UInt8) -> Int {
        var end = index
        while end < source.count, source[end] == byte { end += 1 }
        return end - index
    }

    // MARK: Braces

    private mutating func open(_ byte: UInt8) {
        let count = run(of: byte)
        // Pairs are made from the inside: of a run that is too long, the outer ones are text.
        let opening = min(count, Self.maximumOpen - openCount)
        if opening < count, count >= 2, limited.insert(byte).inserted {
            let mark: StaticString = byte == 0x7B ? "}}" : "]]"
            if ByteText.find(mark, in: source, from: index + count, to: source.count) != nil { isTooDeep = true }
        }
        index += count
        guard opening >= 2 else { return }
        index -= opening
        flush()
        let isAtLineStart = index == 0 || source[index - 1] == 0x0A
        push(Piece(open: byte, count: opening, isAtLineStart: isAtLineStart))
        index += opening
        textStart = index
    }

    private mutating func push(_ piece: Piece) {
        stack.append(piece)
        openCount += piece.count
    }

    private mutating func pop() -> Piece? {
        guard let piece = stack.popLast() else { return nil }
        openCount -= piece.count
        return piece
    }

    private mutating func close(_ opener: UInt8) {
        let byte = source[index]
        guard stack.count > 1, stack[stack.count - 1].open == opener else {
            // A `]]` inside braces, or a brace that closes nothing.
            index += 1
            return
        }
        let available = run(of: byte)
        flush()
        let piece = stack[stack.count - 1]
        let count = min(available, piece.count, opener == 0x7B ? 3 : 2)
        guard count >= 2 else {
            index += available
            return
        }
        _ = pop()
        index += count
        textStart = index
        let node: [WikitextNode]
        if opener == 0x5B {
            node = Self.flat(piece, opening: 2) + [.text(source[(index - 2)..<index])]
        } else {
            node = [Self.node(piece, count: count)]
        }
        let left = piece.count - count
        if left >= 2 {
            push(Piece(open: opener, count: left, isAtLineStart: piece.isAtLineStart))
        } else if left == 1 {
            append(.text([opener]))
        }
        for each in node { append(each) }
    }

    private static func node(_ piece: Piece, count: Int) -> WikitextNode {
        let name = piece.parts[0].nodes
        guard count == 2 else {
            let fallback = piece.parts.count > 1 ? piece.parts[1].nodes : nil
            return .parameter(name: name, fallback: fallback)
        }
        let arguments = piece.parts.dropFirst().map { part in
            guard let equals = part.equals else { return WikitextArgument(name: nil, value: part.nodes) }
            return WikitextArgument(
                name: Array(part.nodes[..<equals]), value: Array(part.nodes[(equals + 1)...]))
        }
        return .template(name: name, arguments: arguments, isAtLineStart: piece.isAtLineStart && piece.count == count)
    }

    /// The piece as text, with `opening` of its opening characters.
    private static func flat(_ piece: Piece, opening: Int) -> [WikitextNode] {
        var nodes: [WikitextNode] = [.text(ArraySlice(repeatElement(piece.open, count: opening)))]
        for (number, part) in piece.parts.enumerated() {
            if number > 0 { nodes.append(.text([0x7C])) }
            nodes += part.nodes
        }
        return nodes
    }

    // MARK: Tags

    private mutating func tag() {
        if ByteText.has("<!--", in: source, at: index, to: source.count) { return comment() }
        var nameStart = index + 1
        let isEnd = nameStart < source.count && source[nameStart] == 0x2F
        if isEnd { nameStart += 1 }
        let (name, nameEnd) = WikitextForeignTags.name(in: source, from: nameStart)
        guard nameEnd > nameStart, nameEnd < source.count else {
            index += 1
            return
        }
        switch name {
        case "noinclude", "includeonly", "onlyinclude", "translate", "tvar":
            return include(name, isEnd: isEnd, from: nameEnd)
        default: break
        }
        let next = source[nameEnd]
        guard !isEnd, next <= 0x20 || next == 0x2F || next == 0x3E else {
            index += 1
            return
        }
        guard Self.extensionTags.contains(name) else { return foreignTag(name, nameEnd) }
        guard let close = ByteText.find(0x3E, in: source, from: nameEnd, to: source.count) else {
            index += 1
            return
        }
        var attributes = source[nameEnd..<close]
        if attributes.last == 0x2F {
            attributes.removeLast()
            return finishTag(name, attributes, content: nil, end: close + 1)
        }
        guard !unclosed.contains(name), let end = endTag(name, from: close + 1) else {
            unclosed.insert(name)
            index += 1
            return
        }
        finishTag(name, attributes, content: source[(close + 1)..<end.lowerBound], end: end.upperBound)
    }

    /// A tag of no known extension; on one line it is text.
    private mutating func foreignTag(_ name: String, _ nameEnd: Int) {
        guard let block = foreign.block(name, nameEnd: nameEnd) else {
            index += 1
            return
        }
        if block.isMarkup {
            finishTag(name, block.attributes, content: source[index..<block.end], end: block.end)
        } else {
            finishTag(name, block.attributes, content: block.content, end: block.end)
        }
    }

    private mutating func finishTag(
        _ name: String, _ attributes: ArraySlice<UInt8>, content: ArraySlice<UInt8>?, end: Int
    ) {
        flush()
        append(.tag(name: name, attributes: attributes, content: content))
        index = end
        textStart = index
    }

    /// `</name>`, with white space before the bracket.
    private func endTag(_ name: String, from start: Int) -> Range<Int>? {
        let wanted = Array(name.utf8)
        var position = start
        while let open = ByteText.find("</", in: source, from: position, to: source.count) {
            position = open + 2
            guard position + wanted.count < source.count,
                source[position..<(position + wanted.count)].map(\.asciiLower) == wanted
            else { continue }
            var end = position + wanted.count
            while end < source.count, source[end] <= 0x20 { end += 1 }
            if end < source.count, source[end] == 0x3E { return open..<(end + 1) }
        }
        return nil
    }

    /// `<noinclude>` and its relatives: the tag goes, and with it what is not meant for this reader.
    private mutating func include(_ name: String, isEnd: Bool, from nameEnd: Int) {
        guard let close = ByteText.find(0x3E, in: source, from: nameEnd, to: source.count),
            source[nameEnd] <= 0x20 || source[nameEnd] == 0x2F || source[nameEnd] == 0x3E || source[nameEnd] == 0x7C
        else {
            index += 1
            return
        }
        flush()
        let isSelfClosing = source[close - 1] == 0x2F
        index = close + 1
        if !isEnd, !isSelfClosing, name == (isIncluded ? "noinclude" : "includeonly") {
            index = endTag(name, from: index)?.upperBound ?? source.count
        }
        textStart = index
    }

    /// A comment goes; one that has its line for itself goes with the line.
    private mutating func comment() {
        let start = index
        var end = ByteText.find("-->", in: source, from: index + 4, to: source.count).map { $0 + 3 } ?? source.count
        // Blanks before, and comments and blanks behind.
        var before = start
        while before > textStart, source[before - 1] == 0x20 || source[before - 1] == 0x09 { before -= 1 }
        let startsLine = before == 0 || source[before - 1] == 0x0A
        var after = end
        while startsLine {
            while after < source.count, source[after] == 0x20 || source[after] == 0x09 { after += 1 }
            guard ByteText.has("<!--", in: source, at: after, to: source.count) else { break }
            after = ByteText.find("-->", in: source, from: after + 4, to: source.count).map { $0 + 3 } ?? source.count
            end = after
        }
        if startsLine, before > 0, after < source.count, source[after] == 0x0A {
            index = before
            flush()
            index = after + 1
        } else {
            flush()
            index = end
        }
        textStart = index
    }
}
