import HearthModel

/// The second step: pages, read again from where they lie, become files.
struct ConfluenceConverter {
    let importer: ConfluenceImporter
    let survey: ConfluenceSurvey
    var batch = ImportBatch()
    private var index: ConfluenceIndex { survey.index }
    /// The headings and anchors of other pages that links lead to.
    private var anchors: [Int: Anchors] = [:]

    struct Anchors {
        var headings: HeadingAnchors
        /// What an anchor of the old page stands at.
        var names: [String: String]
    }

    init(importer: ConfluenceImporter, survey: ConfluenceSurvey) {
        self.importer = importer
        self.survey = survey
    }

    // MARK: Pages

    mutating func convert(_ number: Int) {
        let page = index.pages[number]
        let kind = page.kind == .blogPost ? "blog posts" : "pages"
        do {
            let text = try ConfluenceText.read(page.source, index)
            let original = text.string
            var body = ConfluenceBody()
            var comments: [ConfluenceRenderedComment] = []
            if case .file = page.source {
                var rendered = ConfluenceRendered(index: index, people: survey.people, page: number)
                (body, comments) = rendered.body(text)
            } else {
                body = ConfluenceStorage.body(text, isMarkup: page.isMarkup, page: number, survey: survey)
            }
            var (blocks, losses) = blocks(body, number, title: title(page))
            let footnotes = body.footnotes
            if !footnotes.isEmpty { blocks += definitions(footnotes, number, &losses) }
            let (discussion, records) = discussion(of: number, comments)
            if !discussion.isEmpty {
                blocks += [.heading(level: 2, [.text("Comments")])] + discussion
            }
            var writer = MarkdownWriter()
            let markdown = writer.write(blocks)
            losses += writer.losses
            if page.created == nil, page.modified == nil { losses.append("date:unknown") }
            losses += Set(records.flatMap { Self.losses($0.fate) }).sorted().map { "comment:\($0)" }
            var seen: Set<String> = []
            losses = losses.filter { seen.insert($0).inserted }
            var result = ImportedPage(
                title: title(page), id: page.sourceID,
                sha256: ImportManifest.sha256(Array("\(page.title)\n\(page.modified?.iso8601 ?? "")\n".utf8) + text),
                access: access(page))
            fill(&result, page)
            result.description = body.excerpt
            result.losses = losses
            let place = index.spaces[page.space].place
            batch.items.append(
                result.item(
                    place, key: place.key("page", page.sourceID), path: page.path, body: markdown,
                    records: [ImportedRecord(kind, "\(page.id)", losses: losses)] + records,
                    original: ImportOriginal(place: result.url ?? page.title, text: original)))
            account(body, of: page.macros)
        } catch {
            batch.records.append(ImportedRecord(kind, "\(page.id)", .failed(reason: "\(error)")))
            fail(rest: page)
        }
    }

    /// A page that cannot be read takes its comments and macros along.
    private mutating func fail(rest page: ConfluencePage) {
        let rule = "the page could not be converted"
        for comment in page.comments {
            batch.records.append(ImportedRecord("comments", "\(comment.id)", .skipped(rule: rule)))
        }
        let macros = page.comments.reduce(page.macros) { $0 + $1.macros }
        if macros > 0 { batch.tallies.append(ImportTally("macros", .skipped(rule: rule), count: macros)) }
    }

