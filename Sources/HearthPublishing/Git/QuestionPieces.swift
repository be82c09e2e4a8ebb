import HearthContent
import HearthModel

/// A question's file as lines: what stands before the first answer, then each answer and comment with its heading.
struct QuestionPieces: Sendable {
    /// One answer or comment.
    struct Piece: Sendable, Equatable {
        /// What tells it from the others, besides its text: whose it is, from when, and where it stands.
        struct Identity: Hashable, Sendable {
            let isComment: Bool
            let author: String
            /// Seconds since 1970; nil for a heading without a date.
            let date: Int64?
        }

        let identity: Identity
        var isAccepted: Bool
        /// The heading's line, without its end.
        var heading: String
        /// What follows, without blank lines around it.
        var text: String
        /// Comments on an answer; a comment has none.
        var comments: [Piece] = []
    }

    /// Front matter and question.
    var head: String
    /// Comments on the question.
    var comments: [Piece] = []
    var answers: [Piece] = []
    /// How lines end.
    let ending: String

    /// Nil when the file cannot be cut up without doubt: it is no text, holds conflict markers, ends its lines in
    /// several ways, or has headings that look like answers and are not. An answer that a code block holds is text of the
    /// answer around it: whether a merge makes it more than that, the merge itself checks.
    init?(_ bytes: [UInt8], isAnswerFile: Bool) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let path = isAnswerFile ? "questions/q/answers/a.md" : "questions/q.md"
        let project = Project(root: "/", configuration: SiteConfiguration())
        let (page, problems) = PageParser(project: project).parse(path: path, bytes: bytes)
        let doubts: Set<DiagnosticKind> = [
            .mergeConflict, .unterminatedFrontMatter, .answerHeading, .notUTF8,
        ]
        guard let page, !problems.contains(where: { doubts.contains($0.kind) }) else { return nil }
        let breaks = Set(text.filter { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
        guard breaks.count < 2 else { return nil }
        ending = breaks.first.map(String.init) ?? "\n"
        // As the parser counts lines: a line feed, with or without a carriage return, or one alone.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        var starts: [(line: Int, piece: Piece, parent: Int?)] = []
        for comment in page.comments { starts.append(Self.start(comment, lines, parent: nil)) }
        for (index, answer) in page.answers.enumerated() {
            starts.append(
                (
                    answer.line,
                    Self.piece(
                        lines, answer.line, answer.author?.value, answer.date, isComment: false, answer.isAccepted),
                    nil
                ))
            for comment in answer.comments { starts.append(Self.start(comment, lines, parent: index)) }
        }
        starts.sort { $0.line < $1.line }
        guard starts.allSatisfy({ $0.line > 0 && $0.line <= lines.count }) else { return nil }
        head = Self.text(lines[..<(starts.first.map { $0.line - 1 } ?? lines.count)])
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1].line - 1 : lines.count
            var piece = start.piece
            piece.text = Self.text(lines[start.line..<end])
            if let parent = start.parent {
                guard parent < answers.count else { return nil }
                answers[parent].comments.append(piece)
            } else if piece.identity.isComment {
                comments.append(piece)
            } else {
                answers.append(piece)
            }
        }
    }

    private static func start(
        _ comment: ParsedComment, _ lines: [Substring], parent: Int?
    ) -> (line: Int, piece: Piece, parent: Int?) {
        let line = comment.author?.line ?? 0
        return (line, piece(lines, line, comment.author?.value, comment.date, isComment: true, false), parent)
    }

    private static func piece(
        _ lines: [Substring], _ line: Int, _ author: String?, _ date: Timestamp?, isComment: Bool, _ isAccepted: Bool
    ) -> Piece {
        let heading = line > 0 && line <= lines.count ? String(lines[line - 1]) : ""
        return Piece(
            identity: .init(isComment: isComment, author: author ?? "", date: date?.seconds), isAccepted: isAccepted,
            heading: heading, text: "")
    }

    /// The lines without blank ones around them.
    private static func text(_ lines: ArraySlice<Substring>) -> String {
        var lines = lines
        func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
        while let first = lines.first, isBlank(first) { lines = lines.dropFirst() }
        while let last = lines.last, isBlank(last) { lines = lines.dropLast() }
        return lines.joined(separator: "\n")
    }

    /// The file again, with one blank line between its parts.
    var bytes: [UInt8] {
        func parts(_ piece: Piece) -> [String] {
            [piece.text.isEmpty ? piece.heading : piece.heading + "\n" + piece.text]
        }
        var all = [head] + comments.flatMap(parts)
        for answer in answers { all += parts(answer) + answer.comments.flatMap(parts) }
        let text = all.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
        return Array((ending == "\n" ? text : text.replacing("\n", with: ending)).utf8)
    }

    /// The ids that headings were given by hand, `{#id}`, each as often as it stands there.
    var ids: [String: Int] {
        var found: [String: Int] = [:]
        for line in ([head] + all.flatMap { [$0.heading, $0.text] }).joined(separator: "\n").split(separator: "\n")
        where line.hasPrefix("#") {
            guard let id = line.firstMatch(of: #/\{#([^\s{}]+)\}\s*$/#)?.output.1 else { continue }
            found[String(id), default: 0] += 1
        }
        return found
    }

    /// Every answer and comment, for a comparison.
    var all: [Piece] { comments + answers.flatMap { [$0] + $0.comments } }
}
