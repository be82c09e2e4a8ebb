import HearthModel

/// The second step: pages, read again, become Markdown files.
struct HTMLSiteConverter {
    let importer: HTMLSiteImporter
    let survey: HTMLSiteSurvey
    var batch = ImportBatch()

    init(importer: HTMLSiteImporter, survey: HTMLSiteSurvey) {
        self.importer = importer
        self.survey = survey
    }

    private struct Body {
        var markdown = ""
        var losses: [String] = []
        var counts = HTMLCounts()
        /// What the reader of the page saw, a line for each block.
        var visible = ""
    }

    mutating func convert(_ page: SitePage) {
        let file = survey.tree.files[page.file]
        let key = page.key
        let facts = survey.facts[page.file] ?? PageFacts()
        var links = SiteLinks(survey: survey, page: page, hosts: importer.hosts, encoding: facts.encoding)
        var body: Body
        do {
            links.pictures = try SavedPictures(of: page, importer, survey)
            body = facts.isWorkbook ? workbook(facts, page) : try self.body(facts, page, &links)
        } catch {
            batch.records.append(ImportedRecord("pages", file.path, .failed(reason: "\(error)")))
            return
        }
        body.losses += facts.textLosses
        var matter = FrontMatter()
        matter.add("title", page.title)
        if page.file == survey.groupPage {
            addGroupFields(to: &matter)
        } else {
            matter.add("type", "document")
        }
        matter.add(authors: page.authors.compactMap { survey.handles[$0] })
        matter.add("date", (facts.created ?? facts.modified)?.iso8601)
        if facts.created != nil, facts.modified != facts.created { matter.add("updated", facts.modified?.iso8601) }
        matter.add("lang", facts.language)
        matter.add(
            "redirect_from", lines: page.oldPaths.map { $0.hasPrefix("/") ? (importer.request.baseURL ?? "") + $0 : $0 }
        )
        addSource(file, facts, saved: survey.tree.savedAddresses[page.file], losses: body.losses, to: &matter)
        matter.add("migration", plain: "{status: imported}")
        let text = body.markdown.isEmpty ? matter.block : matter.block + "\n" + body.markdown
        batch.items.append(
            ImportedItem(
                key: key, path: page.output, text: text,
                records: [ImportedRecord("pages", file.path, losses: body.losses)],
                original: ImportOriginal(place: file.path, text: body.visible)))
        account(body.counts)
        links.pictures?.finish(&batch)
        let written = importer.request.contentFolder + "/" + page.output
        batch.unresolved += links.unresolved.map { UnresolvedLink(address: $0, file: written) }
        batch.missing += links.missing.map { UnresolvedLink(address: $0, file: written) }
    }

    private func body(_ facts: PageFacts, _ page: SitePage, _ links: inout SiteLinks) throws -> Body {
        let coded = try survey.trees?.bytes(at: facts.tree.lowerBound, count: facts.tree.count) ?? []
        let tree = GumboTree(coded: coded)
        return withExtendedLifetime(tree) {
            var body = Body()
            if facts.losesStructure { body.losses.append("nesting:too-deep") }
            guard let tree, let root = tree.root,
                let node = HTMLNode(pointer: root).children.first(where: { $0.kind == .element && $0.name == "body" })
            else { return body }
            let leaves = PageLeaves(body: node)
            let boilerplate = Boilerplate(
                repeated: survey.repeated, folder: String(survey.tree.files[page.file].folder))
            var options = HTMLToMarkdown.Options()
            options.isWholePage = true
            let pictures = links.pictures
            options.prepareAddress = { address in
                let address = SiteAddress.mended(address)
                return pictures?.file(at: address) ?? address
            }
            options.hidden = leaves.hidden
            var anchors = AnchorReader()
            anchors.read(node)
            let title = page.titleHeading.flatMap { $0 < anchors.headings.count ? anchors.headings[$0] : nil }
            options.dropped = boilerplate.dropped(leaves, title: title)
            for (number, id) in page.headingIDs where number < anchors.headings.count {
                options.headingIDs[anchors.headings[number].id] = id
            }
            if let title {
                let isTop = Self.isAlone(title, anchors.headings, leaves, options.dropped)
                if Self.isFirst(title, isTop: isTop, leaves, options.dropped) { options.titleHeading = title.id }
            }
            options.notes = NoteLinks(body: node)
            // The resolver works on a copy; what it finds is taken over after the conversion.
            var resolver = links
            options.resolveLink = { address, isImage in resolver.resolve(address, isImage: isImage) }
            var converter = HTMLToMarkdown(options: options)
            // The highest heading may have gone with the navigation.
            let made = converter.convert(tree, body: node)
            let (text, notes) = options.notes.isEmpty ? (made, []) : NoteLinks.settled(made)
            let blocks = PageTree.withoutPlainIDs(
                PageTree.belowTitle(
                    Self.tidied(BoldHeadings.found(in: TypedLists.found(in: text), title: page.title))))
            var writer = MarkdownWriter()
            body.markdown = writer.write(blocks + notes)
            links = resolver
            var seen: Set<String> = []
            body.losses = (body.losses + converter.losses + writer.losses).filter { seen.insert($0).inserted }
            body.counts = converter.counts
            if !body.losses.isEmpty { body.visible = Self.visible(leaves, options.dropped) }
            return body
        }
    }

