import HearthModel

/// A person as a directory knows them: what may be on a page, and what joins people across systems.
struct DirectoryPerson: Sendable {
    /// Where the entry lies, to read its photo again.
    var place = DirectoryPlace()
    var name = ""
    /// The name as the directory has it, where that is a mail address.
    var addressAsName: String?
    var given = ""
    var surname = ""
    var title: String?
    var department: String?
    var site: String?
    /// As the source writes it: a distinguished name, a login, an address, a number or a name.
    var manager: String?
    /// The distinguished name (RFC 4514), in the form of `DirectoryName.normalized`.
    var dn: String?
    var login: String?
    /// The number or code of an employee, or the UID of a card.
    var number: String?
    /// Addresses at work, the main one first.
    var mails: [String] = []
    var hasPhoto = false
    var isDisabled = false
    /// The directory says in words that the person works there.
    var hasStatus = false
    /// The last day of work.
    var leaving: Timestamp?
    /// Of another organisation.
    var isGuest = false
    /// Hidden from the address lists of the old directory.
    var isHidden = false
    var losses: [String] = []

    /// What names the person across exports: the login where there is one, because distinguished names and addresses
    /// change. Addresses are shortened to a hash, since keys and reports hold no addresses.
    var slot: String {
        if let login, !login.isEmpty { return login.lowercased() }
        if let number, !number.isEmpty { return "number/" + number.lowercased() }
        if let mail = mails.first { return "mail/" + ImportManifest.sha256(Array(mail.lowercased().utf8)).prefix(16) }
        return "name/" + Naming.squeezed(dn ?? addressAsName ?? name)
    }

