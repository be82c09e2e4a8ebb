import HearthModel

/// Discourse: the JSON that its pages have behind them (`/t/ID.json`, `/categories.json`, `/site.json`, `/u/NAME.json`), saved
/// in a folder of any shape, and the JSON that administrators export of categories and topics.
///
/// A topic becomes a question, its category and tags topics, likes votes, the accepted solution the accepted answer.
struct DiscourseImporter: Importer {
    static let system = "discourse"
    static let search = ExportSearch.Kind.markedBelow
    static let version = 1
    static let exportName = "topics of a Discourse forum"
    static let takesSeveralParts = true
    /// `site.json` and the pages of people have no marks.
    static let takesAnyFile = true

    let request: ImportRequest
    let place: ImportPlace
    let files: [String]

    private static let marks: [StaticString] = [
        "\"post_stream\"", "\"topic_list\"", "\"category_list\"", "\"cooked\"", "\"post_number\"",
    ]

    /// Whether half of its `.json` files are Discourse's; the other half may be what some tool kept for itself.
    static func recognises(folder: String) -> Bool {
        let files = json(below: folder, limit: 40)
        let own = files.count { file in (try? FileSystem.head(of: file, count: 8192)).map { isDiscourse($0) } ?? false }
        return own > 0 && own * 2 >= files.count
    }

    static func recognises(file: String, head: [UInt8]) -> Bool { isDiscourse(head) }

    private static func isDiscourse(_ head: [UInt8]) -> Bool {
        guard let first = head.first(where: { $0 > 0x20 && $0 < 0x80 }), first == 0x7B else { return false }
        return marks.contains { ByteText.find($0, in: head, from: 0, to: head.count) != nil }
    }

    /// The `.json` files of a tree, by path.
    private static func json(below folder: String, limit: Int) -> [String] {
        var found: [String] = []
        var pending = [(folder, 0)]
        while let (folder, depth) = pending.popLast(), found.count < limit {
            for entry in ((try? FileSystem.entries(of: folder)) ?? []).sorted(by: { $0.name < $1.name })
            where entry.isValidName && !entry.name.hasPrefix(".") {
                let path = folder + "/" + entry.name
                if entry.kind == .directory, depth < 8 { pending.append((path, depth + 1)) }
                if entry.kind == .file, entry.name.lowercased().hasSuffix(".json"), found.count < limit {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        let parts = request.parts.isEmpty ? [ImportPart(folder: request.folder, file: request.file)] : request.parts
        var seen: Set<String> = []
        files = parts.flatMap { part in part.file.map { [$0] } ?? Self.json(below: part.folder, limit: .max) }
            .filter { seen.insert($0).inserted }
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there are no .json files in '\(request.folder)'",
                help: "save the forum's topics as https://forum.example/t/ID.json, a file each")
        }
    }

    func survey(progress: @escaping ImportProgress) throws -> DiscourseSurvey {
        var surveyor = DiscourseSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: DiscourseSurvey) throws -> ImportBatch {
        var converter = DiscourseConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.topics, let range)?: for number in range { converter.convert(survey.topics[number]) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil: converter.addGroup()
        }
        return converter.batch
    }
}

/// A post's place, and what its topic must know of it.
struct DiscoursePost: Sendable {
    var number: Int
    var parent: Int?
    var user: String
    /// An index into `DiscourseImporter.files`.
    var file: Int
    /// The topic's number among those of the file, and the post's among those of the topic.
    var topicIndex: Int
    var index: Int
    var isAccepted: Bool
}

struct DiscourseTopic: Sendable {
    var id: Int
    var title: String
    var slug: String
    var category: Int?
    var tags: [String] = []
    var isClosed = false
    /// Shown to those only who know its address.
    var isUnlisted = false
    var accepted: Int?
    var posts: [DiscoursePost] = []
    var shape = ThreadShape([])
    var path = ""
}

struct DiscourseCategory: Sendable {
    var id: Int
    var name: String
    var isRestricted: Bool
}

struct DiscourseSurvey: SurveyOfPeople {
    enum Kind { case topics, people }

    var topics: [DiscourseTopic] = []
    var categories: [Int: DiscourseCategory] = [:]
    var people: ImportPeople
    var accounts: [String: ImportAccount] = [:]
    /// Names of `accounts` by their lower case, as addresses have them.
    var spellings: [String: String] = [:]
    /// Numbers in `topics` by id.
    var numbers: [Int: Int] = [:]
    var findings = SurveyFindings()

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 4, [.topics: topics.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    /// The account of a name in any letter case: the forum gives no name twice.
    func account(named name: String) -> ImportAccount? {
        accounts[name] ?? spellings[name.lowercased()].flatMap { accounts[$0] }
    }

    /// Whether the export says who may read what.
    var knowsCategories: Bool { !categories.isEmpty }

    /// The page of a topic, and the answer that holds one of its posts.
    func address(topic id: Int, post: Int?) -> String? {
        guard let number = numbers[id] else { return nil }
        let topic = topics[number]
        let page = PageNames.address(of: topic.path)
        guard let post, let member = topic.posts.firstIndex(where: { $0.number == post }) else { return page }
        let answer = topic.shape.answers.first { $0.member == member || $0.comments.contains(member) }
        return answer.map { page + "#a-\(id)-\(topic.posts[$0.member].number)" } ?? page
    }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for topic in topics {
            try body(
                SurveyRow(
                    id: "question/\(topic.id)", kind: "topic", title: topic.title,
                    parent: topic.category.flatMap { categories[$0]?.name } ?? "",
                    author: topic.posts.first.flatMap { accounts[$0.user]?.name } ?? "",
                    files: 1 + topic.shape.answers.count,
                    bytes: topic.posts.count,
                    page: PageNames.question(of: topic.path)))
        }
    }
}
