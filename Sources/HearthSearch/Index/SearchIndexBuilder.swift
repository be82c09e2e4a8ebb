import HearthContent
package import HearthModel
package import HearthSite

/// One file of an index. Its bytes are made when they are asked for, so that they need not all be in memory at once.
package struct SearchFile: Sendable {
    package let path: SitePath
    package let audience: Audience
    /// The content pages whose facts it holds. Postings and words are made of all pages of their index; the index's
    /// own file, without which they say nothing, names those.
    package let sources: [PageIndex]
    /// Files with the same path and fingerprint have the same bytes, in this build and in any other by the same program:
    /// whoever still has the file of an older build need not ask for them.
    package let fingerprint: UInt64
    let content: Content

    enum Content: Sendable {
        case bytes([UInt8])
        /// The postings of a run of terms, in the order of `AudienceIndex.terms`.
        case terms(AudienceIndex, Range<Int>)
        /// The texts of a run of units.
        case texts(AudienceIndex, Range<Int>)
    }

    /// The whole file; may be asked by any task.
    package func bytes() -> [UInt8] {
        switch content {
        case .bytes(let bytes): bytes
        case .terms(let index, let range): index.termFile(range)
        case .texts(let index, let range): index.textFile(range)
        }
    }
}

/// What `SearchIndexBuilder` made.
package struct SearchBuild: Sendable {
    /// All files of all audiences, sorted by path.
    package let files: [SearchFile]
    /// How many documents had to be cut into words, because no cache knew them.
    package let counted: Int
    private let documents: [IndexedDocument]
    private let sources: [WordSource]

    init(files: [SearchFile], counted: Int, documents: [IndexedDocument], sources: [WordSource]) {
        self.files = files
        self.counted = counted
        self.documents = documents
        self.sources = sources
    }

    /// What makes the next build cheaper.
    package func cache() -> SearchCache { SearchCache(documents, sources) }
}

/// Makes the files that the search page, `hearth search` and `search-tests.yml` ask.
///
/// 1. Read every document, cut long ones into units, count their words; or take these from the cache of the last build.
/// 2. Number the units by their addresses, the terms by their bytes, and put the postings together.
/// 3. Divide terms and texts into files of about one size.
///
/// The bytes of most files follow when they are written (`SearchFile.bytes`).
package enum SearchIndexBuilder {
    /// The result depends on the site alone, not on `workers` or on what `cache` has.
    package static func build(_ site: Site, workers: Int, cache: SearchCache? = nil) async throws -> SearchBuild {
        let reader = DocumentReader(site: site)
        let audiences = reader.subjects().sorted { $0.key < $1.key }
        let subjects = audiences.flatMap(\.value)
        let (documents, sources) = try await count(subjects, reader, workers: workers, cache)
        var files: [SearchFile] = []
        var start = 0
        for (audience, subjects) in audiences {
            let mine = documents[start..<start + subjects.count]
            start += subjects.count
            let index = try await AudienceIndex(site, audience, Array(mine), sources, workers: workers)
            files += index.files(folder: folder(of: audience, site))
        }
        let counted = documents.count { $0.source > 0 }
        return SearchBuild(
            files: files.sorted { $0.path < $1.path }, counted: counted, documents: documents, sources: sources)
    }

    /// The first step. Source 0 is the cache.
    private static func count(
        _ subjects: [DocumentReader.Subject], _ reader: DocumentReader, workers: Int, _ cache: SearchCache?
    ) async throws -> ([IndexedDocument], [WordSource]) {
        typealias Part = (source: WordSource, documents: [(place: Int, document: IndexedDocument)])
        let languages = SearchLanguages(reader.site)
        let chunks = chunks(subjects.count, size: 32)
        let parts: [Part] = try await claimInParallel(chunks.count, workers: workers) { next in
            var counter = WordCounter(languages)
            var text = SearchTextReader(reader.site)
            var documents: [(Int, IndexedDocument)] = []
            while let chunk = next() {
                for place in chunks[chunk] {
                    let document = reader.read(subjects[place])
                    let key = DocumentKey(document, reader.site, language: languages.code(of: document))
                    let known = cache?.entry(key)
                    if known == nil { text.read(document) }
                    let words = known ?? counter.add(document, text)
                    documents.append(
                        (
                            place,
                            IndexedDocument(
                                document, subjects[place], key, source: known == nil ? 1 : 0, entry: words.range,
                                unitSizes: words.unitSizes)
                        ))
                }
            }
            return (WordSource(lexicon: counter.lexicon, bytes: counter.entries.bytes), documents)
        }
        var documents = [IndexedDocument?](repeating: nil, count: subjects.count)
        for (number, part) in parts.enumerated() {
            for (place, document) in part.documents {
                documents[place] = document
                if document.source > 0 { documents[place]?.source = number + 1 }
            }
        }
        let cached = WordSource(lexicon: cache?.lexicon ?? Lexicon(), bytes: cache?.bytes ?? [])
        return (documents.compactMap { $0 }, [cached] + parts.map(\.source))
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