    /// Whether all other headings that stay are below a heading's level.
    private static func isAlone(
        _ heading: HTMLNode, _ headings: [HTMLNode], _ page: PageLeaves, _ dropped: Set<HTMLNode.ID>
    ) -> Bool {
        let level = heading.tag.headingLevel ?? 1
        let others = headings.filter { $0.id != heading.id && $0.tag.headingLevel.map { $0 <= level } ?? false }
        let own = Set(others.flatMap { $0.children.map(\.id) })
        return !page.leaves.contains { leaf in
            leaf.words > 0 && leaf.nodes.contains { own.contains($0) } && !leaf.nodes.contains { dropped.contains($0) }
        }
    }

    /// Whether nothing that stays stands above a heading, or no more than a line above the page's `<h1>` or only heading
    /// of its level (`isTop`): only then the page's title says it as well.
    private static func isFirst(
        _ heading: HTMLNode, isTop: Bool, _ page: PageLeaves, _ dropped: Set<HTMLNode.ID>
    ) -> Bool {
        let own = Set(heading.children.map(\.id))
        var above = 0
        for leaf in page.leaves where leaf.words > 0 && !leaf.nodes.contains(where: { dropped.contains($0) }) {
            if leaf.nodes.contains(where: { own.contains($0) }) { return true }
            above += leaf.words
            if !(isTop || heading.tag == .heading1) || leaf.isHeading || above > lineAbove { return false }
        }
        return false
    }

    /// So many words above the title are a date, a department or a path of pages.
    private static let lineAbove = 12

    /// The page line by line, with what was left out marked as such.
    private static func visible(_ page: PageLeaves, _ dropped: Set<HTMLNode.ID>) -> String {
        var lines: [String] = []
        var length = 0
        for leaf in page.leaves where leaf.words > 0 {
            let text = PageReader.line(
                leaf.nodes.map { HTMLToMarkdown.plainText(of: HTMLNode(pointer: $0)) }.joined(separator: " "))
            let isLeftOut = leaf.nodes.contains { dropped.contains($0) }
            lines.append(isLeftOut ? "(left out: \(text))" : text)
            length += text.utf8.count + 1
            // More is not shown.
            if length > ReviewQueue.textLength { break }
        }
        return lines.joined(separator: "\n")
    }

    /// Without rules at the edges or beside each other: they framed what is gone now.
    private static func tidied(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for block in blocks where block != .rule || (result.last.map { $0 != .rule } ?? false) { result.append(block) }
        while result.last == .rule { result.removeLast() }
        return result
    }

    /// The page of a workbook: a list of its sheets.
    private func workbook(_ facts: PageFacts, _ page: SitePage) -> Body {
        var items: [[MarkdownBlock]] = []
        for sheet in facts.sheets {
            guard let output = survey.outputs[sheet.file] else {
                items.append([.paragraph([.text(sheet.name)])])
                continue
            }
            let address = SiteLinks.relative(output, from: page.output)
            items.append([.paragraph([.link(destination: address, title: "", [.text(sheet.name)])])])
        }
        var writer = MarkdownWriter()
        var body = Body()
        body.markdown = writer.write([.list(MarkdownList(start: nil, isTight: true, items: items))])
        return body
    }

