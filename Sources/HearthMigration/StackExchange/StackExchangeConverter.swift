import HearthModel

/// The second step: records, read again by their place, become files.
struct StackExchangeConverter {
    let importer: StackExchangeImporter
    let survey: StackExchangeSurvey
    var batch = ImportBatch()
    var unresolvedAddresses: [String] = []

    /// The old site's address without a slash, as far as it is known.
    private let origin: String

    init(importer: StackExchangeImporter, survey: StackExchangeSurvey) {
        self.importer = importer
        self.survey = survey
        origin = importer.request.baseURL ?? survey.index.hosts.sorted().first.map { "https://" + $0 } ?? ""
    }

    /// A record with what had to be mended to read it.
    struct Record {
        let tag: XMLTag
        var repairs: Set<String> = []

        mutating func text(_ name: StaticString) throws(XMLProblem) -> String? { try tag.text(name, repairs: &repairs) }

        /// The value as bytes in UTF-8.
        mutating func bytes(_ name: StaticString) throws(XMLProblem) -> [UInt8]? {
            try tag.textBytes(name, repairs: &repairs)
        }

        /// The value in one line; nil when empty.
        mutating func line(_ name: StaticString) throws(XMLProblem) -> String? {
            let words = try text(name).map { StackExchangeConverter.oneLine($0) }
            return words?.isEmpty == false ? words : nil
        }

        mutating func date(_ name: StaticString) throws(XMLProblem) -> Timestamp? {
            guard let text = try text(name) else { return nil }
            let date = Timestamp(iso8601: text)
            if date == nil { repairs.insert("date:" + "\(name)") }
            return date
        }
    }

    func record(_ post: StackExchangePost) throws -> Record {
        Record(tag: try XMLTag(try survey.posts.bytes(at: post.offset, count: Int(post.length)), line: Int(post.line)))
    }

    // MARK: Questions

    mutating func convertQuestion(_ question: StackExchangeQuestion) throws {
        let post = survey.index.posts[question.post]
        let answers = survey.index.answers(to: post.id).map { survey.index.posts[Int($0)] }
        do {
            let folder = "\(importer.place)/questions/\(question.slug)"
            // What was a folder once stays one, also when its last answer goes.
            let wasFolder = importer.request.manifest.owns(path: folder + "/index.md")
            let path = answers.isEmpty && !wasFolder ? folder + ".md" : folder + "/index.md"
            let accepted = try add(question, post, answers, path: path)
            var names = AnswerNames(
                importer.request.manifest, folder: folder + "/", keys: answers.map { importer.key("answer", $0.id) })
            for answer in answers {
                try addAnswer(answer, of: post, isAccepted: answer.id == accepted, names: &names)
            }
        } catch let problem as XMLProblem {
            let reason = "line \(post.line): \(problem.message)"
            batch.records.append(ImportedRecord("questions", "\(post.id)", .failed(reason: reason)))
            fail(commentsOn: post, reason: "its question failed")
            for answer in answers {
                batch.records.append(ImportedRecord("answers", "\(answer.id)", .failed(reason: "its question failed")))
                fail(commentsOn: answer, reason: "its question failed")
            }
        }
    }

    private mutating func fail(commentsOn post: StackExchangePost, reason: String) {
        for comment in survey.index.comments(on: post.id) {
            batch.records.append(ImportedRecord("comments", "\(comment.id)", .failed(reason: reason)))
        }
    }

