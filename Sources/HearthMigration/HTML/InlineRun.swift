/// Running text while it is collected: white space collapses over the borders of elements, as a browser does it.
struct InlineRun {
    private var frames: [[MarkdownInline]] = [[]]
    private var pending: [UInt8] = []
    /// True at the start and after white space: more of it adds nothing.
    private var endsWithSpace = true

    var isEmpty: Bool { frames.count == 1 && frames[0].isEmpty && pending.allSatisfy { $0 == 0x20 } }

    mutating func add(text: some Sequence<UInt8>) {
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: addSpace()
            case 0xC2:
                // A no-break space is what old editors typed for any space; the rest of U+0080–U+00BF stays.
                guard let second = iterator.next() else { return }
                if second == 0xA0 {
                    addSpace()
                } else if second != 0xAD {
                    pending += [byte, second]
                    endsWithSpace = false
                }
            default:
                pending.append(byte)
                endsWithSpace = false
            }
        }
    }

    private mutating func addSpace() {
        if !endsWithSpace { pending.append(0x20) }
        endsWithSpace = true
    }

    mutating func add(_ inline: MarkdownInline) {
        flushText()
        frames[frames.count - 1].append(inline)
        switch inline {
        case .lineBreak, .taskBox: endsWithSpace = true
        default: endsWithSpace = false
        }
    }

    mutating func open() {
        flushText()
        frames.append([])
    }

    /// Closes the innermost element; nothing is added, and the answer is false, when it held nothing.
    @discardableResult
    mutating func close(_ wrap: ([MarkdownInline]) -> MarkdownInline) -> Bool {
        flushText()
        guard frames.count > 1, let inner = frames.popLast(), !inner.isEmpty else { return false }
        frames[frames.count - 1].append(wrap(inner))
        return true
    }

    private mutating func flushText() {
        guard !pending.isEmpty else { return }
        frames[frames.count - 1].append(.text(String(decoding: pending, as: UTF8.self)))
        pending.removeAll(keepingCapacity: true)
    }

    private static func isPictures(_ inlines: [MarkdownInline]) -> Bool {
        inlines.allSatisfy {
            switch $0 {
            case .image: true
            case .text(let text): text.utf8.allSatisfy { $0 == 0x20 }
            default: false
            }
        }
    }

    /// The paragraphs: two breaks in a row were meant as the end of one.
    mutating func finish() -> [[MarkdownInline]] {
        flushText()
        defer { self = InlineRun() }
        var paragraphs: [[MarkdownInline]] = [[]]
        var breaks = 0
        for inline in frames[0] {
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
        return paragraphs.filter { paragraph in
            paragraph.contains { inline in
                if case .text(let text) = inline { return text.utf8.contains { $0 != 0x20 } }
                return inline != .lineBreak
            }
        }
    }
}
