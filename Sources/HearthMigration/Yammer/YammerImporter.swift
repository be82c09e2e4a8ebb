import HearthModel

/// Network data exports of Yammer and Viva Engage: `Messages.csv`, `Users.csv`, `Groups.csv`, `Topics.csv`, `Files.csv` and
/// the folder `Files`; also several exports side by side, as those who export day by day have them.
/// https://learn.microsoft.com/viva/engage/manage-security-and-compliance/export-yammer-enterprise-data
///
/// A conversation becomes a question, a Yammer group a group; private groups are for members.
struct YammerImporter: Importer {
    static let system = "yammer"
    static let search = ExportSearch.Kind.markedBelow
    static let version = 1
    static let keys = ImportKeys.ofWorld
    static let exportName = "a Yammer or Viva Engage network export"
    static let takesSeveralParts = true

    let request: ImportRequest
    let place: ImportPlace
    /// The folders that hold a `Messages.csv`, in the order of their names.
    let folders: [String]

    static func recognises(folder: String) -> Bool { !exports(below: folder).isEmpty }

    static func isPart(_ name: String) -> Bool {
        ["messages.csv", "users.csv", "groups.csv", "topics.csv", "files.csv", "networks.csv", "admins.csv"].contains(
            name)
    }

    /// Folders with messages, up to three levels down.
    private static func exports(below folder: String, depth: Int = 0) -> [String] {
        var found: [String] = []
        let entries = ((try? FileSystem.entries(of: folder)) ?? []).sorted { $0.name < $1.name }
        if let messages = entries.first(where: { $0.kind == .file && $0.name.lowercased() == "messages.csv" }),
            isExport(folder + "/" + messages.name)
        {
            found.append(folder)
        }
        guard depth < 3, entries.count < 5000 else { return found }
        for entry in entries
        where entry.kind == .directory && entry.isValidName && entry.name != "Files" && !entry.name.hasPrefix(".") {
            found += exports(below: folder + "/" + entry.name, depth: depth + 1)
        }
        return found
    }

    private static func isExport(_ path: String) -> Bool {
        guard let head = try? FileSystem.head(of: path, count: 4096) else { return false }
        let names = Set(
            head.prefix { $0 != 0x0A }.filter { $0 != 0x22 }.split(separator: 0x2C).map {
                $0.trimmed().string.lowercased()
            })
        return names.isSuperset(of: ["thread_id", "sender_id", "body"])
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        let parts = request.parts.isEmpty ? [request.folder] : request.parts.map(\.folder)
        var seen: Set<String> = []
        folders = parts.flatMap { Self.exports(below: $0) }.filter { seen.insert($0).inserted }
        guard !folders.isEmpty else {
            throw FatalError.usage(
                "there is no Yammer export in '\(request.folder)'",
                help: "give the zip of the network data export, or the folder with Messages.csv")
        }
    }

    /// A file of an export, in any letter case.
    static func file(_ name: String, in folder: String) -> String? {
        ((try? FileSystem.entries(of: folder)) ?? []).first { $0.name.lowercased() == name && $0.kind == .file }
            .map { folder + "/" + $0.name }
    }

    func survey(progress: @escaping ImportProgress) throws -> YammerSurvey {
        var surveyor = YammerSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: YammerSurvey) throws -> ImportBatch {
        var converter = YammerConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.threads, let range)?: for number in range { converter.convert(survey.threads[number]) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil: converter.addGroups()
        }
        return converter.batch
    }
}

/// A message's place, and what its conversation must know of it.
struct YammerMessage: Sendable {
    var id: Int
    var thread: Int
    var parent: Int?
    var group: Int?
    /// An index into `YammerSurvey.tables`.
    var table: Int32
    var offset: Int
    var length: Int32
    var line: Int32
    var date: Timestamp?
    /// An index into `YammerSurvey.accounts`.
    var account: Int32
    /// Nil when the export does not say.
    var isPrivate: Bool?
    var title: String
}

struct YammerGroup: Sendable {
    var id: Int?
    var name: String
    var description = ""
    /// Nil when the export does not say.
    var isPrivate: Bool?
    /// `groups/lift`
    var folder = ""
}

struct YammerThread: Sendable {
    /// By date; the first is the question unless `isContinued`.
    var members: [YammerMessage]
    var shape: ThreadShape
    /// An index into `YammerSurvey.groups`.
    var group: Int
    var title: String
    var path: String
    /// The question is not in the export: an earlier run has written it.
    var isContinued = false
    /// The question is not in the export at all: the first reply stands in its place.
    var isCut = false
}

struct YammerFile: Sendable {
    var name: String
    /// Where its bytes are; nil when the export does not hold them.
    var source: String?
    var address: String?
}

/// A `Messages.csv` that stays open.
struct YammerTable: Sendable {
    var file: RecordFile
    var columns: [String: Int]
    var width: Int
    var path: String
}

struct YammerPerson: Sendable {
    var title: String?
    var department: String?
    var site: String?
    var hasLeft = false
}

struct YammerSurvey: SurveyOfPeople {
    enum Kind { case threads, people }

    var tables: [YammerTable] = []
    var threads: [YammerThread] = []
    var groups: [YammerGroup] = []
    var people: ImportPeople
    var accounts: [ImportAccount] = []
    var accountNumbers: [String: Int32] = [:]
    /// By slot of the account.
    var details: [String: YammerPerson] = [:]
    var topics: [Int: String] = [:]
    var files: [Int: YammerFile] = [:]
    /// Pages by thread.
    var places: [Int: String] = [:]
    /// The groups of the threads that are not for everybody.
    var closed: [Int: Int] = [:]
    /// Messages that somebody has marked as the best reply.
    var best: Set<Int> = []
    var findings = SurveyFindings()

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 16, [.threads: threads.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for thread in threads where !thread.isContinued {
            try body(
                SurveyRow(
                    id: "question/\(thread.members[0].thread)", kind: "conversation", title: thread.title,
                    parent: groups[thread.group].name,
                    author: accounts[Int(thread.members[0].account)].name, files: 1 + thread.shape.answers.count,
                    bytes: thread.members.reduce(0) { $0 + Int($1.length) },
                    page: PageNames.question(of: thread.path)))
        }
    }
}
