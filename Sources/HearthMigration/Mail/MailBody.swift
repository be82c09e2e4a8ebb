import HearthModel

/// What people and programs put around the words of a mail, and what becomes of it. Each is a rule with a name of its
/// own in the report.
enum MailRule: String, CaseIterable, Sendable {
    /// The whole message that is answered, at the end of the answer. Only where that message is on the page as well.
    case quotedMessage = "the message answered, quoted in full below the answer; it stands above already"
    case signature = "a signature: below a line of two hyphens"
    case listFooter = "what a mailing list puts below each message"
    case cryptography = "the signature of a program (PGP, S/MIME)"
    case otherForm = "the same text in another form"
    /// Most often that the mail needs another program.
    case formNote = "a few words that one form of a mail has, and the form that is shown has not"
}

/// A line of a plain text mail: how deep it is quoted, and its text.
struct MailLine: Sendable, Hashable {
    var depth: Int
    var text: String

    var isBlank: Bool { text.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\u{A0}" } }
}

/// The words of a plain text mail, without what the rules take away.
struct MailBody {
    private(set) var lines: [MailLine]
    /// How often each rule took something away.
    private(set) var rules: [MailRule] = []
    /// Files that an archive has taken out of the mail, and where it put them.
    private(set) var scrubbed: [(name: String, address: String)] = []

    init(_ text: String, isFlowed: Bool = false, deletesSpaces: Bool = false, quote: MailQuoteRule) {
        var raw = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        Self.takeArmour(&raw, &rules)
        lines = Self.quoted(raw, isFlowed: isFlowed, deletesSpaces: deletesSpaces)
        takeScrubbed()
        trim()
        takeQuotedSignatures()
        let whole = lines
        takeFooter()
        takeSignature()
        takeQuotedMessage(quote)
        takeSignature()
        // Nothing but a quote: somebody passed it on.
        if lines.allSatisfy({ $0.depth > 0 || $0.isBlank }), !whole.allSatisfy({ $0.isBlank }),
            !lines.contains(where: { $0.depth > 0 })
        {
            lines = whole
            rules.removeAll { $0 != .cryptography }
        }
        trim()
    }

    private mutating func trim() {
        while let last = lines.last, last.isBlank { lines.removeLast() }
        if let first = lines.firstIndex(where: { !$0.isBlank }), first > 0 { lines.removeFirst(first) }
    }

    // MARK: Lines

    /// Counts quote marks and, for `format=flowed` (RFC 3676), joins lines that end in a space.
    private static func quoted(_ raw: [String], isFlowed: Bool, deletesSpaces: Bool) -> [MailLine] {
        var lines: [MailLine] = []
        var flows = false
        /// Whether the marked lines around are a quote, because some of them have fewer marks than three.
        var isQuote = false
        for (index, source) in raw.enumerated() {
            if source.hasPrefix(">"), index == 0 || !raw[index - 1].hasPrefix(">") {
                isQuote =
                    lines.last.map { MailQuote.isAttribution($0.text) } ?? false
                    || raw[index...].prefix { $0.hasPrefix(">") }.contains {
                        !$0.hasPrefix(">>>") && !$0.hasPrefix("> >")
                    }
            }
            var line = depth(source, after: lines.last, isQuote: isQuote)
            guard isFlowed else {
                while let last = line.text.last, last == " " || last == "\t" || last == "\r", line.text != "-- " {
                    line.text.removeLast()
                }
                lines.append(line)
                continue
            }
            if line.text.first == " " { line.text.removeFirst() }
            let isSignature = line.text == "-- "
            let goesOn = line.text.last == " " && !isSignature
            if goesOn, deletesSpaces { line.text.removeLast() }
            if flows, let last = lines.last, last.depth == line.depth, !isSignature {
                lines[lines.count - 1].text += line.text
            } else {
                lines.append(line)
            }
            flows = goesOn
        }
        return lines
    }

    private static func depth(_ source: String, after last: MailLine?, isQuote: Bool) -> MailLine {
        // The prompt of a Python session is no quote in a quote in a quote.
        if source.hasPrefix(">>> "), !isQuote, last.map({ $0.depth == 0 }) ?? true {
            return MailLine(depth: 0, text: "    " + source)
        }
        var depth = 0
        var rest = Substring(source)
        while depth < 40 {
            let marked = rest.drop { $0 == " " }
            // One space between marks belongs to them; a mark further in is text.
            guard marked.first == ">", rest.count - marked.count <= 1 else { break }
            rest = marked.dropFirst()
            depth += 1
        }
        if depth > 0, rest.first == " " { rest = rest.dropFirst() }
        return MailLine(depth: depth, text: String(rest))
    }

    // MARK: Rules

