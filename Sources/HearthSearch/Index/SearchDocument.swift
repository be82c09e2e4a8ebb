import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

/// The kinds of result that the search page can be narrowed to, in the order that it offers them. Raw values are in the
/// index: new kinds go to the end.
package enum SearchKind: Int, Sendable, CaseIterable {
    case question, document, person, group, topic, event, useCase, measure, page

    /// As in addresses (`?type=`) and on the command line.
    package var name: String { self == .useCase ? "use-case" : String(describing: self) }
}

/// What the search knows of one page. Its text stays in the pages' trees (`SearchTextReader`).
struct SearchDocument: Sendable {
    var url: SitePath
    /// The content page that it stands for; nil for a topic without a page of its own.
    var page: PageIndex?
    var kind: SearchKind
    var title: String
    /// The code whose stems its words are reduced to; empty where they stay as they are.
    var language = ""
    /// Other titles and names that it goes by.
    var otherTitles: [String] = []
    /// Words about it that it need not contain: topics with their synonyms, a person's role, names of attached files.
    var keywords: [String] = []
    var authors: [String] = []
    /// The state in a word (`Accepted`, `Verified`) and its class in the theme.
    var badge: (state: String, label: String)?
    var group: GroupIndex?
    var topics: [TopicIndex] = []
    /// `yyyy-mm-dd` of the last change.
    var date: String?
    /// How much it is preferred to others with the same words: 128 is neutral.
    var prior: Int = 128
    /// Where its text stands, in the order of the page.
    var sections: [SearchSection] = []
}

/// A run of blocks that a document's text is read from: the page's own, an answer's, a comment's.
struct SearchSection: Sendable {
    var kind: SearchPassage.Kind
    /// The page whose tree has the blocks: for an answer in a file of its own, that file.
    var holder: PageIndex
    var part: PagePart
    /// What stands before the first heading belongs to this anchor and label.
    var anchor = ""
    var label = ""
    var cutsAtHeadings = true
}

/// A part of a page that one can link to.
struct SearchPassage: Sendable {
    enum Kind: UInt8, Sendable {
        case body, acceptedAnswer, answer, comment
    }

    var kind: Kind
    /// The anchor on the page; empty for its beginning.
    var anchor: String
    /// The heading, or what part it is (`Accepted answer`); empty for the beginning.
    var heading: String
    /// Whether `heading` was written by an author and counts as text.
    var headingIsText: Bool
    /// In the text of the document, in bytes.
    var range: Range<Int>
}
