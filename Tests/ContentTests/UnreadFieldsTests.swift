import HearthModel
import Testing

@testable import HearthContent

/// What says who may read a page must not be lost because it is written differently.
@Suite struct UnreadFieldsTests {
    @Test(arguments: ["\n", "\n \t\n\n", "\u{FEFF}\u{FEFF}", "\n\u{FEFF}\n"])
    func blankLinesAboveTheFieldsArePassed(above: String) throws {
        let page = try parse("a.md", above + "---\ntitle: T\nvisibility: members\ndte: 1\n---\nText.\n")
        let lines = above.count { $0 == "\n" }
        #expect(page.found == ["unknown-key:\(lines + 4)"])
        #expect(page.page.common.visibility?.value == .members)
        #expect(page.page.bodyLine == lines + 6)
        #expect(page.bodyText == "Text.")
    }

    @Test(arguments: [
        "+++\ntitle = \"T\"\ndraft = true\n+++\nText.\n", "+++\n# c\n\n[params]\nx = 1\n", "\n+++\ndraft=true\n+++\n",
        "{\"title\": \"T\", \"draft\": true}\n\nText.\n", "{\n  \"weight\": 1,\n  \"draft\": true\n}\nText.\n",
        "<!-- licence -->\n---\ntitle: T\ndraft: true\n---\nText.\n",
        "\n<!-- a\nb -->\n\n<!-- c -->\n---\nvisibility: members\n---\nText.\n",
        "<!-- generated -->\n+++\ndraft = true\n+++\n",
    ])
    func fieldsInAnotherPlaceOrNotationHoldThePageBack(text: String) throws {
        let page = try parse("a.md", text)
        let found = try #require(page.diagnostic("unread-front-matter"), "\(page.found)")
        #expect(page.found.count == 1 && found.severity == .error && found.help != nil)
        #expect(page.page.common.isHeld)
    }

    @Test func theLineIsThatOfTheFields() throws {
        #expect(try parse("a.md", "\n<!-- a\nb -->\n---\nid: x\n---\n").found == ["unread-front-matter:4"])
        #expect(try parse("a.md", "\n\n+++\na = 1\n+++\n").found == ["unread-front-matter:3"])
    }

    @Test(arguments: [
        "\n---\n\n# T\n\nText.\n", "\n---\nWords between rules.\n\n---\n# T\n", "\n---\nsee: below\n---\n# T\n",
        "+++ \n\n# T\n\nMore.\n", "+++\nwords\n+++\n# T\n", "{this} is a brace.\n\n# T\n",
        "{\"a\": 1} is JSON.\n\n# T\n",
        "<!-- c -->\n---\n\n# T\n", "<!-- never closed\n---\ntitle: T\n---\n# T\n",
        "<!-- c -->\n# T\n\n---\ntitle: x\n---\n",
        "<!-- c --> words\n---\ntitle: T\n---\n# T\n", "# T\n\n---\nkey: value\n---\n",
        "\n# T\n---\ntitle: no field\n---\n",
    ])
    func rulesBracesAndCommentsAreText(text: String) throws {
        let page = try parse("a.md", text)
        #expect(!page.page.common.isHeld, "\(page.found)")
        #expect(page.diagnostic("unread-front-matter") == nil)
        #expect(page.page.common.visibility == nil)
    }

    @Test(arguments: [
        "visibilty: members", "Visibility: members", "VISIBILITY: members", "visiblity: invited", "Draft: true",
        "drafts: true",
        "published: false", "published: 2099-01-01", "publsh: 2099-01-01", "expire: 2020-01-01", "Listed: members",
        "access_group: cn=x",
        "acces_group: cn=x",
    ])
    func aNameThatIsNearlyOneForReadersIsAnErrorAndHoldsThePageBack(line: String) throws {
        let page = try parse("a.md", "---\ntitle: T\n\(line)\n---\nText.\n")
        #expect(page.found == ["unknown-key:3"])
        let found = try #require(page.diagnostic("unknown-key"))
        #expect(found.severity == .error && found.help != nil)
        #expect(page.page.common.isHeld)
    }

