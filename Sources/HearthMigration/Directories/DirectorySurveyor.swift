import HearthModel

/// What the first step found: who becomes a page, under which handle.
struct DirectorySurvey: ImportSurvey {
    struct Entry: Sendable {
        var person: DirectoryPerson
        var handle: String
        /// The handle of the manager.
        var manager: String?
    }

    private static let perBatch = 64

    var files: [DirectoryText?]
    var people: [Entry] = []
    var findings = SurveyFindings()

    var batchCount: Int { (people.count + Self.perBatch - 1) / Self.perBatch }

    func people(of batch: Int) -> Range<Int> {
        batch * Self.perBatch..<min((batch + 1) * Self.perBatch, people.count)
    }

    func visitRows(_ body: (SurveyRow) throws -> Void) throws {
        for entry in people {
            try body(
                SurveyRow(
                    id: "person/" + entry.person.slot, kind: "person", title: entry.person.name,
                    parent: entry.person.department ?? "", files: entry.person.hasPhoto ? 2 : 1,
                    bytes: entry.person.place.length, page: entry.handle))
        }
    }
}

/// The first step: reads all entries, joins managers with their people, and gives out handles.
struct DirectorySurveyor {
    let request: ImportRequest
    let system: String
    let files: [String]
    private var texts: [DirectoryText?]
    private var people: [DirectoryPerson] = []
    private var units: [String] = []
    /// When each file was written.
    private let written: [Timestamp?]
    private var leftovers = DirectoryLeftovers()
    private var findings = SurveyFindings()
    /// How many entries were found, whatever became of them.
    private(set) var entries = 0

    init(request: ImportRequest, system: String, files: [String]) {
        self.request = request
        self.system = system
        self.files = files
        texts = files.map { _ in nil }
        written = files.map { DirectoryLeaving.written($0) }
    }

    mutating func open(_ file: Int) throws -> DirectoryText {
        let text = try DirectoryText(path: files[file])
        texts[file] = text
        return text
    }

    // MARK: Entries

    mutating func add(file: Int, _ record: RecordLines.Record, _ read: (inout DirectoryLeftovers) -> DirectoryEntry) {
        add(DirectoryPlace(file: file, offset: record.offset, length: record.length, line: record.line), read)
    }

    mutating func add(_ place: DirectoryPlace, _ read: (inout DirectoryLeftovers) -> DirectoryEntry) {
        entries += 1
        switch read(&leftovers) {
        case .person(var person):
            person.veil()
            if person.isGuest {
                return findings.settle("other entries", .skipped(rule: "guests of other organisations"))
            }
            person.place = place
            // A migration has no clock: what was past when the file was written is past.
            if !person.hasStatus, let day = person.leaving, let written = written[place.file], day < written {
                person.isDisabled = true
            }
            people.append(person)
        case .department(let name): units.append(name)
        case .other(let kind, let rule): findings.settle(kind, .skipped(rule: rule))
        case .failed(let reason): failRecord(file: place.file, line: place.line, reason)
        }
    }

    /// Says that nothing was in a file, unless it is said already what is wrong with it.
    mutating func reportEmpty(file: Int) {
        guard !findings.diagnostics.contains(where: { $0.location?.file == files[file] && $0.severity == .error })
        else {
            return
        }
        fail(file: file, FileSystem.size(of: files[file]) == 0 ? "the file is empty" : "there are no people in it")
    }

    mutating func fail(file: Int, _ reason: String) {
        findings.diagnostics.append(Diagnostic(.migrationSource, at: SourceLocation(file: files[file]), reason))
        findings.settle("files", .failed(reason: reason))
    }

    mutating func failRecord(file: Int, line: Int, _ reason: String) {
        if findings.diagnostics.count < 50 {
            findings.diagnostics.append(
                Diagnostic(
                    .migrationSource, at: SourceLocation(file: files[file], line: line), reason,
                    help: "correct the file, and run the command again"))
        }
        findings.settle("other entries", .failed(reason: reason))
    }

