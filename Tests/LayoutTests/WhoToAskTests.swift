import Testing

@testable import HearthLayout

/// Who is named for a topic, who stands in, and what is said where nobody does.
@Suite struct WhoToAskTests {
    private func person(_ name: String, _ fields: String = "") -> String { "---\nname: \(name)\n\(fields)\n---\n" }

    /// A site with two questions on #pumps that @yu answered.
    private func site(_ people: [String: String]) async throws -> SampleSite {
        var files: [String: String] = [:]
        for (handle, text) in people { files["Content/people/\(handle).md"] = text }
        for number in 1...2 {
            files["Content/questions/q\(number).md"] =
                "---\ntitle: Q\(number)\ndate: 2026-01-01\ntags: [pumps]\n---\nQ\n\n"
                + "## Accepted answer — @yu, 2026-01-02\nA.\n"
        }
        return try await SampleSite(files)
    }

    private func backup(_ sample: SampleSite) -> (topic: String?, table: String?) {
        func name(_ text: String, after mark: String) -> String? {
            guard let start = text.firstRange(of: mark) else { return nil }
            return text[start.upperBound...].split(separator: "<")[0].split(separator: ">").last.map { String($0) }
        }
        let row = sample.main("people/topics/").split(separator: "<tr>").first { $0.contains("topics/pumps/") } ?? ""
        return (
            name(sample.main("topics/pumps/"), after: "Backup: <a href="),
            name(row.split(separator: "<td>").last.map { String($0) } ?? "", after: "<a href=")
        )
    }

    @Test func theBackupIsThatOfWhoIsAsked() async throws {
        // What others say of a topic that they do not know names nobody.
        let strange = try await site(["yu": person("Yu"), "zo": person("Zo", "backups: [{tag: pumps, who: \"@yu\"}]")])
        #expect(backup(strange) == (nil, nil))
        #expect(strange.main("topics/pumps/").contains("Yu is the only expert, and nobody stands in."))
        let both = try await site([
            "al": person("Al", "backups: [{tag: pumps, who: \"@zo\"}]"),
            "yu": person("Yu", "backups: [{tag: pumps, who: \"@kn\"}]"), "kn": person("Kn"), "zo": person("Zo"),
        ])
        #expect(backup(both) == ("Kn", "Kn"))
        #expect(!both.main("topics/pumps/").contains("nobody stands in"))
        let oneself = try await site(["yu": person("Yu", "backups: [{tag: pumps, who: \"@yu\"}]")])
        #expect(backup(oneself) == (nil, nil))
        #expect(oneself.main("topics/pumps/").contains("nobody stands in"))
    }

    @Test func whereTheExpertIsAwayTheirBackupIsNamed() async throws {
        let away = try await site([
            "al": person("Al", "backups: [{tag: pumps, who: \"@zo\"}]"), "kn": person("Kn"), "zo": person("Zo"),
            "yu": person("Yu", "status: away\nbackups: [{tag: pumps, who: \"@kn\"}]"),
        ])
        #expect(backup(away) == ("Kn", "Kn"))
        for path in ["topics/pumps/", "people/topics/"] {
            #expect(away.main(path).contains("The experts are away or have left."))
            #expect(!away.main(path).contains("Nobody is known"))
        }
    }
}
