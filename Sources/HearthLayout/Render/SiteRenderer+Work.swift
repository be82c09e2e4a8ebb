import HearthContent
import HearthModel
import HearthSite

/// Events and use cases.
extension SiteRenderer {
    func event(_ index: PageIndex, _ fields: EventFields, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let source = site.pages[index]
        var page = base(index, planned, view, section: "events")
        page.breadcrumbs = breadcrumbs(index, view)
        let useCases = fields.useCases.compactMap { site.page($0.value, types: [.useCase], near: index) }
        let context = EventPageFields(
            kindLabel: wording.label(fields.kind), isPast: site.isPast(index), date: dates.momentContext(source.date),
            end: dates.endContext(fields.end, from: source.date), place: fields.site.map { Wording.clean($0) },
            attendees: attendees(fields),
            followUp: fields.followUp.map { task in
                Context(
                    FollowUpFields(
                        task: Wording.clean(task.task), who: face(task.who), due: dates.context(task.due),
                        isDone: task.isDone))
            },
            hosts: fields.hosts.compactMap { face($0) }, groups: groupList(index, fields.groups, view),
            useCases: linkList(view.pages(useCases)), topics: topics(source), body: body(index),
            neighbours: neighbours(index, view))
        return finish(index, page, context)
    }

    /// The groups of an event or use case that one may know: the one it lies in, then those that it names.
    func groups(of index: PageIndex, _ named: [Reference], _ view: SiteView) -> [GroupIndex] {
        let all = [site.pages[index].group].compactMap { $0 } + named.compactMap { site.group($0.value) }
        var seen: Set<GroupIndex> = []
        return all.filter { view.shows(site.groups[$0].page) && seen.insert($0).inserted }
    }

    private func groupList(_ index: PageIndex, _ named: [Reference], _ view: SiteView) -> Context<RowListFields>? {
        linkList(groups(of: index, named, view).map { site.groups[$0].page })
    }

    // MARK: - Use cases

    func useCaseRow(_ index: PageIndex) -> UseCaseRowFields {
        let page = site.pages[index]
        var fields = UseCaseFields()
        if case .useCase(let own) = page.parsed.fields { fields = own }
        let view = views[page.audience]
        let group = groups(of: index, fields.groups, view).first
        let badge = useCaseBadge(fields)
        return UseCaseRowFields(
            href: page.url.href, title: Wording.clean(page.title), status: badge.state, statusLabel: badge.label,
            problem: fields.problem.map { Wording.clean($0) },
            decisionLabel: fields.decision == .leaveAsIs ? nil : wording.badge(fields.decision).label,
            group: group.map { groupLinks[$0] }, objective: objective(fields.objective, view))
    }

    /// A case that was left alone on purpose is not called a failure.
    func useCaseBadge(_ fields: UseCaseFields) -> (state: String, label: String) {
        if fields.decision == .leaveAsIs { return wording.badge(UseCaseDecision.leaveAsIs) }
        return wording.badge(fields.status)
    }

    func useCase(_ index: PageIndex, _ fields: UseCaseFields, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes
    {
        let source = site.pages[index]
        var page = base(index, planned, view, section: "use-cases")
        page.breadcrumbs = breadcrumbs(index, view)
        let badge = useCaseBadge(fields)
        let measures = view.pages(site.measures(of: index))
        let stories = view.pages(
            fields.stories.compactMap { site.page($0.value, types: [.document, .page], near: index) })
        let departments = fields.targetDepartments.joined(separator: ", ")
        let context = UseCasePageFields(
            status: badge.state, statusLabel: badge.label, problem: fields.problem, decision: decision(fields),
            isLeftAlone: fields.decision == .leaveAsIs, currentPractice: fields.currentPractice,
            desired: fields.desired,
            painPoints: fields.painPoints, obstacles: obstacles(fields), process: process(fields.process),
            objective: objective(fields.objective, view), scope: fields.scope.map { wording.label($0) },
            departments: departments.isEmpty ? nil : departments,
            updated: dates.context(source.lastChange), measures: list(measures.map { .measure($0) }, limit: 20),
            stories: list(stories.map { .story($0) }, limit: 20), groups: groupList(index, fields.groups, view),
            topics: topics(source), body: body(index), neighbours: neighbours(index, view))
        return finish(index, page, context)
    }

    private func decision(_ fields: UseCaseFields) -> Context<DecisionFields>? {
        guard let decision = fields.decision else { return nil }
        let badge = wording.badge(decision)
        return Context(
            DecisionFields(
                state: badge.state, label: badge.label, text: fields.rationale ?? wording.sentence(decision)))
    }

    private func obstacles(_ fields: UseCaseFields) -> [Context<ObstacleFields>] {
        fields.obstacles.map {
            Context(ObstacleFields(objection: $0.objection, response: $0.response ?? "—", evidence: $0.evidence))
        }
    }

    private func process(_ process: UseCaseFields.Process?) -> Context<ProcessFields>? {
        guard let process else { return nil }
        return Context(
            ProcessFields(
                trigger: process.trigger, step: process.step, channel: process.channel, owner: face(process.owner)))
    }

    // MARK: - Objectives

    /// The objective with the place on the strategy's page that shows it.
    func objective(_ reference: Reference?, _ view: SiteView) -> Context<LinkFields>? {
        guard let reference, let objective = objectives[reference.value], view.shows(objective.page) else { return nil }
        return Context(
            Wording.clean(objective.title),
            site.pages[objective.page].url.href + "#" + SitePath.percentEncode(reference.value))
    }

    /// Each objective's title and the page that declares it, by its id: every row of a use case may ask.
    static func objectives(_ site: Site) -> [String: (title: String, page: PageIndex)] {
        let titles = Dictionary(site.objectives.map { ($0.id.value, $0.title) }) { first, _ in first }
        var found: [String: (title: String, page: PageIndex)] = [:]
        for page in site.pages.indices {
            guard case .strategy(let objectives) = site.pages[page].parsed.fields else { continue }
            for id in objectives.map(\.id.value) where found[id] == nil {
                if let title = titles[id] { found[id] = (title, page) }
            }
        }
        return found
    }
}
