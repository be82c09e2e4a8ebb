import HearthMarkdown
import HearthModel

/// A page in the making: what `PageParser` knows before and after the fields are read.
struct PageDraft {
    let path: String
    let file: String
    let source: [UInt8]
    private(set) var bodyStart = 0
    private(set) var bodyLine = 1
    private let zone: SiteZone
    private var reader: FieldReader
    private var address: PageAddress
    private var markers: [ConflictMarkers.Marker]
    private var tablesRead: [TableSource] = []
    /// See `CommonFields.isHeld`.
    private var isHeld = false
    private(set) var type: EntityType

    /// `zone` is where times are read that are written without an offset.
    init(path: String, file: String, source: [UInt8], zone: SiteZone) {
        self.path = path
        self.file = file
        self.source = source
        self.zone = zone
        reader = FieldReader([], file: file, line: 1)
        reader.zone = zone
        address = PageAddress(path: path)
        type = address.type
        markers = ConflictMarkers.find(in: source)
    }

    // MARK: Front matter

    /// Reads the front matter into `reader`. What is wrong with its notation is reported here, what is wrong with its
    /// fields when they are read.
    mutating func readFields(_ diagnostics: inout [Diagnostic]) {
        guard let frontMatter = FrontMatter.locate(in: source) else {
            holdUnreadFields(&diagnostics)
            return
        }
        bodyStart = frontMatter.bodyStart
        bodyLine = frontMatter.bodyLine
        if !frontMatter.isTerminated {
            let help = "put '---' on a line of its own below the last field"
            report(
                .unterminatedFrontMatter, frontMatter.yamlLine - 1, "the front matter is not closed", help, &diagnostics
            )
        }
        var yaml = source[frontMatter.yaml]
        if yaml.contains(where: Self.isControl) { yaml = Self.withoutControls(yaml) }
        var result: YAMLReader.Result
        if markers.contains(where: { frontMatter.yaml.contains($0.offset) }) {
            // The conflict is the mistake, and reported as such; both versions of a field are not further ones.
            let saved = PlainFields.salvage(yaml, firstLine: frontMatter.yamlLine)
            result = YAMLReader.Result(entries: saved, isComplete: false)
        } else {
            let parser = YAMLReader(file: file, firstLine: frontMatter.yamlLine)
            result = parser.read(yaml, diagnostics: &diagnostics)
        }
        if !result.isComplete {
            result.entries = Self.guarded(result.entries, yaml: yaml, line: frontMatter.yamlLine)
        }
        reader = FieldReader(
            result.entries, file: file, line: frontMatter.yamlLine - 1,
            isComplete: result.isComplete && frontMatter.isTerminated)
        reader.zone = zone
        type = readType()
    }

    /// Fields that are there, but not as they are read: they may say who may see the page.
    private mutating func holdUnreadFields(_ diagnostics: inout [Diagnostic]) {
        guard let found = UnreadFields.find(in: source) else { return reportCapitalFields(&diagnostics) }
        report(
            .unreadFrontMatter, found.line, found.summary + "; the page is not published", found.help, &diagnostics)
        isHeld = true
        bodyStart = found.bodyStart
        bodyLine = found.bodyLine
        reader = FieldReader([], file: file, line: found.line, isComplete: false)
        reader.zone = zone
    }

    /// `Title: Pumps` and more such lines at the top, as MkDocs has them: here they are words of the text.
    private func reportCapitalFields(_ diagnostics: inout [Diagnostic]) {
        guard let first = source.first, (0x41...0x5A).contains(first),
            let fields = LooseFields(source, from: 0, line: 1), fields.areFieldsInCapitals
        else { return }
        report(
            .foreignMark, 1, "the lines of fields at the top are shown as words of the text",
            "put '---' on a line of its own above and below them, and write their names in small letters", &diagnostics)
    }

    /// Marks the page as one whose fields nobody knows.
    mutating func hold() {
        isHeld = true
        reader = FieldReader([], file: file, line: 1, isComplete: false)
        reader.zone = zone
    }

