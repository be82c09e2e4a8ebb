package import HearthModel

/// One system that content comes from. The engine (`MigrationRun`) does what all have in common: it writes files, keeps
/// hand edits, counts records, and reports.
///
/// An importer works in two steps. `survey` reads the whole export once and settles everything that depends on more
/// than one record: names, addresses, who wrote something. `convert` then makes the files, batch by batch, in any order
/// and at once.
package protocol Importer: Sendable {
    associatedtype Survey: ImportSurvey

    /// The name on the command line and in `source: {system: …}`.
    static var system: String { get }
    /// Goes up when the same record gives another file: `source: {importer: system/version}`.
    static var version: Int { get }
    /// What people call such an export, such as "a Stack Exchange data dump"; goes behind "recognised".
    static var exportName: String { get }
    /// Whether this importer takes what every other would be better for: it is asked last.
    static var isGeneral: Bool { get }
    /// Whether `folder` looks like an export of this system; cheap, by names and first bytes.
    static func recognises(folder: String) -> Bool
    /// Whether one file is an export of this system, by its first 8 KB.
    static func recognises(file: String, head: [UInt8]) -> Bool
    /// Whether a file of this name, in lower case, is a part of an export that is read as a whole: such a file stands for
    /// its folder, any other for itself alone.
    static func isPart(_ name: String) -> Bool
    /// Whether one run takes several paths as parts of one export (`ImportRequest.parts`); the paths of other systems
    /// are exports of their own, migrated one after the other.
    static var takesSeveralParts: Bool { get }
    /// Whether a file that somebody named together with the system is read even if `recognises` does not know it; others
    /// refuse it.
    static var takesAnyFile: Bool { get }
    /// Whether the keys of its items begin with the name of the export, or of the group that somebody gave; others know
    /// their site by something that is in the export.
    static var isKnownByName: Bool { get }
    /// Of which sites the keys of its items tell; only for importers that are known by name.
    static var keys: ImportKeys { get }
    /// Whether the survey itself accounts for symbolic links in the export's folder.
    static var countsLinks: Bool { get }
    /// How exports are found that do not lie at the top of the folder given.
    static var search: ExportSearch.Kind { get }

    init(_ request: ImportRequest) throws

    func survey(progress: @escaping ImportProgress) async throws -> Survey
    func convert(batch: Int, of survey: Survey) throws -> ImportBatch
}

extension Importer {
    package static var exportName: String { "an export of " + system }
    package static var isGeneral: Bool { false }
    package static func recognises(file: String, head: [UInt8]) -> Bool { false }
    package static func isPart(_ name: String) -> Bool { false }
    package static var takesSeveralParts: Bool { false }
    package static var takesAnyFile: Bool { false }
    package static var countsLinks: Bool { false }
    package static var search: ExportSearch.Kind { .marked }
    package static var isKnownByName: Bool { true }
    package static var keys: ImportKeys { .ofSite }
}

/// What the keys of a system's items are good for.
package enum ImportKeys: Sendable {
    /// Numbers, or names of pages: another site of the system has the same.
    case ofSite
    /// No two sites of the system have the same.
    case ofWorld
    /// Names of files. What comes from another folder gets keys of its own (`ImportRequest.beside`), and so lies beside
    /// what is here.
    case apart
}

/// What an importer found out in its first step.
package protocol ImportSurvey: Sendable {
    /// How many times `convert` is to be called.
    var batchCount: Int { get }
    var findings: SurveyFindings { get }
    /// Keys of people to whom an earlier run gave a page, and who are somebody of this site now.
    var replacedPeople: [String] { get }
    /// By what the export itself tells its site from all others of the system, such as the old address; empty where it
    /// does not.
    var origins: Set<String> { get }
    /// Calls `body` for every item that becomes a page, for `survey.csv`; in the same order in every run. Importers
    /// that honour `ImportRequest.corrections` give rows, others none.
    func visitRows(_ body: (SurveyRow) throws -> Void) throws
}

extension ImportSurvey {
    package var origins: Set<String> { [] }
    package var replacedPeople: [String] { [] }

    package func visitRows(_ body: (SurveyRow) throws -> Void) throws {}
}

/// What importers found out that name people with `ImportPeople`.
protocol SurveyOfPeople: ImportSurvey {
    var people: ImportPeople { get }
}

extension SurveyOfPeople {
    package var replacedPeople: [String] { people.replaced }
}

