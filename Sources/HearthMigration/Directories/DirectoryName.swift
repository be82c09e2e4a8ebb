import HearthModel

/// Distinguished names of directories (RFC 4514), such as `cn=Amy Wong+sn=Kroker,ou=people,dc=corp`.
enum DirectoryName {
    /// The parts from the leaf up: each the attributes of one relative name, values unescaped.
    static func parts(_ dn: String) -> [[(type: String, value: String)]] {
        var parts: [[(String, String)]] = [[]]
        var type: [UInt8] = []
        var value: [UInt8] = []
        var inValue = false
        let bytes = Array(dn.utf8)
        var index = 0
        func finish() {
            let name = type.trimmed().string.lowercased()
            if !name.isEmpty { parts[parts.count - 1].append((name, value.trimmed().string)) }
            type = []
            value = []
            inValue = false
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x5C where index < bytes.count:
                if index + 1 < bytes.count, let high = bytes[index].hexValue, let low = bytes[index + 1].hexValue {
                    value.append(high << 4 | low)
                    index += 2
                } else {
                    value.append(bytes[index])
                    index += 1
                }
            case 0x3D where !inValue: inValue = true
            // Older directories separate by a semicolon, and put quotes around values.
            case 0x2C, 0x3B:
                finish()
                parts.append([])
            case 0x2B where inValue: finish()
            case 0x22: continue
            default: if inValue { value.append(byte) } else { type.append(byte) }
            }
        }
        finish()
        return parts.filter { !$0.isEmpty }
    }

    /// One spelling for all ways to write a name: small letters, no spaces around separators, attributes in order.
    static func normalized(_ dn: String) -> String {
        parts(dn).map { part in
            part.map { "\($0.type)=\(DirectoryPerson.trimmed($0.value).lowercased())" }.sorted().joined(separator: "+")
        }.joined(separator: ",")
    }

    /// Units that say what kind of entries they hold, and no department.
    private static let general: Set<String> = [
        "people", "persons", "users", "user", "user accounts", "accounts", "employees", "personnel", "personen",
        "benutzer", "mitarbeiter", "utilisateurs", "utenti", "usuarios", "members", "contacts", "special users",
    ]

    static func isGeneral(_ unit: String) -> Bool { general.contains(unit.lowercased()) }

    /// The nearest organizational unit that can be a department.
    static func unit(of dn: String) -> String? {
        for part in parts(dn).dropFirst() {
            if let unit = part.first(where: { $0.type == "ou" })?.value, !isGeneral(unit), !unit.isEmpty { return unit }
        }
        return nil
    }
}
