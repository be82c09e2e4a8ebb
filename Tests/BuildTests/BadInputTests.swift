import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

extension BuildReport {
    /// `id file:line` of every error and warning.
    var places: [String] {
        diagnostics.filter { $0.severity > .note }.map { problem in
            "\(problem.kind.id) " + (problem.location.map { "\($0.file):\($0.line)" } ?? "-")
        }
    }
}

extension TinySite {
    /// Writes a content file of any bytes.
    func put(_ path: String, _ bytes: [UInt8]) throws { try folder.write("Content/" + path, bytes) }

    /// No file of the output but what a finished build leaves.
    var hasNoLeftovers: Bool {
        !folder.tree("Output").keys.contains { $0.contains(".hearth") || $0.hasSuffix("-tmp") }
    }
}

/// What people write by mistake: the build goes to its end, says where it is wrong, and every page is there.
@Suite struct BadInputTests {
    /// Builds one page and answers its problems and what stands in `<main>`.
    private func build(_ text: String) async throws -> (places: [String], main: String) {
        let tiny = try TinySite(["a.md": text])
        let report = try await tiny.build()
        #expect(tiny.hasNoLeftovers)
        #expect(report.leftOut == .init())
        return (report.places, try #require(tiny.main("a/index.html")))
    }

    @Test(arguments: [
        ("title: \"open\ndraft: false", 2), ("title: A\ntags: [x, y", 3), ("title: A\n\tweight: 3", 3),
        ("title: A: b", 2),
        ("title: A\nauthor: @ada", 3), ("title: A\n  deeper: b\n weight: 1", 3), ("title: A\n}: 1", 3),
        ("title: A\n- one", 3), ("just words", 2), ("title: A\nweight: *x", 3), ("title: A\nweight: !tag 3", 3),
        ("title: A\ntags: [[[[", 3), ("? [a]\n: b\ntitle: A\n%x: 1", 5), ("title: A\nweight: {a: b", 3),
        ("title: 'a", 2),
    ])
    func malformedYAMLIsAnErrorAtItsLine(_ yaml: String, _ line: Int) async throws {
        let (places, main) = try await build("---\n\(yaml)\n---\nThe text stays.\n")
        #expect(places.first == "yaml-syntax Content/a.md:\(line)")
        #expect(main.contains("The text stays."))
        #expect(!main.contains("weight") && !main.contains("tags:") && !main.contains("---"))
    }

    @Test func frontMatterWithoutEndIsNeverPrinted() async throws {
        let (places, main) = try await build("---\ntitle: A\nweight: 3\n\nThe text stays.\n")
        #expect(places == ["unterminated-front-matter Content/a.md:1"])
        #expect(main.contains("The text stays.") && !main.contains("weight"))
    }

    @Test(arguments: [
        ("title: [a, b]", "wrong-type"), ("title: {a: b}", "wrong-type"), ("title: A\nweight: heavy", "wrong-type"),
        ("title: A\ndraft: maybe", "wrong-type"), ("title: A\nsource: confluence", "wrong-type"),
        ("title: A\nvisibility: some", "unknown-value"), ("title: A\ntype: blog", "unknown-type"),
        ("title: A\nslug: a/b", "bad-slug"), ("title: A\ntags: {a: b}", "wrong-type"),
        ("title: A\nlang: not a language", "unknown-value"),
        ("title: A\nredirect_from: \"javascript:alert(1)\"", "bad-redirect"),
        ("title: A\nredirect_from: /../etc/passwd", "bad-redirect"), ("title: A\ntitle: B", "duplicate-key"),
    ])
    func wrongTypesAreErrorsAtTheField(_ yaml: String, _ id: String) async throws {
        let tiny = try TinySite(["a.md": "---\n\(yaml)\n---\nThe text stays.\n"])
        let report = try await tiny.build { $0.includesDrafts = true }
        let line = 1 + yaml.split(separator: "\n").count
        #expect(report.places.first == "\(id) Content/a.md:\(line)")
        #expect(report.errors >= 1)
        // What nobody can understand about who may read it is not published for everyone.
        let isWithheld = report.places.contains { $0.hasPrefix("unplaced-restricted") }
        #expect(isWithheld || tiny.outputs(containing: "The text stays.").contains("a/index.html"))
    }

    @Test(arguments: [
        "2013-02-30", "2013-13-01", "yesterday", "02.04.2013", "2013-4-2", "2013", "[2013-01-01]", "0000-01-01",
        "2013-04-02T25:00", "2013-04-02 08:00 CET", "999999999999-01-01",
    ])
    func badDatesAreErrorsAtTheField(_ date: String) async throws {
        let (places, main) = try await build("---\ntitle: A\ndate: \(date)\n---\nThe text stays.\n")
        #expect(["bad-date Content/a.md:3", "wrong-type Content/a.md:3"].contains(places.first))
        #expect(main.contains("The text stays.") && !main.contains(date))
    }

    @Test func duplicateIDsAndAddressesNameBothFiles() async throws {
        let tiny = try TinySite([
            "people/ada2.md": "---\nname: Second Ada\nid: ada\n---\nI am the second.\n",
            "groups/one/index.md": "---\ntitle: G\nkind: team\nid: g\n---\nfirst group\n",
            "groups/two/index.md": "---\ntitle: H\nkind: team\nid: g\n---\nsecond group\n",
            "measures/x.md": Self.measure, "measures/y.md": Self.measure.replacing("title: M", with: "title: N\nid: x"),
            "page.md": "---\ntitle: One\n---\nfirst page\n", "page/index.md": "---\ntitle: Two\n---\nsecond page\n",
            "other.md": "---\ntitle: Three\nslug: page\n---\nthird page\n",
        ])
        let report = try await tiny.build()
        let ids = report.diagnostics.filter { $0.kind == .duplicateID }
        #expect(
            ids.compactMap(\.location?.file) == [
                "Content/groups/two/index.md", "Content/measures/y.md", "Content/people/ada2.md",
            ])
        #expect(
            ids.compactMap { $0.notes.first?.location?.file } == [
                "Content/groups/one/index.md", "Content/measures/x.md", "Content/people/ada.md",
            ])
        let urls = report.diagnostics.filter { $0.kind == .urlCollision }
        #expect(Set(urls.compactMap(\.location?.file)).count == 2)
        #expect(urls.allSatisfy { $0.severity == .error })
        // A page with the id of another is still a page.
        #expect(tiny.main("people/ada2/index.html")?.contains("I am the second.") == true)
        #expect(tiny.main("measures/y/index.html") != nil)
        #expect(tiny.main("groups/one/index.html")?.contains("first group") == true)
        #expect(tiny.main("groups/two/index.html")?.contains("second group") == true)
    }

    private static let measure = """
        ---
        title: M
        category: cost
        unit: hours
        direction: down
        ---
        x
        """

    @Test func aFileWhereAFolderMustBeIsAnErrorAndCostsNoPage() async throws {
        let tiny = try TinySite([
            "plan": "I have no extension.", "plan.md": "---\ntitle: Plan\n---\nThe plan.\n",
            "deep/a.b": "file", "deep/a.b.md": "---\ntitle: Deep\n---\nThe deep plan.\n",
            "old.html/x.md": "---\ntitle: X\n---\nx\n", "new.md": "---\ntitle: New\nredirect_from: /old.html\n---\nx\n",
        ])
        let report = try await tiny.build()
        #expect(report.places == ["url-collision Content/deep/a.b:0", "url-collision Content/plan:0"])
        #expect(report.diagnostics.first(.urlCollision)?.summary.contains("Content/deep/a.b.md") == true)
        #expect(report.diagnostics.first(.redirectShadowed)?.location?.file == "Content/new.md")
        #expect(tiny.main("plan/index.html")?.contains("The plan.") == true)
        #expect(tiny.main("deep/a.b/index.html")?.contains("The deep plan.") == true)
        #expect(tiny.main("old.html/x/index.html") != nil && tiny.hasNoLeftovers)
    }

    @Test func missingPeopleAreErrorsInFieldsAndWarningsInText() async throws {
        let tiny = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@nobody\"]\n---\nx\n",
            "groups/g/questions/q.md": """
            ---
            title: Q
            author: "@adda"
            ---
            Ask @bem, please.

            ## Answer — @who, 2020-01-01
            An answer by nobody.
            """,
        ])
        let report = try await tiny.build()
        #expect(
            report.places == [
                "unknown-person Content/groups/g/index.md:4", "unknown-person Content/groups/g/questions/q.md:3",
                "unknown-person Content/groups/g/questions/q.md:5", "unknown-person Content/groups/g/questions/q.md:7",
            ])
        // In running text, and above an answer that somebody may have written who is gone, it is no error.
        #expect(report.diagnostics.filter { $0.severity == .error }.compactMap(\.location?.line) == [4, 3])
        let main = try #require(tiny.main("groups/g/questions/q/index.html"))
        #expect(main.contains("An answer by nobody.") && main.contains("@bem"))
    }

    @Test func topicsThatAreEachOthersParentsAreReportedOnce() async throws {
        let tiny = try TinySite(
            [
                "topics/a.md": "---\nlabel: A\nparent: b\n---\nAbout a.\n",
                "topics/b.md": "---\nlabel: B\nparent: c\n---\nx\n",
                "topics/c.md": "---\nlabel: C\nparent: a\n---\nx\n",
                "topics/self.md": "---\nlabel: S\nparent: self\n---\nx\n",
                "topics/leaf.md": "---\nlabel: L\nparent: a\n---\nx\n",
                "q.md": "---\ntitle: Q\ntags: [a, b, c, self, leaf]\n---\nx\n",
            ], configuration: "title: T\ntopics: {d: {parent: e}, e: {parent: d}}\n")
        let report = try await tiny.build()
        let cycles = report.diagnostics.filter { $0.kind == .topicCycle }
        #expect(cycles.compactMap(\.location?.file) == ["Content/topics/c.md", "Content/topics/self.md", "hearth.yml"])
        #expect(cycles[0].summary.contains("a → b → c → a"))
        #expect(report.errors == 3)
        for topic in ["a", "b", "c", "self", "leaf", "d", "e"] {
            #expect(tiny.main("topics/\(topic)/index.html") != nil)
        }
    }

    @Test func pagesThatSupersedeEachOtherAreReported() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nstatus: superseded\nsuperseded_by: b\n---\nx\n",
            "b.md": "---\ntitle: B\nstatus: superseded\nsuperseded_by: a\n---\nx\n",
            "questions/x.md": "---\ntitle: X\nduplicate_of: y\n---\nx\n",
            "questions/y.md": "---\ntitle: Y\nduplicate_of: x\n---\nx\n",
        ])
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.kind == .documentCycle }.count >= 2)
        for page in ["a", "b", "questions/x", "questions/y"] { #expect(tiny.main("\(page)/index.html") != nil) }
    }

    @Test func leftoversOfAMergeAreErrorsAtTheirLine() async throws {
        let (places, main) = try await build(
            "---\ntitle: A\n---\nBefore.\n\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> branch\n\nAfter.\n")
        #expect(places.contains("merge-conflict Content/a.md:6"))
        #expect(main.contains("Before.") && main.contains("After."))
    }

    @Test(arguments: ["", "nonsense", "title: [", "title: T\nbaseURL: ftp://x\n", "title: T\nunknown: 1\n", "\u{0}"])
    func aConfigurationThatCannotBeUsedNeverCrashes(_ configuration: String) async throws {
        let tiny = try TinySite([:], configuration: configuration)
        do {
            let report = try await tiny.build()
            #expect(report.diagnostics.contains { $0.location?.file == "hearth.yml" && $0.severity == .error })
        } catch let error as FatalError {
            #expect(error.code == .usage && error.diagnostics.contains { $0.location?.file == "hearth.yml" })
            #expect(!tiny.folder.exists("Output"))
        }
    }
}
