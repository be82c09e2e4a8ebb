import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

/// Settings that name what is not there.
@Suite struct SettingsCheckTests {
    private static let group = "---\ntitle: Lift\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"

    private func problems(_ settings: String, _ files: [String: String] = [:]) async throws -> [Diagnostic] {
        var files = files
        files["groups/lift/index.md"] = Self.group
        let (_, diagnostics) = try await TinySite(files, configuration: "title: T\n" + settings).resolve()
        return diagnostics.filter { $0.severity > .note }
    }

    @Test func aLogoThatIsNotThereIsTold() async throws {
        let found = try await problems("theme: {logo: logo.svg}\n", ["nav-logo.svg": "<svg/>", "logos.svg": "<svg/>"])
        #expect(found.ids == ["bad-setting"] && found.first?.location?.line == 2)
        #expect(found.first?.help?.contains("'logos.svg'") == true)
        #expect(try await problems("theme: {logo: logo.svg}\n", ["logo.svg": "<svg/>"]).ids == [])
    }

    @Test func aListOfNothingInTheNavigationIsTold() async throws {
        for name in ["events", "/events/"] {
            let found = try await problems("nav: [groups, \(name)]\n")
            #expect(found.ids == ["absent-nav"] && found.first?.help?.contains("as soon as") == true)
        }
        #expect(try await problems("nav: [evnts]\n").first?.help == "did you mean 'events'?")
    }

    @Test func aFolderForRawHTMLThatIsNotThereIsTold() async throws {
        let files = ["legacy/a.md": "---\ntitle: A\n---\nx\n"]
        let found = try await problems("language: en\nrawHTML: {allow: [Content/legcy]}\n", files)
        #expect(found.ids == ["bad-setting"] && found.first?.location?.line == 3)
        #expect(found.first?.help == "did you mean 'Content/legacy'?")
        for folder in ["Content/legacy", "Content/legacy/", "Content"] {
            #expect(try await problems("rawHTML: {allow: [\(folder)]}\n", files).ids == [], "\(folder)")
        }
    }

    @Test func anAddressThatIsGoneIsNoPage() async throws {
        let files = ["old.md": "---\ntitle: A\n---\nx\n"]
        for address in ["/old/", "/old"] {
            let found = try await problems("gone: [/lost/, \(address)]\n", files)
            #expect(
                found.ids == ["bad-setting"] && found.first?.help?.contains("Content/old.md") == true, "\(found)")
        }
        #expect(try await problems("gone: [/lost/]\n", files).ids == [])
        for address in ["lost/", "https://x.example/lost/", "//x/lost"] {
            let found = try await problems("gone: [\"\(address)\"]\n")
            #expect(found.ids == ["bad-setting"] && found.first?.help?.contains("/groups/") == true)
        }
    }

    @Test func anAudienceOfNoGroupIsTold() async throws {
        let found = try await problems("audiences:\n  lift: cn=a\n  lfit: cn=b\n")
        #expect(found.ids == ["unknown-group"] && found.first?.location?.line == 4)
        #expect(found.first?.help == "did you mean 'lift'?")
        // A group that is a draft is one all the same.
        let draft = Self.group.replacing("title: Lift", with: "title: D\ndraft: true")
        #expect(try await problems("audiences: {d: cn=a}\n", ["groups/d/index.md": draft]).ids == [])
    }
}
