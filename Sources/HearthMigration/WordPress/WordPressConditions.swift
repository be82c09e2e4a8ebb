/// Conditions in the attributes of a block: plugins put them there to show a block to some readers only
/// (`"blockVisibility":{…}`, `"loggedInUser":true`, `"UAGUserRole":"editor"`).
enum WordPressConditions {
    /// What a name or value says of readers.
    private static let readers = [
        "loggedin", "loggedout", "loginstatus", "userrole", "userstat", "usergroup", "usercap", "roles", "permission",
        "capabilit", "restrict", "member", "private", "protect", "password", "secret", "confidential", "subscriber",
        "paywall", "audience", "hideblock", "useraccess", "accesscontrol", "accesslevel", "accessrole", "enrolled",
        "contentcontrols", "isuser",
    ]
    /// What a name says of conditions of any kind.
    private static let conditions = ["visib", "condition", "displayrule", "blockcontrols", "renderlogic"]
    /// What attributes of shortcodes ask besides: `[mbr has_tags="12"]`.
    private static let questions = ["hastag", "hasaccess", "visibleto"]
    /// Parts of a screen, as builders name them in shortcodes.
    private static let sizes = ["small", "medium", "large", "hidden-", "visible-", "-xs", "-sm", "-md", "-lg", "hover"]
    /// What an attribute is about, by its last word, when it is about looks: `isUserOverlayColor`, `restrictWidth`.
    private static let looks: Set<Substring> = [
        "color", "colour", "width", "height", "items", "size", "icon", "radius", "opacity", "gradient", "padding",
        "margin", "font", "align", "alignment",
    ]
    /// What blocks and shortcodes are called that show people: the roles in them are those people's.
    private static let people: Set<Substring> = [
        "person", "people", "team", "staff", "testimonial", "testimonials", "timeline", "employee", "employees",
    ]
    private static let rules: Set<Substring> = [
        "access", "area", "areas", "content", "group", "groups", "level", "levels", "only", "role", "roles", "status",
        "type", "types", "view", "visible", "visibility",
    ]
    private static let roles: Set<String> = [
        "administrator", "editor", "author", "contributor", "subscriber", "customer", "shopmanager", "member",
        "members", "loggedin", "loggedout",
    ]
    /// Conditions of these kinds close nothing: the text is the same for every reader.
    private static let devices = ["device", "screen", "desktop", "tablet", "mobile", "phone", "breakpoint", "viewport"]
    private static let others =
        ["date", "time", "schedule", "cookie", "query", "refer", "location", "country", "guest", "visitor"] + readers
    private static let open: Set<String> = [
        "", "all", "always", "any", "auto", "default", "everybody", "everyone", "inherit", "no", "none", "off", "open",
        "public", "show", "visible", "false", "0",
    ]

    /// Blocks have so many attributes at most, inner ones and all; whoever has more is not asked for the rest.
    private static let limit = 20_000

    /// The attribute that closes the block whose attributes these are, as its plugin calls it; nil when none does.
    /// `block` is its name.
    static func closing(_ attributes: LooseJSON, of block: String) -> String? {
        let owner = Set(words(block))
        var pending: [(LooseJSON, name: String?)] = [(attributes, nil)]
        var seen = 0
        while let (value, name) = pending.popLast(), seen < limit {
            seen += 1
            let fields = value.fields.sorted { $0.key > $1.key }
            // Switches for both kinds of readers are there from the start, and on.
            let states = fields.filter { ["loggedin", "loggedout"].contains(squeezed($0.key)) }
            if states.count == 2 {
                if states[0].value != states[1].value { return states[0].key }
            }
            for (key, inner) in fields where states.count < 2 || !states.contains(where: { $0.key == key }) {
                let words = words(key)
                if let first = words.first, ["animation", "animations", "transition"].contains(first) { continue }
                if !isHarmless(words, inner, in: owner), isClosing(squeezed(key), inner) { return key }
                pending.append((inner, key))
            }
            for element in value.elements { pending.append((element, name)) }
        }
        return nil
    }