    private static func takeArmour(_ raw: inout [String], _ rules: inout [MailRule]) {
        if let start = raw.firstIndex(where: { $0.hasPrefix("-----BEGIN PGP SIGNED MESSAGE-----") }) {
            var end = start + 1
            while end < raw.count, raw[end].contains(":") { end += 1 }
            raw.removeSubrange(start..<end)
            for index in raw.indices[start...] where raw[index].hasPrefix("- -") { raw[index].removeFirst(2) }
        }
        while let start = raw.firstIndex(where: { $0.hasPrefix("-----BEGIN PGP SIGNATURE-----") }) {
            let end = raw[start...].firstIndex { $0.hasPrefix("-----END PGP SIGNATURE-----") } ?? raw.count - 1
            raw.removeSubrange(start...end)
            rules.append(.cryptography)
        }
    }

    private mutating func takeScrubbed() {
        guard let found = MailScrubbed(lines) else { return }
        lines = found.lines
        scrubbed = found.files
        rules += Array(repeating: .otherForm, count: found.otherForms)
    }

    private static func isBar(_ text: String, of mark: Character, _ least: Int) -> Bool {
        text.count >= least && text.allSatisfy { $0 == mark }
    }

    /// A long line of one mark at the end, and below it a few lines about the list.
    private mutating func takeFooter() {
        for index in lines.indices.reversed().prefix(14) where lines[index].depth == 0 {
            let text = lines[index].text
            guard Self.isBar(text, of: "_", 30) || Self.isBar(text, of: "#", 40) || Self.isBar(text, of: "-", 60) else {
                continue
            }
            let below = lines[(index + 1)...].map { $0.text.lowercased() }.joined(separator: "\n")
            let isList = ["mailing list", "unsubscribe", "/listinfo/", "to leave this", "sourceforge", "yahoo! groups"]
            guard isList.contains(where: { below.contains($0) }) else { continue }
            lines.removeSubrange(index...)
            rules.append(.listFooter)
            trim()
            return
        }
    }

    private mutating func takeSignature() {
        guard let index = lines.lastIndex(where: { $0.depth == 0 && ($0.text == "-- " || $0.text == "--") }),
            lines.count - index <= 30, lines[index].text == "-- " || Self.isName(lines[(index + 1)...]),
            !lines[(index + 1)...].contains(where: { $0.depth > 0 }),
            // A list may put its footer into a part of its own.
            index > 0 || lines.contains(where: { $0.text.contains("mailing list") || $0.text.contains("/listinfo/") })
        else { return }
        lines.removeSubrange(index...)
        rules.append(.signature)
        trim()
    }

    /// Whether the lines below two hyphens without a space are somebody's name and place. People rule off text with them,
    /// too, which has paragraphs and lists.
    private static func isName(_ lines: ArraySlice<MailLine>) -> Bool {
        let trimmed = lines.drop { $0.isBlank }.reversed().drop { $0.isBlank }
        return trimmed.count <= 8
            && trimmed.allSatisfy { line in
                let first = line.text.drop { $0 == " " }
                let number = first.prefix { $0.isNumber }
                let isItem =
                    ["- ", "* ", "• "].contains { first.hasPrefix($0) }
                    || !number.isEmpty && number.count < 3
                        && [". ", ") "].contains { first.dropFirst(number.count).hasPrefix($0) }
                return !line.isBlank && !isItem
            }
    }

    /// Below two hyphens in a quote stands who is quoted, up to the end of the quote.
    private mutating func takeQuotedSignatures() {
        var index = 0
        while index < lines.count {
            let line = lines[index]
            guard line.depth > 0, line.text == "-- " || line.text == "--" else {
                index += 1
                continue
            }
            var end = index
            while end < lines.count, lines[end].depth == line.depth { end += 1 }
            guard end - index <= 15 else {
                index += 1
                continue
            }
            lines.removeSubrange(index..<end)
            rules.append(.signature)
        }
    }

    /// The message that is answered, quoted as a whole at the end.
    private mutating func takeQuotedMessage(_ rule: MailQuoteRule) {
        guard let start = MailQuote.start(of: lines) else { return }
        let isBelow = lines[..<start].contains { !$0.isBlank }
        if isBelow, rule.leavesOut({ MailQuote.words(lines[start...].map(\.text)) }) {
            lines.removeSubrange(start...)
            rules.append(.quotedMessage)
            trim()
        } else if MailQuote.isUnmarked(lines, from: start) {
            // Not marked as a quote, but it is one.
            for index in start..<lines.count { lines[index].depth += 1 }
        }
    }
}

/// Where the quoted message at the end of a mail begins.
enum MailQuote {
    /// Words that end the line above a quote, in the languages of mail programs.
    private static let wrote = [
        "wrote", "writes", "schrieb", "schreibt", "a écrit", "escribió", "escreveu", "ha scritto", "skrev", "schreef",
        "kirjoitti", "написал", "пишет", "napisał", "napsal", "写道", "said",
    ]
    private static let from = [
        "from:", "von:", "de:", "van:", "från:", "fra:", "da:", "od:", "发件人:", "发件人：", "寄件者:", "*from:*", "lähettäjä:",
    ]
    private static let sent = [
        "sent:", "date:", "gesendet:", "datum:", "envoyé", "enviado", "verzonden:", "skickat:", "sendt:", "inviato:",
        "data:", "fecha:", "发送时间", "日期", "*sent:*", "*date:*", "lähetetty:",
    ]
    private static let subject = [
        "subject:", "betreff:", "objet", "asunto:", "onderwerp:", "ämne:", "emne:", "oggetto:", "assunto:", "主题", "主旨",
        "*subject:*", "aihe:",
    ]
    private static let originals = [
        "original message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "messaggio originale",
        "oorspronkelijk bericht", "ursprungligt meddelande", "original-nachricht", "邮件原件", "forwarded message",
        "reply message",
    ]