    private mutating func account(_ counts: HTMLCounts) {
        func add(_ kind: String, _ kept: Int, _ lost: [String: Int], _ skipped: [String: Int]) {
            if kept != 0 { batch.tallies.append(ImportTally(kind, .converted, count: kept)) }
            for (loss, count) in lost.sorted(by: { $0.key < $1.key }) {
                batch.tallies.append(ImportTally(kind, .convertedWithLosses([loss]), count: count))
            }
            for (rule, count) in skipped.sorted(by: { $0.key < $1.key }) {
                batch.tallies.append(ImportTally(kind, .skipped(rule: rule), count: count))
            }
        }
        add("links", counts.keptLinks, counts.lostLinks, counts.skippedLinks)
        add("images", counts.keptImages, counts.lostImages, counts.skippedImages)
    }

    private func addSource(
        _ file: SiteFile, _ facts: PageFacts, saved: String?, losses: [String], to matter: inout FrontMatter
    ) {
        let url = saved ?? importer.request.baseURL.map { $0 + "/" + SitePath.percentEncode(file.path) }
        matter.add(
            "source",
            map: [
                ("system", HTMLSiteImporter.system), ("id", FrontMatter.scalar(file.path)),
                ("url", url.map { FrontMatter.scalar($0) }),
                (
                    "author",
                    facts.authors.isEmpty
                        ? nil : FrontMatter.scalar(facts.authors.map { AddressVeil.name($0) }.joined(separator: "; "))
                ),
                ("created", facts.created?.iso8601), ("modified", facts.modified?.iso8601),
                ("importer", "\(HTMLSiteImporter.system)/\(HTMLSiteImporter.version)"),
                ("sha256", FrontMatter.scalar(facts.sha256)),
                ("losses", losses.isEmpty ? nil : FrontMatter.list(losses)),
            ])
    }

    // MARK: Attachments, people, the group

    mutating func copy(_ attachment: SiteAttachment) {
        let file = survey.tree.files[attachment.file]
        batch.items.append(
            ImportedItem(
                key: importer.key("file", file.path), path: attachment.output,
                copyOf: survey.tree.root + "/" + file.path,
                records: [ImportedRecord("files", file.path, .converted)]))
    }

    mutating func convert(_ person: SitePerson) {
        var matter = FrontMatter()
        matter.add("name", person.name)
        matter.add("status", "left")
        matter.add("ask_me", plain: false)
        matter.add("identities", list: ["html:" + person.raw])
        matter.add(
            "source",
            map: [
                ("system", HTMLSiteImporter.system), ("id", FrontMatter.scalar("user/" + person.raw)),
                ("author", FrontMatter.scalar(AddressVeil.name(person.raw))),
                ("importer", "\(HTMLSiteImporter.system)/\(HTMLSiteImporter.version)"),
            ])
        matter.add("migration", plain: "{status: imported}")
        batch.items.append(
            ImportedItem(
                key: importer.key("user", person.raw), path: "people/\(person.handle).md", text: matter.block,
                records: [ImportedRecord("people", person.raw, .converted)]))
    }

    private func addGroupFields(to matter: inout FrontMatter) {
        matter.add("kind", "awareness")
        matter.add("visibility", "everyone")
    }

    /// The group that holds the pages, unless the old home page is its page or somebody has written one.
    mutating func addGroup() {
        let path = importer.place + "/index.md"
        let key = importer.key("group", importer.groupID)
        guard survey.groupPage == nil, !importer.request.isForeign(path, key: key) else { return }
        var matter = FrontMatter()
        matter.add("title", importer.title)
        addGroupFields(to: &matter)
        matter.add(
            "source",
            map: [
                ("system", HTMLSiteImporter.system), ("id", FrontMatter.scalar("site/\(importer.groupID)")),
                ("url", importer.request.baseURL.map { FrontMatter.scalar($0) }),
                ("importer", "\(HTMLSiteImporter.system)/\(HTMLSiteImporter.version)"),
            ])
        matter.add("migration", plain: "{status: imported}")
        let start = survey.tree.find("", from: "").map { number in survey.aliases[number] ?? number }
        var text = "The pages of the old site, each where it was.\n"
        if let start, let output = survey.outputs[start], let title = survey.titles[start] {
            var writer = MarkdownWriter()
            let link = MarkdownInline.link(
                destination: SiteLinks.relative(output, from: path), title: "", [.text(title)])
            text = writer.write([.paragraph([.text("The pages of the old site. They began at "), link, .text(".")])])
        }
        batch.items.append(ImportedItem(key: key, path: path, text: matter.block + "\n" + text, records: []))
    }
}

