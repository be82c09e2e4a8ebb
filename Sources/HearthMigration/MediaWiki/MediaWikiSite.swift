import HearthModel

/// What a page's wikitext may ask of the dump.
struct MediaWikiSite: WikitextSite {
    let survey: MediaWikiSurvey
    /// Whether the page that asks is for everybody: it shows nothing of pages that are not.
    var isOpen = true
    private var cache: [WikiTitle: [UInt8]] = [:]
    private static let cacheLimit = 200

    init(survey: MediaWikiSurvey) { self.survey = survey }

    var namespaces: WikiNamespaces { survey.index.namespaces }
    var origin: String? { survey.index.addresses.origin }

    /// The latest text of a page, as it stands in the dump.
    func wikitext(of page: MediaWikiPage) throws -> [UInt8] {
        MediaWikiText.text(of: try survey.records[page.file].bytes(at: page.offset, count: page.length)).bytes
    }

    mutating func text(of title: WikiTitle) -> [UInt8]? {
        var title = title
        for _ in 0..<3 {
            if isClosed(title) { return nil }
            if let known = survey.index.templates[title] ?? cache[title] {
                guard known.first == 0x23, let target = MediaWikiFates.redirect(in: known.prefix(600).string),
                    let next = namespaces.title(target.prefix { $0 != "#" }.description)
                else { return known }
                title = next
                continue
            }
            guard let number = survey.index.pages.number(of: title),
                let text = try? wikitext(of: survey.index.pages[number])
            else {
                return nil
            }
            if cache.count >= Self.cacheLimit { cache.removeAll() }
            cache[title] = text
        }
        return nil
    }

    func exists(_ title: WikiTitle) -> Bool {
        survey.index.pages.number(of: title) != nil || survey.index.templates[title] != nil
            || (title.namespace == WikiNamespaces.file && survey.index.imagePaths[title.name] != nil)
    }

    func isClosed(_ title: WikiTitle) -> Bool {
        // What was left out was closed all the same.
        guard isOpen, !survey.index.closed.isEmpty, let number = survey.index.pages.numberOfAny(title) else {
            return false
        }
        if case .redirect(let target) = survey.index.pages.fate(number) { return survey.index.closed[target] != nil }
        return survey.index.closed[number] != nil
    }

    func address(of title: WikiTitle, fragment: String) -> String? {
        guard let page = page(title), let address = address(of: page) else { return nil }
        return fragment.isEmpty ? address : address + "#" + SitePath.percentEncode(fragment.replacing(" ", with: "_"))
    }

    /// The page of a title, redirects followed.
    func page(_ title: WikiTitle) -> MediaWikiPage? {
        guard let number = survey.index.pages.number(of: title) else { return nil }
        if case .redirect(let target) = survey.index.pages.fate(number) { return survey.index.pages[target] }
        return survey.index.pages[number]
    }

    func address(of page: MediaWikiPage) -> String? {
        switch page.fate {
        case .document, .topic: return page.path.isEmpty ? nil : PageNames.address(of: page.path)
        case .person: return address(ofUser: page.title)
        case .skipped where page.title.namespace == WikiNamespaces.user: return address(ofUser: page.title)
        default: return nil
        }
    }

    private func address(ofUser title: WikiTitle) -> String? {
        survey.people.knows(slot: title.name).map { "/people/\($0)/" }
    }

    func address(ofFile name: String) -> String? {
        let name = WikiNamespaces.upperFirst(WikiNamespaces.tidy(name))
        if isOpen, survey.index.closedImages.contains(name) { return nil }
        if let path = survey.index.imagePaths[name] { return PageNames.address(of: path) }
        // A file that was renamed left a redirect behind.
        guard let number = survey.index.pages.number(of: WikiTitle(namespace: WikiNamespaces.file, name: name)),
            case .redirect(let target) = survey.index.pages.fate(number)
        else { return nil }
        let renamed = survey.index.pages.title(target).name
        if isOpen, survey.index.closedImages.contains(renamed) { return nil }
        return survey.index.imagePaths[renamed].map { PageNames.address(of: $0) }
    }

    func interwiki(_ prefix: String) -> String? { WikitextInterwiki.known[prefix] }
}
