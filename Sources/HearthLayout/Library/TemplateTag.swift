/// A `{{…}}` of a template, with its place in the file.
struct TemplateTag: Sendable {
    enum Kind: Sendable {
        case variable
        case unescapedVariable
        case section
        case invertedSection
        case close
        case partial
        /// `{{<parent}}`: shows another template with other blocks.
        case parent
        /// `{{$block}}`: opens, but changes no names.
        case block
        /// `{{%NAME: value}}`: tells the engine how to work.
        case setting

        /// Whether it stands for what lies between it and its end.
        var opens: Bool {
            switch self {
            case .section, .invertedSection, .parent, .block: true
            case .variable, .unescapedVariable, .close, .partial, .setting: false
            }
        }
    }

    var kind: Kind
    /// Without transforms: `items` of `{{count(items)}}`.
    var name: String
    /// From 1.
    var line: Int
    /// In bytes, from 1, of the name.
    var column: Int
    /// Of the name, in bytes.
    var length: Int
    /// What is done to it, in this order: `sorted`, `reversed` of `{{reversed(sorted(items))}}`.
    var transforms: [String]
}

/// Finds the tags of a template. Only for the check of names: the engine parses the text itself.
struct TemplateScanner {
    private let bytes: [UInt8]
    private var open: [UInt8] = [0x7B, 0x7B]
    private var close: [UInt8] = [0x7D, 0x7D]
    private var index = 0
    private var line = 1
    private var lineStart = 0
    private var tags: [TemplateTag] = []

    /// The engine reads sections by calling itself.
    static let nestingLimit = 100

    /// The innermost tag that is open where another one is closed, or at the end; nil when all are closed in their order.
    static func unclosed(_ bytes: [UInt8]) -> TemplateTag? {
        var open: [TemplateTag] = []
        for tag in allTags(of: bytes) {
            if tag.kind.opens {
                open.append(tag)
            } else if tag.kind == .close, let last = open.popLast(), last.name != tag.name {
                return last
            }
        }
        return open.last
    }

    /// The first tag that lies in more sections than the engine may be given.
    static func tooDeep(_ bytes: [UInt8]) -> TemplateTag? {
        var depth = 0
        return tags(of: bytes).first { tag in
            if tag.kind.opens { depth += 1 } else if tag.kind == .close { depth -= 1 }
            return depth > nestingLimit
        }
    }

    /// All tags but the marks of texts for translation, `{{#t}}` and `{{/t}}`.
    static func tags(of bytes: [UInt8]) -> [TemplateTag] {
        allTags(of: bytes).filter { $0.name != "t" || $0.kind != .section && $0.kind != .close }
    }

    private static func allTags(of bytes: [UInt8]) -> [TemplateTag] {
        var scanner = TemplateScanner(bytes: bytes)
        scanner.scan()
        return scanner.tags
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func starts(with text: [UInt8], at place: Int) -> Bool {
        place + text.count <= bytes.count && bytes[place..<place + text.count].elementsEqual(text)
    }

    private mutating func step() {
        if bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        index += 1
    }

    private mutating func scan() {
        while index < bytes.count {
            guard starts(with: open, at: index) else {
                step()
                continue
            }
            index += open.count
            let start = index
            let (tagLine, tagLineStart) = (line, lineStart)
            while index < bytes.count, !starts(with: close, at: index) { step() }
            guard index < bytes.count else { return }
            let inside = start..<index
            index += close.count
            // Three braces close with three.
            if bytes[start] == 0x7B, index < bytes.count, bytes[index] == 0x7D { index += 1 }
            add(inside, line: tagLine, lineStart: tagLineStart)
        }
    }

    private mutating func add(_ range: Range<Int>, line: Int, lineStart: Int) {
        guard let first = range.first else {
            // `{{}}`
            tags.append(
                TemplateTag(
                    kind: .variable, name: "", line: line, column: range.lowerBound - lineStart + 1, length: 0,
                    transforms: []))
            return
        }
        var kind = TemplateTag.Kind.variable
        var start = first + 1
        switch bytes[first] {
        case 0x23: kind = .section
        case 0x5E: kind = .invertedSection
        case 0x2F: kind = .close
        case 0x3E: kind = .partial
        case 0x3C: kind = .parent
        case 0x24: kind = .block
        case 0x7B, 0x26: kind = .unescapedVariable
        case 0x25: kind = .setting
        case 0x21: return
        case 0x3D:
            changeDelimiters(bytes[range])
            return
        default: start = first
        }
        var end = range.upperBound
        while start < end, isSpace(bytes[start]) { start += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        // `reversed(sorted(items))` is about `items`.
        var transforms: [String] = []
        if let parenthesis = bytes[start..<end].lastIndex(of: 0x28), kind != .partial, kind != .parent,
            kind != .block, kind != .setting
        {
            transforms = bytes[start..<parenthesis].split(separator: 0x28).reversed().map {
                String(decoding: $0, as: UTF8.self)
            }
            start = parenthesis + 1
            end = bytes[start..<end].firstIndex(of: 0x29) ?? end
        }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        tags.append(
            TemplateTag(
                kind: kind, name: name, line: line, column: start - lineStart + 1, length: end - start,
                transforms: transforms))
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// `{{=<% %>=}}`
    private mutating func changeDelimiters(_ inside: ArraySlice<UInt8>) {
        let parts = inside.dropFirst().dropLast().split(whereSeparator: isSpace)
        guard parts.count == 2 else { return }
        open = Array(parts[0])
        close = Array(parts[1])
    }
}
