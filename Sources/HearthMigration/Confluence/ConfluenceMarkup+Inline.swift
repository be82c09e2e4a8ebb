// Running text of wiki markup: emphasis, links, pictures.

extension ConfluenceMarkup {
    private static let marks: [Character: String] = [
        "*": "strong", "_": "em", "-": "del", "+": "u", "^": "sup", "~": "sub",
    ]
    private static let emoticons: [(mark: String, name: String)] = [
        ("(/)", "tick"), ("(x)", "cross"), ("(!)", "warning"), ("(i)", "information"), ("(?)", "question"),
        ("(*)", "yellow-star"),
        ("(on)", "light-on"), ("(off)", "light-off"), ("(+)", "plus"), ("(-)", "minus"), ("(y)", "thumbs-up"),
        ("(n)", "thumbs-down"), (":)", "smile"), (":-)", "smile"), (":(", "sad"), (";)", "wink"), (":D", "laugh"),
        (":P", "cheeky"),
    ]

    func inline(_ source: String, depth: Int) -> String {
        let text = Array(source)
        var out = ""
        var index = 0
        var unclosed: Set<Character> = []
        while index < text.count {
            if let (storage, end) = mark(text, index, depth: depth, &unclosed) {
                out += storage
                index = end
            } else {
                switch text[index] {
                case "<": out += "&lt;"
                case ">": out += "&gt;"
                case "\"": out += "&quot;"
                case "&": out += Self.isReference(text, index) ? "&" : "&amp;"
                default: out.append(text[index])
                }
                index += 1
            }
        }
        return out
    }

    /// What the mark at a place becomes, and where the text goes on behind it; nil for other text, and for marks that end
    /// nowhere: nobody looks for the end of an `unclosed` one again.
    private func mark(
        _ text: [Character], _ index: Int, depth: Int, _ unclosed: inout Set<Character>
    ) -> (String, Int)? {
        func isWord(_ at: Int) -> Bool { text.indices.contains(at) && (text[at].isLetter || text[at].isNumber) }
        func inner(_ range: Range<Int>) -> String { inline(String(text[range]), depth: depth + 1) }
        let character = text[index]
        switch character {
        case "[": return link(text, index, depth: depth)
        case "!": return isWord(index - 1) ? nil : Self.image(text, index)
        case "?" where index + 1 < text.count && text[index + 1] == "?" && !unclosed.contains("?"):
            if let end = Self.find("??", in: text, from: index + 2), end > index + 2 {
                return ("<cite>\(inner((index + 2)..<end))</cite>", end + 2)
            }
        case "-" where index > 0 && text[index - 1] == " " && text[index...].starts(with: "-- "):
            return ("–", index + 2)
        case "-" where index > 0 && text[index - 1] == " " && text[index...].starts(with: "--- "):
            return ("—", index + 3)
        case "(", ":", ";":
            guard index == 0 || text[index - 1].isWhitespace,
                let found = Self.emoticons.first(where: { text[index...].starts(with: Array($0.mark)) }),
                !isWord(index + found.mark.count)
            else { return nil }
            return ("<ac:emoticon ac:name=\"\(found.name)\"/>", index + found.mark.count)
        case "{" where depth < 8 && index + 2 < text.count && text[index + 2] == "}":
            // `{*}` is a mark wherever it stands, such as within a word.
            guard let name = Self.marks[text[index + 1]],
                let (inside, end) = Self.end(of: text[index + 1], text, from: index + 3)
            else { return nil }
            return ("<\(name)>\(inner((index + 3)..<inside))</\(name)>", end)
        default:
            guard depth < 8, let name = Self.marks[character], !isWord(index - 1), index + 1 < text.count,
                !text[index + 1].isWhitespace, text[index + 1] != character, !unclosed.contains(character)
            else { return nil }
            if let (inside, end) = Self.end(of: character, text, from: index + 2) {
                return ("<\(name)>\(inner((index + 1)..<inside))</\(name)>", end)
            }
        }
        unclosed.insert(character)
        return nil
    }

    /// Where the emphasis ends, before its mark and behind it: not behind a space, not in front of a letter; in braces
    /// anywhere.
    private static func end(
        of mark: Character, _ text: [Character], from start: Int
    ) -> (inside: Int, end: Int)? {
        var index = start
        while index < text.count {
            if text[index] == mark {
                let isOpen = index > start && text[index - 1] == "{"
                if isOpen, index + 1 < text.count, text[index + 1] == "}" { return (index - 1, index + 2) }
                if !text[index - 1].isWhitespace,
                    index + 1 == text.count || !(text[index + 1].isLetter || text[index + 1].isNumber)
                {
                    return (index, index + 1)
                }
            }
            index += 1
        }
        return nil
    }

