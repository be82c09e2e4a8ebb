import HearthModel

/// The text of a post to plain HTML: blocks lose their comments, shortcodes become what they stood for, and blank lines
/// paragraphs, as WordPress does it when it shows a page.
///
/// https://developer.wordpress.org/reference/functions/wpautop/ and
/// https://developer.wordpress.org/block-editor/explanations/architecture/data-flow/
struct WordPressText {
    private(set) var losses: [String] = []
    /// The images of a gallery by the ids of attachments; all of the post when none are named.
    let gallery: ([Int]) -> [(address: String, caption: String)]
    /// The text of a reusable block.
    let block: (Int) -> String?
    /// How many of them this text has: blocks that hold each other many times would never end.
    private var placed = 0

    init(gallery: @escaping ([Int]) -> [(address: String, caption: String)], block: @escaping (Int) -> String?) {
        self.gallery = gallery
        self.block = block
    }

    private mutating func lose(_ name: String) {
        if losses.count < 100, !losses.contains(name) { losses.append(name) }
    }

    mutating func html(_ source: String) -> [UInt8] {
        let bytes = Array(source.utf8).filter { $0 != 0x0D && $0 != 0 }
        return blocks(Self.withListings(bytes), depth: 0)
    }

    // MARK: Blocks

    /// `<!-- wp:name {…} -->`; text outside of blocks is of the old editor.
    private mutating func blocks(_ bytes: [UInt8], depth: Int) -> [UInt8] {
        guard ByteText.find("<!-- wp:", in: bytes, from: 0, to: bytes.count) != nil else { return classic(bytes) }
        var out: [UInt8] = []
        var index = 0
        var open = 0
        var inFile = false
        while let start = ByteText.find("<!--", in: bytes, from: index, to: bytes.count) {
            var text = Array(bytes[index..<start])
            if inFile { text = Self.linksApart(text) }
            out += open == 0 ? classic(text) : shortcodes(text)
            guard let end = ByteText.find("-->", in: bytes, from: start, to: bytes.count) else { return out }
            let comment = bytes[(start + 4)..<end].trimmed()
            index = end + 3
            if comment.starts(with: "/wp:".utf8) {
                open = max(0, open - 1)
                inFile = false
            } else if comment.starts(with: "wp:".utf8) {
                let isWhole = comment.last == 0x2F
                if !isWhole { open += 1 }
                let name = comment.dropFirst(3).prefix { $0 > 0x20 && $0 != 0x2F }.string
                inFile = name == "file" && !isWhole
                if name == "block", depth < 5, placed < 500, let id = Self.number("ref", in: comment),
                    let inner = block(id)
                {
                    placed += 1
                    out += blocks(Array(inner.utf8), depth: depth + 1)
                } else if name == "freeform" || name == "classic" {
                    open -= isWhole ? 0 : 1
                } else if isWhole, !["more", "nextpage", "spacer", "separator"].contains(name) {
                    // Lists of posts, archives, calendars: made when the page is shown.
                    lose("block:\(name.prefix(40))")
                }
            }
        }
        let rest = Array(bytes[index...])
        return out + (open == 0 ? classic(rest) : shortcodes(rest))
    }

    /// A block for a file has two links to it, its name and a button, which only the style sheet kept apart.
    private static func linksApart(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        while let end = ByteText.find("</a><a", in: text, from: index, to: text.count) {
            out += text[index..<(end + 4)]
            out.append(0x20)
            index = end + 4
        }
        return out + text[index...]
    }

    private static func number(_ key: String, in json: ArraySlice<UInt8>) -> Int? {
        let text = json.string
        guard let mark = text.firstRange(of: "\"\(key)\":") else { return nil }
        return Int(text[mark.upperBound...].drop { $0 == " " }.prefix { $0.isNumber })
    }

    private mutating func classic(_ bytes: [UInt8]) -> [UInt8] { Self.paragraphs(shortcodes(bytes)) }

    // MARK: Paragraphs

    private static let blockTags: Set<String> = [
        "table", "thead", "tfoot", "caption", "col", "colgroup", "tbody", "tr", "td", "th", "div", "dl", "dd", "dt",
        "ul", "ol",
        "li", "pre", "form", "map", "area", "blockquote", "address", "style", "p", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr",
        "fieldset", "legend", "section", "article", "aside", "header", "footer", "nav", "figure", "figcaption",
        "details",
        "menu", "summary", "script", "iframe", "br",
    ]

