import HearthModel

/// The first step: reads every file once, and finds out what it is.
struct DiscourseSurveyor {
    let importer: DiscourseImporter
    private let progress: ImportProgress
    private var survey: DiscourseSurvey
    private var topics: [Int: DiscourseTopic] = [:]
    private var listed: [Int: LooseJSON] = [:]
    private var names: [String: String] = [:]
    private var mails: [String: String] = [:]
    private var seen: Set<String> = []
    /// Why topics stay behind, whichever file says so.
    private var topicRules: [Int: String] = [:]
    /// Where topics are; in several, if they were saved again after they had moved.
    private var categories: [Int: Set<Int>] = [:]
    /// By topic: the posts that it names, and how many of its posts the files hold.
    private var named: [Int: Set<Int>] = [:]
    private var held: [Int: Int] = [:]
    private var posts = 0
    private var otherFiles = 0

    init(importer: DiscourseImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
        survey = DiscourseSurvey(people: ImportPeople(place: importer.place))
    }

    mutating func run() throws -> DiscourseSurvey {
        for (number, path) in importer.files.enumerated() {
            let (value, problem) = LooseJSON.parse(try FileSystem.read(path))
            if let problem {
                survey.findings.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
            }
            read(value, file: number)
            progress(number + 1, importer.files.count, "reading")
        }
        countMissing()
        try finish()
        survey.findings.count("posts", posts)
        survey.findings.count("topics", survey.topics.count)
        survey.findings.count(survey.people)
        survey.findings.headline =
            "Discourse forum: \(survey.topics.count) topics with \(posts) posts, \(survey.categories.count) categories, "
            + "\(survey.accounts.count) people"
        return survey
    }

    // MARK: Files

    /// The topics of a file: one, or those of an administrator's export.
    static func topics(_ file: LooseJSON) -> [LooseJSON] {
        if !file["post_stream"].isNull { return [file] }
        let exported = file["topics"].elements.filter { !$0["posts"].elements.isEmpty }
        if !exported.isEmpty { return exported }
        // A single post, from /posts/ID.json.
        return file["cooked"].isNull && file["raw"].isNull
            ? [] : [.object(["id": file["topic_id"], "posts": .array([file])])]
    }

    static func posts(_ topic: LooseJSON) -> [LooseJSON] {
        topic["post_stream"].isNull ? topic["posts"].elements : topic["post_stream"]["posts"].elements
    }

    private mutating func read(_ value: LooseJSON, file: Int) {
        for category in value["category_list"]["categories"].elements + value["categories"].elements {
            add(category: category)
        }
        for topic in value["topic_list"]["topics"].elements {
            if let id = topic["id"].integer { listed[id] = topic }
        }
        for user in [value["user"]] + value["users"].elements + value["topic_list"]["users"].elements {
            add(user: user)
        }
        for (index, topic) in Self.topics(value).enumerated() { add(topic, file: file, index: index) }
    }

    private mutating func add(category json: LooseJSON) {
        guard let id = json["id"].integer, let name = json["name"].text else { return }
        // Without the field nothing is known: an administrator's export has the permissions by group instead.
        let permissions = json["permissions_params"].fields.keys.map { $0.lowercased() }
        let isOpen =
            json["read_restricted"].isNull
            ? permissions.contains("everyone") || importer.request.opensUnknown
            : !json["read_restricted"].isTrue && (permissions.isEmpty || permissions.contains("everyone"))
        survey.categories[id] = DiscourseCategory(id: id, name: name, isRestricted: !isOpen)
        for inner in json["subcategory_list"].elements { add(category: inner) }
    }

    private mutating func add(user json: LooseJSON) {
        guard let name = json["username"].text else { return }
        if let full = json["name"].text { names[name] = full }
        if let mail = json["email"].text { mails[name] = mail.lowercased() }
    }

