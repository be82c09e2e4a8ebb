/// Finds what the words of a query may mean.
struct QueryReader {
    let index: SearchIndex

    static let mostWords = 12
    /// So many of a long text are looked up, to keep those that tell most.
    static let mostTokens = 48
    private static let synonym = 12
    private static let pair = 10
    /// The same word in another form or spelling.
    private static let form = 14
    private static let compound = 9
    private static let mostCompounds = 8
    /// The letters that a part of a compound must have.
    private static let leastPart = 5
    private static let mostSlips = 3

    func read(_ query: String) -> [QueryWord] {
        var tokens = Array(Self.tokens(query).prefix(Self.mostTokens).enumerated())
        // The last word may still be growing.
        let isOpen = query.unicodeScalars.last.map { CharacterClass.of($0) != .separator } ?? false
        let lastWord = tokens.last { $0.element.kind == .word }?.offset
        if tokens.count > Self.mostWords { tokens = telling(tokens) }
        let isAlone = tokens.count { $0.element.kind == .word } == 1
        var words: [QueryWord] = []
        for (place, token) in tokens {
            var word = QueryWord(form: token.form, isWord: token.kind == .word)
            switch token.kind {
            case .pair:
                word.add([token.form], QueryWord.exact, "exact")
                word.addShape(token.form, [token.form])
                if token.form.unicodeScalars.count == 1 { addPairs(&word) }
            case .word: resolve(&word, isGrowing: isOpen && place == lastWord, isAlone: isAlone)
            case .joined:
                word.isOptional = true
                if let entry = index.entry(token.form) {
                    word.add(entry.terms, QueryWord.exact, "written together")
                    word.addShape(entry.form, entry.terms)
                }
            }
            words.append(word)
        }
        for place in words.indices.dropFirst() { addJoined(&words, at: place) }
        addWholes(&words)
        addSynonyms(&words)
        return words
    }

    /// What a long text is about: its rarest words that the site has, in their order.
    private func telling(_ tokens: [(offset: Int, element: Token)]) -> [(offset: Int, element: Token)] {
        func cost(_ token: Token) -> Int {
            if token.kind == .pair { return 10 }
            if index.minorWords.contains(token.form) { return 60 }
            return index.entry(token.form)?.frequency ?? (token.kind == .word ? 50 : 99)
        }
        let costs = tokens.map { cost($0.element) }
        let places = tokens.indices.sorted { costs[$0] != costs[$1] ? costs[$0] < costs[$1] : $0 < $1 }
        return places.prefix(Self.mostWords).sorted().map { tokens[$0] }
    }

    static func tokens(_ text: String) -> [Token] {
        var found = Tokens()
        var tokenizer = Tokenizer()
        var text = text
        text.withUTF8 { tokenizer.tokenize($0, into: &found) }
        return found.tokens
    }

    typealias Token = (form: String, kind: Tokenizer.Kind)

    private struct Tokens: TokenSink {
        var tokens: [Token] = []

        mutating func add(_ token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind) {
            let form = WordFolding.fold(token)
            if !form.isEmpty { tokens.append((String(decoding: form, as: UTF8.self), kind)) }
        }
    }

