import HearthModel

/// nginx 1.18 and later. One file for the `http` level: Debian's `/etc/nginx/conf.d/` or `sites-enabled/`.
extension ServerConfiguration {
    var nginx: String {
        var lines = preamble("nginx").map { "# " + $0 }
        lines += [
            "# To use it: put it into /etc/nginx/conf.d/, then 'nginx -t' and 'systemctl reload nginx'.",
            "# It speaks plain HTTP. Add 'listen 443 ssl' with your certificate, or put it behind the proxy that has it.",
            "",
        ]
        lines += nginxMaps
        lines += [
            "server {", "    listen \(settings.listen);", "    server_name \(Self.nginxQuoted(settings.serverName));",
            "    root \(Self.nginxQuoted(settings.root));", "    index index.html;", "    charset utf-8;",
            "    charset_types text/css text/plain text/xml text/javascript application/javascript application/json "
                + "application/xml application/atom+xml;",
            "    absolute_redirect off;", "    server_tokens off;", "    gzip on;", "    gzip_vary on;",
            "    gzip_static on;",
            "    gzip_types text/css text/plain text/xml text/javascript application/javascript application/json "
                + "application/xml application/atom+xml image/svg+xml;",
        ]
        if settings.usesBrotli { lines.append("    brotli_static on;") }
        lines += [
            "    add_header Content-Security-Policy $hearth_policy always;",
            "    add_header Cache-Control \"$hearth_private$hearth_caching\" always;",
        ]
        lines += ResponseHeaders.others.map { "    add_header \($0.name) \"\($0.value)\" always;" }
        lines += nginxRedirects + nginxPlaces + nginxFolders
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    // MARK: Maps

    private var nginxMaps: [String] {
        let plain = rules.redirects
        // A key's bytes, and the room that nginx keeps beside it.
        let longest = plain.map { ($0.host?.utf8.count ?? 0) + $0.key.utf8.count }.max() ?? 0
        var bucket = 128
        while bucket < longest + 96 { bucket *= 2 }
        var lines: [String] = []
        if !plain.isEmpty {
            lines += [
                "map_hash_bucket_size \(bucket);",
                "map_hash_max_size \(max(2048, plain.count * 4));", "",
                "# The path without a slash at its end.",
                "map $uri $hearth_path {", "    default $uri;", "    \"~^(?<hearth_bare>/.*[^/])/+$\" $hearth_bare;",
                "}", "",
            ]
            lines += nginxMap("$hearth_path", "$hearth_by_path", plain.filter { $0.query == nil && $0.host == nil })
            lines += nginxMap(
                "$hearth_path?$args", "$hearth_by_query", plain.filter { $0.query != nil && $0.host == nil },
                otherwise: "$hearth_by_path")
            let hosted = plain.filter { $0.host != nil }
            lines += nginxMap(
                "$host$hearth_path", "$hearth_by_host", hosted.filter { $0.query == nil }, otherwise: "$hearth_by_query"
            )
            lines += nginxMap(
                "$host$hearth_path?$args", "$hearth_moved", hosted.filter { $0.query != nil },
                otherwise: "$hearth_by_host")
            lines += ["# Where an old address leads that everyone may know.", "map $hearth_moved $hearth_open {"]
            lines.append("    default $hearth_moved;")
            lines += rules.folders.map { "    \"~^\(Self.pattern(Self.encodedPath($0.path)))\" \"\";" }
            lines += ["}", ""]
        }
        lines += ["map $uri $hearth_policy {", "    default \"\(ResponseHeaders.policy)\";"]
        lines += [
            "    \"~*\(Self.nginxEscaped(ResponseHeaders.inertPattern))\" \"\(ResponseHeaders.inertPolicy)\";", "}",
        ]
        lines += ["map $uri $hearth_caching {", "    default \(ResponseHeaders.caching);"]
        lines += [
            "    \"~*\(Self.nginxEscaped(ResponseHeaders.picturePattern))\" \"\(ResponseHeaders.cachingOfPictures)\";",
            "}",
        ]
        lines += ["map $uri $hearth_private {", "    default \"\";"]
        lines += rules.folders.map { "    \"~^\(Self.pattern($0.path))\" \"private, \";" }
        return lines + ["}", ""]
    }

    /// nginx ignores case in the plain keys of a map, so the key stands before the target, and a second map takes it only
    /// if it is just what was asked for. A key that differs from another in case only, or holds what would be read as a
    /// variable there, is a regular expression, which does not ignore case: before its target stands a star.
    private func nginxMap(
        _ key: String, _ name: String, _ redirects: [ServerRules.Redirect], otherwise: String = "\"\""
    ) -> [String] {
        guard !redirects.isEmpty else { return ["map \"\" \(name) {", "    default \(otherwise);", "}", ""] }
        var lines = ["map \"\(key)\" \(name)_found {", "    default \"\";"]
        for redirect in redirects {
            let text = (redirect.host ?? "") + redirect.key
            if redirect.needsCase || text.contains("$") {
                lines.append("    \"~^\(Self.pattern(text))$\" \(Self.nginxQuoted("* " + redirect.target));")
            } else {
                lines.append("    \(Self.nginxQuoted(text)) \(Self.nginxQuoted(text + " " + redirect.target));")
            }
        }
        let target = name.dropFirst()
        return lines + [
            "}", "map \"\(key) \(name)_found\" \(name) {", "    default \(otherwise);",
            "    \"~^(.*) \\1 (?<\(target)_to>/[^ ]*)$\" $\(target)_to;",
            "    \"~ [*] (?<\(target)_at>/[^ ]*)$\" $\(target)_at;", "}", "",
        ]
    }

    // MARK: The server

    private var nginxRedirects: [String] {
        guard !rules.redirects.isEmpty else { return [] }
        var lines = ["", "    if ($hearth_open) { return 301 $hearth_open; }"]
        let groups = Set(rules.redirects.compactMap(\.group))
        for folder in rules.folders where groups.contains(folder.group) {
            // The redirect waits behind the same door as its target: a rewrite to a place that asks first.
            let place = Self.nginxQuoted(folder.path + ".moved")
            lines += [
                "    if ($hearth_moved ~ \"^\(Self.pattern(Self.encodedPath(folder.path)))\") { rewrite ^ \(place) last; }",
                "    location = \(place) {", "        internal;",
            ]
            lines += nginxAccess(folder).map { "        " + $0 }
            lines += ["        try_files /.nothing @hearth_moved;", "    }"]
        }
        return lines + ["    location @hearth_moved { return 301 $hearth_moved; }"]
    }

    private var nginxPlaces: [String] {
        let base = rules.basePath
        let notFound = Self.nginxQuoted(base + "404.html")
        var lines = ["", "    error_page 404 \(notFound);", "    location ~ \"/\\.\" { return 404; }"]
        if base == "/" {
            lines.append("    location = /404.html { internal; }")
        } else {
            lines += [
                "    location = \(notFound) { internal; alias \(Self.nginxQuoted(settings.root + "/404.html")); }",
                "    location = \(Self.nginxQuoted(String(base.dropLast()))) { return 301 \(Self.nginxQuoted(Self.encodedPath(base))); }",
                "    location \(Self.nginxQuoted(base)) { alias \(Self.nginxQuoted(settings.root + "/")); }",
                "    location / { return 404; }",
            ]
        }
        return lines
    }

    private var nginxFolders: [String] {
        var lines: [String] = []
        for folder in rules.folders {
            // Without ^~ a location with a regular expression would win, and nobody would be asked.
            lines += ["", "    location ^~ \(Self.nginxQuoted(folder.path)) {"]
            if rules.basePath != "/" {
                let below = folder.path.dropFirst(rules.basePath.count)
                lines.append("        alias \(Self.nginxQuoted(settings.root + "/" + below));")
            }
            lines += nginxAccess(folder).map { "        " + $0 }
            lines += ["        location ~ \"/\\.\" { return 404; }", "    }"]
        }
        guard let url = settings.accessURL else { return lines }
        for folder in rules.folders {
            lines += [
                "    location = \(Self.nginxQuoted(Self.accessPlace(folder))) {", "        internal;",
                "        proxy_pass \(Self.nginxQuoted(Self.accessURL(url, folder)));",
                "        proxy_pass_request_body off;",
                "        proxy_set_header Content-Length \"\";",
                "        proxy_set_header X-Original-URI $request_uri;",
                "        proxy_set_header Host $host;", "    }",
            ]
        }
        return lines
    }

    private func nginxAccess(_ folder: ServerRules.Folder) -> [String] {
        let group = "# members of \(folder.accessGroup.map(Self.comment) ?? folder.group)"
        guard settings.accessURL == nil else {
            return [group, "auth_request \(Self.nginxQuoted(Self.accessPlace(folder)));"]
        }
        let file = settings.membersFolder + "/" + folder.group + ".htpasswd"
        return [group, "auth_basic \"Members only\";", "auth_basic_user_file \(Self.nginxQuoted(file));"]
    }

    // MARK: Writing

    private static func accessPlace(_ folder: ServerRules.Folder) -> String { "/.hearth-access/" + folder.group }

    /// With the access group as a parameter.
    static func accessURL(_ url: String, _ folder: ServerRules.Folder) -> String {
        let group = (folder.accessGroup ?? folder.group).utf8.map { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
        return url + (url.contains("?") ? "&" : "?") + "allowed_groups=" + group
    }

    static func encodedPath(_ path: String) -> String { SitePath.percentEncode(path).replacing("$", with: "%24") }

    /// Text that is a comment, whatever it holds.
    static func comment(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

    private static func nginxQuoted(_ text: String) -> String { "\"" + nginxEscaped(text) + "\"" }

    private static func nginxEscaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// A regular expression for exactly this text, within quotes.
    private static func pattern(_ text: String) -> String {
        nginxEscaped(text.map { "\\^$.|?*+()[]{}".contains($0) ? "\\\($0)" : String($0) }.joined())
    }
}
