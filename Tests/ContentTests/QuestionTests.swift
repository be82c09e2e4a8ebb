import HearthModel
import Testing

@testable import HearthContent

@Suite struct QuestionTests {
    private func question(_ body: String) throws -> Parsed {
        try parse("questions/q.md", "---\ntitle: Why?\n---\n" + body)
    }

    @Test func theExampleOfTheContentModel() throws {
        let page = try question(
            """
            We see a trip. Ideas?

            ### Comment — @x.y
            Which well?

            ## Accepted answer — @j.larsen, 2013-04-02
            Raise the delay.

            ### Comment — @m.okafor, 2013-04-03 08:30
            Worked.

            ### Details
            More.

            ## Answer — @a.nwosu, 2013-04-03
            Gas lock.
            """)
        #expect(page.found == [])
        #expect(page.bodyText == "We see a trip. Ideas?")
        #expect(page.page.comments.map { $0.author?.value } == ["x.y"])
        #expect(page.page.answers.map(\.id) == ["j.larsen-2013-04-02", "a.nwosu-2013-04-03"])
        #expect(page.page.answers.map(\.isAccepted) == [true, false])
        #expect(page.page.answers.map(\.line) == [9, 18])
        #expect(page.text(page.page.answers[0].blocks) == "Raise the delay.")
        let comment = page.page.answers[0].comments[0]
        #expect(comment.date?.iso8601 == "2013-04-03T08:30:00Z")
        #expect(page.text(comment.blocks).contains("More."))
        #expect(page.text(page.page.answers[1].blocks) == "Gas lock.")
    }

    @Test(arguments: [
        "## Answer — @x.y", "## answer – @x.y", "## ANSWER -- @x.y", "## Answer - @x.y", "## Answer by @x.y",
        "## Answer—@x.y",
        "Answer — @x.y\n---", "## Answer — @x.y ##",
    ])
    func allDashesCount(heading: String) throws {
        let page = try question(heading + "\nText.")
        #expect(page.found == [])
        #expect(page.page.answers.map { $0.author?.value } == ["x.y"])
        #expect(page.page.answers.map(\.id) == ["x.y"])
    }

    @Test func idsAreNumberedAndThoseByHandComeFirst() throws {
        let page = try question(
            """
            ## Answer — @a, 2013-04-02
            1
            ## Answer — @a, 2013-04-02 {#a-2013-04-02-2}
            2
            ## Answer — @a, 2013-04-02T10:00
            3
            ## Answer — @b {#x}
            4
            ## Answer — @c {#x}
            5
            """)
        #expect(page.page.answers.map(\.id) == ["a-2013-04-02", "a-2013-04-02-2", "a-2013-04-02-3", "x", "x-1"])
        #expect(page.found == ["duplicate-anchor:12"])
    }

    @Test func aFullNameIsKeptWithAWarning() throws {
        let page = try question("## Answer — Jo Larsen, 2013-04-02\nText.")
        #expect(page.found == ["not-a-handle:4"])
        #expect(page.page.answers.map { $0.author?.value } == ["Jo Larsen"])
        #expect(page.page.answers.map(\.id) == ["jo-larsen-2013-04-02"])
    }

    @Test(arguments: [
        ("## Anwser - @x", "answer-heading"), ("## Answer", "answer-heading"), ("## Answer: @x", "answer-heading"),
        ("## Answer @x", "answer-heading"), ("## Accepted anser — @x, 2013-04-02", "answer-heading"),
        ("## Answer — ", "answer-heading"),
        ("# Answer — @x", "answer-heading"), ("### Answer — @x", "answer-heading"),
        ("## Comment — @x", "answer-heading"),
        ("### Coment — @x", "answer-heading"), ("### Comment", "answer-heading"),
        ("## Answer — Jo Larsen", "answer-heading"),
        ("## Answers by @x", "answer-heading"), ("## Answer — @x.", "answer-heading"),
    ])
    func nearMissesAreReportedAndTheTextIsKept(heading: String, kind: String) throws {
        let page = try question("Intro.\n\n\(heading)\n\nText below.\n")
        #expect(page.found == ["\(kind):6"])
        #expect(page.diagnostics.first?.help != nil)
        #expect(page.page.answers.isEmpty && page.page.comments.isEmpty)
        #expect(page.bodyText.contains("Text below."))
    }

    @Test(arguments: [
        "## Answer — @x, 2 April 2013", "## Answer — @x, 2013-02-30", "## Answer — @x 2013-04-32", "## Answer — @x,",
    ])
    func anAnswerWithABadDateIsAnAnswerAndAnError(heading: String) throws {
        let page = try question("\(heading)\nText.\n")
        #expect(page.found == ["bad-date:4"])
        #expect(page.page.answers.map(\.id) == ["x"])
        #expect(page.page.answers.first?.date == nil)
    }

    @Test(arguments: [
        "## Answering machines", "## Answer key for the exam", "## What we tried", "### Commentary", "#### Answer",
    ])
    func otherHeadingsOfAQuestionAreItsOwn(heading: String) throws {
        let page = try question("Intro.\n\n\(heading)\n\nText.\n")
        #expect(page.found == [])
        #expect(page.bodyText.contains("Text."))
    }

