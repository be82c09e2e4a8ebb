import HearthModel

/// A text between `{{#t}}` and `{{/t}}` in a template, cut into words and what stands between them.
///
/// Translators see `Replaced by <a>{title}</a>.` for `Replaced by <a href="{{href}}">{{title}}</a>.`: tags without
/// attributes, names in single braces, `{}` for `{{.}}`, and a whole section as `{name}`. Attributes and templates stay as they
/// are, whatever the translation says; its words are escaped.
struct MarkedText {
    private enum Piece {
        case words(ArraySlice<UInt8>)
        /// What translators see of it, and what the template has there.
        case fixed(String, [UInt8])
    }

    private var pieces: [Piece] = []
    /// The text by which a translation is found, with its context; white space around it left out.
    private(set) var english = ""

    /// `inside` is what stands between the marks; `translate` makes what its sections hold.
    init(_ inside: ArraySlice<UInt8>, translate: (ArraySlice<UInt8>) -> [UInt8]) {
        var rest = inside
        var start = rest.startIndex
        while let place = rest.firstIndex(where: { $0 == 0x3C || $0 == 0x7B }) {
            guard let (name, bytes, end) = Self.fixed(inside[place...], translate) else {
                rest = inside[(place + 1)...]
                continue
            }
            if start < place { pieces.append(.words(inside[start..<place])) }
            pieces.append(.fixed(name, bytes))
            rest = inside[end...]
            start = end
        }
        if start < inside.endIndex { pieces.append(.words(inside[start...])) }
        english = pieces.reduce(into: "") { text, piece in
            switch piece {
            case .words(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .fixed(let name, _): text += name
            }
        }
        english = String(english.drop { $0 == " " })
        while english.last == " " { english.removeLast() }
    }

    /// The tag, name or section that `bytes` begins with, if it is one, and where it ends.
    private static func fixed(
        _ bytes: ArraySlice<UInt8>, _ translate: (ArraySlice<UInt8>) -> [UInt8]
    ) -> (String, [UInt8], Int)? {
        if bytes.first == 0x3C {
            guard let end = endOfTag(bytes) else { return nil }
            let name = bytes[..<end].dropFirst().prefix { $0 == 0x2F || isLetter($0) }
            guard name.contains(where: isLetter) else { return nil }
            return ("<" + String(decoding: name, as: UTF8.self) + ">", Array(bytes[..<end]), end)
        }
        guard let tag = MustacheTag(bytes) else { return nil }
        guard tag.sign == 0x23 || tag.sign == 0x5E else {
            return ("{" + (tag.name == "." ? "" : tag.name) + "}", Array(bytes[..<tag.end]), tag.end)
        }
        guard var end = tag.endOfSection(in: bytes) else { return nil }
        // What stands there where the section has nothing belongs to the same place in the sentence.
        if let other = MustacheTag(bytes[end...]), other.sign == 0x5E, other.name == tag.name,
            let otherEnd = other.endOfSection(in: bytes[end...])
        {
            end = otherEnd
        }
        return ("{" + tag.name + "}", translate(bytes[..<end]), end)
    }

    /// A tag may have templates in its attributes, and these a `>`.
    private static func endOfTag(_ bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if let tag = MustacheTag(bytes[index...]) {
                index = tag.end
            } else if bytes[index] == 0x3E {
                return index + 1
            } else {
                index += 1
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    /// The text as it stands, without its context.
    var untranslated: [UInt8] {
        var out: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .words(let bytes):
                if let mark = bytes.indices.first(where: { bytes[$0...].starts(with: [0x23, 0x23]) }) {
                    return out + bytes[..<mark]
                }
                out += bytes
            case .fixed(_, let bytes): out += bytes
            }
        }
        return out
    }

    /// `translation` with what the template has in the places of its tags and names; white space around stays.
    func translated(_ translation: String) -> [UInt8] {
        var places: [String: [[UInt8]]] = [:]
        for case .fixed(let name, let bytes) in pieces.reversed() { places[name, default: []].append(bytes) }
        var out: [UInt8] = []
        if case .words(let first)? = pieces.first { out += first.prefix { $0 == 0x20 } }
        for part in WordMarks.parts(of: translation) {
            if part.isMark, let bytes = places[part.text]?.popLast() {
                out += bytes
            } else {
                for byte in part.text.utf8 { Self.appendEscaped(byte, &out) }
            }
        }
        if case .words(let last)? = pieces.last {
            out += last.reversed().prefix { $0 == 0x20 }
        }
        return out
    }

    private static func appendEscaped(_ byte: UInt8, _ out: inout [UInt8]) {
        switch byte {
        case 0x26: out += "&amp;".utf8
        case 0x3C: out += "&lt;".utf8
        case 0x3E: out += "&gt;".utf8
        case 0x22: out += "&quot;".utf8
        case 0x27: out += "&#39;".utf8
        case 0x7B: out += "&#123;".utf8
        case 0x7D: out += "&#125;".utf8
        case 0x0A, 0x0D: out.append(0x20)
        default: out.append(byte)
        }
    }
}

/// `{{#name}}` at the beginning of a piece of a template.
private struct MustacheTag {
    /// `#`, `^`, `/` and the like; 0 for a plain name.
    var sign: UInt8 = 0
    var name: String
    /// Behind the closing braces.
    var end: Int

    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.starts(with: [0x7B, 0x7B]) else { return nil }
        let isTriple = bytes.dropFirst(2).first == 0x7B
        let start = bytes.startIndex + (isTriple ? 3 : 2)
        var index = start
        while index + 1 < bytes.endIndex, bytes[index] != 0x7D || bytes[index + 1] != 0x7D { index += 1 }
        guard index + 1 < bytes.endIndex else { return nil }
        var inside = bytes[start..<index].filter { $0 != 0x20 }[...]
        if let first = inside.first, "#^/>!&<$=%".utf8.contains(first) {
            sign = first
            inside = inside.dropFirst()
        }
        name = String(decoding: inside, as: UTF8.self)
        end = index + 2
        if isTriple, end < bytes.endIndex, bytes[end] == 0x7D { end += 1 }
    }

