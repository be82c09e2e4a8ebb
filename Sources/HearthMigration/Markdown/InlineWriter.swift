import HearthModel

/// Prints running text of one block. Works on bytes; characters are decoded only beside emphasis, where CommonMark asks
/// whether the neighbours are white space or punctuation.
struct InlineWriter {
    /// Where the text stands: it decides what needs a backslash.
    enum Place {
        case paragraph
        case heading
        case tableCell
    }

    let place: Place
    var out: [UInt8] = []
    /// Where the current line begins in `out`.
    var lineStart = 0
    /// Inside the text of a link: brackets are escaped and no other link can start.
    var inLink = false
    var losses: [String] = []

    init(_ place: Place) { self.place = place }

    mutating func write(_ inlines: [MarkdownInline]) {
        write(Self.normalise(inlines), next: nil)
        while out.count > lineStart, out.last == 0x20 { out.removeLast() }
        if place == .heading { escapeHeadingEnd() }
    }

    private mutating func write(_ inlines: [MarkdownInline], next: Unicode.Scalar?) {
        for (index, inline) in inlines.enumerated() {
            let following = index + 1 < inlines.count ? Self.firstMark(of: inlines[index + 1]) : next
            switch inline {
            case .text(let text): write(text: text, next: following)
            case .code(let code): write(code: code)
            case .emphasis(let inner): write(marked: inner, width: 1, strike: false, next: following)
            case .strong(let inner): write(marked: inner, width: 2, strike: false, next: following)
            case .strikethrough(let inner): write(marked: inner, width: 2, strike: true, next: following)
            case .link(let destination, let title, let inner):
                write(linkTo: destination, title: title, inner, next: following)
            case .image(let source, let title, let alt): write(image: source, title: title, alt: alt)
            case .lineBreak: writeLineBreak(isLast: index + 1 == inlines.count && next == nil)
            case .mention(let handle, let name):
                write(reference: "@" + handle, name: name, place: "/people/\(handle)/", next: following)
            case .topic(let tag): write(reference: "#" + tag, name: tag, place: "/topics/\(tag)/", next: following)
            case .footnote(let label): if !inLink { out += "[^\(label)]".utf8 }
            case .taskBox(let isDone) where place == .tableCell: out += (isDone ? "☑ " : "☐ ").utf8
            case .taskBox(let isDone): out += (isDone ? "[x] " : "[ ] ").utf8
            }
        }
    }

    /// The first character that the next piece will put on the page, for the rules that look ahead.
    private static func firstMark(of inline: MarkdownInline) -> Unicode.Scalar? {
        switch inline {
        case .text(let text): text.unicodeScalars.first
        case .code: "`"
        case .emphasis, .strong: "*"
        case .strikethrough: "~"
        case .link(let destination, _, let inner): MarkdownInline.plainText(inner) == destination ? "h" : "["
        case .image: "!"
        case .lineBreak: "\n"
        case .mention: "@"
        case .topic: "#"
        case .footnote, .taskBox: "["
        }
    }

    private mutating func write(code: String) {
        let padded = code.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        // Spaces at its ends stand beside the code, not in it.
        guard let first = padded.firstIndex(where: { $0 != 0x20 }), let last = padded.lastIndex(where: { $0 != 0x20 })
        else { return }
        let flat = padded[first...last]
        if first > 0, out.count > lineStart, out.last != 0x20 { out.append(0x20) }
        defer { if last + 1 < padded.count { out.append(0x20) } }
        let mark = repeatElement(0x60 as UInt8, count: Self.fenceWidth(flat))
        let edge = flat.first == 0x60 || flat.last == 0x60
        out += mark
        if edge { out.append(0x20) }
        for byte in flat {
            if byte == 0x7C, place == .tableCell { out.append(0x5C) }
            out.append(byte)
        }
        if edge { out.append(0x20) }
        out += mark
    }

    /// The shortest run of backticks that the code does not contain.
    private static func fenceWidth(_ code: ArraySlice<UInt8>) -> Int {
        guard code.contains(0x60) else { return 1 }
        var widths: Set<Int> = []
        var run = 0
        for byte in code + [0x20] {
            if byte == 0x60 {
                run += 1
            } else if run > 0 {
                widths.insert(run)
                run = 0
            }
        }
        return (1...).first { !widths.contains($0) } ?? 1
    }

    private mutating func writeLineBreak(isLast: Bool) {
        while out.count > lineStart, out.last == 0x20 { out.removeLast() }
        if isLast || out.count == lineStart { return }
        guard place == .paragraph, !inLink else {
            out.append(0x20)
            return
        }
        out += [0x5C, 0x0A]
        lineStart = out.count
    }

    // MARK: Emphasis

