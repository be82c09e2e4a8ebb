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
    private static let conditions = ["visib", "condition", "displayrule", "blockcontrols"]
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
    static func closing(_ attributes: LooseJSON) -> String? {
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
                if isClosing(squeezed(key), inner) { return key }
                pending.append((inner, key))
            }
            for element in value.elements { pending.append((element, name)) }
        }
        return nil
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
