import ArgumentParser
import Foundation
import Glibc
import HearthBuild
import HearthContent
import HearthModel
import HearthPreview
import HearthSite

/// `hearth serve`: the site in a browser that follows each edit.
struct ServeCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Show the site in a browser that follows each edit.",
        discussion: """
            Drafts are shown. Pages reload by themselves when they change; mistakes lie over the page, with file and line, \
            and the last good page stays below. Everything else is as the web server will answer: redirects, missing \
            pages, headers. Stop with Ctrl-C.
            """)

    @Option(name: .shortAndLong, help: "The port; default: 8000, or the next one that is free.")
    var port: UInt16?

    @Option(
        help:
            "The IP address to listen at. Other machines can reach the preview at 0.0.0.0 or ::, drafts and members' pages too."
    )
    var bind = "127.0.0.1"

    @Flag(help: "Open a browser.")
    var open = false

    @Flag(help: "Browsers go to the page that is being edited.")
    var follow = false

    @Option(name: .customLong("as"), help: "Show what this person may read.")
    var reader: String?

    @Option(help: "Show what these readers may see: everyone, or the id of a group.")
    var audience: String?

    @Flag(help: "Leave drafts out, as the published site does.")
    var published = false

    @Flag(help: "Look for changes four times a second, where the file system does not tell of them (network folders).")
    var poll = false

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        if reader != nil, audience != nil { throw ValidationError("--as and --audience exclude each other") }
        if port == 0 { throw ValidationError("--port takes a number from 1 to 65535") }
        var (address, address6) = (in_addr(), in6_addr())
        guard inet_pton(AF_INET, bind, &address) == 1 || inet_pton(AF_INET6, bind, &address6) == 1 else {
            throw ValidationError("--bind takes an IP address such as 127.0.0.1, not '\(bind)'")
        }
        if site.destination != nil { throw ValidationError("serve writes nothing to a destination; leave out -d") }
    }

    func run() async throws {
        try checkPlace()
        var options = PreviewOptions()
        options.address = bind
        options.seeksPort = port == nil
        options.port = port ?? 8000
        options.polls = poll
        options.follows = follow
        options.reader = try await chosenReader()
        let (site, console, published) = (site, console, published)
        let server = PreviewServer(options: options) {
            var found: [Diagnostic] = []
            let project = try site.project(&found)
            var options = try site.buildOptions(for: project)
            options.includesDrafts = !published || site.drafts
            return (project, options, found)
        } tell: { round in
            Self.tell(round, console)
        }
        let isOwn = bind.hasPrefix("127.") || bind == "::1"
        try await server.run { address in
            if !isOwn { console.info("other machines can reach this preview, with drafts and members' pages") }
            console.info("\(address)  ·  Ctrl-C ends")
            if open { Self.openBrowser(address) }
        }
    }

    /// Settings that cannot be read may be mended while the preview runs; where no site is, none will come.
    private func checkPlace() throws {
        var found: [Diagnostic] = []
        do { _ = try site.project(&found) } catch let error as FatalError {
            if error.diagnostics.contains(where: { $0.kind == .noConfiguration }) { throw error }
        }
    }

    private func chosenReader() async throws -> PreviewReader {
        guard reader != nil || audience != nil, audience != "everyone" else {
            return audience == nil ? .author : .everyone
        }
        var found: [Diagnostic] = []
        let project = try site.project(&found)
        let (resolved, _) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .resolve()
        if let reader {
            let handle = reader.hasPrefix("@") ? String(reader.dropFirst()) : reader
            guard resolved.person(handle) != nil else {
                let near = nearestName(to: handle, among: resolved.people.map(\.handle)).map {
                    "; did you mean '@\($0)'?"
                }
                throw UsageError("nobody has the handle '@\(handle)'\(near ?? "")", help: "hearth list people")
            }
            return .person(handle)
        }
        let group = audience ?? ""
        guard resolved.group(group) != nil else {
            let near = nearestName(to: group, among: resolved.groups.map(\.id)).map { "; did you mean '\($0)'?" }
            throw UsageError(
                "there is no group '\(group)'\(near ?? "")", help: "--audience takes 'everyone' or a group's id")
        }
        return .group(group)
    }

    private static func tell(_ round: PreviewServer.Round, _ console: Console) {
        console.print(round.diagnostics, format: .human, root: round.root)
        let errors = round.diagnostics.count { $0.severity == .error }
        let seconds = Double(round.duration.components.seconds) + Double(round.duration.components.attoseconds) / 1e18
        let time = String(format: "%.2f s", seconds)
        guard let report = round.report else {
            return console.info("not built: the pages stay as they were · \(time)")
        }
        var text = "\(SiteRun.counted(report.pages, "page")), \(SiteRun.counted(report.written, "file")) changed"
        if report.removed > 0 { text += ", \(SiteRun.grouped(report.removed)) removed" }
        if errors > 0 { text += " · " + console.styled(SiteRun.counted(errors, "error"), .error) }
        console.info(text + " · " + time)
    }

    private static func openBrowser(_ address: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }
}
