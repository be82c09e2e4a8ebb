import HearthContent
import HearthModel
import HearthSite

/// Kinds, states and roles in a word, and the sentences that say what they mean.
extension Wording {
    func label(_ state: QuestionState) -> String { words(state.labelKey) }

    /// Only where one can still answer, more may come.
    func noAnswers(_ state: QuestionState) -> String {
        switch state {
        case .closed: words("No answers")
        case .duplicate: words("No answers here")
        case .unanswered, .answered, .accepted: words("No answers yet")
        }
    }

    func label(_ kind: GroupKind?) -> String {
        switch kind {
        case .community, nil: words("Community##kind of group")
        case .team: words("Team##kind of group")
        case .awareness: words("Awareness##kind of group")
        }
    }

    func label(_ kind: DocumentKind) -> String {
        switch kind {
        case .article: words("Article##kind of document")
        case .howto: words("How-to##kind of document")
        case .policy: words("Policy##kind of document")
        case .decision: words("Decision##kind of document")
        case .story: words("Story##kind of document")
        case .lesson: words("Lesson##kind of document")
        }
    }

    /// Nil for documents that hold.
    func label(_ status: DocumentStatus) -> String? {
        switch status {
        case .current: nil
        case .obsolete: words("Obsolete##document")
        case .superseded: words("Superseded##document")
        }
    }

    /// What is said beside a document's title; nil where there is nothing to say.
    func badge(_ state: DocumentState) -> (state: String, label: String)? {
        switch state {
        case .current: nil
        case .verified: ("accepted", words("Verified##document"))
        case .due: ("due", words("Due for review"))
        case .obsolete: ("due", words("Obsolete##document"))
        case .superseded: ("due", words("Superseded##document"))
        }
    }

    func label(_ kind: EventKind?) -> String {
        switch kind {
        case .tour: words("Tour##kind of event")
        case .workshop: words("Workshop##kind of event")
        case .training: words("Training##kind of event")
        case .retro: words("Retro##kind of event: looking back at work")
        case nil: words("Event")
        }
    }

    func label(_ category: ObjectiveCategory?) -> String { words(Self.key(category)) }

    /// The id of a category's heading, the same in all languages.
    static func slug(_ category: ObjectiveCategory?) -> String { slug(Words.visible(key(category))) }

    private static func key(_ category: ObjectiveCategory?) -> String {
        switch category {
        case .revenue: "Revenue"
        case .cost: "Cost"
        case .risk: "Risk"
        case nil: "Other##objectives and measures of no category"
        }
    }

    func badge(_ status: UseCaseStatus?) -> (state: String, label: String) {
        switch status {
        case .proven: ("accepted", words("Proven##use case"))
        case .piloting: ("answered", words("Piloting##use case"))
        case .hypothesis, nil: ("unanswered", words("Hypothesis##use case"))
        case .dropped: ("closed", words("Dropped##use case"))
        }
    }

    func label(_ scope: UseCaseScope) -> String {
        switch scope {
        case .internal: words("Internal##use case within the company")
        case .external: words("External##use case with people from outside")
        }
    }

    func badge(_ decision: UseCaseDecision?) -> (state: String, label: String) {
        switch decision {
        case .adopt: ("accepted", words("Adopted##use case"))
        case .leaveAsIs: ("closed", words("Left as is##use case"))
        case .later: ("unanswered", words("Later##decision about a use case"))
        case nil: ("off", words("Not decided yet"))
        }
    }

    /// What is said of a decision that has no reasons.
    func sentence(_ decision: UseCaseDecision) -> String {
        switch decision {
        case .adopt: words("Decided to do it.")
        case .leaveAsIs: words("Nothing was broken, so it stays as it is.")
        case .later: words("To be looked at again.")
        }
    }

    func badge(_ attribution: Attribution) -> (state: String, label: String) {
        switch attribution {
        case .measured: ("accepted", words("Measured##how a value is known"))
        case .estimated: ("unanswered", words("Estimated##how a value is known"))
        case .anecdotal: ("off", words("Anecdotal##how a value is known"))
        }
    }

    /// Of a value that is called measured, and that nothing supports.
    var claimed: (state: String, label: String) { ("off", words("Claimed##a value without evidence")) }

