import HearthModel

/// The second step: the messages of a page, read again by their place, become Markdown.
struct SlackConverter {
    let importer: SlackImporter
    let survey: SlackSurvey
    var batch = ImportBatch()
    private let text: SlackText
    private let veil: AddressVeil
    /// The days that the page is made of.
    private var days: [Int32: [LooseJSON]] = [:]

    init(importer: SlackImporter, survey: SlackSurvey) {
        self.importer = importer
        self.survey = survey
        text = Self.text(survey, importer.place)
        veil = survey.people.veil
    }

    private static func text(_ survey: SlackSurvey, _ place: ImportPlace) -> SlackText {
        SlackText(
            person: { id in
                guard let account = survey.accounts[id] else { return nil }
                return AddressVeil.Person(handle: survey.people.handle(account), name: account.name)
            },
            userName: { survey.names[$0] },
            channel: { id in
                guard let channel = survey.channels.first(where: { $0.id == id || $0.name == id }),
                    channel.privacy == .open
                else { return nil }
                return (channel.name, PageNames.address(of: "\(place.folder)/\(channel.page)/index.md"))
            },
            resolve: { address($0, survey) ?? $0 })
    }

    /// `https://corp.slack.com/archives/C123/p1433562823000123` is a message.
    private static func address(_ address: String, _ survey: SlackSurvey) -> String? {
        guard address.contains(".slack.com/archives/"), let mark = address.firstRange(of: "/archives/") else {
            return nil
        }
        let parts = address[mark.upperBound...].prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        guard parts.count == 2, parts[1].hasPrefix("p"), parts[1].count > 8 else { return nil }
        let digits = parts[1].dropFirst()
        return survey.places["\(parts[0])/\(digits.dropLast(6)).\(digits.suffix(6))"]
    }

    static func read(_ entry: SlackEntry, _ files: [String]) -> LooseJSON {
        guard let bytes = try? FileSystem.read(files[Int(entry.file)]) else { return .null }
        let elements = LooseJSON.parse(bytes).value.elements
        return Int(entry.number) < elements.count ? elements[Int(entry.number)] : .null
    }

    private mutating func message(_ entry: SlackEntry) -> SlackMessage {
        if days[entry.file] == nil {
            let bytes = (try? FileSystem.read(survey.files[Int(entry.file)])) ?? []
            days[entry.file] = LooseJSON.parse(bytes).value.elements
        }
        let elements = days[entry.file] ?? []
        return SlackMessage(json: Int(entry.number) < elements.count ? elements[Int(entry.number)] : .null)
    }

    /// The message's words in one line, without addresses and without whom it begins by naming.
    static func plain(_ message: SlackMessage, _ survey: SlackSurvey) -> String {
        let names = SlackText(
            userName: { survey.names[$0] },
            channel: { id in
                survey.channels.first { ($0.id == id || $0.name == id) && $0.privacy == .open }.map { ($0.name, nil) }
            })
        var inlines: [MarkdownInline] = []
        for case .text(let part, let isExact) in message.parts {
            let line = part.replacing("\n", with: " ").replacing("```", with: " ")
            var text = line.drop { $0.isWhitespace }
            while inlines.isEmpty, text.hasPrefix("<@") || text.hasPrefix("<!"), let end = text.firstIndex(of: ">") {
                text = text[text.index(after: end)...].drop { $0.isWhitespace || ",:;".contains($0) }
            }
            inlines += (inlines.isEmpty ? [] : [.text(" ")]) + (isExact ? names.exact : names).inlines(text)
        }
        return
            inlines
            .map { inline -> String in
                if case .link(_, _, let inner) = inline, MarkdownInline.plainText(inner).hasPrefix("http") { return "" }
                return MarkdownInline.plainText([inline])
            }.joined().replacing(" ,", with: ",")
    }

    mutating func convert(_ page: SlackPage) {
        days = [:]
        switch page.kind {
        case .question: question(page)
        case .month: month(page)
        }
    }

    // MARK: Text

