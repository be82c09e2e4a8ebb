import Glibc
import HearthContent
import HearthModel

/// Works out who knows what, as one audience may see it (metrics: Experts).
///
/// E(person, topic) = Σ w·2^(−age / half-life): accepted answer 5, document authored 3, verified document 2, other
/// answer 1,
/// self-declared 1; a child topic gives half to its parent. E orders people and is never printed.
struct ExpertResolver {
    let site: Inputs
    let audience: Audience

    /// What the resolver reads.
    struct Inputs {
        let pages: [ParsedPage]
        let audiences: [Audience]
        let authors: [[PersonReference]]
        /// When each page was written or last changed, as far as that is known.
        let lastChanges: [Timestamp?]
        let pageTopics: [[TopicIndex]]
        let people: [Person]
        let topics: [Topic]
        /// Tags and synonyms, normalised.
        let topicByName: [String: TopicIndex]
        let questions: [Question]
        let directory: Directory
        let configuration: SiteConfiguration
        let clock: Timestamp
    }

    private struct Standing {
        var score = 0.0
        var evidence = Evidence()
    }

    private static let year: Int64 = 365 * 86_400

    func resolve() -> ExpertDirectory {
        var standings = [[PersonIndex: Standing]](repeating: [:], count: site.topics.count)
        if site.configuration.expertMode == .inferred {
            countAnswers(&standings)
            countDocuments(&standings)
        }
        countDeclared(&standings)
        let own = standings
        passToParents(own, &standings)
        let recent = recentAnswers()
        var byTopic: [[Expert]] = []
        for topic in site.topics.indices {
            let ordered = standings[topic].sorted { a, b in
                if a.value.score != b.value.score { return a.value.score > b.value.score }
                let (x, y) = (recent[a.key], recent[b.key])
                return x != y ? x < y : site.people[a.key].handle < site.people[b.key].handle
            }
            byTopic.append(ordered.map { expert($0.key, $0.value, topic: topic) })
        }
        var byPerson = [[(topic: TopicIndex, score: Double, expert: Expert)]](repeating: [], count: site.people.count)
        for topic in site.topics.indices {
            for expert in byTopic[topic] where own[topic][expert.person] != nil {
                byPerson[expert.person].append((topic, own[topic][expert.person]?.score ?? 0, expert))
            }
        }
        let people = byPerson.map { list in
            list.sorted { a, b in
                a.score != b.score ? a.score > b.score : site.topics[a.topic].tag < site.topics[b.topic].tag
            }.map { (topic: $0.topic, expert: $0.expert) }
        }
        let backups = resolveBackups()
        return ExpertDirectory(
            byTopic: byTopic, byPerson: people, backups: backups, gaps: findGaps(byTopic, backups))
    }

    // MARK: - Evidence

    private func weight(_ weight: Double, _ date: Timestamp?) -> Double {
        guard let date else { return 0 }
        let age = max(0, Double(site.clock.seconds - date.seconds))
        return weight * exp2(-age / Double(max(1, site.configuration.expertHalfLife)))
    }

    private func counts(_ person: PersonIndex, _ topic: TopicIndex) -> Bool {
        let fields = site.people[person].fields
        return isKnown(person) && fields.isListed && fields.allowsInference
            && !site.people[person].hiddenTopics.contains(topic)
    }

    /// Whether the readers may open somebody's page: whether that person is there, or away, stands on it alone.
    private func isKnown(_ person: PersonIndex) -> Bool { site.audiences[site.people[person].page].contains(audience) }

    private func countAnswers(_ standings: inout [[PersonIndex: Standing]]) {
        for (index, question) in site.questions.enumerated() where site.audiences[question.page].contains(audience) {
            for (place, answer) in question.answers.enumerated() {
                guard case .person(let person)? = answer.author else { continue }
                let reference = AnswerReference(question: index, answer: place)
                for topic in site.pageTopics[question.page] where counts(person, topic) {
                    if answer.isAccepted {
                        standings[topic][person, default: .init()].score += weight(5, answer.date)
                        standings[topic][person, default: .init()].evidence.acceptedAnswers.append(reference)
                    } else {
                        standings[topic][person, default: .init()].score += weight(1, answer.date)
                        standings[topic][person, default: .init()].evidence.otherAnswers.append(reference)
                    }
                }
            }
        }
    }

