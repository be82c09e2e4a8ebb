/// What a message says, piece by piece.
enum SlackPart {
    /// `isExact`: from blocks, with marks of our own (`SlackMarks`).
    case text(String, isExact: Bool)
    case table(LooseJSON)
}

extension SlackMessage {
    /// What Slack writes as the text of a message that it shows by its blocks alone.
    private static let standIns: Set<String> = [
        "This content can't be displayed.", "This message contains interactive elements.", "[no preview available]",
    ]

    /// The typed text, nil for none.
    var typed: String? {
        guard let text = json["text"].text, !text.allSatisfy(\.isWhitespace) else { return nil }
        let isStandIn = Self.standIns.contains(text) && !SlackBlocks.text(json["blocks"]).isEmpty
        return isStandIn ? nil : text
    }

    /// The text by its blocks where they say the same: they tell what is bold beside any other character, and the text does
    /// not. Tables are nowhere else.
    var parts: [SlackPart] {
        var parts: [SlackPart] = []
        let blocks = json["blocks"].elements
        // Old messages that brought a file say so in front of their words.
        let isWhole = text == typed ?? SlackBlocks.text(json["blocks"])
        let spoken = blocks.filter { !SlackBlocks.isTable($0) }
        let said = SlackBlocks.text(spoken)
        let agrees =
            typed.map { !said.allSatisfy(\.isWhitespace) && Self.letters(of: said) == Self.letters(of: $0) } ?? true
        if isWhole, !blocks.isEmpty, agrees {
            var run: [LooseJSON] = []
            func flush() {
                guard let first = run.first else { return }
                let isExact = SlackBlocks.isRich(first)
                let text = run.map { SlackBlocks(isExact: isExact).block($0) }.joined(separator: "\n")
                parts.append(.text(text, isExact: isExact))
                run = []
            }
            for block in blocks {
                let isTable = SlackBlocks.isTable(block)
                if isTable || run.last.map({ SlackBlocks.isRich($0) != SlackBlocks.isRich(block) }) ?? false { flush() }
                if isTable { parts.append(.table(block)) } else { run.append(block) }
            }
            flush()
        } else {
            parts = [.text(isWhole ? typed ?? "" : text, isExact: false)]
            parts += blocks.filter { SlackBlocks.isTable($0) }.map { .table($0) }
        }
        return parts + attachedTables.map { .table($0) }
    }

    /// Tables that people have pasted into a message. Those of linked pages and of other messages are not its own.
    var attachedTables: [LooseJSON] {
        json["attachments"].elements.filter { Self.isOwn($0) }.flatMap { attachment in
            attachment["blocks"].elements.filter { SlackBlocks.isTable($0) }
        }
    }

    static func isOwn(_ attachment: LooseJSON) -> Bool {
        !isQuote(attachment) && !attachment["is_app_unfurl"].isTrue
            && ["from_url", "original_url", "app_unfurl_url", "title_link", "channel_id"].allSatisfy {
                attachment[$0].isNull
            }
    }

    // MARK: Comparing

    /// Letters and digits alone: without what only one of both has, the labels of mentions, numbers of items, escapes.
    private static func letters(of text: String) -> String {
        var found = String.UnicodeScalarView()
        for line in text.split(whereSeparator: \.isNewline) {
            var line = line.drop { $0 == " " }
            if let end = line.firstIndex(of: "."), line[..<end].utf8.count < 5,
                line[..<end].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
                line[line.index(after: end)...].hasPrefix(" ")
            {
                line = line[end...]
            }
            add(line, to: &found)
        }
        return String(found)
    }

    private static func add(_ line: Substring, to found: inout String.UnicodeScalarView) {
        let scalars = line.unicodeScalars
        var index = scalars.startIndex
        var (inToken, inLabel) = (false, false)
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let rest = line[index...]
            if scalar == "&" || scalar == ":",
                let skipped = ["&amp;", "&lt;", "&gt;", "::skin-tone-"].first(where: {
                    rest.utf8.starts(with: $0.utf8)
                })
            {
                // The number of a tone as well.
                index =
                    scalars.index(
                        index, offsetBy: skipped.utf8.count + (skipped.hasPrefix(":") ? 1 : 0),
                        limitedBy: scalars.endIndex) ?? scalars.endIndex
                continue
            }
            switch scalar {
            case "<": inToken = true
            case ">": (inToken, inLabel) = (false, false)
            case "|": inLabel = inToken
            default:
                if !inLabel, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    found.append(scalar)
                }
            }
            index = scalars.index(after: index)
        }
    }
}

extension SlackText {
    /// A table; its first row is the head.
    func table(_ json: LooseJSON) -> [MarkdownBlock] {
        let own = exact
        let blocks = SlackBlocks(isExact: true)
        var rows = json["rows"].elements.map { row in
            blocks.row(row).map { cell in own.inlines(Substring(cell)) }
        }.filter { $0.contains { !MarkdownInline.plainText($0).allSatisfy(\.isWhitespace) } }
        guard !rows.isEmpty else { return [] }
        let alignments = json["column_settings"].elements.prefix(rows[0].count).map {
            settings -> MarkdownTable.Alignment in
            switch settings["align"].text {
            case "right": .right
            case "center": .center
            default: .none
            }
        }
        let head = rows.removeFirst()
        return [.table(MarkdownTable(header: head, alignments: Array(alignments), rows: rows))]
    }

    var exact: SlackText {
        var text = self
        text.isExact = true
        return text
    }

    func blocks(_ parts: [SlackPart]) -> [MarkdownBlock] {
        parts.flatMap { part -> [MarkdownBlock] in
            switch part {
            case .text(let text, let isExact): isExact ? exact.blocks(text) : blocks(text)
            case .table(let table): self.table(table)
            }
        }
    }
}
