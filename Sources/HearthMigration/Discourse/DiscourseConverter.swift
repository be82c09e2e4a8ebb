import HearthModel

/// The second step: topics, read again by their place, become questions, answers and comments.
struct DiscourseConverter {
    let importer: DiscourseImporter
    let survey: DiscourseSurvey
    var batch = ImportBatch()
    /// The file read last; topics of one file come in a row.
    private var open: (file: Int, topics: [LooseJSON])?
    private let veil: AddressVeil

    private let place: ImportPlace

    init(importer: DiscourseImporter, survey: DiscourseSurvey) {
        self.importer = importer
        self.survey = survey
        veil = survey.people.veil
        var place = importer.place
        // Where nothing is known of any category, the whole group is for members.
        if Self.isUnknown(survey, importer.request) { place.closePages(importer.request) }
        self.place = place
    }

    /// Without the list of categories nobody knows of any topic, and the group is for members.
    private static func isUnknown(_ survey: DiscourseSurvey, _ request: ImportRequest) -> Bool {
        !survey.knowsCategories && !request.opensUnknown
    }

    private mutating func json(_ post: DiscoursePost) -> LooseJSON? {
        if open?.file != post.file {
            guard let bytes = try? FileSystem.read(importer.files[post.file]) else { return nil }
            open = (post.file, DiscourseSurveyor.topics(LooseJSON.parse(bytes).value))
        }
        guard let topics = open?.topics, post.topicIndex < topics.count else { return nil }
        let posts = DiscourseSurveyor.posts(topics[post.topicIndex])
        return post.index < posts.count ? posts[post.index] : nil
    }

    private func access(_ topic: DiscourseTopic) -> SourceAccess {
        DiscourseRights(survey: survey, request: importer.request, place: place).access(topic)
    }

    /// `c++` and `c#` are two topics, as the forum has them.
    private static func tag(_ name: String) -> String {
        let lower = name.lowercased()
        let isOwn =
            lower.utf8.contains { $0 == 0x2B || $0 == 0x23 } && lower.utf8.first?.isASCIILetter == true
            && lower.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+#-.".utf8.contains($0) }
        return isOwn ? lower : TagName.of(name)
    }

    mutating func convert(_ topic: DiscourseTopic) {
        batch.records.append(ImportedRecord("topics", "\(topic.id)", .converted))
        var page = ThreadPage(title: topic.title, path: topic.path, access: access(topic))
        page.status = topic.isClosed ? "closed" : nil
        page.tags = topic.tags.map { Self.tag($0) }
        if let category = topic.category.flatMap({ survey.categories[$0] }) {
            let tag = Self.tag(category.name)
            if !page.tags.contains(tag), category.name.lowercased() != "uncategorized" { page.tags.append(tag) }
        }
        var files = ThreadFiles(
            place, page: topic.path, isRestricted: page.access.closesFiles, manifest: importer.request.manifest)
        page.redirects = ["/t/\(topic.slug.isEmpty ? "-" : topic.slug)/\(topic.id)", "/t/\(topic.id)"]
        if let base = importer.request.baseURL { page.redirects = page.redirects.map { base + $0 } }
        func missing(_ member: Int) -> ImportedRecord {
            ImportedRecord(
                "posts", "\(topic.id)/\(topic.posts[member].number)",
                .failed(reason: "the file has changed while it was read"))
        }
        guard let question = post(topic, 0, &files) else {
            batch.records += topic.posts.indices.map(missing)
            return
        }
        page.question = question
        page.question?.key = "\(topic.id)"
        page.question?.isAccepted = false
        page.comments = topic.shape.comments.compactMap { post(topic, $0, &files) }
        for answer in topic.shape.answers {
            guard var own = post(topic, answer.member, &files) else { continue }
            let source = topic.posts[answer.member]
            own.isAccepted =
                (source.isAccepted || topic.accepted == source.number) && !page.answers.contains { $0.post.isAccepted }
            page.answers.append((own, answer.comments.compactMap { post(topic, $0, &files) }))
        }
        batch.items += page.items(place, importer.request.manifest)
    }

