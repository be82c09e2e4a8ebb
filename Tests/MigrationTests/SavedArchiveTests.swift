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

    // MARK: Pictures

    /// Each part: its type, further fields, and what is in it in base64.
    private static func archive(
        _ html: String, location: String, _ parts: [(type: String, field: String, bytes: String)]
    )
        -> String
    {
        var text = """
            From: <Saved by Blink>
            Snapshot-Content-Location: \(location)
            Subject: Pumps
            MIME-Version: 1.0
            Content-Type: multipart/related; type="text/html"; boundary="B"

            --B
            Content-Type: text/html; charset="utf-8"
            Content-Location: \(location)

            <!DOCTYPE html><html><head><title>Pumps</title></head><body><p>All the words of it. \(html)</p></body></html>

            """
        for part in parts {
            text += "--B\nContent-Type: \(part.type)\nContent-Transfer-Encoding: base64\n\(part.field)\n\n"
            text += part.bytes + "\n"
        }
        return (text + "--B--\n").replacing("\n", with: "\r\n")
    }

    private static let red = "iVBORw0KGgoB"
    private static let blue = "iVBORw0KGgoC"

    private func run(_ site: Workspace) async throws -> ImportReport {
        let run = MigrationRun(system: nil, paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        let report = try await run.run().report
        #expect(report.isBalanced)
        return report
    }

    @Test func picturesOfTheArchiveAreFilesBesideThePage() async throws {
        let html = """
            <img src="https://old.example/a/p.png" alt="One"> <img src="b/p.png"> <img src="cid:x1@old.example">
            <img src="/a/p.png#again"> <img src="../copy%20of.png"> <img src="https://other.example/q.png">
            <img src="cid:none@old.example">
            """
        let page = Self.archive(
            html, location: "https://old.example/a/pumps.html",
            [
                ("image/png", "Content-Location: https://old.example/a/p.png", Self.red),
                ("image/png", "Content-Location: b/p.png", Self.blue),
                ("image/png", "Content-ID: <x1@old.example>", Self.red + "AAAA"),
                ("image/png", "Content-Location: https://old.example/copy of.png", Self.red),
                ("image/png", "Content-Location: https://old.example/unseen.png", Self.blue + "AAAA"),
                ("text/css", "Content-Location: cid:css-1@mhtml.blink", "cHt9"),
                ("text/html", "Content-ID: <frame-1@mhtml.blink>", "PHA+"),
            ])
        let site = try Workspace(["Pumps.mht": page, "a/pumps.mht": page])
        let report = try await run(site)
        let text = site.read("groups/w/pumps.md")
        #expect(
            text.contains("![One](pumps-files/p.png) ![](pumps-files/p-2.png) ![](pumps-files/picture.png)"), "\(text)")
        #expect(
            text.contains("![](pumps-files/p.png) ![](pumps-files/p.png) ![](https://other.example/q.png)"), "\(text)")
        #expect(site.files.count { $0.hasSuffix(".png") } == 6, "\(site.files)")
        #expect(site.has("groups/w/a/pumps-files/p.png"))
        let files = try #require(report.kinds["files"])
        #expect(files.total == 14 && files.converted == 8 && files.failed.isEmpty)
        #expect(
            files.skipped == [
                "no page shows it or leads to it": 2, "styles and scripts": 2,
                "a file that could run code in a reader's browser": 2,
            ], "\(files.skipped)")
        #expect(report.kinds["images"]?.losses == ["image:missing": 2])
        #expect(report.missingFiles.contains { $0.address == "cid:none@old.example" }, "\(report.missingFiles)")
        let before = site.files.map { site.read($0) }
        _ = try await run(site)
        #expect(before == site.files.map { site.read($0) })
    }

    @Test func picturesKeepTheirNameAndTakeNobodysPlace() async throws {
        func page(_ parts: [(type: String, field: String, bytes: String)]) -> String {
            Self.archive(
                #"<img src="file:///C:/a/one.php?x=1"> <img src="file:///C:/a/two.png">"#,
                location: "file:///C:/a/b.htm",
                parts)
        }
        let one = (type: "image/gif", field: "Content-Location: file:///C:/a/one.php?x=1", bytes: "R0lGODlh")
        let two = (type: "image/png", field: "Content-Location: file:///C:/a/two.png", bytes: Self.red)
        let other = #"<title>Other</title><p>Some words and <img src="pumps-files/two.png"></p>"#
        let site = try Workspace(["pumps.mht": page([one, two]), "other.html": other, "pumps-files/two.png": "own"])
        _ = try await run(site)
        #expect(site.read("groups/w/pumps.md").contains("![](pumps-files-2/one.gif) ![](pumps-files-2/two.png)"))
        #expect(site.read("groups/w/pumps-files/two.png") == "own")
        // The same export, with its parts in another order and one of them gone.
        try site.write(page([two]), to: "old-site/pumps.mht")
        let report = try await run(site)
        let text = site.read("groups/w/pumps.md")
        #expect(text.contains("\n\nAll the words of it. ![](pumps-files-2/two.png)\n"), "\(text)")
        #expect(report.kinds["images"]?.convertedWithLosses == 1)
    }

    @Test func aPictureWithAProgramInItStaysBehind() async throws {
        let program = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQ+YTwvc2NyaXB0Pjwvc3ZnPg=="
        let plain = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjwvc3ZnPg=="
        let page = Self.archive(
            #"<img src="https://old.example/bad.svg"> <img src="https://old.example/good.svg">"#,
            location: "https://old.example/pumps",
            [
                ("image/svg+xml", "Content-Location: https://old.example/bad.svg", program),
                ("image/svg+xml", "Content-Location: https://old.example/good.svg", plain),
            ])
        let site = try Workspace(["pumps.mht": page])
        let report = try await run(site)
        let text = site.read("groups/w/pumps.md")
        #expect(text.contains("\n\nAll the words of it. ![](pumps-files/good.svg)\n"), "\(text)")
        #expect(site.files.count { $0.hasSuffix(".svg") } == 1)
        #expect(report.kinds["files"]?.skipped == ["a picture that could run code in a reader's browser": 1])
        #expect(report.kinds["images"]?.losses == ["image:not-kept": 1])
    }

    @Test func picturesGoWithAPageThatIsProtectedByNow() async throws {
        let page = Self.archive(
            #"<img src="https://old.example/p.png">"#, location: "https://old.example/pumps",
            [("image/png", "Content-Location: https://old.example/p.png", Self.red)])
        let site = try Workspace(["a/pumps.mht": page, "b/pumps.mht": page])
        _ = try await run(site)
        #expect(site.has("groups/w/a/pumps-files/p.png") && site.has("groups/w/b/pumps-files/p.png"))
        try site.write("AuthType Basic\nRequire valid-user\n", to: "old-site/a/.htaccess")
        _ = try await run(site)
        #expect(!site.has("groups/w/a/pumps.md") && !site.has("groups/w/a/pumps-files/p.png"), "\(site.files)")
        #expect(site.has("groups/w/b/pumps-files/p.png"))
    }
}
