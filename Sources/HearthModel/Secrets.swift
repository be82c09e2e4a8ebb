/// `text` without what may be a secret: values behind names such as `password` or `secret_access_key`, and passwords in
/// addresses. Settings can hold those, and logs are read by many.
package func redactSecrets(in text: String) -> String {
    // Each of the expressions costs a hundred times of looking for the signs without which none can match.
    let hasLogin = text.utf8.contains(0x40)
    let hasValue = text.utf8.contains { $0 == 0x3A || $0 == 0x3D } && mayNameSecret(text)
    guard hasLogin || hasValue else { return text }
    let text = hasValue ? withoutNamedSecrets(text) : text
    return hasLogin ? withoutLogins(text) : text
}

/// Whether the text holds a part of a name that `withoutNamedSecrets` knows. Outside of ASCII other letters may count as
/// the same.
private func mayNameSecret(_ text: String) -> Bool {
    let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    if bytes.contains(where: { $0 >= 0x80 }) { return true }
    return ["secret", "pass", "token", "credential", "signature", "key"].contains { name in
        holds(Array(name.utf8), in: bytes)
    }
}

private func holds(_ word: [UInt8], in bytes: [UInt8]) -> Bool {
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains { start in
        bytes[start] == word[0] && bytes[start...].starts(with: word)
    }
}

private func withoutNamedSecrets(_ text: String) -> String {
    text.replacing(
        #/(?i)\b([a-z0-9_-]*(?:secret|passw|token|credential|signature|access_key|account_key|api_?key|\bpass\b|\bkey\b)[a-z0-9_-]*["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;:}"']+)/#
    ) {
        "\($0.output.1)•••"
    }
}

