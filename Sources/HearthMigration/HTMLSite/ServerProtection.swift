import HearthModel

/// What the settings of an old web server let only some people read, or nobody: it said so for a folder or for some of its
/// files, and not whom it meant.
///
/// Read narrowly where a rule names files, methods or conditions, and widely where it cannot be read.
struct ServerProtection {
    /// Files whose path begins with `prefix`, or those of them that `pattern` names.
    private struct Rule {
        var prefix: String
        /// In small letters, as `<Files>` has it; nil for all files.
        var pattern: String?
    }

    private var rules: [Rule] = []

    var isEmpty: Bool { rules.isEmpty }

    /// What is protected, for people.
    var names: [String] {
        Set(
            rules.map { rule in
                let place = rule.prefix.isEmpty ? "the whole site" : "'\(rule.prefix)'"
                return rule.pattern == nil ? place : "files '\(rule.pattern ?? "")' of \(place)"
            }
        ).sorted()
    }

    /// Takes the settings in `file`, which lies in `folder`: empty, or with a slash at its end.
    mutating func add(_ file: String, named name: String, folder: String) {
        switch name.lowercased() {
        case ".htaccess": addApache(file, folder)
        case "web.config": addIIS(file, folder)
        default: return
        }
    }

    func protects(_ path: String) -> Bool {
        let lower = path.lowercased()
        return rules.contains { rule in
            guard lower.hasPrefix(rule.prefix.lowercased()) else { return false }
            return rule.pattern.map { Self.names(lower, $0) } ?? true
        }
    }

    /// Whether a pattern may mean the path: it is all there is, has its ending, or names one of its parts. Regular
    /// expressions of an export are not run, and mean rather too much than too little.
    private static func names(_ path: String, _ pattern: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        let plain = pattern.filter { !"\\^$\"".contains($0) }
        // `html?` is `html` and `htm`.
        var shorter = ""
        for character in plain {
            if character == "?" { _ = shorter.popLast() } else { shorter.append(character) }
        }
        let words = (plain + " " + shorter).split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.map(
            String.init)
        if words.isEmpty {
            // Files that begin with a dot, or all.
            return plain.contains(".") && pattern.contains("\\.") ? parts.contains { $0.hasPrefix(".") } : true
        }
        let start = plain.drop { "(*|?:".contains($0) || $0 == "." && plain.hasPrefix(".*") }
        let isEnding = start.hasPrefix(".") || plain.hasPrefix(".*") || plain.hasPrefix("*.")
        if isEnding {
            guard let name = parts.last, let dot = name.lastIndex(of: ".") else { return false }
            return words.contains(String(name[name.index(after: dot)...])) || words.contains { name == "." + $0 }
        }
        return words.contains { word in word.count > 1 && parts.contains { $0.hasPrefix(word) } }
            || parts.last.map { plain.contains($0) } ?? false
    }

    // MARK: Apache

    /// What the lines outside of a section, or in one, come to.
    private struct Access {
        var pattern: String?
        var needsSomebody = false
        var deniesAll = false
        var allowsAll = false
        var allowsSome = false
        /// `Order allow,deny`: what nothing allows is denied, and a denial has the last word.
        var deniesLast = false
        var hasOrder = false
        var anySatisfies = false

        var isProtected: Bool {
            let isDenied: Bool =
                if deniesLast {
                    deniesAll || !allowsAll && (allowsSome || hasOrder)
                } else {
                    deniesAll && !allowsAll
                }
            return isDenied || needsSomebody && !(anySatisfies && allowsAll)
        }
    }

    /// https://httpd.apache.org/docs/2.4/howto/auth.html, https://httpd.apache.org/docs/2.2/mod/mod_authz_host.html
    private mutating func addApache(_ file: String, _ folder: String) {
        guard let bytes = try? FileSystem.head(of: file, count: 64 << 10) else {
            return rules.append(Rule(prefix: folder, pattern: nil))
        }
        var found: [Access] = []
        // The innermost section is the last; in a skipped one nothing counts.
        var open: [(name: String, access: Access, isSkipped: Bool)] = [("", Access(), false)]
        var hasCondition = false
        // A line may go on in the next.
        let whole = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").replacing("\\\n", with: " ")
        for line in whole.split(whereSeparator: \.isNewline) {
            let text = Array(line.utf8).trimmed().string
            let words = text.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first.hasPrefix("</") {
                if open.count > 1, let last = open.popLast(), last.name != "same" { found.append(last.access) }
            } else if first.hasPrefix("<") {
                open.append(Self.section(first, words, outer: open[open.count - 1]))
            } else if first == "rewritecond" {
                // Who is asking matters; where from, with what and for what does not.
                let variable = words.dropFirst().first ?? ""
                hasCondition =
                    hasCondition || !["remote_", "http_cookie", "auth", "ssl:"].contains { variable.contains($0) }
            } else if first == "rewriterule" || first == "redirect" || first == "redirectmatch" {
                if !hasCondition, let pattern = Self.refused(first, words) {
                    rules.append(Rule(prefix: folder, pattern: pattern))
                }
                hasCondition = false
            } else if let index = open.indices.last(where: { open[$0].name != "same" }), !open[open.count - 1].isSkipped
            {
                Self.read(first, words, into: &open[index].access)
            }
        }
        found += open.filter { $0.name != "same" }.map(\.access)
        rules += found.filter(\.isProtected).map { Rule(prefix: folder, pattern: $0.pattern) }
    }

