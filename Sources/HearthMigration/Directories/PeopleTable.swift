import HearthModel

/// A table of people: what directories, mail services and staff systems export as CSV.
struct PeopleTable {
    enum Field: Sendable, Hashable {
        case name, given, surname, mail, login, number, title, department, site, manager, managerMail, dn
        case enabled, blocked, status, leaving, deleted, control, hidden, kind
        /// Known, and of no use for a page.
        case ignored
    }

    /// Columns by their headings in small letters, letters and digits only. Active Directory (csvde), Microsoft 365 and
    /// Entra, Google Workspace, Outlook, BambooHR, Personio and Workday, and people, in five languages.
    private static let columns: [Field: [String]] = [
        .name: [
            "name", "displayname", "fullname", "cn", "commonname", "anzeigename", "vollername", "nomcomplet",
            "nomaffiche", "nomecompleto", "nombrecompleto", "employee", "employeename", "mitarbeiter", "person",
        ],
        .given: [
            "givenname", "firstname", "first", "forename", "preferredname", "preferredfirstname", "vorname", "prenom",
            "nombre", "nomedibattesimo",
        ],
        .surname: [
            "sn", "surname", "lastname", "last", "familyname", "nachname", "familienname", "nomdefamille", "nom",
            "cognome", "apellido", "apellidos",
        ],
        .mail: [
            "mail", "email", "emailaddress", "emailadresse", "mailadresse", "mailaddress", "workemail",
            "userprincipalname",
            "primaryemail", "primarysmtpaddress", "windowsemailaddress", "email1value", "proxyaddresses",
            "emailaddresses",
            "courriel", "adressemail", "correo", "correoelectronico", "upn", "geschaftlicheemail", "internetaddress",
        ],
        .login: [
            "login", "username", "userid", "uid", "user", "account", "accountname", "samaccountname", "alias",
            "mailnickname", "benutzername", "anmeldename", "kurzzeichen", "kuerzel", "identifiant", "utente", "usuario",
            "networkid", "loginname", "shortname",
        ],
        .number: [
            "employeeid", "employeenumber", "employee", "personnelnumber", "staffid", "staffnumber", "personalnummer",
            "mitarbeiternummer", "matricule", "matricola", "workerid", "id", "objectid",
        ],
        .title: [
            "title", "jobtitle", "position", "role", "jobrole", "businesstitle", "employeetitle", "organization1title",
            "titel", "funktion", "stelle", "stellenbezeichnung", "berufsbezeichnung", "fonction", "poste", "ruolo",
            "mansione", "cargo", "puesto", "function", "occupation",
        ],
        .department: [
            "department", "dept", "division", "team", "orgunit", "organizationalunit", "orgunitpath", "businessunit",
            "unit", "ou", "departmentname", "costcentername", "abteilung", "bereich", "organisationseinheit", "service",
            "departement", "reparto", "dipartimento", "departamento", "organization1department",
            "supervisoryorganization",
        ],
        .site: [
            "site", "location", "office", "officelocation", "physicaldeliveryofficename", "worklocation", "city", "l",
            "buildingid", "building", "standort", "buro", "ort", "site", "bureau", "lieu", "ville", "sede", "citta",
            "oficina", "ciudad", "businesscity", "locality", "workplace",
        ],
        .manager: [
            "manager", "managername", "managersname", "managerdisplayname", "supervisor", "reportsto", "reportingto",
            "linemanager", "boss", "vorgesetzter", "vorgesetzte", "fuhrungskraft", "responsable", "superieur",
            "responsabile", "jefe", "managerid", "directmanager",
        ],
        .managerMail: ["manageremail", "managermail", "supervisoremail", "manageruserprincipalname", "managerupn"],
        .dn: ["dn", "distinguishedname"],
        .enabled: ["accountenabled", "enabled", "active", "aktiv", "actif", "isactive"],
        .blocked: ["blockcredential", "signinblocked", "disabled", "suspended", "isdisabled", "accountdisabled"],
        .status: [
            "status", "employmentstatus", "accountstatus", "employeestatus", "userstatus", "workerstatus", "hrstatus",
            "inetuserstatus", "state", "zustand", "beschaftigungsstatus", "mitarbeiterstatus", "anstellungsstatus",
            "statut", "estado", "estatus", "situacion", "stato", "situazione", "situation",
        ],
        .leaving: [
            "terminationdate", "termination", "terminatedon", "dateterminated", "dateoftermination", "leavingdate",
            "leavedate", "dateofleaving", "leaver", "employeeleavedatetime", "exitdate", "departuredate", "lastday",
            "lastdayofwork", "lastworkingday", "lastdate", "separationdate", "resignationdate", "enddate",
            "employmentenddate", "contractenddate", "austrittsdatum", "austritt", "austrittam", "kundigungsdatum",
            "letzterarbeitstag", "enddatum", "vertragsende", "beschaftigungsende", "datededepart", "datedesortie",
            "datedefin", "datefincontrat", "datedefindecontrat", "fechadebaja", "fechabaja", "fechadesalida",
            "fechafin", "datacessazione", "datadicessazione", "dataderescisao", "datadesaida", "uitdienst",
            "datumuitdienst", "sluttdato", "slutdatum",
        ],
        .deleted: [
            "softdeletiontimestamp", "softdeletedtimestamp", "softdeletiontime", "whensoftdeleted", "whendeleted",
            "msexchwhensoftdeletedtime", "deletedat", "deletedon", "deleteddatetime", "deletiontime", "deletiondate",
            "deleted", "isdeleted", "geloscht", "supprime", "eliminado",
        ],
        .control: ["useraccountcontrol"],
        .hidden: ["hiddenfromaddresslistsenabled", "hidefromaddresslists", "msexchhidefromaddresslists"],
        .kind: ["usertype", "objectclass", "recipienttypedetails"],
        .ignored: [
            "company", "companyname", "organization", "firma", "country", "countrycode", "region", "usagelocation",
            "phone", "telephone", "telephonenumber", "phonenumber", "workphone", "businessphone", "officephone",
            "telefon", "fax", "facsimiletelephonenumber", "notes", "description", "licenses", "whencreated",
            "whenchanged", "createddatetime", "lastsignin", "hiredate", "startdate", "street", "streetaddress",
            "postalcode", "zip", "zipcode", "preferredlanguage", "language", "memberof", "groups", "objectguid",
            "objectsid", "website", "webpage", "costcenter", "initials", "middlename", "suffix",
        ],
    ]

