import HearthModel

/// The first step for XML exports: reads every object once, keeps what names and addresses depend on, and only the
/// places of texts.
struct ConfluenceEntitiesSurveyor {
    let importer: ConfluenceImporter
    let progress: ImportProgress

    init(importer: ConfluenceImporter, progress: @escaping ImportProgress) {
        self.importer = importer
        self.progress = progress
    }

    mutating func run(into index: inout ConfluenceIndex, _ found: inout SurveyFindings) throws {
        index.baseURL = importer.request.baseURL
        var dumps: [ConfluenceDump] = []
        for (number, path) in importer.files.entities.enumerated() {
            index.records.append(try RecordFile(path: path))
            dumps.append(try read(path, number: number, &found))
        }
        for dump in dumps where index.baseURL == nil { index.baseURL = dump.baseURL }
        if let host = index.baseURL.flatMap({ ConfluenceHost.of($0) }) { index.hosts.insert(host) }
        for dump in dumps { dump.addAccounts(to: &index) }
        for dump in dumps {
            var settler = ConfluenceSettler(importer: importer, dump: dump, dumps: dumps.count)
            try settler.run(&index, &found)
        }
        try noteTexts(&index, &found)
    }

    // MARK: Reading

    private func read(_ path: String, number: Int, _ found: inout SurveyFindings) throws -> ConfluenceDump {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var dump = ConfluenceDump(number: number, folder: folder)
        dump.readDescriptor()
        let size = FileSystem.size(of: path)
        var count = 0
        do {
            let reader = try ConfluenceEntities(path: path)
            while let record = try reader.next() {
                count += 1
                if count % 4096 == 0 { progress(reader.position, size, "reading entities.xml") }
                if ConfluenceDump.isWanted(record.name, reader) {
                    if let object = ConfluenceObject(reader.bytes) {
                        dump.add(object, record)
                    } else {
                        found.settle(
                            "records", .failed(reason: "line \(record.line): \(record.name) is not well-formed"))
                    }
                } else {
                    dump.skipped[record.name, default: 0] += 1
                }
            }
        } catch let problem as XMLProblem {
            found.diagnostics.append(.brokenSource(path, line: problem.line, problem.message))
        }
        return dump
    }

    /// Macros and mentions of the texts that are kept; older versions are never read.
    private func noteTexts(_ index: inout ConfluenceIndex, _ found: inout SurveyFindings) throws {
        func note(_ users: Set<String>) {
            for user in users { if let account = index.accounts[user] { index.writers.insert(account) } }
        }
        for number in index.pages.indices {
            if number % 256 == 0 { progress(number, index.pages.count, "reading pages") }
            if case .record = index.pages[number].source,
                let text = try? ConfluenceText.read(index.pages[number].source, index)
            {
                let facts = Self.facts(text, &index.pages[number].isMarkup)
                index.pages[number].macros = facts.macros
                index.pages[number].size = text.count
                if facts.isConditional { index.pages[number].isRestricted = true }
                found.count("macros", facts.macros)
                note(facts.users)
            }
            for place in index.pages[number].comments.indices {
                index.commentCount += 1
                index.writers.insert(index.pages[number].comments[place].account)
                guard let text = try? ConfluenceText.read(index.pages[number].comments[place].source, index) else {
                    continue
                }
                let facts = Self.facts(text, &index.pages[number].comments[place].isMarkup)
                // The page shows its comments.
                if facts.isConditional { index.pages[number].isRestricted = true }
                index.pages[number].comments[place].macros = facts.macros
                found.count("macros", facts.macros)
                note(facts.users)
            }
        }
    }

    /// `isMarkup` is set for texts that do not say what they are and are no storage format.
    private static func facts(
        _ text: [UInt8], _ isMarkup: inout Bool
    ) -> (macros: Int, isConditional: Bool, users: Set<String>) {
        if isMarkup, ConfluenceMarkup.isStorage(text) { isMarkup = false }
        return ConfluenceStorageParser.facts(isMarkup ? ConfluenceMarkup.storage(text) : text)
    }
}

/// The objects of one `entities.xml`, as far as they are needed.
struct ConfluenceDump {
    struct Space {
        var id: Int
        var key: String
        var name: String
        var home: Int?
        var isPersonal: Bool
    }

    struct Content {
        var id: Int
        /// `Page`, `BlogPost` or `Comment`.
        var type: String
        var title: String
        var space: Int?
        var parent: Int?
        /// Of comments: what they are about.
        var container: (type: String, id: Int)?
        var original: Int?
        var status: String
        var position: Int?
        var creator: String?
        var created: Timestamp?
        var modified: Timestamp?
        var bodies: [Int]
        var history: [Int]
        var properties: [Int]
        var labellings: [Int]
    }

