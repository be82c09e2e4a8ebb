import HearthModel

/// What programs put into the pages that they make, by names that they alone give it: no page's own, and not the same on
/// each page, so that repetition does not show it.
enum GeneratedParts {
    /// MediaWiki's lines around a page (https://www.mediawiki.org/wiki/Manual:Interface/IDs_and_classes).
    private static let ids: Set<String> = [
        "siteSub", "jump-to-nav", "footer-info-lastmod", "footer-info-viewcount", "column-one", "mw-navigation",
        "mw-panel", "mw-head",
    ]
    private static let classes: Set<Substring> = ["printfooter", "mw-editsection", "mw-jump-link"]
    /// Names that others may have given to parts of their own: they count behind one of MediaWiki's alone.
    private static let plainNames: Set<Substring> = [
        "lastmod", "viewcount", "f-lastmod", "f-viewcount", "editsection",
    ]
    private static let wikiNames: Set<String> = [
        "bodyContent", "globalWrapper", "siteSub", "mw-content-text", "mw-head",
    ]

    /// Whether the element is such a part. A list of contents is one when it has the name twice, as MediaWiki and
    /// AsciiDoc write it.
    static func isPart(_ node: HTMLNode, inWiki: Bool) -> Bool {
        let id = node.attribute("id")
        if let id, ids.contains(id) || inWiki && plainNames.contains(id[...]) { return true }
        guard let names = node.attribute("class"), !names.isEmpty else { return false }
        let list = names.split { $0.isWhitespace }
        return list.contains { classes.contains($0) || inWiki && plainNames.contains($0) }
            || (id == "toc" && list.contains("toc"))
    }

    /// Whether it shows that MediaWiki has made the page.
    static func isWiki(_ node: HTMLNode) -> Bool {
        node.attribute("id").map { wikiNames.contains($0) } ?? false
    }

    /// Whether it says from where a page was printed: its lines stand at other places of the page, too.
    static func isPrintFooter(_ node: HTMLNode) -> Bool {
        node.attribute("class")?.split { $0.isWhitespace }.contains("printfooter") ?? false
    }

    // MARK: Pages

    static let rule = "pages that a wiki's program makes: histories, forms, special pages, older versions"
    static let templateRule = "the pattern of other pages, with places to fill in (Dreamweaver's Templates)"

    /// Whether a script of MediaWiki says that its page is a form, a history or a list: `wgAction` and
    /// `wgCanonicalSpecialPageName`, as variables or as JSON.
    static func isToolPage(script: String) -> Bool {
        guard script.holds("wgAction") || script.holds("wgCanonicalSpecialPageName") else { return false }
        if let special = value(of: "wgCanonicalSpecialPageName", in: script), !special.isEmpty { return true }
        return value(of: "wgAction", in: script).map { !["view", "purge", "render", ""].contains($0) } ?? false
    }

    /// The name that a variable holds; nil for `false` and for none.
    private static func value(of name: String, in script: String) -> String? {
        guard let place = script.firstRange(of: name) else { return nil }
        // `wgAction = "view"` or `"wgAction":"view"`.
        let rest = script[place.upperBound...].prefix(80).drop { "\"' ".contains($0) }
        guard let sign = rest.first, sign == "=" || sign == ":" else { return nil }
        let value = rest.dropFirst().drop { $0 == " " }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        let text = value.dropFirst().prefix { $0 != quote }
        return text.allSatisfy { $0.isLetter } ? String(text) : nil
    }

    /// Whether a saved file's name is the address of such a page: `index.php?title=Pumps&action=history.html`.
    static func isToolPage(name: String) -> Bool {
        let plain = SitePath.percentDecode(name).lowercased()
        guard plain.hasPrefix("index.php?") else { return false }
        return ["action=history", "action=edit", "action=info", "oldid=", "diff=", "printable=yes"].contains {
            plain.contains($0)
        }
    }

    /// The template of a page that Dreamweaver made, as a path without its ending:
    /// `<!-- InstanceBegin template="/Templates/main.dwt" … -->`, in older versions `#BeginTemplate "/Templates/…"`.
    static func template(of comment: HTMLNode) -> String? {
        let text = String(decoding: comment.text.prefix(400), as: UTF8.self)
        guard text.contains("InstanceBegin template=") || text.contains("#BeginTemplate") else { return nil }
        let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1].lowercased().hasSuffix(".dwt") else { return nil }
        return parts[1].dropLast(4).drop { $0 == "/" }.lowercased()
    }
}
