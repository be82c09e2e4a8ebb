package import HearthContent
package import HearthMarkdown
package import HearthModel

/// A place in `Site.pages`.
package typealias PageIndex = Int
/// A place in `Site.people`.
package typealias PersonIndex = Int
/// A place in `Site.groups`.
package typealias GroupIndex = Int
/// A place in `Site.topics`.
package typealias TopicIndex = Int
/// A place in `Site.questions`.
package typealias QuestionIndex = Int

/// What the resolve stage made of all pages: the only place with global knowledge. Nothing after it changes it.
///
/// Everything here is unfiltered; whoever renders asks `isVisible(_:to:)` (or takes the lists made for an audience)
/// before a
/// fact reaches an output.
package struct Site: Sendable {
    package let project: Project
    /// "Now" of this build (`--as-of`).
    package let clock: Timestamp
    /// Where days begin and end.
    package let zone: SiteZone
    /// The day of `clock` there, as days since 1970.
    package let day: Int
    /// Every published page, in byte order of the source paths. Answers in files of their own are here too (they have
    /// no
    /// output), so that their documents can be rendered into their question's page.
    package let pages: [SitePage]
    package let people: [Person]
    package let groups: [Group]
    /// In byte order of the tags.
    package let topics: [Topic]
    package let questions: [Question]
    package let assets: [SiteAsset]
    package let redirects: [Redirect]
    package let objectives: [Objective]
    /// `footer:` of `hearth.yml`, parsed, with its links resolved.
    package let footer: ResolvedText?
    /// Who knows what, for each audience: `.everyone` and every restricted group.
    package let experts: [Audience: ExpertDirectory]
    /// Pages whose URL is that of a generated index (`questions/`, `people/`, …): their text introduces it.
    package let introductions: [SitePath: PageIndex]
    /// Pages that are not published because of a mistake; nothing is made of them.
    package internal(set) var held: [ParsedPage] = []
    /// The files that were left out, by reason.
    package let leftOut: LeftOut
    /// The pages that a build for readers does not have, in the order of their files.
    package internal(set) var leftOutPages: [LeftOutPage] = []
    /// The indexes that the build makes, such as `questions/unanswered/`; topic pages included.
    package let generated: Set<SitePath>
    /// Page of a question → its place in `questions`; likewise for groups and people.
    package let questionByPage: [PageIndex: QuestionIndex]
    package let groupByPage: [PageIndex: GroupIndex]
    package let personByPage: [PageIndex: PersonIndex]
    /// Answers in files of their own → the page of their question.
    package let hosts: [PageIndex: PageIndex]
    /// Use cases, measures and events by their order of title or date.
    package let useCases: [PageIndex]
    package let measures: [PageIndex]
    package let events: [PageIndex]
    /// Documents by title.
    package let documents: [PageIndex]
    let measureLinks: MeasureLinks
    let directory: Directory
    let topicByName: [String: TopicIndex]

    /// The topic that a page means by `name`: its tag or one of its synonyms, however they are written.
    package func topic(named name: String) -> Topic? { topicByName[TopicResolver.normalized(name)].map { topics[$0] } }

    /// The measures of a use case, whichever of the two names the other; those that it names come first.
    package func measures(of useCase: PageIndex) -> [PageIndex] { measureLinks.measures[useCase] ?? [] }

    /// The use cases of a measure, whichever of the two names the other.
    package func useCases(of measure: PageIndex) -> [PageIndex] { measureLinks.useCases[measure] ?? [] }

    /// The end of `day`, as dates without a time are counted. What gets older with time does so by the day, so that two
    /// builds of one day agree.
    package var today: Timestamp { Timestamp(seconds: Int64(day) * 86_400 + 86_399, hasTime: true) }

    /// Whether a date is not one to come.
    package func hasCome(_ date: Timestamp) -> Bool { date.hasTime ? date.seconds <= clock.seconds : date.day <= day }

    /// When a page was published first, for feeds; nil when nothing is known that is not to come.
    package func published(_ page: PageIndex) -> Timestamp? {
        let first = [pages[page].created, pages[page].date, pages[page].updated].lazy.compactMap { $0 }
            .first { hasCome($0) }
        // What was held back is new on the day it comes out, whatever its date says.
        guard let publish = pages[page].parsed.common.publish, hasCome(publish) else { return first }
        return zone.latest([first, publish])
    }

    /// When a page last changed, with its answers and comments, for feeds and the sitemap; nil when nothing is known that
    /// is not to come.
    package func lastModified(_ page: PageIndex) -> Timestamp? {
        let activity = questionByPage[page].flatMap { questions[$0].lastActivity }
        return zone.latest(
            [published(page), pages[page].updated, activity].map { $0.flatMap { hasCome($0) ? $0 : nil } })
    }

    /// Whether an output for `audience` may use the page.
    package func isVisible(_ page: PageIndex, to audience: Audience) -> Bool { pages[page].audience.contains(audience) }

    /// The content page that lies at an address.
    package func page(at path: SitePath) -> PageIndex? { pathIndex[path.text] }

    /// The person with a handle (without `@`).
    package func person(_ handle: String) -> PersonIndex? { directory.person(handle) }

    /// The group with an id (`lift` or `groups/lift`).
    package func group(_ id: String) -> GroupIndex? { directory.group(id) }

    /// The page that a field such as `superseded_by` or `measures` of `near` names, by path or id; unknown names were
    /// diagnostics.
    package func page(_ reference: String, types: [EntityType], near page: PageIndex) -> PageIndex? {
        ReferenceChecker.find(
            reference, types, directory, near: pages[page].parsed, path: { pathIndex[$0] },
            parsed: { pages[$0].parsed }
        ).first
    }

    /// Content path and URL → page, for references by path.
    let pathIndex: [String: PageIndex]
}

