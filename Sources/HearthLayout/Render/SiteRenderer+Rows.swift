import HearthContent
import HearthModel
import HearthSite

/// One row for each item, made once. A row shows only facts that everyone who may see the item may see.
extension SiteRenderer {
    func makeRow(_ key: RowKey) -> SlottedBytes {
        switch key {
        case .link(let page), .item(.link(let page)): return library.slotted(Context(linkRow(page)), with: "rows/link")
        case .item(.question(let question)):
            return library.slotted(Context(questionRow(question)), with: "rows/question")
        case .item(.answered(let question, let answer)):
            var row = questionRow(question)
            row.answered = dates.context(site.questions[question].answers[answer].date)
            return library.slotted(Context(row), with: "rows/question")
        case .item(.answer(let answer)): return library.slotted(Context(answerRow(answer)), with: "rows/answer")
        case .item(.document(let page)): return library.slotted(Context(documentRow(page)), with: "rows/document")
        case .item(.story(let page)): return library.slotted(Context(storyRow(page)), with: "rows/story")
        case .item(.person(let person)): return library.slotted(Context(personRow(person)), with: "rows/person")
        case .item(.group(let group)): return library.slotted(Context(groupRow(group)), with: "rows/group")
        case .item(.event(let page)): return library.slotted(Context(eventRow(page)), with: "rows/event")
        case .item(.topic(let topic)): return library.slotted(Context(topicRow(topic)), with: "rows/topic")
        case .item(.useCase(let page)): return library.slotted(Context(useCaseRow(page)), with: "rows/use-case")
        case .item(.measure(let page)): return library.slotted(Context(measureRow(page)), with: "rows/measure")
        case .item(.whoToAsk(let topic)): return library.slotted(Context(whoToAskRow(topic)), with: "rows/who-to-ask")
        case .item(.gap(let gap)): return library.slotted(Context(gapRow(gap)), with: "rows/gap")
        }
    }

    private func groupLink(of page: PageIndex) -> Context<LinkFields>? {
        views[site.pages[page].audience].group(of: page).map { groupLinks[$0] }
    }

    private func questionRow(_ index: QuestionIndex) -> QuestionRowFields {
        let question = site.questions[index]
        let page = site.pages[question.page]
        let view = views[page.audience]
        let answers = question.answers.count { site.isVisible($0.holder, to: view.audience) }
        return QuestionRowFields(
            href: page.url.href, title: Wording.clean(page.title), state: question.state.rawValue,
            stateLabel: wording.label(question.state), group: groupLink(of: question.page),
            topics: topics(page, limit: 3),
            asker: page.authors.first.map { face($0).fields.name }, date: dates.context(page.date),
            answersText: answers == 0 ? nil : wording.answers(answers))
    }

    private func answerRow(_ reference: AnswerReference) -> AnswerRowFields {
        let question = site.questions[reference.question]
        let answer = question.answers[reference.answer]
        let page = site.pages[question.page]
        let count = answersOfAuthor(reference)
        return AnswerRowFields(
            href: page.url.href + "#" + SitePath.percentEncode(answer.anchor), title: Wording.clean(page.title),
            isAccepted: answer.isAccepted,
            stateLabel: answer.isAccepted ? words("Accepted##answer") : words("Answer##one that somebody gave"),
            answersText: count > 1 ? wording.answers(count) : nil, group: groupLink(of: question.page),
            date: dates.context(answer.date))
    }

    /// How many answers its author gave to the question: they share a row.
    private func answersOfAuthor(_ reference: AnswerReference) -> Int {
        let question = site.questions[reference.question]
        let author = question.answers[reference.answer].author
        let audience = site.pages[question.page].audience
        return question.answers.count { $0.author == author && site.isVisible($0.holder, to: audience) }
    }

    private func documentRow(_ index: PageIndex) -> DocumentRowFields {
        let page = site.pages[index]
        var fields = DocumentFields()
        if case .document(let own) = page.parsed.fields { fields = own }
        let group = groupLink(of: index)
        // A group that owns its document is named once.
        let owner = owner(fields, views[page.audience]).flatMap {
            $0.fields.href != nil && $0.fields.href == group?.fields.href ? nil : $0.fields.name
        }
        return DocumentRowFields(
            href: page.url.href, title: Wording.clean(page.title), description: SummaryText(page, at: index),
            kindLabel: page.type == .document ? wording.label(fields.kind) : typeLabel(page),
            badge: badge(site.freshness(of: index).state), group: group, owner: owner,
            updated: dates.context(page.lastChange))
    }

    private func storyRow(_ index: PageIndex) -> StoryRowFields {
        let page = site.pages[index]
        return StoryRowFields(
            href: page.url.href, title: Wording.clean(page.title), description: SummaryText(page, at: index),
            group: groupLink(of: index), date: dates.context(page.date))
    }

