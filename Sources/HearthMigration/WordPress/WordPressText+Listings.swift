// Code in posts.

extension WordPressText {
    /// `<code lang="php">` over several lines is CodeColorer's, and `<pre lang="php">` WP-Syntax's: what stands in it is no
    /// HTML. https://wordpress.org/plugins/codecolorer/ https://wordpress.org/plugins/wp-syntax/
    static func withListings(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        var position = 0
        // The next tag of each kind; nil where no further one has an end.
        var code = ByteText.find("<code", in: bytes, from: 0, to: bytes.count)
        var pre = ByteText.find("<pre", in: bytes, from: 0, to: bytes.count)
        // The end of the next <pre>: many may lie before one.
        var preEnd: Int?
        while true {
            if let at = code, at < position {
                code = ByteText.find("<code", in: bytes, from: position, to: bytes.count)
            }
            if let at = pre, at < position { pre = ByteText.find("<pre", in: bytes, from: position, to: bytes.count) }
            guard let start = [code, pre].compactMap({ $0 }).min() else { break }
            let isPre = start == pre
            position = start + (isPre ? 4 : 5)
            guard position < bytes.count, bytes[position] <= 0x20 else { continue }
            guard let open = bytes[position...].firstIndex(where: { $0 == 0x3E || $0 == 0x3C }) else { break }
            // A tag that another one follows before its end is none.
            if bytes[open] == 0x3C { continue }
            if isPre, preEnd ?? 0 < open {
                preEnd = ByteText.find("</pre>", in: bytes, from: open, to: bytes.count)
            }
            guard let end = isPre ? preEnd : ByteText.find("</code>", in: bytes, from: open, to: bytes.count) else {
                if isPre { pre = nil } else { code = nil }
                continue
            }
            let attributes = WikitextSanitizer.attributes(bytes[position..<open])
            let content = bytes[(open + 1)..<end]
            let language = attributes.first { $0.name == "lang" || $0.name == "language" }?.value
            if isPre {
                guard let language, isListing(bytes, (open + 1)..<end, language) else { continue }
            } else {
                position = end + 7
                // The block for code has a <pre> around it already, and its content is HTML.
                let before = bytes[..<start].lastIndex(of: 0x3C) ?? 0
                if ByteText.has("<pre", in: bytes, at: before, to: start) { continue }
                guard content.contains(0x0A), language != nil else { continue }
            }
            position = end + (isPre ? 6 : 7)
            out += bytes[index..<start]
            // With a bare `<` in it nothing in it was escaped: `&amp;` is code, too.
            out += listing(content, language: language ?? "", isRaw: content.contains(0x3C))
            index = position
        }
        return index == 0 ? bytes : out + bytes[index...]
    }

    /// Whether the content of a `<pre>` with a language is code as it was typed: the language is no people's, and the tags
    /// in it, if any, are not just those that colour the words of code.
    private static func isListing(_ bytes: [UInt8], _ content: Range<Int>, _ language: String) -> Bool {
        let name = language.lowercased()
        if ["en", "fr", "de", "es", "it", "pt", "nl", "ru", "zh", "ja"].contains(name.prefix { $0 != "-" && $0 != "_" })
        {
            return false
        }
        if ["html", "xml", "php", "asp", "jsp"].contains(where: { name.contains($0) }) { return true }
        let marks: [StaticString] = ["<span", "</span", "<font", "</font", "<b>", "</b>", "<i>", "</i>", "<br"]
        var place = content.lowerBound
        var hasTag = false
        while let tag = ByteText.find(0x3C, in: bytes, from: place, to: content.upperBound) {
            if !marks.contains(where: { ByteText.has($0, in: bytes, at: tag, to: content.upperBound) }) { return true }
            hasTag = true
            place = tag + 1
        }
        return !hasTag
    }

    /// The code without the paragraphs that an editor made of its lines; nil when other tags are in it.
    private static func withoutParagraphs(_ body: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var index = body.startIndex
        while let open = body[index...].firstIndex(of: 0x3C) {
            guard let close = body[open...].prefix(8).firstIndex(of: 0x3E) else { return nil }
            out += body[index..<open]
            switch body[(open + 1)..<close].filter({ $0 != 0x20 }).map(\.asciiLower).string {
            case "p", "br", "br/": break
            case "/p": out.append(0x0A)
            default: return nil
            }
            index = close + 1
        }
        return out + body[index...]
    }

    static func listing(_ content: ArraySlice<UInt8>, language: String, isRaw: Bool = false) -> [UInt8] {
        let name = CodeLanguage.of(language).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        var html = Array((name.isEmpty ? "\n\n<pre>\n" : "\n\n<pre class=\"lang-\(name)\">\n").utf8)
        var body = content
        if !isRaw, body.contains(0x3C), let plain = withoutParagraphs(body) { body = plain[...] }
        while let end = body.firstIndex(of: 0x0A), body[..<end].allSatisfy({ $0 <= 0x20 }) {
            body = body[(end + 1)...]
        }
        // The editor writes `<` as a reference, or not.
        var escaped: [UInt8] = []
        ByteText.escape(isRaw ? Array(body) : Array(ByteText.decodeReferences(body.string).utf8), into: &escaped)
        // A bracket in code begins no shortcode.
        for byte in escaped { if byte == 0x5B { html += "&#91;".utf8 } else { html.append(byte) } }
        return html + Array("</pre>\n\n".utf8)
    }
}