    /// The text and the files of a message.
    private mutating func blocks(
        _ message: SlackMessage, _ key: String, _ files: inout ThreadFiles, page: SlackPage
    ) -> [MarkdownBlock] {
        var blocks = text.blocks(message.parts)
        let channel = survey.channels[page.channel]
        let quoted = message.quoted { survey.shows($0, isPrivate: $1, on: channel) }
        for quoted in quoted.shown { blocks.append(.quote(text.blocks(quoted))) }
        var references: [MarkdownInline] = []
        for file in message.files {
            let shown = source(of: file) == nil ? file.shown.map { text.blocks($0) } : nil
            let reference = reference(file, shown: shown?.losses, &files, page: page)
            if let shown {
                blocks += [.paragraph([reference])] + shown.blocks
            } else {
                references.append(reference)
            }
        }
        return veil.hide(blocks + ThreadFiles.blocks(references))
    }

    /// Where a file lies in the export, as slackdump puts it there.
    private func source(of file: SlackMessage.File) -> String? {
        let folder = importer.request.folder
        guard !file.id.contains("/"), !file.name.contains("/"), !file.id.hasPrefix(".") else { return nil }
        return ["\(folder)/__uploads/\(file.id)/\(file.name)", "\(folder)/attachments/\(file.id)-\(file.name)"].first {
            ExportFiles.isFile($0, below: folder)
        }
    }

    /// A file that lies in the export, or its old address; `losses` are those of its text, nil when that is not shown.
    private mutating func reference(
        _ file: SlackMessage.File, shown losses: [String]?, _ files: inout ThreadFiles, page: SlackPage
    ) -> MarkdownInline {
        batch.found.append(("files", 1))
        if let source = source(of: file) {
            if let danger = AttachmentSafety.danger(of: source, named: file.name) {
                batch.records.append(ImportedRecord("files", file.id, .skipped(rule: danger)))
                return .text(file.label)
            }
            let (key, path) = files.add("file", name: file.name, id: survey.id(of: page).id + "/" + file.id)
            batch.items.append(
                ImportedItem(
                    key: key, path: path, copyOf: source, records: [ImportedRecord("files", file.id, .converted)]))
            return ThreadFiles.reference(path: path, name: file.label)
        }
        if let losses {
            batch.records.append(ImportedRecord("files", file.id, losses: losses))
        } else {
            batch.records.append(
                ImportedRecord(
                    "files", file.id, .skipped(rule: "the file is not in the export; its old address stays")))
        }
        guard let address = file.address, InlineWriter.isWebAddress(address) else { return .text(file.label) }
        if losses != [] {
            batch.missing.append(
                UnresolvedLink(address: address, file: importer.request.contentFolder + "/" + page.path))
        }
        return .link(destination: address, title: "", [.text(file.label)])
    }

    private func handle(_ user: String) -> String { survey.people.handle(survey.accounts[user] ?? .unknown) }

    private func sha256(_ messages: [SlackMessage]) -> String {
        // The order of fields in an object is not the message's.
        var parts: [String] = []
        for message in messages {
            parts += [message.ts, message.user ?? "", message.text, message.json["edited"]["ts"].text ?? ""]
            parts += message.files.map(\.id) + message.files.compactMap(\.title)
            parts += message.attachedTables.map { SlackBlocks().block($0) }
            parts += message.files.compactMap(\.shown?.text)
        }
        return ImportManifest.sha256(Array(parts.joined(separator: "\u{0}").utf8))
    }

    private func access(_ channel: SlackChannel) -> SourceAccess {
        switch channel.privacy {
        case .open: .group
        case .restricted(let reason): .members(privacy: reason)
        case .conversation: .members(privacy: "conversation")
        }
    }

    private func files(of page: SlackPage) -> ThreadFiles {
        ThreadFiles(
            importer.place, page: page.path, isRestricted: access(survey.channels[page.channel]).closesFiles,
            manifest: importer.request.manifest)
    }

    // MARK: Questions

