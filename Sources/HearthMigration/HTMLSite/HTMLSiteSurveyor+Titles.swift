import HearthModel

// What the pages of a saved site are called.

extension HTMLSiteSurveyor {
    /// Titles that an editor put in by itself.
    private static let emptyTitles: Set<String> = [
        "", "untitled", "untitled document", "untitled page", "new page", "home", "home page", "homepage", "index",
        "main",
        "welcome", "nuova pagina", "pagina nuova", "senza titolo", "documento senza titolo", "pagina senza titolo",
        "unbenannt", "unbenanntes dokument", "neue seite", "document sans titre", "sans titre", "nouvelle page",
        "documento sin titulo", "documento sin título", "página nueva", "sin título", "normal page", "no title", "menu",
        "left", "right", "top", "bottom", "frame", "content", "page",
    ]

    /// What links say that lead anywhere.
    private static let emptyLinkTexts: Set<String> = [
        "back", "next", "previous", "up", "top", "here", "click here", "more", "home", "zurück", "weiter", "hier",
        "mehr",
        "start", "retour", "suivant", "précédent", "ici", "accueil", "indietro", "avanti", "qui", "atrás", "siguiente",
        "aquí", "inicio", "inizio", "<", ">", "<<", ">>", "read more", "index",
    ]

    private static func isEmptyTitle(_ title: String) -> Bool {
        let plain = title.lowercased().filter { !$0.isNumber }.split(separator: " ").joined(separator: " ")
        return emptyTitles.contains(plain)
    }

    mutating func nameTitles(_ kept: [Int]) {
        var uses: [String: Int] = [:]
        for number in kept { uses[survey.facts[number]?.title ?? "", default: 0] += 1 }
        let names = linkTexts()
        let sheets = sheetNames()
        let suffixes = siteSuffixes(kept)
        for number in kept {
            guard let facts = survey.facts[number] else { continue }
            let file = survey.tree.files[number]
            var page = SitePage(file: number, title: "", output: "")
            let corrected = request.corrections.title(of: file.path)
            let folder = String(file.folder)
            let headings = facts.headings.filter {
                $0.text.count <= 150 && survey.repeated.share(of: $0.hash, folder: folder) < 0.4
            }
            // A title that several pages share says what site it is, not what page.
            let isShared = (uses[facts.title] ?? 0) > 2
            let own = Self.isEmptyTitle(facts.title) || isShared ? nil : Self.title(facts.title, without: suffixes)
            let sheet = sheets[number]
            // That of a list's first post is the post's.
            let heading = headings.first { !$0.leadsAway }
            let inText = headings.first?.text ?? (facts.firstText.count <= 80 ? facts.firstText : "")
            let stem = Self.words(of: file)
            let shared = Self.isEmptyTitle(facts.title) ? nil : facts.title
            let candidates: [String?] = [corrected, sheet, own, heading?.text, names[number], shared, inText]
            page.title = candidates.compactMap { $0 }.first { !$0.isEmpty } ?? stem
            page.title = String(page.title.prefix(200))
            if let first = heading, first.text.lowercased() == page.title.lowercased() {
                page.titleHeading = first.number
                // It is the spelling that readers saw.
                if corrected == nil { page.title = first.text }
            }
            page.authors = facts.authors
            survey.titles[number] = page.title
            survey.pages.append(page)
        }
    }

    /// What stands behind the page's own title in the titles of most pages: ` - Intranet`.
    private func siteSuffixes(_ kept: [Int]) -> Set<String> {
        var counts: [String: Int] = [:]
        for number in kept {
            if let cut = Self.suffix(of: survey.facts[number]?.title ?? "") { counts[cut, default: 0] += 1 }
        }
        return Set(counts.filter { $0.value >= 3 && $0.value * 10 >= kept.count * 4 }.keys)
    }

    private static let separators = [" - ", " | ", " – ", " — ", " :: ", " » ", " « ", " · "]

    /// A title from its last separator on.
    private static func suffix(of title: String) -> String? {
        let places = separators.compactMap { title.ranges(of: $0).last?.lowerBound }
        return places.max().map { String(title[$0...]) }
    }

    private static func title(_ title: String, without suffixes: Set<String>) -> String {
        guard let suffix = suffix(of: title), suffixes.contains(suffix) else { return title }
        let rest = line(String(title.dropLast(suffix.count)))
        return rest.isEmpty || isEmptyTitle(rest) ? title : rest
    }

    private static func line(_ text: String) -> String { PageReader.line(text) }

    /// What the links to a page say most often: menus name pages that have no title.
    private func linkTexts() -> [Int: String] {
        var counts: [Int: [String: Int]] = [:]
        for number in survey.facts.keys.sorted() {
            for link in survey.facts[number]?.links ?? [] where link.fragment.isEmpty {
                guard (2...80).contains(link.text.count), !InlineWriter.isWebAddress(link.text),
                    !Self.emptyLinkTexts.contains(link.text.lowercased())
                else { continue }
                counts[link.target, default: [:]][link.text, default: 0] += 1
            }
        }
        return counts.compactMapValues { texts in
            texts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        }
    }

    /// What the sheets of workbooks are called, by file.
    private func sheetNames() -> [Int: String] {
        var names: [Int: String] = [:]
        for number in survey.facts.keys.sorted() {
            guard let facts = survey.facts[number], facts.isWorkbook else { continue }
            let book = facts.title.isEmpty ? Self.words(of: survey.tree.files[number]) : facts.title
            for sheet in facts.sheets where names[sheet.file] == nil { names[sheet.file] = "\(book): \(sheet.name)" }
        }
        return names
    }

    /// The file's name as words; of an index page its folder's.
    private static func words(of file: SiteFile) -> String {
        var name = String(file.name)
        if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        if ["index", "default", "home", "main"].contains(name.lowercased()),
            let folder = file.folder.split(separator: "/").last
        {
            name = String(folder)
        }
        let words = SitePath.percentDecode(name).split { "-_+ ".contains($0) }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
