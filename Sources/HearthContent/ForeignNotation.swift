import HearthMarkdown
import HearthModel

/// What other programs have, and what to write instead.
enum ForeignNotation: Equatable {
    case admonition, tab, container, shortcode, tag, variable, attributes, contents, snippet, comment, abbreviation
    case inlineNote, definition, grid, rows, columns, formula, highlight, keys, script, drawing

    var kind: DiagnosticKind { self == .comment ? .shownComment : .foreignMark }

    /// Code that was to be a drawing can be read, and may be meant so.
    var severity: Severity? { self == .drawing ? .note : nil }

    func summary(_ text: String) -> String {
        let shown = "'\(text)' is shown as it was typed"
        switch self {
        case .admonition, .tab: return shown + ", and what is indented below it runs on or is code"
        case .comment: return "readers see the comment '\(text)'"
        case .rows:
            return "lines that begin with '|' are no table and run on as one: below the first stands no line |---|"
        case .columns:
            let counts = text.split(separator: " ")
            return "this is no table: its head has \(counts[0]) cells, and the line below it \(counts[1])"
        case .formula: return shown + ": formulas are not set, and may lose their backslashes"
        case .script where text.first == "~": return "'\(text)' is struck out"
        case .drawing: return "a block '\(text)' is shown as code: nothing is drawn of it"
        default: return shown
        }
    }

    func help(_ text: String) -> String {
        switch self {
        // `::: module.Class` of mkdocstrings
        case .container where text.contains(".") && !text.contains("{"): "write here what it stands for, or remove it"
        case .admonition, .container:
            "write '> [!\(Self.box(in: text))]' with the title behind it, and '> ' before each line of its text"
        case .tab: "write a heading, and its text below it without indentation"
        case .shortcode: "write in Markdown what it stands for: a picture, a link, a box such as > [!NOTE]"
        case .tag: Self.tagHelp(text)
        case .variable: "write what it stands for"
        case .attributes: "remove it; a picture is given its width by ![[picture.png|300]]"
        case .contents: "remove it: a page lists its headings by itself"
        case .snippet: "write the text here, or a link to it"
        case .comment: "write <!-- … -->, which nobody sees on the site, or \\%% where the signs are meant"
        case .abbreviation: "write what it stands for where it is used first"
        case .inlineNote: "write [^1] in its place, and on a line of its own [^1]: with the note"
        case .definition: "write a list: '- **the word**: what it means'"
        case .grid: "write a table of lines such as | a | b |, with |---|---| below the first"
        case .rows: "write a line such as |---|---| below the first, with as many cells"
        case .columns: "write \(Self.delimiters(text)) below the head"
        case .formula: "write it in words and signs, such as x² ≤ y₁, or show a picture of it"
        case .highlight: "write **words** to make them stand out"
        case .keys: "write **Ctrl+C**"
        case .script: "write the sign itself, such as ² or ₂"
        case .drawing: "save it as an SVG or PNG file, and show that: ![what can be seen](drawing.svg)"
        }
    }

    /// `TIP` for `!!! hint "x"`.
    private static func box(in text: String) -> String {
        let word = text.drop { !$0.isLetter }.prefix { $0.isLetter }
        return (MarkdownDocument.AlertKind.called(String(word)) ?? .note).rawValue.uppercased()
    }

    private static func tagHelp(_ text: String) -> String {
        let word = text.drop { !$0.isLetter }.prefix { $0.isLetter || $0 == "-" }
        switch word {
        case "hint", "endhint": return "write '> [!NOTE]', and '> ' before each line of its text"
        case "tabs", "endtabs", "tab", "endtab": return "write a heading for each tab"
        case "raw", "endraw", "comment", "endcomment": return "remove it: nothing in the text is replaced here"
        case "highlight", "endhighlight", "code", "endcode": return "write ``` on the lines above and below the code"
        default: return "write in Markdown what it stands for, or remove it"
        }
    }

    private static func delimiters(_ counts: String) -> String {
        let cells = counts.split(separator: " ").first.flatMap { Int($0) } ?? 2
        return "|" + String(repeating: "---|", count: min(cells, 12)) + (cells > 12 ? "…" : "")
    }
}
