package import HearthModel
package import HearthSite

/// What a build leaves for the search of the next one: every document as the search sees it, its words, and the
/// fingerprints of all files.
///
/// It serves two ways:
/// - `SearchIndexBuilder.build(_:workers:record:)` takes the words of documents that it finds here by the hash of all that
///   they were made of (`DocumentKey`), and neither cuts nor stems them again.
/// - `updated(_:workers:texts:)` needs no resolved site: when only texts changed, it makes the files that this changes.
///
/// Both give the bytes of a build without it, as long as program and settings are the same: keep it with their
/// fingerprint.
///
/// `bytes`: `hearthS6`; numbers and texts as `VariableBytes` has them: languages, names,
/// sources (lexicon, words of all documents) and for each audience its folder, documents, terms and files; a checksum of all
/// that.
package struct SearchRecord: Sendable {
    let languages: [String]
    let names: SearchNames
    var parts: [Part]
    var sources: [WordSource]

    /// The index of one audience.
    struct Part: Sendable {
        var audience: Audience
        var folder: SitePath
        var documents: [IndexedDocument]
        var terms: TermList
        /// Of each source, how many units have each word.
        var counts: [[UInt32]]
        /// All `.kept`.
        var files: [IndexFile]

        init(_ index: AudienceIndex, _ files: [IndexFile]) {
            self.init(
                audience: index.audience, folder: index.folder, documents: index.documents,
                terms: index.terms.terms, counts: index.terms.counts, files: files)
            for place in self.files.indices { self.files[place].content = .kept }
        }

        init(
            audience: Audience, folder: SitePath, documents: [IndexedDocument], terms: TermList,
            counts: [[UInt32]], files: [IndexFile]
        ) {
            (self.audience, self.folder, self.documents) = (audience, folder, documents)
            (self.terms, self.counts, self.files) = (terms, counts, files)
        }
    }

    init(languages: [String], names: SearchNames, parts: [Part], sources: [WordSource]) {
        self.languages = languages
        self.names = names
        self.parts = parts
        self.sources = sources
    }

    /// Each build on top of another adds sources, and joining them takes time: then it is better to begin anew.
    private static let mostSources = 12

    /// Nil when nothing is to be gained from it.
    var usable: SearchRecord? { sources.count > Self.mostSources ? nil : self }

    /// Where the words of documents are.
    var entries: [DocumentKey: (source: Int, entry: Range<Int>, unitSizes: [Int], print: UInt64)] {
        var entries: [DocumentKey: (source: Int, entry: Range<Int>, unitSizes: [Int], print: UInt64)] = [:]
        for document in parts.flatMap(\.documents) {
            entries[document.key] = (document.source, document.entry, document.unitSizes, document.print)
        }
        return entries
    }
}

/// What changed texts change in an index.
package struct SearchUpdate: Sendable {
    /// Files that are new or have other bytes; their bytes are here. Sorted by path.
    package let files: [SearchFile]
    /// Files that are no more. Sorted.
    package let removed: [SitePath]
    /// Whether some of `files` may be of other pages than before: texts that take more or fewer units than they did reach
    /// into other files.
    package let hasOtherSources: Bool
    /// The record to keep now.
    package let record: SearchRecord
}