    /// Adds the page of a question; answers which of its answers was accepted.
    private mutating func add(
        _ question: StackExchangeQuestion, _ post: StackExchangePost, _ answers: [StackExchangePost], path: String
    ) throws -> Int? {
        var record = try record(post)
        var text = try body(&record, highestHeading: 3)
        let survey = survey
        let comments = try add(commentsOn: post, in: Thread(survey: survey, posts: [post] + answers), to: &text)
        var matter = FrontMatter()
        matter.add("title", question.title.isEmpty ? "Question \(post.id)" : Self.oneLine(question.title))
        matter.add("author", "@" + handle(record.tag))
        try addDates(&record, to: &matter)
        matter.add("tags", list: try Self.tags(record.text("Tags") ?? ""))
        if let other = survey.index.duplicates[post.id].flatMap({ survey.index.question($0) }) {
            matter.add("status", "duplicate")
            matter.add("duplicate_of", "\(importer.place)/questions/\(other.slug)")
        } else if try record.text("ClosedDate") != nil {
            matter.add("status", "closed")
        }
        matter.add("votes", plain: record.tag.integer("Score"))
        let old = Self.oldSlug(question.title)
        var addresses = ["/questions/\(post.id)", "/q/\(post.id)"]
        if !old.isEmpty { addresses.insert("/questions/\(post.id)/\(old)", at: 0) }
        addresses += answers.map { "/a/\($0.id)" }
        matter.add("redirect_from", lines: addresses.map { (importer.request.baseURL ?? "") + $0 })
        let accepted = record.tag.integer("AcceptedAnswerId")
        if let accepted, !answers.contains(where: { $0.id == accepted }) {
            text.losses.append("accepted-answer:\(accepted)")
        }
        let losses = text.finish(record.repairs)
        try addSource(
            &record, kind: "question", id: post.id, path: "/questions/\(post.id)", losses: losses, to: &matter)
        finish(
            key: importer.key("question", post.id), path: path, matter, text.markdown,
            records: [ImportedRecord("questions", "\(post.id)", losses: losses)] + comments,
            original: ("/questions/\(post.id)", record.tag))
        return accepted
    }

    private mutating func addAnswer(
        _ post: StackExchangePost, of question: StackExchangePost, isAccepted: Bool, names: inout AnswerNames
    ) throws {
        do {
            var record = try record(post)
            var text = try body(&record, highestHeading: 4)
            let survey = survey
            let comments = try add(commentsOn: post, in: Thread(survey: survey, posts: [question, post]), to: &text)
            var matter = FrontMatter()
            matter.add("id", "\(post.id)")
            let handle = handle(record.tag)
            matter.add("author", "@" + handle)
            let date = try addDates(&record, to: &matter)
            if isAccepted { matter.add("accepted", plain: true) }
            matter.add("votes", plain: record.tag.integer("Score"))
            let losses = text.finish(record.repairs)
            try addSource(&record, kind: "answer", id: post.id, path: "/a/\(post.id)", losses: losses, to: &matter)
            let day = date.map { String($0.iso8601.prefix(10)) } ?? "undated"
            let key = importer.key("answer", post.id)
            finish(
                key: key, path: names.path(key: key, "\(day)-\(handle)", id: "\(post.id)"), matter, text.markdown,
                records: [ImportedRecord("answers", "\(post.id)", losses: losses)] + comments,
                original: ("/a/\(post.id)", record.tag))
        } catch let problem as XMLProblem {
            batch.records.append(
                ImportedRecord("answers", "\(post.id)", .failed(reason: "line \(post.line): \(problem.message)")))
            fail(commentsOn: post, reason: "its answer failed")
        }
    }

    // MARK: Parts

    /// Converted text and what it lost.
    struct Text {
        var markdown: [UInt8]
        var losses: [String]

        /// All losses, each once, in order.
        mutating func finish(_ repairs: Set<String>) -> [String] {
            var seen: Set<String> = []
            losses = (losses + repairs.sorted()).filter { seen.insert($0).inserted }
            return losses
        }
    }

    mutating func body(_ record: inout Record, highestHeading: Int, field: StaticString = "Body") throws -> Text {
        var text = Text(markdown: [], losses: [])
        let html = try record.bytes(field) ?? []
        if html.isEmpty { return text }
        // The resolver works on a copy; what it finds is taken over after the conversion.
        var resolver = self
        resolver.unresolvedAddresses = []
        let used = survey.index.usedTags
        let options = HTMLToMarkdown.Options(
            highestHeading: highestHeading, placeholders: ["enter image description here"],
            resolveLink: { address, isImage in resolver.resolve(address, isImage: isImage) },
            resolveTopic: { address, classes in
                guard !classes.isEmpty, classes.holds("post-tag"),
                    let tag = address.split(separator: "/").last.map(String.init),
                    used.contains(tag), Self.isTopicWord(tag)
                else { return nil }
                return tag
            })
        var converter = HTMLToMarkdown(options: options)
        let blocks = converter.convert(utf8: html)
        text.losses = converter.losses
        unresolvedAddresses += resolver.unresolvedAddresses
        var writer = MarkdownWriter(isPost: true)
        text.markdown = writer.bytes(blocks)
        text.losses += writer.losses
        return text
    }

