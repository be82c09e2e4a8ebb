import HearthModel

/// The second step: messages, read again by their place, become questions, answers and comments.
struct YammerConverter {
    let importer: YammerImporter
    let survey: YammerSurvey
    var batch = ImportBatch()
    private let veil: AddressVeil

    init(importer: YammerImporter, survey: YammerSurvey) {
        self.importer = importer
        self.survey = survey
        veil = survey.people.veil
    }

    private func place(_ group: Int) -> ImportPlace {
        ImportPlace(importer.place, folder: survey.groups[group].folder, title: survey.groups[group].name)
    }

    private static func row(_ message: YammerMessage, _ survey: YammerSurvey) throws -> (row: CSVRow, bytes: [UInt8]) {
        let table = survey.tables[Int(message.table)]
        let bytes = try table.file.bytes(at: message.offset, count: Int(message.length))
        return (CSVRow(columns: table.columns, fields: CSVReader.fields(bytes, width: table.width)), bytes)
    }

    /// The message's own title, the sentence that asks, or its beginning.
    static func title(_ message: YammerMessage, _ survey: YammerSurvey) -> String {
        if !message.title.isEmpty {
            return YammerText.plain(ByteText.decodeReferences(message.title), survey, group: message.group)
        }
        guard let (row, _) = try? row(message, survey) else { return "Conversation \(message.thread)" }
        var text = YammerText.plain(
            row["body"] ?? row["html_body"].map { HTMLToMarkdown.visibleText($0) } ?? "", survey, group: message.group)
        text = text.split(whereSeparator: \.isWhitespace).filter { !$0.contains("://") }.joined(separator: " ")
        return ThreadTitle.of(text)
    }

    private func access(_ thread: YammerThread, in group: YammerGroup) -> SourceAccess {
        guard let isPrivate = thread.members[0].isPrivate ?? group.isPrivate else {
            // A group of its own has its own visibility.
            return importer.request.into != nil ? .members(privacy: "unknown") : .group
        }
        return isPrivate ? closed("private group", in: group) : .group
    }

    /// A group of its own has its own visibility.
    private func closed(_ privacy: String, in group: YammerGroup) -> SourceAccess {
        importer.request.into != nil || group.isPrivate == false
            ? .members(privacy: privacy) : .closedGroup(privacy: privacy)
    }

    mutating func convert(_ thread: YammerThread) {
        let place = place(thread.group)
        let group = survey.groups[thread.group]
        var page = ThreadPage(title: thread.title, path: thread.path, access: access(thread, in: group))
        var files = ThreadFiles(
            place, page: thread.path, isRestricted: page.access.closesFiles, manifest: importer.request.manifest)
        let id = thread.members[0].thread
        page.redirects = ["/main/threads/" + Self.base64("{\"_type\":\"Thread\",\"id\":\"\(id)\"}")]
        let offset = thread.isContinued ? 1 : 0
        func member(_ number: Int) -> YammerMessage? { number >= offset ? thread.members[number - offset] : nil }
        if !thread.isContinued {
            var tags: [String] = []
            page.question = post(thread.members[0], &files, page: thread.path, tags: &tags)
            if thread.isCut { page.question?.losses.append("thread:beginning-not-in-the-export") }
            page.tags = tags
            guard page.question != nil else {
                for message in thread.members.dropFirst() { fail(message, "its question failed") }
                return
            }
        }
        var ignored: [String] = []
        for number in thread.shape.comments {
            if let message = member(number), let post = post(message, &files, page: thread.path, tags: &ignored) {
                page.comments.append(post)
            }
        }
        for answer in thread.shape.answers {
            guard let message = member(answer.member),
                var post = post(message, &files, page: thread.path, tags: &ignored)
            else {
                for number in answer.comments { if let message = member(number) { fail(message, "its answer failed") } }
                continue
            }
            post.isAccepted = survey.best.contains(message.id) && !page.answers.contains { $0.post.isAccepted }
            var comments: [ThreadPost] = []
            for number in answer.comments {
                if let message = member(number),
                    let comment = self.post(message, &files, page: thread.path, tags: &ignored)
                {
                    comments.append(comment)
                }
            }
            page.answers.append((post, comments))
        }
        batch.items += page.items(place, importer.request.manifest)
    }

    private mutating func fail(_ message: YammerMessage, _ reason: String) {
        batch.records.append(ImportedRecord("messages", "\(message.id)", .failed(reason: reason)))
    }

