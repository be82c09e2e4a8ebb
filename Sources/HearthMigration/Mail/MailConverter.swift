import HearthModel

/// The second step: messages, read again by their place, become questions, answers and comments.
struct MailConverter {
    let importer: MailImporter
    let survey: MailSurvey
    var batch = ImportBatch()
    private let veil: AddressVeil
    private let place: ImportPlace

    /// A mail of more than this is no mail.
    private static let sizeLimit = 256 << 20

    init(importer: MailImporter, survey: MailSurvey) {
        self.importer = importer
        self.survey = survey
        var place = importer.place
        // An archive does not tell who could read it: what it brings stays closed in an open group as well.
        if !importer.request.opensUnknown { place.closePages(importer.request) }
        self.place = place
        veil = survey.veil
    }

    mutating func convert(_ thread: MailThread) {
        var files = ThreadFiles(
            place, page: thread.path, isRestricted: false, manifest: importer.request.manifest)
        var page = ThreadPage(title: thread.title, path: thread.path, access: .group)
        let offset = thread.isContinued ? 1 : 0
        func message(_ member: Int) -> MailMessage? {
            member >= offset ? survey.messages[Int(thread.members[member - offset])] : nil
        }
        // One after the other as they were written: each may quote all before it.
        let answers = Set(thread.shape.answers.map(\.member))
        var said = MailSaid()
        var posts: [Int: ThreadPost] = [:]
        for member in offset..<(thread.members.count + offset) {
            guard let message = message(member) else { continue }
            let quote: MailQuoteRule =
                member == 0 ? .keep : thread.isContinued ? .leaveOut : .leaveOutIfSaid(said)
            let isComment = member > 0 && !answers.contains(member)
            let subject = thread.subjects[thread.members[member - offset]]
            posts[member] = post(message, isComment: isComment, quote, subject: subject, &said, &files, &page)
            // Without its question no answer can stand.
            if member == 0, posts[0] == nil { return fail(thread) }
        }
        page.question = posts[0]
        page.comments = thread.shape.comments.compactMap { posts[$0] }
        for answer in thread.shape.answers {
            guard let post = posts[answer.member] else { continue }
            page.answers.append((post, answer.comments.compactMap { posts[$0] }))
        }
        batch.items += page.items(place, importer.request.manifest)
    }

    private mutating func fail(_ thread: MailThread) {
        for member in thread.members.dropFirst() {
            batch.records.append(
                ImportedRecord("messages", survey.messages[Int(member)].key, .failed(reason: "its question failed")))
        }
    }

    private mutating func post(
        _ message: MailMessage, isComment: Bool, _ quote: MailQuoteRule, subject: String?, _ said: inout MailSaid,
        _ files: inout ThreadFiles, _ page: inout ThreadPage
    ) -> ThreadPost? {
        guard message.piece.length <= Self.sizeLimit else {
            batch.records.append(
                ImportedRecord("messages", message.key, .failed(reason: "it is larger than \(Self.sizeLimit >> 20) MB"))
            )
            return nil
        }
        let bytes: [UInt8]
        do {
            bytes = try survey.files[Int(message.file)].bytes(at: message.piece.offset, count: message.piece.length)
        } catch {
            batch.records.append(ImportedRecord("messages", message.key, .failed(reason: "\(error)")))
            return nil
        }
        let header = MailHeader(bytes)
        let parts = MailParts(
            key: message.key, isQuoted: message.piece.isQuoted, quote: quote, importer: importer,
            veil: veil, resolve: { [survey] in Self.resolve($0, survey) }, subject: subject)
        let content = parts.convert(bytes, header, &files)
        said.add(content.said)
        let account = survey.accounts[Int(message.account)]
        var post = ThreadPost(
            key: message.key, id: "message/" + message.key, author: survey.people.handle(account),
            body: content.markdown,
            sha256: ImportManifest.sha256(bytes))
        post.rawAuthor = account == .unknown ? nil : account.name
        post.date = message.date.map { Timestamp(seconds: $0, hasTime: true) }
        post.losses = isComment ? [] : content.losses
        post.records = [ImportedRecord("messages", message.key, losses: content.losses)]
        if !content.losses.isEmpty {
            post.original = ImportOriginal(
                place: importer.files[Int(message.file)].path.split(separator: "/").last.map(String.init) ?? "",
                text: content.original)
        }
        let old = Self.oldAddresses(header)
        post.url = old.first { $0.hasPrefix("http") }
        page.redirects += old.filter { !page.redirects.contains($0) }
        batch.items += content.items
        batch.records += content.records
        for record in content.records + content.items.flatMap(\.records) { batch.found.append((record.kind, 1)) }
        for (address, path) in content.missing {
            batch.missing.append(UnresolvedLink(address: address, file: path + page.path))
        }
        return post
    }

    /// A link to another message of the archive leads to its place here.
    private static func resolve(_ address: String, _ survey: MailSurvey) -> String {
        if let number = survey.addresses[address], let place = survey.places[number] { return place }
        if address.lowercased().hasPrefix("mid:") || address.lowercased().hasPrefix("news:") { return address }
        return address
    }

    /// Where archives of the web showed the message.
    private static func oldAddresses(_ header: MailHeader) -> [String] {
        var found: [String] = []
        for field in ["archived-at", "x-archived-at"] {
            if let address = header.raw(field)?.filter({ $0 != "<" && $0 != ">" && !$0.isWhitespace }),
                address.hasPrefix("http"),
                !found.contains(address)
            {
                found.append(address)
            }
        }
        // Mailman 3: /archives/list/lift@lists.example/message/<hash>/
        if let hash = header.raw("x-message-id-hash"), hash.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
            let post = header.raw("list-post"), let list = AddressVeil.addresses(in: Array(post.utf8)).first?.address
        {
            found.append("/archives/list/\(list)/message/\(hash)/")
        }
        return found
    }

    mutating func convert(_ person: ImportPeople.Person) {
        batch.items.append(
            survey.people.page(person, records: [ImportedRecord("people", person.account.slot, .converted)]))
    }

    mutating func addGroup() {
        let item = place.groupPage(
            importer.request, title: place.title, origin: importer.request.baseURL, what: "The conversations",
            access: importer.request.opensUnknown ? .everyone : .members)
        if let item { batch.items.append(item) }
    }
}
