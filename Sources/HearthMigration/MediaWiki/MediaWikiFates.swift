import HearthModel

/// Decides what becomes of every page of the wiki, and where it goes.
struct MediaWikiFates {
    let importer: MediaWikiImporter
    var index: MediaWikiIndex
    /// What kind of content a page has, where it is not wikitext.
    let models: [Int: String]

    /// What the report calls a page.
    static func kind(_ title: WikiTitle) -> String {
        switch title.namespace {
        case WikiNamespaces.file: "file descriptions"
        case WikiNamespaces.interface: "texts of the interface"
        case WikiNamespaces.template: "templates"
        case WikiNamespaces.category: "categories"
        case WikiNamespaces.user: "user pages"
        case WikiNamespaces.translations: "units of translations"
        case 828: "modules"
        default: title.isTalk ? "talk pages" : "pages"
        }
    }

    private static let redirectWords: Set<String> = [
        "redirect", "weiterleitung", "redirection", "redirección", "redireccion", "redirecionamento", "rinvia",
        "rinvio",
        "doorverwijzing", "przekieruj", "patrz", "omdirigering", "omdirigera", "ohjaus", "uudelleenohjaus", "presmeruj",
        "přesměruj", "перенаправление", "転送", "重定向",
    ]

    /// The title that `#REDIRECT [[Title]]` names.
    static func redirect(in text: String) -> String? {
        guard text.utf8.first == 0x23 else { return nil }
        let line = text.prefix(600)
        guard line.first == "#", let open = line.firstRange(of: "[["), let close = line.firstRange(of: "]]"),
            open.upperBound < close.lowerBound
        else { return nil }
        let word = line[line.index(after: line.startIndex)..<open.lowerBound].lowercased()
            .filter { !$0.isWhitespace && $0 != ":" }
        guard redirectWords.contains(word) else { return nil }
        return String(line[open.upperBound..<close.lowerBound].prefix { $0 != "|" })
    }

    // MARK: Fates

    mutating func settle() {
        for number in index.pages.numbers where index.pages.fate(number) == .document {
            index.pages.setFate(fate(number), of: number)
        }
        index.pages.indexIDs()
        resolveRedirects()
        gatherTranslations()
    }

    private func fate(_ number: Int) -> MediaWikiFate {
        let title = index.pages.title(number)
        if index.pages.isDeleted(number) { return .skipped(rule: "the text was deleted in the old wiki") }
        switch title.namespace {
        case WikiNamespaces.interface: return .skipped(rule: "texts of the old wiki's interface")
        case WikiNamespaces.template: return .skipped(rule: "expanded where they are used")
        case 828, 829: return .skipped(rule: "program code of the old wiki")
        case 11: return .skipped(rule: "talk about templates")
        default: break
        }
        // In 'User' and 'User talk', whatever the wiki's language calls them.
        if [WikiNamespaces.user, WikiNamespaces.user + 1].contains(title.namespace),
            let owner = title.parts.first, MediaWikiSurveyor.isAddress(String(owner))
        {
            return .skipped(rule: "a page of a network address")
        }
        if let model = models[number] {
            return .skipped(rule: "content of the kind '\(model.prefix(30))'")
        }
        if let target = index.pages.target(number) {
            // Which page that is stands fast once all have their fate.
            return self.title(ofTarget: target) == nil ? .skipped(rule: "a redirect to nowhere") : .redirect(number)
        }
        let id = index.pages.id(number)
        if importer.request.corrections.skips("page/\(id)") { return .skipped(rule: SurveyCorrections.rule) }
        guard index.pages.hasText(number) else { return .skipped(rule: "a page without text") }
        // Topics and people are for everybody.
        if importer.isPrivate || index.closed[number] != nil { return .document }
        if title.namespace == WikiNamespaces.category { return .topic }
        return title.namespace == WikiNamespaces.user && title.parts.count == 1 ? .person : .document
    }

    /// Keys of pages that have been emptied, whose text was deleted, or that became redirects: earlier runs may have made
    /// something of what they were.
    func withdrawn() -> [String] {
        guard !importer.request.manifest.isEmpty else { return [] }
        return index.pages.numbers.compactMap { number in
            let isGone =
                index.pages.isDeleted(number) || !index.pages.hasText(number) || index.pages.target(number) != nil
            guard isGone, index.pages.id(number) != 0, !index.pages.isTranslation(number) else { return nil }
            let key = importer.place.key("page", "\(index.pages.id(number))")
            return importer.request.manifest.entry(key: key) == nil ? nil : key
        }
    }

    private func title(ofTarget target: String) -> WikiTitle? {
        index.namespaces.title(target.prefix { $0 != "#" }.description)
    }

    private mutating func resolveRedirects() {
        let numbers = index.pages.numbers.filter { index.pages.fate($0) == .redirect($0) }
        for number in numbers {
            // One that leads to itself leads nowhere.
            guard let target = index.pages.target(number), let title = title(ofTarget: target) else { continue }
            index.pages.setFate(.redirect(index.pages.number(of: title) ?? number), of: number)
        }
        for number in numbers {
            var found = number
            for _ in 0..<6 {
                guard case .redirect(let next) = index.pages.fate(found) else { break }
                found = next
            }
            switch index.pages.fate(found) {
            case .redirect, .skipped:
                index.pages.setFate(.skipped(rule: "a redirect to a page that is not in the dump"), of: number)
            // People and topics have pages as well.
            case .document, .topic, .person:
                index.redirects[found, default: []].append(number)
                index.pages.setFate(.redirect(found), of: number)
            }
        }
    }

