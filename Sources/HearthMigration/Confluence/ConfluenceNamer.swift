import HearthModel

/// The end of the first step, for both forms of export: the page tree, restrictions, names and counts.
struct ConfluenceNamer {
    let importer: ConfluenceImporter
    var index: ConfluenceIndex
    var found: SurveyFindings

    mutating func finish() throws -> ConfluenceSurvey {
        for number in index.pages.indices { index.pages[number].number = number }
        connect()
        order()
        inherit()
        indexTitles()
        chooseGroups()
        namePages()
        nameFiles()
        for page in index.pages { index.byAddress[PageNames.address(of: page.path)] = page.number }
        let people = try ImportPeople(accounts(), place: importer.place, request: importer.request)
        count(people)
        let spaces =
            index.spaces.count == 1 ? index.spaces[0].name : "\(index.spaces.count) spaces"
        let documents = index.pages.count
        found.headline =
            "Confluence export of \(spaces): \(documents) pages, \(index.commentCount) comments, "
            + "\(index.attachments.count) files, \(people.new.count) people"
        return ConfluenceSurvey(index: index, people: people, findings: found)
    }

    // MARK: The tree

    /// Takes away parents that lead in a circle or into another space.
    private mutating func connect() {
        for number in index.pages.indices {
            var seen: Set<Int> = [number]
            var above = index.pages[number].parent
            while let next = above {
                if index.pages[next].space != index.pages[number].space || !seen.insert(next).inserted {
                    index.pages[number].parent = nil
                    break
                }
                above = index.pages[next].parent
            }
            if index.pages[number].kind == .blogPost { index.pages[number].parent = nil }
        }
    }

    /// Siblings by their place, those without one by title; a place that somebody has set becomes a weight.
    private mutating func order() {
        for page in index.pages where page.kind == .page {
            if let parent = page.parent {
                index.children[parent, default: []].append(page.number)
            } else {
                index.roots[page.space, default: []].append(page.number)
            }
        }
        for (parent, siblings) in index.children { index.children[parent] = sorted(siblings) }
        for (space, siblings) in index.roots { index.roots[space] = sorted(siblings) }
        for siblings in Array(index.children.values) + Array(index.roots.values) {
            guard siblings.contains(where: { index.pages[$0].position != nil }) else { continue }
            for (place, number) in siblings.enumerated() { index.pages[number].weight = place + 1 }
        }
    }

    private func sorted(_ siblings: [Int]) -> [Int] {
        siblings.sorted { a, b in
            let (first, second) = (index.pages[a], index.pages[b])
            if first.position != second.position {
                return (first.position ?? .max) < (second.position ?? .max)
            }
            let (left, right) = (first.title.lowercased(), second.title.lowercased())
            return left == right ? a < b : left < right
        }
    }

    /// Whoever may not see a page may not see those below it.
    private mutating func inherit() {
        var pending = index.pages.filter(\.isRestricted).map(\.number)
        while let number = pending.popLast() {
            for child in index.children[number] ?? [] where !index.pages[child].isRestricted {
                index.pages[child].isRestricted = true
                pending.append(child)
            }
        }
    }

    private mutating func indexTitles() {
        var posts: Set<String> = []
        for page in index.pages {
            if page.id != 0, index.byID[page.id] == nil { index.byID[page.id] = page.number }
            let title = "\(page.space)/\(ConfluenceIndex.fold(page.title))"
            // Of a page and a blog post with one title, links by title mean the page.
            if index.byTitle[title] == nil
                || (page.kind == .page && index.pages[index.byTitle[title] ?? 0].kind != .page)
            {
                index.byTitle[title] = page.number
            }
            if page.kind == .blogPost {
                let day = page.created?.iso8601.prefix(10) ?? ""
                index.pages[page.number].ownsTitle = posts.insert("\(title)/\(day)").inserted
            }
            if let name = page.fileName { index.byFile["\(page.space)/\(name)"] = page.number }
            index.addLabels(of: page.number)
        }
        for (number, space) in index.spaces.enumerated() where index.spaceNumbers[space.key.lowercased()] == nil {
            index.spaceNumbers[space.key.lowercased()] = number
        }
        // Keys of spaces and numbers of pages may come twice, from two servers.
        for page in index.pages {
            index.pages[page.number].ownsID = page.id == 0 || index.byID[page.id] == page.number
            let isFirst = index.spaceNumbers[index.spaces[page.space].key.lowercased()] == page.space
            if page.kind == .page {
                let title = "\(page.space)/\(ConfluenceIndex.fold(page.title))"
                index.pages[page.number].ownsTitle = isFirst && index.byTitle[title] == page.number
            }
        }
        for (number, attachment) in index.attachments.enumerated() {
            index.attachmentsOfPage[attachment.page, default: []].append(number)
            let name = "\(attachment.page)/\(attachment.name)"
            if index.attachmentNames[name] == nil { index.attachmentNames[name] = number }
        }
        // Names differ by their case on some servers, and links are not always written as they do.
        for (number, attachment) in index.attachments.enumerated() {
            let name = "\(attachment.page)/\(ConfluenceIndex.fold(attachment.name))"
            if index.attachmentNames[name] == nil { index.attachmentNames[name] = number }
        }
    }

    // MARK: Names

