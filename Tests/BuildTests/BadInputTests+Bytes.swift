import Glibc
import HearthBuild
import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

/// Files of other encodings, sizes and depths than anybody expects.
@Suite struct BadInputBytesTests {
    @Test func bytesThatAreNotUTF8AreAnErrorAtTheirLineAndThePageStays() async throws {
        let tiny = try TinySite()
        try tiny.put("a.md", Array("---\ntitle: A\n---\nGr".utf8) + [0xFC] + Array("sse and the rest.\n".utf8))
        try tiny.put("b.md", Array("---\ntitle: B".utf8) + [0xE9] + Array("\n---\nText of b.\n".utf8))
        try tiny.put("c.md", [0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF5])
        let report = try await tiny.build()
        let broken = report.places.filter { $0.hasPrefix("not-utf8") }
        #expect(broken == ["not-utf8 Content/a.md:4", "not-utf8 Content/b.md:2", "not-utf8 Content/c.md:1"])
        #expect(tiny.main("a/index.html")?.contains("sse and the rest.") == true)
        #expect(tiny.main("b/index.html")?.contains("Text of b.") == true)
        #expect(tiny.main("c/index.html") != nil)
        let isValid = tiny.folder.tree("Output").filter { $0.key.hasSuffix(".html") }.allSatisfy {
            String(validating: $0.value, as: UTF8.self) != nil
        }
        #expect(isValid)
    }

