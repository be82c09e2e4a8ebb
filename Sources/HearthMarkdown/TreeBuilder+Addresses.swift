import HearthModel

/// An address with a blank, which CommonMark leaves as text.
private struct BlankAddress {
    /// What was written between the parentheses, without blanks at its ends.
    var address: UnsafeBufferPointer<UInt8>
    /// What follows it there: a title with the blank before it, or nothing.
    var title: UnsafeBufferPointer<UInt8>
    /// Up to and with the closing parenthesis.
    var end: Int
}

extension TreeBuilder {
    private static let labelEnd = ByteScanner("]")
    /// Longer labels and addresses are none, and nothing is searched for beyond.
    private static let addressLimit = 400

    /// Reports `[words](a name.md)` in a text of libcmark, and notes `[words](a name)`, which may be the title of a page: nothing else that looks like a link is left there, for code is
    /// a node of its own and an escape shows in the source.
    mutating func reportBlankAddresses(in text: UnsafeBufferPointer<UInt8>, line: Int, column expected: Int) {
        var index = Self.labelEnd.next(in: text, from: 0)
        while index + 1 < text.count {
            var next = index + 1
            if text[next] == Byte.open, let found = Self.blankAddress(in: text, at: next) {
                report(found, in: text, labelEnd: index, line: line, column: expected)
                next = found.end
            }
            index = Self.labelEnd.next(in: text, from: next)
        }
    }

    private mutating func report(
        _ found: BlankAddress, in text: UnsafeBufferPointer<UInt8>, labelEnd: Int, line: Int, column expected: Int
    ) {
        let opener = Self.labelStart(in: text, before: labelEnd)
        // `[[wiki]](…)` and `[^1](…)` are something else, and a label with emphasis begins in another text.
        if let opener, labelEnd > opener + 1, text[opener + 1] == Byte.caret || text[opener + 1] == Byte.bracket {
            return
        }
        guard opener != nil || frames[frames.count - 1].last != MarkdownDocument.none else { return }
        let isImage = opener.map { $0 > 0 && text[$0 - 1] == Byte.bang } ?? false
        let isForeign = Self.isForeign(found.address)
        let start = opener.map { isImage ? $0 - 1 : $0 } ?? labelEnd
        let written = UnsafeBufferPointer(rebasing: text[start..<found.end])
        let tail = UnsafeBufferPointer(rebasing: text[labelEnd..<found.end])
        // Written otherwise, it was escaped.
        guard self.column(of: tail, line: line, near: expected + labelEnd) != nil else { return }
        let escaped = [Byte.backslash] + tail
        let isEscaped = escaped.withUnsafeBufferPointer {
            self.column(of: $0, line: line, near: expected + labelEnd - 1) != nil
        }
        guard !isEscaped else { return }
        let place = column(of: written, line: line, near: expected + start)
        let label = opener == nil || labelEnd - start > 60 ? "" : unmasker.string(slice(text, start..<labelEnd + 1))
        let address = unmasker.string(found.address)
        guard isImage || isForeign || Self.isLikeAddress(found.address) else {
            // The last node is of the same block, so that links stay in the order of their nodes.
            let node = MarkdownDocument.NodeID(truncatingIfNeeded: document.nodes.count - 1)
            document.links.append(
                MarkdownDocument.Link(
                    node: node, form: .words, destination: address, title: "",
                    label: label.isEmpty ? nil : String(label.dropFirst().dropLast()), line: fileLine(line),
                    column: place, length: place == nil ? nil : written.count))
            return
        }
        let what = "no \(isImage ? "picture" : "link")"
        let length = place == nil ? nil : written.count
        if isForeign {
            return report(
                .foreignAddress, line: fileLine(line), column: place, length: length,
                "the address '\(address)' is one of another program, so this is \(what)",
                help: "write the path of the page or file, without braces")
        }
        let title = unmasker.string(found.title)
        let help: String
        if let bare = Self.withoutSize(found.address) {
            let name = unmasker.string(bare)
            let hasBlank = bare.contains(where: \.isBlank)
            help = "a size has no place there: \(label)(\(hasBlank ? "<\(name)>" : name)\(title))"
        } else {
            help = "put it in <…>: \(label)(<\(address)>\(title))"
        }
        report(
            .blankInAddress, line: fileLine(line), column: place, length: length,
            "the address '\(address)' has a blank, so this is \(what)", help: help)
    }

    /// Whether `text` holds a piece of a template, as addresses of other generators do: `{{< ref "page.md" >}}`,
    /// `{% link page.md %}`, `{{ site.url }}/page`.
    private static func isForeign(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.indices.contains { text.hasASCII("{{", at: $0) || text.hasASCII("{%", at: $0) }
    }

    /// The address before a size as some wikis write it: `pump.png =30x`, `=300x200`, `=100%`; nil when there is none.
    private static func withoutSize(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard let blank = text.lastIndex(where: \.isBlank), blank > 0, blank + 2 < text.count,
            text[blank + 1] == 0x3D,
            text[(blank + 2)...].allSatisfy({ $0.isASCIIDigit || $0 | 0x20 == 0x78 || $0 == 0x25 })
        else { return nil }
        var end = blank
        while end > 0, text[end - 1].isBlank { end -= 1 }
        return end > 0 ? UnsafeBufferPointer(rebasing: text[..<end]) : nil
    }

    private func slice(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: text[range])
    }

    /// The `[` of the label that ends before `end`.
    private static func labelStart(in text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
        var depth = 0
        for index in (max(0, end - addressLimit)..<end).reversed() {
            if text[index] == Byte.closeBracket { depth += 1 }
            guard text[index] == Byte.bracket else { continue }
            if depth == 0 { return index }
            depth -= 1
        }
        return nil
    }

    /// What stands in the parentheses that open at `open`, when that has a blank in it.
    private static func blankAddress(in text: UnsafeBufferPointer<UInt8>, at open: Int) -> BlankAddress? {
        var depth = 0
        var close = open + 1
        let limit = min(text.count, open + addressLimit)
        while close < limit, depth > 0 || text[close] != Byte.close {
            if text[close] == Byte.open { depth += 1 }
            if text[close] == Byte.close { depth -= 1 }
            close += 1
        }
        guard close < limit else { return nil }
        var (start, end) = (open + 1, close)
        while end > start, text[end - 1].isBlank { end -= 1 }
        let titleEnd = end
        if end - start > 2, text[end - 1] == Byte.quote,
            let quote = text[start..<end - 1].lastIndex(of: Byte.quote), quote > start, text[quote - 1].isBlank
        {
            end = quote
        }
        while end > start, text[end - 1].isBlank { end -= 1 }
        while start < end, text[start].isBlank { start += 1 }
        let address = UnsafeBufferPointer(rebasing: text[start..<end])
        let isPlain = !address.contains(Byte.less) && !address.contains(Byte.greater)
        guard address.contains(where: \.isBlank), isPlain || isForeign(address) else { return nil }
        return BlankAddress(
            address: address, title: UnsafeBufferPointer(rebasing: text[end..<titleEnd]), end: close + 1)
    }

    /// Whether `text` looks like the name of a file or a path, not like words in parentheses.
    private static func isLikeAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if text.contains(Byte.slash) { return true }
        let name = text.prefix { $0 != Byte.hash && $0 != 0x3F }
        guard let dot = name.lastIndex(of: Byte.dot), dot > 0, !name[dot - 1].isBlank else { return false }
        let ending = name[(dot + 1)...]
        return (1...8).contains(ending.count) && ending.allSatisfy(\.isASCIIAlphanumeric)
    }
}