    /// Fields of which every column counts.
    private static let repeated: Set<Field> = [
        .mail, .ignored, .site, .department, .enabled, .blocked, .status, .leaving, .deleted,
    ]

    private static let byName: [String: Field] = {
        var fields: [String: Field] = [:]
        for (field, names) in columns {
            // `employee` names a person before it is a number.
            for name in names where fields[name] == nil || field == .name { fields[name] = field }
        }
        return fields
    }()

    static func squeezed(_ heading: String) -> String {
        // Google marks columns as `[Required]`.
        Naming.squeezed(String(heading.prefix { $0 != "[" && $0 != "(" }))
    }

    static func field(_ heading: String) -> Field? { byName[squeezed(heading)] }

    /// Whether the first line of a file names people: by a name, and by something else of a directory.
    static func isHeader(_ cells: [String]) -> Bool {
        let fields = Set(cells.compactMap { field($0) })
        let named = fields.contains(.name) || (fields.contains(.given) && fields.contains(.surname))
        return named && !fields.isDisjoint(with: [.mail, .login, .title, .department, .manager, .dn])
    }

    let header: [String]
    /// By column; nil for those that are private or not known.
    private let fields: [Field?]
    private let rules: [String?]
    /// By column of a mail address: the column that says whose it is, such as `E-mail 1 - Type` of Google.
    private let labels: [Int: Int]

    init(header: [String]) {
        self.header = header
        var taken: Set<Field> = []
        var fields: [Field?] = []
        for heading in header {
            let field = Self.field(heading)
            let isPrivate = PrivateDetail.rule(forHeading: heading) != nil
            // The first column of most kinds counts.
            if let field, !isPrivate, Self.repeated.contains(field) {
                fields.append(field)
            } else if let field, !isPrivate, taken.insert(field).inserted {
                fields.append(field)
            } else {
                fields.append(nil)
            }
        }
        self.fields = fields
        rules = header.map { PrivateDetail.rule(forHeading: $0) }
        labels = Self.labels(header)
    }

    private static func labels(_ header: [String]) -> [Int: Int] {
        var columns: [String: Int] = [:]
        for (index, heading) in header.enumerated() where columns[squeezed(heading)] == nil {
            columns[squeezed(heading)] = index
        }
        var labels: [Int: Int] = [:]
        for (name, index) in columns where name.hasPrefix("email") && name.hasSuffix("value") {
            let stem = name.dropLast("value".count)
            labels[index] = columns[stem + "type"] ?? columns[stem + "label"]
        }
        return labels
    }

    var namesPeople: Bool {
        fields.contains(.name) || fields.contains(.surname) || fields.contains(.given) || fields.contains(.dn)
    }

    /// Columns that nobody knows, with the one that may be meant.
    var unknown: [(heading: String, nearest: String?)] {
        let names = Self.columns.filter { $0.key != .ignored }.values.flatMap { $0 }.filter { $0.count > 3 }.sorted()
        return zip(header, zip(fields, rules)).compactMap { heading, known in
            guard known.0 == nil, known.1 == nil, !heading.isEmpty, Self.field(heading) == nil else { return nil }
            return (heading, nearestName(to: Self.squeezed(heading), among: names))
        }
    }

    // MARK: Rows