    @Test(arguments: [true, false])
    func utf16IsAnErrorAndThePageIsReadable(_ isLittleEndian: Bool) async throws {
        let units = Array("\u{FEFF}---\ntitle: Größe\n---\nText 𝄞 here.\n".utf16)
        let bytes = units.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
            return isLittleEndian ? [low, high] : [high, low]
        }
        let tiny = try TinySite()
        try tiny.put("a.md", bytes)
        // Cut in the middle of a character.
        try tiny.put("b.md", bytes.dropLast())
        let report = try await tiny.build()
        #expect(report.places == ["not-utf8 Content/a.md:1", "not-utf8 Content/b.md:1"])
        #expect(tiny.main("a/index.html")?.contains("Text 𝄞 here.") == true)
        #expect(tiny.output("a/index.html")?.contains("Größe") == true)
        #expect(tiny.main("b/index.html")?.contains("Text 𝄞 here") == true)
    }

    @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n", "\r"])
    func byteOrderMarksAndLineEndsMakeNoDifference(_ mark: String, _ end: String) async throws {
        let text = "---\ntitle: A\ntags: [x]\n---\n# Head\n\n- one\n- [two](nope.md)\n\n```\ncode\n```\n"
        let tiny = try TinySite(["a.md": mark + text.replacing("\n", with: end)])
        let report = try await tiny.build()
        #expect(report.places == ["broken-link Content/a.md:8"])
        let plain = try TinySite(["a.md": text])
        try await plain.build()
        #expect(tiny.output("a/index.html") == plain.output("a/index.html"))
        #expect(tiny.main("a/index.html")?.contains("code\n</code></pre>") == true)
    }

    @Test func emptyFilesAndFilesOfFrontMatterAloneArePages() async throws {
        let tiny = try TinySite([
            "empty.md": "", "blank.md": " \n\n\t\n", "mark.md": "\u{FEFF}", "fence.md": "---",
            "fences.md": "---\n---\n",
            "only.md": "---\ntitle: Only\n---\n", "questions/q.md": "---\ntitle: Only asked\n---", "people/x.md": "",
            "groups/g/index.md": "", "empty.png": "",
        ])
        let report = try await tiny.build()
        for path in ["empty", "blank", "mark", "fence", "fences", "only", "questions/q", "people/x"] {
            #expect(tiny.main("\(path)/index.html") != nil, "\(path)")
        }
        // Who may read a group is in its fields.
        #expect(tiny.main("groups/g/index.html") == nil)
        #expect(report.diagnostics.contains { $0.kind == .unreadFrontMatter && $0.severity == .error })
        #expect(
            report.places.contains("empty-file Content/empty.md:0")
                || report.places.contains("empty-file Content/empty.md:1"))
        #expect(!report.diagnostics.contains { $0.location?.file == "Content/only.md" })
        #expect(tiny.folder.tree("Output")["empty.png"] == [])
    }

    @Test func controlCharactersReachNoPageFeedOrMap() async throws {
        // U+0001 is what stands for the root of the site in rendered pages: content must not be able to write it.
        let nasty = "a\u{1}b\u{0}c\u{8}d\u{B}e\u{C}f\u{1B}g\u{7F}h\u{FFFE}i\u{FFFF}j"
        let tiny = try TinySite(
            [
                "a.md":
                    "---\ntitle: \"T\\u0001\\x08t\"\ndate: 2020-01-01\ntags: [\"x\\u0001y\"]\n---\n"
                    + "\(nasty) `\(nasty)`\n\n    \(nasty)\n\n"
                    + "[\(nasty)](<x\u{1}y.md>) ![\(nasty)](http://e.example/\u{1}) <http://e.example/\u{1}>\n\n"
                    + "## H \(nasty)\n"
            ], configuration: "title: \"S\\u0001s\"\nbaseURL: https://e.example/\n")
        try await tiny.build()
        for (path, bytes) in tiny.folder.tree("Output") where !path.hasPrefix("assets/") {
            let bad = bytes.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }
            #expect(!bad, "\(path)")
        }
        let main = try #require(tiny.main("a/index.html"))
        #expect(main.contains("a\u{FFFD}b") && !main.contains("a../b"))
        #expect(xmlProblem(tiny.folder.tree("Output")["feed.xml"] ?? []) == nil)
    }

    private static let nested: [(String, String)] = [
        ("quotes", String(repeating: "> ", count: 10_000) + "deepest"),
        (
            "lists",
            (0..<1000).map { String(repeating: " ", count: $0 * 2) + "- x" }.joined(separator: "\n") + "\n\ndeepest"
        ),
        ("one line of lists", String(repeating: "- ", count: 10_000) + "deepest"),
        ("brackets", String(repeating: "[", count: 10_000) + "deepest" + String(repeating: "](x)", count: 10_000)),
        ("images", String(repeating: "![", count: 10_000) + "deepest" + String(repeating: "](x)", count: 10_000)),
        ("open brackets", String(repeating: "[a](", count: 10_000) + "deepest"),
        (
            "emphasis",
            String(repeating: "*a **a ", count: 5000) + "deepest" + String(repeating: " a** a*", count: 5000)
        ),
        ("stars", String(repeating: "*", count: 20_000) + "deepest" + String(repeating: "*", count: 20_000)),
        ("HTML", String(repeating: "<div>", count: 10_000) + "\n\ndeepest"),
        ("inline HTML", "deepest " + String(repeating: "<b>", count: 10_000)),
        ("backticks", (1...140).map { String(repeating: "`", count: $0) }.joined(separator: "a") + " deepest"),
        ("wiki links", String(repeating: "[[", count: 10_000) + "deepest" + String(repeating: "]]", count: 10_000)),
        ("strikethrough", String(repeating: "~~a ", count: 10_000) + "deepest"),
        ("footnotes", String(repeating: "[^a]", count: 10_000) + " deepest\n\n[^a]: see [^a]"),
        (
            "table",
            "|" + String(repeating: "a|", count: 10_000) + "\n|" + String(repeating: "-|", count: 10_000)
                + "\n|deepest|"
        ),
        ("quotes in a list", String(repeating: "- > ", count: 5000) + "deepest"),
        ("entities", String(repeating: "&amp;", count: 10_000) + "deepest"),
        ("headings", String(repeating: "#", count: 10_000) + " deepest"),
        ("mentions", String(repeating: "@", count: 10_000) + "deepest"),
        ("handles", String(repeating: "@ada.", count: 10_000) + "deepest"),
    ]

    /// 10,000 levels of everything that nests; what takes more than linear time takes hours.
    @Test(arguments: nested.map(\.0))
    func nestingOfAnyDepthIsBuiltInSensibleTime(_ name: String) async throws {
        let text = try #require(Self.nested.first { $0.0 == name }).1
        let tiny = try TinySite([
            "a.md": "---\ntitle: Deep\n---\n\(text)\n\nThe end.\n", "b.md": "---\ntitle: B\n---\nb\n",
        ])
        let report = try await tiny.build()
        let main = try #require(tiny.main("a/index.html"))
        #expect(main.contains("deepest"), "\(name)")
        #expect(report.leftOut == .init() && tiny.hasNoLeftovers)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "\"", "!!", "&a "])
    func yamlOfAnyDepthIsAnError(_ opening: String) async throws {
        let deep = String(repeating: opening, count: 10_000)
        let tiny = try TinySite(["a.md": "---\ntitle: A\ntags: \(deep)\n---\nThe text stays.\n"])
        let report = try await tiny.build()
        #expect(report.errors >= 1)
        #expect(report.diagnostics.first?.location?.file == "Content/a.md")
        #expect(tiny.main("a/index.html")?.contains("The text stays.") == true)
        let configured = try TinySite([:], configuration: "title: T\nfooter: \(deep)\n")
        await #expect(throws: FatalError.self) { try await configured.build() }
        let indented = (0..<2000).map { String(repeating: " ", count: $0) + "k:" }.joined(separator: "\n")
        let nested = try TinySite(["a.md": "---\n\(indented)\n---\nThe text stays.\n"])
        #expect(try await nested.build().errors >= 1)
        #expect(nested.main("a/index.html")?.contains("The text stays.") == true)
    }

    /// Every page of a few megabytes, or of as many as HEARTH_TEST_MEGABYTES says: 50 take a debug build half a minute.
    @Test func hugePagesAreBuilt() async throws {
        let megabytes = getenv("HEARTH_TEST_MEGABYTES").flatMap { Int(String(cString: $0)) } ?? 2
        if megabytes < 50 { print("hugePagesAreBuilt: \(megabytes) MB; HEARTH_TEST_MEGABYTES=50 for all of it") }
        let paragraph = "Some *words* of a `report` about [home](index.md), restarts & pumps.\n\n"
        let count = megabytes << 20 / paragraph.utf8.count
        let tiny = try TinySite([
            "big.md": "---\ntitle: Big\n---\n" + String(repeating: paragraph, count: count) + "The very end.\n"
        ])
        try tiny.put(
            "line.md", Array("---\ntitle: Line\n---\n".utf8) + [UInt8](repeating: 0x61, count: megabytes << 20))
        let report = try await tiny.build()
        #expect(report.places == [])
        let page = try #require(tiny.folder.tree("Output")["big/index.html"])
        #expect(page.count > megabytes << 20)
        #expect(String(decoding: page.suffix(100_000), as: UTF8.self).contains("The very end."))
        #expect((tiny.folder.tree("Output")["line/index.html"]?.count ?? 0) > megabytes << 20)
    }

    @Test func filesBeyondTheLimitAreAnErrorAndNotLost() async throws {
        let tiny = try TinySite(["b.md": "---\ntitle: B\n---\nb\n"])
        // A hole takes no space on the disk.
        try tiny.put("huge.md", [])
        #expect(truncate(tiny.folder.path + "/Content/huge.md", ContentLoader.pageByteLimit + 1) == 0)
        let report = try await tiny.build()
        #expect(report.places == ["file-too-large Content/huge.md:0"])
        #expect(tiny.main("b/index.html") != nil)
    }
}
