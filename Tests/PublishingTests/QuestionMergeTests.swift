import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct QuestionMergeTests {
    private static let base = """
        ---
        title: Why?
        author: "@ada"
        tags: [a]
        ---
        Because?

        ## Answer — @ada, 2026-05-01
        First.

        """

    private func merge(
        base: String = Self.base, _ ours: String, _ theirs: String
    ) async throws -> (text: String, isClean: Bool) {
        switch try await QuestionMerge.merge(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
        {
        case .merged(let bytes): (String(decoding: bytes, as: UTF8.self), true)
        case .conflict(let bytes, _): (String(decoding: bytes, as: UTF8.self), false)
        }
    }

    @Test func twoAnswersAtTheSameTimeStandSideBySide() async throws {
        let ours = Self.base + "\n## Answer — @ben, 2026-05-03\nFrom Ben.\n"
        let theirs = Self.base + "\n## Answer — @cy, 2026-05-02\nFrom Cy.\n"
        let (text, isClean) = try await merge(ours, theirs)
        #expect(isClean)
        #expect(
            text == Self.base + "\n## Answer — @cy, 2026-05-02\nFrom Cy.\n\n## Answer — @ben, 2026-05-03\nFrom Ben.\n")
        #expect(try await merge(theirs, ours).text == text)
    }

    @Test func twoAnswersOfOnePersonOnOneDayAreBothKept() async throws {
        let ours = Self.base + "\n## Answer — @ben, 2026-05-03\nOne.\n"
        let theirs = Self.base + "\n## Answer — @ben, 2026-05-03\nTwo.\n"
        let (text, isClean) = try await merge(ours, theirs)
        #expect(isClean && text.contains("One.") && text.contains("Two."))
        #expect(try await merge(ours, ours).text == ours)
    }

    @Test func anEditAnAcceptanceAndACommentFitTogether() async throws {
        let ours = Self.base.replacing("## Answer — @ada", with: "## Accepted answer — @ada")
        let theirs =
            Self.base.replacing("First.", with: "First, edited.") + "\n### Comment — @cy, 2026-05-04\nThanks.\n"
        let (text, isClean) = try await merge(ours, theirs)
        #expect(
            isClean && text.contains("## Accepted answer — @ada")
                && text.contains("First, edited.\n\n### Comment — @cy"))
    }

    @Test func whatIsUncertainIsAConflict() async throws {
        let edits = (Self.base.replacing("First.", with: "A."), Self.base.replacing("First.", with: "B."))
        #expect(try await !merge(edits.0, edits.1).isClean)
        #expect(try await merge(edits.0, edits.1).text.contains("<<<<<<<"))
        let two = Self.base + "\n## Answer — @ben, 2026-05-03\nFrom Ben.\n"
        let accepted = (
            two.replacing("## Answer — @ada", with: "## Accepted answer — @ada"),
            two.replacing("## Answer — @ben", with: "## Accepted answer — @ben")
        )
        #expect(try await !merge(base: two, accepted.0, accepted.1).isClean)
        let removed = "---\ntitle: Why?\nauthor: \"@ada\"\ntags: [a]\n---\nBecause?\n"
        #expect(try await !merge(removed, edits.0).isClean)
    }

    @Test func nothingThatACheckRefusesIsMerged() async throws {
        let named = Self.base.split(separator: "tags: [a]", maxSplits: 1).joined(separator: "accepted: x\ntags: [a]")
        let accepted = Self.base + "\n## Accepted answer — @ben, 2026-05-03\nFrom Ben.\n"
        #expect(try await !merge(named, accepted).isClean)
        let answered = Self.base + "\n## Answer — @cy, 2026-05-02\nFrom Cy.\n"
        #expect(try await !merge("", answered).isClean)
        func dated(_ day: String) -> String {
            Self.base.split(separator: "2026-05-01", maxSplits: 1).joined(separator: day)
        }
        #expect(try await !merge(dated("2026-05-05"), dated("2026-05-06")).isClean)
    }

    @Test func anOpenCodeBlockSwallowsNoAnswer() async throws {
        let ours = Self.base + "\n## Answer — @ben, 2026-05-02\n```\nnever closed\n"
        let theirs = Self.base + "\n## Answer — @cy, 2026-05-03\nFrom Cy.\n"
        let (text, isClean) = try await merge(ours, theirs)
        #expect(!isClean && text.contains("never closed") && text.contains("From Cy."))
    }

    @Test func headingsInCodeBlocksOpenNothing() async throws {
        let base = Self.base + "\n~~~\n    ## Answer — @x, 2026-01-01\n~~~\n"
        let ours = base + "\n## Answer — @ben, 2026-05-02\nBen.\n"
        let theirs = base + "\n## Answer — @cy, 2026-05-03\nCy.\n"
        let (text, isClean) = try await merge(base: base, ours, theirs)
        #expect(isClean && text.contains("~~~\n    ## Answer — @x, 2026-01-01\n~~~"))
    }

    @Test func linesEndAsTheyDid() async throws {
        func windows(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
        let ours = Self.base + "\n## Answer — @ben, 2026-05-03\nFrom Ben.\n"
        let theirs = Self.base + "\n## Answer — @cy, 2026-05-02\nFrom Cy.\n"
        let (plain, _) = try await merge(ours, theirs)
        let (text, isClean) = try await merge(base: windows(Self.base), windows(ours), windows(theirs))
        #expect(isClean && text == windows(plain))
        // One side changed how all lines end: that is kept, too.
        let (changed, isChanged) = try await merge(windows(ours), theirs)
        #expect(isChanged && changed == windows(plain))
        let (mixed, isMixed) = try await merge(base: windows(Self.base), windows(Self.base) + "x\n", windows(theirs))
        #expect(isMixed || mixed.contains("<<<<<<<"))
    }

    @Test func twoAnswersWithOneIDAreAConflict() async throws {
        let ours = Self.base + "\n## Answer — @ben, 2026-05-03 {#a}\nFrom Ben.\n"
        let theirs = Self.base + "\n## Answer — @cy, 2026-05-02 {#a}\nFrom Cy.\n"
        let (text, isClean) = try await merge(ours, theirs)
        #expect(!isClean && text.contains("From Ben.") && text.contains("From Cy."))
        #expect(try await merge(ours, theirs.replacing("{#a}", with: "{#b}")).isClean)
    }

    @Test(arguments: [
        "```\n## Answer — @x, 2026-01-01\nlike this\n```", "    ## Answer — @x, 2026-01-01\n    like this",
    ])
    func anAnswerMayShowHowAnswersAreWritten(_ example: String) async throws {
        let ours = Self.base + "\n## Answer — @ben, 2026-05-02\nWrite:\n\n\(example)\n"
        let theirs = Self.base + "\n## Answer — @cy, 2026-05-03\nFrom Cy.\n"
        for (mine, other) in [(ours, theirs), (theirs, ours)] {
            let (text, isClean) = try await merge(mine, other)
            #expect(isClean && text.contains(example) && text.hasSuffix("From Cy.\n"))
        }
    }

    @Test func filesThatCannotBeCutUpAreMergedByLines() async throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x0A]
        let outcome = try await QuestionMerge.merge(base: bytes, ours: bytes + [0x61, 0x0A], theirs: bytes)
        #expect(outcome == .merged(bytes + [0x61, 0x0A]))
    }
}
