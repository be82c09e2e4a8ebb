import HearthModel

/// One card (vCard 2.1, RFC 2426 or RFC 6350), as address books really write them.
struct VCard {
    struct Property {
        /// In small letters, without the group in front of it.
        var name: String
        /// What joins it with its label, in small letters: `item1`.
        var group: String?
        /// `type=work`, and of 2.1 also the bare words, all in small letters.
        var types: Set<String> = []
        var parameters: [String: String] = [:]
        /// As written, quoted-printable resolved; base64 is not.
        var raw: [UInt8] = []
        var isBase64 = false
    }

    private(set) var properties: [Property] = []
    private(set) var version = "3.0"
    private(set) var wrongLine: String?

    /// The lines of a card, from `BEGIN:VCARD` to its end. Cards inside it (assistants of 2.1) are left out.
    init(_ bytes: [UInt8]) {
        var depth = 0
        for line in Self.logicalLines(bytes) {
            guard let property = Self.property(line) else {
                if wrongLine == nil { wrongLine = String(line.string.prefix(60)) }
                continue
            }
            let value = property.raw.string.lowercased()
            if property.name == "begin", value == "vcard" { depth += 1 }
            if depth == 1, property.name != "begin", property.name != "end" {
                if property.name == "version" { version = property.raw.string }
                properties.append(property)
            }
            if property.name == "end", value == "vcard" { depth -= 1 }
        }
        readLabels()
    }

    /// Apple and Google say in a line of its own what an address is: `item1.X-ABLabel:_$!<Home>!$_`.
    private mutating func readLabels() {
        var labels: [String: Set<String>] = [:]
        for property in properties where property.name == "x-ablabel" {
            guard let group = property.group else { continue }
            let text = DirectoryValue.text(property.raw, charset: property.parameters["charset"])
            let word = Naming.squeezed(text)
            if PrivateDetail.isHome(text) { labels[group, default: []].insert("home") }
            if word == "work" { labels[group, default: []].insert("work") }
            if ["mobile", "cell", "iphone", "pager"].contains(word) { labels[group, default: []].insert("cell") }
        }
        guard !labels.isEmpty else { return }
        for index in properties.indices {
            if let types = properties[index].group.flatMap({ labels[$0] }) {
                properties[index].types.formUnion(types)
            }
        }
    }

    // MARK: Lines

    private static func has(_ text: StaticString, _ line: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(line.prefix(400))
        return ByteText.find(text, in: bytes, from: 0, to: bytes.count) != nil
    }

