/// Names by which tags, shortcodes, blocks and functions of plugins say that only some readers see what they hold. There
/// are hundreds of such plugins and no list of them, but they are called by what they do.
enum ClosingName {
    /// What names of all systems have in common: `<restricted>`, `[members_only]`, `wp:pmpro/membership`.
    static let words = [
        "private", "restrict", "member", "protect", "loggedin", "logged_in", "logged-in", "loggedout", "logged_out",
        "logged-out", "subscriber", "access", "visible_to", "visible-to", "visibleto", "secret", "confidential",
        "password", "paywall", "eyesonly", "user_role",
    ]
    /// Words that hold one of those and mean something else.
    static let openWords = ["accessib", "accesskey", "remember"]

    /// Whole names in the texts of wikis.
    private static let names: Set<String> = [
        "acl", "admin", "admins", "anon", "auth", "crypt", "decrypt", "encrypt", "encrypted", "guest", "guests",
        "internal", "loggedin", "nodisp", "secure", "secured", "staff", "sysop", "sysops", "users",
    ]
    private static let conditions = ["if", "show", "hide", "allow", "deny", "require", "for"]
    private static let readers = [
        "user", "group", "role", "login", "logged", "anon", "sysop", "auth", "permission", "admin", "staff", "team",
        "employee",
    ]

    /// Whether a tag or function of a wiki is called after readers: by a word, or by a condition on who they are, such as
    /// `ifingroup`, `showif-loggedin` or `adminonly`.
    static func isOfWiki(_ name: String) -> Bool {
        if holds(name, openWordBytes) { return false }
        return holds(name, wordBytes) || isCondition(name)
    }

    private static let wordBytes = words.map { Array($0.utf8) }
    private static let openWordBytes = openWords.map { Array($0.utf8) }
    private static let readerBytes = readers.map { Array($0.utf8) }
    private static let authorBytes = [Array("author".utf8)]

    /// Every tag of a wiki is asked this, and a search by characters takes longer than reading its page.
    private static func holds(_ name: String, _ words: [[UInt8]]) -> Bool {
        var name = name
        return name.withUTF8 { name in
            words.contains { word in
                name.count >= word.count
                    && (0...(name.count - word.count)).contains { start in
                        name[start] == word[0] && name[start..<(start + word.count)].elementsEqual(word)
                    }
            }
        }
    }

    /// Whether a name is that of a kind of readers, or a condition on who they are.
    static func isCondition(_ name: String) -> Bool {
        if names.contains(name) { return true }
        let plain = holds(name, authorBytes) ? name.replacing("author", with: "") : name
        return (conditions.contains { plain.hasPrefix($0) } || plain.hasSuffix("only")) && speaksOfReaders(plain)
    }

    /// What macros of Confluence are called besides: they hold a part of a page, with the readers as parameters.
    private static let macroNames: Set<String> = [
        "show-if", "hide-if", "showif", "hideif", "visibility-show", "visibility-hide", "show-to", "show-for",
        "hide-from", "hide-for", "visible-for", "visible-if", "visibility",
    ]
    private static let macroParts: Set<Substring> = ["content", "text", "section", "block", "macro", "area", "page"]
    /// Ways in, and lists of people.
    private static let openMacros = ["access-point", "access-map", "team"]

    /// Whether a macro of Confluence is called after readers: `secret`, `visible-for`, `secure-content`.
    static func isOfMacro(_ name: String) -> Bool {
        let name = name.lowercased().replacing("_", with: "-")
        if macroNames.contains(name) { return true }
        if openMacros.contains(where: { name.contains($0) }) || name.hasPrefix("form") { return false }
        if isOfWiki(name) || (name.contains("visible") && speaksOfReaders(name)) { return true }
        let words = name.split(separator: "-")
        guard words.count > 1, let first = words.first, let last = words.last else { return false }
        return macroParts.contains(last) && (first == "hidden" || names.contains(String(first)))
    }

    /// Whether a condition asks who reads: `user=jo|group=staff`.
    static func speaksOfReaders(_ condition: String) -> Bool { holds(condition, readerBytes) }
}

/// Looks in the text of a wiki for tags that show their inside to some readers only. The whole page is closed then: a
/// static page is the same for all.
struct ClosingTags {
    /// Tags that close a page wherever they stand: their plugins look at nothing but the text.
    private static let certain: Set<String> = ["accesscontrol", "ifauth", "nodisp"]

    /// Tags whose inside is shown as it stands.
    let code: Set<String>
    /// Whether a line that begins with two spaces is code, unless it is an item of a list.
    var indentIsCode = false
    /// Whether `{{#name:` calls a function.
    var hasFunctions = false

    static let mediaWiki = ClosingTags(
        code: ["nowiki", "pre", "source", "syntaxhighlight", "code", "math"], hasFunctions: true)
    static let dokuWiki = ClosingTags(code: ["nowiki", "code", "file", "html", "php"], indentIsCode: true)