    func entry(_ row: [String], leftovers: inout DirectoryLeftovers) -> DirectoryEntry {
        guard row.count <= header.count || row[header.count...].allSatisfy({ $0.isEmpty }) else {
            return .failed(reason: "\(row.count) cells below \(header.count) headings: a separator without quotes?")
        }
        var person = DirectoryPerson()
        var display: String?
        var managerMail: String?
        var kind = ""
        for (index, cell) in row.enumerated() where index < header.count {
            let value = DirectoryPerson.trimmed(cell.withoutControls)
            guard !value.isEmpty else { continue }
            if let rule = rules[index] {
                leftovers.privateDetails[rule, default: 0] += 1
                continue
            }
            if let label = labels[index], label < row.count, PrivateDetail.isHome(row[label]) {
                leftovers.privateDetails[PrivateDetail.mail, default: 0] += 1
                continue
            }
            guard let field = fields[index] else {
                leftovers.notKept[header[index], default: 0] += 1
                continue
            }
            if field == .mail || field == .login, DirectoryLeaving.isGuest(value) { person.isGuest = true }
            switch field {
            case .name: display = value
            case .given: person.given = value
            case .surname: person.surname = value
            case .mail: Self.add(mails: value, to: &person)
            case .login: person.login = value.split(separator: "\\").last.map(String.init)
            case .number: person.number = value
            case .title: person.title = value
            case .department: if person.department == nil { person.department = Self.unit(value) }
            case .site: if person.site == nil { person.site = value }
            case .manager: person.manager = value
            case .managerMail: managerMail = value
            case .dn: person.dn = DirectoryName.normalized(value)
            case .kind: kind = value.lowercased()
            case .ignored: leftovers.notKept[header[index], default: 0] += 1
            case .enabled, .blocked, .status, .leaving, .deleted, .control, .hidden:
                Self.read(field, value, into: &person)
            }
        }
        person.manager = managerMail ?? person.manager
        if kind == "guest" { return .other(kind: "other entries", rule: "guests of other organisations") }
        if kind.contains("mailbox"), kind != "usermailbox" {
            return .other(kind: "other entries", rule: "mailboxes of no person")
        }
        if ["computer", "group", "organizationalunit", "container", "contact"].contains(kind) {
            return .other(kind: "other entries", rule: "entries that are no people")
        }
        let common = person.dn.flatMap { DirectoryName.parts($0).first?.first { $0.type == "cn" }?.value }
        person.settleName(display: display, common: common)
        guard !person.name.isEmpty else { return .failed(reason: "a row without a name") }
        return .person(person)
    }

    /// `SMTP:jo@corp.example;smtp:j.larsen@corp.example`
    private static func add(mails value: String, to person: inout DirectoryPerson) {
        for part in value.split(whereSeparator: { ";, +".contains($0) }) {
            let pieces = part.split(separator: ":", maxSplits: 1)
            guard let mail = pieces.last, mail.contains("@"), pieces.count == 1 || pieces[0].lowercased() == "smtp"
            else { continue }
            let isKnown = person.mails.contains { $0.lowercased() == mail.lowercased() }
            if !isKnown { person.mails.append(String(mail)) }
        }
    }

    /// `/Operations/Pumps` of Google Workspace is `Pumps`; a column of numbers names no department.
    private static func unit(_ value: String) -> String? {
        let last = value.hasPrefix("/") ? value.split(separator: "/").last.map(String.init) ?? "" : value
        return last.isEmpty || last.allSatisfy(\.isNumber) || DirectoryName.isGeneral(last) ? nil : last
    }

    /// What an attribute or column of any format says of whether somebody is still there; false when it is of something
    /// else.
    static func readPresence(_ name: String, _ value: String, into person: inout DirectoryPerson) -> Bool {
        guard let field = field(name), [.status, .leaving, .deleted, .enabled, .blocked].contains(field) else {
            return false
        }
        read(field, DirectoryPerson.trimmed(value), into: &person)
        return true
    }

    private static func read(_ field: Field, _ value: String, into person: inout DirectoryPerson) {
        let word = value.lowercased()
        let isYes = ["true", "yes", "1", "ja", "oui", "si", "sí", "wahr", "vrai", "x", "y"].contains(word)
        let isNo = ["false", "no", "0", "nein", "non", "falsch", "faux", "n"].contains(word)
        switch field {
        case .enabled: if isNo { person.isDisabled = true }
        case .blocked: if isYes { person.isDisabled = true }
        case .status:
            // "Full-Time" and the "State" of an address say nothing of that.
            if DirectoryLeaving.isGone(status: value) { person.isDisabled = true }
            if DirectoryLeaving.isThere(status: value) { person.hasStatus = true }
        case .leaving:
            let day = DirectoryLeaving.day(value)
            person.leaving = [person.leaving, day].compactMap { $0 }.min()
        case .deleted: if DirectoryLeaving.isSet(value) { person.isDisabled = true }
        case .control: if let bits = Int(word), bits & 2 != 0 { person.isDisabled = true }
        case .hidden: person.isHidden = isYes
        default: break
        }
    }
}