    /// The home page becomes the group's page, unless somebody has written one.
    private mutating func chooseGroups() {
        for number in index.spaces.indices {
            if keepGroup(number) { continue }
            let space = index.spaces[number]
            guard let home = space.home else { continue }
            let path = space.place.folder + "/index.md"
            let key = space.place.key("page", index.pages[home].sourceID)
            let owned = importer.request.manifest.entry(key: key)?.path
            let isFree = FileSystem.kind(of: importer.request.contentRoot + "/" + path) == nil
            index.spaces[number].homeIsGroup =
                !index.pages[home].isRestricted
                && importer.request.corrections.page(of: index.pages[home].sourceID) == nil
                && (owned == path || (owned == nil && isFree))
        }
        for number in index.spaces.indices
        where index.spaces[number].audience != .everyone && !index.spaces[number].homeIsGroup {
            index.spaces[number].place.closePages(importer.request)
        }
    }

    /// The page that was the group's in an earlier run stays so, whatever is the home page now: its fields say who reads all
    /// the others. When it is restricted now, so is the group, for what lies below a restricted page is restricted, too.
    private mutating func keepGroup(_ number: Int) -> Bool {
        let place = index.spaces[number].place
        let path = place.folder + "/index.md"
        guard importer.request.manifest.owns(path: path),
            let page = index.pages.first(where: { page in
                page.space == number
                    && importer.request.manifest.entry(key: place.key("page", page.sourceID))?.path == path
            })
        else { return false }
        index.spaces[number].home = page.number
        index.spaces[number].homeIsGroup = true
        if page.isRestricted { index.spaces[number].audience = .restricted }
        return true
    }

    private mutating func namePages() {
        for (number, space) in index.spaces.enumerated() {
            var names = PageNames(importer.request, space.place)
            let own = index.pages.indices.filter { index.pages[$0].space == number }
            for page in own { names.reserve(key: space.place.key("page", index.pages[page].sourceID)) }
            for page in own {
                if space.homeIsGroup, space.home == page {
                    index.pages[page].path = space.place.folder + "/index.md"
                    continue
                }
                let id = index.pages[page].sourceID
                // Files are as open as their folder, so a restricted page in an open group has a folder of its own.
                index.pages[page].path = names.path(
                    key: space.place.key("page", id), folders: folders(of: page), title: index.pages[page].title,
                    id: "\(index.pages[page].id)", ending: index.isEnclosed(page) ? "/index.md" : ".md",
                    wanted: importer.request.corrections.page(of: id))
            }
        }
    }

    /// The titles of the pages above, without the home page, which all others lie below.
    private func folders(of number: Int) -> [String] {
        if index.pages[number].kind == .blogPost { return ["blog"] }
        var titles: [String] = []
        var above = index.pages[number].parent
        while let next = above {
            if index.spaces[index.pages[next].space].home != next { titles.insert(index.pages[next].title, at: 0) }
            above = index.pages[next].parent
        }
        return Array(titles.prefix(8))
    }

    private mutating func nameFiles() {
        for number in index.attachments.indices {
            let attachment = index.attachments[number]
            index.attachments[number].danger = attachment.file.flatMap {
                AttachmentSafety.danger(of: $0, named: attachment.name)
            }
        }
        for (number, space) in index.spaces.enumerated() {
            var names = PageNames(importer.request, space.place)
            let own = index.attachments.indices.filter {
                index.attachments[$0].file != nil && index.attachments[$0].danger == nil
                    && index.pages[index.attachments[$0].page].space == number
            }
            for file in own { names.reserve(key: space.place.key("file", index.attachments[file].id)) }
            for file in own {
                let attachment = index.attachments[file]
                index.attachments[file].path = names.filePath(
                    key: space.place.key("file", attachment.id), folders: [index.pages[attachment.page].title],
                    name: attachment.name, id: attachment.id, isRestricted: index.isEnclosed(attachment.page))
            }
        }
    }

    // MARK: Accounts

    private func accounts() -> Set<ImportAccount> {
        var used = index.writers
        for page in index.pages { used.insert(page.account) }
        if importer.request.allUsers { used.formUnion(index.accounts.values) }
        return used
    }

    private mutating func count(_ people: ImportPeople) {
        found.count("pages", index.pages.count { $0.kind == .page })
        found.count("blog posts", index.pages.count { $0.kind == .blogPost })
        found.count("comments", index.commentCount)
        found.count("attachments", index.attachments.count)
        found.count(people)
        let labellings = index.pages.reduce(0) { $0 + $1.labels.count }
        found.settle("labels", .converted, labellings)
        let used = accounts()
        let silent = Set(index.accounts.values).count { !used.contains($0) }
        found.settle("people", .skipped(rule: "no contributions"), silent)
        gaps()
    }

    private mutating func gaps() {
        let file = importer.files.entities.first ?? importer.files.spaces.first ?? importer.request.folder
        func gap(_ summary: String, _ help: String) {
            found.diagnostics.append(
                Diagnostic(.migrationSourceWarning, at: SourceLocation(file: file), summary, help: help))
        }
        let missing = index.attachments.count { $0.file == nil }
        if missing > 0 {
            gap(
                "\(missing) attachments are not in the export",
                "export the space again with attachments, and repeat the command")
        }
        for space in index.spaces where space.audience != .everyone {
            let folder = space.place.folder
            let why =
                space.audience == .unknown
                ? "the export does not say who may read the space '\(space.name)': its group is for members"
                : "the space '\(space.name)' was for some groups only: its group is for members"
            gap(
                why,
                "set access_group in \(folder)/index.md to the directory group of those who may read it, or visibility: everyone"
            )
        }
        let restricted = index.pages.filter { $0.isRestricted }
        if !restricted.isEmpty {
            gap(
                "\(restricted.count) pages were restricted to some people: they are for members of their group",
                "look at them before you set access_group: all members of the group will read them")
        }
    }
}