/// What the command line asked for, as an importer needs it.
package struct ImportRequest: Sendable {
    /// The folder of the export; for a single file the one that it lies in.
    package var folder: String
    /// Set when the export is one file: the file that the user typed, or the only one of an archive.
    package var file: String?
    /// All paths that were given, for importers that take several (`takesSeveralParts`); the first is `folder` and
    /// `file`.
    package var parts: [ImportPart] = []
    /// What the user called the export: the last part of the path, without the endings of archives. Groups are named
    /// after it.
    package var name: String
    /// The folder of `hearth.yml`.
    package var siteRoot: String
    /// The content folder, relative to it.
    package var contentFolder: String
    /// `groups/<id>`; nil when the importer shall choose.
    package var into: String?
    /// The address that the old site had, without a slash at the end.
    package var baseURL: String?
    /// Also people who wrote nothing.
    package var allUsers: Bool
    /// Whether what the export says nothing about was open; else it is for members.
    package var opensUnknown = false
    /// Names the export where the group holds one of another folder, for importers whose keys are `apart`; else empty.
    package var beside = ""
    /// How many threads a survey may use.
    package var workers: Int
    package var identities: IdentityMap
    /// What earlier runs wrote.
    package var manifest: ImportManifest
    /// What a person has corrected in `survey.csv`.
    package var corrections: SurveyCorrections

    package var contentRoot: String { siteRoot + "/" + contentFolder }

    /// Whether somebody has written the page at `path`, and no earlier run.
    func isForeign(_ path: String, key: String) -> Bool {
        manifest.entry(key: key) == nil && FileSystem.kind(of: contentRoot + "/" + path) != nil
    }
}

/// One of several paths that make up an export: a folder, or a file in it.
package struct ImportPart: Sendable, Hashable {
    package var folder: String
    package var file: String?
}

/// How far the work is: done, of how many (nil when unknown), and what is going on.
package typealias ImportProgress = @Sendable (_ done: Int, _ total: Int?, _ phase: String) -> Void

/// What became of one record of the source. Every record has exactly one fate.
package enum ImportFate: Sendable, Hashable {
    case converted
    case convertedWithLosses([String])
    /// Left out on purpose; the rule says why.
    case skipped(rule: String)
    case failed(reason: String)
}

/// A record and its fate.
package struct ImportedRecord: Sendable {
    package var kind: String
    package var id: String
    package var fate: ImportFate

    package init(_ kind: String, _ id: String, _ fate: ImportFate) {
        self.kind = kind
        self.id = id
        self.fate = fate
    }

    package init(_ kind: String, _ id: String, losses: [String]) {
        self.init(kind, id, losses.isEmpty ? .converted : .convertedWithLosses(losses))
    }
}

/// Many records of one kind with the same fate.
package struct ImportTally: Sendable {
    package var kind: String
    package var fate: ImportFate
    package var count: Int

    package init(_ kind: String, _ fate: ImportFate, count: Int) {
        self.kind = kind
        self.fate = fate
        self.count = count
    }
}

/// A file to be written, and the records that are in it.
package struct ImportedItem: Sendable {
    /// Names the item across runs, such as `history/question/42`; no tab or newline.
    package var key: String
    /// Below the content folder.
    package var path: String
    package var bytes: [UInt8]
    /// A file to be copied instead of `bytes`, such as an attachment of any size; it must lie inside the export.
    package var copiedFrom: String?
    package var records: [ImportedRecord]
    /// Offsets in `bytes` at which an older export may have ended, such as before each comment: what came after is added
    /// to a file that a person has edited in between.
    package var joints: [Int] = []
    /// What a reviewer compares the file with.
    package var original: ImportOriginal?

    package init(key: String, path: String, text: String, records: [ImportedRecord], original: ImportOriginal? = nil) {
        self.key = key
        self.path = path
        self.bytes = Array(text.utf8)
        self.records = records
        self.original = original
    }

    /// An attachment that lies inside another file of the export, such as a mail.
    package init(key: String, path: String, bytes: [UInt8], records: [ImportedRecord]) {
        self.key = key
        self.path = path
        self.bytes = bytes
        self.records = records
    }

    /// An attachment.
    package init(key: String, path: String, copyOf file: String, records: [ImportedRecord]) {
        self.key = key
        self.path = path
        self.bytes = []
        self.copiedFrom = file
        self.records = records
    }
}

/// The source of an item, for the review queue of the report.
package struct ImportOriginal: Sendable, Hashable, Codable {
    /// Where it is in the export, or its old address.
    package var place: String
    /// Its text as the source has it, markup and all; the report shows the beginning.
    package var text: String

    package init(place: String, text: String) {
        self.place = place
        self.text = text
    }
}

/// The result of one call of `convert`.
package struct ImportBatch: Sendable {
    package var items: [ImportedItem] = []
    /// Records that ended without a file.
    package var records: [ImportedRecord] = []
    /// Many records with one fate, such as the links of a page; they must be in the survey's totals as well.
    package var tallies: [ImportTally] = []
    /// How many records of a kind only the conversion finds, such as the attachments inside mails; they add to the
    /// survey's totals.
    package var found: [(kind: String, count: Int)] = []
    /// Links to the old site that lead nowhere now: the address and the file that holds it.
    package var unresolved: [UnresolvedLink] = []
    /// Files that a page refers to and the export does not hold.
    package var missing: [UnresolvedLink] = []
    package var diagnostics: [Diagnostic] = []

    package init() {}
}

/// A link to the old site for which there is no new page.
package struct UnresolvedLink: Sendable, Hashable, Codable {
    package var address: String
    package var file: String
}
