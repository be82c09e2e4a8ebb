import HearthModel

/// `[[internal]]` links, files and categories.
struct WikitextLinks {
    /// What the links of a page came to.
    struct Found {
        var categories: [String] = []
        /// Links to pages that the wiki does not have.
        var missing: [String] = []
        var losses: [String] = []

        mutating func lose(_ name: String) {
            if !losses.contains(name) { losses.append(name) }
        }
    }

    var site: any WikitextSite
    let page: WikiTitle
    var found = Found()

    init(site: any WikitextSite, page: WikiTitle) {
        self.site = site
        self.page = page
    }

    mutating func convert(_ source: [UInt8], depth: Int = 0) -> [UInt8] {
        guard ByteText.find("[[", in: source, from: 0, to: source.count) != nil, depth < 10 else { return source }
        var out: [UInt8] = []
        out.reserveCapacity(source.count + source.count / 4)
        var index = 0
        while let open = ByteText.find("[[", in: source, from: index, to: source.count) {
            out += source[index..<open]
            // `[[[x]]` opens at the second bracket.
            if open + 2 < source.count, source[open + 2] == 0x5B {
                out.append(0x5B)
                index = open + 1
                continue
            }
            guard let end = link(source, at: open, into: &out, depth: depth) else {
                out += [0x5B, 0x5B]
                index = open + 2
                continue
            }
            index = end
        }
        return out + source[index...]
    }

