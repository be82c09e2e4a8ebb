import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

/// "did you mean" names what was probably meant, and nothing else: who follows it has no message any more.
@Suite struct NearPathTests {
    private static let group = "---\ntitle: T\nkind: team\n---\n"
    private static let page = "---\ntitle: T\n---\nx\n"
    private static let files = [
        "groups/first-group/index.md": group, "groups/first-group/how-we-work.md": page,
        "groups/first-group/else.md": page, "groups/first-group/a b,c%.md": page,
        "groups/first-group/list.xlsx": "x", "groups/first-group/plan.pdf": "x", "groups/first-group/roster.csv": "x",
        "groups/second-group/index.md": group, "groups/second-group/faq.md": page,
        "groups/second-group/notes/only-here.md": page, "groups/third/faq.md": page,
        "groups/third/index.md": group, "people/j.larsen.md": "---\nname: Jo Larsen\n---\n",
    ]

    private func found(_ text: String, _ more: [String: String] = [:]) async throws -> [Diagnostic] {
        var files = Self.files.merging(more) { $1 }
        files["groups/first-group/z.md"] = "---\ntitle: Z\n---\n" + text + "\n"
        return try await TinySite(files, configuration: "title: T\nbaseURL: https://intranet.example/\n").resolve()
            .diagnostics.filter { $0.severity > .note && $0.location?.file == "Content/groups/first-group/z.md" }
    }

    @Test(arguments: [
        "[x](no5.md)", "[x](nosuch.md)", "[x](/groups/first-group/questions/)", "[x](zz.md)", "[x](gone.xlsx)",
        "![x](fist.png)", "[x](../no-group/nothing.md)", "[x](@nobody)", "[x](../../../x.md)", "[x](/)[y](..)[z](q/)",
    ])
    func nothingElseInTheFolderIsMeant(_ link: String) async throws {
        let found = try await found(link).filter { $0.kind == .brokenLink }
        #expect(!found.isEmpty && found.allSatisfy { $0.help == nil }, "\(found.map(\.help))")
    }

    @Test(arguments: [
        ("how-we-wrok.md", "/groups/first-group/how-we-work.md"),
        ("How We Work.md", "/groups/first-group/how-we-work.md"),
        ("roster.md", "/groups/first-group/roster.csv"), ("plan.PDF", "/groups/first-group/plan.pdf"),
        ("../frist-group/how-we-work.md", "/groups/first-group/how-we-work.md"),
        ("/groups/secnd-group/faq.md", "/groups/second-group/faq.md"),
        ("../secnd-group/", "/groups/second-group/index.md"),
        ("/groups/secnd-group/note/onyl-here", "/groups/second-group/notes/only-here.md"),
        ("only-here.md", "/groups/second-group/notes/only-here.md"),
        ("first-group/how-we-work.md", "/groups/first-group/how-we-work.md"),
        ("../../second-group/index.md", "/groups/second-group/index.md"), ("indx.md", "/groups/first-group/index.md"),
    ])
    func aSlipInOnePartIsFound(_ link: String, _ meant: String) async throws {
        for link in ["[x](\(link.replacing(" ", with: "%20")))", "[x](\(link.replacing(" ", with: "%20"))#part)"] {
            #expect(try await found(link).map(\.help) == ["did you mean '\(meant)'?"], "\(link)")
        }
    }

    @Test func ofTwoPagesOfOneNameNoneIsMeant() async throws {
        #expect(try await found("[x](faq.md)").map(\.help) == [nil])
    }

    @Test(arguments: [
        ("groups/first-group/how-we-work.md", "/groups/first-group/how-we-work.md"),
        ("groups/first-group/how-we-work/?q=a#", "/groups/first-group/how-we-work/?q=a#"),
        ("/how-we-work.md", "/groups/first-group/how-we-work.md"),
        ("intranet.example/groups/first-group/", "/groups/first-group/"), ("Intranet.example", "/"),
        ("https//example.com/x", "https://example.com/x"), ("http//example.com", "http://example.com"),
        ("@j.larsen", "/people/j.larsen.md"), ("..\\first-group\\how-we-work.md", "/groups/first-group/how-we-work.md"),
        ("<.\\a b,c%25.md>", "</groups/first-group/a b,c%25.md>"),
    ])
    func anotherFormIsWrittenAsItIsMeant(_ link: String, _ address: String) async throws {
        let problem = try #require(try await found("[x](\(link))").first)
        #expect(problem.kind == .brokenLink && problem.help == "write '\(address)'")
        #expect(try await found("[x](\(address))").filter { $0.kind == .brokenLink }.isEmpty)
    }

    @Test(arguments: [
        ("[x](\\\\server\\share\\f.doc)", "put the file beside the page and write its name"),
        (
            "[x](old\\hwo-we-work.md)",
            "folders are parted by '/', not by '\\'; write the path of a page or file that is there"
        ),
        ("[x](notes\\only-here.md)", "did you mean '/groups/second-group/notes/only-here.md'?"),
        ("[x](intranet.example/groups/second-group/fqa.md)", "did you mean '/groups/second-group/faq.md'?"),
    ])
    func whatIsNotThereIsTold(_ link: String, _ help: String) async throws {
        #expect(try await found(link).map(\.help) == [help])
    }

    @Test(arguments: ["https://INTRANET.example/groups/nosuch/", "http://intranet.example/groups/nosuch/"])
    func theSitesOwnHostIsKnownHoweverItIsWritten(_ address: String) async throws {
        #expect(try await found("[x](\(address))").map(\.kind.id) == ["broken-link"])
        let right = address.replacing("nosuch", with: "first-group")
        #expect(
            try await found("[x](\(right)) [y](https://intranet.example.org/a) [z](https://Intranet.example)").isEmpty)
    }

    @Test func whatReadersMayNotKnowIsNotNamed() async throws {
        let secret = [
            "groups/board/index.md": "---\ntitle: B\nkind: team\nvisibility: members\naccess_group: b\n---\n",
            "groups/board/takeover.md": Self.page,
        ]
        for link in [
            "[x](takeover.md)", "[x](groups/board/takeover.md)", "[x](/groups/baord/takeover.md)",
            "[x](..\\board\\takeover.md)", "[x](intranet.example/groups/board/takeover.md)",
        ] {
            let found = try await found(link, secret).filter { $0.kind == .brokenLink }
            #expect(found.allSatisfy { $0.help?.contains("takeover.md'") != true }, "\(found.map(\.help))")
        }
    }
}
