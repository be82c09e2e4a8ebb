import HearthModel

/// One record of an LDIF file (RFC 2849), as directory servers really write them.
struct LDIFEntry {
    struct Attribute {
        /// In small letters, without options.
        var name: String
        /// `lang-fr`, `binary`.
        var options: [String]
        var value: [UInt8]
    }

    private(set) var attributes: [Attribute] = []
    /// The first line that is no attribute.
    private(set) var wrongLine: String?

    /// Nil when there is nothing but comments.
    init?(_ bytes: [UInt8]) {
        for line in Self.unfolded(bytes) where line.first != 0x23 {
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else {
                // `-` stands between changes.
                if line != [0x2D], wrongLine == nil { wrongLine = String(line.string.prefix(60)) }
                continue
            }
            var parts = line[..<colon].string.lowercased().split(separator: ";").map(String.init)
            guard !parts.isEmpty else { continue }
            // Object identifiers stand for names that the server did not know.
            let name = parts.removeFirst()
            var value = line[line.index(after: colon)...]
            switch value.first {
            case 0x3A:
                guard let bytes = DirectoryValue.base64(value.dropFirst()) else {
                    if wrongLine == nil { wrongLine = name + ":: is no base64" }
                    continue
                }
                attributes.append(Attribute(name: name, options: parts, value: bytes))
            case 0x3C:
                // A file or address elsewhere, which nobody shall fetch.
                attributes.append(Attribute(name: name, options: parts + ["url"], value: []))
            default:
                value = value.drop { $0 == 0x20 }
                attributes.append(Attribute(name: name, options: parts, value: Array(value)))
            }
        }
        if attributes.isEmpty, wrongLine == nil { return nil }
    }

    /// Lines that begin with a space go on with the line before.
    private static func unfolded(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for range in ByteText.lines(bytes) {
            var line = bytes[range]
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty { continue }
            if line.first == 0x20, !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else if line.starts(with: [0xEF, 0xBB, 0xBF]) {
                lines.append(Array(line.dropFirst(3)))
            } else {
                lines.append(Array(line))
            }
        }
        return lines
    }

    /// All values, those in a language of their own last.
    func values(_ names: String...) -> [String] {
        for name in names {
            let own = attributes.filter { $0.name == name && !$0.value.isEmpty }
            let plain = own.filter { !$0.options.contains { $0.hasPrefix("lang-") } }
            let found = (plain.isEmpty ? own : plain).map {
                DirectoryPerson.trimmed(DirectoryValue.text($0.value).withoutControls)
            }.filter { !$0.isEmpty }
            if !found.isEmpty { return found }
        }
        return []
    }

    func value(_ names: String...) -> String? {
        for name in names {
            if let found = values(name).first { return found }
        }
        return nil
    }

    /// The bytes of the first photo, whatever the server calls it.
    var photo: [UInt8]? {
        for name in ["jpegphoto", "thumbnailphoto", "photo"] {
            if let found = attributes.first(where: { $0.name == name && !$0.value.isEmpty }) { return found.value }
        }
        return nil
    }

    // MARK: What it is

    private static let personClasses: Set<String> = [
        "person", "organizationalperson", "inetorgperson", "user", "posixaccount", "account", "residentialperson",
        "newpilotperson", "dominoperson", "netscapemailserver",
    ]
    private static let groupClasses: Set<String> = [
        "group", "groupofnames", "groupofuniquenames", "posixgroup", "groupofurls", "organizationalrole", "nisnetgroup",
        "ldapsubentry", "nsroledefinition", "dominogroup", "groupofmembers",
    ]

    /// - Parameter keepsDisabled: people with a disabled account are kept as having left.
    func entry(leftovers: inout DirectoryLeftovers) -> DirectoryEntry {
        if let wrongLine { return .failed(reason: "'\(wrongLine)' is no line of LDIF") }
        guard let dn = value("dn") else {
            return attributes.allSatisfy { $0.name == "version" || $0.name == "search" || $0.name == "result" }
                ? .other(kind: "other entries", rule: "the header of the file")
                : .failed(reason: "an entry without a name (dn)")
        }
        if let change = value("changetype")?.lowercased(), change != "add" {
            return .other(kind: "other entries", rule: "changes to a directory, which are no entries")
        }
        let classes = Set(values("objectclass").map { $0.lowercased() })
        if !classes.isDisjoint(with: Self.groupClasses), classes.isDisjoint(with: ["inetorgperson", "user"]) {
            return .other(
                kind: "directory groups", rule: "groups of the directory; a group here names one in access_group")
        }
        if classes.contains("computer") || classes.contains("device")
            || classes.contains("msds-groupmanagedserviceaccount")
        {
            return .other(kind: "other entries", rule: "computers and devices")
        }
        if classes.contains("organizationalunit"), let unit = value("ou") ?? DirectoryName.parts(dn).first?.first?.value
        {
            return .department(unit)
        }
        let hasNames = attributes.contains { ["sn", "surname", "givenname", "mail"].contains($0.name) }
        guard !classes.isDisjoint(with: Self.personClasses) || (classes.isEmpty && hasNames) else {
            return .other(kind: "other entries", rule: "entries that are no people")
        }
        if isDisabled, !hasNames, value("displayname") == nil {
            return .other(kind: "other entries", rule: "disabled accounts without a person's name")
        }
        guard hasNames || value("displayname") != nil else {
            return .other(kind: "other entries", rule: "accounts without a person's name or address")
        }
        return .person(person(dn, &leftovers))
    }