private func withoutLogins(_ text: String) -> String {
    text.replacing(#/(:\/\/)[^\/\s"']+@/#) { "\($0.output.1)•••@" }
        .replacing(#/\b(?!mailto:)([^\s:\/@"'{}\[\],]+:)(?!\/\/)[^\s@"']+@/#) { "\($0.output.1)•••@" }
}

extension Diagnostic {
    /// The diagnostic without what may be a secret, if it is about settings: its words may repeat a value of them.
    package var withoutSecrets: Diagnostic {
        guard let location, SettingsExcerpt.covers(location.file) else { return self }
        var diagnostic = self
        diagnostic.summary = redactSecrets(in: summary)
        diagnostic.help = help.map(redactSecrets)
        diagnostic.notes = notes.map { Note(redactSecrets(in: $0.message), at: $0.location) }
        return diagnostic
    }
}

/// Lines of `hearth.yml` as they may be shown beside a problem, whatever became of the YAML: where a quote was not closed
/// or a line not indented, nobody can tell any more what is a password. So a line is shown only in the part of a setting
/// that holds none; of all others nothing but the names of known settings.
package enum SettingsExcerpt {
    /// Settings at the left margin that hold no secret, with all below them.
    private static let open: Set<Substring> = [
        "title", "baseURL", "language", "timezone", "content", "layouts", "output", "nav", "footer", "baseline",
        "theme", "edit", "links", "rawHTML", "questions", "topics", "experts", "metrics", "audiences", "search",
    ]
    /// Names that may be said also where their values are hidden.
    private static let known: Set<Substring> = [
        "publish", "folder", "rsync", "rclone", "keep", "maxDelete", "compress",
    ]
    /// Stands for what is not shown.
    package static let hidden = "•••"

    /// Whether the lines of a file are settings: every YAML file is but the one with searches, and so is every other file
    /// that `--config` may name. Content is neither.
    package static func covers(_ file: String) -> Bool {
        let name = file.split(separator: "/").last ?? ""
        let plain = ["md", "markdown", "mustache", "css", "js", "csv", "tsv", "html", "htm", "xml", "json", "svg"]
        guard name != "search-tests.yml", let dot = name.lastIndex(of: ".") else { return name != "search-tests.yml" }
        return !plain.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The line at `index` (from 0) of a settings file, without anything that may be a secret.
    package static func line<Line: StringProtocol>(_ index: Int, of lines: [Line]) -> String
    where Line.SubSequence == Substring {
        var openness = Openness()
        return line(index, of: lines, &openness)
    }

    /// The same for many lines of one file: `openness` keeps what is known of it.
    package static func line<Line: StringProtocol>(
        _ index: Int, of lines: [Line], _ openness: inout Openness
    ) -> String where Line.SubSequence == Substring {
        guard lines.indices.contains(index) else { return "" }
        let text = Substring(lines[index])
        if text.allSatisfy(\.isWhitespace) { return "" }
        guard openness.isOpen(index, of: lines) else { return name(in: text) }
        return redactSecrets(in: withoutComment(text))
    }

    /// Which lines of a file belong to settings that hold no secret, as far as the lines above them tell.
    package struct Openness: Sendable {
        /// Of the lines that were looked at so far.
        private var lines: [Bool] = []
        private var isOpen = false
        private var isSpokenOf = false

        package init() {}

        mutating func isOpen<Line: StringProtocol>(_ index: Int, of all: [Line]) -> Bool
        where Line.SubSequence == Substring {
            while lines.count <= index {
                add(Substring(all[lines.count]))
                lines.append(isOpen && !isSpokenOf)
            }
            return lines[index]
        }

        private mutating func add(_ text: Substring) {
            // From where places to publish to are first spoken of, or could be in another spelling, nothing is shown: a
            // quote or a bracket that is open makes a line below look like any other setting.
            let spoken = #/(?i)publish|rsync|rclone|secret|passw|token|credential|\\|<<|^\s*[?{\[]/#
            isSpokenOf = isSpokenOf || text.contains(spoken)
            guard !isSpokenOf, let first = text.first, !first.isWhitespace, first != "#", first != "-" else { return }
            let name = text.firstIndex(of: ":")
            let value = name.map { text[text.index(after: $0)...] } ?? "x"
            isOpen =
                name.map { SettingsExcerpt.open.contains(text[..<$0]) } == true
                && (value.isEmpty || value.first?.isWhitespace == true)
        }
    }

    /// The indentation and the name of a known setting, with something in place of the rest.
    private static func name(in text: Substring) -> String {
        let indentation = text.prefix { $0 == " " || $0 == "\t" }
        let rest = text[indentation.endIndex...]
        let word = rest.prefix { $0 != ":" }
        guard word.endIndex < rest.endIndex, known.contains(word) || open.contains(word) else {
            return indentation + hidden
        }
        let value = rest[rest.index(after: word.endIndex)...]
        let blank = value.first?.isWhitespace == true ? " " : ""
        return indentation + word + ":" + (value.allSatisfy(\.isWhitespace) ? "" : blank + hidden)
    }

    private static func withoutComment(_ text: Substring) -> String {
        if text.drop(while: \.isWhitespace).first == "#" { return "# " + hidden }
        guard let comment = text.firstRange(of: " #") else { return String(text) }
        return text[..<comment.lowerBound] + " # " + hidden
    }
}

/// Knows what is secret in the places that a site is published to, and takes it out of the words of other programs.
package struct SecretRedactor: Sendable {
    /// The secrets as they may be written, the longest first.
    private let secrets: [String]
    /// Whether a secret is so short that it would be found in any text.
    private let hidesAll: Bool

    /// Values of rclone's connection strings that are none.
    private static let harmless: Set<Substring> = [
        "provider", "region", "env_auth", "endpoint", "vendor", "type", "url", "host", "port", "acl", "description",
        "storage_class", "location_constraint", "no_check_bucket", "force_path_style", "directory_markers",
        "shell_type",
    ]

    /// `places`: what `folder:`, `rsync:` and `rclone:` of a target say.
    package init(places: [String]) {
        var found: Set<String> = []
        for place in places { found.formUnion(Self.secrets(in: place)) }
        hidesAll = found.contains { !$0.isEmpty && $0.utf8.count < 4 }
        secrets = Set(found.flatMap(Self.spellings)).filter { $0.utf8.count >= 4 }
            .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// `text` without any secret, in no spelling.
    package func redacted(_ text: String) -> String {
        if hidesAll { return "its words are not shown, because they could hold a password of this target" }
        return redactSecrets(in: secrets.reduce(text) { $0.replacing($1, with: "•••") })
    }

    /// Passwords in front of `@`, and the values of options behind `=`.
    private static func secrets(in place: String) -> Set<String> {
        var found: Set<String> = []
        for match in place.matches(of: #/(?:^|\/\/|[,="'])([^\/,="']*)@/#) {
            let login = match.output.1
            guard let colon = login.firstIndex(of: ":") else {
                // `https://token@host`; in `web@host:/srv` it is a name.
                if place.contains("://\(login)@") { found.insert(String(login)) }
                continue
            }
            found.insert(String(login[login.index(after: colon)...]))
        }
        for match in place.matches(of: #/([A-Za-z0-9_-]+)=("(?:[^"]|"")*"|'(?:[^']|'')*'|[^,:&]*)/#) {
            guard !harmless.contains(match.output.1) else { continue }
            var value = match.output.2
            if let quote = value.first, quote == "\"" || quote == "'", value.count > 1 {
                found.insert(String(value))
                value = value.dropFirst().dropLast()
                found.insert(String(value).replacing("\(quote)\(quote)", with: "\(quote)"))
            }
            guard !["true", "false", ""].contains(value) else { continue }
            found.insert(String(value))
        }
        found.remove("")
        return found
    }

    /// As programs write a text in their messages: bare, in an address, in a string of Go or JSON, within quotes.
    private static func spellings(of secret: String) -> [String] {
        func encoded(_ keeps: (UInt8) -> Bool, _ isUpper: Bool) -> String {
            secret.utf8.map { byte in
                if keeps(byte) { return String(UnicodeScalar(byte)) }
                return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: isUpper)
            }.joined()
        }
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
            default: false
            }
        }
        let inPath = Set("$&+,/:;=@!'()*".utf8)
        let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return [
            secret, SitePath.percentDecode(secret), encoded(isPlain, true), encoded(isPlain, false),
            encoded({ isPlain($0) || inPath.contains($0) }, true),
            encoded(isPlain, true).replacing("%20", with: "+"), escaped,
            escaped.replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").replacing(">", with: "\\u003e"),
            secret.replacing("'", with: "''"), secret.replacing("\"", with: "\"\""),
            secret.replacing("'", with: "'\\''"),
        ]
    }
}
