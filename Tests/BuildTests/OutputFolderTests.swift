import Glibc
import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

/// An output folder among others: whose it is, who may look into it while it is filled, and what is known of it.
@Suite struct OutputFolderTests {
    private static func site() throws -> TinySite {
        try TinySite(
            [
                "docs/a.md": "---\ntitle: A\n---\nold text\n", "docs/b.md": "---\ntitle: B\n---\nold text\n",
                "groups/board/index.md": "---\ntitle: Board\nvisibility: members\n---\nx\n",
            ], configuration: TinySite.withoutSearch)
    }

    /// Builds into `output`.
    @discardableResult
    private static func build(
        _ site: TinySite, into output: String, _ change: (inout BuildOptions) -> Void = { _ in }
    ) async throws -> BuildReport {
        var (project, _) = try site.project()
        project.configuration.outputFolder = output
        var options = site.options()
        change(&options)
        return try await BuildPipeline(project: project, options: options).run()
    }

    private static func mode(_ path: String) -> mode_t? {
        var info = stat()
        return lstat(path, &info) == 0 ? info.st_mode & 0o777 : nil
    }

    // MARK: Staging

    @Test func nobodyElseLooksIntoAHalfBuiltSite() async throws {
        let site = try Self.site()
        let staging = site.folder.path + "/Output/.hearth-staging"
        let seen = Lock<Set<mode_t>>([])
        try await site.build { options in
            options.progress = { phase, _, _ in
                guard phase == "rendering", let mode = Self.mode(staging) else { return }
                seen.withLock { _ = $0.insert(mode) }
            }
        }
        #expect(seen.withLock { $0 } == [0o700])
        // What was moved out is for those for whom new files are.
        let mask = umask(0)
        umask(mask)
        #expect(Self.mode(site.folder.path + "/Output/docs") == 0o777 & ~mask)
        #expect(Self.mode(site.folder.path + "/Output/docs/a/index.html") == 0o666 & ~mask)
    }

    @Test func cleanRemovesWhatAKilledBuildLeft() async throws {
        let site = try Self.site()
        try await site.build()
        try site.folder.write("Output/.hearth-staging/groups/board/index.html", "members only")
        try site.folder.write("Output/mine.txt", "mine")
        _ = try SiteCleaner(project: site.project().project).clean(dryRun: false)
        #expect(site.folder.tree("Output").keys.sorted() == ["mine.txt"])
    }