    private mutating func add(_ json: LooseJSON, file: Int, index: Int) {
        let all = Self.posts(json)
        let own = json["id"].integer ?? all.first?["topic_id"].integer
        guard let id = own else {
            posts += all.count
            skipPosts("it does not say which topic it belongs to", all.count)
            return
        }
        var topic = topics[id] ?? DiscourseTopic(id: id, title: "", slug: "")
        if let title = json["title"].text { topic.title = title }
        if let slug = json["slug"].text { topic.slug = slug }
        if let category = json["category_id"].integer {
            topic.category = category
            categories[id, default: []].insert(category)
        }
        topic.isClosed = topic.isClosed || json["closed"].isTrue || json["archived"].isTrue
        topic.isUnlisted = topic.isUnlisted || json["visible"] == .bool(false)
        topic.accepted = json["accepted_answer"]["post_number"].integer ?? topic.accepted
        for tag in json["tags"].elements {
            if let name = tag.text ?? tag["name"].text, !topic.tags.contains(name) { topic.tags.append(name) }
        }
        let rule = Self.rule(ofTopic: json) ?? topicRules[id]
        if let rule, topicRules.updateValue(rule, forKey: id) == nil {
            survey.findings.withdrawn.append(importer.place.key("question", id))
            for post in topic.posts { leaveOut(post.number, of: &topic, rule) }
        }
        for (number, post) in all.enumerated() {
            add(post, to: &topic, rule, file: file, topicIndex: index, index: number)
        }
        topics[id] = topic
        noteStream(json, of: id)
    }

    private static func rule(ofTopic json: LooseJSON) -> String? {
        if json["archetype"].text == "private_message" { return "a private message" }
        if !json["deleted_at"].isNull { return "a deleted topic" }
        return nil
    }

    private mutating func add(
        _ post: LooseJSON, to topic: inout DiscourseTopic, _ topicRule: String?, file: Int, topicIndex: Int, index: Int
    ) {
        posts += 1
        let number = post["post_number"].integer ?? index + 1
        guard seen.insert("\(topic.id)/\(number)").inserted else {
            // Saved twice, and taken back in between: deleted in one is deleted.
            skipPosts("the post is there twice")
            if let rule = Self.rule(ofPost: post) { leaveOut(number, of: &topic, rule) }
            return
        }
        held[topic.id, default: 0] += 1
        if let rule = topicRule ?? Self.rule(ofPost: post) {
            skipPosts(rule)
            withdraw(number, of: topic.id)
            return
        }
        let user = post["username"].text ?? (post["user_id"].text.map { "user-" + $0 }) ?? "unknown"
        if let name = post["name"].text ?? post["display_username"].text { names[user] = name }
        topic.posts.append(
            DiscoursePost(
                number: number, parent: post["reply_to_post_number"].integer, user: user, file: file,
                topicIndex: topicIndex,
                index: index, isAccepted: post["accepted_answer"].isTrue))
    }

    private mutating func skipPosts(_ rule: String, _ count: Int = 1) {
        survey.findings.tally("posts", .skipped(rule: rule), count)
    }

    private mutating func withdraw(_ number: Int, of topic: Int) {
        survey.findings.withdrawn.append(
            number == 1 ? importer.place.key("question", topic) : importer.place.key("answer", "\(topic)-\(number)"))
    }

    /// A post that was taken already, and that another file says to be deleted.
    private mutating func leaveOut(_ number: Int, of topic: inout DiscourseTopic, _ rule: String) {
        guard let index = topic.posts.firstIndex(where: { $0.number == number }) else { return }
        topic.posts.remove(at: index)
        skipPosts(rule)
        withdraw(number, of: topic.id)
    }

    private static func rule(ofPost post: LooseJSON) -> String? {
        switch post["post_type"].integer {
        case 3: return "a notice of the forum"
        case 4: return "a whisper among the staff"
        default: break
        }
        if !post["deleted_at"].isNull || post["user_deleted"].isTrue { return "a deleted post" }
        if post["hidden"].isTrue { return "a post that moderators have hidden" }
        return nil
    }

