import HearthModel

/// What becomes of a page of the wiki.
enum MediaWikiFate: Sendable, Hashable {
    case document
    /// A category; its tag is made of its name.
    case topic
    /// The page of the user whom its title names.
    case person
    /// To the page of this number, at the end of the chain.
    case redirect(Int)
    case skipped(rule: String)
}

/// A page's place in the dump: its latest version.
struct MediaWikiPage: Sendable {
    var id: Int
    var title: WikiTitle
    /// An index into `MediaWikiImporter.files`.
    var file: Int
    /// The `<revision>`.
    var offset = 0
    var length = 0
    /// Of the first and the last version that the dump holds.
    var created: Timestamp?
    var modified: Timestamp?
    /// An index into `MediaWikiIndex.accounts`.
    var author = 0
    var fate: MediaWikiFate = .document
    /// Below the content folder; empty when it becomes no file.
    var path = ""
    /// Of a page that the Translate extension made of another page and its units.
    var language: String?
    /// Whether there is any text at all.
    var hasText = true
    /// Whether the old wiki hides the text.
    var isDeleted = false
}

/// The pages of a dump by number, each in some 80 bytes and its names: a wiki may have a million, and all of them must
/// be known before the first is written. Names stand in one buffer, look-ups go by tables of numbers.
struct MediaWikiPages: Sendable {
    private struct Entry {
        var id: Int
        var offset: Int
        /// Where title and path begin in `names`.
        var title: Int
        var path = 0
        /// Of `coded(_:)`.
        var created: Int64
        var modified: Int64
        var length: UInt32
        var author: UInt32
        var file: UInt32
        var namespace: Int32
        var titleLength: UInt16
        var pathLength: UInt32 = 0
        var kind = Kind.document
        var hasText: Bool
        var isDeleted: Bool
        /// Whether `target` is one.
        var hasTarget: Bool
        /// Which page, or which rule.
        var detail: UInt32 = 0
    }

    private enum Kind: UInt8 {
        case document, topic, person, redirect, skipped
    }

    private var entries: [Entry] = []
    private var names: [UInt8] = []
    private var rules: [String] = []
    private var ruleNumbers: [String: UInt32] = [:]
    private var languages: [Int: String] = [:]
    private var byTitle = NumberTable()
    private var byID = NumberTable()
    private var byPath = NumberTable()

    var count: Int { entries.count }
    var numbers: Range<Int> { 0..<entries.count }
    /// How many were made of others, by their translated units.
    var translationCount: Int { languages.count }

    // MARK: Filling

    /// `target` is the title that a redirect names; it stays where the path would be, as a redirect has none.
    mutating func append(_ page: MediaWikiPage, target: String? = nil) {
        var entry = Entry(
            id: page.id, offset: page.offset, title: names.count, created: Self.coded(page.created),
            modified: Self.coded(page.modified), length: UInt32(clamping: page.length),
            author: UInt32(clamping: page.author), file: UInt32(clamping: page.file),
            namespace: Int32(clamping: page.title.namespace), titleLength: 0, hasText: page.hasText,
            isDeleted: page.isDeleted, hasTarget: target != nil)
        // No title has 256 bytes, as `WikiNamespaces.title` reads them.
        let title = page.title.name.utf8.prefix(Int(UInt16.max))
        names += title
        entry.titleLength = UInt16(title.count)
        if let target {
            entry.path = names.count
            names += target.utf8
            entry.pathLength = UInt32(clamping: names.count - entry.path)
        }
        if let language = page.language { languages[entries.count] = language }
        entries.append(entry)
        setFate(page.fate, of: entries.count - 1)
    }

    mutating func setFate(_ fate: MediaWikiFate, of number: Int) {
        switch fate {
        case .document: entries[number].kind = .document
        case .topic: entries[number].kind = .topic
        case .person: entries[number].kind = .person
        case .redirect(let target):
            entries[number].kind = .redirect
            entries[number].detail = UInt32(clamping: target)
        case .skipped(let rule):
            if ruleNumbers[rule] == nil {
                ruleNumbers[rule] = UInt32(clamping: rules.count)
                rules.append(rule)
            }
            entries[number].kind = .skipped
            entries[number].detail = ruleNumbers[rule] ?? 0
        }
    }

    mutating func setPath(_ path: String, of number: Int) {
        entries[number].path = names.count
        names += path.utf8
        entries[number].pathLength = UInt32(clamping: names.count - entries[number].path)
    }

    // MARK: Reading

    subscript(number: Int) -> MediaWikiPage {
        let entry = entries[number]
        return MediaWikiPage(
            id: entry.id, title: title(number), file: Int(entry.file), offset: entry.offset, length: Int(entry.length),
            created: Self.timestamp(entry.created), modified: Self.timestamp(entry.modified), author: Int(entry.author),
            fate: fate(number), path: path(number), language: languages[number], hasText: entry.hasText,
            isDeleted: entry.isDeleted)
    }

    func id(_ number: Int) -> Int { entries[number].id }
    func author(_ number: Int) -> Int { Int(entries[number].author) }
    func namespace(_ number: Int) -> Int { Int(entries[number].namespace) }
    func modified(_ number: Int) -> Timestamp? { Self.timestamp(entries[number].modified) }
    func hasText(_ number: Int) -> Bool { entries[number].hasText }
    func isDeleted(_ number: Int) -> Bool { entries[number].isDeleted }
    func isTranslation(_ number: Int) -> Bool { !languages.isEmpty && languages[number] != nil }

    func title(_ number: Int) -> WikiTitle {
        WikiTitle(namespace: namespace(number), name: names[titleRange(number)].string)
    }

