import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct ServerRulesTests {
    private func rules(_ files: [String: String], baseURL: String? = nil) async throws -> ServerRules {
        let (site, _) = try await TinySite(files).resolve()
        return ServerRules(DeliveryRules(site), baseURL: baseURL)
    }

    private static let heron =
        "---\ntitle: Heron\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: \"cn=h\"\n"
        + "redirect_from: /old-heron\n---\nx\n"

    @Test func anAddressWithAQueryIsKeptApartFromItsPath() async throws {
        let rules = try await rules([
            "a.md": "---\ntitle: A\nredirect_from: [/old/, \"/old?id=1\", \"/q?x=é\"]\n---\nx\n"
        ])
        #expect(rules.redirects.map(\.path) == ["/old", "/old", "/q"])
        #expect(rules.redirects.map(\.query) == [nil, "id=1", "x=%C3%A9"])
        #expect(Set(rules.redirects.map(\.target)) == ["/a/"])
    }

    @Test func belowAPathBothSpellingsOfAnAddressOfAnotherHostLead() async throws {
        let rules = try await rules(
            ["a.md": "---\ntitle: A\nredirect_from: [/old, \"https://wiki.example/page\"]\n---\nx\n"],
            baseURL: "https://intranet.example/community/")
        #expect(rules.basePath == "/community/")
        #expect(rules.redirects.map(\.path) == ["/community/old", "/community/page", "/page"])
        #expect(Set(rules.redirects.map(\.target)) == ["/community/a/"])
    }

    @Test func theSamePathOfTwoHostsIsToldApart() async throws {
        let rules = try await rules([
            "a.md": "---\ntitle: A\nredirect_from: https://one.example/x\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: https://two.example/x\n---\nx\n",
        ])
        #expect(rules.redirects.map(\.host) == [nil, "one.example", "two.example"])
        #expect(rules.redirects.map(\.target) == ["/a/", "/a/", "/b/"])
    }

    @Test func addressesThatDifferInCapitalLettersOnlyNeedCase() async throws {
        let rules = try await rules([
            "a.md": "---\ntitle: A\nredirect_from: [/Old, /B/, /plain]\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: /old\n---\nx\n",
        ])
        #expect(rules.redirects.filter(\.needsCase).map(\.path) == ["/B", "/Old", "/old"])
    }

    @Test func aRestrictedGroupHasAFolderAndItsOldAddressesAreItsOwn() async throws {
        let rules = try await rules(["groups/heron/index.md": Self.heron])
        #expect(rules.folders == [ServerRules.Folder(path: "/groups/heron/", group: "heron", accessGroup: "cn=h")])
        #expect(rules.redirects.map(\.group) == ["heron"])
        let apache = ServerConfiguration(
            rules: rules, settings: ServerSettings(root: "/srv/site", serverName: "x", mapsFolder: "/srv/maps"))
        let open = apache.maps.filter { !$0.name.contains("heron") }
        #expect(open.count == 2 && !open.contains { $0.text.contains("heron") })
        #expect(
            apache.maps.first { $0.name == "redirects-of-heron.txt" }?.text.contains("/old-heron /groups/heron/")
                == true)
    }

    @Test func whatASettingHoldsCannotBreakOutOfItsQuotes() async throws {
        let rules = try await rules([
            "a.md": "---\ntitle: A\nredirect_from: [\"/x%22%3B return 1%3B\", \"/y%0Az\", \"/back%5Cslash\"]\n---\nx\n"
        ])
        #expect(rules.unwritable.count <= 1)
        let nginx = ServerConfiguration(
            rules: rules, settings: ServerSettings(root: "/srv/\"x", serverName: "x", mapsFolder: "")
        ).text(for: .nginx)
        #expect(nginx.contains("root \"/srv/\\\"x\";"))
        #expect(!nginx.contains("\"/x\";"))
        #expect(nginx.contains("\"/back\\\\slash\" \"/back\\\\slash /a/\";"))
    }

    @Test func keysOfCaddyHoldNoNamesOfItsOwn() async throws {
        let rules = try await rules([
            "a.md": "---\ntitle: A\nredirect_from: [\"/x{path}\", \"/{$HOME}\", \"/b%5C%22c\", /plain]\n---\nx\n",
            "groups/{host}/index.md": Self.heron.replacing("redirect_from: /old-heron\n", with: ""),
        ])
        let caddy = ServerConfiguration(
            rules: rules, settings: ServerSettings(root: "/srv/site", serverName: "x", mapsFolder: "")
        ).text(for: .caddy)
        #expect(caddy.contains(#""~^/x\x7Bpath\x7D$" "/a/""#) && caddy.contains(#""~^/\x7B\$HOME\x7D$" "/a/""#))
        #expect(caddy.contains(#""~^/b\x5C\x22c$" "/a/""#) && caddy.contains(#""/plain" "/a/""#))
        #expect(caddy.contains(#"path_regexp "(?i)^/groups/\x7Bhost\x7D/""#))
        // A file of members that is missing must not keep Caddy from starting.
        #expect(caddy.contains("hearth-nobody ") && caddy.contains(".cadd*y\""))
    }

    @Test func anEmptyQueryIsNone() async throws {
        let rules = try await rules(["a.md": "---\ntitle: A\nredirect_from: [\"/q?\", \"/?\"]\n---\nx\n"])
        #expect(rules.redirects.map(\.path) == ["/q"] && rules.redirects.first?.query == nil)
    }

    @Test func nginxTakesAnAddressInItsOwnCaseOnly() async throws {
        let rules = try await rules(["a.md": "---\ntitle: A\nredirect_from: [/Old, /dollar$x]\n---\nx\n"])
        let nginx = ServerConfiguration(
            rules: rules, settings: ServerSettings(root: "/srv/site", serverName: "x", mapsFolder: "")
        ).text(for: .nginx)
        #expect(nginx.contains(#""/Old" "/Old /a/";"#) && nginx.contains(#""~^/dollar\\$x$" "* /a/";"#))
    }

    @Test func secretsOfSettingsAreNotPrinted() {
        let line = #"publish: {c: {rclone: ":s3,access_key_id=AKIA1,secret_access_key=abc123:b", x: 1}}"#
        #expect(!redactSecrets(in: line).contains("abc123") && !redactSecrets(in: line).contains("AKIA1"))
        #expect(redactSecrets(in: "rsync: rsync://web:hunter2@host/x") == "rsync: rsync://•••@host/x")
        #expect(redactSecrets(in: "baseURL: https://token@host/") == "baseURL: https://•••@host/")
        #expect(redactSecrets(in: "rsync: web:hunter2@host:/x") == "rsync: web:•••@host:/x")
        #expect(redactSecrets(in: "password: hunter2") == "password: •••")
        #expect(redactSecrets(in: "title: Key people") == "title: Key people")
    }
}
