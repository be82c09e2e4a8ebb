import HearthContent
import HearthModel

/// Who and what can be referred to by a short name: people by handle, groups by id, and so on. Built once, then only
/// read.
struct Directory: Sendable {
    private(set) var people: [PageIndex] = []
    private(set) var groups: [PageIndex] = []
    private var personByHandle: [String: PersonIndex] = [:]
    private var groupByID: [String: GroupIndex] = [:]
    /// Full names, names elsewhere (mail addresses) and earlier handles → handles, in lower case: for advice only.
    private var handlesByName: [String: [String]] = [:]
    /// Names of people whose file has a name that is no handle → what to do about that.
    private var misnamed: [String: String] = [:]
    /// Type → id → page, for use cases, measures and events.
    private var pageByID: [EntityType: [String: PageIndex]] = [:]
    /// Those beyond the first of an id, which are few.
    private var furtherByID: [EntityType: [String: [PageIndex]]] = [:]
    /// Question id → pages; the same id may stand in several groups.
    private var questionsByID: [String: [PageIndex]] = [:]
    /// What is there and not in this build.
    let absent: AbsentPages
    private let nearbyPeople = NearbyPeople()
    private let nearbyGroups = NearestNames()

    init(_ pages: [ParsedPage], absent: AbsentPages, diagnostics: inout [Diagnostic]) {
        self.absent = absent
        for (index, page) in pages.enumerated() {
            let key = page.id.lowercased()
            switch page.type {
            case .person:
                if let first = personByHandle[key] {
                    // The handle stays the first one's; the page of the second is there all the same.
                    diagnostics.append(Self.duplicate(page, pages[people[first]], what: "person"))
                } else {
                    personByHandle[key] = people.count
                }
                people.append(index)
                remember(page)
                if !isHandle(page.id) { diagnostics.append(tellMisnamed(page)) }
            case .group:
                if let first = groupByID[key] {
                    diagnostics.append(Self.duplicate(page, pages[groups[first]], what: "group"))
                } else {
                    groupByID[key] = groups.count
                }
                groups.append(index)
            case .question:
                if page.common.id != nil,
                    let first = questionsByID[key]?.first(where: { Self.isOneGroup(pages[$0], page) })
                {
                    diagnostics.append(Self.duplicate(page, pages[first], what: "question of this group"))
                }
                questionsByID[key, default: []].append(index)
            case .useCase, .measure, .event, .document, .page, .topic:
                if let first = pageByID[page.type]?[key] {
                    // Documents of different folders may share a name; they are then referred to by path.
                    if page.type == .useCase || page.type == .measure {
                        diagnostics.append(Self.duplicate(page, pages[first], what: page.type.rawValue))
                    } else {
                        furtherByID[page.type, default: [:]][key, default: []].append(index)
                    }
                    continue
                }
                pageByID[page.type, default: [:]][key] = index
            case .answer, .strategy: break
            }
        }
        diagnostics += Self.sharedIdentities(people.map { pages[$0] })
    }

    /// What stands for one person in another system and is written at two: of neither is known then that it is theirs.
    private static func sharedIdentities(_ people: [ParsedPage]) -> [Diagnostic] {
        var owners: [String: ParsedPage] = [:]
        var diagnostics: [Diagnostic] = []
        for page in people {
            guard case .person(let fields) = page.fields else { continue }
            for identity in fields.identities {
                guard let first = owners[identity.lowercased()] else {
                    owners[identity.lowercased()] = page
                    continue
                }
                guard first !== page else { continue }
                diagnostics.append(
                    Diagnostic(
                        .duplicateIdentity, at: page.at(1), "identities: '\(identity)' is also that of '@\(first.id)'",
                        help: "leave it to the one whose name it is in the other system",
                        notes: [.init("the other person is here", at: first.at(1))]))
            }
        }
        return diagnostics
    }

    /// Whether both lie in the folder of one group.
    private static func isOneGroup(_ first: ParsedPage, _ second: ParsedPage) -> Bool {
        first.path.split(separator: "/").prefix(2) == second.path.split(separator: "/").prefix(2)
    }

