/// Which form of a noun stands beside a whole number: Unicode CLDR's cardinal rules for integers (UTS #35, Language
/// Plural Rules), as far as languages are known here. Browsers have the same in `Intl.PluralRules`.
package struct PluralRule: Sendable {
    /// CLDR's names of the forms.
    package enum Category: String, Sendable, Hashable, CaseIterable {
        case zero, one, two, few, many, other
    }

    private enum Family: Sendable {
        /// Chinese, Japanese, Vietnamese: one form.
        case none
        /// English, German, Spanish: 1 alone.
        case one
        /// French, Portuguese: 0 and 1.
        case zeroOne
        /// Icelandic, Macedonian: 1, 21, 31, not 11.
        case endsInOne
        case eastSlavic, polish, czech, southSlavic, slovene, lithuanian, latvian, romanian, arabic, hebrew, irish
    }

    private let family: Family

    /// `language` is a tag such as `de-CH`; an unknown one has the forms of English.
    package init(language: String) {
        let first = language.lowercased().split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? ""
        family = language.lowercased() == "pt-pt" ? .one : Self.families[first] ?? .one
    }

    private static let families: [String: Family] = [
        "ja": .none, "zh": .none, "ko": .none, "vi": .none, "th": .none, "id": .none, "ms": .none, "lo": .none,
        "my": .none, "fr": .zeroOne, "pt": .zeroOne, "hy": .zeroOne, "fa": .zeroOne, "hi": .zeroOne, "bn": .zeroOne,
        "is": .endsInOne, "mk": .endsInOne, "ru": .eastSlavic, "uk": .eastSlavic, "be": .eastSlavic, "pl": .polish,
        "cs": .czech, "sk": .czech, "hr": .southSlavic, "sr": .southSlavic, "bs": .southSlavic, "sl": .slovene,
        "lt": .lithuanian, "lv": .latvian, "ro": .romanian, "ar": .arabic, "he": .hebrew, "ga": .irish,
    ]

    /// The forms that the language has, `other` last.
    package var categories: [Category] {
        switch family {
        case .none: [.other]
        case .one, .zeroOne, .endsInOne: [.one, .other]
        case .eastSlavic, .polish: [.one, .few, .many, .other]
        case .czech, .southSlavic, .lithuanian, .romanian: [.one, .few, .other]
        case .slovene: [.one, .two, .few, .other]
        case .latvian: [.zero, .one, .other]
        case .arabic: [.zero, .one, .two, .few, .many, .other]
        case .hebrew: [.one, .two, .other]
        case .irish: [.one, .two, .few, .many, .other]
        }
    }

    /// Those that whole numbers have: Russian has `other` for fractions alone.
    package var wholeCategories: [Category] {
        switch family {
        case .eastSlavic, .polish: [.one, .few, .many]
        default: categories
        }
    }

    /// The form beside `number`; negative numbers have that of their size.
    package func category(of number: Int) -> Category {
        let n = number.magnitude
        let (ten, hundred) = (n % 10, n % 100)
        switch family {
        case .none: return .other
        case .one: return n == 1 ? .one : .other
        case .zeroOne: return n < 2 ? .one : .other
        case .endsInOne: return ten == 1 && hundred != 11 ? .one : .other
        case .eastSlavic:
            if ten == 1, hundred != 11 { return .one }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .many
        case .polish:
            if n == 1 { return .one }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .many
        case .czech: return n == 1 ? .one : (2...4).contains(n) ? .few : .other
        case .southSlavic:
            if ten == 1, hundred != 11 { return .one }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .other
        case .slovene: return hundred == 1 ? .one : hundred == 2 ? .two : hundred == 3 || hundred == 4 ? .few : .other
        case .lithuanian:
            if (11...19).contains(hundred) || ten == 0 { return .other }
            return ten == 1 ? .one : .few
        case .latvian: return ten == 0 || (11...19).contains(hundred) ? .zero : ten == 1 ? .one : .other
        case .romanian: return n == 1 ? .one : n == 0 || (1...19).contains(hundred) ? .few : .other
        case .arabic: return Self.arabic(n, hundred)
        case .hebrew: return n == 1 ? .one : n == 2 ? .two : .other
        case .irish:
            return n == 1 ? .one : n == 2 ? .two : (3...6).contains(n) ? .few : (7...10).contains(n) ? .many : .other
        }
    }

    private static func arabic(_ n: UInt, _ hundred: UInt) -> Category {
        switch (n, hundred) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
    }
}
