/// Fields at the top of a text that are none for this program: in TOML or JSON, as other generators have them, below a
/// comment, or below a line that is nearly `---` or missing. They would be shown as text, and what they say about readers
/// would not be heard.
struct UnreadFields: Equatable {
    /// The line on which they start.
    var line: Int
    /// Where the text behind them starts, and on which line; their own start where their end is not known.
    var bodyStart: Int
    var bodyLine: Int
    var summary: String
    var help: String

    /// Nil when the text starts with something else: a rule, a brace or a comment that is one.
    static func find(in bytes: [UInt8]) -> UnreadFields? {
        var start = TextStart(bytes)
        start.skipBlanks()
        let isBelowComment = start.skipComments()
        guard start.position < bytes.count else { return nil }
        return marked(bytes, start, isBelowComment: isBelowComment) ?? loose(bytes, start)
    }

    /// Fields that their first sign tells.
    private static func marked(_ bytes: [UInt8], _ start: TextStart, isBelowComment: Bool) -> UnreadFields? {
        switch bytes[start.position] {
        case 0x2B: return toml(bytes, start)
        case 0x7B: return json(bytes, start)
        case 0x2D where isBelowComment:
            guard let found = FrontMatter.read(bytes, fence: start.position, line: start.line),
                FieldNames.opens(bytes[found.yaml])
            else { return nil }
            return UnreadFields(
                line: start.line, bodyStart: found.bodyStart, bodyLine: found.bodyLine,
                summary: "the fields stand below a comment, where they are not read",
                help: "move the comment below the second line '---'")
        default: return nil
        }
    }

    /// Fields below a line that is nearly `---`, or below none.
    private static func loose(_ bytes: [UInt8], _ start: TextStart) -> UnreadFields? {
        var (position, line) = (start.position, start.line)
        var end = lineEnd(in: bytes, from: position)
        while end < bytes.count, LooseFields.isBlank(bytes[position..<end]) {
            (position, line) = (end + 1, line + 1)
            end = lineEnd(in: bytes, from: position)
        }
        let first = bytes[position..<end]
        // Four spaces make it code.
        if first.starts(with: [0x20, 0x20, 0x20, 0x20]) || first.first == 0x09 { return nil }
        let hasFence = LooseFields.opens(first)
        let fields =
            hasFence
            ? LooseFields(bytes, from: min(end + 1, bytes.count), line: line + 1)
            : LooseFields(bytes, from: position, line: line)
        guard let fields, hasFence ? fields.areFieldsBelowFence : fields.areFieldsAlone else { return nil }
        var found = UnreadFields(
            line: line, bodyStart: fields.end, bodyLine: fields.endLine,
            summary: "no line '---' stands above the fields",
            help: "put '---' on a line of its own above the first field and below the last")
        if hasFence {
            let isExact = FrontMatter.isFence(first, of: 0x2D)
            found.summary =
                isExact
                ? "the line '---' above the fields is not the first one"
                : "the line above the fields is nearly '---', but not quite"
            found.help =
                isExact
                ? "remove what stands above it"
                : "make it three hyphens with nothing before or behind them, the first line of the file"
        }
        return found
    }

    /// `+++`, then `name = value` or `[name]`.
    private static func toml(_ bytes: [UInt8], _ start: TextStart) -> UnreadFields? {
        var end = lineEnd(in: bytes, from: start.position)
        guard FrontMatter.isFence(bytes[start.position..<end], of: 0x2B) else { return nil }
        var found = UnreadFields(
            line: start.line, bodyStart: start.position, bodyLine: start.line,
            summary: "the fields are written in TOML, which is not read",
            help: "write 'name: value' lines between two lines '---'")
        var isFields = false
        var line = start.line + 1
        while end + 1 < bytes.count {
            let next = end + 1
            end = lineEnd(in: bytes, from: next)
            let text = bytes[next..<end]
            if FrontMatter.isFence(text, of: 0x2B) {
                (found.bodyStart, found.bodyLine) = (min(end + 1, bytes.count), line + 1)
                break
            }
            if !isFields {
                let word = text.drop { $0 == 0x20 || $0 == 0x09 }
                if word.isEmpty || word.first == 0x23 {
                    line += 1
                    continue
                }
                let rest = word.drop { FrontMatter.isKeyByte($0) || $0 == 0x2E || $0 == 0x22 || $0 == 0x27 }
                    .drop { $0 == 0x20 || $0 == 0x09 }
                guard word.first == 0x5B || rest.startIndex > word.startIndex && rest.first == 0x3D else { return nil }
                isFields = true
            }
            line += 1
        }
        return isFields ? found : nil
    }

