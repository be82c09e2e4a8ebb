import ArgumentParser
import HearthBuild
import HearthContent
import HearthModel
import HearthSite

/// `hearth list`: what the site holds, one item a line.
struct ListCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what the site holds, one item a line.",
        discussion: """
            hearth list questions --state unanswered
            hearth list documents --state due --group lift
            hearth list people --json
            hearth list --state draft
            Columns are separated by tabs: type, state, address, title, file. The state of what only members may read ends \
            in 'restricted', but for questions. JSON has more of each item: dates, authors, owner, group, topics, and since \
            when it is due.
            """)

    enum Subject: String, CaseIterable {
        case pages, groups, questions, people, documents, events, topics, measures, redirects
        case useCases = "use-cases"

        /// The states that `--state` can ask for: those of the pages, and why pages are not on the site.
        var states: [String] {
            let own = ownStates
            switch self {
            case .topics, .redirects: return own
            default: return own + LeftOutReason.allCases.map(\.rawValue)
            }
        }

        fileprivate var ownStates: [String] {
            switch self {
            case .questions: QuestionState.allCases.map(\.rawValue)
            case .documents: DocumentState.allCases.map(\.rawValue)
            case .people: PersonStatus.allCases.map(\.rawValue)
            case .groups: GroupLifecycle.allCases.map(\.rawValue)
            case .useCases: UseCaseStatus.allCases.map(\.rawValue)
            case .events: ["coming", "past"]
            case .pages:
                [Subject.questions, .documents, .people, .groups, .useCases, .events].flatMap(\.ownStates)
            case .topics, .measures, .redirects: []
            }
        }
    }

    @Argument(
        help: ArgumentHelp("What to list: \(ListCommand.subjects); default: pages.", valueName: "subject"),
        completion: .list(Subject.allCases.map(\.rawValue)), transform: { try choice(of: $0) })
    var subject: Subject = .pages

    private static let subjects = Subject.allCases.map(\.rawValue).joined(separator: ", ")

    @Option(
        help: """
            Only what is in this state. Questions: unanswered, answered, accepted, closed, duplicate; documents: current, \
            verified, due, obsolete, superseded; people: active, away, left; groups: incubating, active, reference, \
            retired; events: coming, past; use cases: hypothesis, piloting, proven, dropped. What the published site does \
            not have: draft, future, expired, and held for what an error keeps back.
            """, completion: .list(LeftOutReason.allCases.map(\.rawValue) + Subject.pages.ownStates))
    var state: String?

    @Option(help: "Only items of the group with this id: what its page shows, and the people whom it names.")
    var group: String?

    @OptionGroup var data: DataOptions

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        guard let state, !subject.states.contains(state) else { return }
        guard !subject.states.isEmpty else { throw ValidationError("\(subject.rawValue) have no states") }
        var states: [String] = []
        for state in subject.states where !states.contains(state) { states.append(state) }
        let last = states.removeLast()
        throw ValidationError(
            "--state of \(subject.rawValue) takes \(states.joined(separator: ", ")) or \(last); not '\(state)'")
    }

    func run() async throws {
        let (_, pipeline, known) = try await site.resolved()
        let resolved = known.site
        let wantedGroup = group.flatMap { resolved.group($0) }
        // A group may itself be what is not on the site.
        let reason = state.flatMap { LeftOutReason(rawValue: $0) }
        let absentGroups = reason == nil ? [] : resolved.leftOutPages.filter { $0.page.type == .group }.map(\.page.id)
        if let group, wantedGroup == nil, !absentGroups.contains(group) {
            let ids = resolved.pages.filter { $0.type == .group }.map(\.parsed.id)
            let near = nearestName(to: group, among: ids).map { "; did you mean '\($0)'?" } ?? ""
            throw UsageError("there is no group '\(group)'\(near)", help: "hearth list groups")
        }
        let redirects = subject == .redirects ? try await pipeline.redirects(of: known) : []
        let rows = reason.map { leftOut($0, wantedGroup, resolved) } ?? self.rows(resolved, wantedGroup, redirects)
        if data.isJSON {
            Console.output(JSONValue.array(rows.map { $0.json(resolved) }).text + "\n")
        } else {
            Console.output(rows.map(\.line).joined())
        }
    }

    /// What the published site does not have, also where `--drafts` and its like show it.
    private func leftOut(_ reason: LeftOutReason, _ index: GroupIndex?, _ site: Site) -> [ListRow] {
        site.leftOutPages.filter { absent in
            let page = absent.page
            // An answer that waits by itself is no part of a page that waits.
            guard absent.reason == reason, covers(page.type) || subject == .pages && absent.isCounted else {
                return false
            }
            guard let group else { return true }
            var groups = [page.folderGroup, page.common.group?.value].compactMap(\.self)
            switch page.fields {
            case .event(let fields): groups += fields.groups.map(\.value)
            case .useCase(let fields): groups += fields.groups.map(\.value)
            default: break
            }
            return groups.contains { index == nil ? $0 == group : site.group($0) == index }
        }.map { absent in
            let page = absent.page
            let isRestricted = absent.audience.map { $0 != .everyone } ?? false
            return ListRow(
                type: page.type.rawValue, state: reason.rawValue + (isRestricted ? ", restricted" : ""),
                address: "/" + page.url.text, title: page.common.title ?? page.id, file: page.file,
                item: .absent(absent))
        }
    }

    private func rows(_ site: Site, _ group: GroupIndex?, _ redirects: [Redirect]) -> [ListRow] {
        switch subject {
        case .redirects:
            return redirects.filter { redirect in
                group == nil || redirect.source.map { site.pages[$0].group == group } ?? false
            }.map {
                ListRow(type: "redirect", state: "", address: $0.from, title: "/" + $0.to.text, file: $0.file)
            }
        case .topics:
            return topics(site, group)
        default:
            let members = group.map { pages(of: $0, site) }
            return site.pages.indices.filter { (members?.contains($0) ?? true) && matches(site, $0) }.map {
                row(site, $0)
            }
        }
    }

    /// The pages of a group: those that lie there and those that name it. People belong to no group alone, so only
    /// `people` has those whom it names.
    private func pages(of index: GroupIndex, _ site: Site) -> Set<PageIndex> {
        let group = site.groups[index]
        if subject == .people {
            let people = site.people.filter { person in person.groups.contains { $0.group == index } }
            return Set(people.map(\.page))
        }
        return Set(site.pages.indices.filter { site.pages[$0].group == index })
            .union(group.events + group.useCases + group.measures)
    }

    /// Questions are counted as the topic's page counts them, those of one group as its members do.
    private func topics(_ site: Site, _ index: GroupIndex?) -> [ListRow] {
        let members = index.map { pages(of: $0, site) }
        let audience = index.map { site.groups[$0].audience } ?? .everyone
        let used = members.map { Set($0.flatMap { site.pages[$0].topics }) }
        return site.topics.indices.filter { used?.contains($0) ?? true }.map { place in
            let topic = site.topics[place]
            let count = topic.questions.map { site.questions[$0].page }.count {
                (members?.contains($0) ?? true) && site.isVisible($0, to: audience)
            }
            return ListRow(
                type: "topic", state: count == 1 ? "1 question" : "\(count) questions", address: "/" + topic.url.text,
                title: topic.label, file: topic.page.map { site.pages[$0].parsed.file } ?? "")
        }
    }

    private func matches(_ site: Site, _ index: PageIndex) -> Bool {
        let page = site.pages[index]
        if let state, site.state(of: index) != state { return false }
        return covers(page.type)
    }

    private func covers(_ type: EntityType) -> Bool {
        switch subject {
        case .pages: type != .answer
        case .groups: type == .group
        case .questions: type == .question
        case .people: type == .person
        case .documents: type == .document
        case .events: type == .event
        case .measures: type == .measure
        case .useCases: type == .useCase
        case .topics, .redirects: false
        }
    }

    private func row(_ site: Site, _ index: PageIndex) -> ListRow {
        let page = site.pages[index]
        var states = [site.state(of: index)].compactMap(\.self)
        // Those of questions have stood alone since there is this list.
        if page.audience.isRestricted, page.type != .question { states.append("restricted") }
        return ListRow(
            type: page.type.rawValue, state: states.joined(separator: ", "), address: "/" + page.url.text,
            title: page.title, file: page.parsed.file, item: .page(index))
    }
}
