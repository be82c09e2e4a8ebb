import HearthModel

/// Saved sites: a folder of HTML files as FrontPage, Word, Excel, Dreamweaver or people wrote them, or as a crawler
/// saved them. Every page becomes a document at the same place below the group; what pages show and lead to comes
/// along.
struct HTMLSiteImporter: Importer {
    static let system = "html"
    static let search = ExportSearch.Kind.byFiles
    static let version = 1
    static let countsLinks = true
    static let exportName = "a saved web site"
    static let isGeneral = true

    let request: ImportRequest
    /// `groups/<id>`.
    let place: String
    let title: String
    /// The hosts of the old site, in small letters: links to them are links inside the site.
    let hosts: Set<String>

    static func recognises(folder: String) -> Bool {
        var pending = [folder]
        // A site has a page somewhere near its top.
        for _ in 0..<200 {
            guard let next = pending.popLast(), let entries = try? FileSystem.entries(of: next) else { return false }
            for entry in entries {
                let name = entry.name.lowercased()
                let isPage = [".htm", ".html", ".mht", ".mhtml"].contains { name.hasSuffix($0) }
                if entry.kind == .file, isPage { return true }
                if entry.kind == .directory, entry.isValidName { pending.insert(next + "/" + entry.name, at: 0) }
            }
        }
        return false
    }

    static func recognises(file: String, head: [UInt8]) -> Bool { SavedArchive.isArchive(head) }

    static func isPart(_ name: String) -> Bool {
        ["index", "default", "home", "start", "main", "welcome"].contains {
            name == $0 + ".htm" || name == $0 + ".html"
        }
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        let name = request.into.map { String($0.dropFirst("groups/".count)) } ?? request.name
        let slug = Naming.slug(name)
        place = request.into ?? "groups/" + (slug.isEmpty ? "html" : slug)
        let words = name.split { "-_+ ".contains($0) }.joined(separator: " ")
        title = words.prefix(1).uppercased() + words.dropFirst()
        let host = request.baseURL.flatMap { SiteAddress.host(of: $0[...])?.name }
        hosts = host.map { [$0] } ?? []
    }

    var groupID: String { String(place.dropFirst("groups/".count)) }

    func key(_ kind: String, _ id: String) -> String { "\(groupID)/\(kind)/\(id)" }

    func survey(progress: @escaping ImportProgress) async throws -> HTMLSiteSurvey {
        var surveyor = try HTMLSiteSurveyor(importer: self, progress: progress)
        return try await surveyor.run()
    }

    func convert(batch: Int, of survey: HTMLSiteSurvey) throws -> ImportBatch {
        var converter = HTMLSiteConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.pages, let range)?:
            for number in range { converter.convert(survey.pages[number]) }
        case (.documents, let range)?:
            for number in range { converter.convert(survey.documents[number]) }
        case (.attachments, let range)?:
            for number in range { converter.copy(survey.attachments[number]) }
        case nil:
            for person in survey.people { converter.convert(person) }
            converter.addGroup()
        }
        return converter.batch
    }
}

/// A page that becomes a document.
struct SitePage: Sendable {
    /// Its number in the tree.
    var file: Int
    var title: String
    /// Below the content folder.
    var output: String
    /// The heading that says the title once more, by number.
    var titleHeading: Int?
    /// What the manifest calls it.
    var key = ""
    /// The ids of headings that links lead to, by their number.
    var headingIDs: [Int: String] = [:]
    var authors: [String] = []
    /// Old addresses, as paths from the root of the old site; whole where the page says so itself.
    var oldPaths: [String] = []
    /// Where the pictures go that are in the same file as the page.
    var pictures: String?
}

struct SiteAttachment: Sendable {
    var file: Int
    var output: String
}

/// A docx or odt that a page leads to; it becomes a page, too.
struct SiteDocument: Sendable {
    var file: Int
    var output: String
    var title: String
    /// As its properties write it.
    var authors: [String] = []
}

struct SitePerson: Sendable {
    /// As the source writes it.
    var raw: String
    var name: String
    var handle: String
}

/// What the first step found out.
struct HTMLSiteSurvey: ImportSurvey {
    enum Kind { case pages, documents, attachments }

    var tree: SiteTree
    var facts: [Int: PageFacts] = [:]
    /// The trees of the pages, each where its `PageFacts.tree` says.
    var trees: RecordFile?
    var pages: [SitePage] = []
    var documents: [SiteDocument] = []
    var attachments: [SiteAttachment] = []
    var people: [SitePerson] = []
    var handles: [String: String] = [:]
    var repeated = RepeatedLines()
    /// Where a file of the old site is now, by its number: pages and attachments, below the content folder.
    var outputs: [Int: String] = [:]
    /// The id that an anchor has now, by page and name; nothing for the top.
    var anchors: [Int: [String: String]] = [:]
    /// Framesets and pages that only lead on: the page that stands for them.
    var aliases: [Int: Int] = [:]
    var titles: [Int: String] = [:]
    var groupPage: Int?
    var findings = SurveyFindings()

    var batches: ImportBatches<Kind> {
        ImportBatches([
            (.pages, pages.count, 16), (.documents, documents.count, 4), (.attachments, attachments.count, 64),
        ])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for document in documents {
            let file = tree.files[document.file]
            try body(
                SurveyRow(
                    id: file.path, kind: "document", title: document.title, parent: String(file.folder.dropLast()),
                    author: document.authors.joined(separator: "; "),
                    bytes: FileSystem.size(of: tree.root + "/" + file.path) ?? 0,
                    page: PageNames.page(of: document.output)))
        }
        for page in pages {
            let file = tree.files[page.file]
            let facts = facts[page.file]
            try body(
                SurveyRow(
                    id: file.path, kind: "page", title: page.title, parent: String(file.folder.dropLast()),
                    author: page.authors.joined(separator: "; "), files: 1 + Set(facts?.shown ?? []).count,
                    bytes: facts?.bytes ?? 0,
                    page: PageNames.page(of: page.output)))
        }
    }
}