    /// A group is never without fields, and these may have said that it is for members: a file that was emptied by
    /// mistake must not open the folder.
    private mutating func holdGroupWithoutFields(_ type: EntityType) {
        guard type == .group, reader.entries.isEmpty, !isHeld else { return }
        isHeld = true
        guard reader.isComplete else { return }
        reader.report(
            .unreadFrontMatter, 1, "the page of this group has no fields; nothing of its folder is published",
            help: "write at least title: and kind: between two lines '---', and visibility: if it is for members")
    }

    /// Fields that keep something from readers, with the value that keeps most from them.
    static let guards: [(key: String, strictest: String)] = [
        ("visibility", "invited"), ("listed", "invited"), ("draft", "true"), ("directory", "hidden"),
        ("inferred_expertise", "false"), ("contact", "false"),
    ]

    /// Fields that say who may read a page and when, or that it exists.
    static let readerFields = ["visibility", "draft", "publish", "expires", "listed", "access_group"]

    /// When YAML is broken, a field that restricts the page may be what was lost. If its name occurs more often than
    /// it was read, its strictest value holds until the mistake is corrected.
    private static func guarded(_ entries: [YAMLEntry], yaml: ArraySlice<UInt8>, line firstLine: Int) -> [YAMLEntry] {
        var entries = entries
        let names = yaml.split(separator: 0x0A).map { line in
            let name = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x22 || $0 == 0x27 || $0 == 0x7B }
                .prefix(while: FrontMatter.isKeyByte)
            return String(decoding: name, as: UTF8.self).lowercased()
        }
        for (key, strictest) in guards {
            let count = names.count { $0 == key || key == "draft" && $0 == "publish" }
            let read = entries.count { $0.key == key || key == "draft" && $0.key == "publish" }
            guard count > read else { continue }
            let line = entries.first { $0.key == key }?.line ?? firstLine
            entries.removeAll { $0.key == key }
            let value = YAMLValue(.scalar(strictest, isPlain: true), line: line)
            entries.append(YAMLEntry(key: key, line: line, value: value))
        }
        return entries
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F }

    /// YAML refuses control characters anywhere; in a text they become U+FFFD instead.
    private static func withoutControls(_ yaml: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        yaml.flatMap { isControl($0) ? [0xEF, 0xBF, 0xBD] : [$0] }[...]
    }

    // MARK: Merge conflicts

    /// Reports each conflict once, at its first marker.
    func reportConflicts(outsideCodeOf document: MarkdownDocument, _ diagnostics: inout [Diagnostic]) {
        guard !markers.isEmpty else { return }
        let code = ConflictMarkers.codeLines(of: document)
        var isOpen = false
        for marker in markers {
            if code.contains(where: { $0.contains(marker.line) }) { continue }
            if marker.isStart || !isOpen {
                let help = "keep what is right and delete the lines <<<<<<<, ======= and >>>>>>>"
                report(.mergeConflict, marker.line, "a merge conflict was not resolved", help, &diagnostics)
            }
            isOpen = marker.isStart
        }
    }

    // MARK: The page

    mutating func page(
        document: MarkdownDocument, hash: [UInt8], frontMatterHash: [UInt8], tables: TableFile, store: DocumentStore?,
        _ diagnostics: inout [Diagnostic]
    ) -> ParsedPage {
        var common = reader.commonFields(of: type)
        applySlug(&common)
        let lines = SourceLines(source[bodyStart...], first: bodyLine)
        let sections =
            type == .question || type == .answer
            ? QuestionSections(
                document, file: file, lines: lines,
                isAnswerFile: type == .answer, isImported: common.source != nil, zone: zone) : nil
        diagnostics += sections?.diagnostics ?? []
        if sections == nil, common.source == nil,
            let stray = AnswerParagraphs.stray(in: document, type: type, file: file)
        {
            diagnostics.append(stray)
        }
        // Of what was written elsewhere nobody here can say what it was to be.
        if common.source == nil {
            diagnostics += ShownMarks(document, file: file, lines: lines).diagnostics
            diagnostics += ForeignMarks(document, file: file, lines: lines).diagnostics
            if !(sections?.diagnostics.contains { $0.kind == .answerInCode } ?? false) {
                OpenFence.diagnostic(of: document, file: file, lines: lines).map { diagnostics.append($0) }
            }
        }
        var document = document
        if let sections { sections.takeFootnotes(of: &document) }
        let (body, titleAnchor) = takeTitle(
            of: type, &common, blocks: sections?.main ?? document.blocks[...], in: document)
        let fields = fields(of: type, common: common, tables: tables, &diagnostics)
        holdGroupWithoutFields(type)
        // A name that is nearly one of these was to keep something from somebody: it is not published meanwhile.
        let foreign = foreignFields()
        let isMisspelt = reader.reportLeftovers(guards: Self.readerFields) {
            foreign[$0] ?? Self.hint(for: $0, on: type) ?? ForeignFields.help(for: $0)
        }
        common.isHeld = isHeld || isMisspelt || holdUnpublished()
        diagnostics += reader.diagnostics
        return ParsedPage(
            path: path, file: file, contentHash: hash, frontMatterHash: frontMatterHash, type: type,
            id: id(type, common), url: address.url,
            folderGroup: address.folderGroup, common: common, fields: fields, tables: tablesRead, document: document,
            body: body, titleAnchor: titleAnchor,
            answers: sections?.answers ?? [], comments: sections?.comments ?? [], bodyLine: bodyLine,
            store: store)
    }

    /// A page of a type that has a status may have one of another system, by which nobody reads it yet.
    private mutating func holdUnpublished() -> Bool {
        guard let entry = reader.entries.first(where: { $0.key == "status" }), reader.asked.contains("status"),
            ForeignGuards.meaning(of: entry, among: ["draft"]) != nil
        else { return false }
        reader.report(
            reader.kinds.unknownValue, entry.line, "the page is not published while its status says that it is none",
            help: "write 'draft: true' to keep it back, or remove the line")
        return true
    }

    /// What to do about fields of other generators that are nearly `publish` and keep nothing from anybody.
    private func foreignFields() -> [String: String] {
        var known = ["publisher": "remove it; who wrote a page is said with authors:"]
        if let entry = reader.entries.first(where: { $0.key == "published" }),
            case .scalar(let value, _) = entry.value.content, ["true", "yes"].contains(value.lowercased())
        {
            known["published"] = "remove it; every page is published that has no 'draft: true'"
        }
        return known
    }

    private mutating func readType() -> EntityType {
        guard let written = reader.value("type") else { return address.type }
        let words = EntityType.allCases.map(\.rawValue)
        if case .scalar(let text, _) = written.content, let type = EntityType(rawValue: text) { return type }
        reader.reportChoice(.unknownType, key: "type", value: written, words: words)
        return address.type
    }

    private mutating func id(_ type: EntityType, _ common: CommonFields) -> String {
        if let id = common.id { return id.value }
        let date = reader.writtenDate("date")
        if type == .answer,
            let id = answerID(author: common.authors.first?.value, date: date, stem: address.stem)
        {
            return id
        }
        return address.id
    }

    private mutating func applySlug(_ common: inout CommonFields) {
        guard let slug = common.slug else { return }
        guard address.acceptsSlug else {
            common.slug = nil
            let line = reader.line(of: "slug")
            reader.report(.badSlug, line, "this page has no address of its own that a slug could change")
            return
        }
        address.setSlug(slug)
    }

    /// Finds the title and answers the blocks without the first H1 if that is the title, and the id of that heading.
    private mutating func takeTitle(
        of type: EntityType, _ common: inout CommonFields, blocks: ArraySlice<MarkdownDocument.NodeID>,
        in document: MarkdownDocument
    ) -> (rest: ArraySlice<MarkdownDocument.NodeID>, anchor: String?) {
        if type == .topic, common.title == nil, let label = reader.lineOfText("label") {
            common.title = label.value
            common.titleLine = label.line
        }
        var rest = blocks
        var anchor: String?
        if let (heading, index) = Self.firstTitle(in: blocks, of: document) {
            let text = heading.text.split(separator: " ").joined(separator: " ")
            if common.title == nil, type != .answer {
                common.title = text
                common.titleLine = heading.line
            }
            if common.title == text {
                anchor = heading.id
                // Usually the first block; then this is a slice and no copy.
                if index == blocks.startIndex { rest = blocks.dropFirst() } else { rest.remove(at: index) }
            }
        }
        if common.title == nil, type != .answer { inventTitle(of: type, &common) }
        return (rest, anchor)
    }

    /// The first H1 outside quotes and lists that holds text, with its place in `blocks`.
    private static func firstTitle(
        in blocks: ArraySlice<MarkdownDocument.NodeID>, of document: MarkdownDocument
    ) -> (MarkdownDocument.Heading, Int)? {
        for heading in document.headings where heading.level == 1 && !heading.text.utf8.allSatisfy({ $0 == 0x20 }) {
            if let index = blocks.firstIndex(of: heading.node) { return (heading, index) }
        }
        return nil
    }

    private mutating func inventTitle(of type: EntityType, _ common: inout CommonFields) {
        common.title = address.stem
        // A topic is called by its tag; and broken fields may well have held a title.
        guard type != .topic, reader.isComplete else { return }
        if let written = reader.value(type == .person ? "name" : "title") {
            // Anything else that is no title has been reported.
            guard case .scalar(let text, _) = written.content, text.allSatisfy(\.isWhitespace) else { return }
            reader.report(.missingTitle, written.line, "the title is empty", help: "write one, or remove the line")
            return
        }
        if source.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) {
            reader.report(.emptyFile, 1, "the file is empty", help: "write the page, or delete the file")
            return
        }
        let help =
            type == .person
            ? "add 'name: Jo Larsen' to the front matter"
            : "add 'title: …' to the front matter, or start the text with '# Title'"
        let what = type == .person ? "this person has no name" : "this page has no title"
        reader.report(.missingTitle, 1, what, help: help)
    }

    private func report(
        _ kind: DiagnosticKind, _ line: Int, _ summary: String, _ help: String?, _ diagnostics: inout [Diagnostic]
    ) {
        diagnostics.append(Diagnostic(kind, at: SourceLocation(file: file, line: line), summary, help: help))
    }
}

