import HearthModel

// Links, images and people of the storage format.

extension ConfluenceStorage {
    mutating func open(_ address: String) {
        body.write("<a")
        body.write(attribute: "href", address)
        body.write(">")
    }

    /// The page that `<ri:page>` and its kind name; nil when the export does not hold it.
    func target(_ element: ConfluenceElement, space other: String? = nil) -> Int? {
        var space = index.pages[page].space
        if let key = element.attribute("ri:space-key") ?? other {
            guard let number = index.spaceNumbers[key.lowercased()] else { return nil }
            space = number
        }
        if let id = element.attribute("ri:content-id").flatMap({ Int($0) }) { return index.byID[id] }
        guard let title = element.attribute("ri:content-title"), !title.isEmpty else { return page }
        switch title {
        case "@self": return page
        case "@home": return index.spaces[space].home
        case "@parent": return index.pages[page].parent
        default: break
        }
        if element.name == "ri:blog-post", let day = element.attribute("ri:posting-day") {
            let wanted = day.replacing("/", with: "-")
            let found = index.pages.first { post in
                post.kind == .blogPost && post.space == space
                    && ConfluenceIndex.fold(post.title) == ConfluenceIndex.fold(title)
                    && post.created?.iso8601.hasPrefix(wanted) ?? false
            }
            if let found { return found.number }
        }
        return index.page(titled: title, in: space)
    }

    /// Whether `<ri:page>` names a page that was left out and whose title is not for readers of this one.
    func isHidden(_ element: ConfluenceElement) -> Bool {
        if let id = element.attribute("ri:content-id").flatMap({ Int($0) }), index.isHidden(id: id, from: reader) {
            return true
        }
        guard let title = element.attribute("ri:content-title") else { return false }
        let key = element.attribute("ri:space-key")
        let space = key.map { index.spaceNumbers[$0.lowercased()] } ?? index.pages[page].space
        return space.map { index.isHidden(title: title, in: $0, from: reader) } ?? false
    }

    private func shown(_ element: ConfluenceElement) -> [ConfluenceElement.Node]? {
        let bodies = element.elements.filter {
            ["ac:plain-text-link-body", "ac:link-body", "ac:rich-text-body"].contains($0.name)
        }
        let nodes = bodies.flatMap(\.nodes)
        let isEmpty = nodes.allSatisfy {
            if case .text(let text) = $0 { text.allSatisfy { $0 <= 0x20 } } else { false }
        }
        return isEmpty ? nil : nodes
    }

    mutating func link(_ element: ConfluenceElement) {
        let nodes = shown(element)
        let anchor = element.attribute("ac:anchor") ?? ""
        if let user = element.child("ri:user") { return mention(user) }
        if let attachment = element.child("ri:attachment") {
            return fileLink(attachment, owner: nil, nodes: nodes)
        }
        if let url = element.child("ri:url")?.attribute("ri:value")
            ?? element.child("ri:shortcut")?.attribute("ri:value")
        {
            open(url)
            if let nodes { emit(nodes) } else { body.write(text: url) }
            body.write("</a>")
            return
        }
        if let space = element.child("ri:space")?.attribute("ri:space-key") { return spaceLink(space, nodes) }
        let page = element.child("ri:page") ?? element.child("ri:blog-post") ?? element.child("ri:content-entity")
        if page == nil { return anchorLink(anchor, nodes) }
        guard let page else { return }
        let title = page.attribute("ri:content-title") ?? ""
        guard let number = target(page) else {
            if isHidden(page) {
                body.lose("link:restricted")
                if let nodes { emit(nodes) } else { body.write(text: BareAddresses.title) }
                return
            }
            body.lose("link:broken-in-source")
            body.leaveUnresolved((page.attribute("ri:space-key").map { $0 + ":" } ?? "") + title)
            if let nodes { emit(nodes) } else { body.write(text: title) }
            return
        }
        open(ConfluencePlace.page(number, fragment: anchor))
        if let nodes {
            emit(nodes)
        } else {
            // A title that its readers may not see says nothing here either.
            body.write(
                text: index.mayName(number, from: reader)
                    ? (title.isEmpty || title.hasPrefix("@") ? index.pages[number].title : title) : "a restricted page")
        }
        body.write("</a>")
    }

