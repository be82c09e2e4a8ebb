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

    /// Whether a pattern of file names may mean the file: it is all there is, names the file or its ending. Regular
    /// expressions of an export are not run.
    private static func names(_ path: String, _ pattern: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let letters = pattern.filter { $0.isLetter || $0.isNumber }
        if letters.isEmpty { return !pattern.hasPrefix("^\\.") && !pattern.hasPrefix("^[.") || name.hasPrefix(".") }
        let plain = pattern.replacing("\\", with: "")
        if plain.contains(name) { return true }
        // `html?` is `html` and `htm`.
        var shorter = ""
        for character in plain {
            if character == "?" { _ = shorter.popLast() } else { shorter.append(character) }
        }
        let words = (plain + " " + shorter).split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }
        guard let dot = name.lastIndex(of: "."), plain.contains(".") || plain.contains("|") else { return false }
        let ending = name[name.index(after: dot)...]
        return words.contains(ending)
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
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = line.trimmed().string
            let words = text.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first.hasPrefix("</") {
                if open.count > 1, let last = open.popLast(), last.name != "same" { found.append(last.access) }
            } else if first.hasPrefix("<") {
                open.append(Self.section(first, words, outer: open[open.count - 1]))
            } else if first == "rewritecond" {
                hasCondition = true
            } else if first == "rewriterule" || first == "redirect" || first == "redirectmatch" {
                if !hasCondition, let prefix = Self.refused(first, words) {
                    rules.append(Rule(prefix: folder + prefix, pattern: nil))
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

    /// The beginning of the paths that a rule refuses to everybody; nil for other rules.
    private static func refused(_ first: String, _ words: [String]) -> String? {
        let pattern: String
        if first == "rewriterule" {
            guard words.count > 3, let flags = words.last, flags.hasPrefix("["),
                flags.split(whereSeparator: { "[],".contains($0) }).contains(where: { $0 == "f" || $0 == "forbidden" })
            else { return nil }
            pattern = words[1]
        } else {
            guard words.count > 2, words[1] == "403" else { return nil }
            pattern = String(words[2].drop { $0 == "^" || $0 == "/" })
        }
        let plain = pattern.drop { $0 == "^" }
        let prefix = plain.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "-" || $0 == "_" }
        let rest = plain.dropFirst(prefix.count)
        // An ending in the middle of a pattern says nothing of a whole folder.
        return ["", ".*", "(.*)", "(.*)$", ".*$", "$", ".", "(/|$)", "?"].contains(String(rest)) ? String(prefix) : nil
    }

    // MARK: IIS

    /// https://learn.microsoft.com/en-us/iis/configuration/system.webserver/security/authorization
    private mutating func addIIS(_ file: String, _ folder: String) {
        guard let bytes = try? FileSystem.head(of: file, count: 1 << 20) else {
            return rules.append(Rule(prefix: folder, pattern: nil))
        }
        let text = Array(TextEncoding.decode(bytes, declared: nil).text.utf8)
        func find(_ mark: StaticString, _ start: Int, _ end: Int) -> Int? {
            ByteText.find(mark, in: text, from: start, to: end)
        }
        var index = 0
        var location = ""
        while index < text.count {
            let start = find("<authorization", index, text.count)
            let place = find("<location", index, start ?? text.count)
            let close = find("</location", index, min(place ?? text.count, start ?? text.count))
            if let close {
                location = ""
                index = close + 1
            } else if let place {
                let end = XMLTag.find(0x3E, in: text, from: place, to: text.count) ?? text.count
                let tag = text[place..<end].string
                let parts = tag.split(separator: "path=", maxSplits: 1)
                let path = parts.count > 1 ? parts[1].dropFirst().prefix { $0 != "\"" && $0 != "'" } : ""
                location = path == "." ? "" : String(path)
                index = end
            } else if let start {
                let end = find("</authorization", start, text.count) ?? text.count
                let restricts = ["<deny ", "<remove users=", "<clear"].contains { (mark: StaticString) in
                    find(mark, start, end) != nil
                }
                if restricts { rules.append(Rule(prefix: folder + location, pattern: nil)) }
                index = end
            } else {
                return
            }
        }
    }
}
