/// An element of the storage format. https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
final class ConfluenceElement {
    enum Node {
        case element(ConfluenceElement)
        /// As HTML has it: references stay, `<` never stands alone.
        case text([UInt8])
    }

    let name: String
    private let attributes: [(name: String, value: String)]
    fileprivate(set) var nodes: [Node] = []
    /// Of the root: whether tags were left out because they nest too deep.
    fileprivate(set) var isTooDeep = false

    init(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        self.name = name
        self.attributes = attributes
    }

    /// The value with references resolved.
    func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }.map { ConfluenceReferences.decode($0.value) }
    }

    /// The value as it stands between quotes.
    func rawAttribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    var hasEventHandler: Bool { attributes.contains { $0.name.lowercased().hasPrefix("on") } }

    var elements: [ConfluenceElement] {
        nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    func children(_ name: String) -> [ConfluenceElement] { elements.filter { $0.name == name } }

    func child(_ name: String) -> ConfluenceElement? { elements.first { $0.name == name } }

    /// The first element of that name at any depth.
    func descendant(_ name: String) -> ConfluenceElement? {
        var stack = Array(elements.reversed())
        while let next = stack.popLast() {
            if next.name == name { return next }
            stack += next.elements.reversed()
        }
        return nil
    }

    /// All text below, references resolved, without white space at its ends.
    var plainText: String {
        var bytes: [UInt8] = []
        var stack = Array(nodes.reversed())
        while let next = stack.popLast() {
            switch next {
            case .text(let text): bytes += text
            case .element(let element): stack += element.nodes.reversed()
            }
        }
        return Array(ConfluenceReferences.decode(bytes.string).utf8).trimmed().string
    }
}

/// Character references of HTML, all of them.
enum ConfluenceReferences {
    static func decode(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        let plain = ByteText.decodeReferences(text)
        guard plain.utf8.contains(0x26), plain.utf8.contains(0x3B) else { return plain }
        // Rare names: the HTML parser knows them all.
        let tree = GumboTree("<pre>" + text.replacing("<", with: "&lt;") + "</pre>")
        return withExtendedLifetime(tree) {
            tree.root.map { HTMLToMarkdown.plainText(of: HTMLNode(pointer: $0)) } ?? plain
        }
    }
}

/// The tags and texts of a storage format text, as forgiving as real texts need it.
struct ConfluenceStorageScanner {
    enum Token {
        case text(Range<Int>)
        /// What a marked section holds.
        case literal(Range<Int>)
        case start(name: String, attributes: Range<Int>, isWhole: Bool)
        case end(String)

        var isText: Bool {
            switch self {
            case .text, .literal: true
            case .start, .end: false
            }
        }
    }

