import HearthModel

/// Decides what becomes of every page of the wiki, and where it goes.
struct MediaWikiFates {
    let importer: MediaWikiImporter
    var index: MediaWikiIndex
    let redirectTitles: [Int: String]
    let hasText: Set<Int>
    let models: [Int: String]
    let deleted: Set<Int>

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
        for (number, page) in index.pages.enumerated() where page.fate == .document {
            index.pages[number].fate = fate(number, page)
        }
        for (number, page) in index.pages.enumerated() {
            if case .skipped = page.fate, MediaWikiFates.kind(page.title) != "templates" { continue }
            index.byTitle[page.title] = number
            index.byID[page.id] = number
        }
        resolveRedirects()
        gatherTranslations()
    }

    private func fate(_ number: Int, _ page: MediaWikiPage) -> MediaWikiFate {
        if deleted.contains(number) { return .skipped(rule: "the text was deleted in the old wiki") }
        switch page.title.namespace {
        case WikiNamespaces.interface: return .skipped(rule: "texts of the old wiki's interface")
        case WikiNamespaces.template: return .skipped(rule: "expanded where they are used")
        case 828, 829: return .skipped(rule: "program code of the old wiki")
        case 11: return .skipped(rule: "talk about templates")
        default: break
        }
        if let model = models[number], model != "wikitext" {
            return .skipped(rule: "content of the kind '\(model.prefix(30))'")
        }
        if let target = redirectTitles[number] {
            if let title = index.namespaces.title(target.prefix { $0 != "#" }.description) { return .redirect(title) }
            return .skipped(rule: "a redirect to nowhere")
        }
        if importer.request.corrections.skips("page/\(page.id)") { return .skipped(rule: SurveyCorrections.rule) }
        guard hasText.contains(number) else { return .skipped(rule: "a page without text") }
        if page.title.namespace == WikiNamespaces.category { return .topic(TagName.of(page.title.name)) }
        if page.title.namespace == WikiNamespaces.user, page.title.parts.count == 1 {
            return .person(slot: page.title.name)
        }
        return .document
    }

    private mutating func resolveRedirects() {
        for (number, page) in index.pages.enumerated() {
            guard case .redirect(var target) = page.fate else { continue }
            var found: Int?
            for _ in 0..<5 {
                guard let next = index.byTitle[target] else { break }
                guard case .redirect(let further) = index.pages[next].fate else {
                    found = next
                    break
                }
                target = further
            }
            guard let found, case .document = index.pages[found].fate else {
                if let found, !isSkipped(found) {
                    // People and topics have pages as well.
                    index.redirects[found, default: []].append(page.title)
                    index.pages[number].fate = .redirect(index.pages[found].title)
                } else {
                    index.pages[number].fate = .skipped(rule: "a redirect to a page that is not in the dump")
                }
                continue
            }
            index.redirects[found, default: []].append(page.title)
            index.pages[number].fate = .redirect(index.pages[found].title)
        }
    }

    private func isSkipped(_ number: Int) -> Bool {
        switch index.pages[number].fate {
        case .skipped, .failed, .redirect: true
        default: false
        }
    }

    /// `Translations:Page/3/en` is unit 3 of the English `Page`. Units of the wiki's own language repeat the page.
    private mutating func gatherTranslations() {
        var pages: [String: (page: Int, language: String)] = [:]
        for (number, page) in index.pages.enumerated()
        where page.title.namespace == WikiNamespaces.translations && page.fate == .document {
            let parts = page.title.parts
            guard parts.count >= 3, let language = parts.last.map(String.init) else {
                index.pages[number].fate = .skipped(rule: "a unit of no page")
                continue
            }
            let unit = String(parts[parts.count - 2])
            let name = parts.dropLast(2).joined(separator: "/")
            guard let title = index.namespaces.title(name), let source = index.byTitle[title],
                index.pages[source].fate == .document
            else {
                index.pages[number].fate = .skipped(rule: "a unit of a page that is not in the dump")
                continue
            }
            if language == index.namespaces.language {
                index.pages[number].fate = .skipped(rule: "the wiki's own language: the page itself has the text")
                continue
            }
            if index.byTitle[WikiTitle(namespace: title.namespace, name: title.name + "/" + language)] != nil {
                index.pages[number].fate = .skipped(rule: "the translated page has the text")
                continue
            }
            let key = "\(source)/\(language)"
            index.units[key, default: [:]][Int(unit) ?? -1] = number
            pages[key] = (source, language)
        }
        for (_, entry) in pages.sorted(by: { $0.key < $1.key }) {
            var page = index.pages[entry.page]
            page.language = entry.language
            index.pages.append(page)
        }
    }

    // MARK: Names

    mutating func nameAll() {
        var names = PageNames(importer.request, importer.place)
        for page in index.pages { names.reserve(key: key(page)) }
        let images = MediaWikiImages(importer.imageFolders)
        for number in index.pages.indices {
            let page = index.pages[number]
            switch page.fate {
            case .document:
                if page.title.namespace == WikiNamespaces.translations { continue }
                index.pages[number].path = path(page, &names)
            case .topic(let tag): index.pages[number].path = "topics/\(tag).md"
            default: continue
            }
        }
        for (name, source) in images.files.sorted(by: { $0.key < $1.key }) {
            let (stem, ending) = PageNames.fileName(name)
            let key = importer.place.key("file", name)
            let path = names.path(key: key, folders: ["files"], title: stem, id: name, ending: ending, isSlug: true)
            index.images.append(MediaWikiImage(name: name, source: source, path: path))
            index.imagePaths[name] = path
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
            if index.byTitle[parent] != nil {
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
