import HearthContent
import HearthModel
import HearthSite

/// The postings and words of a run of units: what one task makes, and the builder joins.
struct IndexPart: Sendable {
    /// Distinct terms: stems without diacritics.
    private(set) var terms = WordTable()
    /// Distinct forms: words as one may type them, without diacritics.
    private(set) var forms = WordTable()
    /// Which form stands for which term, and how often it was seen.
    private(set) var words: [(form: Int, term: Int, count: Int)] = []
    /// Where each term's postings start in `units` and `impacts`, and where the last ones end.
    private(set) var starts: [Int] = []
    /// The place of the unit in the whole list, ascending for each term.
    private(set) var units: [UInt32] = []
    /// How much a term says about the unit, 1–255.
    private(set) var impacts: [UInt8] = []

    init(_ range: Range<Int>, of units: [SearchUnit], _ documents: [SearchDocument], languages: SearchLanguages) {
        var run = Run(languages: languages)
        for index in range { run.add(units[index], at: index, documents[units[index].document]) }
        terms = run.terms
        forms = run.forms
        words = zip(run.wordForms, zip(run.wordTerms, run.wordCounts)).map { ($0, $1.0, $1.1) }
        sort(run.postings)
    }

    /// Orders postings by term, which keeps the order of units.
    private mutating func sort(_ postings: [Posting]) {
        starts = [Int](repeating: 0, count: terms.count + 1)
        for posting in postings { starts[Int(posting.term) + 1] += 1 }
        for term in 0..<terms.count { starts[term + 1] += starts[term] }
        var next = starts
        units = [UInt32](repeating: 0, count: postings.count)
        impacts = [UInt8](repeating: 0, count: postings.count)
        for posting in postings {
            let place = next[Int(posting.term)]
            next[Int(posting.term)] = place + 1
            units[place] = posting.unit
            impacts[place] = posting.impact
        }
    }

    fileprivate struct Posting {
        var term: UInt32
        var unit: UInt32
        var impact: UInt8
    }
}

/// How much a word counts where it stands, in sixteenths of a word of the text.
enum FieldWeight {
    static let body = 16
    static let acceptedAnswer = 20
    static let answer = 14
    static let comment = 8
    static let heading = 56
    static let title = 192
    static let otherTitle = 150
    static let keyword = 64
    static let author = 24

    /// Half of the highest impact is reached at this sum: more of the same word adds less and less (BM25's k₁).
    static let saturation = 192

    static func of(_ kind: SearchPassage.Kind) -> Int {
        switch kind {
        case .body: body
        case .acceptedAnswer: acceptedAnswer
        case .answer: answer
        case .comment: comment
        }
    }

    /// Words of a short title say more about the page; in sixteenths.
    static func titleNorm(words: Int) -> Int { words <= 3 ? 20 : words <= 7 ? 17 : words <= 14 ? 15 : 12 }

    /// Words of a short text say more about it; in sixteenths, in steps, so that a small edit changes nothing else.
    static func bodyNorm(words: Int) -> Int { words < 64 ? 20 : words < 256 ? 16 : words < 1024 ? 13 : 11 }
}

/// The work of one task: goes through units and collects what `IndexPart` keeps.
private struct Run {
    var terms = WordTable()
    var forms = WordTable()
    var wordForms: [Int] = []
    var wordTerms: [Int] = []
    var wordCounts: [Int] = []
    var postings: [IndexPart.Posting] = []
    /// For each language the words as they stand in the text, and the place of each in `wordForms`.
    private var surfaces: [(words: WordTable, places: [Int])] = []
    private var pairs = (words: WordTable(capacity: 1024), terms: [Int]())
    private var stemmers: [Stemmer?] = []
    private let languages: SearchLanguages
    private var tokenizer = Tokenizer()
    /// For each term what the current unit has of it, in fields and in its text.
    private var fieldSums: [Int32] = []
    private var bodySums: [Int32] = []
    private var touched: [Int] = []

    init(languages: SearchLanguages) {
        self.languages = languages
        for language in languages.codes {
            stemmers.append(Stemmer(language: language))
            surfaces.append((WordTable(), []))
        }
        stemmers.append(nil)
        surfaces.append((WordTable(), []))
        postings.reserveCapacity(1 << 16)
    }

    mutating func add(_ unit: SearchUnit, at index: Int, _ document: SearchDocument) {
        let language = languages.index(of: document)
        if unit.part == 0 { addFields(document, language) }
        var words = 0
        document.text.withUnsafeBufferPointer { text in
            for piece in unit.pieces {
                let passage = document.passages[piece.passage]
                if passage.headingIsText, piece.range.lowerBound == passage.range.lowerBound {
                    add(passage.heading, FieldWeight.heading, language)
                }
                let weight = Int32(FieldWeight.of(passage.kind))
                words += add(UnsafeBufferPointer(rebasing: text[piece.range]), language) { $0.bodySums[$1] += weight }
            }
        }
        finish(index, words)
    }

