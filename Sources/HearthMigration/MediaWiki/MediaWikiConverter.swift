import HearthModel

/// The second step: pages, read again by their place, become files.
struct MediaWikiConverter {
    let importer: MediaWikiImporter
    let survey: MediaWikiSurvey
    var batch = ImportBatch()
    private var site: MediaWikiSite
    private var anchors: [Int: HeadingAnchors] = [:]

    init(importer: MediaWikiImporter, survey: MediaWikiSurvey) {
        self.importer = importer
        self.survey = survey
        site = MediaWikiSite(survey: survey)
        var place = importer.place
        place.title = survey.title
        self.place = place
    }

    private let place: ImportPlace

    /// What a text became.
    struct Converted {
        var markdown: [UInt8]
        var title: String?
        var categories: [String]
        var losses: [String]
        var unresolved: [String]
        var missingFiles: [String]
    }

    // MARK: Pages

    mutating func convert(_ number: Int) {
        let page = survey.index.pages[number]
        site.isOpen = survey.index.closed[number] == nil
        switch page.fate {
        case .document where !page.path.isEmpty: document(page, number)
        case .topic: topic(page, number, TagName.of(page.title.name))
        default: return
        }
    }

    private mutating func read(_ page: MediaWikiPage) -> (text: [UInt8], repairs: [String], sha256: String)? {
        do {
            let bytes = try survey.records[page.file].bytes(at: page.offset, count: page.length)
            let (text, repairs) = MediaWikiText.text(of: bytes)
            return (text, repairs, ImportManifest.sha256(bytes))
        } catch {
            let kind = MediaWikiFates.kind(page.title)
            batch.records.append(ImportedRecord(kind, "\(page.id)", .failed(reason: "\(error)")))
            return nil
        }
    }

    private mutating func document(_ page: MediaWikiPage, _ number: Int) {
        guard let (latest, repairs, sha256) = read(page) else { return }
        var text = latest
        let raw = text
        var records: [ImportedRecord] = []
        var unitTitle: String?
        if let language = page.language, let source = survey.index.pages.number(of: page.title) {
            let units = survey.index.units["\(source)/\(language)"] ?? [:]
            (text, unitTitle) = translated(text, units)
            for unit in units.values.sorted() {
                records.append(ImportedRecord("units of translations", "\(survey.index.pages.id(unit))", .converted))
            }
        }
        let title = unitTitle ?? importer.request.corrections.title(of: "page/\(page.id)")
        let shown = title ?? shownTitle(page)
        let converted = self.convert(text, of: page, title: shown)
        var result = ImportedPage(
            title: title ?? converted.title ?? shown, id: "page/\(page.id)" + (page.language.map { "/" + $0 } ?? ""),
            sha256: sha256,
            access: survey.index.closed[number].map { .members(privacy: $0) } ?? .group)
        let account = survey.index.accounts[page.author]
        result.author = survey.people.handle(account)
        result.rawAuthor = account == .unknown ? nil : account.name
        result.date = page.created
        result.updated = page.modified
        result.tags = converted.categories.map { TagName.of($0) }.filter { !$0.isEmpty }
        result.language = page.language ?? languageOfSubpage(page)
        result.losses = converted.losses + repairs
        result.url =
            (survey.index.addresses.origin ?? "")
            + survey.index.addresses.path(survey.index.namespaces.text(of: page.title))
        if page.language == nil { result.redirects = oldAddresses(page, number) }
        if page.language == nil {
            records.append(ImportedRecord(MediaWikiFates.kind(page.title), "\(page.id)", losses: result.losses))
        }
        let key = place.key("page", page.language.map { "\(page.id)/\($0)" } ?? "\(page.id)")
        batch.items.append(
            result.item(
                place, key: key, path: page.path, text: converted.markdown,
                records: records,
                original: result.losses.isEmpty
                    ? nil
                    : ImportOriginal(
                        place: survey.index.namespaces.text(of: page.title), text: ReviewQueue.shown(raw))))
        note(converted, path: page.path)
    }

