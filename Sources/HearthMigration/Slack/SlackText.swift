import HearthModel

/// Slack's own markup (mrkdwn) as a Markdown tree.
/// https://docs.slack.dev/messaging/formatting-message-text
struct SlackText {
    /// The person behind a user's id, nil for people without a page.
    var person: (String) -> AddressVeil.Person? = { _ in nil }
    /// What users without a page, and channels, are called.
    var userName: (String) -> String? = { _ in nil }
    var channel: (String) -> (name: String, address: String?)? = { _ in nil }
    /// Where an address of the old workspace leads now.
    var resolve: (String) -> String = { $0 }
    /// The text comes from blocks, which have marks of their own (`SlackMarks`); stars and colons are words there.
    var isExact = false

    private static let depthLimit = 16
    /// An address is not longer.
    private static let tokenLimit = 4000

    func blocks(_ text: String) -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        // Three backticks open and close code, also in the middle of a line.
        let fence = isExact ? SlackMarks.text(SlackMarks.fence) : "```"
        let text = text.replacing("\r\n", with: "\n")
        for (number, part) in text.split(separator: fence, omittingEmptySubsequences: false).enumerated() {
            if number % 2 == 1 {
                let code = part.drop { $0 == "\n" }
                if code.contains(where: { !$0.isWhitespace }) { blocks.append(.code(language: "", Self.plain(code))) }
            } else {
                blocks += lines(part.split(separator: "\n", omittingEmptySubsequences: false))
            }
        }
        return blocks
    }

    private func lines(_ lines: [Substring], depth: Int = 0) -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        var paragraph: [Substring] = []
        var quote: [Substring] = []
        var items: [Item] = []
        func flush() {
            // What is bold may be so on several lines.
            if !paragraph.isEmpty { blocks.append(.paragraph(inlines(Substring(paragraph.joined(separator: "\n"))))) }
            paragraph = []
            if !quote.isEmpty { blocks.append(.quote(self.lines(quote, depth: depth + 1))) }
            quote = []
            blocks += Self.lists(items[...], depth: 0)
            items = []
        }
        for (index, line) in lines.enumerated() {
            if depth < Self.depthLimit, let mark = ["&gt;&gt;&gt;", ">>>"].first(where: { line.hasPrefix($0) }) {
                flush()
                // The rest of the message.
                quote = [line.dropFirst(mark.count)] + lines[(index + 1)...]
                flush()
                return blocks
            }
            if depth < Self.depthLimit, let mark = ["&gt;", ">"].first(where: { line.hasPrefix($0) }) {
                if quote.isEmpty { flush() }
                quote.append(line.dropFirst(mark.count).drop { $0 == " " })
                continue
            }
            if !quote.isEmpty { flush() }
            if line.allSatisfy(\.isWhitespace) {
                flush()
            } else if let (number, rest) = Self.item(line, isBelow: !items.isEmpty) {
                if items.isEmpty { flush() }
                let indent = line.prefix { $0 == " " }.count
                items.append(Item(indent: indent, number: number, content: .paragraph(inlines(rest))))
            } else {
                if !items.isEmpty { flush() }
                paragraph.append(line)
            }
        }
        flush()
        return blocks
    }

    private struct Item {
        var indent: Int
        var number: Int?
        var content: MarkdownBlock
    }

    private static let listLimit = 8

    /// Slack sets what is below an item in by four spaces, people by two.
    private static func lists(_ items: ArraySlice<Item>, depth: Int) -> [MarkdownBlock] {
        guard let first = items.first else { return [] }
        var result: [MarkdownBlock] = []
        var list = MarkdownList(start: first.number, isTight: true, items: [])
        func isBelow(_ item: Item) -> Bool { depth < listLimit && item.indent >= first.indent + 2 }
        var index = items.startIndex
        while index < items.endIndex {
            let item = items[index]
            if (item.number == nil) != (list.start == nil) {
                result.append(.list(list))
                list = MarkdownList(start: item.number, isTight: true, items: [])
            }
            let end = items[(index + 1)...].firstIndex { !isBelow($0) } ?? items.endIndex
            list.items.append([item.content] + lists(items[(index + 1)..<end], depth: depth + 1))
            index = end
        }
        return result + [.list(list)]
    }

    /// `isBelow` is for lines behind an item: there Slack counts by letters, too.
    private static func item(_ line: Substring, isBelow: Bool) -> (number: Int?, rest: Substring)? {
        let text = line.drop { $0 == " " }
        for mark in ["• ", "◦ ", "▪︎ ", "- ", "* "] where text.hasPrefix(mark) {
            return (nil, text.dropFirst(mark.count))
        }
        if isBelow, line.hasPrefix("  ") {
            let letters = text.prefix { $0.isASCII && $0.isLowercase }
            let number = letters.count == 1 ? letters.first?.asciiValue.map { Int($0) - 0x60 } : 1
            let isRoman = letters == "i" || letters.count > 1 && letters.count < 6 && letters.allSatisfy("ivx".contains)
            if isRoman || letters.count == 1, text.dropFirst(letters.count).hasPrefix(". "), let number {
                return (isRoman ? 1 : number, text.dropFirst(letters.count + 2))
            }
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), text.dropFirst(digits.count).hasPrefix(". "), let number = Int(digits)
        else {
            return nil
        }
        return (number, text.dropFirst(digits.count + 2))
    }

    // MARK: Running text

    func inlines(_ text: Substring, depth: Int = 0) -> [MarkdownInline] {
        let bytes = Array(text.utf8)
        var result: [MarkdownInline] = []
        var closers = SlackClosers(isExact ? [] : bytes)
        var start = 0
        var index = 0
        func flush() { if start < index { result.append(.text(Self.plain(bytes[start..<index].string))) } }
        while index < bytes.count {
            guard let (found, end) = piece(bytes, index, &closers, depth: depth) else {
                index += 1
                continue
            }
            flush()
            result += found
            index = end
            start = end
        }
        flush()
        return result
    }

    private func piece(
        _ bytes: [UInt8], _ index: Int, _ closers: inout SlackClosers, depth: Int
    ) -> ([MarkdownInline], Int)? {
        switch bytes[index] {
        case 0x0A: return ([.lineBreak], index + 1)
        case 0x3C:
            let inside = bytes[(index + 1)..<min(index + Self.tokenLimit, bytes.count)]
            guard let end = inside.firstIndex(where: { $0 == 0x3E || $0 == 0x3C || $0 == 0x0A }), bytes[end] == 0x3E,
                end > index + 1
            else { return nil }
            return (token(bytes[(index + 1)..<end].string), end + 1)
        case 0x00..<0x20 where isExact: return exactPiece(bytes, index, depth: depth)
        case _ where isExact: return nil
        case 0x60:
            let inside = bytes[(index + 1)..<min(index + Self.tokenLimit, bytes.count)]
            guard let end = inside.firstIndex(where: { $0 == 0x60 || $0 == 0x0A }), bytes[end] == 0x60, end > index + 1
            else { return nil }
            return ([.code(Self.plain(bytes[(index + 1)..<end].string))], end + 1)
        case 0x2A, 0x5F, 0x7E:
            guard depth < 4, let end = closers.end(of: index) else { return nil }
            let inner = inlines(Substring(bytes[(index + 1)..<end].string), depth: depth + 1)
            switch bytes[index] {
            case 0x2A: return ([.strong(inner)], end + 1)
            case 0x5F: return ([.emphasis(inner)], end + 1)
            default: return ([.strikethrough(inner)], end + 1)
            }
        case 0x3A: return emoji(bytes, index)
        default: return nil
        }
    }

    /// What stands behind a mark of our own.
    private func exactPiece(_ bytes: [UInt8], _ index: Int, depth: Int) -> ([MarkdownInline], Int)? {
        guard (SlackMarks.strong...SlackMarks.code).contains(bytes[index]), depth < 8 else {
            switch bytes[index] {
            case SlackMarks.lineBreak: return ([.lineBreak], index + 1)
            case SlackMarks.close, SlackMarks.fence: return ([], index + 1)
            default: return nil
            }
        }
        var open = 0
        let end = bytes[index...].firstIndex { byte in
            if (SlackMarks.strong...SlackMarks.code).contains(byte) { open += 1 }
            if byte == SlackMarks.close { open -= 1 }
            return open == 0
        }
        guard let end else { return ([], index + 1) }
        let inner = inlines(Substring(bytes[(index + 1)..<end].string), depth: depth + 1)
        switch bytes[index] {
        case SlackMarks.strong: return ([.strong(inner)], end + 1)
        case SlackMarks.emphasis: return ([.emphasis(inner)], end + 1)
        case SlackMarks.strikethrough: return ([.strikethrough(inner)], end + 1)
        default: return ([.code(MarkdownInline.plainText(inner))], end + 1)
        }
    }

    /// What stands in angle brackets: `@U123`, `#C1|name`, `!here`, an address with or without a label.
    private func token(_ token: String) -> [MarkdownInline] {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let target = String(parts[0])
        let label = parts.count > 1 && !parts[1].isEmpty ? Self.plain(parts[1]) : nil
        switch target.first {
        case ":":
            return [
                .text(EmojiNames.picture(target) ?? label.flatMap { EmojiNames.picture(codes: $0) } ?? target + ":")
            ]
        case "@":
            let id = String(target.dropFirst())
            if let person = person(id) { return [.mention(handle: person.handle, name: person.name)] }
            return [.text("@" + (userName(id) ?? label ?? "somebody"))]
        case "#":
            // A channel that is not among the open ones is private, and so is what it is called.
            guard let found = channel(String(target.dropFirst())) ?? label.flatMap({ channel($0) }) else {
                return [.text("another channel")]
            }
            let name = "#" + found.name
            if let address = found.address { return [.link(destination: address, title: "", [.text(name)])] }
            return [.text(name)]
        case "!":
            if let label { return [.text(label)] }
            let word = target.dropFirst().prefix { $0 != "^" }
            return [.text("@" + word)]
        default:
            let address = Self.plain(target)
            if address.lowercased().hasPrefix("mailto:") || address.lowercased().hasPrefix("tel:") {
                return [.text(label ?? String(address.drop { $0 != ":" }.dropFirst()))]
            }
            guard ThreadLink.isAbsolute(address), case .keep(let safe) = SafeLink.check(address, isImage: false) else {
                return [.text(label ?? address)]
            }
            return [.link(destination: resolve(safe), title: "", [.text(label ?? safe)])]
        }
    }

    /// `:tada:`; pictures that only the old workspace had stay as they were typed.
    private func emoji(_ bytes: [UInt8], _ start: Int) -> ([MarkdownInline], Int)? {
        if let (picture, end) = EmojiNames.name(bytes, at: start) { return ([.text(picture)], end) }
        // The colour of a hand that only the old workspace had.
        guard let end = EmojiNames.colon(bytes, behind: start),
            bytes[(start + 1)..<end].starts(with: "skin-tone-".utf8)
        else { return nil }
        return ([], end + 1)
    }

    /// Slack escapes three characters.
    static func plain(_ text: some StringProtocol) -> String {
        let text = String(text)
        guard text.utf8.contains(0x26) else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