    private func resolve(_ word: inout QueryWord, isGrowing: Bool, isAlone: Bool) {
        let form = word.form
        let length = form.unicodeScalars.count
        let exact = index.entry(form)
        // A single letter is the beginning of anything.
        word.isMinor = index.minorWords.contains(form) || isGrowing && length == 1
        if let exact {
            word.add(exact.terms, QueryWord.exact, "exact")
            word.addShape(form, exact.terms)
            word.isCommon = 2 << exact.frequency > index.head.docs && index.head.docs >= 64
        }
        if isGrowing, length >= 2 {
            for entry in Self.best(index.completions(of: form).filter { $0.form.begins(with: form) && $0.form != form })
                .prefix(exact == nil ? 4 : 2)
            {
                word.add(entry.terms, exact == nil ? 10 : QueryWord.beside, "begins \(entry.form)")
                word.addShape(entry.form, entry.terms)
            }
        }
        guard !word.isMinor, length >= 3, (exact?.frequency ?? 0) <= 1 else { return }
        // Three letters are most often an abbreviation, and nearly everything is one letter away from them: other words of
        // the query must tell whether it was a slip.
        let isShort = length == 3 && isAlone
        if exact != nil, isShort { return }
        if exact == nil, addParts(&word) { return }
        word.isRare = true
        let known = exact.map { ($0.frequency, isAsTyped: true) } ?? addForms(&word)
        let hasSlips =
            if let known, known.isAsTyped {
                // A rare word, or one that stands nowhere as it is, may be a slip too, if there are neighbours that are
                // less rare.
                addSlips(&word, length, least: known.frequency + 2, .known, isShort: isShort)
            } else {
                // `coed` may be `cöd`, and `code` as well.
                addSlips(&word, length, least: 0, known == nil ? .unknown : .respelled, isShort: isShort)
            }
        // Four letters begin and end many words that are no compounds: they must do where nothing else is like them.
        if length >= Self.leastPart
            ? (known?.frequency ?? 0) <= 1 : length == Self.leastPart - 1 && known == nil && !hasSlips
        {
            addCompounds(&word, length, isUnknown: known == nil)
        }
    }

    /// `ISO9001` for pages that have `ISO 9001`; answers whether there are any.
    private func addParts(_ word: inout QueryWord) -> Bool {
        guard let parts = Self.parts(word.form) else { return false }
        let entries = parts.compactMap { index.entry($0) }
        guard entries.count == parts.count else { return false }
        let reason = "written apart " + parts.joined(separator: " ")
        word.alternatives.append(
            .init(terms: entries.compactMap(\.terms.first), weight: Self.form, reason: reason))
        for entry in entries { word.addShape(entry.form, entry.terms) }
        return true
    }

    /// The letters and the digits of a word that has first the ones and then the others.
    private static func parts(_ form: String) -> [String]? {
        let scalars = form.unicodeScalars
        guard let first = scalars.first, first.isDigit || first.isLetter,
            let border = scalars.firstIndex(where: { $0.isDigit != first.isDigit }),
            scalars[..<border].allSatisfy({ $0.isDigit || $0.isLetter }),
            scalars[border...].allSatisfy({ first.isDigit ? $0.isLetter : $0.isDigit })
        else { return nil }
        return [String(scalars[..<border]), String(scalars[border...])]
    }

    /// `EN 12266` for pages that have `EN12266`: the word at `place` and the one before it.
    private func addJoined(_ words: inout [QueryWord], at place: Int) {
        guard words[place - 1].form.unicodeScalars.allSatisfy(\.isLetter),
            words[place].form.unicodeScalars.allSatisfy(\.isDigit),
            let entry = index.entry(words[place - 1].form + words[place].form)
        else { return }
        for word in [place - 1, place] {
            words[word].add(entry.terms, Self.form, "written together \(entry.form)")
            words[word].addShape(entry.form, entry.terms)
        }
    }

    /// `buro` for `buero`; nil where there is no such pair of letters.
    private static func withoutUmlauts(_ form: String) -> String? {
        var bare = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in form.unicodeScalars {
            let isSecond = scalar == "e" && (last == "a" || last == "o" || last == "u")
            if !isSecond { bare.append(scalar) }
            last = scalar
        }
        return bare.count < form.unicodeScalars.count ? String(bare) : nil
    }

    /// The word in other spellings: umlauts as two letters, and without the article of Arabic or with it: a word whose own
    /// beginning looks like the article (`آلات`) has lost it in its stem.
    private static func spellings(_ form: String) -> [String] {
        var spellings = [form]
        if let bare = withoutUmlauts(form) { spellings.append(bare) }
        if form.begins(with: "\u{627}\u{644}"), form.unicodeScalars.count >= 5 {
            spellings.append(String(form.unicodeScalars.dropFirst(2)))
        }
        if let first = form.unicodeScalars.first, ("\u{621}"..."\u{64A}").contains(first) {
            spellings.append("\u{627}\u{644}" + form)
        }
        return spellings
    }

