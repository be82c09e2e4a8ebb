import Glibc
import HearthBuild
import HearthModel
import TestKit
import Testing

/// Names that are hard to write, links that lead astray, and files that cannot be read.
@Suite struct BadInputFilesTests {
    private static let names = [
        "two words", "Größe", "100%", "100%41", "c#", "what?", "a&b", "it's", "say \"hi\"", "<b>", "a+b=c",
        "日本語",
        "a:b", "-x", "#1",
        "a;b,c", "(x)", "[x]", "{x}", "$HOME", "`x`", "a|b", "*", "con", "x.y.z", "…", "🔥", "\u{202E}x", "a  b",
    ]

    @Test func everyNameMakesAPageThatLinksLeadTo() async throws {
        // What means something else in a wiki link can only be written in the other form.
        let text = Self.names.enumerated().map { number, name in
            let wiki = name.contains { "|#[]<>`".contains($0) } ? "" : "\n- [[odd/\(name)|w\(number)]]"
            return "- [p\(number)](</odd/\(SitePath.percentEncode(name))/>)" + wiki
        }
        let tiny = try TinySite(["list.md": "---\ntitle: List\n---\n" + text.joined(separator: "\n") + "\n"])
        for name in Self.names {
            try tiny.put(
                "odd/\(name).md",
                Array("---\ntitle: \"T\"\n---\nThis is it.\n\n![x](<\(SitePath.percentEncode(name)).png>)\n".utf8))
            try tiny.put("odd/\(name).png", Array("picture of \(name)".utf8))
        }
        let report = try await tiny.build()
        #expect(report.places == [])
        let tree = tiny.folder.tree("Output")
        for name in Self.names {
            #expect(tiny.main("odd/\(name)/index.html")?.contains("This is it.") == true, "\(name)")
            #expect(tree["odd/\(name).png"] == Array("picture of \(name)".utf8), "\(name)")
        }
        // Decoded, every link leads to a file that is there.
        let targets = relativeTargets(in: try #require(tiny.output("list/index.html")), of: "list/index.html")
        #expect(targets.filter { $0.hasPrefix("odd/") }.count >= Self.names.count)
        for target in targets { #expect(tree[target] != nil, "\(target)") }
        for name in Self.names {
            let page = "odd/\(name)/index.html"
            for target in relativeTargets(in: tiny.output(page) ?? "", of: page) {
                #expect(tree[target] != nil, "\(name): \(target)")
            }
        }
    }

    @Test func namesOfBothUnicodeFormsAreOneAddress() async throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\n---\n[x](\(decomposed).md) [y](\(composed).md) [z](\(composed).png)\n"
        ])
        try tiny.put(decomposed + ".md", Array("---\ntitle: Coffee\n---\nblack\n".utf8))
        try tiny.put(decomposed + ".png", Array("cup".utf8))
        let report = try await tiny.build()
        #expect(report.places == [])
        let files = tiny.folder.tree("Output").keys.map { Array($0.utf8) }
        #expect(files.contains(Array("\(composed)/index.html".utf8)) && files.contains(Array("\(composed).png".utf8)))
        #expect(tiny.main("a/index.html")?.contains("caf%C3%A9/") == true)
        // Both forms at once: one of them is reported, none is lost without a word.
        try tiny.put(composed + ".md", Array("---\ntitle: Other\n---\nwhite\n".utf8))
        #expect(try await tiny.build().places.contains { $0.hasPrefix("url-collision Content/caf") })
    }

    @Test func namesThatCannotBeAddressesAreErrors() async throws {
        let tiny = try TinySite()
        try tiny.put("new\nline.md", Array("x".utf8))
        try tiny.put("back\\slash.md", Array("x".utf8))
        try tiny.put("tab\there.png", Array("x".utf8))
        let content = tiny.folder.path + "/Content/"
        let invalid = content.utf8CString.dropLast() + [CChar(bitPattern: 0xFF)] + ".md".utf8CString
        let descriptor = Array(invalid).withUnsafeBufferPointer { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o644) }
        #expect(descriptor >= 0)
        close(descriptor)
        let report = try await tiny.build()
        #expect(report.places.filter { $0.hasPrefix("bad-file-name") }.count == 4)
        #expect(report.errors == 4)
    }

    @Test func longNamesAreBuiltOrRefusedAsAWhole() async throws {
        let long = String(repeating: "x", count: 251)
        let tiny = try TinySite(["d/e/f/g/h/i/j/k/l/m/n/o/p.md": "---\ntitle: P\n---\np\n"])
        let file = open(tiny.folder.path + "/Content/\(long).md", O_CREAT | O_WRONLY, 0o644)
        try FileSystem.writeAll(Array("---\ntitle: Long\n---\nlong\n".utf8), to: file, path: long)
        close(file)
        let report = try await tiny.build()
        #expect(report.places == [])
        #expect(tiny.main("\(long)/index.html") != nil && tiny.main("d/e/f/g/h/i/j/k/l/m/n/o/p/index.html") != nil)
        // A slug longer than any folder's name can be.
        try tiny.folder.write("Content/a.md", "---\ntitle: A\nslug: \(String(repeating: "y", count: 300))\n---\nx\n")
        let before = tiny.folder.tree("Output")
        do {
            let second = try await tiny.build()
            #expect(second.errors > 0)
        } catch {
            #expect(tiny.folder.tree("Output") == before && tiny.hasNoLeftovers)
        }
    }

    @Test func symbolicLinksNeverLeaveTheContent() async throws {
        let outside = try TemporaryFolder()
        try outside.write("secret.md", "---\ntitle: Stolen\n---\nheron-canary\n")
        try outside.write("deep/secret.png", "heron-canary")
        let tiny = try TinySite([
            "real/page.md": "---\ntitle: Real\n---\nreal text\n", "x.md": "---\ntitle: X\n---\nx\n",
        ])
        let content = tiny.folder.path + "/Content/"
        symlink(outside.path + "/secret.md", content + "file.md")
        symlink(outside.path, content + "folder")
        symlink(outside.path + "/deep/secret.png", content + "picture.png")
        symlink("/etc/passwd", content + "passwd")
        symlink("../hearth.yml", content + "up.md")
        symlink("nowhere", content + "dangling.md")
        symlink("loop.md", content + "loop.md")
        symlink(".", content + "here")
        symlink("..", content + "real/above")
        symlink("two", content + "one")
        symlink("one", content + "two")
        symlink("real", content + "alias")
        symlink("real/page.md", content + "copy.md")
        let report = try await tiny.build()
        let links = Set(report.diagnostics.filter { $0.kind == .linkOutsideContent }.compactMap(\.location?.file))
        #expect(
            links
                == Set(
                    [
                        "file.md", "folder", "picture.png", "passwd", "up.md", "dangling.md", "loop.md", "here",
                        "real/above", "one", "two",
                        "alias/above",
                    ].map { "Content/" + $0 }))
        #expect(tiny.outputs(containing: "heron-canary") == [] && tiny.outputs(containing: "root:") == [])
        #expect(tiny.outputs(containing: "baseURL") == [])
        // Links within the content are followed.
        for page in ["real/page", "alias/page", "copy", "x"] { #expect(tiny.main("\(page)/index.html") != nil) }
    }

    @Test func filesThatCannotBeReadAreErrorsAndTheRestIsBuilt() async throws {
        let tiny = try TinySite(["a.md": "---\ntitle: A\n---\na\n"])
        let content = tiny.folder.path + "/Content/"
        // A pipe that nobody writes to must not make the build wait; nor may a socket.
        mkfifo(content + "pipe.md", 0o644)
        mkfifo(content + "pipe.png", 0o644)
        var expected = ["unreadable-file Content/pipe.md:0", "unreadable-file Content/pipe.png:0"]
        if getuid() == 0 {
            print(
                "filesThatCannotBeRead: permissions are not tested, because root may read every file"
            )
        } else {
            try tiny.put("locked.md", Array("x".utf8))
            try tiny.put("locked.png", Array("x".utf8))
            try tiny.put("shut/page.md", Array("x".utf8))
            for name in ["locked.md", "locked.png", "shut"] { chmod(content + name, 0) }
            expected += ["locked.md", "locked.png", "shut"].map { "unreadable-file Content/\($0):0" }
        }
        defer { chmod(content + "shut", 0o755) }
        let report = try await tiny.build()
        #expect(report.places == expected.sorted())
        #expect(report.errors == expected.count)
        #expect(tiny.main("a/index.html") != nil)
    }

    @Test func anAssetThatVanishesDuringTheBuildLeavesTheOldSite() async throws {
        let tiny = try TinySite(["a.md": "---\ntitle: A\n---\nold\n", "a.png": "picture"])
        try await tiny.build()
        let before = tiny.folder.tree("Output")
        try tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nnew\n")
        let picture = tiny.folder.path + "/Content/a.png"
        let error = await #expect(throws: FatalError.self) {
            try await tiny.build { options in
                options.reuses = false
                options.progress = { phase, _, _ in if phase == "resolving" { unlink(picture) } }
            }
        }
        #expect(error?.diagnostics.first?.location?.file == "Content/a.png" && error?.code == .io)
        #expect(tiny.folder.tree("Output") == before)
    }

    @Test func hiddenFilesAndEditorsCopiesAreNotPublished() async throws {
        let tiny = try TinySite([
            ".env": "canary", ".git/config": "canary", "a/.hidden.md": "canary", "a/x.md~": "canary",
            "a/.htaccess": "canary",
            "a/.DS_Store": "canary", "a/b.md": "---\ntitle: B\ndate: 2026-01-01\n---\nb\n", "a/#b.md#": "canary",
            "a/b.md.orig": "canary",
            "a/b.MD.rej": "canary", "a/b.md.swp": "canary", "a/b.markdown.bak": "canary", "a/people.csv.orig": "canary",
            // Names that somebody chose.
            "a/part.orig": "part", "a/#2.txt": "part", "a/#": "part",
        ])
        #expect(try await tiny.build().places == [])
        #expect(tiny.outputs(containing: "canary") == [])
        #expect(["part.orig", "#2.txt", "#"].allSatisfy { tiny.output("a/" + $0) == "part" })
    }
}

/// The files that the relative links of an output page lead to, percent-decoded; those to other sites left out.
func relativeTargets(in html: String, of file: String) -> [String] {
    var targets: [String] = []
    for attribute in ["href=\"", "src=\""] {
        for part in html.ranges(of: attribute).map({ html[$0.upperBound...].prefix { $0 != "\"" } }) {
            let link = part.replacing("&amp;", with: "&").replacing("&quot;", with: "\"").prefix {
                $0 != "#" && $0 != "?"
            }
            let head = link.prefix { $0 != "/" }
            guard !link.isEmpty, !head.contains(":") else { continue }
            var folders = file.split(separator: "/").dropLast().map(String.init)
            for step in link.split(separator: "/") where step != "." {
                if step == ".." { _ = folders.popLast() } else { folders.append(SitePath.percentDecode(String(step))) }
            }
            if link.hasSuffix("/") || link == "." || link == ".." { folders.append("index.html") }
            targets.append(folders.joined(separator: "/"))
        }
    }
    return targets
}
