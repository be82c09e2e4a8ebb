import HearthModel

/// Decides what becomes of the objects of one dump.
struct ConfluenceSettler {
    let importer: ConfluenceImporter
    let dump: ConfluenceDump
    /// How many dumps there are.
    let dumps: Int
    /// Numbers in the index by id in the dump.
    private var spaces: [Int: Int] = [:]
    private var pages: [Int: Int] = [:]
    private var historical: Set<Int> = []
    /// Contents that only some may view, or that lie below such a one, also below one that is left out.
    private let restricted: Set<Int>

    init(importer: ConfluenceImporter, dump: ConfluenceDump, dumps: Int) {
        self.importer = importer
        self.dump = dump
        self.dumps = dumps
        restricted = dump.restrictions.closed()
    }

    mutating func run(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) throws {
        found.settle("older versions", .skipped(rule: "only the latest version is kept"), dump.olderVersions)
        found.settle("drafts", .skipped(rule: "drafts of pages"), dump.drafts)
        for content in dump.contents { historical.formUnion(content.history.filter { $0 != content.id }) }
        for file in dump.files { historical.formUnion(file.history.filter { $0 != file.id }) }
        let used = Set(dump.contents.filter { $0.type != "Comment" && isCurrent($0) }.compactMap(\.space))
        addSpaces(used, &index, &found)
        addPages(&index, &found)
        connect(&index)
        addLabels(&index, &found)
        addComments(&index, &found)
        addFiles(&index, &found)
        withdrawMoved(index, &found)
        for (name, count) in dump.skipped.sorted(by: { $0.key < $1.key }) {
            let rule = Self.rules[name] ?? "set-up, links and statistics of the old site: \(name.prefix(60))"
            found.settle(Self.kinds[name] ?? "other records", .skipped(rule: rule), count)
        }
    }

    private static let rules = [
        "PageTemplate": "templates for new pages", "CustomContentEntityObject": "content of an add-on",
        "InternalUser": "accounts and their passwords are not kept; their names are",
        "PersonalInformation": "the name of the person is kept", "LikeEntity": "likes",
    ]
    private static let kinds = ["PageTemplate": "page templates", "CustomContentEntityObject": "contents of add-ons"]

    /// Whether an object is the version that readers saw.
    private func isCurrent(_ content: ConfluenceDump.Content) -> Bool {
        !isOld(content.id, content.original) && (content.status == "current" || content.status == "archived")
    }

    /// The current version may be listed among its own older ones.
    private func isOld(_ id: Int, _ original: Int?) -> Bool {
        if let original, original != id { return true }
        return historical.contains(id)
    }

    // MARK: Spaces and pages

    private mutating func addSpaces(
        _ used: Set<Int>, _ index: inout ConfluenceIndex, _ found: inout SurveyFindings
    ) {
        var all = dump.spaces
        let known = Set(all.map(\.id))
        // Pages of a space that the export forgot.
        for id in used.sorted() where !known.contains(id) {
            all.append(ConfluenceDump.Space(id: id, key: "", name: importer.place.title, home: nil, isPersonal: false))
        }
        let isHomeless = dump.contents.contains { $0.type != "Comment" && isCurrent($0) && $0.space == nil }
        if all.isEmpty, isHomeless {
            all.append(ConfluenceDump.Space(id: 0, key: "", name: importer.place.title, home: nil, isPersonal: false))
        }
        let full = all.filter { used.contains($0.id) || (all.count == 1 && isHomeless) }
        let isOnly = full.count == 1 && dumps == 1 && importer.files.spaces.isEmpty
        for space in all {
            guard full.contains(where: { $0.id == space.id }) else {
                found.settle("spaces", .skipped(rule: "a space without pages"))
                continue
            }
            let place = importer.spacePlace(
                key: space.key, name: space.name, isOnly: isOnly, taken: index.spaces.map(\.place.folder),
                pages: dump.contents.lazy.filter { $0.space == space.id }.map(\.id))
            let audience: ConfluenceSpace.Audience =
                dump.open.contains(space.id) && !space.isPersonal
                ? .everyone
                : dump.guarded.contains(space.id) || space.isPersonal
                    ? .restricted
                    : importer.request.opensUnknown ? .everyone : .unknown
            spaces[space.id] = index.spaces.count
            index.spaces.append(
                ConfluenceSpace(key: space.key, name: space.name, audience: audience, home: nil, place: place))
            found.settle("spaces", .converted)
        }
    }

