import HearthModel

/// Apache 2.4. One virtual host, and maps of redirects in files of their own that Apache reads again when they change.
extension ServerConfiguration {
    var apache: String {
        var lines = preamble("apache").map { "# " + $0 }
        lines += [
            "# To use it: put it into /etc/apache2/sites-available/, then",
            "#   a2enmod rewrite headers\(settings.ldapURL == nil ? "" : " authnz_ldap") && a2ensite … && systemctl reload apache2",
            "# It speaks plain HTTP. Add SSLEngine with your certificate, or put it behind the proxy that has it.",
        ]
        if settings.listen != "80" {
            lines.append(
                "# Apache listens where its own configuration says; there must be one line: Listen \(settings.listen)")
        }
        lines += [
            "<VirtualHost \(settings.listenAddress ?? "*"):\(settings.listen.split(separator: ":").last ?? "80")>",
            "    ServerName \(Self.apacheQuoted(settings.serverName))",
            "    DocumentRoot \(Self.apacheQuoted(settings.root))",
        ]
        if rules.basePath != "/" {
            lines += [
                "    Alias \(Self.apacheQuoted(rules.basePath)) \(Self.apacheQuoted(settings.root + "/"))",
                "    RedirectMatch 301 \"^\(Self.apachePattern(String(rules.basePath.dropLast())))$\" "
                    + Self.apacheQuoted(Self.encodedPath(rules.basePath)),
                "    # The folder is that of the whole host: what lies beside the site's path is nobody's to ask for.",
                "    RedirectMatch 404 \"^(?!\(Self.apachePattern(String(rules.basePath.dropLast())))(/|$))\"",
            ]
        }
        lines += [
            "    <Directory \(Self.apacheQuoted(settings.root))>", "        AllowOverride None",
            "        Options FollowSymLinks", "        Require all granted", "    </Directory>",
            "    # %2F is a slash, as for other servers.", "    AllowEncodedSlashes On",
            "    DirectoryIndex index.html", "    AddDefaultCharset utf-8",
            "    AddCharset utf-8 .css .js .json .xml .txt .svg",
            "    ErrorDocument 404 \(Self.apacheQuoted(Self.encodedPath(rules.basePath + "404.html")))",
            "    Header always set Content-Security-Policy \"\(ResponseHeaders.policy)\"",
            "    Header always set Cache-Control \"\(ResponseHeaders.caching)\"",
        ]
        lines += ResponseHeaders.others.map { "    Header always set \($0.name) \"\($0.value)\"" }
        lines += [
            "    <LocationMatch \"(?i)\(ResponseHeaders.inertPattern)\">",
            "        Header always set Content-Security-Policy \"\(ResponseHeaders.inertPolicy)\"",
            "    </LocationMatch>",
            "    <LocationMatch \"(?i)\(ResponseHeaders.picturePattern)\">",
            "        Header always set Cache-Control \"\(ResponseHeaders.cachingOfPictures)\"", "    </LocationMatch>",
            "    <IfModule mod_deflate.c>",
            "        AddOutputFilterByType DEFLATE text/html text/css text/plain text/xml text/javascript "
                + "application/javascript application/json application/xml application/atom+xml image/svg+xml",
            "    </IfModule>",
        ]
        lines += apacheRewrites + apacheFolders
        return (lines + ["</VirtualHost>", ""]).joined(separator: "\n")
    }

    // MARK: Redirects

    /// What has a map of its own: addresses that several hosts had, all other open ones, and each restricted group's.
    /// Apache reads a map from its start for an address that it meets for the first time.
    private enum Map: Equatable {
        case hosts, open
        case group(ServerRules.Folder)

        var name: String {
            switch self {
            case .hosts: "redirects-by-host.txt"
            case .open: "redirects.txt"
            case .group(let folder): "redirects-of-\(folder.group).txt"
            }
        }

        func holds(_ redirect: ServerRules.Redirect) -> Bool {
            switch self {
            case .hosts: redirect.group == nil && redirect.host != nil
            case .open: redirect.group == nil && redirect.host == nil
            case .group(let folder): redirect.group == folder.group
            }
        }