    /// Words of the site whose stem is this word, such as `Häuser` for `Haus`; answers how frequent they are, and whether
    /// one has it as it was typed and not only without the `e` of an umlaut.
    private func addForms(_ word: inout QueryWord) -> (frequency: Int, isAsTyped: Bool)? {
        let spellings = Self.spellings(word.form)
        func isOne(of spellings: [String], _ entry: SearchIndex.Entry) -> Bool {
            spellings.contains { entry.form == $0 || entry.terms.contains($0) }
        }
        let found = Self.best(index.neighbours(of: word.form)).filter { isOne(of: spellings, $0) }
        for entry in found.prefix(3) {
            word.add(entry.terms, Self.form, "form of \(entry.form)")
            word.addShape(entry.form, entry.terms)
        }
        let bare = Self.withoutUmlauts(word.form)
        let typed = spellings.filter { $0 != bare }
        return found.first.map { ($0.frequency, found.contains { isOne(of: typed, $0) }) }
    }

    /// `Reisekostenabrechnung` for `Abrechnung`, and for `Reisekosten`.
    private func addCompounds(_ word: inout QueryWord, _ length: Int, isUnknown: Bool) {
        let form = word.form
        let rest = isUnknown && length >= Self.leastPart ? 1 : 3
        let found = Self.best(index.neighbours(of: form)).filter {
            ($0.form.ends(with: form) || $0.form.begins(with: form)) && $0.form.unicodeScalars.count >= length + rest
        }
        var terms = FewTerms()
        for entry in terms.first(Self.mostCompounds, of: found) {
            word.add(entry.terms, isUnknown ? Self.compound : QueryWord.beside, "part of \(entry.form)")
            word.addShape(entry.form, entry.terms)
        }
    }

    /// `Schuhschrank` for `Schuh Schrank`, and `Urlaubsantrag` for `Urlaub Antrag`, if one of the two is rare.
    private func addWholes(_ words: inout [QueryWord]) {
        for place in words.indices where words[place].isRare {
            let form = words[place].form
            let near = Self.best(index.neighbours(of: form)).filter {
                $0.form.begins(with: form) || $0.form.ends(with: form)
            }
            for other in words.indices where other != place && words[other].isWord && !words[other].isMinor {
                let otherForm = words[other].form
                let length = otherForm.unicodeScalars.count
                guard length >= 3 else { continue }
                let both = form.unicodeScalars.count + length
                let found = near.filter {
                    ($0.form.begins(with: form) && $0.form.ends(with: otherForm)
                        || $0.form.begins(with: otherForm) && $0.form.ends(with: form))
                        // With a letter or two between, as in `Urlaub-s-antrag`.
                        && (both...both + 2).contains($0.form.unicodeScalars.count)
                }
                var terms = FewTerms()
                for entry in terms.first(2, of: found) {
                    for part in [place, other] {
                        words[part].add(entry.terms, Self.form, "part of \(entry.form)")
                        words[part].addShape(entry.form, entry.terms)
                    }
                }
            }
        }
    }

    /// A word of one character, in a script without spaces, stands in the index as the first half of pairs.
    private func addPairs(_ word: inout QueryWord) {
        for pair in index.pairs(beginningWith: word.form) {
            word.add([pair], Self.pair, "begins \(pair)")
            word.addShape(pair, [pair])
        }
    }