    /// The name of the first such tag; nil when there is none. A tag that is only called after readers must have an end:
    /// without one, `-p<password>` is a word.
    func first(in text: [UInt8]) -> String? {
        var codeEnd = 0
        var endless: Set<String> = []
        var open: Set<String> = []
        var judged: [String: Bool] = [:]
        func isClosing(_ name: String) -> Bool {
            if let known = judged[name] { return known }
            judged[name] = ClosingName.isOfWiki(name)
            return judged[name] ?? true
        }
        var index = 0
        while let mark = text[index...].firstIndex(where: { $0 == 0x3C || $0 == 0x7B || $0 == 0x25 }) {
            index = mark + 1
            let isCode = mark < codeEnd
            // What is open already may end in there: its own reader knows of no comments.
            if !isCode, open.isEmpty, startsPlain(text, at: mark), !endless.contains("plain") {
                if let end = plainEnd(text, from: mark) {
                    codeEnd = end
                } else if hasFunctions {
                    endless.insert("plain")
                }
                continue
            }
            if text[mark] == 0x25 { continue }
            if text[mark] == 0x7B {
                if hasFunctions, !isCode, let name = function(text, at: mark), isClosing(name) {
                    return name
                }
                continue
            }
            let isEnd = index < text.count && text[index] == 0x2F
            if isEnd { index += 1 }
            let name = Self.name(text, at: index)
            guard !name.isEmpty else { continue }
            index += name.utf8.count
            if !isEnd, Self.certain.contains(name) { return name }
            if isCode { continue }
            if code.contains(name) {
                if !isEnd, !endless.contains(name) {
                    if let end = Self.end(of: name, in: text, from: index) {
                        codeEnd = end
                    } else {
                        endless.insert(name)
                    }
                }
            } else if indentIsCode, Self.isIndented(text, at: mark) {
                continue
            } else if isEnd {
                if open.contains(name) { return name }
            } else if isClosing(name)
                || ["if", "showif"].contains(name) && ClosingName.speaksOfReaders(Self.condition(text, at: index))
            {
                open.insert(name)
            }
        }
        return nil
    }

    /// Whether a comment of MediaWiki begins here, or DokuWiki's `%%text%%`.
    private func startsPlain(_ text: [UInt8], at mark: Int) -> Bool {
        if hasFunctions { return ByteText.has("<!--", in: text, at: mark, to: text.count) }
        return ByteText.has("%%", in: text, at: mark, to: text.count) && !Self.isIndented(text, at: mark)
    }

    /// The end of that; nil when it has none. The signs of percentages must meet on one line: those of an address may
    /// stand alone.
    private func plainEnd(_ text: [UInt8], from mark: Int) -> Int? {
        if hasFunctions { return ByteText.find("-->", in: text, from: mark + 4, to: text.count).map { $0 + 3 } }
        let end = text[mark...].firstIndex(of: 0x0A) ?? text.count
        return ByteText.find("%%", in: text, from: mark + 2, to: end).map { $0 + 2 }
    }

    private static func name(_ text: [UInt8], at index: Int) -> String {
        let name = text[index...].prefix(40).prefix {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D || $0 == 0x5F
        }
        guard let first = name.first, first.isASCIILetter else { return "" }
        return String(decoding: name.map(\.asciiLower), as: UTF8.self)
    }

    private static func condition(_ text: [UInt8], at index: Int) -> String {
        String(
            decoding: text[index...].prefix(200).prefix { $0 != 0x3E && $0 != 0x0A }.map(\.asciiLower), as: UTF8.self)
    }

    /// `{{#name:…}}`; `{{#tag:name|…}}` writes a tag.
    private func function(_ text: [UInt8], at mark: Int) -> String? {
        guard text[mark...].starts(with: "{{#".utf8) else { return nil }
        let name = Self.name(text, at: mark + 3)
        let end = mark + 3 + name.utf8.count
        guard !name.isEmpty, end < text.count, text[end] == 0x3A else { return nil }
        return name == "tag" ? Self.name(text, at: text[(end + 1)...].firstIndex { $0 > 0x20 } ?? end + 1) : name
    }

    private static func end(of name: String, in text: [UInt8], from start: Int) -> Int? {
        var index = start
        while let mark = ByteText.find("</", in: text, from: index, to: text.count) {
            index = mark + 2
            if Self.name(text, at: index) == name { return mark }
        }
        return nil
    }

    /// Whether the line of `index` is code by its spaces.
    private static func isIndented(_ text: [UInt8], at index: Int) -> Bool {
        // Long lines are no code, and each tag of one would look for its beginning.
        let line = text[max(0, index - 400)..<index]
        guard let start = line.lastIndex(of: 0x0A).map({ $0 + 1 }) ?? (index <= 400 ? 0 : nil) else { return false }
        let spaces = text[start..<index].prefix { $0 == 0x20 }.count
        guard spaces >= 2 else { return text[start] == 0x09 && start < index }
        return start + spaces >= index || text[start + spaces] != 0x2A && text[start + spaces] != 0x2D
    }
}
