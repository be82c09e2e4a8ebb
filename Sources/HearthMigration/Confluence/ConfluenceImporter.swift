import HearthModel

/// Confluence exports: the HTML space export (a folder of pages with `index.html`) and the XML export
/// (`entities.xml` with `attachments`), of one space or of many.
///
/// Spaces become groups, pages documents in the order and depth of the page tree, blog posts documents in `blog/`, labels
/// topics. https://confluence.atlassian.com/doc/export-content-to-word-pdf-html-and-xml-139475.html
struct ConfluenceImporter: Importer {
    static let system = "confluence"
    static let search = ExportSearch.Kind.markedBelow
    static let version = 1
    static let exportName = "a Confluence export"
    static let takesSeveralParts = true
    static let isKnownByName = false

    let request: ImportRequest
    /// What people and records of no space belong to.
    let place: ImportPlace
    /// The groups that pages went to in earlier runs, by the pages' ids: a space stays where it is when it gets another
    /// name, or comes with others.
    private let earlier: [Int: [String]]
    let files: ConfluenceFiles

    static func recognises(folder: String) -> Bool { !ConfluenceFiles(near: folder).isEmpty }

    static func recognises(file: String, head: [UInt8]) -> Bool { ConfluenceFiles.isEntities(head) }

    static func isPart(_ name: String) -> Bool {
        ["entities.xml", "exportdescriptor.properties", "index.html"].contains(name)
    }

    init(_ request: ImportRequest) throws {
        self.request = request
        var named = request
        named.into = request.into ?? "groups/\(Self.system)"
        place = ImportPlace(named, system: Self.system, version: Self.version)
        var groups: [Int: [String]] = [:]
        request.manifest.visit { entry in
            guard let mark = entry.key.firstRange(of: "/page/page/"), let id = Int(entry.key[mark.upperBound...]) else {
                return
            }
            groups[id, default: []].append("groups/" + entry.key[..<mark.lowerBound])
        }
        earlier = groups
        var found = ConfluenceFiles(entities: [], spaces: [])
        for part in request.parts {
            let own =
                part.file.map { ConfluenceFiles(entities: [$0], spaces: []) } ?? ConfluenceFiles(below: part.folder)
            found.entities += own.entities
            found.spaces += own.spaces
        }
        files = found
        guard !files.isEmpty else {
            throw FatalError.usage(
                "there is no Confluence export in '\(request.folder)'",
                help: "give the zip that Confluence made, or the unpacked folder with entities.xml or index.html")
        }
    }

    /// Where the pages with these ids are, of the space with the key; nil when they are new, or somebody asks for another
    /// group. Pages of another server may have the same ids, but they are of another space.
    func group(ofPages ids: some Sequence<Int>, space key: String) -> String? {
        guard !earlier.isEmpty else { return nil }
        for id in ids {
            for group in earlier[id] ?? [] where isAsked(group) {
                let spaces = earlierPage(id, in: group)?.spaces ?? []
                if key.isEmpty || spaces.isEmpty || spaces.contains(key.lowercased()) { return group }
            }
        }
        return nil
    }

    private func isAsked(_ group: String) -> Bool {
        guard let into = request.into else { return true }
        return group == into || group.hasPrefix(into + "-")
    }

    /// The groups that a page with the number went to in earlier runs: of each server one at most.
    func groups(ofPage id: Int) -> [String] { earlier[id] ?? [] }

    /// What the page says that an earlier run put into a group; nil when it is not there any more.
    func earlierPage(_ id: Int, in group: String) -> ConfluenceEarlierPage? {
        guard let entry = request.manifest.entry(key: "\(group.dropFirst("groups/".count))/page/page/\(id)"),
            let head = try? FileSystem.head(of: request.contentRoot + "/" + entry.path, count: 1 << 16)
        else { return nil }
        return ConfluenceEarlierPage(head)
    }

    func survey(progress: @escaping ImportProgress) throws -> ConfluenceSurvey {
        var index = ConfluenceIndex()
        var found = SurveyFindings()
        if !files.entities.isEmpty {
            var reader = ConfluenceEntitiesSurveyor(importer: self, progress: progress)
            try reader.run(into: &index, &found)
        }
        if !files.spaces.isEmpty {
            var reader = ConfluenceHTMLSurveyor(importer: self, progress: progress)
            try reader.run(into: &index, &found)
        }
        var namer = ConfluenceNamer(importer: self, index: index, found: found)
        return try namer.finish()
    }