    /// The same within a line.
    func word(_ attribution: Attribution, isOnlyClaimed: Bool) -> String {
        if isOnlyClaimed { return words("claimed##a value without evidence") }
        switch attribution {
        case .measured: return words("measured##how a value is known")
        case .estimated: return words("estimated##how a value is known")
        case .anecdotal: return words("anecdotal##how a value is known")
        }
    }

    func sentence(_ need: DocumentNeed) -> String {
        switch need {
        case .answer: words("Needs an answer: something in here is still open.")
        case .review: words("Needs a review: can you say whether it still holds?")
        case .expert: words("Needs an expert: do you know more about this?")
        case .proofreading: words("Needs proofreading.")
        }
    }

    /// Nil for groups that go on.
    func label(_ lifecycle: GroupLifecycle) -> String? {
        switch lifecycle {
        case .active: nil
        case .incubating: words("Incubating##state of a group")
        case .reference: words("Reference##state of a group")
        case .retired: words("Retired##state of a group")
        }
    }

    func sentence(_ lifecycle: GroupLifecycle) -> String {
        switch lifecycle {
        case .active: ""
        case .incubating: words("This group is just starting. Its first questions show what it is good for.")
        case .reference: words("This group takes no new questions. What it knows stays here to be read.")
        case .retired: words("This group is retired. Its pages stay for reference.")
        }
    }

    /// What a person is in a group. A role that somebody wrote stays as it is.
    func label(_ role: GroupRole) -> String {
        switch role {
        case .manager: words("Manager##of a team")
        case .communityManager: words("Community manager")
        case .sponsor: words("Sponsor")
        case .member: words("Member")
        case .named(let role): Self.clean(role)
        }
    }

    /// Nil for people who are there.
    func label(_ status: PersonStatus) -> String? {
        switch status {
        case .active: nil
        case .away: words("Away##a person who cannot be asked at the moment")
        case .left: words("Left##a person who is no longer in the company")
        }
    }

    /// What people say of themselves, until something shows it.
    func word(_ level: ExpertiseLevel) -> String {
        switch level {
        case .expert: words("says so##a person who says to be an expert")
        case .practitioner: words("practitioner##what people say of themselves")
        case .learner: words("learner##what people say of themselves")
        }
    }

    func status(_ migration: MigrationState?) -> String {
        switch migration?.status {
        case .imported, nil: words("not yet reviewed##migrated page")
        case .reviewed: words("reviewed##migrated page")
        case .accepted: words("reviewed and accepted##migrated page")
        case .archived: words("archived##migrated page")
        }
    }

    /// `jive` → `Jive`.
    func system(_ name: String) -> String {
        switch name.lowercased() {
        case "mediawiki": "MediaWiki"
        case "wordpress": "WordPress"
        case "stackexchange": "Stack Exchange"
        case "sharepoint": "SharePoint"
        case "dokuwiki": "DokuWiki"
        case "docx": "Word"
        case "vcard": words("the address book##Migrated from …")
        case "html": words("a website##Migrated from …")
        case "mbox": words("a mailing list##Migrated from …")
        case "ldif": words("the directory##Migrated from …: of people")
        case "csv": words("a table##Migrated from …")
        default: Self.capitalized(name)
        }
    }

    /// Where a measure stands: `share` of the way, after `elapsed` of the time. Of what was last measured long ago nothing is
    /// known. After the target's date, `isOver`, nothing short of it is on track.
    func progress(_ share: Double, elapsed: Double, isOver: Bool, isStale: Bool) -> String {
        if share >= 1 { return words("target reached") }
        if isStale { return words("not measured for over a year") }
        if isOver { return words("target date passed") }
        return share >= min(1, elapsed) - 0.1 ? words("on track") : words("behind plan")
    }

    /// What is said in place of a progress.
    func setback(isStale: Bool) -> String {
        isStale
            ? words("Worse than the baseline · not measured for over a year") : words("Worse than the baseline")
    }

    /// `Ask Ann or Bo instead.`; empty where nobody stands in. At most three names.
    func askInstead(_ names: [String]) -> String {
        switch names.count {
        case 0: ""
        case 1: words("Ask {name} instead.", ["name": names[0]])
        case 2: words("Ask {first} or {second} instead.", ["first": names[0], "second": names[1]])
        default:
            words(
                "Ask {first} or {second} or {third} instead.",
                ["first": names[0], "second": names[1], "third": names[2]])
        }
    }
}
