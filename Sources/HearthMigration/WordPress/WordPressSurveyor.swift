import HearthModel

/// The first step: finds every item, and settles names and addresses.
struct WordPressSurveyor {
    let importer: WordPressImporter
    let progress: ImportProgress
    private var posts: [WordPressPost] = []
    private var findings = SurveyFindings()
    private var accounts = WordPressAccounts()
    private var terms = WordPressTerms()
    private var channel: [String: String] = [:]
    private var blocks: [Int: String] = [:]
    private var commentCount = 0

    init(importer: WordPressImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run() throws -> WordPressSurvey {
        var records: [RecordFile] = []
        for (number, path) in importer.files.enumerated() {
            let record = try RecordFile(path: path)
            records.append(record)
            try read(path, number: number, record)
        }
        dropRepeated()
        attachAnswers()
        let hosts = findHosts()
        findUploads()
        WordPressPrivacy.close(&posts, blocks: blocks)
        namePosts()
        let people = try ImportPeople(usedAccounts(), place: importer.place, request: importer.request)
        var survey = WordPressSurvey(
            posts: posts, byID: [:], byPath: [:], answers: [:], attachments: [:], uploads: [:], blocks: blocks,
            hosts: hosts, people: people, accounts: accounts,
            terms: [], topics: [:], records: records, title: channel["title"] ?? importer.place.title,
            folder: importer.place.folder,
            baseURL: importer.request.baseURL ?? channel["wp:base_blog_url"] ?? channel["link"])
        let address = channel["wp:base_blog_url"] ?? channel["link"]
        survey.origins = Set([address].compactMap { $0 }.compactMap { SiteOrigins.address($0) })
        survey.accounts.index()
        index(&survey)
        count(&survey)
        return survey
    }

    // MARK: Reading

    private mutating func read(_ path: String, number: Int, _ record: RecordFile) throws {
        let size = FileSystem.size(of: path)
        let shown = path.split(separator: "/").last.map(String.init) ?? path
        var start: (offset: Int, line: Int, name: String)?
        var depth = 0
        do {
            let reader = try XMLReader(path: path)
            reader.keepsText = true
            while let event = try reader.next() {
                switch event {
                case .start(let tag):
                    _ = reader.takeText()
                    if !tag.isSelfClosing {
                        depth += 1
                        if depth == 3 { start = (reader.offset, reader.line, tag.name) }
                    }
                case .end(let name):
                    let text = reader.takeText()
                    defer { depth -= 1 }
                    guard depth == 3, let begun = start else { continue }
                    start = nil
                    switch name {
                    case "item", "wp:author", "wp:category", "wp:tag", "wp:term":
                        let length = reader.position - begun.offset
                        guard length <= XMLReader.maximumRecord else {
                            findings.settle(
                                "items", .failed(reason: "an item larger than \(XMLReader.maximumRecord >> 20) MB"))
                            continue
                        }
                        do {
                            let bytes = try record.bytes(at: begun.offset, count: length)
                            let element = try XMLElement.parse(bytes, line: begun.line)
                            add(element, number, begun.offset, length, begun.line)
                        } catch let problem as XMLProblem {
                            findings.settle("items", .failed(reason: "line \(begun.line): \(problem.message)"))
                        }
                        if posts.count % 64 == 0 { progress(reader.position, size, "reading " + shown) }
                    case "title", "link", "wp:base_site_url", "wp:base_blog_url":
                        var repairs: Set<String> = []
                        let value = (try? XMLText.decode(text[...], isAttribute: false, repairs: &repairs)) ?? ""
                        let plain = ByteText.decodeReferences(Array(value.utf8).trimmed().string)
                        if channel[name] == nil, !plain.isEmpty { channel[name] = plain }
                    default: continue
                    }
                }
            }
        } catch let problem as XMLProblem {
            findings.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
        }
    }

    private mutating func add(_ element: XMLElement, _ file: Int, _ offset: Int, _ length: Int, _ line: Int) {
        switch element.name {
        case "item": addItem(element, file, offset, length, line)
        case "wp:author":
            guard let login = element.value("wp:author_login") else { return }
            accounts.add(
                ImportAccount(
                    slot: login, name: element.value("wp:author_display_name") ?? login,
                    mail: element.value("wp:author_email")),
                number: element.value("wp:author_id").flatMap { Int($0) })
        default:
            if !terms.add(element) { findings.settle("categories and tags", .skipped(rule: "menus of the old site")) }
        }
    }

    /// Types that set up the old site and hold nothing to read.
    private static let technical: Set<String> = [
        "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block",
        "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face",
        "acf-field",
        "acf-field-group", "wpcf7_contact_form", "shop_order", "shop_coupon", "scheduled-action", "elementor_library",
        "mc4wp-form", "feedback", "jp_pay_order", "safecss", "wpforms", "ml-slider", "ml-slide",
    ]

    private mutating func addItem(_ item: XMLElement, _ file: Int, _ offset: Int, _ length: Int, _ line: Int) {
        let type = item.value("wp:post_type") ?? "post"
        let id = item.value("wp:post_id").flatMap { Int($0) } ?? 0
        let status = (item.value("wp:status") ?? "publish").lowercased()
        let account = accounts.account(login: item.value("dc:creator") ?? "")
        let name = Self.kindName(type)
        if type == "wp_block", status == "publish", item.value("wp:post_password") == nil {
            blocks[id] = item.child("content:encoded")?.text
        }
        var rule: String?
        if Self.technical.contains(type) { rule = "set-up of the old site: \(type)" }
        if status == "trash" || status == "spam" || status == "auto-draft" { rule = "the status is '\(status)'" }
        if importer.request.corrections.skips("post/\(id)") { rule = SurveyCorrections.rule }
        commentCount += item.children("wp:comment").count
        if let rule {
            findings.tally(
                "comments", .skipped(rule: "the item is not kept"), item.children("wp:comment").count)
            if status == "trash" || status == "spam", id != 0 {
                findings.withdrawn.append(importer.place.key("post", id))
            }
            return findings.settle(name, .skipped(rule: rule))
        }
        let kind: WordPressPost.Kind =
            switch type {
            case "attachment": .attachment
            case "topic": .question
            case "reply": .answer
            default: .document
            }
        let title = ByteText.decodeReferences(item.value("title") ?? "")
        var post =
            WordPressPost(
                id: id, file: file, offset: offset, length: length, line: line, kind: kind, type: type, status: status,
                title: title, name: SitePath.percentDecode(item.value("wp:post_name") ?? ""),
                link: item.value("link") ?? "",
                parent: item.value("wp:post_parent").flatMap { Int($0) } ?? 0, account: account,
                hasPassword: item.value("wp:post_password") != nil,
                address: item.value("wp:attachment_url") ?? item.value("guid") ?? "")
        read(item, &post)
        posts.append(post)
        for category in item.children("category") {
            if let slug = category.attribute("nicename") { terms.use(slug) }
        }
    }

    /// What the texts of an item say about who may read them, and what they show.
    private func read(_ item: XMLElement, _ post: inout WordPressPost) {
        guard post.kind != .attachment else { return }
        let text = item.child("content:encoded")?.text ?? ""
        let thumbnail = item.children("wp:postmeta").first { $0.value("wp:meta_key") == "_thumbnail_id" }?.value(
            "wp:meta_value")
        let comments = item.children("wp:comment").compactMap { $0.value("wp:comment_content") }
        post.uses = WordPressPrivacy.uses(
            [text, item.value("excerpt:encoded") ?? "", thumbnail.map { "attachment_id=" + $0 } ?? ""] + comments)
        post.blocks = WordPressPrivacy.blockNumbers(in: text)
        post.closedBy =
            WordPressPrivacy.closingTag(in: text).map { "shortcode:" + $0 }
            ?? WordPressPrivacy.closingField(of: item).map { "field:" + $0 }
    }

    /// What the report calls items of a type.
    static func kindName(_ type: String) -> String {
        switch type {
        case "post": "posts"
        case "page": "pages"
        case "attachment", WordPressUploads.type: "attachments"
        case "topic": "forum topics"
        case "reply": "forum replies"
        case "forum": "forums"
        default: "items of other types"
        }
    }

    // MARK: After reading

    private mutating func dropRepeated() {
        var seen: Set<Int> = []
        var kept: [WordPressPost] = []
        for post in posts {
            if post.id == 0 || seen.insert(post.id).inserted {
                kept.append(post)
            } else {
                findings.settle(Self.kindName(post.type), .skipped(rule: "the item is there twice; the first is kept"))
            }
        }
        posts = kept
    }

    /// Replies without their topic are no answers.
    private mutating func attachAnswers() {
        let questions = Set(posts.filter { $0.kind == .question }.map(\.id))
        let lost = posts.filter { $0.kind == .answer && !questions.contains($0.parent) }
        posts.removeAll { $0.kind == .answer && !questions.contains($0.parent) }
        findings.settle("forum replies", .skipped(rule: "the topic is not in the export"), lost.count)
    }

    private func findHosts() -> Set<String> {
        var found: Set<String> = []
        func add(_ address: String?) {
            guard let address, let start = address.firstRange(of: "://") else { return }
            found.insert(address[start.upperBound...].prefix { $0 != "/" && $0 != "?" }.lowercased())
        }
        add(importer.request.baseURL)
        for name in ["link", "wp:base_site_url", "wp:base_blog_url"] { add(channel[name]) }
        for post in posts where post.kind != .attachment { add(post.link) }
        return found.filter { !$0.isEmpty }
    }

    private mutating func findUploads() {
        guard let folder = importer.uploads else { return }
        for (number, post) in posts.enumerated() where post.kind == .attachment {
            guard let path = WordPressAddress.upload(post.address),
                ExportFiles.isFile(folder + "/" + path, below: folder)
            else { continue }
            posts[number].source = folder + "/" + path
        }
        posts += WordPressUploads.unlisted(posts, in: folder)
        for (number, post) in posts.enumerated() {
            guard let source = post.source else { continue }
            posts[number].danger = AttachmentSafety.danger(of: source, named: SitePath.percentDecode(post.address))
        }
    }

    private mutating func namePosts() {
        var names = PageNames(importer.request, importer.place)
        for post in posts { names.reserve(key: post.key(importer.place)) }
        var byID: [Int: Int] = [:]
        for (number, post) in posts.enumerated() where post.id != 0 { byID[post.id] = number }
        for (number, post) in posts.enumerated() {
            let wanted = importer.request.corrections.page(of: "post/\(post.id)")
            switch post.kind {
            case .attachment:
                guard post.source != nil else { continue }
                posts[number].path = names.filePath(
                    key: post.key(importer.place), name: post.address, id: "\(post.id)", isRestricted: post.isRestricted
                )
            case .answer: continue
            case .document, .question:
                var folders =
                    post.kind == .question ? ["questions"] : post.type == "page" ? [] : [Self.folder(post.type)]
                var parent = post.parent
                var ancestors: [String] = []
                while post.type == "page", let above = byID[parent], posts[above].type == "page", ancestors.count < 10 {
                    ancestors.insert(posts[above].name.isEmpty ? posts[above].title : posts[above].name, at: 0)
                    parent = posts[above].parent == posts[above].id ? 0 : posts[above].parent
                }
                folders += ancestors
                let base = Naming.slug(post.name).isEmpty ? post.title : post.name
                posts[number].path = names.path(
                    key: post.key(importer.place), folders: folders, title: base, id: "\(post.id)",
                    ending: post.kind == .question ? "/index.md" : ".md", wanted: wanted)
            }
        }
    }

    private static func folder(_ type: String) -> String {
        ["post": "posts", "forum": "forums"][type] ?? type
    }

    private func usedAccounts() -> Set<ImportAccount> {
        var used = Set(posts.filter { $0.kind != .attachment }.map(\.account))
        if importer.request.allUsers { used.formUnion(accounts.all.values) }
        return used
    }

    private func index(_ survey: inout WordPressSurvey) {
        for (number, post) in survey.posts.enumerated() {
            if post.id != 0 { survey.byID[post.id] = number }
            if post.kind == .answer { survey.answers[post.parent, default: []].append(number) }
            if post.kind == .attachment {
                survey.attachments[post.parent, default: []].append(number)
                if let path = WordPressAddress.upload(post.address) { survey.uploads[path.lowercased()] = number }
            }
            let path = WordPressAddress.path(post.link)
            if !path.isEmpty, path != "/", survey.byPath[path] == nil { survey.byPath[path] = number }
        }
        terms.index(&survey)
    }

    private mutating func count(_ survey: inout WordPressSurvey) {
        for post in posts { findings.count(Self.kindName(post.type), 1) }
        findings.count("comments", commentCount)
        // Terms with a page are counted when that is written.
        let others = terms.count(besides: survey.terms)
        findings.count("categories and tags", survey.terms.count)
        findings.settle("categories and tags", .converted, others.used)
        findings.settle("categories and tags", .skipped(rule: "nothing has it"), others.unused)
        findings.settle("categories and tags", .skipped(rule: "another one of this name"), others.doubles)
        findings.count(survey.people)
        let authors = Set(usedAccounts())
        findings.settle(
            "people", .skipped(rule: "no contributions"), accounts.all.values.count { !authors.contains($0) })
        gaps()
        let documents = posts.count { $0.kind == .document }
        findings.headline =
            "WordPress export of \(survey.title): \(documents) documents, \(commentCount) comments, \(survey.people.new.count) people"
        survey.findings = findings
    }

    private mutating func gaps() {
        func gap(_ summary: String, _ help: String) {
            findings.diagnostics.append(
                Diagnostic(.migrationSourceWarning, at: SourceLocation(file: importer.files[0]), summary, help: help))
        }
        let missing = posts.count { $0.kind == .attachment && $0.source == nil }
        if missing > 0 {
            gap(
                "\(missing) files are not in the export: pages go on pointing to the old site",
                "put the site's folder wp-content/uploads beside the export, and migrate again")
        }
        let pages = posts.count { $0.isRestricted && $0.kind != .attachment }
        let files = posts.count { $0.isRestricted && $0.kind == .attachment && $0.source != nil }
        if pages + files > 0 {
            gap(
                "\(pages) private or password-protected pages and \(files) files stay for members",
                "set access_group in \(importer.place.folder)/index.md to the directory group of those who may read them"
            )
        }
    }
}