    private mutating func question(_ source: SlackPage) {
        let channel = survey.channels[source.channel]
        var files = files(of: source)
        // What somebody says in several messages in a row is one post.
        var runs: [[SlackEntry]] = []
        for entry in source.entries {
            if let last = runs.last?.last, last.user == entry.user, entry.seconds - last.seconds < 600 {
                runs[runs.count - 1].append(entry)
            } else {
                runs.append([entry])
            }
        }
        let asker = source.entries[0].user
        var posts: [ThreadPost] = []
        for run in runs { posts.append(post(run, channel, asker: asker, &files, page: source)) }
        if let accepted = posts.indices.dropFirst().first(where: { posts[$0].isAccepted }) {
            for index in posts.indices where index != accepted { posts[index].isAccepted = false }
        }
        let manifest = importer.request.manifest
        let shape = ThreadShape(
            zip(runs, posts).map { run, post in
                ThreadShape.Member(
                    account: run[0].user, parent: nil,
                    isAnswer: post.isAccepted || manifest.entry(key: importer.place.key("answer", post.key)) != nil)
            })
        var page = ThreadPage(title: source.title, path: source.path, access: access(channel))
        page.tags = [TagName.of(channel.name)]
        page.redirects = channel.address.map { ["\($0)/p\(source.entries[0].ts.filter { $0 != "." })"] } ?? []
        page.question = posts[0]
        page.question?.isAccepted = false
        page.comments = shape.comments.map { posts[$0] }
        page.answers = shape.answers.map { (posts[$0.member], $0.comments.map { posts[$0] }) }
        batch.items += page.items(importer.place, manifest)
    }

    private mutating func post(
        _ run: [SlackEntry], _ channel: SlackChannel, asker: String, _ files: inout ThreadFiles, page: SlackPage
    ) -> ThreadPost {
        let messages = run.map { message($0) }
        let key = SlackSurveyor.key(channel, run[0].ts)
        var all: [MarkdownBlock] = []
        for message in messages { all += blocks(message, key, &files, page: page) }
        var writer = MarkdownWriter(isPost: true)
        var post = ThreadPost(
            key: key, id: "message/\(channel.id)/\(run[0].ts)", author: handle(run[0].user), body: writer.write(all),
            sha256: sha256(messages))
        post.rawAuthor = survey.names[run[0].user].map { "\($0) (\(run[0].user))" }
        post.date = run[0].date
        post.updated = messages.compactMap(\.edited).max()
        let votes = messages.compactMap(\.votes).reduce(0, +)
        post.votes = votes > 0 ? votes : nil
        post.isAccepted = run[0].user != asker && messages.contains { $0.isTicked(by: asker) }
        post.losses = writer.losses
        post.records = run.map { ImportedRecord("messages", SlackSurveyor.key(channel, $0.ts), losses: writer.losses) }
        return post
    }

    // MARK: Talk

    private mutating func month(_ source: SlackPage) {
        let channel = survey.channels[source.channel]
        var files = files(of: source)
        var result: [MarkdownBlock] = []
        var day = ""
        var last: SlackEntry?
        var messages: [SlackMessage] = []
        for entry in source.entries {
            let message = message(entry)
            messages.append(message)
            let own = blocks(message, SlackSurveyor.key(channel, entry.ts), &files, page: source)
            let isReply = entry.thread.map { $0 != entry.ts } ?? false
            let today = entry.date.map { String($0.iso8601.prefix(10)) } ?? ""
            if !isReply, today != day {
                result.append(.heading(level: 2, [.text(today)]))
                (day, last) = (today, nil)
            }
            let goesOn =
                last.map { $0.user == entry.user && $0.thread == entry.thread && entry.seconds - $0.seconds < 600 }
                ?? false
            let head: [MarkdownBlock] =
                goesOn ? [] : [.paragraph(head(entry, isReply: isReply && today != day ? today : nil))]
            if !isReply {
                result += head + own
            } else if case .quote(let before)? = result.last, last?.thread == entry.thread, last?.ts != entry.thread {
                result[result.count - 1] = .quote(before + head + own)
            } else {
                result.append(.quote(head + own))
            }
            last = entry
        }
        var writer = MarkdownWriter()
        let body = writer.write(result)
        var page = ImportedPage(
            title: source.title, id: "\(survey.id(of: source).kind)/\(survey.id(of: source).id)",
            sha256: sha256(messages), access: access(channel))
        let people = Set(source.entries.map(\.user)).count
        page.description =
            "What was said in #\(channel.name): \(source.entries.count) message\(source.entries.count == 1 ? "" : "s") of "
            + "\(people) \(people == 1 ? "person" : "people")."
        page.date = source.entries.first?.date
        // By their titles April would come first.
        if case .month(let name) = source.kind { page.weight = Int(name.replacing("-", with: "")) }
        page.updated = source.entries.map(\.seconds).max().map { Timestamp(seconds: $0, hasTime: true) }
        page.tags = [TagName.of(channel.name)]
        page.losses = writer.losses
        let records = source.entries.map {
            ImportedRecord("messages", SlackSurveyor.key(channel, $0.ts), losses: writer.losses)
        }
        batch.items.append(
            page.item(
                importer.place, key: importer.place.key("month", survey.id(of: source).id), path: source.path,
                body: body,
                records: records))
    }