    private var isDisabled: Bool {
        // userAccountControl: bit 2 is ACCOUNTDISABLE. nsAccountLock is what 389 and FreeIPA write.
        let control = value("useraccountcontrol", "msds-user-account-control-computed").flatMap { Int($0) } ?? 0
        return control & 2 != 0 || value("nsaccountlock")?.lowercased() == "true"
            || value("pwdaccountlockedtime")?.hasPrefix("000001010000") == true
            || value("logindisabled")?.lowercased() == "true"
    }

    private func person(_ dn: String, _ leftovers: inout DirectoryLeftovers) -> DirectoryPerson {
        var person = DirectoryPerson()
        person.dn = DirectoryName.normalized(dn)
        person.given = value("givenname", "gn") ?? ""
        person.surname = value("sn", "surname") ?? ""
        person.login = value("samaccountname", "uid", "userid")
        person.number = value("employeenumber", "employeeid")
        person.mails = values("mail", "rfc822mailbox", "userprincipalname").filter { $0.contains("@") }
        for proxy in values("proxyaddresses", "mailalternateaddress", "mailalias") {
            let parts = proxy.split(separator: ":", maxSplits: 1)
            guard let address = parts.last, address.contains("@"), parts.count == 1 || parts[0].lowercased() == "smtp"
            else { continue }
            let known = person.mails.map { $0.lowercased() }
            if !known.contains(address.lowercased()) { person.mails.append(String(address)) }
        }
        let common = value("cn", "commonname") ?? DirectoryName.parts(dn).first?.first { $0.type == "cn" }?.value
        person.settleName(display: value("displayname"), common: common)
        person.title = value("title", "personaltitle")
        let units = values("department", "departmentnumber") + values("ou", "organizationalunitname")
        person.department =
            units.first { !DirectoryName.isGeneral($0) && !$0.allSatisfy(\.isNumber) } ?? DirectoryName.unit(of: dn)
        person.site = value("physicaldeliveryofficename", "l", "localityname", "buildingname")
        person.manager = value("manager")
        person.hasPhoto = photo != nil
        person.isDisabled = isDisabled
        person.isGuest = values("userprincipalname").contains { DirectoryLeaving.isGuest($0) }
        for attribute in attributes where !attribute.value.isEmpty {
            _ = PeopleTable.readPresence(
                attribute.name, DirectoryValue.text(attribute.value).withoutControls, into: &person)
        }
        person.isHidden = value("msexchhidefromaddresslists")?.lowercased() == "true"
        count(&leftovers)
        return person
    }

    private static let used: Set<String> = [
        "dn", "objectclass", "changetype", "control", "givenname", "gn", "sn", "surname", "cn", "commonname",
        "displayname", "samaccountname", "uid", "userid", "employeenumber", "employeeid", "mail", "rfc822mailbox",
        "userprincipalname", "proxyaddresses", "mailalternateaddress", "mailalias", "title", "department",
        "departmentnumber", "ou", "l", "physicaldeliveryofficename", "manager", "jpegphoto", "thumbnailphoto", "photo",
        "useraccountcontrol", "nsaccountlock", "msexchhidefromaddresslists",
    ]

    private func count(_ leftovers: inout DirectoryLeftovers) {
        for attribute in attributes {
            if let rule = PrivateDetail.rule(for: attribute.name.filter { $0 != "-" }) {
                leftovers.privateDetails[rule, default: 0] += 1
            } else if !Self.used.contains(attribute.name) {
                leftovers.notKept[attribute.name, default: 0] += 1
            }
        }
    }
}

extension String {
    /// Control characters become spaces; NUL, which no text has, goes.
    var withoutControls: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return self }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.filter { $0.value != 0 }.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }
}
