import HearthModel
import Testing

@Suite struct PluralRuleTests {
    typealias Category = PluralRule.Category

    /// From the tables of Unicode CLDR.
    @Test(
        arguments: [
            ("en", [1: .one, 0: .other, 2: .other, -1: .one]), ("de-CH", [1: .one, 21: .other]),
            (
                "ru",
                [
                    1: .one, 2: .few, 5: .many, 11: .many, 21: .one, 22: .few, 25: .many, 111: .many, 0: .many,
                    1_001: .one,
                ]
            ),
            ("pl", [1: .one, 2: .few, 5: .many, 12: .many, 22: .few, 25: .many, 21: .many, 0: .many]),
            (
                "ar",
                [
                    0: .zero, 1: .one, 2: .two, 3: .few, 10: .few, 11: .many, 99: .many, 100: .other, 102: .other,
                    103: .few,
                ]
            ),
            ("fr", [0: .one, 1: .one, 2: .other]), ("pt", [0: .one, 1: .one]), ("pt-PT", [0: .other, 1: .one]),
            ("cs", [1: .one, 2: .few, 4: .few, 5: .other, 0: .other]), ("ja", [1: .other, 0: .other, 2: .other]),
            ("sl", [1: .one, 101: .one, 2: .two, 3: .few, 4: .few, 5: .other]),
            ("lt", [1: .one, 2: .few, 10: .other, 11: .other, 21: .one, 22: .few]),
            ("lv", [0: .zero, 1: .one, 10: .zero, 11: .zero, 21: .one, 22: .other]),
            ("ro", [1: .one, 0: .few, 19: .few, 20: .other, 101: .few]), ("he", [1: .one, 2: .two, 3: .other]),
            ("ga", [1: .one, 2: .two, 6: .few, 10: .many, 11: .other]), ("mk", [1: .one, 21: .one, 11: .other]),
            ("hr", [1: .one, 21: .one, 11: .other, 3: .few, 13: .other]), ("xx", [1: .one, 2: .other]),
        ] as [(String, [Int: Category])])
    func numbersHaveTheirForms(_ language: String, _ forms: [Int: Category]) {
        let rule = PluralRule(language: language)
        for (number, form) in forms {
            #expect(rule.category(of: number) == form, "\(language) \(number)")
            #expect(rule.categories.contains(form) && rule.wholeCategories.contains(form), "\(language) \(number)")
        }
    }

    @Test func contextsAreNotShown() {
        #expect(Words.visible("Left##a person") == "Left" && Words.visible("C# 1#2") == "C# 1#2")
        #expect(Words.visible("a#b##c##d") == "a#b" && Words.visible("") == "" && Words.visible("Ä##") == "Ä")
        #expect(Words.english("New in {title}##a group", ["title": "a {title} ##"]) == "New in a {title} ##")
    }
}
