import HearthBuild
import HearthModel
import TestKit
import Testing

/// Pages keep the place of a picture free while it loads.
@Suite struct PictureTests {
    private static func drawing(_ width: Int, _ height: Int) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\"></svg>"
    }

    private func site(_ text: String) throws -> TinySite {
        try TinySite([
            "notes/p.md": "---\ntitle: P\n---\n" + text + "\n", "notes/a.svg": Self.drawing(300, 200),
            "notes/whole line.svg": "<svg viewBox=\"0 0 3 2\"></svg>", "notes/none.png": "no picture",
        ])
    }

    @Test(arguments: [
        ("![A pump](a.svg)", "<img src=\"../../notes/a.svg\" alt=\"A pump\" width=\"300\" height=\"200\" loading"),
        ("![[a.svg]]", "alt=\"a\" width=\"300\" height=\"200\" loading"),
        ("![[a.svg|150]]", "alt=\"a\" width=\"150\" height=\"100\" loading"),
        ("![[a.svg|x50]]", "alt=\"a\" width=\"75\" height=\"50\" loading"),
        ("![[a.svg|20x30]]", "alt=\"a\" width=\"20\" height=\"30\" loading"),
        ("![A](/notes/a.svg?v=2 \"T\")", "a.svg?v=2\" alt=\"A\" title=\"T\" width=\"300\" height=\"200\" loading"),
        (
            "[![A](a.svg)](a.svg)",
            "<a href=\"../../notes/a.svg\"><img src=\"../../notes/a.svg\" alt=\"A\" width=\"300\" height=\"200\" loading"
        ),
        ("![A](<whole line.svg>)", "alt=\"A\" loading"), ("![A](none.png)", "alt=\"A\" loading"),
        ("[A](a.svg)", "<a href=\"../../notes/a.svg\">A</a>"), ("[[a.svg]]", "<a href=\"../../notes/a.svg\">a.svg</a>"),
    ])
    func picturesHaveTheirSize(_ text: String, _ expected: String) async throws {
        let tiny = try site(text)
        #expect(try await tiny.build().diagnostics.filter { $0.severity > .note }.map(\.summary) == [])
        let main = try #require(tiny.main("notes/p/index.html"))
        #expect(main.contains(expected), "\(main.suffix(400))")
    }

    @Test func anotherPictureIsAnotherSize() async throws {
        let tiny = try site("![A](a.svg)")
        _ = try await tiny.build()
        // A new text alone is written beside what the last build knew of the picture.
        try tiny.folder.write("Content/notes/p.md", "---\ntitle: P\n---\nNew ![A](a.svg)\n")
        _ = try await tiny.build()
        #expect(
            tiny.main("notes/p/index.html")?.contains(
                "New <img src=\"../../notes/a.svg\" alt=\"A\" width=\"300\" height=\"200\"") == true)
        try tiny.folder.write("Content/notes/a.svg", Self.drawing(90, 60))
        _ = try await tiny.build()
        #expect(tiny.main("notes/p/index.html")?.contains("alt=\"A\" width=\"90\" height=\"60\"") == true)
    }
}