    /// Says what reading the bytes of a file lost.
    mutating func report(_ text: TextEncoding.Decoded, file: Int) {
        let place = SourceLocation(file: files[file])
        if text.invalid > 0 {
            findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: place, "\(text.invalid) bytes are no \(text.encoding)",
                    help: "look at names with unusual characters"))
        }
        if text.controls > 0 {
            findings.diagnostics.append(
                Diagnostic(.migrationSourceWarning, at: place, "\(text.controls) control characters were dropped"))
        }
    }

    /// Says which columns of a table nobody knows.
    mutating func report(columns table: PeopleTable, file: Int) {
        let place = SourceLocation(file: files[file], line: 1)
        for (heading, nearest) in table.unknown {
            let help = nearest.map { "did you mean '\($0)'? Change the heading, and run the command again" }
            findings.diagnostics.append(
                Diagnostic(
                    .migrationColumn, at: place, "the column '\(heading.withoutControls.prefix(60))' is not known",
                    help: help ?? "if it matters, give it a heading such as Name, E-mail, Department, Title or Manager")
            )
        }
    }

    // MARK: People

    mutating func finish(whatItIs: String) throws -> DirectorySurvey {
        var survey = DirectorySurvey(files: texts)
        choose()
        let known = try giveHandles(&survey)
        let used = Set(survey.people.compactMap { $0.person.department?.lowercased() })
        for unit in units {
            let isUsed = used.contains(unit.lowercased())
            findings.settle("departments", isUsed ? .converted : .skipped(rule: "units without people"))
        }
        findManagers(&survey, known)
        for (rule, count) in leftovers.privateDetails {
            findings.settle("private details", .skipped(rule: rule), count)
        }
        let photos = survey.people.count { $0.person.hasPhoto }
        findings.count("people", survey.people.count)
        findings.count("photos", photos)
        findings.fieldsNotKept = leftovers.notKept
        // Whoever is there without the photo of an earlier run has taken it back.
        findings.withdrawn = survey.people.map { Self.photoKey($0.person.slot) }
            .filter { request.manifest.entry(key: $0) != nil }
        findings.headline =
            "\(whatItIs) '\(request.name)': \(survey.people.count) people, \(used.count) departments, \(photos) photos"
        survey.findings = findings
        return survey
    }

    /// Leaves out who is there twice, has left, or was left out by a person.
    private mutating func choose() {
        var names: Set<String> = []
        var slots: Set<String> = []
        var chosen: [DirectoryPerson] = []
        for var person in people {
            if let dn = person.dn, !names.insert(dn).inserted {
                findings.settle("people", .skipped(rule: "the same entry twice"))
            } else if person.isDisabled, !request.allUsers, request.manifest.entry(key: Self.key(person.slot)) == nil {
                // Whoever was here in an earlier run becomes somebody who left.
                findings.settle("people", .skipped(rule: "disabled accounts (--all-users makes them people who left)"))
            } else if request.corrections.skips("person/" + person.slot) {
                findings.settle("people", .skipped(rule: SurveyCorrections.rule))
            } else {
                if !slots.insert(person.slot).inserted {
                    // The same card in two files; people of one name have different logins or addresses.
                    let isSame = chosen.contains { $0.slot == person.slot && $0.fingerprint == person.fingerprint }
                    guard !isSame, let dn = person.dn else {
                        findings.settle("people", .skipped(rule: "the same person twice"))
                        continue
                    }
                    // Two domains with one login: the second is known by its place.
                    person.login = person.login.map { $0 + "-" + ImportManifest.sha256(Array(dn.utf8)).prefix(6) }
                    guard slots.insert(person.slot).inserted else {
                        findings.settle("people", .skipped(rule: "the same person twice"))
                        continue
                    }
                }
                if let name = request.corrections.title(of: "person/" + person.slot) { person.name = name }
                chosen.append(person)
            }
        }
        people = chosen
    }

    static func key(_ slot: String) -> String { "person/" + slot }

    static func photoKey(_ slot: String) -> String { "photo/" + slot }

    /// People of this site keep their pages; all others get a handle, as in the last run where there was one. The result
    /// is the handle of each of `people`.
    private mutating func giveHandles(_ survey: inout DirectorySurvey) throws -> [String] {
        var taken = try ImportPeople.takenHandles(request)
        var handles: [String] = []
        for person in people {
            let login = person.login.map { "account:" + $0 }
            let accounts = person.mails.map { "mail:" + $0 } + [login].compactMap { $0 }
            let wanted = request.corrections.page(of: "person/" + person.slot).map { Naming.handle($0) }
            let identities = request.identities
            if let handle = accounts.lazy.compactMap({ identities.handle(of: $0) }).first {
                findings.settle("people", .skipped(rule: ImportPeople.knownRule))
                handles.append(handle)
                continue
            }
            let earlier = request.manifest.entry(key: Self.key(person.slot))?.path
            var handle = earlier.flatMap { $0.split(separator: "/").last }.map { String($0.dropLast(3)) } ?? ""
            if Naming.reservedHandles.contains(handle) { handle = "" }
            // Where somebody else has the handle that is wanted, a number stands behind it.
            let isNumbered =
                wanted.map { handle.hasPrefix($0 + "-") && handle.dropFirst($0.count + 1).allSatisfy(\.isNumber) }
                ?? false
            if let wanted, !wanted.isEmpty, wanted != handle, !isNumbered {
                handle = Naming.unique(wanted, id: "2", taken: &taken)
            } else if handle.isEmpty {
                let base = Naming.handle(person.name)
                let id = Naming.slug(person.login ?? "")
                let fallback = id.isEmpty ? "person" : id
                handle = Naming.unique(
                    base.isEmpty ? fallback : base, id: id.isEmpty || id == base ? "2" : id, taken: &taken)
            }
            handles.append(handle)
            survey.people.append(DirectorySurvey.Entry(person: person, handle: handle))
        }
        return handles
    }

    /// Managers by distinguished name, login, address, number or, if it is the only one, name.
    private func findManagers(_ survey: inout DirectorySurvey, _ handles: [String]) {
        var byKey: [String: String] = [:]
        var byName: [String: String] = [:]
        for (person, handle) in zip(people, handles) {
            let keys = [person.dn, person.login, person.number] + person.mails.map { $0 }
            for key in keys.compactMap({ $0?.lowercased() }) where byKey[key] == nil { byKey[key] = handle }
            for name in [person.addressAsName ?? person.name, person.surname + ", " + person.given] {
                let name = Naming.squeezed(name)
                byName[name] = byName[name].map { $0 == handle ? $0 : "" } ?? handle
            }
        }
        for index in survey.people.indices {
            guard let manager = survey.people[index].person.manager else { continue }
            let isName = manager.contains("=")
            let found =
                byKey[isName ? DirectoryName.normalized(manager) : manager.lowercased()]
                ?? (isName ? nil : byName[Naming.squeezed(manager)].flatMap { $0.isEmpty ? nil : $0 })
                ?? request.identities.handle(of: "mail:" + manager)
                ?? request.identities.handle(of: "account:" + manager)
            guard let found, found != survey.people[index].handle else {
                survey.people[index].person.losses.append("manager:not-in-export")
                continue
            }
            survey.people[index].manager = found
        }
    }
}
