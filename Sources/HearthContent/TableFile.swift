import HearthModel

/// Rows of comma separated values (RFC 4180), with the lines on which they start. Semicolons are accepted, because that
/// is what spreadsheets write where the comma separates decimals.
struct CommaSeparatedRows {
    struct Row: Equatable {
        var line: Int
        var cells: [String]
    }

    private(set) var rows: [Row] = []
    /// The line of a quote that is never closed.
    private(set) var unclosedQuote: Int?

    init(_ bytes: [UInt8]) {
        let separator = Self.separator(of: bytes)
        var cell: [UInt8] = []
        var row = Row(line: 1, cells: [])
        var line = 1
        var quotedFrom: Int?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if quotedFrom != nil {
                if byte == 0x22 {
                    if index < bytes.count, bytes[index] == 0x22 {
                        cell.append(byte)
                        index += 1
                    } else {
                        quotedFrom = nil
                    }
                    continue
                }
                if byte == 0x0A { line += 1 }
                cell.append(byte)
            } else if byte == 0x22, cell.isEmpty {
                quotedFrom = line
            } else if byte == separator {
                row.cells.append(Self.text(&cell))
            } else if byte == 0x0A {
                finish(&row, &cell)
                line += 1
                row = Row(line: line, cells: [])
            } else {
                cell.append(byte)
            }
        }
        finish(&row, &cell)
        unclosedQuote = quotedFrom
    }

    /// Ends a row; rows without any text are left out.
    private mutating func finish(_ row: inout Row, _ cell: inout [UInt8]) {
        row.cells.append(Self.text(&cell))
        if row.cells.contains(where: { !$0.isEmpty }) { rows.append(row) }
    }

    private static func text(_ cell: inout [UInt8]) -> String {
        defer { cell.removeAll(keepingCapacity: true) }
        var slice = cell[...]
        while slice.first == 0x20 { slice = slice.dropFirst() }
        while slice.last == 0x20 { slice = slice.dropLast() }
        return String(decoding: slice, as: UTF8.self)
    }

    /// The one that stands in the first line; the comma when both or neither do.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        let header = bytes.prefix { $0 != 0x0A }
        return header.contains(0x3B) && !header.contains(0x2C) ? 0x3B : 0x2C
    }
}

/// A table that a page named, as it was when it was read. It may lie where no content is listed, in a dotfile for
/// example, and may be written again while a build runs.
package struct TableSource: Sendable, Hashable {
    /// Below the content folder.
    package let path: String
    /// `QuickHash` of its bytes (8 bytes), or what kept them from being read.
    package let state: [UInt8]

    package init(path: String, state: [UInt8]) {
        self.path = path
        self.state = state
    }

    /// The state of the file at `path` now.
    package static func state(of path: String, in project: Project) -> [UInt8] {
        TableFile(project: project, zone: .utc).content(of: path).state
    }
}

/// A CSV file named by a page (`members_file`, `series_file`), each row read like a map of front matter.
struct TableFile {
    static let byteLimit = 16 << 20

    let project: Project
    /// Where a time is read that is written without an offset.
    let zone: SiteZone

    /// What lies at a path below the content folder.
    enum Content {
        case bytes([UInt8])
        case outside, unreadable
        case tooLarge(megabytes: Int)

        var state: [UInt8] {
            switch self {
            case .bytes(let bytes): withUnsafeBytes(of: QuickHash.of(bytes).littleEndian) { Array($0) }
            case .outside: [1]
            case .unreadable: [2]
            case .tooLarge(let megabytes): Array("\(megabytes) megabytes".utf8)
            }
        }
    }

    func content(of target: String) -> Content {
        guard isInside(target) else { return .outside }
        let absolute = project.contentPath + "/" + target
        if let size = FileSystem.size(of: absolute), size > Self.byteLimit { return .tooLarge(megabytes: size >> 20) }
        return (try? FileSystem.read(absolute)).map { .bytes($0) } ?? .unreadable
    }

    /// The columns of a table; those that it needs come first.
    struct Columns {
        let needed: [String]
        let further: [String]
    }

    /// The results of `read` for every row of the file that `reference` names, relative to the page at `path`. The file
    /// is added to `sources`.
    func rows<Result>(
        _ reference: Reference, _ columns: Columns, of path: String, page file: String,
        read sources: inout [TableSource],
        diagnostics: inout [Diagnostic], _ read: (inout FieldReader) -> Result?
    ) -> [Result] {
        let location = SourceLocation(file: file, line: reference.line)
        let target = Self.resolve(reference.value, from: path)
        let content = target.map(content) ?? .outside
        if let target { sources.append(TableSource(path: target, state: content.state)) }
        let bytes: [UInt8]
        switch content {
        case .bytes(let found): bytes = found
        case .outside:
            let summary = "'\(reference.value)' lies outside the content folder"
            diagnostics.append(Diagnostic(.fileOutsideContent, at: location, summary))
            return []
        case .tooLarge(let megabytes):
            let summary = "'\(reference.value)' has \(megabytes) MB; the limit is \(Self.byteLimit >> 20) MB"
            diagnostics.append(Diagnostic(.fileTooLarge, at: location, summary))
            return []
        case .unreadable:
            let help = "the path is relative to this page, or starts with / at the content folder"
            diagnostics.append(
                Diagnostic(.badTableFile, at: location, "there is no readable file '\(reference.value)'", help: help))
            return []
        }
        let tableFile = project.displayPath(ofContent: target ?? "")
        let text = SourceText(bytes, file: tableFile, diagnostics: &diagnostics)
        return self.read(CommaSeparatedRows(text.bytes), columns, file: tableFile, diagnostics: &diagnostics, read)
    }

