import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthPreview

/// A preview that runs: it watches real files, and is asked without a socket.
@Suite struct PreviewServerTests {
    /// Asks until the answer is as wanted: a build takes its time.
    private func wait(
        _ server: PreviewServer, _ path: String, until isGood: (PreviewResponse) -> Bool
    ) async throws -> Bool {
        let request = try #require(PreviewRequest(head: Array("GET \(path) HTTP/1.1\r\nHost: localhost".utf8)[...]))
        for _ in 0..<600 {
            if case .response(let response) = await server.answer(request), isGood(response) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func shows(_ text: String) -> (PreviewResponse) -> Bool {
        { $0.status == 200 && String(decoding: $0.body, as: UTF8.self).contains(text) }
    }

    @Test func aPageThatCannotBeReadStaysAsItWas() async throws {
        let tiny = try TinySite(["a.md": "---\ntitle: A\n---\nfirst\n", "b.md": "---\ntitle: B\n---\nx\n"])
        let (project, _) = try tiny.project()
        var options = PreviewOptions()
        options.port = 38_400
        let (rounds, told) = AsyncStream<PreviewServer.Round>.makeStream()
        let server = PreviewServer(options: options, load: { (project, tiny.options(), []) }, tell: { told.yield($0) })
        let running = Task { try await server.run { _ in } }
        defer { running.cancel() }
        #expect(try await wait(server, "/a/", until: shows("first")))
        var iterator = rounds.makeAsyncIterator()
        _ = await iterator.next()
        // The watcher's thread needs a moment before it looks.
        try await Task.sleep(for: .milliseconds(300))
        try tiny.folder.write("Content/a.md", "---\ntitle: [A\nvisibility: x\n---\nhalf\n")
        #expect(await iterator.next()?.diagnostics.contains { $0.kind == .yamlSyntax } == true)
        #expect(try await wait(server, "/a/", until: shows("first")))
        #expect(try await wait(server, "/a", until: { $0.status == 301 }))
        // Another edit meanwhile changes nothing of that, and its own page is shown.
        try tiny.folder.write("Content/b.md", "---\ntitle: B\n---\nsecond\n")
        #expect(try await wait(server, "/b/", until: shows("second")))
        #expect(try await wait(server, "/a/", until: shows("first")))
        try tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nmended\n")
        #expect(try await wait(server, "/a/", until: shows("mended")))
    }
}