    private mutating func post(
        _ message: YammerMessage, _ files: inout ThreadFiles, page: String, tags: inout [String]
    ) -> ThreadPost? {
        let source: (row: CSVRow, bytes: [UInt8])
        do { source = try Self.row(message, survey) } catch {
            fail(message, "line \(message.line): \(error)")
            return nil
        }
        var text = YammerText(survey: survey, group: message.group)
        var blocks = text.blocks(body: source.row["body"], html: source.row["html_body"])
        var references: [MarkdownInline] = []
        for attachment in YammerText.attachments(source.row["attachments"] ?? "") {
            if let found = reference(attachment, in: source.row["body"] ?? "", &files, page: page) {
                references.append(found)
            }
        }
        blocks = veil.hide(blocks + ThreadFiles.blocks(references))
        var writer = MarkdownWriter(isPost: true)
        let account = survey.accounts[Int(message.account)]
        var post = ThreadPost(
            key: "\(message.id)", id: "message/\(message.id)", author: survey.people.handle(account),
            body: writer.write(blocks),
            sha256: ImportManifest.sha256(source.bytes))
        post.rawAuthor = account == .unknown ? nil : "\(account.name) (\(account.slot))"
        post.date = message.date
        post.losses = text.losses + writer.losses
        post.url = source.row["api_url"].flatMap { InlineWriter.isWebAddress($0) ? $0 : nil }
        tags += text.topics.filter { !tags.contains($0) }
        post.records = [ImportedRecord("messages", "\(message.id)", losses: post.losses)]
        if !post.losses.isEmpty {
            post.original = ImportOriginal(
                place: "message \(message.id)", text: source.row["html_body"] ?? source.row["body"] ?? "")
        }
        return post
    }

    private mutating func reference(
        _ attachment: YammerText.Attachment, in body: String, _ files: inout ThreadFiles, page: String
    ) -> MarkdownInline? {
        switch attachment {
        case .link(let address, let title):
            // Most previews are of an address that stands in the text.
            guard InlineWriter.isWebAddress(address), !body.contains(address) else { return nil }
            return .link(destination: address, title: "", [.text(title ?? address)])
        case .file(let id):
            batch.found.append(("files", 1))
            let file = survey.files[id] ?? YammerFile(name: "file \(id)")
            guard let source = file.source else {
                batch.records.append(
                    ImportedRecord(
                        "files", "\(id)", .skipped(rule: "the file is not in the export; its old address stays")))
                guard let address = file.address, InlineWriter.isWebAddress(address) else { return .text(file.name) }
                batch.missing.append(
                    UnresolvedLink(address: address, file: importer.request.contentFolder + "/" + page))
                return .link(destination: address, title: "", [.text(file.name)])
            }
            if let danger = AttachmentSafety.danger(of: source, named: file.name) {
                batch.records.append(ImportedRecord("files", "\(id)", .skipped(rule: danger)))
                return .text(file.name)
            }
            // The ending of the bytes counts, not the one that somebody typed.
            let ending = source.split(separator: ".").last.map { "." + $0 } ?? ""
            let name = file.name.lowercased().hasSuffix(ending.lowercased()) ? file.name : file.name + ending
            let (key, path) = files.add("file", name: name, id: "\(page)/\(id)")
            batch.items.append(
                ImportedItem(
                    key: key, path: path, copyOf: source, records: [ImportedRecord("files", "\(id)", .converted)]))
            return ThreadFiles.reference(path: path, name: file.name)
        }
    }

    static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var out: [UInt8] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            var letters: [UInt8] = []
            for _ in 0..<4 {
                letters.insert(alphabet[bits & 63], at: 0)
                bits >>= 6
            }
            out += letters.prefix(group.count + 1)
        }
        return out.string
    }

    // MARK: People and groups

    mutating func convert(_ person: ImportPeople.Person) {
        let details = survey.details[person.account.slot]
        batch.items.append(
            survey.people.page(
                person, records: [ImportedRecord("people", person.account.slot, .converted)],
                extra: { matter in
                    guard let details, person.account != .unknown else { return }
                    matter.add("title", details.title)
                    matter.add("department", details.department)
                    matter.add("site", details.site)
                    if details.hasLeft { matter.add("status", "left") }
                }))
    }

    mutating func addGroups() {
        var done: Set<String> = []
        let manyClosed = survey.groups.contains { $0.isPrivate != false }
        for (number, group) in survey.groups.enumerated() {
            batch.records.append(ImportedRecord("groups", group.id.map { "\($0)" } ?? "all", .converted))
            guard done.insert(group.folder).inserted else { continue }
            let place = place(number)
            let isOwn = importer.request.into == nil && group.id != nil
            let isClosed = isOwn && group.isPrivate != false
            let hasClosed = survey.threads.contains { $0.group == number && $0.members[0].isPrivate != false }
            var item = place.groupPage(
                importer.request, title: isOwn ? group.name : importer.place.title, origin: "Yammer",
                what: "The conversations",
                access: isClosed ? .members : hasClosed || (!isOwn && manyClosed) ? .everyoneAndMembers : .everyone,
                key: isOwn ? group.id.map { importer.place.key("yammer-group", $0) } : nil,
                description: isOwn && !group.description.isEmpty ? group.description : nil)
            item?.records = []
            if let item { batch.items.append(item) }
        }
    }
}