    /// Most frequent first, each form once.
    private static func best(_ entries: [SearchIndex.Entry]) -> [SearchIndex.Entry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert($0.form).inserted }.sorted {
            $0.frequency != $1.frequency ? $0.frequency > $1.frequency : $0.form.precedes($1.form)
        }
    }

    /// How a word that may be a slip stands with the site: on few pages, only with an umlaut, or nowhere.
    private enum Standing { case known, respelled, unknown }

    /// Adds forms that are a slip of the finger away, and other endings of the same word; answers whether there are any.
    private func addSlips(
        _ word: inout QueryWord, _ length: Int, least: Int, _ standing: Standing, isShort: Bool
    ) -> Bool {
        let isUnknown = standing == .unknown
        let spellings = (isUnknown ? Self.spellings(word.form) : [word.form]).map { $0.unicodeScalars.map(\.value) }
        let most = length >= 8 ? 2 : 1
        var near: [SearchIndex.Entry] = []
        var endings: [SearchIndex.Entry] = []
        var far: [SearchIndex.Entry] = []
        for entry in Self.best(index.neighbours(of: word.form))
        where entry.frequency >= least && entry.form != word.form && !index.minorWords.contains(entry.form) {
            let other = Array(entry.form.unicodeScalars.map(\.value))
            if isShort, !Self.isSlip(word.form, of: entry.form) { continue }
            let distance = spellings.compactMap { EditDistance.between($0, other, atMost: most) }.min()
            if let distance, distance <= 1 {
                near.append(entry)
            } else if isUnknown, Self.sharesStem(word.form, length, entry) {
                endings.append(entry)
            } else if distance != nil {
                far.append(entry)
            }
        }
        var terms = FewTerms()
        func add(_ entries: [SearchIndex.Entry], _ most: Int, _ weight: Int) {
            for entry in terms.first(most, of: entries) {
                word.add(entry.terms, weight, "near \(entry.form)")
                word.addShape(entry.form, entry.terms)
            }
        }
        let weight = standing == .known ? QueryWord.beside : 11
        // Real slips come first, and the last place is kept for another ending.
        add(near, endings.isEmpty ? Self.mostSlips : Self.mostSlips - 1, weight)
        add(endings, Self.mostSlips, weight)
        add(near, Self.mostSlips, weight)
        add(far, Self.mostSlips, min(weight, 7))
        return !terms.seen.isEmpty
    }

    /// Whether three letters alone may be a slip: as many as were meant, and the same first one unless two changed places.
    private static func isSlip(_ typed: String, of other: String) -> Bool {
        let (a, b) = (Array(typed.unicodeScalars), Array(other.unicodeScalars))
        return a.count == b.count && (a[0] == b[0] || a[0] == b[1] && a[1] == b[0])
    }

    /// Chooses words by their terms: other forms of a term cost nothing more.
    private struct FewTerms {
        private(set) var seen: Set<String> = []

        /// Those of `entries` that bring the terms to `most` at the most.
        mutating func first(_ most: Int, of entries: [SearchIndex.Entry]) -> [SearchIndex.Entry] {
            entries.filter { entry in
                guard seen.count < most || seen.isSuperset(of: entry.terms) else { return false }
                seen.formUnion(entry.terms)
                return true
            }
        }
    }

    /// Whether the word may be another ending of what the site has: it starts with the stem of `entry`.
    private static func sharesStem(_ form: String, _ length: Int, _ entry: SearchIndex.Entry) -> Bool {
        entry.terms.contains { term in
            let stem = term.unicodeScalars.count
            return stem >= 3 && stem * 2 >= length && stem + 4 >= length && form.begins(with: term)
        }
    }

    /// Names of one topic stand for each other.
    private func addSynonyms(_ words: inout [QueryWord]) {
        let forms = words.map(\.form)
        for group in index.head.synonyms {
            let names = group.map { Self.tokens($0).filter { $0.kind != .joined }.map(\.form) }
            for (place, name) in names.enumerated() where !name.isEmpty && name.count <= forms.count {
                for start in 0...(forms.count - name.count) where Array(forms[start..<start + name.count]) == name {
                    for (other, otherName) in names.enumerated() where other != place && !otherName.isEmpty {
                        let terms = otherName.compactMap { index.entry($0)?.terms.first }
                        guard terms.count == otherName.count else { continue }
                        let reason = "same as " + otherName.joined(separator: " ")
                        for word in start..<start + name.count {
                            words[word].alternatives.append(
                                .init(terms: terms, weight: Self.synonym, reason: reason))
                            if terms.count == 1 { words[word].addShape(otherName[0], terms) }
                        }
                    }
                }
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

    fileprivate var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}
