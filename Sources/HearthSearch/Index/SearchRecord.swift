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
/// `bytes`: `hearthS3`; a checksum of the rest; then numbers and texts as `VariableBytes` has them: languages, names,
/// sources (lexicon, words of all documents) and for each audience its folder, documents and files.
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
        var files: [File]

        init(_ index: AudienceIndex, _ files: [SearchFile]) {
            audience = index.audience
            folder = index.folder
            documents = index.documents
            self.files = files.map { File(path: $0.path, fingerprint: $0.fingerprint) }
        }

        init(audience: Audience, folder: SitePath, documents: [IndexedDocument], files: [File]) {
            self.audience = audience
            self.folder = folder
            self.documents = documents
            self.files = files
        }
    }

    struct File: Sendable {
        var path: SitePath
        var fingerprint: UInt64
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
    var entries: [DocumentKey: (source: Int, entry: Range<Int>, unitSizes: [Int])] {
        var entries: [DocumentKey: (source: Int, entry: Range<Int>, unitSizes: [Int])] = [:]
        for document in parts.flatMap(\.documents) {
            entries[document.key] = (document.source, document.entry, document.unitSizes)
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
    package func updated(
        _ changed: Set<PageIndex>, workers: Int, texts: @escaping SearchTexts
    ) async throws -> SearchUpdate? {
        var record = self
        guard record.count(changed, texts) else { return nil }
        var files: [SearchFile] = []
        var removed: [SitePath] = []
        for (place, part) in parts.enumerated() {
            guard part.documents.contains(where: { !changed.isDisjoint(with: $0.holders) }) else { continue }
            let index = try await AudienceIndex(
                part.audience, folder: part.folder, record.parts[place].documents, record.sources, names,
                workers: workers, texts: texts)
            let made = index.files()
            let old = Dictionary(
                part.files.map { ($0.path, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
            for var file in made where old[file.path] != file.fingerprint {
                guard let bytes = file.known() else { return nil }
                file.content = .bytes(bytes)
                files.append(file)
            }
            removed += Set(old.keys).subtracting(made.map(\.path))
            record.parts[place] = Part(index, made)
        }
        return SearchUpdate(files: files.sorted { $0.path < $1.path }, removed: removed.sorted(), record: record)
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
                (indexed.entry, indexed.unitSizes) = counter.add(document, text)
                indexed.source = 1
                parts[part].documents[place] = indexed
                places.append((part, place))
            }
        }
        if sources.isEmpty { sources.append(WordSource()) }
        let numbers = sources[0].lexicon.add(counter.lexicon)
        let fresh = [WordSource(), WordSource(lexicon: counter.lexicon, bytes: counter.entries.bytes)]
        for (part, place) in places {
            var output = VariableBytes()
            EntryReader.copy(parts[part].documents[place], fresh, numbers, into: &output)
            let start = sources[0].bytes.count
            sources[0].bytes += output.bytes
            parts[part].documents[place].source = 0
            parts[part].documents[place].entry = start..<sources[0].bytes.count
        }
        return true
    }
}

extension Lexicon {
    /// Adds the words of `other` that are not here; answers the number of each.
    fileprivate mutating func add(_ other: Lexicon) -> [UInt32] {
        var table = WordTable()
        // Two words of a lexicon may be typed and indexed alike: either will do.
        var numbers: [UInt32] = []
        func insert(_ lexicon: Lexicon, _ word: Int) -> (index: Int, isNew: Bool) {
            let name = Array(lexicon.form(word)) + [0] + lexicon.term(word)
            return name.withUnsafeBufferPointer { table.insert($0) }
        }
        for word in 0..<count where insert(self, word).isNew { numbers.append(UInt32(word)) }
        return (0..<other.count).map { word in
            let (index, isNew) = insert(other, word)
            if isNew {
                numbers.append(UInt32(count))
                append(form: other.form(word), term: other.term(word))
            }
            return numbers[index]
        }
    }
}