    /// A topic's file holds the first twenty posts and names all; the others have to be fetched.
    private mutating func noteStream(_ json: LooseJSON, of topic: Int) {
        let stream = json["post_stream"]["stream"].elements.compactMap(\.integer)
        if !stream.isEmpty { named[topic, default: []].formUnion(stream) }
    }

    private mutating func countMissing() {
        for (id, ids) in named.sorted(by: { $0.key < $1.key }) {
            let missing = ids.count - (held[id] ?? 0)
            guard missing > 0 else { continue }
            posts += missing
            skipPosts("its topic names it, but no file holds it", missing)
            survey.findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning,
                    at: SourceLocation(file: importer.files[topics[id]?.posts.last?.file ?? 0]),
                    "topic \(id) has \(ids.count) posts, \(missing) of them are in no file",
                    help: "fetch them from /t/\(id).json?page=2 and so on, and save them beside it"))
        }
    }

    // MARK: Names

    private mutating func finish() throws {
        var writers: Set<String> = []
        for topic in topics.values { for post in topic.posts { writers.insert(post.user) } }
        for user in writers {
            var account = ImportAccount(slot: user, name: names[user] ?? user)
            if user == "unknown" { account = .unknown }
            if let mail = mails[user] { account.mail = mail }
            survey.accounts[user] = account
            // Of names that differ in case only, always the same one.
            let lower = user.lowercased()
            survey.spellings[lower] = min(survey.spellings[lower] ?? user, user)
        }
        survey.people = try ImportPeople(Set(survey.accounts.values), place: importer.place, request: importer.request)
        var pages = PageNames(importer.request, importer.place)
        for id in topics.keys { pages.reserve(key: importer.place.key("question", id)) }
        for (id, found) in topics.sorted(by: { $0.key < $1.key }) where !found.posts.isEmpty {
            if importer.request.corrections.skips("question/\(id)") {
                skipPosts(SurveyCorrections.rule, found.posts.count)
                continue
            }
            survey.numbers[id] = survey.topics.count
            survey.topics.append(named(found, &pages))
        }
    }

    private mutating func named(_ found: DiscourseTopic, _ pages: inout PageNames) -> DiscourseTopic {
        var topic = found
        topic.posts.sort { $0.number < $1.number }
        // The first post is gone: what was an answer to it is the question now, and no answer any more.
        let isWhole = (named[topic.id]?.count ?? 0) <= (held[topic.id] ?? 0)
        if let first = topic.posts.first, first.number > 1, isWhole {
            survey.findings.withdrawn.append(importer.place.key("answer", "\(topic.id)-\(first.number)"))
        }
        if let json = listed[topic.id] {
            if topic.title.isEmpty { topic.title = json["title"].text ?? "" }
            topic.category = topic.category ?? json["category_id"].integer
        }
        let closed = categories[topic.id]?.sorted().first { survey.categories[$0]?.isRestricted == true }
        topic.category = closed ?? topic.category
        let id = "question/\(topic.id)"
        let title = importer.request.corrections.title(of: id) ?? topic.title
        topic.title =
            title.isEmpty
            ? "Topic \(topic.id)"
            : survey.people.veil.title(EmojiNames.shown(in: ByteText.decodeReferences(title)))
        let places = Dictionary(
            topic.posts.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        topic.shape = ThreadShape(
            topic.posts.map { post in
                let key = importer.place.key("answer", "\(topic.id)-\(post.number)")
                return ThreadShape.Member(
                    account: post.user, parent: post.parent.flatMap { places[$0] },
                    isAnswer: post.isAccepted || topic.accepted == post.number
                        || importer.request.manifest.entry(key: key) != nil)
            })
        topic.path = ThreadPage.path(
            &pages, key: importer.place.key("question", topic.id), title: topic.title, id: "\(topic.id)",
            wanted: importer.request.corrections.page(of: id))
        return topic
    }
}
