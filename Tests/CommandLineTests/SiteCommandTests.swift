import HearthModel
import TestKit
import Testing

/// `init`, `build`, `check` and `clean` as processes.
@Suite struct SiteCommandTests {
    @Test func aNewSiteBuildsWithoutAProblem() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run("init", "my site", in: folder)
        #expect(made.status == 0 && made.out == "")
        #expect(
            made.err.contains("made Content/index.md\n") && made.err.contains("cd 'my site'\n  hearth serve --open\n"))
        let built = try Program.run("build", "--strict", "-s", "my site", in: folder)
        #expect(built.status == 0 && built.out == "")
        #expect(
            built.err.contains(
                /^built \d+ pages \(\d+ files written, 0 unchanged\) in 1 group · 0 errors · 0 warnings · \d+\.\d\d s\n/
            ))
        #expect(folder.exists("my site/Output/groups/first-group/questions/first-question/index.html"))
        let again = try Program.run("build", "-s", "my site", in: folder)
        #expect(again.err.contains("(0 files written, "))
    }

    @Test func aSecondInitRefusesAndChangesNothing() throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run("init", "--title", "Mine", in: folder).status == 0)
        let before = folder.tree(".")
        let again = try Program.run("init", "--title", "Other", in: folder)
        #expect(again.status == 2 && again.ids == ["already-initialized"])
        #expect(folder.tree(".") == before)
    }

    @Test func initLeavesContentThatIsThereAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write("Content/index.md", "mine")
        try folder.write(".gitignore", "mine too")
        #expect(try Program.run("init", in: folder).status == 0)
        #expect(folder.tree(".").keys.sorted() == [".gitignore", "Content/index.md", "hearth.yml"])
        #expect(folder.read("Content/index.md") == "mine" && folder.read(".gitignore") == "mine too")
    }

    @Test func anyTitleMakesAValidSite() throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run("init", "--title", "R&D \"A\\B\"\n<b>: #1\u{7}", in: folder).status == 0)
        let built = try Program.run("build", "--strict", in: folder)
        #expect(built.status == 0, "\(built.err)")
        #expect(folder.read("Output/index.html")?.contains("R&amp;D &quot;A\\B&quot; &lt;b&gt;: #1") == true)
        #expect(try Program.run("init", "--title", " ", "x", in: folder).status == 2)
    }

    @Test func exitCodesTellWhoseFaultItIs() throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\n[x](b.md)\n"])
        #expect(try Program.run("build", in: site.folder).status == 1)
        #expect(try Program.run("check", in: site.folder).status == 1)
        try site.folder.write("Content/b.md", "---\ntitle: B\n---\nx\n")
        #expect(try Program.run("check", in: site.folder).status == 0)
        // A warning alone is no failure, unless it is asked for.
        try site.folder.write("Content/b.md", "---\ntitle: B\ntitel: C\n---\nx\n")
        #expect(try Program.run("check", in: site.folder).status == 0)
        #expect(try Program.run("check", "--strict", in: site.folder).status == 1)
        #expect(try Program.run("check", in: site.folder, environment: ["HEARTH_STRICT": "1"]).status == 1)
        // The configuration's own mistakes are 2, whatever the pages say.
        try site.folder.write("hearth.yml", "title: T\ncolour: red\n")
        let both = try Program.run("check", in: site.folder)
        #expect(both.status == 2 && both.ids == ["unknown-key", "unknown-setting"])
        // The system's refusals are 3.
        try site.folder.write("file", "x")
        let refused = try Program.run("build", "-d", "file", in: site.folder)
        #expect(refused.status == 3 && refused.ids.contains("file-error"))
        #expect(refused.err.contains("what was published before is unchanged"))
    }

    @Test func checkFindsWhatABuildFindsAndWritesNothing() throws {
        let site = try TinySite(["a.md": "---\ntitle: A\nlayout: nope\n---\n[x](b.md) <b>x</b>\n"])
        let before = site.folder.tree(".")
        let check = try Program.run("check", in: site.folder)
        #expect(check.ids == ["unknown-layout", "broken-link", "raw-html"])
        #expect(check.summary.contains(/^checked \d+ pages in 0 groups · 2 errors · 1 warning · \d+\.\d\d s$/))
        #expect(site.folder.tree(".") == before)
        #expect(try Program.run("build", in: site.folder).ids == check.ids)
    }

    @Test func foldersAndAddressesComeFromFlagsOrTheEnvironment() throws {
        let site = try TinySite(configuration: "title: T\nbaseURL: https://a.example/\n")
        let elsewhere = try TemporaryFolder()
        let flags = try Program.run(
            "build", "-s", site.folder.path + "/Content/people", "-d", "out", "-b", "https://b.example/x", in: elsewhere
        )
        #expect(flags.status == 0, "\(flags.err)")
        #expect(elsewhere.read("out/sitemap.xml")?.contains("<loc>https://b.example/x/people/ada/</loc>") == true)
        #expect(!site.folder.exists("Output"))
        let variables = [
            "HEARTH_SOURCE": site.folder.path, "HEARTH_DESTINATION": "env", "HEARTH_BASE_URL": "https://c.example/",
            "HEARTH_JOBS": "1",
        ]
        #expect(try Program.run("build", in: elsewhere, environment: variables).status == 0)
        #expect(elsewhere.read("env/sitemap.xml")?.contains("<loc>https://c.example/</loc>") == true)
        // Whatever the number of tasks, the bytes are the same; a flag wins over the environment.
        #expect(
            try Program.run("build", "-d", "flag", "--jobs", "7", in: elsewhere, environment: variables).status == 0)
        #expect(elsewhere.tree("flag") == elsewhere.tree("env"))
        try elsewhere.write("other.yml", "title: Another name\n")
        #expect(
            try Program.run(
                "build", "-s", site.folder.path, "--config", elsewhere.path + "/other.yml", "-d", "other", in: elsewhere
            ).status == 0)
        #expect(elsewhere.read("other/index.html")?.contains("Another name") == true)
    }

    @Test func draftsFutureAndExpiredPagesAreAskedFor() throws {
        let site = try TinySite([
            "d.md": "---\ntitle: D\ndraft: true\n---\nx\n", "f.md": "---\ntitle: F\npublish: 2027-01-01\n---\nx\n",
            "e.md": "---\ntitle: E\nexpires: 2026-01-01\n---\nx\n",
        ])
        func pages(_ flags: [String], _ environment: [String: String] = [:]) throws -> (String, String) {
            let arguments = ["build", "-d", "out"] + flags
            // Variadic arguments take no array: the shell passes them on.
            let variables = environment.map { "\($0)=\($1) " }.joined()
            let run = try Program.shell("\(variables)\"$0\" " + arguments.joined(separator: " "), in: site.folder)
            let built = ["d", "e", "f"].filter { site.folder.exists("out/\($0)/index.html") }.joined()
            return (
                built, run.summary.split(separator: " · ").first { $0.hasPrefix("left out") }.map(String.init) ?? ""
            )
        }
        #expect(try pages(["--as-of", "2026-06-01"]) == ("", "left out: 1 draft, 1 future, 1 expired"))
        #expect(try pages(["--as-of", "2026-06-01", "--drafts", "--future", "--expired"]) == ("def", ""))
        #expect(try pages(["--as-of", "2025-06-01"]) == ("e", "left out: 1 draft, 1 future"))
        #expect(try pages([], ["HEARTH_AS_OF": "2027-06-01"]) == ("f", "left out: 1 draft, 1 expired"))
        #expect(try pages([], ["SOURCE_DATE_EPOCH": "1735689600"]) == ("e", "left out: 1 draft, 1 future"))
    }

    @Test func cleanRemovesOnlyWhatBuildsWrote() throws {
        let site = try TinySite()
        #expect(try Program.run("build", in: site.folder).status == 0)
        try site.folder.write("Output/people/mine.txt", "mine")
        let count = site.folder.tree("Output").count - 1
        let dry = try Program.run("clean", "-n", in: site.folder)
        #expect(dry.status == 0 && dry.err == "would remove \(count) files\n")
        #expect(site.folder.tree("Output").count == count + 1)
        let clean = try Program.run("clean", in: site.folder)
        #expect(clean.status == 0 && clean.err == "removed \(count) files\n" && clean.out == "")
        #expect(Array(site.folder.tree("Output").keys) == ["people/mine.txt"])
        #expect(site.folder.exists("Content/index.md"))
        #expect(try Program.run("clean", "-q", in: site.folder).err == "")
    }

    /// Peers' mistake 13, with a disk that fills up while the new pages are written.
    @Test func aDiskThatFillsUpLeavesTheOldSite() throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nOld.\n"], configuration: TinySite.withoutSearch)
        #expect(try Program.run("build", in: site.folder).status == 0)
        let before = site.folder.tree("Output")
        for name in ["index", "a", "z"] {
            let text = String(repeating: "New text of this page.\n", count: name == "a" ? 200_000 : 1)
            try site.folder.write("Content/\(name).md", "---\ntitle: New \(name)\n---\n```\n\(text)```\n")
        }
        // A file may have 4 MB; with the signal ignored, more is refused as on a full disk. (The thread sanitizer writes
        // a file of two at the start of every program.)
        let failed = try Program.shell("trap '' XFSZ; ulimit -f 4096; exec \"$0\" build -j 1", in: site.folder)
        #expect(failed.status == 3 && failed.ids.contains("file-error"), "\(failed.err)")
        #expect(site.folder.tree("Output") == before && !site.folder.exists("Output/.hearth-staging"))
        // The next build makes all good.
        #expect(try Program.run("build", in: site.folder).status == 0)
        #expect(site.output("z/index.html")?.contains("New z") == true && !site.folder.exists("Output/.hearth-staging"))
    }

    @Test func aSecondBuildAtTheSameTimeIsRefused() throws {
        let site = try TinySite()
        #expect(try Program.run("build", in: site.folder).status == 0)
        let run = try Program.shell("exec 9>.hearth/lock; flock 9; \"$0\" build 9>&-", in: site.folder)
        #expect(run.status == 3 && run.ids == ["build-locked"])
    }
}
