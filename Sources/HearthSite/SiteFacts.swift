import HearthContent
import HearthMarkdown
import HearthModel

/// Step 3 of the resolver: what each page is called, who wrote it, and which people, groups, topics and questions there
/// are.
struct SiteFacts {
    private(set) var urls: [SitePath]
    private(set) var audiences: [Audience]
    private(set) var titles: [String] = []
    /// The place of each title among all of them, in the order of the language; equal titles have one place. Keys of the
    /// texts would be ten times as much, for as long as the build lasts.
    private(set) var titleRanks: [Int32] = []
    private(set) var authors: [[PersonReference]] = []
    let dates: [Timestamp?]
    let updates: [Timestamp?]
    /// When each page was written, as far as that is known.
    let created: [Timestamp?]
    /// The moments of `dates`, for the order of lists.
    let moments: [Int64?]
    private(set) var pageTopics: [[TopicIndex]] = []
    private(set) var topics: [Topic]
    let topicByName: [String: TopicIndex]
    private(set) var questions: [Question]
    let questionByPage: [PageIndex: QuestionIndex]
    private(set) var people: [Person] = []
    private(set) var groups: [Group] = []
    var assets: [SiteAsset] = []
    /// Content paths.
    private(set) var photosOfHiddenPeople: Set<String> = []
    private(set) var objectives: [Objective] = []
    private(set) var anchors: [Set<String>] = []
    private let nearbyTopics = NearestNames()
    private(set) var introductions: [SitePath: PageIndex] = [:]
    private(set) var generated: Set<SitePath> = []
    private(set) var pathIndex: [String: PageIndex] = [:]
    private(set) var measureLinks = MeasureLinks()
    private(set) var diagnostics: [Diagnostic] = []

    /// The indexes that `nav:` can name.
    static let indexNames = [
        "groups", "questions", "people", "topics", "documents", "events", "use-cases", "measures", "strategy",
    ]

    /// `headlines` are titles that are not as the files say: see `SiteResolver.headlines`.
    ///
    /// What does not need the other is found side by side: of a large site each of these goes through every page.
    static func find(
        _ base: SiteBase, _ files: [AssetFile], project: Project, zone: SiteZone,
        headlines: [PageIndex: String] = [:],
        history: @escaping @Sendable (String) -> (created: Timestamp, updated: Timestamp)?
    ) async -> SiteFacts {
        async let findingQuestions = datesAndQuestions(base, zone, history)
        async let findingAnchors = anchors(base)
        async let placing = AssetPlacement(files, base)
        let topics = TopicResolver(
            base.pages, audiences: base.placement.audiences, leftOut: base.leftOutTopics, directory: base.directory,
            project: project)
        let (dates, questions) = await findingQuestions
        var facts = SiteFacts(base, topics, dates, questions)
        facts.describe(base, headlines)
        let titles = facts.titles
        async let ranking = Collation(language: project.configuration.language).ranks(of: titles)
        facts.measureLinks = MeasureLinks(base.pages, base.directory, pathIndex: facts.pathIndex)
        let placement = await placing
        facts.assets = placement.assets
        facts.diagnostics += placement.diagnostics
        facts.titleRanks = await ranking
        facts.resolvePeople(base)
        facts.resolveGroups(base)
        facts.fillTopics(base)
        facts.fillPeople(base, zone)
        facts.collectGenerated(base, project.configuration)
        facts.anchors = await findingAnchors
        return facts
    }

    private init(_ base: SiteBase, _ topics: TopicResolver, _ known: PageDates, _ questions: QuestionResolver) {
        urls = base.placement.urls
        audiences = base.placement.audiences.map { $0 ?? .everyone }
        self.topics = topics.topics
        topicByName = topics.byName
        (dates, updates, created, moments) = (known.dates, known.updates, known.created, known.moments)
        self.questions = questions.questions
        questionByPage = questions.byPage
        diagnostics = topics.diagnostics + questions.diagnostics
    }

    /// Pages of one type that have an output, in the order that lists show them.
    func ordered(_ type: EntityType, _ base: SiteBase) -> [PageIndex] {
        let list = base.pages.indices.filter { base.pages[$0].type == type && introductions[urls[$0]] == nil }
        return type == .event ? sortedByDate(list) : sortedByTitle(list)
    }

    // Keys are made once: a closure over these facts would copy them for every comparison.