    struct File {
        var id: Int
        var name: String
        var version: Int
        var container: (type: String, id: Int)?
        var original: Int?
        var status: String
        var history: [Int]
    }

    struct Body {
        var source: ConfluenceSource
        var isMarkup: Bool
    }

    struct User {
        var key: String
        var name: String
        var email: String?
        var accountID: String?
    }

    let number: Int
    var folder: String
    var baseURL: String?
    var spaces: [Space] = []
    var contents: [Content] = []
    var files: [File] = []
    /// By the id of what they are the text of; those that do not say so by their own.
    var bodyOfContent: [Int: Body] = [:]
    var bodies: [Int: Body] = [:]
    var users: [User] = []
    /// Names that people are shown by, by login in lower case.
    var shownNames: [String: String] = [:]
    var labels: [Int: String] = [:]
    /// Personal labels, such as `favourite`.
    var personalLabels: Set<Int> = []
    var labellings: [(id: Int, label: Int, content: Int)] = []
    /// Spaces with a permission to view, and those that everybody may view.
    var guarded: Set<Int> = []
    var open: Set<Int> = []
    var restrictions = ConfluenceRestrictions()
    /// Properties of inline comments.
    var properties: [Int: (name: String, value: String)] = [:]
    var skipped: [String: Int] = [:]
    /// Contents that name the one they are a version of.
    var olderVersions = 0
    var drafts = 0
    private var defaultGroups: Set<String> = ["confluence-users", "users", "jira-users", "site-users"]

    init(number: Int, folder: String) {
        self.number = number
        self.folder = folder
    }

    /// `exportDescriptor.properties` names the group that everybody is in.
    mutating func readDescriptor() {
        guard let bytes = try? FileSystem.read(folder + "/exportDescriptor.properties") else { return }
        for line in bytes.split(separator: 0x0A) {
            let sides = line.split(separator: 0x3D, maxSplits: 1)
            if sides.count == 2, sides[0].string == "defaultUsersGroup" {
                defaultGroups.insert(sides[1].trimmed().string)
            }
        }
    }

    /// Whether an object may matter, by its class and a look at its bytes.
    static func isWanted(_ name: String, _ reader: ConfluenceEntities) -> Bool {
        switch name {
        case "Page", "BlogPost", "Comment", "Attachment", "BodyContent", "Space", "ConfluenceUserImpl", "InternalUser",
            "PersonalInformation", "Label", "Labelling", "ContentPermissionSet":
            true
        case "SpacePermission": reader.holds("VIEWSPACE")
        case "ContentProperty":
            reader.holds("inline-original-selection") || reader.holds("[status]") || reader.holds(">status<")
        case "ConfluenceBandanaRecord": reader.holds("baseUrl")
        // Folders and whatever else pages lie below.
        default: ConfluenceRestrictions.mayMatter(reader)
        }
    }

    mutating func add(_ object: ConfluenceObject, _ record: ConfluenceEntities.Record) {
        let id = Int(object.id) ?? 0
        switch record.name {
        case "Page", "BlogPost", "Comment":
            // Most of a dump may be older versions: they are counted, and nothing of them is kept.
            if let original = Self.original(object), original != id {
                if object.text("contentStatus")?.lowercased() == "draft" { drafts += 1 } else { olderVersions += 1 }
            } else {
                contents.append(content(object, id, record.name))
                if record.name != "Comment" { restrictions.add(content: object, id) }
            }
        case "Attachment":
            files.append(
                File(
                    id: id, name: object.text("title") ?? object.text("fileName") ?? "\(id)",
                    version: object.integer("version") ?? object.integer("attachmentVersion") ?? 1,
                    container: Self.container(object), original: Self.original(object),
                    status: (object.text("contentStatus") ?? "current").lowercased(),
                    history: object.numbers("historicalVersions")))
        case "BodyContent":
            let type = object.integer("bodyType")
            let body = Body(
                source: .record(file: number, offset: record.offset, length: record.length, line: record.line),
                isMarkup: type == nil || type == 0)
            if let content = object.number("content") { bodyOfContent[content] = body } else { bodies[id] = body }
        case "Space":
            let key = object.text("key") ?? ""
            spaces.append(
                Space(
                    id: id, key: key, name: object.text("name") ?? key, home: object.number("homePage"),
                    isPersonal: key.hasPrefix("~")))
        case "ConfluenceUserImpl":
            users.append(
                User(
                    key: object.id, name: object.text("name") ?? object.id, email: object.text("email"),
                    accountID: object.text("atlassianAccountId")))
        case "InternalUser":
            if let name = object.text("name"), let shown = object.text("displayName") {
                shownNames[name.lowercased()] = shown
            }
            skipped[record.name, default: 0] += 1
        case "PersonalInformation":
            if let name = object.text("username"), let shown = object.text("fullName") ?? object.text("title"),
                shownNames[name.lowercased()] == nil
            {
                shownNames[name.lowercased()] = shown
            }
            skipped[record.name, default: 0] += 1
        case "Label":
            if let name = object.text("name") { labels[id] = name }
            if object.text("namespace") == "my" || object.text("name") == "favourite" { personalLabels.insert(id) }
        case "Labelling":
            let content = object.number("content") ?? object.integer("labelableId") ?? 0
            labellings.append((id, object.number("label") ?? 0, content))
        case "ContentPermissionSet":
            restrictions.add(set: object, id)
            skipped[record.name, default: 0] += 1
        default: addRest(object, id, record.name)
        }
    }

