import HearthModel

// Comments, tags, links between posts, users, and what is only counted.

extension StackExchangeSurveyor {
    mutating func readComments() throws {
        try readRows(
            "comments.xml",
            kept: ["Id", "PostId", "Text", "CreationDate", "UserId", "UserDisplayName", "DeletionDate"]
        ) { tag, reader, me in
            guard let id = tag.integer("Id"), let post = tag.integer("PostId") else {
                return me.findings.settle("comments", .failed(reason: "a comment without Id or PostId"))
            }
            guard !Self.isDeleted(tag) else {
                return me.findings.settle("comments", .skipped(rule: Self.deletedRule))
            }
            guard let found = me.index.post(post), me.isKept(me.index.posts[found]) else {
                return me.findings.settle("comments", .skipped(rule: "the post is not in the export or not kept"))
            }
            let author = me.number(Self.author(tag, id: "UserId", name: "UserDisplayName"))
            me.index.comments.append(
                StackExchangeComment(
                    id: id, post: post, offset: reader.offset, length: Int32(tag.bytes.count), author: author))
        }
        index.comments.sort { ($0.post, $0.offset) < ($1.post, $1.offset) }
        findings.count("comments", index.comments.count)
    }

    private func isKept(_ post: StackExchangePost) -> Bool {
        switch post.kind {
        case .question: true
        case .answer: index.post(post.parent).map { index.posts[$0].kind == .question } ?? false
        case .tagExcerpt, .tagWiki: false
        }
    }

    mutating func readTags() throws {
        var named: Set<Int> = []
        try readRows("tags.xml", kept: ["Id", "TagName", "Count", "ExcerptPostId", "WikiPostId"]) { tag, _, me in
            var repairs: Set<String> = []
            guard let name = (try? tag.text("TagName", repairs: &repairs)) ?? nil, Self.isTag(name) else {
                return me.findings.settle("tags", .failed(reason: "a tag without a usable name"))
            }
            let texts = [tag.integer("ExcerptPostId"), tag.integer("WikiPostId")].map { id in
                id.flatMap { me.index.post($0) }.flatMap {
                    me.index.posts[$0].kind.rawValue >= 4 ? me.index.posts[$0].id : nil
                }
            }
            guard texts[0] != nil || texts[1] != nil else {
                let isUsed = (tag.integer("Count") ?? 0) > 0
                return me.findings.settle(
                    "tags", isUsed ? .converted : .skipped(rule: "tags that no question has"))
            }
            named.formUnion(texts.compactMap { $0 })
            me.index.tags.append(StackExchangeTag(name: name, excerpt: texts[0], wiki: texts[1]))
        }
        findings.count("tags", index.tags.count)
        let texts = index.posts.filter { $0.kind.rawValue >= 4 }.map(\.id)
        findings.count("tag texts", named.count)
        findings.settle(
            "tag texts", .skipped(rule: "no Tags.xml entry says which tag it describes"), texts.count - named.count)
    }

    /// A tag with a text becomes a file name, and no site publishes files that start with a dot.
    static func isTag(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix(".")
            && !name.utf8.contains { $0 <= 0x20 || $0 == 0x2F || $0 == 0x5C || $0 == 0x7F }
    }

    mutating func readLinks() throws {
        let kind = "links between posts"
        var related = 0
        try readRows("postlinks.xml", kept: ["Id", "CreationDate", "PostId", "RelatedPostId", "LinkTypeId"]) {
            tag, _, me in
            guard let post = tag.integer("PostId"), let target = tag.integer("RelatedPostId") else {
                return me.findings.settle(kind, .failed(reason: "a link without its two posts"))
            }
            guard tag.integer("LinkTypeId") == 3 else {
                related += 1
                return
            }
            guard me.index.isQuestion(post), me.index.isQuestion(target), post != target,
                me.index.duplicates[post] == nil
            else {
                return me.findings.settle(
                    kind, .skipped(rule: "a duplicate whose other question is not in the export"))
            }
            me.index.duplicates[post] = target
            me.findings.settle(kind, .converted)
        }
        findings.settle(kind, .skipped(rule: "related links stand in the text"), related)
    }

    mutating func count(_ name: String, kind: String, rule: String) throws {
        var rows = 0
        try readRows(name, kept: []) { _, _, _ in rows += 1 }
        findings.settle(kind, .skipped(rule: rule), rows)
    }

    // MARK: People

