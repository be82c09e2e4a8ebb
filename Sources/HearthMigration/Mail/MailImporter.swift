import HearthModel

/// Mail archives: mbox files (Mailman's pipermail and hyperkitty, Google Takeout, Thunderbird), LISTSERV's logs, Maildir
/// folders and single messages (`.eml`), one file or a tree of them.
///
/// A conversation becomes a question with answers and comments. With `--into` over a folder that grows, replies go to
/// the questions of earlier runs, whether those mails are still in the folder or not.
struct MailImporter: Importer {
    static let system = "mbox"
    static let search = ExportSearch.Kind.byFiles
    static let version = 1
    static let keys = ImportKeys.ofWorld
    static let exportName = "an archive of mails"
    static let takesSeveralParts = true
    static let takesAnyFile = true

    let request: ImportRequest
    let place: ImportPlace
    let files: [(path: String, kind: MailScanner.Kind)]

    private static let depthLimit = 12
    private static let others: Set<String> = [
        "html", "htm", "xml", "json", "csv", "md", "zip", "7z", "gz", "png", "jpg", "gif", "pdf", "dbnames",
    ]

    /// Whether half of the files are mails: one or two lie on many a web site.
    static func recognises(folder: String) -> Bool {
        var files = 0
        let own = mails(below: folder, depthLimit: 4, visits: 300, files: &files).count
        return own > 0 && own * 2 >= files
    }

    static func recognises(file: String, head: [UInt8]) -> Bool { MailScanner.kind(head) != nil }

    /// Files that hold mails, by path.
    private static func mails(
        below folder: String, depthLimit: Int, visits: Int = .max, files: inout Int
    ) -> [(path: String, kind: MailScanner.Kind)] {
        var found: [(path: String, kind: MailScanner.Kind)] = []
        var pending = [(folder, 0)]
        while let (folder, depth) = pending.popLast(), files < visits {
            for entry in ((try? FileSystem.entries(of: folder)) ?? []).sorted(by: { $0.name < $1.name })
            where entry.isValidName {
                let path = folder + "/" + entry.name
                // The folders of a Maildir begin with a point (Maildir++).
                if entry.name.hasPrefix("."), !FileSystem.isDirectory(path + "/cur") { continue }
                if entry.kind == .directory {
                    // `tmp` of a Maildir holds what is not delivered yet.
                    let isUnfinished = entry.name == "tmp" && FileSystem.isDirectory(folder + "/cur")
                    if depth < depthLimit, !isUnfinished { pending.append((path, depth + 1)) }
                    continue
                }
                guard entry.kind == .file, files < visits else { continue }
                files += 1
                let ending = entry.name.split(separator: ".").last?.lowercased() ?? ""
                guard !others.contains(ending), let head = try? FileSystem.head(of: path, count: 8192) else { continue }
                if let kind = MailScanner.kind(head) { found.append((path, kind)) }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        let parts = request.parts.isEmpty ? [ImportPart(folder: request.folder, file: request.file)] : request.parts
        files = try parts.flatMap { part in
            guard let file = part.file else {
                var count = 0
                return Self.mails(below: part.folder, depthLimit: Self.depthLimit, files: &count)
            }
            return [(file, MailScanner.kind(try FileSystem.head(of: file, count: 8192)) ?? .mbox)]
        }
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there are no mails in '\(request.folder)'",
                help: "give an mbox file, a Maildir, or a folder with .eml files or a list's monthly archives")
        }
    }

    func survey(progress: @escaping ImportProgress) throws -> MailSurvey {
        var surveyor = MailSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: MailSurvey) throws -> ImportBatch {
        var converter = MailConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.threads, let range)?: for number in range { converter.convert(survey.threads[number]) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil: converter.addGroup()
        }
        return converter.batch
    }
}

/// A message, by its place; what it says is read again when it is converted.
struct MailMessage: Sendable {
    /// An index into `MailImporter.files`.
    var file: Int32
    var piece: MailPiece
    /// Names the message: of its Message-ID, since that may tell an address.
    var key: String
    var date: Int64?
    /// An index into `MailSurvey.accounts`.
    var account: Int32
    /// An index into the subjects.
    var subject: Int32
    var isReply: Bool
    /// The message that it replies to; -1 when that is not known.
    var parent: Int32 = -1
    /// The first message of its conversation.
    var root: Int32 = -1
}

/// A conversation.
struct MailThread: Sendable {
    /// By date; the first is the question unless `isContinued`.
    var members: [Int32]
    /// The members as `members` counts them; a continued conversation has the question of an earlier run in front.
    var shape: ThreadShape
    var title: String
    var path: String
    /// The question is not in the export: an earlier run has written it.
    var isContinued = false
    /// The subjects that stand above the words of their messages, because they are others than the title.
    var subjects: [Int32: String] = [:]
}

struct MailSurvey: SurveyOfPeople {
    enum Kind { case threads, people }

    var messages: [MailMessage] = []
    var threads: [MailThread] = []
    var files: [RecordFile] = []
    var accounts: [ImportAccount] = []
    var people: ImportPeople
    /// Accounts by address in lower case.
    var owners: [String: Int32] = [:]
    /// Messages by the address that an archive gave them.
    var addresses: [String: Int32] = [:]
    /// Where a message is: the page, and the answer on it.
    var places: [Int32: String] = [:]
    var findings = SurveyFindings()

    /// Hides the addresses of those who wrote.
    var veil: AddressVeil {
        AddressVeil { [owners, accounts, people] address in
            guard let number = owners[address] else { return nil }
            let account = accounts[Int(number)]
            return AddressVeil.Person(handle: people.handle(account), name: account.name)
        }
    }

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 8, [.threads: threads.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for thread in threads where !thread.isContinued {
            guard let first = thread.members.first.map({ messages[Int($0)] }) else { continue }
            try body(
                SurveyRow(
                    id: "question/\(first.key)", kind: "conversation", title: thread.title,
                    author: accounts[Int(first.account)].name, files: 1 + thread.shape.answers.count,
                    bytes: thread.members.reduce(0) { $0 + messages[Int($1)].piece.length },
                    page: PageNames.question(of: thread.path)))
        }
    }
}
