import HearthModel

/// What the administrator decides about a server: the same for nginx, Apache and Caddy.
package struct ServerSettings: Sendable {
    /// The folder that holds the site's files.
    package var root: String
    package var serverName: String
    /// As the server's own directive takes it, such as `80` or `127.0.0.1:8080`.
    package var listen = "80"
    /// The address of `listen`, nil when only a port is given.
    var listenAddress: String? {
        listen.lastIndex(of: ":").map { String(listen[..<$0]) }.flatMap { $0.isEmpty || $0 == "*" ? nil : $0 }
    }
    /// The folder with one file of members for each restricted group.
    package var membersFolder = "/etc/hearth/members"
    /// Asked for each request to a restricted folder, with `?allowed_groups=<access group>` (the convention of
    /// oauth2-proxy); nil for passwords.
    package var accessURL: String?
    /// The directory for Apache, as `AuthLDAPURL` takes it; nil for passwords.
    package var ldapURL: String?
    /// The folder of the redirect maps that Apache reads.
    package var mapsFolder: String
    /// Serve `.br` files that lie beside the others; nginx needs a module for it.
    package var usesBrotli = false

    package init(root: String, serverName: String, mapsFolder: String) {
        self.root = root
        self.serverName = serverName
        self.mapsFolder = mapsFolder
    }
}

/// The web servers whose configuration Hearth writes.
package enum ServerKind: String, Sendable, CaseIterable {
    case nginx, apache, caddy
    /// The rules alone, for other servers and programs.
    case json
}

/// Writes the configuration of a web server for one site.
package struct ServerConfiguration: Sendable {
    package let rules: ServerRules
    package let settings: ServerSettings

    package init(rules: ServerRules, settings: ServerSettings) {
        self.rules = rules
        self.settings = settings
    }

    /// One file for the server.
    package func text(for kind: ServerKind) -> String {
        switch kind {
        case .nginx: nginx
        case .apache: apache
        case .caddy: caddy
        case .json: json
        }
    }

    /// Files that Apache's configuration refers to, by name.
    package var maps: [(name: String, text: String)] { apacheMaps }

    /// What stands at the head of each configuration, after the comment sign.
    func preamble(_ kind: String) -> [String] {
        [
            "The intranet at \(rules.basePath), for \(kind). Made by 'hearth server-config \(kind)': make it again when",
            "a group becomes restricted or open, or gets another access group.",
            "Redirects: \(rules.redirects.count). Folders for members only: \(rules.folders.count).",
        ]
    }

    /// The rules as JSON.
    private var json: String {
        var json = JSONText()
        json.line("{\"basePath\": \(JSONText.string(rules.basePath)),")
        json.list(
            "restricted",
            rules.folders.map {
                "{\"path\": \(JSONText.string($0.path)), \"group\": \(JSONText.string($0.group)), \"accessGroup\": "
                    + ($0.accessGroup.map(JSONText.string) ?? "null") + "}"
            })
        json.text += ",\n"
        json.list(
            "redirects",
            rules.redirects.map {
                "{\"host\": \($0.host.map(JSONText.string) ?? "null"), \"path\": \(JSONText.string($0.path)), \"query\": "
                    + ($0.query.map(JSONText.string) ?? "null") + ", \"to\": \(JSONText.string($0.target))}"
            })
        json.line("}")
        return json.text
    }
}
