import HearthModel

/// The first step: finds the documents, and settles titles, names and authors.
struct OfficeSurveyor {
    let importer: OfficeImporter
    let progress: ImportProgress
    private var request: ImportRequest { importer.request }
    private var place: ImportPlace { importer.place }
    private var documents: [(name: String, file: String)] = []
    private var others: [(name: String, file: String)] = []
    private var findings = SurveyFindings()

    init(importer: OfficeImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    private struct Facts: Sendable {
        var title = ""
        var authors: [String] = []
        var created: String?
        var failure: String?
    }

    mutating func run() async throws -> OfficeSurvey {
        for part in request.parts {
            if let file = part.file {
                sort(String(file.split(separator: "/").last ?? ""), file, isNamed: true)
            } else {
                try collect(part.folder)
            }
        }
        documents = Self.distinct(documents)
        others = Self.distinct(others)
        var facts: [Facts] = []
        while facts.count < documents.count {
            let window = Array(documents[facts.count..<min(facts.count + 64, documents.count)])
            facts += try await mapInParallel(window, workers: request.workers) { document in
                var found = Facts()
                do {
                    let read = try OfficeDocument.read(document.file)
                    found.title = OfficePage.title(read, file: document.name)
                    found.authors = OfficeDocument.Properties.people(read.properties.author)
                    found.created = read.properties.created?.iso8601
                } catch { found.failure = "\(error)" }
                return found
            }
            progress(facts.count, documents.count, "reading")
        }
        return try name(facts)
    }

    /// Several paths may hold files of one name: the later ones are called by their folder, too. Names that differ in
    /// case only are those of several files, and each keeps its own.
    private static func distinct(_ files: [(name: String, file: String)]) -> [(name: String, file: String)] {
        var taken: Set<String> = []
        return files.sorted { ($0.name, $0.file) < ($1.name, $1.file) }.map { name, file in
            var unique = name
            var folders = file.split(separator: "/").dropLast(name.split(separator: "/").count)
            while !taken.insert(unique).inserted {
                unique = (folders.popLast().map(String.init) ?? "copy") + "/" + unique
            }
            return (unique, file)
        }
    }

    private mutating func collect(_ root: String) throws {
        var pending = [""]
        while let folder = pending.popLast() {
            // Of folders that cannot be read the engine tells.
            guard let entries = try? FileSystem.entries(of: folder.isEmpty ? root : root + "/" + folder) else {
                continue
            }
            for entry in entries {
                let name = folder + entry.name
                guard entry.isValidName, !entry.name.hasPrefix("."), entry.name != "__MACOSX" else {
                    findings.settle("files", .skipped(rule: "hidden files"))
                    continue
                }
                switch entry.kind {
                case .directory where name.utf8.count < 1000: pending.append(name + "/")
                case .file: sort(name, root + "/" + name, isNamed: false)
                default: findings.settle("files", .skipped(rule: "links to other files, which are not followed"))
                }
            }
        }
    }

    private mutating func sort(_ name: String, _ file: String, isNamed: Bool) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        if isNamed || OfficeDocument.isDocument(last) {
            documents.append((name, file))
        } else if last.hasPrefix("~$") || ["thumbs.db", "desktop.ini"].contains(last.lowercased()) {
            findings.settle("files", .skipped(rule: "files of the editor"))
        } else if let rule = AttachmentSafety.danger(of: file, named: last) {
            findings.settle("files", .skipped(rule: rule))
        } else {
            others.append((name, file))
        }
    }

