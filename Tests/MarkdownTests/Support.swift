import HearthMarkdown
import HearthModel

/// Parses and renders `text`; footnotes follow.
func html(
    _ text: String, options: MarkdownOptions = .init(),
    renderer: MarkdownHTMLRenderer = MarkdownHTMLRenderer(gfmCompatible: true),
    resolve: (MarkdownDocument.Link) -> LinkResolution? = { _ in nil }
) -> String {
    let (document, _) = parse(text, options: options)
    return html(document, renderer: renderer, resolve: resolve)
}

func html(
    _ document: MarkdownDocument, renderer: MarkdownHTMLRenderer = MarkdownHTMLRenderer(gfmCompatible: true),
    resolve: (MarkdownDocument.Link) -> LinkResolution? = { _ in nil }
) -> String {
    var writer = HTMLWriter()
    renderer.render(document, blocks: document.blocks[...], into: &writer) { resolve(document.links[$0]) }
    renderer.renderFootnotes(document, into: &writer) { resolve(document.links[$0]) }
    return writer.text
}

func parse(
    _ text: String, firstLine: Int = 1, options: MarkdownOptions = .init()
) -> (document: MarkdownDocument, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let document = MarkdownDocument.parse(
        Array(text.utf8)[...], file: "page.md", firstLine: firstLine, options: options, diagnostics: &diagnostics)
    return (document, diagnostics)
}
