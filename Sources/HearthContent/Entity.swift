package import HearthModel

/// The types of content (content model, section 1).
package enum EntityType: String, Sendable, CaseIterable {
    case group, question, answer, person, document
    case useCase = "use-case"
    case measure, event, topic, strategy, page
}

/// `visibility` and `listed`: who may read, and who may know that it exists.
package enum Visibility: String, Sendable, CaseIterable, Comparable {
    case everyone, members, invited

    private var strictness: Int {
        switch self {
        case .everyone: 0
        case .members: 1
        case .invited: 2
        }
    }

    /// The stricter one is the greater.
    package static func < (a: Visibility, b: Visibility) -> Bool { a.strictness < b.strictness }
}

/// A handle, tag, id or path that another file defines, with the line it was written on. Handles come without `@`, tags
/// without `#`.
package typealias Reference = Located<String>

/// Front matter that every type may have (content model, section 2). Absent fields are nil or empty: defaults that need
/// more
/// than this file are the resolver's.
package struct CommonFields: Sendable {
    package var title: String?
    package var titleLine = 0
    package var description: String?
    package var authors: [Reference] = []
    package var date: Timestamp?
    package var updated: Timestamp?
    package var tags: [Reference] = []
    package var aliases: [Reference] = []
    package var redirectFrom: [Reference] = []
    package var isDraft = false
    /// The lines of `draft:`, `publish:` and `expires:`, to say why a page is not on the site.
    package var draftLine: Int?
    package var publishLine: Int?
    package var expiresLine: Int?
    /// Whether the page must not be published because it cannot be told who may read it; what lies in the folder of such
    /// an index neither. There is always an error that says so.
    package var isHeld = false
    package var publish: Timestamp?
    package var expires: Timestamp?
    package var visibility: Located<Visibility>?
    package var language: String?
    package var weight: Int?
    package var layout: Located<String>?
    package var slug: String?
    /// `id:` as written.
    package var id: Reference?
    /// `group:` as written: the group a question, event or document outside its folder belongs to.
    package var group: Reference?
    /// The line of a field that was to say whose the page is and cannot be read: `Group:`, `group: [lift]`, an empty
    /// `group:`, or `groups:` on a page that has none.
    package var unreadGroup: Int?
    package var source: Provenance?
    package var migration: MigrationState?

    package init() {}
}

package enum GroupKind: String, Sendable, CaseIterable {
    case community, team, awareness
}

package enum GroupPurpose: String, Sendable, CaseIterable {
    case work, social
}

package enum GroupTier: String, Sendable, CaseIterable {
    case whiteGlove = "white-glove"
    case standard
    case selfServe = "self-serve"
}

package enum GroupLifecycle: String, Sendable, CaseIterable {
    case incubating, active, reference, retired
}

/// How a member came to a group.
package struct Membership: Sendable {
    package var who: Reference
    package var via: String?
    package var since: Timestamp?
    package var role: String?
    /// Where it is written: in the page, or in the file of `members_file`.
    package var location: SourceLocation?

    package init(who: Reference) { self.who = who }
}

package struct GroupFields: Sendable {
    package var kind: GroupKind?
    package var purpose = GroupPurpose.work
    package var tier = GroupTier.standard
    package var lifecycle = GroupLifecycle.active
    package var problem: String?
    /// "What's in it for me": role and promise, in the order written.
    package var whatsInIt: [(role: String, promise: String)] = []
    package var sponsor: Reference?
    package var managers: [Reference] = []
    package var members: [Membership] = []
    package var listed: Visibility?
    package var accessGroup: String?
    package var responseTarget: ISODuration?
    package var serves: [String] = []
    package var objectives: [Reference] = []
    package var reviewInterval: ISODuration?
    package var transitionalUntil: Timestamp?

    /// Whether somebody is there who answers.
    package var isLiving: Bool { lifecycle == .active || lifecycle == .incubating }

    package init() {}
}

package enum ExpertiseLevel: String, Sendable, CaseIterable {
    case expert, practitioner, learner
}

/// Self-declared knowledge of a topic.
package struct Expertise: Sendable {
    package var tag: Reference
    package var level: ExpertiseLevel?
    package var note: String?
    package var confirmed: Timestamp?

    package init(tag: Reference) { self.tag = tag }
}

package enum PersonStatus: String, Sendable, CaseIterable {
    case active, away, left
}

package struct PersonFields: Sendable {
    package var name: String?
    package var jobTitle: String?
    package var department: String?
    package var site: String?
    package var manager: Reference?
    package var isLeader = false
    package var status = PersonStatus.active
    package var email: String?
    /// Whether `email` may be printed.
    package var showsContact = false
    package var photo: Reference?
    package var expertise: [Expertise] = []
    package var backups: [(tag: Reference, who: Reference)] = []
    /// False: listed, but never suggested as someone to ask.
    package var askMe = true
    /// False: no page and no row in the directory.
    package var isListed = true
    package var allowsInference = true
    /// Topics for which inference is off.
    package var hiddenTags: [Reference] = []
    package var identities: [String] = []

    /// Whether somebody may be sent to this person with a question.
    package var canBeAsked: Bool { status == .active && askMe && isListed }

    package init() {}
}

package enum QuestionStatus: String, Sendable, CaseIterable {
    case open, closed, duplicate
}

package struct QuestionFields: Sendable {
    package var alternativeTitles: [String] = []
    package var status = QuestionStatus.open
    package var duplicateOf: Reference?
    /// The id of the accepted answer, as `accepted:` of the question says.
    package var accepted: Reference?
    package var votes: Int?

    package init() {}
}

