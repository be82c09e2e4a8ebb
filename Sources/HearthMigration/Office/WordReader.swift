import HearthModel

/// Reads a Word document (ISO/IEC 29500, transitional and strict) into plain HTML.
///
/// Kept is what a reader of the final document sees, in its order: tracked insertions stay, deletions go; text boxes
/// stand behind their paragraph. What a page cannot say is a named loss.
struct WordReader {
    let parts: [String: [UInt8]]
    let styles: WordStyles
    var numbering: WordNumbering
    var document = OfficeDocument()
    var anchors = OfficeAnchors()
    /// Relations of the part that is being read: targets by id.
    var relations: [String: (target: String, isExternal: Bool)] = [:]
    /// Fields that have begun, innermost last.
    var fields: [WordField] = []
    var notes: [(label: String, html: [UInt8])] = []
    private var noteParts: [String: [String: OfficeElement]] = [:]
    private var noteRelations: [String: [String: (target: String, isExternal: Bool)]] = [:]
    private let folder: String
    private let main: String
    /// The paragraph before, when its mark was deleted or it is a drop cap: the next one goes on with it.
    var carried = OfficeHTML()
    /// The style of the paragraph that is being read.
    var paragraphStyle: String?

    init(_ parts: [String: [UInt8]]) throws {
        self.parts = parts
        let top = try Self.relations(parts["_rels/.rels"], folder: "")
        let found = top.values.first { $0.target.hasSuffix(".xml") && $0.target.contains("document") && !$0.isExternal }
        guard let main = [found?.target, "word/document.xml"].compactMap({ $0 }).first(where: { parts[$0] != nil })
        else { throw OfficeProblem("there is no document in it") }
        self.main = main
        folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
        let folder = self.folder
        let relations = try Self.relations(parts[Self.relationsPart(of: main)], folder: folder)
        self.relations = relations
        func part(_ name: String) throws -> OfficeElement? {
            let target = relations.values.first { $0.target.hasSuffix("/" + name) || $0.target == name }?.target
            guard let bytes = parts[target ?? folder + name] else { return nil }
            return try OfficeElement.parse(bytes, name: name)
        }
        styles = WordStyles(try part("styles.xml"))
        numbering = WordNumbering(try part("numbering.xml"))
        for (kind, name) in [("footnote", "footnotes.xml"), ("endnote", "endnotes.xml")] {
            guard let root = try part(name) else { continue }
            for note in root.children where note.attribute("w:type") == nil || note.attribute("w:type") == "normal" {
                if let id = note.attribute("w:id") { noteParts[kind, default: [:]][id] = note }
            }
            noteRelations[kind] = try Self.relations(parts[Self.relationsPart(of: folder + name)], folder: folder)
        }
    }

    private static func relationsPart(of part: String) -> String {
        let slash = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        return part[..<slash] + "_rels/" + part[slash...] + ".rels"
    }

    private static func relations(
        _ bytes: [UInt8]?, folder: String
    ) throws -> [String: (target: String, isExternal: Bool)] {
        guard let bytes else { return [:] }
        var found: [String: (String, Bool)] = [:]
        for element in try OfficeElement.parse(bytes, name: "relations").children {
            guard let id = element.attribute("Id"), let target = element.attribute("Target") else { continue }
            let isExternal = element.attribute("TargetMode") == "External"
            found[id] = (isExternal ? target : resolved(target, in: folder), isExternal)
        }
        return found
    }