    /// Without a page the link stays on its own.
    private mutating func anchorLink(_ anchor: String, _ nodes: [ConfluenceElement.Node]?) {
        guard !anchor.isEmpty else {
            if let nodes { emit(nodes) }
            return
        }
        let fragment = "#" + SitePath.percentEncode(anchor)
        open(page == reader ? fragment : ConfluencePlace.page(page, fragment: anchor))
        if let nodes { emit(nodes) } else { body.write(text: anchor) }
        body.write("</a>")
    }

    private mutating func spaceLink(_ key: String, _ nodes: [ConfluenceElement.Node]?) {
        guard let number = index.spaceNumbers[key.lowercased()], let home = index.spaces[number].home else {
            body.leaveUnresolved(key)
            if let nodes { emit(nodes) } else { body.write(text: key) }
            return
        }
        open(ConfluencePlace.page(home))
        if let nodes { emit(nodes) } else { body.write(text: index.spaces[number].name) }
        body.write("</a>")
    }

    // MARK: Files

    mutating func fileLink(_ element: ConfluenceElement, owner: Int?, nodes: [ConfluenceElement.Node]?) {
        guard let name = element.attribute("ri:filename"), !name.isEmpty else {
            if let nodes { emit(nodes) }
            return
        }
        fileLink(named: name, of: owner ?? self.owner(of: element), nodes: nodes)
    }

    /// The page that an attachment belongs to: the one named inside, or the page itself.
    private func owner(of attachment: ConfluenceElement) -> Int? {
        guard let inside = attachment.elements.first(where: { $0.name.hasPrefix("ri:") }) else { return page }
        return target(inside)
    }

    mutating func fileLink(named name: String, of owner: Int?, nodes: [ConfluenceElement.Node]?) {
        guard let owner, let found = index.attachment(named: name, of: owner) else {
            body.lose("file:missing")
            body.miss(name)
            if let nodes { emit(nodes) } else { body.write(text: name) }
            return
        }
        open(ConfluencePlace.file(found))
        // As with titles of pages: what a file is called is for the readers of its page.
        if let nodes {
            emit(nodes)
        } else {
            body.write(text: index.mayRead(owner, from: reader) ? name : "a restricted file")
        }
        body.write("</a>")
    }

    mutating func image(_ element: ConfluenceElement) {
        if (element.attribute("ac:class") ?? "").contains("emoticon") {
            let fallback = element.attribute("ac:alt") ?? element.attribute("ac:title")
            return body.write(text: ConfluenceEmoticon.text(name: "", shortname: nil, fallback: fallback))
        }
        let caption = element.child("ac:caption")
        if caption != nil { body.write("<figure>") }
        defer {
            if let caption {
                wrap("figcaption", caption.nodes)
                body.write("</figure>")
            }
        }
        let alt = element.attribute("ac:alt") ?? element.attribute("ac:title") ?? ""
        var address: String?
        if let attachment = element.child("ri:attachment") {
            let name = attachment.attribute("ri:filename") ?? ""
            if let owner = owner(of: attachment), let found = index.attachment(named: name, of: owner) {
                address = ConfluencePlace.file(found)
            } else {
                body.lose("file:missing")
                body.miss(name)
                return body.write(text: alt.isEmpty ? name : alt)
            }
        } else {
            address = element.child("ri:url")?.attribute("ri:value")
        }
        guard let address else { return body.lose("image:no-source") }
        body.write("<img")
        body.write(attribute: "src", address)
        if !alt.isEmpty { body.write(attribute: "alt", alt) }
        body.write(">")
    }

    // MARK: People

    mutating func mention(_ element: ConfluenceElement) {
        let names = ["ri:userkey", "ri:account-id", "ri:username"].compactMap { element.attribute($0) }
        for name in names {
            guard let account = index.accounts[name.lowercased()] else { continue }
            if let handle = survey.people.knows(slot: account.slot) {
                body.write("<hearth-person handle=\"\(handle)\">")
                body.write(text: account.name)
                body.write("</hearth-person>")
            } else {
                body.write(text: account.name)
            }
            return
        }
        // Keys and numbers of people who are gone name nobody.
        body.lose("mention:unknown-person")
        body.write(text: element.attribute("ri:username").map { AddressVeil.name($0) } ?? "somebody")
    }
}
