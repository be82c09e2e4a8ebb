import Glibc
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthBuild

/// Each running preview has a folder of its own, which nobody else writes to or removes.
@Suite struct PreviewFolderTests {
    @Test func everyPreviewHasItsOwn() throws {
        let site = try TinySite()
        let project = try site.project().project
        let first = try PreviewFolder.take(project)
        let second = try PreviewFolder.take(project)
        #expect(first.path == ".hearth/preview" && second.path == ".hearth/preview-2")
        // The place of one that has ended is free again.
        do { #expect(try PreviewFolder.take(project).path == ".hearth/preview-3") }
        #expect(try PreviewFolder.take(project).path == ".hearth/preview-3")
        withExtendedLifetime((first, second)) {}
    }

    @Test func cleanLeavesWhatARunningPreviewShows() async throws {
        let site = try TinySite()
        var (project, _) = try site.project()
        let running = try PreviewFolder.take(project)
        let ended = try PreviewFolder.take(project).path
        for path in [running.path, ended] {
            project.configuration.outputFolder = path
            _ = try await BuildPipeline(project: project, options: site.options()).run()
        }
        try await site.build()
        _ = try SiteCleaner(project: site.project().project).clean(dryRun: false)
        #expect(site.folder.exists(running.path + "/index.html") && !site.folder.exists(ended))
        #expect(site.folder.tree("Output").isEmpty)
        // The preview goes on where it was, also with a page that is removed now.
        project.configuration.outputFolder = running.path
        try FileSystem.remove(site.folder.path + "/Content/people/ben.md")
        let report = try await BuildPipeline(project: project, options: site.options()).run()
        #expect(report.removedPaths.contains("people/ben/index.html"))
        #expect(report.diagnostics.first(.unownedFiles) == nil)
        withExtendedLifetime(running) {}
        // With the last preview everything is gone.
        let lists = site.folder.tree(".hearth").keys.filter { $0.hasPrefix("output-") }
        #expect(lists.count == 1)
    }

    @Test(arguments: [
        (".hearth/preview", true), (".hearth/preview-2", true), (".hearth/preview-64", true),
        (".hearth/preview-1", false),
        (".hearth/preview-65", false), (".hearth/preview/x", false), (".hearth/previews", false), (".hearth", false),
    ])
    func whatIsAFolderOfPreviews(path: String, isOne: Bool) {
        #expect(PreviewFolder.isOne(path) == isOne)
    }
}
