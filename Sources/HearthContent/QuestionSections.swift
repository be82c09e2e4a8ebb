import HearthMarkdown
import HearthModel

/// Cuts the blocks of a question's file into question, answers and comments (content model, section 4).
struct QuestionSections {
    /// The blocks before the first answer or comment.
    private(set) var main: ArraySlice<MarkdownDocument.NodeID> = []
    /// Comments on the question; in an answer's file, on the answer.
    private(set) var comments: [ParsedComment] = []
    private(set) var answers: [ParsedAnswer] = []
    private(set) var diagnostics: [Diagnostic] = []

    private let file: String
    private let lines: SourceLines
    private let isAnswerFile: Bool
    private let zone: SiteZone
    /// The dates of `answers` as they were written.
    private var writtenDates: [Timestamp?] = []
    /// Where the section that is open began; nil while it is the question itself.
    private var open: (heading: AnswerHeading, line: Int, id: String?, start: Int)?
    /// Whether the section that is open (or the one that its comment belongs to) is an answer.
    private var isInAnswer: Bool

    /// `isAnswerFile`: the file is one answer of a question in folder form, so that only comments are expected.
    /// `lines` are those of the text as it was written.
    /// `zone` is where times are read that are written without an offset.
    /// `isImported`: the text was written elsewhere, and what looks like an answer in it may be a quotation.
    init(
        _ document: MarkdownDocument, file: String, lines: SourceLines, isAnswerFile: Bool, isImported: Bool,
        zone: SiteZone
    ) {
        self.zone = zone
        self.file = file
        self.lines = lines
        self.isAnswerFile = isAnswerFile
        isInAnswer = isAnswerFile
        cut(document)
        nameAnswers()
        checkAccepted()
        reportHeadingsInCode(document)
        if !isImported { diagnostics += AnswerParagraphs.diagnostics(of: document, file: file) }
    }

    private mutating func cut(_ document: MarkdownDocument) {
        let blocks = document.blocks
        var start = 0
        var position = 0
        main = blocks[...]
        for heading in document.headings {
            // Headings within quotes and lists open nothing; top-level ones come in the order of the blocks.
            guard let index = blocks[position...].firstIndex(of: heading.node) else { continue }
            position = index + 1
            guard let found = opening(heading) else { continue }
            close(blocks[start..<index])
            start = index + 1
            open = (found, heading.line, heading.hasOwnID ? heading.id : nil, start)
            if case .answer = found.opens { isInAnswer = true }
        }
        close(blocks[start...])
    }

    /// Ends the section that is open.
    private mutating func close(_ blocks: ArraySlice<MarkdownDocument.NodeID>) {
        guard let section = open else {
            main = blocks
            return
        }
        let author = Located(section.heading.author, line: section.line)
        switch section.heading.opens {
        case .answer(let isAccepted):
            writtenDates.append(section.heading.writtenDate)
            answers.append(
                ParsedAnswer(
                    id: section.id ?? "", author: author, date: section.heading.date, isAccepted: isAccepted,
                    votes: nil,
                    line: section.line, blocks: blocks, comments: []))
        case .comment:
            let comment = ParsedComment(author: author, date: section.heading.date, blocks: blocks)
            if answers.isEmpty {
                comments.append(comment)
            } else {
                answers[answers.count - 1].comments.append(comment)
            }
        }
    }

