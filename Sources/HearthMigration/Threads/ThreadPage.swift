import HearthModel

/// A message of a conversation, converted.
struct ThreadPost {
    /// Names the message in the manifest; also the id of an answer on its page, so only letters, digits and hyphens.
    var key: String
    /// `source: {id: …}`.
    var id: String
    /// Without the `@`.
    var author: String
    var rawAuthor: String?
    var date: Timestamp?
    var updated: Timestamp?
    var votes: Int?
    var isAccepted = false
    /// Markdown.
    var body: String
    var losses: [String] = []
    var url: String?
    var sha256: String
    /// What of the source is in it: the message itself.
    var records: [ImportedRecord] = []
    var original: ImportOriginal?

    /// The post as a comment: a heading that the content model reads, and its text.
    var comment: String {
        var heading = "### Comment — @" + author
        if let date {
            heading +=
                ", \(date.iso8601.prefix(10))" + (date.hasTime ? " \(date.iso8601.dropFirst(11).prefix(5))Z" : "")
        }
        return heading + "\n" + (body.isEmpty ? "" : "\n" + body)
    }
}

/// A conversation on its way into files: the question in `index.md`, each answer in a file of its own, so that a later
/// run can add some without touching what people have edited.
struct ThreadPage {
    var title: String
    /// `groups/lift/questions/esp-trip/index.md`
    var path: String
    /// Holds for the answers, too: they lie below the question.
    let access: SourceAccess
    var tags: [String] = []
    /// `closed`, or nil.
    var status: String?
    var redirects: [String] = []
    /// Nil when an earlier run has written the question, and this export holds replies only.
    var question: ThreadPost?
    var comments: [ThreadPost] = []
    var answers: [(post: ThreadPost, comments: [ThreadPost])] = []

    /// The path of a question that has none yet.
    static func path(_ names: inout PageNames, key: String, title: String, id: String, wanted: String?) -> String {
        let slug = Naming.slug(title, limit: 70)
        let wanted = wanted.map { page in
            let name = page.hasPrefix("questions/") ? String(page.dropFirst("questions/".count)) : page
            return "questions/" + (Naming.slug(name).isEmpty ? "question-" + id : Naming.slug(name))
        }
        // `index` would be the folder's own page.
        let name = slug.isEmpty || slug == "index" ? "question-" + id : slug
        return names.path(
            key: key, folders: ["questions"], title: name, id: id, ending: "/index.md", wanted: wanted, isSlug: true)
    }

    func items(_ place: ImportPlace, _ manifest: ImportManifest) -> [ImportedItem] {
        var items: [ImportedItem] = []
        if let question {
            var page = page(of: question, title: title)
            page.tags = tags
            page.votes = question.votes
            page.redirects = redirects
            if let status { page.extra.append(("status", status)) }
            var item = page.item(
                place, key: place.key("question", question.key), path: path, body: question.body,
                records: question.records, original: question.original)
            Self.add(comments, to: &item)
            items.append(item)
        }
        let folder = path.dropLast("index.md".count)
        let keys = answers.map { place.key("answer", $0.post.key) }
        // Those that move with their question keep their names.
        let earlier = keys.compactMap { manifest.entry(key: $0)?.path }.filter { $0.hasPrefix(folder) }
        var taken = Set(earlier.compactMap { $0.split(separator: "/").last.map { String($0.dropLast(3)) } })
        for ((post, comments), key) in zip(answers, keys) {
            var path = manifest.entry(key: key)?.path ?? ""
            if !path.hasPrefix(folder) {
                let day = post.date.map { String($0.iso8601.prefix(10)) } ?? "undated"
                // A file of an earlier run is that of another answer, even one that is gone.
                repeat {
                    let name = Naming.unique("\(day)-\(post.author)", id: String(post.key.prefix(8)), taken: &taken)
                    path = "\(folder)answers/\(name).md"
                } while manifest.owns(path: path)
            }
            var page = page(of: post, title: "")
            page.votes = post.votes
            page.isAccepted = post.isAccepted
            var item = page.answer(
                place, key: key, path: path, number: post.key, body: post.body, records: post.records,
                original: post.original)
            Self.add(comments, to: &item)
            items.append(item)
        }
        return items
    }

    private func page(of post: ThreadPost, title: String) -> ImportedPage {
        var page = ImportedPage(title: title, id: post.id, sha256: post.sha256, access: access)
        page.author = post.author
        page.rawAuthor = post.rawAuthor
        page.date = post.date
        page.updated = post.updated
        page.url = post.url
        page.losses = post.losses
        return page
    }

    private static func add(_ comments: [ThreadPost], to item: inout ImportedItem) {
        for comment in comments {
            item.joints.append(item.bytes.count)
            item.bytes += Array(("\n" + comment.comment).utf8)
            item.records += comment.records
            if item.original == nil { item.original = comment.original }
        }
    }
}
