import HearthModel

/// The first step: reads every file once, in order, and settles names.
struct StackExchangeSurveyor {
    let importer: StackExchangeImporter
    let progress: ImportProgress
    var index = StackExchangeIndex()
    /// Users who have deleted their accounts.
    var deletedUsers: Set<Int> = []
    var authors: [StackExchangeAuthor] = []
    var authorNumbers: [StackExchangeAuthor: Int32] = [:]
    var findings = SurveyFindings()
    /// Keys of people to whom an earlier run gave a page, and who are somebody of this site now.
    var replacedPeople: [String] = []
    var hostCandidates: [HostCandidate] = []
    private var titles: [Int: String] = [:]
    /// The questions that were deleted on the old site.
    private var deletedQuestions: Set<Int> = []
    static let deletedRule = "deleted on the old site"

    init(importer: StackExchangeImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run() throws -> StackExchangeSurvey {
        guard let postsPath = importer.files["posts.xml"] else { throw FileError("read", "Posts.xml", code: 2) }
        try readPosts()
        try readComments()
        try readTags()
        try readLinks()
        index.hosts = findHosts()
        nameQuestions()
        try readUsers()
        for (name, kind, rule) in Self.leftOut { try count(name, kind: kind, rule: rule) }
        var survey = StackExchangeSurvey(posts: try RecordFile(path: postsPath))
        survey.comments = try importer.files["comments.xml"].map { try RecordFile(path: $0) }
        survey.users = try importer.files["users.xml"].map { try RecordFile(path: $0) }
        let site = importer.request.baseURL ?? index.hosts.sorted().first
        survey.title =
            importer.request.into == nil ? site.map { Self.title(ofHost: $0) } ?? importer.title : importer.title
        findings.headline =
            "Stack Exchange dump\(site.map { " of " + $0 } ?? ""): \(index.questions.count) questions, "
            + "\(index.answers.count) answers, \(index.comments.count) comments, \(index.people.count) people"
        survey.origins = index.hosts
        if let given = importer.request.baseURL.flatMap({ SiteOrigins.address($0) }) { survey.origins.remove(given) }
        survey.index = index
        survey.authors = authors
        survey.findings = findings
        survey.replacedPeople = replacedPeople
        return survey
    }

    /// `https://history.meta.stackexchange.com` is "History Meta"; other sites are called by their host.
    private static func title(ofHost site: String) -> String {
        let host = site.split(separator: "/").last { $0.contains(".") }.map(String.init) ?? site
        let suffix = ".stackexchange.com"
        guard host.hasSuffix(suffix) else { return host }
        let words = host.dropLast(suffix.count).split(separator: ".")
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    private static let leftOut = [
        ("badges.xml", "badges", "badges are not kept"),
        ("votes.xml", "votes", "single votes are not kept; their sum is in the post"),
        ("posthistory.xml", "revisions", "older versions are not kept"),
    ]

    // MARK: Reading

    /// Calls `body` for each `<row …/>`; a damaged file ends with a diagnostic, and what came before is kept.
    mutating func readRows(
        _ name: String, kept: Set<String>, _ body: (XMLTag, XMLReader, inout Self) throws -> Void
    ) throws {
        guard let path = importer.files[name] else { return }
        let size = FileSystem.size(of: path)
        var fields = FieldCounter()
        let shown = path.split(separator: "/").last.map(String.init) ?? name
        do {
            let reader = try XMLReader(path: path)
            var rows = 0
            while let event = try reader.next() {
                guard case .start(let tag) = event, tag.name == "row" else { continue }
                fields.count(tag)
                try body(tag, reader, &self)
                rows += 1
                if rows % 4096 == 0 { progress(reader.position, size, "reading " + shown) }
            }
        } catch let problem as XMLProblem {
            findings.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
        }
        guard !kept.isEmpty else { return }
        for (field, count) in fields.fields(of: String(shown.dropLast(4)), except: kept) {
            findings.fieldsNotKept[field, default: 0] += count
        }
    }

    /// A number for an author, so that the index holds no strings.
    mutating func number(_ author: StackExchangeAuthor) -> Int32 {
        if let known = authorNumbers[author] { return known }
        let number = Int32(authors.count)
        authors.append(author)
        authorNumbers[author] = number
        return number
    }

    static func author(_ tag: XMLTag, id: StaticString, name: StaticString) -> StackExchangeAuthor {
        if let id = tag.integer(id) { return .user(id) }
        var repairs: Set<String> = []
        if let name = (try? tag.text(name, repairs: &repairs)) ?? nil, name.contains(where: { !$0.isWhitespace }) {
            return .name(name)
        }
        return .unknown
    }

    /// Whether the row is of something that its author or a moderator took away: exports for administrators hold such
    /// rows, with the day.
    static func isDeleted(_ tag: XMLTag) -> Bool {
        var repairs: Set<String> = []
        guard tag.has("DeletionDate"), let day = (try? tag.text("DeletionDate", repairs: &repairs)) ?? nil else {
            return false
        }
        return day.contains { !$0.isWhitespace }
    }

    private static let keptOfPosts: Set<String> = [
        "Id", "PostTypeId", "ParentId", "AcceptedAnswerId", "CreationDate", "Score", "Body", "OwnerUserId",
        "OwnerDisplayName",
        "LastEditDate", "Title", "Tags", "ClosedDate", "AnswerCount", "CommentCount", "LastActivityDate",
        "DeletionDate",
    ]

    private mutating func readPosts() throws {
        var posts: [StackExchangePost] = []
        try readRows("posts.xml", kept: Self.keptOfPosts) { tag, reader, me in
            guard let id = tag.integer("Id"), let type = tag.integer("PostTypeId") else {
                return me.findings.settle("other posts", .failed(reason: "a post without Id or PostTypeId"))
            }
            guard let kind = UInt8(exactly: type).flatMap({ StackExchangePost.Kind(rawValue: $0) }) else {
                return me.findings.settle("other posts", .skipped(rule: "posts of type \(type) are not kept"))
            }
            if Self.isDeleted(tag) {
                me.findings.settle(Self.name(of: kind), .skipped(rule: Self.deletedRule))
                if kind == .question { me.deletedQuestions.insert(id) }
                if kind == .question || kind == .answer {
                    me.findings.withdrawn.append(me.importer.key(kind == .question ? "question" : "answer", id))
                }
                return
            }
            let author = Self.author(tag, id: "OwnerUserId", name: "OwnerDisplayName")
            if case .user(let user) = author, me.index.names[user] == nil, tag.has("OwnerDisplayName") {
                var repairs: Set<String> = []
                me.index.names[user] = (try? tag.text("OwnerDisplayName", repairs: &repairs)) ?? nil
            }
            if kind == .question {
                var repairs: Set<String> = []
                let title = ((try? tag.text("Title", repairs: &repairs)) ?? nil) ?? ""
                if me.titles[id] == nil { me.titles[id] = title }
                let tags = ((try? tag.text("Tags", repairs: &repairs)) ?? nil) ?? ""
                me.index.usedTags.formUnion(StackExchangeConverter.tags(tags))
            }
            if kind == .question || kind == .answer { me.collectHosts(tag.bytes) }
            posts.append(
                StackExchangePost(
                    id: id, parent: kind == .answer ? tag.integer("ParentId") ?? 0 : 0, offset: reader.offset,
                    length: Int32(tag.bytes.count), line: Int32(clamping: reader.line), author: me.number(author),
                    kind: kind))
        }
        keep(posts)
    }

    /// Sorts the posts, and leaves out repeated ids and answers to nothing.
    private mutating func keep(_ posts: [StackExchangePost]) {
        // Of two posts with one id the first in the file counts.
        let sorted = posts.sorted { ($0.id, $0.offset) < ($1.id, $1.offset) }
        let corrections = importer.request.corrections
        for post in sorted {
            if post.kind == .question, corrections.skips("question/\(post.id)") {
                findings.settle("questions", .skipped(rule: SurveyCorrections.rule))
            } else if post.kind == .answer, corrections.skips("question/\(post.parent)") {
                findings.settle("answers", .skipped(rule: SurveyCorrections.rule))
            } else if index.posts.last?.id == post.id {
                findings.settle(Self.name(of: post.kind), .failed(reason: "the id is there twice"))
                findings.diagnostics.append(
                    Diagnostic(
                        .migrationSource,
                        at: SourceLocation(file: importer.files["posts.xml"] ?? "Posts.xml", line: Int(post.line)),
                        "post \(post.id) is there twice; the first is kept"))
            } else {
                index.posts.append(post)
            }
        }
        var orphans = 0
        for (number, post) in index.posts.enumerated() where post.kind == .answer {
            if let parent = index.post(post.parent), index.posts[parent].kind == .question {
                index.answers.append(Int32(number))
            } else if deletedQuestions.contains(post.parent) {
                findings.settle("answers", .skipped(rule: "the question was deleted on the old site"))
            } else {
                orphans += 1
            }
        }
        let all = index.posts
        index.answers.sort { (all[Int($0)].parent, all[Int($0)].id) < (all[Int($1)].parent, all[Int($1)].id) }
        findings.count("answers", index.answers.count)
        findings.settle("answers", .skipped(rule: "the question is not in the export"), orphans)
        if orphans > 0 { gap("\(orphans) answers belong to questions that are not in the export") }
    }

    func title(of question: Int) -> String? { titles[question] }

    mutating func gap(_ summary: String) {
        findings.diagnostics.append(
            Diagnostic(.migrationSourceWarning, at: SourceLocation(file: importer.request.folder), summary))
    }

    static func name(of kind: StackExchangePost.Kind) -> String {
        switch kind {
        case .question: "questions"
        case .answer: "answers"
        case .tagExcerpt, .tagWiki: "tag texts"
        }
    }

    /// Titles become slugs; those of earlier runs stay.
    private mutating func nameQuestions() {
        let request = importer.request
        var taken: Set<String> = []
        let folder = "\(importer.place)/questions"
        for entry in (try? FileSystem.entries(of: "\(request.contentRoot)/\(folder)")) ?? [] {
            let isOurs =
                request.manifest.owns(path: "\(folder)/\(entry.name)")
                || request.manifest.owns(path: "\(folder)/\(entry.name)/index.md")
            if !isOurs { taken.insert(entry.name.hasSuffix(".md") ? String(entry.name.dropLast(3)) : entry.name) }
        }
        var slugs: [Int: String] = [:]
        for post in index.posts where post.kind == .question {
            guard let path = request.manifest.entry(key: importer.key("question", post.id))?.path else { continue }
            let parts = path.split(separator: "/")
            let slug =
                parts.last == "index.md" ? String(parts[parts.count - 2]) : String((parts.last ?? "").dropLast(3))
            slugs[post.id] = slug
            taken.insert(slug)
        }
        for (number, post) in index.posts.enumerated() where post.kind == .question {
            let corrections = request.corrections
            let title = corrections.title(of: "question/\(post.id)") ?? titles[post.id] ?? ""
            var slug = slugs[post.id] ?? ""
            if let page = corrections.page(of: "question/\(post.id)").map({ Naming.slug($0) }), !page.isEmpty,
                page != slug, taken.insert(page).inserted
            {
                slug = page
            }
            if slug.isEmpty {
                let base = Naming.slug(title)
                // `index` would be the folder's own page.
                slug = Naming.unique(
                    base.isEmpty || base == "index" ? "question-\(post.id)" : base, id: "\(post.id)", taken: &taken)
            }
            index.questions.append(StackExchangeQuestion(post: number, title: title, slug: slug))
        }
        titles = [:]
        findings.count("questions", index.questions.count)
    }
}
