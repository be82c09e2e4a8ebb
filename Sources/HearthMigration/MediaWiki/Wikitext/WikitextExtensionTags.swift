/// The `<ref>`s of a page: numbers by order, and texts by name.
struct WikitextFootnotes {
    struct Note {
        var label: String
        var html: [UInt8]?
    }

    private(set) var notes: [Note] = []
    private var byName: [String: Int] = [:]

    /// The label of a reference; a name is used again.
    mutating func label(name: String?, group: String) -> (index: Int, label: String) {
        let key = name.map { group + "\u{1}" + $0 }
        if let key, let index = byName[key] { return (index, notes[index].label) }
        notes.append(Note(label: String(notes.count + 1), html: nil))
        if let key { byName[key] = notes.count - 1 }
        return (notes.count - 1, notes[notes.count - 1].label)
    }

    mutating func set(_ html: [UInt8], at index: Int) {
        if notes[index].html == nil { notes[index].html = html }
    }
}

// Tags whose content is no wikitext of the page around them.

extension WikitextExpander {
    /// What `<name attributes>content</name>` becomes: a marker, or text that is parsed on.
    mutating func extensionTag(
        _ name: String, _ attributes: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>?, in frame: WikitextFrame
    ) -> [UInt8] {
        let text = content ?? []
        switch name {
        case "nowiki":
            var html: [UInt8] = []
            ByteText.escape(text, into: &html, references: true)
            return strip(html, isBlock: false)
        case "pre": return preformatted(text)
        case "source", "syntaxhighlight": return code(text, attributes)
        case "ref": return reference(text, attributes, in: frame, isDefinition: content != nil)
        case "references":
            // Texts of notes may stand here; the notes themselves are collected at the end of the page.
            _ = expand(parse(Array(text)), in: frame)
            return strip(Self.referencesPlace, isBlock: true)
        case "gallery": return gallery(text, in: frame)
        case "math", "chem", "ce":
            lose("element:\(name)")
            var html = Array("<code>".utf8)
            ByteText.escape(text.trimmed(), into: &html)
            return strip(html + Array("</code>".utf8), isBlock: false)
        case "poem":
            let body = Array(text.trimmed()).split(separator: 0x0A, omittingEmptySubsequences: false)
                .joined(separator: Array("<br>\n".utf8))
            return expand(parse(Array(body)), in: frame)
        case "tabber": return tabs(text, in: frame)
        case "html": return rawHTML(text)
        case "imagemap":
            lose("element:imagemap")
            let first = text.trimmed().prefix { $0 != 0x0A }
            return Array("[[".utf8) + first + Array("]]".utf8)
        case "languages", "templatestyles", "templatedata", "section", "indicator": return []
        case _ where !WikitextTreeBuilder.extensionTags.contains(name):
            lose("element:\(name)")
            if WikitextForeignTags.isProse(text, in: name) {
                return Array("\n\n".utf8) + expand(parse(Array(text)), in: frame) + Array("\n\n".utf8)
            }
            // Code in some language, a diagram, a formula: as it was typed it says most.
            let isMarkup = text.prefix(name.utf8.count + 1).map(\.asciiLower).elementsEqual("<\(name)".utf8)
            return fence(text, language: isMarkup ? "xml" : name)
        default:
            lose("element:\(name)")
            return []
        }
    }

    /// Marks where `<references/>` stood; `WikitextParser` takes an empty heading above it away.
    static let referencesPlace = Array("<!--references-->".utf8)

    /// The value of an attribute, `name="value"` or `name=value`.
    static func attribute(_ name: String, in attributes: ArraySlice<UInt8>) -> String? {
        for (key, value) in WikitextSanitizer.attributes(attributes) where key == name {
            return ByteText.decodeReferences(value)
        }
        return nil
    }

