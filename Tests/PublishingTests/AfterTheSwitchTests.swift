import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

/// What fails once readers have the new release takes nothing back, and is not called a failure of the publish.
@Suite struct AfterTheSwitchTests {
    private func publish(
        _ tiny: TinySite, _ text: String, _ progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> PublishReport {
        try tiny.folder.write("Content/a.md", "---\ntitle: A\n---\n\(text)\n")
        var options = PublishOptions(seconds: TinySite.clock.seconds, workers: 2)
        options.progress = progress
        let project = try tiny.project().0
        let target = try #require(project.configuration.publishTargets.first)
        return try await Publisher(project: project, target: target, options: options).publish(try await tiny.build())
    }

    @Test func anOldReleaseThatCannotBeRemovedIsAWarning() async throws {
        let folder = try TemporaryFolder()
        let tiny = try TinySite(configuration: "title: T\npublish: {live: {folder: \(folder.path)/live, keep: 1}}\n")
        let store = ReleaseFolder(path: folder.path + "/live")
        _ = try await publish(tiny, "one")
        _ = try await publish(tiny, "two")
        let oldest = try #require(store.releases().first)
        // A file has the name that the release is to get on its way out.
        let third = try await publish(tiny, "three") { _ in try? folder.write("live/releases/.old-" + oldest, "x") }
        #expect(third.diagnostics.map(\.kind.id) == ["publish-unfinished"])
        #expect(third.diagnostics.first?.summary.contains("is live on 'live', but afterwards: cannot remove") == true)
        #expect(folder.read("live/current/site/a/index.html")?.contains("three") == true)
        #expect(store.releases().contains(oldest))
        let fourth = try await publish(tiny, "four")
        #expect(fourth.diagnostics.isEmpty && !store.releases().contains(oldest))
        #expect(!folder.exists("live/releases/.old-" + oldest))
    }

    @Test func whatCannotBeNotedIsAWarning() async throws {
        let folder = try TemporaryFolder()
        let tiny = try TinySite(configuration: "title: T\npublish: {live: {folder: \(folder.path)/live}}\n")
        try folder.write("live/root/x", "a folder where a file is to be")
        let done = try await publish(tiny, "one")
        #expect(done.release != nil && done.diagnostics.map(\.kind.id) == ["publish-unfinished"])
        #expect(folder.read("live/current/site/a/index.html")?.contains("one") == true)
    }
}
