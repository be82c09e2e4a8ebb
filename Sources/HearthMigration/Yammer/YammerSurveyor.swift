import HearthModel

/// The first step: reads every table once.
struct YammerSurveyor {
    let importer: YammerImporter
    private let progress: ImportProgress
    private var survey: YammerSurvey
    private var messages: [Int: YammerMessage] = [:]
    private var rows = 0
    /// Messages that one of the exports says to be deleted or private.
    private var leftOut: Set<Int> = []
    private static let again = ImportFate.skipped(rule: "the message is in another export again")
    private var userNames: [Int: String] = [:]
    private var userMails: [Int: String] = [:]
    private var groupsByID: [Int: YammerGroup] = [:]
    /// Whether a group of which the export does not say it is private; nil when nobody knows.
    private let unknown: Bool?
    /// The files of each message that is kept.
    private var attached: [Int: [Int]] = [:]
    /// Entries of `Files` that no table and no message can name.
    private var strayFiles = 0

    init(importer: YammerImporter, progress: @escaping ImportProgress) {
        unknown = importer.request.opensUnknown ? false : nil
        self.importer = importer
        self.progress = progress
        survey = YammerSurvey(people: ImportPeople(place: importer.place))
    }

    mutating func run() throws -> YammerSurvey {
        for folder in importer.folders {
            try readUsers(folder)
            try readGroups(folder)
            try readTopicsAndFiles(folder)
            try readBest(folder)
        }
        for folder in importer.folders { try readMessages(folder) }
        survey.people = try ImportPeople(Set(survey.accounts), place: importer.place, request: importer.request)
        nameGroups()
        nameThreads()
        count()
        let network = importer.folders.count > 1 ? " from \(importer.folders.count) exports" : ""
        survey.findings.headline =
            "Yammer export: \(rows) messages\(network) in \(survey.threads.count) conversations and \(survey.groups.count) groups, "
            + "\(survey.accounts.count) people"
        return survey
    }

    private mutating func count() {
        survey.findings.count("messages", rows)
        survey.findings.count("groups", survey.groups.count)
        survey.findings.count(survey.people)
        let used = Set(survey.threads.flatMap { $0.members.flatMap { attached[$0.id] ?? [] } })
        let unused = survey.files.keys.count { !used.contains($0) } + strayFiles
        survey.findings.settle("files", .skipped(rule: "no message that is kept has it"), unused)
    }

    // MARK: Tables