    private mutating func addFields(_ document: SearchDocument, _ language: Int) {
        let length = document.title.split(separator: " ").count
        add(document.title, FieldWeight.title * FieldWeight.titleNorm(words: length) / 16, language)
        for title in document.otherTitles { add(title, FieldWeight.otherTitle, language) }
        for word in document.keywords { add(word, FieldWeight.keyword, language) }
        for author in document.authors { add(author, FieldWeight.author, language) }
    }

    private mutating func add(_ text: String, _ weight: Int, _ language: Int) {
        var text = text
        let weight = Int32(weight)
        text.withUTF8 { bytes in
            // A field is what somebody typed; what is longer than a page of text is no title.
            _ = add(UnsafeBufferPointer(rebasing: bytes.prefix(4000)), language) { $0.fieldSums[$1] += weight }
        }
    }

    /// Adds the words of `text`; answers how many there were.
    private mutating func add(
        _ text: UnsafeBufferPointer<UInt8>, _ language: Int, _ count: (inout Run, Int) -> Void
    ) -> Int {
        var words = 0
        // Taken out, so that its buffers are not copied while the closure below uses the rest.
        var tokenizer = Tokenizer()
        swap(&tokenizer, &self.tokenizer)
        defer { swap(&tokenizer, &self.tokenizer) }
        tokenizer.tokenize(text) { bytes, kind in
            let term: Int
            if kind == .pair {
                term = self.term(ofPair: bytes)
            } else {
                let (surface, isNew) = surfaces[language].words.insert(bytes)
                if isNew { surfaces[language].places.append(newWord(bytes, language)) }
                let place = surfaces[language].places[surface]
                wordCounts[place] += 1
                term = wordTerms[place]
            }
            if fieldSums[term] == 0, bodySums[term] == 0 { touched.append(term) }
            count(&self, term)
            words += 1
        }
        return words
    }

    private mutating func term(ofPair bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let (pair, isNew) = pairs.words.insert(bytes)
        if isNew { pairs.terms.append(insertTerm(WordFolding.fold(bytes))) }
        return pairs.terms[pair]
    }

    /// A word seen for the first time: its form and its stem.
    private mutating func newWord(_ bytes: UnsafeBufferPointer<UInt8>, _ language: Int) -> Int {
        let form = WordFolding.fold(bytes).withUnsafeBufferPointer { forms.insert($0).index }
        let stem = stemmers[language].map { WordFolding.fold($0.stem(bytes)) } ?? WordFolding.fold(bytes)
        wordForms.append(form)
        wordTerms.append(insertTerm(stem))
        wordCounts.append(0)
        return wordForms.count - 1
    }

    private mutating func insertTerm(_ bytes: [UInt8]) -> Int {
        let (index, isNew) = bytes.withUnsafeBufferPointer { terms.insert($0) }
        if isNew {
            fieldSums.append(0)
            bodySums.append(0)
        }
        return index
    }

    /// Turns the sums of a unit into postings.
    private mutating func finish(_ unit: Int, _ words: Int) {
        let norm = FieldWeight.bodyNorm(words: words)
        for term in touched {
            let sum = min(1 << 20, Int(fieldSums[term]) + Int(bodySums[term]) * norm / 16)
            let impact = max(1, 255 * sum / (sum + FieldWeight.saturation))
            postings.append(
                IndexPart.Posting(term: UInt32(term), unit: UInt32(unit), impact: UInt8(impact)))
            fieldSums[term] = 0
            bodySums[term] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }
}

/// The languages whose words are reduced to stems, and which of them a document is in.
package struct SearchLanguages: Sendable {
    /// Codes of languages that have an algorithm.
    let codes: [String]
    private let documentLanguages: [String]

    /// `configured` (or, when empty, the site's own language) without those that have no algorithm.
    init(_ site: Site) {
        let configured = site.project.configuration.searchLanguages
        let wanted = configured.isEmpty ? [site.project.configuration.language] : configured
        codes = wanted.map { Self.base($0) }.filter { Stemmer.exists(language: $0) }
        documentLanguages = site.pages.map { Self.base($0.language) }
    }

    /// A place in `codes`; their count for a document in another language, whose words stay as they are.
    func index(of document: SearchDocument) -> Int {
        guard let page = document.page else { return 0 }
        return codes.firstIndex(of: documentLanguages[page]) ?? codes.count
    }

    /// `nb` of `nb-NO`.
    static func base(_ language: String) -> String {
        language.lowercased().split(separator: "-").first.map(String.init) ?? ""
    }
}
