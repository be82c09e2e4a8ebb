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
            "        default \"\(ResponseHeaders.policy)\"", "    }", "    map {path} {hearth_caching} {",
            "        \"~(?i)\(ResponseHeaders.picturePattern)\" \"\(ResponseHeaders.cachingOfPictures)\"",
            "        default \(ResponseHeaders.caching)", "    }", "    header {",
            "        Content-Security-Policy {hearth_policy}", "        Cache-Control {hearth_caching}",
            "        -Server",
        ]
        lines += ResponseHeaders.others.map { "        \($0.name) \"\($0.value)\"" }
        // Within a route, Caddy keeps the order that is written.
        lines += ["    }", "    encode gzip", "    route {"]
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
                lines.append("        \(Self.caddyQuoted(text)) \(Self.caddyQuoted(redirect.target))")
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
        rules.folders.flatMap { folder in
            ["    route \(Self.caddyQuoted(folder.path + "*")) {"] + caddyAccess(folder).map { "        " + $0 } + [
                "    }"
            ]
        }
    }

    private func caddyAccess(_ folder: ServerRules.Folder) -> [String] {
        let group = "# members of \(folder.accessGroup.map(Self.comment) ?? folder.group)"
        if let url = settings.accessURL, let scheme = url.firstRange(of: "://") {
            let rest = url[scheme.upperBound...]
            let host = url[..<scheme.upperBound] + rest.prefix { $0 != "/" }
            let path = Self.accessURL(String(url.dropFirst(host.count)), folder)
            return [group, "forward_auth \(host) {", "    uri \(Self.caddyQuoted(path))", "}"]
        }
        let file = settings.membersFolder + "/" + folder.group + ".caddy"
        return [group, "basicauth {", "    import \(Self.caddyQuoted(file))", "}"]
    }

    private var caddyFiles: [String] {
        let base = rules.basePath
        let files = ["@hidden path_regexp /\\.", "error @hidden 404", "error /404.html 404", "file_server"]
        var lines = [""]
        if base == "/" {
            lines += files.map { "    " + $0 }
        } else {
            let bare = String(base.dropLast())
            lines += [
                "    redir \(Self.caddyQuoted(bare)) \(Self.caddyQuoted(Self.encodedPath(base))) 301",
                "    handle_path \(Self.caddyQuoted(base + "*")) {",
            ]
            lines += files.map { "        " + $0 } + ["    }"]
        }
        return lines
    }

    private var caddyErrors: [String] {
        [
            "    handle_errors {", "        rewrite * /404.html", "        file_server {",
            "            status {err.status_code}", "        }", "    }",
        ]
    }

    private static func caddyQuoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
