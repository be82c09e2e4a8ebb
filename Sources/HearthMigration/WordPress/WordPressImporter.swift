import HearthModel

/// WordPress exports (WXR 1.0 to 1.2, "Tools → Export"): one file, or a folder with several and, where present, the
/// uploads of `wp-content/uploads`.
///
/// Posts and pages become documents, topics and replies of bbPress questions and answers, categories and tags topics.
/// https://github.com/WordPress/wordpress-importer reads the same format.
struct WordPressImporter: Importer {
    static let system = "wordpress"
    static let version = 1
    static let exportName = "a WordPress export"
    static let takesSeveralParts = true

    let request: ImportRequest
    let place: ImportPlace
    let files: [String]
    /// The folder that holds years of uploads; nil when the export has none.
    let uploads: String?

    static func recognises(folder: String) -> Bool { !exports(in: folder, limit: 1).isEmpty }

    static func recognises(file: String, head: [UInt8]) -> Bool { isExport(head) }

    private static func isExport(_ head: [UInt8]) -> Bool {
        guard ByteText.find("<rss", in: head, from: 0, to: head.count) != nil else { return false }
        return ByteText.find("wordpress.org/export/", in: head, from: 0, to: head.count) != nil
    }

    private static func exports(in folder: String, limit: Int) -> [String] {
        var found: [String] = []
        for entry in ((try? FileSystem.entries(of: folder)) ?? []).sorted(by: { $0.name < $1.name })
        where entry.kind == .file && entry.isValidName && entry.name.lowercased().hasSuffix(".xml") {
            let path = folder + "/" + entry.name
            if let head = try? FileSystem.head(of: path, count: 8192), isExport(head) { found.append(path) }
            if found.count == limit { break }
        }
        return found
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        files = request.parts.flatMap { $0.file.map { [$0] } ?? Self.exports(in: $0.folder, limit: .max) }
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there is no WordPress export in '\(request.folder)'",
                help: "give the .xml file that Tools → Export made, or the folder with it")
        }
        uploads = ["wp-content/uploads", "uploads"].map { request.folder + "/" + $0 }.first {
            FileSystem.kind(of: $0) == .directory
        }
    }

    func survey(progress: @escaping ImportProgress) throws -> WordPressSurvey {
        var surveyor = WordPressSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: WordPressSurvey) throws -> ImportBatch {
        var converter = WordPressConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.posts, let range)?: for number in range { converter.convert(number) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil:
            for term in survey.terms { converter.convert(term) }
            converter.addGroup()
        }
        return converter.batch
    }
}

/// An item of the export: its place in the file, and what others must know of it.
struct WordPressPost: Sendable {
    enum Kind: Sendable, Hashable {
        case document
        case question
        case answer
        case attachment
    }

    var id: Int
    /// An index into `WordPressImporter.files`.
    var file: Int
    var offset: Int
    var length: Int
    var line: Int
    var kind: Kind
    /// `post`, `page`, …
    var type: String
    var status: String
    var title: String
    var name: String
    var link: String
    var parent: Int
    var account: ImportAccount
    var hasPassword: Bool
    /// Of attachments.
    var address: String
    /// Below the content folder; empty when it becomes no file.
    var path = ""
    /// Of attachments: where the bytes are.
    var source: String?
    /// Of attachments: why it stays behind.
    var danger: String?

    /// Why it is closed although its own status is open, such as "private forum".
    var closedBy: String?
    /// Fingerprints of the files that it shows (`WordPressPrivacy.uses`).
    var uses: [UInt64] = []
    /// Ids of reusable blocks in its text.
    var blocks: [Int] = []

    /// Whether only some readers could see it, or nobody knows who: plugins have statuses of their own.
    var isRestricted: Bool {
        hasPassword || closedBy != nil
            || !Self.openStatuses.contains(status)
                && !(kind == .attachment && status == "inherit")
    }

    func key(_ place: ImportPlace) -> String {
        if type == WordPressUploads.type { return place.key("upload", name) }
        return place.key("post", id == 0 ? "at-\(offset)" : "\(id)")
    }

    /// Nobody has published it yet.
    var isDraft: Bool { status == "draft" || status == "pending" }

    /// The same, or its day has not come.
    var isUnpublished: Bool { isDraft || status == "future" }

    /// Drafts have no readers yet; a closed topic takes no more replies.
    private static let openStatuses: Set<String> = ["publish", "future", "closed", "draft", "pending"]
}

/// A category or tag with a text or a place of its own.
struct WordPressTerm: Sendable {
    var name: String
    var slug: String
    var parent: String
    var description: String
    var losses: [String] = []
}

struct WordPressSurvey: SurveyOfPeople {
    enum Kind { case posts, people }

    var posts: [WordPressPost]
    var byID: [Int: Int]
    /// By path of the old address, in lower case and without a slash at the end.
    var byPath: [String: Int]
    /// Answers by question, in the order of the file.
    var answers: [Int: [Int]]
    /// Attachments by the post that they were uploaded to.
    var attachments: [Int: [Int]]
    /// By address behind `uploads/`.
    var uploads: [String: Int]
    /// Texts of reusable blocks by id.
    var blocks: [Int: String]
    var hosts: Set<String>
    var people: ImportPeople
    var accounts: WordPressAccounts
    var terms: [WordPressTerm]
    /// Names of topics by slug of term.
    var topics: [String: String]
    var records: [RecordFile]
    var title: String
    /// `groups/<id>`
    var folder: String
    var baseURL: String?
    var findings = SurveyFindings()
    /// The blog's own address.
    var origins: Set<String> = []

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 16, [.posts: posts.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for post in posts where post.kind == .document || post.kind == .question {
            try body(
                SurveyRow(
                    id: "post/\(post.id)", kind: post.type, title: post.title, author: post.account.name,
                    bytes: post.length, page: PageNames.page(of: post.path)))
        }
    }
}