    /// Takes addresses out of what everybody sees: contacts and new accounts often have one for a name.
    mutating func veil() {
        let shown = Self.trimmed(AddressVeil.name(name))
        if shown != name, !shown.isEmpty { (addressAsName, name) = (name, shown) }
        func plain(_ text: String?) -> String? {
            text.map { AddressVeil.name($0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        title = plain(title)
        department = plain(department)
        site = plain(site)
    }

    /// What stands in the page, for its hash: a changed password is no changed page.
    var fingerprint: String {
        ([name, title, department, site, manager, login] + mails.map { $0 } + [isDisabled ? "-" : "+"])
            .map { $0 ?? "" }.joined(separator: "\u{1F}")
    }

    /// `Larsen, Jo` becomes `Jo Larsen`; a name that is only a login becomes the given name and surname.
    mutating func settleName(display: String?, common: String?) {
        let both = [given, surname].filter { !$0.isEmpty }.joined(separator: " ")
        func isGood(_ name: String) -> Bool { name.contains(" ") && !name.contains(",") && !name.contains("@") }
        if let display, isGood(display) {
            name = display
        } else if let common, isGood(common) {
            name = common
        } else if !given.isEmpty, !surname.isEmpty {
            name = both
        } else {
            let parts = (display ?? common ?? "").split(separator: ",").map { Self.trimmed(String($0)) }
            let turned = parts.count == 2 ? parts[1] + " " + parts[0] : nil
            name = turned ?? display ?? common ?? (both.isEmpty ? login ?? mails.first ?? "" : both)
        }
        name = Self.trimmed(name)
    }

    static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// Where an entry lies in a file of the export.
struct DirectoryPlace: Sendable, Hashable {
    /// An index into the survey's files.
    var file = 0
    /// In bytes.
    var offset = 0
    var length = 0
    var line = 0
}

/// What an entry of a directory is.
enum DirectoryEntry: Sendable {
    case person(DirectoryPerson)
    /// An organizational unit, by name.
    case department(String)
    /// Something that becomes no page: its kind in the report, and the rule.
    case other(kind: String, rule: String)
    case failed(reason: String)
}

/// What an entry held that does not go on a page, for the account.
struct DirectoryLeftovers: Sendable {
    /// By rule: passwords, private phones and the like.
    var privateDetails: [String: Int] = [:]
    /// Fields that a person's page has no place for.
    var notKept: [String: Int] = [:]

    mutating func add(_ other: DirectoryLeftovers) {
        privateDetails.merge(other.privateDetails) { $0 + $1 }
        notKept.merge(other.notKept) { $0 + $1 }
    }
}

/// Which attributes never reach a page, whatever their format. The names are in small letters, without marks.
enum PrivateDetail {
    static let password = "passwords and keys never go on a page"
    static let phone = "private phone numbers never go on a page"
    static let address = "home addresses never go on a page"
    static let birthday = "birthdays and the like never go on a page"
    static let number = "numbers of identity cards, insurances and accounts never go on a page"
    static let mail = "private mail addresses never go on a page"

    private static let homeWords: Set<String> = [
        "home", "personal", "private", "privat", "privata", "privato", "privates", "prive", "privee", "privado",
        "privada", "perso", "personnelle", "personale", "particular", "maison", "domicile", "casa", "thuis", "hjemme",
        "hemma", "prywatny", "prywatna", "zuhause",
    ]

    /// Whether a label means somebody's home: `home`, `* Home` of Google, `_$!<Home>!$_` of Apple, "privat".
    static func isHome(_ label: String) -> Bool { words(label).contains { homeWords.contains($0) } }

    private static func words(_ text: String) -> [String] {
        text.prefix(400).split { !$0.isLetter && !$0.isNumber }.map { Naming.squeezed(String($0)) }
    }

    /// The rule for a column, also by words in brackets: `Email (personal)`.
    static func rule(forHeading heading: String) -> String? {
        if let rule = rule(for: PeopleTable.squeezed(heading)) ?? rule(for: Naming.squeezed(heading)) { return rule }
        let words = words(heading)
        guard words.contains(where: { homeWords.contains($0) }) else { return nil }
        func has(_ parts: String...) -> Bool { words.contains { word in parts.contains { word.contains($0) } } }
        if has("mail", "correo", "courriel") { return mail }
        if has("phone", "tel", "fax") { return phone }
        if has("address", "adress", "direccion", "indirizzo", "street", "city", "town", "zip", "postal", "country") {
            return address
        }
        return nil
    }

    /// The rule for an attribute or column; nil when it is not private.
    static func rule(for name: String) -> String? {
        func has(_ parts: String...) -> Bool { parts.contains { name.contains($0) } }
        if has("password", "passwort", "motdepasse", "contrasena", "pwd", "passwd", "krbprincipalkey", "nthash")
            || has("privatekey", "pkcs12", "supplementalcredentials", "authtoken", "sshpublickey", "secretquestion")
        {
            return password
        }
        if has("homephone", "homefax", "mobile", "cellphone", "pager", "privatphone", "handy", "phonehome")
            || has("telefonprivat", "privatephone", "personalphone", "natel")
        {
            return phone
        }
        if has("homepostal", "homestreet", "homecity", "homestate", "homecountry", "homezip", "homeaddress")
            || has("privatadresse", "adresseprivee", "otheraddress", "mozillahome", "wohnort")
        {
            return address
        }
        if has("birth", "geburt", "naissance", "nascita", "nacimiento", "anniversary", "spouse", "gender", "marital")
            || ["age", "sex", "children", "nationality", "religion"].contains(name)
        {
            return birthday
        }
        if has(
            "socialsecurity", "nationalid", "uniqueid2", "taxid", "passport", "iban", "bankaccount", "salary",
            "insurance")
            || ["ssn", "ahv", "noreduipersonnin", "norEduPersonNIN".lowercased(), "schacpersonaluniqueid"].contains(
                name)
        {
            return number
        }
        if has("homemail", "homeemail", "personalemail", "privatemail", "alternateemail", "recoveryemail") {
            return mail
        }
        return nil
    }
}
