import HearthContent
import HearthModel
import HearthSite

extension ListPlanner {
    mutating func planPeople() {
        let shown = site.people.indices.filter { everyone.links($0) }
        let people = byName(shown)
        addPeople(
            .people, "people/", words("Who knows what, and who stands in."),
            sections(people, idPrefix: "letter-") { letter(of: site.people[$0].name) })
        addPeople(
            .departments, "people/departments/", nil,
            sections(people) { site.people[$0].fields.department })
        addPeople(
            .sites, "people/sites/", nil, sections(people) { site.people[$0].fields.site })
        planWhoToAsk()
        for person in people { planContributions(person) }
    }

    private func byName(_ people: [PersonIndex]) -> [PersonIndex] {
        let byHandle = people.sorted { (site.people[$0].handle, $0) < (site.people[$1].handle, $1) }
        return collation.sorted(byHandle) { site.people[$0].name }
    }

    /// The letter that the name stands under in the site's language; `#` for names that start with none.
    func letter(of name: String) -> String { collation.letter(of: name) ?? "#" }

    /// People under the name that `name` gives, and the id of each section by the key of its name; those without one come
    /// last.
    private func sections(
        _ people: [PersonIndex], idPrefix: String = "", by name: (PersonIndex) -> String?
    ) -> (list: [ListSection], ids: [String: String]) {
        var byKey: [String: [PersonIndex]] = [:]
        // The spelling that most use is the heading.
        var spellings: [String: [String: Int]] = [:]
        var rest: [PersonIndex] = []
        for person in people {
            guard let name = name(person), !name.isEmpty else {
                rest.append(person)
                continue
            }
            let key = SectionIDs.key(name)
            byKey[key, default: []].append(person)
            spellings[key, default: [:]][name, default: 0] += 1
        }
        var free = SectionIDs(taken: ["not-said"])
        var ids: [String: String] = [:]
        var sections: [ListSection] = []
        let named = byKey.keys.sorted().map { key in
            (key: key, heading: spellings[key]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? key)
        }
        for (key, heading) in collation.sorted(named, by: \.heading) {
            let mine = byKey[key] ?? []
            let id = free.id(heading, prefix: idPrefix)
            ids[key] = id
            sections.append(
                ListSection(heading: heading, id: id, count: mine.count, items: mine.map { .person($0) }))
        }
        if !rest.isEmpty {
            let heading = sections.isEmpty ? nil : words("Not said##department or site of a person")
            sections.append(
                ListSection(heading: heading, id: "not-said", count: rest.count, items: rest.map { .person($0) }))
        }
        return (sections, ids)
    }

    private mutating func addPeople(
        _ kind: ListKind, _ path: String, _ description: String?,
        _ sections: (list: [ListSection], ids: [String: String])
    ) {
        add(
            ListPlan(
                kind: kind, path: SitePath(path), title: title(path), description: description, layout: "people",
                section: "people",
                breadcrumbs: path == "people/" ? [] : crumbs("people/"), sections: sections.list,
                pageSize: Self.longRows, ids: sections.ids))
    }

    /// One to three people for each topic that anybody asks or knows about, and where knowledge is thin.
    private mutating func planWhoToAsk() {
        let topics = site.topics.indices.filter { topic in
            !everyone.questions(site.topics[topic].questions).isEmpty
                || everyone.experts(on: topic).contains { $0.isExpert && $0.canBeAsked }
        }
        let sections = [
            ListSection(id: "who-to-ask", items: topics.sorted { byLabel($0, $1) }.map { .whoToAsk($0) }),
            ListSection(id: "gaps", items: firstGaps),
        ]
        add(
            ListPlan(
                kind: .whoToAsk, path: SitePath("people/topics/"), title: title("people/topics/"),
                description: words("One to three people for each topic, and who stands in."), layout: "people",
                section: "people",
                breadcrumbs: crumbs("people/"), sections: sections, pageSize: Self.longRows))
    }

    /// One row for each topic with gaps: those of a topic follow one another.
    private var firstGaps: [ListItem] {
        let gaps = everyone.gaps
        return gaps.indices.filter { $0 == 0 || gaps[$0].topic != gaps[$0 - 1].topic }.map { .gap($0) }
    }

    private mutating func planContributions(_ index: PersonIndex) {
        let person = site.people[index]
        let page = site.pages[person.page]
        let view = views[page.audience]
        let answers = view.answers(person.answered)
        let questions = view.questions(person.asked)
        guard answers.count + questions.count > PageLimits.contributions else { return }
        let sections = [
            ListSection(
                heading: words("Answers"), id: "answers", count: answers.count,
                items: SiteView.oncePerQuestion(answers, site).map { .answer($0) }),
            ListSection(
                heading: words("Questions"), id: "questions", count: questions.count,
                items: questions.map { .question($0) }),
        ]
        addContinuation(
            ListPlan(
                kind: .contributions(index), path: page.url.appending("contributions/"), audience: page.audience,
                layout: "questions", section: "people",
                breadcrumbs: crumbs("people/", (person.name, page.url)), sections: sections,
                pageSize: questionsPerPage),
            "Answers and questions by {name}", ["name": person.name])
    }
}