    /// Unfolds by the rule of each version: an indented line goes on with the one before; a quoted-printable line that
    /// ends with `=` goes on in the next; base64 of 2.1 goes on until a line is empty or a new property begins.
    private static func logicalLines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var isSoft = false
        var isBase64 = false
        for range in ByteText.lines(bytes) {
            var line = bytes[range]
            if line.last == 0x0D { line.removeLast() }
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            let isIndented = line.first == 0x20 || line.first == 0x09
            let goesOn = isSoft || isIndented || (isBase64 && !line.isEmpty && !line.contains(0x3A))
            if !lines.isEmpty, goesOn {
                let last = lines.count - 1
                if isSoft { lines[last].removeLast() }
                lines[last] += isIndented && !isSoft ? line.dropFirst() : line
            } else if line.isEmpty {
                isBase64 = false
                continue
            } else {
                lines.append(Array(line))
                let head = line.prefix { $0 != 0x3A }
                isBase64 = has("base64", head) || has("encoding=b", head)
            }
            let last = lines[lines.count - 1]
            isSoft = last.last == 0x3D && has("quoted-printable", last.prefix { $0 != 0x3A })
        }
        return lines
    }

    private static func property(_ line: [UInt8]) -> Property? {
        // A colon inside quotes is none.
        var inQuotes = false
        var marks: [Int] = []
        var colon: Int?
        for (index, byte) in line.enumerated() {
            if byte == 0x22 { inQuotes.toggle() }
            if inQuotes { continue }
            if byte == 0x3B { marks.append(index) }
            if byte == 0x3A {
                colon = index
                break
            }
        }
        guard let colon, colon > 0 else { return nil }
        var parts: [String] = []
        var start = 0
        for mark in marks + [colon] {
            parts.append(line[start..<mark].string)
            start = mark + 1
        }
        let full = parts.removeFirst().lowercased()
        var property = Property(name: full.split(separator: ".").last.map(String.init) ?? full)
        if let dot = full.lastIndex(of: ".") { property.group = String(full[..<dot]) }
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.lowercased().filter { $0 != "\"" } }
            guard let key = pair.first else { continue }
            if pair.count == 1 || key == "type" {
                property.types.formUnion((pair.count == 1 ? key : pair[1]).split(separator: ",").map(String.init))
            } else {
                property.parameters[key] = pair[1]
            }
        }
        let encoding = property.parameters["encoding"] ?? ""
        property.isBase64 = encoding == "base64" || encoding == "b" || property.types.contains("base64")
        let value = line[(colon + 1)...]
        let isQuoted = encoding == "quoted-printable" || property.types.contains("quoted-printable")
        property.raw = isQuoted ? unquoted(value) : Array(value)
        return property
    }

    /// RFC 2045, 6.7.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == 0x3D, index + 2 < bytes.endIndex,
                let byte = UInt8(bytes[(index + 1)...(index + 2)].string, radix: 16)
            {
                out.append(byte)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    // MARK: Values

    func all(_ name: String) -> [Property] { properties.filter { $0.name == name && !$0.raw.isEmpty } }

    /// The parts of a structured value such as `N` or `ORG`, unescaped and in one line.
    func parts(_ property: Property) -> [String] {
        var parts: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in property.raw {
            if isEscaped {
                // In 2.1 only the separator is escaped, and by Outlook the comma; other backslashes are text.
                if byte == 0x6E || byte == 0x4E, version != "2.1" {
                    parts[parts.count - 1].append(0x20)
                } else if version == "2.1", byte != 0x3B, byte != 0x2C {
                    parts[parts.count - 1] += [0x5C, byte]
                } else {
                    parts[parts.count - 1].append(byte)
                }
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x3B {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        let charset = property.parameters["charset"]
        return parts.map {
            DirectoryPerson.trimmed(DirectoryValue.text($0, charset: charset).withoutControls)
        }
    }

    func text(_ name: String) -> String? {
        for property in all(name) {
            let text = parts(property).filter { !$0.isEmpty }.joined(separator: "; ")
            if !text.isEmpty { return text }
        }
        return nil
    }

    /// The bytes of the photo that the card holds; one that lies at an address is not fetched.
    var photo: [UInt8]? {
        for property in all("photo") {
            if property.isBase64 { return DirectoryValue.base64(property.raw) }
            let value = property.raw
            if ByteText.has("data:", in: value, at: 0, to: value.count),
                let comma = value.firstIndex(of: 0x2C), value[..<comma].string.lowercased().hasSuffix(";base64")
            {
                return DirectoryValue.base64(value[(comma + 1)...])
            }
        }
        return nil
    }

    // MARK: The person

    func entry(leftovers: inout DirectoryLeftovers) -> DirectoryEntry {
        if let wrongLine { return .failed(reason: "'\(wrongLine)' is no line of a card") }
        let kind = (text("kind") ?? text("x-addressbookserver-kind") ?? "individual").lowercased()
        if kind != "individual" || text("x-abshowas")?.lowercased() == "company" {
            return .other(kind: "other entries", rule: "cards of groups, companies and places")
        }
        if let access = text("class")?.lowercased(), access == "private" || access == "confidential" {
            return .other(kind: "other entries", rule: "cards marked as private")
        }
        var person = DirectoryPerson()
        let names = all("n").first.map { parts($0) } ?? []
        person.surname = names.first ?? ""
        person.given = names.count > 1 ? names[1] : ""
        let shown = text("fn")
        // What is formatted may hold titles and nicknames; other scripts put the surname first.
        let isLatin = (person.given + person.surname).unicodeScalars.allSatisfy { $0.value < 0x250 }
        if !person.given.isEmpty, !person.surname.isEmpty, isLatin || shown == nil {
            person.name = person.given + " " + person.surname
        } else {
            person.settleName(display: shown, common: nil)
        }
        let organization = all("org").first.map { parts($0) } ?? []
        person.department = organization.dropFirst().first { !$0.isEmpty }
        person.title = text("title") ?? text("role")
        person.number = text("uid")
        person.manager = text("x-ms-manager") ?? text("x-manager") ?? text("x-evolution-manager")
        person.mails = mails(&leftovers)
        person.site = all("adr").first { !$0.types.contains("home") }.flatMap { address in
            let parts = parts(address)
            return parts.count > 3 && !parts[3].isEmpty ? parts[3] : nil
        }
        for property in properties where property.name.hasPrefix("x-") {
            _ = PeopleTable.readPresence(
                String(property.name.dropFirst(2)), parts(property).joined(separator: " "), into: &person)
        }
        person.isGuest = person.mails.contains { DirectoryLeaving.isGuest($0) }
        person.hasPhoto = photo != nil
        if person.photoElsewhere(all("photo")) { person.losses.append("photo:elsewhere") }
        count(&leftovers)
        guard !person.name.isEmpty else { return .other(kind: "other entries", rule: "cards without a name") }
        return .person(person)
    }

    /// Addresses at work, the preferred one first. One that is marked as private stays behind.
    private func mails(_ leftovers: inout DirectoryLeftovers) -> [String] {
        var found: [(rank: Int, mail: String)] = []
        for property in all("email") {
            var mail = property.raw.string.withoutControls
            if mail.lowercased().hasPrefix("mailto:") { mail.removeFirst(7) }
            mail = DirectoryPerson.trimmed(mail)
            guard mail.contains("@"), !mail.contains(" ") else { continue }
            if property.types.contains("home") {
                leftovers.privateDetails[PrivateDetail.mail, default: 0] += 1
                continue
            }
            let isPreferred = property.types.contains("pref") || property.parameters["pref"] == "1"
            found.append((isPreferred ? 0 : property.types.contains("work") ? 1 : 2, mail))
        }
        // Sorting must keep the card's own order.
        return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element.mail)
    }

    private static let used: Set<String> = [
        "version", "prodid", "fn", "n", "org", "title", "role", "uid", "email", "photo", "kind", "class", "rev",
        "x-ms-manager", "x-manager", "x-evolution-manager", "profile", "source", "sort-string", "x-abuid", "x-ablabel",
    ]

    private func count(_ leftovers: inout DirectoryLeftovers) {
        for property in properties where !property.raw.isEmpty && !Self.used.contains(property.name) {
            let isHome = !property.types.isDisjoint(with: ["home", "cell", "pager", "mobile"])
            let rule: String?
            switch property.name {
            case "tel": rule = isHome ? PrivateDetail.phone : nil
            case "adr", "label": rule = isHome ? PrivateDetail.address : nil
            case "key": rule = PrivateDetail.password
            case "bday", "anniversary", "deathdate", "gender", "x-ms-anniversary": rule = PrivateDetail.birthday
            default: rule = PrivateDetail.rule(for: property.name.filter { $0 != "-" })
            }
            if let rule {
                leftovers.privateDetails[rule, default: 0] += 1
            } else {
                leftovers.notKept[property.name, default: 0] += 1
            }
        }
    }
}

extension DirectoryPerson {
    /// Whether the card only says where a photo is.
    fileprivate func photoElsewhere(_ photos: [VCard.Property]) -> Bool { !hasPhoto && !photos.isEmpty }
}
