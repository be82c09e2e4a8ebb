import HearthModel

/// Tells headings that call an answer something else: `Solution — @x, 2013-04-02`, `Best answer from @x`.
enum AnswerWords {
    private static let answers: Set<String> = [
        "answer", "answers", "accepted", "reply", "response", "solution", "antwort", "lösung", "svar", "løsning",
        "antwoord", "réponse", "reponse", "respuesta", "resposta", "risposta",
    ]
    private static let comments: Set<String> = [
        "comment", "comments", "remark", "kommentar", "commentaire", "comentario", "commento",
    ]
    /// What may stand beside them without making them something else.
    private static let besides: Set<String> = ["best", "correct", "final", "right", "the", "top", "my", "our"]
    private static let links: Set<String> = ["by", "from", "of", "von", "av", "van", "de", "par", "por"]
    /// Notes with a name and a day that are none of either.
    private static let notes: Set<String> = ["addendum", "edit", "edited", "note", "update", "updated", "updates"]

    /// `heading` has plain blanks only.
    static func read(_ heading: [UInt8]) -> AnswerHeading.Reading {
        guard let sign = heading.firstIndex(of: 0x40) else { return nameless(heading) }
        guard sign > 0 else { return bare(heading) }
        guard sign < 60 else { return .ordinary }
        let head = String(decoding: heading[..<sign], as: UTF8.self)
        // With more words it is a sentence that names somebody.
        guard head.split(separator: " ").count <= 4 else { return .ordinary }
        var words = head.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let lastSign = head.unicodeScalars.last { $0 != " " }
        let endsInDash = lastSign?.isDash == true
        let isLinked = words.last.map(links.contains) == true
        if isLinked { words.removeLast() }
        guard endsInDash || isLinked || lastSign == ":", !words.contains(where: notes.contains) else {
            return .ordinary
        }
        let rest = heading[(sign + 1)...]
        let handle = rest.prefix { $0 != 0x2C && $0 != 0x20 }
        guard isHandle(String(decoding: handle, as: UTF8.self)) else { return .ordinary }
        let isDated = isDate(rest[handle.endIndex...])
        guard isDated || handle.endIndex == heading.endIndex else { return .ordinary }
        let isAnswer = words.contains(where: answers.contains)
        let isComment = !isAnswer && words.contains(where: comments.contains)
        let opens: AnswerHeading.Opens =
            isComment ? .comment : .answer(isAccepted: words.contains("accepted") || words.contains("best"))
        if isAnswer || isComment {
            let isAlone = words.allSatisfy { answers.contains($0) || comments.contains($0) || besides.contains($0) }
            return isDated || isAlone ? .resembles(opens, isSure: true) : .ordinary
        }
        return isDated && endsInDash && !words.isEmpty ? .resembles(opens, isSure: false) : .ordinary
    }

    /// The first words of an answer that is written by "me" or by a name without a handle.
    private static let beginnings: Set<String> = [
        "answer", "reply", "antwort", "svar", "antwoord", "réponse", "respuesta", "resposta", "risposta",
    ]
    private static let own: Set<String> = ["my", "our", "best"]

    /// Whether a heading without a handle may speak of an answer: those of all words begin with few letters.
    static func mayBegin(with initial: UInt8) -> Bool { "mobrsa".utf8.contains(initial | 0x20) }

    /// `My answer`, `Answer from Jo Larsen`: they name nobody whom the site knows.
    private static func nameless(_ heading: [UInt8]) -> AnswerHeading.Reading {
        guard heading.count < 80 else { return .ordinary }
        let words = String(decoding: heading, as: UTF8.self).split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        guard (2...6).contains(words.count) else { return .ordinary }
        let plain = words.map { $0.lowercased() }
        let isAccepted = plain.contains("best") || plain.contains("accepted")
        if own.contains(plain[0]), plain.contains(where: beginnings.contains),
            plain.allSatisfy({ answers.contains($0) || besides.contains($0) })
        {
            return .nearMiss(.answer(isAccepted: isAccepted), problem: "names no author")
        }
        guard beginnings.contains(plain[0]), links.contains(plain[1]), words.count > 2 else { return .ordinary }
        let names = words.dropFirst(2).prefix { $0.first?.isUppercase == true }
        let rest = words.dropFirst(2 + names.count)
        guard !names.isEmpty, rest.allSatisfy({ $0.first?.isNumber == true }) else { return .ordinary }
        return .nearMiss(.answer(isAccepted: false), problem: "names its author without @")
    }

    /// `@handle, 2013-04-02`, and nothing else.
    private static func bare(_ heading: [UInt8]) -> AnswerHeading.Reading {
        let handle = heading.dropFirst().prefix { $0 != 0x2C && $0 != 0x20 }
        guard isHandle(String(decoding: handle, as: UTF8.self)), isDate(heading[handle.endIndex...]) else {
            return .ordinary
        }
        return .resembles(.answer(isAccepted: false), isSure: false)
    }

    /// `, 2013-04-02` or the same without a comma, and nothing else.
    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == 0x2C || text.first == 0x20 else { return false }
        let written = String(decoding: text.dropFirst().drop { $0 == 0x20 }, as: UTF8.self)
        return Timestamp(iso8601: written) != nil
    }
}
