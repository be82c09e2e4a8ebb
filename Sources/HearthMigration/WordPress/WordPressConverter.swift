import HearthModel

/// The second step: items, read again by their place, become files.
struct WordPressConverter {
    let importer: WordPressImporter
    let survey: WordPressSurvey
    var batch = ImportBatch()
    private let place: ImportPlace
    var unresolved: [String] = []
    private var missing: [String] = []

    init(importer: WordPressImporter, survey: WordPressSurvey) {
        self.importer = importer
        self.survey = survey
        var place = importer.place
        place.title = survey.title
        self.place = place
    }

    mutating func convert(_ number: Int) {
        let post = survey.posts[number]
        switch post.kind {
        case .attachment: attachment(post)
        case .answer: return
        case .document, .question: page(post)
        }
    }

    private func record(_ post: WordPressPost) throws -> (element: XMLElement, sha256: String) {
        let bytes = try survey.records[post.file].bytes(at: post.offset, count: post.length)
        return (try XMLElement.parse(bytes, line: post.line), ImportManifest.sha256(bytes))
    }

    private mutating func fail(_ post: WordPressPost, _ error: any Error) {
        let reason = (error as? XMLProblem).map { "line \(post.line): \($0.message)" } ?? "\(error)"
        batch.records.append(
            ImportedRecord(WordPressSurveyor.kindName(post.type), "\(post.id)", .failed(reason: reason)))
    }

    // MARK: Pages and questions

    private mutating func page(_ post: WordPressPost) {
        do {
            let (item, sha256) = try record(post)
            let text = item.child("content:encoded")?.text ?? ""
            var result = ImportedPage(
                title: title(post, text), id: "post/\(post.id)", sha256: sha256, access: Self.access(post))
            fill(&result, post, item)
            var (markdown, losses) = markdown(
                text, of: post, title: result.title, highestHeading: post.kind == .question ? 3 : 2,
                notes: WordPressFootnotes.notes(of: item))
            let (comments, records) = comments(item, post)
            if !comments.isEmpty { markdown += (markdown.isEmpty ? "" : "\n") + "## Comments\n\n" + comments }
            if post.kind == .question, post.status == "closed" { result.extra.append(("status", "closed")) }
            if post.status == "future" { result.extra.append(("publish", result.date?.iso8601 ?? "")) }
            losses += Set(records.flatMap { Self.losses($0.fate) }).sorted().map { "comment:\($0)" }
            result.losses = losses
            let own = ImportedRecord(WordPressSurveyor.kindName(post.type), "\(post.id)", losses: losses)
            batch.items.append(
                result.item(
                    place, key: post.key(place), path: post.path, body: markdown, records: [own] + records,
                    original: ImportOriginal(place: post.link, text: text)))
            finish(path: post.path)
            if post.kind == .question { answers(to: post) }
        } catch { fail(post, error) }
    }

    private static func losses(_ fate: ImportFate) -> [String] {
        if case .convertedWithLosses(let names) = fate { names } else { [] }
    }

    private mutating func finish(path: String) {
        let file = importer.request.contentFolder + "/" + path
        batch.unresolved += unresolved.map { UnresolvedLink(address: $0, file: file) }
        batch.missing += missing.map { UnresolvedLink(address: $0, file: file) }
        (unresolved, missing) = ([], [])
    }

    /// A post without a title is called by its first words.
    private func title(_ post: WordPressPost, _ text: String) -> String {
        if let wanted = importer.request.corrections.title(of: "post/\(post.id)") { return wanted }
        let plain = WikitextText.plain(Array(post.title.utf8))
        if !plain.isEmpty { return plain }
        let words = WikitextText.plain(Array(text.utf8.prefix(2000))).split { $0.isWhitespace }.prefix(8).joined(
            separator: " ")
        let short = words.filter { !"[]<>{}".contains($0) }
        return short.isEmpty ? "Untitled \(post.id)" : short
    }

    private func fill(_ page: inout ImportedPage, _ post: WordPressPost, _ item: XMLElement) {
        page.author = survey.people.handle(post.account)
        page.rawAuthor = post.account == .unknown ? nil : "\(post.account.name) (\(post.account.slot))"
        (page.date, page.updated) = Self.dates(item)
        page.tags = tags(item)
        page.url = post.link.hasPrefix("http") ? post.link : nil
        page.isDraft = post.isDraft
        if let excerpt = item.value("excerpt:encoded") {
            let plain = StackExchangeConverter.oneLine(WikitextText.plain(Array(excerpt.utf8)))
            if !plain.isEmpty { page.description = plain }
        }
        page.redirects = oldAddresses(post)
    }

