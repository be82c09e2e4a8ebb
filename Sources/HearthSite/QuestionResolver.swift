import HearthContent
import HearthModel

/// Joins questions with their answers, whichever form they are written in, and derives their states.
struct QuestionResolver {
    private(set) var questions: [Question] = []
    /// Question's page → its place in `questions`.
    private(set) var byPage: [PageIndex: QuestionIndex] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    private let pages: [ParsedPage]
    private let directory: Directory
    private let dates: PageDates
    private let zone: SiteZone
    private let nearby = NearestNames()
    /// Where each question's page may be meant to lie, for those that are named by a path.
    private var byPath: [String: QuestionIndex] = [:]

    /// Answers in files of their own → the page of their question. A folder-form answer lies in `<question>/answers/`.
    static func hosts(_ pages: [ParsedPage], diagnostics: inout [Diagnostic]) -> [PageIndex: PageIndex] {
        guard pages.contains(where: { $0.type == .answer }) else { return [:] }
        var byFolder: [String: PageIndex] = [:]
        for (index, page) in pages.enumerated() where page.type == .question && page.isFolderIndex {
            byFolder[page.folder] = index
        }
        var hosts: [PageIndex: PageIndex] = [:]
        for (index, page) in pages.enumerated() where page.type == .answer {
            let folder = page.folder.hasSuffix("answers/") ? String(page.folder.dropLast(8)) : page.folder
            if let question = byFolder[folder] {
                hosts[index] = question
            } else {
                diagnostics.append(
                    Diagnostic(
                        .orphanAnswer, at: page.at(1), "this answer has no question",
                        help: "add \(folder)index.md with the question, or move the file"))
            }
        }
        return hosts
    }

    init(
        _ pages: [ParsedPage], hosts: [PageIndex: PageIndex], directory: Directory, dates: PageDates, zone: SiteZone
    ) {
        self.pages = pages
        self.directory = directory
        self.dates = dates
        self.zone = zone
        var answerPages: [PageIndex: [PageIndex]] = [:]
        for (answer, question) in hosts { answerPages[question, default: []].append(answer) }
        for (index, page) in pages.enumerated() {
            guard page.type == .question, case .question(let fields) = page.fields else { continue }
            byPage[index] = questions.count
            questions.append(join(index, fields, inOrder(answerPages[index] ?? [])))
        }
        resolveDuplicates()
    }