    private func read<Result>(
        _ table: CommaSeparatedRows, _ columns: Columns, file: String, diagnostics: inout [Diagnostic],
        _ read: (inout FieldReader) -> Result?
    ) -> [Result] {
        if let line = table.unclosedQuote {
            let summary = "a quote is not closed"
            diagnostics.append(Diagnostic(.badTableFile, at: SourceLocation(file: file, line: line), summary))
        }
        guard let header = table.rows.first else {
            let location = SourceLocation(file: file, line: 1)
            diagnostics.append(Diagnostic(.badTableFile, at: location, "the file has no header row"))
            return []
        }
        let names = header.cells.map { $0.lowercased() }
        guard columns.needed.allSatisfy(names.contains) else {
            diagnostics.append(Self.badHeader(header, columns, file: file))
            return []
        }
        var results: [Result] = []
        for row in table.rows.dropFirst() {
            if row.cells.count > names.count {
                let summary = "the row has \(row.cells.count) cells, the header \(names.count)"
                let help = "put cells that hold a comma in quotes"
                let location = SourceLocation(file: file, line: row.line)
                diagnostics.append(Diagnostic(.badTableFile, at: location, summary, help: help))
                continue
            }
            let entries = zip(names, row.cells).map { name, cell in
                YAMLEntry(key: name, line: row.line, value: YAMLValue(.scalar(cell, isPlain: true), line: row.line))
            }
            var reader = FieldReader(entries, file: file, line: row.line)
            reader.zone = zone
            if let result = read(&reader) { results.append(result) }
            diagnostics += reader.diagnostics
        }
        Self.reportUnknownColumns(names, line: header.line, file: file, diagnostics: &diagnostics, read)
        return results
    }

    /// Without the names of its columns no row means anything: one message, not one for each.
    private static func badHeader(_ header: CommaSeparatedRows.Row, _ columns: Columns, file: String) -> Diagnostic {
        let missing = columns.needed.filter { !header.cells.map { $0.lowercased() }.contains($0) }
        let hasTabs = header.cells.count == 1 && header.cells[0].utf8.contains(0x09)
        let all = (columns.needed + columns.further).joined(separator: ",")
        return Diagnostic(
            .badTableFile, at: SourceLocation(file: file, line: header.line),
            hasTabs
                ? "the columns are separated by tabs"
                : "the first row names no column \(missing.map { "'\($0)'" }.joined(separator: " and no "))",
            help: "write the names of the columns into the first row, with commas or semicolons between them: \(all)")
    }

    /// Once a file, not once a row: what a reader asks for is found out with an empty row.
    private static func reportUnknownColumns<Result>(
        _ names: [String], line: Int, file: String, diagnostics: inout [Diagnostic],
        _ read: (inout FieldReader) -> Result?
    ) {
        let entries = names.filter { !$0.isEmpty }.map {
            YAMLEntry(key: $0, line: line, value: YAMLValue(.scalar("", isPlain: true), line: line))
        }
        var reader = FieldReader(entries, file: file, line: line, isComplete: false)
        _ = read(&reader)
        reader.diagnostics = []
        reader.reportLeftovers()
        diagnostics += reader.diagnostics
    }

    /// A path below the content folder, or nil when it leaves that. `path` is the page's own.
    static func resolve(_ reference: String, from path: String) -> String? {
        var parts: [Substring] = reference.hasPrefix("/") ? [] : path.split(separator: "/").dropLast()
        for part in reference.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { return nil }
            default: parts.append(part)
            }
        }
        return parts.isEmpty || reference.utf8.contains(0) ? nil : parts.joined(separator: "/")
    }

    /// Whether the file, links followed, lies in the content folder. One that does not exist does.
    private func isInside(_ target: String) -> Bool {
        guard let real = FileSystem.realPath(project.contentPath + "/" + target),
            let content = FileSystem.realPath(project.contentPath)
        else { return true }
        return isPath(real, below: content)
    }
}

/// Whether `path` lies below `folder`, both absolute with links resolved. Byte by byte: as texts, two folders whose
/// names
/// differ only in how an accent is written would be equal.
func isPath(_ path: String, below folder: String) -> Bool { path.utf8.starts(with: (folder + "/").utf8) }

extension Project {
    /// A path below the content folder as diagnostics show it.
    package func displayPath(ofContent path: String) -> String {
        let folder = configuration.contentFolder
        return folder == "." || folder.isEmpty ? path : folder + "/" + path
    }
}
