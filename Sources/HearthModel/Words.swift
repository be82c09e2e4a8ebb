/// The theme's words in the language of the site. The English text is the name by which a translation is found, as in
/// GNU gettext; a text without one stays English.
///
/// Behind `##` a text may say what it means where the same English words mean two things (`Open##task`); readers never see
/// that part. `{name}` stands for a value.
package struct Words: Sendable {
    /// What stands in the place of an English text.
    package enum Entry: Sendable, Hashable {
        case text(String)
        /// Of a text with a number `{n}`: the form for each kind of number.
        case forms([PluralRule.Category: String])
    }

    /// The words as they are written in templates and in this program.
    package static let english = Words(language: "en", entries: [:])

    /// The tag of the language: `de`, `pt-BR`.
    package let language: String
    private let entries: [String: Entry]
    private let rule: PluralRule

    package init(language: String, entries: [String: Entry]) {
        self.language = language
        self.entries = entries
        rule = PluralRule(language: language)
    }

    /// Whether every text stays as it is.
    package var isEmpty: Bool { entries.isEmpty }

    package subscript(_ english: String) -> Entry? { entries[english] }

    /// `english` in the language of the site, with `values` in the places of their names.
    package func callAsFunction(_ english: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        let text: String
        if case .text(let translated)? = entries[english] {
            text = translated
        } else {
            text = Self.visible(english)
        }
        return values.isEmpty ? text : Self.fill(text, values)
    }

    /// A text with the number `{n}`, whose singular is `one`: `1 answer`, `{n} answers`.
    package func counted(_ one: String, _ many: String) -> CountedWords {
        switch entries[many] {
        case .forms(let forms)?:
            let other = forms[.other] ?? forms[.many] ?? Self.visible(many)
            let texts = PluralRule.Category.allCases.map { forms[$0] ?? other }
            return CountedWords(texts, rule)
        case .text(let text)?: return CountedWords(Array(repeating: text, count: 6), rule)
        case nil:
            var texts = Array(repeating: Self.visible(many), count: 6)
            texts[1] = Self.visible(one)
            return CountedWords(texts, PluralRule(language: "en"))
        }
    }

    /// `number` of something: `count(3, "1 answer", "{n} answers")`. `shown` is the number as it is written.
    package func count(
        _ number: Int, _ one: String, _ many: String, shown: String? = nil,
        _ values: KeyValuePairs<String, String> = [:]
    ) -> String {
        let text = counted(one, many)(number, shown: shown)
        return values.isEmpty ? text : Self.fill(text, values)
    }

    /// What readers see of a text: all before `##`.
    package static func visible(_ english: String) -> String {
        // Most texts have no context, and rows of lists ask for thousands.
        let bytes = english.utf8
        var rest = bytes[...]
        while let sign = rest.firstIndex(of: 0x23) {
            rest = bytes[bytes.index(after: sign)...]
            if rest.first == 0x23 { return String(english[..<sign]) }
        }
        return english
    }

    /// `text` with each `{name}` of `values` replaced; what a value says is not looked at again.
    static func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            out += rest[..<open]
            if let value = values.first(where: { $0.key == name })?.value {
                out += value
            } else {
                out += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

/// A text with a number, ready for many numbers: rows of lists show thousands.
package struct CountedWords: Sendable {
    private struct Form: Sendable {
        var before: String
        /// Nil for a form that says the number in words.
        var after: String?
    }

    /// By the place of the category among all.
    private let forms: [Form]
    private let rule: PluralRule

    fileprivate init(_ texts: [String], _ rule: PluralRule) {
        self.rule = rule
        forms = texts.map { text in
            guard let place = text.firstRange(of: "{n}") else { return Form(before: text, after: nil) }
            return Form(before: String(text[..<place.lowerBound]), after: String(text[place.upperBound...]))
        }
    }

    /// The text for `number`, which is written as `shown`.
    package func callAsFunction(_ number: Int, shown: String? = nil) -> String {
        let form = forms[Self.place(rule.category(of: number))]
        guard let after = form.after else { return form.before }
        var text = form.before
        text += shown ?? String(number)
        text += after
        return text
    }

    private static func place(_ category: PluralRule.Category) -> Int {
        switch category {
        case .zero: 0
        case .one: 1
        case .two: 2
        case .few: 3
        case .many: 4
        case .other: 5
        }
    }
}
