import Glibc
import HearthModel

/// How directories say that somebody has left: by a word, by a day, or by a deletion.
enum DirectoryLeaving {
    /// Beginnings of words, in small letters without marks and spaces: in English, German, French, Spanish, Italian,
    /// Portuguese, Dutch, the languages of Scandinavia and Polish.
    private static let beginnings = [
        "suspend", "inactiv", "terminat", "disabled", "left", "deleted", "resign", "separated", "former", "departed",
        "deceased", "dismissed", "offboard", "deactivat", "retired", "nolonger", "notactive", "exemployee", "laidoff",
        "fired", "inaktiv", "ausgetreten", "ausgeschieden", "gekundigt", "gekuendigt", "entlassen", "ehemalig",
        "deaktiviert", "gesperrt", "geloscht", "geloescht", "pensioniert", "verstorben", "nichtaktiv", "nichtmehr",
        "inactif", "desactiv", "demissionn", "quitte", "supprime", "retraite", "anciensalarie", "ancienemploye",
        "cesado", "cesada", "despedid", "eliminad", "jubilad", "exemplead", "cessat", "dimess", "dimission",
        "licenziat", "inattiv", "disattivat", "pensionat", "exdipendent", "desligad", "demitid", "inativ", "aposentad",
        "uitdienst", "ontslagen", "vertrokken", "inactief", "nietactief", "sluttet", "slutat", "oppsagt", "avslutt",
        "avslutad", "fratradt", "zwolnion", "nieaktywn",
    ]
    /// Words that others begin with: a "partial" post is one, and a "baja medica" is an illness.
    private static let words: Set<String> = [
        "gone", "quit", "parti", "partie", "partis", "parties", "sorti", "sortie", "licencie", "licenciee", "baja",
        "debaja", "dadodebaja", "dadadebaja", "bajavoluntaria", "bajadefinitiva", "uscito", "uscita", "saiu",
    ]
    private static let nothing: Set<String> = [
        "", "0", "no", "none", "null", "never", "na", "false", "nein", "non", "nie", "unknown", "00000000",
    ]

    /// Whether a status says that somebody is no longer there.
    static func isGone(status: String) -> Bool {
        let word = Naming.squeezed(status)
        return words.contains(word) || beginnings.contains { word.hasPrefix($0) }
    }

    /// Words for somebody who works there, in the same languages.
    private static let presence = [
        "activ", "aktiv", "actif", "attiv", "ativ", "actief", "aktyw", "employed", "current", "enabled", "working",
        "hired", "rehired", "employee", "beschaftigt", "angestellt", "enposte", "enservice", "dealta", "inservizio",
        "indienst", "ansatt", "anstalld", "zatrudnion",
    ]

    /// Whether a status says that somebody is there.
    static func isThere(status: String) -> Bool {
        let word = Naming.squeezed(status)
        return !isGone(status: status) && presence.contains { word.hasPrefix($0) }
    }

    /// Whether a field such as "Soft deletion time stamp" is set.
    static func isSet(_ value: String) -> Bool { !nothing.contains(Naming.squeezed(value)) }

    /// A guest of Microsoft Entra: `jo_other.example#EXT#@corp.example`.
    static func isGuest(_ name: String) -> Bool { name.lowercased().contains("#ext#") }

    /// The day of `2024-01-31`, `20240131…` (RFC 4517, 3.3.13), `31.1.2024`, `1/31/2024`. Where a day may be a month, the
    /// earlier of both; nil when it is no day.
    static func day(_ text: String) -> Timestamp? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }
        guard let first = numbers.first, text.first == first.first else { return nil }
        if first.count == 8 || first.count == 14 {
            return day(first.prefix(4), first.dropFirst(4).prefix(2), first.dropFirst(6).prefix(2))
        }
        guard numbers.count >= 3 else { return nil }
        if first.count == 4 { return day(first, numbers[1], numbers[2]) }
        let readings = [
            day(numbers[2], numbers[1], first), text.contains(".") ? nil : day(numbers[2], first, numbers[1]),
        ]
        return readings.compactMap { $0 }.min()
    }

    private static func day(_ year: Substring, _ month: Substring, _ day: Substring) -> Timestamp? {
        guard let year = Int(year), let month = Int(month), let day = Int(day), month < 100, day < 100 else {
            return nil
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(iso8601: "\(year)-\(two(month))-\(two(day))")
    }

    /// When a file was written last, which is when its days were past or to come; nil when that is not known.
    static func written(_ path: String) -> Timestamp? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Timestamp(seconds: Int64(info.st_mtim.tv_sec), hasTime: true)
    }
}
