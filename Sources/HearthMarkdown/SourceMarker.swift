import Glibc
import HearthModel

/// Reads a source once before libcmark does: hides what libcmark would misread (see `Mask`), and notices whether there
/// may
/// be tables or footnotes, so that a page without them pays for neither.
///
/// It only marks; what is code, a paragraph or a quote is for libcmark to say, and masks in code are undone later.
struct SourceMarker {
    private(set) var bytes: [UInt8]
    private(set) var unmasker = Unmasker(standIns: nil, isActive: false)
    /// Whether a line looks like the delimiter row of a table.
    private(set) var mayHaveTables = false
    /// Whether `[^x]:` was seen.
    private(set) var mayHaveFootnotes = false
    /// The first line that nests more than `deepest` quotes and lists, from 1.
    private(set) var deepLine: Int?

    private var standIns: EscapeStandIns?
    private var line = 1
    private var urlEnd = 0
    private var openBrackets = 0

    /// Quotes and lists that one line may open. Blank lines cost libcmark a step for each open list, so that thousands
    /// of
    /// lists in one line and thousands of blank lines after it would take minutes.
    static let deepest = 300
    /// Unclosed brackets in one paragraph after which `![` is no longer an image: libcmark 0.30.2 is quadratic there.
    static let bracketLimit = 1000

    private let hasWikiLinks: Bool

    /// Marks `source`; control characters and carriage returns are cleaned away first.
    init(_ source: ArraySlice<UInt8>, hasWikiLinks: Bool) {
        self.hasWikiLinks = hasWikiLinks
        bytes = Self.cleaned(source)
        let original = bytes
        for choice in EscapeStandIns.choices.map(Optional.some) + [nil] {
            standIns = choice
            if mark() { return }
            // The text uses these stand-ins itself: begin again with others, at last with none.
            bytes = original
            (mayHaveTables, mayHaveFootnotes, deepLine) = (false, false, nil)
            (line, urlEnd, openBrackets) = (1, 0, 0)
            unmasker = Unmasker(standIns: nil, isActive: false)
        }
    }

    /// `source` with `\n` as its only line end, and with forbidden control characters replaced: form feeds and vertical
    /// tabs
    /// by spaces, the others by U+FFFD. A byte order mark is dropped.
    private static func cleaned(_ source: ArraySlice<UInt8>) -> [UInt8] {
        let body = source.starts(with: [0xEF, 0xBB, 0xBF]) ? source.dropFirst(3) : source
        let isClean = body.withUnsafeBufferPointer { text in
            // Without branches, so that the compiler looks at many bytes at once.
            var dirty: UInt8 = 0
            for byte in text { dirty |= (byte < 0x20 ? 1 : 0) & (byte &- 0x09 < 2 ? 0 : 1) }
            return dirty == 0
        }
        if isClean { return Array(body) }
        var output: [UInt8] = []
        output.reserveCapacity(body.count + 16)
        var previous: UInt8 = 0
        for byte in body {
            switch byte {
            case Byte.newline where previous == Byte.carriageReturn: break
            case Byte.carriageReturn: output.append(Byte.newline)
            case 0x0B, 0x0C: output.append(Byte.space)
            case 0..<0x09, 0x0E..<0x20: output += [0xEF, 0xBF, 0xBD]
            default: output.append(byte)
            }
            previous = byte
        }
        return output
    }

    /// What something is done at, `www.` by its point. The stand-ins' leads lie beyond ASCII and are looked for apart.
    private static let actions = ByteScanner("\n\\[]:.")

    /// One pass over the bytes; false when the stand-ins occur in the text.
    private mutating func mark() -> Bool {
        guard !bytes.withUnsafeBufferPointer({ hasStandIns($0) }) else { return false }
        var index = 0
        var marker = self
        marker.bytes = []
        bytes.withUnsafeMutableBufferPointer { text in
            let actions = Self.actions
            marker.hideReferences(in: text)
            marker.lineStarts(in: text, at: 0)
            while true {
                index = actions.next(in: UnsafeBufferPointer(text), from: index)
                guard index < text.count else { return }
                marker.act(in: text, at: &index)
            }
        }
        swap(&bytes, &marker.bytes)
        self = marker
        return true
    }