/// Markdown of the configuration with its links resolved.
package struct ResolvedText: Sendable {
    package var document: MarkdownDocument
    package var links: [LinkResolution?]
}

/// Who wrote something: a person of the site, or only a name.
package enum PersonReference: Sendable, Hashable {
    case person(PersonIndex)
    /// A name without a page: a raw author of migrated content, or a handle that nobody has.
    case name(String)
}

/// A page with everything resolved that is common to all types. A class that never changes, for the reason that
/// `ParsedPage` is.
package final class SitePage: Sendable {
    package let parsed: ParsedPage
    package let url: SitePath
    package let audience: Audience
    package let title: String
    /// The place of the title among those of all pages, in the order of the site's language; equal ones have one place.
    package let titleRank: Int32
    /// Plain text for lists and feeds, at most 200 characters.
    package let description: String
    package let authors: [PersonReference]
    package let date: Timestamp?
    /// The moment of `date` in seconds, by which lists are ordered: a day without a time begins when it does where the
    /// site is.
    package let moment: Int64?
    /// When it was written: for an event git's date, because `date` is when it takes place.
    package let created: Timestamp?
    package let updated: Timestamp?
    /// In the order written, without repetition.
    package let topics: [TopicIndex]
    package let group: GroupIndex?
    /// BCP 47.
    package let language: String
    /// What each of `parsed.document.links` became; nil leaves it as written.
    package let links: [LinkResolution?]
    /// Pages that link to this one, newest first; filter by audience before use.
    package let backlinks: [PageIndex]
    /// Pages on the same subject, best first; filter by audience before use.
    package let related: [PageIndex]
    /// Neighbours in the same folder, for documents.
    package let previous: PageIndex?
    package let next: PageIndex?

    init(
        parsed: ParsedPage, url: SitePath, audience: Audience, title: String, titleRank: Int32, description: String,
        authors: [PersonReference], date: Timestamp?, moment: Int64?, created: Timestamp?, updated: Timestamp?,
        topics: [TopicIndex],
        group: GroupIndex?,
        language: String, links: [LinkResolution?], backlinks: [PageIndex], related: [PageIndex], previous: PageIndex?,
        next: PageIndex?
    ) {
        self.parsed = parsed
        self.url = url
        self.audience = audience
        self.title = title
        self.titleRank = titleRank
        self.description = description
        self.authors = authors
        self.date = date
        self.moment = moment
        self.created = created
        self.updated = updated
        self.topics = topics
        self.group = group
        self.language = language
        self.links = links
        self.backlinks = backlinks
        self.related = related
        self.previous = previous
        self.next = next
    }

    package var anchorPrefix: String { parsed.anchorPrefix }
    package var type: EntityType { parsed.type }
    package var source: SourceLocation { SourceLocation(file: parsed.file) }
    /// When it last changed, or was written.
    package var lastChange: Timestamp? { updated ?? date }
}

/// The five states of a question.
package enum QuestionState: String, Sendable, CaseIterable {
    case unanswered, answered, accepted, closed, duplicate

    /// What readers see, on pages as among the results of a search.
    package var label: String {
        switch self {
        case .unanswered: "Unanswered"
        case .answered: "Answered"
        case .accepted: "Accepted"
        case .closed: "Closed"
        case .duplicate: "Duplicate"
        }
    }

    /// `label` as the text by which its translation is found.
    package var labelKey: String { label + "##state of a question" }
}

/// A question with its answers from either form.
package struct Question: Sendable {
    package var page: PageIndex
    package var state: QuestionState
    /// The accepted one first, then by votes, then by date.
    package var answers: [Answer]
    package var comments: [Comment]
    package var votes: Int?
    package var duplicateOf: PageIndex?
    /// Questions that are duplicates of this one.
    package var duplicates: [PageIndex]
    /// The newest date of the question, its answers and its comments.
    package var lastActivity: Timestamp?
}