    /// The name of a part; targets are relative to the part's folder or, with a slash, to the package.
    private static func resolved(_ target: String, in folder: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var parts = folder.split(separator: "/")
        for part in target.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    mutating func lose(_ loss: String) {
        if !document.losses.contains(loss) { document.losses.append(loss) }
    }

    mutating func read() throws -> OfficeDocument {
        guard let bytes = parts[main], let body = try OfficeElement.parse(bytes, name: main).child("w:body") else {
            throw OfficeProblem("there is no text in it")
        }
        findAnchors(body)
        var blocks = OfficeBlocks()
        read(body, into: &blocks)
        blocks.closeAll()
        document.html = blocks.bytes
        // Notes may hold notes.
        var written = 0
        while written < notes.count {
            let note = notes[written]
            document.html +=
                "<hearth-definition label=\"\(note.label)\">".utf8 + note.html + "</hearth-definition>".utf8
            written += 1
        }
        readProperties()
        return document
    }

    private mutating func readProperties() {
        guard let bytes = parts["docProps/core.xml"],
            let core = try? OfficeElement.parse(bytes, name: "docProps/core.xml")
        else { return }
        func value(_ name: String) -> String? {
            let text = DirectoryPerson.trimmed(core.child(name)?.text ?? "")
            return text.isEmpty ? nil : text
        }
        document.properties.title = value("dc:title")
        document.properties.author = value("dc:creator")
        document.properties.created = value("dcterms:created").flatMap { Timestamp(iso8601: $0) }
        document.properties.modified = value("dcterms:modified").flatMap { Timestamp(iso8601: $0) }
        document.properties.description = value("dc:description")
        document.properties.keywords =
            value("cp:keywords")?.split(whereSeparator: { ",;".contains($0) })
            .map { DirectoryPerson.trimmed(String($0)) } ?? []
    }

    // MARK: Places

    /// Which heading each bookmark is at or below, before links are written.
    private mutating func findAnchors(_ body: OfficeElement) {
        var pending: [String] = []
        var inside: Set<String> = []
        for paragraph in body.all("w:p", "w:bookmarkStart") {
            guard paragraph.name == "w:p" else {
                // Word puts the marks of whole paragraphs between them.
                if let name = paragraph.attribute("w:name"), !inside.contains(name) { pending.append(name) }
                continue
            }
            let marks = paragraph.all("w:bookmarkStart").compactMap { $0.attribute("w:name") }
            inside.formUnion(marks)
            let style = paragraph.descendant("w:pPr", "w:pStyle")?.attribute("w:val")
            let text = paragraph.all("w:t").map(\.text).joined()
            if styles.headingLevel(style) != nil, !text.isEmpty {
                anchors.add(heading: text, bookmarks: pending + marks)
                pending = []
            } else if text.isEmpty {
                // A mark in an empty line belongs to what follows.
                pending += marks
            } else {
                for mark in pending + marks { anchors.add(bookmark: mark) }
                pending = []
            }
        }
    }

    // MARK: Notes

    /// The label of a note, read when it is met first.
    mutating func note(_ kind: String, _ id: String) -> String? {
        guard let element = noteParts[kind]?[id] else { return nil }
        let label = "\(notes.count + 1)"
        let index = notes.count
        notes.append((label, []))
        let (outer, outerFields, outerCarried) = (relations, fields, carried)
        relations = noteRelations[kind] ?? [:]
        fields = []
        carried = OfficeHTML()
        var blocks = OfficeBlocks()
        // A note that refers to itself ends here.
        noteParts[kind]?[id] = nil
        read(element, into: &blocks)
        blocks.closeAll()
        notes[index].html = blocks.bytes
        (relations, fields, carried) = (outer, outerFields, outerCarried)
        return label
    }
}

/// A field (ISO/IEC 29500-1, 17.16) while it is open.
struct WordField {
    var instruction = ""
    /// Behind the separator stands what a reader sees.
    var showsResult = false

    private var words: [Substring] { instruction.split(separator: " ") }

    var kind: String { words.first.map { $0.uppercased() } ?? "" }

    /// Text in quotes or without, behind the name of the field or a switch such as `\l`.
    func argument(after mark: Substring? = nil) -> String? {
        var rest = instruction[...].drop { $0 == " " }
        if let mark {
            guard let found = rest.firstRange(of: mark) else { return nil }
            rest = rest[found.upperBound...]
        } else {
            rest = rest.drop { $0 != " " }
        }
        rest = rest.drop { $0 == " " }
        if rest.first == "\\" || rest.isEmpty { return nil }
        if rest.first == "\"" || rest.first == "“" {
            return String(rest.dropFirst().prefix { $0 != "\"" && $0 != "”" })
        }
        return String(rest.prefix { $0 != " " })
    }
}