    /// `Translations:Page/3/en` is unit 3 of the English `Page`. Units of the wiki's own language repeat the page.
    private mutating func gatherTranslations() {
        var pages: [String: (page: Int, language: String)] = [:]
        for number in index.pages.numbers
        where index.pages.namespace(number) == WikiNamespaces.translations && index.pages.fate(number) == .document {
            func skip(_ rule: String) { index.pages.setFate(.skipped(rule: rule), of: number) }
            let parts = index.pages.title(number).parts
            guard parts.count >= 3, let language = parts.last.map(String.init) else {
                skip("a unit of no page")
                continue
            }
            let unit = String(parts[parts.count - 2])
            let name = parts.dropLast(2).joined(separator: "/")
            guard let title = index.namespaces.title(name), let source = index.pages.number(of: title),
                index.pages.fate(source) == .document
            else {
                skip("a unit of a page that is not in the dump")
                continue
            }
            if language == index.namespaces.language {
                skip("the wiki's own language: the page itself has the text")
                continue
            }
            let translated = WikiTitle(namespace: title.namespace, name: title.name + "/" + language)
            if index.pages.number(of: translated) != nil {
                skip("the translated page has the text")
                continue
            }
            let key = "\(source)/\(language)"
            index.units[key, default: [:]][Int(unit) ?? -1] = number
            pages[key] = (source, language)
        }
        for (_, entry) in pages.sorted(by: { $0.key < $1.key }) {
            var page = index.pages[entry.page]
            page.language = entry.language
            let units = index.units["\(entry.page)/\(entry.language)"] ?? [:]
            let sources = [entry.page] + units.values.sorted()
            if let source = sources.first(where: { [closed = index.closed] in closed[$0] != nil }) {
                index.closed[index.pages.count] = index.closed[source]
            }
            index.pages.append(page)
        }
    }

    // MARK: Names

    /// `files` are the uploads by name.
    mutating func nameAll(_ files: [String: String]) {
        var names = PageNames(importer.request, importer.place)
        if !importer.request.manifest.isEmpty {
            for number in index.pages.numbers { names.reserve(key: key(index.pages[number])) }
        }
        var topics: Set<String> = []
        for number in index.pages.numbers {
            let topic = "topics/\(TagName.of(index.pages.title(number).name)).md"
            // Of categories whose names make one tag, such as `A b` and `A-B`, one is the topic: the text of the others
            // has pages.
            if index.pages.fate(number) == .topic, !topics.insert(topic).inserted {
                index.pages.setFate(.document, of: number)
            }
            switch index.pages.fate(number) {
            case .document where index.pages.namespace(number) != WikiNamespaces.translations:
                index.pages.setPath(path(index.pages[number], &names), of: number)
            case .topic: index.pages.setPath(topic, of: number)
            default: continue
            }
        }
        index.pages.indexPaths()
        for (name, source) in files.sorted(by: { $0.key < $1.key }) {
            let isRestricted = index.closedImages.contains(name)
            let path = names.filePath(
                key: importer.place.key("file", name), name: name, id: name, isRestricted: isRestricted)
            let danger = AttachmentSafety.danger(of: source, named: path)
            index.images.append(MediaWikiImage(name: name, source: source, path: path, danger: danger))
            if danger == nil { index.imagePaths[name] = path } else { index.unsafeImages.insert(name) }
        }
    }

    func key(_ page: MediaWikiPage) -> String {
        importer.place.key("page", page.language.map { "\(page.id)/\($0)" } ?? "\(page.id)")
    }

    private func path(_ page: MediaWikiPage, _ names: inout PageNames) -> String {
        let title = page.title
        var folders: [String] = []
        if title.namespace != 0, let name = index.namespaces.names[title.namespace] { folders.append(name) }
        var last = title.name
        let parts = title.parts.map(String.init)
        if parts.count > 1 {
            let parent = WikiTitle(namespace: title.namespace, name: parts.dropLast().joined(separator: "/"))
            if index.pages.number(of: parent) != nil {
                folders += parts.dropLast()
                last = parts[parts.count - 1]
            }
        }
        if let language = page.language { last += " " + language }
        return names.path(
            key: key(page), folders: folders, title: last, id: "\(page.id)",
            wanted: page.language == nil ? importer.request.corrections.page(of: "page/\(page.id)") : nil)
    }
}

/// The bytes of uploads: `images/a/ab/Name.png`, or flat.
struct MediaWikiImages {
    /// By name with spaces.
    private(set) var files: [String: String] = [:]

    init(_ folders: [String]) {
        var pending = folders.map { ($0, 0) }
        while let (folder, depth) = pending.popLast() {
            for entry in (try? FileSystem.entries(of: folder)) ?? []
            where entry.isValidName && !entry.name.hasPrefix(".") {
                let path = folder + "/" + entry.name
                if entry.kind == .directory {
                    // Previews and old versions are made of the files, and deleted ones were deleted.
                    let ignored = ["thumb", "archive", "deleted", "temp", "lockdir", "tmp"]
                    if depth < 3, !ignored.contains(entry.name) { pending.append((path, depth + 1)) }
                } else if entry.kind == .file, entry.name != "README", !entry.name.hasSuffix(".htaccess") {
                    files[WikiNamespaces.upperFirst(WikiNamespaces.tidy(entry.name))] = path
                }
            }
        }
    }
}