    private mutating func addPages(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) {
        for content in dump.contents where content.type != "Comment" {
            let kind = content.type == "BlogPost" ? "blog posts" : "pages"
            if isOld(content.id, content.original) {
                found.settle(
                    content.status == "draft" ? "drafts" : "older versions",
                    .skipped(rule: content.status == "draft" ? "drafts of pages" : "only the latest version is kept"))
                continue
            }
            if content.status == "draft" {
                found.settle("drafts", .skipped(rule: "drafts of pages"))
                withdraw(content, index, &found)
                continue
            }
            guard isCurrent(content) else {
                found.settle(kind, .skipped(rule: "the status is '\(content.status.prefix(20))'"))
                if ["deleted", "trashed"].contains(content.status) { withdraw(content, index, &found) }
                continue
            }
            if importer.request.corrections.skips("page/\(content.id)") {
                found.settle(kind, .skipped(rule: SurveyCorrections.rule))
                if let space = content.space.flatMap({ spaces[$0] }) ?? (spaces.count == 1 ? spaces.values.first : nil)
                {
                    index.leaveOut(
                        id: content.id, title: content.title,
                        ConfluenceIndex.LeftOut(space: space, isRestricted: restricted.contains(content.id)))
                }
                continue
            }
            guard let space = content.space.flatMap({ spaces[$0] }) ?? (spaces.count == 1 ? spaces.values.first : nil)
            else {
                found.settle(kind, .skipped(rule: "the page belongs to no space"))
                continue
            }
            guard pages[content.id] == nil else {
                found.settle(kind, .skipped(rule: "the page is there twice; the first is kept"))
                continue
            }
            let number = index.pages.count
            pages[content.id] = number
            index.pages.append(page(content, number, space, &index))
        }
        for space in dump.spaces {
            if let number = spaces[space.id], let home = space.home.flatMap({ pages[$0] }) {
                index.spaces[number].home = home
            }
        }
    }

    private func page(
        _ content: ConfluenceDump.Content, _ number: Int, _ space: Int, _ index: inout ConfluenceIndex
    ) -> ConfluencePage {
        var page = ConfluencePage(number: number, id: content.id, space: space, title: content.title)
        page.kind = content.type == "BlogPost" ? .blogPost : .page
        page.position = content.position
        page.created = content.created
        page.modified = content.modified
        page.isArchived = content.status == "archived"
        page.isRestricted = restricted.contains(content.id)
        (page.account, page.rawAuthor) = author(content.creator, &index)
        if let body = body(content) {
            page.source = body.source
            page.isMarkup = body.isMarkup
        }
        return page
    }

    private func body(_ content: ConfluenceDump.Content) -> ConfluenceDump.Body? {
        dump.bodyOfContent[content.id] ?? content.bodies.lazy.compactMap { dump.bodies[$0] }.first
    }

    /// The account, and how the export names it. Accounts that were deleted leave their key only.
    private func author(_ creator: String?, _ index: inout ConfluenceIndex) -> (ImportAccount, String?) {
        guard let creator, !creator.isEmpty else { return (.unknown, nil) }
        if let account = index.accounts[creator.lowercased()] {
            return (account, account.name == account.slot ? account.name : "\(account.name) (\(account.slot))")
        }
        let isKey = creator.count >= 20 && creator.contains { $0.isNumber }
        guard !isKey, !creator.contains("@") else { return (.unknown, isKey ? creator : nil) }
        let account = ImportAccount(slot: creator, name: creator)
        index.accounts[creator.lowercased()] = account
        return (account, creator)
    }

    private func connect(_ index: inout ConfluenceIndex) {
        var parents: [Int: Int] = [:]
        for content in dump.contents where content.type == "Page" { parents[content.id] = content.parent }
        for content in dump.contents where content.type == "Page" {
            guard let number = pages[content.id] else { continue }
            // A page that is gone leaves its children to the one above it.
            var above = content.parent
            var seen: Set<Int> = [content.id]
            while let next = above, pages[next] == nil, seen.insert(next).inserted { above = parents[next] }
            let parent = above.flatMap { pages[$0] }
            index.pages[number].parent = parent == number ? nil : parent
        }
    }

    // MARK: Labels, comments, files

    private func addLabels(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) {
        var contents: [Int: Int] = [:]
        for content in dump.contents { for labelling in content.labellings { contents[labelling] = content.id } }
        for labelling in dump.labellings {
            let content = labelling.content != 0 ? labelling.content : contents[labelling.id] ?? 0
            guard let name = dump.labels[labelling.label] else {
                found.settle("labels", .skipped(rule: "the label is not in the export"))
                continue
            }
            guard !dump.personalLabels.contains(labelling.label) else {
                found.settle("labels", .skipped(rule: "personal labels"))
                continue
            }
            let tag = TagName.of(name)
            guard let number = pages[content], !tag.isEmpty, !index.pages[number].labels.contains(tag) else {
                found.settle("labels", .skipped(rule: "labels of spaces, files and pages that are not kept"))
                continue
            }
            index.pages[number].labels.append(tag)
        }
    }

