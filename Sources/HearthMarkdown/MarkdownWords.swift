package import HearthModel

/// The words that stand in rendered Markdown besides those of the author. Made once for all pages of a site.
package final class MarkdownWords: Sendable {
    /// A text before and behind its one value.
    struct Phrase: Sendable {
        let before: String
        let after: String

        init(_ text: String) {
            guard let place = text.firstRange(of: "{value}") else {
                (before, after) = (text + " ", "")
                return
            }
            before = String(text[..<place.lowerBound])
            after = String(text[place.upperBound...])
        }

        func callAsFunction(_ value: String) -> String { before + value + after }
    }

    package static let english = MarkdownWords(.english)

    let footnote: Phrase
    let footnotes: String
    let backToReference: Phrase
    let linkToSection: Phrase
    let table: Phrase
    let done: String
    let toDo: String
    let alerts: [MarkdownDocument.AlertKind: String]

    package init(_ words: Words) {
        footnote = Phrase(words("Footnote {value}"))
        footnotes = words("Footnotes")
        backToReference = Phrase(words("Back to reference {value}"))
        linkToSection = Phrase(words("Link to this section: {value}"))
        table = Phrase(words("Table {value}"))
        done = words("done##a box that is ticked")
        toDo = words("to do##a box that is not ticked")
        alerts = [
            .note: words("Note##title of a box"), .tip: words("Tip##title of a box"),
            .important: words("Important##title of a box"), .warning: words("Warning##title of a box"),
            .caution: words("Caution##title of a box"),
        ]
    }
}
