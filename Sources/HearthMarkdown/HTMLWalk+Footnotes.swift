import HearthModel

extension HTMLWalk {
    /// The id of a footnote without `fn-`, encoded as GitHub does, so that any label makes a valid id.
    private func anchor(_ footnote: MarkdownDocument.Footnote) -> String { HTMLAddress.encoded(footnote.label) }

    /// What stands before `fn-` and `fnref-`.
    private mutating func writePrefix(_ footnote: MarkdownDocument.Footnote) {
        writer.text(renderer.anchorPrefix)
        writer.text(footnote.prefix)
    }

    mutating func writeFootnoteReference(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        let footnote = document.footnotes[Int(node.detail)]
        let name = anchor(footnote)
        let ordinal = document.referenceOrdinals[id] ?? 1
        writer.raw(isPlain ? "<sup class=\"footnote-ref\"><a href=\"#" : "<sup><a href=\"#")
        writePrefix(footnote)
        writer.raw("fn-")
        writer.rendered(name)
        writer.raw("\" id=\"")
        writePrefix(footnote)
        writer.raw("fnref-")
        writer.rendered(name)
        if ordinal > 1 {
            writer.raw("-")
            number(ordinal)
        }
        writer.raw(isPlain ? "\" data-footnote-ref>" : "\" class=\"footnote-ref\" aria-label=\"")
        if !isPlain {
            writer.text(renderer.words.footnote.before)
            number(footnote.number)
            writer.text(renderer.words.footnote.after)
            writer.raw("\">")
        }
        number(footnote.number)
        writer.raw("</a></sup>")
    }

    mutating func writeFootnotes(_ places: [Int]) {
        freshLine()
        if isPlain {
            writer.raw("<section class=\"footnotes\" data-footnotes>\n<ol>\n")
        } else {
            writer.raw("<section class=\"footnotes\" role=\"doc-endnotes\"")
            writer.attribute("aria-label", renderer.words.footnotes)
            writer.raw(">\n<ol>\n")
        }
        for index in places {
            let footnote = document.footnotes[index]
            writer.raw("<li id=\"")
            writePrefix(footnote)
            writer.raw("fn-")
            writer.rendered(anchor(footnote))
            writer.raw("\">\n")
            backReferences = index
            backReferenceParagraph = MarkdownDocument.none
            var last = MarkdownDocument.none
            for block in document.children(of: footnote.definition) { last = block }
            if last != MarkdownDocument.none, document.nodes[Int(last)].kind == .paragraph {
                backReferenceParagraph = last
            }
            for block in document.children(of: footnote.definition) { write(block) }
            if backReferenceParagraph == MarkdownDocument.none {
                writeBackReferences()
                writer.raw("\n")
            }
            writer.raw("</li>\n")
        }
        writer.raw("</ol>\n</section>\n")
    }

    /// The links from a footnote back to each place that refers to it.
    mutating func writeBackReferences() {
        guard backReferences >= 0 else { return }
        let footnote = document.footnotes[backReferences]
        let name = anchor(footnote)
        for ordinal in 1...max(footnote.references, 1) {
            let suffix = ordinal > 1 ? "-\(ordinal)" : ""
            if ordinal > 1 || backReferenceParagraph != MarkdownDocument.none { writer.raw(" ") }
            writer.raw("<a href=\"#")
            writePrefix(footnote)
            writer.raw("fnref-")
            writer.rendered(name + suffix)
            writer.raw("\" class=\"footnote-backref\"")
            if isPlain {
                writer.raw(" data-footnote-backref")
                writer.attribute("data-footnote-backref-idx", "\(footnote.number)\(suffix)")
            }
            writer.attribute("aria-label", renderer.words.backToReference("\(footnote.number)\(suffix)"))
            writer.raw(">↩")
            if ordinal > 1 {
                writer.raw(isPlain ? "<sup class=\"footnote-ref\">" : "<sup>")
                number(ordinal)
                writer.raw("</sup>")
            }
            writer.raw("</a>")
        }
    }
}