extension SearchRecord {
    /// The search after the texts of `changed` pages changed, and nothing else that it knows of any page: no title, field,
    /// heading, answer, link or name (`ParsedPage.factsHash`). The files are those that a whole build would make.
    ///
    /// Pages are named by their places in the resolved site of the last build. `texts` gives the tree and the resolved
    /// links of a page, of others than the changed ones too: those whose texts stand in one file with theirs. Nil when
    /// it cannot give one.
    package consuming func updated(
        _ changed: Set<PageIndex>, workers: Int, texts: @escaping SearchTexts
    ) async throws -> SearchUpdate? {
        var record = self
        let old = record.parts.map(\.documents)
        guard record.count(changed, texts) else { return nil }
        var files: [SearchFile] = []
        var removed: [SitePath] = []
        var hasOtherSources = false
        for (place, before) in old.enumerated() {
            let places = before.indices.filter { !changed.isDisjoint(with: before[$0].holders) }
            guard !places.isEmpty else { continue }
            let part = record.parts[place]
            hasOtherSources =
                hasOtherSources
                || places.contains { before[$0].unitSizes.count != part.documents[$0].unitSizes.count }
            let change = IndexChange(old: before, places: places, terms: part.terms, counts: part.counts)
            let (index, made) = try await record.index(part, change, workers: workers, texts)
            let kept = Self.kept(made, part.files)
            for file in kept.changed {
                var file = index.file(made[file])
                guard let bytes = file.known() else { return nil }
                file.content = .bytes(bytes)
                files.append(file)
            }
            removed += kept.removed.map { part.folder.appending($0) }
            record.parts[place] = Part(index, made)
        }
        return SearchUpdate(
            files: files.sorted { $0.path < $1.path }, removed: removed.sorted(),
            hasOtherSources: hasOtherSources || !removed.isEmpty, record: record)
    }

    /// The index of `part`, with the postings of the files that are not as they were, and all files.
    private func index(
        _ part: Part, _ change: IndexChange, workers: Int, _ texts: @escaping SearchTexts
    ) async throws -> (AudienceIndex, [IndexFile]) {
        let order = UnitOrder(part.documents)
        func index(_ terms: TermPostings) -> AudienceIndex {
            AudienceIndex(part.audience, folder: part.folder, part.documents, order, terms, names, texts: texts)
        }
        guard let update = try await TermUpdate(change, part.documents, order, sources, workers: workers) else {
            let terms = try await TermPostings(part.documents, order, sources, workers: workers)
            let whole = index(terms)
            return (whole, whole.files())
        }
        let made = index(update.postings).files(known: part.files)
        let ranges = Self.kept(made, part.files).changed.compactMap { place -> Range<Int>? in
            if case .terms(let range) = made[place].content { range } else { nil }
        }
        let terms = try await update.loading(ranges, part.documents, order, sources, workers: workers)
        return (index(terms), made)
    }

    /// The places of files in `made` that differ from those of `known`, and the paths of files that are no more.
    private static func kept(_ made: [IndexFile], _ known: [IndexFile]) -> (changed: [Int], removed: [String]) {
        // Both are in the same order; mostly they are the same files.
        if made.count == known.count, zip(made, known).allSatisfy({ $0.kind == $1.kind && $0.name == $1.name }) {
            return (made.indices.filter { made[$0].fingerprint != known[$0].fingerprint }, [])
        }
        var old = Dictionary(known.map { ($0.path, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
        let changed = made.indices.filter { old.removeValue(forKey: made[$0].path) != made[$0].fingerprint }
        return (changed, Array(old.keys))
    }

    /// Counts the words of documents with a changed text, into the first source, so that there are not more and more of
    /// them. False when a text is missing.
    private mutating func count(_ changed: Set<PageIndex>, _ texts: @escaping SearchTexts) -> Bool {
        var counter = WordCounter(languages)
        var text = SearchTextReader(texts)
        var places: [(part: Int, document: Int)] = []
        for part in parts.indices {
            for place in parts[part].documents.indices
            where !changed.isDisjoint(with: parts[part].documents[place].holders) {
                let document = parts[part].documents[place].document
                text.read(document)
                guard !text.isIncomplete else { return false }
                var indexed = IndexedDocument(document, names, texts)
                indexed.take(counter.add(document, text), document, names, text)
                indexed.source = 1
                parts[part].documents[place] = indexed
                places.append((part, place))
            }
        }
        if sources.isEmpty { sources.append(WordSource()) }
        let numbers = sources[0].lexicon.add(counter.lexicon)
        let fresh = [WordSource(), WordSource(lexicon: counter.lexicon, runs: counter.entries)]
        for (part, place) in places {
            var output = VariableBytes()
            EntryReader.copy(parts[part].documents[place], fresh, numbers, into: &output)
            parts[part].documents[place].source = 0
            parts[part].documents[place].entry = sources[0].runs.append(output.bytes)
        }
        return true
    }
}