    /// `**@jo.larsen**, 15:22`; replies of another day tell it.
    private func head(_ entry: SlackEntry, isReply day: String?) -> [MarkdownInline] {
        let name = survey.accounts[entry.user]?.name ?? ""
        let time = entry.date.map { ", " + (day.map { $0 + " " } ?? "") + $0.iso8601.dropFirst(11).prefix(5) } ?? ""
        return [.strong([.mention(handle: handle(entry.user), name: name)]), .text(time)]
    }

    // MARK: The rest

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(person, records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    /// The group, and a page for each channel that links its months and questions.
    mutating func addOverview() {
        let place = importer.place
        let isClosed = survey.channels.contains { if case .restricted = $0.privacy { true } else { false } }
        let item = place.groupPage(
            importer.request, title: place.title, origin: importer.request.baseURL, what: "The conversations",
            access: isClosed ? .everyoneAndMembers : .everyone)
        if let item { batch.items.append(item) }
        for (number, channel) in survey.channels.enumerated() where channel.privacy != .conversation {
            add(channel, number)
        }
    }

    /// On the channel's own page a month needs no channel.
    private static func shortTitle(_ page: SlackPage) -> String {
        guard case .month = page.kind, page.title.hasPrefix("#"), let comma = page.title.firstRange(of: ", ") else {
            return page.title
        }
        return String(page.title[comma.upperBound...])
    }

    private mutating func add(_ channel: SlackChannel, _ number: Int) {
        let pages = survey.pages.filter { $0.channel == number }
        let record = ImportedRecord("channels", channel.id, .converted)
        guard !pages.isEmpty else {
            batch.records.append(
                ImportedRecord("channels", channel.id, .skipped(rule: "nobody has said anything in it")))
            return
        }
        var blocks: [MarkdownBlock] = []
        for note in [channel.purpose, channel.topic] where !note.isEmpty { blocks += text.blocks(note) }
        func list(_ title: String, _ pages: [SlackPage]) {
            guard !pages.isEmpty else { return }
            blocks.append(.heading(level: 2, [.text(title)]))
            let items: [[MarkdownBlock]] = pages.map { page in
                [
                    .paragraph([
                        .link(destination: PageNames.address(of: page.path), title: "", [.text(Self.shortTitle(page))])
                    ])
                ]
            }
            blocks.append(.list(MarkdownList(start: nil, isTight: true, items: items)))
        }
        list("Questions", pages.filter { if case .question = $0.kind { true } else { false } })
        list("Talk", pages.filter { if case .month = $0.kind { true } else { false } })
        var writer = MarkdownWriter()
        let body = writer.write(veil.hide(blocks))
        var page = ImportedPage(
            title: "#" + channel.name, id: "channel/" + channel.id,
            sha256: ImportManifest.sha256(Array("\(channel)".utf8)), access: access(channel))
        page.date = pages.compactMap { $0.entries.first?.date }.min()
        page.tags = [TagName.of(channel.name)]
        if channel.isArchived { page.extra.append(("status", "obsolete")) }
        page.redirects = channel.address.map { [$0] } ?? []
        batch.items.append(
            page.item(
                importer.place, key: importer.place.key("channel", channel.id),
                path: "\(importer.place.folder)/\(channel.page)/index.md", body: body, records: [record]))
    }
}
