import HearthModel

/// The second step: documents, read again, become pages.
struct OfficeConverter {
    let importer: OfficeImporter
    let survey: OfficeSurvey
    var batch = ImportBatch()
    private let place: ImportPlace

    init(importer: OfficeImporter, survey: OfficeSurvey) {
        self.importer = importer
        self.survey = survey
        place = importer.place
    }

    mutating func convert(_ page: OfficeSurvey.Page) {
        let document: OfficeDocument
        let bytes: [UInt8]
        do {
            document = try OfficeDocument.read(page.file)
            bytes = try FileSystem.read(page.file)
        } catch {
            batch.records.append(ImportedRecord("documents", page.name, .failed(reason: "\(error)")))
            return
        }
        let survey = survey
        let converted = OfficePage(document, title: page.title, path: page.path) { address in
            Self.resolve(address, from: page, in: survey)
        }
        var losses = converted.losses
        if document.properties.created == nil { losses.append("date:unknown") }
        var result = ImportedPage(
            title: page.title, id: page.name, sha256: ImportManifest.sha256(bytes), access: .group)
        result.authors = page.accounts.compactMap { survey.people.handle($0) }
        result.rawAuthor = document.properties.author
        result.date = document.properties.created
        result.updated = document.properties.modified
        result.tags = document.properties.keywords.map { TagName.of($0) }.filter { !$0.isEmpty }
        result.redirects = importer.request.baseURL.map { [$0 + "/" + SitePath.percentEncode(page.name)] } ?? []
        result.url = result.redirects.first
        result.losses = losses
        let file = importer.request.contentFolder + "/" + page.path
        batch.items.append(
            result.item(
                place, key: place.key("page", page.key), path: page.path, body: converted.markdown,
                records: [ImportedRecord("documents", page.name, losses: losses)],
                original: ImportOriginal(
                    place: page.name, text: HTMLToMarkdown.visibleText(document.html.string))))
        for picture in converted.pictures {
            var item = ImportedItem(
                key: place.key("picture", page.key + "/" + picture.name), path: picture.path, text: "", records: [])
            item.bytes = picture.bytes
            batch.items.append(item)
        }
        batch.unresolved += converted.unresolved.map { UnresolvedLink(address: $0, file: file) }
    }

    /// A link to a file beside the document: its page, or the file.
    private static func resolve(
        _ address: String, from page: OfficeSurvey.Page, in survey: OfficeSurvey
    ) -> SafeLink.Outcome {
        let plain = SitePath.percentDecode(String(address.prefix { $0 != "#" && $0 != "?" })).replacing("\\", with: "/")
        var parts = plain.hasPrefix("/") ? [] : page.name.split(separator: "/").dropLast().map(String.init)
        for part in plain.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        // Old documents name their neighbours by whole paths of a disk.
        let found = survey.output(of: parts.joined(separator: "/")) ?? survey.output(of: parts.last ?? "")
        guard let found else { return .drop(loss: "link:broken-in-source") }
        let title = survey.pages.first { $0.path == found }?.title ?? ""
        return .page(PageNames.address(of: found), title: title)
    }

    /// Attachments with the page that lists them, authors, and the group.
    mutating func finish() {
        for file in survey.attachments {
            batch.items.append(
                ImportedItem(
                    key: place.key("file", file.key), path: file.path, copyOf: file.file,
                    records: [ImportedRecord("files", file.name, .converted)]))
        }
        if !survey.attachments.isEmpty { addListing() }
        for person in survey.people.new {
            let record = ImportedRecord("people", person.account.slot, .converted)
            batch.items.append(survey.people.page(person, records: [record]))
        }
        let origin = importer.request.baseURL
        if let group = place.groupPage(
            importer.request, title: place.title, origin: origin, what: "The documents",
            access: importer.request.opensUnknown ? .everyone : .members)
        {
            batch.items.append(group)
        }
    }

    private mutating func addListing() {
        let names = survey.attachments.map(\.name).joined(separator: "\n")
        var page = ImportedPage(
            title: "Files of \(place.title)", id: ":files", sha256: ImportManifest.sha256(Array(names.utf8)),
            access: .group)
        page.description = "Files that lay beside the documents."
        let items: [[MarkdownBlock]] = survey.attachments.map { file in
            [.paragraph([.link(destination: PageNames.address(of: file.path), title: "", [.text(file.name)])])]
        }
        var writer = MarkdownWriter()
        batch.items.append(
            page.item(
                place, key: place.key("page", survey.listingKey), path: survey.listing,
                body: writer.write([.list(MarkdownList(start: nil, isTight: true, items: items))]), records: []))
    }
}
