import HearthModel

/// MediaWiki XML dumps (`Special:Export`, `dumpBackup.php`), versions 0.3 to 0.11: one file, or a folder with `.xml`
/// files and, where present, the wiki's `images` folder.
///
/// Articles become documents, talk pages too; categories become topics, redirects old addresses, templates are expanded
/// where they are used. https://www.mediawiki.org/wiki/Help:Export
struct MediaWikiImporter: Importer {
    static let system = "mediawiki"
    static let version = 1
    static let exportName = "a MediaWiki dump"
    static let takesSeveralParts = true

    let request: ImportRequest
    let place: ImportPlace
    /// The files of the dump, sorted.
    let files: [String]
    /// Folders that may hold the bytes of files.
    let imageFolders: [String]
    /// Whether only people with an account could read the wiki, as its settings beside the dump say.
    let isPrivate: Bool

    static func recognises(folder: String) -> Bool { !dumps(in: folder, limit: 3).isEmpty }

    static func recognises(file: String, head: [UInt8]) -> Bool { isDump(head) }

    private static func isDump(_ head: [UInt8]) -> Bool {
        ByteText.find("<mediawiki", in: head, from: 0, to: min(head.count, 2048)) != nil
    }

    private static func dumps(in folder: String, limit: Int) -> [String] {
        var found: [String] = []
        for entry in ((try? FileSystem.entries(of: folder)) ?? []).sorted(by: { $0.name < $1.name })
        where entry.kind == .file && entry.isValidName && entry.name.lowercased().hasSuffix(".xml") {
            let path = folder + "/" + entry.name
            if let head = try? FileSystem.head(of: path, count: 2048), isDump(head) { found.append(path) }
            if found.count == limit { break }
        }
        return found
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        let folders = [request.folder] + request.parts.map(\.folder)
        isPrivate = folders.contains {
            let settings = PHPSettings(file: $0 + "/LocalSettings.php")
            let read = settings.value(of: "$wggrouppermissions['*']['read']")
            // Said in another way, or for some namespaces only, it cannot be told.
            let isUnclear =
                [
                    "lockdown", "namespacepermission", "accesscontrol", "simpleaccess", "revokepermissions",
                    "restrictaccess",
                    "categorypermission", "permissionacl", "pageaccess", "haloacl", "intraacl",
                ].contains {
                    (mark: StaticString) in settings.holds(mark)
                } || settings.readsOthers
            return isUnclear || (read.map { !["true", "1", "'1'"].contains($0) } ?? settings.holds("'read'"))
        }
        var place = ImportPlace(request, system: Self.system, version: Self.version)
        if isPrivate { place.closePages(request) }
        self.place = place
        files = request.parts.flatMap { $0.file.map { [$0] } ?? Self.dumps(in: $0.folder, limit: .max) }
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there is no MediaWiki dump in '\(request.folder)'",
                help: "give the .xml file that Special:Export or dumpBackup.php made, or its folder")
        }
        imageFolders = ["images", "files", "uploads"].map { request.folder + "/" + $0 }.filter {
            FileSystem.kind(of: $0) == .directory
        }
    }

    func survey(progress: @escaping ImportProgress) throws -> MediaWikiSurvey {
        var surveyor = MediaWikiSurveyor(importer: self, progress: progress)
        return try surveyor.run()
    }

    func convert(batch: Int, of survey: MediaWikiSurvey) throws -> ImportBatch {
        var converter = MediaWikiConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.pages, let range)?: for number in range { converter.convert(number) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case (.files, let range)?: for file in survey.index.images[range] { converter.copy(file) }
        case nil:
            if let item = place.groupPage(
                request, title: survey.title, origin: survey.baseURL, what: "The pages",
                access: isPrivate ? .members : survey.index.closed.isEmpty ? .everyone : .everyoneAndMembers)
            {
                converter.batch.items.append(item)
            }
        }
        return converter.batch
    }
}

/// An upload whose bytes were found.
struct MediaWikiImage: Sendable {
    var name: String
    var source: String
    var path: String
    /// Why it stays behind.
    var danger: String?
}

/// What the first step found out.
struct MediaWikiIndex: Sendable {
    var namespaces = WikiNamespaces()
    var pages = MediaWikiPages()
    /// The numbers of redirects, by the page that they lead to in the end.
    var redirects: [Int: [Int]] = [:]
    var accounts: [ImportAccount] = []
    var images: [MediaWikiImage] = []
    var imagePaths: [String: String] = [:]
    /// The text of templates, when they are few enough to be kept.
    var templates: [WikiTitle: [UInt8]] = [:]
    /// Units of translated pages by page and language: the number of the unit and the page that holds it.
    var units: [String: [Int: Int]] = [:]
    /// Pages that were for some readers only, and why.
    var closed: [Int: String] = [:]
    /// Files that only such pages show.
    var closedImages: Set<String> = []
    /// Files that stay behind.
    var unsafeImages: Set<String> = []
    /// Addresses of the old wiki: what stands before the title.
    var addresses = MediaWikiAddresses()
}

/// A class, as every page that is converted asks it for others, and a copy of so many tables is no small thing.
final class MediaWikiSurvey: SurveyOfPeople {
    enum Kind { case pages, people, files }

    let index: MediaWikiIndex
    let people: ImportPeople
    let records: [RecordFile]
    let findings: SurveyFindings
    let title: String
    let baseURL: String?
    /// Where the wiki's pages were, and what it was called: two wikis may have one host.
    let origins: Set<String>

    init(
        index: MediaWikiIndex, people: ImportPeople, records: [RecordFile], findings: SurveyFindings, title: String,
        baseURL: String?, origins: Set<String>
    ) {
        self.index = index
        self.people = people
        self.records = records
        self.findings = findings
        self.title = title
        self.baseURL = baseURL
        self.origins = origins
    }

    /// Of each category the first of its categories that it can lie below.
    struct TopicParents: Sendable {
        /// Tags by the numbers of pages.
        var byTopic: [Int: String] = [:]
        /// Those that would be below a category that lies below themselves.
        var circles: Set<Int> = []
    }

    private let parents = Lock(TopicParents?.none)

    /// Whoever asks first looks through all categories, in their order, so that the same ones are always cut.
    func topicParents(of importer: MediaWikiImporter) -> TopicParents {
        parents.withLock { known in
            if let known { return known }
            var found = TopicParents()
            var tree = TopicTree()
            var placed: Set<String> = []
            for number in index.pages.numbers where index.pages.fate(number) == .topic {
                // What is found on the way is told when the page itself is converted.
                var converter = MediaWikiConverter(importer: importer, survey: self)
                let tag = TagName.of(index.pages.title(number).name)
                guard placed.insert(tag).inserted else { continue }
                for parent in converter.parents(ofTopic: number) {
                    if tree.put(tag, below: parent) {
                        found.byTopic[number] = parent
                        break
                    }
                    found.circles.insert(number)
                }
            }
            known = found
            return found
        }
    }

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 24, [.pages: index.pages.count, .people: people.new.count, .files: index.images.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for number in index.pages.numbers
        where index.pages.fate(number) == .document && !index.pages.isTranslation(number) {
            let page = index.pages[number]
            let parts = page.title.parts
            try body(
                SurveyRow(
                    id: "page/\(page.id)", kind: page.title.isTalk ? "talk page" : "page",
                    title: index.namespaces.text(of: page.title), parent: parts.dropLast().joined(separator: "/"),
                    author: index.accounts[page.author].name, bytes: page.length,
                    page: PageNames.page(of: page.path)))
        }
    }
}
