import Glibc
import HearthModel
import TestKit
import Testing

@Suite struct BaselineTests {
    private static let two = "---\ntitle: A\n---\n[x](nope.md)\n\n[y](nope.md)\n"

    @Test func aBaselineKnowsHowOften() throws {
        let site = try TinySite(["a.md": Self.two])
        let written = try Program.run("check", "--write-baseline", in: site.folder)
        #expect(written.err.contains("wrote 2 known problems to "))
        #expect(try Program.run("check", "--strict", in: site.folder).status == 0)
        try site.folder.write("Content/a.md", Self.two + "\n[z](nope.md)\n")
        let more = try Program.run("check", in: site.folder)
        #expect(more.status == 1 && more.ids == ["broken-link"])
        #expect(more.err.contains("the baseline knows 2 like this in the file"))
        // What is ignored or lowered for a run is no further mistake.
        #expect(try Program.run("check", "--level", "broken-link=ignore", in: site.folder).ids == [])
    }

    @Test func aLineThatNothingFitsIsNoted() throws {
        let site = try TinySite(["a.md": Self.two])
        _ = try Program.run("check", "--write-baseline", in: site.folder)
        #expect(try !Program.run("check", "-v", in: site.folder).ids.contains("stale-baseline"))
        try site.folder.write("Content/a.md", "---\ntitle: A\n---\n[x](nope.md)\n")
        let run = try Program.run("check", "-v", in: site.folder)
        #expect(run.status == 0 && run.ids.count { $0 == "stale-baseline" } == 1)
        #expect(run.err.contains("hearth-baseline.txt:3"))
        #expect(try !Program.run("check", in: site.folder).ids.contains("stale-baseline"))
    }

    @Test func aFileThatTheSettingsNameAndIsNotThereIsTheirMistake() throws {
        let site = try TinySite(["a.md": Self.two], configuration: "title: T\nbaseline: old/known.txt\n")
        let run = try Program.run("check", in: site.folder)
        #expect(run.status == 2 && run.ids == ["bad-setting"])
        #expect(run.err.contains("known.txt") && run.err.contains("hearth.yml:2"), "\(run.err)")
        // One that is asked for is no matter of the settings.
        #expect(try Program.run("check", "--baseline", "none.txt", in: site.folder).status == 3)
        try FileSystem.makeDirectories(site.folder.path + "/old")
        #expect(try Program.run("check", "--write-baseline", in: site.folder).status == 0)
        #expect(try Program.run("check", "--strict", in: site.folder).status == 0)
    }

    @Test func noBaselineAndADeviceAreNone() throws {
        let site = try TinySite(["a.md": Self.two])
        _ = try Program.run("check", "--write-baseline", in: site.folder)
        #expect(
            try Program.run("check", "--baseline", "/dev/null", in: site.folder).ids == ["broken-link", "broken-link"])
        // As root it would be replaced, for every program of the machine.
        let device = site.folder.path + "/device"
        #expect(mkfifo(device, 0o600) == 0)
        let run = try Program.run("check", "--write-baseline", "--baseline", device, in: site.folder)
        #expect(run.status == 2 && run.err.contains("no file"))
        #expect(FileSystem.kind(of: device) == .other)
    }

    @Test func whatTheBaselineKnowsIsNoErrorOfAList() throws {
        let site = try TinySite(["a.md": Self.two])
        #expect(try Program.run("list", in: site.folder).err.contains("2 errors found"))
        _ = try Program.run("check", "--write-baseline", in: site.folder)
        #expect(try Program.run("list", in: site.folder).err == "")
    }
}