    private static func section(
        _ first: String, _ words: [String], outer: (name: String, access: Access, isSkipped: Bool)
    ) -> (name: String, access: Access, isSkipped: Bool) {
        let names = words.dropFirst().map { $0.filter { $0 != ">" && $0 != "\"" } }
        switch first {
        case "<files", "<filesmatch":
            var access = Access()
            let pattern = names.filter { $0 != "~" }.joined(separator: " ")
            // Files in a folder that is closed as a whole need no rule of their own.
            access.pattern = outer.access.pattern ?? pattern
            return ("files", access, outer.isSkipped)
        case "<limit":
            // A limit of GET is one of the folder; FrontPage limits only who writes.
            return names.contains("get") ? ("same", Access(), outer.isSkipped) : ("limit", Access(), true)
        case "<limitexcept":
            return names.contains("get") ? ("limit", Access(), true) : ("same", Access(), outer.isSkipped)
        default: return ("same", Access(), outer.isSkipped)
        }
    }

    private static func read(_ first: String, _ words: [String], into access: inout Access) {
        switch first {
        case "require":
            let rest = Array(words.dropFirst())
            if rest == ["all", "granted"] { access.allowsAll = true } else { access.needsSomebody = true }
        case "deny": if words.last == "all" { access.deniesAll = true }
        case "allow": if words.last == "all" { access.allowsAll = true } else { access.allowsSome = true }
        case "order":
            access.hasOrder = true
            access.deniesLast = words.dropFirst().joined().hasPrefix("allow") || words.contains("mutual-failure")
        case "satisfy": access.anySatisfies = words.last == "any"
        default: return
        }
    }

    /// The pattern of the paths that a rule refuses to everybody; nil for other rules.
    private static func refused(_ first: String, _ words: [String]) -> String? {
        if first == "rewriterule" {
            guard words.count > 3, let flags = words.last, flags.hasPrefix("[") else { return nil }
            let refusing: Set<Substring> = ["f", "forbidden", "r=403", "redirect=403", "r=401", "r=404"]
            return flags.split { "[],".contains($0) }.contains { refusing.contains($0) } ? words[1] : nil
        }
        return words.count > 2 && words[1] == "403" ? words[2] : nil
    }

    // MARK: IIS

    /// https://learn.microsoft.com/en-us/iis/configuration/system.webserver/security
    private mutating func addIIS(_ file: String, _ folder: String) {
        guard let bytes = try? FileSystem.head(of: file, count: 1 << 20) else {
            return rules.append(Rule(prefix: folder, pattern: nil))
        }
        let text = TextEncoding.decode(bytes, declared: nil).text.lowercased().split(whereSeparator: \.isWhitespace)
            .joined(separator: " ").replacing("'", with: "\"")
        for (number, part) in text.split(separator: "<location").enumerated() {
            // The first part, and what stands behind an end, is of the whole folder.
            let pieces = part.split(separator: "</location", maxSplits: 1)
            var inner = pieces.first.map(String.init) ?? ""
            var outer = pieces.count > 1 ? String(pieces[1]) : ""
            if number == 0 { (inner, outer) = ("", String(part)) }
            let values = inner.split(separator: "path=\"", maxSplits: 1)
            let path = values.count > 1 ? String(values[1].prefix { $0 != "\"" }) : ""
            if Self.restricts(inner) { rules.append(Rule(prefix: folder + (path == "." ? "" : path), pattern: nil)) }
            if Self.restricts(outer) { rules.append(Rule(prefix: folder, pattern: nil)) }
            for segment in (inner + outer).split(separator: "<add segment=\"").dropFirst() {
                let name = segment.prefix { $0 != "\"" }
                if !name.isEmpty { rules.append(Rule(prefix: folder, pattern: String(name))) }
            }
        }
    }

    private static func restricts(_ text: String) -> Bool {
        let marks = [
            "<deny ", "<remove users=", "accesstype=\"deny\"", "<anonymousauthentication enabled=\"false\"",
            "allowunlisted=\"false\"",
        ]
        if marks.contains(where: { text.contains($0) }) { return true }
        return text.split(separator: "<authorization").dropFirst().contains {
            ($0.split(separator: "</authorization").first ?? "").contains("<clear")
        }
    }
}