    private mutating func post(_ topic: DiscourseTopic, _ member: Int, _ files: inout ThreadFiles) -> ThreadPost? {
        let source = topic.posts[member]
        guard let json = json(source) else { return nil }
        var text = DiscourseText(survey: survey, request: importer.request, topic: topic)
        let isAnswer = topic.shape.answers.contains { $0.member == member }
        var (blocks, losses) = text.blocks(json, highestHeading: member == 0 ? 3 : 4)
        if member == 0 || !isAnswer { blocks = Self.withoutComments(blocks) }
        var paths: [String: String] = [:]
        for upload in text.uploads { paths[upload.address] = copy(upload, of: topic, &files) }
        if !access(topic).isRestricted {
            let rights = DiscourseRights(survey: survey, request: importer.request, place: place)
            blocks = BareAddresses { rights.restricted($0) }.veiled(blocks)
        }
        blocks = veil.hide(DiscourseText.placed(blocks, paths))
        var writer = MarkdownWriter(isPost: true)
        let body = writer.write(blocks)
        losses += writer.losses
        let account = survey.accounts[source.user] ?? .unknown
        let id = "\(topic.id)-\(source.number)"
        var post = ThreadPost(
            key: id, id: "post/\(topic.id)/\(source.number)", author: survey.people.handle(account), body: body,
            sha256: ImportManifest.sha256(
                Array(((json["cooked"].text ?? json["raw"].text ?? "") + (json["updated_at"].text ?? "")).utf8)))
        post.rawAuthor = account == .unknown ? nil : "\(account.name) (\(account.slot))"
        post.date = json["created_at"].text.flatMap { Timestamp(iso8601: $0) }
        post.updated =
            (json["version"].integer ?? 1) > 1 ? json["updated_at"].text.flatMap { Timestamp(iso8601: $0) } : nil
        let likes =
            json["actions_summary"].elements.first { $0["id"].integer == 2 }?["count"].integer
            ?? json["like_count"].integer
        post.votes = likes.flatMap { $0 > 0 ? $0 : nil }
        post.losses = isAnswer || member == 0 ? losses : []
        post.records = [ImportedRecord("posts", id, losses: losses)]
        if let base = importer.request.baseURL { post.url = "\(base)/t/\(topic.slug)/\(topic.id)/\(source.number)" }
        if !losses.isEmpty {
            post.original = ImportOriginal(
                place: "post \(id)", text: HTMLToMarkdown.visibleText(json["cooked"].text ?? json["raw"].text ?? ""))
        }
        let file = importer.request.contentFolder + "/" + topic.path
        batch.unresolved += text.unresolved.map { UnresolvedLink(address: $0, file: file) }
        batch.missing += text.missing.map { UnresolvedLink(address: $0, file: file) }
        return post
    }

    /// In a comment a heading of the third level would open the next one.
    private static func withoutComments(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.map { block in
            if case .heading(let level, let text) = block, level < 4 { return .heading(level: 4, text) }
            return block
        }
    }

    private mutating func copy(
        _ upload: DiscourseText.Upload, of topic: DiscourseTopic, _ files: inout ThreadFiles
    ) -> String? {
        batch.found.append(("files", 1))
        if let danger = AttachmentSafety.danger(of: upload.source, named: upload.name) {
            batch.records.append(ImportedRecord("files", upload.address, .skipped(rule: danger)))
            return nil
        }
        let (key, path) = files.add("file", name: upload.name, id: "\(topic.id)/\(upload.address)")
        batch.items.append(
            ImportedItem(
                key: key, path: path, copyOf: upload.source,
                records: [ImportedRecord("files", upload.address, .converted)]))
        return PageNames.address(of: path)
    }

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(
                person, redirects: person.account == .unknown ? [] : ["/u/" + person.account.slot],
                records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    mutating func addGroup() {
        let isClosed = Self.isUnknown(survey, importer.request)
        let hasClosed = survey.topics.contains { topic in
            topic.isUnlisted || (topic.category.map { survey.categories[$0]?.isRestricted ?? true } ?? false)
        }
        let item = place.groupPage(
            importer.request, title: place.title, origin: importer.request.baseURL, what: "The topics",
            access: isClosed ? .members : hasClosed ? .everyoneAndMembers : .everyone)
        if let item { batch.items.append(item) }
    }
}
