/// The order of letters in one language (facts from Unicode CLDR: root collation, collations and index letters).
struct CollationRules {
    /// The first weight of each script, in the order of the root; `first` is where the script of the language lies.
    static let first: UInt32 = 0x010000
    static let latin: UInt32 = 0x020000
    static let greek: UInt32 = 0x030000
    static let cyrillic: UInt32 = 0x040000
    static let hebrew: UInt32 = 0x050000
    static let arabic: UInt32 = 0x060000

    /// Script → its letters in order; each place holds the letter and what counts as the same letter.
    private(set) var places: [(script: UInt32, letters: [[String]])]
    private(set) var native = latin
    /// As headings show them.
    private(set) var alphabet: [String] = []
    private(set) var hasDotlessI = false

    static func of(_ tag: String) -> CollationRules {
        let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        return CollationRules(language: parts.first ?? "", isInLatin: parts.contains("latn"))
    }

    private init(language: String, isInLatin: Bool) {
        var latinPlaces = Self.places(Self.latinOrder)
        let rule = Self.rules[language] ?? ""
        let own = Self.apply(rule, to: &latinPlaces)
        var arabicPlaces = Self.places(Self.arabicOrder)
        if language == "fa" || language == "ps" { _ = Self.apply("ن<و<ه", to: &arabicPlaces) }
        places = [
            (Self.latin, latinPlaces), (Self.cyrillic, Self.places(Self.cyrillicOrder)), (Self.arabic, arabicPlaces),
        ]
        hasDotlessI = language == "tr" || language == "az"
        if !isInLatin, let letters = Self.alphabets[language], let first = letters.unicodeScalars.first {
            native = Self.script(of: first)
            alphabet = letters.split(separator: " ").map(String.init)
        } else {
            alphabet = latinPlaces.compactMap(\.first).filter { letter in
                letter.unicodeScalars.count == 1 && (letter.utf8.count == 1 && letter != "ı" || own.contains(letter))
            }.map { heading($0) }
        }
    }

    /// `č` → `Č`, `ch` → `Ch`; of a Turkish `i` it is `İ`.
    func heading(_ letter: String) -> String {
        if hasDotlessI, letter == "i" { return "İ" }
        return letter.prefix(1).uppercased() + letter.dropFirst()
    }

    private static func places(_ order: String) -> [[String]] {
        order.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
    }

    /// Puts the letters of `rule` at their places: `n<ñ` behind n, `z<ź<ż` one behind the other, `$<å` at the end,
    /// `y=ü` as one of y. Returns the letters that have got a place of their own.
    private static func apply(_ rule: String, to places: inout [[String]]) -> Set<String> {
        var own: Set<String> = []
        func remove(_ letter: String) { places = places.map { $0.filter { $0 != letter } }.filter { !$0.isEmpty } }
        for part in rule.split(separator: " ") {
            if part.contains("=") {
                let letters = part.split(separator: "=").map(String.init)
                for letter in letters.dropFirst() {
                    remove(letter)
                    guard let place = places.firstIndex(where: { $0.first == letters[0] }) else { continue }
                    places[place].append(letter)
                }
                continue
            }
            let letters = part.split(separator: "<").map(String.init)
            var last = letters[0]
            for letter in letters.dropFirst() {
                remove(letter)
                let place = places.firstIndex { $0.first == last }.map { $0 + 1 } ?? places.count
                places.insert([letter], at: place)
                own.insert(letter)
                last = letter
            }
        }
        return own
    }

    // MARK: Scripts

    /// 0 for a script without letters of its own here: those come last, in the order of Unicode.
    static func script(of scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x41...0x24F, 0x250...0x2FF, 0x1D00...0x1DBF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF,
            0xFF21...0xFF5A:
            latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: greek
        case 0x400...0x52F, 0x1C80...0x1C8F: cyrillic
        case 0x590...0x5FF, 0xFB1D...0xFB4F: hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: arabic
        default: 0
        }
    }

    private static let latinOrder = "a b c d đ ð e ə f g h ħ i ı j k l m n ŋ o p q r s t ŧ u v w x y z þ"

    /// Sorts as its letters.
    static let ligatures: [(Unicode.Scalar, [Unicode.Scalar])] = [
        ("æ", ["a", "e"]), ("œ", ["o", "e"]), ("ß", ["s", "s"]), ("ĳ", ["i", "j"]),
    ]
    /// Sorts as its letter: Unicode does not take it apart.
    static let variants: [(Unicode.Scalar, Unicode.Scalar)] = [("ø", "o"), ("ł", "l")]

    private static let cyrillicOrder =
        """
        а б в г ґ д ђ ѓ е=ё є ж з ѕ и і ї й ј к л љ м н њ о п р с т ћ ќ у ў ф х ц ч џ ш щ ъ ы ь э ю я
        """
    private static let arabicOrder =
        """
        ء ا=أ=إ=آ=ٱ ب پ ة ت ث ٹ ټ ج چ ح خ ځ څ د ذ ڈ ډ ر ز ڑ ړ ژ ږ س ش ښ ص ض ط ظ ع غ ف ڤ ق ك=ک ګ=گ ل م ن ں ڼ ه=ھ=ہ و=ؤ \
        ۆ ۇ ۈ ى=ي=ی=ئ ې ۍ ے
        """

    // MARK: Languages

    private static let rules: [String: String] = [
        "az": "c<ç e<ə g<ğ h<x<ı k<q o<ö s<ş u<ü", "bs": croatian, "cs": "c<č h<ch r<ř s<š z<ž",
        "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th", "da": danish, "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
        "es": "n<ñ", "et": "s<š<z<ž w<õ<ä<ö<ü", "eu": "n<ñ", "fi": swedish, "fil": "n<ñ",
        "fo": "a<á d<ð i<í o<ó u<ú y<ý $<æ<ø<å æ=ä ø=ö", "gl": "n<ñ", "hr": croatian,
        "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö ö=ő s<sz t<ty u<ü ü=ű z<zs",
        "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ $<æ<ö æ=ä ö=ø", "kl": danish,
        "lt": "c<č i=y s<š z<ž", "lv": "c<č g<ģ i=y k<ķ l<ļ n<ņ r<ŗ s<š z<ž", "nb": danish, "nn": danish,
        "no": danish, "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż", "ro": "a<ă<â i<î s<ș ș=ş t<ț ț=ţ",
        "sh": croatian, "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž", "sl": "c<č<ć d<đ s<š z<ž",
        "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh", "sr": croatian, "sv": swedish,
        "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü", "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
    ]
    private static let croatian = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"
    private static let danish = "$<æ<ø<å æ=ä ø=ö å=aa y=ü"
    private static let swedish = "$<å<ä<ö ä=æ ö=ø y=ü"

    /// The letters of alphabets that are not Latin, as an index shows them.
    private static let alphabets: [String: String] = [
        "be": "А Б В Г Д Е Ж З І Й К Л М Н О П Р С Т У Ў Ф Х Ц Ч Ш Ы Э Ю Я",
        "bg": "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ю Я",
        "mk": "А Б В Г Д Ѓ Е Ж З Ѕ И Ј К Л Љ М Н Њ О П Р С Т Ќ У Ф Х Ц Ч Џ Ш",
        "ru": "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ы Э Ю Я",
        "sr": "А Б В Г Д Ђ Е Ж З И Ј К Л Љ М Н Њ О П Р С Т Ћ У Ф Х Ц Ч Џ Ш",
        "uk": "А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ю Я",
        "el": "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω",
        "he": "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת",
        "ar": "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
        "fa": "ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی",
    ]
}
