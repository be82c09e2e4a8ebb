import HearthModel

/// Caddy 2.6 and later: a Caddyfile with one site.
extension ServerConfiguration {
    var caddy: String {
        let site =
            settings.listen == "80"
            ? settings.serverName : "http://:\(settings.listen.split(separator: ":").last ?? "80")"
        var lines = preamble("caddy").map { "# " + $0 }
        lines.append("\(site) {")
        if let address = settings.listenAddress { lines.append("    bind \(address)") }
        lines += ["    root * \(Self.caddyQuoted(settings.root))"]
        lines += caddyMap(
            "{http.request.host}{path}?{query}", "hearth_host",
            rules.redirects.filter { $0.host != nil && $0.query != nil })
        lines += caddyMap(
            "{http.request.host}{path}", "hearth_host_path",
            rules.redirects.filter { $0.host != nil && $0.query == nil })
        lines += caddyMap(
            "{path}?{query}", "hearth_query", rules.redirects.filter { $0.host == nil && $0.query != nil })
        lines += caddyMap("{path}", "hearth_path", rules.redirects.filter { $0.host == nil && $0.query == nil })
        lines += [
            "    map {path} {hearth_policy} {",
            "        \"~(?i)\(ResponseHeaders.inertPattern)\" \"\(ResponseHeaders.inertPolicy)\"",
            "        default \"\(ResponseHeaders.policy)\"", "    }",
            "    # It is looked up late, when a path below which the site lies is gone from {path}.",
            "    map {http.request.orig_uri.path} {hearth_caching} {",
        ]
        for folder in rules.folders {
            let pattern = "\"~(?i)^/*" + Self.caddyPattern(folder.path).replacing("/", with: "/+").dropFirst(2)
            lines += [
                "        \(pattern).*\(ResponseHeaders.picturePattern)\" \"private, \(ResponseHeaders.cachingOfPictures)\"",
                "        \(pattern)\" \"private, \(ResponseHeaders.caching)\"",
            ]
        }
        lines += [
            "        \"~(?i)\(ResponseHeaders.picturePattern)\" \"\(ResponseHeaders.cachingOfPictures)\"",
            "        default \(ResponseHeaders.caching)", "    }", "    header {",
            "        Content-Security-Policy {hearth_policy}", "        Cache-Control {hearth_caching}",
            "        -Server",
        ]
        lines += ResponseHeaders.others.map { "        \($0.name) \"\($0.value)\"" }
        // Within a route, Caddy keeps the order that is written.
        lines += [
            "    }", "    # The address with a slash at the end of its path.",
            "    map {http.request.orig_uri} {hearth_folder} {",
            #"        "~^/+([^?]*[^/?])(\?.*)?$" "/${1}/${2}""#, "        default /", "    }",
        ]
        lines += ["    encode gzip", "    route {"]
        for (number, name) in ["hearth_host", "hearth_host_path", "hearth_query", "hearth_path"].enumerated() {
            lines += caddyRedirect(name, number)
        }
        return (lines + caddyFolders + caddyFiles + ["    }"] + caddyErrors + ["}", ""]).joined(separator: "\n")
    }

    /// With and without a slash at the end: Caddy has no text functions.
    private func caddyMap(_ key: String, _ name: String, _ redirects: [ServerRules.Redirect]) -> [String] {
        var lines = ["    map \(key) {\(name)} {"]
        for redirect in redirects {
            let query = redirect.query.map { "?" + $0 } ?? ""
            for slash in redirect.path == "/" ? [""] : ["", "/"] {
                let text = (redirect.host ?? "") + redirect.path + slash + query
                lines.append("        \(Self.caddyKey(text)) \(Self.caddyQuoted(redirect.target))")
            }
        }
        return lines + ["        default \"\"", "    }"]
    }

    private func caddyRedirect(_ name: String, _ number: Int) -> [String] {
        var lines: [String] = []
        for (index, folder) in rules.folders.enumerated() {
            let target = Self.encodedPath(folder.path)
            lines += [
                "    @moved\(number)_\(index) expression `{\(name)}.startsWith(\"\(target)\")`",
                "    route @moved\(number)_\(index) {",
            ]
            lines += caddyAccess(folder).map { "        " + $0 }
            lines += ["        redir * {\(name)} 301", "    }"]
        }
        let restricted = rules.folders.map { " && !{\(name)}.startsWith(\"\(Self.encodedPath($0.path))\")" }.joined()
        return lines + [
            "    @open\(number) expression `{\(name)} != \"\"\(restricted)`", "    redir @open\(number) {\(name)} 301",
            "",
        ]
    }

