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
    var content: Content

    enum Content: Sendable {
        case bytes([UInt8])
        case made(AudienceIndex, IndexFile.Content)
    }

    /// The whole file; may be asked by any task.
    package func bytes() -> [UInt8] { known() ?? [] }

    /// The same; nil when a text is not there, which does not happen to files of a whole build.
    func known() -> [UInt8]? {
        switch content {
        case .bytes(let bytes): bytes
        case .made(let index, let content): index.bytes(content)
        }
    }
}

/// What `SearchIndexBuilder` made.
package struct SearchBuild: Sendable {
    /// All files of all audiences, sorted by path.
    package let files: [SearchFile]
    /// How many documents had to be cut into words, because the record did not have them.
    package let counted: Int
    /// What the next build can start from. Costs nothing until its bytes are asked for.
    package let record: SearchRecord
}

/// Makes the files that the search page, `hearth search` and `search-tests.yml` ask.
///
/// 1. Read every document, cut long ones into units, count their words; or take these from the record of the last build.
/// 2. Number the units by their addresses, the terms by their bytes, and put the postings together.
/// 3. Divide terms and texts into files of about one size.
///
/// The bytes of most files follow when they are written (`SearchFile.bytes`).
package enum SearchIndexBuilder {
    /// The result depends on the site alone, not on `workers` or on what `record` has.
    /// States and places of texts are called by `words`.
    package static func build(
        _ site: Site, words: Words = .english, workers: Int, record: SearchRecord? = nil
    ) async throws -> SearchBuild {
        let reader = DocumentReader(site, words: words)
        let names = SearchNames(site)
        let texts: SearchTexts = {
            site.pages.indices.contains($0) ? (site.pages[$0].parsed, site.pages[$0].links) : nil
        }
        let audiences = reader.subjects().sorted { $0.key < $1.key }
        let subjects = audiences.flatMap(\.value)
        let known = record?.usable
        let (documents, sources) = try await count(subjects, reader, names, texts, workers: workers, known)
        var files: [SearchFile] = []
        var parts: [SearchRecord.Part] = []
        var start = 0
        for (audience, subjects) in audiences {
            let mine = Array(documents[start..<start + subjects.count])
            start += subjects.count
            let index = try await AudienceIndex(
                audience, folder: folder(of: audience, site), mine, sources, names, workers: workers, texts: texts)
            let made = index.files()
            parts.append(SearchRecord.Part(index, made))
            files += made.map(index.file)
        }
        let old = known?.sources.count ?? 0
        return SearchBuild(
            files: files.sorted { $0.path < $1.path }, counted: documents.count { $0.source >= old },
            record: SearchRecord(languages: reader.languages.codes, names: names, parts: parts, sources: sources))
    }

    /// The first step. The sources of the record come first.
    private static func count(
        _ subjects: [DocumentReader.Subject], _ reader: DocumentReader, _ names: SearchNames,
        _ texts: @escaping SearchTexts, workers: Int, _ record: SearchRecord?
    ) async throws -> ([IndexedDocument], [WordSource]) {
        typealias Part = (source: WordSource, documents: [(place: Int, document: IndexedDocument)])
        let known = record?.entries ?? [:]
        let old = record?.sources ?? []
        let chunks = chunks(subjects.count, size: 32)
        let parts: [Part] = try await claimInParallel(chunks.count, workers: workers) { next in
            var counter = WordCounter(reader.languages.codes)
            var text = SearchTextReader(texts)
            var documents: [(Int, IndexedDocument)] = []
            while let chunk = next() {
                for place in chunks[chunk] {
                    let document = reader.read(subjects[place])
                    var indexed = IndexedDocument(document, names, texts)
                    if let entry = known[indexed.key] {
                        (indexed.source, indexed.entry, indexed.unitSizes, indexed.print) = entry
                    } else {
                        text.read(document)
                        indexed.take(counter.add(document, text), document, names, text)
                        indexed.source = old.count
                    }
                    documents.append((place, indexed))
                }
            }
            return (WordSource(lexicon: counter.lexicon, runs: counter.entries), documents)
        }
        var documents = [IndexedDocument?](repeating: nil, count: subjects.count)
        for (number, part) in parts.enumerated() {
            for (place, document) in part.documents {
                documents[place] = document
                if document.source == old.count { documents[place]?.source += number }
            }
        }
        return (documents.compactMap { $0 }, old + parts.map(\.source))
    }

    /// What is wrong with `search.languages`.
    package static func check(_ site: Site) -> [Diagnostic] {
        site.project.configuration.searchLanguages.filter { !Stemmer.exists(language: $0.value) }.map { language in
            Diagnostic(
                .searchLanguage, at: SourceLocation(file: site.project.configurationFile, line: language.line),
                "search.languages: no word stems are known for '\(language.value)'",
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
