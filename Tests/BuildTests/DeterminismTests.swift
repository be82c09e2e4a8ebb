import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

/// The same input gives the same bytes, whoever builds it, where and how.
@Suite struct DeterminismTests {
    /// The example site: a page of every kind.
    private static func example() throws -> [String: [UInt8]] {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var files: [String: [UInt8]] = ["hearth.yml": try FileSystem.read(root + "/hearth.yml")]
        var folders = ["Content/"]
        while let folder = folders.popLast() {
            for entry in try FileSystem.entries(of: root + "/" + folder) {
                let path = folder + entry.name
                if entry.kind == .directory {
                    folders.append(path + "/")
                } else {
                    files[path] = try FileSystem.read(root + "/" + path)
                }
            }
        }
        return files
    }

    /// A folder with these files, written in an order by chance.
    private static func site(_ files: [String: [UInt8]]) throws -> TinySite {
        let tiny = try TinySite()
        for (path, bytes) in files.shuffled() { try tiny.folder.write(path, bytes) }
        return tiny
    }

    private static func differences(_ a: [String: [UInt8]], _ b: [String: [UInt8]]) -> [String] {
        Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
    }

    @Test func workersFoldersAndTheOrderOfFilesMakeNoDifference() async throws {
        let files = try Self.example()
        let one = try Self.site(files)
        let report = try await one.build { $0.workers = 1 }
        let expected = one.folder.tree("Output")
        #expect(expected.count > 200)
        for workers in [4, 16] {
            let other = try Self.site(files)
            #expect(other.folder.path != one.folder.path)
            // With trees in memory, and with all of them in the file.
            let second = try await other.build {
                $0.workers = workers
                $0.treeBudget = workers == 4 ? 0 : $0.treeBudget
            }
            #expect(Self.differences(expected, other.folder.tree("Output")) == [])
            #expect(second.diagnostics == report.diagnostics)
            #expect(
                one.folder.read(".hearth/audience-manifest.json") == other.folder.read(".hearth/audience-manifest.json")
            )
            #expect(second.written == expected.count && second.unchanged == 0)
        }
        // No file knows where it was made.
        #expect(one.outputs(containing: one.folder.path) == [])
        // Again, in the same folder: nothing to do.
        let again = try await one.build { $0.workers = 4 }
        #expect(again.written == 0 && again.removed == 0 && again.unchanged == expected.count)
        // From nothing, or from another state of the site: the same.
        try one.folder.write("Content/extra.md", "---\ntitle: Extra\ntags: [writing]\ndate: 2020-01-01\n---\nx\n")
        #expect(try await one.build().written > 0)
        #expect(Self.differences(expected, one.folder.tree("Output")).contains("extra/index.html"))
        #expect(unlinkContent(one, "extra.md"))
        let back = try await one.build()
        #expect(back.removed >= 1)
        #expect(Self.differences(expected, one.folder.tree("Output")) == [])
    }

    private func unlinkContent(_ tiny: TinySite, _ path: String) -> Bool {
        (try? FileSystem.remove(tiny.folder.path + "/Content/" + path)) != nil
    }

    @Test func changingOnePageWritesOnlyWhatShowsIt() async throws {
        let files = [
            "a.md": "---\ntitle: A\ndate: 2020-01-01\n---\nfirst\n\nsecond\n", "b.md": "---\ntitle: B\n---\nb\n",
        ]
        let tiny = try TinySite(files, configuration: TinySite.withoutSearch)
        try await tiny.build()
        try tiny.folder.write("Content/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nfirst\n\nchanged\n")
        #expect(try await tiny.build().written == 1)
    }

    @Test func theHourOfTheBuildChangesNothing() async throws {
        let tiny = try Self.site(try Self.example())
        try await tiny.build { $0.clock = Timestamp(year: 2026, month: 6, day: 1) }
        let report = try await tiny.build { $0.clock.seconds += 6 * 3600 }
        #expect(report.written == 0)
    }

    @Test func theDayOfTheBuildDecidesWhatIsPublished() async throws {
        let tiny = try TinySite([
            "soon.md": "---\ntitle: Soon\npublish: 2026-06-10\n---\nx\n",
            "gone.md": "---\ntitle: Gone\nexpires: 2026-06-10\n---\nx\n",
            "a/b/index.md": "---\ntitle: A\ndate: 2020-01-01\n---\nx\n",
        ])
        #expect(try await tiny.build().leftOut.future == 1)
        #expect(tiny.main("gone/index.html") != nil && tiny.main("soon/index.html") == nil)
        let a = try #require(tiny.output("a/b/index.html"))
        try await tiny.build { $0.clock = Timestamp(year: 2026, month: 7, day: 1) }
        #expect(tiny.main("gone/index.html") == nil && tiny.main("soon/index.html") != nil)
        #expect(tiny.output("a/b/index.html") == a)
    }
}
