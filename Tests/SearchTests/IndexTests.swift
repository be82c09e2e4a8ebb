import HearthModel
import TestKit
import Testing

@testable import HearthSearch

/// The files of an index: who may read them, what changes them, and what hostile content does to them.
struct IndexTests {
    private func files(_ site: TinySite, workers: Int = 2) async throws -> [String: [UInt8]] {
        let (resolved, _) = try await site.resolve()
        let files = try await SearchIndexBuilder.build(resolved, workers: workers).files
        return Dictionary(uniqueKeysWithValues: files.map { ($0.path.text, $0.bytes()) })
    }

    private func community(_ count: Int, change: (Int) -> String = { _ in "" }) throws -> TinySite {
        var files: [String: String] = [:]
        let words = (0..<400).map { "word\(($0 * 7919) % 1000)x" }
        for number in 0..<count {
            let body = (0..<90).map { words[(number * 31 + $0 * $0) % words.count] }.joined(separator: " ")
            files["questions/q\(number).md"] =
                "---\ntitle: Question \(number) \(words[number % 400])\nauthor: \"@ada\"\ndate: 2026-04-02\n---\n\(body) \(change(number))\n"
        }
        return try TinySite(files)
    }

    @Test func theSameBytesWithAnyNumberOfTasks() async throws {
        let site = try community(150)
        let one = try await files(site, workers: 1)
        let many = try await files(site, workers: 5)
        #expect(one == many)
        #expect(one.count > 20)
    }

    @Test func anEditOfOnePageLeavesNearlyAllFilesAlone() async throws {
        let before = try await files(community(600))
        let after = try await files(community(600) { $0 == 300 ? "and another newcomer word5x" : "" })
        let changed = before.keys.filter { before[$0] != after[$0] } + after.keys.filter { before[$0] == nil }
        // The head with its versions, the fragment, and the words that came: at this size a few in a hundred.
        #expect(changed.count <= 12, "\(changed.sorted()) of \(before.count)")
        #expect(changed.count >= 3)
    }

    /// Peers' mistake 14: an index that the browser must read as a whole before the first letter is looked for.
    @Test func noFileOfTheIndexIsLarge() async throws {
        let long = String(repeating: "a line about some pumps and the words around them\n", count: 20_000)
        let site = try community(600) { $0 == 7 ? long : "" }
        for (path, bytes) in try await files(site) {
            #expect(bytes.count < 12_000, "\(path) has \(bytes.count) bytes")
        }
    }

    @Test func aNewPageDoesNotRenumberTheOthers() async throws {
        let before = try await files(community(600))
        let after = try await files(community(601))
        let fragments = before.keys.filter { $0.hasPrefix("search/f/") }
        let changed = fragments.filter { before[$0] != after[$0] }
        #expect(changed.count <= 2, "\(changed) of \(fragments.count)")
    }

    @Test func nothingOfARestrictedGroupIsInAnOpenFile() async throws {
        let site = try TinySite([
            "groups/secret/index.md": """
            ---
            title: Canarygroup
            kind: community
            problem: canaryproblem
            managers: ["@ada"]
            visibility: members
            listed: members
            access_group: cn=secret
            ---
            Canarytext.
            """,
            "groups/secret/questions/q.md": """
            ---
            title: Canarytitle
            author: "@ada"
            alt_titles: [canaryother]
            tags: [canarytag]
            ---
            Canarybody, see [file](canary-file.xls).

            ## Accepted answer — @ben, 2026-04-03

            Canaryanswer.
            """,
            "open.md": "---\ntitle: Open\n---\nSee [[Canarytitle]] and [[groups/secret/questions/q]].",
        ])
        try site.folder.write("Content/groups/secret/questions/canary-file.xls", "x")
        let (resolved, _) = try await site.resolve()
        let files = try await SearchIndexBuilder.build(resolved, workers: 2).files
        let restricted = files.filter { $0.audience != .everyone }
        #expect(restricted.allSatisfy { $0.path.text.hasPrefix("groups/secret/") })
        #expect(!restricted.isEmpty)
        // What an author wrote by hand on an open page is the author's; `Canarytitle` stands there as written.
        let open = files.filter { $0.audience == .everyone }
        for canary in [
            "canarygroup", "canaryproblem", "canarytext", "canaryother", "canarybody", "canary-file", "canaryanswer",
        ] {
            let leaks = open.filter { String(decoding: $0.bytes(), as: UTF8.self).lowercased().contains(canary) }
            #expect(leaks.isEmpty, "\(canary) in \(leaks.map(\.path.text))")
        }
        #expect(try await site.find("canarybody", in: "secret") == ["groups/secret/questions/q/"])
        #expect(try await site.find("canarybody").isEmpty)
    }

