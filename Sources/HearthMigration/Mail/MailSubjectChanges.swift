import HearthModel

/// The subjects that readers of a post have met above it. Another one says that it is about something else, or about one
/// case of many.
struct MailSubjectChanges {
    /// Subjects without marks, letters and digits alone.
    private var known: Set<String> = []
    /// Words in brackets. What has been solved is so for the rest of the conversation as well.
    private var tags: Set<String> = []
    /// The first subject: some programs cut what is long.
    private let first: String
    /// Words in brackets with which conversations begin: the names of lists. Others (`[SOLVED]`) say something.
    private let ofLists: Set<String>
    /// Titles of pages have no addresses.
    private var veil: AddressVeil?

    private static let shortestCut = 20
    /// Names of folders are cut at 70 characters, between words.
    private static let shortestCutName = 50

    init(question: MailSubject.Parts, ofLists: Set<String>) {
        first = Naming.squeezed(Self.plain(question).title)
        self.ofLists = ofLists
        note(question)
    }

    /// Below a question of an earlier run: its page may have another title by now, but its folder has the first one's name.
    init(page path: String, _ request: ImportRequest, ofLists: Set<String>, _ veil: AddressVeil) {
        let page = (try? FileSystem.head(of: request.contentRoot + "/" + path, count: 1 << 16)) ?? []
        let title = MailSubject.parts(FrontMatterLine("title", in: page)?.value ?? "")
        first = Naming.squeezed(PageNames.question(of: path))
        self.ofLists = ofLists
        self.veil = veil
        known = [first]
        note(title)
    }

    /// The subjects to show, by message. An answer stands below the question, a comment below its answer and other comments.
    func shown(in thread: MailThread, _ subject: (Int32) -> MailSubject.Parts) -> [Int32: String] {
        let offset = thread.isContinued ? 1 : 0
        var (above, found) = (self, [Int32: String]())
        func add(_ member: Int) {
            guard member >= offset else { return }
            let message = thread.members[member - offset]
            found[message] = above.shown(subject(message))
        }
        for comment in thread.shape.comments { add(comment) }
        for answer in thread.shape.answers {
            above.known = known
            for member in [answer.member] + answer.comments { add(member) }
        }
        return found
    }

    /// The words in brackets in front of a subject, and what stands behind them and behind all marks.
    static func plain(_ subject: MailSubject.Parts) -> (title: String, tags: [String]) {
        var (parts, tags) = (subject, [String]())
        // Servers and lists put more than one there.
        for _ in 0..<4 {
            guard let tag = parts.tag else { break }
            tags.append(tag)
            parts = MailSubject.parts(parts.title)
        }
        return (parts.title, tags)
    }

    /// What to show above the words of the next message; nil where its subject is none or no other.
    private mutating func shown(_ subject: MailSubject.Parts) -> String? {
        var subject = subject
        if let veil { subject.title = veil.title(subject.title) }
        let (title, tags) = Self.plain(subject)
        let own = tags.filter { !ofLists.contains($0.lowercased()) }
        let isOther = !isKnown(title) || own.contains { !self.tags.contains(Naming.squeezed($0)) }
        note(subject)
        return isOther ? (own.map { "[\($0)]" } + [title]).joined(separator: " ") : nil
    }

    private func isKnown(_ title: String) -> Bool {
        let text = Naming.squeezed(title)
        if text.isEmpty || known.contains(text) { return true }
        if veil != nil, first.utf8.count >= Self.shortestCutName, text.utf8.starts(with: first.utf8) { return true }
        return text.utf8.count >= Self.shortestCut && first.utf8.starts(with: text.utf8)
    }

    private mutating func note(_ subject: MailSubject.Parts) {
        let (title, tags) = Self.plain(subject)
        known.insert(Naming.squeezed(title))
        for tag in tags { self.tags.insert(Naming.squeezed(tag)) }
        // Replies to `New (was: Old)` go on as `New`.
        if let close = title.last, ")]".contains(close), let open = title.lastIndex(where: { "([".contains($0) }),
            title[open...].contains(where: { ":：".contains($0) })
        {
            known.insert(Naming.squeezed(String(title[..<open])))
        }
    }
}