        /// What is looked up, the narrowest first.
        var keys: [String] {
            let path = "${hearth_escape:%1}"
            let hosted = ["%{SERVER_NAME}\(path)?%{QUERY_STRING}", "%{SERVER_NAME}\(path)"]
            let plain = ["\(path)?%{QUERY_STRING}", path]
            switch self {
            case .hosts: return hosted
            case .open: return plain
            case .group: return hosted + plain
            }
        }
    }

    private var mapsOfApache: [Map] { [.hosts, .open] + rules.folders.map { .group($0) } }

    /// One line an address: key, blank, target. A key is a path as Apache's own `escape` writes it, a question mark,
    /// and a query; or with the host in front.
    var apacheMaps: [(name: String, text: String)] {
        mapsOfApache.map { map in
            let lines = rules.redirects.filter(map.holds).map { redirect in
                "\(redirect.host ?? "")\(Self.apacheEscaped(redirect.path))"
                    + "\(redirect.query.map { "?" + $0 } ?? "") \(redirect.target)\n"
            }
            return (map.name, "# Old addresses; made by Hearth.\n" + lines.joined())
        }
    }

    private var apacheRewrites: [String] {
        var lines = [
            "    RewriteEngine On", "    RewriteMap hearth_escape int:escape",
            "    RewriteCond %{ENV:REDIRECT_STATUS} ^$",
            "    RewriteRule \"^\(Self.apachePattern(rules.basePath))404\\.html$\" - [R=404,L]",
            "    RewriteRule \"/\\.\" - [R=404,L]",
        ]
        for (number, map) in mapsOfApache.enumerated() {
            let file = "txt:" + settings.mapsFolder + "/" + map.name
            lines.append("    RewriteMap hearth\(number) \(Self.apacheQuoted(file))")
            var rule = "\"^\" \"%1\" [R=301,NE,QSD,L]"
            if case .group(let folder) = map {
                // Members are asked for their names first, by the rules of the folder that it leads to.
                rule = "\"^\" \(Self.apacheQuoted(Self.encodedPath(folder.path))) [E=HEARTH_MOVED:%1,PT,L]"
            }
            for key in map.keys {
                if key.contains("QUERY") { lines.append("    RewriteCond %{QUERY_STRING} .") }
                lines += [
                    "    RewriteCond %{REQUEST_URI} \"^(/.*?)/*$\"",
                    "    RewriteCond \"${hearth\(number):\(key)}\" \"^(.+)$\"", "    RewriteRule " + rule,
                ]
            }
        }
        return lines
    }

    // MARK: Folders

    private var apacheFolders: [String] {
        var lines: [String] = []
        for folder in rules.folders {
            lines += [
                "    # members of \(folder.accessGroup.map(Self.comment) ?? folder.group)",
                "    <Location \(Self.apacheQuoted(folder.path))>", "        AuthType Basic",
                "        AuthName \"Members only\"",
            ]
            if let url = settings.ldapURL {
                lines += [
                    "        AuthBasicProvider ldap", "        AuthLDAPURL \(Self.apacheQuoted(url))",
                    "        Require ldap-group \(Self.comment(folder.accessGroup ?? folder.group))",
                ]
            } else {
                let file = settings.membersFolder + "/" + folder.group + ".htpasswd"
                lines += [
                    "        AuthBasicProvider file", "        AuthUserFile \(Self.apacheQuoted(file))",
                    "        Require valid-user",
                ]
            }
            lines += [
                "        Header always merge Cache-Control private", "        RewriteEngine On",
                "        RewriteCond %{ENV:HEARTH_MOVED} \"^(.+)$\"",
                "        RewriteRule \"^\" \"%1\" [R=301,NE,QSD,L]",
                "    </Location>",
            ]
        }
        return lines
    }

    // MARK: Writing

    /// As Apache's `escape` map writes a path (`ap_os_escape_path`).
    static func apacheEscaped(_ path: String) -> String {
        let plain = Set("$-_.+!*'(),:;@&=/~".utf8)
        return path.utf8.map { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: String(UnicodeScalar(byte))
            case _ where plain.contains(byte): String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }

    private static func apacheQuoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func apachePattern(_ text: String) -> String {
        text.map { "\\^$.|?*+()[]{}\"".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