    /// `{"name":`, with a name that says something here.
    private static func json(_ bytes: [UInt8], _ start: TextStart) -> UnreadFields? {
        func skip(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
        }
        let head = bytes[start.position...].prefix(4096)
        let name = skip(head.dropFirst())
        guard name.first == 0x22 else { return nil }
        let rest = name.dropFirst().drop(while: FrontMatter.isKeyByte)
        guard rest.first == 0x22, skip(rest.dropFirst()).first == 0x3A else { return nil }
        let words = head.split(separator: 0x22).map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard words.contains(where: FieldNames.telling.contains) else { return nil }
        return UnreadFields(
            line: start.line, bodyStart: start.position, bodyLine: start.line,
            summary: "the fields are written in JSON, which is not read",
            help: "write 'name: value' lines between two lines '---'")
    }
}

/// A way through what may stand above the fields of a page.
struct TextStart {
    private(set) var position = 0
    private(set) var line = 1
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Passes blank lines; a byte order mark that other programs have put there again counts as blank.
    mutating func skipBlanks() {
        var next = position
        while next < bytes.count {
            switch bytes[next] {
            case 0x20, 0x09: next += 1
            case 0x0A:
                next += 1
                line += 1
                position = next
            case 0xEF where bytes[next...].starts(with: [0xEF, 0xBB, 0xBF]):
                next += 3
                position = next
            default: return
            }
        }
    }

    /// Passes `<!-- … -->` and the blank lines behind; true when there was one and a line begins here.
    mutating func skipComments() -> Bool {
        var found = false
        while bytes[position...].starts(with: "<!--".utf8) {
            var next = position + 4
            var lines = 0
            while next < bytes.count, !bytes[next...].starts(with: "-->".utf8) {
                if bytes[next] == 0x0A { lines += 1 }
                next += 1
            }
            guard next < bytes.count else { return found }
            let rest = next + 3
            let end = lineEnd(in: bytes, from: rest)
            guard bytes[rest..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return found }
            position = min(end + 1, bytes.count)
            line += lines + 1
            found = true
            skipBlanks()
        }
        return found
    }
}

/// Names of fields by which a block of fields is told from two rules with words between them.
enum FieldNames {
    static let telling: Set<String> = [
        "title", "name", "type", "draft", "publish", "expires", "visibility", "listed", "access_group", "date",
        "author",
        "authors", "tags", "kind", "group", "description", "layout", "slug", "id", "owner", "status", "source",
    ]

    /// Names that keep a page from readers, also those that other generators have for that.
    static let restricting = Set(PageDraft.guards.map(\.key) + PageDraft.readerFields)
        .union(ForeignGuards.names)

    /// Whether the first line of `block` that says something is a field, and one of its lines is one that tells.
    static func opens(_ block: ArraySlice<UInt8>) -> Bool {
        var isFirst = true
        for line in block.split(separator: 0x0A) {
            if line.first == 0x23 || line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            let key = line.prefix(while: FrontMatter.isKeyByte)
            let rest = line[key.endIndex...]
            let isField = !key.isEmpty && rest.first == 0x3A && (rest.count == 1 || rest.dropFirst().first == 0x20)
            if isFirst, !isField { return false }
            isFirst = false
            if isField, telling.contains(String(decoding: key, as: UTF8.self).lowercased()) { return true }
        }
        return false
    }
}