package enum DocumentKind: String, Sendable, CaseIterable {
    case article, howto, policy, decision, story, lesson
}

package enum DocumentStatus: String, Sendable, CaseIterable {
    case current, obsolete, superseded
}

package enum DocumentNeed: String, Sendable, CaseIterable {
    case answer, review, expert, proofreading
}

package struct DocumentFields: Sendable {
    package var kind = DocumentKind.article
    /// A person (`@handle`, kept without `@`) or a group.
    package var owner: Reference?
    package var status = DocumentStatus.current
    package var supersededBy: Reference?
    package var verifiedBy: Reference?
    package var verified: Timestamp?
    package var verifiedLine = 1
    package var reviewInterval: ISODuration?
    package var needs: [DocumentNeed] = []

    package init() {}
}

package enum UseCaseDecision: String, Sendable, CaseIterable {
    case adopt
    case leaveAsIs = "leave-as-is"
    case later
}

/// Whether a use case is about work within the company or with others.
package enum UseCaseScope: String, Sendable, CaseIterable {
    case `internal`, external
}

package enum UseCaseStatus: String, Sendable, CaseIterable {
    case hypothesis, piloting, proven, dropped
}

package struct UseCaseFields: Sendable {
    package struct Obstacle: Sendable {
        package var objection: String
        package var response: String?
        package var evidence: String?

        package init(objection: String) { self.objection = objection }
    }

    package struct Process: Sendable {
        package var trigger: String?
        package var step: String?
        package var channel: String?
        package var owner: Reference?

        package init() {}
    }

    package var groups: [Reference] = []
    package var problem: String?
    package var currentPractice: String?
    package var painPoints: [String] = []
    package var desired: String?
    package var obstacles: [Obstacle] = []
    package var process: Process?
    package var decision: UseCaseDecision?
    package var rationale: String?
    package var scope: UseCaseScope?
    package var targetDepartments: [String] = []
    package var status: UseCaseStatus?
    package var measures: [Reference] = []
    package var stories: [Reference] = []
    package var objective: Reference?

    package init() {}
}

package enum EventKind: String, Sendable, CaseIterable {
    case tour, workshop, training, retro
}

package struct EventFields: Sendable {
    package struct FollowUp: Sendable {
        package var task: String
        package var who: Reference?
        package var due: Timestamp?
        package var isDone = false

        package init(task: String) { self.task = task }
    }

    package var kind: EventKind?
    package var end: Timestamp?
    package var endLine = 1
    package var groups: [Reference] = []
    package var hosts: [Reference] = []
    package var useCases: [Reference] = []
    package var site: String?
    /// A count, when a number was written.
    package var attendeeCount: Int?
    /// People, when a list of handles was written.
    package var attendees: [Reference] = []
    package var followUp: [FollowUp] = []

    package init() {}
}

package enum ObjectiveCategory: String, Sendable, CaseIterable {
    case revenue, cost, risk
}

package enum Attribution: String, Sendable, CaseIterable {
    case measured, estimated, anecdotal
}

package struct MeasureFields: Sendable {
    package struct Point: Sendable {
        package var date: Timestamp
        package var value: Double
        package var evidence: String?
        /// Where it is written: in the page, or in the file of `series_file`.
        package var location: SourceLocation?

        package init(date: Timestamp, value: Double, evidence: String? = nil) {
            self.date = date
            self.value = value
            self.evidence = evidence
        }
    }

    package var category: ObjectiveCategory?
    package var unit: String?
    /// True when more is better: as its target says against the baseline, else as written. Nil when neither tells.
    package var risesWhenBetter: Bool?
    package var baseline: Point?
    package var target: Point?
    /// In the order of their dates; read from `series` or from the CSV file of `series_file`.
    package var series: [Point] = []
    package var owner: Reference?
    package var objective: Reference?
    package var useCases: [Reference] = []
    package var attribution: Attribution?
    package var soWhat: String?
    package var signposts: [String] = []

    package init() {}
}

/// One objective of `strategy.md`.
package struct Objective: Sendable {
    package var id: Reference
    package var title: String
    package var owner: Reference?
    package var category: ObjectiveCategory?

    package init(id: Reference, title: String) {
        self.id = id
        self.title = title
    }
}

/// A topic as `topics/<tag>.md` or `topics:` in `hearth.yml` defines it.
package struct TopicFields: Sendable {
    package var label: String?
    package var description: String?
    package var parent: Reference?
    package var synonyms: [String] = []
    package var owner: Reference?
    package var experts: [Reference] = []

    package init() {}
}

/// An answer file of a question in folder form.
package struct AnswerFields: Sendable {
    package var isAccepted = false
    /// The line of `accepted:`; 0 without one.
    package var acceptedLine = 0
    package var votes: Int?

    package init() {}
}

/// What a page's own type adds to the common fields.
///
/// The fields of types with few pages are elsewhere in memory: each of a hundred thousand questions would take as much
/// as a measure.
package enum EntityFields: Sendable {
    indirect case group(GroupFields)
    case question(QuestionFields)
    case answer(AnswerFields)
    indirect case person(PersonFields)
    indirect case document(DocumentFields)
    indirect case useCase(UseCaseFields)
    indirect case measure(MeasureFields)
    indirect case event(EventFields)
    indirect case topic(TopicFields)
    case strategy([Objective])
    case page
}
