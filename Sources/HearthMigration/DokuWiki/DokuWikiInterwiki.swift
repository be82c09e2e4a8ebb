import HearthModel

/// What `[[prefix>name]]` leads to: shortcuts for addresses elsewhere, and for pages of the wiki.
///
/// https://www.dokuwiki.org/interwiki
struct DokuWikiInterwiki: Sendable {
    /// By prefix; as DokuWiki has it from the start.
    private var addresses = [
        "wp": "https://en.wikipedia.org/wiki/", "wpde": "https://de.wikipedia.org/wiki/",
        "wpfr": "https://fr.wikipedia.org/wiki/", "wpes": "https://es.wikipedia.org/wiki/",
        "wppl": "https://pl.wikipedia.org/wiki/", "wpjp": "https://ja.wikipedia.org/wiki/",
        "wpmeta": "https://meta.wikipedia.org/wiki/", "doku": "https://www.dokuwiki.org/",
        "google": "https://www.google.com/search?q=", "go": "https://www.google.com/search?btnI=lucky&q=",
        "phpfn": "https://www.php.net/", "amazon": "https://www.amazon.com/exec/obidos/ASIN/",
        "rfc": "https://tools.ietf.org/html/rfc", "man": "http://man.cx/",
        "dokubug": "https://bugs.dokuwiki.org/index.php?do=details&task_id=", "skype": "skype:", "tel": "tel:",
        "callto": "callto:", "paypal": "https://www.paypal.com/cgi-bin/webscr?cmd=_xclick&business=",
        "github": "https://github.com/", "user": ":user:{NAME}",
    ]

    /// Reads a line of the wiki's settings: `prefix address`. A `#` that no backslash or `&` protects begins a remark.
    mutating func add(_ line: Substring) {
        var plain = ""
        for character in line {
            if character == "#", plain.last != "&" {
                guard plain.last == "\\" else { break }
                plain.removeLast()
            }
            plain.append(character)
        }
        let parts = plain.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
        guard parts.count == 2 else { return }
        let address = Array(parts[1].utf8).trimmed().string.replacing("&amp;", with: "&")
        // Of what is made of parts of an address (`{HOST}`) nobody knows where it leads.
        let rest = address.replacing("{NAME}", with: "").replacing("{URL}", with: "")
        if !address.isEmpty, !rest.contains("{") { addresses[parts[0].lowercased()] = address }
    }

    /// An address, or, behind a colon, the id of a page of the wiki; nil for a prefix that nobody has explained.
    func address(_ prefix: String, _ name: String) -> String? {
        guard let base = addresses[prefix] else { return nil }
        func filled(_ name: String) -> String {
            guard base.contains("{NAME}") || base.contains("{URL}") else { return base + name }
            return base.replacing("{NAME}", with: name).replacing("{URL}", with: name)
        }
        if base.hasPrefix(":") { return filled(name) }
        // A place in the page is no part of its name, wherever the shortcut puts that.
        let hash = name.firstIndex(of: "#")
        let fragment = hash.map { "#" + SitePath.percentEncode(String(name[name.index(after: $0)...])) } ?? ""
        return filled(SitePath.percentEncode(String(name[..<(hash ?? name.endIndex)]))) + fragment
    }
}