    private func countDocuments(_ standings: inout [[PersonIndex: Standing]]) {
        for (index, page) in site.pages.enumerated() where site.audiences[index].contains(audience) {
            guard case .document(let fields) = page.fields, fields.status == .current else { continue }
            for topic in site.pageTopics[index] {
                for author in site.authors[index] {
                    guard case .person(let person) = author, counts(person, topic) else { continue }
                    standings[topic][person, default: .init()].score += weight(3, site.lastChanges[index])
                    standings[topic][person, default: .init()].evidence.documents.append(index)
                }
                if let by = fields.verifiedBy, let person = site.directory.person(by.value), counts(person, topic) {
                    standings[topic][person, default: .init()].score += weight(2, fields.verified)
                    standings[topic][person, default: .init()].evidence.verifiedDocuments.append(index)
                }
            }
        }
    }

    private func countDeclared(_ standings: inout [[PersonIndex: Standing]]) {
        for (index, person) in site.people.enumerated() where person.fields.isListed {
            guard site.audiences[person.page].contains(audience) else { continue }
            for claim in person.fields.expertise {
                guard let topic = site.topicByName[TopicResolver.normalized(claim.tag.value)] else { continue }
                if let confirmed = claim.confirmed, site.clock.seconds - confirmed.seconds > Self.year { continue }
                standings[topic][index, default: .init()].score += 1
                standings[topic][index, default: .init()].evidence.isDeclared = true
                standings[topic][index, default: .init()].evidence.level = claim.level
                standings[topic][index, default: .init()].evidence.note = claim.note
            }
        }
        for (index, topic) in site.topics.enumerated() {
            for reference in topic.fields.experts {
                guard let person = site.directory.person(reference.value), site.people[person].fields.isListed,
                    isKnown(person)
                else { continue }
                standings[index][person, default: .init()].evidence.isAppointed = true
            }
        }
    }

    /// From the leaves upwards, each topic gives half of what it has to its parent, evidence included.
    private func passToParents(_ own: [[PersonIndex: Standing]], _ standings: inout [[PersonIndex: Standing]]) {
        for topic in childrenFirst() {
            guard let parent = site.topics[topic].parent else { continue }
            for (person, standing) in standings[topic] where !site.people[person].hiddenTopics.contains(parent) {
                // What is too old to weigh anything, or has no date, is evidence all the same.
                guard standing.score > 0 || standing.evidence.items > 0 else { continue }
                standings[parent][person, default: .init()].score += standing.score / 2
                standings[parent][person]?.evidence.add(standing.evidence)
            }
        }
    }

    private func expert(_ person: PersonIndex, _ standing: Standing, topic: TopicIndex) -> Expert {
        let evidence = standing.evidence
        let declaredMode = site.configuration.expertMode == .declared
        return Expert(
            person: person,
            isExpert: evidence.isAppointed || evidence.acceptedAnswers.count >= 2
                || (evidence.isDeclared && (evidence.items > 0 || declaredMode)),
            canBeAsked: canBeAsked(person), evidence: evidence)
    }

    private func canBeAsked(_ person: PersonIndex) -> Bool {
        site.people[person].fields.canBeAsked
    }

    /// Answers of the last 30 days, so that of two equals the less busy is asked.
    private func recentAnswers() -> [Int] {
        var counts = [Int](repeating: 0, count: site.people.count)
        for question in site.questions where site.audiences[question.page].contains(audience) {
            for answer in question.answers {
                guard case .person(let person)? = answer.author, let date = answer.date else { continue }
                if site.clock.seconds - date.seconds <= 30 * 86_400 { counts[person] += 1 }
            }
        }
        return counts
    }

    // MARK: - Backups and gaps

    /// Somebody who is away, has left or does not want to be asked stands in for nobody, nor does anybody for themselves.
    private func resolveBackups() -> [[(for: PersonIndex, backup: PersonIndex)]] {
        var backups = [[(for: PersonIndex, backup: PersonIndex)]](repeating: [], count: site.topics.count)
        for (index, person) in site.people.enumerated() where person.fields.isListed {
            // Who stands in for somebody is known from that person's page alone.
            guard isKnown(index) else { continue }
            for (tag, who) in person.fields.backups {
                guard let topic = site.topicByName[TopicResolver.normalized(tag.value)],
                    let backup = site.directory.person(who.value), backup != index, canBeAsked(backup), isKnown(backup)
                else { continue }
                backups[topic].append((index, backup))
            }
        }
        return backups
    }

