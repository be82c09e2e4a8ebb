import HearthModel

/// What the importers of directories have in common: people and their departments, out of text files.
///
/// Three systems rather than one, since they say in `source:` where a page comes from and since each knows its own
/// files. All end in `DirectorySurvey`.
protocol DirectoryImporter: Importer where Survey == DirectorySurvey {
    static var endings: Set<String> { get }
    /// What the entries are called, for the headline.
    static var whatItIs: String { get }
    var request: ImportRequest { get }
    init(request: ImportRequest)
    /// Gives the surveyor every entry of a file, in order.
    func read(_ file: Int, into surveyor: inout DirectorySurveyor) throws
    /// The photo of a person, from the bytes of the entry.
    static func photo(in entry: [UInt8]) -> [UInt8]?
}

extension DirectoryImporter {
    static var takesSeveralParts: Bool { true }
    static var isKnownByName: Bool { false }
    static var takesAnyFile: Bool { true }
    static var search: ExportSearch.Kind { .byFiles }

    init(_ request: ImportRequest) throws {
        if request.into != nil {
            throw FatalError.usage(
                "a directory has people, and those belong to no group",
                help: "leave --into out: people go to \(request.contentFolder)/people")
        }
        self.init(request: request)
    }

    /// The files with the format's endings below a folder, by path.
    static func files(in folder: String) throws -> [String] {
        var found: [String] = []
        var pending = [folder]
        while let next = pending.popLast() {
            for entry in try FileSystem.entries(of: next) where entry.isValidName && !entry.name.hasPrefix(".") {
                let path = next + "/" + entry.name
                if entry.kind == .directory, path.utf8.count < 2000 {
                    pending.append(path)
                } else if entry.kind == .file, hasEnding(entry.name) {
                    found.append(path)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func hasEnding(_ name: String) -> Bool {
        endings.contains(name.split(separator: ".").last?.lowercased() ?? "")
    }

    /// Whether half of the files at the top of a folder are of this format: a card lies on many a web site.
    static func recognises(folder: String) -> Bool {
        let files = ((try? FileSystem.entries(of: folder)) ?? []).filter { $0.kind == .file }
        let own = files.count { hasEnding($0.name) }
        return own > 0 && own * 2 >= files.count
    }

    func survey(progress: @escaping ImportProgress) throws -> DirectorySurvey {
        let files = try request.parts.flatMap { part in try part.file.map { [$0] } ?? Self.files(in: part.folder) }
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there is no file of a directory in '\(request.folder)'",
                help: "files end in: " + Self.endings.sorted().map { "." + $0 }.joined(separator: ", "))
        }
        var surveyor = DirectorySurveyor(request: request, system: Self.system, files: files)
        for number in files.indices {
            progress(number, files.count, "reading")
            do {
                let before = surveyor.entries
                try read(number, into: &surveyor)
                // What lies in a folder may be anything; a file that somebody has named should hold something.
                if surveyor.entries == before, request.parts.contains(where: { $0.file == files[number] }) {
                    surveyor.reportEmpty(file: number)
                }
            } catch let error as FileError {
                surveyor.fail(file: number, error.description)
            }
        }
        return try surveyor.finish(whatItIs: Self.whatItIs)
    }

    func convert(batch: Int, of survey: DirectorySurvey) throws -> ImportBatch {
        var converter = DirectoryConverter(
            request: request, system: Self.system, version: Self.version, survey: survey, readPhoto: Self.photo)
        for number in survey.people(of: batch) { converter.convert(survey.people[number]) }
        return converter.batch
    }
}

/// LDIF (RFC 2849): what `ldapsearch`, `slapcat`, `ldifde` and other tools of directory servers write.
struct LDIFImporter: DirectoryImporter {
    static let system = "ldif"
    static let version = 1
    static let exportName = "an export of a directory (LDIF)"
    static let endings: Set<String> = ["ldif", "ldf", "ldi"]
    static let whatItIs = "Directory"
    let request: ImportRequest

    static func recognises(file: String, head: [UInt8]) -> Bool {
        if hasEnding(file) { return true }
        return ByteText.lines(head).prefix(40).contains {
            ByteText.has("dn:", in: head, at: $0.lowerBound, to: head.count)
        }
            && ByteText.find("objectclass:", in: head, from: 0, to: head.count) != nil
    }

    func read(_ file: Int, into surveyor: inout DirectorySurveyor) throws {
        let source = try surveyor.open(file)
        func mark(_ line: ArraySlice<UInt8>) -> RecordLines.Mark { line.isEmpty ? .gap : .inside }
        try RecordLines.visit(source, mark: mark) { record, line in
            guard let record else { return surveyor.failRecord(file: file, line: line, "an entry of more than 32 MB") }
            guard let entry = LDIFEntry(record.bytes) else { return }
            surveyor.add(file: file, record) { entry.entry(leftovers: &$0) }
        }
    }

    static func photo(in entry: [UInt8]) -> [UInt8]? { LDIFEntry(entry)?.photo }
}

/// vCard 2.1, 3.0 and 4.0: what address books export.
struct VCardImporter: DirectoryImporter {
    static let system = "vcard"
    static let version = 1
    static let exportName = "cards of an address book (vCard)"
    static let endings: Set<String> = ["vcf", "vcard"]
    static let whatItIs = "Address book"
    let request: ImportRequest

    static func recognises(file: String, head: [UInt8]) -> Bool {
        ByteText.find("begin:vcard", in: head, from: 0, to: min(head.count, 512)) != nil
    }

    func read(_ file: Int, into surveyor: inout DirectorySurveyor) throws {
        let source = try surveyor.open(file)
        var depth = 0
        func mark(_ line: ArraySlice<UInt8>) -> RecordLines.Mark {
            let bytes = Array(line.prefix(16))
            if ByteText.find("begin:vcard", in: bytes, from: 0, to: min(bytes.count, 14)) != nil { depth += 1 }
            if depth == 0 { return .gap }
            if ByteText.has("end:vcard", in: bytes, at: 0, to: bytes.count) { depth -= 1 }
            return depth == 0 ? .last : .inside
        }
        try RecordLines.visit(source, mark: mark) { record, line in
            guard let record else { return surveyor.failRecord(file: file, line: line, "a card of more than 32 MB") }
            let card = VCard(record.bytes)
            surveyor.add(file: file, record) { leftovers in
                depth == 0 ? card.entry(leftovers: &leftovers) : .failed(reason: "the card has no END:VCARD")
            }
        }
    }

    static func photo(in entry: [UInt8]) -> [UInt8]? { VCard(entry).photo }
}

/// Tables of people, with headings of many systems.
struct PeopleTableImporter: DirectoryImporter {
    static let system = "csv"
    static let version = 1
    static let exportName = "a table of people (CSV)"
    static let endings: Set<String> = ["csv", "tsv", "txt"]
    static let whatItIs = "Table of people"
    /// Larger than any company's list.
    private static let maximumSize = 512 << 20
    let request: ImportRequest

    static func recognises(folder: String) -> Bool { false }

    static func recognises(file: String, head: [UInt8]) -> Bool {
        let text = TextEncoding.decode(head, declared: nil).text
        let line = text.prefix { !$0.isNewline }
        return DelimitedText(Array(line.utf8)).rows.first.map { PeopleTable.isHeader($0) } ?? false
    }

    func read(_ file: Int, into surveyor: inout DirectorySurveyor) throws {
        let path = surveyor.files[file]
        guard FileSystem.size(of: path) ?? 0 <= Self.maximumSize else {
            return surveyor.fail(file: file, "it is larger than \(Self.maximumSize >> 20) MB")
        }
        let decoded = TextEncoding.decode(try FileSystem.read(path), declared: nil)
        surveyor.report(decoded, file: file)
        let text = decoded.text
        let rows = DelimitedText(Array(text.utf8))
        guard let header = rows.rows.first else { return surveyor.fail(file: file, "there is nothing in it") }
        let table = PeopleTable(header: header)
        surveyor.report(columns: table, file: file)
        guard table.namesPeople else { return surveyor.fail(file: file, "no column holds names") }
        for (row, line) in zip(rows.rows, rows.lines).dropFirst() {
            var place = DirectoryPlace(file: file, line: line)
            place.length = row.reduce(0) { $0 + $1.utf8.count + 1 }
            surveyor.add(place) { table.entry(row, leftovers: &$0) }
        }
        for line in rows.damaged {
            surveyor.failRecord(file: file, line: line, "a quote in this row is not closed, so nothing is read of it")
        }
    }

    static func photo(in entry: [UInt8]) -> [UInt8]? { nil }
}