    /// Writes the link at `open`; answers its end, nil when it is none.
    private mutating func link(_ source: [UInt8], at open: Int, into out: inout [UInt8], depth: Int) -> Int? {
        let start = open + 2
        var targetEnd = start
        while targetEnd < source.count, source[targetEnd] != 0x7C, source[targetEnd] != 0x5D, source[targetEnd] != 0x0A,
            source[targetEnd] != 0x5B, source[targetEnd] != 0x7F, targetEnd - start < 1000
        {
            targetEnd += 1
        }
        guard targetEnd < source.count, source[targetEnd] == 0x7C || source[targetEnd] == 0x5D, targetEnd > start else {
            return nil
        }
        let raw = ByteText.decodeReferences(SitePath.percentDecode(source[start..<targetEnd].string))
        guard !raw.utf8.contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0x7B || $0 == 0x7D }) else { return nil }
        // An address in double brackets is an external link in brackets.
        if raw.hasPrefix("http://") || raw.hasPrefix("https://") || raw.hasPrefix("//") { return nil }
        let target = Target(raw, page: page, site: site)
        let isFile = target.title?.namespace == WikiNamespaces.file && !target.isEscaped
        guard let close = isFile ? matchingEnd(source, from: targetEnd) : plainEnd(source, from: targetEnd) else {
            return nil
        }
        let text = source[targetEnd] == 0x7C ? source[(targetEnd + 1)..<close] : nil
        var end = close + 2
        if isFile, let title = target.title {
            file(title.name, text ?? [], into: &out, depth: depth)
            return end
        }
        if let title = target.title, title.namespace == WikiNamespaces.category, !target.isEscaped,
            target.fragment.isEmpty
        {
            found.categories.append(title.name)
            guard out.isEmpty || out.last == 0x0A else { return end }
            // A space at the start of a line would make code of what stands behind.
            while end < source.count, source[end] == 0x20 || source[end] == 0x09 { end += 1 }
            // The line that held nothing but categories goes with them.
            if end < source.count, source[end] == 0x0A { end += 1 }
            return end
        }
        if target.isLanguage {
            found.lose("link:interlanguage")
            return end
        }
        guard target.isLink else { return nil }
        // Apostrophes in a title are no markup.
        var shown = text.map { Array($0) } ?? Array(ByteText.escaped(target.shown).replacing("'", with: "&#39;").utf8)
        if let text, text.trimmed().isEmpty { shown = Self.pipeTrick(target) }
        if text == nil || !shown.isEmpty {
            while end < source.count, isTrail(source[end]) {
                shown.append(source[end])
                end += 1
            }
        }
        let isNamed = text.map { $0.trimmed().isEmpty } ?? true
        if isNamed, let title = target.title, site.isClosed(title) { shown = Array(BareAddresses.title.utf8) }
        write(target, shown, into: &out)
        return end
    }

    private func isTrail(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0xC3 && byte < 0xF0 && site.namespaces.language != "en")
            || (byte >= 0x80 && byte < 0xC0 && site.namespaces.language != "en")
    }

    private static func pipeTrick(_ target: Target) -> [UInt8] {
        let name = target.title?.name ?? target.shown
        let plain = name.firstRange(of: " (").map { String(name[..<$0.lowerBound]) } ?? name
        return Array(ByteText.escaped(plain).utf8)
    }

    /// The `]]` of a link whose text may hold single brackets but no other link.
    private func plainEnd(_ source: [UInt8], from start: Int) -> Int? {
        var index = start
        var brackets = 0
        while index + 1 < source.count {
            switch source[index] {
            case 0x5D where source[index + 1] == 0x5D:
                // `[[a|[b]]]`: the first bracket closes the inner one.
                if brackets > 0, index + 2 < source.count, source[index + 2] == 0x5D { return index + 1 }
                return index
            case 0x5D: brackets = max(0, brackets - 1)
            case 0x5B where source[index + 1] == 0x5B: return nil
            case 0x5B: brackets += 1
            case 0x0A where index == start: return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// More links inside of each other than this are none.
    private static let maximumNesting = 100

    /// The `]]` of a file, whose caption may hold links.
    private func matchingEnd(_ source: [UInt8], from start: Int) -> Int? {
        var depth = 1
        var index = start
        // A thousand files that nothing closes would each be followed to the end of the page.
        while index + 1 < source.count, depth <= Self.maximumNesting {
            if source[index] == 0x5B, source[index + 1] == 0x5B {
                depth += 1
                index += 2
            } else if source[index] == 0x5D, source[index + 1] == 0x5D {
                depth -= 1
                if depth == 0 { return index }
                index += 2
            } else {
                index += 1
            }
        }
        return nil
    }

    // MARK: Writing

    private mutating func write(_ target: Target, _ shown: [UInt8], into out: inout [UInt8]) {
        // Who signs without an account signs with an address of the network.
        if let title = target.title, [-1, WikiNamespaces.user, WikiNamespaces.user + 1].contains(title.namespace),
            let name = title.name.split(separator: "/").last, MediaWikiSurveyor.isAddress(String(name))
        {
            out += "somebody".utf8
            return
        }
        guard let address = address(of: target) else {
            // In the wiki a tag stood here: without it, a space would make code of the line.
            let startsLine = out.isEmpty || out.last == 0x0A
            out += startsLine ? shown.drop { $0 == 0x20 }[...] : shown[...]
            return
        }
        out += Array("<a href=\"\(ByteText.escaped(address))\">".utf8) + shown + Array("</a>".utf8)
    }

    mutating func address(of target: Target) -> String? {
        if let pattern = target.interwiki {
            let name = SitePath.percentEncode(target.name.replacing(" ", with: "_"))
            return pattern.replacing("$1", with: name) + (target.fragment.isEmpty ? "" : "#" + target.fragment)
        }
        guard let title = target.title else {
            return target.fragment.isEmpty ? nil : site.address(of: page, fragment: target.fragment)
        }
        if title.namespace == WikiNamespaces.media || title.namespace == WikiNamespaces.file,
            let file = site.address(ofFile: title.name)
        {
            return file
        }
        // A page has no link to itself.
        if title == page, target.fragment.isEmpty { return nil }
        if let address = site.address(of: title, fragment: target.fragment) { return address }
        if title.namespace != WikiNamespaces.special { found.missing.append(site.namespaces.text(of: title)) }
        return nil
    }
}

extension WikitextLinks {
    /// What stands before the bar of a link.
    struct Target {
        var title: WikiTitle?
        var fragment = ""
        var interwiki: String?
        /// What is linked on another wiki.
        var name = ""
        var isLanguage = false
        /// `[[:Category:X]]`: a link, not a membership.
        var isEscaped = false
        /// What is shown without a text.
        var shown: String

        var isLink: Bool { title != nil || interwiki != nil || !fragment.isEmpty }

        init(_ raw: String, page: WikiTitle, site: any WikitextSite) {
            shown = WikitextLinks.trim(raw)
            var text = WikiNamespaces.tidy(raw)
            if text.hasPrefix(":") {
                isEscaped = true
                text = WikiNamespaces.tidy(String(text.dropFirst()))
                shown = WikitextLinks.trim(String(shown.dropFirst()))
            }
            if let hash = text.utf8.firstIndex(of: 0x23) {
                fragment = String(text[text.utf8.index(after: hash)...])
                text = WikiNamespaces.tidy(String(text[..<hash]))
                if text.isEmpty { return }
            }
            if text.hasPrefix("/") {
                let name = text.hasSuffix("/") ? text.dropFirst().dropLast() : text.dropFirst()
                if text.hasSuffix("/") { shown = String(name) }
                title = WikiTitle(namespace: page.namespace, name: page.name + "/" + WikiNamespaces.tidy(String(name)))
                return
            }
            if text.hasPrefix("../") {
                var parts = page.name.split(separator: "/", omittingEmptySubsequences: false)[...]
                while text.hasPrefix("../"), parts.count > 1 {
                    parts = parts.dropLast()
                    text = String(text.dropFirst(3))
                }
                while text.hasSuffix("/") { text = String(text.dropLast()) }
                let name = (parts.map(String.init) + (text.isEmpty ? [] : [text])).joined(separator: "/")
                shown = text.isEmpty ? name : text
                title = WikiTitle(namespace: page.namespace, name: name)
                return
            }
            if let colon = text.utf8.firstIndex(of: 0x3A),
                site.namespaces.number(of: WikiNamespaces.tidy(String(text[..<colon]))) == nil
            {
                let prefix = WikiNamespaces.tidy(String(text[..<colon])).lowercased()
                name = WikiNamespaces.tidy(String(text[text.utf8.index(after: colon)...]))
                if let pattern = site.interwiki(prefix) {
                    interwiki = pattern
                    return
                }
                if !isEscaped, WikitextInterwiki.languages.contains(prefix) {
                    isLanguage = true
                    return
                }
            }
            title = site.namespaces.title(text)
        }
    }

    static func trim(_ text: String) -> String { Array(text.utf8).trimmed().string }
}

/// Prefixes of other wikis that every MediaWiki knows after its installation, and the codes of languages.
enum WikitextInterwiki {
    static let known: [String: String] = [
        "wikipedia": "https://en.wikipedia.org/wiki/$1", "w": "https://en.wikipedia.org/wiki/$1",
        "wp": "https://en.wikipedia.org/wiki/$1", "wiktionary": "https://en.wiktionary.org/wiki/$1",
        "wikt": "https://en.wiktionary.org/wiki/$1", "commons": "https://commons.wikimedia.org/wiki/$1",
        "c": "https://commons.wikimedia.org/wiki/$1", "meta": "https://meta.wikimedia.org/wiki/$1",
        "m": "https://meta.wikimedia.org/wiki/$1", "metawikimedia": "https://meta.wikimedia.org/wiki/$1",
        "metawikipedia": "https://meta.wikimedia.org/wiki/$1", "mw": "https://www.mediawiki.org/wiki/$1",
        "mediawikiwiki": "https://www.mediawiki.org/wiki/$1", "wikibooks": "https://en.wikibooks.org/wiki/$1",
        "wikisource": "https://en.wikisource.org/wiki/$1", "wikiquote": "https://en.wikiquote.org/wiki/$1",
        "wikinews": "https://en.wikinews.org/wiki/$1", "wikidata": "https://www.wikidata.org/wiki/$1",
        "wikiversity": "https://en.wikiversity.org/wiki/$1", "meatball": "http://www.usemod.com/cgi-bin/mb.pl?$1",
        "phab": "https://phabricator.wikimedia.org/$1", "doi": "https://doi.org/$1",
        "rfc": "https://datatracker.ietf.org/doc/html/rfc$1", "google": "https://www.google.com/search?q=$1",
    ]

    static let languages: Set<String> = [
        "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu",
        "fa", "fi",
        "fo", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "kn", "ko",
        "ku", "la",
        "lb", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "nb", "ne", "nl", "nn", "no", "oc", "pa", "pl", "pt", "pt-br",
        "ro",
        "ru", "simple", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "tt", "uk", "ur", "uz", "vi",
        "zh",
        "zh-cn", "zh-tw",
    ]
}