    @Test func otherHeadingsOfAnAnswerShallBeDemoted() throws {
        let page = try question("## Answer — @x\nText.\n\n## Background\n\nMore.\n\n# Top\n\n#### Fine\n")
        #expect(page.found == ["heading-in-answer:7", "heading-in-answer:11"])
        #expect(page.diagnostics.first?.help?.contains("#### Background") == true)
        #expect(page.diagnostics.allSatisfy { $0.severity == .warning })
        #expect(page.text(page.page.answers[0].blocks).contains("More."))
    }

    @Test func anAnswerSwallowedByACodeBlockIsReported() throws {
        let page = try question("```\ncode\n\n## Answer — @x, 2013-04-02\nText.\n")
        #expect(page.found == ["answer-in-code:7"])
        let shown = try parse("groups/g/guide.md", "# T\n\n```\n## Answer — @x\n```\n")
        #expect(shown.found == [])
    }

    @Test func anAnswerThatIsIndentedIsNamedAtItsLine() throws {
        let page = try question("Text.\n\n    ## Answer — @x, 2013-04-02\n    Text.\n")
        #expect(page.found == ["answer-in-code:6"])
        #expect(page.diagnostics.first?.help == "remove the blanks before it, or put one more if it is an example")
        #expect(try question("Text.\n\n## Answer — @x, 2013-04-02\nText.\n").page.answers.count == 1)
        #expect(try question("Text.\n\n     ## Answer — @x, 2013-04-02\n").found == [])
        let fence = try question("Text.\n\n1. One:\n\n   ```\n   ## Answer — @x, 2013-04-02\n")
        #expect(fence.found == ["answer-in-code:9"])
    }

    @Test func anAnswerThatIsUnderlinedLosesItsLine() throws {
        let page = try question("Answer — @x, 2013-04-02\n=====\nText.\n")
        #expect(page.diagnostics.first?.help == "start the line with ##, and remove the line of '=' or '-' below it")
        #expect(try question("# Answer — @x, 2013-04-02\nText.\n").diagnostics.first?.help == "start the line with ##")
    }

    @Test func twoAcceptedAnswersAreAnError() throws {
        let page = try question("## Accepted answer — @x\n1\n\n## Accepted answer — @y\n2\n")
        #expect(page.found == ["two-accepted-answers:7"])
        #expect(page.diagnostics.first?.notes.first?.location?.line == 4)
    }

    @Test func headingsInQuotesOpenNothing() throws {
        let page = try question("> ## Answer — @x\n> Text.\n\n- ## Answer — @y\n")
        #expect(page.page.answers.isEmpty)
    }

    @Test func anAnswersFileHasComments() throws {
        let path = "questions/q/answers/a.md"
        let fields = "---\nauthor: \"@y\"\n---\n"
        let page = try parse(path, fields + "Text.\n\n### Comment — @x, 2013-04-02\nThanks.\n\n## Deep\n")
        #expect(page.found == ["heading-in-answer:9"])
        #expect(page.bodyText == "Text.")
        #expect(page.page.comments.map { $0.author?.value } == ["x"])
        #expect(try parse(path, fields + "Text.\n\n## Answer — @x\nOther.\n").found == ["answer-heading:6"])
    }

    @Test func questionFields() throws {
        let page = try parse(
            "questions/q.md",
            "---\ntitle: Q\nalt_titles: [a]\nstatus: duplicate\nduplicate_of: p\naccepted: x-1\nvotes: 3\n---\n")
        #expect(page.found == [])
        guard case .question(let question) = page.page.fields else { throw NoPage() }
        #expect(question.status == .duplicate && question.votes == 3)
        #expect(question.accepted == Located("x-1", line: 6))
    }

    @Test func aHeadingAsTitleMustBelongToTheQuestion() throws {
        let page = try parse("questions/why-so.md", "Text.\n\n## Answer — @x\n\n# Big\n")
        #expect(page.found.contains("missing-title:1"))
        #expect(page.page.common.title == "why-so")
    }
}

@Suite struct MergeConflictTests {
    private let conflict = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"

    @Test func conflictsAreReportedOnce() throws {
        #expect(
            try parse("a.md", "# T\n\nText.\n" + conflict + "\nMore.\n\n" + conflict).found == [
                "merge-conflict:4", "merge-conflict:12",
            ])
        #expect(try parse("a.md", "# T\n\n>>>>>>> branch\n").found == ["merge-conflict:3"])
    }

    @Test func inTheFrontMatterItIsTheOnlyMistake() throws {
        let page = try parse(
            "a.md", "---\ntitle: T\n<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> x\nvisibility: members\n---\n")
        #expect(page.found == ["merge-conflict:4"].map { _ in "merge-conflict:3" })
        #expect(page.page.common.title == "T")
        #expect(page.page.common.visibility?.value == .members)
    }

    @Test func inTheFrontMatterTheStricterSideHolds() throws {
        let page = try parse(
            "a.md", "---\ntitle: T\n<<<<<<< HEAD\nvisibility: everyone\n=======\nvisibility: members\n>>>>>>> x\n---\n")
        #expect(page.page.common.visibility?.value == .invited)
    }

    @Test func codeAndUnderlinesAreNoConflicts() throws {
        #expect(try parse("a.md", "# T\n\n```\n" + conflict + "```\n").found == [])
        #expect(try parse("a.md", "Title\n=======\n\n << <<<<<<<\n a <<<<<<< b\n").found == [])
        #expect(try parse("a.md", "# T\n\n<<<<<<<<\n").found == [])
    }
}
