import HearthContent
import HearthModel
import HearthSite

/// Someone who may be asked about a topic, with the reasons.
struct Suggestion: Sendable {
    var person: PersonIndex
    var isExpert: Bool
    var face: Context<PersonFaceFields>
}

/// Who knows what. Evidence is shown as counts; the order comes from the resolver, and no score is ever shown.
extension SiteRenderer {
    /// How many are kept for each topic: enough to leave some out on a page where they already speak.
    private static let suggestionLimit = 8

    func makeSuggestions(_ topic: TopicIndex, _ view: SiteView) -> [Suggestion] {
        let askable = view.experts(on: topic).filter { $0.canBeAsked && view.links($0.person) }
        let experts = askable.filter(\.isExpert)
        let others = askable.filter { !$0.isExpert && Self.hasAnswered($0.evidence) }
        return (experts + others).prefix(Self.suggestionLimit).map { expert in
            var face = faces[expert.person].fields
            face.level = expert.isExpert ? words("expert") : words("has answered##a person")
            face.reason = reason(expert.evidence)
            return Suggestion(person: expert.person, isExpert: expert.isExpert, face: Context(face))
        }
    }

    private static func hasAnswered(_ evidence: Evidence) -> Bool {
        !evidence.acceptedAnswers.isEmpty || !evidence.otherAnswers.isEmpty
    }

    /// `14 accepted answers, 6 documents`
    private func reason(_ evidence: Evidence) -> String {
        var parts = counts(evidence).map(\.text)
        if parts.isEmpty, evidence.isAppointed { parts.append(words("named expert##somebody was named as an expert")) }
        return parts.prefix(2).joined(separator: ", ")
    }

    /// The evidence as counts, each with the place that shows it: on the person's page, or the first document.
    private func counts(_ evidence: Evidence) -> [(text: String, anchor: String)] {
        var counts: [(String, String)] = []
        let accepted = evidence.acceptedAnswers.count
        let others = evidence.otherAnswers.count
        if accepted > 0 {
            counts.append((wording.acceptedAnswers(accepted), "#" + LayoutAnchor.prefix + "answers"))
        }
        if others > 0 {
            counts.append(
                (
                    accepted > 0 ? wording.otherAnswers(others) : wording.answers(others),
                    "#" + LayoutAnchor.prefix + "answers"
                )
            )
        }
        if !evidence.documents.isEmpty {
            counts.append(
                (wording.documents(evidence.documents.count), "#" + LayoutAnchor.prefix + "documents"))
        }
        if !evidence.verifiedDocuments.isEmpty {
            // What somebody only checked is not listed on their page.
            let document = site.pages[evidence.verifiedDocuments[0]].url.href
            counts.append((wording.checkedDocuments(evidence.verifiedDocuments.count), document))
        }
        return counts
    }

    /// Who to ask about any of `topics`, at most three, without those in `except`.
    func who(_ topics: [TopicIndex], except: Set<PersonIndex>, _ view: SiteView) -> [Context<PersonFaceFields>] {
        var chosen: [Suggestion] = []
        for wantsExpert in [true, false] {
            for topic in topics {
                for suggestion in suggestions(topic, view) where suggestion.isExpert == wantsExpert && chosen.count < 3
                {
                    guard !except.contains(suggestion.person),
                        !chosen.contains(where: { $0.person == suggestion.person })
                    else { continue }
                    chosen.append(suggestion)
                }
            }
        }
        return chosen.map(\.face)
    }

    /// Who stands in for `person` on a topic.
    private func backup(_ topic: TopicIndex, of person: PersonIndex, _ view: SiteView) -> Context<PersonFaceFields>? {
        view.backups(on: topic).first { $0.for == person && view.links($0.backup) }.map { faces[$0.backup] }
    }

    /// Who stands in on a topic: for the first who is asked about it, else for whoever knows most and cannot be asked.
    func backup(_ topic: TopicIndex, _ view: SiteView) -> Context<PersonFaceFields>? {
        let backups = view.backups(on: topic).filter { view.links($0.backup) }
        guard !backups.isEmpty else { return nil }
        let asked = asked(topic, view).map(\.person)
        if let first = asked.first {
            let ofFirst = backups.filter { $0.for == first }
            // Rather somebody who is not named beside them anyway.
            return (ofFirst.first { !asked.contains($0.backup) } ?? ofFirst.first).map { faces[$0.backup] }
        }
        let known = Dictionary(backups.map { ($0.for, $0.backup) }, uniquingKeysWith: { first, _ in first })
        let ofKnown = view.experts(on: topic).lazy.compactMap { known[$0.person] }.first
        return faces[ofKnown ?? backups[0].backup]
    }

    /// Whom the site names for a topic.
    func asked(_ topic: TopicIndex, _ view: SiteView) -> ArraySlice<Suggestion> { suggestions(topic, view).prefix(3) }

    /// The same people as names in one line.
    func askedInLine(_ topic: TopicIndex, _ view: SiteView) -> [Context<PersonFaceFields>] {
        let asked = asked(topic, view)
        return asked.indices.map { place in
            var face = asked[place].face.fields
            face.hasNext = place + 1 < asked.endIndex
            return Context(face)
        }
    }

    /// What a person stands in, for the person's own page.
    func knownTopics(_ person: PersonIndex, _ view: SiteView) -> [Context<KnownTopicFields>] {
        let known = view.knowledge(of: person).filter { entry in
            entry.expert.isExpert || entry.expert.evidence.isDeclared || Self.hasAnswered(entry.expert.evidence)
        }
        return known.prefix(12).map { entry in
            let topic = topicLinks[entry.topic].fields
            let evidence = entry.expert.evidence
            return Context(
                KnownTopicFields(
                    title: topic.title, tag: topic.tag, href: topic.href, level: level(entry.expert),
                    note: evidence.note,
                    evidence: counted(evidence),
                    backup: backup(entry.topic, of: person, view)))
        }
    }

    private func counted(_ evidence: Evidence) -> [Context<EvidenceFields>] {
        let counts = counts(evidence)
        return counts.enumerated().map { place, count in
            Context(EvidenceFields(title: count.text, href: count.anchor, hasNext: place + 1 < counts.count))
        }
    }

    private func level(_ expert: Expert) -> String? {
        if expert.isExpert { return words("expert") }
        if Self.hasAnswered(expert.evidence) { return words("has answered##a person") }
        return expert.evidence.level.map { wording.word($0) }
    }

    var expertsAreGone: String { words("The experts are away or have left.") }

    func isPresent(_ person: PersonIndex) -> Bool { site.people[person].fields.status == .active }

    func sentence(_ gap: TopicGap) -> String {
        let everyone = views[.everyone]
        let name = gap.person.map { faces[$0].fields.name } ?? words("One person")
        switch gap.kind {
        case .noExpert:
            // Whoever answered may be asked, and is named as such elsewhere.
            let questions = everyone.questions(site.topics[gap.topic].questions).count
            return suggestions(gap.topic, everyone).isEmpty
                ? words.count(
                    questions, "1 question and nobody who is known to know.",
                    "{n} questions and nobody who is known to know.")
                : words.count(
                    questions, "1 question and people who have answered, but no expert yet.",
                    "{n} questions and people who have answered, but no expert yet.")
        case .noBackup: return words("{name} is the only expert, and nobody stands in.", ["name": name])
        case .expertsGone: return expertsAreGone
        case .concentrated: return words("{name} gives more than 40 % of the answers.", ["name": name])
        case .ownerLeft: return words("The topic’s owner, {name}, has left.", ["name": name])
        }
    }
}
