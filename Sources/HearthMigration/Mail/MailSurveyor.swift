import HearthModel

/// The first step: reads every header once, and finds out who answers whom.
struct MailSurveyor {
    let importer: MailImporter
    private let progress: ImportProgress
    private var messages: [MailMessage] = []
    private var senders = MailSenders()
    /// Every Message-ID met, in headers or in references to it.
    private var ids: [String: Int32] = [:]
    private var messageOfID: [Int32] = []
    private var idNames: [String] = []
    /// Of each message: its own id, then what it refers to, oldest first.
    private var references: [[Int32]] = []
    private var subjects: [MailSubject.Parts] = []
    private var subjectNumbers: [MailSubject.Parts: Int32] = [:]
    private var tags: [String: Int] = [:]
    /// Those with which conversations begin.
    private var listTags: Set<String> = []
    private var addresses: [String: Int32] = [:]
    private var findings = SurveyFindings()
    private var gone: Set<String> = []
    private var undated = 0

    private static let again = ImportFate.skipped(rule: "the message is there twice")
    private static let headerLimit = 1 << 20

    init(importer: MailImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run() throws -> MailSurvey {
        var records: [RecordFile] = []
        let sizes = importer.files.map { FileSystem.size(of: $0.path) ?? 0 }
        let total = sizes.reduce(0, +)
        var before = 0
        for (number, file) in importer.files.enumerated() {
            let record = try RecordFile(path: file.path)
            records.append(record)
            let (size, base) = (sizes[number], before)
            let progress = self.progress
            var isWithout = true
            try MailScanner.scan(
                record, size: size, kind: file.kind, progress: { progress(base + $0, total, "reading") },
                found: {
                    isWithout = false
                    try add($0, of: record, file: number)
                })
            before += size
            if isWithout { try reportEmpty(file.path, size) }
        }
        let (accounts, owners) = senders.resolve()
        for index in messages.indices { messages[index].account = senders.account(of: messages[index].account) }
        findParents()
        findRoots()
        let place = importer.place
        var survey = try MailSurvey(
            people: ImportPeople(Set(accounts), place: place, request: importer.request))
        survey.accounts = accounts
        survey.owners = owners
        survey.threads = threads(accounts, survey.people, survey.veil)
        survey.messages = messages
        survey.files = records
        survey.addresses = addresses
        for thread in survey.threads { settle(thread, in: &survey) }
        findings.count("messages", messages.count)
        findings.count(survey.people)
        if undated > 0 {
            findings.diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: SourceLocation(file: importer.request.folder),
                    "\(undated) messages have no date that can be read; their pages have none either"))
        }
        findings.headline =
            "mail archive: \(messages.count) messages in \(survey.threads.count) conversations, \(accounts.count) people"
        survey.findings = findings
        return survey
    }

    /// A file without a mail, which somebody has named. A month of a list may be empty; anything else is a mistake, and
    /// alone it makes no group.
    private mutating func reportEmpty(_ path: String, _ size: Int) throws {
        let what = size == 0 ? "the file is empty" : "there is no mail in it"
        guard importer.files.count > 1 else {
            throw FatalError.usage(
                "'\(path)': \(what)",
                help: "give an mbox file, a Maildir, or a folder with .eml files or a list's monthly archives")
        }
        findings.diagnostics.append(
            Diagnostic(size == 0 ? .migrationSourceWarning : .migrationSource, at: SourceLocation(file: path), what))
    }

    // MARK: Reading

    private mutating func add(_ piece: MailPiece, of record: RecordFile, file: Int) throws {
        var bytes = try record.bytes(at: piece.offset, count: min(piece.length, 32 << 10))
        var header = MailHeader(bytes)
        if header.bodyOffset == bytes.count, piece.length > bytes.count {
            bytes = try record.bytes(at: piece.offset, count: min(piece.length, Self.headerLimit))
            header = MailHeader(bytes)
        }
        let path = importer.files[file].path
        let own = path.hasPrefix(importer.request.folder) ? String(path.dropFirst(importer.request.folder.count)) : path
        if let rule = MailState.rule(of: header) ?? MailState.rule(ofFile: own) {
            findings.settle("messages", .skipped(rule: rule))
            // It may have been a mail like any other when an earlier run read it.
            let key = Self.key(ofID: header.messageIDs("message-id").first ?? "none/" + ImportManifest.hash(bytes))
            findings.withdrawn += ["question", "answer"].map { importer.place.key($0, key) }
            return
        }
        let sender = senders.number(of: Self.sender(header))
        let date = Self.date(header, piece)
        if date == nil { undated += 1 }
        let subject = number(of: MailSubject.parts(header.text("subject") ?? ""))
        let given = header.messageIDs("message-id").first
        var id = given ?? "none/" + ImportManifest.hash(bytes)
        if let number = ids[id], messageOfID[Int(number)] >= 0 {
            let other = messages[Int(messageOfID[Int(number)])]
            if other.account == sender, other.date == date, other.subject == subject {
                return findings.settle("messages", Self.again)
            }
            // Programs that call every message the same.
            id += "/" + ImportManifest.hash(bytes)
            if let number = ids[id], messageOfID[Int(number)] >= 0 {
                return findings.settle("messages", Self.again)
            }
        }
        let number = self.number(ofID: id)
        messageOfID[Int(number)] = Int32(messages.count)
        let earlier = (header.messageIDs("references") + header.messageIDs("in-reply-to").suffix(2)).suffix(40)
        references.append([number] + earlier.map { self.number(ofID: $0) })
        for address in Self.archived(header) { addresses[address] = Int32(messages.count) }
        let parts = subjects[Int(subject)]
        if let tag = parts.tag { tags[tag.lowercased(), default: 0] += 1 }
        messages.append(
            MailMessage(
                file: Int32(file), piece: piece, key: Self.key(ofID: id), date: date, account: sender, subject: subject,
                isReply: parts.isReply))
    }

    private static func sender(_ header: MailHeader) -> MailName {
        let from = header.text("from") ?? header.text("sender") ?? header.text("reply-to") ?? ""
        var name = MailName(from)
        if name.address == nil, !name.name.isEmpty, from.contains(" via "), let reply = header.text("reply-to") {
            name.address = MailName(reply).address
        }
        return name
    }

    /// The addresses that archives gave the message.
    private static func archived(_ header: MailHeader) -> [String] {
        ["archived-at", "x-archived-at"].compactMap { field in
            header.raw(field)?.filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
        }.filter { $0.hasPrefix("http") }
    }

    /// A Message-ID may tell the sender's address, so only its hash is written down.
    static func key(ofID id: String) -> String { String(ImportManifest.hash(Array(id.utf8)).prefix(16)) }

    /// The sender's clock, unless the archive's tells that it is wrong.
    private static func date(_ header: MailHeader, _ piece: MailPiece) -> Int64? {
        let own = header.date("date") ?? header.date("resent-date")
        let received = piece.envelope.flatMap { MailDate.envelope($0) }
        guard let own, let received else {
            return own ?? received ?? header.date("delivery-date")
        }
        // Archives that were put together later than the mails carry the day of that.
        let twoDays: Int64 = 2 * 86_400
        return own > received + twoDays ? received : own
    }

    private mutating func number(ofID id: String) -> Int32 {
        if let known = ids[id] { return known }
        let number = Int32(messageOfID.count)
        ids[id] = number
        messageOfID.append(-1)
        idNames.append(id)
        return number
    }

    private mutating func number(of subject: MailSubject.Parts) -> Int32 {
        if let known = subjectNumbers[subject] { return known }
        let number = Int32(subjects.count)
        subjects.append(subject)
        subjectNumbers[subject] = number
        return number
    }

    private func subject(of message: Int32) -> MailSubject.Parts { subjects[Int(messages[Int(message)].subject)] }

    // MARK: Conversations

    /// As Jamie Zawinski's algorithm: by references first, then by subject.
    private mutating func findParents() {
        let order = messages.indices.sorted {
            (messages[$0].date ?? .max, $0) < (messages[$1].date ?? .max, $1)
        }
        let manifest = importer.request.manifest
        // The earliest message that refers to something that is not here, and the latest of each subject.
        var strays: [Int32: Int32] = [:]
        var latest: [String: Int32] = [:]
        for index in order {
            let subject = Naming.squeezed(subjects[Int(messages[index].subject)].title)
            defer { if !subject.isEmpty { latest[subject] = Int32(index) } }
            let refs = references[index].dropFirst()
            // What was a question once stays one, or its page would be left behind.
            if manifest.entry(key: importer.place.key("question", messages[index].key)) != nil {
                if let first = refs.first, strays[first] == nil { strays[first] = Int32(index) }
                continue
            }
            let known = refs.reversed().map { messageOfID[Int($0)] }.filter { $0 >= 0 && Int($0) != index }
            let found = known.first { !isBelow(Int($0), index) }
            if let found {
                messages[index].parent = found
                continue
            }
            if let before = latest[subject].map({ Int($0) }), continues(before, index, hasReferences: !refs.isEmpty),
                !isBelow(before, index)
            {
                messages[index].parent = Int32(before)
            } else if let first = refs.first {
                if let stray = strays[first], !isBelow(Int(stray), index) {
                    messages[index].parent = stray
                } else {
                    strays[first] = Int32(index)
                }
            }
        }
    }

    /// Whether a message with the subject of an earlier one goes on with it. Subjects come back every year: only those
    /// of a quarter are one conversation, and where nothing says that it is a reply (some archives have taken the `Re:`
    /// away) only somebody else's of the same week, with a subject that says something.
    private func continues(_ before: Int, _ index: Int, hasReferences: Bool) -> Bool {
        let day: Int64 = 86_400
        let isReply = messages[index].isReply || hasReferences
        if !isReply {
            let words = subjects[Int(messages[index].subject)].title.split(separator: " ").count
            guard words > 3, messages[before].account != messages[index].account else { return false }
        }
        guard let first = messages[before].date, let second = messages[index].date else { return isReply }
        return second - first < (isReply ? 90 : 7) * day
    }

    /// Whether `message` is below `index` already; a circle of references would have no end.
    private func isBelow(_ message: Int, _ index: Int) -> Bool {
        var current = message
        var steps = 0
        while current >= 0, steps <= messages.count {
            if current == index { return true }
            current = Int(messages[current].parent)
            steps += 1
        }
        return false
    }

    private mutating func findRoots() {
        for index in messages.indices {
            var path: [Int] = []
            var current = index
            while messages[current].root < 0, messages[current].parent >= 0 {
                path.append(current)
                current = Int(messages[current].parent)
            }
            let root = messages[current].root < 0 ? Int32(current) : messages[current].root
            messages[current].root = root
            for each in path { messages[each].root = root }
        }
    }

    private mutating func threads(
        _ accounts: [ImportAccount], _ people: ImportPeople, _ veil: AddressVeil
    ) -> [MailThread] {
        var numbers: [String: Int] = [:]
        for (number, account) in accounts.enumerated() where numbers[people.handle(account)] == nil {
            numbers[people.handle(account)] = number
        }
        var groups: [Int32: [Int32]] = [:]
        for index in messages.indices { groups[messages[index].root, default: []].append(Int32(index)) }
        let all = messages
        func date(_ index: Int32) -> Int64 { all[Int(index)].date ?? .max }
        let roots = groups.keys.sorted { (date($0), $0) < (date($1), $1) }
        var names = PageNames(importer.request, importer.place)
        gone = Set(findings.withdrawn)
        listTags = Set(roots.flatMap { MailSubjectChanges.plain(subject(of: $0)).tags.map { $0.lowercased() } })
        for root in roots { names.reserve(key: importer.place.key("question", messages[Int(root)].key)) }
        var threads: [MailThread] = []
        for root in roots {
            let rest = (groups[root] ?? []).filter { $0 != root }.sorted { (date($0), $0) < (date($1), $1) }
            let id = "question/" + messages[Int(root)].key
            if importer.request.corrections.skips(id) {
                findings.tally("messages", .skipped(rule: SurveyCorrections.rule), rest.count + 1)
                continue
            }
            threads.append(thread([root] + rest, id: id, authors: numbers, veil, names: &names))
        }
        return threads
    }

    /// `authors` are the numbers of accounts by their handles.
    private mutating func thread(
        _ members: [Int32], id: String, authors: [String: Int], _ veil: AddressVeil, names: inout PageNames
    ) -> MailThread {
        let root = messages[Int(members[0])]
        let earlier = earlierQuestion(Int(members[0]))
        // Where the question was deleted, its first answer begins the page.
        if earlier == nil { findings.withdrawn.append(importer.place.key("answer", root.key)) }
        var places: [Int32: Int] = [:]
        let asker = earlier.flatMap { ThreadAsker.handle(ofQuestion: $0, importer.request) }.flatMap { authors[$0] }
        var shape =
            earlier == nil ? [] : [ThreadShape.Member(account: asker.map { "\($0)" } ?? "", parent: nil)]
        for member in members {
            let message = messages[Int(member)]
            places[member] = shape.count
            let isAnswer = importer.request.manifest.entry(key: importer.place.key("answer", message.key)) != nil
            shape.append(
                ThreadShape.Member(
                    account: "\(message.account)", parent: places[message.parent] ?? (earlier == nil ? nil : 0),
                    isAnswer: isAnswer))
        }
        let key = importer.place.key("question", root.key)
        let title = importer.request.corrections.title(of: id) ?? veil.title(title(root))
        let path =
            earlier
            ?? ThreadPage.path(
                &names, key: key, title: title, id: root.key, wanted: importer.request.corrections.page(of: id))
        var result = MailThread(
            members: members, shape: ThreadShape(shape, isContinued: earlier != nil), title: title, path: path,
            isContinued: earlier != nil)
        let above =
            earlier.map { MailSubjectChanges(page: $0, importer.request, ofLists: listTags, veil) }
            ?? MailSubjectChanges(question: subject(of: members[0]), ofLists: listTags)
        result.subjects = above.shown(in: result) { subject(of: $0) }
        return result
    }

    /// The page of the question of an earlier run that a message belongs to, when that is not in the export any more.
    private func earlierQuestion(_ index: Int) -> String? {
        guard messages[index].parent < 0 else { return nil }
        let manifest = importer.request.manifest
        if manifest.isEmpty || manifest.entry(key: importer.place.key("question", messages[index].key)) != nil {
            return nil
        }
        for id in references[index].dropFirst().reversed() {
            let key = Self.key(ofID: idNames[Int(id)])
            let question = importer.place.key("question", key)
            if gone.contains(question) { continue }
            if let page = manifest.entry(key: question)?.path { return page }
            if let answer = manifest.entry(key: importer.place.key("answer", key))?.path,
                let folder = answer.ranges(of: "/answers/").last
            {
                return answer[..<folder.lowerBound] + "/index.md"
            }
        }
        return nil
    }

    /// The subject without marks; the list's name goes, any other word in brackets stays.
    private func title(_ message: MailMessage) -> String {
        let parts = subjects[Int(message.subject)]
        var title = parts.title
        if let tag = parts.tag, (tags[tag.lowercased()] ?? 0) * 3 < messages.count { title = "[\(tag)] " + title }
        if title.isEmpty {
            let day = message.date.map { Timestamp(seconds: $0, hasTime: true).iso8601.prefix(10) }
            title = "No subject" + (day.map { ", \($0)" } ?? "")
        }
        return title
    }

    /// Notes where each message of the conversation will be found.
    private func settle(_ thread: MailThread, in survey: inout MailSurvey) {
        let page = PageNames.address(of: thread.path)
        let offset = thread.isContinued ? 1 : 0
        for member in thread.members { survey.places[member] = page }
        for answer in thread.shape.answers {
            let anchor = page + "#a-" + messages[Int(thread.members[answer.member - offset])].key
            for member in [answer.member] + answer.comments where member >= offset {
                survey.places[thread.members[member - offset]] = anchor
            }
        }
    }
}
