import HearthModel

// Documents of office programs between the pages of a saved site.

extension HTMLSiteSurveyor {
    /// Each docx and odt that a page leads to becomes a page at its place; one that cannot be read comes along as it is.
    mutating func nameDocuments(_ kept: [Int], _ names: inout SiteNames) {
        var wanted: Set<Int> = []
        for number in kept { wanted.formUnion(survey.facts[number]?.links.map(\.target) ?? []) }
        for number in wanted.sorted() {
            let file = survey.tree.files[number]
            let id = file.path
            guard file.role == .attachment, OfficeDocument.isDocument(String(file.name)),
                !importer.request.corrections.skips(id),
                let document = try? OfficeDocument.read(survey.tree.root + "/" + file.path)
            else { continue }
            let title =
                importer.request.corrections.title(of: id) ?? OfficePage.title(document, file: String(file.name))
            let authors = OfficeDocument.Properties.people(document.properties.author)
            let output = names.page(file, key: SitePageKey(file, importer, survey.tree))
            survey.documents.append(SiteDocument(file: number, output: output, title: title, authors: authors))
            survey.outputs[number] = output
            survey.titles[number] = title
        }
    }
}

extension HTMLSiteConverter {
    mutating func convert(_ document: SiteDocument) {
        let file = survey.tree.files[document.file]
        let path = survey.tree.root + "/" + file.path
        let read: OfficeDocument
        let bytes: [UInt8]
        do {
            read = try OfficeDocument.read(path)
            bytes = try FileSystem.read(path)
        } catch {
            batch.records.append(ImportedRecord("documents", file.path, .failed(reason: "\(error)")))
            return
        }
        let (survey, hosts) = (survey, importer.hosts)
        let from = SitePage(file: document.file, title: document.title, output: document.output)
        let page = OfficePage(read, title: document.title, path: document.output) { address in
            var links = SiteLinks(survey: survey, page: from, hosts: hosts, encoding: "UTF-8")
            return links.resolve(SiteAddress.mended(address), isImage: false)
        }
        var losses = page.losses
        if read.properties.created == nil { losses.append("date:unknown") }
        var place = ImportPlace(importer.request, system: HTMLSiteImporter.system, version: HTMLSiteImporter.version)
        place.title = importer.title
        var result = ImportedPage(
            title: document.title, id: file.path, sha256: ImportManifest.sha256(bytes), access: .group)
        result.authors = document.authors.compactMap { survey.handles[$0] }
        result.rawAuthor = document.authors.isEmpty ? nil : document.authors.joined(separator: "; ")
        result.date = read.properties.created
        result.updated = read.properties.modified
        let base = importer.request.baseURL ?? ""
        result.redirects = SiteNames.oldPaths(file).map { base + $0 }
        result.url = importer.request.baseURL.map { $0 + "/" + SitePath.percentEncode(file.path) }
        result.extra = [("type", "document")]
        result.losses = losses
        batch.items.append(
            result.item(
                place, key: importer.key("page", file.path), path: document.output, body: page.markdown,
                records: [ImportedRecord("documents", file.path, losses: losses)],
                original: ImportOriginal(place: file.path, text: HTMLToMarkdown.visibleText(read.html.string))))
        for picture in page.pictures {
            var item = ImportedItem(
                key: importer.key("picture", file.path + "/" + picture.name), path: picture.path, text: "", records: [])
            item.bytes = picture.bytes
            batch.items.append(item)
        }
        let written = importer.request.contentFolder + "/" + document.output
        batch.unresolved += page.unresolved.map { UnresolvedLink(address: $0, file: written) }
    }
}
