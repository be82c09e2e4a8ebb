import Foundation
import Glibc
import HearthBuild
import HearthModel
import TestKit
import Testing

/// Output folders where they must not be, and disks that fill up: the old site stays whole.
@Suite struct BadInputOutputTests {
    private static func site(_ configuration: String = "title: Test\nbaseURL: https://e.example/\n") throws -> TinySite
    {
        var files = ["docs/picture.png": "picture"]
        for number in 1...12 { files["docs/page\(number).md"] = "---\ntitle: Page \(number)\n---\nold text\n" }
        return try TinySite(files, configuration: configuration)
    }

    /// Changes every page and adds some, so that a build has much to write.
    private static func change(_ tiny: TinySite) throws {
        for number in 1...24 {
            let text = String(repeating: "new text ", count: 1000)
            try tiny.folder.write("Content/docs/page\(number).md", "---\ntitle: Page \(number)\n---\n\(text)\n")
        }
    }

    // MARK: Folders that overlap

    @Test(arguments: [
        "Content", "Content/out", "./Content/../Content/out", ".", "", "..", "/", "Layouts", "Layouts/x", ".git",
        ".hearth/x",
        "link", "link/out", "Output/../Content", "Content/",
    ])
    func anOutputThatOverlapsTheSourcesIsRefused(_ output: String) async throws {
        let tiny = try TinySite(
            ["page.md": "---\ntitle: P\n---\nx\n"], configuration: "title: T\noutput: \"\(output)\"\n")
        try tiny.folder.write("Layouts/404.mustache", "{{title}}")
        symlink("Content", tiny.folder.path + "/link")
        let before = tiny.folder.tree("")
        let error = await #expect(throws: FatalError.self) { try await tiny.build() }
        #expect(error?.code == .usage)
        #expect(error?.diagnostics.first?.location?.file == "hearth.yml")
        #expect(tiny.folder.tree("") == before)
    }

    @Test func contentInsideTheOutputIsRefused() async throws {
        let tiny = try TinySite([:], configuration: "title: T\ncontent: site/pages\noutput: site\n")
        try tiny.folder.write("site/pages/index.md", "---\ntitle: Home\n---\nx\n")
        let error = await #expect(throws: FatalError.self) { try await tiny.build() }
        #expect(error?.diagnostics.first?.kind == .outputInsideContent)
        #expect(tiny.folder.tree("site").keys.sorted() == ["pages/index.md"])
    }

    @Test func anOutputThatIsALinkToAFolderElsewhereIsUsed() async throws {
        let elsewhere = try TemporaryFolder()
        let tiny = try Self.site()
        symlink(elsewhere.path, tiny.folder.path + "/Output")
        try await tiny.build()
        #expect(elsewhere.exists("docs/page1/index.html"))
        #expect(FileSystem.kind(of: tiny.folder.path + "/Output") == .symbolicLink)
    }

    @Test func anOutputThatIsAFileIsAClearErrorAndStays() async throws {
        let tiny = try Self.site()
        try tiny.folder.write("Output", "precious")
        let error = await #expect(throws: FileError.self) { try await tiny.build() }
        #expect(error?.description.contains("/Output") == true && error?.code == ENOTDIR)
        #expect(tiny.folder.read("Output") == "precious")
    }

    @Test func cachesThatCannotBeWrittenAreAClearErrorAndNothingIsWritten() async throws {
        let tiny = try Self.site()
        try tiny.folder.write(".hearth", "a file")
        let error = await #expect(throws: FileError.self) { try await tiny.build() }
        #expect(error?.description.contains("/.hearth") == true)
        #expect(!tiny.folder.exists("Output"))
    }

    // MARK: Links and strangers in the output

    @Test func nothingIsWrittenOrRemovedThroughALinkInTheOutput() async throws {
        let outside = try TemporaryFolder()
        let tiny = try Self.site()
        try await tiny.build()
        // The whole folder moves away, as if somebody had put it on another disk by hand.
        for (path, bytes) in tiny.folder.tree("Output/docs") { try outside.write(path, bytes) }
        #expect(system("rm -r '\(tiny.folder.path)/Output/docs'") == 0)
        symlink(outside.path, tiny.folder.path + "/Output/docs")
        let before = outside.tree("")
        // A file that is gone from the content …
        unlink(tiny.folder.path + "/Content/docs/picture.png")
        try await tiny.build()
        #expect(outside.tree("") == before)
        // … and pages that have changed.
        try Self.change(tiny)
        let site = tiny.folder.tree("Output")
        let error = await #expect(throws: FatalError.self) { try await tiny.build() }
        #expect(error?.diagnostics.first?.location?.file == "Output/docs")
        #expect(outside.tree("") == before && tiny.folder.tree("Output") == site)
        #expect(try SiteCleanerProbe.clean(tiny) > 0)
        #expect(outside.tree("") == before)
    }

