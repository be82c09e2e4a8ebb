import ArgumentParser
import Foundation
import Glibc
import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing
import HearthSite

extension NewKind: ExpressibleByArgument {}

/// `hearth new`: a page that is valid at once.
struct NewCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a new page, or add an answer to a question.",
        discussion: """
            hearth new group "Rotating equipment" --kind community --problem "Trips are re-diagnosed each time"
            hearth new question "Who orders safety shoes?" --group front-desk --tags clothing
            hearth new answer who-orders-safety-shoes --body "The front desk."
            hearth new person "Jo Larsen"
            hearth new document "How we order" --group front-desk --kind howto
            hearth new event "Tour of the depot" --group front-desk --date 2026-12-01T10:00
            hearth new use-case "Shoes without a form" --problem "Three signatures for a pair of shoes"
            hearth new measure "Days to a pair of shoes" --category cost --unit days --baseline 9 --target 2
            What is missing is asked for on a terminal. The author is found by git's name and mail address, or given with \
            --author. No file is ever overwritten.
            """)

    @Argument(help: "group, question, answer, person, document, event, use-case or measure.")
    var what: NewKind

    @Argument(help: "Its title; the name of a person; for an answer the question's id, address or file.")
    var subject: String?

    @Option(help: "The id of the group it belongs to.")
    var group: String?

    @Option(help: "The handle of who writes it; default: the person with git's mail address or name.")
    var author: String?

    @Option(help: "Topics, separated by commas.")
    var tags: String?

    // Taken as it is, also with a hyphen in front: a text may start with a line or a list, a number may be negative.
    @Option(parsing: .unconditional, help: "The text; '-' reads it from standard input.")
    var body: String?

    @Option(help: "The file's name, and the last part of its address; default: from the title.")
    var slug: String?

    @Option(
        help: "Of a group: community, team, awareness; of a document: article, howto, …; of an event: tour, workshop, …"
    )
    var kind: String?

    @Option(parsing: .unconditional, help: "What is difficult today (groups, use cases).")
    var problem: String?

    @Option(help: "When it is (events).")
    var date: String?

    @Option(help: "revenue, cost or risk (measures).")
    var category: String?

    @Option(help: "What is counted (measures).")
    var unit: String?

    @Option(parsing: .unconditional, help: "Today's value (measures).")
    var baseline: String?

    @Option(parsing: .unconditional, help: "The value to reach (measures).")
    var target: String?

    @Flag(help: "The answer is the accepted one.")
    var accept = false

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        if accept, what != .answer { throw ValidationError("--accept is for answers") }
        if let date, Timestamp(iso8601: date) == nil {
            throw ValidationError("--date takes a date such as 2026-12-01 or 2026-12-01T10:00, not '\(date)'")
        }
        for (flag, value) in [("--baseline", baseline), ("--target", target)] {
            if let value, Double(value)?.isFinite != true {
                throw ValidationError("\(flag) takes a number, not '\(value)'")
            }
        }
        if let kind { try checkKind(kind) }
        if let category, ObjectiveCategory(rawValue: category) == nil {
            throw ValidationError("--category takes revenue, cost or risk, not '\(category)'")
        }
        let isPart = { (text: String) in
            !text.isEmpty && !text.contains("/") && !text.hasPrefix(".") && !text.hasPrefix("-")
        }
        if let slug, !isPart(slug) { throw ValidationError("--slug takes one part of an address, not '\(slug)'") }
        if let group, !isPart(group) { throw ValidationError("--group takes the id of a group, not '\(group)'") }
    }

    private func checkKind(_ kind: String) throws {
        let known: [String]
        switch what {
        case .group: known = GroupKind.allCases.map(\.rawValue)
        case .document: known = DocumentKind.allCases.map(\.rawValue)
        case .event: known = EventKind.allCases.map(\.rawValue)
        default: throw ValidationError("--kind is for groups, documents and events")
        }
        guard !known.contains(kind) else { return }
        throw ValidationError("--kind takes \(known.joined(separator: ", ")); not '\(kind)'")
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let (resolved, _) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .resolve()
        let path: String
        if what == .answer {
            path = try await addAnswer(project, resolved)
        } else {
            path = try await addPage(project, resolved)
        }
        try await report(path, project)
    }

    // MARK: A page

    private func addPage(_ project: Project, _ resolved: Site) async throws -> String {
        try checkAnswers()
        let title = try ask(what == .person ? "Name" : "Title", given: subject)
        if let group, what != .group { try check(group: group, resolved) }
        var fields = given
        for need in NewPage.needed(what) where fields[need.field] == nil {
            if need.field == "problem", what == .group, fields["kind"] != GroupKind.community.rawValue { continue }
            fields[need.field] = try ask(need.question, flag: "--" + need.field, choices: need.choices)
        }
        let author = what == .person ? nil : try await findAuthor(resolved)
        let name =
            slug ?? NewPage.freeSlug(what == .person ? Self.handle(of: title) : NewPage.slug(of: title), for: what)
        guard !name.isEmpty else {
            throw UsageError("no file name can be made of '\(title)'", help: "give one with --slug")
        }
        let owner = what == .group ? nil : group
        let isRestricted = owner.flatMap { resolved.group($0) }.map { resolved.groups[$0].audience.isRestricted }
        let page = NewPage(
            kind: what, title: title, slug: name, group: owner, isGroupRestricted: isRestricted ?? false,
            author: author,
            today: try site.today(in: project).iso8601,
            tags: tags?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
                ?? [],
            fields: fields, body: try text(or: "Write here."))
        let file = project.contentPath + "/" + page.path
        if FileSystem.kind(of: file) == nil { try checkAddress(of: page, resolved) }
        if what == .question { try checkQuestion(page, project) }
        try writeNew(file, Array(page.text.utf8), project)
        return page.path
    }

    /// Somebody's page or one of Hearth's lists may have the address already, whatever its file is called.
    private func checkAddress(of page: NewPage, _ resolved: Site) throws {
        let taken: String
        if let other = resolved.pages.first(where: { $0.url == page.address && $0.type != .answer }) {
            taken = other.parsed.file
        } else if resolved.generated.contains(page.address) || NewPage.isOwnName(page.slug, of: what) {
            taken = "a page that Hearth makes"
        } else {
            return
        }
        throw FatalError(
            .usage,
            [
                Diagnostic(
                    .fileExists, at: nil, "the address /\(page.address.text) is that of \(taken)",
                    help: "choose another name with --slug")
            ])
    }

    private func check(group: String, _ resolved: Site) throws {
        guard resolved.group(group) == nil else { return }
        let ids = resolved.groups.map(\.id)
        let near = nearestName(to: group, among: ids).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageError("there is no group '\(group)'\(near)", help: "hearth list groups, or hearth new group")
    }

    /// Never replaces a file, also not one that appears at this moment.
    private func writeNew(_ file: String, _ bytes: [UInt8], _ project: Project) throws {
        if let slash = file.lastIndex(of: "/") {
            let folder = String(file[..<slash])
            try FileSystem.makeDirectories(folder)
            let content = FileSystem.realPath(project.contentPath) ?? project.contentPath
            let real = FileSystem.realPath(folder) ?? folder
            guard real == content || real.hasPrefix(content + "/") else {
                throw FatalError(
                    .usage, [Diagnostic(.linkOutsideContent, at: nil, "'\(folder)' leads out of the content folder")])
            }
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw FileError("write", file) }
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .fileExists, at: nil, "the file '\(file)' is there already",
                        help: "choose another name with --slug")
                ])
        }
        defer { close(descriptor) }
        try FileSystem.writeAll(bytes, to: descriptor, path: file)
    }

    // MARK: An answer

    private func addAnswer(_ project: Project, _ resolved: Site) async throws -> String {
        let wanted = try ask("Which question (its id, address or file)", given: subject)
        let question = try find(question: wanted, resolved, project)
        let page = resolved.pages[resolved.questions[question].page]
        guard let author = try await findAuthor(resolved) else {
            throw UsageError("it is not known who answers", help: "give a handle with --author")
        }
        let text = try text(or: nil)
        let file = project.contentPath + "/" + page.parsed.path
        let today = try site.today(in: project).iso8601
        try checkAnswer(text, author, project)
        if page.parsed.isFolderIndex {
            let folder = page.parsed.folder
            var path = "\(folder)answers/\(today)-\(author).md"
            var number = 2
            while FileSystem.kind(of: project.contentPath + "/" + path) != nil {
                path = "\(folder)answers/\(today)-\(author)-\(number).md"
                number += 1
            }
            let fields = "author: \"@\(author)\"\ndate: \(today)\n" + (accept ? "accepted: true\n" : "")
            try writeNew(project.contentPath + "/" + path, Array("---\n\(fields)---\n\(text)\n".utf8), project)
            return path
        }
        if accept, resolved.questions[question].answers.contains(where: \.isAccepted) {
            throw UsageError(
                "the question has an accepted answer already", help: "leave out --accept, or change the other")
        }
        var bytes = try FileSystem.read(file)
        while let last = bytes.last, [0x0A, 0x0D, 0x20, 0x09].contains(last) { bytes.removeLast() }
        let heading = "## \(accept ? "Accepted answer" : "Answer") — @\(author), \(today)"
        let ending = bytes.firstIndex(of: 0x0D) == nil ? "\n" : "\r\n"
        let addition = "\(ending)\(ending)\(heading)\(ending)\(text.replacing("\n", with: ending))\(ending)"
        let whole = bytes + Array(addition.utf8)
        try checkEnd(of: page.parsed, whole, project)
        try FileSystem.writeAtomically(whole, to: file)
        return page.parsed.path
    }

    /// A block of code or HTML that is open at the end of the file would swallow the answer.
    private func checkEnd(of question: ParsedPage, _ bytes: [UInt8], _ project: Project) throws {
        let (page, problems) = PageParser(project: project).parse(path: question.path, bytes: bytes)
        guard page?.answers.count != question.answers.count + 1 else { return }
        let kinds: [DiagnosticKind] = [.answerInCode, .answerInHTML, .rawHTML]
        let line = problems.last { kinds.contains($0.kind) }?.location?.line
        throw UsageError(
            "the answer would be part of a block of code or HTML that is not closed",
            help: "close it first: \(question.file)" + (line.map { ", above line \($0 + 1)" } ?? ""))
    }

    /// The same for the text of a question: it would come with an answer, perhaps an accepted one.
    private func checkQuestion(_ page: NewPage, _ project: Project) throws {
        let (parsed, problems) = PageParser(project: project).parse(path: page.path, bytes: Array(page.text.utf8))
        let isAlone = parsed.map { $0.answers.isEmpty && $0.comments.isEmpty } ?? true
        guard !isAlone || problems.contains(where: { $0.kind == .answerHeading }) else { return }
        throw UsageError(
            "the text holds a heading that starts an answer or a comment",
            help: "indent that line with five blanks if it is an example; 'hearth new answer' adds an answer")
    }

    /// A text with headings of answers or comments would put words into other people's mouths.
    private func checkAnswer(_ text: String, _ author: String, _ project: Project) throws {
        let bytes = Array("---\ntitle: Q\n---\nQ\n\n## Answer — @\(author), 2000-01-01\n\(text)\n".utf8)
        let (page, problems) = PageParser(project: project).parse(path: "questions/q.md", bytes: bytes)
        let isOne = page?.answers.count == 1 && page?.answers.first?.comments.isEmpty == true
        guard !isOne || problems.contains(where: { $0.kind == .answerHeading }) else { return }
        throw UsageError(
            "the text holds a heading that starts an answer or a comment",
            help: "indent that line with five blanks if it is an example; for two answers run the command twice")
    }

    private func find(question wanted: String, _ resolved: Site, _ project: Project) throws -> QuestionIndex {
        // A file as the shell completes it, wherever that stands.
        if FileSystem.isFile(wanted), let page = PageSubject(wanted, project).page(of: resolved),
            let index = resolved.questions.firstIndex(where: { $0.page == page })
        {
            return index
        }
        let address = String(wanted.drop { $0 == "/" })
        let found = resolved.questions.indices.filter { index in
            let page = resolved.pages[resolved.questions[index].page]
            return page.parsed.id == wanted || page.parsed.file == wanted || page.parsed.path == wanted
                || page.url.text == address || page.url.text == address + "/" || page.title == wanted
        }
        if found.count == 1 { return found[0] }
        let names = resolved.questions.map { resolved.pages[$0.page].parsed.id }
        if found.isEmpty {
            let near = nearestName(to: wanted, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw UsageError("there is no question '\(wanted)'\(near)", help: "hearth list questions")
        }
        let files = found.map { resolved.pages[resolved.questions[$0].page].parsed.file }
        throw UsageError(
            "several questions are called '\(wanted)'", help: "name the file: \(files.joined(separator: ", "))")
    }

    // MARK: Answers of a person

    /// What was given of the fields that a kind needs.
    private var given: [String: String] {
        let all = [
            "kind": kind, "problem": problem, "date": date, "category": category, "unit": unit, "baseline": baseline,
            "target": target,
        ]
        return all.compactMapValues(\.self)
    }

    /// Where nobody can be asked, all that is missing is told at once.
    private func checkAnswers() throws {
        guard !Self.canAsk else { return }
        let hasTitle = subject.map { !$0.allSatisfy(\.isWhitespace) } ?? false
        var missing: [(String, String)] = hasTitle ? [] : [("\"…\"", "\(what == .person ? "Name" : "Title")?")]
        for need in NewPage.needed(what) where given[need.field] == nil {
            let isOfCommunities = what == .group && need.field == "problem"
            if isOfCommunities, kind != nil, kind != GroupKind.community.rawValue { continue }
            let choices = need.choices.isEmpty ? "" : " (\(need.choices.joined(separator: ", ")))"
            missing.append(
                ("--" + need.field, need.question + "?" + choices + (isOfCommunities ? " (of a community)" : "")))
        }
        guard missing.count > 1 else { return }
        let width = missing.map(\.0.count).max() ?? 0
        throw UsageError(
            "\(article) \(what.rawValue) needs more answers",
            help: missing.map { $0.0.padded(width) + "  " + $0.1 }.joined(separator: "\n  "))
    }

    private var article: String { [.event, .answer].contains(what) ? "an" : "a" }

    private static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    func ask(
        _ question: String, given: String? = nil, flag: String? = nil, choices: [String] = []
    ) throws -> String {
        if let given, !given.allSatisfy(\.isWhitespace) { return given }
        guard Self.canAsk else {
            let way = flag.map { "give it with \($0)" } ?? "hearth new \(what.rawValue) \"…\""
            let kinds = choices.isEmpty ? "" : ": \(choices.joined(separator: ", "))"
            throw UsageError(
                "\(article) \(what.rawValue) needs an answer to: \(question)?",
                help: way + kinds)
        }
        while true {
            let kinds = choices.isEmpty ? "" : " (\(choices.joined(separator: ", ")))"
            Console.log("\(question)\(kinds)? ")
            guard let line = readLine() else { throw UsageError("nothing was made: there was no answer") }
            let answer = line.trimmingCharacters(in: .whitespaces)
            if !answer.isEmpty, choices.isEmpty || choices.contains(answer) { return answer }
        }
    }

    private func text(or placeholder: String?) throws -> String {
        var text = body ?? placeholder
        if body == "-" {
            text = String(
                decoding: try FileSystem.readAll(STDIN_FILENO, sizeHint: 4096, path: "standard input"), as: UTF8.self)
        }
        let given = try text ?? ask("The answer", flag: "--body")
        let trimmed = given.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { throw UsageError("the text is empty", help: "give it with --body") }
        return trimmed
    }

    // MARK: The end

    /// A path that works where the command was given: `file` in the site's folder, elsewhere the whole path.
    private static func fromHere(_ path: String, _ file: String) -> String {
        let here = FileSystem.realPath(FileSystem.currentDirectory + "/" + file)
        return here != nil && here == FileSystem.realPath(path) ? file : FileSystem.realPath(path) ?? path
    }

    /// Says what was made, and what is not yet right about it.
    private func report(_ path: String, _ project: Project) async throws {
        let (_, found) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .resolve()
        let file = project.displayPath(ofContent: path)
        let own = found.filter { $0.location?.file == file && $0.severity > .note }
        console.print(own, format: .human, root: project.root)
        Console.output(Self.fromHere(project.absolute(file), file) + "\n")
        if own.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }
}