    /// Calls `body` for each row of a table, if the export has it.
    private mutating func read(
        _ name: String, _ folder: String, _ body: (CSVRow, CSVReader.Record, inout Self) -> Void
    ) throws -> (path: String, columns: [String: Int], width: Int)? {
        guard let path = YammerImporter.file(name, in: folder) else { return nil }
        let size = FileSystem.size(of: path)
        var reader = try CSVReader(path: path)
        guard let header = try reader.next() else { return nil }
        let columns = CSVRow.columns(header.fields)
        var count = 0
        var last = try reader.next()
        while let record = last {
            last = try reader.next()
            // The last row of a file that breaks off is shorter than the others.
            if last == nil, record.fields.count < header.fields.count, try !reader.endsWithNewline {
                survey.findings.diagnostics.append(
                    .brokenSource(path, line: record.line, "the table breaks off in this row"))
                break
            }
            body(CSVRow(columns: columns, fields: record.fields), record, &self)
            count += 1
            if count % 1024 == 0 { progress(reader.position, size, "reading " + name) }
        }
        if count == 0, last == nil, try !reader.endsWithNewline {
            survey.findings.diagnostics.append(
                .brokenSource(path, line: header.line, "the table breaks off in its head"))
        }
        for line in reader.repaired.prefix(20) {
            survey.findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: SourceLocation(file: path, line: line),
                    "a quote is not closed; the line is read as if it were none"))
        }
        return (path, columns, header.fields.count)
    }

    private mutating func readUsers(_ folder: String) throws {
        _ = try read("users.csv", folder) { row, _, me in
            guard let id = row.integer("id") else { return }
            me.userNames[id] = row["name"]
            me.userMails[id] = row["email"]
            me.survey.details["\(id)"] = YammerPerson(
                title: row["job_title"], department: row["department"], site: row["location"],
                hasLeft: row["state"].map { $0 != "active" } ?? (row["deleted_at"] != nil || row["suspended_at"] != nil)
            )
        }
    }

    private mutating func readGroups(_ folder: String) throws {
        _ = try read("groups.csv", folder) { row, _, me in
            guard let id = row.integer("id") else { return }
            // A group that was deleted was open to nobody any more.
            let isDeleted = row.flag("deleted") ?? (row["deleted"] != nil) || row["deleted_at"] != nil
            me.groupsByID[id] = YammerGroup(
                id: id, name: row["name"] ?? "Group \(id)", description: row["description"] ?? "",
                isPrivate: isDeleted ? true : row.flag("private") ?? me.unknown)
        }
    }

    private mutating func readTopicsAndFiles(_ folder: String) throws {
        _ = try read("topics.csv", folder) { row, _, me in
            if let id = row.integer("id"), let name = row["name"] { me.survey.topics[id] = name }
        }
        var sources: [Int: String] = [:]
        for entry in (try? FileSystem.entries(of: folder + "/Files")) ?? []
        where entry.isValidName && ExportFiles.isFile(folder + "/Files/" + entry.name, below: folder) {
            if let id = Int(entry.name.prefix { $0 != "." }), sources[id] == nil {
                sources[id] = folder + "/Files/" + entry.name
            } else {
                strayFiles += 1
            }
        }
        _ = try read("files.csv", folder) { row, _, me in
            guard let id = row.integer("file_id") ?? row.integer("id") else { return }
            me.survey.files[id] = YammerFile(
                name: row["name"] ?? "file-\(id)", source: sources[id] ?? me.survey.files[id]?.source,
                address: row["download_url"])
        }
        for (id, source) in sources where survey.files[id] == nil {
            survey.files[id] = YammerFile(
                name: source.split(separator: "/").last.map(String.init) ?? "\(id)", source: source)
        }
    }

    private mutating func readBest(_ folder: String) throws {
        _ = try read("bestreplymessages.csv", folder) { row, _, me in
            if let id = row.integer("message_id") ?? row.integer("id") { me.survey.best.insert(id) }
        }
    }

    private mutating func readMessages(_ folder: String) throws {
        let table = Int32(survey.tables.count)
        let found = try read("messages.csv", folder) { row, record, me in me.add(row, record, table) }
        guard let found else { return }
        survey.tables.append(
            YammerTable(
                file: try RecordFile(path: found.path), columns: found.columns, width: found.width, path: found.path))
    }

    private mutating func add(_ row: CSVRow, _ record: CSVReader.Record, _ table: Int32) {
        rows += 1
        guard let id = row.integer("id") else {
            return survey.findings.tally(
                "messages", .failed(reason: "line \(record.line): a message without an id"))
        }
        if let rule = Self.rule(row) {
            survey.findings.tally("messages", .skipped(rule: rule))
            survey.findings.withdrawn += ["question", "answer"].map { importer.place.key($0, id) }
            leftOut.insert(id)
            if messages.removeValue(forKey: id) != nil { survey.findings.tally("messages", Self.again) }
            return
        }
        // The same message again, in another export, is as it was later; what was deleted in one stays deleted.
        if leftOut.contains(id) || messages[id] != nil { survey.findings.tally("messages", Self.again) }
        if leftOut.contains(id) { return }
        let group = row.integer("group_id")
        if let group, groupsByID[group] == nil {
            groupsByID[group] = YammerGroup(
                id: group, name: row["group_name"] ?? "Group \(group)",
                isPrivate: row.flag("in_private_group") ?? unknown)
        }
        let text = row["title"] ?? ""
        attached[id] = YammerText.attachments(row["attachments"] ?? "").compactMap {
            if case .file(let file) = $0 { file } else { nil }
        }
        // A group that is private now has no open conversations, whatever it was when somebody wrote.
        let isSaid = row.flag("in_private_group")
        let isPrivate: Bool? =
            if let group { groupsByID[group]?.isPrivate == true ? true : isSaid ?? unknown } else { isSaid ?? false }
        messages[id] = YammerMessage(
            id: id, thread: row.integer("thread_id") ?? id, parent: row.integer("replied_to_id"), group: group,
            table: table,
            offset: record.offset, length: Int32(clamping: record.length), line: Int32(clamping: record.line),
            date: row.date("created_at"),
            account: account(row), isPrivate: isPrivate, title: text)
    }

    /// Why a message stays behind.
    private static func rule(_ row: CSVRow) -> String? {
        if row["deleted_at"] != nil || row["deleted_by_id"] != nil { return "a deleted message" }
        switch row.flag("in_private_conversation") {
        case true?: return "a private conversation between people"
        // Only what is in a group is none for certain.
        case nil: if row["group_id"] == nil { return "it may be a private conversation: the export does not say" }
        case false?: break
        }
        if row["message_type"] == "system" || row["sender_type"] == "bot" { return "a message of a program" }
        return nil
    }

    private mutating func account(_ row: CSVRow) -> Int32 {
        let id = row.integer("sender_id")
        let name = id.flatMap { userNames[$0] } ?? row["sender_name"]
        var account = ImportAccount.unknown
        if let id {
            account = ImportAccount(slot: "\(id)", name: name ?? "User \(id)")
        } else if let name {
            account = ImportAccount(slot: "name/" + name, name: name)
        }
        if let known = survey.accountNumbers[account.slot] { return known }
        if let mail = id.flatMap({ userMails[$0] }) ?? row["sender_email"] {
            account.mail = mail.lowercased()
        }
        let number = Int32(survey.accounts.count)
        survey.accountNumbers[account.slot] = number
        survey.accounts.append(account)
        return number
    }

    // MARK: Names

    /// A group for each that has messages; with `--into` all go into one. What is in no group is the whole network's.
    private mutating func nameGroups() {
        let used = Set(messages.values.map(\.group))
        let place = importer.place
        var taken: Set<String> = []
        // A group that was renamed stays where it is, also when another has got its name since.
        func earlier(_ id: Int) -> String? {
            importer.request.manifest.entry(key: place.key("yammer-group", id))?.path.split(separator: "/").dropFirst()
                .first.map(String.init)
        }
        taken.formUnion(groupsByID.keys.compactMap { earlier($0) })
        survey.groups = used.compactMap { $0 }.sorted().compactMap { groupsByID[$0] }
        if used.contains(nil) { survey.groups.append(YammerGroup(id: nil, name: place.title, isPrivate: false)) }
        for index in survey.groups.indices {
            guard importer.request.into == nil, let id = survey.groups[index].id else {
                survey.groups[index].folder = place.folder
                taken.insert(place.groupID)
                continue
            }
            let slug = Naming.slug(survey.groups[index].name)
            survey.groups[index].folder =
                "groups/"
                + (earlier(id) ?? Naming.unique(slug.isEmpty ? "group-\(id)" : slug, id: "\(id)", taken: &taken))
        }
    }

    private mutating func nameThreads() {
        var byThread: [Int: [YammerMessage]] = [:]
        for message in messages.values { byThread[message.thread, default: []].append(message) }
        messages = [:]
        var names: [PageNames] = survey.groups.map {
            PageNames(importer.request, ImportPlace(importer.place, folder: $0.folder, title: $0.name))
        }
        let numbers = Dictionary(
            survey.groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let threads = byThread.sorted { $0.key < $1.key }
        for (_, members) in threads {
            for member in members {
                for index in names.indices { names[index].reserve(key: importer.place.key("question", member.id)) }
            }
        }
        for (id, unsorted) in threads {
            let members = unsorted.sorted { ($0.date?.seconds ?? .max, $0.id) < ($1.date?.seconds ?? .max, $1.id) }
            if importer.request.corrections.skips("question/\(id)") {
                survey.findings.tally("messages", .skipped(rule: SurveyCorrections.rule), members.count)
                continue
            }
            let first = members.first { $0.id == id }
            let sorted = first.map { start in [start] + members.filter { $0.id != id } } ?? members
            let group = numbers[sorted[0].group] ?? 0
            let earlier = first == nil ? earlierQuestion(id, sorted) : nil
            // Where the question was deleted, its first answer begins the page.
            if earlier == nil { survey.findings.withdrawn.append(importer.place.key("answer", sorted[0].id)) }
            let title =
                importer.request.corrections.title(of: "question/\(id)")
                ?? survey.people.veil.title(YammerConverter.title(sorted[0], survey))
            let path =
                earlier
                ?? ThreadPage.path(
                    &names[group], key: importer.place.key("question", sorted[0].id), title: title, id: "\(id)",
                    wanted: importer.request.corrections.page(of: "question/\(id)"))
            survey.places[id] = PageNames.address(of: path)
            let isOpen = (sorted[0].isPrivate ?? survey.groups[group].isPrivate) == false
            if !isOpen || survey.groups[group].isPrivate != false { survey.closed[id] = sorted[0].group }
            survey.threads.append(
                YammerThread(
                    members: sorted, shape: shape(sorted, earlier), group: group, title: title,
                    path: path,
                    isContinued: earlier != nil, isCut: first == nil && earlier == nil))
        }
    }

    /// The page that an earlier run made of the beginning of a conversation, or of what it had of it.
    private func earlierQuestion(_ id: Int, _ members: [YammerMessage]) -> String? {
        let manifest = importer.request.manifest
        func page(_ kind: String, _ id: Int) -> String? {
            leftOut.contains(id) ? nil : manifest.entry(key: importer.place.key(kind, id))?.path
        }
        if let path = page("question", id) { return path }
        // One of these began the page then, and still does.
        if manifest.isEmpty || members.contains(where: { page("question", $0.id) != nil }) { return nil }
        let own = Set(members.map(\.id))
        for parent in members.compactMap(\.parent) where !own.contains(parent) {
            if let path = page("question", parent) { return path }
            if let answer = page("answer", parent), let folder = answer.ranges(of: "/answers/").last {
                return answer[..<folder.lowerBound] + "/index.md"
            }
        }
        return nil
    }

    /// `earlier` is the page of the question, where that is in an earlier export.
    private func shape(_ members: [YammerMessage], _ earlier: String?) -> ThreadShape {
        let isContinued = earlier != nil
        let handle = earlier.flatMap { ThreadAsker.handle(ofQuestion: $0, importer.request) }
        let asker = handle.flatMap { handle in
            members.first { survey.people.handle(survey.accounts[Int($0.account)]) == handle }
        }
        var places: [Int: Int] = [:]
        var shape: [ThreadShape.Member] =
            isContinued ? [ThreadShape.Member(account: asker.map { "\($0.account)" } ?? "", parent: nil)] : []
        for member in members {
            places[member.id] = shape.count
            let isAnswer =
                survey.best.contains(member.id)
                || importer.request.manifest.entry(key: importer.place.key("answer", member.id)) != nil
            // Most replies name the first message, whatever they reply to.
            let parent = member.parent == member.thread ? nil : member.parent.flatMap { places[$0] }
            shape.append(ThreadShape.Member(account: "\(member.account)", parent: parent, isAnswer: isAnswer))
        }
        return ThreadShape(shape, isContinued: isContinued)
    }
}
