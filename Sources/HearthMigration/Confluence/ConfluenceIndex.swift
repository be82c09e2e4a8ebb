import HearthModel

/// A space: it becomes a group.
struct ConfluenceSpace: Sendable {
    /// Why not everybody may read it.
    enum Audience: Sendable, Hashable {
        case everyone
        /// Only some groups or people could see it.
        case restricted
        /// The export does not say.
        case unknown
    }

    /// The short name in addresses.
    var key: String
    var name: String
    var audience: Audience
    /// The page that stands for the space.
    var home: Int?
    var place: ImportPlace
    /// Whether the home page becomes the page of the group.
    var homeIsGroup = false
}

/// Where a text lies: in a file of its own, or in `entities.xml`.
enum ConfluenceSource: Sendable, Hashable {
    case none
    case file(String)
    /// A `BodyContent` object: which file of the export, where, and its line.
    case record(file: Int, offset: Int, length: Int, line: Int)
}

/// A page or blog post.
struct ConfluencePage: Sendable {
    enum Kind: Sendable, Hashable {
        case page
        case blogPost
    }

    /// Its place in `ConfluenceIndex.pages`.
    var number = 0
    /// 0 when the export does not tell.
    var id: Int
    /// An index into `ConfluenceIndex.spaces`.
    var space: Int
    var title: String
    var kind: Kind = .page
    /// The page above it.
    var parent: Int?
    /// Its place among its siblings, where somebody has set it.
    var position: Int?
    var account: ImportAccount = .unknown
    var rawAuthor: String?
    var created: Timestamp?
    var modified: Timestamp?
    var labels: [String] = []
    /// Whether it, or a page above it, was for some people only.
    var isRestricted = false
    var isArchived = false
    var source: ConfluenceSource = .none
    var size = 0
    /// Wiki markup, as Confluence 3 and older stored it.
    var isMarkup = false
    /// How many its text holds.
    var macros = 0
    var comments: [ConfluenceComment] = []
    /// The name of its file in an HTML export.
    var fileName: String?
    /// Below the content folder.
    var path = ""
    var weight: Int?
    /// Whether addresses by number and by title mean this page, and no other one of the dumps.
    var ownsID = true
    var ownsTitle = true

    var sourceID: String { id == 0 ? "page/\(fileName ?? title)" : "page/\(id)" }
}

/// A comment in an XML export; those of HTML exports stand in the page's file.
struct ConfluenceComment: Sendable {
    var id: Int
    var parent: Int?
    var account: ImportAccount
    var created: Timestamp?
    var source: ConfluenceSource
    var isMarkup = false
    var macros = 0
    /// The words of the page that it was made on.
    var selection: String?
    var isResolved = false
}

struct ConfluenceAttachment: Sendable {
    var id: String
    /// An index into `ConfluenceIndex.pages`.
    var page: Int
    var name: String
    /// Where the bytes are; nil when the export lacks them.
    var file: String?
    /// The rule by which it stays behind.
    var danger: String?
    var version = 1
    /// Below the content folder; empty when it is not copied.
    var path = ""
}

/// All that links and macros may ask for.
struct ConfluenceIndex: Sendable {
    var spaces: [ConfluenceSpace] = []
    var pages: [ConfluencePage] = []
    var attachments: [ConfluenceAttachment] = []
    /// The dumps, for bodies that are read again.
    var records: [RecordFile] = []
    /// By key in lower case.
    var spaceNumbers: [String: Int] = [:]
    var byID: [Int: Int] = [:]
    /// By number of the space and title in lower case.
    var byTitle: [String: Int] = [:]
    /// Pages of HTML exports by number of the space and name of the file.
    var byFile: [String: Int] = [:]
    /// By the address that they have here.
    var byAddress: [String: Int] = [:]
    var children: [Int: [Int]] = [:]
    /// Pages of a space that have no page above them.
    var roots: [Int: [Int]] = [:]
    var attachmentsOfPage: [Int: [Int]] = [:]
    /// By number of the page and name in lower case.
    var attachmentNames: [String: Int] = [:]
    /// Files of HTML exports by path.
    var attachmentFiles: [String: Int] = [:]
    /// The same by path without the ending, which thumbnails do not tell.
    var attachmentStems: [String: String] = [:]
    /// Accounts by every name that the export has for them: key, login, account id, in lower case.
    var accounts: [String: ImportAccount] = [:]
    /// Who was mentioned in what is kept, or commented on it.
    var writers: Set<ImportAccount> = []
    /// Comments of pages that are kept.
    var commentCount = 0
    /// Labels that some page has, with a page for each kind of reader.
    var labels: [String: [Int]] = [:]
    /// Pages that `survey.csv` leaves out, by id, and by number of the space and title in lower case: links to those
    /// that were not for all say no more than if they were here.
    private(set) var leftOutByID: [Int: LeftOut] = [:]
    private(set) var leftOutByTitle: [String: LeftOut] = [:]
    /// Where the old site was.
    var hosts: Set<String> = []
    var baseURL: String?