    @Test func aLinkAtThePlaceOfAPageIsReplacedNotFollowed() async throws {
        let outside = try TemporaryFolder()
        try outside.write("mine.html", "precious")
        let tiny = try Self.site()
        try tiny.folder.write("Output/other.txt", "")
        symlink(outside.path + "/mine.html", tiny.folder.path + "/Output/index.html")
        symlink(outside.path, tiny.folder.path + "/Output/.hearth-staging")
        try await tiny.build()
        #expect(outside.tree("") == ["mine.html": Array("precious".utf8)])
        #expect(tiny.main("index.html") != nil && tiny.hasNoLeftovers)
    }

    @Test func aFolderOfSomebodyElseAtThePlaceOfAPageStopsTheBuildBeforeAnythingChanges() async throws {
        let tiny = try Self.site()
        try await tiny.build()
        try Self.change(tiny)
        unlink(tiny.folder.path + "/Output/docs/picture.png")
        try tiny.folder.write("Output/docs/picture.png/mine.txt", "precious")
        let before = tiny.folder.tree("Output")
        let error = await #expect(throws: FatalError.self) { try await tiny.build() }
        #expect(error?.diagnostics.first?.location?.file == "Output/docs/picture.png")
        #expect(tiny.folder.tree("Output") == before)
    }

    @Test func filesBecomeFoldersAndFoldersFiles() async throws {
        let files = ["x": "file x", "y.md": "---\ntitle: Y\n---\nfolder y\n", "z/z.png": "z"]
        let tiny = try TinySite(files, configuration: TinySite.withoutSearch)
        try await tiny.build()
        for name in ["x", "y.md", "z/z.png"] { unlink(tiny.folder.path + "/Content/" + name) }
        rmdir(tiny.folder.path + "/Content/z")
        try tiny.folder.write("Content/x.md", "---\ntitle: X\n---\nfolder x\n")
        try tiny.folder.write("Content/y", "file y")
        try tiny.folder.write("Content/z", "file z")
        let report = try await tiny.build()
        #expect(report.places == [] && report.removed == 3)
        #expect(tiny.main("x/index.html")?.contains("folder x") == true)
        #expect(tiny.output("y") == "file y" && tiny.output("z") == "file z")
        let fresh = try TinySite(
            ["x.md": "---\ntitle: X\n---\nfolder x\n", "y": "file y", "z": "file z"],
            configuration: TinySite.withoutSearch)
        try await fresh.build()
        #expect(tiny.folder.tree("Output") == fresh.folder.tree("Output"))
    }

    // MARK: Manifests, locks and what killed builds leave