    private var caddyFolders: [String] {
        rules.folders.enumerated().flatMap { index, folder in
            // A brace in a plain path would be read as one of Caddy's names, and nobody would be asked.
            [
                "    @members\(index) path_regexp \"(?i)^\(Self.caddyPattern(folder.path))\"",
                "    route @members\(index) {",
            ] + caddyAccess(folder).map { "        " + $0 } + ["    }"]
        }
    }

    /// A key of a map for exactly this text. Braces would be read as one of Caddy's names, also within quotes, a tilde in
    /// front as a regular expression, and a backslash cannot be told from one that escapes; in a regular expression all of
    /// them can be written.
    private static func caddyKey(_ text: String) -> String {
        let isPlain = !text.hasPrefix("~") && !text.contains { "{}\"\\".contains($0) }
        return isPlain ? caddyQuoted(text) : "\"~^" + caddyPattern(text) + "$\""
    }

    /// A regular expression for exactly this text, as it stands within quotes.
    private static func caddyPattern(_ text: String) -> String {
        text.map { character -> String in
            switch character {
            case "{": "\\x7B"
            case "}": "\\x7D"
            case "\"": "\\x22"
            case "\\": "\\x5C"
            default: "^$.|?*+()[]".contains(character) ? "\\\(character)" : String(character)
            }
        }.joined()
    }

    private func caddyAccess(_ folder: ServerRules.Folder) -> [String] {
        let group = "# members of \(folder.accessGroup.map(Self.comment) ?? folder.group)"
        if let url = settings.accessURL, let scheme = url.firstRange(of: "://") {
            let rest = url[scheme.upperBound...]
            let host = url[..<scheme.upperBound] + rest.prefix { $0 != "/" }
            let path = Self.accessURL(String(url.dropFirst(host.count)), folder)
            return [group, "forward_auth \(host) {", "    uri \(Self.caddyQuoted(path))", "}"]
        }
        // As a pattern, a file that is missing is none: Caddy starts, and the account that is always there, whose password
        // nobody knows, lets nobody in.
        let file = settings.membersFolder + "/" + folder.group + ".cadd*y"
        return [
            group, "basicauth {", "    hearth-nobody \(Self.impossibleHash)", "    import \(Self.caddyQuoted(file))",
            "}",
        ]
    }

    private var caddyFiles: [String] {
        let base = rules.basePath
        // Caddy's own move to the slash at the end would lose the query.
        let files = [
            "@hidden path_regexp /\\.", "error @hidden 404", "error /404.html 404",
            "@folder {", "    not path */", "    file {path}/index.html", "}", "redir @folder {hearth_folder} 301",
            "file_server {", "    disable_canonical_uris", "}",
        ]
        var lines = [""]
        if base == "/" {
            lines += files.map { "    " + $0 }
        } else {
            let bare = String(base.dropLast())
            lines += [
                "    redir \(Self.caddyQuoted(bare)) \(Self.caddyQuoted(Self.encodedPath(base))) 301",
                "    handle_path \(Self.caddyQuoted(base + "*")) {",
            ]
            lines += files.map { "        " + $0 } + ["    }", "    error 404"]
        }
        return lines
    }

    private var caddyErrors: [String] {
        [
            "    handle_errors {", "        rewrite * /404.html", "        file_server {",
            "            status {err.status_code}", "        }", "    }",
        ]
    }

    /// A hash of bcrypt to which nobody knows a password.
    private static let impossibleHash =
        "JDJhJDE0JC4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4u"

    /// Within quotes Caddy takes a backslash for itself, but for one before a quote; within backticks all are.
    private static func caddyQuoted(_ text: String) -> String {
        guard text.contains("\\") else { return "\"" + text.replacing("\"", with: "\\\"") + "\"" }
        return "`" + text.replacing("`", with: "*") + "`"
    }
}