    private mutating func note(_ converted: Converted, path: String) {
        let file = importer.request.contentFolder + "/" + path
        batch.unresolved += converted.unresolved.map { UnresolvedLink(address: $0, file: file) }
        batch.missing += converted.missingFiles.map { UnresolvedLink(address: $0, file: file) }
    }

    private func oldAddresses(_ page: MediaWikiPage, _ number: Int) -> [String] {
        let names = survey.index.namespaces
        var found = survey.index.addresses.all(names.text(of: page.title), id: page.id)
        for redirect in survey.index.redirects[number] ?? [] {
            found += survey.index.addresses.all(names.text(of: survey.index.pages.title(redirect)), id: nil)
        }
        return found
    }

    /// `Pumps/Spare parts` is "Spare parts" below its parent, `Pumps/de` "Pumps (de)"; talk and help pages keep their
    /// namespace where it tells.
    private func shownTitle(_ page: MediaWikiPage) -> String {
        let title = page.title
        if title.isTalk || title.namespace == WikiNamespaces.file { return survey.index.namespaces.text(of: title) }
        guard hasParent(title), let last = title.parts.last else { return title.name }
        guard let language = languageOfSubpage(page) else { return String(last) }
        return "\(title.parts[title.parts.count - 2]) (\(language))"
    }

    private func hasParent(_ title: WikiTitle) -> Bool {
        let parent = title.parts.dropLast().joined(separator: "/")
        return title.parts.count > 1
            && survey.index.pages.number(of: WikiTitle(namespace: title.namespace, name: parent)) != nil
    }

    /// `de` of `Pumps/de`, which translates `Pumps`.
    private func languageOfSubpage(_ page: MediaWikiPage) -> String? {
        guard let last = page.title.parts.last, WikiLanguage.isCode(last), hasParent(page.title) else { return nil }
        return String(last)
    }

    // MARK: Text

    private mutating func convert(_ text: [UInt8], of page: MediaWikiPage, title: String) -> Converted {
        var parser = WikitextParser(site: site, page: page.title, date: page.modified)
        let parsed = parser.parse(MediaWikiText.withoutUnitMarks(text))
        var unresolved = parsed.missing.filter { name in
            !name.hasPrefix(fileName) && !(site.namespaces.title(name).map { site.isClosed($0) } ?? false)
        }
        let missingFiles = parsed.missing.filter {
            guard $0.hasPrefix(fileName) else { return false }
            let name = String($0.dropFirst(fileName.count))
            return !survey.index.unsafeImages.contains(name) && !survey.index.closedImages.contains(name)
        }
        let own = site
        var options = HTMLToMarkdown.Options(
            highestHeading: 2,
            resolveLink: { address, isImage in
                guard !isImage, let target = own.survey.index.addresses.target(address) else { return .keep(address) }
                if let new = Self.page(target, own) { return new }
                if Self.isHidden(target, own) { return .drop(loss: "link:restricted") }
                unresolved.append(address)
                return .keep(address)
            })
        options.hasLayoutTables = true
        var converter = HTMLToMarkdown(options: options)
        var blocks = converter.convert(utf8: parsed.html)
        if site.isOpen, !survey.index.closed.isEmpty {
            blocks = BareAddresses { Self.restricted($0, own) }.veiled(blocks)
        }
        var losses = parsed.losses + converter.losses
        blocks = PageTree.tidy(blocks, title: title)
        blocks = PageTree.resolveAnchors(blocks, own: site.address(of: page) ?? "", title: title, losses: &losses) {
            anchors(ofPageAt: $0)
        }
        var writer = MarkdownWriter()
        let markdown = writer.bytes(blocks)
        var seen: Set<String> = []
        return Converted(
            markdown: markdown, title: parsed.displayTitle.map { WikitextText.plain(Array($0.utf8)) },
            categories: parsed.categories, losses: (losses + writer.losses).filter { seen.insert($0).inserted },
            unresolved: unresolved, missingFiles: missingFiles)
    }

