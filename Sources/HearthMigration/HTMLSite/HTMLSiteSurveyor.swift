import HearthModel

/// The first step: reads every page once, and settles names, titles, anchors and what comes along.
struct HTMLSiteSurveyor {
    let importer: HTMLSiteImporter
    let progress: ImportProgress
    var survey: HTMLSiteSurvey
    var request: ImportRequest { importer.request }

    init(importer: HTMLSiteImporter, progress: @escaping ImportProgress) throws {
        self.importer = importer
        self.progress = progress
        survey = HTMLSiteSurvey(tree: try SiteTree(root: importer.request.folder, only: importer.request.file))
    }

    mutating func run() async throws -> HTMLSiteSurvey {
        try await readPages()
        let kept = sortOutPages()
        nameTitles(kept)
        nameOutputs(kept)
        nameAttachments(kept)
        nameAnchors()
        try namePeople()
        account(kept)
        return survey
    }

    // MARK: Reading

    private mutating func readPages() async throws {
        let tree = survey.tree
        let pages = tree.files.indices.filter { tree.files[$0].role == .page }
        let root = tree.root
        let saved = try await mapInParallel(pages, workers: request.workers) {
            SavedAddress.read(root + "/" + tree.files[$0].path)
        }
        survey.tree.note(saved: zip(pages, saved).compactMap { page, address in address.map { (page, $0) } })
        let reader = PageReader(tree: survey.tree, hosts: importer.hosts)
        var trees = try ScratchFile(siteRoot: request.siteRoot)
        var done = 0
        while done < pages.count {
            let window = Array(pages[done..<min(done + 256, pages.count)])
            let read = try await mapInParallel(window, workers: request.workers) { reader.read($0) }
            for (number, page) in zip(window, read) {
                survey.repeated.add(page.facts.lines, folder: String(tree.files[number].folder))
                var facts = page.facts
                facts.lines = []
                facts.tree = trees.count..<(trees.count + page.tree.count)
                try trees.append(page.tree)
                survey.facts[number] = facts
            }
            done += window.count
            progress(done, pages.count, "reading")
        }
        survey.trees = try trees.records()
        survey.repeated.finish()
    }

    /// The pages that become documents, by number; the others are accounted for here.
    private mutating func sortOutPages() -> [Int] {
        var kept: [Int] = []
        func skip(_ rule: String) { survey.findings.settle("pages", .skipped(rule: rule)) }
        var frames = Set<Int>()
        let templates = Set(survey.facts.values.compactMap(\.template))
        for number in survey.facts.keys.sorted() {
            guard let facts = survey.facts[number] else { continue }
            let name = survey.tree.files[number].name.lowercased()
            if let failure = facts.failure {
                survey.findings.settle("pages", .failed(reason: failure))
                let place = SourceLocation(file: survey.tree.root + "/" + survey.tree.files[number].path)
                survey.findings.diagnostics.append(Diagnostic(.migrationFailed, at: place, failure))
            } else if request.corrections.skips(survey.tree.files[number].path) {
                skip(SurveyCorrections.rule)
            } else if facts.isToolPage {
                skip(GeneratedParts.rule)
            } else if !templates.isEmpty, templates.contains(Self.stem(survey.tree.files[number].path)) {
                skip(GeneratedParts.templateRule)
            } else if let target = mainFrame(facts) {
                survey.aliases[number] = target
                frames.insert(number)
                skip("framesets: their addresses lead to the page in the main frame")
            } else if let target = facts.refresh, target != number, facts.words < 25 {
                survey.aliases[number] = target
                skip("pages that only send the reader on")
            } else if name == "tabstrip.htm" || (name == "header.htm" && isCompanion(number)) {
                skip("parts of a document that Office saved")
            } else if facts.words == 0, facts.imageCount == 0, !facts.isWorkbook {
                skip("pages without any text or picture")
            } else {
                kept.append(number)
            }
        }
        return kept
    }