    private mutating func preformatted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var html = Array("<pre>\n".utf8)
        var plain = Array(text.first == 0x0A ? text.dropFirst() : text)
        for tag in ["<nowiki>", "</nowiki>"] {
            if plain.count >= tag.utf8.count { plain = Array(plain.string.replacing(tag, with: "").utf8) }
        }
        ByteText.escape(plain, into: &html, references: true)
        return strip(html + Array("</pre>".utf8), isBlock: true)
    }

    private mutating func code(_ text: ArraySlice<UInt8>, _ attributes: ArraySlice<UInt8>) -> [UInt8] {
        let attributes = WikitextSanitizer.attributes(attributes)
        func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
        if value("inline") != nil || value("enclose") == "none", !text.contains(0x0A) {
            var html = Array("<code>".utf8)
            ByteText.escape(text.trimmed(), into: &html)
            return strip(html + "</code>".utf8, isBlock: false)
        }
        return fence(text, language: ByteText.decodeReferences(value("lang") ?? value("language") ?? ""))
    }

    private mutating func fence(_ text: ArraySlice<UInt8>, language: String) -> [UInt8] {
        var html = Array("<pre".utf8)
        let name = CodeLanguage.of(language).utf8.filter {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2B || $0 == 0x23 || $0 == 0x2D
        }
        if !name.isEmpty { html += " class=\"lang-".utf8 + name + "\"".utf8 }
        html += ">\n".utf8
        // Blank lines around the code are how people typed it.
        var start = text.startIndex
        var end = text.endIndex
        while let feed = text[start..<end].firstIndex(of: 0x0A), text[start..<feed].allSatisfy({ $0 <= 0x20 }) {
            start = feed + 1
        }
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        ByteText.escape(text[start..<end], into: &html)
        html += "</pre>".utf8
        return strip(html, isBlock: true)
    }

    /// `<html>` of a wiki that takes raw HTML (`$wgRawHtml`), closed where it leaves its elements open; what is unsafe in it
    /// is left out with that of the rest of the page.
    private mutating func rawHTML(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let source = text.string
        let limited = HTMLDepthLimit.limited(source)
        if limited != nil { lose("nesting:too-deep") }
        var writer = WikitextRawHTML(origin: site.origin ?? "")
        let html = writer.html(GumboTree(limited ?? source))
        for loss in writer.losses { lose(loss) }
        return strip(html, isBlock: false)
    }

    private mutating func reference(
        _ text: ArraySlice<UInt8>, _ attributes: ArraySlice<UInt8>, in frame: WikitextFrame, isDefinition: Bool
    ) -> [UInt8] {
        let name = Self.attribute("name", in: attributes)
        let (index, label) = footnotes.label(name: name, group: Self.attribute("group", in: attributes) ?? "")
        if isDefinition, !text.trimmed().isEmpty {
            var inner = expand(parse(Array(text)), in: frame)
            inner = Array(inner.trimmed())
            footnotes.set(inner, at: index)
        }
        return strip(Array("<hearth-footnote label=\"\(label)\"></hearth-footnote>".utf8), isBlock: false)
    }

    /// What a click on a tab would show stands one below the other: `Name=text`, with `|-|` between them.
    /// https://www.mediawiki.org/wiki/Extension:Tabber
    private mutating func tabs(_ text: ArraySlice<UInt8>, in frame: WikitextFrame) -> [UInt8] {
        var out: [UInt8] = []
        for tab in text.string.split(separator: "|-|") {
            let parts = tab.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Array(parts[0].utf8).trimmed().string
            let isNamed = parts.count > 1 && !name.isEmpty && !name.contains("\n")
            let whole = isNamed ? "\n\n'''\(name)'''\n\n" + parts[1].drop { $0 == " " } : String(tab)
            out += expand(parse(Array(whole.utf8)), in: frame)
        }
        return out + "\n".utf8
    }

    /// A list of images with their captions.
    private mutating func gallery(_ text: ArraySlice<UInt8>, in frame: WikitextFrame) -> [UInt8] {
        var out = Array("\n".utf8)
        for line in text.split(separator: 0x0A) {
            let line = line.trimmed()
            let bar = line.firstIndex(of: 0x7C) ?? line.endIndex
            var name = line[..<bar].string
            guard !name.isEmpty else { continue }
            if let colon = name.firstIndex(of: ":"),
                site.namespaces.number(of: String(name[..<colon])) == WikiNamespaces.file
            {
                name = String(name[name.index(after: colon)...])
            }
            let options = line[bar...].dropFirst().split(separator: 0x7C).map { $0.string }
            let caption = options.filter { !$0.hasPrefix("alt=") && !$0.hasPrefix("link=") }.joined(separator: "|")
            let inner = expand(parse(Array(caption.utf8)), in: frame)
            out += Array("* [[\(WikiTitle.fileMark)\(name)]] ".utf8) + inner + [0x0A]
        }
        return out
    }
}

/// Names of languages of code as people write them behind a fence.
enum CodeLanguage {
    private static let names = [
        "html4strict": "html", "html5": "html", "xhtml": "html", "text": "", "plain": "", "none": "", "plaintext": "",
        "mysql": "sql", "plsql": "sql", "tsql": "sql", "java5": "java", "dos": "bat", "js": "javascript",
        "jquery": "javascript", "py": "python", "c#": "csharp", "actionscript3": "actionscript", "winbatch": "bat",
        "email": "", "code": "", "txt": "",
    ]

    /// In lower case, old highlighters' own names replaced.
    static func of(_ name: String) -> String {
        let lower = Array(name.utf8).trimmed().string.lowercased()
        return names[lower] ?? lower
    }
}

extension WikiTitle {
    /// Every wiki understands this name of the namespace of files.
    static let fileMark = "File:"
}
