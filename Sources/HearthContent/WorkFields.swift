import HearthModel

/// Documents, use cases, events, measures and the strategy (content model, section 3).
extension FieldReader {
    mutating func documentFields() -> DocumentFields {
        var document = DocumentFields()
        document.kind = choice("kind") ?? .article
        document.owner = owner("owner")
        document.status = choice("status") ?? .current
        document.supersededBy = reference("superseded_by")
        let example = "{by: \"@handle\", date: 2026-04-02}"
        let verified = map("verified", example: example) { reader in
            let names = ["by", "date"]
            // What is written by another name is told as that.
            let isPlain = reader.entries.allSatisfy { names.contains($0.key) }
            for key in names where isPlain && reader.value(key) == nil {
                reader.require(key, in: "'verified'", help: "verified: \(example)")
            }
            return (reader.person("by"), reader.date("date"))
        }
        document.verifiedBy = verified?.0
        document.verified = verified?.1
        document.verifiedLine = max(1, line(of: "verified"))
        document.reviewInterval = duration("review_interval")
        document.needs = choices("needs")
        return document
    }

    /// A list of words that `Choice` knows; unknown ones are reported and left out.
    private mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) -> [Choice] {
        references(key).compactMap { written in
            if let choice = Choice(rawValue: written.value) { return choice }
            let value = YAMLValue(.scalar(written.value, isPlain: true), line: written.line)
            reportChoice(kinds.unknownValue, key: key, value: value, words: Choice.allCases.map(\.rawValue))
            return nil
        }
    }

    mutating func useCaseFields() -> UseCaseFields {
        var useCase = UseCaseFields()
        useCase.groups = references("groups")
        useCase.problem = text("problem")
        useCase.currentPractice = text("current_practice")
        useCase.painPoints = texts("pain_points")
        useCase.desired = text("desired")
        useCase.obstacles = maps("obstacles", shorthand: "objection", example: "{objection: no time, response: \"…\"}")
        { reader in
            guard let objection = reader.text("objection") else {
                reader.require("objection", in: "an obstacle", help: "{objection: …, response: …}")
                return nil
            }
            var obstacle = UseCaseFields.Obstacle(objection: objection)
            obstacle.response = reader.text("response")
            obstacle.evidence = reader.text("evidence")
            return obstacle
        }
        useCase.process = map("process", example: "{trigger: a call, owner: \"@handle\"}") { reader in
            var process = UseCaseFields.Process()
            process.trigger = reader.text("trigger")
            process.step = reader.text("step")
            process.channel = reader.text("channel")
            process.owner = reader.owner("owner")
            return process
        }
        useCase.decision = choice("decision")
        useCase.rationale = text("rationale")
        useCase.scope = choice("scope")
        useCase.targetDepartments = texts("target_departments")
        useCase.status = choice("status")
        useCase.measures = references("measures")
        useCase.stories = references("stories")
        useCase.objective = reference("objective")
        return useCase
    }

    mutating func eventFields() -> EventFields {
        var event = EventFields()
        // Git knows when a file came, not when people meet.
        if value("date") == nil { require("date", in: "an event", help: "date: 2026-04-02 13:00, when it begins") }
        event.kind = choice("kind")
        event.end = date("end")
        event.endLine = max(1, line(of: "end"))
        event.groups = references("groups")
        event.hosts = people("hosts")
        event.useCases = references("use_cases")
        event.site = lineOfText("site")?.value
        if let attendees = value("attendees") {
            if case .list = attendees.content {
                event.attendees = people("attendees")
            } else {
                event.attendeeCount = integer("attendees")
                if let count = event.attendeeCount, count < 0 {
                    report(kinds.wrongType, attendees.line, "'attendees' is a number of people, not '\(count)'")
                    event.attendeeCount = nil
                }
            }
        }
        event.followUp = maps("follow_up", shorthand: "task", example: "{task: order parts, who: \"@handle\"}") {
            reader in
            guard let task = reader.text("task") else {
                reader.require(
                    "task", in: "an entry of 'follow_up'", help: "{task: …, who: \"@handle\", due: 2013-04-02}")
                return nil
            }
            var followUp = EventFields.FollowUp(task: task)
            followUp.who = reader.person("who")
            followUp.due = reader.date("due")
            followUp.isDone = reader.bool("done") ?? false
            return followUp
        }
        return event
    }

    mutating func measureFields() -> MeasureFields {
        var measure = MeasureFields()
        measure.category = choice("category")
        measure.unit = lineOfText("unit")?.value
        measure.baseline = map("baseline", example: Self.point) { $0.point(of: "baseline") }
        measure.target = map("target", example: Self.point) { $0.point(of: "target") }
        measure.risesWhenBetter = risesWhenBetter(baseline: measure.baseline, target: measure.target)
        measure.series = maps("series", example: Self.point) { $0.point(of: "series") }
        measure.owner = owner("owner")
        measure.objective = reference("objective")
        measure.useCases = references("use_cases")
        measure.attribution = choice("attribution")
        measure.soWhat = text("so_what")
        measure.signposts = texts("signposts")
        return measure
    }

    /// Where a measure is to go. The target decides, because the progress is that towards the target; another direction is
    /// a mistake in one of the three.
    private mutating func risesWhenBetter(baseline: MeasureFields.Point?, target: MeasureFields.Point?) -> Bool? {
        let direction: MeasureDirection? = choice("direction")
        let written = direction.map { $0 == .up }
        guard let from = baseline?.value, let to = target?.value, from != to else { return written }
        if let direction, written != (to > from) {
            report(
                .contraryDirection, line(of: "direction"),
                "direction: \(direction.rawValue), but the target is \(to > from ? "above" : "below") the baseline",
                help: "correct direction:, or one of the two values")
        }
        return to > from
    }

    private static let point = "{value: 12.5, date: 2013-04-02}"

    /// `{date: …, value: …, evidence: …}`; both date and value are needed.
    mutating func point(of field: String) -> MeasureFields.Point? {
        let isWritten = (date: value("date") != nil, value: value("value") != nil)
        let found = (date: date("date"), value: number("value"))
        let evidence = text("evidence")
        if !isWritten.date { require("date", in: "'\(field)'", help: Self.point) }
        if !isWritten.value { require("value", in: "'\(field)'", help: Self.point) }
        guard let date = found.date, let value = found.value else { return nil }
        var point = MeasureFields.Point(date: date, value: value, evidence: evidence)
        point.location = SourceLocation(file: file, line: max(line, self.line(of: "date")))
        return point
    }

    mutating func objectives() -> [Objective] {
        maps("objectives", example: "{id: obj-uptime, title: Uptime}") { reader in
            let (id, title) = (reader.reference("id"), reader.lineOfText("title"))
            let (owner, category): (Reference?, ObjectiveCategory?) = (reader.owner("owner"), reader.choice("category"))
            let help = "{id: obj-uptime, title: …, owner: \"@handle\", category: cost}"
            if id == nil { reader.require("id", in: "an objective", help: help) }
            if title == nil { reader.require("title", in: "an objective", help: help) }
            guard let id, let title else { return nil }
            var objective = Objective(id: id, title: title.value)
            objective.owner = owner
            objective.category = category
            return objective
        }
    }
}

private enum MeasureDirection: String, CaseIterable {
    case up, down
}
