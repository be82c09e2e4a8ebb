import HearthModel

// What stands in a line: emphasis, links, files, breaks.

extension DokuWikiText {
    private static let isPlain: [Bool] = {
        var table = [Bool](repeating: true, count: 256)
        for byte in "*/_'<[{\\&>~hHfFmMwW".utf8 { table[Int(byte)] = false }
        return table
    }()

    mutating func inline(_ text: ArraySlice<UInt8>, depth: Int) -> [UInt8] {
        let bytes = Array(text)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 4)
        guard depth < 20 else {
            ByteText.escape(bytes, into: &out)
            return out
        }
        // What does not close further on is looked for once.
        var unclosed: Set<String> = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if Self.isPlain[Int(byte)] {
                out.append(byte)
                index += 1
                continue
            }
            if let end = piece(bytes, at: index, into: &out, depth: depth, &unclosed) {
                index = end
                continue
            }
            switch byte {
            case 0x3C: out += Array("&lt;".utf8)
            case 0x3E: out += Array("&gt;".utf8)
            case 0x26: out += WikitextSanitizer.isReference(bytes, index) ? [0x26] : Array("&amp;".utf8)
            default: out.append(byte)
            }
            index += 1
        }
        return out
    }

    private mutating func piece(
        _ bytes: [UInt8], at index: Int, into out: inout [UInt8], depth: Int, _ unclosed: inout Set<String>
    ) -> Int? {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch bytes[index] {
        case 0x2A where next == 0x2A: return marked("**", "strong", bytes, index, &out, depth, &unclosed)
        case 0x2F where next == 0x2F && (index == 0 || bytes[index - 1] != 0x3A):
            return marked("//", "em", bytes, index, &out, depth, &unclosed)
        case 0x5F where next == 0x5F: return marked("__", "u", bytes, index, &out, depth, &unclosed)
        case 0x27 where next == 0x27: return marked("''", "code", bytes, index, &out, depth, &unclosed)
        case 0x3C: return tag(bytes, index, &out, depth, &unclosed)
        case 0x5B where next == 0x5B && closes("]]", bytes, index, &unclosed): return link(bytes, index, &out, depth)
        case 0x7B where next == 0x7B && closes("}}", bytes, index, &unclosed): return media(bytes, index, &out)
        case 0x7E where next == 0x7E: return macro(bytes, index)
        case 0x5C where next == 0x5C:
            guard index + 2 >= bytes.count || bytes[index + 2] <= 0x20 else { return nil }
            out += "<br>".utf8
            return index + 2
        default: return address(bytes, index, &out)
        }
    }

    /// What the wiki and its usual plugins read between tildes; other words there are somebody's own.
    private static let macros: Set<String> = [
        "NOTOC", "NOCACHE", "TOC", "CLOSETOC", "INFO", "ODT", "DISCUSSION", "SLIDESHOW", "REVEAL", "NOFOOTER",
        "NOHEADER", "NOBREADCRUMBS", "NOSIDEBAR", "NOSECTIONEDIT", "LASTMOD", "AUTHORS", "META", "UP", "BACKLINKS",
    ]

    /// `~~NOTOC~~` beside other things on a line: it told the wiki how to show the page.
    private mutating func macro(_ bytes: [UInt8], _ start: Int) -> Int? {
        let rest = bytes[(start + 2)...].prefix(60)
        guard let end = ByteText.find("~~", in: bytes, from: start + 2, to: rest.endIndex) else { return nil }
        let name = bytes[(start + 2)..<end].prefix { $0 != 0x3A }.string
        guard Self.macros.contains(name) else { return nil }
        lose("macro:" + bytes[(start + 2)..<end].prefix(30).string.lowercased())
        return end + 2
    }

    /// Whether `mark` comes further on.
    private func closes(_ mark: StaticString, _ bytes: [UInt8], _ index: Int, _ unclosed: inout Set<String>) -> Bool {
        guard !unclosed.contains("\(mark)") else { return false }
        if ByteText.find(mark, in: bytes, from: index + 2, to: bytes.count) != nil { return true }
        unclosed.insert("\(mark)")
        return false
    }

    private mutating func marked(
        _ mark: StaticString, _ tag: String, _ bytes: [UInt8], _ start: Int, _ out: inout [UInt8], _ depth: Int,
        _ unclosed: inout Set<String>
    ) -> Int? {
        guard !unclosed.contains(tag) else { return nil }
        var search = start + 2
        var found: Int?
        while let end = ByteText.find(mark, in: bytes, from: search, to: bytes.count) {
            // `//` of an address closes nothing.
            if tag == "em", bytes[end - 1] == 0x3A {
                search = end + 2
                continue
            }
            found = end
            break
        }
        guard let end = found, end > start + 2 else {
            if found == nil { unclosed.insert(tag) }
            return nil
        }
        out += Array("<\(tag)>".utf8) + inline(bytes[(start + 2)..<end], depth: depth + 1) + Array("</\(tag)>".utf8)
        return end + 2
    }

    /// `<sub>`, `<sup>`, `<del>`, and mail addresses in brackets.
    private mutating func tag(
        _ bytes: [UInt8], _ start: Int, _ out: inout [UInt8], _ depth: Int, _ unclosed: inout Set<String>
    ) -> Int? {
        for (name, open, close) in [
            ("sub", "<sub>", "</sub>"), ("sup", "<sup>", "</sup>"), ("del", "<del>", "</del>"),
        ] as [(String, StaticString, StaticString)] {
            guard ByteText.has(open, in: bytes, at: start, to: bytes.count), !unclosed.contains(name) else { continue }
            guard let end = ByteText.find(close, in: bytes, from: start + 5, to: bytes.count) else {
                unclosed.insert(name)
                return nil
            }
            out +=
                Array("<\(name)>".utf8) + inline(bytes[(start + 5)..<end], depth: depth + 1) + Array("</\(name)>".utf8)
            return end + 6
        }
        if ByteText.has("<br>", in: bytes, at: start, to: bytes.count) {
            out += "<br>".utf8
            return start + 4
        }
        guard let end = bytes[start...].prefix(100).firstIndex(of: 0x3E) else { return nil }
        let inner = bytes[(start + 1)..<end]
        guard inner.contains(0x40), !inner.contains(where: { $0 <= 0x20 || $0 == 0x3C }), inner.first != 0x40,
            inner.last != 0x40
        else { return nil }
        let shown = ByteText.escaped(inner.string)
        out += "<a href=\"mailto:\(shown)\">\(shown)</a>".utf8
        return end + 1
    }

    private mutating func address(_ bytes: [UInt8], _ start: Int, _ out: inout [UInt8]) -> Int? {
        if start > 0, bytes[start - 1].isASCIILetter || bytes[start - 1].isASCIIDigit { return nil }
        let schemes: [StaticString] = ["http://", "https://", "ftp://", "mailto:", "www."]
        guard let scheme = schemes.first(where: { ByteText.has($0, in: bytes, at: start, to: bytes.count) }) else {
            return nil
        }
        var end = start + scheme.utf8CodeUnitCount
        while end < bytes.count, bytes[end] > 0x20,
            ![0x3C, 0x3E, 0x22, 0x7C, 0x5B, 0x5D, 0x7B, 0x7D, 0x5E, 0x7F].contains(bytes[end])
        {
            end += 1
        }
        let hasParenthesis = bytes[start..<end].contains(0x28)
        while end > start,
            ".,:;!?'*".utf8.contains(bytes[end - 1]) || (bytes[end - 1] == 0x29 && !hasParenthesis)
                || (end - start > 9 && bytes[end - 1] == 0x2F && bytes[end - 2] == 0x2F && bytes[end - 3] != 0x3A)
                || (bytes[end - 1] == 0x5C)
        {
            end -= 1
        }
        guard end > start + scheme.utf8CodeUnitCount else { return nil }
        let shown = ByteText.escaped(bytes[start..<end].string)
        let isBare = scheme.utf8CodeUnitCount == 4
        out += Array("<a href=\"\(isBare ? "http://" : "")\(shown)\">\(shown)</a>".utf8)
        return end
    }

    // MARK: Links

    private mutating func link(_ bytes: [UInt8], _ start: Int, _ out: inout [UInt8], _ depth: Int) -> Int? {
        guard let end = ByteText.find("]]", in: bytes, from: start + 2, to: bytes.count), end > start + 2,
            !bytes[(start + 2)..<end].contains(0x0A) || bytes[(start + 2)..<end].contains(0x7C)
        else { return nil }
        let inner = bytes[(start + 2)..<end]
        let bar = inner.firstIndex(of: 0x7C)
        let target = inner[inner.startIndex..<(bar ?? inner.endIndex)].trimmed().string
        let label = bar.map { inner[($0 + 1)...].trimmed() } ?? []
        guard !target.isEmpty || !label.isEmpty else { return nil }
        var shown: [UInt8] = []
        if label.starts(with: "{{".utf8) {
            shown = inline(label, depth: depth + 1)
        } else if !label.isEmpty {
            ByteText.escape(label, into: &shown, references: true)
        }
        if let person = person(target) {
            out +=
                shown.isEmpty
                ? Array(
                    "<hearth-person handle=\"\(person.handle)\">\(ByteText.escaped(person.name))</hearth-person>".utf8)
                : Array("<a href=\"/people/\(person.handle)/\">".utf8) + shown + Array("</a>".utf8)
            return end + 2
        }
        // A link to nothing leads to the wiki's start page, which nobody meant.
        let (address, name) = target.isEmpty ? (nil, "") : resolve(target)
        if shown.isEmpty { shown = Array(ByteText.escaped(name).utf8) }
        if let address {
            out += Array("<a href=\"\(ByteText.escaped(address))\">".utf8) + shown + Array("</a>".utf8)
        } else {
            out += shown
        }
        return end + 2
    }

    /// `[[user>login]]` names a person, unless the wiki has a page for them or says otherwise.
    private func person(_ target: String) -> (handle: String, name: String)? {
        let parts = target.split(separator: ">", maxSplits: 1).map { Array($0.utf8).trimmed().string }
        guard parts.count == 2, parts[0].lowercased() == "user",
            site.interwiki.address("user", parts[1]) == ":user:" + parts[1],
            !site.exists(DokuWikiID.clean("user:" + parts[1]))
        else { return nil }
        return site.person(parts[1])
    }

    /// Where a target leads, and what is shown without a text.
    private mutating func resolve(_ target: String) -> (address: String?, name: String) {
        if target.hasPrefix("\\\\") || target.lowercased().hasPrefix("file:") {
            // A share of the network is no address that a site may link to; its name stays.
            lose("link:file")
            return (nil, target)
        }
        if let scheme = target.firstRange(of: "://"),
            target[..<scheme.lowerBound].allSatisfy({ $0.isASCII && $0.isLetter })
        {
            return (target, target)
        }
        if let mark = target.firstIndex(of: ">") {
            let prefix = target[..<mark].lowercased()
            let rest = String(target[target.index(after: mark)...])
            guard let there = site.interwiki.address(prefix, rest) else {
                if prefix == "this", let query = rest.firstRange(of: "id=") {
                    return internalLink(":" + rest[query.upperBound...].prefix { $0 != "&" })
                }
                // What else `this>` names are functions of the old wiki, such as its settings.
                lose("link:interwiki")
                return (nil, rest)
            }
            return there.hasPrefix(":") ? internalLink(there) : (there, rest)
        }
        if target.contains("@"), !target.contains(" "), !target.contains(":") || target.hasPrefix("mailto:") {
            let plain = target.replacing("mailto:", with: "")
            return ("mailto:" + plain, plain)
        }
        if target.hasPrefix("www.") { return ("http://" + target, target) }
        return internalLink(target)
    }

    private mutating func internalLink(_ target: String) -> (address: String?, name: String) {
        let pieces = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let fragment = pieces.count > 1 ? String(pieces[1]) : ""
        let path = String(pieces[0].prefix { $0 != "?" })
        var name = path.split { $0 == ":" || $0 == "/" }.last.map(String.init) ?? (path.isEmpty ? fragment : path)
        guard !path.isEmpty else { return (site.address(ofPage: page, fragment: fragment), name) }
        let id = DokuWikiID.resolve(path, from: page) { site.exists($0) }
        if name.lowercased() == "start" || path.hasSuffix(":") { name = site.title(ofPage: id) ?? name }
        // Names of pages say as much as titles.
        if site.isClosed(page: id) { name = BareAddresses.title }
        if let address = site.address(ofPage: id, fragment: fragment) { return (address, name) }
        if !site.isClosed(page: id) { missing.append(id) }
        return (nil, name)
    }

    // MARK: Files

    private static let images: Set<Substring> = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico"]

    private mutating func media(_ bytes: [UInt8], _ start: Int, _ out: inout [UInt8]) -> Int? {
        guard let end = ByteText.find("}}", in: bytes, from: start + 2, to: bytes.count), end > start + 2 else {
            return nil
        }
        let inner = bytes[(start + 2)..<end]
        let bar = inner.firstIndex(of: 0x7C)
        let target = inner[inner.startIndex..<(bar ?? inner.endIndex)].trimmed().string
        let caption = bar.map { inner[($0 + 1)...].trimmed().string } ?? ""
        if let mark = target.firstIndex(of: ">"), !target.hasPrefix("http") {
            plugin(target[..<mark].lowercased(), String(target[target.index(after: mark)...]), caption, into: &out)
            return end + 2
        }
        let name = String(target.prefix { $0 != "?" && $0 != "#" })
        let options = target.dropFirst(name.count).dropFirst().lowercased()
        guard !name.isEmpty else { return nil }
        let isExternal = name.hasPrefix("http://") || name.hasPrefix("https://")
        let id = isExternal ? name : DokuWikiID.resolve(name, from: page, isMedia: true) { _ in true }
        let shownName = name.split { $0 == ":" || $0 == "/" }.last.map(String.init) ?? name
        let isImage =
            Self.images.contains(name.lowercased().split(separator: ".").last ?? "") && !options.contains("linkonly")
        guard let address = isExternal ? target : site.address(ofMedia: id) else {
            let isClosed = site.isClosed(media: id)
            if isClosed {
                lose("file:restricted")
            } else {
                missingFiles.append(id)
                lose("file:missing")
            }
            // Where a picture stood between words, its name is a word of its own.
            let shown = Array(
                ByteText.escaped(caption.isEmpty ? (isClosed ? "a restricted file" : shownName) : caption).utf8)
            if let last = out.last, Self.isWord(last) { out.append(0x20) }
            out += shown
            if end + 2 < bytes.count, Self.isWord(bytes[end + 2]) { out.append(0x20) }
            return end + 2
        }
        if isImage {
            out += "<img src=\"\(ByteText.escaped(address))\" alt=\"\(ByteText.escaped(caption))\">".utf8
        } else {
            let shown = ByteText.escaped(caption.isEmpty ? shownName : caption)
            out += "<a href=\"\(ByteText.escaped(address))\">\(shown)</a>".utf8
        }
        return end + 2
    }

    private static func isWord(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 }

    /// `{{tag>a b}}`, `{{youtube>…}}` and what else plugins put into the braces of files.
    private mutating func plugin(_ name: String, _ value: String, _ caption: String, into out: inout [UInt8]) {
        switch name {
        case "tag":
            let words = value.split { $0 == " " || $0 == "," }.map { String($0).replacing("_", with: " ") }
            tags += words
            // The row says what they are.
            if isInCell { out += ByteText.escaped(words.joined(separator: ", ")).utf8 }
        case "youtube", "vimeo":
            lose("plugin:\(name)")
            let id = value.prefix { $0 != "?" && $0 != " " }
            let base = name == "youtube" ? "https://www.youtube.com/watch?v=" : "https://vimeo.com/"
            let address = ByteText.escaped(base + id)
            out += "<a href=\"\(address)\">\(ByteText.escaped(caption.isEmpty ? base + id : caption))</a>".utf8
        case "page", "section":
            lose("plugin:include")
            let (address, shown) = internalLink(String(value.prefix { $0 != "&" }))
            let text = ByteText.escaped(shown)
            out += Array((address.map { "<a href=\"\(ByteText.escaped($0))\">\(text)</a>" } ?? text).utf8)
        case "rss":
            lose("plugin:rss")
            let address = ByteText.escaped(String(value.prefix { $0 != " " }))
            out += "<a href=\"\(address)\">\(address)</a>".utf8
        default:
            lose("plugin:\(name.prefix(30))")
            let address = value.prefix { $0 != " " }
            if address.hasPrefix("https://") || address.hasPrefix("http://") {
                // What was shown inside the page is a link now.
                let shown = ByteText.escaped(caption.isEmpty ? String(address) : caption)
                out += "<a href=\"\(ByteText.escaped(String(address)))\">\(shown)</a>".utf8
                return
            }
            if !caption.isEmpty { out += Array(ByteText.escaped(caption).utf8) }
        }
    }
}
