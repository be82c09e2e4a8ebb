import Foundation
import HearthContent
import HearthModel
import HearthSite

/// Measures, and the strategy that they serve.
extension SiteRenderer {
    func measureRow(_ index: PageIndex) -> MeasureRowFields {
        let page = site.pages[index]
        var fields = MeasureFields()
        if case .measure(let own) = page.parsed.fields { fields = own }
        return MeasureRowFields(
            href: page.url.href, title: Wording.clean(page.title),
            unit: fields.unit.flatMap { $0.isEmpty || Wording.isShort($0) ? nil : $0 }, soWhat: fields.soWhat,
            baseline: measurement(fields.baseline, fields.unit), now: measurement(latest(fields), fields.unit),
            target: measurement(fields.target, fields.unit), evidence: evidence(fields),
            isStale: latest(fields).map { isStale($0) } ?? false)
    }

    func measure(_ index: PageIndex, _ fields: MeasureFields, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes
    {
        var page = base(index, planned, view, section: "measures")
        page.breadcrumbs = breadcrumbs(index, view)
        let context = MeasurePageFields(
            categoryLabel: wording.label(fields.category), evidence: evidence(fields), soWhat: fields.soWhat,
            baseline: measurement(fields.baseline, fields.unit), now: measurement(latest(fields), fields.unit),
            target: measurement(fields.target, fields.unit), progress: progress(fields),
            setback: setback(fields), unit: fields.unit ?? "",
            direction: fields.risesWhenBetter.map {
                $0 ? words("higher is better##values") : words("lower is better##values")
            },
            attribution: fields.attribution.map { wording.word($0, isOnlyClaimed: isOnlyClaimed(fields)) },
            // The newest first, as far as a table can be read.
            series: fields.series.reversed().prefix(60).compactMap { measurement($0, fields.unit) },
            owner: face(fields.owner), objective: objective(fields.objective, view), signposts: fields.signposts,
            useCases: links(
                view.pages(site.useCases(of: index)), limit: PageLimits.useCases,
                more: plan.lists[.useCasesOfMeasure(index)]?.path ?? SitePath("use-cases/")), body: body(index),
            neighbours: neighbours(index, view))
        return finish(index, page, context)
    }

    /// The last measurement that is not one to come.
    private func latest(_ fields: MeasureFields) -> MeasureFields.Point? {
        fields.series.last { site.zone.day(of: $0.date) <= site.day }
    }

    private func evidence(_ fields: MeasureFields) -> Context<BadgeFields>? {
        fields.attribution.map {
            let badge = isOnlyClaimed(fields) ? wording.claimed : wording.badge($0)
            return Context(state: badge.state, label: badge.label)
        }
    }

    /// A measurement that nothing supports is a claim (metrics: outcome progress).
    private func isOnlyClaimed(_ fields: MeasureFields) -> Bool {
        guard fields.attribution == .measured, let now = latest(fields) else { return false }
        return now.evidence?.trimmingCharacters(in: .whitespaces).isEmpty ?? true
    }

    private func measurement(_ point: MeasureFields.Point?, _ unit: String?) -> Context<MeasurementFields>? {
        point.map {
            Context(
                MeasurementFields(
                    value: wording.value($0.value, unit: unit), date: dates.context($0.date), evidence: $0.evidence))
        }
    }

    /// How much of the way from baseline to target is done, and whether that is as much as the time that went by
    /// (metrics: outcome progress).
    private func progress(_ fields: MeasureFields) -> Context<ProgressFields>? {
        guard let baseline = fields.baseline, let target = fields.target, let now = latest(fields),
            target.value != baseline.value,
            // Dates that contradict each other are told; they have no elapsed time.
            baseline.date < target.date, baseline.date <= now.date
        else { return nil }
        let share = (now.value - baseline.value) / (target.value - baseline.value)
        // Behind the beginning there is no part of the way that is done.
        guard share.isFinite, share >= 0 else { return nil }
        let isStale = share < 1 && isStale(now)
        let label = wording.progress(
            share, elapsed: elapsed(from: baseline, to: target),
            isOver: site.zone.day(of: target.date) < site.day, isStale: isStale)
        return Context(ProgressFields(percent: Wording.percent(share), label: label, isStale: isStale))
    }

    /// What is said in place of a progress: the value is worse than the one that the measure began with.
    private func setback(_ fields: MeasureFields) -> String? {
        guard let baseline = fields.baseline, let target = fields.target, let now = latest(fields),
            baseline.date < target.date, baseline.date <= now.date, target.value != baseline.value,
            (now.value < baseline.value) == (target.value > baseline.value), now.value != baseline.value
        else { return nil }
        return wording.setback(isStale: isStale(now))
    }

    private func elapsed(from baseline: MeasureFields.Point, to target: MeasureFields.Point) -> Double {
        Double(site.today.seconds - baseline.date.seconds) / Double(target.date.seconds - baseline.date.seconds)
    }

    /// Whether a measurement is too old to say how things are.
    private func isStale(_ point: MeasureFields.Point) -> Bool { site.day - site.zone.day(of: point.date) > 365 }

    // MARK: - Strategy

    func strategy(_ index: PageIndex, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        guard case .strategy(let objectives) = site.pages[index].parsed.fields else { return SlottedBytes() }
        var page = base(index, planned, view, section: "strategy")
        page.breadcrumbs = crumbs([])
        let serving = Serving(view)
        let categories: [ObjectiveCategory?] = [.revenue, .cost, .risk, nil]
        let context = StrategyPageFields(
            categories: categories.compactMap { category in
                let mine = objectives.filter { $0.category == category }
                guard !mine.isEmpty else { return nil }
                return Context(
                    CategoryFields(
                        id: LayoutAnchor.prefix + "category-" + Wording.slug(category),
                        title: wording.label(category),
                        objectives: mine.map { objective($0, serving) }))
            },
            text: text(index, view))
        return finish(index, page, context)
    }

    /// What serves which objective, by its id.
    private struct Serving {
        var groups: [String: [PageIndex]] = [:]
        var useCases: [String: [PageIndex]] = [:]
        var measures: [String: [PageIndex]] = [:]

        init(_ view: SiteView) {
            for group in view.site.groups where view.shows(group.page) {
                for id in Set(group.fields.objectives.map(\.value)) { groups[id, default: []].append(group.page) }
            }
            for page in view.pages(view.site.useCases) {
                guard case .useCase(let fields) = view.site.pages[page].parsed.fields, let objective = fields.objective
                else { continue }
                useCases[objective.value, default: []].append(page)
            }
            for page in view.pages(view.site.measures) {
                guard case .measure(let fields) = view.site.pages[page].parsed.fields, let objective = fields.objective
                else { continue }
                measures[objective.value, default: []].append(page)
            }
        }
    }

    private func objective(_ objective: Objective, _ serving: Serving) -> Context<ObjectiveFields> {
        let id = objective.id.value
        let (useCases, measures) = (serving.useCases[id] ?? [], serving.measures[id] ?? [])
        let gap: String? =
            switch (useCases.isEmpty, measures.isEmpty) {
            case (true, true): words("No use case and no measure yet")
            case (true, false): words("No use case yet")
            case (false, true): words("No measure yet")
            case (false, false): nil
            }
        return Context(
            ObjectiveFields(
                id: SitePath.percentEncode(id), title: Wording.clean(objective.title), owner: face(objective.owner),
                groups: links(serving.groups[id] ?? [], limit: PageLimits.groups, more: SitePath("groups/")),
                useCases: links(useCases, limit: PageLimits.useCases, more: SitePath("use-cases/")),
                measures: links(measures, limit: PageLimits.useCases, more: SitePath("measures/")), gap: gap))
    }
}
