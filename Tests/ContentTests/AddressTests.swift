import HearthModel
import Testing

@testable import HearthContent

@Suite struct AddressTests {
    @Test(arguments: [
        ("index.md", EntityType.page, "index", ""),
        ("strategy.md", .strategy, "strategy", "strategy/"),
        ("about.md", .document, "about", "about/"),
        ("handbook/leave.md", .document, "leave", "handbook/leave/"),
        ("handbook/index.md", .document, "handbook", "handbook/"),
        ("groups/index.md", .page, "groups", "groups/"),
        ("groups/lift/index.md", .group, "lift", "groups/lift/"),
        ("groups/lift/esp.md", .document, "esp", "groups/lift/esp/"),
        ("groups/lift/manuals/a/b.md", .document, "b", "groups/lift/manuals/a/b/"),
        ("groups/lift/manuals/index.md", .document, "manuals", "groups/lift/manuals/"),
        ("groups/lift/people/x.md", .document, "x", "groups/lift/people/x/"),
        ("groups/lift/questions/esp-trip.md", .question, "esp-trip", "groups/lift/questions/esp-trip/"),
        ("groups/lift/questions/esp-trip/index.md", .question, "esp-trip", "groups/lift/questions/esp-trip/"),
        ("groups/lift/questions/index.md", .page, "questions", "groups/lift/questions/"),
        ("groups/lift/events/tour.md", .event, "tour", "groups/lift/events/tour/"),
        ("questions/2024/q.md", .question, "q", "questions/2024/q/"),
        ("people/j.larsen.md", .person, "j.larsen", "people/j.larsen/"),
        ("people/index.md", .page, "people", "people/"),
        ("use-cases/u.md", .useCase, "u", "use-cases/u/"),
        ("measures/m.md", .measure, "m", "measures/m/"),
        ("events/e.md", .event, "e", "events/e/"),
        ("topics/esp.md", .topic, "esp", "topics/esp/"),
    ])
    func folderGivesTypeAndAddress(path: String, type: EntityType, id: String, url: String) {
        let address = PageAddress(path: path)
        #expect(address.type == type)
        #expect(address.id == id)
        #expect(address.url.text == url)
    }

    @Test func anAnswersFileHasTheAddressOfItsQuestion() throws {
        let path = "groups/lift/questions/esp-trip/answers/2013-04-02-j.larsen.md"
        let written = try parse(
            path, "---\nauthor: \"@j.larsen\"\ndate: 2013-04-02T23:59\naccepted: true\nvotes: 4\n---\nRaise it.\n")
        #expect(written.found == [])
        #expect(written.page.type == .answer)
        #expect(written.page.url.text == "groups/lift/questions/esp-trip/")
        #expect(written.page.id == "j.larsen-2013-04-02")
        #expect(written.page.common.title == nil)
        guard case .answer(let fields) = written.page.fields else { throw NoPage() }
        #expect(fields.isAccepted)
        #expect(fields.votes == 4)
        #expect(try parse(path, "Raise it.").page.id == "2013-04-02-j.larsen")
    }

    @Test func theGroupComesFromTheFolder() throws {
        #expect(try parse("groups/lift/a/b.md", "# B").page.folderGroup == "lift")
        #expect(try parse("groups/x.md", "# B").page.folderGroup == nil)
        #expect(
            try parse("questions/x.md", "---\ntitle: T\ngroup: lift\n---").page.common.group == Located("lift", line: 3)
        )
    }

    @Test func slugReplacesTheLastPart() throws {
        #expect(try parse("a/b.md", "---\ntitle: T\nslug: better\n---").page.url.text == "a/better/")
        #expect(try parse("a/b/index.md", "---\ntitle: T\nslug: better\n---").page.url.text == "a/better/")
        #expect(try parse("index.md", "---\ntitle: T\nslug: better\n---").found == ["bad-slug:3"])
    }

    @Test(arguments: ["a/b", "..", ".", "...", "'a\\b'", "\"\\x07\"", "''"]) func badSlugsAreErrors(slug: String) throws
    {
        let page = try parse("a/b.md", "---\ntitle: T\nslug: \(slug)\n---")
        #expect(page.found == ["bad-slug:3"])
        #expect(page.page.url.text == "a/b/")
    }

    @Test func typeOverridesTheFolder() throws {
        #expect(try parse("a.md", "---\ntitle: T\ntype: measure\n---").page.type == .measure)
        let page = try parse("people/p.md", "---\nname: T\ntype: persn\n---")
        #expect(page.found == ["unknown-type:3"])
        #expect(page.diagnostic("unknown-type")?.help?.hasPrefix("did you mean 'person'?") == true)
        #expect(page.page.type == .person)
    }

    @Test func idIsKeptAsWritten() throws {
        #expect(try parse("a.md", "---\ntitle: T\nid: other\n---").page.id == "other")
    }
}

@Suite struct TitleTests {
    @Test func theFirstHeadingIsTheTitleAndNotRepeated() throws {
        let page = try parse("a.md", "# The *ESP*  trip\n\nText.\n\n# Second\n")
        #expect(page.found == [])
        #expect(page.page.common.title == "The ESP trip")
        #expect(page.page.common.titleLine == 1)
        #expect(page.bodyText.hasPrefix("Text."))
        #expect(page.bodyText.contains("Second"))
    }

    @Test func aHeadingFurtherDownIsTakenOutToo() throws {
        let page = try parse("a.md", "Before.\n\n# Title\n\nAfter.\n")
        #expect(page.page.common.title == "Title")
        #expect(page.page.body.count == 2)
        #expect(!page.bodyText.contains("Title"))
    }

    @Test func aHeadingEqualToTheTitleIsNotRepeated() throws {
        let same = try parse("a.md", "---\ntitle: Pumps\n---\n# Pumps\n\nText.")
        #expect(same.bodyText == "Text.")
        let other = try parse("a.md", "---\ntitle: Pumps\n---\n# Valves\n\nText.")
        #expect(other.bodyText.contains("Valves"))
    }

    @Test func headingsInQuotesAndLowerOnesAreNoTitles() throws {
        let page = try parse("notes/x.md", "> # Quoted\n\n## Lower\n\n# \n")
        #expect(page.found == ["missing-title:1"])
        #expect(page.page.common.title == "x")
        #expect(page.diagnostic("missing-title")?.help?.contains("title:") == true)
    }

    @Test func aPersonIsCalledByName() throws {
        let person = try parse("people/j.md", "---\nname: Jo Larsen\ntitle: Lift engineer\n---\n")
        #expect(person.found == [])
        #expect(person.page.common.title == "Jo Larsen")
        guard case .person(let fields) = person.page.fields else { throw NoPage() }
        #expect(fields.name == "Jo Larsen")
        #expect(fields.jobTitle == "Lift engineer")
        let nameless = try parse("people/j.md", "---\ntitle: Lift engineer\n---\n")
        #expect(nameless.found == ["missing-title:1"])
        #expect(nameless.page.common.title == "j")
    }

    @Test func aTopicMayHaveALabelOrNothing() throws {
        let topic = try parse("topics/esp.md", "---\nlabel: ESP\nsynonyms: [pump]\nparent: lift\n---\n")
        #expect(topic.found == [])
        #expect(topic.page.common.title == "ESP")
        let bare = try parse("topics/esp.md", "Text")
        #expect(bare.found == [])
        #expect(bare.page.common.title == "esp")
        guard case .topic(let fields) = bare.page.fields else { throw NoPage() }
        #expect(fields.label == nil)
    }
}