    @Test(arguments: [nil, "", "garbage", "hearth-output 1\n../mine.txt\n/etc/passwd\nmine.txt\u{0}x\na/../mine.txt\n"])
    func withoutAManifestNoStrangersFileIsRemoved(_ manifest: String?) async throws {
        let tiny = try Self.site(TinySite.withoutSearch)
        try tiny.folder.write("mine.txt", "precious")
        try await tiny.build()
        try tiny.folder.write("Output/mine.txt", "precious")
        let file = try #require(tiny.folder.tree(".hearth").keys.first { $0.hasPrefix("output-") })
        if let manifest {
            try tiny.folder.write(".hearth/" + file, manifest)
        } else {
            unlink(tiny.folder.path + "/.hearth/" + file)
        }
        unlink(tiny.folder.path + "/Content/docs/page1.md")
        let report = try await tiny.build()
        #expect(tiny.folder.read("Output/mine.txt") == "precious" && tiny.folder.read("mine.txt") == "precious")
        if manifest?.hasPrefix("hearth-output") != true {
            let note = try #require(report.diagnostics.first(.unownedFiles))
            #expect(
                note.severity == .warning && note.summary.contains("1 file here") && note.location?.file == "Output")
        }
        // The record of the last build knows what was written, too.
        #expect(report.removed == 1 && !tiny.folder.exists("Output/docs/page1"))
        // The next build knows again what it wrote.
        #expect(try await tiny.build().places == [])
        unlink(tiny.folder.path + "/Content/docs/page2.md")
        #expect(try await tiny.build().removed == 1)
        #expect(!tiny.folder.exists("Output/docs/page2"))
    }

    @Test func leftoversOfAKilledBuildAreSweptAway() async throws {
        let tiny = try Self.site()
        try await tiny.build()
        let before = tiny.folder.tree("Output")
        try tiny.folder.write("Output/.hearth-staging/0", "half a pa")
        try tiny.folder.write(".hearth/output.txt.hearth-tmp", "half")
        let report = try await tiny.build()
        #expect(report.written == 0 && report.places == [])
        #expect(tiny.folder.tree("Output") == before)
    }

    @Test func aHalfPublishedBuildIsFinishedByTheNext() async throws {
        let tiny = try Self.site()
        try await tiny.build()
        let whole = tiny.folder.tree("Output")
        try tiny.folder.write("Output/docs/page3/index.html", "torn")
        unlink(tiny.folder.path + "/Output/docs/page4/index.html")
        #expect(try await tiny.build().written == 2)
        #expect(tiny.folder.tree("Output") == whole)
    }

    @Test func twoBuildsAtOnceAreRefused() async throws {
        let tiny = try Self.site()
        try await tiny.build()
        let descriptor = open(tiny.folder.path + "/.hearth/lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let error = await #expect(throws: FatalError.self) { try await tiny.build() }
        #expect(error?.diagnostics.map(\.kind) == [.buildLocked] && error?.code == .io)
        // Checking writes nothing, so it need not wait.
        #expect(try await tiny.build { $0.writes = false }.places == [])
        flock(descriptor, LOCK_UN)
        close(descriptor)
        #expect(try await tiny.build().written == 0)
        // Many at once in truth: each either builds or is refused, and the site is whole.
        try Self.change(tiny)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 { group.addTask { (try? await tiny.build()) != nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(try await tiny.build().written == 0)
    }

    // MARK: Disks that fill up

    /// The program itself, beside the tests.
    private static let program: String? = {
        let own = FileSystem.realPath("/proc/self/exe") ?? ""
        let beside = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex) + "/hearth"
        return [String(beside), ".build/debug/hearth"].first { FileSystem.isFile($0) }
    }()

    /// Runs a script of the shell with the folder of the site as `$1`, the program as `$2`.
    private static func shell(
        _ script: String, _ folder: String, _ program: String
    ) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, "bash", folder, program]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    /// No file may grow beyond 4 MB: as on a full disk, a write in the middle of the build fails. With the signal, the
    /// build is killed there. (The thread sanitizer writes a file of two at the start of every program.)
    @Test(arguments: ["trap '' XFSZ;", ""])
    func aWriteThatFailsLeavesTheOldSite(_ trap: String) async throws {
        guard let program = Self.program else {
            print("aWriteThatFailsLeavesTheOldSite: skipped, there is no program beside the tests")
            return
        }
        let tiny = try Self.site()
        try await tiny.build()
        let before = tiny.folder.tree("Output")
        try Self.change(tiny)
        try tiny.folder.write("Content/docs/big.txt", String(repeating: "New text of this file.\n", count: 220_000))
        let (status, errors) = try Self.shell(
            "\(trap) ulimit -c 0; ulimit -f 4096; exec \"$2\" build --source \"$1\"", tiny.folder.path, program)
        var after = tiny.folder.tree("Output")
        if trap.isEmpty {
            #expect(status != 0)
            after = after.filter { !$0.key.hasPrefix(".hearth-staging/") }
        } else {
            #expect(status == 3)
            #expect(errors.contains("cannot write") && errors.contains("File too large"))
        }
        #expect(after == before)
        // With space again, everything is there.
        try await tiny.build()
        #expect(tiny.main("docs/page24/index.html") != nil && tiny.hasNoLeftovers)
    }

    /// A disk that is full at one point of the build after the other: no room for data, or for one more file or folder.
    @Test(arguments: ["size", "nr_inodes"])
    func aFullDiskLeavesTheOldSite(_ limit: String) async throws {
        let tiny = try Self.site()
        let disk = tiny.folder.path + "/Output"
        try FileSystem.makeDirectories(disk)
        guard getuid() == 0, system("mount -t tmpfs -o size=64m,nr_inodes=10000 tmpfs '\(disk)' 2>/dev/null") == 0
        else {
            print("aFullDiskLeavesTheOldSite: skipped, only root can make a small disk")
            return
        }
        defer { _ = system("umount -l '\(disk)'") }
        try await tiny.build()
        let before = tiny.folder.tree("Output")
        try Self.change(tiny)
        var info = statvfs()
        #expect(statvfs(disk, &info) == 0)
        let used = limit == "size" ? Int(info.f_blocks - info.f_bfree) : Int(info.f_files - info.f_ffree)
        var failures = 0
        for room in [1, 8, 16, 24, 28, 30, 32, 34, 36, 38, 40, 42, 44, 60, 100, 2000] {
            let size = limit == "size" ? (used + room) * Int(info.f_frsize) : used + room
            #expect(system("mount -o remount,\(limit)=\(size) '\(disk)'") == 0)
            do {
                try await tiny.build()
                break
            } catch let error as FileError {
                #expect(error.code == ENOSPC && error.description.contains("/Output"))
                failures += 1
            }
            let after = tiny.folder.tree("Output")
            #expect(after == before, "room for \(room)")
            #expect(system("test -z \"$(find '\(disk)' -type d -empty)\"") == 0, "room for \(room)")
        }
        #expect(failures >= 5)
        // With room for everything, everything is there.
        #expect(try await tiny.build().written == 0)
        #expect(tiny.main("docs/page24/index.html") != nil && tiny.hasNoLeftovers)
    }
}

/// `hearth clean` without the command line.
private enum SiteCleanerProbe {
    static func clean(_ tiny: TinySite) throws -> Int {
        try SiteCleaner(project: tiny.project().project).clean(dryRun: false)
    }
}
