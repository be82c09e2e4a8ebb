import ArgumentParser
import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing

extension ServerKind: ExpressibleByArgument {}

/// `hearth server-config`: what a web server must know of the site.
struct ServerConfigCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-config",
        abstract: "Write the configuration of a web server: redirects, members' folders, headers.",
        discussion: """
            hearth server-config nginx -o /etc/nginx/conf.d/intranet.conf
            hearth server-config nginx -s /srv/git/intranet.git --root /srv/intranet/current/site
            hearth server-config apache --members /etc/apache2/members
            hearth server-config caddy --access-url http://127.0.0.1:4180/oauth2/auth
            Members' folders ask for passwords, from one file for each group in the folder --members: GROUP.htpasswd, \
            or GROUP.caddy with lines of name and hash. With --access-url another program decides (nginx, Caddy), with \
            --ldap-url the directory (Apache). A missing file lets nobody in.
            """)

    @Argument(help: "nginx, apache, caddy, or json for the rules alone.")
    var server: ServerKind

    @Option(help: "The target of publish: whose folder is served; default: the first one with a folder.")
    var target: String?

    @Option(help: "The folder that is served; default: current/site of the target, else the output folder.")
    var root: String?

    @Option(name: .shortAndLong, help: "The file to write; default: standard output.", completion: .file())
    var output: String?

    @Option(help: "The name of the host; default: that of baseURL.")
    var serverName: String?

    @Option(help: "Where the server listens.")
    var listen = "80"

    @Option(help: "The folder with the members of each restricted group.")
    var members = "/etc/hearth/members"

    @Option(help: "Asked about each request to a members' folder, as oauth2-proxy is (nginx, Caddy).")
    var accessURL: String?

    @Option(help: "The directory that knows the members, as AuthLDAPURL takes it (Apache).")
    var ldapURL: String?

    @Option(
        help: """
            The folder for Apache's maps of redirects. They are written there now; without this flag they come with \
            each publish.
            """)
    var maps: String?

    @Flag(help: "Send .br files that lie beside the others (nginx with the brotli module).")
    var brotli = false

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        guard Self.isListenAddress(listen) else {
            throw ValidationError(
                "--listen takes a port or an address with one, such as 127.0.0.1:8080; not '\(listen)'")
        }
        for (flag, value) in [("--server-name", serverName), ("--access-url", accessURL), ("--ldap-url", ldapURL)] {
            if let value, value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 }) {
                throw ValidationError("\(flag) cannot hold '\(value)'")
            }
        }
        // A server takes what it does not understand for a name that nobody asks for.
        if let serverName,
            serverName.isEmpty || serverName.contains(where: { $0.isWhitespace || ";{}<>'\\/,#$".contains($0) })
        {
            throw ValidationError("--server-name takes the name of one host, not '\(serverName)'")
        }
        if output == "" { throw ValidationError("--output names no file") }
        for (flag, value) in [("--root", root), ("--members", members), ("--maps", maps)] where value == "" {
            throw ValidationError("\(flag) names no folder")
        }
        if let accessURL, !["http://", "https://"].contains(where: { accessURL.hasPrefix($0) }) {
            throw ValidationError(
                "--access-url takes an address with http:// or https://, not '\(redactSecrets(in: accessURL))'")
        }
        if let ldapURL, !["ldap://", "ldaps://", "ldapi://"].contains(where: { ldapURL.hasPrefix($0) }) {
            throw ValidationError(
                "--ldap-url takes an address with ldap:// or ldaps://, not '\(redactSecrets(in: ldapURL))'")
        }
        if accessURL != nil, server == .apache { throw ValidationError("--access-url is for nginx and caddy") }
        if ldapURL != nil, server != .apache { throw ValidationError("--ldap-url is for apache") }
        if maps != nil, server != .apache { throw ValidationError("--maps is for apache") }
    }

    /// `80`, `127.0.0.1:80`, `[::]:80`, `*:80`.
    private static func isListenAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let port = parts.last.flatMap({ UInt16($0) }), port > 0 else { return false }
        guard parts.count > 1 else { return true }
        let host = text.dropLast(parts[parts.count - 1].utf8.count + 1)
        let isNew = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 2
        let inner = isNew ? host.dropFirst().dropLast() : host
        return !inner.isEmpty
            && inner.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || (isNew ? ":.%" : ".-*_").unicodeScalars.contains($0))
            }
    }

    /// A web server reads a relative path from a folder of its own.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileSystem.currentDirectory + "/" + path
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let (delivery, found) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .deliveryRules()
        console.hint(atErrorsOf: diagnostics + found, in: project)
        let baseURL = project.configuration.baseURL
        let rules = ServerRules(delivery, baseURL: baseURL)
        for old in rules.unwritable {
            console.info("left out: an old address with control characters, in \(old.source)")
        }
        let folder = try published(project, diagnostics)
        let root = root.map(Self.absolute) ?? folder.map { $0 + "/current/site" } ?? project.outputPath
        try Self.refuseAbove(root)
        try Self.refuseWorkFolder(root, project)
        let maps = maps.map(Self.absolute) ?? folder.map { $0 + "/current" }
        if server == .apache, maps == nil {
            throw UsageError(
                "Apache reads redirects from files, and no folder for them is known",
                help: "give one with --maps /etc/apache2/hearth, or a folder to publish to in hearth.yml")
        }
        var settings = ServerSettings(
            root: root, serverName: serverName ?? ServerRules.host(of: baseURL) ?? "_", mapsFolder: maps ?? "")
        if settings.serverName == "_", server != .nginx { settings.serverName = "localhost" }
        settings.listen = listen
        settings.membersFolder = Self.absolute(members)
        settings.accessURL = accessURL
        settings.ldapURL = ldapURL
        settings.usesBrotli = brotli
        let configuration = ServerConfiguration(rules: rules, settings: settings)
        if let written = self.maps { try write(configuration.maps, to: written) }
        let text = configuration.text(for: server)
        guard let output else { return Console.output(text) }
        // Whole or not at all: what the shell's `>` makes is empty when something is wrong, and no server starts with it.
        try FileSystem.writeAtomically(Array(text.utf8), to: FileSystem.realPath(output) ?? output)
    }

    /// The rules name the folders of a site. Served from above it, other addresses lead there, and no rule protects those.
    private static func refuseAbove(_ root: String) throws {
        let below = [
            ("/current/site", ["/current", "/releases"]), ("/site", ["/site", "/pages.tsv"]),
        ].first { $0.1.allSatisfy { FileSystem.kind(of: root + $0) != nil } }
        guard let below else { return }
        var folder = root
        while folder.count > 1, folder.last == "/" { folder.removeLast() }
        throw UsageError(
            "'\(folder)' holds releases of a site, and is not the site",
            help: "the web server must serve --root \(folder)\(below.0)")
    }

    /// The hook builds there before it is known whether that may be published, and what was refused stays there.
    private static func refuseWorkFolder(_ root: String, _ project: Project) throws {
        guard GitHook.settings(ofWorkFolder: project.root) != nil else { return }
        let (place, work) = (FileSystem.realPath(root) ?? root, FileSystem.realPath(project.root) ?? project.root)
        guard place == work || place.hasPrefix(work + "/") else { return }
        throw UsageError(
            "'\(root)' is where the hook builds, also what is then not published",
            help: "give the folder that readers get, such as --root /srv/intranet/current/site")
    }

    private func published(_ project: Project, _ found: [Diagnostic]) throws -> String? {
        if target == nil, let settings = GitHook.settings(ofWorkFolder: project.root) {
            switch settings.place(in: project) {
            case .folder(let folder): return folder
            case .target(let target): return Self.folder(of: target, project)
            case nil: return nil
            }
        }
        let targets = project.configuration.publishTargets
        let chosen =
            target == nil ? targets.first { $0.folder != nil } : try PublishTargets.choose(target, project, found)
        return chosen.flatMap { Self.folder(of: $0, project) }
    }

    private static func folder(of chosen: SiteConfiguration.PublishTarget, _ project: Project) -> String? {
        if let folder = chosen.folder { return project.absolute(folder) }
        if case .shell(_, let path) = chosen.rsync.flatMap(RsyncDestination.init) { return path }
        return nil
    }

    private func write(_ maps: [(name: String, text: String)], to folder: String) throws {
        try FileSystem.makeDirectories(folder)
        for map in maps { try FileSystem.writeAtomically(Array(map.text.utf8), to: folder + "/" + map.name) }
    }
}