    /// Writes `inner` between delimiters if CommonMark would read them as such here, else plainly.
    private mutating func write(marked inner: [MarkdownInline], width: Int, strike: Bool, next: Unicode.Scalar?) {
        let start = out.count
        let lossCount = losses.count
        let saved = lineStart
        let before = start == lineStart ? nil : lastScalar()
        // `_` where a `*` beside it would merge with ours.
        let touchesStar = before == "*" || next == "*"
        let candidates: (UInt8, UInt8?) = strike ? (0x7E, nil) : touchesStar ? (0x5F, 0x2A) : (0x2A, 0x5F)
        for case let mark? in [candidates.0, candidates.1] {
            let delimiter = Unicode.Scalar(mark)
            if before == delimiter || next == delimiter { continue }
            out += repeatElement(mark, count: width)
            let innerStart = out.count
            write(inner, next: delimiter)
            let first = scalar(at: innerStart)
            let last = out.count > innerStart ? lastScalar() : nil
            let intraword = mark == 0x5F
            if let first, let last, first != delimiter,
                last != delimiter || out[max(innerStart, out.count - 2)] == 0x5C,
                Flanking.opens(before: before, after: first, intraword: intraword),
                Flanking.opens(before: next, after: last, intraword: intraword)
            {
                out += repeatElement(mark, count: width)
                return
            }
            out.removeSubrange(start...)
            lineStart = saved
            losses.removeSubrange(lossCount...)
        }
        write(inner, next: next)
        losses.append(strike ? "markup:strikethrough" : "markup:emphasis")
    }

    /// The last character written, nil at the start.
    func lastScalar() -> Unicode.Scalar? {
        var index = out.count - 1
        while index > 0, out[index] & 0xC0 == 0x80 { index -= 1 }
        return index >= 0 ? scalar(at: index) : nil
    }

    private func scalar(at index: Int) -> Unicode.Scalar? {
        guard index < out.count else { return nil }
        var iterator = out[index..<min(index + 4, out.count)].makeIterator()
        var codec = UTF8()
        if case .scalarValue(let scalar) = codec.decode(&iterator) { return scalar }
        return nil
    }

    // MARK: Links

    private mutating func write(
        linkTo destination: String, title: String, _ inner: [MarkdownInline], next: Unicode.Scalar?
    ) {
        if inLink {
            write(inner, next: next)
            return
        }
        // An empty link shows where it leads.
        let isEmpty = inner.allSatisfy { $0 == .lineBreak || $0 == .text(" ") }
        if title.isEmpty, Self.isWebAddress(destination), isEmpty || MarkdownInline.plainText(inner) == destination {
            var destination = destination
            destination.withUTF8 { write(address: $0, next: next) }
            return
        }
        // `!` before a link would make it an image, unless it is escaped already.
        if out.last == 0x21, out.dropLast().reversed().prefix(while: { $0 == 0x5C }).count % 2 == 0 {
            out.removeLast()
            out += [0x5C, 0x21]
        }
        out.append(0x5B)
        inLink = true
        let start = out.count
        write(inner, next: "]")
        inLink = false
        if out.count == start { write(text: destination, next: "]") }
        out += [0x5D, 0x28]
        write(destination: destination, title: title)
    }

    private mutating func write(image source: String, title: String, alt: String) {
        out += [0x21, 0x5B]
        let wasInLink = inLink
        inLink = true
        write(text: alt, next: "]")
        inLink = wasInLink
        out += [0x5D, 0x28]
        write(destination: source, title: title)
    }

    private mutating func write(destination: String, title: String) {
        func escape(_ byte: UInt8) {
            func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
            out += [0x25, digit(byte >> 4), digit(byte & 15)]
        }
        var depth = 0
        var balanced = true
        for byte in destination.utf8 {
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 { depth -= 1 }
            if depth < 0 { balanced = false }
        }
        if depth != 0 { balanced = false }
        for byte in destination.utf8 {
            switch byte {
            case 0...0x20, 0x7F, 0x3C, 0x3E, 0x5C, 0x60, 0x7C:
                escape(byte)
            case 0x28 where !balanced, 0x29 where !balanced: out += [0x5C, byte]
            case 0x2A, 0x5B, 0x5D, 0x7E: escape(byte)
            default: out.append(byte)
            }
        }
        if title.utf8.contains(where: { $0 > 0x20 }) {
            out += [0x20, 0x22]
            for byte in title.utf8.lazy.map({ $0 < 0x20 ? 0x20 : $0 }) {
                if byte == 0x22 || byte == 0x5C || (byte == 0x7C && place == .tableCell) { out.append(0x5C) }
                out.append(byte)
            }
            out.append(0x22)
        }
        out.append(0x29)
    }

    /// `@handle` or `#topic` where its neighbours let it be one, else a link.
    private mutating func write(reference: String, name: String, place: String, next: Unicode.Scalar?) {
        let before = out.count == lineStart ? nil : lastScalar()
        let free = !(before.map { Flanking.isWord($0) || "@#_-/&.".unicodeScalars.contains($0) } ?? false)
        let ends = !(next.map { Flanking.isWord($0) || "@-_/".unicodeScalars.contains($0) } ?? false)
        if free, ends, !inLink {
            out += reference.utf8
        } else if inLink {
            write(text: name, next: next)
        } else {
            write(linkTo: SitePath.percentEncode(place), title: "", [.text(name)], next: next)
        }
    }
}

/// CommonMark's rules on what stands beside a delimiter (section 6.2, "left-flanking").
enum Flanking {
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
            default: return false
            }
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar.value {
            case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// Whether a delimiter between `before` and `after` opens; mirrored, whether it closes.
    static func opens(before: Unicode.Scalar?, after: Unicode.Scalar, intraword: Bool) -> Bool {
        if isSpace(after) { return false }
        let free = before.map { isSpace($0) || isPunctuation($0) } ?? true
        if intraword, !free { return false }
        return !isPunctuation(after) || free
    }
}