    /// The answer or comment that a heading opens; reports what is not as it should be.
    private mutating func opening(_ heading: MarkdownDocument.Heading) -> AnswerHeading? {
        switch AnswerHeading.read(heading.text, in: zone) {
        case .ordinary:
            reportIfTooHigh(heading)
            return nil
        case .nearMiss(let opens, let problem):
            // `### Answer` on its own, deep in the text, is a word and not an attempt.
            guard heading.level == opens.level || heading.text.utf8.contains(0x40) else {
                reportIfTooHigh(heading)
                return nil
            }
            report(.answerHeading, heading.line, "'\(heading.text.prefix(60))' \(problem)", "write: \(opens.example)")
            return nil
        case .resembles(let opens, let isSure):
            guard heading.level < 3 || heading.level == 3 && isSure else {
                reportIfTooHigh(heading)
                return nil
            }
            let problem =
                "looks like \(opens == .comment ? "a comment" : "an answer"), and would be text of what is above it"
            report(.answerHeading, heading.line, "'\(heading.text.prefix(60))' \(problem)", "write: \(opens.example)")
            return nil
        case .opens(let found):
            guard heading.level == found.opens.level else {
                let signs = String(repeating: "#", count: found.opens.level)
                let summary = "'\(heading.text.prefix(60))' is a heading of level \(heading.level)"
                let isUnderlined = lines[heading.line].drop { $0 == 0x20 }.first != 0x23
                let help =
                    "start the line with \(signs)"
                    + (isUnderlined ? ", and remove the line of '=' or '-' below it" : "")
                report(.answerHeading, heading.line, summary, help)
                return nil
            }
            if isAnswerFile, found.opens.level == 2 {
                let help = "an answer's file holds one answer; put this one into a file of its own"
                report(.answerHeading, heading.line, "'\(heading.text.prefix(60))' stands in an answer's file", help)
                return nil
            }
            reportFlaw(of: found, line: heading.line)
            return found
        }
    }

    private mutating func reportFlaw(of heading: AnswerHeading, line: Int) {
        switch heading.flaw {
        case nil: break
        case .rawName:
            let summary = "'\(heading.author)' is no handle"
            report(.notAHandle, line, summary, "write the author's handle: \(heading.opens.example)")
        case .badDate(let text):
            report(.badDate, line, "'\(text)' is no date", "write: \(heading.opens.example)")
        }
    }

    /// Headings of the first two levels would end an answer for the reader's eye, but not for the program.
    private mutating func reportIfTooHigh(_ heading: MarkdownDocument.Heading) {
        guard heading.level <= 2, isInAnswer || open != nil else { return }
        let place = isInAnswer ? "an answer" : "a comment"
        let summary = "'\(heading.text.prefix(60))' is a heading of level \(heading.level) inside \(place)"
        report(.headingInAnswer, heading.line, summary, "demote it to level 4: #### \(heading.text.prefix(60))")
    }

    /// `<handle>-<date>`, numbered from the second on when it repeats; ids written by hand are taken first.
    private mutating func nameAnswers() {
        var taken = Set(answers.lazy.map(\.id).filter { !$0.isEmpty })
        // One person may have written thousands on one day.
        var nextNumbers: [String: Int] = [:]
        for index in answers.indices where answers[index].id.isEmpty {
            let base = answerID(author: answers[index].author?.value, date: writtenDates[index]) ?? "answer"
            var id = base
            var number = nextNumbers[base] ?? 2
            while !taken.insert(id).inserted {
                id = "\(base)-\(number)"
                number += 1
            }
            nextNumbers[base] = number
            answers[index].id = id
        }
    }

    /// The footnotes that stand in an answer are shown with it, and its id stands before theirs.
    func takeFootnotes(of document: inout MarkdownDocument) {
        guard !document.footnotes.isEmpty, !document.partLines.isEmpty else { return }
        // Of an answer that only one of the two sees, the text belongs to what is above.
        var owners: [Int] = [0]
        var next = 0
        for line in document.partLines {
            while next < answers.count, answers[next].line <= line { next += 1 }
            owners.append(next)
        }
        let ids = answers.map(\.id)
        document.giveFootnotes { part in
            let owner = owners.indices.contains(part) ? owners[part] : 0
            return (owner, owner == 0 ? "" : ids[owner - 1] + "-")
        }
    }

    private mutating func checkAccepted() {
        let accepted = answers.filter(\.isAccepted)
        guard let first = accepted.first else { return }
        for answer in accepted.dropFirst() {
            let note = Diagnostic.Note("the first accepted answer", at: SourceLocation(file: file, line: first.line))
            let location = SourceLocation(file: file, line: answer.line)
            diagnostics.append(
                Diagnostic(
                    .twoAcceptedAnswers, at: location, "a second accepted answer", help: "write '## Answer — …' here",
                    notes: [note]))
        }
    }

