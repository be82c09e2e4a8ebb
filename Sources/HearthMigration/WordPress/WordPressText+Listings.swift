// Code in posts.

extension WordPressText {
    /// `<code lang="php">` over several lines is CodeColorer's: what stands in it is no HTML.
    /// https://wordpress.org/plugins/codecolorer/
    static func withListings(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        var position = 0
        while let start = ByteText.find("<code", in: bytes, from: position, to: bytes.count) {
            position = start + 5
            guard position < bytes.count, bytes[position] <= 0x20 else { continue }
            guard let open = ByteText.find(0x3E, in: bytes, from: position, to: bytes.count),
                let end = ByteText.find("</code>", in: bytes, from: open, to: bytes.count)
            else { break }
            let attributes = WikitextSanitizer.attributes(bytes[position..<open])
            let content = bytes[(open + 1)..<end]
            position = end + 7
            // The block for code has a <pre> around it already, and its content is HTML.
            let before = bytes[..<start].lastIndex(of: 0x3C) ?? 0
            if ByteText.has("<pre", in: bytes, at: before, to: start) { continue }
            guard content.contains(0x0A),
                let language = attributes.first(where: { $0.name == "lang" || $0.name == "language" })?.value
            else { continue }
            out += bytes[index..<start]
            // With a bare `<` in it nothing in it was escaped: `&amp;` is code, too.
            out += listing(content, language: language, isRaw: content.contains(0x3C))
            index = position
        }
        return index == 0 ? bytes : out + bytes[index...]
    }

    static func listing(_ content: ArraySlice<UInt8>, language: String, isRaw: Bool = false) -> [UInt8] {
        let name = CodeLanguage.of(language).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        var html = Array((name.isEmpty ? "\n\n<pre>\n" : "\n\n<pre class=\"lang-\(name)\">\n").utf8)
        var body = content
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
