import HearthModel

// `[[File:…]]`: pictures with captions, and links to other files.

extension WikitextLinks {
    private static let imageEndings: Set<Substring> = [
        "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "ico",
    ]

    mutating func file(_ name: String, _ options: ArraySlice<UInt8>, into out: inout [UInt8], depth: Int) {
        var caption: [UInt8] = []
        var alt = ""
        var link: String?
        var isFrame = false
        for option in Self.split(options) {
            // Captions are one line, as in the wiki: in an attribute a line would begin a paragraph.
            let text = option.trimmed().map { $0 == 0x0A ? 0x20 : $0 }
            let word = String(decoding: text.map(\.asciiLower), as: UTF8.self)
            if ["thumb", "thumbnail", "frame", "framed", "mini", "miniatur", "gerahmt", "vignette", "miniatura"]
                .contains(word)
                || word.hasPrefix("thumb=") || word.hasPrefix("thumbnail=")
            {
                isFrame = true
            } else if word.hasPrefix("alt=") {
                alt = text.dropFirst(4).string
            } else if word.hasPrefix("link=") || word.hasPrefix("verweis=") {
                link = text.dropFirst(word.hasPrefix("link=") ? 5 : 8).string
            } else if !Self.isOption(word) {
                caption = text
            }
        }
        let inner = convert(caption, depth: depth + 1)
        let isImage = name.lowercased().split(separator: ".").last.map { Self.imageEndings.contains($0) } ?? false
        guard let source = site.address(ofFile: name) else {
            found.missing.append(site.namespaces.text(of: WikiTitle(namespace: WikiNamespaces.file, name: name)))
            found.lose("file:missing")
            // The caption says what was there; without one the name does.
            let shown = inner.isEmpty ? Array(ByteText.escaped(name).utf8) : inner
            out += isFrame ? Array("<div>".utf8) + shown + Array("</div>".utf8) : shown
            return
        }
        var html: [UInt8] = []
        if isImage {
            if alt.isEmpty { alt = WikitextText.plain(inner) }
            html = Array(
                "<img src=\"\(ByteText.escaped(source))\" alt=\"\(ByteText.escaped(ByteText.decodeReferences(alt)))\">"
                    .utf8)
            if let link, let address = linkAddress(link) {
                html = Array("<a href=\"\(ByteText.escaped(address))\">".utf8) + html + Array("</a>".utf8)
            }
        } else {
            let shown = inner.isEmpty ? Array(ByteText.escaped(name).utf8) : inner
            out += Array("<a href=\"\(ByteText.escaped(source))\">".utf8) + shown + Array("</a>".utf8)
            return
        }
        // A caption stands below the picture; of an image in running text it is only the title.
        if isFrame {
            html = Array("<div>".utf8) + html + (inner.isEmpty ? [] : Array("<br>".utf8) + inner) + Array("</div>".utf8)
        }
        out += html
    }

    private mutating func linkAddress(_ link: String) -> String? {
        if link.hasPrefix("http") || link.hasPrefix("//") { return link }
        let target = Target(link, page: page, site: site)
        return target.isLink ? address(of: target) : nil
    }

    /// At bars outside of links in a caption.
    private static func split(_ options: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var depth = 0
        var start = options.startIndex
        var index = start
        while index < options.endIndex {
            let next = index + 1 < options.endIndex ? options[index + 1] : 0
            if options[index] == 0x5B, next == 0x5B {
                depth += 1
                index += 1
            } else if options[index] == 0x5D, next == 0x5D {
                depth -= 1
                index += 1
            } else if options[index] == 0x7C, depth <= 0 {
                parts.append(options[start..<index])
                start = index + 1
            }
            index += 1
        }
        if start < options.endIndex { parts.append(options[start...]) }
        return parts
    }

    /// Sizes, sides and other words that are no caption, in the languages met.
    private static func isOption(_ word: String) -> Bool {
        let words: Set<String> = [
            "left", "right", "center", "centre", "none", "border", "frameless", "baseline", "sub", "super", "sup",
            "top",
            "text-top", "middle", "bottom", "text-bottom", "upright", "links", "rechts", "zentriert", "ohne",
            "rahmenlos",
            "hochkant", "rand", "gauche", "droite", "centré", "",
        ]
        if words.contains(word) { return true }
        for prefix in ["upright", "page=", "lang=", "class=", "hochkant", "seite="] where word.hasPrefix(prefix) {
            return true
        }
        let size = word.hasSuffix("px") ? word.dropLast(2) : word[...]
        return size.utf8.contains { $0.isASCIIDigit } && word.hasSuffix("px")
            && size.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x78 || $0 <= 0x20 }
    }
}
