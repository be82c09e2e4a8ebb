import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct VanishedAddressTests {
    private static let page = "---\ntitle: A\n---\nx\n"

    /// What is gone after `change`, compared with a publish before it.
    private func gone(_ change: (TinySite) throws -> Void) async throws -> [Diagnostic] {
        let tiny = try TinySite(["a.md": Self.page, "b.md": "---\ntitle: B\ntags: [t]\n---\nx\n"])
        let before = try await tiny.build()
        let published = PublishedList(
            entries: before.outputs.map {
                .init(path: $0.path, audience: "everyone", hash: "", isPage: $0.isPage, source: $0.source ?? "")
            })
        try change(tiny)
        let after = try await tiny.build()
        return await VanishedAddresses.find(published, report: after, project: try tiny.project().project)
    }

    @Test func aPageThatIsGoneIsAnError() async throws {
        let found = try await gone { try FileSystem.remove($0.folder.path + "/Content/a.md") }
        #expect(found.map(\.kind) == [.vanishedAddress] && found.first?.severity == .error)
        #expect(found.first?.location?.file == "Content/a.md" && found.first?.help?.contains("/a/") == true)
    }

    @Test func aPageWithAnotherSlugIsToldWhereItIsNow() async throws {
        let found = try await gone { try $0.folder.write("Content/a.md", "---\ntitle: A\nslug: z\n---\nx\n") }
        #expect(found.map(\.summary) == ["the page /a/ was published and has moved to /z/"])
        #expect(found.first?.help == "add to Content/a.md: redirect_from: [\"/a/\"]")
    }

    @Test func aPageWithOldAddressesIsToldToAddOne() async throws {
        let found = try await gone {
            try $0.folder.write("Content/a.md", "---\ntitle: A\nredirect_from: [/x/]\nslug: z\n---\nx\n")
        }
        #expect(found.first?.help == "add \"/a/\" to the list redirect_from: of Content/a.md")
    }

    /// What is gone after `change`, when `old` stood in a page's `redirect_from` before.
    private func dropped(_ old: String, _ change: @escaping (TinySite) throws -> Void) async throws -> [Diagnostic] {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\n\(old)\n---\nx\n", "b.md": "---\ntitle: B\ntags: [t]\n---\nx\n",
        ])
        let before = try await tiny.build()
        let published = PublishedList(
            entries: before.outputs.map {
                .init(path: $0.path, audience: "everyone", hash: "", isPage: $0.isPage, source: $0.source ?? "")
            })
        try change(tiny)
        return await VanishedAddresses.find(
            published, report: try await tiny.build(), project: try tiny.project().project)
    }

    @Test func anAddressOfTheMoveBeforeIsMissed() async throws {
        let found = try await dropped("redirect_from: [/x/]") {
            try FileSystem.remove($0.folder.path + "/Content/a.md")
            try $0.folder.write("Content/z.md", "---\ntitle: A\nredirect_from: [/a/]\n---\nx\n")
        }
        #expect(found.map(\.kind) == [.vanishedAddress], "\(found)")
        #expect(found.first?.summary == "the old address /x/ led to a page, and none has it any more")
        let mended = try await dropped("redirect_from: [/x/]") {
            try FileSystem.remove($0.folder.path + "/Content/a.md")
            try $0.folder.write("Content/z.md", "---\ntitle: A\nredirect_from: [/a/, /x]\n---\nx\n")
        }
        #expect(mended.isEmpty)
    }

    @Test(arguments: [
        ("title: A\ndraft: true\nredirect_from: [/x/]", ""), ("title: A\nexpires: 2020-01-01\nredirect_from: /x", ""),
        ("title: A", "gone: [/x/]\n"),
    ])
    func anOldAddressThatRestsIsNoMistake(_ fields: String, _ settings: String) async throws {
        let found = try await dropped("redirect_from: [/x/]") {
            try $0.folder.write("Content/a.md", "---\n\(fields)\n---\nx\n")
            try $0.folder.write("hearth.yml", "title: Test\n" + settings)
        }
        #expect(found.isEmpty, "\(found)")
    }

    @Test(arguments: ["/a/", "/a", "/%61/"])
    func whatMayBeGoneIsNoMistake(_ address: String) async throws {
        let found = try await gone {
            try FileSystem.remove($0.folder.path + "/Content/a.md")
            try $0.folder.write("hearth.yml", "title: Test\ngone: [\(address)]\n")
        }
        #expect(found.isEmpty)
    }

    @Test func theWayOutOfALostPageIsOne() async throws {
        let found = try await gone { try FileSystem.remove($0.folder.path + "/Content/a.md") }
        #expect(found.first?.help?.hasSuffix("'gone: [/a/]' to hearth.yml") == true)
    }

    @Test func aRedirectMakesItGood() async throws {
        let found = try await gone {
            try FileSystem.remove($0.folder.path + "/Content/a.md")
            try $0.folder.write("Content/z.md", "---\ntitle: Z\nredirect_from: /a/\n---\nx\n")
        }
        #expect(found.isEmpty)
    }

    @Test func aDraftIsNoMistake() async throws {
        let found = try await gone {
            try $0.folder.write("Content/a.md", "---\ntitle: A\ndraft: true\n---\nx\n")
        }
        #expect(found.isEmpty)
    }

    @Test func aTopicThatIsGoneIsAWarning() async throws {
        let found = try await gone { try $0.folder.write("Content/b.md", "---\ntitle: B\ntags: [u]\n---\nx\n") }
        #expect(found.map(\.kind) == [.vanishedList] && found.first?.severity == .warning)
        #expect(found.first?.summary.contains("/topics/t/") == true)
        #expect(found.first?.help?.contains("synonyms: [t]") == true)
    }

    @Test func aTopicThatBecameASynonymIsNotGone() async throws {
        let found = try await gone {
            try $0.folder.write("hearth.yml", "title: Test\ntopics: {u: {synonyms: [t]}}\n")
        }
        #expect(found.isEmpty)
    }

    @Test func aListOfAGroupThatMovedIsToldWhereNothingTakesItsPlace() async throws {
        let tiny = try TinySite()
        let report = try await tiny.build()
        var now = report
        func entry(_ address: String, _ source: String) -> PublishedList.Entry {
            .init(path: address + "index.html", audience: "everyone", hash: "", isPage: true, source: source)
        }
        let before = PublishedList(entries: [
            entry("groups/a/", "Content/groups/a/index.md"), entry("groups/a/questions/", ""),
            entry("groups/a/questions/page/2/", ""), entry("events/", ""),
        ])
        let project = try tiny.project().project
        // Without a redirect of the group, that is what is told.
        let alone = await VanishedAddresses.find(before, report: now, project: project)
        #expect(alone.map(\.kind) == [.vanishedAddress])
        try tiny.folder.write("Content/b.md", "---\ntitle: B\nredirect_from: /groups/a/\n---\nx\n")
        now = try await tiny.build()
        let found = await VanishedAddresses.find(before, report: now, project: project)
        #expect(found.map(\.kind) == [.vanishedList])
        #expect(found.first?.help?.contains("[/groups/a/questions/]") == true)
    }

    @Test func aPageThatBecomesRestrictedIsNotGone() async throws {
        let group = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\nvisibility: members\n---\nx\n"
        let found = try await gone {
            try $0.folder.write("Content/groups/h/index.md", group)
            try $0.folder.write("Content/a.md", "---\ntitle: A\ngroup: h\n---\nx\n")
        }
        #expect(found.map(\.kind) == [.addressForMembers] && found.first?.severity == .warning, "\(found)")
        #expect(found.first?.help?.contains("redirect_from: [\"/a/\"]") == true)
    }
}