    private func findGaps(_ experts: [[Expert]], _ backups: [[(for: PersonIndex, backup: PersonIndex)]]) -> [TopicGap] {
        var gaps: [TopicGap] = []
        let below = questionsBelow()
        for (index, topic) in site.topics.enumerated() {
            if case .person(let owner)? = topic.owner, isKnown(owner),
                site.people[owner].fields.status == .left
            {
                gaps.append(TopicGap(topic: index, kind: .ownerLeft, person: owner))
            }
            let questions = topic.questions.filter { site.audiences[site.questions[$0].page].contains(audience) }
            guard !questions.isEmpty else { continue }
            let known = experts[index].filter(\.isExpert)
            let present = known.filter { site.people[$0.person].fields.status == .active }
            if known.isEmpty {
                gaps.append(TopicGap(topic: index, kind: .noExpert, person: nil))
            } else if present.isEmpty {
                gaps.append(TopicGap(topic: index, kind: .expertsGone, person: known[0].person))
            } else if present.count == 1, !backups[index].contains(where: { $0.for == present[0].person }) {
                gaps.append(TopicGap(topic: index, kind: .noBackup, person: present[0].person))
            }
            if let person = concentrated(below[index]) {
                // Who does not want to be known for the topic is not named.
                let named = counts(person, index) && !hidesBelow(index, person) ? person : nil
                gaps.append(TopicGap(topic: index, kind: .concentrated, person: named))
            }
        }
        return gaps
    }

    private func hidesBelow(_ topic: TopicIndex, _ person: PersonIndex) -> Bool {
        site.people[person].hiddenTopics.contains { hidden in
            var current = site.topics[hidden].parent
            while let parent = current, parent != topic { current = site.topics[parent].parent }
            return current == topic
        }
    }

    /// The questions of each topic and of all below it: what somebody knows of these is evidence there too.
    private func questionsBelow() -> [Set<QuestionIndex>] {
        var below = site.topics.map { topic in
            Set(topic.questions.filter { site.audiences[site.questions[$0].page].contains(audience) })
        }
        for topic in childrenFirst() {
            if let parent = site.topics[topic].parent { below[parent].formUnion(below[topic]) }
        }
        return below
    }

    /// Each topic after all that are below it.
    private func childrenFirst() -> [TopicIndex] {
        var order: [TopicIndex] = []
        var stack = site.topics.indices.filter { site.topics[$0].parent == nil }
        while let topic = stack.popLast() {
            order.append(topic)
            stack += site.topics[topic].children
        }
        return order.reversed()
    }

    /// Who alone gave more than 40 % of the answers, where there are at least five to speak of. Of two who gave as many,
    /// neither is the one that the topic hangs on.
    private func concentrated(_ questions: Set<QuestionIndex>) -> PersonIndex? {
        var counts: [PersonIndex: Int] = [:]
        var all = 0
        for question in questions {
            for answer in site.questions[question].answers {
                all += 1
                if case .person(let person)? = answer.author { counts[person, default: 0] += 1 }
            }
        }
        guard all >= 5, let most = counts.values.max(), most * 5 > all * 2 else { return nil }
        let first = counts.filter { $0.value == most }
        return first.count == 1 ? first.first?.key : nil
    }
}

extension Evidence {
    /// Answers and documents that speak for somebody.
    fileprivate var items: Int {
        acceptedAnswers.count + otherAnswers.count + documents.count + verifiedDocuments.count
    }

    /// Takes what `other` shows; an item with both tags is evidence once.
    fileprivate mutating func add(_ other: Evidence) {
        func join<Item: Hashable>(_ mine: inout [Item], _ theirs: [Item]) {
            if mine.isEmpty || theirs.isEmpty {
                mine += theirs
                return
            }
            let known = Set(mine)
            mine += theirs.filter { !known.contains($0) }
        }
        join(&acceptedAnswers, other.acceptedAnswers)
        join(&otherAnswers, other.otherAnswers)
        join(&documents, other.documents)
        join(&verifiedDocuments, other.verifiedDocuments)
    }
}
