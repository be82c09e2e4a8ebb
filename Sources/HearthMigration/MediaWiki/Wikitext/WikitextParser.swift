import HearthModel

/// Wikitext to HTML, step by step as MediaWiki does it, so that the corner cases that people rely on come out as on
/// their wiki: templates, tags, tables, headings, links, apostrophes, addresses, lists and paragraphs.
///
/// The HTML goes through gumbo and `HTMLToMarkdown` like any other, which closes what is open and drops what is unsafe.
/// https://www.mediawiki.org/wiki/Specs/wikitext and the parser tests of MediaWiki are the reference.
struct WikitextParser {
    struct Result {
        var html: [UInt8]
        /// Names of categories, each once, in order.
        var categories: [String]
        /// Pages that are linked and not there.
        var missing: [String]
        var losses: [String]
        /// `{{DISPLAYTITLE:…}}`
        var displayTitle: String?
    }

    private var expander: WikitextExpander
    private var links: WikitextLinks

    init(site: any WikitextSite, page: WikiTitle, date: Timestamp? = nil) {
        expander = WikitextExpander(site: site, page: page, date: date)
        links = WikitextLinks(site: site, page: page)
    }

    mutating func parse(_ wikitext: [UInt8]) -> Result {
        let expanded = expander.expandPage(wikitext)
        links.site = expander.site
        var html = blocks(expanded)
        html = unstrip(html, depth: 0)
        html = Self.withoutReferenceHeadings(html)
        html += footnotes()
        var seen: Set<String> = []
        return Result(
            html: html, categories: links.found.categories.filter { seen.insert($0).inserted },
            missing: links.found.missing.filter { seen.insert("\u{1}" + $0).inserted },
            losses: expander.losses + links.found.losses, displayTitle: expander.displayTitle)
    }

    /// Everything between the expansion of templates and the return of what was stripped.
    private mutating func blocks(_ text: [UInt8]) -> [UInt8] {
        var text = WikitextSanitizer.sanitize(text)
        text = WikitextTables.convert(text)
        text = Self.rulesAndHeadings(text)
        text = links.convert(text)
        text = WikitextQuotes.convert(text)
        text = WikitextExternalLinks.convert(text)
        return WikitextBlocks.convert(text, stripped: expander.stripped)
    }

