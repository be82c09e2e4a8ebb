/// The ids of DokuWiki's pages and files: `namespace:page`, in lower case.
///
/// https://www.dokuwiki.org/pagename
enum DokuWikiID {
    /// As DokuWiki writes an id: lower case, anything but letters, digits, `.`, `-`, `_` and `:` an underscore.
    static func clean(_ raw: String) -> String {
        var out = ""
        for scalar in raw.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", ".", "-", ":": out.unicodeScalars.append(scalar)
            case "/", ";": out += ":"
            case "’", "'": continue
            default:
                // Marks go from letters, as the wiki's own setting has it from the start.
                if scalar.isASCII {
                    out += "_"
                } else if let folded = Naming.fold(scalar), !folded.isEmpty {
                    out += folded
                } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    out.unicodeScalars.append(scalar)
                } else {
                    out += "_"
                }
            }
        }
        return out.split(separator: ":", omittingEmptySubsequences: true).map { part in
            var words = part.split(separator: "_", omittingEmptySubsequences: true).joined(separator: "_")
            while let first = words.first, "._-".contains(first) { words.removeFirst() }
            while let last = words.last, "._-".contains(last) { words.removeLast() }
            return words
        }.filter { !$0.isEmpty }.joined(separator: ":")
    }

    static func namespace(of id: String) -> String {
        id.lastIndex(of: ":").map { String(id[..<$0]) } ?? ""
    }

    /// The whole id that `path` means on the page `from`: relative to its namespace, unless it starts with a colon or
    /// names one.
    static func resolve(_ path: String, from page: String, isMedia: Bool = false, exists: (String) -> Bool) -> String {
        var text = path.replacing("/", with: ":").replacing(";", with: ":")
        while let first = text.first, first == " " { text.removeFirst() }
        let wantsStart = text.hasSuffix(":")
        var namespace = Self.namespace(of: page).split(separator: ":").map(String.init)
        var isAbsolute = false
        if text.hasPrefix(":") {
            isAbsolute = true
        } else if text.hasPrefix("~") {
            return clean(page + ":" + text.dropFirst())
        } else if text.hasPrefix(".") {
            // `.:x`, `.x`, `..:x`, `..:..:x`
            var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            while let first = parts.first, first == "." || first == ".." {
                if first == "..", !namespace.isEmpty { namespace.removeLast() }
                parts.removeFirst()
            }
            if let first = parts.first, first.hasPrefix("..") {
                if !namespace.isEmpty { namespace.removeLast() }
                parts[0] = String(first.dropFirst(2))
            } else if let first = parts.first, first.hasPrefix(".") {
                parts[0] = String(first.dropFirst())
            }
            text = parts.joined(separator: ":")
        } else if text.contains(":") {
            isAbsolute = true
        }
        let own = clean(text)
        let id =
            isAbsolute || namespace.isEmpty
            ? own
            : own.isEmpty
                ? clean(namespace.joined(separator: ":")) : clean(namespace.joined(separator: ":")) + ":" + own
        if isMedia { return id }
        if wantsStart || own.isEmpty {
            let last = id.split(separator: ":").last.map(String.init) ?? ""
            for candidate in [id.isEmpty ? "start" : id + ":start", id + ":" + last, id] where exists(candidate) {
                return candidate
            }
            return id.isEmpty ? "start" : id + ":start"
        }
        if !exists(id), exists(id + ":start") { return id + ":start" }
        return id
    }
}