    /// Where an address leads whose page is not for readers of an open one, empty where that was left out; nil for all
    /// others.
    private static func restricted(_ address: String, _ site: MediaWikiSite) -> String? {
        let known = site.survey.index.addresses
        let absolute = address.hasPrefix("/") ? (known.origin ?? "") + address : address
        guard let target = known.target(absolute) else { return nil }
        guard
            case .page(let place, title: BareAddresses.title)? = page(target, site)
        else { return isHidden(target, site) ? "" : nil }
        return place
    }

    /// Whether an address means a closed page that has none here: what it is called is not for readers of open ones.
    private static func isHidden(_ target: MediaWikiAddresses.Target, _ site: MediaWikiSite) -> Bool {
        let title: WikiTitle? =
            switch target {
            case .title(let text, _): site.namespaces.title(text)
            case .id(let id, _): site.survey.index.pages.numberOfAny(id: id).map { site.survey.index.pages.title($0) }
            case .other: nil
            }
        return title.map { site.isClosed($0) && site.address(of: $0, fragment: "") == nil } ?? false
    }

    private var fileName: String { (survey.index.namespaces.names[WikiNamespaces.file] ?? "File") + ":" }

    private static func page(_ target: MediaWikiAddresses.Target, _ site: MediaWikiSite) -> SafeLink.Outcome? {
        switch target {
        case .title(let text, let fragment):
            guard let title = site.namespaces.title(text), let address = site.address(of: title, fragment: fragment)
            else { return nil }
            return .page(address, title: site.isClosed(title) ? BareAddresses.title : title.name)
        case .id(let id, let fragment):
            guard let number = site.survey.index.pages.number(ofID: id) else { return nil }
            let title = site.survey.index.pages.title(number)
            return site.address(of: title, fragment: fragment).map {
                .page($0, title: site.isClosed(title) ? BareAddresses.title : title.name)
            }
        case .other: return nil
        }
    }

    /// The headings of another page, read from its wikitext: enough to tell whether a link's anchor exists.
    private mutating func anchors(ofPageAt address: String) -> HeadingAnchors? {
        let path = SitePath.percentDecode(String(address.dropFirst().dropLast())) + ".md"
        guard let number = survey.index.pages.number(ofPath: path) else { return nil }
        if let known = anchors[number] { return known }
        guard let text = try? site.wikitext(of: survey.index.pages[number]) else { return nil }
        let found = HeadingAnchors(Self.headings(text))
        anchors[number] = found
        return found
    }

