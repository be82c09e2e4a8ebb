import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func person(_ index: PageIndex, _ fields: PersonFields, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        guard let place = site.personByPage[index] else { return SlottedBytes() }
        let person = site.people[place]
        var page = base(index, planned, view, section: "people")
        page.title = faces[place].fields.name
        page.breadcrumbs = breadcrumbs(index, view)
        let answers = view.answers(person.answered)
        let questions = view.questions(person.asked)
        let contributions = plan.lists[.contributions(place)]?.path
        let limit = contributions == nil ? PageLimits.contributions : 10
        let documents = view.pages(person.documents).filter { view.isPlanned($0) }
        let written = view.pages(person.written).filter { view.isPlanned($0) }
        let context = PersonPageFields(
            face: faces[place], jobTitle: fields.jobTitle,
            department: fields.department.flatMap { placeLink($0, in: .departments) },
            place: fields.site.flatMap { placeLink($0, in: .sites) }, contact: contact(fields),
            status: status(place, fields, view), content: body(index), topics: knownTopics(place, view),
            canBeAsked: fields.canBeAsked,
            answers: list(
                SiteView.oncePerQuestion(answers, site).map { .answer($0) }, limit: limit, count: answers.count,
                more: contributions.map { (wording.allAnswers(answers.count), $0.href) }),
            questions: list(
                questions.map { .question($0) }, limit: min(limit, 10),
                more: contributions.map { (wording.allQuestions(questions.count), $0.href) }),
            documents: list(documents.map { .document($0) }, limit: 15),
            written: list(written.map { .document($0) }, limit: 15), groups: groups(person, view),
            manager: person.manager.map { faces[$0] }, neighbours: neighbours(index, view))
        return finish(index, page, context)
    }

    /// The department or site, with the place in the directory that lists its people.
    private func placeLink(_ name: String, in kind: ListKind) -> Context<LinkFields>? {
        guard let list = plan.lists[kind] else { return nil }
        let href = list.ids[SectionIDs.key(name)].flatMap { list.href(ofSection: $0) } ?? list.path.href
        return Context(Wording.clean(name), href)
    }

    private func contact(_ fields: PersonFields) -> Context<LinkFields>? {
        guard fields.showsContact, fields.status != .left, let email = fields.email, email.contains("@") else {
            return nil
        }
        return Context(Wording.clean(email), "mailto:" + SitePath.percentEncode(Wording.clean(email)))
    }

    private func status(_ index: PersonIndex, _ fields: PersonFields, _ view: SiteView) -> String? {
        let name = faces[index].fields.name
        let standIns = fields.backups.compactMap { site.person($0.who.value) }.filter {
            $0 != index && view.links($0) && site.people[$0].fields.canBeAsked
        }
        var seen: Set<PersonIndex> = []
        let names = standIns.filter { seen.insert($0).inserted }.prefix(3).map { faces[$0].fields.name }
        let sentence: String
        switch fields.status {
        case .active:
            guard !fields.askMe else { return nil }
            sentence = words("{name} is not available for questions at the moment.", ["name": name])
        case .away: sentence = words("Away at the moment.##a person")
        case .left: sentence = words("{name} has left. What was written stays.", ["name": name])
        }
        let help = wording.askInstead(Array(names))
        return help.isEmpty ? sentence : sentence + " " + help
    }

    private func groups(_ person: Person, _ view: SiteView) -> Context<RowListFields>? {
        let visible = person.groups.filter { view.shows(site.groups[$0.group].page) }
        guard !visible.isEmpty else { return nil }
        let rows = visible.prefix(20).map { entry in
            let link = groupLinks[entry.group].fields
            let row = LinkRowFields(title: link.title, href: link.href, note: wording.label(entry.role))
            return library.bytes(Context(row), with: "rows/link")
        }
        return Context(RowListFields(count: visible.count, rows: SlottedBytes(Array(rows.joined())), more: nil))
    }
}