    /// What became of the macros of a text that holds `count` of them.
    private mutating func account(_ body: ConfluenceBody, of count: Int) {
        for (fate, count) in body.macros.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            batch.tallies.append(ImportTally("macros", fate, count: count))
        }
        let rest = count - body.macros.values.reduce(0, +)
        guard rest > 0 else { return }
        batch.tallies.append(
            ImportTally("macros", .skipped(rule: "in a part of the page that is left out"), count: rest))
    }

    private static func losses(_ fate: ImportFate) -> [String] {
        if case .convertedWithLosses(let names) = fate { names } else { [] }
    }

    private func title(_ page: ConfluencePage) -> String {
        if let wanted = importer.request.corrections.title(of: page.sourceID) { return wanted }
        if index.spaces[page.space].homeIsGroup, index.spaces[page.space].home == page.number {
            return index.spaces[page.space].name
        }
        return page.title.isEmpty ? "Untitled \(page.id)" : page.title
    }

    private func access(_ page: ConfluencePage) -> SourceAccess {
        let space = index.spaces[page.space]
        if page.isRestricted { return .members(privacy: "restricted") }
        // The home page's text is that of the group's page, which decides for all others.
        guard space.homeIsGroup, space.home == page.number else { return .group }
        return switch space.audience {
        case .everyone: .group
        case .restricted: .members(privacy: "restricted space")
        case .unknown: .members(privacy: "unknown")
        }
    }

    private func fill(_ result: inout ImportedPage, _ page: ConfluencePage) {
        let space = index.spaces[page.space]
        let isHome = space.home == page.number
        result.author = survey.people.handle(page.account)
        result.rawAuthor = page.rawAuthor
        result.date = page.created ?? page.modified
        result.updated = page.modified ?? page.created
        result.tags = page.labels
        let base = index.baseURL ?? ""
        result.redirects = ConfluenceAddress.all(of: page, in: space, isHome: isHome, base: base)
        if page.id != 0, !base.isEmpty { result.url = base + "/pages/viewpage.action?pageId=\(page.id)" }
        if page.isArchived { result.extra.append(("status", "obsolete")) }
        if let weight = page.weight, !(space.homeIsGroup && isHome) { result.weight = weight }
        if space.homeIsGroup, isHome { addGroupFields(page.space, to: &result) }
    }

    // MARK: Text

    /// The Markdown tree of a text; its links are settled.
    private mutating func blocks(
        _ body: ConfluenceBody, _ number: Int, title: String, highestHeading: Int = 2
    ) -> ([MarkdownBlock], [String]) {
        var losses = body.losses
        var links = ConfluenceLinks(index: index, people: survey.people, from: number)
        let options = HTMLToMarkdown.Options(
            highestHeading: highestHeading,
            resolveLink: { address, isImage in links.resolve(address, isImage: isImage) })
        var converter = HTMLToMarkdown(options: options)
        var blocks = BareAddresses { links.restricted($0) }.veiled(converter.convert(body.html.string))
        if highestHeading == 2 { blocks = PageTree.tidy(blocks, title: title) }
        losses += converter.losses
        let own = PageNames.address(of: index.pages[number].path)
        blocks = PageTree.mapLinks(blocks) { place(of: $0, own: number, ownAddress: own, ownNames: body.anchors) }
        blocks = PageTree.resolveAnchors(blocks, own: own, title: title, losses: &losses) { address in
            index.byAddress[address].flatMap { anchors(of: $0)?.headings }
        }
        let file = importer.request.contentFolder + "/" + index.pages[number].path
        for address in links.unresolved + body.unresolved {
            batch.unresolved.append(UnresolvedLink(address: address, file: file))
        }
        for address in links.missing + body.missing {
            batch.missing.append(UnresolvedLink(address: address, file: file))
        }
        return (blocks, losses)
    }

    /// What a fragment of the old page means, in words of a heading.
    private mutating func place(
        of destination: String, own: Int, ownAddress: String, ownNames: [String: String]
    ) -> String? {
        guard let hash = destination.firstIndex(of: "#"), destination.hasPrefix("/") || destination.hasPrefix("#")
        else {
            return destination
        }
        let address = String(destination[..<hash])
        let number = address.isEmpty || address == ownAddress ? own : index.byAddress[address]
        guard let number else { return destination }
        let fragment = SitePath.percentDecode(String(destination[destination.index(after: hash)...]))
        let names = number == own ? ownNames : anchors(of: number)?.names ?? [:]
        guard let heading = Self.heading(fragment, title: index.pages[number].title, names) else { return destination }
        if heading.isEmpty { return number == own ? nil : address }
        return address + "#" + SitePath.percentEncode(heading)
    }

    /// `Page-Title-HeadingWithoutSpaces.1` is the second such heading; macros set anchors with names of their own.
    private static func heading(_ fragment: String, title: String, _ names: [String: String]) -> String? {
        let prefix = title.filter { !$0.isWhitespace } + "-"
        var candidates = [fragment]
        for start in [prefix, "id-" + prefix] where fragment.hasPrefix(start) {
            candidates.append(String(fragment.dropFirst(start.count)))
        }
        for name in candidates { if let found = names[name] { return found } }
        guard let last = candidates.last else { return nil }
        if let dot = last.lastIndex(of: "."), let count = Int(last[last.index(after: dot)...]), count > 0 {
            return last[..<dot] + "_\(count + 1)"
        }
        return last
    }

    private mutating func anchors(of number: Int) -> Anchors? {
        if let known = anchors[number] { return known }
        let page = index.pages[number]
        guard let text = try? ConfluenceText.read(page.source, index) else { return nil }
        let body: ConfluenceBody
        if case .file = page.source {
            var rendered = ConfluenceRendered(index: index, people: survey.people, page: number)
            body = rendered.body(text).0
        } else {
            body = ConfluenceStorage.body(text, isMarkup: page.isMarkup, page: number, survey: survey)
        }
        var converter = HTMLToMarkdown()
        let blocks = PageTree.tidy(converter.convert(body.html.string), title: title(page))
        let found = Anchors(headings: HeadingAnchors(blocks, title: title(page)), names: body.anchors)
        anchors[number] = found
        return found
    }

    private mutating func definitions(
        _ footnotes: [[UInt8]], _ number: Int, _ losses: inout [String]
    ) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for (place, html) in footnotes.enumerated() {
            var body = ConfluenceBody()
            body.html = html
            let (inner, more) = blocks(body, number, title: "", highestHeading: 4)
            losses += more
            result.append(
                .footnoteDefinition(label: "\(place + 1)", inner.isEmpty ? [.paragraph([.text("…")])] : inner))
        }
        return result
    }

    // MARK: Comments

    /// What readers wrote below a page, answers as quotes below what they answer.
    private mutating func discussion(
        of number: Int, _ rendered: [ConfluenceRenderedComment]
    ) -> ([MarkdownBlock], [ImportedRecord]) {
        var records: [ImportedRecord] = []
        var result: [MarkdownBlock] = []
        for comment in rendered {
            let (inner, losses) = blocks(comment.body, number, title: "", highestHeading: 4)
            records.append(ImportedRecord("comments", comment.id, losses: losses))
            result += [.paragraph(heading(comment.account, comment.date, nil, false))] + inner
        }
        let comments = index.pages[number].comments
        var children: [Int: [ConfluenceComment]] = [:]
        let ids = Set(comments.map(\.id))
        for comment in comments {
            let parent = comment.parent.flatMap { ids.contains($0) && $0 != comment.id ? $0 : nil } ?? -1
            children[parent, default: []].append(comment)
        }
        var done: Set<Int> = []
        for comment in children[-1] ?? [] { result += thread(comment, children, number, 0, &records, &done) }
        // Circles.
        for comment in comments where !done.contains(comment.id) {
            result += thread(comment, children, number, 0, &records, &done)
        }
        return (result, records)
    }

    private mutating func thread(
        _ comment: ConfluenceComment, _ children: [Int: [ConfluenceComment]], _ number: Int, _ depth: Int,
        _ records: inout [ImportedRecord], _ done: inout Set<Int>
    ) -> [MarkdownBlock] {
        guard done.insert(comment.id).inserted else { return [] }
        var inner: [MarkdownBlock] = []
        do {
            let text = try ConfluenceText.read(comment.source, index)
            let body = ConfluenceStorage.body(text, isMarkup: comment.isMarkup, page: number, survey: survey)
            var losses: [String]
            (inner, losses) = blocks(body, number, title: "", highestHeading: 4)
            account(body, of: comment.macros)
            if comment.isResolved { losses.append("resolved") }
            records.append(ImportedRecord("comments", "\(comment.id)", losses: losses))
        } catch {
            records.append(ImportedRecord("comments", "\(comment.id)", .failed(reason: "\(error)")))
            account(ConfluenceBody(), of: comment.macros)
        }
        var answers: [MarkdownBlock] = []
        for child in children[comment.id] ?? [] {
            answers += thread(child, children, number, depth + 1, &records, &done)
        }
        // Deeper quotes are hard to read: from the fourth level on answers stand side by side.
        let nested: [MarkdownBlock] = answers.isEmpty ? [] : depth < 4 ? [.quote(answers)] : answers
        let who = heading(comment.account, comment.created, comment.selection, comment.isResolved)
        return [.paragraph(who)] + inner + nested
    }

    private func heading(
        _ account: ImportAccount, _ date: Timestamp?, _ selection: String?, _ isResolved: Bool
    ) -> [MarkdownInline] {
        var line: [MarkdownInline] = [.strong([.text(account == .unknown ? "Anonymous" : account.name)])]
        if let handle = survey.people.knows(slot: account.slot), account != .unknown {
            line = [.mention(handle: handle, name: account.name)]
        }
        if let date { line.append(.text(", " + date.iso8601.prefix(16).replacing("T", with: " "))) }
        if let selection { line.append(.text(", on “\(StackExchangeConverter.oneLine(selection))”")) }
        if isResolved { line.append(.text(" (resolved)")) }
        return line
    }
}

/// The bytes of a text, where they lie.
enum ConfluenceText {
    static func read(_ source: ConfluenceSource, _ index: ConfluenceIndex) throws -> [UInt8] {
        switch source {
        case .none: return []
        case .file(let path):
            do { return Array(try PageReader.text(path).text.utf8) } catch {
                throw ConfluenceProblem(reason: error.reason)
            }
        case .record(let file, let offset, let length, let line):
            let bytes = try index.records[file].bytes(at: offset, count: length)
            guard let object = ConfluenceObject(bytes) else {
                throw ConfluenceProblem(reason: "line \(line): the text is not readable")
            }
            return object.raw("body") ?? []
        }
    }
}

/// Why a record did not become a page.
struct ConfluenceProblem: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