    /// Whether `text` itself holds what would stand for escaped characters.
    private func hasStandIns(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let standIns, let base = text.baseAddress else { return false }
        var start = 0
        while let found = memchr(base + start, Int32(standIns.lead), text.count - start) {
            let index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if index + 1 < text.count, standIns.character(text[index], text[index + 1]) != nil { return true }
            start = index + 1
        }
        start = 0
        while let index = nextReference(in: text, from: start) {
            // libcmark makes of `&#x704;` what it names.
            if let code = NumericReference.code(in: text, at: index), 0x80..<0x800 ~= code,
                standIns.character(UInt8(0xC0 | code >> 6), UInt8(0x80 | code & 0x3F)) != nil
            {
                return true
            }
            start = index + 1
        }
        return false
    }

    /// The place of the next `&` that begins a numeric reference.
    private func nextReference(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var start = start
        while let base = text.baseAddress, start < text.count,
            let found = memchr(base + start, Int32(Byte.ampersand), text.count - start)
        {
            let index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if index + 1 < text.count, text[index + 1] == Byte.hash { return index }
            start = index + 1
        }
        return nil
    }

    /// Handles the byte at `index` and moves on.
    @inline(__always)
    private mutating func act(in text: UnsafeMutableBufferPointer<UInt8>, at index: inout Int) {
        switch text[index] {
        case Byte.newline:
            line += 1
            index += 1
            lineStarts(in: text, at: index)
        case Byte.backslash:
            hideEscape(in: text, at: &index)
        case Byte.bracket:
            openBracket(in: text, at: index)
            index += 1
        case Byte.closeBracket:
            if openBrackets > 0 { openBrackets -= 1 }
            index += 1
        case Byte.colon:
            if index + 3 < text.count, text[index + 1] == Byte.slash, text[index + 2] == Byte.slash {
                var start = index
                while start > 0, index - start < 6, text[start - 1].isASCIILetter { start -= 1 }
                // libcmark takes no control characters in `<https://…>`, and no emphasis either.
                if start == 0 || text[start - 1] != Byte.less {
                    hideMarksInURL(in: text, from: index + 3, address: start)
                }
            }
            index += 1
        default:
            if index >= 3, index + 1 < text.count, text[index - 3..<index].allSatisfy({ $0 | 0x20 == 0x77 }) {
                hideMarksInURL(in: text, from: index + 1, address: index - 3)
            }
            index += 1
        }
    }
}

// MARK: - The single marks

extension SourceMarker {
    private mutating func hide(_ index: Int, in text: UnsafeMutableBufferPointer<UInt8>) {
        let mask = Mask.hiding[Int(text[index])]
        guard mask != 0 else { return }
        text[index] = mask
        unmasker.isActive = true
    }

    /// `\@`: an odd number of backslashes before a character that extensions look for.
    private mutating func hideEscape(in text: UnsafeMutableBufferPointer<UInt8>, at index: inout Int) {
        let start = index
        while index < text.count, text[index] == Byte.backslash { index += 1 }
        guard (index - start) % 2 == 1, index < text.count else { return }
        let place = Mask.escapeIndex[Int(text[index])]
        guard place >= 0 else {
            // Another escape, such as `\]`: it is no bracket.
            if text[index] == Byte.closeBracket { index += 1 }
            return
        }
        guard let standIns else { return }
        text[index - 1] = standIns.lead
        text[index] = standIns.trail + UInt8(place)
        unmasker.isActive = true
        unmasker.standIns = standIns
        index += 1
    }

