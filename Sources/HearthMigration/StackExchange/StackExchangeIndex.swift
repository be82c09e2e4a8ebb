import Glibc

/// Who wrote something: an account, a bare name (the account was deleted), or nobody that the export names.
enum StackExchangeAuthor: Hashable, Sendable {
    case user(Int)
    case name(String)
    case unknown
}

/// A post's place in `Posts.xml`. A big site has millions: numbers only.
struct StackExchangePost: Sendable {
    enum Kind: UInt8, Sendable {
        case question = 1
        case answer = 2
        case tagExcerpt = 4
        case tagWiki = 5
    }

    var id: Int
    /// The question of an answer, else 0.
    var parent: Int
    var offset: Int
    var length: Int32
    var line: Int32
    /// An index into `StackExchangeIndex.authors`.
    var author: Int32
    var kind: Kind
}

/// A comment's place in `Comments.xml`.
struct StackExchangeComment: Sendable {
    var id: Int
    var post: Int
    var offset: Int
    var length: Int32
    var author: Int32
}

/// A contributor's place in `Users.xml` (none for placeholders), and the name of the person's page.
struct StackExchangePerson: Sendable {
    var author: StackExchangeAuthor
    var name: String
    var handle: String
    var record: (offset: Int, length: Int)?
}

/// A question that becomes a page.
struct StackExchangeQuestion: Sendable {
    var post: Int
    var title: String
    var slug: String
}

/// A tag with a text of its own.
struct StackExchangeTag: Sendable {
    var name: String
    var excerpt: Int?
    var wiki: Int?
}

/// What `Importer.survey` found: an index of all records, by which `convert` reads them again.
///
/// A dump is never held: per post some 40 bytes, per comment 32, and titles of questions. A gigabyte of dump makes
/// about 80 MB of index.
struct StackExchangeIndex: Sendable {
    /// By id, each id once.
    var posts: [StackExchangePost] = []
    /// Indices of answers in `posts`, by question and id.
    var answers: [Int32] = []
    /// By id.
    var questions: [StackExchangeQuestion] = []
    /// By post and place in the file.
    var comments: [StackExchangeComment] = []
    /// By handle.
    var people: [StackExchangePerson] = []
    var handles: [StackExchangeAuthor: String] = [:]
    var names: [Int: String] = [:]
    var tags: [StackExchangeTag] = []
    var usedTags: Set<String> = []
    /// Question by question, what it duplicates.
    var duplicates: [Int: Int] = [:]
    /// The old site's hosts.
    var hosts: Set<String> = []

    func post(_ id: Int) -> Int? {
        Self.search(posts.count) { posts[$0].id < id }.flatMap { posts[$0].id == id ? $0 : nil }
    }

    func isQuestion(_ id: Int) -> Bool { post(id).map { posts[$0].kind == .question } ?? false }

    func question(_ id: Int) -> StackExchangeQuestion? {
        let found = Self.search(questions.count) { posts[questions[$0].post].id < id }
        return found.flatMap { posts[questions[$0].post].id == id ? questions[$0] : nil }
    }

    func answers(to question: Int) -> ArraySlice<Int32> {
        let start = Self.search(answers.count) { posts[Int(answers[$0])].parent < question } ?? answers.count
        var end = start
        while end < answers.count, posts[Int(answers[end])].parent == question { end += 1 }
        return answers[start..<end]
    }

    func comments(on post: Int) -> ArraySlice<StackExchangeComment> {
        let start = Self.search(comments.count) { comments[$0].post < post } ?? comments.count
        var end = start
        while end < comments.count, comments[end].post == post { end += 1 }
        return comments[start..<end]
    }

    /// The first index for which `isBelow` is false; nil when there is none.
    private static func search(_ count: Int, isBelow: (Int) -> Bool) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle + 1 } else { high = middle }
        }
        return low < count ? low : nil
    }
}

/// Counts the fields of a file that no page keeps. The fields of rows come in the same order, so the next name is
/// guessed.
struct FieldCounter {
    private var names: [[UInt8]] = []
    private var counts: [Int] = []

    mutating func count(_ tag: XMLTag) {
        var guess = 0
        tag.forEachName { name in
            if guess < names.count, Self.isSame(names[guess], name) {
                counts[guess] += 1
            } else if let found = names.firstIndex(where: { Self.isSame($0, name) }) {
                counts[found] += 1
                guess = found
            } else {
                guard names.count < 100 else { return }
                names.append(Array(name))
                counts.append(1)
                guess = names.count - 1
            }
            guess += 1
        }
    }

    private static func isSame(_ known: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
        known.count == name.count
            && known.withUnsafeBytes { left in
                name.withUnsafeBytes { right in
                    guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                    return memcmp(left, right, name.count) == 0
                }
            }
    }

    func fields(of file: String, except kept: Set<String>) -> [(field: String, count: Int)] {
        zip(names, counts).map { (String(decoding: $0, as: UTF8.self), $1) }.filter { !kept.contains($0.0) }
            .map { ("\(file).\($0.0.prefix(60))", $0.1) }.sorted { $0.field < $1.field }
    }
}