    private mutating func addComments(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) {
        var files: [Int: ConfluenceDump.File] = [:]
        for file in dump.files where files[file.id] == nil { files[file.id] = file }
        for content in dump.contents where content.type == "Comment" {
            if isOld(content.id, content.original) {
                found.settle("older versions", .skipped(rule: "only the latest version is kept"))
                continue
            }
            guard isCurrent(content) else {
                found.settle("comments", .skipped(rule: "the status is '\(content.status.prefix(20))'"))
                continue
            }
            var owner = content.container?.id
            var selection = value("inline-original-selection", of: content)
            if let id = owner, let file = files[id] {
                owner = file.container?.id
                selection = selection ?? file.name
            }
            guard let number = owner.flatMap({ pages[$0] }) else {
                found.settle("comments", .skipped(rule: "the page is not kept"))
                continue
            }
            let body = body(content)
            let status = value("status", of: content)
            index.pages[number].comments.append(
                ConfluenceComment(
                    id: content.id, parent: content.parent, account: author(content.creator, &index).0,
                    created: content.created, source: body?.source ?? .none, isMarkup: body?.isMarkup ?? false,
                    selection: selection, isResolved: status == "resolved" || status == "dangling"))
        }
        for number in pages.values {
            index.pages[number].comments.sort { a, b in
                (a.created?.seconds ?? 0, a.id) < (b.created?.seconds ?? 0, b.id)
            }
        }
    }

    private func value(_ name: String, of content: ConfluenceDump.Content) -> String? {
        content.properties.lazy.compactMap { dump.properties[$0] }.first { $0.name == name }?.value
    }

    /// The trash of the space, or a page that is a draft again: earlier runs may have made a page of it.
    private func withdraw(
        _ content: ConfluenceDump.Content, _ index: ConfluenceIndex, _ found: inout SurveyFindings
    ) {
        guard let space = content.space.flatMap({ spaces[$0] }) else { return }
        let place = index.spaces[space].place
        found.withdrawn.append(place.key("page", "page/\(content.id)"))
        for file in dump.files where file.container?.id == content.id {
            found.withdrawn.append(place.key("file", file.id))
        }
    }

    /// Pages that have moved to another space are not in the old one any more.
    private func withdrawMoved(_ index: ConfluenceIndex, _ found: inout SurveyFindings) {
        var keyspaces: [Int: [Substring]] = [:]
        let keys = Set(dump.spaces.map { $0.key.lowercased() })
        for page in index.pages {
            let here = index.spaces[page.space].place.folder
            let site = ConfluenceEarlierPage.Site(host: index.baseURL.flatMap { ConfluenceHost.of($0) }, spaces: keys)
            let moved = importer.groups(ofPage: page.id).filter { group in
                group != here
                    && importer.earlierPage(page.id, in: group)?.isSame(title: page.title, of: site) ?? false
            }
            keyspaces[page.number] = moved.map { $0.dropFirst("groups/".count) }
            for keyspace in keyspaces[page.number] ?? [] {
                found.withdrawn.append("\(keyspace)/page/\(page.sourceID)")
            }
        }
        for file in index.attachments {
            for keyspace in keyspaces[file.page] ?? [] { found.withdrawn.append("\(keyspace)/file/\(file.id)") }
        }
    }

    private func addFiles(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) {
        var containers: [Int: Int] = [:]
        for content in dump.contents where content.type == "Comment" { containers[content.id] = content.container?.id }
        var newest: [String: Int] = [:]
        for file in dump.files {
            if isOld(file.id, file.original) {
                found.settle("older versions", .skipped(rule: "only the latest version is kept"))
                continue
            }
            guard file.status == "current" else {
                found.settle("attachments", .skipped(rule: "the status is '\(file.status.prefix(20))'"))
                for space in index.spaces { found.withdrawn.append(space.place.key("file", file.id)) }
                continue
            }
            let container = file.container?.id ?? 0
            guard let number = pages[container] ?? containers[container].flatMap({ pages[$0] }) else {
                found.settle("attachments", .skipped(rule: "files of spaces, add-ons and pages that are not kept"))
                continue
            }
            // Before Confluence 5 each version was an attachment of the same name.
            let key = "\(number)/\(file.name)"
            let place = index.attachments.count
            if let other = newest[key] {
                found.settle("older versions", .skipped(rule: "only the latest version is kept"))
                if file.version > other.version(in: index) {
                    index.attachments[other] = attachment(file, container, number)
                }
                continue
            }
            newest[key] = place
            index.attachments.append(attachment(file, container, number))
        }
    }

    private func attachment(_ file: ConfluenceDump.File, _ container: Int, _ page: Int) -> ConfluenceAttachment {
        let base = "\(dump.folder)/attachments/\(container)/\(file.id)"
        var path: String?
        if FileSystem.kind(of: "\(base)/\(file.version)") == .file {
            path = "\(base)/\(file.version)"
        } else if FileSystem.kind(of: base) == .directory {
            // The version that the record names is not there: the newest of the others.
            let versions = ((try? FileSystem.entries(of: base)) ?? []).filter { $0.kind == .file }
                .compactMap { Int($0.name) }
            path = versions.max().map { "\(base)/\($0)" }
        }
        // A link among the folders must not bring in what lies elsewhere.
        if let found = path, !ExportFiles.isInside(found, dump.folder) { path = nil }
        var result = ConfluenceAttachment(id: "\(file.id)", page: page, name: file.name, file: path)
        result.version = file.version
        return result
    }
}

extension Int {
    fileprivate func version(in index: ConfluenceIndex) -> Int { index.attachments[self].version }
}