    private static func duplicate(_ page: ParsedPage, _ first: ParsedPage, what: String) -> Diagnostic {
        Diagnostic(
            .duplicateID, at: page.at(page.common.id?.line ?? 1), "another \(what) has the id '\(page.id)'",
            help: "rename this file or set another id:",
            notes: [.init("the first one is here", at: first.at(first.common.id?.line ?? 1))])
    }

    /// Nobody could name somebody whose file has a name that is no handle, and nothing that they wrote would count.
    private mutating func tellMisnamed(_ page: ParsedPage) -> Diagnostic {
        let words = (page.common.id?.value ?? page.id).lowercased().split { !isHandle(String($0)) && $0 != "." }
        let handle = words.joined(separator: ".")
        let way =
            isHandle(handle)
            ? page.common.id == nil ? "rename it to '\(handle).md'" : "write 'id: \(handle)'"
            : "a handle has letters, digits and the signs . _ -"
        if isHandle(handle) {
            let advice =
                page.common.id == nil ? "rename \(page.file) to \(handle).md" : "write 'id: \(handle)' in \(page.file)"
            for name in [handle, page.id, page.common.title ?? page.id] { misnamed[PageNames.key(name)] = advice }
        }
        return Diagnostic(
            .notAHandle, at: page.at(page.common.id?.line ?? 1),
            "'\(page.id)' is no handle, so nobody can name this person", help: way)
    }

    private mutating func remember(_ page: ParsedPage) {
        guard case .person(let fields) = page.fields, isHandle(page.id) else { return }
        var names = [page.common.title].compactMap(\.self) + page.common.aliases.map(\.value)
        if let email = fields.email { names.append(email) }
        for identity in fields.identities {
            names.append(identity)
            // `git:jo@example.com`
            if let colon = identity.firstIndex(of: ":") {
                names.append(String(identity[identity.index(after: colon)...]))
            }
        }
        // A page that was renamed has the address of the handle that it had.
        for old in page.common.redirectFrom {
            let parts = RedirectResolver.parts(of: old.value)?.path.split(separator: "/") ?? []
            if parts.count == 2, parts[0] == "people" { names.append(String(parts[1])) }
        }
        for name in names {
            let key = PageNames.key(name)
            if handlesByName[key]?.contains(page.id) != true { handlesByName[key, default: []].append(page.id) }
        }
    }

    func person(_ handle: String) -> PersonIndex? { personByHandle[handle.lowercased()] }
    func group(_ id: String) -> GroupIndex? { groupByID[Self.groupKey(id)] }
    func page(_ type: EntityType, _ id: String) -> PageIndex? { pageByID[type]?[id.lowercased()] }
    func questions(_ id: String) -> [PageIndex] { questionsByID[id.lowercased()] ?? [] }
    /// All pages that an id may mean. Of use cases and measures, of which there may be one, the first.
    func pages(_ type: EntityType, _ id: String) -> [PageIndex] {
        if type == .question { return questions(id) }
        guard let first = page(type, id) else { return [] }
        return [first] + (furtherByID[type]?[id.lowercased()] ?? [])
    }
    func ids(_ type: EntityType) -> some Sequence<String> { (pageByID[type] ?? [:]).keys }
    var handles: some Sequence<String> { personByHandle.keys.lazy.filter { isHandle($0) } }
    var groupIDs: some Sequence<String> { groupByID.keys }

    /// `lift`, `groups/lift` and `/groups/lift/` mean the same group.
    static func groupKey(_ id: String) -> String {
        var key = Substring(id.lowercased())
        while key.hasPrefix("/") { key.removeFirst() }
        while key.hasSuffix("/") { key.removeLast() }
        if key.hasPrefix("groups/") { key = key.dropFirst(7) }
        return String(key)
    }

    /// The person that `reference` names, or a diagnostic with the nearest handle. `place` is where the reference is
    /// written, when that is not the page's own file.
    func person(
        _ reference: Reference, on page: ParsedPage, field: String, at place: SourceLocation? = nil,
        diagnostics: inout [Diagnostic]
    ) -> PersonIndex? {
        if let index = person(reference.value) { return index }
        diagnostics.append(unknownPerson(reference, field, at: place ?? page.at(reference.line)))
        return nil
    }

