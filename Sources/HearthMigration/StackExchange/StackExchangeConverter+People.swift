import HearthModel

// People, topics and the group's own page.

extension StackExchangeConverter {
    mutating func convertPerson(_ person: StackExchangePerson) throws {
        let slot = StackExchangeSurveyor.slot(person.author)
        let key = importer.key("user", slot)
        let path = "people/\(person.handle).md"
        var matter = FrontMatter()
        matter.add("name", person.name.isEmpty ? person.handle : Self.oneLine(person.name))
        guard let place = person.record, let file = survey.users else {
            // Nobody to ask: the account is gone, but what it wrote keeps its author.
            matter.add("status", "left")
            matter.add("ask_me", plain: false)
            matter.add("identities", list: [StackExchangeSurveyor.account(person.author)])
            matter.add(
                "source",
                map: [
                    ("system", StackExchangeImporter.system), ("id", FrontMatter.scalar("user/\(slot)")),
                    ("author", FrontMatter.scalar(person.name)), ("place", FrontMatter.scalar(survey.title)),
                    ("importer", "\(StackExchangeImporter.system)/\(StackExchangeImporter.version)"),
                ])
            finish(
                key: key, path: path, matter, [],
                records: [ImportedRecord("people without an account", person.name, .converted)])
            return
        }
        do {
            var record = Record(tag: try XMLTag(try file.bytes(at: place.offset, count: place.length), line: 0))
            try add(person, &record, key: key, path: path, matter)
        } catch let problem as XMLProblem {
            batch.records.append(ImportedRecord("users", slot, .failed(reason: problem.message)))
        }
    }

    private mutating func add(
        _ person: StackExchangePerson, _ record: inout Record, key: String, path: String, _ start: FrontMatter
    ) throws {
        guard case .user(let id) = person.author else { return }
        var matter = start
        var text = try body(&record, highestHeading: 2, field: "AboutMe")
        let website = try record.line("WebsiteUrl").flatMap { InlineWriter.isWebAddress($0) ? $0 : nil }
        if let website {
            var writer = MarkdownWriter()
            let line = MarkdownBlock.paragraph([
                .text("Website: "), .link(destination: website, title: "", [.text(website)]),
            ])
            writer.append([line], to: &text.markdown)
        }
        matter.add("site", try record.line("Location"))
        if id < 0 {
            // The site's own robot: its posts keep their author, but nobody should look for it.
            matter.add("status", "left")
            matter.add("directory", "hidden")
            matter.add("ask_me", plain: false)
            matter.add("inferred_expertise", plain: false)
        }
        matter.add("identities", list: [StackExchangeSurveyor.account(person.author)])
        try addDates(&record, to: &matter)
        var addresses = ["/users/\(id)"]
        let old = Self.oldSlug(person.name)
        if !old.isEmpty { addresses.insert("/users/\(id)/\(old)", at: 0) }
        matter.add("redirect_from", lines: addresses.map { (importer.request.baseURL ?? "") + $0 })
        let losses = text.finish(record.repairs)
        try addSource(&record, kind: "user", id: id, path: "/users/\(id)", losses: losses, to: &matter)
        finish(
            key: key, path: path, matter, text.markdown, records: [ImportedRecord("users", "\(id)", losses: losses)])
    }

    /// The text of a tag: its wiki as the page, its excerpt as the description.
    mutating func convertTag(_ tag: StackExchangeTag) throws {
        let path = "topics/\(tag.name).md"
        let posts = [tag.excerpt, tag.wiki].compactMap { $0 }
        let key = importer.key("tag", tag.name)
        if importer.request.isForeign(path, key: key) {
            let rule = "the topic has a page already"
            batch.records.append(ImportedRecord("tags", tag.name, .skipped(rule: rule)))
            batch.records += posts.map { ImportedRecord("tag texts", "\($0)", .skipped(rule: rule)) }
            return
        }
        do {
            var matter = FrontMatter()
            matter.add("title", tag.name)
            var losses: [String] = []
            if let id = tag.excerpt, let found = survey.index.post(id) {
                var record = try record(survey.index.posts[found])
                matter.add("description", try record.line("Body"))
                losses += record.repairs.sorted()
            }
            var text = Text(markdown: [], losses: losses)
            if let id = tag.wiki ?? tag.excerpt, let found = survey.index.post(id) {
                var record = try record(survey.index.posts[found])
                if tag.wiki != nil { text = try body(&record, highestHeading: 2) }
                try addDates(&record, to: &matter)
                matter.add(
                    "redirect_from",
                    lines: ["/tags/\(tag.name)", "/tags/\(tag.name)/info"].map { (importer.request.baseURL ?? "") + $0 }
                )
                losses = text.finish(record.repairs.union(losses))
                try addSource(
                    &record, kind: "tag", id: id, path: "/tags/\(SitePath.percentEncode(tag.name))/info",
                    losses: losses, to: &matter)
            }
            let records = posts.map { ImportedRecord("tag texts", "\($0)", losses: losses) }
            finish(
                key: key, path: path, matter, text.markdown,
                records: records + [ImportedRecord("tags", tag.name, .converted)])
        } catch let problem as XMLProblem {
            batch.records.append(ImportedRecord("tags", tag.name, .failed(reason: problem.message)))
            batch.records += posts.map { ImportedRecord("tag texts", "\($0)", .failed(reason: problem.message)) }
        }
    }

    /// The group that holds the questions, unless somebody has written its page already.
    mutating func addGroup() {
        let path = importer.place + "/index.md"
        let key = importer.key("group", importer.groupID)
        guard !importer.request.isForeign(path, key: key) else { return }
        let site = importer.request.baseURL ?? survey.index.hosts.sorted().first.map { "https://" + $0 }
        var matter = FrontMatter()
        matter.add("title", survey.title)
        matter.add("kind", "community")
        matter.add(
            "problem", "Questions that were answered once on \(site ?? "the old site") should not be asked again.")
        matter.add("visibility", "everyone")
        matter.add(
            "source",
            map: [
                ("system", StackExchangeImporter.system), ("id", FrontMatter.scalar("site/\(importer.groupID)")),
                ("url", site.map { FrontMatter.scalar($0) }),
                ("importer", "\(StackExchangeImporter.system)/\(StackExchangeImporter.version)"),
            ])
        let origin = site.map { "<\($0)>" } ?? "a Stack Exchange site"
        let text = """
            The questions and answers of this group were migrated from \(origin), with their \
            authors, dates and votes. Old addresses lead to the new pages.

            """
        finish(key: key, path: path, matter, Array(text.utf8), records: [])
    }
}
