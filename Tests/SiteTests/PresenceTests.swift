import HearthModel
import TestKit
import Testing

/// Who is named for something is there, and what has happened is not still to come.
@Suite struct PresenceTests {
    private func diagnostics(_ files: [String: String]) async throws -> [Diagnostic] {
        let left = ["people/ada.md": "---\nname: Ada\nstatus: left\n---\n"]
        return try await TinySite(files.merging(left) { own, _ in own }).resolve().diagnostics
    }

    @Test(arguments: [
        ("groups/g/index.md", "title: G\nkind: community\nproblem: x\nmanagers: [\"@ben\", \"@ada\"]"),
        ("groups/g/index.md", "title: G\nkind: team\nmanagers: [\"@ben\"]\nsponsor: \"@ada\""),
        ("d.md", "title: D\nkind: policy\nowner: \"@ada\""),
        ("measures/m.md", "title: M\nowner: \"@ada\""),
        ("use-cases/u.md", "title: U\nproblem: x\nprocess: {step: y, owner: \"@ada\"}"),
        ("people/ben.md", "name: Ben\nbackups: [{tag: pumps, who: \"@ada\"}]"),
    ]) func whoHasLeftLooksAfterNothing(_ path: String, _ fields: String) async throws {
        let found = try await diagnostics([path: "---\n\(fields)\n---\nx\n"]).filter { $0.kind == .personLeft }
        #expect(found.count == 1 && found.first?.severity == .warning)
        #expect(found.first?.location?.file == "Content/" + path && found.first?.location?.line ?? 0 > 1)
    }

    @Test(arguments: [
        ("groups/g/index.md", "title: G\nkind: team\nlifecycle: retired\nmanagers: [\"@ada\"]"),
        ("d.md", "title: D\nstatus: obsolete\nowner: \"@ada\""), ("d.md", "title: D\nauthor: \"@ada\""),
        ("d.md", "title: D\nverified: {by: \"@ada\", date: 2026-01-01}"),
        ("people/ben.md", "name: Ben\nstatus: left\nbackups: [{tag: pumps, who: \"@ada\"}]"),
    ]) func thePastMayNameWhoHasLeft(_ path: String, _ fields: String) async throws {
        #expect(try await diagnostics([path: "---\n\(fields)\n---\nx\n"]).ids == [])
    }

    @Test func answersAndChecksHaveHappened() async throws {
        let found = try await diagnostics([
            "d.md": "---\ntitle: D\ndate: 2021-01-01\nverified: {by: \"@ben\", date: 2027-01-01}\n---\nx\n",
            "questions/q.md": """
            ---
            title: Q
            date: 2026-01-01
            ---
            Q

            ## Answer — @ben, 2028-01-01
            x

            ### Comment — @ben, 2026-06-01
            Today.

            ## Answer — @ben, 2026-02-01
            x

            ### Comment — @ben, 2026-06-02
            Tomorrow.
            """,
            "questions/f/index.md": "---\ntitle: F\ndate: 2026-01-01\n---\nQ\n",
            "questions/f/answers/a.md": "---\nauthor: \"@ben\"\ndate: 2029-01-01\n---\nx\n",
        ])
        let places = found.filter { $0.kind == .futureDate }.map {
            "\($0.location?.file.split(separator: "/").last ?? ""):\($0.location?.line ?? 0) \($0.summary)"
        }
        #expect(
            places.sorted() == [
                "a.md:1 this answer is of 2029-01-01, which is still to come",
                "d.md:4 this was checked on 2027-01-01, which is still to come",
                "q.md:13 a comment on this answer is of 2026-06-02, which is still to come",
                "q.md:7 this answer is of 2028-01-01, which is still to come",
            ])
    }
}
