import HearthModel

/// Documents of office programs (docx, odt), alone or in folders, with whatever lies beside them: each becomes a page,
/// other files come along with a page that lists them.
struct OfficeImporter: Importer {
    static let system = "docx"
    static let search = ExportSearch.Kind.byFiles
    static let version = 1
    static let keys = ImportKeys.apart
    static let countsLinks = true
    static let exportName = "office documents (docx, odt)"
    static let takesSeveralParts = true
    static let takesAnyFile = true

    let request: ImportRequest
    let place: ImportPlace

    init(_ request: ImportRequest) throws {
        self.request = request
        place = ImportPlace(request, system: Self.system, version: Self.version)
    }

    static func recognises(file: String, head: [UInt8]) -> Bool {
        OfficeDocument.isDocument(file) && head.starts(with: [0x50, 0x4B])
    }

    /// Documents lie beside the pages of many a site: here they are most of what there is.
    static func recognises(folder: String) -> Bool {
        let files = ((try? FileSystem.entries(of: folder)) ?? []).filter { $0.kind == .file && $0.isValidName }
        let own = files.count { OfficeDocument.isDocument($0.name) }
        return own > 0 && own * 2 >= files.count
    }

    func survey(progress: @escaping ImportProgress) async throws -> OfficeSurvey {
        var surveyor = OfficeSurveyor(importer: self, progress: progress)
        return try await surveyor.run()
    }

    func convert(batch: Int, of survey: OfficeSurvey) throws -> ImportBatch {
        var converter = OfficeConverter(importer: self, survey: survey)
        let pages = survey.range(of: batch, of: survey.pages.count)
        for page in survey.pages[pages] { converter.convert(page) }
        if batch == survey.batchCount - 1 { converter.finish() }
        return converter.batch
    }
}

/// What the first step found out.
struct OfficeSurvey: SurveyOfPeople {
    struct Page: Sendable {
        /// Relative to the path that was given.
        var name: String
        /// Its name in the manifest.
        var key: String
        var file: String
        var title: String
        var path: String
        var accounts: [ImportAccount]
        var size: Int
    }

    struct Attachment: Sendable {
        var name: String
        /// Its name in the manifest.
        var key: String
        var file: String
        var path: String
    }

    private static let perBatch = 4

    var pages: [Page] = []
    var attachments: [Attachment] = []
    /// Files below the content folder by their names in the source.
    private(set) var outputs: [String: String] = [:]
    /// The same by name in lower case, of several the first.
    private(set) var foldedOutputs: [String: String] = [:]
    var people: ImportPeople
    var findings = SurveyFindings()
    /// The page that lists the attachments, and its name in the manifest.
    var listing = ""
    var listingKey = ":files"

    var batchCount: Int { (pages.count + Self.perBatch - 1) / Self.perBatch + 1 }

    mutating func add(_ path: String, of name: String) {
        outputs[name] = path
        if foldedOutputs[name.lowercased()] == nil { foldedOutputs[name.lowercased()] = path }
    }

    /// Where a file is that a document names; on the disks of most people letters of both cases are the same.
    func output(of name: String) -> String? { outputs[name] ?? foldedOutputs[name.lowercased()] }

    func range(of batch: Int, of count: Int) -> Range<Int> {
        min(batch * Self.perBatch, count)..<min((batch + 1) * Self.perBatch, count)
    }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for page in pages {
            try body(
                SurveyRow(
                    id: page.name, kind: "document", title: page.title,
                    parent: page.name.lastIndex(of: "/").map { String(page.name[..<$0]) } ?? "",
                    author: page.accounts.map(\.name).joined(separator: "; "), bytes: page.size,
                    page: PageNames.page(of: page.path)))
        }
    }
}