    private mutating func name(_ facts: [Facts]) throws -> OfficeSurvey {
        var pages: [OfficeSurvey.Page] = []
        for (document, facts) in zip(documents, facts) {
            if request.corrections.skips(document.name) {
                findings.settle("documents", .skipped(rule: SurveyCorrections.rule))
            } else if let failure = facts.failure {
                findings.diagnostics.append(
                    Diagnostic(
                        .migrationSource, at: SourceLocation(file: document.file), failure,
                        help: "open it in an office program and save it anew as docx or odt"))
                findings.settle("documents", .failed(reason: failure))
            } else {
                let authors = facts.authors.map { ImportAccount(slot: "name/" + $0, name: $0) }
                pages.append(
                    OfficeSurvey.Page(
                        name: document.name, key: key(of: document.name, facts), file: document.file,
                        title: request.corrections.title(of: document.name) ?? facts.title, path: "", accounts: authors,
                        size: FileSystem.size(of: document.file) ?? 0))
            }
        }
        let people = try ImportPeople(Set(pages.flatMap(\.accounts)), place: place, request: request)
        var survey = OfficeSurvey(people: people)
        var names = PageNames(request, place)
        for page in pages { names.reserve(key: place.key("page", page.key)) }
        let files = others.map { (name: $0.name, key: key(of: $0.name, copy: $0.file), file: $0.file) }
        for file in files { names.reserve(key: place.key("file", file.key)) }
        for var page in pages {
            // People know a document by the name of its file.
            let folders = page.name.split(separator: "/").dropLast().map(String.init)
            let stem = PageNames.fileName(page.name).stem
            page.path = names.path(
                key: place.key("page", page.key), folders: folders, title: stem.isEmpty ? page.title : stem, id: "1",
                wanted: request.corrections.page(of: page.name))
            survey.add(page.path, of: page.name)
            survey.pages.append(page)
        }
        for other in files {
            let (stem, ending) = PageNames.fileName(other.name)
            let folders = other.name.split(separator: "/").dropLast().map(String.init)
            let isText = [".md", ".markdown", ".yml", ".yaml"].contains(ending)
            let path = names.path(
                key: place.key("file", other.key), folders: folders, title: stem, id: "1",
                ending: isText ? ending + PageFileName.attachedEnding : ending)
            survey.add(path, of: other.name)
            survey.attachments.append(
                OfficeSurvey.Attachment(name: other.name, key: other.key, file: other.file, path: path))
        }
        noteReaders()
        if !others.isEmpty {
            survey.listingKey = besideKey(":files")
            survey.listing = names.path(key: place.key("page", survey.listingKey), title: "files", id: "files")
        }
        account(&survey)
        return survey
    }

    /// What comes from another folder than the documents that are here lies beside them, also where it has the name of one.
    private func besideKey(_ name: String) -> String { request.beside.isEmpty ? name : "\(request.beside)//\(name)" }

    /// A document keeps the day on which it was begun, wherever it is copied to.
    private func key(of name: String, _ facts: Facts) -> String {
        guard !request.beside.isEmpty, let created = facts.created,
            let path = request.manifest.entry(key: place.key("page", name))?.path,
            let page = try? FileSystem.read(request.contentRoot + "/" + path),
            FrontMatterLine("  created", in: page)?.value == created
        else { return besideKey(name) }
        return name
    }

    private func key(of name: String, copy file: String) -> String {
        guard !request.beside.isEmpty, let entry = request.manifest.entry(key: place.key("file", name)),
            (try? ImportManifest.hash(ofFile: file)) == entry.hash
        else { return besideKey(name) }
        return name
    }

    /// A folder of documents does not say who could read it.
    private mutating func noteReaders() {
        guard !request.opensUnknown else { return }
        var asked = place
        asked.closePages(request)
        let (what, help) =
            asked.closesPages
            ? (
                "the group is for everyone, and so are these documents now",
                "use a group of their own where not all may read them"
            )
            : (
                "nothing says who could read these documents: their group is for members",
                "set access_group, or visibility: everyone, in \(place.folder)/index.md; or use --open-unknown"
            )
        findings.diagnostics.append(
            Diagnostic(.migrationSourceWarning, at: SourceLocation(file: request.folder), what, help: help))
    }

    private mutating func account(_ survey: inout OfficeSurvey) {
        findings.count("documents", survey.pages.count)
        findings.count("files", survey.attachments.count)
        findings.count(survey.people)
        findings.headline =
            "Documents '\(request.name)': \(survey.pages.count) documents, \(survey.attachments.count) other files, "
            + "\(survey.people.new.count) people"
        if survey.pages.isEmpty, survey.attachments.isEmpty {
            findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: SourceLocation(file: request.folder), "there is no document in it"))
        }
        survey.findings = findings
    }
}
