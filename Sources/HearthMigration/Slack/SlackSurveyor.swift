import HearthModel

/// The first step: reads every day of every channel once.
struct SlackSurveyor {
    let importer: SlackImporter
    private let progress: ImportProgress
    var survey: SlackSurvey
    private var messages = 0
    private var previews = 0
    /// Messages of other channels that stay behind.
    private var withheld = 0
    private var reactions = 0
    private var users: [String: LooseJSON] = [:]
    private var writers: Set<String> = []
    private var deletions = SlackDeletions()
    /// Keys of questions that somebody has left out in `survey.csv`.
    private var skipped: Set<String> = []

    init(importer: SlackImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
        survey = SlackSurvey(people: ImportPeople(place: importer.place))
    }

    /// Names a message across runs; letters, digits and hyphens only, because answers are called by it on their page.
    static func key(_ channel: SlackChannel, _ ts: String) -> String {
        channel.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } + "-" + ts.map { $0 == "." ? "-" : $0 }
    }

    mutating func run() throws -> SlackSurvey {
        for user in read("users.json").elements {
            guard let id = user["id"].text else { continue }
            users[id] = user
            survey.names[id] = Self.name(user)
        }
        readChannels()
        var found: [[SlackEntry]] = []
        var asking: [Set<String>] = []
        for (number, channel) in survey.channels.enumerated() {
            let (entries, questions) = try readDays(channel)
            found.append(entries)
            asking.append(questions)
            progress(number + 1, survey.channels.count, "reading #" + channel.name)
        }
        try namePeople()
        namePages(found, asking)
        survey.title = importer.place.title
        let here = zip(survey.channels, found).flatMap { channel, entries in entries.map { Self.key(channel, $0.ts) } }
        survey.findings.withdrawn = deletions.withdrawn(
            survey, importer.place, importer.request.manifest, here: Set(here), skipped: skipped)
        count()
        return survey
    }

    private mutating func count() {
        survey.findings.count("messages", messages)
        survey.findings.count("channels", survey.channels.count)
        survey.findings.tally(
            "channels", .skipped(rule: Self.conversationRule), survey.channels.count { $0.privacy == .conversation })
        survey.findings.settle(
            "link previews", .skipped(rule: "what Slack showed of a page that is linked"), previews)
        survey.findings.settle("quoted messages", .skipped(rule: "not all readers of the page may see it"), withheld)
        survey.findings.count(survey.people)
        if reactions > 0 { survey.findings.fieldsNotKept["messages.reactions"] = reactions }
        let questions = survey.pages.count { if case .question = $0.kind { true } else { false } }
        survey.findings.headline =
            "Slack export: \(messages) messages in \(survey.channels.count) channels, \(questions) questions, "
            + "\(survey.pages.count - questions) months of talk, \(writers.count) people"
    }

    private static let conversationRule = "a private conversation between people"

    // MARK: Reading

    private mutating func read(_ name: String) -> LooseJSON {
        let path = importer.request.folder + "/" + name
        guard FileSystem.isFile(path) else { return .null }
        guard let bytes = try? FileSystem.read(path) else {
            survey.findings.diagnostics.append(
                Diagnostic(.migrationSource, at: SourceLocation(file: path), "the file cannot be read"))
            return .null
        }
        let (value, problem) = LooseJSON.parse(bytes)
        if let problem {
            survey.findings.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
        }
        return value
    }

    private static func name(_ user: LooseJSON) -> String {
        user["profile"]["real_name"].text ?? user["real_name"].text ?? user["profile"]["display_name"].text ?? user[
            "name"
        ].text
            ?? "Unknown author"
    }

    private mutating func readChannels() {
        let (folders, closedNames) = readLists()
        addUnlisted(besides: folders, closedNames)
        var taken: Set<String> = []
        for index in survey.channels.indices {
            let slug = Naming.slug(survey.channels[index].name)
            let name = Naming.unique(
                slug.isEmpty ? "channel" : slug, id: Naming.slug(survey.channels[index].id), taken: &taken)
            survey.channels[index].page = "channels/" + name
        }
    }

    /// The channels that the export's lists name; gives their folders, and the names of those that are closed.
    private mutating func readLists() -> (folders: Set<String>, closedNames: Set<String>) {
        var known: Set<String> = []
        var closedIDs: Set<String> = []
        var closedNames: Set<String> = []
        // Of two exports in one folder the stricter one counts: a channel may have become private between them.
        let closed = Set(
            read("groups.json").elements.flatMap { [$0["id"].text, $0["name"].text] }.compactMap { $0 })
        func add(_ file: String, _ privacy: SlackChannel.Privacy) {
            for json in read(file).elements {
                guard let id = json["id"].text else { continue }
                let name = json["name"].text ?? id
                var own = Self.privacy(of: json, listed: privacy)
                if own != .conversation, closed.contains(id) || closed.contains(name) && privacy == .open {
                    own = .restricted("private channel")
                }
                if own == .open { survey.openChannels.insert(id) } else { closedIDs.insert(id) }
                if own != .open { closedNames.formUnion([Self.squeezed(name), Self.squeezed(id)]) }
                let folder = [name, id].first {
                    Self.isFolderName($0) && FileSystem.kind(of: importer.request.folder + "/" + $0) == .directory
                }
                guard let folder, known.insert(folder).inserted else { continue }
                survey.channels.append(
                    SlackChannel(
                        id: id, name: name, folder: folder,
                        privacy: own,
                        purpose: json["purpose"]["value"].text ?? "",
                        topic: json["topic"]["value"].text ?? "", isArchived: json["is_archived"].isTrue))
            }
        }
        add("channels.json", .open)
        add("groups.json", .restricted("private channel"))
        add("mpims.json", .conversation)
        add("dms.json", .conversation)
        survey.openChannels.subtract(closedIDs)
        return (known, closedNames)
    }

    /// Folders of no channel: it was renamed after the export's list was made, or before.
    private mutating func addUnlisted(besides known: Set<String>, _ closedNames: Set<String>) {
        let entries = ((try? FileSystem.entries(of: importer.request.folder)) ?? []).sorted { $0.name < $1.name }
        for entry in entries
        where entry.kind == .directory && entry.isValidName && !entry.name.hasPrefix(".") && !entry.name.hasPrefix("__")
            && !known.contains(entry.name)
        {
            guard hasDays(entry.name) else { continue }
            let privacy = privacy(ofUnlisted: entry.name, closedNames)
            if privacy == .restricted(Self.unknown) {
                survey.findings.diagnostics.append(
                    Diagnostic(
                        .migrationSourceWarning, at: SourceLocation(file: importer.request.folder + "/" + entry.name),
                        "the export does not say what this channel is; its pages are for members only"))
            }
            survey.channels.append(
                SlackChannel(
                    id: "folder-" + entry.name, name: entry.name, folder: entry.name, privacy: privacy))
        }
    }

    private static let unknown = "unknown"

    /// What no list names may have been anything: lists break off, and channels are renamed.
    private func privacy(ofUnlisted folder: String, _ closedNames: Set<String>) -> SlackChannel.Privacy {
        if Self.isDirect(folder) { return .conversation }
        // Ids of private channels; and what differs from the name of one by a mark only may be the same under another name.
        if Self.isID(folder, "G") || closedNames.contains(Self.squeezed(folder)) {
            return .restricted("private channel")
        }
        return importer.request.opensUnknown ? .open : .restricted(Self.unknown)
    }

    private static func squeezed(_ name: String) -> String { name.lowercased().filter { $0 != "-" && $0 != "_" } }

    /// Slack calls nothing else by such names: `D024BE7LH`, `mpdm-jo--ana-1`.
    private static func isDirect(_ name: String) -> Bool { isID(name, "D") || name.hasPrefix("mpdm-") }

    /// `D024BE7LH`: channels are called by small letters, and ids tell by the first letter what they are of.
    private static func isID(_ name: String, _ letter: Character) -> Bool {
        name.first == letter && name.utf8.count >= 8
            && name.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0 >= 0x30 && $0 <= 0x39 }
    }

    /// Lists that came by Slack's interface have all kinds of channels in one file; each says what it is.
    private static func privacy(of json: LooseJSON, listed privacy: SlackChannel.Privacy) -> SlackChannel.Privacy {
        let names = [json["id"].text, json["name"].text].compactMap { $0 }
        if names.contains(where: { isDirect($0) }) || json["is_im"].isTrue || json["is_mpim"].isTrue {
            return .conversation
        }
        if privacy == .open, json["is_private"].isTrue || json["is_group"].isTrue {
            return .restricted("private channel")
        }
        return privacy
    }

    /// Names in the export must not lead out of it.
    private static func isFolderName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && !name.hasPrefix(".")
    }

    private func hasDays(_ folder: String) -> Bool {
        ((try? FileSystem.entries(of: importer.request.folder + "/" + folder)) ?? []).contains { Self.isDay($0.name) }
    }

    /// `2015-10-17.json`
    private static func isDay(_ name: String) -> Bool {
        name.utf8.count == 15 && name.hasSuffix(".json") && Timestamp(iso8601: name.prefix(10)) != nil
    }

    /// The messages of a channel that stay, and the time stamps of those that ask something.
    private mutating func readDays(_ channel: SlackChannel) throws -> ([SlackEntry], Set<String>) {
        let folder = importer.request.folder + "/" + channel.folder
        var entries: [SlackEntry] = []
        var asking: Set<String> = []
        var seen: Set<String> = []
        // Of a folder that cannot be read the engine tells.
        let days = ((try? FileSystem.entries(of: folder)) ?? []).filter { $0.kind == .file && Self.isDay($0.name) }
        for day in days.sorted(by: { $0.name < $1.name }) {
            let file = Int32(survey.files.count)
            survey.files.append(folder + "/" + day.name)
            for (number, json) in read(channel.folder + "/" + day.name).elements.enumerated() {
                messages += 1
                let message = SlackMessage(json: json)
                if let rule = channel.privacy == .conversation ? Self.conversationRule : rule(message, channel) {
                    if message.isDeleted { deletions.add(message, in: channel) }
                    survey.findings.tally("messages", .skipped(rule: rule))
                    continue
                }
                guard message.hasTime else {
                    let stamp = message.ts.withoutControls.prefix(30)
                    survey.findings.tally("messages", .failed(reason: "'\(stamp)' is no time stamp"))
                    continue
                }
                guard seen.insert(message.ts).inserted else {
                    survey.findings.tally("messages", .skipped(rule: "the message is there twice"))
                    continue
                }
                deletions.add(message, in: channel)
                previews += message.previewCount
                withheld += message.quoted { survey.shows($0, isPrivate: $1, on: channel) }.withheld
                if !json["reactions"].elements.isEmpty { reactions += 1 }
                if message.asks { asking.insert(message.ts) }
                let user = message.user ?? ""
                // Guests of a shared channel are in no list; their messages say who they are.
                if survey.names[user] == nil { survey.names[user] = message.profileName }
                writers.insert(user)
                entries.append(
                    SlackEntry(file: file, number: Int32(number), ts: message.ts, user: user, thread: message.thread))
            }
        }
        // Old exports do not say of a thread's first message that it is one.
        let threads = Set(entries.compactMap(\.thread))
        for index in entries.indices where entries[index].thread == nil && threads.contains(entries[index].ts) {
            entries[index].thread = entries[index].ts
        }
        return (entries.sorted { ($0.seconds, $0.ts) < ($1.seconds, $1.ts) }, asking)
    }

    /// Programs have written without a subtype since 2018; who is listed as a person is one, by whatever program.
    private func rule(_ message: SlackMessage, _ channel: SlackChannel) -> String? {
        let rule = message.rule { survey.shows($0, isPrivate: $1, on: channel) }
        if let rule { return rule }
        let user = message.user.flatMap { users[$0] }
        return user?["is_bot"].isTrue ?? message.isOfProgram ? SlackMessage.programRule : nil
    }

    // MARK: Names

    private mutating func namePeople() throws {
        let everybody =
            importer.request.allUsers ? writers.union(users.filter { !$0.value["is_bot"].isTrue }.keys) : writers
        for id in everybody {
            var account = ImportAccount(slot: id, name: survey.names[id] ?? id)
            if let mail = users[id]?["profile"]["email"].text { account.mail = mail.lowercased() }
            survey.accounts[id] = account
        }
        survey.people = try ImportPeople(Set(survey.accounts.values), place: importer.place, request: importer.request)
    }

    private mutating func namePages(_ found: [[SlackEntry]], _ asking: [Set<String>]) {
        let request = importer.request
        var names = PageNames(request, importer.place)
        for (number, entries) in found.enumerated() {
            for entry in entries {
                names.reserve(key: importer.place.key("question", Self.key(survey.channels[number], entry.ts)))
            }
        }
        for (number, entries) in found.enumerated() {
            let channel = survey.channels[number]
            var threads: [String: [SlackEntry]] = [:]
            for entry in entries { if let thread = entry.thread { threads[thread, default: []].append(entry) } }
            // A damaged export can say of two messages that each replies to the other; neither begins a thread then.
            let starts = Set(entries.lazy.filter { $0.thread == $0.ts }.map(\.ts))
            var talk: [SlackEntry] = []
            for entry in entries {
                let isStart = starts.contains(entry.ts)
                if !isStart, let thread = entry.thread, starts.contains(thread) { continue }
                let replies = isStart ? (threads[entry.ts] ?? []).filter { $0.ts != entry.ts } : []
                let isQuestion = asking[number].contains(entry.ts) && replies.contains { $0.user != entry.user }
                guard isQuestion else {
                    talk += [entry] + replies
                    continue
                }
                addQuestion([entry] + replies, number, channel, &names)
            }
            addMonths(talk, number, channel)
        }
    }

    private mutating func addQuestion(
        _ entries: [SlackEntry], _ number: Int, _ channel: SlackChannel, _ names: inout PageNames
    ) {
        let key = Self.key(channel, entries[0].ts)
        let corrections = importer.request.corrections
        if corrections.skips("question/" + key) {
            survey.findings.tally("messages", .skipped(rule: SurveyCorrections.rule), entries.count)
            skipped.insert(key)
            return
        }
        let title = corrections.title(of: "question/" + key) ?? SlackConverter.title(of: entries, survey)
        let path = ThreadPage.path(
            &names, key: importer.place.key("question", key), title: title, id: Naming.slug(key),
            wanted: corrections.page(of: "question/" + key))
        for entry in entries { survey.places["\(channel.id)/\(entry.ts)"] = PageNames.address(of: path) }
        survey.pages.append(SlackPage(kind: .question, channel: number, title: title, path: path, entries: entries))
    }
}