    private mutating func addRest(_ object: ConfluenceObject, _ id: Int, _ name: String) {
        skipped[name, default: 0] += 1
        switch name {
        case "SpacePermission":
            guard let space = object.number("space"), object.text("type") == "VIEWSPACE" else { return }
            guarded.insert(space)
            let group = object.text("group")
            let isForAll = ConfluenceRestrictions.isForAll(object) || object.text("allUsersSubject") != nil
            if isForAll || group.map({ defaultGroups.contains($0) }) ?? false { open.insert(space) }
        case "ContentProperty":
            if let name = object.text("name"), let value = object.text("stringValue") { properties[id] = (name, value) }
        case "ConfluenceBandanaRecord":
            guard let value = object.text("value"), let start = value.firstRange(of: "<baseUrl>"),
                let end = value[start.upperBound...].firstRange(of: "</baseUrl>")
            else { return }
            var base = String(value[start.upperBound..<end.lowerBound])
            while base.hasSuffix("/") { base.removeLast() }
            if base.hasPrefix("http") { baseURL = base }
        default: restrictions.add(content: object, id)
        }
    }

    private func content(_ object: ConfluenceObject, _ id: Int, _ type: String) -> Content {
        Content(
            id: id, type: type, title: object.text("title") ?? "", space: object.number("space"),
            parent: object.number("parent"), container: Self.container(object), original: Self.original(object),
            status: (object.text("contentStatus") ?? "current").lowercased(), position: object.integer("position"),
            creator: object.reference("creator")?.id ?? object.text("creatorName"),
            created: object.text("creationDate").flatMap { ConfluenceDate.stored($0) },
            modified: object.text("lastModificationDate").flatMap { ConfluenceDate.stored($0) },
            bodies: object.numbers("bodyContents"), history: object.numbers("historicalVersions"),
            properties: type == "Comment" ? object.numbers("contentProperties") : [],
            labellings: object.numbers("labellings"))
    }

    private static func container(_ object: ConfluenceObject) -> (type: String, id: Int)? {
        for found in [object.reference("containerContent"), object.reference("content"), object.reference("owner")] {
            if let found, let id = Int(found.id) { return (found.type, id) }
        }
        return nil
    }

    private static func original(_ object: ConfluenceObject) -> Int? {
        object.number("originalVersion") ?? object.integer("originalVersionId")
    }

    // MARK: People

    /// Every name by which texts and objects may call somebody.
    func addAccounts(to index: inout ConfluenceIndex) {
        for user in users {
            let account = account(of: user)
            for name in [user.key, user.name, user.accountID ?? ""] where !name.isEmpty {
                if index.accounts[name.lowercased()] == nil { index.accounts[name.lowercased()] = account }
            }
        }
        for (name, shown) in shownNames.sorted(by: { $0.key < $1.key }) where index.accounts[name] == nil {
            index.accounts[name] = ImportAccount(slot: name, name: shown)
        }
    }

    /// Mail addresses neither name an account nor are shown: what stands before the `@` is taken for the name.
    private func account(of user: User) -> ImportAccount {
        let isAddress = user.name.contains("@")
        let isNumber =
            user.name == user.key || user.name == user.accountID
            || user.name.count > 20 && user.name.contains(where: \.isNumber)
        let slot = isAddress ? user.accountID ?? user.key : user.name
        let mail = isAddress ? user.name : user.email
        if let shown = shownNames[user.name.lowercased()], !shown.contains("@") {
            return ImportAccount(slot: slot, name: shown, mail: mail)
        }
        guard isAddress || isNumber, let address = mail else {
            return ImportAccount(slot: slot, name: isAddress ? slot : user.name, mail: mail)
        }
        let words = address.prefix { $0 != "@" }.split { $0 == "." || $0 == "_" || $0 == "-" }
        let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        return ImportAccount(slot: slot, name: name.isEmpty ? slot : name, mail: mail)
    }
}
