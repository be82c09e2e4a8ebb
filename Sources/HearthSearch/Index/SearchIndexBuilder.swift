import HearthContent
package import HearthModel
package import HearthSite

/// One file of an index.
package struct SearchFile: Sendable {
    package var path: SitePath
    package var audience: Audience
    /// The content pages whose facts it holds. Postings and words are made of all pages of their index; the index's
    /// own file, without which they say nothing, names those.
    package var sources: [PageIndex]
    package var bytes: [UInt8]
}

/// Makes the files that the search page, `hearth search` and `search-tests.yml` ask.
///
/// 1. read every document, cut long ones into units;
/// 2. number the units by their addresses, and go through them in that order, in parallel;
/// 3. join the tasks' terms and words;
/// 4. write docs, postings, words and fragments, each into many small files.
package enum SearchIndexBuilder {
    /// All files of all audiences, sorted by path. The result depends on the site alone, not on `workers`.
    package static func build(_ site: Site, workers: Int) async throws -> [SearchFile] {
        let reader = DocumentReader(site: site)
        var files: [SearchFile] = []
        for (audience, subjects) in reader.subjects().sorted(by: { $0.key < $1.key }) {
            let folder = folder(of: audience, site)
            let documents = try await mapInParallel(chunks(subjects.count, size: 64), workers: workers) { range in
                range.map { reader.read(subjects[$0]) }
            }.flatMap { $0 }
            let index = try await AudienceIndex(site, audience, documents, workers: workers)
            files += try await index.files(folder: folder, workers: workers)
        }
        return files.sorted { $0.path < $1.path }
    }

    /// What is wrong with `search.languages`.
    package static func check(_ site: Site) -> [Diagnostic] {
        site.project.configuration.searchLanguages.filter { !Stemmer.exists(language: $0) }.map { language in
            Diagnostic(
                .searchLanguage, at: SourceLocation(file: site.project.configurationFile),
                "search.languages: no word stems are known for '\(language)'",
                help: "write codes such as en, de, fr, nb; or remove it")
        }
    }

    /// Where an audience's index lies: in the folder that the web server protects for it.
    package static func folder(of audience: Audience, _ site: Site) -> SitePath {
        guard case .group(let id) = audience, let group = site.group(id) else { return SitePath("search/") }
        return site.groups[group].protectedFolder.appending("search/")
    }

    static func chunks(_ count: Int, size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: max(1, size)).map { $0..<min($0 + max(1, size), count) }
    }
}

/// The index of one audience between reading and writing.
struct AudienceIndex: Sendable {
    let site: Site
    let audience: Audience
    let documents: [SearchDocument]
    /// In the order of their numbers.
    let units: [SearchUnit]
    let parts: [IndexPart]
    /// Every term in byte order, and where each part has it.
    let terms: [(word: ArraySlice<UInt8>, places: [(part: Int, term: Int)])]
    let words: [Vocabulary.Word]
    /// The groups and topics that the documents belong to. No others are numbered or named: how many there are beside
    /// them may be restricted.
    let usedGroups: [GroupIndex]
    let usedTopics: [TopicIndex]

    init(_ site: Site, _ audience: Audience, _ documents: [SearchDocument], workers: Int) async throws {
        self.site = site
        self.audience = audience
        self.documents = documents
        let unordered = documents.enumerated().flatMap { SearchUnit.units(of: $1, at: $0) }
        let bits = Self.bits(atLeast: unordered.count * 4)
        let units = SearchUnit.numbered(unordered, documents, bits: max(8, bits))
        self.units = units
        let languages = SearchLanguages(site)
        let size = max(64, (units.count + workers * 2 - 1) / (workers * 2))
        parts = try await mapInParallel(
            SearchIndexBuilder.chunks(units.count, size: size), workers: workers
        ) { IndexPart($0, of: units, documents, languages: languages) }
        terms = Self.join(parts)
        words = Self.vocabulary(parts)
        usedGroups = Set(documents.compactMap(\.group)).sorted()
        usedTopics = Set(documents.flatMap(\.topics)).sorted()
    }

    /// The power of two that is not below `count`, as its exponent.
    static func bits(atLeast count: Int) -> Int {
        var bits = 0
        while 1 << bits < count { bits += 1 }
        return bits
    }

    private static func join(
        _ parts: [IndexPart]
    ) -> [(word: ArraySlice<UInt8>, places: [(part: Int, term: Int)])] {
        var table = WordTable()
        var places: [[(part: Int, term: Int)]] = []
        for (number, part) in parts.enumerated() {
            for term in 0..<part.terms.count {
                let (index, isNew) = part.terms.word(term).withUnsafeBufferPointer { table.insert($0) }
                if isNew { places.append([]) }
                places[index].append((number, term))
            }
        }
        return (0..<table.count).filter { !table.word($0).isEmpty }.map { (table.word($0), places[$0]) }
            .sorted { $0.word.lexicographicallyPrecedes($1.word) }
    }

    private static func vocabulary(_ parts: [IndexPart]) -> [Vocabulary.Word] {
        var table = WordTable()
        var counts: [Int] = []
        var terms: [[ArraySlice<UInt8>]] = []
        for part in parts {
            for word in part.words where !part.forms.word(word.form).isEmpty {
                let (index, isNew) = part.forms.word(word.form).withUnsafeBufferPointer { table.insert($0) }
                if isNew {
                    counts.append(0)
                    terms.append([])
                }
                counts[index] += word.count
                let term = part.terms.word(word.term)
                if !terms[index].contains(term) { terms[index].append(term) }
            }
        }
        return (0..<table.count).map { index in
            Vocabulary.Word(
                form: Array(table.word(index)), terms: terms[index].sorted { $0.lexicographicallyPrecedes($1) },
                frequency: min(25, bits(atLeast: (counts[index] + 2) / 2)))
        }
        .sorted { $0.form.lexicographicallyPrecedes($1.form) }
    }
}
