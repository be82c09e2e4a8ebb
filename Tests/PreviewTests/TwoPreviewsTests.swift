import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthPreview

@Suite struct TwoPreviewsTests {
    private func status(_ server: PreviewServer, _ path: String) async throws -> Int {
        let request = try #require(PreviewRequest(head: Array("GET \(path) HTTP/1.1\r\nHost: localhost".utf8)[...]))
        guard case .response(let response) = await server.answer(request) else { return 0 }
        return response.status
    }

    /// Two previews of one site, of which one shows no drafts: neither shows what the other has built.
    @Test func eachShowsItsOwnPages() async throws {
        let site = try TinySite(["d.md": "---\ntitle: Secret draft\ndraft: true\n---\nx\n"])
        let (project, _) = try site.project()
        var options = PreviewOptions()
        options.port = 38_500
        func server(_ drafts: Bool) -> (PreviewServer, AsyncStream<PreviewServer.Round>) {
            let (rounds, told) = AsyncStream<PreviewServer.Round>.makeStream()
            let server = PreviewServer(
                options: options,
                load: {
                    var options = site.options()
                    options.includesDrafts = drafts
                    return (project, options, [])
                }, tell: { told.yield($0) })
            return (server, rounds)
        }
        let (open, openRounds) = server(false)
        let (author, authorRounds) = server(true)
        var (openBuilds, authorBuilds) = (openRounds.makeAsyncIterator(), authorRounds.makeAsyncIterator())
        let first = Task { try await open.run { _ in } }
        defer { first.cancel() }
        _ = await openBuilds.next()
        let second = Task { try await author.run { _ in } }
        defer { second.cancel() }
        _ = await authorBuilds.next()
        try await Task.sleep(for: .milliseconds(300))
        for edit in 1...3 {
            #expect(try await status(open, "/d/") == 404)
            #expect(try await status(author, "/d/") == 200)
            try site.folder.write("Content/index.md", "---\ntitle: Home\n---\nEdit \(edit).\n")
            // Whoever builds later has its own pages to reload too.
            var isOld = true
            while isOld { isOld = await openBuilds.next()?.report?.changedPaths.contains("index.html") == false }
            isOld = true
            while isOld { isOld = await authorBuilds.next()?.report?.changedPaths.contains("index.html") == false }
        }
    }
}
