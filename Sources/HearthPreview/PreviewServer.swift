import FlyingFox
import FlyingSocks
import Foundation
import Glibc
package import HearthBuild
package import HearthContent
package import HearthModel
import HearthPublishing

/// What `hearth serve` is asked to do.
package struct PreviewOptions: Sendable {
    package var reader = PreviewReader.author
    /// An IP address of this machine.
    package var address = "127.0.0.1"
    package var port: UInt16 = 8000
    /// Whether the next free port is taken when `port` is not free.
    package var seeksPort = true
    package var polls = false
    /// Whether browsers go to the page that is edited.
    package var follows = false

    package init() {}
}

/// Builds the site whenever its files change, and shows it in browsers that reload by themselves. The only actor of the
/// program: what is shown, and who looks at it, changes while requests come.
package actor PreviewServer {
    /// Reads the project anew: its settings may have changed too.
    package typealias Loader = @Sendable () throws -> (project: Project, options: BuildOptions, found: [Diagnostic])

    /// What a build came to, for the terminal.
    package struct Round: Sendable {
        package let report: BuildReport?
        package let diagnostics: [Diagnostic]
        package let duration: Duration
        package let root: String
    }

    private let options: PreviewOptions
    private let load: Loader
    private let tell: @Sendable (Round) -> Void
    private var site = PreviewSite()
    private var problems: [PreviewMessage.Problem] = []
    private var version = 0
    /// Output file → the build that changed it last; so that a page that was just being loaded is told too.
    private var changes: [String: Int] = [:]
    private var listeners: [Int: AsyncStream<WSMessage>.Continuation] = [:]
    private var nextListener = 0

    package init(options: PreviewOptions, load: @escaping Loader, tell: @escaping @Sendable (Round) -> Void) {
        self.options = options
        self.load = load
        self.tell = tell
    }

    // MARK: Running

    /// Builds, serves and watches until the task is cancelled. `started` is told the address of the site.
    package func run(started: @Sendable (String) -> Void) async throws {
        let port = try freePort()
        var places = try await build(changed: [])
        let address = try sockaddr_in.inet(ip4: options.address, port: port)
        let handler = ClosureHTTPHandler { [self] request in await answer(request) }
        let server = HTTPServer(address: address, timeout: 30, logger: .disabled, handler: handler)
        async let serving: Void = server.run()
        try await server.waitUntilListening()
        let host = options.address == "127.0.0.1" ? "localhost" : options.address
        started("http://\(host):\(port)" + SitePath.percentEncode(site.rules.basePath))
        // New folders of the settings need new watches, so the watcher is replaced with them.
        while !Task.isCancelled {
            let watcher = FileWatcher(places, polls: options.polls)
            watcher.start()
            defer { watcher.stop() }
            var next = places
            while next == places, let changed = await watcher.next() { next = try await build(changed: changed) }
            places = next
        }
        try await serving
    }

    /// The wanted port, or the next free one.
    private func freePort() throws -> UInt16 {
        let last = options.seeksPort ? options.port &+ 50 : options.port
        for port in options.port...max(options.port, last) where Self.isFree(options.address, port) { return port }
        throw FatalError(
            .usage,
            [
                Diagnostic(
                    .portTaken, at: nil, "the port \(options.port) of \(options.address) is not free",
                    help: "choose another one: hearth serve --port \(options.port &+ 1)")
            ])
    }

    private static func isFree(_ address: String, _ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard var place = try? sockaddr_in.inet(ip4: address, port: port) else { return false }
        return withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && Glibc.listen(descriptor, 1) == 0
            }
        }
    }

    // MARK: Building

    /// Builds and tells the browsers; answers what is to be watched from now on.
    private func build(changed files: Set<String>) async throws -> FileWatcher.Places {
        let start = ContinuousClock.now
        var root = ""
        var places = FileWatcher.Places(trees: [], folders: [])
        var diagnostics: [Diagnostic] = []
        var report: BuildReport?
        do {
            var (project, buildOptions, found) = try load()
            diagnostics = found
            root = project.root
            places = Self.places(project)
            project.configuration.outputFolder = SiteCleaner.previewFolder
            buildOptions.progress = nil
            let built = try await patiently(BuildPipeline(project: project, options: buildOptions))
            diagnostics = Set(found + built.diagnostics).sorted()
            report = built
            take(built, diagnostics, files, project)
        } catch let error as FatalError {
            diagnostics = (diagnostics + error.diagnostics).sorted()
            fail(diagnostics, root)
        } catch let error as FileError {
            // A file that went away while it was read: the next event builds again.
            diagnostics.append(Diagnostic(.fileError, at: nil, error.description))
            fail(diagnostics, root)
        }
        tell(Round(report: report, diagnostics: diagnostics, duration: ContinuousClock.now - start, root: root))
        return places.folders.isEmpty
            ? lastPlaces
            : {
                lastPlaces = places
                return places
            }()
    }

    private var lastPlaces = FileWatcher.Places(trees: [], folders: [])

    private static func places(_ project: Project) -> FileWatcher.Places {
        let trees = [project.contentPath, project.layoutsPath].filter(FileSystem.isDirectory)
        let logs = project.root + "/.git/logs"
        return FileWatcher.Places(
            trees: trees, folders: [project.root] + (FileSystem.isDirectory(logs) ? [logs] : []))
    }

    /// Another build of the same project, in a terminal beside, is waited for.
    private func patiently(_ pipeline: BuildPipeline) async throws -> BuildReport {
        for _ in 0..<100 {
            do {
                return try await pipeline.run()
            } catch let error as FatalError where error.diagnostics.contains(where: { $0.kind == .buildLocked }) {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return try await pipeline.run()
    }

    private func take(_ report: BuildReport, _ diagnostics: [Diagnostic], _ files: Set<String>, _ project: Project) {
        version += 1
        site = PreviewSite(
            report: report, folder: project.outputPath, baseURL: project.configuration.baseURL, reader: options.reader,
            version: version)
        var pages: [String: String] = [:]
        for output in report.outputs where output.isPage {
            if let source = output.source { pages[source] = output.path }
        }
        problems = diagnostics.filter { $0.severity == .error }.map { diagnostic in
            PreviewMessage.Problem(
                diagnostic: diagnostic, page: diagnostic.location.flatMap { pages[$0.file] } ?? "",
                excerpt: PreviewMessage.excerpt(of: diagnostic.location, root: project.root))
        }
        for path in report.changedPaths + report.removedPaths { changes[path] = version }
        guard version > 1 else { return }
        var message = PreviewMessage(version: version, problems: problems)
        message.gone = report.removedPaths
        for path in report.changedPaths {
            switch ResponseHeaders.fileExtension(path) {
            case "html": message.changed.append(path)
            case "css": message.styles.append(path)
            case "json", "xml", "txt": break
            default: message.all = true
            }
        }
        if options.follows {
            let edited = files.compactMap {
                $0.hasPrefix(project.root + "/") ? String($0.dropFirst(project.root.count + 1)) : nil
            }
            message.follow = edited.compactMap { pages[$0] }.min()
        }
        send(message)
    }

    /// The site could not be built: what is shown stays, and the reason lies over it.
    private func fail(_ diagnostics: [Diagnostic], _ root: String) {
        problems = diagnostics.filter { $0.severity == .error }.map {
            PreviewMessage.Problem(
                diagnostic: $0, page: "", excerpt: PreviewMessage.excerpt(of: $0.location, root: root))
        }
        send(PreviewMessage(version: version, problems: problems))
    }

    // MARK: Browsers

    private func send(_ message: PreviewMessage) {
        let text = message.json
        for listener in listeners.values { listener.yield(.text(text)) }
    }

    /// A browser that listens; it first says which page it shows, and since which build.
    private func listen() -> (id: Int, messages: AsyncStream<WSMessage>) {
        let (stream, continuation) = AsyncStream<WSMessage>.makeStream()
        nextListener += 1
        listeners[nextListener] = continuation
        return (nextListener, stream)
    }

    private func leave(_ id: Int) { listeners.removeValue(forKey: id)?.finish() }

    private func greet(_ id: Int, _ greeting: String) {
        let parts = greeting.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let seen = Int(parts[0]) else { return }
        var message = PreviewMessage(version: version, problems: problems)
        // Counted from a server that has been started again, it may be ahead: then nobody knows what it has missed.
        if seen > version || (changes[parts[1]] ?? 0) > seen { message.changed = [parts[1]] }
        listeners[id]?.yield(.text(message.json))
    }

    private struct Listening: WSMessageHandler {
        let server: PreviewServer

        func makeMessages(for client: AsyncStream<WSMessage>) async throws -> AsyncStream<WSMessage> {
            let (id, messages) = await server.listen()
            Task {
                for await message in client {
                    if case .text(let text) = message { await server.greet(id, text) }
                    if case .close = message { break }
                }
                await server.leave(id)
            }
            return messages
        }
    }

    // MARK: Requests

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let host = request.headers[.host]
        guard PreviewSite.isTrusted(host: host, names: [options.address]) else {
            return PreviewAnswer.plain(
                .init(421, phrase: "Misdirected Request"), "This preview answers to localhost only.\n")
        }
        guard request.method == .GET || request.method == .HEAD else {
            return PreviewAnswer.plain(.methodNotAllowed, "Only GET and HEAD.\n")
        }
        let path = request.target.path()
        if path == PreviewClient.prefix + "events" {
            guard PreviewAnswer.isSameOrigin(request.headers[HTTPHeader("Origin")], host: host) else {
                return PreviewAnswer.plain(.forbidden, "Not from another site.\n")
            }
            let handler = WebSocketHTTPHandler(handler: MessageFrameWSHandler(handler: Listening(server: self)))
            return (try? await handler.handleRequest(request)) ?? PreviewAnswer.plain(.badRequest, "")
        }
        return PreviewAnswer(site: site, request: request).response
    }
}