    /// Only the ones that would open an answer outside the block: an example of one is written with indentation.
    private mutating func reportHeadingsInCode(_ document: MarkdownDocument) {
        for node in document.nodes where node.kind == .codeBlock {
            let text = document.buffer[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
            guard text.contains(0x40) else { continue }
            for (offset, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                guard line.starts(with: [0x23, 0x23, 0x20]) else { continue }
                let heading = String(decoding: line.dropFirst(3).drop { $0 == 0x20 }, as: UTF8.self)
                guard case .opens(let found) = AnswerHeading.read(heading), found.opens.level == 2 else { continue }
                // A block by indentation begins with its first line, one of a fence with that.
                let isIndented = !lines.beginsFence(Int(node.line))
                report(
                    .answerInCode, Int(node.line) + offset + (isIndented ? 0 : 1),
                    "'\(heading.prefix(60))' is swallowed by a code block",
                    isIndented
                        ? "remove the blanks before it, or put one more if it is an example" : "close it above with ```"
                )
                break
            }
        }
        for (line, heading) in document.hiddenParts {
            let name = heading.drop { $0 == " " || $0 == "\t" }.prefix(60)
            report(.answerInHTML, line, "'\(name)' is swallowed by HTML", "close the HTML above, or remove it")
        }
    }

    private mutating func report(_ kind: DiagnosticKind, _ line: Int, _ summary: String, _ help: String) {
        diagnostics.append(Diagnostic(kind, at: SourceLocation(file: file, line: line), summary, help: help))
    }
}

/// The lines of a text as it was written, for what its tree does not tell.
final class SourceLines {
    let text: ArraySlice<UInt8>
    let first: Int
    /// Where the line that was asked for last begins, and its number.
    private var last: (number: Int, start: Int)

    /// `first` is the number of the first line.
    init(_ text: ArraySlice<UInt8>, first: Int) {
        (self.text, self.first) = (text, first)
        last = (first, text.startIndex)
    }

    /// The line of that number; empty where there is none. It is looked for from the one before: few are asked for, and
    /// most of them in their order.
    subscript(number: Int) -> ArraySlice<UInt8> {
        if number < last.number { last = (first, text.startIndex) }
        while last.number < number {
            guard let end = text[last.start...].firstIndex(of: 0x0A) else { return [] }
            last = (last.number + 1, end + 1)
        }
        return text[last.start...].prefix { $0 != 0x0A }
    }

    /// Whether a code block that begins on that line begins with a fence.
    func beginsFence(_ number: Int) -> Bool {
        let line = self[number]
        return line.firstRange(of: Array("```".utf8)) != nil || line.firstRange(of: Array("~~~".utf8)) != nil
    }
}

/// The id of an answer by its author and date; nil without an author.
func answerID(author: String?, date: Timestamp?) -> String? {
    guard let name = answerName(author) else { return nil }
    guard let date else { return name }
    return name + "-" + Timestamp(seconds: date.seconds, hasTime: false).iso8601
}

/// The same for an answer in a file of its own. What tells the file from another by that author on that day
/// (`2013-04-02-j.larsen-2.md`, of an importer `…-4711.md`) tells the ids apart too: so no id depends on which other
/// files there are.
func answerID(author: String?, date: Timestamp?, stem: String) -> String? {
    guard let name = answerName(author), let id = answerID(author: author, date: date) else { return nil }
    var rest = stem[...]
    let day = rest.prefix(10)
    if day.utf8.count == 10, day.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }) {
        rest = rest.dropFirst(10)
    } else if rest.hasPrefix("undated") {
        rest = rest.dropFirst(7)
    }
    let beginning = "-" + name.lowercased() + "-"
    guard rest.lowercased().hasPrefix(beginning) else { return id }
    rest = rest.dropFirst(beginning.count)
    // `2013-04-02-j-larsen.md` is no further answer of `@j`.
    let isNumbered = rest.utf8.contains { (0x30...0x39).contains($0) }
    guard isNumbered, rest.utf8.allSatisfy({ $0 < 0x80 && FrontMatter.isKeyByte($0) }) else { return id }
    return id + "-" + rest
}

/// The author in an id; names become `jo-larsen`.
private func answerName(_ author: String?) -> String? {
    guard let author, !author.isEmpty else { return nil }
    if isHandle(author) { return author }
    return author.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
}