    /// A path without its ending, in small letters.
    private static func stem(_ path: String) -> String {
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<dot].lowercased()
    }

    private func isCompanion(_ number: Int) -> Bool {
        let folder = survey.tree.files[number].folder.lowercased()
        return ["_files/", "_file/", "-dateien/", "_archivos/", "_fichiers/", ".files/", "_bestanden/", "-filer/"]
            .contains { folder.hasSuffix($0) }
    }

    /// The frame that holds the content: by its name, else the one with most words.
    private func mainFrame(_ facts: PageFacts) -> Int? {
        guard facts.isFrameset, !facts.isWorkbook else { return nil }
        let names = ["main", "content", "body", "inhalt", "haupt", "principal", "centro", "text", "right", "page"]
        let frames = facts.frames.filter { survey.tree.files[$0.file].role == .page }
        let named = frames.first { frame in names.contains { frame.name.contains($0) } }
        return (named ?? frames.max { words($0.file) < words($1.file) })?.file
    }

    private func words(_ number: Int) -> Int { survey.facts[number]?.words ?? 0 }

    /// The page that stands for a file.
    private func resolved(_ number: Int) -> Int {
        var number = number
        for _ in 0..<8 {
            guard let next = survey.aliases[number] else { return number }
            number = next
        }
        return number
    }

    // MARK: Places

    private mutating func nameOutputs(_ kept: [Int]) {
        var names = SiteNames(importer: importer, tree: survey.tree)
        // Index pages first: they take the folder's own name.
        let order = survey.pages.indices.sorted {
            let (a, b) = (survey.tree.files[survey.pages[$0].file], survey.tree.files[survey.pages[$1].file])
            return (names.indexRank(a), a.path) < (names.indexRank(b), b.path)
        }
        for index in order {
            let number = survey.pages[index].file
            let file = survey.tree.files[number]
            let key = SitePageKey(file, importer, survey.tree)
            survey.pages[index].key = key.key
            survey.pages[index].output = names.page(file, key: key)
            survey.outputs[number] = survey.pages[index].output
            survey.pages[index].oldPaths =
                (survey.tree.savedAddresses[number].map { [$0] } ?? SiteNames.oldPaths(file))
                + (key.earlier.map { SiteNames.oldPaths(SiteFile(path: $0, role: .page)) } ?? [])
        }
        nameDocuments(kept, &names)
        survey.findings.diagnostics += names.diagnostics
        survey.groupPage = survey.pages.first { $0.output == importer.place + "/index.md" }?.file
        let byFile = Dictionary(uniqueKeysWithValues: survey.pages.indices.map { (survey.pages[$0].file, $0) })
        for alias in survey.aliases.keys.sorted() {
            if let page = byFile[resolved(alias)] {
                survey.pages[page].oldPaths += SiteNames.oldPaths(survey.tree.files[alias])
            }
        }
        var taken: Set<String> = []
        for index in survey.pages.indices {
            survey.pages[index].oldPaths = survey.pages[index].oldPaths.filter { taken.insert($0).inserted }
        }
    }

    private mutating func nameAttachments(_ kept: [Int]) {
        var wanted: Set<Int> = []
        for number in kept {
            guard let facts = survey.facts[number] else { continue }
            wanted.formUnion(facts.shown)
            wanted.formUnion(facts.links.map(\.target))
        }
        func skip(_ rule: String) { survey.findings.settle("files", .skipped(rule: rule)) }
        var names = SiteNames(importer: importer, tree: survey.tree)
        for (number, file) in survey.tree.files.enumerated() {
            switch file.role {
            case .page: continue
            case .leftOut(let rule): skip(rule)
            case .attachment:
                if survey.outputs[number] != nil { continue }
                if SiteNames.isDecoration(file.path) {
                    skip("pictures of the editor's themes and buttons")
                } else if !wanted.contains(number) {
                    skip("no page shows it or leads to it")
                } else if let rule = AttachmentSafety.danger(
                    of: survey.tree.root + "/" + file.path, named: "x." + SiteNames.ending(of: file))
                {
                    skip(rule)
                } else {
                    let output = names.attachment(file)
                    survey.outputs[number] = output
                    survey.attachments.append(SiteAttachment(file: number, output: output))
                }
            }
        }
        for index in survey.pages.indices where survey.facts[survey.pages[index].file]?.isArchive ?? false {
            survey.pages[index].pictures = names.pictures(of: survey.pages[index].output)
        }
        survey.findings.diagnostics += survey.tree.diagnostics
        withdrawProtected()
        survey.findings.settle(
            "files", .skipped(rule: "links to other files, which are not followed"), survey.tree.links)
        survey.findings.settle("files", .skipped(rule: "names that no address can hold"), survey.tree.unreadableNames)
    }

    /// What the old server protects by now goes, with the pictures that were in the same file.
    private mutating func withdrawProtected() {
        var paths: Set<Substring> = []
        for file in survey.tree.files where file.role == SiteTree.protectedRole {
            let page = SitePageKey(file, importer, survey.tree)
            survey.findings.withdrawn += [importer.key("page", file.path), page.key, importer.key("file", file.path)]
            paths.insert(file.path[...])
        }
        guard !paths.isEmpty else { return }
        let start = importer.key("picture", "")
        request.manifest.visit { entry in
            guard entry.key.hasPrefix(start), let slash = entry.key.lastIndex(of: "/") else { return }
            if paths.contains(entry.key[..<slash].dropFirst(start.count)) {
                survey.findings.withdrawn.append(entry.key)
            }
        }
    }

    /// Headings that links lead to keep what they call themselves as their id, else get the first such name; anchors
    /// inside a text lead to the heading above.
    private mutating func nameAnchors() {
        var wanted: [Int: Set<String>] = [:]
        for facts in survey.facts.values {
            for link in facts.links where !link.fragment.isEmpty {
                wanted[resolved(link.target), default: []].insert(link.fragment)
            }
        }
        for index in survey.pages.indices {
            let number = survey.pages[index].file
            guard let names = wanted[number], let facts = survey.facts[number] else { continue }
            let known = facts.anchors
            var taken: Set<String> = []
            for name in names.sorted() {
                guard let heading = known[name] else { continue }
                if heading < 0 || heading == survey.pages[index].titleHeading {
                    survey.anchors[number, default: [:]][name] = ""
                    continue
                }
                let id =
                    survey.pages[index].headingIDs[heading]
                    ?? Naming.unique(
                        Self.anchorID(facts.headingNames[heading] ?? name, heading), id: "\(heading)", taken: &taken)
                survey.pages[index].headingIDs[heading] = id
                survey.anchors[number, default: [:]][name] = id
            }
        }
    }

    private static func anchorID(_ name: String, _ heading: Int) -> String {
        let slug = Naming.slug(name)
        return slug.isEmpty || name.lowercased().hasPrefix("_toc") ? "section-\(heading + 1)" : slug
    }

    // MARK: People and sums

    private mutating func namePeople() throws {
        var taken = try ImportPeople.takenHandles(request)
        var mapped = 0
        let authors = survey.pages.flatMap(\.authors) + survey.documents.flatMap(\.authors)
        for raw in Set(authors).sorted() {
            // `DOMAIN\login` of Windows.
            let name = raw.split(separator: "\\").last.map(String.init) ?? raw
            let identities = request.identities
            let account = ImportAccount(slot: raw, name: name)
            if let handle = identities.handle(of: "ad:" + raw) ?? identities.handle(of: account, system: "html") {
                survey.handles[raw] = handle
                mapped += 1
                continue
            }
            var handle = ""
            if let path = request.manifest.entry(key: importer.key("user", raw))?.path {
                handle = String(path.split(separator: "/").last?.dropLast(3) ?? "")
                taken.insert(handle)
            } else {
                let base = Naming.handle(account.name)
                handle = Naming.unique(base.isEmpty ? "author" : base, id: "2", taken: &taken)
            }
            survey.handles[raw] = handle
            survey.people.append(SitePerson(raw: raw, name: account.name, handle: handle))
        }
        survey.findings.count("people", survey.people.count)
        survey.findings.settle("people", .skipped(rule: ImportPeople.knownRule), mapped)
    }

    private mutating func account(_ kept: [Int]) {
        survey.findings.count("pages", survey.pages.count)
        survey.findings.count("documents", survey.documents.count)
        survey.findings.count("files", survey.attachments.count)
        let facts = kept.compactMap { survey.facts[$0] }.filter { !$0.isWorkbook }
        survey.findings.count("links", facts.reduce(0) { $0 + $1.linkCount })
        survey.findings.count("images", facts.reduce(0) { $0 + $1.imageCount })
        survey.findings.headline =
            "Saved web site '\(request.name)': \(survey.pages.count) pages, \(survey.attachments.count) attachments, "
            + "\(survey.people.count) people"
        if survey.pages.isEmpty {
            survey.findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: SourceLocation(file: request.folder),
                    "there is no page with any text in it"))
        }
        // Only the converter needs these from here on.
        for number in survey.facts.keys {
            survey.facts[number]?.links = []
            survey.facts[number]?.headingNames = [:]
        }
    }
}