    @Test(arguments: [
        "titel: x", "layuot: x", "experts: [\"@a\"]", "stauts: current", "weigth: 3", "xyz: 1", "published: true",
        "publisher: Heron",
    ])
    func otherUnknownNamesStayWarnings(line: String) throws {
        let page = try parse("a.md", "---\ntitle: T\n\(line)\n---\nText.\n")
        #expect(page.diagnostics.map(\.severity) == [.warning], "\(page.diagnostics)")
        #expect(!page.page.common.isHeld)
    }

    @Test func aGroupWithoutFieldsIsHeldBackAndAPlainFolderIsNot() throws {
        for text in ["", " \n", "---\n---\n", "# Group\n\nx\n", "---\n- broken\n---\n"] {
            #expect(try parse("groups/s/index.md", text).page.common.isHeld, "\(text)")
            #expect(try !parse("docs/index.md", text).page.common.isHeld, "\(text)")
        }
        #expect(try parse("groups/s/index.md", "").diagnostic("unread-front-matter")?.severity == .error)
        #expect(try !parse("groups/s/index.md", "---\ntitle: S\nkind: team\n---\n").page.common.isHeld)
    }

    @Test(arguments: ["index.md", "index.MD", "index.markdown", "index.Markdown"])
    func everyEndingOfAPageMakesAnIndex(name: String) throws {
        let page = try parse("groups/s/" + name, "---\ntitle: S\nkind: team\n---\n").page
        #expect(page.type == .group && page.isFolderIndex && page.usualPath == "groups/s/index.md")
        let home = try parse(name, "---\ntitle: S\n---\n").page
        #expect(home.isIndex && !home.isFolderIndex)
        #expect(try !parse("groups/s/an-" + name, "---\ntitle: S\n---\n").page.isIndex)
    }

    @Test func theIndexOfAFolderIsFoundWhateverItsEnding() throws {
        let folder = try Folder(["a/index.MD": "x", "b/index.md": "x", "b/index.markdown": "x", "c/index.png": "x"])
        #expect(PageFileName.index(ofFolder: folder.path + "/a") == folder.path + "/a/index.MD")
        #expect(PageFileName.index(ofFolder: folder.path + "/b") == folder.path + "/b/index.md")
        #expect(PageFileName.index(ofFolder: folder.path + "/c") == folder.path + "/c/index.md")
    }

    @Test func anEmptyTitleIsTold() throws {
        #expect(try parse("a.md", "---\ntags: [a]\ntitle: \"\"\n---\nx\n").found == ["missing-title:3"])
        #expect(try parse("a.md", "---\ntitle: \" \"\n---\n# From the text\n").found == [])
    }

    @Test func eventsHaveADateAndNoNegativeNumberOfGuests() throws {
        #expect(try parse("events/e.md", "---\ntitle: E\n---\nx\n").found == ["missing-field:1"])
        let event = try parse("events/e.md", "---\ntitle: E\ndate: 2026-02-02\nattendees: -3\n---\nx\n")
        #expect(event.found == ["wrong-type:4"])
        #expect(try parse("events/e.md", "---\ntitle: E\ndate: 2026-02-02\nattendees: 0\n---\nx\n").found == [])
        #expect(try parse("events/e.md", "---\ntitle: E\ndate: soon\n---\nx\n").found == ["bad-date:3"])
    }

    @Test func whatAQuestionAndAnAnswerCannotDoWithout() throws {
        let answer = "questions/q/answers/a.md"
        #expect(try parse(answer, "---\ndate: 2026-01-01\n---\nx\n").found == ["missing-field:1"])
        #expect(try parse(answer, "no fields").found == ["missing-field:1"])
        #expect(try parse(answer, "---\nauthors: [\"@ada\"]\n---\nx\n").found == [])
        #expect(try parse(answer, "---\nsource: {system: jive}\n---\nx\n").found == [])
        #expect(try parse("questions/q.md", "---\ntitle: Q\nstatus: duplicate\n---\nx\n").found == ["missing-field:1"])
        #expect(
            try parse("questions/q.md", "---\ntitle: Q\nstatus: duplicate\nduplicate_of: p\n---\nx\n").found == [])
    }
}
