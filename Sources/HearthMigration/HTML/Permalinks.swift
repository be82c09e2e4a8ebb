import CGumbo

/// Links at headings and terms that lead to the very place they stand at, for readers to copy: `¶` of Sphinx and MkDocs,
/// a character without width of Docusaurus and VitePress, an empty `<a class="anchor">` of GitHub. They are no words of
/// the heading, and the new site has its own.
enum Permalinks {
    /// What the links are called; only programs give these names to links without words.
    private static let names: Set<Substring> = [
        "headerlink", "hash-link", "header-anchor", "heading-anchor", "heading-link", "header-link", "anchor",
        "anchor-link", "anchorjs-link", "headeranchor-link", "permalink", "self-link", "zola-anchor",
        "td-heading-self-link", "subheading-anchor",
    ]

    /// Signs that stand for such a link where no name says so.
    private static let signs: Set<Unicode.Scalar> = ["¶", "#", "∞", "\u{1F517}", "\u{2693}"]

    /// Whether the link is one by its name, or, with `bySign`, by what it shows.
    static func isOne(_ node: HTMLNode, bySign: Bool) -> Bool {
        guard node.kind == .element, node.tag == .anchor, let address = node.attributeBytes("href"),
            address.contains(0x23)
        else { return false }
        if let classes = node.attribute("class"),
            classes.split(whereSeparator: \.isWhitespace).contains(where: names.contains)
        {
            return !HTMLToMarkdown.plainText(of: node).unicodeScalars.contains {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            }
        }
        guard bySign, address.first == 0x23, !holdsImage(node) else { return false }
        return HTMLToMarkdown.plainText(of: node).unicodeScalars.allSatisfy {
            isBlank($0) || signs.contains($0) || isPrivate($0)
        }
    }

    /// The words of a heading without such links.
    static func text(of heading: HTMLNode) -> String {
        let text = text(of: heading, bySign: true)
        return text.unicodeScalars.allSatisfy(isBlank) ? self.text(of: heading, bySign: false) : text
    }

    /// Whether the heading has words beside them, so that a sign alone may be one.
    static func standBesideWords(in heading: HTMLNode) -> Bool {
        !text(of: heading, bySign: true).unicodeScalars.allSatisfy(isBlank)
    }

    private static func text(of heading: HTMLNode, bySign: Bool) -> String {
        HTMLToMarkdown.plainText(of: heading) { isOne($0, bySign: bySign) }
    }

    private static func holdsImage(_ node: HTMLNode) -> Bool {
        var stack = [node]
        while let next = stack.popLast() {
            guard next.kind == .element else { continue }
            if next.tag == .image { return true }
            stack += next.children
        }
        return false
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }

    /// Pictures in a typeface of the old site's own, such as Font Awesome's.
    private static func isPrivate(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .privateUse }
}
