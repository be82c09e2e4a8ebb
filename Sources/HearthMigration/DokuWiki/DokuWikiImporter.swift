import HearthModel

/// A DokuWiki: its folder, or its `data` folder, with `pages`, `meta` and `media`.
///
/// Namespaces become folders, tags of the tag plugin topics. Names come from `.meta` files and `conf/users.auth.php`,
/// rights from `conf/acl.auth.php`. `.changes` files hold addresses of the network and are read for names alone.
struct DokuWikiImporter: Importer {
    static let system = "dokuwiki"
    static let version = 1
    static let exportName = "a DokuWiki"

    let request: ImportRequest
    let place: ImportPlace
    /// The folder that holds `pages`.
    let data: String
    /// The folder with `users.auth.php`; nil when the export has none.
    let configuration: String?

    /// `wiki/data`, `data` and the wiki's folder itself are all given.
    private static func dataFolder(_ folder: String) -> String? {
        for candidate in [folder, folder + "/data"] where FileSystem.kind(of: candidate + "/pages") == .directory {
            let hasOwn = ["meta", "media", "attic", "media_meta"].contains {
                FileSystem.kind(of: candidate + "/" + $0) == .directory
            }
            if hasOwn { return candidate }
        }
        return nil
    }

    /// A folder of pages alone, as a wiki in git is that ignores all else. Only who names the system can mean it.
    private static func bareFolder(_ folder: String) -> String? {
        [folder, folder + "/data"].first { candidate in
            FileSystem.kind(of: candidate + "/pages") == .directory
                && FileSystem.filesBelow(candidate + "/pages").contains { $0.hasSuffix(".txt") }
        }
    }

    static func recognises(folder: String) -> Bool { dataFolder(folder) != nil }

    static func isPart(_ name: String) -> Bool {
        name == "doku.php"
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
        guard let data = Self.dataFolder(request.folder) ?? Self.bareFolder(request.folder) else {
            throw FatalError.usage(
                "there is no DokuWiki in '\(request.folder)'",
                help: "give the folder of the wiki, or its 'data' folder with 'pages' in it")
        }
        self.data = data
        configuration = [request.folder + "/conf", data + "/../conf"].first { FileSystem.kind(of: $0) == .directory }
    }

    func survey(progress: @escaping ImportProgress) throws -> DokuWikiSurvey {
        var surveyor = DokuWikiSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: DokuWikiSurvey) throws -> ImportBatch {
        var converter = DokuWikiConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.pages, let range)?: for page in survey.pages[range] { converter.convert(page) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case (.files, let range)?: for file in survey.files[range] { converter.copy(file) }
        case nil: converter.addGroup()
        }
        return converter.batch
    }
}

struct DokuWikiPage: Sendable {
    /// `namespace:page`
    var id: String
    var file: String
    var title: String
    var path: String
    var account: ImportAccount
    var rawAuthor: String?
    var created: Timestamp?
    var modified: Timestamp?
    var isRestricted: Bool
    /// Why, for the page's `source`.
    var privacy = "not readable by @ALL or @user"
    var size: Int
}

struct DokuWikiFile: Sendable {
    var id: String
    var source: String
    var path: String
    /// Whether only some accounts could read it, by the rights of its namespace.
    var isRestricted: Bool
    /// Why it stays behind.
    var danger: String?
}

struct DokuWikiSurvey: SurveyOfPeople {
    enum Kind { case pages, people, files }

    var pages: [DokuWikiPage]
    var byID: [String: Int]
    var byPath: [String: Int]
    /// The wiki's own hosts.
    var hosts: Set<String>
    var files: [DokuWikiFile]
    /// Numbers of `files` by id.
    var fileByID: [String: Int]
    var people: ImportPeople
    /// The names of those who wrote pages, by login.
    var names: [String: String]
    /// Logins of those who have a page here and wrote on pages for members only.
    var hiddenPeople: Set<String>
    /// Ids of pages for some readers only that `survey.csv` leaves out.
    var hiddenPages: Set<String>
    var interwiki: DokuWikiInterwiki
    var title: String
    /// Whether nobody can tell who could read the wiki.
    var isUnknown: Bool
    var findings: SurveyFindings

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 24, [.pages: pages.count, .people: people.new.count, .files: files.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for page in pages {
            try body(
                SurveyRow(
                    id: "page/\(page.id)", kind: "page", title: page.title, parent: DokuWikiID.namespace(of: page.id),
                    author: page.account.name, bytes: page.size,
                    page: PageNames.page(of: page.path)))
        }
    }
}
