import HearthContent
import HearthModel

/// Checks the fields that name other pages, so that no use case points at a measure that is not there.
struct ReferenceChecker {
    let pages: [ParsedPage]
    let directory: Directory
    let pathIndex: [String: PageIndex]
    private let objectiveIDs: Set<String>
    private(set) var diagnostics: [Diagnostic] = []
    /// Documents of which it is known whether what replaces them leads to a circle.
    private var leadsToCircle: [String: Bool] = [:]
    private let nearbyOwners = NearestNames()
    private let nearbyObjectives = NearestNames()
    private var nearbyPages: [[EntityType]: NearestNames] = [:]

    init(_ pages: [ParsedPage], directory: Directory, pathIndex: [String: PageIndex], objectives: [Objective]) {
        self.pages = pages
        self.directory = directory
        self.pathIndex = pathIndex
        objectiveIDs = Set(objectives.map(\.id.value))
        for page in pages { check(page) }
    }

    /// By path (with or without `.md` and slashes), else by id among `types`: of several the one in the folder or group of
    /// `page`. More than one when that does not tell which is meant.
    static func find(
        _ reference: String, _ types: [EntityType], _ directory: Directory, near page: ParsedPage,
        path: (String) -> PageIndex?, parsed: (PageIndex) -> ParsedPage
    ) -> [PageIndex] {
        var name = Substring(reference)
        while name.hasPrefix("/") { name.removeFirst() }
        while name.hasSuffix("/") { name.removeLast() }
        if name.contains("/") || name.hasSuffix(".md") {
            if let found = path(String(name)) ?? path(String(name) + ".md") ?? path(String(name) + "/index.md")
                ?? path(String(name) + "/")
            {
                return [found]
            }
        }
        for type in types {
            let found = directory.pages(type, String(name))
            if !found.isEmpty { return nearest(found, to: page, parsed: parsed) }
        }
        return []
    }

    /// Of several pages those that somebody means who writes on `page`: in its folder, else in its group, else all.
    static func nearest(
        _ candidates: [PageIndex], to page: ParsedPage, parsed: (PageIndex) -> ParsedPage
    ) -> [PageIndex] {
        if candidates.count < 2 { return candidates }
        let others = candidates.filter { parsed($0) !== page }
        let inFolder = others.filter { parsed($0).folder == page.folder }
        if !inFolder.isEmpty { return inFolder }
        let inGroup = others.filter { parsed($0).folderGroup == page.folderGroup }
        return inGroup.isEmpty ? others : inGroup
    }

    static func ambiguous(
        _ reference: Reference, _ field: String, on page: ParsedPage, _ candidates: [ParsedPage]
    ) -> Diagnostic {
        Diagnostic(
            .ambiguousLink, at: page.at(reference.line),
            "\(field): '\(reference.value)' fits \(candidates.count) pages",
            help: "write the path, for example \(candidates.first?.usualPath ?? "")",
            notes: Diagnostic.Note.some(of: candidates.map { $0.at(1) }))
    }

    private func find(_ reference: Reference, _ types: [EntityType], near page: ParsedPage) -> [PageIndex] {
        Self.find(
            reference.value, types, directory, near: page, path: { pathIndex[$0] }, parsed: { pages[$0] })
    }

    private mutating func check(_ page: ParsedPage) {
        for author in page.common.authors where page.common.source == nil { _ = person(author, page, "author") }
        switch page.fields {
        case .group(let fields):
            for objective in fields.objectives { self.objective(objective, page) }
            guard fields.isLiving else { break }
            for manager in fields.managers { checkPresence(manager, page, "managers") }
            if let sponsor = fields.sponsor { checkPresence(sponsor, page, "sponsor") }
        case .person(let fields):
            if let manager = fields.manager { _ = person(manager, page, "manager") }
            for backup in fields.backups {
                _ = person(backup.who, page, "backups")
                if fields.status != .left { checkPresence(backup.who, page, "backups") }
            }
        case .question, .answer, .topic, .page: break
        case .document(let fields): checkDocument(fields, page)
        case .useCase(let fields): checkUseCase(fields, page)
        case .measure(let fields):
            if let owner = fields.owner {
                _ = person(owner, page, "owner")
                checkPresence(owner, page, "owner")
            }
            if let objective = fields.objective { self.objective(objective, page) }
            for useCase in fields.useCases { self.page(useCase, [.useCase], "use_cases", page) }
        case .event(let fields):
            for group in fields.groups {
                _ = directory.group(group, on: page, field: "groups", diagnostics: &diagnostics)
            }
            for host in fields.hosts { _ = person(host, page, "hosts") }
            for attendee in fields.attendees { _ = person(attendee, page, "attendees") }
            for useCase in fields.useCases { self.page(useCase, [.useCase], "use_cases", page) }
            for task in fields.followUp { if let who = task.who { _ = person(who, page, "follow_up") } }
        case .strategy(let objectives):
            for owner in objectives.compactMap(\.owner) {
                _ = person(owner, page, "owner")
                checkPresence(owner, page, "owner")
            }
        }
    }

