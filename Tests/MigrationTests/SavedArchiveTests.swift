import HearthMigration
import HearthModel
import TestKit
import Testing

/// Pages that a browser saved into one file (.mht).
@Suite struct SavedArchiveTests {
    private static func page(_ title: String, _ text: String, head: String) -> String {
        """
        \(head)
        Subject: \(title)
        Date: Tue, 4 Apr 2023 10:00:00 +0200
        MIME-Version: 1.0
        Content-Type: multipart/related;
        \ttype="text/html";
        \tboundary="--B--"

        ----B--
        Content-Type: text/html; charset="utf-8"
        Content-Transfer-Encoding: quoted-printable
        Content-Location: https://old.example/\(title.lowercased())

        <!DOCTYPE html><html><head><title>\(title)</title></head><body><h1>\(title)</h1><p>\(text)</p></body></html>
        ----B--
        Content-Type: image/png
        Content-Transfer-Encoding: base64
        Content-Location: https://old.example/p.png

        iVBORw0KGgo=
        ----B----

        """.replacing("\n", with: "\r\n")
    }

    private static let pumps = page(
        "Pumps", "Gr=C3=BC=C3=9Fe und <a href=3D\"https://old.example/valves\">Ventile</a>",
        head: "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://old.example/pumps")

    @Test func pagesOfAFolderLeadToEachOther() async throws {
        let valves = Self.page("Valves", "Words", head: "From: <Saved by Windows Internet Explorer 9>")
        let site = try Workspace(["Pumps of the plant.mht": Self.pumps, "b.mhtml": valves, "c.mht": "no page\n"])
        let run = MigrationRun(system: nil, paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        let outcome = try await run.run()
        #expect(outcome.exitStatus != 0)
        let text = site.read("groups/w/pumps-of-the-plant.md")
        #expect(text.contains("title: Pumps\n") && text.contains("Gr\u{FC}\u{DF}e und [Ventile](b.md)\n"), "\(text)")
        #expect(
            text.contains("- https://old.example/pumps\n") && text.contains("url: https://old.example/pumps"), "\(text)"
        )
        #expect(site.read("groups/w/b.md").contains("title: Valves\n") && !site.has("groups/w/c.md"))
        #expect(!site.files.contains { $0.contains("questions") })
    }

    @Test func oneFileIsOnePage() async throws {
        let site = try Workspace(["pumps.mht": "\u{FEFF}" + Self.pumps, "other.html": "<title>Other</title><p>Words"])
        let run = MigrationRun(
            system: nil, paths: [site.export + "/pumps.mht"], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/w/pumps.md").contains("title: Pumps\n") && !site.has("groups/w/other.md"))
    }

    @Test func mailsWithPicturesAreMails() async throws {
        let mail = Self.page("Pumps", "Words", head: "From: Ada Berg <ada@old.example>\r\nTo: all@old.example")
        let site = try Workspace(["one.eml": mail])
        let run = MigrationRun(system: nil, paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.files.contains("groups/w/questions/pumps/index.md"), "\(site.files)")
    }

    @Test func aFileThatBreaksOffIsNotHalfAPage() async throws {
        let parts = Self.pumps.split(separator: "----B--")
        let cut = parts[...1].joined(separator: "----B--").dropLast(20)
        let site = try Workspace(["cut.mht": String(cut), "whole.mht": Self.pumps])
        let run = MigrationRun(system: nil, paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus != 0)
        #expect(site.has("groups/w/whole.md") && !site.has("groups/w/cut.md"), "\(site.files)")
    }
}
