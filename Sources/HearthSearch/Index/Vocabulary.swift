/// The words of a site as one may type them, spread over small files by their beginnings, and once more by their ends.
///
/// The browser has no stemmer: these files say which term a word belongs to, in every language alike. A word with one
/// wrong letter still has its beginning or its end right, so the two trees together find it without a file of all words.
struct Vocabulary {
    struct Word: Equatable {
        var form: [UInt8]
        var terms: [ArraySlice<UInt8>]
        /// How many units have it, as a power of two.
        var frequency: Int
    }

    /// All words that units have, in byte order; of these `wanted`, if that is given. `counts` says of each source how
    /// many units have each word.
    static func words(
        _ counts: [[UInt32]], _ sources: [WordSource], only wanted: WordTable? = nil
    ) -> [Word] {
        var table = WordTable()
        var sums: [Int] = []
        var terms: [[ArraySlice<UInt8>]] = []
        for (source, counts) in counts.enumerated() {
            let lexicon = sources[source].lexicon
            for (word, count) in counts.enumerated() where count > 0 {
                let form = lexicon.form(word)
                guard !form.isEmpty else { continue }
                if let wanted, form.withUnsafeBufferPointer({ wanted.find($0) }) == nil { continue }
                let (index, isNew) = form.withUnsafeBufferPointer { table.insert($0) }
                if isNew {
                    sums.append(0)
                    terms.append([])
                }
                sums[index] += Int(count)
                let term = lexicon.term(word)
                if !term.isEmpty, !terms[index].contains(term) { terms[index].append(term) }
            }
        }
        return (0..<table.count).map { index in
            Word(
                form: Array(table.word(index)), terms: terms[index].sorted { $0.lexicographicallyPrecedes($1) },
                frequency: min(25, UnitOrder.bits(atLeast: (sums[index] + 2) / 2)))
        }
        .sorted { $0.form.lexicographicallyPrecedes($1.form) }
    }

    /// One file: the words whose place it is, by their bytes; and the most frequent ones of the files below it.
    struct Node {
        /// The bytes that its words start with (or end with, reversed).
        var key: [UInt8]
        var words: [Word]
        var top: [Word]
    }

    /// More words than this are divided by their next letter.
    private static let limit = 120
    /// Fewer words than this get no file of their own.
    private static let least = 16
    private static let topCount = 8

    /// Nodes in byte order of their keys. A word lies in the deepest node that holds less than half of its letters, so
    /// that a wrong letter cannot be in the keys of both trees.
    static func nodes(_ words: [Word], reversed: Bool) -> [Node] {
        var nodes: [Node] = []
        var isBelow = [Bool](repeating: false, count: words.count)
        var pending = groups(Array(words.indices), of: words, at: 0, reversed).map { (depth: 1, words: $0) }
        while let (depth, all) = pending.popLast() {
            guard let first = all.first else { continue }
            let form = words[first].form
            let key = reversed ? Array(form.suffix(depth).reversed()) : Array(form.prefix(depth))
            var mine = all
            var top: [Int] = []
            if all.count > Self.limit {
                let deep = all.filter { words[$0].form.count > 2 * (depth + 1) }
                let below = groups(deep, of: words, at: depth, reversed).filter { $0.count >= Self.least }
                for word in below.joined() { isBelow[word] = true }
                mine.removeAll { isBelow[$0] }
                if !reversed { top = mostFrequent(below, of: words) }
                pending += below.map { (depth + 1, $0) }
                for word in below.joined() { isBelow[word] = false }
            }
            nodes.append(Node(key: key, words: mine.map { words[$0] }, top: top.map { words[$0] }))
        }
        return nodes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Words with the same letter at one place (from the end if `reversed`) together, each group in the order of
    /// `places`. All have a letter there.
    private static func groups(_ places: [Int], of words: [Word], at depth: Int, _ reversed: Bool) -> [[Int]] {
        var groups = [[Int]](repeating: [], count: 256)
        for place in places {
            let form = words[place].form
            groups[Int(form[reversed ? form.count - 1 - depth : depth])].append(place)
        }
        return groups.filter { !$0.isEmpty }
    }

    /// The most frequent words of some groups, the first of their bytes where they are equally so.
    private static func mostFrequent(_ groups: [[Int]], of words: [Word]) -> [Int] {
        var top: [Int] = []
        // Places ascend as words do: one that is only as frequent as another comes behind it.
        for word in groups.joined() {
            let frequency = words[word].frequency
            if top.count == Self.topCount, let last = top.last, words[last].frequency >= frequency { continue }
            let place = top.firstIndex { words[$0].frequency < frequency } ?? top.count
            top.insert(word, at: place)
            if top.count > Self.topCount { top.removeLast() }
        }
        return top
    }

    /// `{"w": "form<TAB>frequency[<TAB>term…]\n…", "t": …}`; the term is left out where it is the form.
    static func file(_ node: Node) -> [UInt8] {
        func list(_ words: [Word]) -> [UInt8] {
            var text: [UInt8] = []
            for word in words {
                text += word.form
                text += [0x09, UInt8(0x61 + word.frequency)]
                if word.terms.count != 1 || word.terms.first.map({ Array($0) }) != word.form {
                    for term in word.terms { text += [0x09] + term }
                }
                text.append(0x0A)
            }
            if !text.isEmpty { text.removeLast() }
            return text
        }
        return ShardWriter.file { writer in
            writer.raw("{\"w\":")
            writer.string(list(node.words)[...])
            writer.raw(",\"t\":")
            writer.string(list(node.top)[...])
            writer.raw("}")
        }
    }

    /// Part of a file name.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