    /// `&#3;`: libcmark would make of it what only this type may put into the text. It is shown as it was typed; control
    /// characters have no other look.
    private mutating func hideReferences(in text: UnsafeMutableBufferPointer<UInt8>) {
        var start = 0
        while let index = nextReference(in: UnsafeBufferPointer(text), from: start) {
            start = index + 1
            guard let code = NumericReference.code(in: UnsafeBufferPointer(text), at: index),
                1..<0x20 ~= code, ![0x09, 0x0A, 0x0D].contains(code)
            else { continue }
            // Behind a backslash it is none already, and what is escaped must stay a sign that can be.
            let backslashes = text[..<index].reversed().prefix { $0 == Byte.backslash }.count
            if backslashes % 2 == 0 { hide(index, in: text) }
        }
    }

    /// `*` and `_` inside a bare URL belong to it. Its end is found as GitHub does, without entities.
    /// `address` is where its scheme or `www` begins.
    private mutating func hideMarksInURL(
        in text: UnsafeMutableBufferPointer<UInt8>, from start: Int, address: Int
    ) {
        guard start >= urlEnd else { return }
        var end = start
        var hasMarks = false
        // The destination of a link ends at its parenthesis: `[a](https://b.example)*c*`.
        let isDestination = address > 1 && text[address - 1] == Byte.open && text[address - 2] == Byte.closeBracket
        var depth = 0
        loop: while end < text.count {
            switch text[end] {
            case Byte.open where isDestination: depth += 1
            case Byte.close where isDestination && text[end - 1] != Byte.backslash:
                if depth == 0 { break loop }
                depth -= 1
            case Byte.star, Byte.underscore: hasMarks = true
            case Byte.less, Byte.bracket, Byte.closeBracket, Byte.backtick, 0...0x20: break loop
            default: break
            }
            end += 1
        }
        urlEnd = end
        guard hasMarks else { return }
        end = AutolinkScanner.trimmedEnd(of: UnsafeBufferPointer(text), from: start, to: end)
        for index in start..<max(start, end) where text[index] == Byte.star || text[index] == Byte.underscore {
            hide(index, in: text)
        }
    }

    /// `[[wiki link]]`, `[^footnote]`, and too many open brackets.
    private mutating func openBracket(in text: UnsafeMutableBufferPointer<UInt8>, at index: Int) {
        openBrackets += 1
        if openBrackets > Self.bracketLimit, index > 0, text[index - 1] == Byte.bang { hide(index - 1, in: text) }
        guard index + 2 < text.count else { return }
        switch text[index + 1] {
        case Byte.bracket where hasWikiLinks: hideMarksInWikiLink(in: text, from: index + 2)
        case Byte.caret: hideFootnote(in: text, at: index)
        default: break
        }
    }

    private mutating func hideMarksInWikiLink(in text: UnsafeMutableBufferPointer<UInt8>, from start: Int) {
        var end = start
        var hasMarks = false
        var depth = 0
        loop: while end < text.count {
            switch text[end] {
            case Byte.star, Byte.underscore: hasMarks = true
            case Byte.newline, Byte.backtick: return
            case Byte.bracket: guard WikiBrackets.opens(UnsafeBufferPointer(text), at: end, &depth) else { return }
            case Byte.closeBracket:
                if depth == 0 { break loop }
                depth -= 1
            default: break
            }
            end += 1
        }
        guard hasMarks, end + 1 < text.count, text[end + 1] == Byte.closeBracket else { return }
        // `[[1]](url)` is a link whose text is in brackets.
        if end + 2 < text.count, text[end + 2] == Byte.open || text[end + 2] == Byte.bracket { return }
        for index in start..<end where text[index] == Byte.star || text[index] == Byte.underscore {
            hide(index, in: text)
        }
    }

