/// Running text while it is collected: white space collapses over the borders of elements, as a browser does it.
struct InlineRun {
    private var base: [MarkdownInline] = []
    /// The elements that are open in it.
    private var frames: [[MarkdownInline]] = []
    private var pending: [UInt8] = []
    /// True at the start and after white space: more of it adds nothing.
    private var endsWithSpace = true

    mutating func add(text: some Collection<UInt8>) {
        if text.withContiguousStorageIfAvailable({ add(bytes: $0) }) == nil {
            Array(text).withUnsafeBufferPointer { add(bytes: $0) }
        }
    }

    private mutating func add(bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            // Words with single spaces between them go over as they are.
            var end = index
            while end < bytes.count {
                let byte = bytes[end]
                if byte == 0x20
                    ? end == index || bytes[end - 1] == 0x20
                    : byte < 0x20 || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
                {
                    break
                }
                end += 1
            }
            if end > index {
                pending.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<end]))
                endsWithSpace = bytes[end - 1] == 0x20
                index = end
                continue
            }
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: addSpace()
            case 0xC2:
                // A no-break space is what old editors typed for any space; the rest of U+0080–U+00BF stays.
                guard index + 1 < bytes.count else { return }
                index += 1
                if bytes[index] == 0xA0 {
                    addSpace()
                } else if bytes[index] != 0xAD {
                    pending.append(0xC2)
                    pending.append(bytes[index])
                    endsWithSpace = false
                }
            case 0xE2, 0xEF:
                // Nobody sees it: a link around nothing else is empty, and a space before it the last one.
                if let new = Invisible.replacement(bytes, index) {
                    if new > 0 { addSpace() }
                    index += 2
                } else {
                    pending.append(bytes[index])
                    endsWithSpace = false
                }
            default:
                pending.append(bytes[index])
                endsWithSpace = false
            }
            index += 1
        }
    }

    private mutating func addSpace() {
        if !endsWithSpace { pending.append(0x20) }
        endsWithSpace = true
    }

    mutating func add(_ inline: MarkdownInline) {
        append(inline)
        switch inline {
        case .lineBreak, .taskBox: endsWithSpace = true
        default: endsWithSpace = false
        }
    }

    private mutating func append(_ inline: MarkdownInline) {
        flushText()
        if frames.isEmpty { base.append(inline) } else { frames[frames.count - 1].append(inline) }
    }

    mutating func open() {
        flushText()
        frames.append([])
    }

    /// Closes the innermost element; the answer is false when it held nothing, or was a link around nothing but spaces.
    ///
    /// Breaks at its ends stand beside it: `<b>Name<br></b>Address` is two lines, of which one is bold.
    @discardableResult
    mutating func close(_ wrap: ([MarkdownInline]) -> MarkdownInline) -> Bool {
        flushText()
        guard let inner = frames.popLast(), !inner.isEmpty else { return false }
        guard let first = inner.firstIndex(where: { !Self.isSpacing($0) }),
            let last = inner.lastIndex(where: { !Self.isSpacing($0) })
        else {
            // There is nothing to click on, and nobody saw it.
            guard case .link = wrap(inner) else {
                append(wrap(inner))
                return true
            }
            for each in inner { append(each) }
            return false
        }
        let before = inner[..<first]
        let after = inner[(last + 1)...]
        let isPictures = Self.isPictures(inner[first...last])
        let hasBreakBefore = !isPictures && before.contains(.lineBreak)
        let hasBreakAfter = !isPictures && after.contains(.lineBreak)
        if hasBreakBefore {
            for each in before { append(each) }
        }
        append(wrap(Array(inner[(hasBreakBefore ? first : 0)...(hasBreakAfter ? last : inner.count - 1)])))
        if hasBreakAfter {
            for each in after { append(each) }
        }
        return true
    }

    /// A break, or the spaces beside one.
    private static func isSpacing(_ inline: MarkdownInline) -> Bool {
        switch inline {
        case .lineBreak: true
        case .text(let text): text.utf8.allSatisfy { $0 == 0x20 }
        default: false
        }
    }

    private mutating func flushText() {
        guard !pending.isEmpty else { return }
        let text = MarkdownInline.text(String(decoding: pending, as: UTF8.self))
        pending.removeAll(keepingCapacity: true)
        if frames.isEmpty { base.append(text) } else { frames[frames.count - 1].append(text) }
    }

    private static func isPictures(_ inlines: some Sequence<MarkdownInline>) -> Bool {
        inlines.allSatisfy {
            switch $0 {
            case .image: true
            case .text(let text): text.utf8.allSatisfy { $0 == 0x20 }
            default: false
            }
        }
    }

    private static func isBlank(_ paragraph: [MarkdownInline]) -> Bool {
        paragraph.allSatisfy { inline in
            switch inline {
            case .text(let text): text.utf8.allSatisfy { $0 == 0x20 }
            case .lineBreak: true
            default: false
            }
        }
    }

    /// The paragraphs, and nothing is left: two breaks in a row were meant as the end of one.
    mutating func finish() -> [[MarkdownInline]] {
        flushText()
        endsWithSpace = true
        frames = []
        if base.isEmpty { return [] }
        let inlines = base
        base = []
        guard inlines.contains(where: { if case .lineBreak = $0 { true } else { false } }) else {
            return Self.isBlank(inlines) ? [] : [inlines]
        }
        var paragraphs: [[MarkdownInline]] = [[]]
        var breaks = 0
        for inline in inlines {
            if case .lineBreak = inline {
                breaks += 1
                continue
            }
            if breaks > 0, inline == .text(" ") { continue }
            let isEmpty = paragraphs[paragraphs.count - 1].isEmpty
            // Under a picture a break means a new paragraph, too.
            if breaks > 1 || (breaks == 1 && Self.isPictures(paragraphs[paragraphs.count - 1])), !isEmpty {
                paragraphs.append([])
            } else if breaks == 1, !isEmpty {
                paragraphs[paragraphs.count - 1].append(.lineBreak)
            }
            breaks = 0
            paragraphs[paragraphs.count - 1].append(inline)
        }
        return paragraphs.filter { !Self.isBlank($0) }
    }
}