    /// Whether `#tag` in running text is read as that tag.
    static func isTopicWord(_ tag: String) -> Bool {
        guard let first = tag.utf8.first, let last = tag.utf8.last, first >= 0x61, first <= 0x7A else { return false }
        return last != 0x2D
            && tag.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
    }

    /// White space collapsed. By bytes, since every comment goes through here.
    static func oneLine(_ text: String) -> String {
        var before: UInt8 = 0x20
        let isOne = text.utf8.allSatisfy { byte in
            defer { before = byte }
            return byte > 0x20 || (byte == 0x20 && before != 0x20)
        }
        if isOne, before != 0x20 { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte > 0x20 {
                out.append(byte)
            } else if let last = out.last, last != 0x20 {
                out.append(0x20)
            }
        }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    /// `<a><b>`, or `|a|b|` in newer dumps.
    static func tags(_ text: String) -> [String] { text.split { "<>|".contains($0) }.map(String.init) }

    /// The handle of a post's owner.
    func handle(_ tag: XMLTag, id: StaticString = "OwnerUserId", name: StaticString = "OwnerDisplayName") -> String {
        let author = StackExchangeSurveyor.author(tag, id: id, name: name)
        return survey.index.handles[author] ?? "unknown.author"
    }

    @discardableResult
    func addDates(_ record: inout Record, to matter: inout FrontMatter) throws(XMLProblem) -> Timestamp? {
        let date = try record.date("CreationDate")
        matter.add("date", date?.iso8601)
        if let edited = try record.date("LastEditDate"), edited != date { matter.add("updated", edited.iso8601) }
        return date
    }

    func addSource(
        _ record: inout Record, kind: String, id: Int, path: String, losses: [String], to matter: inout FrontMatter
    ) throws(XMLProblem) {
        let author =
            kind == "user"
            ? StackExchangeAuthor.user(id)
            : StackExchangeSurveyor.author(record.tag, id: "OwnerUserId", name: "OwnerDisplayName")
        let raw: String? =
            switch author {
            case .user(let id): survey.index.names[id] ?? "user\(id)"
            case .name(let name): name
            case .unknown: nil
            }
        let account = StackExchangeSurveyor.slot(author)
        let shown = author == .unknown ? nil : raw.map { kind == "user" ? $0 : "\($0) (\(account))" }
        let base = origin
        matter.add(
            "source",
            map: [
                ("system", StackExchangeImporter.system), ("id", FrontMatter.scalar("\(kind)/\(id)")),
                ("url", FrontMatter.scalar(base + path)),
                ("author", shown.map { FrontMatter.scalar(AddressVeil.name($0)) }),
                ("created", try record.date("CreationDate")?.iso8601),
                ("modified", try record.date("LastEditDate")?.iso8601),
                ("place", FrontMatter.scalar(survey.title)),
                ("importer", "\(StackExchangeImporter.system)/\(StackExchangeImporter.version)"),
                ("sha256", FrontMatter.scalar(ImportManifest.sha256(record.tag.bytes))),
                ("losses", losses.isEmpty ? nil : FrontMatter.list(losses)),
            ])
    }

    /// `original` is the address and the record of what a reviewer compares.
    mutating func finish(
        key: String, path: String, _ matter: FrontMatter, _ body: [UInt8], records: [ImportedRecord],
        original: (place: String, record: XMLTag)? = nil
    ) {
        var matter = matter
        matter.add("migration", plain: "{status: imported}")
        var item = ImportedItem(key: key, path: path, bytes: matter.page(body), records: records)
        if let original, records.contains(where: { if case .convertedWithLosses = $0.fate { true } else { false } }) {
            var repairs: Set<String> = []
            let html = (try? original.record.text("Body", repairs: &repairs)) ?? nil
            item.original = ImportOriginal(place: original.place, text: HTMLToMarkdown.visibleText(html ?? ""))
        }
        batch.items.append(item)
        let file = importer.request.contentFolder + "/" + path
        batch.unresolved += unresolvedAddresses.map { UnresolvedLink(address: $0, file: file) }
        unresolvedAddresses = []
    }
}
