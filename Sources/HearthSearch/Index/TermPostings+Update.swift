import HearthModel

/// What an update of an index starts from: how it was, and what became of the documents that changed.
struct IndexChange: Sendable {
    /// The documents before, in the same places as those after. Their words are in the sources too.
    var old: [IndexedDocument]
    /// Places of the documents that changed.
    var places: [Int]
    var terms: TermList
    /// Of each source, how many units had each word.
    var counts: [[UInt32]]
}

/// Postings after a few documents changed: only of the terms that these have or had, the others are as they were.
///
/// 1. Compare the words of the documents before and after.
/// 2. Go through the words of all documents once, and collect the postings of the terms that differ.
/// 3. Put these terms into the list of all.
///
/// The files that this changes hold other terms too: `loading` collects their postings.
struct TermUpdate: Sendable {
    let postings: TermPostings
    private let change: IndexChange
    /// Postings of the terms that differ, by their place in the new list.
    private let lists: [Int: [UnitSum]]

    /// Nil when units have other numbers than before, which changes all postings.
    init?(
        _ change: IndexChange, _ documents: [IndexedDocument], _ order: UnitOrder, _ sources: [WordSource],
        workers: Int
    ) async throws {
        guard order.isSame(as: UnitOrder(change.old)) else { return nil }
        var counts = change.counts
        for source in sources.indices {
            if source == counts.count { counts.append([]) }
            let missing = sources[source].lexicon.count - counts[source].count
            guard missing >= 0 else { return nil }
            counts[source] += [UInt32](repeating: 0, count: missing)
        }
        // Words that the texts before have no count of would be of another record.
        guard change.count(documents, sources, &counts) else { return nil }
        let now = counts
        let (terms, forms) = change.differences(documents, sources)
        async let vocabulary = Self.words(forms, change.counts, now, sources)
        let found = try await PostingsReader(terms, sources).read(documents, order, sources, workers: workers)
        let (list, lists) = Self.join(change.terms, terms, found, order)
        postings = TermPostings(list, try await vocabulary, now, blocks: [])
        self.lists = lists
        self.change = change
    }

    /// All words, if what the files of words say of one of `forms` changed.
    private static func words(
        _ forms: WordTable, _ old: [[UInt32]], _ new: [[UInt32]], _ sources: [WordSource]
    ) async throws -> [Vocabulary.Word]? {
        let before = Vocabulary.words(old, sources, only: forms)
        return before == Vocabulary.words(new, sources, only: forms) ? nil : Vocabulary.words(new, sources)
    }

    /// `old` with the terms of `changed` as they are now; and the postings of these by their places in it.
    private static func join(
        _ old: TermList, _ changed: WordTable, _ found: [[UnitSum]], _ order: UnitOrder
    ) -> (TermList, [Int: [UnitSum]]) {
        var terms = TermList()
        var lists: [Int: [UnitSum]] = [:]
        var next = 0
        let sorted = (0..<changed.count).sorted { changed.word($0).lexicographicallyPrecedes(changed.word($1)) }
        for index in sorted {
            let word = changed.word(index)
            let place = old.place(of: word)
            terms.append(old, next..<place)
            next = place < old.count && old.word(place) == word ? place + 1 : place
            guard !found[index].isEmpty else { continue }
            var block = TermPostings.Block(first: 0)
            found[index].withUnsafeBufferPointer { block.append(word, $0, order) }
            lists[terms.count] = found[index]
            terms.append(word, size: block.bytes.count, print: block.prints[0])
        }
        terms.append(old, next..<old.count)
        return (terms, lists)
    }

    /// With the postings of all terms in `ranges`, which ascend.
    func loading(
        _ ranges: [Range<Int>], _ documents: [IndexedDocument], _ order: UnitOrder, _ sources: [WordSource],
        workers: Int
    ) async throws -> TermPostings {
        var missing = WordTable()
        for term in ranges.joined() where lists[term] == nil {
            _ = postings.terms.word(term).withUnsafeBufferPointer { missing.insert($0) }
        }
        let found = try await PostingsReader(missing, sources).read(documents, order, sources, workers: workers)
        var next = 0
        let blocks = ranges.map { range in
            var block = TermPostings.Block(first: range.lowerBound)
            for term in range {
                var list = lists[term] ?? []
                if list.isEmpty {
                    list = found[next]
                    next += 1
                }
                list.withUnsafeBufferPointer { block.append(postings.terms.word(term), $0, order) }
            }
            return block
        }
        return TermPostings(postings.terms, postings.words, postings.counts, blocks: blocks)
    }
}