    /// Behind the tag that closes this one, which `bytes` begins with.
    func endOfSection(in bytes: ArraySlice<UInt8>) -> Int? {
        var depth = 1
        var index = end
        while index < bytes.endIndex {
            guard bytes[index] == 0x7B, let tag = MustacheTag(bytes[index...]) else {
                index += 1
                continue
            }
            if tag.name == name {
                if tag.sign == 0x23 || tag.sign == 0x5E { depth += 1 }
                if tag.sign == 0x2F { depth -= 1 }
                if depth == 0 { return tag.end }
            }
            index = tag.end
        }
        return nil
    }
}

/// The marked texts of templates and scripts.
enum WordMarks {
    private static let open = Array("{{#t}}".utf8)
    private static let close = Array("{{/t}}".utf8)

    /// `template` with its marked texts in the language of `words`; a mark that is not closed stays, for the parser to tell.
    static func translate(template: [UInt8], _ words: Words) -> [UInt8] {
        translate(template: template[...], words) { _ in }
    }

    /// All marked texts of `template`, for the list of words.
    static func texts(ofTemplate template: [UInt8]) -> [String] {
        var found: [String] = []
        _ = translate(template: template[...], .english) { found.append($0) }
        return found
    }

    private static func translate(
        template: ArraySlice<UInt8>, _ words: Words, note: (String) -> Void
    ) -> [UInt8] {
        var out: [UInt8] = []
        var rest = template
        while let start = place(of: open, in: rest), let end = matchingClose(rest[(start + open.count)...]) {
            out += rest[..<start]
            let marked = MarkedText(rest[(start + open.count)..<end]) { translate(template: $0, words, note: note) }
            note(marked.english)
            if case .text(let translation)? = words[marked.english] {
                out += marked.translated(translation)
            } else {
                out += marked.untranslated
            }
            rest = rest[(end + close.count)...]
        }
        return out + rest
    }

    private static func place(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while let brace = bytes[index...].firstIndex(of: 0x7B) {
            if bytes[brace...].starts(with: mark) { return brace }
            index = brace + 1
        }
        return nil
    }

    /// Where the mark ends that begins before `bytes`: marks may stand in sections of marked texts.
    private static func matchingClose(_ bytes: ArraySlice<UInt8>) -> Int? {
        var depth = 1
        var index = bytes.startIndex
        while let brace = bytes[index...].firstIndex(of: 0x7B) {
            if bytes[brace...].starts(with: open) { depth += 1 }
            if bytes[brace...].starts(with: close) {
                depth -= 1
                if depth == 0 { return brace }
            }
            index = brace + 1
        }
        return nil
    }

    // MARK: - Translations

    /// A piece of a translation: `<a>`, `{title}`, or words.
    struct Part: Equatable {
        var text: String
        var isMark: Bool
    }

    /// `Ersetzt durch <a>{title}</a>` in its pieces.
    static func parts(of translation: String) -> [Part] {
        var parts: [Part] = []
        var rest = translation[...]
        while let open = rest.firstIndex(where: { $0 == "<" || $0 == "{" }) {
            let end: Character = rest[open] == "<" ? ">" : "}"
            guard let close = rest[open...].firstIndex(of: end),
                rest[rest.index(after: open)..<close].allSatisfy({ $0.isLetter || $0.isNumber || "./_-()".contains($0) }
                )
            else {
                parts.append(Part(text: String(rest[...open]), isMark: false))
                rest = rest[rest.index(after: open)...]
                continue
            }
            if open > rest.startIndex { parts.append(Part(text: String(rest[..<open]), isMark: false)) }
            parts.append(Part(text: String(rest[open...close]), isMark: true))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(Part(text: String(rest), isMark: false)) }
        return parts
    }

    /// The tags and names of a text, in alphabetical order: those of a translation are the same.
    static func marks(of text: String) -> [String] {
        parts(of: Words.visible(text)).filter(\.isMark).map(\.text).sorted()
    }
}
