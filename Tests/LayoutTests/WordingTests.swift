import HearthContent
import HearthModel
import Testing

@testable import HearthLayout

@Suite struct WordingTests {
    @Test func datesAreShownInTheSitesTimeZone() throws {
        let evening = try #require(Timestamp(iso8601: "2011-06-14T23:30:00Z"))
        let day = try #require(Timestamp(iso8601: "2011-06-14"))
        #expect(DateText(timeZone: "UTC").day(evening) == "14 Jun 2011")
        #expect(DateText(timeZone: "Europe/Oslo").day(evening) == "15 Jun 2011")
        #expect(DateText(timeZone: "Europe/Oslo").moment(evening) == "15 Jun 2011, 01:30")
        #expect(DateText(timeZone: "America/New_York").moment(evening) == "14 Jun 2011, 19:30")
        // A day is that day everywhere.
        #expect(DateText(timeZone: "America/New_York").moment(day) == "14 Jun 2011")
        #expect(DateText(timeZone: "Nowhere/Land").day(evening) == "14 Jun 2011")
        let old = try #require(Timestamp(iso8601: "1969-12-31T23:00:00Z"))
        #expect(DateText(timeZone: "Europe/Oslo").day(old) == "1 Jan 1970")
    }

    @Test(arguments: [
        (7.5, "7.5"), (1040, "1,040"), (-3.25, "−3.25"), (1_234_567.891, "1,234,567.89"), (0.05, "0.05"), (2, "2"),
        (-0.001, "−0.001"), (0.00384, "0.0038"), (0.0996, "0.1"), (0, "0"), (1.004, "1.004"), (1e-14, "1e-14"),
        (99.996, "99.996"), (1.2345, "1.2345"), (0.99984, "0.9998"), (987_654_321_098_765, "987,654,321,098,765"),
        (1_234_567_890_123_456, "1,234,567,890,123,456"), (1e20, "1e+20"), (99.999_99, "100"), (12.5, "12.5"),
    ])
    func numbers(_ value: Double, _ text: String) { #expect(Wording(.english).number(value) == text) }

    @Test func smallWords() throws {
        #expect(Wording.initials("Jo Larsen") == "JL")
        #expect(Wording.initials("Madonna") == "M")
        #expect(Wording.initials("") == "?")
        #expect(Wording.slug("Lift & Co.") == "lift-co")
        #expect(Wording.slug("!") == "other")
        #expect(Wording.direction(of: "fa-IR") == "rtl")
        #expect(Wording.direction(of: "az-Arab") == "rtl")
        #expect(Wording.direction(of: "en") == "ltr")
        #expect(Wording(.english).duration(try #require(ISODuration("P1DT12H"))) == "1 day, 12 hours")
        #expect((1...12).contains(Wording.colour("j.larsen")))
        let wording = Wording(.english)
        #expect(wording.value(94.2, unit: "%") == "94.2 %" && wording.value(3, unit: "invoices a month") == "3")
    }

    @Test(arguments: [
        ("ar he iw fa ur ps sd ckb yi dv ug prs azb pnb mzn lrc syr nqo skr ar-EG he-IL ks AR fa_AF", "rtl"),
        (
            "az-Arab ks-Arab ku-Arab ms-Arab pa-Aran uz-Arab-AF ff-Adlm rhg-Rohg tr-Arab-x-ota uz-AF pa-PK az-IR ha-SD",
            "rtl"
        ),
        ("en de tr az ku ms uz pa ha ar-Latn ks-Deva sd-Deva sd-IN ug-Cyrl ckb-Cyrl ug-KZ he-Latn az-Latn-IR", "ltr"),
        ("en-x-arab zh-Hant sr-Latn de-1901 es-419 ff-Latn man", "ltr"),
    ])
    func theDirectionIsThatOfTheScript(_ tags: String, _ direction: String) {
        for tag in tags.split(separator: " ") { #expect(Wording.direction(of: String(tag)) == direction, "\(tag)") }
    }

    @Test func editLinksAreEncoded() async throws {
        let sample = try await SampleSite(
            ["Content/index.md": "---\ntitle: H\n---\n", "Content/a b & c.md": "---\ntitle: A\n---\n"],
            configuration: "title: T\nedit: {url: \"https://git.example/edit/{path}?x={path}\"}\n")
        let page = try #require(sample.plan.pages.first { $0.title == "A" })
        let text = SampleSite.readable(sample.renderer.render(page).bytes)
        #expect(text.contains("https://git.example/edit/Content/a%20b%20%26%20c.md"))
    }

    @Test func listsAreCutIntoPages() {
        var list = ListPlan(
            kind: .people, path: SitePath("people/"), title: "People", layout: "people", section: "people",
            sections: [
                ListSection(heading: "A", id: "a", items: [.person(0), .person(1), .person(2)]),
                ListSection(heading: "B", id: "b", items: [.person(3)]), ListSection(heading: "C", id: "c", items: []),
            ], pageSize: 2)
        list.paginate()
        #expect(list.pages.count == 2)
        #expect(list.pages.map { $0.map(\.id) } == [["a"], ["a", "b"]])
        #expect(list.href(ofSection: "b") == SitePath("people/page/2/").href + "#H-b")
        #expect(list.href(ofSection: "c") == nil)
        list.sections = []
        list.paginate()
        #expect(list.pages.count == 1)
    }
}