extension IndexChange {
    /// Takes the words of the old texts out of `counts` and those of the new ones in. False when there are fewer.
    fileprivate func count(
        _ documents: [IndexedDocument], _ sources: [WordSource], _ counts: inout [[UInt32]]
    ) -> Bool {
        var isRight = true
        for place in places {
            EntryReader.forEach(documents[place], sources) { _, word, _ in
                counts[documents[place].source][word] += 1
            }
            EntryReader.forEach(old[place], sources) { _, word, _ in
                let source = old[place].source
                if counts[source][word] == 0 { isRight = false } else { counts[source][word] -= 1 }
            }
        }
        return isRight
    }

    /// Terms that stand elsewhere now, or weigh more or less; and all forms of words before and after.
    fileprivate func differences(
        _ documents: [IndexedDocument], _ sources: [WordSource]
    ) -> (terms: WordTable, forms: WordTable) {
        struct Posting: Hashable {
            var unit: Int
            var term: Int
        }
        var all = WordTable()
        var forms = WordTable()
        var changed = WordTable()
        func postings(_ document: IndexedDocument) -> [Posting: Int] {
            var postings: [Posting: Int] = [:]
            let lexicon = sources[document.source].lexicon
            EntryReader.forEach(document, sources) { unit, word, sum in
                _ = lexicon.form(word).withUnsafeBufferPointer { forms.insert($0) }
                let term = lexicon.term(word)
                guard !term.isEmpty else { return }
                let index = term.withUnsafeBufferPointer { all.insert($0).index }
                postings[Posting(unit: unit, term: index), default: 0] += sum
            }
            return postings
        }
        for place in places {
            let (before, after) = (postings(old[place]), postings(documents[place]))
            let differing = before.filter { after[$0] != $1 }.keys + after.keys.filter { before[$0] == nil }
            for posting in differing {
                _ = all.word(posting.term).withUnsafeBufferPointer { changed.insert($0) }
            }
        }
        return (changed, forms)
    }
}

/// Collects the postings of a few terms from the words of all documents.
private struct PostingsReader: Sendable {
    private let count: Int
    /// For each word of each source which of the terms it has; `.max` for none.
    private let places: [[UInt32]]

    init(_ terms: WordTable, _ sources: [WordSource]) {
        count = terms.count
        places = sources.map { source in
            (0..<source.lexicon.count).map { word in
                source.lexicon.term(word).withUnsafeBufferPointer { terms.find($0) }.map { UInt32($0) } ?? .max
            }
        }
    }

    /// Of each term, in the order of the units.
    func read(
        _ documents: [IndexedDocument], _ order: UnitOrder, _ sources: [WordSource], workers: Int
    ) async throws -> [[UnitSum]] {
        guard count > 0 else { return [] }
        typealias Found = (term: UInt32, posting: UnitSum)
        let parts = try await mapInParallel(
            SearchIndexBuilder.chunks(order.documents.count, size: 1024), workers: workers
        ) { chunk in
            var found: [Found] = []
            for place in chunk {
                let document = documents[order.documents[place]]
                let first = order.firstNumbers[place]
                places[document.source].withUnsafeBufferPointer { places in
                    EntryReader.forEach(document, sources) { unit, word, sum in
                        guard places[word] != .max else { return }
                        let sum = UInt16(min(FieldWeight.mostSum, sum))
                        found.append((places[word], UnitSum(unit: UInt32(first + unit), sum: sum)))
                    }
                }
            }
            return found
        }
        var lists = [[UnitSum]](repeating: [], count: count)
        for (term, posting) in parts.joined() { lists[Int(term)].add(posting) }
        return lists
    }
}

extension [UnitSum] {
    /// Two words of one unit may have one stem.
    fileprivate mutating func add(_ posting: UnitSum) {
        if let last, last.unit == posting.unit {
            self[count - 1].sum = UInt16(Swift.min(FieldWeight.mostSum, Int(last.sum) + Int(posting.sum)))
        } else {
            append(posting)
        }
    }
}