    func fate(_ number: Int) -> MediaWikiFate {
        switch entries[number].kind {
        case .document: .document
        case .topic: .topic
        case .person: .person
        case .redirect: .redirect(Int(entries[number].detail))
        case .skipped: .skipped(rule: rules[Int(entries[number].detail)])
        }
    }

    func path(_ number: Int) -> String {
        entries[number].kind == .redirect || entries[number].kind == .skipped ? "" : names[pathRange(number)].string
    }

    /// The title that a redirect names, as it was given to `append`; nil when the page is none.
    func target(_ number: Int) -> String? {
        entries[number].hasTarget ? names[pathRange(number)].string : nil
    }

    private func titleRange(_ number: Int) -> Range<Int> {
        entries[number].title..<(entries[number].title + Int(entries[number].titleLength))
    }

    private func pathRange(_ number: Int) -> Range<Int> {
        entries[number].path..<(entries[number].path + Int(entries[number].pathLength))
    }

    private static func coded(_ time: Timestamp?) -> Int64 {
        time.map { $0.seconds << 1 | ($0.hasTime ? 1 : 0) } ?? .min
    }

    private static func timestamp(_ coded: Int64) -> Timestamp? {
        coded == .min ? nil : Timestamp(seconds: coded >> 1, hasTime: coded & 1 == 1)
    }

    // MARK: Looking up

    /// Enters all titles; calls `drop` for the earlier of two versions of one page.
    mutating func indexTitles(_ drop: (Int) -> Void) {
        byTitle = NumberTable(capacity: count)
        for number in numbers {
            let hash = Self.hash(names[titleRange(number)], namespace(number))
            let isSame = { (other: Int) in
                self.namespace(other) == self.namespace(number)
                    && self.names[self.titleRange(other)] == self.names[self.titleRange(number)]
            }
            guard let place = byTitle.place(hash, isSame) else { continue }
            guard let other = byTitle[place] else {
                byTitle[place] = number
                continue
            }
            let isLater = (modified(number)?.seconds ?? 0) > (modified(other)?.seconds ?? 0)
            if isLater { byTitle[place] = number }
            drop(isLater ? other : number)
        }
    }

    /// Enters the ids of the pages; the last of two wins, and one that a link may mean before one that was left out.
    mutating func indexIDs() {
        byID = NumberTable(capacity: count)
        for number in numbers.filter({ !isMeant($0) }) + numbers.filter({ isMeant($0) }) {
            let id = entries[number].id
            if let place = byID.place(Self.hash(id), { self.entries[$0].id == id }) { byID[place] = number }
        }
    }

    /// Enters the paths; the last of two wins.
    mutating func indexPaths() {
        byPath = NumberTable(capacity: count)
        for number in numbers where !path(number).isEmpty {
            let isSame = { (other: Int) in
                self.names[self.pathRange(other)] == self.names[self.pathRange(number)]
            }
            if let place = byPath.place(Self.hash(names[pathRange(number)], 0), isSame) { byPath[place] = number }
        }
    }

    /// A page that was left out is none that a link could mean; a template is left out because it is in every page.
    private func isMeant(_ number: Int) -> Bool {
        entries[number].kind != .skipped || namespace(number) == WikiNamespaces.template
    }

    func number(of title: WikiTitle) -> Int? { numberOfAny(title).flatMap { isMeant($0) ? $0 : nil } }

    /// The same for a page that was left out as well.
    func numberOfAny(_ title: WikiTitle) -> Int? {
        Self.bytes(title.name) { bytes in
            byTitle.number(Self.hash(bytes, title.namespace)) {
                self.namespace($0) == title.namespace && self.names[self.titleRange($0)].elementsEqual(bytes)
            }
        }
    }

    func number(ofID id: Int) -> Int? { numberOfAny(id: id).flatMap { isMeant($0) ? $0 : nil } }

    /// The same for a page that was left out as well.
    func numberOfAny(id: Int) -> Int? { byID.number(Self.hash(id)) { self.entries[$0].id == id } }

    func number(ofPath path: String) -> Int? {
        Self.bytes(path) { bytes in
            byPath.number(Self.hash(bytes, 0)) { self.names[self.pathRange($0)].elementsEqual(bytes) }
        }
    }

    private static func bytes<Result>(_ text: String, _ body: (ArraySlice<UInt8>) -> Result) -> Result {
        body(Array(text.utf8)[...])
    }

    private static func hash(_ bytes: ArraySlice<UInt8>, _ namespace: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(namespace)
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private static func hash(_ id: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(id)
        return hasher.finalize()
    }
}

/// A set of numbers, found by the hash of what they stand for: four bytes a place, half of them free.
private struct NumberTable: Sendable {
    private var slots: [UInt32] = []

    init() {}

    /// For at most `capacity` numbers.
    init(capacity: Int) {
        var size = 8
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: .max, count: size)
    }

    /// Where the number that `isSame` knows is, or would be; nil in a table for none.
    func place(_ hash: Int, _ isSame: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        var place = hash & (slots.count - 1)
        while slots[place] != .max, !isSame(Int(slots[place])) { place = (place + 1) & (slots.count - 1) }
        return place
    }

    func number(_ hash: Int, _ isSame: (Int) -> Bool) -> Int? { place(hash, isSame).flatMap { self[$0] } }

    subscript(place: Int) -> Int? {
        get { slots[place] == .max ? nil : Int(slots[place]) }
        set { slots[place] = newValue.map { UInt32(clamping: $0) } ?? .max }
    }
}