    /// Whether an attribute of the shortcode `name` closes it.
    static func isClosing(_ key: String, _ value: String, of name: String) -> Bool {
        guard isOn(.string(value)) else { return false }
        let words = words(key)
        if isHarmless(words, .string(value), in: Set(self.words(name))) { return false }
        let plain = squeezed(key)
        if questions.contains(where: { plain.contains($0) }) { return true }
        if plain == "if" || plain == "showif" || plain == "hideif" {
            return ClosingName.speaksOfReaders(value.lowercased().replacing("author", with: ""))
        }
        let isCondition = conditions.contains { plain.contains($0) }
        if isCondition, let bytes = DirectoryValue.base64(value.utf8), bytes.first == 0x5B || bytes.first == 0x7B {
            // Builders write their rules as JSON, and that so that it has no brackets.
            let (rules, problem) = LooseJSON.parse(bytes)
            return problem != nil || isClosing(plain, rules)
        }
        let shown = value.lowercased()
        if isCondition, sizes.contains(where: { shown.contains($0) }) || Double(value) != nil { return false }
        return isClosing(plain, .string(value))
    }

    /// The words of a name in lower case: `is`, `user`, `overlay`, `color`.
    private static func words(_ name: String) -> [Substring] {
        var out = ""
        var wasLower = false
        for byte in name.utf8.prefix(200) {
            let isUpper = byte.isASCIILetter && byte.asciiLower != byte
            if isUpper && wasLower { out += "-" }
            wasLower = !isUpper
            out.unicodeScalars.append(Unicode.Scalar(byte.asciiLower))
        }
        return out.split { "-_/ .".contains($0) }
    }

    /// What only looks like a condition: colours and sizes, rules of a form for its fields, the role of a person.
    private static func isHarmless(_ words: [Substring], _ value: LooseJSON, in owner: Set<Substring>) -> Bool {
        guard let first = words.first, let last = words.last else { return false }
        if words.count > 1, looks.contains(last) { return true }
        if words.starts(with: ["conditional", "logic"]), !owner.isDisjoint(with: ["form", "forms", "field", "fields"]) {
            return !self.words(of: value).contains { word in readers.contains { word.contains($0) } }
        }
        guard !owner.isDisjoint(with: people) else { return false }
        if words.count > 1, first == "member", !rules.contains(words[1]) { return true }
        // Those of readers are written small, as the system keeps them.
        let named = value.elements.isEmpty ? [value] : value.elements
        return words == ["roles"]
            && named.allSatisfy { role in
                let text = role.text ?? ""
                return !roles.contains(squeezed(text)) && text.first?.isUppercase == true
            }
    }

    private static func squeezed(_ name: String) -> String {
        String(decoding: name.utf8.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x20 }.map(\.asciiLower), as: UTF8.self)
    }

    private static func isClosing(_ name: String, _ value: LooseJSON) -> Bool {
        if name == "blockvisibility" { return value != .bool(true) && !value.isNull }
        let plain = name.replacing("remember", with: "")
        if readers.contains(where: { plain.contains($0) }) { return isOn(value) }
        guard conditions.contains(where: { name.contains($0) }), isOn(value) else { return false }
        switch value {
        case .bool: return false
        case .object, .array:
            let words = words(of: value)
            if words.contains(where: { word in others.contains { word.contains($0) } }) { return true }
            return !words.contains { word in devices.contains { word.contains($0) } }
        default:
            let word = squeezed(value.text ?? "")
            return !devices.contains { word.contains($0) }
        }
    }

    private static func isOn(_ value: LooseJSON) -> Bool {
        switch value {
        case .null: false
        case .bool(let isOn): isOn
        case .number(let number): number != 0
        case .string(let text): !open.contains(squeezed(text))
        case .array(let elements): elements.contains { isOn($0) }
        case .object(let fields):
            fields["enabled"].map { $0.isTrue } ?? fields["enable"].map { $0.isTrue } ?? !fields.isEmpty
        }
    }

    /// All names and values below `value`.
    private static func words(of value: LooseJSON) -> Set<String> {
        var found: Set<String> = []
        var pending = [value]
        while let next = pending.popLast(), found.count < limit {
            if let text = next.text { found.insert(squeezed(String(text.prefix(100)))) }
            for (key, inner) in next.fields {
                found.insert(squeezed(String(key.prefix(100))))
                pending.append(inner)
            }
            pending += next.elements
        }
        return found
    }
}
