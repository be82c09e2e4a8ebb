// Blocks of code, and the languages that comments and classes give them.

extension HTMLToMarkdown {
    /// `<!-- language: lang-js -->` names the next code block, `language-all` every one.
    mutating func readHint(_ node: HTMLNode) {
        let text = String(decoding: node.text, as: UTF8.self)
        let words = text.split { $0 == " " || $0 == ":" }
        guard words.count == 2, let language = Self.language(in: String(words[1])) else { return }
        if words[0] == "language" { nextLanguage = language }
        if words[0] == "language-all" { defaultLanguage = language }
    }

    /// The language in a list of classes such as `lang-js prettyprint`.
    private static func language(in classes: String) -> String? {
        guard classes.utf8.contains(where: { $0 == 0x2D || $0 == 0x3A }) else { return nil }
        for name in classes.split(separator: " ") {
            for prefix in ["lang-", "language-", "highlight-source-", "brush:"] where name.hasPrefix(prefix) {
                let language = name.dropFirst(prefix.count)
                // `auto`: nobody named one.
                return ["none", "default", "auto"].contains(language) ? "" : String(language)
            }
        }
        return nil
    }

    mutating func preformatted(_ node: HTMLNode) -> [MarkdownBlock] {
        var language = node.attribute("class").flatMap { Self.language(in: $0) }
        for child in node.children where language == nil && child.kind == .element {
            language = child.attribute("class").flatMap { Self.language(in: $0) }
        }
        let hint = nextLanguage
        nextLanguage = nil
        leaveOut(node, "inside code")
        let text = Self.plainText(of: node) { LineNumbers.isNumber($0) }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return [] }
        return [.code(language: language ?? hint ?? defaultLanguage, text)]
    }
}
