import HearthModel

/// The first step for HTML exports: reads `index.html` and every page of each space.
struct ConfluenceHTMLSurveyor {
    let importer: ConfluenceImporter
    let progress: ImportProgress
    private var seen: Set<Int> = []

    init(importer: ConfluenceImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run(into index: inout ConfluenceIndex, _ found: inout SurveyFindings) throws {
        index.baseURL = importer.request.baseURL ?? index.baseURL
        if let host = importer.request.baseURL.flatMap({ ConfluenceHost.of($0) }) { index.hosts.insert(host) }
        for folder in importer.files.spaces { try read(space: folder, &index, &found) }
    }

    /// A line of the page tree.
    private struct Entry {
        var file: String
        var title: String
        var parent: String?
        var place: Int
        var isHome: Bool
    }

    private mutating func read(
        space folder: String, _ index: inout ConfluenceIndex, _ found: inout SurveyFindings
    ) throws {
        let name = folder.split(separator: "/").last.map(String.init) ?? "space"
        let listing = (try? PageReader.text(folder + "/index.html").text) ?? ""
        var (facts, tree) = Self.readIndex(listing)
        if facts.name.isEmpty { facts.name = name }
        let entries = try FileSystem.entries(of: folder).filter {
            $0.kind == .file && $0.isValidName && $0.name.lowercased().hasSuffix(".html") && $0.name != "index.html"
        }
        // The same space exported twice.
        let ids = entries.map { Self.id(in: $0.name) }
        if !ids.isEmpty, ids.allSatisfy({ $0 != 0 && seen.contains($0) }) {
            found.settle("spaces", .skipped(rule: "the space is there twice; the first is kept"))
            return found.settle("pages", .skipped(rule: "the page is there twice; the first is kept"), ids.count)
        }
        let number = index.spaces.count
        let place = importer.spacePlace(
            key: facts.key, name: facts.name,
            isOnly: importer.files.spaces.count == 1 && importer.files.entities.isEmpty,
            taken: index.spaces.map(\.place.folder), pages: ids)
        index.spaces.append(
            ConfluenceSpace(
                key: facts.key, name: facts.name, audience: importer.request.opensUnknown ? .everyone : .unknown,
                home: nil, place: place))
        found.settle("spaces", .converted)
        var files: [String: Int] = [:]
        for (count, entry) in entries.sorted(by: { $0.name < $1.name }).enumerated() {
            if count % 32 == 0 { progress(count, entries.count, "reading " + facts.name) }
            read(page: entry.name, folder, number, tree[entry.name]?.title, facts.name, &index, &found, &files)
        }
        for (file, page) in files {
            guard let entry = tree[file] else { continue }
            index.pages[page].parent = entry.parent.flatMap { files[$0] }
            index.pages[page].position = entry.place
            if entry.isHome { index.spaces[number].home = page }
        }
        // Pages that the tree lacks know what is above them.
        for (file, page) in files where tree[file] == nil {
            index.pages[page].parent = crumbs[page]?.reversed().lazy.compactMap { files[$0] }.first
        }
        if index.spaces[number].home == nil {
            let roots = files.values.filter { index.pages[$0].parent == nil }
            if roots.count == 1, files.count > 1 { index.spaces[number].home = roots.first }
        }
        countRest(folder, number, index, &found)
    }

    private var crumbs: [Int: [String]] = [:]

    private mutating func read(
        page name: String, _ folder: String, _ space: Int, _ listed: String?, _ spaceName: String,
        _ index: inout ConfluenceIndex, _ found: inout SurveyFindings, _ files: inout [String: Int]
    ) {
        let path = folder + "/" + name
        let id = Self.id(in: name)
        if id != 0, !seen.insert(id).inserted {
            return found.settle("pages", .skipped(rule: "the page is there twice; the first is kept"))
        }
        if importer.request.corrections.skips(id == 0 ? "page/\(name)" : "page/\(id)") {
            return found.settle("pages", .skipped(rule: SurveyCorrections.rule))
        }
        let text: String
        do { text = try PageReader.text(path).text } catch {
            return found.settle("pages", .failed(reason: "\(name): \(error.reason)"))
        }
        let tree = GumboTree(HTMLDepthLimit.limited(text) ?? text)
        withExtendedLifetime(tree) {
            guard let root = tree.root else { return }
            let node = HTMLNode(pointer: root)
            guard ConfluenceRendered.main(node) != nil else {
                return found.settle("pages", .skipped(rule: "an HTML file that is no page of the space"))
            }
            let parts = ConfluencePageParts(node)
            let number = index.pages.count
            var page = ConfluencePage(
                number: number, id: id, space: space, title: listed ?? Self.title(parts.heading, spaceName))
            page.fileName = name
            page.source = .file(path)
            page.size = text.utf8.count
            page.rawAuthor = parts.author
            page.account = Self.account(parts.author, &index)
            (page.created, page.modified) = parts.dates
            page.labels = parts.labels
            crumbs[number] = parts.breadcrumbs
            for comment in parts.comments {
                index.commentCount += 1
                let account = Self.account(comment.author, &index)
                index.writers.insert(account)
            }
            index.pages.append(page)
            files[name] = number
            for (address, shown) in parts.files { add(address, shown, to: number, folder, space, &index) }
            for image in ConfluencePageParts.all(below: node, { $0.tag == .image || $0.tag == .anchor }) {
                let address = image.attribute(image.tag == .image ? "src" : "href") ?? ""
                guard address.hasPrefix("attachments/") else { continue }
                let alias = image.attribute("data-linked-resource-default-alias") ?? ""
                add(
                    SitePath.percentDecode(String(address.prefix { $0 != "?" })), alias, to: number, folder, space,
                    &index)
            }
        }
    }

    /// `attachments/<page>/<id>.png` and the name that the page gives it.
    private func add(
        _ address: String, _ name: String, to page: Int, _ folder: String, _ space: Int, _ index: inout ConfluenceIndex
    ) {
        let parts = address.split(separator: "/")
        guard parts.first == "attachments", !parts.contains("..") else { return }
        let key = "\(space)/\(address)"
        let last = parts.last.map(String.init) ?? address
        guard index.attachmentFiles[key] == nil else { return }
        let isThere =
            ExportFiles.isFile(folder + "/" + address, below: folder)
        index.attachmentFiles[key] = index.attachments.count
        if let dot = key.lastIndex(of: "."), !key[dot...].contains("/") {
            index.attachmentStems[String(key[..<dot])] = address
        }
        index.attachments.append(
            ConfluenceAttachment(
                id: address, page: page, name: name.isEmpty ? last : name, file: isThere ? folder + "/" + address : nil)
        )
    }

    /// Attachments that no page names, and the old site's own pictures and styles.
    private func countRest(
        _ folder: String, _ space: Int, _ index: ConfluenceIndex, _ found: inout SurveyFindings
    ) {
        var pending = ["attachments", "images", "styles", "thumbnails"]
        var loose = 0
        var look = 0
        while let next = pending.popLast() {
            for entry in (try? FileSystem.entries(of: folder + "/" + next)) ?? [] where entry.isValidName {
                if entry.kind == .directory {
                    pending.append(next + "/" + entry.name)
                } else if !next.hasPrefix("attachments") || next.contains("thumbnails") {
                    look += 1
                } else if index.attachmentFiles["\(space)/\(next)/\(entry.name)"] == nil {
                    loose += 1
                }
            }
        }
        found.settle("attachments", .skipped(rule: "no page names the file"), loose)
        found.settle("files of the old site's look", .skipped(rule: "icons, styles and small copies of pictures"), look)
    }

    // MARK: Facts

    /// `Title-With-Dashes_12345.html` and `12345.html`; 0 for other names.
    private static func id(in name: String) -> Int {
        let stem = name.dropLast(".html".count)
        let digits = stem.lastIndex(of: "_").map { stem[stem.index(after: $0)...] } ?? stem
        return digits.utf8.count < 18 ? Int(digits) ?? 0 : 0
    }

    /// The heading is `Space : Title`.
    private static func title(_ heading: String, _ space: String) -> String {
        if heading.hasPrefix(space + " : ") { return String(heading.dropFirst(space.count + 3)) }
        guard let mark = heading.firstRange(of: " : ") else { return heading }
        return String(heading[mark.upperBound...])
    }

    /// Pages name people as they are shown; the account is that name.
    private static func account(_ name: String?, _ index: inout ConfluenceIndex) -> ImportAccount {
        guard let name, !Naming.squeezed(name).isEmpty else { return .unknown }
        let key = Naming.squeezed(name)
        if let known = index.accounts[key] { return known }
        let shown = name.replacing(" (Unlicensed)", with: "").replacing(" (Deactivated)", with: "")
        if ["anonymous", "unknownuser", "formeruser", "unknown"].contains(Naming.squeezed(shown)) { return .unknown }
        let account = index.accounts[Naming.squeezed(shown)] ?? ImportAccount(slot: shown, name: shown)
        index.accounts[key] = account
        index.accounts[Naming.squeezed(shown)] = account
        return account
    }

    /// The table about the space, and the tree of its pages by file.
    private static func readIndex(_ text: String) -> (facts: (key: String, name: String), tree: [String: Entry]) {
        let tree = GumboTree(HTMLDepthLimit.limited(text) ?? text)
        return withExtendedLifetime(tree) {
            var facts = (key: "", name: "")
            var entries: [String: Entry] = [:]
            guard let root = tree.root else { return (facts, entries) }
            let node = HTMLNode(pointer: root)
            // The first two rows are key and name, whatever the language calls them.
            if let table = node.first(where: { $0.name == "table" }) {
                let values = TableShape.rows(of: table).compactMap { TableShape.cells(of: $0).last }
                    .map { Array(HTMLToMarkdown.plainText(of: $0).utf8).trimmed().string }
                if values.count >= 2 { facts = (values[0], values[1]) }
            }
            var count = 0
            for list in ConfluencePageParts.all(below: node, { $0.tag == .unorderedList }) {
                read(list, parent: nil, &entries, &count, depth: 0)
            }
            return (facts, entries)
        }
    }

    /// Each child has a list of its own, so the places count on over lists.
    private static func read(
        _ list: HTMLNode, parent: String?, _ entries: inout [String: Entry], _ count: inout Int, depth: Int
    ) {
        guard depth < 60 else { return }
        for item in list.children where item.kind == .element && item.tag == .listItem {
            guard
                let link = item.children.first(where: { $0.kind == .element && $0.tag == .anchor })
                    ?? item.first(where: { $0.tag == .anchor }), let address = link.attribute("href")
            else { continue }
            let file = SitePath.percentDecode(String(address.prefix { $0 != "#" }))
            if entries[file] == nil {
                count += 1
                let title = HTMLToMarkdown.plainText(of: link).split(whereSeparator: \.isWhitespace).joined(
                    separator: " ")
                let isHome = item.children.contains {
                    $0.kind == .element && ($0.attribute("src") ?? "").contains("home_page")
                }
                entries[file] = Entry(file: file, title: title, parent: parent, place: count, isHome: isHome)
            }
            for child in item.children where child.kind == .element && child.tag == .unorderedList {
                read(child, parent: file, &entries, &count, depth: depth + 1)
            }
        }
    }
}

enum ConfluenceHost {
    /// `wiki.example:8090` of an address, in lower case.
    static func of(_ address: String) -> String? {
        guard let start = address.firstRange(of: "://") else { return nil }
        let host = address[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return host.isEmpty ? nil : host.lowercased()
    }
}

extension ConfluenceImporter {
    /// The group of a space: the one that was asked for, when there is one space only; else one named after it.
    /// A space that earlier runs have put somewhere stays there; `pages` are the ids of its pages.
    func spacePlace(
        key: String, name: String, isOnly: Bool, taken: [String], pages: some Sequence<Int>
    ) -> ImportPlace {
        var named = request
        if let earlier = group(ofPages: pages, space: key), !taken.contains(earlier) {
            named.into = earlier
        } else if isOnly, let into = request.into {
            named.into = into
        } else {
            let slugs = [Naming.slug(name), Naming.slug(key), "space"]
            let base = slugs.first { !$0.isEmpty } ?? "space"
            // Asked for a group and given many spaces: the group's name stands in front of each.
            let prefix = isOnly ? "" : request.into.map { $0.dropFirst("groups/".count) + "-" } ?? ""
            var folder = "groups/" + prefix + base
            var number = 1
            while taken.contains(folder) {
                number += 1
                let own = Naming.slug(key).isEmpty ? "\(number)" : Naming.slug(key)
                folder = "groups/\(prefix)\(base)-\(own)" + (number > 2 ? "-\(number)" : "")
            }
            named.into = folder
        }
        var place = ImportPlace(named, system: Self.system, version: Self.version)
        place.title = name
        return place
    }
}