    static func isAttribution(_ text: String) -> Bool {
        let lower = text.lowercased()
        guard let last = lower.last(where: { !$0.isWhitespace }), last == ":" || last == "：" || last == "." else {
            return false
        }
        return wrote.contains { lower.contains($0) }
    }

    /// `From: … Sent: … To: … Subject: …`, as Outlook puts it above what it quotes; in text or in the first lines of a block.
    static func isHeader(_ texts: [String]) -> Bool {
        guard let first = texts.first?.lowercased(), from.contains(where: { first.hasPrefix($0) }) else { return false }
        let rest = texts.dropFirst().prefix(9).map { $0.lowercased() }
        return rest.contains { line in sent.contains { line.hasPrefix($0) } }
            && rest.contains { line in subject.contains { line.hasPrefix($0) } }
    }

    static func isHeader(_ lines: [MailLine], at index: Int) -> Bool {
        isHeader(
            lines[index...].prefix(20).filter { !$0.isBlank }.prefix(10).map { $0.text.drop { $0 == " " }.description })
    }

    /// What is quoted, without the lines that say of whom, and without addresses: programs write those anew.
    static func words(_ texts: [String]) -> String {
        var kept: [String] = []
        var isInHeader = false
        for text in texts {
            let plain = text.drop { " \t*>".contains($0) }
            let lower = plain.lowercased()
            if plain.isEmpty {
                isInHeader = false
            } else if from.contains(where: { lower.hasPrefix($0) }) {
                isInHeader = true
            }
            if isInHeader || isAttribution(text) || isOriginalMark(text) { continue }
            kept += plain.split(whereSeparator: \.isWhitespace).filter { !$0.contains("://") && !$0.contains("@") }.map(
                String.init)
        }
        return kept.joined(separator: " ")
    }

    /// Whether the quote that begins at `start` has no marks in front of its lines.
    static func isUnmarked(_ lines: [MailLine], from start: Int) -> Bool {
        guard let first = lines[start...].firstIndex(where: { !$0.isBlank && !isBar($0.text) }), lines[first].depth == 0
        else {
            return false
        }
        return isOriginalMark(lines[first].text) || isHeader(lines, at: first)
    }

    private static func isBar(_ text: String) -> Bool { text.allSatisfy { "_-= ".contains($0) } }

    static func isOriginalMark(_ text: String) -> Bool {
        let lower = text.lowercased()
        return lower.contains("--") && originals.contains { lower.contains($0) }
    }

    static func start(of lines: [MailLine]) -> Int? {
        // Outlook: everything below its header.
        for index in lines.indices where lines[index].depth == 0 {
            if isOriginalMark(lines[index].text) { return index }
            if isHeader(lines, at: index) {
                var start = index
                // A bar above the header belongs to it.
                while start > 0 {
                    let above = lines[start - 1]
                    guard above.isBlank || isBar(above.text) else { break }
                    start -= 1
                }
                return start
            }
        }
        // Quote marks up to the end.
        var start = lines.count
        while start > 0, lines[start - 1].depth > 0 || lines[start - 1].isBlank { start -= 1 }
        guard lines[start...].contains(where: { $0.depth > 0 }) else { return nil }
        // `On Tue, 30 Oct 2001, Perry Greenfield wrote:`, over up to three lines.
        var above = start
        if above > 0, isAttribution(lines[above - 1].text) {
            above -= 1
            while above > 0, start - above < 3, !lines[above - 1].isBlank, lines[above - 1].depth == 0,
                !startsAttribution(lines[above].text)
            {
                above -= 1
            }
            start = above
        }
        return start
    }

    private static func startsAttribution(_ text: String) -> Bool {
        let lower = text.lowercased()
        return ["on ", "am ", "le ", "el ", "il ", "op ", "at ", "den ", "em ", "in ", "2", "\"", ">"].contains {
            lower.hasPrefix($0)
        }
    }
}
