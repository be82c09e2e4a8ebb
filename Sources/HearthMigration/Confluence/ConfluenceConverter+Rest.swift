import HearthModel

// Files, people and groups.

extension ConfluenceConverter {
    mutating func copy(_ attachment: ConfluenceAttachment) {
        guard let file = attachment.file else {
            batch.records.append(
                ImportedRecord("attachments", attachment.id, .skipped(rule: "the file is not in the export")))
            return
        }
        if let danger = attachment.danger {
            batch.records.append(ImportedRecord("attachments", attachment.id, .skipped(rule: danger)))
            return
        }
        let place = survey.index.spaces[survey.index.pages[attachment.page].space].place
        batch.items.append(
            ImportedItem(
                key: place.key("file", attachment.id), path: attachment.path, copyOf: file,
                records: [ImportedRecord("attachments", attachment.id, .converted)]))
    }

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(person, records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    /// The page of a group whose space has no home page, or whose home page is restricted.
    mutating func addGroup(_ number: Int) {
        let space = survey.index.spaces[number]
        guard !space.homeIsGroup else { return }
        let item = space.place.groupPage(
            importer.request, title: space.name, origin: survey.index.baseURL, what: "The pages",
            access: access(number))
        if let item { batch.items.append(item) }
    }

    /// The home page's text is the text of the group's page.
    func addGroupFields(_ number: Int, to page: inout ImportedPage) {
        let space = survey.index.spaces[number]
        page.extra = [
            ("kind", "community"),
            ("problem", "What was written down once on the old site should not be looked for again."),
        ]
        if space.audience == .everyone { page.extra.append(("visibility", "everyone")) }
        if access(number) != .everyone { page.extra.append(("access_group", space.place.accessGroup)) }
    }

    private func access(_ number: Int) -> GroupAccess {
        if survey.index.spaces[number].audience != .everyone { return .members }
        let hasClosed = survey.index.pages.contains { $0.space == number && $0.isRestricted }
        return hasClosed || survey.index.spaces[number].place.hadMembers(importer.request)
            ? .everyoneAndMembers : .everyone
    }
}