    private mutating func hideFootnote(in text: UnsafeMutableBufferPointer<UInt8>, at index: Int) {
        guard let end = FootnoteLabel.end(in: UnsafeBufferPointer(text), from: index + 2) else { return }
        for place in index + 2..<end {
            switch text[place] {
            case Byte.star, Byte.underscore, Byte.less: hide(place, in: text)
            default: break
            }
        }
        guard end + 1 < text.count, text[end + 1] == Byte.colon else { return }
        text[index] = Mask.footnoteBracket
        unmasker.isActive = true
        mayHaveFootnotes = true
    }

    /// Looks at the beginning of a line: how deep it nests, and whether it can be a table's delimiter row.
    private mutating func lineStarts(in text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var index = start
        while index < text.count, text[index].isBlank || text[index] == Byte.greater { index += 1 }
        guard index < text.count else { return }
        switch text[index] {
        case Byte.newline: openBrackets = 0
        case Byte.pipe, Byte.colon, Byte.minus:
            if !mayHaveTables { mayHaveTables = DelimiterRow.isCandidate(UnsafeBufferPointer(text), from: index) }
        default: break
        }
        if index - start > Self.deepest || text[index] < 0x40 { limitNesting(in: text, from: start) }
    }

    /// Hides the quote and list markers beyond `deepest` at the start of a line.
    private mutating func limitNesting(in text: UnsafeMutableBufferPointer<UInt8>, from start: Int) {
        var index = start
        var depth = 0
        while index < text.count {
            let byte = text[index]
            var marker = index
            switch byte {
            case Byte.space, Byte.tab:
                index += 1
                continue
            case Byte.greater: break
            case Byte.star, Byte.plus, Byte.minus:
                guard index + 1 < text.count, text[index + 1].isBlank else { return }
            case 0x30...0x39:
                while marker < text.count, marker - index < 9, text[marker].isASCIIDigit { marker += 1 }
                guard marker + 1 < text.count, text[marker] == Byte.dot || text[marker] == Byte.close,
                    text[marker + 1].isBlank
                else { return }
            default: return
            }
            depth += 1
            if depth > Self.deepest {
                hide(marker, in: text)
                if deepLine == nil { deepLine = line }
            }
            index = marker + 1
        }
    }
}

/// Numeric character references (CommonMark 0.30, 2.5).
enum NumericReference {
    /// The code point that the reference at the `&` at `index` names; nil where there is none.
    static func code(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard index + 3 < text.count, text[index + 1] == Byte.hash else { return nil }
        let isHex = text[index + 2] | 0x20 == 0x78
        let start = index + (isHex ? 3 : 2)
        var (end, code) = (start, 0)
        while end < text.count, end - start < (isHex ? 6 : 7) {
            guard let digit = isHex ? text[end].hexValue : text[end].isASCIIDigit ? text[end] - 0x30 : nil else {
                break
            }
            code = code * (isHex ? 16 : 10) + Int(digit)
            end += 1
        }
        return end > start && end < text.count && text[end] == 0x3B ? code : nil
    }
}

/// Brackets inside `[[…]]`: a name such as `What is [x]?` has some, in pairs.
enum WikiBrackets {
    /// The end of the name that begins at `start`, and its bar; nil where it does not end with `]]`.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, bar: Int?)? {
        var (index, depth) = (start, 0)
        var bar: Int?
        while index < text.count {
            switch text[index] {
            case Byte.bracket: guard opens(text, at: index, &depth) else { return nil }
            case Byte.closeBracket:
                if depth == 0 {
                    return index + 1 < text.count && text[index + 1] == Byte.closeBracket ? (index, bar) : nil
                }
                depth -= 1
            case Byte.pipe: if bar == nil { bar = index }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Counts the bracket at `index`; false where no name goes on: at the next `[[`, which begins a link of its own, and
    /// beyond a depth that no name has. So a text of brackets is not read to its end from each of them.
    static func opens(_ text: UnsafeBufferPointer<UInt8>, at index: Int, _ depth: inout Int) -> Bool {
        depth += 1
        return depth <= 4 && !(index + 1 < text.count && text[index + 1] == Byte.bracket)
    }
}
