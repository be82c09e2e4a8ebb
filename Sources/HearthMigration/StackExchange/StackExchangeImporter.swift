import HearthModel

/// Stack Exchange data dumps: a folder with `Posts.xml` and, where present, `Users.xml`, `Comments.xml`, `Tags.xml`,
/// `PostLinks.xml` and others, in any letter case.
///
/// A question with answers becomes a folder (`index.md` and `answers/`), because only there an answer has votes; one
/// without a single file. Everybody who wrote something that is kept becomes a person; deleted accounts become
/// placeholders by name, and so does the site's own robot (user -1), hidden from the directory.
struct StackExchangeImporter: Importer {
    static let system = "stackexchange"
    static let version = 1
    static let exportName = "a Stack Exchange data dump"

    let request: ImportRequest
    /// The files of the export by lower case name.
    let files: [String: String]
    /// `groups/<id>`.
    let place: String
    let title: String

    static func recognises(folder: String) -> Bool {
        guard let entries = try? FileSystem.entries(of: folder) else { return false }
        return entries.contains { $0.name.lowercased() == "posts.xml" && $0.kind == .file }
    }

    static func isPart(_ name: String) -> Bool {
        [
            "posts.xml", "users.xml", "comments.xml", "tags.xml", "postlinks.xml", "posthistory.xml", "votes.xml",
            "badges.xml",
        ].contains(name)
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        var files: [String: String] = [:]
        for entry in try FileSystem.entries(of: request.folder) where entry.isValidName {
            let path = request.folder + "/" + entry.name
            if FileSystem.isFile(path) { files[entry.name.lowercased()] = path }
        }
        self.files = files
        guard files["posts.xml"] != nil else {
            throw FatalError.usage(
                "there is no Posts.xml in '\(request.folder)'",
                help: "give the dump (.7z) or the folder that holds Posts.xml")
        }
        let name = request.into.map { String($0.dropFirst("groups/".count)) } ?? request.name
        let slug = Naming.slug(name)
        place = request.into ?? "groups/" + (slug.isEmpty ? "stackexchange" : slug)
        let words = name.split { "-_+. ".contains($0) }.joined(separator: " ")
        title = words.prefix(1).uppercased() + words.dropFirst()
    }

    var groupID: String { String(place.dropFirst("groups/".count)) }

    /// The key of an item in the manifest: two sites may be migrated into two groups.
    func key(_ kind: String, _ id: some CustomStringConvertible) -> String { "\(groupID)/\(kind)/\(id)" }

    func survey(progress: @escaping ImportProgress) throws -> StackExchangeSurvey {
        var surveyor = StackExchangeSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: StackExchangeSurvey) throws -> ImportBatch {
        var converter = StackExchangeConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.questions, let range)?:
            for index in range { try converter.convertQuestion(survey.index.questions[index]) }
        case (.people, let range)?:
            for index in range { try converter.convertPerson(survey.index.people[index]) }
        case nil:
            for tag in survey.index.tags { try converter.convertTag(tag) }
            converter.addGroup()
        }
        return converter.batch
    }
}

/// The index, the open files, and the account so far.
struct StackExchangeSurvey: ImportSurvey {
    enum Kind { case questions, people }

    var index = StackExchangeIndex()
    /// By the numbers in the index.
    var authors: [StackExchangeAuthor] = []
    var posts: RecordFile
    var comments: RecordFile?
    var users: RecordFile?
    var findings = SurveyFindings()
    var replacedPeople: [String] = []
    /// The old site's hosts, as its own links tell them.
    var origins: Set<String> = []
    /// What the migrated site is called: the group's title.
    var title = ""

    var batches: ImportBatches<Kind> {
        ImportBatches([(.questions, index.questions.count, 32), (.people, index.people.count, 128)])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for question in index.questions {
            let post = index.posts[question.post]
            let who = authors[Int(post.author)]
            let name: String =
                switch who {
                case .user(let id): index.names[id] ?? "user\(id)"
                case .name(let name): name
                case .unknown: ""
                }
            try body(
                SurveyRow(
                    id: "question/\(post.id)", kind: "question", title: question.title, author: name,
                    files: 1 + index.answers(to: post.id).count, bytes: Int(post.length), page: question.slug))
        }
    }

    /// The address of a question's page from the site's root.
    func address(of question: StackExchangeQuestion, in place: String) -> String {
        "/\(place)/questions/\(question.slug)/"
    }
}
