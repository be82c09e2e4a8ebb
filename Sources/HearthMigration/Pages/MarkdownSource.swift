import HearthMarkdown
import HearthModel

/// Markdown that an old system held: rendered to HTML, so that it goes the way of everything else and comes out safe
/// and in one style.
enum MarkdownSource {
    static func html(_ markdown: [UInt8]) -> [UInt8] {
        var diagnostics: [Diagnostic] = []
        let document = MarkdownDocument.parse(
            markdown[...], file: "", firstLine: 1,
            options: MarkdownOptions(extensions: true, allowsRawHTML: true, communityLinks: false),
            diagnostics: &diagnostics)
        var renderer = MarkdownHTMLRenderer()
        renderer.gfmCompatible = true
        renderer.headingAnchors = false
        var writer = HTMLWriter(capacity: markdown.count * 2)
        renderer.render(document, blocks: document.blocks[...], into: &writer) { _ in nil }
        renderer.renderFootnotes(document, into: &writer) { _ in nil }
        return writer.bytes
    }
}