    /// By their names without the ending: `…-jo-2.md` follows `…-jo.md`.
    private func inOrder(_ files: [PageIndex]) -> [PageIndex] {
        guard files.count > 1 else { return files }
        let names = files.map { pages[$0].usualPath.dropLast(3) }
        return zip(names, files).sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }.map(\.1)
    }

    private mutating func join(_ index: PageIndex, _ fields: QuestionFields, _ answerPages: [PageIndex]) -> Question {
        let page = pages[index]
        var answers = page.answers.enumerated().map { answer(from: $1, at: $0, holder: index) }
        for holder in answerPages {
            let file = pages[holder]
            guard case .answer(let own) = file.fields else { continue }
            answers.append(
                Answer(
                    id: file.id, author: file.common.authors.first.map { author($0) }, date: dates.dates[holder],
                    isAccepted: own.isAccepted, votes: own.votes, holder: holder, part: .body, blocks: file.body,
                    comments: file.comments.enumerated().map { comment($1, .comment($0), holder: holder) }, line: 1))
        }
        reportEqualIDs(answers)
        accept(&answers, fields, page)
        reportTwoAccepted(&answers, page)
        let places = Dictionary(uniqueKeysWithValues: answerPages.enumerated().map { ($1, $0) })
        answers.sort { comesFirst($0, $1, places) }
        let comments = page.comments.enumerated().map { comment($1, .comment($0), holder: index) }
        let state: QuestionState =
            switch fields.status {
            case .closed: .closed
            case .duplicate: .duplicate
            case .open: answers.isEmpty ? .unanswered : answers.contains { $0.isAccepted } ? .accepted : .answered
            }
        // An answer that is changed where it stands among others changes the file of the question.
        var activity = ([index] + answerPages).flatMap { [dates.dates[$0], dates.updates[$0]] }
        activity += answers.map(\.date) + comments.map(\.date) + answers.flatMap { $0.comments.map(\.date) }
        return Question(
            page: index, state: state, answers: answers, comments: comments, votes: fields.votes, duplicateOf: nil,
            duplicates: [], lastActivity: zone.latest(activity))
    }

    private func answer(from parsed: ParsedAnswer, at place: Int, holder: PageIndex) -> Answer {
        Answer(
            id: parsed.id, author: parsed.author.map { author($0) }, date: parsed.date, isAccepted: parsed.isAccepted,
            votes: parsed.votes, holder: holder, part: .answer(place), blocks: parsed.blocks,
            comments: parsed.comments.enumerated().map {
                comment($1, .answerComment(answer: place, $0), holder: holder)
            }, line: parsed.line)
    }

    private func comment(_ parsed: ParsedComment, _ part: PagePart, holder: PageIndex) -> Comment {
        Comment(
            author: parsed.author.map { author($0) }, date: parsed.date, holder: holder, part: part,
            blocks: parsed.blocks)
    }

    private func author(_ reference: Reference) -> PersonReference {
        directory.person(reference.value).map { .person($0) } ?? .name(reference.value)
    }

    /// `accepted: <answer id>` of the question.
    private mutating func accept(_ answers: inout [Answer], _ fields: QuestionFields, _ page: ParsedPage) {
        guard let wanted = fields.accepted else { return }
        let id = wanted.value.hasPrefix("a-") ? String(wanted.value.dropFirst(2)) : wanted.value
        if let place = answers.firstIndex(where: { $0.id == wanted.value || $0.id == id }) {
            answers[place].isAccepted = true
            return
        }
        diagnostics.append(
            Diagnostic(
                .unknownReference, at: page.at(wanted.line), "accepted: there is no answer '\(wanted.value)'",
                help: answers.isEmpty
                    ? "the question has no answer"
                    : "the answers are " + answers.map { "'\($0.id)'" }.joined(separator: ", ")))
    }

    /// Ids by hand, or of files whose names do not tell them apart: links would lead to the first one alone.
    private mutating func reportEqualIDs(_ answers: [Answer]) {
        var known: [String: Answer] = [:]
        for answer in answers {
            guard let first = known.updateValue(answer, forKey: answer.id) else { continue }
            known[answer.id] = first
            diagnostics.append(
                Diagnostic(
                    .duplicateID, at: beginning(of: answer),
                    "another answer to this question has the id '\(answer.id)'",
                    help: "give this one an id of its own: 'id: \(answer.id)-2'",
                    notes: [.init("the first one is here", at: beginning(of: first))]))
        }
    }

    private func beginning(of answer: Answer) -> SourceLocation {
        let holder = pages[answer.holder]
        return holder.at(answer.part == .body ? max(1, holder.common.id?.line ?? 1) : answer.line)
    }

    private mutating func reportTwoAccepted(_ answers: inout [Answer], _ page: ParsedPage) {
        let accepted = answers.indices.filter { answers[$0].isAccepted }
        guard let first = accepted.first, accepted.count > 1 else { return }
        let written = page.answers.count { $0.isAccepted }
        for place in accepted.dropFirst() {
            answers[place].isAccepted = false
            // Two headings of one file were reported when it was parsed.
            if written == accepted.count { continue }
            let second = acceptance(of: answers[place], page)
            diagnostics.append(
                Diagnostic(
                    .twoAcceptedAnswers, at: second.location, "a second accepted answer: '\(answers[place].id)'",
                    help: second.help,
                    notes: [.init("the first one is here", at: acceptance(of: answers[first], page).location)]))
        }
    }

    /// What says that an answer is accepted, and how it is taken back: a field of its own file, its heading, or a field
    /// of the question.
    private func acceptance(of answer: Answer, _ question: ParsedPage) -> (location: SourceLocation, help: String) {
        let holder = pages[answer.holder]
        if case .answer(let fields) = holder.fields, fields.isAccepted {
            return (holder.at(max(1, fields.acceptedLine)), "remove 'accepted: true' from one of the two")
        }
        if case .answer(let place) = answer.part, holder.answers[place].isAccepted {
            return (holder.at(answer.line), "change its heading to \"Answer\"")
        }
        if case .question(let fields) = question.fields, let accepted = fields.accepted {
            return (question.at(accepted.line), "remove 'accepted:' here, or change the other answer")
        }
        return (holder.at(answer.line), "change its heading to \"Answer\"")
    }

    /// `places` are those of answers in files of their own; where the dates tell nothing, they stand before the others.
    private func comesFirst(_ a: Answer, _ b: Answer, _ places: [PageIndex: Int]) -> Bool {
        if a.isAccepted != b.isAccepted { return a.isAccepted }
        let (x, y) = (a.votes ?? 0, b.votes ?? 0)
        if x != y { return x > y }
        if let x = a.date, let y = b.date {
            if x != y { return zone.isEarlier(x, y) }
        } else if a.date != b.date {
            return a.date != nil
        }
        return (places[a.holder] ?? .max, a.line, a.id) < (places[b.holder] ?? .max, b.line, b.id)
    }

    // MARK: - Duplicates

    private func unknownOriginal(_ wanted: Reference, _ page: ParsedPage) -> Diagnostic {
        let place = page.at(wanted.line)
        return directory.absent.problem(
            of: wanted, [.question], "duplicate_of", kind: .unknownReference, at: place)
            ?? Diagnostic(
                .unknownReference, at: place, "duplicate_of: there is no question '\(wanted.value)'",
                help: nearby.nearest(to: wanted.value) { questions.map { pages[$0.page].id } }.map {
                    "did you mean '\($0)'?"
                })
    }

    private mutating func resolveDuplicates() {
        for (index, question) in questions.enumerated() {
            let page = pages[question.page]
            for path in [page.usualPath, page.url.text] { byPath[path] = byPath[path] ?? index }
        }
        for index in questions.indices {
            let page = pages[questions[index].page]
            guard case .question(let fields) = page.fields, let wanted = fields.duplicateOf else { continue }
            let candidates = question(wanted.value, near: page)
            guard let original = candidates.first else {
                diagnostics.append(unknownOriginal(wanted, page))
                continue
            }
            if candidates.count > 1 {
                diagnostics.append(
                    ReferenceChecker.ambiguous(
                        wanted, "duplicate_of", on: page, candidates.map { pages[questions[$0].page] }))
            }
            questions[index].duplicateOf = questions[original].page
            if questions[index].state != .closed { questions[index].state = .duplicate }
        }
        breakCircles()
        for index in questions.indices {
            guard let original = questions[index].duplicateOf.flatMap({ byPage[$0] }) else { continue }
            questions[original].duplicates.append(questions[index].page)
        }
    }

    /// Each question is followed once: those behind one that was lead to no circle any more.
    private mutating func breakCircles() {
        var finished = Set<QuestionIndex>()
        for index in questions.indices {
            var path: [QuestionIndex] = []
            var seen = Set<QuestionIndex>()
            var current: QuestionIndex? = index
            while let question = current, !finished.contains(question) {
                guard seen.insert(question).inserted else {
                    let page = pages[questions[question].page]
                    var line = 1
                    if case .question(let fields) = page.fields { line = fields.duplicateOf?.line ?? 1 }
                    diagnostics.append(
                        Diagnostic(.documentCycle, at: page.at(line), "duplicate_of leads back to this question"))
                    questions[question].duplicateOf = nil
                    break
                }
                path.append(question)
                current = questions[question].duplicateOf.flatMap { byPage[$0] }
            }
            finished.formUnion(path)
        }
    }

    /// By path or by id; an id that stands in several groups means the one in the same folder or group. More than one
    /// when that does not tell.
    private func question(_ name: String, near page: ParsedPage) -> [QuestionIndex] {
        var path = Substring(name)
        if path.hasPrefix("q:") { path = path.dropFirst(2) }
        while path.hasPrefix("/") { path.removeFirst() }
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".md") { path = path.dropLast(3) }
        if path.contains("/") {
            let text = String(path)
            let found = [text + ".md", text + "/index.md", text + "/"].compactMap { byPath[$0] }
            return found.min().map { [$0] } ?? []
        }
        return ReferenceChecker.nearest(directory.questions(String(path)), to: page) { pages[$0] }
            .compactMap { byPage[$0] }
    }
}
