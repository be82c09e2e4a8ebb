/// Counts the words of documents: the work of one task, which goes through many.
///
/// What it makes of a document is a run of numbers (`VariableBytes`): how many units it has; then for each the bytes of
/// its text, how many distinct words it has, and each of these as its number in `lexicon` and the sum of its weights.
struct WordCounter {
    private(set) var entries = ByteRuns()
    /// The document at hand.
    private var entry = VariableBytes()
    private let languages: [String]
    private var words: WordSink
    private var tokenizer = Tokenizer()

    /// `languages` are the codes that documents have.
    init(_ languages: [String]) {
        self.languages = languages
        words = WordSink(languages)
    }

    /// All words of all documents so far.
    var lexicon: Lexicon { words.lexicon }

    /// Appends the words of a document, whose text `text` has just read, to `entries`; answers where they are,
    /// and the bytes of text in each unit.
    mutating func add(
        _ document: SearchDocument, _ text: SearchTextReader
    ) -> (range: Range<Int>, unitSizes: [Int]) {
        words.language = languages.firstIndex(of: document.language) ?? languages.count
        let units = SearchUnit.units(of: text)
        entry.removeAll()
        entry.append(units.count)
        for (place, unit) in units.enumerated() {
            if place == 0 { addFields(document) }
            words.count = 0
            for piece in unit.pieces { add(piece, text) }
            entry.append(unit.size)
            words.tally.finish(FieldWeight.bodyNorm(words: words.count), into: &entry)
        }
        return (entries.append(entry.bytes), units.map(\.size))
    }

    private mutating func add(_ piece: SearchUnit.Piece, _ text: SearchTextReader) {
        let passage = text.passages[piece.passage]
        if passage.headingIsText, piece.range.lowerBound == passage.range.lowerBound {
            let before = words.count
            addField(passage.heading, FieldWeight.heading)
            // Only words of the text make it long.
            words.count = before
        }
        words.body = Int32(FieldWeight.of(passage.kind))
        words.field = 0
        text.text.withUnsafeBufferPointer {
            tokenizer.tokenize(UnsafeBufferPointer(rebasing: $0[piece.range]), into: &words)
        }
    }

    private mutating func addFields(_ document: SearchDocument) {
        let length = document.title.utf8.split(separator: 0x20).count
        addField(document.title, FieldWeight.title * FieldWeight.titleNorm(words: length) / 16)
        for title in document.otherTitles { addField(title, FieldWeight.otherTitle) }
        for word in document.keywords { addField(word, FieldWeight.keyword) }
        for author in document.authors { addField(author, FieldWeight.author) }
    }

    private mutating func addField(_ text: String, _ weight: Int) {
        words.body = 0
        words.field = Int32(weight)
        var text = text
        text.withUTF8 { bytes in
            // A field is what somebody typed; what is longer than a page of text is no title.
            tokenizer.tokenize(UnsafeBufferPointer(rebasing: bytes.prefix(4000)), into: &words)
        }
    }
}

/// Numbers words and adds up what they weigh.
private struct WordSink: TokenSink {
    private(set) var lexicon = Lexicon()
    var tally = Tally()
    /// The language of the text, and what each of its words weighs as text or in a field.
    var language = 0
    var body: Int32 = 0
    var field: Int32 = 0
    /// How many words came.
    var count = 0

    private let stemmers: [Stemmer?]
    /// The words as they stand in the text, with the numbers of `lexicon`. Each language is a space; the last but one
    /// stands for languages without stems, the last for pairs of characters.
    private var surfaces = WordTable()

    init(_ languages: [String]) {
        stemmers = languages.map { Stemmer(language: $0) } + [nil]
    }

    @inline(__always)
    mutating func add(_ token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind) {
        let space = kind == .pair ? stemmers.count : language
        let (word, isNew) = surfaces.insert(token, space: UInt8(truncatingIfNeeded: space))
        if isNew { addWord(token, space) }
        tally.add(word, body, field)
        count += 1
    }

    /// A word seen for the first time: its form and its stem.
    @inline(never)
    private mutating func addWord(_ bytes: UnsafeBufferPointer<UInt8>, _ space: Int) {
        let form = WordFolding.fold(bytes)
        if space == stemmers.count {
            lexicon.append(form: [], term: form)
        } else if let stemmer = stemmers[space] {
            lexicon.append(form: form, term: WordFolding.fold(stemmer.stem(bytes)))
        } else {
            lexicon.append(form: form, term: form)
        }
        tally.grow(to: lexicon.count)
    }
}

/// What the unit at hand has of each word, in fields and in its text.
private struct Tally {
    private var sums: [(body: Int32, field: Int32)] = []
    private var touched: [UInt32] = []

    mutating func grow(to count: Int) {
        while sums.count < count { sums.append((0, 0)) }
    }

    @inline(__always)
    mutating func add(_ word: Int, _ body: Int32, _ field: Int32) {
        let known = sums[word]
        if known.body | known.field == 0 { touched.append(UInt32(word)) }
        sums[word] = (known.body &+ body, known.field &+ field)
    }

    mutating func finish(_ norm: Int, into output: inout VariableBytes) {
        output.append(touched.count)
        for word in touched {
            let known = sums[Int(word)]
            sums[Int(word)] = (0, 0)
            output.append(Int(word))
            // A text of a gigabyte could make the sums negative.
            let text = FieldWeight.saturated(text: max(0, Int(known.body)) * norm / 16)
            output.append(min(FieldWeight.mostSum, max(0, Int(known.field)) + text))
        }
        touched.removeAll(keepingCapacity: true)
    }
}
