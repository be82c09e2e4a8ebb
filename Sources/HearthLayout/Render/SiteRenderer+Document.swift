import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func document(
        _ index: PageIndex, _ fields: DocumentFields, _ planned: PlannedPage, _ view: SiteView
    ) -> SlottedBytes {
        let source = site.pages[index]
        var page = base(index, planned, view, section: "documents")
        page.breadcrumbs = breadcrumbs(index, view)
        let owner = owner(fields, view)
        let freshness = site.freshness(of: index)
        let verified = fields.verified != nil || fields.verifiedBy != nil
        let context = DocumentPageFields(
            kindLabel: wording.label(fields.kind), badge: badge(freshness.state), owner: owner,
            authors: source.authors.map { face($0) }.filter { $0.fields.name != owner?.fields.name },
            updated: dates.context(source.lastChange), group: view.group(of: index).map { groupLinks[$0] },
            topics: topics(source), superseded: successor(fields, of: index, view),
            isObsolete: fields.status == .obsolete,
            due: dates.context(freshness.due), needs: fields.needs.map { wording.sentence($0) },
            verified: verified
                ? Context(VerifiedFields(by: face(fields.verifiedBy), date: dates.context(fields.verified))) : nil,
            text: text(index, view))
        return finish(index, page, context)
    }

    func plain(_ index: PageIndex, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let source = site.pages[index]
        let section = source.url.text.split(separator: "/").first.map(String.init) ?? ""
        var page = base(index, planned, view, section: section)
        page.breadcrumbs = breadcrumbs(index, view)
        let context = PlainPageFields(
            updated: dates.context(source.lastChange), topics: topics(source), text: text(index, view))
        return finish(index, page, context)
    }

    /// The person or group that answers for a document.
    func owner(_ fields: DocumentFields, _ view: SiteView) -> Context<PersonFaceFields>? {
        guard let reference = fields.owner else { return nil }
        if let person = site.person(reference.value) { return faces[person] }
        guard let group = site.group(reference.value) else { return face(.name(reference.value)) }
        // A restricted group may not even be named outside.
        guard view.shows(site.groups[group].page) else { return nil }
        let link = groupLinks[group].fields
        return Context(
            PersonFaceFields(
                name: link.title, href: link.href, initials: Wording.initials(link.title),
                colour: Wording.colour(site.groups[group].id), photo: nil))
    }

    private func successor(_ fields: DocumentFields, of index: PageIndex, _ view: SiteView) -> Context<LinkFields>? {
        guard let reference = fields.supersededBy,
            let page = site.page(reference.value, types: [.document, .page, .question], near: index)
        else { return nil }
        return view.sibling(page).map { pageLink($0) }
    }

    /// What is said beside a document's title; nil where there is nothing to say.
    func badge(_ state: DocumentState) -> Context<BadgeFields>? {
        wording.badge(state).map { Context(state: $0.state, label: $0.label) }
    }
}
