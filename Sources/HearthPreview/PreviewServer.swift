import FlyingSocks
import Foundation
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
    /// The file of each page → its output file, as browsers see them.
    private var shown: [String: String] = [:]
    /// Files that the last build could read only half of.
    private var broken: Set<String> = []
    /// Output file → the build that changed it last; so that a page that was just being loaded is told too.
    private var changes: [String: Int] = [:]
    private var listeners: [Int: AsyncStream<Data>.Continuation] = [:]
    private var nextListener = 0
    /// Where the built files lie, from the first build on.
    private var folder: PreviewFolder?
    private var places = FileWatcher.Places()

    package init(options: PreviewOptions, load: @escaping Loader, tell: @escaping @Sendable (Round) -> Void) {
        self.options = options
        self.load = load
        self.tell = tell
    }

    // MARK: Running

    /// Builds, serves and watches until the task is cancelled. `started` is told the address of the site.
    package func run(started: @Sendable (String) -> Void) async throws {
        let bound = try PreviewSocket(options)
        let (socket, port) = (bound.socket, bound.port)
        defer { try? socket.close() }
        let places = try await build(changed: [])
        let pool: some AsyncSocketPool = .make()
        try await pool.prepare()
        let listener = try AsyncSocket(socket: socket, pool: pool)
        let address = options.address.contains(":") ? "[\(options.address)]" : options.address
        let host = options.address == "127.0.0.1" ? "localhost" : address
        started("http://\(host):\(port)" + SitePath.percentEncode(site.rules.basePath))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { [self] in
                try await withThrowingDiscardingTaskGroup { connections in
                    for try await client in listener.sockets {
                        connections.addTask { await PreviewConnection(socket: client, server: self).serve() }
                    }
                }
            }
            group.addTask { [self] in try await watch(places) }
            // None of the three ends by itself; if one fails, so does the preview.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Builds at each change, for ever. New folders of the settings need new watches, so the watcher is replaced then.
    private func watch(_ start: FileWatcher.Places) async throws {
        var places = start
        while !Task.isCancelled {
            let watcher = FileWatcher(places, polls: options.polls)
            watcher.start()
            defer { watcher.stop() }
            var next = places
            while next == places, let changed = await watcher.next() { next = try await build(changed: changed) }
            places = next
        }
    }

    // MARK: Building

    /// Builds and tells the browsers; answers what is to be watched from now on.
    private func build(changed files: Set<String>) async throws -> FileWatcher.Places {
        let start = ContinuousClock.now
        var root = ""
        var diagnostics: [Diagnostic] = []
        var report: BuildReport?
        do {
            var (project, buildOptions, found) = try load()
            diagnostics = found
            root = project.root
            places = FileWatcher.Places(project)
            project.configuration.outputFolder = try ownFolder(project)
            buildOptions.progress = nil
            let before = lastGood(files, root)
            let built = try await patiently(BuildPipeline(project: project, options: buildOptions))
            diagnostics = Set(found + built.diagnostics).sorted()
            report = built
            take(built, diagnostics, files, project, before)
        } catch let error as FatalError {
            diagnostics = (diagnostics + error.diagnostics).sorted()
            fail(diagnostics, root)
        } catch let error as FileError {
            // A file that went away while it was read: the next event builds again.
            diagnostics.append(Diagnostic(.fileError, at: nil, error.description))
            fail(diagnostics, root)
        }
        tell(Round(report: report, diagnostics: diagnostics, duration: ContinuousClock.now - start, root: root))
        return places
    }

    private func ownFolder(_ project: Project) throws -> String {
        if let folder { return folder.path }
        let taken = try PreviewFolder.take(project)
        folder = taken
        return taken.path
    }

    /// Another build of the same project, in a terminal beside, is waited for.
    private func patiently(_ pipeline: BuildPipeline) async throws -> BuildReport {
        for _ in 0..<600 {
            do {
                return try await pipeline.run()
            } catch let error as FatalError where error.diagnostics.contains(where: { $0.kind == .buildLocked }) {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return try await pipeline.run()
    }

    /// The pages of files that have just changed, as they are shown now. At a branch switch there are too many: nobody is
    /// in the middle of writing all of those.
    private func lastGood(_ files: Set<String>, _ root: String) -> [String: HeldPage] {
        var pages = site.held
        guard files.count <= Self.mostHeld else { return pages }
        for file in files where file.hasPrefix(root + "/") {
            let source = String(file.dropFirst(root.count + 1))
            guard let output = shown[source], !broken.contains(source), pages[output] == nil,
                let audience = site.outputs[output],
                let bytes = try? FileSystem.read(site.folder + "/" + output)
            else { continue }
            pages[output] = HeldPage(source: source, audience: audience, bytes: bytes)
        }
        return pages
    }

    /// Mistakes that leave a file half read: what its page would be made of is not what somebody wrote.
    private static let halfRead: Set<DiagnosticKind> = [
        .yamlSyntax, .yamlTooComplex, .duplicateKey, .unterminatedFrontMatter, .mergeConflict, .notUTF8, .fileTooLarge,
        .unreadableFile,
    ]
    private static let mostHeld = 50

    private func take(
        _ report: BuildReport, _ diagnostics: [Diagnostic], _ files: Set<String>, _ project: Project,
        _ before: [String: HeldPage]
    ) {
        version += 1
        broken = Set(diagnostics.filter { Self.halfRead.contains($0.kind) }.compactMap { $0.location?.file })
        let wasHeld = Set(site.held.keys)
        site = PreviewSite(
            report: report, folder: project.outputPath, baseURL: project.configuration.baseURL, reader: options.reader,
            version: version)
        site.held = before.filter { broken.contains($0.value.source) }
        var pages: [String: String] = [:]
        for output in report.outputs where output.isPage {
            if let source = output.source { pages[source] = output.path }
        }
        for (output, page) in site.held { pages[page.source] = output }
        shown = pages
        // A page that was held is another one now, also if nothing is at its address any more.
        let released = wasHeld.filter { site.held[$0] == nil }
        problems = diagnostics.filter { $0.severity == .error }.map { diagnostic in
            PreviewMessage.Problem(
                diagnostic: diagnostic, page: diagnostic.location.flatMap { pages[$0.file] } ?? "",
                excerpt: PreviewMessage.excerpt(of: diagnostic.location, root: project.root))
        }
        for path in report.changedPaths + report.removedPaths + released { changes[path] = version }
        guard version > 1 else { return }
        var message = message(report, released)
        if options.follows {
            let edited = files.compactMap {
                $0.hasPrefix(project.root + "/") ? String($0.dropFirst(project.root.count + 1)) : nil
            }
            message.follow = edited.compactMap { pages[$0] }.min()
        }
        send(message)
    }

    /// What browsers are told of a build. `released` are pages that were held until now.
    private func message(_ report: BuildReport, _ released: Set<String>) -> PreviewMessage {
        var message = PreviewMessage(version: version, problems: problems)
        message.gone = report.removedPaths + released.sorted()
        for path in report.changedPaths {
            switch ResponseHeaders.fileExtension(path) {
            case "html": message.changed.append(path)
            case "css": message.styles.append(path)
            // Feeds, search indexes and attachments show on no page.
            case "js" where path.hasPrefix("assets/"): message.all = true
            case "svg": message.all = true
            case _ where ResponseHeaders.isPicture(path): message.all = true
            default: break
            }
        }
        return message
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
        let frame = WebSocketFrame.encoded(.text, Array(message.json.utf8))
        for listener in listeners.values { listener.yield(frame) }
    }

    /// Sends one frame to one browser.
    func send(_ frame: Data, to id: Int) { listeners[id]?.yield(frame) }

    /// A browser that listens; it first says which page it shows, and since which build.
    func join() -> (id: Int, frames: AsyncStream<Data>) {
        let (stream, continuation) = AsyncStream<Data>.makeStream()
        nextListener += 1
        listeners[nextListener] = continuation
        return (nextListener, stream)
    }

    func leave(_ id: Int) { listeners.removeValue(forKey: id)?.finish() }

    /// `12 groups/lift/index.html`: the build that the page is from, and its file.
    func greet(_ id: Int, _ greeting: String) {
        let parts = greeting.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let seen = Int(parts[0]) else { return }
        var message = PreviewMessage(version: version, problems: problems)
        // Counted from a server that has been started again, it may be ahead: then nobody knows what it has missed.
        if seen > version || (changes[parts[1]] ?? 0) > seen { message.changed = [parts[1]] }
        send(WebSocketFrame.encoded(.text, Array(message.json.utf8)), to: id)
    }

    // MARK: Requests

    enum Answer: Sendable {
        case response(PreviewResponse)
        /// The browser wants to be told of changes; the key of its handshake.
        case listen(String)
    }

    func answer(_ request: PreviewRequest) -> Answer {
        let host = request.headers["host"]
        guard PreviewSite.isTrusted(host: host, names: [options.address]) else {
            return .response(.plain(421, "This preview answers to localhost only.\n"))
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .response(.plain(405, "Only GET and HEAD.\n"))
        }
        guard request.path == PreviewClient.prefix + "events" else {
            return .response(PreviewAnswer(site: site, request: request).response)
        }
        guard PreviewAnswer.isSameOrigin(request.headers["origin"], host: host) else {
            return .response(.plain(403, "Not from another site.\n"))
        }
        guard request.headers["upgrade"]?.lowercased() == "websocket", let key = request.headers["sec-websocket-key"],
            Data(base64Encoded: key)?.count == 16, request.headers["sec-websocket-version"] == "13"
        else { return .response(.plain(400, "Only for WebSocket.\n")) }
        return .listen(key)
    }
}