// MARK: Fields of the type

extension PageDraft {
    private mutating func fields(
        of type: EntityType, common: CommonFields, tables: TableFile, _ diagnostics: inout [Diagnostic]
    ) -> EntityFields {
        var fields = reader.fields(of: type, common: common)
        switch fields {
        case .group(var group):
            guard let table = reader.reference("members_file") else { break }
            let columns = TableFile.Columns(needed: ["who"], further: ["via", "since", "role"])
            group.members += tables.rows(
                table, columns, of: path, page: file, read: &tablesRead, diagnostics: &diagnostics
            ) { $0.membership() }
            fields = .group(group)
        case .measure(var measure):
            if let table = reader.reference("series_file") {
                let columns = TableFile.Columns(needed: ["date", "value"], further: ["evidence"])
                measure.series += tables.rows(
                    table, columns, of: path, page: file, read: &tablesRead, diagnostics: &diagnostics
                ) { $0.point(of: "series_file") }
            }
            measure.series.sort { $0.date < $1.date }
            fields = .measure(measure)
        default: break
        }
        return fields
    }

    /// Where a field that this type does not know belongs.
    private static func hint(for key: String, on type: EntityType) -> String? {
        let types = EntityType.allCases.filter { other in
            guard other != type else { return false }
            var reader = FieldReader([], file: "", line: 0, isComplete: false)
            _ = reader.fields(of: other, common: CommonFields())
            return reader.asked.contains(key)
        }
        guard let first = types.contains(.document) ? .document : types.first else { return nil }
        return "it is a field of: \(types.map(\.rawValue).joined(separator: ", ")); the page's type is \(type.rawValue)"
            + (type == .page ? ", 'type: \(first.rawValue)' changes that" : "")
    }
}

extension FieldReader {
    /// The fields that the type adds to the common ones.
    mutating func fields(of type: EntityType, common: CommonFields) -> EntityFields {
        switch type {
        case .group: .group(groupFields())
        case .question: .question(questionFields())
        case .answer: .answer(answerFields())
        case .person: .person(personFields(name: common.title))
        case .document: .document(documentFields())
        case .useCase: .useCase(useCaseFields())
        case .measure: .measure(measureFields())
        case .event: .event(eventFields())
        case .topic:
            .topic(topicFields(title: common.titleLine > 0 ? common.title : nil, description: common.description))
        case .strategy: .strategy(objectives())
        case .page: .page
        }
    }
}