    let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
        while index < bytes.count {
            guard bytes[index] == 0x3C else {
                let end = XMLTag.find(0x3C, in: bytes, from: index, to: bytes.count) ?? bytes.count
                defer { index = end }
                return .text(index..<end)
            }
            if ByteText.has("<![cdata[", in: bytes, at: index, to: bytes.count) { return literal() }
            if index + 1 < bytes.count, bytes[index + 1] == 0x21 || bytes[index + 1] == 0x3F {
                let isComment = ByteText.has("<!--", in: bytes, at: index, to: bytes.count)
                let end = ByteText.find(isComment ? "-->" : ">", in: bytes, from: index + 1, to: bytes.count)
                index = end.map { $0 + (isComment ? 3 : 1) } ?? bytes.count
                continue
            }
            return tag()
        }
        return nil
    }

    private mutating func tag() -> Token {
        let open = index
        let isEnd = open + 1 < bytes.count && bytes[open + 1] == 0x2F
        var at = open + (isEnd ? 2 : 1)
        let start = at
        while at < bytes.count, XMLTag.isNameByte(bytes[at]) { at += 1 }
        guard at > start, bytes[start].isASCIILetter, let end = Self.endOfTag(bytes, from: at) else {
            // A lone `<`.
            index = open + 1
            return .text(open..<(open + 1))
        }
        index = end + 1
        let name = bytes[start..<at].map(\.asciiLower).string
        if isEnd { return .end(name) }
        let isWhole = bytes[end - 1] == 0x2F
        return .start(name: name, attributes: at..<(isWhole ? end - 1 : end), isWhole: isWhole)
    }

    private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
        var quote: UInt8 = 0
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x3E {
                return index
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3C {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// Exports write the end of a section within a section as `]] >`, which code may hold too: the end is where its
    /// element ends, or where the next section begins.
    private mutating func literal() -> Token {
        let start = index + 9
        var first: (end: Int, next: Int)?
        var at = start
        while let mark = ByteText.find("]]", in: bytes, from: at, to: bytes.count) {
            at = mark + 1
            var end = mark + 2
            if end < bytes.count, bytes[end] == 0x20 {
                end += 1
            } else if end + 2 < bytes.count, bytes[end] == 0xE2, bytes[end + 1] == 0x80, bytes[end + 2] == 0x8B {
                end += 3
            }
            guard end < bytes.count, bytes[end] == 0x3E else { continue }
            if first == nil { first = (mark, end + 1) }
            var behind = end + 1
            while behind < bytes.count, bytes[behind] <= 0x20 { behind += 1 }
            if behind == bytes.count || ByteText.has("</ac:", in: bytes, at: behind, to: bytes.count)
                || ByteText.has("<![cdata[", in: bytes, at: behind, to: bytes.count)
            {
                index = end + 1
                return .literal(start..<mark)
            }
            // Far beyond the first end nothing belongs to it.
            if let first, mark - first.end > 1 << 16 { break }
        }
        let end = first ?? (bytes.count, bytes.count)
        index = end.next
        return .literal(min(start, end.end)..<end.end)
    }

    /// `a="b"` pairs.
    static func attributes(_ bytes: [UInt8], _ range: Range<Int>) -> [(name: String, value: String)] {
        var found: [(String, String)] = []
        var index = range.lowerBound
        while index < range.upperBound {
            while index < range.upperBound, !XMLTag.isNameByte(bytes[index]) { index += 1 }
            let start = index
            while index < range.upperBound, XMLTag.isNameByte(bytes[index]) { index += 1 }
            let name = bytes[start..<index].string
            while index < range.upperBound, bytes[index] <= 0x20 { index += 1 }
            guard index < range.upperBound, bytes[index] == 0x3D else { continue }
            index += 1
            while index < range.upperBound, bytes[index] <= 0x20 { index += 1 }
            guard index < range.upperBound, bytes[index] == 0x22 || bytes[index] == 0x27,
                let end = XMLTag.find(bytes[index], in: bytes, from: index + 1, to: range.upperBound)
            else { continue }
            found.append((name, bytes[(index + 1)..<end].string))
            index = end + 1
        }
        return found
    }
}

enum ConfluenceStorageParser {
    private static let void: Set<String> = ["br", "hr", "img", "col", "input", "area", "wbr", "embed", "meta", "link"]
    /// Deeper than this no page nests; words that lie deeper come up.
    private static let maximumDepth = 90
    /// Words between the parts of these are not shown.
    private static let layout: Set<String> = [
        "ac:task-list", "ac:task", "ac:structured-macro", "ac:macro", "ac:link", "ac:image", "ac:layout",
        "ac:layout-section", "table", "tbody", "thead", "tr", "ul", "ol",
    ]

    /// Tags below the maximum depth: they are counted, or their ends would close others.
    private struct DeepTags {
        private var names: [String] = []
        private var counts: [String: Int] = [:]
        private var hidden = 0
        private static let hiding: Set<String> = [
            "ac:parameter", "ac:task-id", "ac:task-uuid", "ac:task-status", "ac:default-parameter", "ac:placeholder",
        ]

        var isEmpty: Bool { names.isEmpty }
        var isHidden: Bool { hidden > 0 }

        mutating func open(_ name: String) {
            names.append(name)
            counts[name, default: 0] += 1
            if Self.hiding.contains(name) { hidden += 1 }
        }

        /// False when no such tag is open here.
        mutating func close(_ name: String) -> Bool {
            guard counts[name] ?? 0 > 0 else { return false }
            while let last = names.popLast() {
                counts[last, default: 1] -= 1
                if Self.hiding.contains(last) { hidden -= 1 }
                if last == name { break }
            }
            return true
        }
    }

    /// The tree below a nameless root.
    static func parse(_ bytes: [UInt8]) -> ConfluenceElement {
        let root = ConfluenceElement("")
        var stack = [root]
        var open: [String: Int] = [:]
        var deep = DeepTags()
        var scanner = ConfluenceStorageScanner(bytes)
        while let token = scanner.next() {
            var top = stack[stack.count - 1]
            if !deep.isEmpty, token.isText {
                root.isTooDeep = true
                guard !deep.isHidden, let shown = stack.last(where: { !layout.contains($0.name) }) else { continue }
                top = shown
            }
            switch token {
            case .text(let range):
                // The exporter's white space around a marked section.
                if top.name.hasPrefix("ac:plain-text"), bytes[range].allSatisfy({ $0 <= 0x20 }) { continue }
                var text: [UInt8] = []
                if range.count == 1, bytes[range.lowerBound] == 0x3C {
                    text = Array("&lt;".utf8)
                } else {
                    text = Array(bytes[range])
                }
                top.nodes.append(.text(text))
            case .literal(let range):
                var text: [UInt8] = []
                ByteText.escape(bytes[range], into: &text)
                top.nodes.append(.text(text))
            case .start(let name, let attributes, let isWhole):
                let isOpen = !isWhole && !void.contains(name)
                guard deep.isEmpty, !isOpen || stack.count < maximumDepth else {
                    if isOpen { deep.open(name) }
                    continue
                }
                let element = ConfluenceElement(name, ConfluenceStorageScanner.attributes(bytes, attributes))
                top.nodes.append(.element(element))
                guard isOpen else { continue }
                stack.append(element)
                open[name, default: 0] += 1
            case .end(let name):
                // An end tag that closes nothing is passed over; one that closes more than it should closes that too.
                if deep.close(name) { continue }
                guard open[name] ?? 0 > 0 else { continue }
                deep = DeepTags()
                while stack.count > 1, let last = stack.popLast() {
                    open[last.name, default: 1] -= 1
                    if last.name == name { break }
                }
            }
        }
        return root
    }

    static func isMacro(_ name: String) -> Bool { name == "ac:structured-macro" || name == "ac:macro" }

    /// What the survey must know of a text: how many macros it holds, whether some show it to some readers only, and whom
    /// it mentions.
    static func facts(_ bytes: [UInt8]) -> (macros: Int, isConditional: Bool, users: Set<String>) {
        var scanner = ConfluenceStorageScanner(bytes)
        var macros = 0
        var isConditional = false
        var users: Set<String> = []
        while let token = scanner.next() {
            guard case .start(let name, let range, _) = token else { continue }
            if isMacro(name) {
                macros += 1
                let attributes = ConfluenceStorageScanner.attributes(bytes, range)
                if !isConditional, let name = attributes.first(where: { $0.name == "ac:name" })?.value {
                    isConditional = ClosingName.isOfMacro(name)
                }
            } else if name == "ri:user" {
                for (name, value) in ConfluenceStorageScanner.attributes(bytes, range)
                where ["ri:userkey", "ri:account-id", "ri:username"].contains(name) {
                    users.insert(ConfluenceReferences.decode(value).lowercased())
                }
            }
        }
        return (macros, isConditional, users)
    }
}