    private static func headings(_ wikitext: [UInt8]) -> [String] {
        var found: [String] = []
        for line in ByteText.lines(wikitext) where line.count > 2 && wikitext[line.lowerBound] == 0x3D {
            var text = wikitext[line]
            if let comment = text.firstRange(of: Array("<!--".utf8)) { text = text[..<comment.lowerBound] }
            let inner = text.trimmed()
            guard inner.last == 0x3D else { continue }
            let plain = inner.drop { $0 == 0x3D }
            let end = plain.lastIndex { $0 != 0x3D } ?? plain.startIndex
            let words = WikitextText.plain(Array(plain[plain.startIndex...end]))
            // `[[Page|text]]` shows its text.
            var shown = ""
            var rest = Substring(words)
            while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
                shown += rest[..<open.lowerBound]
                shown += rest[open.upperBound..<close.lowerBound].split(separator: "|").last ?? ""
                rest = rest[close.upperBound...]
            }
            found.append((shown + rest).filter { $0 != "\u{7F}" })
        }
        return found
    }

    /// The page with its units in another language put in; its title too, where that is translated.
    private mutating func translated(_ source: [UInt8], _ units: [Int: Int]) -> (text: [UInt8], title: String?) {
        let site = self.site
        func unit(_ number: Int) -> [UInt8]? {
            units[number].flatMap { try? site.wikitext(of: survey.index.pages[$0]) }
        }
        // Blank lines divide the units; a mark in a block says which unit it is.
        var out: [UInt8] = []
        for block in source.string.split(separator: "\n\n", omittingEmptySubsequences: false) {
            if !out.isEmpty { out += [0x0A, 0x0A] }
            guard let mark = block.firstRange(of: "<!--T:"), let end = block[mark.upperBound...].firstRange(of: "-->"),
                let number = Int(block[mark.upperBound..<end.lowerBound]), let text = unit(number)
            else {
                out += Array(block.utf8)
                continue
            }
            if block.contains("</translate>"),
                block.firstRange(of: "</translate>")?.lowerBound ?? mark.lowerBound < mark.lowerBound
            {
                out += Array(block.utf8)
                continue
            }
            out += text
            if let close = block.firstRange(of: "</translate>") { out += Array(block[close.upperBound...].utf8) }
        }
        let title = unit(-1).map { $0.trimmed().string }
        return (out, title?.isEmpty == false ? title : nil)
    }

    // MARK: Topics, people, files

    private mutating func topic(_ page: MediaWikiPage, _ number: Int, _ tag: String) {
        let kind = MediaWikiFates.kind(page.title)
        let key = place.key("page", page.id)
        guard !importer.request.isForeign(page.path, key: key), !tag.isEmpty else {
            let rule = tag.isEmpty ? "a category without a name" : "the topic has a page already"
            batch.records.append(ImportedRecord(kind, "\(page.id)", .skipped(rule: rule)))
            return
        }
        guard let (text, repairs, sha256) = read(page) else { return }
        let converted = convert(text, of: page, title: page.title.name)
        var result = ImportedPage(
            title: page.title.name, id: "page/\(page.id)", sha256: sha256, access: .group)
        result.losses = converted.losses + repairs
        result.redirects = oldAddresses(page, number)
        result.date = page.created
        result.updated = page.modified
        let parents = survey.topicParents(of: importer)
        if let parent = parents.byTopic[number] { result.extra.append(("parent", parent)) }
        if parents.circles.contains(number) { result.losses.append("category:circle") }
        batch.items.append(
            result.item(
                place, key: key, path: page.path, text: converted.markdown,
                records: [ImportedRecord(kind, "\(page.id)", losses: result.losses)]))
        note(converted, path: page.path)
    }

    /// The tags of the categories that the category `number` is in. One that has no page is no topic that others could lie
    /// below.
    mutating func parents(ofTopic number: Int) -> [String] {
        let page = survey.index.pages[number]
        let tag = TagName.of(page.title.name)
        guard page.fate == .topic, !tag.isEmpty, let (text, _, _) = read(page) else { return [] }
        return convert(text, of: page, title: page.title.name).categories.compactMap { name in
            let title = WikiTitle(namespace: WikiNamespaces.category, name: name)
            guard let number = survey.index.pages.number(of: title), survey.index.pages.fate(number) == .topic else {
                return nil
            }
            let parent = TagName.of(name)
            return parent.isEmpty || parent == tag ? nil : parent
        }
    }

    mutating func convert(_ person: ImportPeople.Person) {
        var records = [ImportedRecord("people", person.account.slot, .converted)]
        let title = WikiTitle(namespace: WikiNamespaces.user, name: person.account.slot)
        guard let number = survey.index.pages.number(of: title), survey.index.pages.fate(number) == .person,
            let (text, repairs, _) = read(survey.index.pages[number])
        else {
            batch.items.append(survey.people.page(person, records: records))
            return
        }
        let page = survey.index.pages[number]
        site.isOpen = true
        let converted = convert(text, of: page, title: person.account.name)
        let losses = converted.losses + repairs
        records.append(ImportedRecord(MediaWikiFates.kind(title), "\(page.id)", losses: losses))
        batch.items.append(
            survey.people.page(
                person, body: converted.markdown.string, redirects: oldAddresses(page, number),
                source: [("losses", losses.isEmpty ? nil : FrontMatter.list(losses))], records: records))
        note(converted, path: "people/\(person.handle).md")
    }

    mutating func copy(_ image: MediaWikiImage) {
        if let reason = image.danger {
            batch.records.append(ImportedRecord("attachments", image.name, .skipped(rule: reason)))
            return
        }
        batch.items.append(
            ImportedItem(
                key: place.key("file", image.name), path: image.path, copyOf: image.source,
                records: [ImportedRecord("attachments", image.name, .converted)]))
    }
}
