import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

/// Lists and feeds go along with what they belong to.
@Suite struct FollowingListTests {
    private static let configuration =
        "title: T\nbaseURL: https://x.example/\ntopics: {pumps: {synonyms: [esp, Old Pumps, pumps]}}\n"

    private func site(_ group: String = "", _ more: [String: String] = [:]) throws -> TinySite {
        let head = "title: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\n"
        var files = ["groups/new/index.md": "---\n\(head)redirect_from: [/groups/old/, /wiki/old/]\n\(group)---\nx\n"]
        for number in 1...25 {
            files["groups/new/questions/q\(number).md"] = "---\ntitle: Q\(number)\ntags: [pumps]\n---\nx\n"
        }
        return try TinySite(files.merging(more) { $1 }, configuration: Self.configuration)
    }

    private func old(_ report: BuildReport) -> [String] {
        report.delivery.oldAddresses.map { "\($0.path) /\($0.target.text) \($0.source)" }
    }

    @Test func aRenamedGroupTakesItsListsAndFeedAlong() async throws {
        let tiny = try site()
        let report = try await tiny.build()
        #expect(report.errors == 0)
        let found = old(report).filter { $0.contains("old/") && !$0.contains("topics/") }
        #expect(
            found == [
                "/groups/old/ /groups/new/ Content/groups/new/index.md",
                "/groups/old/feed.xml /groups/new/feed.xml Content/groups/new/index.md",
                "/groups/old/questions/ /groups/new/questions/ Content/groups/new/index.md",
                "/wiki/old/ /groups/new/ Content/groups/new/index.md",
            ])
        let page = try #require(tiny.output("groups/old/questions/index.html"))
        #expect(page.contains("Questions of G") || page.contains("Questions in G"), "\(page)")
        // No feed reader reads a page.
        #expect(tiny.output("groups/old/feed.xml/index.html") == nil)
    }

    @Test func aWebServerIsToldWithoutABuild() async throws {
        let tiny = try site()
        let report = try await tiny.build()
        let project = try tiny.project().project
        let planned = try await BuildPipeline(project: project, options: tiny.options()).deliveryRules()
        #expect(planned.rules == report.delivery)
        // What a build says that had nothing to do.
        #expect(try await tiny.build().delivery == report.delivery)
    }

    @Test func whoAsksForAnAddressIsToldWhatGoesAlong() async throws {
        let tiny = try site()
        let pipeline = BuildPipeline(project: try tiny.project().project, options: tiny.options())
        let redirects = try await pipeline.redirects(of: try await pipeline.resolved())
        #expect(redirects.contains { $0.path == "/groups/old/feed.xml" && $0.to.text == "groups/new/feed.xml" })
        #expect(redirects.contains { $0.path == "/wiki/old/" })
    }

    @Test func synonymsTakeNoFileOfTheListOfTopics() async throws {
        let tiny = try TinySite(
            ["a.md": "---\ntags: [net]\n---\nx\n"],
            configuration: "title: T\ntopics: {net: {synonyms: [index.html, .dot, _dot]}}\n")
        let found = old(try await tiny.build())
        #expect(found.map { $0.prefix { $0 != " " } } == ["/topics/_dot/"], "\(found)")
    }

    @Test func theListsOfARestrictedGroupAreToldToItsMembersAlone() async throws {
        let tiny = try site("visibility: members\naccess_group: g\n")
        let report = try await tiny.build()
        #expect(report.errors == 0)
        let outputs = tiny.folder.tree("Output")
        #expect(!outputs.keys.contains { $0.hasPrefix("groups/old/") })
        let map = String(decoding: try #require(outputs["groups/new/redirects.json"]), as: UTF8.self)
        #expect(map.contains("/groups/old/questions/"))
        #expect(outputs["redirects.json"].map { String(decoding: $0, as: UTF8.self).contains("old/q") } != true)
    }

    @Test func anAddressThatSomebodyWroteComesFirst() async throws {
        let tiny = try site(
            "",
            [
                "a.md":
                    "---\ntitle: A\nredirect_from: [/groups/old/questions, /groups/old/feed.xml, /topics/esp]\n---\nx\n"
            ])
        let report = try await tiny.build()
        #expect(report.errors == 0, "\(report.diagnostics)")
        let found = old(report)
        #expect(found.filter { $0.hasPrefix("/groups/old/questions") } == ["/groups/old/questions /a/ Content/a.md"])
        #expect(found.contains("/groups/old/feed.xml /a/ Content/a.md"))
        #expect(found.contains("/topics/esp /a/ Content/a.md") && !found.contains { $0.hasPrefix("/topics/esp/ ") })
    }

    @Test func aTopicHasTheAddressesOfItsSynonyms() async throws {
        let tiny = try site()
        let found = old(try await tiny.build()).filter { $0.hasPrefix("/topics/") }
        #expect(
            found == [
                "/topics/esp/ /topics/pumps/ hearth.yml", "/topics/esp/feed.xml /topics/pumps/feed.xml hearth.yml",
                "/topics/esp/questions/ /topics/pumps/questions/ hearth.yml",
                "/topics/old-pumps/ /topics/pumps/ hearth.yml",
                "/topics/old-pumps/feed.xml /topics/pumps/feed.xml hearth.yml",
                "/topics/old-pumps/questions/ /topics/pumps/questions/ hearth.yml",
            ])
        #expect(tiny.output("topics/esp/index.html")?.contains("pumps") == true)
    }

    @Test func aSynonymThatIsATopicKeepsItsPage() async throws {
        let tiny = try TinySite(
            ["topics/esp.md": "---\ntitle: ESP\n---\nx\n", "a.md": "---\ntitle: A\ntags: [pumps]\n---\nx\n"],
            configuration: Self.configuration)
        let report = try await tiny.build()
        #expect(!old(report).contains { $0.hasPrefix("/topics/esp") })
        #expect(tiny.main("topics/esp/index.html") != nil)
    }
}
