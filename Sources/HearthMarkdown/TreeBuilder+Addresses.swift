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

    /// Reports `[words](a name.md)` in a text of libcmark, and notes `[words](a name)`, which may be the title of a page, and `[words] (name.md)`, which may be a file: nothing else that looks like a link is left there, for code is
    /// a node of its own and an escape shows in the source.
    mutating func reportBlankAddresses(in text: UnsafeBufferPointer<UInt8>, line: Int, column expected: Int) {
        var index = Self.labelEnd.next(in: text, from: 0)
        while index + 1 < text.count {
            var next = index + 1
            if text[next] == Byte.open, let found = Self.blankAddress(in: text, at: next) {
                report(found, in: text, labelEnd: index, line: line, column: expected)
                next = found.end
            } else if let found = Self.addressBehindBlank(in: text, at: next) {
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
        // Written otherwise, it was escaped.
        guard isWritten(found, in: text, from: labelEnd, line: line, near: expected) else { return }
        let (place, length) = writtenPlace(found, in: text, from: start, line: line, near: expected)
        let label = opener == nil || labelEnd - start > 60 ? "" : unmasker.string(slice(text, start..<labelEnd + 1))
        let address = unmasker.string(found.address)
        let hasBlank = found.address.contains(where: \.isBlank)
        guard hasBlank, isImage || isForeign || Self.isLikeAddress(found.address) else {
            if isImage { return }
            // The last node is of the same block, so that links stay in the order of their nodes.
            let node = MarkdownDocument.NodeID(truncatingIfNeeded: document.nodes.count - 1)
            document.links.append(
                MarkdownDocument.Link(
                    node: node, form: .words, destination: address, title: "",
                    label: label.isEmpty ? nil : String(label.dropFirst().dropLast()), line: fileLine(line),
                    column: place, length: length))
            return
        }
        let what = "no \(isImage ? "picture" : "link")"
        if isForeign {
            return report(
                .foreignAddress, line: fileLine(line), column: place, length: length,
                "the address '\(address)' is one of another program, so this is \(what)",
                help: "write the path of the page or file, without braces")
        }
        report(
            .blankInAddress, line: fileLine(line), column: place, length: length,
            "the address '\(address)' has a blank, so this is \(what)", help: advice(on: found, label: label))
    }

    /// Whether the end of the label and the address stand in the source as they do in the text, and are not escaped.
    private mutating func isWritten(
        _ found: BlankAddress, in text: UnsafeBufferPointer<UInt8>, from labelEnd: Int, line: Int, near expected: Int
    ) -> Bool {
        for tail in Self.sources(of: slice(text, labelEnd..<found.end), found) {
            guard tail.withUnsafeBufferPointer({ column(of: $0, line: line, near: expected + labelEnd) }) != nil else {
                continue
            }
            return ([Byte.backslash] + tail).withUnsafeBufferPointer {
                column(of: $0, line: line, near: expected + labelEnd - 1) == nil
            }
        }
        return false
    }

    private mutating func writtenPlace(
        _ found: BlankAddress, in text: UnsafeBufferPointer<UInt8>, from start: Int, line: Int, near expected: Int
    ) -> (column: Int?, length: Int?) {
        for written in Self.sources(of: slice(text, start..<found.end), found) {
            let place = written.withUnsafeBufferPointer { column(of: $0, line: line, near: expected + start) }
            if let place { return (place, written.count) }
        }
        return (nil, nil)
    }

    /// How a text that ends with an address may be written: the first of two backslashes, with which the name of another
    /// computer begins, is an escape.
    private static func sources(of text: UnsafeBufferPointer<UInt8>, _ found: BlankAddress) -> [[UInt8]] {
        let plain = Array(text)
        guard found.address.first == Byte.backslash, let end = text.baseAddress, let start = found.address.baseAddress
        else { return [plain] }
        let offset = start - end
        return [plain, plain[..<offset] + [Byte.backslash] + plain[offset...]]
    }

    /// A form that is a link; or the file, to be put beside the page, where only one computer knows the address.
    private func advice(on found: BlankAddress, label: String) -> String {
        let (address, title) = (unmasker.string(found.address), unmasker.string(found.title))
        if let bare = Self.withoutSize(found.address) {
            let name = unmasker.string(bare)
            let hasBlank = bare.contains(where: \.isBlank)
            return "a size has no place there: \(label)(\(hasBlank ? "<\(name)>" : name)\(title))"
        }
        // What begins with a backslash names another computer.
        let danger = found.address.first == Byte.backslash ? .isElsewhere : URLSafety.danger(of: found.address)
        if let danger, let help = URLSafety.help(danger, address) { return help }
        if let whole = Self.withoutBlanks(address) { return "write \(label)(\(whole)\(title))" }
        // Windows parts folders by backslashes.
        return "put it in <…>: \(label)(<\(address.map { $0 == "\\" ? "/" : String($0) }.joined())>\(title))"
    }

    /// An address with a scheme in which blanks are not kept, or not as they are; nil for all others.
    private static func withoutBlanks(_ address: String) -> String? {
        guard let scheme = ["mailto:", "tel:", "https:", "http:"].first(where: address.lowercased().hasPrefix) else {
            return nil
        }
        let rest = address.dropFirst(scheme.count).split { $0 == " " || $0 == "\t" }
        return address.prefix(scheme.count) + rest.joined(separator: scheme == "tel:" ? "" : "%20")
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

    /// What stands in the parentheses behind one blank, when that is like an address: `[words] (page.md)`.
    private static func addressBehindBlank(in text: UnsafeBufferPointer<UInt8>, at blank: Int) -> BlankAddress? {
        guard text[blank] == Byte.space, blank + 1 < text.count, text[blank + 1] == Byte.open else { return nil }
        let rest = text[(blank + 2)...].prefix(addressLimit)
        guard let close = rest.firstIndex(of: Byte.close) else { return nil }
        let address = UnsafeBufferPointer(rebasing: text[(blank + 2)..<close])
        guard !address.contains(where: \.isBlank), isLikeAddress(address) else { return nil }
        return BlankAddress(address: address, title: UnsafeBufferPointer(rebasing: text[close..<close]), end: close + 1)
    }

    /// `tel:+47 22 33`: letters and a colon with no blank behind it.
    private static func hasScheme(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let scheme = text.prefix { $0.isASCIIAlphanumeric }
        guard scheme.count > 1, scheme.endIndex + 1 < text.count, text[scheme.endIndex] == 0x3A else { return false }
        return !text[scheme.endIndex + 1].isBlank
    }

    /// Whether `text` looks like the name of a file or a path, not like words in parentheses.
    private static func isLikeAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if text.contains(Byte.slash) || hasScheme(text) { return true }
        let name = text.prefix { $0 != Byte.hash && $0 != 0x3F }
        guard let dot = name.lastIndex(of: Byte.dot), dot > 0, !name[dot - 1].isBlank else { return false }
        let ending = name[(dot + 1)...]
        return (1...8).contains(ending.count) && ending.allSatisfy(\.isASCIIAlphanumeric)
    }
}