    private mutating func checkDocument(_ fields: DocumentFields, _ page: ParsedPage) {
        if let owner = fields.owner, directory.person(owner.value) == nil, directory.group(owner.value) == nil {
            diagnostics.append(unknownOwner(owner, page))
        }
        if let owner = fields.owner, fields.status == .current { checkPresence(owner, page, "owner") }
        if let by = fields.verifiedBy { _ = person(by, page, "verified") }
        guard let next = fields.supersededBy else { return }
        self.page(next, [.document, .page], "superseded_by", page)
        guard isSupersededInCircle(page) else { return }
        diagnostics.append(
            Diagnostic(.documentCycle, at: page.at(next.line), "superseded_by leads back to this document"))
    }

    private func unknownOwner(_ owner: Reference, _ page: ParsedPage) -> Diagnostic {
        let place = page.at(owner.line)
        if let absent = directory.absent.problem(
            of: owner, [.person, .group], "owner", kind: .unknownPerson, at: place)
        {
            return absent
        }
        let near = nearbyOwners.nearest(to: owner.value) {
            directory.handles.map { "@" + $0 } + Array(directory.groupIDs)
        }
        return Diagnostic(
            .unknownPerson, at: place, "owner: there is no person and no group '\(owner.value)'",
            help: near.map { "did you mean '\($0)'?" }
                ?? directory.likelyPerson(owner.value) ?? "write \"@handle\" of a person, or the id of a group")
    }

    /// Whether whoever follows what replaces `page` never comes to what holds. Each document is followed once.
    private mutating func isSupersededInCircle(_ page: ParsedPage) -> Bool {
        var seen: Set<String> = []
        var current: ParsedPage? = page
        var isCircle = false
        while let document = current {
            if let known = leadsToCircle[document.path] {
                isCircle = known
                break
            }
            guard seen.insert(document.path).inserted else {
                isCircle = true
                break
            }
            guard case .document(let fields) = document.fields, let next = fields.supersededBy else { break }
            current = find(next, [.document, .page], near: document).first.map { pages[$0] }
        }
        for path in seen { leadsToCircle[path] = isCircle }
        return isCircle
    }

    private mutating func checkUseCase(_ fields: UseCaseFields, _ page: ParsedPage) {
        for group in fields.groups { _ = directory.group(group, on: page, field: "groups", diagnostics: &diagnostics) }
        for measure in fields.measures { self.page(measure, [.measure], "measures", page) }
        for story in fields.stories { self.page(story, [.document, .page], "stories", page) }
        if let owner = fields.process?.owner {
            _ = person(owner, page, "process.owner")
            if fields.status != .dropped { checkPresence(owner, page, "process.owner") }
        }
        if let objective = fields.objective { self.objective(objective, page) }
    }

    private mutating func person(_ reference: Reference, _ page: ParsedPage, _ field: String) -> PersonIndex? {
        directory.person(reference, on: page, field: field, diagnostics: &diagnostics)
    }

    /// Whoever is to look after something must be there to do it.
    private mutating func checkPresence(_ reference: Reference, _ page: ParsedPage, _ field: String) {
        guard let index = directory.person(reference.value),
            case .person(let person) = pages[directory.people[index]].fields, person.status == .left
        else { return }
        diagnostics.append(
            Diagnostic(
                .personLeft, at: page.at(reference.line), "\(field): @\(reference.value) has left",
                help: "name somebody who looks after it now"))
    }

    private mutating func page(_ reference: Reference, _ types: [EntityType], _ field: String, _ page: ParsedPage) {
        let found = find(reference, types, near: page)
        if found.count > 1 { diagnostics.append(Self.ambiguous(reference, field, on: page, found.map { pages[$0] })) }
        guard found.isEmpty else { return }
        let near = nearbyPages[types] ?? NearestNames()
        nearbyPages[types] = near
        let place = page.at(reference.line)
        diagnostics.append(
            directory.absent.problem(of: reference, types, field, kind: .unknownReference, at: place)
                ?? Diagnostic(
                    .unknownReference, at: place, "\(field): there is no \(types[0].rawValue) '\(reference.value)'",
                    help: near.nearest(to: reference.value) { types.flatMap { Array(directory.ids($0)) } }.map {
                        "did you mean '\($0)'?"
                    }))
    }

    private mutating func objective(_ reference: Reference, _ page: ParsedPage) {
        guard !objectiveIDs.contains(reference.value) else { return }
        diagnostics.append(
            Diagnostic(
                .unknownReference, at: page.at(reference.line),
                "there is no objective '\(reference.value)' in strategy.md",
                help: nearbyObjectives.nearest(to: reference.value) { Array(objectiveIDs) }.map {
                    "did you mean '\($0)'?"
                }))
    }
}