    /// Whether a text that does not say what it is is storage format: it begins with an element, or has some and no
    /// wiki markup around them. Pages about HTML show tags in `{code}`.
    static func isStorage(_ text: [UInt8]) -> Bool {
        func has(_ word: StaticString) -> Bool { ByteText.find(word, in: text, from: 0, to: text.count) != nil }
        guard has("</") else { return false }
        let start = text.firstIndex { $0 > 0x20 } ?? 0
        if text[start] == 0x3C, start + 1 < text.count, text[start + 1].isASCIILetter { return true }
        if has("</ac:") { return true }
        guard has("<p") else { return false }
        if has("{code") || has("{noformat") || has("{html") { return false }
        return !text.split(separator: 0x0A).contains { line in
            let mark = Array(line.prefix(4))
            return mark.count == 4 && mark[0] == 0x68 && mark[1].isASCIIDigit && mark[2] == 0x2E && mark[3] == 0x20
        }
    }

    private static func isReference(_ text: [Character], _ index: Int) -> Bool {
        let name = text[(index + 1)...].prefix(10).prefix { $0.isLetter || $0.isNumber || $0 == "#" }
        return !name.isEmpty && index + 1 + name.count < text.count && text[index + 1 + name.count] == ";"
    }

    // MARK: Links and pictures

    /// `[text|target|tip]`
    private func link(_ text: [Character], _ start: Int, depth: Int) -> (String, Int)? {
        guard depth < 6, let end = text[start...].prefix(1000).firstIndex(of: "]"), end > start + 1 else { return nil }
        let inner = text[(start + 1)..<end]
        guard !inner.contains("["), !inner.contains("\n") else { return nil }
        let parts = inner.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmedLine }
        let target = parts.count > 1 ? parts[1] : parts[0]
        let shown = parts.count > 1 && !parts[0].isEmpty ? inline(parts[0], depth: depth + 1) : nil
        guard !target.isEmpty else { return nil }
        let address = restore(target)
        if address.contains("://") || address.hasPrefix("mailto:") || address.hasPrefix("/")
            || address.hasPrefix("www.")
        {
            let href = address.hasPrefix("www.") ? "http://" + address : address
            return ("<a href=\"\(ByteText.escaped(href))\">\(shown ?? ByteText.escaped(address))</a>", end + 1)
        }
        let label = shown.map { "<ac:link-body>\($0)</ac:link-body>" } ?? ""
        if target.hasPrefix("~") {
            return (
                "<ac:link><ri:user ri:username=\"\(ByteText.escaped(String(target.dropFirst())))\"/>\(label)</ac:link>",
                end + 1
            )
        }
        if let caret = target.firstIndex(of: "^") {
            let name = ByteText.escaped(String(target[target.index(after: caret)...]))
            let page = caret == target.startIndex ? "" : Self.page(String(target[..<caret]))
            return (
                "<ac:link><ri:attachment ri:filename=\"\(name)\">\(page)</ri:attachment>\(label)</ac:link>", end + 1
            )
        }
        if target.hasPrefix("$"), let id = Int(target.dropFirst()) {
            return ("<ac:link><ri:content-entity ri:content-id=\"\(id)\"/>\(label)</ac:link>", end + 1)
        }
        let hash = target.firstIndex(of: "#")
        let name = hash.map { String(target[..<$0]) } ?? target
        let anchor = hash.map { " ac:anchor=\"\(ByteText.escaped(String(target[target.index(after: $0)...])))\"" } ?? ""
        return ("<ac:link\(anchor)>\(name.isEmpty ? "" : Self.page(name))\(label)</ac:link>", end + 1)
    }

    /// `!picture.png|thumbnail!`
    private static func image(_ text: [Character], _ start: Int) -> (String, Int)? {
        guard start + 2 < text.count, !text[start + 1].isWhitespace,
            let end = text[(start + 1)...].prefix(400).firstIndex(of: "!"), end > start + 1
        else { return nil }
        let inner = String(text[(start + 1)..<end])
        let name = String(inner.prefix { $0 != "|" })
        guard name.contains("."), !name.contains("\n"), !name.hasSuffix(".") else { return nil }
        let alt =
            inner.split(separator: "|").dropFirst().flatMap { $0.split(separator: ",") }
            .first { $0.hasPrefix("alt=") }.map { " ac:alt=\"\(ByteText.escaped(String($0.dropFirst(4))))\"" } ?? ""
        if name.contains("://") {
            return ("<ac:image\(alt)><ri:url ri:value=\"\(ByteText.escaped(name))\"/></ac:image>", end + 1)
        }
        let caret = name.lastIndex(of: "^")
        let file = ByteText.escaped(caret.map { String(name[name.index(after: $0)...]) } ?? name)
        let owner = caret.map { page(String(name[..<$0])) } ?? ""
        return ("<ac:image\(alt)><ri:attachment ri:filename=\"\(file)\">\(owner)</ri:attachment></ac:image>", end + 1)
    }
}
