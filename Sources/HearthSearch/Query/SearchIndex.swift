package import HearthModel

/// Reads a built index, file by file as a query needs them: what the browser does, for `hearth search` and the tests of
/// `search-tests.yml`.
package final class SearchIndex {
    /// One word of the vocabulary.
    struct Entry {
        var form: String
        var frequency: Int
        var terms: [String]
    }

    /// A place that results stand for, in the order of the index; parts of long pages have rows of their own.
    struct Row {
        var id: Int
        /// -1 for a part of a long page.
        var kind: Int
        var prior: Int
        var group: Int
        var topics: [Int]
        /// The row of the page; its own for a page.
        var parent: Int
    }

    let head: IndexFormat.Head
    let rows: [Row]
    /// Words that say little beside others (`FunctionWords`).
    let minorWords: Set<String>
    private let load: (String) -> [UInt8]?
    private let front: Set<String>
    private let back: Set<String>
    private var nodes: [String: (words: [Entry], top: [Entry])] = [:]
    private let termTrie: BitTrieReader
    private let textTrie: BitTrieReader
    /// Units are numbered with this many bits.
    private let textBits: Int
    private var termFiles: [String: [String: String]] = [:]
    private var fragmentFiles: [String: [String: IndexFormat.Fragment]] = [:]

    /// Nil when `load` has no index of this version: it answers a file's bytes by its name below the index's folder.
    package init?(load: @escaping (String) -> [UInt8]?) {
        guard let bytes = load("index.js"), let head = IndexFormat.decode(IndexFormat.Head.self, bytes),
            head.format == IndexHead.format, let docs = load("docs.js"),
            let columns = IndexFormat.decode([String].self, docs), columns.count == 5,
            let termTrie = BitTrieReader(head.terms.utf8), let textTrie = BitTrieReader(head.texts.utf8)
        else { return nil }
        self.termTrie = termTrie
        self.textTrie = textTrie
        textBits = head.bits
        self.head = head
        self.load = load
        minorWords = Set((head.minor ?? "").split(separator: " ").map(String.init))
        front = Set(head.front.split(separator: " ").map(String.init))
        back = Set(head.back.split(separator: " ").map(String.init))
        rows = Self.rows(columns.map { IndexFormat.base64($0) })
    }

    /// An index among the files of a build that were not written.
    package convenience init?(_ files: [SearchFile], folder: SitePath) {
        let places = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1.path.text, $0) })
        self.init { name in places[folder.text + name].map { files[$0].bytes() } }
    }

    private static func rows(_ columns: [[UInt8]]) -> [Row] {
        let gaps = IndexFormat.numbers(columns[0])
        let kinds = columns[1]
        var priors = columns[2][...]
        var groups = IndexFormat.numbers(columns[3])[...]
        var topics = IndexFormat.numbers(columns[4])[...]
        var rows: [Row] = []
        var id = -1
        var page = 0
        for (index, gap) in gaps.enumerated() where index < kinds.count {
            id += gap + 1
            guard kinds[index] != 255 else {
                rows.append(Row(id: id, kind: -1, prior: 0, group: 0, topics: [], parent: page))
                continue
            }
            page = index
            let count = topics.popFirst() ?? 0
            let mine = Array(topics.prefix(count))
            topics = topics.dropFirst(count)
            rows.append(
                Row(
                    id: id, kind: Int(kinds[index]), prior: Int(priors.popFirst() ?? 128),
                    group: groups.popFirst() ?? 0, topics: mine, parent: index))
        }
        return rows
    }

    /// The ids of the groups, and the tags of the topics, that something in this index has.
    package var groupIDs: [String] { head.groups.compactMap(\.first) }
    package var topicTags: [String] { head.topics.compactMap(\.first) }

    // MARK: - Words

    /// The keys of the nodes on the way of a word, shortest first.
    private func path(_ bytes: [UInt8], in tree: Set<String>) -> [String] {
        var keys: [String] = []
        for depth in 1...max(1, bytes.count) {
            let key = Vocabulary.hex(bytes.prefix(depth))
            guard tree.contains(key) else { break }
            keys.append(key)
        }
        return keys
    }

    /// Where the word itself would stand.
    func place(of form: String) -> [Entry] {
        let bytes = Array(form.utf8)
        let keys = path(bytes, in: front)
        let last = keys.enumerated().last { $0.offset == 0 || 2 * ($0.offset + 1) < bytes.count }
        return last.map { node("v", $0.element).words } ?? []
    }

    /// The word itself.
    func entry(_ form: String) -> Entry? { place(of: form).first { $0.form == form } }

    /// Words that may start with `prefix`, frequent ones from deeper files included.
    func completions(of prefix: String) -> [Entry] {
        path(Array(prefix.utf8), in: front).suffix(1).flatMap { node("v", $0).words + node("v", $0).top }
            + place(of: prefix)
    }

    /// Words that share the beginning or the end with `form`.
    func neighbours(of form: String) -> [Entry] {
        let bytes = Array(form.utf8)
        return path(bytes, in: front).flatMap { node("v", $0).words }
            + path(bytes.reversed(), in: back).flatMap { node("w", $0).words }
    }

    private func node(_ kind: String, _ key: String) -> (words: [Entry], top: [Entry]) {
        let name = "\(kind)/\(key).js"
        if let known = nodes[name] { return known }
        let read = load(name).flatMap { IndexFormat.decode(IndexFormat.Node.self, $0) }
        let result = (Self.entries(read?.w ?? ""), Self.entries(read?.t ?? ""))
        nodes[name] = result
        return result
    }

    private static func entries(_ text: String) -> [Entry] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count >= 2, let letter = parts[1].utf8.first else { return nil }
            let terms = parts.count == 2 ? [parts[0]] : Array(parts[2...])
            return Entry(form: parts[0], frequency: Int(letter) - 0x61, terms: terms)
        }
    }

    // MARK: - Postings and fragments

    /// Calls `body` with each unit's row that has the term, and the impact.
    func postings(_ term: String, _ body: (_ row: Int, _ impact: Int) -> Void) {
        let bytes = Array(term.utf8)
        guard let name = termTrie.name(bit: { BitTrie.bit(bytes, $0) }), let list = termFile(name)[term] else { return }
        var row = 0
        PostingList.forEach(IndexFormat.base64(list)) { id, impact in
            while row < rows.count, rows[row].id < id { row += 1 }
            if row < rows.count, rows[row].id == id { body(row, impact) }
        }
    }

    private func termFile(_ name: String) -> [String: String] {
        if let known = termFiles[name] { return known }
        let read = load("t/\(name).js").flatMap { IndexFormat.decode([String: String].self, $0) } ?? [:]
        termFiles[name] = read
        return read
    }

    /// The terms of two characters that begin with `character`, those with the longest postings first.
    func pairs(beginningWith character: String) -> [String] {
        let bytes = Array(character.utf8)
        var found: [(term: String, length: Int)] = []
        for name in termTrie.names(below: bytes.count * 8, limit: Self.mostPairFiles, bit: { BitTrie.bit(bytes, $0) }) {
            for (term, list) in termFile(name)
            where term.unicodeScalars.count == 2 && term.begins(with: character) {
                found.append((term, list.utf8.count))
            }
        }
        found.sort { $0.length != $1.length ? $0.length > $1.length : $0.term.precedes($1.term) }
        return found.prefix(Self.mostPairs).map(\.term)
    }

    /// A character that thousands of pairs begin with must not load the whole index.
    private static let mostPairs = 32
    private static let mostPairFiles = 6

    func fragment(_ row: Int) -> IndexFormat.Fragment? {
        let number = rows[row].id
        guard let name = textTrie.name(bit: { number >> (textBits - 1 - $0) & 1 != 0 }) else { return nil }
        if fragmentFiles[name] == nil {
            let bytes = load("f/\(name).js")
            fragmentFiles[name] = bytes.flatMap { IndexFormat.decode([String: IndexFormat.Fragment].self, $0) } ?? [:]
        }
        return fragmentFiles[name]?[String(number)]
    }
}