    private func personRow(_ index: PersonIndex) -> PersonRowFields {
        let person = site.people[index]
        // Who has no page that everyone may open is shown by name only, in the rows that all lists share.
        guard faces[index].fields.href != nil else {
            return PersonRowFields(face: faces[index].fields, status: nil, facts: "", topics: [])
        }
        let facts = [person.fields.jobTitle, person.fields.department, person.fields.site].compactMap { $0 }
        let known = views[.everyone].knowledge(of: index).filter { $0.expert.isExpert }.prefix(3)
        return PersonRowFields(
            face: faces[index].fields, status: wording.label(person.fields.status),
            facts: facts.joined(separator: " · "),
            topics: known.map { topicLinks[$0.topic] })
    }

    private func groupRow(_ index: GroupIndex) -> GroupRowFields {
        let group = site.groups[index]
        let page = site.pages[group.page]
        let everyone = views[.everyone]
        let lifecycle = wording.label(group.fields.lifecycle)
        var row = GroupRowFields(
            href: page.url.href, title: Wording.clean(page.title), kindLabel: wording.label(group.fields.kind),
            description: nil, isRestricted: group.audience.isRestricted, lifecycle: lifecycle, manager: nil, open: 0,
            answered: nil)
        // Outside a restricted group, its name is all that may be known.
        guard everyone.shows(group.page) else { return row }
        let questions = everyone.questions(group.questions)
        row.description = group.fields.problem.map { SummaryText($0) } ?? SummaryText(page, at: group.page)
        row.manager = group.managers.first.map { faces[$0] }
        row.open = questions.count { site.questions[$0].state == .unanswered }
        row.answered = questions.count { everyone.isAnswered($0) }
        return row
    }

    private func eventRow(_ index: PageIndex) -> EventRowFields {
        let page = site.pages[index]
        var fields = EventFields()
        if case .event(let own) = page.parsed.fields { fields = own }
        let view = views[page.audience]
        let groups = groups(of: index, fields.groups, view)
        var facts = [wording.label(fields.kind)]
        if let place = fields.site { facts.append(place) }
        facts += groups.prefix(2).map { groupLinks[$0].fields.title }
        if site.isPast(index), let people = attendees(fields) { facts.append(people) }
        let open = fields.followUp.count { !$0.isDone }
        let parts = page.date.map { dates.parts($0) }
        return EventRowFields(
            href: page.url.href, title: Wording.clean(page.title), date: dates.context(page.date),
            day: parts?.day ?? "",
            month: parts?.month ?? "", facts: facts.joined(separator: " · "),
            openTasks: open == 0 ? nil : wording.openTasks(open))
    }

    func attendees(_ fields: EventFields) -> String? {
        let count = fields.attendeeCount ?? Set(fields.attendees.map { $0.value.lowercased() }).count
        return count > 0 ? wording.people(count) : nil
    }

    private func topicRow(_ index: TopicIndex) -> TopicRowFields {
        let topic = site.topics[index]
        let everyone = views[.everyone]
        let questions = everyone.questions(topic.questions)
        var depth = 0
        var parent = topic.parent
        while let current = parent, depth < 3 {
            depth += 1
            parent = site.topics[current].parent
        }
        let documents = everyone.documents(topic).count
        return TopicRowFields(
            href: topic.url.href, title: topicLinks[index].fields.title, description: topic.fields.description,
            depth: depth,
            experts: askedInLine(index, everyone),
            open: questions.count { site.questions[$0].state == .unanswered },
            answered: questions.count { everyone.isAnswered($0) }, documents: documents,
            documentsWord: wording.documentsWord(documents))
    }

    private func whoToAskRow(_ index: TopicIndex) -> WhoToAskRowFields {
        let everyone = views[.everyone]
        return WhoToAskRowFields(
            topic: topicLinks[index], experts: askedInLine(index, everyone), backup: backup(index, everyone))
    }

    private func gapRow(_ place: Int) -> GapRowFields {
        let gaps = views[.everyone].gaps
        let topic = gaps[place].topic
        let sentences = gaps[place...].prefix { $0.topic == topic }.map { sentence($0) }
        return GapRowFields(topic: topicLinks[topic], text: sentences.joined(separator: " "))
    }

    private func linkRow(_ index: PageIndex) -> LinkRowFields {
        let page = site.pages[index]
        return LinkRowFields(title: Wording.clean(page.title), href: page.url.href, note: note(index))
    }

    private func note(_ index: PageIndex) -> String? {
        let page = site.pages[index]
        switch page.parsed.fields {
        case .question: return site.questionByPage[index].map { wording.label(site.questions[$0].state) }
        case .document(let fields):
            return [wording.label(fields.kind), wording.label(fields.status)].compactMap { $0 }.joined(separator: " · ")
        case .useCase(let fields): return useCaseBadge(fields).label
        case .measure: return nil
        default: return typeLabel(page)
        }
    }

    func typeLabel(_ page: SitePage) -> String {
        switch page.parsed.fields {
        case .group(let fields): wording.label(fields.kind)
        case .question, .answer: words("Question")
        case .person: words("Person")
        case .document(let fields): wording.label(fields.kind)
        case .useCase: words("Use case")
        case .measure: words("Measure##metric")
        case .event(let fields): wording.label(fields.kind)
        case .topic: words("Topic")
        case .strategy: words("Strategy")
        case .page: words("Page")
        }
    }
}