    private static func access(_ post: WordPressPost) -> SourceAccess {
        post.isRestricted ? .members(privacy: post.hasPassword ? "password" : post.closedBy ?? post.status) : .group
    }

    /// Of several posts with one address the first had it; drafts often carry that of another.
    private func isFirst(_ post: WordPressPost) -> Bool {
        survey.byPath[WordPressAddress.path(post.link)].map { survey.posts[$0].id == post.id } ?? true
    }

    private func oldAddresses(_ post: WordPressPost) -> [String] {
        var base = survey.baseURL ?? ""
        while base.hasSuffix("/") { base.removeLast() }
        var found: [String] = []
        if post.link.hasPrefix("http"), !WordPressAddress.path(post.link).isEmpty,
            WordPressAddress.path(post.link) != "/", isFirst(post)
        {
            found.append(post.link)
        }
        guard post.id != 0 else { return found }
        found.append("\(base)/?p=\(post.id)")
        if post.type == "page" { found.append("\(base)/?page_id=\(post.id)") }
        return found
    }

    /// UTC where the export has it, the site's own time else; dates of drafts are all zeros.
    private static func dates(_ item: XMLElement) -> (Timestamp?, Timestamp?) {
        func date(_ names: [String]) -> Timestamp? {
            for name in names {
                guard let text = item.value(name), !text.hasPrefix("0000"), !text.hasPrefix("-") else { continue }
                if let date = Timestamp(iso8601: text.replacing(" ", with: "T") + "Z") { return date }
            }
            return nil
        }
        let created = date(["wp:post_date_gmt", "wp:post_date"])
        let modified = date(["wp:post_modified_gmt", "wp:post_modified"])
        return (created ?? modified, modified ?? created)
    }

    private func tags(_ item: XMLElement) -> [String] {
        var seen: Set<String> = []
        return item.children("category").compactMap { category in
            guard category.attribute("domain") != "post_format" else { return nil }
            let slug = category.attribute("nicename") ?? ""
            let none: Set<String> = ["uncategorized", "non-classe", "allgemein", "sin-categoria", "unkategorisiert"]
            if none.contains(slug) { return nil }
            let tag = survey.topics[slug] ?? TagName.of(ByteText.decodeReferences(category.text))
            return tag.isEmpty || !seen.insert(tag).inserted ? nil : tag
        }
    }

    private mutating func answers(to question: WordPressPost) {
        let numbers = survey.answers[question.id] ?? []
        var names = AnswerNames(
            importer.request.manifest, folder: String(question.path.dropLast("index.md".count)),
            keys: numbers.map { survey.posts[$0].key(place) })
        for number in numbers {
            let post = survey.posts[number]
            do {
                let (item, sha256) = try record(post)
                var result = ImportedPage(
                    title: "", id: "post/\(post.id)", sha256: sha256, access: Self.access(post))
                fill(&result, post, item)
                let (markdown, losses) = markdown(
                    item.child("content:encoded")?.text ?? "", of: post, title: "", highestHeading: 4)
                result.losses = losses
                let day = result.date.map { String($0.iso8601.prefix(10)) } ?? "undated"
                let path = names.path(key: post.key(place), "\(day)-\(result.author ?? "x")", id: "\(post.id)")
                batch.items.append(
                    result.answer(
                        place, key: post.key(place), path: path, number: post.id, body: markdown,
                        records: [ImportedRecord(WordPressSurveyor.kindName(post.type), "\(post.id)", losses: losses)]))
                finish(path: path)
            } catch { fail(post, error) }
        }
    }

    // MARK: Text

    private mutating func markdown(
        _ source: String, of post: WordPressPost, title: String, highestHeading: Int, notes: [String: String] = [:]
    ) -> (String, [String]) {
        let survey = self.survey
        var text = WordPressText(
            gallery: { ids in
                let chosen = ids.isEmpty ? survey.attachments[post.id] ?? [] : ids.compactMap { survey.byID[$0] }
                return chosen.map { survey.posts[$0] }.filter { $0.kind == .attachment && !$0.address.isEmpty }
                    .map { ($0.address, $0.title) }
            },
            block: { survey.blocks[$0] })
        var html = text.html(source)
        var losses = text.losses
        if !notes.isEmpty {
            html = WordPressFootnotes.placed(notes, in: html)
            losses.removeAll { $0 == WordPressFootnotes.loss }
        }
        return markdown(html: html, losses: losses, own: post, title: title, highestHeading: highestHeading)
    }