    /// Notes that a reference points to; one without a text keeps its number and a dash.
    private mutating func footnotes() -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        // A note may hold references to others.
        while index < expander.footnotes.notes.count {
            let note = expander.footnotes.notes[index]
            out += "<hearth-definition label=\"\(note.label)\">".utf8
            out += unstrip(blocks(note.html ?? []), depth: 0)
            out += "</hearth-definition>\n".utf8
            index += 1
        }
        return out
    }

    private func unstrip(_ text: [UInt8], depth: Int) -> [UInt8] {
        guard depth < 20, ByteText.find(WikitextExpander.marker, in: text, from: 0, to: text.count) != nil else {
            return text
        }
        var out: [UInt8] = []
        out.reserveCapacity(text.count * 2)
        var index = 0
        while let open = ByteText.find(WikitextExpander.marker, in: text, from: index, to: text.count) {
            out += text[index..<open]
            guard let close = ByteText.find(WikitextExpander.marker, in: text, from: open + 1, to: text.count) else {
                index = open + 1
                break
            }
            if let number = Int(text[(open + 1)..<close].string), number < expander.stripped.count {
                out += unstrip(expander.stripped[number].html, depth: depth + 1)
            }
            index = close + 1
        }
        return out + text[index...]
    }

    // MARK: Lines

    /// `----`, `== Heading ==` and `__NOTOC__`.
    private static func rulesAndHeadings(_ source: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(source.count + source.count / 16)
        let text = withoutSwitches(source)
        let lines = ByteText.lines(text)
        for (number, line) in lines.enumerated() {
            let bytes = text[line]
            if bytes.first == 0x3D, let (level, content) = heading(bytes) {
                out += Array("<h\(level)>".utf8) + content + Array("</h\(level)>".utf8)
            } else if bytes.starts(with: "----".utf8) {
                out += Array("<hr>".utf8) + bytes.drop { $0 == 0x2D }
            } else {
                out += bytes
            }
            if number + 1 < lines.count { out.append(0x0A) }
        }
        return out
    }

    private static func heading(_ line: ArraySlice<UInt8>) -> (level: Int, content: ArraySlice<UInt8>)? {
        var end = line.endIndex
        while end > line.startIndex, line[end - 1] <= 0x20 { end -= 1 }
        let text = line[line.startIndex..<end]
        var level = 0
        while level < 6, level * 2 + 2 < text.count, text[text.startIndex + level] == 0x3D,
            text[text.endIndex - 1 - level] == 0x3D
        {
            level += 1
        }
        guard level > 0 else { return nil }
        let content = text[(text.startIndex + level)..<(text.endIndex - level)].trimmed()
        return content.isEmpty ? nil : (level, content)
    }

    /// `__TOC__`, `__NOINDEX__` and their like, in any language: capitals between double underscores.
    private static func withoutSwitches(_ source: [UInt8]) -> [UInt8] {
        guard ByteText.find("__", in: source, from: 0, to: source.count) != nil else { return source }
        var out: [UInt8] = []
        var index = 0
        while let open = ByteText.find("__", in: source, from: index, to: source.count) {
            out += source[index..<open]
            var end = open + 2
            while end < source.count, (0x41...0x5A).contains(source[end]) || source[end] >= 0xC3 { end += 1 }
            let name = source[(open + 2)..<end].string
            if switches.contains(name), end + 1 < source.count, source[end] == 0x5F, source[end + 1] == 0x5F {
                index = end + 2
            } else {
                out.append(0x5F)
                index = open + 1
            }
        }
        return out + source[index...]
    }

    private static let switches: Set<String> = [
        "NOTOC", "FORCETOC", "TOC", "NOEDITSECTION", "NEWSECTIONLINK", "NONEWSECTIONLINK", "NOGALLERY", "HIDDENCAT",
        "INDEX",
        "NOINDEX", "STATICREDIRECT", "NOCONTENTCONVERT", "NOCC", "NOTITLECONVERT", "NOTC", "START", "END",
        "INHALTSVERZEICHNIS",
        "KEIN_INHALTSVERZEICHNIS", "KEININHALTSVERZEICHNIS", "ABSCHNITTE_NICHT_BEARBEITEN", "AUCUNSOMMAIRE", "SOMMAIRE",
        "EXPECTUNUSEDCATEGORY", "DISAMBIG",
    ]

    /// Hearth lists footnotes below the text under its own heading: one that stood only for `<references/>` would be
    /// left without content.
    private static func withoutReferenceHeadings(_ html: [UInt8]) -> [UInt8] {
        let mark = WikitextExpander.referencesPlace
        guard ByteText.find(0x21, in: html, from: 0, to: html.count) != nil,
            ByteText.find("<!--references-->", in: html, from: 0, to: html.count) != nil
        else { return html }
        var out: [UInt8] = []
        var index = 0
        while let place = ByteText.find("<!--references-->", in: html, from: index, to: html.count) {
            out += html[index..<place]
            index = place + mark.count
            let rest = html[index...].trimmed()
            // A heading, a rule or a box is what follows a section, not what belongs to it.
            let isAlone =
                rest.isEmpty || (rest.starts(with: "<h".utf8) && rest.dropFirst(2).first?.isASCIIDigit ?? false)
                || ["<hr", "<table", "<div"].contains { rest.starts(with: $0.utf8) }
            let trimmed = out.trimmed()
            if isAlone, trimmed.count > 5, trimmed.suffix(5).starts(with: "</h".utf8), trimmed.last == 0x3E,
                let open = lastHeading(in: out)
            {
                out.removeSubrange(open...)
            }
        }
        return out + html[index...]
    }

    private static func lastHeading(in html: [UInt8]) -> Int? {
        var index = html.count - 6
        while index >= 0 {
            if html[index] == 0x3C, html[index + 1] == 0x68, html[index + 2].isASCIIDigit { return index }
            index -= 1
        }
        return nil
    }
}

/// Wikitext or its HTML as plain words.
enum WikitextText {
    /// The text without tags and markers.
    static func plain(_ html: [UInt8]) -> String {
        var out: [UInt8] = []
        var index = 0
        while index < html.count {
            switch html[index] {
            case 0x3C: index = ByteText.find(0x3E, in: html, from: index, to: html.count) ?? html.count
            case WikitextExpander.marker:
                index = ByteText.find(WikitextExpander.marker, in: html, from: index + 1, to: html.count) ?? html.count
            case 0x27 where index + 1 < html.count && html[index + 1] == 0x27:
                while index + 1 < html.count, html[index + 1] == 0x27 { index += 1 }
            default: out.append(html[index])
            }
            index += 1
        }
        return ByteText.decodeReferences(out.trimmed().string)
    }
}