    /// Gives a handle to everybody who wrote something that is kept.
    mutating func readUsers() throws {
        var wrote = Set<StackExchangeAuthor>()
        for question in index.questions { wrote.insert(authors[Int(index.posts[question.post].author)]) }
        for answer in index.answers { wrote.insert(authors[Int(index.posts[Int(answer)].author)]) }
        for comment in index.comments { wrote.insert(authors[Int(comment.author)]) }
        var idle = 0
        var found: [Int: StackExchangePerson] = [:]
        let everybody = importer.request.allUsers
        try readRows(
            "users.xml",
            kept: ["Id", "DisplayName", "Location", "AboutMe", "WebsiteUrl", "CreationDate", "DeletionDate"]
        ) { tag, reader, me in
            guard let id = tag.integer("Id") else {
                return me.findings.settle("users", .failed(reason: "a user without Id"))
            }
            // What they wrote and is kept has an author without a name.
            guard !Self.isDeleted(tag) else {
                me.index.names[id] = nil
                me.deletedUsers.insert(id)
                return me.findings.settle("users", .skipped(rule: Self.deletedRule))
            }
            guard everybody || wrote.contains(.user(id)) else {
                idle += 1
                return
            }
            guard found[id] == nil else {
                return me.findings.settle("users", .failed(reason: "the id is there twice"))
            }
            var repairs: Set<String> = []
            let name = ((try? tag.text("DisplayName", repairs: &repairs)) ?? nil) ?? ""
            found[id] = StackExchangePerson(
                author: .user(id), name: name, handle: "", record: (reader.offset, tag.bytes.count))
        }
        findings.settle("users", .skipped(rule: "no contributions"), idle)
        var people = found.values.sorted { Self.number($0.author) < Self.number($1.author) }
        people += placeholders(wrote: wrote, found: found)
        index.names = [:]
        try name(&people)
    }

    private static func number(_ author: StackExchangeAuthor) -> Int {
        if case .user(let id) = author { return id }
        return Int.max
    }

    /// People without a record of their own: unknown ids, bare names, nobody.
    private mutating func placeholders(
        wrote: Set<StackExchangeAuthor>, found: [Int: StackExchangePerson]
    ) -> [StackExchangePerson] {
        var unknown: [Int] = []
        var names: [String] = []
        for author in wrote {
            switch author {
            case .user(let id) where found[id] == nil: unknown.append(id)
            case .name(let name): names.append(name)
            default: continue
            }
        }
        if !unknown.isEmpty, importer.files["users.xml"] == nil {
            gap("there is no Users.xml: people are called 'user' and their number")
        }
        var people = unknown.sorted().map { id in
            StackExchangePerson(author: .user(id), name: index.names[id] ?? "user\(id)", handle: "", record: nil)
        }
        people += names.sorted().map { StackExchangePerson(author: .name($0), name: $0, handle: "", record: nil) }
        if wrote.contains(.unknown) {
            people.append(StackExchangePerson(author: .unknown, name: "Unknown author", handle: "", record: nil))
        }
        return people
    }

    /// Handles: by `identities.yml` or a person's own file, else as in the last run, else by name; the lower id comes
    /// first.
    private mutating func name(_ people: inout [StackExchangePerson]) throws {
        let request = importer.request
        for number in people.indices { people[number].name = AddressVeil.name(people[number].name) }
        var taken = try ImportPeople.takenHandles(request)
        var mapped = 0
        for number in people.indices {
            if let handle = request.identities.handle(of: Self.account(people[number].author)) {
                people[number].handle = handle
                index.handles[people[number].author] = handle
                let key = importer.key("user", Self.slot(people[number].author))
                if let path = request.manifest.entry(key: key)?.path, path != "people/\(handle).md" {
                    replacedPeople.append(key)
                }
                if people[number].record != nil { mapped += 1 }
            } else if let path = earlierPage(of: people[number].author) {
                people[number].handle = String(path.split(separator: "/").last?.dropLast(3) ?? "")
                taken.insert(people[number].handle)
            }
        }
        findings.settle("users", .skipped(rule: ImportPeople.knownRule), mapped)
        for person in people { if case .user(let id) = person.author { index.names[id] = person.name } }
        people.removeAll { index.handles[$0.author] != nil }
        for number in people.indices {
            if people[number].handle.isEmpty {
                let base = Naming.handle(people[number].name)
                let id = if case .user(let id) = people[number].author { "\(id)" } else { "x" }
                people[number].handle = Naming.unique(base.isEmpty ? "user\(id)" : base, id: id, taken: &taken)
            }
            index.handles[people[number].author] = people[number].handle
        }
        index.people = people
        findings.count("users", people.count { $0.record != nil })
        findings.count("people without an account", people.count { $0.record == nil })
    }

    /// The page that the last run gave to the author. It holds the name, so whoever has deleted the account since gets
    /// another, unless somebody has edited the page.
    private func earlierPage(of author: StackExchangeAuthor) -> String? {
        let request = importer.request
        guard let entry = request.manifest.entry(key: importer.key("user", Self.slot(author))) else { return nil }
        guard case .user(let id) = author, deletedUsers.contains(id) else { return entry.path }
        let hash = try? ImportManifest.hash(ofFile: request.contentRoot + "/" + entry.path)
        return hash == entry.hash && !entry.path.hasSuffix("/user\(id).md") ? nil : entry.path
    }

    /// How `identities:` names an author.
    static func account(_ author: StackExchangeAuthor) -> String {
        "stackexchange:" + slot(author)
    }

    static func slot(_ author: StackExchangeAuthor) -> String {
        switch author {
        case .user(let id): "\(id)"
        case .name(let name): "name/" + name.filter { !$0.isNewline && $0 != "\t" }
        case .unknown: "unknown"
        }
    }
}