    /// That `reference` is nobody's handle, or that of somebody whose page is not in this build.
    func unknownPerson(_ reference: Reference, _ field: String, at place: SourceLocation?) -> Diagnostic {
        absent.problem(of: reference, [.person], field, kind: .unknownPerson, at: place)
            ?? Diagnostic(
                .unknownPerson, at: place,
                "\(field): nobody has the handle '\(isHandle(reference.value) ? "@" : "")\(reference.value)'",
                help: personHelp(reference.value))
    }

    /// The group that `reference` names, or a diagnostic with the nearest id.
    func group(
        _ reference: Reference, on page: ParsedPage, field: String, diagnostics: inout [Diagnostic]
    ) -> GroupIndex? {
        if let index = group(reference.value) { return index }
        let place = page.at(reference.line)
        diagnostics.append(
            absent.problem(of: reference, [.group], field, kind: .unknownGroup, at: place)
                ?? Diagnostic(
                    .unknownGroup, at: place, "\(field): there is no group '\(reference.value)'",
                    help: nearbyGroups.nearest(to: reference.value) { Array(groupIDs) }.map { "did you mean '\($0)'?" })
        )
        return nil
    }

    /// A way out for a text that is nobody's handle.
    func personHelp(_ value: String) -> String {
        if let likely = likelyPerson(value) { return likely }
        return isHandle(value)
            ? Self.newPerson(value) : "write the handle: the name of the file in people/, without .md"
    }

    /// Nobody is near: the page is missing, or it was renamed.
    static func newPerson(_ handle: String) -> String {
        "add Content/people/\(handle).md, or write the new handle of somebody whose page was renamed"
    }

    /// Who may be meant: somebody of that name or mail address, somebody whose handle stands in the text, or a handle or
    /// name that is close.
    ///
    /// `readers` says who may know of whom, if not everybody of everybody.
    func likelyPerson(_ value: String, for readers: PeopleReaders? = nil) -> String? {
        func isKnown(_ handle: String) -> Bool { readers.map { $0.mayKnow(handle) } ?? true }
        let key = PageNames.key(value)
        if let way = misnamed[key] { return way }
        if let way = wayToName(people(named: key).filter(isKnown)) { return way }
        let text = value.prefix(200)
        // A mail address or handle in quotes, brackets or a list.
        let parts = text.split { $0.isWhitespace || ",;<>()[]{}\"'“”„‘’«»".contains($0) }
        for part in parts.prefix(8) {
            let name = part.drop { $0 == "@" }
            let local = name.split(separator: "@").first.map { $0.lowercased() } ?? ""
            let isThere = personByHandle[local] != nil && isHandle(local)
            let named = people(named: name.lowercased())
            if let way = wayToName((named.isEmpty && isThere ? [local] : named).filter(isKnown)) { return way }
        }
        let nearby = readers?.nearby ?? nearbyPeople
        let audience = readers?.audience ?? .everyone
        func isOf(_ handle: String, _ audience: Audience) -> Bool { readers.map { $0.of(handle) == audience } ?? true }
        if let near = nearby.handles.nearest(
            to: value, for: audience, { audience in handles.filter { isOf($0, audience) } })
        {
            return "did you mean '@\(near)'?"
        }
        let near = nearby.names.nearest(to: key, for: audience) { audience in
            handlesByName.compactMap { $0.value.contains { isOf($0, audience) } ? $0.key : nil }
        }
        let found = near.map { people(named: $0).filter(isKnown) } ?? []
        return found.count > 1 ? wayToName(found) : found.first.map { "did you mean '@\($0)'?" }
    }

    /// Handles by a full name or a name elsewhere, in order, whichever page was read first.
    private func people(named key: String) -> [String] { (handlesByName[key] ?? []).sorted() }

    /// How to name somebody whom the text fits; of several people none is more likely than the others.
    private func wayToName(_ handles: [String]) -> String? {
        guard let first = handles.first else { return nil }
        if handles.count == 1 { return "write \"@\(first)\"" }
        let names = handles.prefix(3).map { "\"@\($0)\"" }.joined(separator: " or ")
        return "that fits \(handles.count) people: write \(names)\(handles.count > 3 ? " …" : "")"
    }

    static func didYouMean(_ name: String, among names: some Sequence<String>, prefix: String = "") -> String? {
        nearestName(to: name, among: names).map { "did you mean '\(prefix)\($0)'?" }
    }
}
