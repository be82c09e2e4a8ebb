import HearthModel
import Testing

@testable import HearthContent

/// The first field has no fields above it by which a parser of YAML would see that it is broken.
@Suite struct BrokenFirstFieldTests {
    @Test(arguments: [
        ("title:A", "write 'title: A'"), ("title = A", "write 'title: A'"), ("title：A", "write 'title: A'"),
        ("title： A", "write 'title: A'"), ("title:\u{A0}A", "write 'title: A'"), ("title:@x", "write 'title: …'"),
        (" title: A", "remove the spaces before its name"), ("just words", "write 'name: value'"),
    ])
    func itIsReportedAtItsOwnLine(line: String, help: String) throws {
        for (above, number) in [("", 2), ("# fields\n", 3)] {
            let page = try parse("a.md", "---\n\(above)\(line)\nweight: 3\ndate: 2026-01-05\n---\n# T\n")
            #expect(page.found == ["yaml-syntax:\(number)"])
            #expect(page.diagnostics.first?.help == help)
            #expect(page.page.common.weight == 3)
        }
    }

    @Test(arguments: ["title:A", "title = A", "title：A"]) func theSameWhereItIsALaterOne(line: String) throws {
        for below in ["", "\nweight: 3"] {
            let page = try parse("a.md", "---\ndate: 2026-01-05\n\(line)\(below)\n---\n# T\n")
            #expect(page.found == ["yaml-syntax:3"])
            #expect(page.diagnostics.first?.help == "write 'title: A'")
        }
    }

    @Test(arguments: ["title:A", "title = A"]) func theOnlyOneToo(line: String) throws {
        let page = try parse("a.md", "---\n\(line)\n---\n# T\n")
        #expect(page.found == ["yaml-syntax:2"])
        #expect(page.diagnostics.first?.help == "write 'title: A'")
    }

    @Test(arguments: ["visibility:members", "visibility = members", "visibility：members", " visibility: members"])
    func whoMayReadIsNotGuessed(line: String) throws {
        #expect(try parse("a.md", "---\n\(line)\ntitle: A\n---\n").page.common.visibility?.value == .invited)
    }

    @Test(arguments: [("title: A: B\ntags: [a]", 2), ("title: A\n  b: c", 3), ("title: \"A\nweight: 3", 2)])
    func otherMistakesStayWhereTheyAre(yaml: String, line: Int) throws {
        #expect(try parse("a.md", "---\n\(yaml)\n---\n# T\n").found.first == "yaml-syntax:\(line)")
    }
}

/// Texts that YAML cuts at a `#`.
@Suite struct CutFieldTests {
    @Test(arguments: [
        ("title: Meeting notes #12", "Meeting notes #12"), ("title: Agenda # 12", "Agenda # 12"),
        ("title: Talk #esp", "Talk #esp"), ("description: Sprint  #3", "Sprint  #3"), ("title: Learn C #", "Learn C #"),
    ])
    func isReported(line: String, whole: String) throws {
        let page = try parse("a.md", "---\ntags: [a]\n\(line)\n---\n# T\n")
        #expect(page.found == ["cut-field:3"])
        #expect(page.diagnostics.first?.severity == .warning)
        #expect(page.diagnostics.first?.help == "put it in quotes: \"\(whole)\"")
    }

    @Test func inListsAndGroupsOfFieldsToo() throws {
        let page = try parse(
            "questions/q.md", "---\ntitle: Q\nalt_titles:\n- Talk #4\n- Plain\n---\nx\n")
        #expect(page.found == ["cut-field:4"])
        #expect(page.diagnostics.first?.location?.column == 8)
    }

    @Test(arguments: [
        "title: A  # the name", "title: A # the name", "title: A ## note", "title: A  #note", "title: \"A #1\"",
        "title: A#1", "weight: 3 #12", "date: 2026-01-05 #12", "layout: wide #12", "tags: [a] #12", "title: 'A' #12",
        "description: >\n  A #1", "draft: false #yes",
    ])
    func realCommentsAreNone(line: String) throws {
        #expect(try parse("a.md", "---\n\(line)\n---\n# T\n").found == [])
    }
}

@Suite struct FolderNamesTests {
    @Test(arguments: [
        ("groups/g/Questions/", "groups/g/Questions", "questions"),
        ("groups/g/question/", "groups/g/question", "questions"),
        ("Groups/g3/", "Groups", "groups"), ("person/", "person", "people"), ("People/", "People", "people"),
        ("use_cases/", "use_cases", "use-cases"), ("usecase/a/", "usecase", "use-cases"), ("Event/", "Event", "events"),
        ("questions/q/Answers/", "questions/q/Answers", "answers"),
        ("groups/g/questions/q/answer/", "groups/g/questions/q/answer", "answers"), ("Topics/", "Topics", "topics"),
    ])
    func nearlyAName(folder: String, near: String, meant: String) {
        let found = FolderNames(near: folder)
        #expect(found?.folder == near && found?.meant == meant)
    }

    @Test(arguments: [
        "", "groups/g/questions/", "groups/g/people/", "groups/group/", "docs/Questions/", "questions/q/answers/",
        "questions/answer/", "groups/g/docs/Events/", "answers/", "peoples-choice/", "eventing/",
    ])
    func others(folder: String) { #expect(FolderNames(near: folder) == nil) }
}
