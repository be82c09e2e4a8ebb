import HearthModel

// Texts that hold something for some readers only: shortcodes and blocks by their names, or by what they ask.

extension WordPressPrivacy {
    /// Parts of names that plugins give to what only some may read: `[private]`, `[restrict]`, `[members_only]`,
    /// `[um_loggedin]`, `wp:pmpro/membership`.
    private static let closingWords =
        ClosingName.words + [
            "paid", "hide", "hidden", "role_", "-role", "_role", "visitor", "client", "passster", "premium-content",
            "content_control", "groups_can", "enrolled", "not_logged",
        ]
    /// Whole names that are too short to look for within others.
    private static let closingNames: Set<String> = [
        "aam", "student", "guest", "guests", "course_complete", "course_inprogress", "course_notstarted", "mbr", "dap",
    ]
    /// What the names of tags of plugins begin with that do nothing else.
    private static let closingPlugins = [
        "mepr", "s2if", "s2member", "um_", "wlm", "ihc-", "swpm", "pmpro", "rcp_", "ppw", "arm_", "wppb-restrict",
        "ld_", "learndash", "am4", "memb_", "uas_",
    ]
    /// Boxes that open with a click, lists of a team.
    private static let openWords = ClosingName.openWords + ["show", "team", "toggle"]
    /// The same word means a way in, or addresses that robots shall not read: `acme/access-map`, `[eeb_protect_emails]`.
    private static let openEnds = [
        "access-map", "access-maps", "protect-email", "protect-emails", "protect-mail", "protect-mails",
    ]
    /// `[form_group]`, `[showcase_team]`: their beginnings are no conditions.
    private static let openStarts = ["form", "forum", "forgot", "showcase"]

    /// Whether a shortcode or block is called after who may read what it holds.
    private static func isClosing(_ word: String, isBlock: Bool) -> Bool {
        if closingNames.contains(word) || closingPlugins.contains(where: { word.hasPrefix($0) }) { return true }
        let dashed = word.replacing("_", with: "-").replacing("/", with: "-")
        if openEnds.contains(where: { dashed == $0 || dashed.hasSuffix("-" + $0) }) { return false }
        if openWords.contains(where: { word.contains($0) }) { return false }
        if closingWords.contains(where: { word.contains($0) }) { return true }
        // `[ifrole]`, `[staff_only]`; blocks have their condition in an attribute.
        return !isBlock && !openStarts.contains { word.hasPrefix($0) } && ClosingName.isCondition(word)
    }

    /// The shortcode or block in `text` that shows its inside to some readers only; nil when there is none. The whole
    /// page is closed then: a static page is the same for all.
    static func closingTag(in text: String) -> String? {
        let bytes = Array(text.utf8)
        return closingShortcode(in: bytes) ?? closingBlock(in: bytes) ?? closingAttribute(in: bytes)
    }

    /// By the name of an end, or by what the beginning of one asks.
    private static func closingShortcode(in bytes: [UInt8]) -> String? {
        guard ByteText.find("[/", in: bytes, from: 0, to: bytes.count) != nil else { return nil }
        var judged: [String: Bool] = [:]
        // What those ask that have begun, by their names.
        var asked: [String: String] = [:]
        // Those that have begun, and whether each of them is written `[[name`.
        var areQuoted: [String: Bool] = [:]
        var index = 0
        while let open = ByteText.find(0x5B, in: bytes, from: index, to: bytes.count) {
            index = open + 1
            let isEnd = index < bytes.count && bytes[index] == 0x2F
            if isEnd { index += 1 }
            let name = tagName(bytes, at: index)
            guard !name.isEmpty else { continue }
            index += name.utf8.count
            guard isEnd else {
                areQuoted[name] = areQuoted[name] ?? true && open > 0 && bytes[open - 1] == 0x5B
                if asked[name] == nil { asked[name] = condition(of: name, bytes, &index) }
                continue
            }
            guard index < bytes.count, bytes[index] == 0x5D else { continue }
            if let attribute = asked[name] { return attribute }
            if judged[name] == nil { judged[name] = isClosing(name, isBlock: false) }
            guard judged[name] == true else { continue }
            // `[[private]]…[[/private]]` is what a reader saw with one bracket less.
            let isQuoted = index + 1 < bytes.count && bytes[index + 1] == 0x5D && areQuoted[name] == true
            if !isQuoted { return name }
            areQuoted[name] = nil
        }
        return nil
    }

    /// Shortcodes that do nothing but ask: what they ask is their first word, or has any name.
    private static func isQuestion(_ name: String) -> Bool {
        ["if", "ifnot", "showif", "hideif", "unless"].contains(name) || name.contains("conditional")
    }

    /// What the shortcode at `index`, behind its name, asks of its reader; nil when nothing. `index` moves to the next
    /// bracket: a value with a bracket in it ends there.
    private static func condition(of name: String, _ bytes: [UInt8], _ index: inout Int) -> String? {
        guard index < bytes.count, bytes[index] <= 0x20 || isQuestion(name) else { return nil }
        let rest = bytes[index...]
        if isQuestion(name) {
            let text = rest.prefix(300).prefix { $0 != 0x5D && $0 != 0x0A }
            let asks = String(decoding: text.map(\.asciiLower), as: UTF8.self)
            if ClosingName.speaksOfReaders(asks.replacing("author", with: "")) { return name }
        }
        let end = rest.firstIndex { $0 == 0x5B || $0 == 0x5D } ?? bytes.count
        index = end
        // What holds a bracket holds something.
        let inner = bytes[rest.startIndex..<min(bytes.count, end < bytes.count && bytes[end] == 0x5B ? end + 1 : end)]
        guard inner.contains(0x3D) else { return nil }
        for (key, value) in WikitextSanitizer.attributes(inner) {
            // The group of LearnDash has a number, that of page builders has none.
            if name == "group", key == "group_id" { return name }
            if WordPressConditions.isClosing(key, value, of: name) { return key }
        }
        return nil
    }

    private static func closingBlock(in bytes: [UInt8]) -> String? {
        var index = 0
        while let start = ByteText.find("<!-- wp:", in: bytes, from: index, to: bytes.count) {
            index = start + 8
            let name = tagName(bytes, at: index)
            if isClosing(name, isBlock: true) { return name }
        }
        return nil
    }

    private static func tagName(_ bytes: [UInt8], at index: Int) -> String {
        let name = bytes[min(index, bytes.count)...].prefix(60).prefix {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x5F || $0 == 0x2D || $0 == 0x2F
        }
        return name.string.lowercased()
    }

    /// The attribute of a block that asks who reads.
    private static func closingAttribute(in bytes: [UInt8]) -> String? {
        var index = 0
        while let start = ByteText.find("<!-- wp:", in: bytes, from: index, to: bytes.count) {
            let end = ByteText.find("-->", in: bytes, from: start, to: bytes.count) ?? bytes.count
            index = end
            guard let brace = ByteText.find(0x7B, in: bytes, from: start, to: end) else { continue }
            var json = Array(bytes[brace..<end].trimmed())
            if json.last == 0x2F { json.removeLast() }
            let name = tagName(bytes, at: start + 8)
            let (attributes, problem) = LooseJSON.parse(json)
            if let key = WordPressConditions.closing(attributes, of: name) { return key }
            // Of what cannot be read at least the most usual name is known.
            if problem != nil, ByteText.find("\"blockvisibility\"", in: json, from: 0, to: json.count) != nil {
                return "blockVisibility"
            }
        }
        return nil
    }
}