    @Test func anOpenGroupsMembersPagesAreInTheMembersFolder() async throws {
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=g\n---\nOpen.",
            "groups/g/plan.md": "---\ntitle: Plan\nvisibility: members\n---\nCanary.",
        ])
        let (resolved, _) = try await site.resolve()
        let files = try await SearchIndexBuilder.build(resolved, workers: 2).files
        let restricted = files.filter { $0.audience != .everyone }
        #expect(!restricted.isEmpty)
        #expect(restricted.allSatisfy { $0.path.text.hasPrefix("groups/g/members/search/") })
        #expect(try await site.find("canary", in: "g") == ["groups/g/members/plan/"])
    }

    @Test func hostileContentStaysText() async throws {
        let hostile =
            "</script><script>alert(1)</script> \u{2028}\u{2029}\u{202E}\u{1}\u{7F} \"quoted\\\" "
            + String(repeating: "x", count: 1_000_000)
        let site = try TinySite([
            "questions/a.md": "---\ntitle: \"</script>\u{202E}Title\"\nauthor: \"@ada\"\n---\n```\n\(hostile)\n```\n"
        ])
        for (path, bytes) in try await files(site) {
            #expect(!bytes.contains(0x3C), "\(path)")
            #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "\(path)")
            #expect(String(validating: bytes, as: UTF8.self) != nil, "\(path)")
            #expect(bytes.count < 40_000, "\(path)")
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.unicodeScalars.contains("\u{2028}") && !text.unicodeScalars.contains("\u{2029}"))
        }
        #expect(try await site.find("alert quoted").first == "questions/a/")
    }

    /// What every part of a page repeats must not make the index the square of the page.
    @Test func endlessTitlesAndHeadingsAreCut() async throws {
        let words = String(repeating: "endless ü ", count: 10_000)
        let site = try TinySite([
            "questions/a.md": "---\ntitle: \"Canary \(words)\"\nauthor: \"@ada\"\n---\n## \(words)\n\n\(words)\n"
        ])
        let files = try await files(site)
        for (path, bytes) in files { #expect(bytes.count < 20_000, "\(path) has \(bytes.count) bytes") }
        #expect(files.keys.count { $0.hasPrefix("search/f/") } > 20)
        #expect(try await site.find("canary endless") == ["questions/a/"])
    }

    @Test func damagedFilesAreNoCrash() throws {
        #expect(SearchIndex { _ in Array("hearthShard({);\n".utf8) } == nil)
        #expect(SearchIndex { _ in [] } == nil)
        for bytes: [UInt8] in [
            [], [0xFF], [0x07, 0xFF, 0xFF], [0x80, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03],
        ] {
            PostingList.forEach(bytes) { _, _ in }
        }
        for shape in ["", "2", "21", "11", "2111"] { #expect(BitTrieReader(shape.utf8) == nil, "\(shape)") }
    }

    @Test func hiddenPeopleAreNotFound() async throws {
        let site = try TinySite(["people/ada.md": "---\nname: Ada Hidden\ndirectory: hidden\n---\n"])
        #expect(try await site.find("hidden").isEmpty)
    }
}