    private func sortedByTitle(_ pages: [PageIndex]) -> [PageIndex] {
        pages.map { (titleRanks[$0], $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// Newest first; undated last.
    private func sortedByDate(_ pages: [PageIndex]) -> [PageIndex] {
        sortedByDate(pages) { $0 }
    }

    private func questionsByDate(_ list: [QuestionIndex]) -> [QuestionIndex] {
        sortedByDate(list) { questions[$0].page }
    }

    private func sortedByDate(_ items: [Int], page: (Int) -> PageIndex) -> [Int] {
        var keyed: [(seconds: Int64, page: PageIndex, item: Int)] = []
        for item in items { keyed.append((moments[page(item)] ?? .min, page(item), item)) }
        keyed.sort { $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.page < $1.page }
        return keyed.map(\.item)
    }

    // MARK: - Pages

    private mutating func describe(_ base: SiteBase, _ headlines: [PageIndex: String]) {
        // Nearly every page is known by its path and by its address.
        pathIndex.reserveCapacity(base.pages.count * 2)
        for (index, page) in base.pages.enumerated() {
            var title = headlines[index] ?? page.common.title ?? page.id
            if case .person(let fields) = page.fields { title = fields.name ?? title }
            titles.append(title)
            authors.append(
                page.common.authors.map { reference in
                    base.directory.person(reference.value).map { .person($0) } ?? .name(reference.value)
                })
            var mine: [TopicIndex] = []
            for tag in page.common.tags {
                guard let topic = topicByName[TopicResolver.normalized(tag.value)], !mine.contains(topic) else {
                    continue
                }
                mine.append(topic)
            }
            pageTopics.append(mine)
            pathIndex[page.path] = index
            let usual = page.usualPath
            if usual != page.path, pathIndex[usual] == nil { pathIndex[usual] = index }
            if page.type != .answer { pathIndex[urls[index].text] = index }
            if page.type == .topic, let topic = topicByName[TopicResolver.normalized(page.id)] {
                urls[index] = topics[topic].url
            }
            if case .strategy(let list) = page.fields { add(list, of: page, base) }
        }
    }

    private mutating func add(_ list: [Objective], of page: ParsedPage, _ base: SiteBase) {
        for objective in list {
            if let first = objectives.first(where: { $0.id.value == objective.id.value }) {
                diagnostics.append(
                    Diagnostic(
                        .duplicateID, at: page.at(objective.id.line),
                        "another objective has the id '\(objective.id.value)': '\(first.title)'",
                        help: "give one of them another id"))
            }
            objectives.append(objective)
        }
    }

    // MARK: - People

    private mutating func resolvePeople(_ base: SiteBase) {
        let assetByPath = Dictionary(
            assets.enumerated().map { ($1.file.path, $0) }, uniquingKeysWith: { first, _ in first })
        for page in base.directory.people {
            let parsed = base.pages[page]
            guard case .person(let fields) = parsed.fields else { continue }
            var photo: SitePath?
            if let wanted = fields.photo {
                let path = LinkResolver.join(parsed.folder, wanted.value)
                if !fields.isListed, let path { photosOfHiddenPeople.insert(path) }
                if let asset = path.flatMap({ assetByPath[$0] }) {
                    if assets[asset].audience == .everyone { photo = assets[asset].url }
                } else {
                    diagnostics.append(
                        Diagnostic(
                            .brokenLink, at: parsed.at(wanted.line), "photo: no file '\(wanted.value)'",
                            help: "put the picture beside this file"))
                }
            }
            reportUnknownTopics(fields, parsed)
            people.append(
                Person(
                    page: page, handle: parsed.id, name: titles[page], fields: fields,
                    hiddenTopics: hiddenTopics(fields, parsed),
                    manager: fields.manager.flatMap { base.directory.person($0.value) }, asked: [], answered: [],
                    documents: [], written: [], groups: [], photo: photo))
        }
    }

    /// A tag that hides nothing is reported: somebody who wants to be left out must not take it for done.
    private mutating func hiddenTopics(_ fields: PersonFields, _ page: ParsedPage) -> Set<TopicIndex> {
        var hidden: Set<TopicIndex> = []
        for tag in fields.hiddenTags {
            if let topic = topicByName[TopicResolver.normalized(tag.value)] {
                hidden.insert(topic)
            } else {
                reportUnknownTopic(tag, page, "hide_tags: there is no topic '\(tag.value)', so this hides nothing")
            }
        }
        return hidden
    }

    /// What somebody knows of a topic that no page has is shown nowhere.
    private mutating func reportUnknownTopics(_ fields: PersonFields, _ page: ParsedPage) {
        guard page.common.source == nil else { return }
        for (field, tag) in fields.expertise.map({ ("expertise", $0.tag) })
            + fields.backups.map({ ("backups", $0.tag) })
        where topicByName[TopicResolver.normalized(tag.value)] == nil {
            let summary = "\(field): there is no topic '\(tag.value)' yet, so this is shown nowhere"
            // Somebody may well know what nobody has asked about.
            reportUnknownTopic(tag, page, summary, alone: .note)
        }
    }

    /// `alone` is how bad it is where no topic has a name that is like this one.
    private mutating func reportUnknownTopic(
        _ tag: Reference, _ page: ParsedPage, _ summary: String, alone: Severity = .warning
    ) {
        let near = nearbyTopics.nearest(to: tag.value) { topics.map(\.tag) }
        diagnostics.append(
            Diagnostic(
                .unknownTopic, at: page.at(tag.line), summary, help: near.map { "did you mean '\($0)'?" },
                severity: near == nil ? alone : nil))
    }

    private mutating func fillPeople(_ base: SiteBase, _ zone: SiteZone) {
        for (index, question) in questions.enumerated() {
            for case .person(let person) in authors[question.page] { people[person].asked.append(index) }
            for (place, answer) in question.answers.enumerated() {
                guard case .person(let person)? = answer.author else { continue }
                people[person].answered.append(AnswerReference(question: index, answer: place))
            }
        }
        for (index, page) in base.pages.enumerated() {
            guard case .document(let fields) = page.fields else { continue }
            let owner = fields.owner.flatMap { base.directory.person($0.value) }
            if let owner { people[owner].documents.append(index) }
            var writers: Set<PersonIndex> = []
            for case .person(let person) in authors[index] where person != owner { writers.insert(person) }
            for person in writers { people[person].written.append(index) }
        }
        for index in people.indices {
            people[index].asked = questionsByDate(people[index].asked)
            people[index].answered = newestFirst(people[index].answered, zone)
            people[index].documents = sortedByTitle(people[index].documents)
            people[index].written = sortedByTitle(people[index].written)
        }
    }

    private func newestFirst(_ answers: [AnswerReference], _ zone: SiteZone) -> [AnswerReference] {
        let keyed = answers.map { answer in
            let date = questions[answer.question].answers[answer.answer].date
            return (moment: date.map { zone.moment(of: $0).seconds } ?? .min, answer: answer)
        }
        return keyed.sorted { a, b in
            if a.moment != b.moment { return a.moment > b.moment }
            return (a.answer.question, a.answer.answer) < (b.answer.question, b.answer.answer)
        }.map(\.answer)
    }

    // MARK: - Groups

    private mutating func resolveGroups(_ base: SiteBase) {
        for page in base.directory.groups {
            let parsed = base.pages[page]
            guard case .group(let fields) = parsed.fields else { continue }
            checkGroup(parsed, fields)
            func person(_ reference: Reference, _ field: String) -> PersonIndex? {
                base.directory.person(reference, on: parsed, field: field, diagnostics: &diagnostics)
            }
            let managers = fields.managers.compactMap { person($0, "managers") }
            let sponsor = fields.sponsor.flatMap { person($0, "sponsor") }
            let members = fields.members.compactMap { member in
                base.directory.person(
                    member.who, on: parsed, field: "members", at: member.location, diagnostics: &diagnostics)
            }
            let own = base.directory.group(parsed.id)
            groups.append(
                Group(
                    page: page, id: parsed.id, fields: fields, audience: audiences[page],
                    isListed: fields.listed.map { $0 == .everyone } ?? true,
                    protectedFolder: SitePath(own.map { base.placement.protectedFolder($0) } ?? ""),
                    accessGroup: own.flatMap { base.placement.accessGroup($0) }, managers: managers, sponsor: sponsor,
                    members: members, questions: [], documents: [], events: [], useCases: [], measures: []))
        }
        distribute(base)
        for (index, group) in groups.enumerated() {
            var named: Set<PersonIndex> = []
            for person in group.managers where named.insert(person).inserted {
                people[person].groups.append((index, group.fields.kind == .team ? .manager : .communityManager))
            }
            if let sponsor = group.sponsor {
                people[sponsor].groups.append((index, .sponsor))
                named.insert(sponsor)
            }
            for (member, fields) in zip(
                group.members, group.fields.members.filter { base.directory.person($0.who.value) != nil })
            where named.insert(member).inserted {
                people[member].groups.append((index, fields.role.map { .named($0.capitalizedFirst) } ?? .member))
            }
        }
    }

    private mutating func checkGroup(_ page: ParsedPage, _ fields: GroupFields) {
        if fields.managers.isEmpty, fields.isLiving {
            diagnostics.append(
                Diagnostic(
                    .missingManager, at: page.at(1), "group '\(page.id)' has no manager",
                    help: "set managers: [\"@handle\"]"))
        }
        if fields.tier == .whiteGlove, fields.sponsor == nil {
            diagnostics.append(
                Diagnostic(
                    .missingSponsor, at: page.at(1), "group '\(page.id)' is white-glove but has no sponsor",
                    help: "sponsor: \"@handle\" of the manager who pays for it"))
        }
    }

    /// Puts questions, documents, events, use cases and measures into their groups.
    private mutating func distribute(_ base: SiteBase) {
        let measureGroups = groupsOfMeasures(base)
        for (index, page) in base.pages.enumerated() {
            var mine: [GroupIndex] = base.placement.groups[index].map { [$0] } ?? []
            switch page.fields {
            case .event(let fields): mine += fields.groups.compactMap { base.directory.group($0.value) }
            case .useCase(let fields): mine += fields.groups.compactMap { base.directory.group($0.value) }
            case .measure: mine += measureGroups[index] ?? []
            default: break
            }
            for group in Set(mine) {
                switch page.type {
                case .question: if let question = questionByPage[index] { groups[group].questions.append(question) }
                case .document: groups[group].documents.append(index)
                case .event: groups[group].events.append(index)
                case .useCase: groups[group].useCases.append(index)
                case .measure: groups[group].measures.append(index)
                case .group, .answer, .person, .topic, .strategy, .page: break
                }
            }
        }
        for index in groups.indices {
            groups[index].questions = questionsByDate(groups[index].questions)
            groups[index].documents = groups[index].documents.sorted {
                Neighbours.comesFirst($0, $1, base.pages, titleRanks)
            }
            groups[index].events = sortedByDate(groups[index].events)
            groups[index].useCases = sortedByTitle(groups[index].useCases)
            groups[index].measures = sortedByTitle(groups[index].measures)
        }
    }

    /// A measure belongs to the groups of its use cases. A use case that a group's readers may not see tells them
    /// nothing.
    private func groupsOfMeasures(_ base: SiteBase) -> [PageIndex: [GroupIndex]] {
        measureLinks.useCases.mapValues { useCases in
            useCases.flatMap { index -> [GroupIndex] in
                guard case .useCase(let fields) = base.pages[index].fields else { return [] }
                return fields.groups.compactMap { base.directory.group($0.value) }.filter {
                    audiences[index].contains(groups[$0].audience)
                }
            }
        }
    }

    // MARK: - Topics and indexes

    private mutating func fillTopics(_ base: SiteBase) {
        for (index, page) in base.pages.enumerated() {
            for topic in pageTopics[index] {
                switch page.type {
                case .question: if let question = questionByPage[index] { topics[topic].questions.append(question) }
                case .document, .page, .useCase, .group: topics[topic].documents.append(index)
                case .event: topics[topic].events.append(index)
                case .answer, .person, .topic, .measure, .strategy: break
                }
            }
        }
        for index in topics.indices {
            topics[index].questions = questionsByDate(topics[index].questions)
            topics[index].documents = sortedByTitle(topics[index].documents)
            topics[index].events = sortedByDate(topics[index].events)
        }
    }

    private mutating func collectGenerated(_ base: SiteBase, _ configuration: SiteConfiguration) {
        generated = pathsOfLists(base, configuration)
        for (index, page) in base.pages.enumerated()
        where page.type == .document || page.type == .page || page.type == .strategy {
            if generated.contains(urls[index]) { introductions[urls[index]] = index }
        }
    }
}

extension String {
    /// With its first letter in upper case.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