    func page(titled title: String, in space: Int) -> Int? {
        byTitle["\(space)/\(Self.fold(title))"]
    }

    func attachment(named name: String, of page: Int) -> Int? {
        attachmentNames["\(page)/\(name)"] ?? attachmentNames["\(page)/\(Self.fold(name))"]
    }

    /// Whether the title of `other` may stand where the author wrote no words of their own: readers of `page` may know of
    /// it, or nothing says that they may not.
    func mayName(_ other: Int, from page: Int) -> Bool {
        mayRead(other, from: page) || spaces[pages[other].space].audience == .unknown && !pages[other].isRestricted
    }

    struct LeftOut: Sendable {
        var space: Int
        var isRestricted: Bool
    }

    /// Of pages of one title the closed one counts.
    mutating func leaveOut(id: Int, title: String, _ page: LeftOut) {
        if id != 0 { leftOutByID[id] = page }
        let key = "\(page.space)/\(Self.fold(title))"
        if leftOutByTitle[key].map({ !$0.isRestricted }) ?? true { leftOutByTitle[key] = page }
    }

    /// Whether an id, or a title in a space, means a page that was left out and whose title is not for readers of `page`.
    func isHidden(id: Int, from page: Int) -> Bool {
        byID[id] == nil && leftOutByID[id].map { !mayName($0, from: page) } ?? false
    }

    func isHidden(title: String, in space: Int, from page: Int) -> Bool {
        let key = "\(space)/\(Self.fold(title))"
        return byTitle[key] == nil && leftOutByTitle[key].map { !mayName($0, from: page) } ?? false
    }

    private func mayName(_ other: LeftOut, from page: Int) -> Bool {
        mayRead(other, from: page) || spaces[other.space].audience == .unknown && !other.isRestricted
    }

    /// Whether a page is for fewer people than its group.
    func isEnclosed(_ page: Int) -> Bool {
        pages[page].isRestricted && spaces[pages[page].space].audience == .everyone
    }

    /// Notes a page under its labels. One page stands for all that have the same readers.
    mutating func addLabels(of number: Int) {
        let page = pages[number]
        for label in page.labels {
            let isKnown = labels[label]?.contains {
                pages[$0].space == page.space && pages[$0].isRestricted == page.isRestricted
            }
            if isKnown != true { labels[label, default: []].append(number) }
        }
    }

    /// Whether the label's topic has a page that those see who read `page`.
    func hasTopic(_ label: String, from page: Int) -> Bool {
        labels[label]?.contains { mayRead($0, from: page) } ?? false
    }

    /// Whether all who may read `page` may read `other`.
    func mayRead(_ other: Int, from page: Int) -> Bool {
        mayRead(LeftOut(space: pages[other].space, isRestricted: pages[other].isRestricted), from: page)
    }

    private func mayRead(_ other: LeftOut, from page: Int) -> Bool {
        if spaces[other.space].audience == .everyone, !other.isRestricted { return true }
        guard other.space == pages[page].space else { return false }
        return pages[page].isRestricted || !other.isRestricted || spaces[other.space].audience != .everyone
    }

    static func fold(_ title: String) -> String {
        title.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }
}
