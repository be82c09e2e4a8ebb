import HearthModel

/// Slack workspaces as their owners export them (a zip with `channels.json`, `users.json` and a folder of days for each
/// channel), and as slackdump writes them.
///
/// A thread that asks something becomes a question; everything else is talk, and stays readable as one page for each
/// channel and month.
struct SlackImporter: Importer {
    static let system = "slack"
    static let version = 1
    static let keys = ImportKeys.ofWorld
    static let exportName = "a Slack export"

    let request: ImportRequest
    let place: ImportPlace

    static func recognises(folder: String) -> Bool {
        FileSystem.isFile(folder + "/users.json")
            && ["channels.json", "groups.json", "dms.json", "mpims.json"].contains {
                FileSystem.isFile(folder + "/" + $0)
            }
    }

    static func isPart(_ name: String) -> Bool {
        ["users.json", "channels.json", "groups.json", "dms.json", "mpims.json", "integration_logs.json"].contains(name)
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        guard Self.recognises(folder: request.folder) else {
            throw FatalError.usage(
                "there is no Slack export in '\(request.folder)'",
                help: "give the zip of the export, or the folder with users.json and channels.json")
        }
    }

    func survey(progress: @escaping ImportProgress) throws -> SlackSurvey {
        var surveyor = SlackSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: SlackSurvey) throws -> ImportBatch {
        var converter = SlackConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.pages, let range)?: for number in range { converter.convert(survey.pages[number]) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil: converter.addOverview()
        }
        return converter.batch
    }
}

/// A channel of the workspace.
struct SlackChannel: Sendable {
    enum Privacy: Sendable, Hashable {
        case open
        /// A private channel, or one of which the export does not say what it is.
        case restricted(String)
        /// Messages between people.
        case conversation
    }

    var id: String
    var name: String
    var folder: String
    var privacy: Privacy
    var purpose = ""
    var topic = ""
    var isArchived = false
    /// `channels/general`, below the group.
    var page = ""

    /// What the old workspace called it in its addresses; nil for a folder that no list names.
    var address: String? {
        let isID = !id.isEmpty && id.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
        return isID ? "/archives/" + id : nil
    }
}

/// A message's place, and what its conversation must know of it.
struct SlackEntry: Sendable {
    /// An index into `SlackSurvey.files`.
    var file: Int32
    /// Its number in the file.
    var number: Int32
    var ts: String
    var user: String
    /// Of the messages that are in a thread: the time stamp of its first.
    var thread: String?

    /// Slack's time stamps are seconds, a point, and a number that makes them unique.
    var seconds: Int64 { Int64(ts.prefix { $0 != "." }) ?? 0 }
    var date: Timestamp? { seconds > 0 ? Timestamp(seconds: seconds, hasTime: true) : nil }
}

/// A page to be made.
struct SlackPage: Sendable {
    enum Kind: Sendable {
        case question
        /// What was said in a channel in a month, such as `2015-10`.
        case month(String)
    }

    var kind: Kind
    /// An index into `SlackSurvey.channels`.
    var channel: Int
    var title: String
    var path: String
    /// Of a question: first the question, then the replies. Of a month: everything in order, replies behind what they
    /// reply to.
    var entries: [SlackEntry]
}

struct SlackSurvey: SurveyOfPeople {
    enum Kind { case pages, people }

    var channels: [SlackChannel] = []
    var files: [String] = []
    var pages: [SlackPage] = []
    var people: ImportPeople
    var accounts: [String: ImportAccount] = [:]
    /// The names of users by id, also of those without a page.
    var names: [String: String] = [:]
    /// The ids of the open channels, also of those in which nobody has said anything.
    var openChannels: Set<String> = []
    /// Pages by `channel/time stamp`, for links.
    var places: [String: String] = [:]
    var host: String?
    var title = ""
    var findings = SurveyFindings()

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 4, [.pages: pages.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    /// Whether what was said in the channel `id` may be shown on a page of `channel`.
    func shows(_ id: String, isPrivate: Bool, on channel: SlackChannel) -> Bool {
        id == channel.id || !isPrivate && openChannels.contains(id)
    }

    /// Names the page in `survey.csv` and in the manifest.
    func id(of page: SlackPage) -> (kind: String, id: String) {
        let channel = channels[page.channel]
        switch page.kind {
        case .question: return ("question", SlackSurveyor.key(channel, page.entries[0].ts))
        case .month(let month): return ("month", "\(channel.id)/\(month)")
        }
    }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for page in pages {
            let (kind, id) = id(of: page)
            // A question's page is that of its folder.
            let name = PageNames.page(of: page.path)
            try body(
                SurveyRow(
                    id: "\(kind)/\(id)", kind: kind, title: page.title, parent: "#" + channels[page.channel].name,
                    author: page.entries.first.flatMap { names[$0.user] } ?? "", bytes: page.entries.count,
                    page: name.hasSuffix("/index") ? String(name.dropLast(6)) : name))
        }
    }
}
