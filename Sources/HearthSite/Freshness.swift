import HearthContent
package import HearthModel

/// Whether a document still holds.
package enum DocumentState: String, Sendable, CaseIterable {
    case current, verified, due, obsolete, superseded
}

// What the calendar makes of pages: every page and list that shows it asks here.
extension Site {
    /// Whether a document still holds: it was checked or changed within its review interval, or its group's. `due` is the
    /// day since when it is due.
    ///
    /// What was checked is `verified` as long as the check itself is no older than the interval: a change of the text is
    /// no check.
    package func freshness(of index: PageIndex) -> (state: DocumentState, due: Timestamp?) {
        let page = pages[index]
        guard case .document(let fields) = page.parsed.fields else { return (.current, nil) }
        switch fields.status {
        case .superseded: return (.superseded, nil)
        case .obsolete: return (.obsolete, nil)
        case .current: break
        }
        let ofGroup = page.group.flatMap { groups[$0].fields.reviewInterval }
        guard let interval = fields.reviewInterval ?? ofGroup else {
            return (fields.verified == nil ? .current : .verified, nil)
        }
        func ends(_ date: Timestamp?) -> Timestamp? { date.map { zone.date($0, after: interval) } }
        func isOver(_ date: Timestamp) -> Bool { zone.day(of: date) <= day }
        if let due = ends(zone.latest([fields.verified, page.lastChange])), isOver(due) { return (.due, due) }
        return (ends(fields.verified).map { !isOver($0) } ?? false ? .verified : .current, nil)
    }

    /// Whether an event is over.
    package func isPast(_ page: PageIndex) -> Bool {
        guard case .event(let fields) = pages[page].parsed.fields else { return false }
        if let end = fields.end, end.hasTime { return end.seconds < clock.seconds }
        // An event of a day is past when the day is, and so is one of which nobody said how long it takes.
        return (fields.end ?? pages[page].date).map { zone.day(of: $0) < day } ?? false
    }

    /// In one word how things stand with a page; nil for kinds that have no states.
    package func state(of page: PageIndex) -> String? {
        switch pages[page].parsed.fields {
        case .question: questionByPage[page].map { questions[$0].state.rawValue }
        case .document: freshness(of: page).state.rawValue
        case .person(let fields): fields.status.rawValue
        case .group(let fields): fields.lifecycle.rawValue
        case .event: isPast(page) ? "past" : "coming"
        case .useCase(let fields): fields.status?.rawValue
        default: nil
        }
    }
}
