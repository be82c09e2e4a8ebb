import HearthModel

/// Merges two changes of one question's file, for git: answers and comments are entries of their own, so that two people
/// who answer at once do not stand in each other's way. Whatever is not certain is a conflict, never a guess.
package struct QuestionMerge: Sendable {
    package enum Outcome: Sendable, Equatable {
        case merged([UInt8])
        /// Both changes with git's conflict markers, or what git made of the lines; and why.
        case conflict([UInt8], reason: String)
    }

    /// A conflict that was found on the way.
    private struct Conflict: Error { let reason: String }

    /// `isAnswerFile`: the file is one answer of a question in folder form.
    package static func merge(
        base: [UInt8], ours: [UInt8], theirs: [UInt8], isAnswerFile: Bool = false
    ) async throws -> Outcome {
        if ours == theirs || base == theirs { return .merged(ours) }
        if base == ours { return .merged(theirs) }
        guard let old = QuestionPieces(base, isAnswerFile: isAnswerFile),
            let mine = QuestionPieces(ours, isAnswerFile: isAnswerFile),
            let other = QuestionPieces(theirs, isAnswerFile: isAnswerFile)
        else { return try await byLines(base, ours, theirs) }
        do {
            // Lines end as on the side that changed that; with both, as here.
            var result = mine.ending == old.ending ? other : mine
            result.head = try await text(old.head, mine.head, other.head, "the question")
            result.comments = try await list(old.comments, mine.comments, other.comments)
            result.answers = try await list(old.answers, mine.answers, other.answers)
            try checkIDs(result, mine, other)
            try check(result, after: old, isAnswerFile: isAnswerFile)
            return .merged(result.bytes)
        } catch let conflict as Conflict {
            switch try await byLines(base, ours, theirs) {
            case .conflict(let bytes, _): return .conflict(bytes, reason: conflict.reason)
            case .merged(let bytes): return .conflict(bytes, reason: conflict.reason)
            }
        }
    }

    // MARK: Pieces

    /// Pieces that are the same entry on two sides: by author and time, and among several of these by their text, then
    /// by their order.
    private static func matches(
        _ old: [QuestionPieces.Piece], _ new: [QuestionPieces.Piece]
    ) -> [Int: Int] {
        var result: [Int: Int] = [:]
        var free = Set(new.indices)
        for (index, piece) in old.enumerated() {
            if let same = new.indices.first(where: { free.contains($0) && new[$0] == piece }) {
                result[index] = same
                free.remove(same)
            }
        }
        for (index, piece) in old.enumerated() where result[index] == nil {
            let candidates = new.indices.filter { free.contains($0) && new[$0].identity == piece.identity }
            if let next = candidates.first {
                result[index] = next
                free.remove(next)
            }
        }
        return result
    }

    private static func list(
        _ old: [QuestionPieces.Piece], _ mine: [QuestionPieces.Piece], _ other: [QuestionPieces.Piece]
    ) async throws -> [QuestionPieces.Piece] {
        let (toMine, toOther) = (matches(old, mine), matches(old, other))
        let fromMine = Dictionary(toMine.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let fromOther = Set(toOther.values)
        var kept: [QuestionPieces.Piece] = []
        var added: [QuestionPieces.Piece] = []
        for (index, piece) in mine.enumerated() {
            guard let before = fromMine[index] else {
                added.append(piece)
                continue
            }
            guard let its = toOther[before] else {
                // The other side removed it: that holds if nothing was done to it here.
                guard piece == old[before] else { throw Conflict(reason: "\(name(piece)) was changed and removed") }
                continue
            }
            kept.append(try await merged(old[before], piece, other[its]))
        }
        for (before, its) in toOther where toMine[before] == nil && other[its] != old[before] {
            throw Conflict(reason: "\(name(other[its])) was changed and removed")
        }
        for (index, piece) in other.enumerated() where !fromOther.contains(index) && !added.contains(piece) {
            // One entry whose heading both changed looks like two new ones.
            if !piece.text.isEmpty, added.contains(where: { $0.text == piece.text }) {
                throw Conflict(reason: "\(name(piece)) has two headings now")
            }
            added.append(piece)
        }
        // In an order that does not depend on who merges.
        added.sort {
            ($0.identity.date ?? 0, $0.identity.author, $0.text) < ($1.identity.date ?? 0, $1.identity.author, $1.text)
        }
        return kept + added
    }

    private static func merged(
        _ old: QuestionPieces.Piece, _ mine: QuestionPieces.Piece, _ other: QuestionPieces.Piece
    ) async throws -> QuestionPieces.Piece {
        var result = mine
        if mine.heading == old.heading {
            result.heading = other.heading
            result.isAccepted = other.isAccepted
        } else if other.heading != old.heading, other.heading != mine.heading {
            throw Conflict(reason: "the heading of \(name(old)) was changed in two ways")
        }
        result.text = try await text(old.text, mine.text, other.text, name(old))
        result.comments = try await list(old.comments, mine.comments, other.comments)
        return result
    }

    private static func name(_ piece: QuestionPieces.Piece) -> String {
        "the \(piece.identity.isComment ? "comment" : "answer") of @\(piece.identity.author)"
    }

    // MARK: Text

    private static func text(_ old: String, _ mine: String, _ other: String, _ name: String) async throws -> String {
        if mine == other || other == old { return mine }
        if mine == old { return other }
        let outcome = try await byLines(Array((old + "\n").utf8), Array((mine + "\n").utf8), Array((other + "\n").utf8))
        guard case .merged(let bytes) = outcome else {
            throw Conflict(reason: "\(name) was changed in two ways")
        }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        return text
    }

    /// Whether the front matter says which answer is accepted.
    private static func namesAccepted(_ question: QuestionPieces) -> Bool {
        question.head.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("accepted:") }
    }

    /// Two answers with one id: a link to it would lead to one of them only.
    private static func checkIDs(
        _ result: QuestionPieces, _ mine: QuestionPieces, _ other: QuestionPieces
    ) throws {
        let (before, beside) = (mine.ids, other.ids)
        for (id, count) in result.ids.sorted(by: { $0.key < $1.key })
        where count > 1 && count > max(before[id] ?? 0, beside[id] ?? 0) {
            throw Conflict(reason: "two headings have the id '\(id)' now; give one of them another")
        }
    }

    /// What was put together must read back as just that: a code block that somebody did not close would swallow what
    /// follows.
    private static func check(
        _ result: QuestionPieces, after old: QuestionPieces, isAnswerFile: Bool
    ) throws {
        let accepted = result.answers.count(where: \.isAccepted)
        let isNamed = namesAccepted(result)
        guard accepted < 2, accepted == 0 || !isNamed || namesAccepted(old) && old.answers.contains(where: \.isAccepted)
        else { throw Conflict(reason: "two answers are accepted now; keep one") }
        guard !result.head.isEmpty || old.head.isEmpty else {
            throw Conflict(reason: "one side emptied the question, the other changed it")
        }
        guard let read = QuestionPieces(result.bytes, isAnswerFile: isAnswerFile), read.head == result.head,
            read.all == result.all
        else { throw Conflict(reason: "the two changes do not fit together") }
    }

    /// git's own merge of lines.
    private static func byLines(_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) async throws -> Outcome {
        let folder = try ScratchFolder()
        for (name, bytes) in [("base", base), ("ours", ours), ("theirs", theirs)] {
            try FileSystem.writeAtomically(bytes, to: folder.path + "/" + name)
        }
        let files = ["ours", "base", "theirs"].map { folder.path + "/" + $0 }
        let result = try await Git.run(["merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"] + files)
        switch result.status {
        case 0: return .merged(result.output)
        case 1..<128: return .conflict(result.output, reason: "the same lines were changed in two ways")
        default:
            throw FatalError(
                .io, [Diagnostic(.hookProblem, at: nil, "git could not merge the file: \(result.lastError)")])
        }
    }
}