    /// A blank line begins a paragraph, a line feed is a break, but not beside blocks and not in code.
    static func paragraphs(_ bytes: [UInt8]) -> [UInt8] {
        var out = Array("<p>".utf8)
        out.reserveCapacity(bytes.count + bytes.count / 8)
        var index = 0
        var afterBlock = true
        // Behind the last `>` no tag ends, and none is looked for.
        let last = bytes.lastIndex(of: 0x3E) ?? -1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x3C, index < last, let tag = Tag(bytes, at: index) {
                var end = tag.end
                if !tag.isEnd, ["pre", "script", "style", "textarea"].contains(tag.name) {
                    end = closing(tag.name, bytes, from: end) ?? bytes.count
                }
                out += bytes[index..<end]
                if blockTags.contains(tag.name) { afterBlock = true } else { afterBlock = false }
                index = end
                continue
            }
            guard byte == 0x0A else {
                if byte > 0x20 { afterBlock = false }
                out.append(byte)
                index += 1
                continue
            }
            var end = index
            var feeds = 0
            while end < bytes.count, bytes[end] <= 0x20 {
                if bytes[end] == 0x0A { feeds += 1 }
                end += 1
            }
            let beforeBlock =
                end >= bytes.count
                || (bytes[end] == 0x3C && end < last
                    && (Tag(bytes, at: end).map { blockTags.contains($0.name) } ?? false))
            if feeds > 1 {
                out += "\n<p>".utf8
                afterBlock = true
            } else {
                out += afterBlock || beforeBlock ? [0x0A] : Array("<br>\n".utf8)
            }
            index = end
        }
        return out
    }

    private static func closing(_ name: String, _ bytes: [UInt8], from start: Int) -> Int? {
        let wanted = Array("</\(name)".utf8)
        var index = start
        while let open = ByteText.find("</", in: bytes, from: index, to: bytes.count) {
            index = open + 2
            guard open + wanted.count < bytes.count, bytes[open..<(open + wanted.count)].map(\.asciiLower) == wanted
            else { continue }
            return ByteText.find(0x3E, in: bytes, from: open, to: bytes.count).map { $0 + 1 }
        }
        return nil
    }

    private struct Tag {
        let name: String
        let isEnd: Bool
        let end: Int

        init?(_ bytes: [UInt8], at start: Int) {
            var index = start + 1
            isEnd = index < bytes.count && bytes[index] == 0x2F
            if isEnd { index += 1 }
            let nameStart = index
            while index < bytes.count, bytes[index].isASCIILetter || bytes[index].isASCIIDigit, index - nameStart < 12 {
                index += 1
            }
            guard index > nameStart, let end = ByteText.find(0x3E, in: bytes, from: index, to: bytes.count) else {
                return nil
            }
            name = String(decoding: bytes[nameStart..<index].map(\.asciiLower), as: UTF8.self)
            self.end = end + 1
        }
    }

    // MARK: Shortcodes

    private static let code: Set<String> = [
        "code", "sourcecode", "source", "php", "java", "js", "javascript", "css", "html", "xml", "sql", "python", "py",
        "bash",
        "shell", "json", "crayon", "pre", "codesyntax", "ruby", "cpp", "csharp", "c", "perl", "text", "plain", "vb",
        "powershell", "diff", "latex",
    ]
    private static let media: Set<String> = [
        "audio", "video", "embed", "youtube", "vimeo", "wpvideo", "playlist", "soundcloud", "googlemaps",
    ]

    /// `php` for `[cc_php]` and `[ccnle_php]` of CodeColorer, `code` for its `[cc]`; else the name itself.
    private static func language(of name: String) -> String {
        guard name.hasPrefix("cc"),
            name.dropFirst(2).prefix(while: { $0 != "_" }).allSatisfy({ "ielsnbw".contains($0) })
        else { return name }
        let language = name.split(separator: "_", maxSplits: 1).dropFirst().first.map(String.init) ?? "code"
        return code.contains(language) ? language : "code"
    }

    private mutating func shortcodes(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x5B) else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        var ends = ShortcodeEnds(bytes)
        while let open = ByteText.find(0x5B, in: bytes, from: index, to: bytes.count) {
            out += bytes[index..<open]
            index = open
            guard let tag = WordPressShortcode(bytes, at: open) else {
                out.append(0x5B)
                index += 1
                continue
            }
            // `[[gallery]]` shows `[gallery]`.
            if open > 0, bytes[open - 1] == 0x5B, tag.end < bytes.count, bytes[tag.end] == 0x5D {
                out.removeLast()
                out += bytes[open..<tag.end]
                index = tag.end + 1
                continue
            }
            let close = tag.isEnd || tag.isWhole ? nil : ends.next(tag.name, from: tag.end)
            let content = close.map { bytes[tag.end..<$0.lowerBound] }
            if let html = replacement(tag, content) {
                out += html
                index = close?.upperBound ?? tag.end
            } else if tag.isEnd ? stripped.contains(tag.name) : Self.isPlugin(tag, isClosed: close != nil) {
                // Builders and plugins: their text stays, with its title and link; their frame goes.
                lose("shortcode:\(tag.name.prefix(40))")
                stripped.insert(tag.name)
                if !tag.isEnd, let address = tag.buttonAddress, let label = label(of: tag, content) {
                    out += "<a href=\"\(ByteText.escaped(address))\">".utf8 + label + "</a>".utf8
                    index = close?.upperBound ?? tag.end
                } else {
                    if !tag.isEnd, let title = tag.title {
                        out += "\n\n<p><strong>\(ByteText.escaped(title))</strong></p>\n\n".utf8
                    }
                    index = tag.end
                }
            } else {
                out.append(0x5B)
                index = open + 1
            }
        }
        return out + bytes[index...]
    }

    /// Shortcodes whose frames were taken away: their ends go too.
    private var stripped: Set<String> = []

    /// What stands on a button: what it encloses, or its title.
    private mutating func label(of tag: WordPressShortcode, _ content: ArraySlice<UInt8>?) -> [UInt8]? {
        if let content, !content.trimmed().isEmpty {
            // What is longer, or holds a link of its own, is no button.
            guard content.count < 1000 else { return nil }
            let label = shortcodes(Array(content))
            return ByteText.find("<a", in: label, from: 0, to: label.count) == nil ? label : nil
        }
        return ["title", "text", "label", "button_text"].lazy.compactMap { tag[$0] }.first.map {
            Array(ByteText.escaped($0).utf8)
        }
    }

    /// Words in brackets are text; what has attributes, an end, or a builder's name is not.
    private static func isPlugin(_ tag: WordPressShortcode, isClosed: Bool) -> Bool {
        if isClosed || (tag.attributes.contains { !$0.name.isEmpty } && !tag.isProse) { return true }
        for prefix in ["vc_", "et_pb_", "fusion_", "su_", "wp_", "bbp-", "av_", "contact-form", "toc", "mc4wp"]
        where tag.name.hasPrefix(prefix) { return true }
        return false
    }

    private mutating func replacement(_ tag: WordPressShortcode, _ content: ArraySlice<UInt8>?) -> [UInt8]? {
        if tag.isEnd { return nil }
        switch tag.name {
        case "caption", "wp_caption": return caption(tag, Array(content ?? []))
        case "gallery":
            let ids = (tag["ids"] ?? tag["include"] ?? "").split { $0 == "," || $0 == " " }.compactMap { Int($0) }
            let images = gallery(ids)
            if images.isEmpty { lose("shortcode:gallery") }
            return Array(
                images.map {
                    "\n\n<p><img src=\"\(ByteText.escaped($0.address))\" alt=\"\(ByteText.escaped($0.caption))\"></p>\n\n"
                }.joined().utf8)
        case _ where Self.media.contains(tag.name):
            lose("shortcode:\(tag.name)")
            let inside = content.map { $0.trimmed().string } ?? ""
            let names = ["src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "url", "id", ""]
            var address = inside.hasPrefix("http") ? inside : names.lazy.compactMap { tag[$0] }.first ?? ""
            if tag.name == "youtube", !address.hasPrefix("http") {
                address = "https://www.youtube.com/watch?v=" + address
            }
            if tag.name == "vimeo", !address.hasPrefix("http") { address = "https://vimeo.com/" + address }
            guard address.hasPrefix("http") else { return [] }
            let shown = ByteText.escaped(address)
            return Array("<a href=\"\(shown)\">\(shown)</a>".utf8)
        case _ where Self.code.contains(Self.language(of: tag.name)):
            let name = Self.language(of: tag.name)
            // `[c]` is code over lines only; many of them would look for one far away.
            guard let content, name.count > 1 || Self.hasLines(content.prefix(4000)) else { return nil }
            let isGeneral = ["code", "sourcecode", "source", "text", "plain", "crayon", "pre", "codesyntax"].contains(
                name)
            let language = tag["language"] ?? tag["lang"] ?? tag["syntax"] ?? (isGeneral ? "" : name)
            return Self.listing(content, language: language)
        default: return nil
        }
    }

    private static func hasLines(_ text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { ByteText.place(of: 0x0A, in: $0, from: 0) != nil }
    }

    /// `[caption …]<img …> text[/caption]`
    private func caption(_ tag: WordPressShortcode, _ content: [UInt8]) -> [UInt8] {
        var text = Array((tag["caption"] ?? "").utf8)
        var image = content
        if text.isEmpty, let end = Self.endOfImage(content) {
            image = Array(content[..<end])
            text = Array(content[end...].trimmed())
        }
        return Array("<figure>".utf8) + image.trimmed() + Array("<figcaption>".utf8) + text
            + Array("</figcaption></figure>".utf8)
    }

    private static func endOfImage(_ content: [UInt8]) -> Int? {
        guard let image = ByteText.find("<img", in: content, from: 0, to: content.count),
            var end = ByteText.find(0x3E, in: content, from: image, to: content.count)
        else { return nil }
        end += 1
        // The link around the image belongs to it.
        var next = end
        while next < content.count, content[next] <= 0x20 { next += 1 }
        return ByteText.has("</a>", in: content, at: next, to: content.count) ? next + 4 : end
    }
}
