import HearthModel

/// What YAML takes for comments and was meant as part of a value.
extension YAMLReader {
    /// `tags: #esp` is an empty field and a comment; nobody means that.
    func reportComments(
        readAsValues entries: [YAMLEntry], yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]
    ) {
        let empty = Self.emptyEntries(of: entries)
        guard !empty.isEmpty else { return }
        let lines = yaml.split(separator: 0x0A, omittingEmptySubsequences: false)
        for entry in empty {
            guard lines.indices.contains(entry.line - firstLine) else { continue }
            let text = String(decoding: lines[entry.line - firstLine], as: UTF8.self)
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let hash = parts[1].firstIndex(of: "#"), parts[1][..<hash].allSatisfy({ $0 == " " })
            else { continue }
            let value = parts[1][hash...]
            guard value.dropFirst().first.map({ $0 != " " && $0 != "#" }) == true else { continue }
            let summary =
                "\(shown(key: entry.key)) is empty: YAML takes \(hidesTexts ? "the rest" : "'\(value)'") for a comment"
            let help = hidesTexts ? "put the value in quotes" : Self.help(of: value)
            diagnostics.append(Diagnostic(.emptyField, at: at(entry.line), summary, help: help))
        }
    }

    /// `#one #two` are several topics; in quotes they would be one.
    private static func help(of value: Substring) -> String {
        let words = value.split { $0 == " " || $0 == "," }
        guard words.count > 1, words.allSatisfy({ $0.first == "#" && $0.count > 1 }) else {
            return "put it in quotes: \"\(value)\""
        }
        return "write a list: [\(words.map { $0.dropFirst() }.joined(separator: ", "))]"
    }

    /// Entries without a value, those in other entries too, in the order of the text.
    private static func emptyEntries(of entries: [YAMLEntry]) -> [YAMLEntry] {
        var empty: [YAMLEntry] = []
        var pending = Array(entries.reversed())
        while let entry = pending.popLast() {
            if entry.value.isNull { empty.append(entry) }
            switch entry.value.content {
            case .scalar: continue
            case .map(let inner): pending += inner.reversed()
            case .list(let items):
                for item in items.reversed() {
                    if case .map(let inner) = item.content { pending += inner.reversed() }
                }
            }
        }
        return empty
    }

    /// Fields that hold words for readers, where a `#` is more likely a part of them than in a date or a choice.
    private static let texts: Set<String> = [
        "title", "name", "description", "summary", "label", "alt_titles", "aliases", "synonyms", "department", "role",
        "problem", "so_what", "current_practice", "desired", "pain_points", "rationale", "objection", "response",
        "trigger", "task", "step", "note", "place",
    ]

    /// `title: Meeting notes #12` is "Meeting notes" and a comment.
    func reportCutTexts(in entries: [YAMLEntry], yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]) {
        guard yaml.contains(0x23) else { return }
        let lines = yaml.split(separator: 0x0A, omittingEmptySubsequences: false)
        // Those that are still to be looked at, with whether they are words for readers.
        var pending = entries.reversed().map { ($0.value, Self.texts.contains($0.key)) }
        while let (value, isText) = pending.popLast() {
            switch value.content {
            case .scalar(let text, isPlain: true) where isText && !text.isEmpty:
                guard lines.indices.contains(value.line - firstLine) else { continue }
                let line = Array(String(decoding: lines[value.line - firstLine], as: UTF8.self).unicodeScalars)
                guard let (start, whole) = Self.cut(text, in: line) else { continue }
                let column = 1 + line[..<start].reduce(0) { $0 + UTF8.width($1) }
                let quotable = whole.count < 80 && !whole.contains("\"") && !whole.contains("\\")
                diagnostics.append(
                    Diagnostic(
                        .cutField, at: SourceLocation(file: file, line: value.line, column: column),
                        "the text ends here: YAML takes "
                            + (hidesTexts ? "the rest" : "'\(Self.text(line[start...]).prefix(60))'")
                            + " for a comment",
                        help: !hidesTexts && quotable
                            ? "put it in quotes: \"\(whole)\"" : "put the whole text in quotes"))
            case .scalar: continue
            case .list(let items): pending += items.reversed().map { ($0, isText) }
            case .map(let entries): pending += entries.reversed().map { ($0.value, Self.texts.contains($0.key)) }
            }
        }
    }

    /// Where in `line` the sign stands at which `value` was cut, and the whole of what was meant; nil where a comment
    /// follows that reads like one.
    private static func cut(_ value: String, in line: [Unicode.Scalar]) -> (start: Int, whole: String)? {
        let hash = line.indices.dropFirst().first { line[$0] == "#" && (line[$0 - 1] == " " || line[$0 - 1] == "\t") }
        guard let hash else { return nil }
        let before = line[..<hash].reversed().drop { $0 == " " || $0 == "\t" }
        let gap = hash - before.count
        let head = String(String.UnicodeScalarView(before.reversed()))
        guard head.hasSuffix(value) else { return nil }
        let comment = line[(hash + 1)...]
        switch comment.first {
        case nil: break
        case "#": return nil
        case " ", "\t":
            // `Agenda # 12`
            let words = comment.split(separator: " ")
            guard gap == 1, words.count == 1, words[0].allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        case let first? where gap > 1 && !("0"..."9").contains(first): return nil
        default: break
        }
        return (hash, value + String(repeating: " ", count: gap) + text(line[hash...]))
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var scalars = scalars
        while scalars.last == " " || scalars.last == "\t" { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }
}