/// Where the links of a page lead now.
struct SiteLinks {
    let survey: HTMLSiteSurvey
    let page: SitePage
    let hosts: Set<String>
    let encoding: String
    private(set) var unresolved: [String] = []
    private(set) var missing: [String] = []
    /// Those that are in the same file as the page.
    var pictures: SavedPictures?

    init(survey: HTMLSiteSurvey, page: SitePage, hosts: Set<String>, encoding: String) {
        self.survey = survey
        self.page = page
        self.hosts = hosts
        self.encoding = encoding
    }

    mutating func resolve(_ address: String, isImage: Bool) -> SafeLink.Outcome {
        if let outcome = pictures?.show(address, isImage: isImage) {
            if case .drop(SavedPictures.missing) = outcome { missing.append(SavedPictures.address(behind: address)) }
            return outcome
        }
        let parsed = SiteAddress(address, hosts: hosts, encoding: encoding)
        let folder = survey.tree.files[page.file].folder
        let found: Int?
        switch parsed.kind {
        case _ where survey.tree.page(savedFrom: address) != nil: found = survey.tree.page(savedFrom: address)
        case .elsewhere: return .keep(address.hasPrefix("//") ? "https:" + address : address)
        case .local(""): return isImage ? lost(address, isImage, "image:empty") : place(parsed.fragment, in: page.file)
        case .local(let path): found = survey.tree.find(path, query: parsed.query, from: folder)
        case .disk(let path): found = survey.tree.find(disk: path)
        }
        guard let found else {
            if case .disk = parsed.kind {
                return lost(address, isImage, isImage ? "image:local-disk" : "link:local-disk")
            }
            return lost(address, isImage, isImage ? "image:missing" : "link:broken-in-source")
        }
        if isImage {
            guard let output = survey.outputs[found], survey.tree.files[found].role == .attachment else {
                if SiteNames.isDecoration(survey.tree.files[found].path) { return .drop(loss: "image:decoration") }
                return lost(address, isImage, "image:not-kept")
            }
            return .keep(Self.relative(output, from: page.output))
        }
        var target = found
        for _ in 0..<8 { if let next = survey.aliases[target] { target = next } }
        guard survey.outputs[target] != nil else { return lost(address, isImage, "link:not-kept") }
        return place(parsed.fragment, in: target)
    }

    private mutating func lost(_ address: String, _ isImage: Bool, _ loss: String) -> SafeLink.Outcome {
        if isImage { missing.append(address) } else { unresolved.append(address) }
        return .drop(loss: loss)
    }

    /// A place in a page: the heading that stands for the anchor, else the page.
    private mutating func place(_ fragment: String, in target: Int) -> SafeLink.Outcome {
        let output = survey.outputs[target] ?? ""
        let isSame = target == page.file
        let id = fragment.isEmpty ? "" : survey.anchors[target]?[fragment] ?? ""
        if isSame, id.isEmpty {
            // A link to the top of its own page: nothing that a reader needs here.
            let isTop = fragment.isEmpty || fragment == "top" || survey.anchors[target]?[fragment] != nil
            return .drop(loss: isTop ? SafeLink.toTop : "link:no-such-anchor")
        }
        let path = isSame ? "" : Self.relative(output, from: page.output)
        let address = id.isEmpty ? path : path + "#" + id
        return .page(address, title: survey.titles[target] ?? "")
    }

    /// The way from one file to another, as a person would write it.
    static func relative(_ target: String, from page: String) -> String {
        let to = target.split(separator: "/")
        let from = page.split(separator: "/").dropLast()
        var common = 0
        while common < from.count, common < to.count - 1, to[common] == from[common] { common += 1 }
        let up = Array(repeating: "..", count: from.count - common)
        return SitePath.percentEncode((up + to[common...].map(String.init)).joined(separator: "/"))
    }
}
