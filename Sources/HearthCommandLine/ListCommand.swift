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
            Columns are separated by tabs: type, state, address, title, file. The state of what only members may read ends \
            in 'restricted', but for questions.
            """)

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case pages, groups, questions, people, documents, events, topics, measures, redirects
        case useCases = "use-cases"

        /// The states that `--state` can ask for.
        var states: [String] {
            switch self {
            case .questions: QuestionState.allCases.map(\.rawValue)
            case .documents: DocumentState.allCases.map(\.rawValue)
            case .people: PersonStatus.allCases.map(\.rawValue)
            case .groups: GroupLifecycle.allCases.map(\.rawValue)
            case .useCases: UseCaseStatus.allCases.map(\.rawValue)
            case .events: ["coming", "past"]
            case .pages:
                [Subject.questions, .documents, .people, .groups, .useCases, .events].flatMap(\.states)
            case .topics, .measures, .redirects: []
            }
        }
    }

    @Argument(help: "What to list.")
    var subject: Subject = .pages

    @Option(
        help: """
            Only what is in this state. Questions: unanswered, answered, accepted, closed, duplicate; documents: current, \
            verified, due, obsolete, superseded; people: active, away, left; groups: incubating, active, reference, \
            retired; events: coming, past; use cases: hypothesis, piloting, proven, dropped.
            """)
    var state: String?

    @Option(help: "Only items of the group with this id: what its page shows, and the people whom it names.")
    var group: String?

    @Flag(help: "Write a JSON array.")
    var json = false

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

    private struct Row {
        var type: String
        var state: String
        var address: String
        var title: String
        var file: String
    }

    func run() async throws {
        let (_, pipeline, known) = try await site.resolved()
        let resolved = known.site
        var wantedGroup: GroupIndex?
        if let group {
            wantedGroup = resolved.group(group)
            guard wantedGroup != nil else {
                let ids = resolved.pages.filter { $0.type == .group }.map(\.parsed.id)
                let near = nearestName(to: group, among: ids).map { "; did you mean '\($0)'?" } ?? ""
                throw UsageError("there is no group '\(group)'\(near)", help: "hearth list groups")
            }
        }
        let redirects = subject == .redirects ? try await pipeline.redirects(of: known) : []
        let rows = self.rows(resolved, wantedGroup, redirects)
        if json {
            let items = rows.map { row in
                JSONValue.object([
                    ("type", .string(row.type)), ("state", .string(row.state)), ("address", .string(row.address)),
                    ("title", .string(row.title)), ("file", .string(row.file)),
                ])
            }
            Console.output(JSONValue.array(items).text + "\n")
        } else {
            let lines = rows.map { row in
                [row.type, row.state.isEmpty ? "-" : row.state, row.address, row.title, row.file].map(
                    HumanDiagnosticWriter.printable
                )
                .joined(separator: "\t") + "\n"
            }
            Console.output(lines.joined())
        }
    }

    private func rows(_ site: Site, _ group: GroupIndex?, _ redirects: [Redirect]) -> [Row] {
        switch subject {
        case .redirects:
            return redirects.filter { redirect in
                group == nil || redirect.source.map { site.pages[$0].group == group } ?? false
            }.map {
                Row(type: "redirect", state: "", address: $0.from, title: "/" + $0.to.text, file: $0.file)
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
    private func topics(_ site: Site, _ index: GroupIndex?) -> [Row] {
        let members = index.map { pages(of: $0, site) }
        let audience = index.map { site.groups[$0].audience } ?? .everyone
        let used = members.map { Set($0.flatMap { site.pages[$0].topics }) }
        return site.topics.indices.filter { used?.contains($0) ?? true }.map { place in
            let topic = site.topics[place]
            let count = topic.questions.map { site.questions[$0].page }.count {
                (members?.contains($0) ?? true) && site.isVisible($0, to: audience)
            }
            return Row(
                type: "topic", state: count == 1 ? "1 question" : "\(count) questions", address: "/" + topic.url.text,
                title: topic.label, file: topic.page.map { site.pages[$0].parsed.file } ?? "")
        }
    }

    private func matches(_ site: Site, _ index: PageIndex) -> Bool {
        let page = site.pages[index]
        if let state, site.state(of: index) != state { return false }
        switch subject {
        case .pages: return page.type != .answer
        case .groups: return page.type == .group
        case .questions: return page.type == .question
        case .people: return page.type == .person
        case .documents: return page.type == .document
        case .events: return page.type == .event
        case .measures: return page.type == .measure
        case .useCases: return page.type == .useCase
        case .topics, .redirects: return false
        }
    }

    private func row(_ site: Site, _ index: PageIndex) -> Row {
        let page = site.pages[index]
        var states = [site.state(of: index)].compactMap(\.self)
        // Those of questions have stood alone since there is this list.
        if page.audience.isRestricted, page.type != .question { states.append("restricted") }
        return Row(
            type: page.type.rawValue, state: states.joined(separator: ", "), address: "/" + page.url.text,
            title: page.title, file: page.parsed.file)
    }
}
