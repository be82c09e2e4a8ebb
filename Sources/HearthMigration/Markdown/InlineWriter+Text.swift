// Plain text: what needs a backslash, and what only looks as if it did.

extension InlineWriter {
    /// Writes `text` so that it reads back as exactly this text. `next` is the character that will follow it.
    mutating func write(text: String, next: Unicode.Scalar?) {
        var text = text
        text.withUTF8 { bytes in
            if let visible = Invisible.removed(from: bytes) {
                visible.withUnsafeBufferPointer { write(bytes: $0, next: next) }
            } else {
                write(bytes: bytes, next: next)
            }
        }
    }

    private mutating func write(bytes: UnsafeBufferPointer<UInt8>, next: Unicode.Scalar?) {
        let isPlain = Self.isPlain
        var index = 0
        if out.count == lineStart {
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            index = escapeLineStart(bytes, from: index)
        } else if out.last == 0x20 {
            // What stands before ended in a space.
            while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        }
        while index < bytes.count {
            var plain = index
            isPlain.withUnsafeBufferPointer { isPlain in
                while plain < bytes.count, isPlain[Int(bytes[plain])] { plain += 1 }
            }
            if plain > index {
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<plain]))
                index = plain
                continue
            }
            let byte = bytes[index]
            if byte | 0x20 == 0x68, let end = addressEnd(bytes, from: index) {
                // Readers of Markdown would not stop at a quotation mark: without a blank behind it, brackets do.
                let isCut = end + 1 < bytes.count && bytes[end] == 0x22 && !Self.isSpace(bytes[end + 1])
                let after = isCut ? "x" : end < bytes.count ? Unicode.Scalar(bytes[end]) : next
                write(address: UnsafeBufferPointer(rebasing: bytes[index..<end]), next: after)
                index = end
                continue
            }
            if byte < 0x20 || byte == 0x7F {
                if byte == 0x09 || byte == 0x0A || byte == 0x0D { out.append(0x20) }
                index += 1
                continue
            }
            if needsEscape(bytes, index, next: next) { out.append(0x5C) }
            out.append(byte)
            index += 1
        }
    }

    /// Bytes that never start markup; `h` and `H` may start a web address.
    private static let isPlain: [Bool] = {
        var table = [Bool](repeating: true, count: 256)
        for byte in 0..<0x20 { table[byte] = false }
        table[0x7F] = false
        for byte in "\\`*_~[]<&!|#@hH{".utf8 { table[Int(byte)] = false }
        return table
    }()

    private func needsEscape(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, next: Unicode.Scalar?) -> Bool {
        let byte = bytes[index]
        let before = index > 0 ? bytes[index - 1] : out.count > lineStart ? out.last : nil
        let after: UInt8? =
            index + 1 < bytes.count ? bytes[index + 1] : next.map { $0.isASCII ? UInt8($0.value) : 0x80 }
        switch byte {
        case 0x60: return true
        case 0x5C:
            // Before an address too: that may get an angle bracket.
            if after == 0x68 || after == 0x48 {
                return index + 1 == bytes.count || addressEnd(bytes, from: index + 1) != nil
            }
            return after.map { Self.isPunctuation($0) || $0 == 0x0A } ?? true
        case 0x2A: return !(Self.isSpace(before) && Self.isSpace(after))
        case 0x5F:
            if Self.isSpace(before), Self.isSpace(after) { return false }
            if Self.isWordByte(before), Self.isWordByte(after) { return false }
            // `APPS__PATH`: what counts stands beside the whole run. Longer runs are lines to fill in: each byte of one
            // would be asked about all others.
            var start = index
            var end = index + 1
            let (first, last) = (max(0, index - 50), min(bytes.count, index + 50))
            while start > first, bytes[start - 1] == 0x5F { start -= 1 }
            while end < last, bytes[end] == 0x5F { end += 1 }
            return start == 0 || end == bytes.count || !Self.isWordByte(bytes[start - 1])
                || !Self.isWordByte(bytes[end])
        case 0x7E: return before == 0x7E || after == 0x7E || Self.isPaired(bytes, index)
        case 0x5B: return inLink || after == 0x5B || before == 0x5B || after == 0x5E
        case 0x5D: return inLink || after == 0x28 || after == 0x5B
        case 0x3C: return after.map { Self.isLetter($0) || $0 == 0x2F || $0 == 0x21 || $0 == 0x3F } ?? false
        case 0x26: return Self.startsEntity(bytes, index)
        case 0x21: return index + 1 == bytes.count && after == 0x5B
        case 0x7C: return place == .tableCell
        case 0x23 where after.map { $0 < 0x80 && !Self.isLetter($0) && $0 != 0x2E } ?? true: return false
        case 0x23, 0x40:
            // `#topic` and `@person` at the start of a word; `C#`, `#42` and mail addresses are neither.
            // A letter beyond ASCII may be a picture: one backslash too many does no harm. Of `@@zoe` the second is read
            // as a mark, of `##topic` none is.
            return !(before.map { $0 < 0x80 } ?? false && Self.isWordByte(before)) && (byte == 0x40 || before != byte)
                && (after.map { Self.isWordByte($0) && $0 != 0x5F || byte == 0x23 && $0 == 0x2E } ?? false)
        case 0x7B: return place == .heading && Self.opensAttributes(bytes, index)
        default: return false
        }
    }

    /// Whether `{` at `index` may begin a heading's `{#id}` or `{: .class }`.
    private static func opensAttributes(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        var next = index + 1
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x3A { next += 1 }
        return next < bytes.count && (bytes[next] == 0x23 || bytes[next] == 0x2E)
    }

    /// Whether a single tilde and another one would strike out what stands between: `9~12, 13~17`, but not `~10 or ~20`.
    private static func isPaired(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        func opens(_ place: Int) -> Bool { place + 1 < bytes.count && !isSpace(bytes[place + 1]) }
        func closes(_ place: Int) -> Bool { place > 0 && !isSpace(bytes[place - 1]) }
        // Where there are many, the next is near.
        let (first, last) = (max(0, index - 2000), min(bytes.count, index + 2000))
        if opens(index), ((index + 1)..<last).contains(where: { bytes[$0] == 0x7E && closes($0) }) { return true }
        return closes(index) && (first..<index).contains { bytes[$0] == 0x7E && opens($0) }
    }

    static func isSpace(_ byte: UInt8?) -> Bool { byte.map { $0 == 0x20 || $0 == 0x0A } ?? true }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    /// Letters, digits and every part of a character beyond ASCII.
    static func isWordByte(_ byte: UInt8?) -> Bool {
        byte.map { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 >= 0x80 } ?? false
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte < 0x80 && Flanking.isPunctuation(Unicode.Scalar(byte))
    }

    /// Whether `&` at `index` would read as a character reference.
    private static func startsEntity(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        var end = index + 1
        if end < bytes.count, bytes[end] == 0x23 { end += 1 }
        let start = end
        while end < bytes.count, end - start < 32, bytes[end] < 0x80, isWordByte(bytes[end]) { end += 1 }
        return end > start && end < bytes.count && bytes[end] == 0x3B
    }

    // MARK: The start of a line

    /// Escapes what would open a block at the start of a line; answers where the rest of the text begins.
    private mutating func escapeLineStart(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard place == .paragraph, start < bytes.count else { return start }
        let rest = bytes[start...]
        let first = bytes[start]
        func isMarkerEnd(_ index: Int) -> Bool { index >= bytes.count || bytes[index] <= 0x20 }
        switch first {
        case 0x3E, 0x7C: out += [0x5C, first]
        case 0x2B, 0x2D, 0x3D, 0x2A, 0x5F:
            // A bullet, a rule, or the underline of a heading.
            let isRule = rest.allSatisfy { $0 == first || $0 == 0x20 || $0 == 0x3A || $0 == 0x7C || $0 == 0x2D }
            guard isRule || (isMarkerEnd(start + 1) && first != 0x3D && first != 0x5F) else { return start }
            out += [0x5C, first]
        case 0x3A where rest.allSatisfy({ $0 == 0x3A || $0 == 0x2D || $0 == 0x20 || $0 == 0x7C }): out += [0x5C, first]
        case 0x23:
            let end = rest.firstIndex { $0 != 0x23 } ?? bytes.count
            // `##Answer` opens one too: see `AnswerLines` of the content.
            let mayOpenAnswer =
                (2...3).contains(end - start) && end < bytes.count
                && (bytes[end] | 0x22 == 0x63 || bytes[end] >= 0x80)
            guard end - start <= 6, isMarkerEnd(end) || mayOpenAnswer else { return start }
            out += [0x5C, first]
        case 0x30...0x39:
            let end = rest.firstIndex { !($0 >= 0x30 && $0 <= 0x39) } ?? bytes.count
            guard end - start <= 9, end < bytes.count, bytes[end] == 0x2E || bytes[end] == 0x29, isMarkerEnd(end + 1)
            else { return start }
            out += bytes[start..<end]
            out += [0x5C, bytes[end]]
            return end + 1
        case 0x5B: return escapeOpeningBracket(bytes, from: start)
        case 0x7E where start + 1 < bytes.count && bytes[start + 1] == 0x7E: return start
        default: return start
        }
        return start + 1
    }

    /// `[x] `, `[!NOTE]`, `[^1]:` and `[name]:` mean something at the start of a paragraph.
    private mutating func escapeOpeningBracket(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let close = bytes[start...].firstIndex(of: 0x5D) else { return start }
        let isTask = close == start + 2 && [0x20, 0x78, 0x58].contains(bytes[start + 1])
        let isAlert = bytes[start + 1] == 0x21
        let isDefinition = close + 1 < bytes.count && bytes[close + 1] == 0x3A
        guard isTask || isAlert || isDefinition || inLink else { return start }
        out += [0x5C, 0x5B]
        return start + 1
    }

    /// The closing hashes of a heading (`# C #`) are taken for decoration, and `{#id}` for its id.
    mutating func escapeHeadingEnd() {
        var end = out.count
        while end > lineStart, out[end - 1] == 0x23 { end -= 1 }
        guard end < out.count, end == lineStart || out[end - 1] == 0x20 else { return }
        out.insert(0x5C, at: end)
    }

    // MARK: Tidying the tree

    /// Merges neighbours and moves white space (and, beside a word, punctuation) out of emphasis, where CommonMark's
    /// delimiters could not stand otherwise.
    static func normalise(_ inlines: [MarkdownInline], inside: Set<Int> = []) -> [MarkdownInline] {
        if isTidy(inlines) { return inlines }
        var result: [MarkdownInline] = []
        func append(_ inline: MarkdownInline) {
            switch (result.last, inline) {
            case (_, .text("")): return
            case (.text(let before)?, .text(let text)):
                let isSpaced = before.utf8.last == 0x20 && text.utf8.first == 0x20
                result[result.count - 1] = .text(before + (isSpaced ? String(text.drop { $0 == " " }) : text))
            case (.emphasis(let before)?, .emphasis(let inner)):
                result[result.count - 1] = .emphasis(normalise(before + inner))
            case (.strong(let before)?, .strong(let inner)):
                result[result.count - 1] = .strong(normalise(before + inner))
            case (.strikethrough(let before)?, .strikethrough(let inner)):
                result[result.count - 1] = .strikethrough(normalise(before + inner))
            case (.link(let place, let name, let before)?, .link(let next, let nextName, let inner))
            where place == next && name == nextName:
                result[result.count - 1] = .link(destination: place, title: name, normalise(before + inner))
            case (.code(let before)?, .code(let code)): result[result.count - 1] = .code(before + code)
            default: result.append(inline)
            }
        }
        for (index, inline) in inlines.enumerated() {
            guard let (kind, inner, wrap) = marked(inline) else {
                if case .link(let destination, let title, let inner) = inline {
                    // The link is its words, not the spaces beside them.
                    let parts = split(normalise(inner), head: false, tail: false)
                    append(.text(parts.head))
                    append(.link(destination: destination, title: title, parts.body))
                    append(.text(parts.tail))
                } else {
                    append(inline)
                }
                continue
            }
            let tidy = normalise(inner, inside: inside.union([kind]))
            if inside.contains(kind) {
                for each in tidy { append(each) }
                continue
            }
            // What has no text cannot be emphasised.
            guard !tidy.allSatisfy({ isPicture($0) }) else {
                for each in tidy { append(each) }
                continue
            }
            // One order for both, as people write it: `**_both_**`.
            if kind == 0, tidy.count == 1, case .strong(let both) = tidy[0], !inside.contains(1) {
                for each in normalise([.strong([.emphasis(both)])], inside: inside) { append(each) }
                continue
            }
            let followsWord = result.last.map { endsInWord($0) } ?? false
            let precedesWord = index + 1 < inlines.count && startsWithWord(inlines[index + 1])
            let parts = split(tidy, head: followsWord, tail: precedesWord)
            append(.text(parts.head))
            if kind == 0, parts.body.count == 1, case .strong(let both) = parts.body[0], !inside.contains(1) {
                append(.strong([.emphasis(both)]))
            } else if !parts.body.isEmpty {
                append(wrap(parts.body))
            }
            append(.text(parts.tail))
        }
        return result
    }

    /// Whether there is nothing to merge or to move, as in most paragraphs.
    private static func isTidy(_ inlines: [MarkdownInline]) -> Bool {
        var afterText = false
        var afterCode = false
        for inline in inlines {
            switch inline {
            case .text(let text):
                if afterText || text.isEmpty { return false }
                (afterText, afterCode) = (true, false)
            case .code:
                if afterCode { return false }
                (afterText, afterCode) = (false, true)
            case .emphasis, .strong, .strikethrough, .link: return false
            default: (afterText, afterCode) = (false, false)
            }
        }
        return true
    }

    private static func marked(
        _ inline: MarkdownInline
    ) -> (kind: Int, inner: [MarkdownInline], wrap: ([MarkdownInline]) -> MarkdownInline)? {
        switch inline {
        case .emphasis(let inner): (0, inner, { .emphasis($0) })
        case .strong(let inner): (1, inner, { .strong($0) })
        case .strikethrough(let inner): (2, inner, { .strikethrough($0) })
        default: nil
        }
    }

    private static func isPicture(_ inline: MarkdownInline) -> Bool {
        switch inline {
        case .image, .lineBreak: true
        case .text(let text): text.unicodeScalars.allSatisfy { Flanking.isSpace($0) }
        case .link(_, _, let inner): inner.allSatisfy { isPicture($0) }
        default: false
        }
    }

    private static func endsInWord(_ inline: MarkdownInline) -> Bool {
        guard case .text(let text) = inline, let last = text.unicodeScalars.last else { return false }
        return Flanking.isWord(last)
    }

    private static func startsWithWord(_ inline: MarkdownInline) -> Bool {
        switch inline {
        case .text(let text): text.unicodeScalars.first.map { Flanking.isWord($0) } ?? false
        // An address may stand there without brackets.
        case .link(let destination, _, let inner): MarkdownInline.plainText(inner) == destination
        default: false
        }
    }

    /// What ends a sentence or a label.
    private static let stops = Set(".,:;!?…".unicodeScalars)

    /// Takes white space, and punctuation where `head` or `tail` asks for it, off the ends of emphasised text.
    private static func split(
        _ inlines: [MarkdownInline], head: Bool, tail: Bool
    ) -> (head: String, body: [MarkdownInline], tail: String) {
        var body = inlines
        var before = ""
        var after = ""
        while case .lineBreak? = body.first {
            body.removeFirst()
            before = " "
        }
        if case .text(let text)? = body.first {
            let kept = text.unicodeScalars.drop { Flanking.isSpace($0) || (head && Flanking.isPunctuation($0)) }
            before += String(text.unicodeScalars[..<kept.startIndex])
            body[0] = .text(String(kept))
        }
        if case .text(let text)? = body.last {
            let scalars = text.unicodeScalars
            var cut = scalars.endIndex
            func cutWhile(_ belongs: (Unicode.Scalar) -> Bool) {
                while cut > scalars.startIndex, belongs(scalars[scalars.index(before: cut)]) {
                    cut = scalars.index(before: cut)
                }
            }
            cutWhile { Flanking.isSpace($0) }
            // Behind a space no word touches it.
            if tail, cut == scalars.endIndex {
                let end = cut
                cutWhile { stops.contains($0) }
                // Behind a label, a bracket may stay: `**Plan (new)**:`
                if cut == end { cutWhile { Flanking.isPunctuation($0) } }
                cutWhile { Flanking.isSpace($0) }
            }
            after = String(scalars[cut...])
            body[body.count - 1] = .text(String(scalars[..<cut]))
        }
        body.removeAll { $0 == .text("") }
        while case .lineBreak? = body.last {
            body.removeLast()
            after = " "
        }
        return (before, body, after)
    }
}
