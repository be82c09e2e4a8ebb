package import HearthModel
package import HearthSite

/// The kinds of result that the search page can be narrowed to, in the order that it offers them. Raw values are in the
/// index: new kinds go to the end.
package enum SearchKind: Int, Sendable, CaseIterable {
    case question, document, person, group, topic, event, useCase, measure, page

    /// As in addresses (`?type=`) and on the command line.
    package var name: String { self == .useCase ? "use-case" : String(describing: self) }
}

/// What the search knows of one page.
package struct SearchDocument: Sendable {
    package var url: SitePath
    /// The content page that it stands for; nil for a topic without a page of its own.
    package var page: PageIndex?
    package var kind: SearchKind
    package var title: String
    /// Other titles and names that it goes by.
    package var otherTitles: [String] = []
    /// Words about it that it need not contain: topics with their synonyms, a person's role, names of attached files.
    package var keywords: [String] = []
    package var authors: [String] = []
    /// The state in a word (`Accepted`, `Verified`) and its class in the theme.
    package var badge: (state: String, label: String)?
    package var group: GroupIndex?
    package var topics: [TopicIndex] = []
    /// `yyyy-mm-dd` of the last change.
    package var date: String?
    /// How much it is preferred to others with the same words: 128 is neutral.
    package var prior: Int = 128
    package var passages: [SearchPassage] = []
    /// The plain text of all passages, one after the other (UTF-8).
    package var text: [UInt8] = []
}

/// A part of a page that one can link to.
package struct SearchPassage: Sendable {
    package enum Kind: UInt8, Sendable {
        case body, acceptedAnswer, answer, comment
    }

    package var kind: Kind
    /// The anchor on the page; empty for its beginning.
    package var anchor: String
    /// The heading, or what part it is (`Accepted answer`); empty for the beginning.
    package var heading: String
    /// Whether `heading` was written by an author and counts as text.
    package var headingIsText: Bool
    package var range: Range<Int>
}