    @Test func aBuildWhoseFilesWereTakenAwayPublishesNothing() async throws {
        for path in ["docs/a/index.html", ""] {
            let site = try Self.site()
            try await site.build()
            let before = site.folder.tree("Output")
            try site.folder.write("Content/docs/a.md", "---\ntitle: New A\n---\nnew text\n")
            let staged = site.folder.path + "/Output/.hearth-staging/" + path
            let error = await #expect(throws: FatalError.self) {
                try await site.build { options in
                    options.progress = { phase, done, total in
                        guard phase == "rendering", done == total else { return }
                        try? FileSystem.removeTree(staged)
                        if path.isEmpty { try? FileSystem.makeDirectories(staged + "another") }
                    }
                }
            }
            #expect(error?.diagnostics.map(\.kind) == [.buildLocked] && error?.code == .io)
            // What the other build makes stays.
            #expect(site.folder.exists("Output/.hearth-staging/another") == path.isEmpty)
            try FileSystem.removeTree(site.folder.path + "/Output/.hearth-staging")
            #expect(site.folder.tree("Output") == before)
            try await site.build()
            #expect(site.outputs(containing: "new text") == ["docs/a/index.html"])
        }
    }

    // MARK: Two projects, one folder

    @Test func aFolderThatAnotherProjectBuildsIntoIsRefused() async throws {
        let (one, two) = (try Self.site(), try Self.site())
        let shared = one.folder.path + "/Output"
        try await one.build()
        let descriptor = open(shared, O_RDONLY | O_DIRECTORY)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let error = await #expect(throws: FatalError.self) { try await Self.build(two, into: shared) }
        #expect(error?.diagnostics.map(\.kind) == [.buildLocked] && error?.code == .io)
        #expect(error?.diagnostics.first?.summary.contains(shared) == true)
        let cleaning = #expect(throws: FatalError.self) {
            try SiteCleaner(project: one.project().project).clean(dryRun: false)
        }
        #expect(cleaning?.diagnostics.map(\.kind) == [.buildLocked])
        flock(descriptor, LOCK_UN)
        close(descriptor)
        // Many at once in truth: each either builds or is refused, and the site is whole.
        let built = await withTaskGroup(of: Bool.self) { group in
            for site in [one, two, one, two] {
                group.addTask { (try? await Self.build(site, into: shared) { $0.reuses = false }) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(built.contains(true))
        let fresh = try Self.site()
        try await fresh.build()
        #expect(one.folder.tree("Output") == fresh.folder.tree("Output"))
    }

    @Test func aBuildThatFailsLeavesNoEmptyFolder() async throws {
        let site = try Self.site()
        try FileSystem.removeTree(site.folder.path + "/Content")
        await #expect(throws: FatalError.self) { try await site.build() }
        #expect(!site.folder.exists("Output"))
    }

    // MARK: Refusals

    /// Part of the output lies on a disk of its own.
    private static func mount(_ site: TinySite, _ options: String) -> String? {
        let place = site.folder.path + "/Output/docs"
        guard getuid() == 0, system("mount --bind '\(place)' '\(place)' 2>/dev/null") == 0,
            system("mount -o remount,bind,\(options) '\(place)' 2>/dev/null") == 0
        else {
            print("OutputFolderTests.mount: skipped, only root can mount")
            return nil
        }
        return place
    }

    private static func changeAll(_ site: TinySite) throws {
        for path in ["index", "docs/a", "docs/b", "people/ada"] {
            try site.folder.write("Content/\(path).md", "---\ntitle: New \(path)\n---\nnew text\n")
        }
    }

    @Test func aFolderThatMayNotBeWrittenIsFoundBeforeAnythingChanges() async throws {
        let site = try Self.site()
        try await site.build()
        let before = site.folder.tree("Output")
        guard let place = Self.mount(site, "ro") else { return }
        defer { _ = system("umount -l '\(place)'") }
        try Self.changeAll(site)
        let error = await #expect(throws: FileError.self) { try await site.build() }
        #expect(error?.path.contains("/Output/docs") == true)
        #expect(site.folder.tree("Output") == before)
    }

    @Test func aRefusalInTheMiddleSaysThatPartOfTheSiteIsNew() async throws {
        let site = try Self.site()
        try await site.build()
        let before = site.folder.tree("Output")
        guard let place = Self.mount(site, "rw") else { return }
        try Self.changeAll(site)
        let error = await #expect(throws: FatalError.self) { try await site.build() }
        #expect(error?.diagnostics.first?.kind == .fileError && error?.code == .io)
        #expect(error?.diagnostics.first?.help?.contains("part of the new site") == true)
        #expect(site.folder.tree("Output") != before)
        _ = system("umount -l '\(place)'")
        try await site.build()
        let fresh = try Self.site()
        try Self.changeAll(fresh)
        try await fresh.build()
        #expect(site.folder.tree("Output") == fresh.folder.tree("Output"))
    }

    // MARK: Names of one folder, and lists of others

    @Test(arguments: ["./Output", "Output/", "Content/../Output", "link", "absolute"])
    func oneFolderHasOneListWhateverItIsCalled(_ name: String) async throws {
        let site = try Self.site()
        try await site.build()
        symlink("Output", site.folder.path + "/link")
        let other = name == "absolute" ? site.folder.path + "//Output" : name
        #expect(try await Self.build(site, into: other).scope == .nothing)
        try FileSystem.remove(site.folder.path + "/Content/docs/b.md")
        #expect(try await Self.build(site, into: other).removedPaths == ["docs/b/index.html"])
        #expect(try await site.build { $0.verifies = true }.scope == .nothing)
        #expect(site.folder.tree(".hearth").keys.count { $0.hasPrefix("output-") } == 1)
    }

    @Test func cleanKeepsTheListsOfOtherFolders() async throws {
        let site = try Self.site()
        try await site.build()
        try await Self.build(site, into: "stage")
        _ = try SiteCleaner(project: site.project().project).clean(dryRun: false)
        #expect(site.folder.tree("Output").isEmpty)
        #expect(site.folder.tree(".hearth").keys.count { $0.hasPrefix("output-") } == 1)
        #expect(!site.folder.tree(".hearth").keys.contains { $0.hasSuffix(".cache") })
        try FileSystem.remove(site.folder.path + "/Content/docs/b.md")
        #expect(try await Self.build(site, into: "stage").removedPaths == ["docs/b/index.html"])
        #expect(!site.folder.exists("stage/docs/b"))
    }

    // MARK: The audience manifest

    @Test func everyFolderHasAnAudienceManifest() async throws {
        let site = try Self.site()
        try site.folder.write("Content/docs/draft.md", "---\ntitle: Draft\ndraft: true\n---\nx\n")
        try await site.build()
        let proof = try #require(site.folder.read(".hearth/audience-manifest.json"))
        try await Self.build(site, into: "stage") { $0.includesDrafts = true }
        #expect(site.folder.read(".hearth/audience-manifest.json") == proof)
        let names = site.folder.tree(".hearth").keys.filter { $0.hasPrefix("audience-manifest-") }
        #expect(
            names.count == 1 && names.first.flatMap { site.folder.read(".hearth/" + $0) }?.contains("draft") == true)
        #expect(try await site.build { $0.verifies = true }.scope == .nothing)
    }

    @Test func anAudienceManifestThatSomebodyChangedComesBack() async throws {
        let site = try Self.site()
        try await site.build()
        let path = ".hearth/audience-manifest.json"
        let proof = try #require(site.folder.read(path))
        try site.folder.write(path, "junk")
        #expect(try await site.build().scope == .everything(because: "the output folder is not known"))
        #expect(site.folder.read(path) == proof)
        // Same size and, as far as the file system tells, never touched: only reading it can tell.
        let stamp = try #require(Stamp(site.folder.path + "/" + path))
        try site.folder.write(path, proof.replacingOccurrence(of: "everyone", with: "EVERYONE"))
        stamp.restore(site.folder.path + "/" + path)
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.first(.outputDiffers)?.location?.file == path)
        // Another date alone is no change.
        try site.folder.write(path, proof)
        #expect(try await site.build().scope == .nothing)
    }
}