package struct Answer: Sendable {
    package var id: String
    package var author: PersonReference?
    package var date: Timestamp?
    package var isAccepted: Bool
    package var votes: Int?
    /// The page whose document holds `blocks`: the question's, or the answer's own file.
    package var holder: PageIndex
    package var part: PagePart
    package var blocks: ArraySlice<MarkdownDocument.NodeID>
    package var comments: [Comment]
    package var line: Int

    /// The anchor on the question's page.
    package var anchor: String { "a-" + id }
}

package struct Comment: Sendable {
    package var author: PersonReference?
    package var date: Timestamp?
    package var holder: PageIndex
    package var part: PagePart
    package var blocks: ArraySlice<MarkdownDocument.NodeID>
}

package struct Person: Sendable {
    package var page: PageIndex
    package var handle: String
    package var name: String
    package var fields: PersonFields
    /// The topics of `hide_tags:`.
    package var hiddenTopics: Set<TopicIndex>
    package var manager: PersonIndex?
    /// Questions asked, newest first.
    package var asked: [QuestionIndex]
    /// Answers given, newest first.
    package var answered: [AnswerReference]
    /// Documents that the person answers for, by title.
    package var documents: [PageIndex]
    /// Documents written that somebody else answers for, or nobody; by title.
    package var written: [PageIndex]
    /// Groups that name the person as manager, sponsor or member.
    package var groups: [(group: GroupIndex, role: GroupRole)]
    /// The resolved photo below the site's root.
    package var photo: SitePath?
}

/// What a person is in a group.
package enum GroupRole: Sendable, Hashable {
    case manager, communityManager, sponsor, member
    /// In the words of whoever wrote the group's page.
    case named(String)
}

package struct AnswerReference: Sendable, Hashable {
    package var question: QuestionIndex
    /// The place in `Question.answers`.
    package var answer: Int
}

package struct Group: Sendable {
    package var page: PageIndex
    package var id: String
    package var fields: GroupFields
    /// Who may read: everyone, or this group.
    package var audience: Audience
    /// Whether people outside may know that it exists.
    package var isListed: Bool
    /// Where everything of the group lies that not everyone may read.
    package var protectedFolder: SitePath
    /// The directory group that the web server asks for; nil for open groups.
    package var accessGroup: String?
    package var managers: [PersonIndex]
    package var sponsor: PersonIndex?
    package var members: [PersonIndex]
    /// Newest first.
    package var questions: [QuestionIndex]
    /// By weight, then title.
    package var documents: [PageIndex]
    /// By date.
    package var events: [PageIndex]
    package var useCases: [PageIndex]
    package var measures: [PageIndex]
}

package struct Topic: Sendable {
    package var tag: String
    package var label: String
    package var fields: TopicFields
    package var url: SitePath
    /// The text of `topics/<tag>.md`.
    package var page: PageIndex?
    package var parent: TopicIndex?
    package var children: [TopicIndex]
    package var owner: PersonReference?
    /// Newest first.
    package var questions: [QuestionIndex]
    /// Documents and other pages, by title.
    package var documents: [PageIndex]
    package var events: [PageIndex]
}

package struct SiteAsset: Sendable {
    package var file: AssetFile
    package var url: SitePath
    package var audience: Audience
}

/// An old address and where it leads now.
package struct Redirect: Sendable {
    /// As written: a path with or without query, or an absolute URL.
    package var from: String
    /// What a server sees: the path, with a leading slash, decoded. A question mark in it was written `%3F`.
    package var path: String
    /// As written, without the question mark; nil for an address without one.
    package var query: String?
    package var to: SitePath
    package var audience: Audience
    /// The page that claims it; nil for a synonym of a topic that only the settings describe.
    package var source: PageIndex?
    /// The file that claims it.
    package var file: String
    /// The name of what lies at `to`, where that is no content page.
    package var title: String?

    /// The address of a list or feed of this site which goes on at `to`, because what it belongs to has moved as `self`
    /// says.
    package func followed(by path: String, to: SitePath, audience: Audience, title: String) -> Redirect {
        var other = self
        other.path = (self.path.hasSuffix("/") ? self.path : self.path + "/") + path
        other.from = "/" + SitePath.percentEncode(String(other.path.dropFirst()))
        (other.to, other.audience, other.title) = (to, audience, title)
        return other
    }

    /// Path and query in one; a question mark of the path stays encoded.
    package var address: String { path.replacing("?", with: "%3F") + (query.map { "?" + $0 } ?? "") }
}