    func convert(batch: Int, of survey: ConfluenceSurvey) throws -> ImportBatch {
        var converter = ConfluenceConverter(importer: self, survey: survey)
        switch survey.batches.work(of: batch) {
        case (.pages, let range)?: for number in range { converter.convert(number) }
        case (.files, let range)?: for number in range { converter.copy(survey.index.attachments[number]) }
        case (.people, let range)?: for person in survey.people.new[range] { converter.convert(person) }
        case nil: for number in survey.index.spaces.indices { converter.addGroup(number) }
        }
        return converter.batch
    }
}

/// Where the parts of an export lie.
struct ConfluenceFiles: Sendable {
    /// Paths of `entities.xml`, sorted.
    var entities: [String] = []
    /// Folders of spaces that were exported as HTML, sorted.
    var spaces: [String] = []

    var isEmpty: Bool { entities.isEmpty && spaces.isEmpty }

    init(entities: [String], spaces: [String]) {
        self.entities = entities
        self.spaces = spaces
    }

    /// What `folder` itself is, or all of its folders are: enough to recognise an export, too little for one that lies
    /// somewhere in another site.
    init(near folder: String) {
        add(folder)
        guard isEmpty else { return }
        let entries = ((try? FileSystem.entries(of: folder)) ?? []).filter { $0.kind == .directory && $0.isValidName }
        guard entries.count < 1000 else { return }
        for entry in entries {
            let before = (entities.count, spaces.count)
            add(folder + "/" + entry.name)
            if (entities.count, spaces.count) == before {
                (entities, spaces) = ([], [])
                return
            }
        }
        entities.sort()
        spaces.sort()
    }

    /// Every export below `folder`.
    init(below folder: String) {
        var pending = [(folder, 0)]
        while let (next, depth) = pending.popLast() {
            let before = (entities.count, spaces.count)
            add(next)
            guard (entities.count, spaces.count) == before, depth < 8 else { continue }
            for entry in (try? FileSystem.entries(of: next)) ?? [] where entry.kind == .directory && entry.isValidName {
                pending.append((next + "/" + entry.name, depth + 1))
            }
        }
        entities.sort()
        spaces.sort()
    }

    private mutating func add(_ folder: String) {
        let xml = folder + "/entities.xml"
        if FileSystem.kind(of: xml) == .file, let head = try? FileSystem.head(of: xml, count: 8192),
            Self.isEntities(head)
        {
            entities.append(xml)
        }
        let index = folder + "/index.html"
        if FileSystem.kind(of: index) == .file, let head = try? FileSystem.head(of: index, count: 8192),
            Self.isIndex(head)
        {
            spaces.append(folder)
        }
    }

    static func isEntities(_ head: [UInt8]) -> Bool {
        ByteText.find("<hibernate-generic", in: head, from: 0, to: head.count) != nil
    }

    /// The page that lists the pages of a space; its words depend on the language, its classes do not.
    private static func isIndex(_ head: [UInt8]) -> Bool {
        func has(_ text: StaticString) -> Bool { ByteText.find(text, in: head, from: 0, to: head.count) != nil }
        return has("class=\"pagesection")
            && (has("confluencetable") || has("aui-theme-default") || has("theme-default"))
    }
}

/// What the first step found out.
struct ConfluenceSurvey: SurveyOfPeople {
    enum Kind { case pages, files, people }

    var index: ConfluenceIndex
    var people: ImportPeople
    var findings: SurveyFindings

    var batches: ImportBatches<Kind> {
        ImportBatches(of: 16, [.pages: index.pages.count, .files: index.attachments.count, .people: people.new.count])
    }
    var batchCount: Int { batches.count }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for page in index.pages {
            try body(
                SurveyRow(
                    id: page.sourceID, kind: page.kind == .blogPost ? "blog post" : "page", title: page.title,
                    parent: page.parent.map { index.pages[$0].title } ?? "", author: page.account.name,
                    files: 1 + (index.attachmentsOfPage[page.number]?.count ?? 0), bytes: page.size,
                    page: PageNames.page(of: page.path)))
        }
    }
}
