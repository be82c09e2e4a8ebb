import HearthModel

/// An item of the export, as `survey.csv` shows it.
package struct SurveyRow: Sendable, Hashable {
    /// Names the item across runs.
    package var id: String
    package var kind: String
    package var title: String
    /// The item above it, by title or path; empty at the top.
    package var parent: String
    package var author: String
    /// How many files it becomes or brings along.
    package var files: Int
    package var bytes: Int
    /// Where it goes: a path below the group, without `.md`.
    package var page: String

    package init(
        id: String, kind: String, title: String, parent: String = "", author: String = "", files: Int = 1, bytes: Int,
        page: String
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.parent = parent
        self.author = author
        self.files = files
        self.bytes = bytes
        self.page = page
    }
}

/// What a person wrote into the last three columns of `survey.csv`.
package struct SurveyCorrections: Sendable {
    struct Correction: Sendable, Hashable {
        var title: String
        var page: String
        var skip: String
    }

    /// The rule under which the report counts what a person left out.
    package static let rule = "left out in survey.csv"

    var rows: [String: Correction] = [:]
    var diagnostics: [Diagnostic] = []
    /// Rows whose page another row wants, too.
    var repeated: Set<String> = []

    package init() {}

    /// The title that a person wants instead of the source's.
    package func title(of id: String) -> String? { rows[id].flatMap { $0.title.isEmpty ? nil : $0.title } }
    /// The page that a person wants instead of the one proposed.
    package func page(of id: String) -> String? {
        rows[id].flatMap { $0.page.isEmpty || repeated.contains(id) ? nil : $0.page }
    }
    /// Ids of what a person left out.
    var skipped: [String] { rows.filter { !$0.value.skip.isEmpty }.keys.sorted() }
    package func skips(_ id: String) -> Bool { rows[id].map { !$0.skip.isEmpty } ?? false }
}

/// `migration/<system>/survey.csv`: what the export holds, a line an item, for a spreadsheet. The last three columns
/// (`new title`, `new page`, `skip`) belong to people: they are empty at first, are read in every run, and are kept
/// when the table is written anew.
struct SurveyTable {
    let path: String

    private static let columns = [
        "id", "kind", "title", "parent", "author", "files", "bytes", "page", "new title", "new page", "skip",
    ]
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads the columns of people; spreadsheets may have changed order, separator and encoding.
    func corrections() throws -> SurveyCorrections {
        var result = SurveyCorrections()
        guard FileSystem.isFile(path) else { return result }
        let text = TextEncoding.decode(try FileSystem.read(path), declared: nil).text
        let table = DelimitedText(Array(text.utf8))
        guard let header = table.rows.first else { return result }
        func column(_ name: String) -> Int? { header.firstIndex { $0.lowercased() == name } }
        guard let id = column("id") else {
            result.diagnostics.append(
                Diagnostic(
                    .migrationSurvey, at: SourceLocation(file: path, line: 1), "there is no column 'id'",
                    help: "delete the file to have it written anew"))
            return result
        }
        for line in table.damaged {
            result.diagnostics.append(
                Diagnostic(
                    .migrationSurvey, at: SourceLocation(file: path, line: line),
                    "a quote in this row is not closed; the row is left out"))
        }
        let (title, page, skip) = (column("new title"), column("new page"), column("skip"))
        var asked: Set<String> = []
        for (row, line) in zip(table.rows, table.lines).dropFirst() {
            func cell(_ index: Int?) -> String { index.flatMap { $0 < row.count ? row[$0] : nil } ?? "" }
            let correction = SurveyCorrections.Correction(title: cell(title), page: cell(page), skip: cell(skip))
            let wanted = correction.page.lowercased()
            if !wanted.isEmpty, correction.skip.isEmpty, !asked.insert(wanted).inserted {
                result.diagnostics.append(
                    Diagnostic(
                        .migrationSurvey, at: SourceLocation(file: path, line: line),
                        "'\(correction.page)' is the new page of another row already",
                        help: "give each row a page of its own; this one keeps the page that it has"))
                result.repeated.insert(cell(id))
            }
            if !(correction.title + correction.page + correction.skip).isEmpty {
                result.rows[cell(id)] = correction
            }
        }
        return result
    }

    /// Writes the table unless the importer has none; the bytes of an unchanged table stay.
    func write(_ survey: some ImportSurvey, corrections: SurveyCorrections, siteRoot: String) throws {
        // A million lines are no small thing to hold.
        var file = try ScratchFile(siteRoot: siteRoot)
        try file.append(Self.mark + Self.line(Self.columns))
        var left = corrections.rows
        var count = 0
        try survey.visitRows { row in
            count += 1
            let own = left.removeValue(forKey: row.id)
            try file.append(
                Self.line([
                    row.id, row.kind, row.title, row.parent, row.author, "\(row.files)", "\(row.bytes)", row.page,
                    own?.title ?? "", own?.page ?? "", own?.skip ?? "",
                ]))
        }
        // What a person left out is not in the survey any more; the line stays, or it would come back.
        for (id, own) in left.sorted(by: { $0.key < $1.key }) {
            try file.append(Self.line([id, "", "", "", "", "", "", "", own.title, own.page, own.skip]))
        }
        guard count > 0 || !left.isEmpty else { return }
        if let slash = path.lastIndex(of: "/") { try FileSystem.makeDirectories(String(path[..<slash])) }
        try file.store(at: path)
    }

    private static func line(_ cells: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            // A spreadsheet would run what starts like a formula.
            let isFormula = cell.utf8.first.map { [0x3D, 0x2B, 0x2D, 0x40].contains($0) } ?? false
            let needsQuotes = isFormula || cell.utf8.contains { [0x22, 0x2C, 0x3B, 0x0A, 0x0D].contains($0) }
            if needsQuotes { bytes.append(0x22) }
            if isFormula, index < 8 { bytes.append(0x27) }
            for byte in cell.utf8 {
                if byte == 0x22 { bytes.append(0x22) }
                bytes.append(byte < 0x20 ? 0x20 : byte)
            }
            if needsQuotes { bytes.append(0x22) }
        }
        return bytes + [0x0D, 0x0A]
    }
}
