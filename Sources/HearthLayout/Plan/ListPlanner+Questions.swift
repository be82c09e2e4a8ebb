import HearthModel
import HearthSite

extension ListPlanner {
    mutating func planQuestions() {
        let all = newestFirst(Array(site.questions.indices))
        let visible = everyone.questions(all)
        addQuestions(
            .newestQuestions, "questions/", words("Asked in the groups, newest first."), visible)
        let open = visible.filter { site.questions[$0].state == .unanswered }
        addQuestions(
            .unansweredQuestions, "questions/unanswered/",
            words("Oldest first. One of these is yours."),
            open.reversed())
        let answered = visible.filter { site.questions[$0].state == .answered }
        addQuestions(
            .answeredQuestions, "questions/answered/",
            words("Did one of the answers solve it? Say so."), answered)
        planByTopic()
        planByGroup()
        planContinuations()
    }

    /// Sorted by keys that are made once: a closure over the planner would copy it for every comparison.
    private func newestFirst(_ questions: [QuestionIndex]) -> [QuestionIndex] {
        var keyed: [(seconds: Int64, question: QuestionIndex)] = []
        for question in questions {
            keyed.append((site.pages[site.questions[question].page].moment ?? .min, question))
        }
        keyed.sort { $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.question < $1.question }
        return keyed.map(\.question)
    }

    private mutating func addQuestions(
        _ kind: ListKind, _ path: String, _ description: String, _ questions: [QuestionIndex]
    ) {
        add(
            ListPlan(
                kind: kind, path: SitePath(path), title: title(path), description: description, layout: "questions",
                section: "questions", breadcrumbs: path == "questions/" ? [] : crumbs("questions/"),
                sections: [ListSection(items: questions.map { .question($0) })], pageSize: questionsPerPage))
    }

    /// A few questions of each topic, with the way to the others.
    private mutating func planByTopic() {
        var sections: [ListSection] = []
        var ids = SectionIDs()
        for index in site.topics.indices.sorted(by: { byLabel($0, $1) }) {
            let topic = site.topics[index]
            let questions = everyone.questions(topic.questions)
            guard !questions.isEmpty else { continue }
            let target = everyone.hasQuestionList(topic) ? topic.url.appending("questions/") : topic.url
            sections.append(section(topic.label, topic.url, target, questions, id: ids.id(topic.tag, prefix: "topic-")))
        }
        addOverview(.questionsByTopic, "questions/by-topic/", sections)
    }

    private mutating func planByGroup() {
        var sections: [ListSection] = []
        var ids = SectionIDs()
        for index in byTitle(Array(site.groups.indices)) {
            let page = site.pages[site.groups[index].page]
            let questions =
                everyone.shows(site.groups[index].page) ? everyone.questions(site.groups[index].questions) : []
            guard !questions.isEmpty else { continue }
            let target = page.url.appending("questions/")
            sections.append(
                section(page.title, page.url, target, questions, id: ids.id(site.groups[index].id, prefix: "group-")))
        }
        let ungrouped = everyone.questions(
            site.questions.indices.filter { site.pages[site.questions[$0].page].group == nil })
        if !ungrouped.isEmpty {
            let newest = newestFirst(ungrouped)
            sections.append(
                ListSection(
                    heading: words("In no group##questions"), id: "no-group", count: ungrouped.count,
                    items: newest.map { .question($0) }))
        }
        addOverview(.questionsByGroup, "questions/by-group/", sections)
    }

    private func section(
        _ heading: String, _ path: SitePath, _ target: SitePath, _ questions: [QuestionIndex], id: String
    ) -> ListSection {
        let shown = 3
        return ListSection(
            heading: heading, id: id, href: path, count: questions.count,
            items: questions.prefix(shown).map { .question($0) },
            more: questions.count > shown
                ? (words.count(questions.count, "All 1##questions", "All {n}##questions"), target) : nil)
    }

    private mutating func addOverview(_ kind: ListKind, _ path: String, _ sections: [ListSection]) {
        add(
            ListPlan(
                kind: kind, path: SitePath(path), title: title(path), layout: "questions", section: "questions",
                breadcrumbs: crumbs("questions/"), sections: sections, pageSize: 48))
    }

    /// All questions of a group, and of a topic whose page does not show them all.
    private mutating func planContinuations() {
        for (index, group) in site.groups.enumerated() {
            let page = site.pages[group.page]
            let questions = views[group.audience].questions(group.questions)
            addContinuation(
                ListPlan(
                    kind: .questionsOfGroup(index), path: page.url.appending("questions/"), audience: group.audience,
                    layout: "questions", section: "groups",
                    breadcrumbs: crumbs("groups/", (page.title, page.url)),
                    sections: [ListSection(items: questions.map { .question($0) })], pageSize: questionsPerPage),
                "Questions in {group}", ["group": page.title])
        }
        for (index, topic) in site.topics.enumerated() {
            guard everyone.hasQuestionList(topic) else { continue }
            let questions = everyone.questions(topic.questions)
            addContinuation(
                ListPlan(
                    kind: .questionsOfTopic(index), path: topic.url.appending("questions/"),
                    layout: "questions", section: "topics",
                    breadcrumbs: crumbs("topics/", (topic.label, topic.url)),
                    sections: [ListSection(items: questions.map { .question($0) })], pageSize: questionsPerPage),
                "Questions on {topic}", ["topic": topic.label])
        }
    }
}