    /// Whether the page that the text stands on is for everybody.
    func isOpen(_ post: WordPressPost) -> Bool {
        let question = post.kind == .answer ? survey.byID[post.parent].map { survey.posts[$0] } : nil
        return !(question ?? post).isRestricted
    }

    private mutating func markdown(
        html: [UInt8], losses first: [String], own post: WordPressPost, title: String, highestHeading: Int
    ) -> (String, [String]) {
        var losses = first
        var dead: [String] = []
        var lost: [String] = []
        let links = WordPressLinks(
            survey: survey, isOpen: isOpen(post), isPublished: !post.isUnpublished)
        var options = HTMLToMarkdown.Options(
            highestHeading: highestHeading,
            resolveLink: { address, isImage in
                let outcome = links.resolve(address, isImage: isImage)
                if outcome.isDead { dead.append(address) }
                if outcome.isMissingFile { lost.append(address) }
                return outcome.target
            })
        options.hasLayoutTables = true
        var converter = HTMLToMarkdown(options: options)
        let read = BareAddresses { links.restricted($0) }.veiled(converter.convert(html.string))
        var blocks = PageTree.tidy(read, title: title)
        losses += converter.losses
        let own = post.path.isEmpty ? "" : PageNames.address(of: post.path)
        blocks = PageTree.resolveAnchors(blocks, own: own, title: title, losses: &losses) { _ in nil }
        if !lost.isEmpty { losses.append("file:missing") }
        unresolved += dead
        missing += lost
        var writer = MarkdownWriter(isPost: highestHeading > 2)
        let markdown = writer.write(blocks)
        var seen: Set<String> = []
        return (markdown, (losses + writer.losses).filter { seen.insert($0).inserted })
    }

    // MARK: Files, people, topics

    private mutating func attachment(_ post: WordPressPost) {
        let id = post.id == 0 ? post.name : "\(post.id)"
        guard let source = post.source else {
            batch.records.append(
                ImportedRecord(
                    "attachments", id, .skipped(rule: "the file is not in the export; pages keep its address")
                ))
            return
        }
        if let reason = post.danger {
            batch.records.append(ImportedRecord("attachments", id, .skipped(rule: reason)))
            return
        }
        batch.items.append(
            ImportedItem(
                key: post.key(place), path: post.path, copyOf: source,
                records: [ImportedRecord("attachments", id, .converted)]))
    }

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(person, records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    mutating func convert(_ term: WordPressTerm) {
        let tag = TagName.of(term.name)
        let path = "topics/\(tag).md"
        let key = place.key("term", term.slug)
        guard !importer.request.isForeign(path, key: key) else {
            batch.records.append(
                ImportedRecord("categories and tags", term.slug, .skipped(rule: "the topic has a page already")))
            return
        }
        let dummy = WordPressPost(
            id: 0, file: 0, offset: 0, length: 0, line: 0, kind: .document, type: "term", status: "publish",
            title: term.name,
            name: term.slug, link: "", parent: 0, account: .unknown, hasPassword: false, address: "")
        let (markdown, losses) = markdown(
            html: WordPressText.paragraphs(Array(term.description.utf8)), losses: [], own: dummy, title: term.name,
            highestHeading: 2)
        var page = ImportedPage(
            title: term.name, id: "term/\(term.slug)", sha256: ImportManifest.sha256(Array("\(term)".utf8)),
            access: .group)
        page.losses = losses + term.losses
        let parent = TagName.of(term.parent)
        if !parent.isEmpty, parent != tag { page.extra.append(("parent", parent)) }
        batch.items.append(
            page.item(
                place, key: key, path: path, body: markdown,
                records: [ImportedRecord("categories and tags", term.slug, losses: page.losses)]))
        finish(path: path)
    }

    mutating func addGroup() {
        let isClosed = survey.posts.contains { $0.isRestricted && ($0.kind != .attachment || $0.source != nil) }
        let item = place.groupPage(
            importer.request, title: survey.title, origin: survey.baseURL, what: "The posts and pages",
            access: isClosed ? .everyoneAndMembers : .everyone)
        if let item { batch.items.append(item) }
    }
}
