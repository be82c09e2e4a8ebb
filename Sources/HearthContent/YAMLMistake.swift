import HearthModel
import Yams

/// What is wrong with a YAML text, in words that help: the parser's own messages speak of tokens.
struct YAMLMistake {
    let problem: String
    /// Line and column (in Unicode scalars) from 1, relative to the YAML.
    private var line: Int
    private(set) var column: Int
    /// The line on which the parser gave up, when that is a later one.
    private var noticedLine: Int?
    /// The line of the mistake, without its end, and the one above that holds something.
    let text: [Unicode.Scalar]
    let above: [Unicode.Scalar]

    /// Whether the text may be a secret, which no message repeats.
    let hidesTexts: Bool

    init(_ error: any Error, yaml: [UInt8], hidesTexts: Bool = false) {
        self.hidesTexts = hidesTexts
        (line, column) = (1, 1)
        noticedLine = nil
        switch error {
        case YamlError.scanner(let context?, let problem, let mark, _) where problem == Self.noColon,
            YamlError.parser(let context?, let problem, let mark, _) where Self.openBrackets.contains(problem):
            // Noticed where the next word stands, which may be lines below and innocent.
            self.problem = problem
            (line, column) = (max(context.mark.line, 1), max(context.mark.column, 1))
            noticedLine = mark.line > line ? mark.line : nil
        case YamlError.scanner(let context?, let problem, _, _) where problem == Self.openQuote:
            // Noticed at the end of the text; the quote itself is the better place.
            self.problem = problem
            (line, column) = (max(context.mark.line, 1), max(context.mark.column, 1))
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            self.problem = problem
            (line, column) = (max(mark.line, 1), max(mark.column, 1))
        case YamlError.reader(let problem, let offset, _, let source):
            self.problem = problem
            if let offset { line = 1 + source.prefix(offset).utf8.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
        default:
            problem = "the fields cannot be read"
        }
        let lines = yaml.split(separator: 0x0A, omittingEmptySubsequences: false)
        // Some mistakes are noticed only behind the last line; point at the last one that holds something.
        while line > 1, line > lines.count || lines[line - 1].allSatisfy({ $0 == 0x20 }) {
            line -= 1
            column = 1
        }
        if let noticed = noticedLine, noticed > lines.count || lines[noticed - 1].isEmpty { noticedLine = nil }
        if let first = Self.brokenFirstLine(of: lines, problem, noticed: line) {
            (line, column, noticedLine) = (first, 1, line)
        }
        func scalars(_ line: ArraySlice<UInt8>?) -> [Unicode.Scalar] {
            Array(String(decoding: line ?? [], as: UTF8.self).unicodeScalars)
        }
        text = scalars(lines.isEmpty ? nil : lines[line - 1])
        above = scalars(lines.prefix(line - 1).last { !$0.allSatisfy { $0 == 0x20 } })
        if let comment = Self.commentInBrackets(text), isOpenBracket { column = comment + 1 }
    }

    /// The line of the first field where that is broken: the parser goes on reading it as one text, and stops at the next.
    private static func brokenFirstLine(
        of lines: [ArraySlice<UInt8>], _ problem: String, noticed line: Int
    ) -> Int? {
        guard problem == secondColon || problem == noStart else { return nil }
        let first = lines.firstIndex { line in
            line.first != 0x23 && !line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        guard let first, first + 1 < line, PlainFields.entry(of: lines[line - 1], line: 1) != nil else { return nil }
        let text = lines[first]
        if problem == noStart { return text.first == 0x20 ? first + 1 : nil }
        // Quotes and brackets have mistakes of their own.
        guard let sign = text.first, FrontMatter.isKeyByte(sign) || sign >= 0x80 else { return nil }
        let name = text.prefix(while: FrontMatter.isKeyByte)
        let isField =
            text[name.endIndex...].first == 0x3A && [nil, 0x20].contains(text.dropFirst(name.count + 1).first)
        return isField ? nil : first + 1
    }

    private static let openQuote = "found unexpected end of stream"
    static let secondColon = "mapping values are not allowed in this context"
    private static let noStart = "did not find expected <document start>"
    private static let noColon = "could not find expected ':'"
    private static let noContent = "did not find expected node content"
    static let notInBlock = ["did not find expected key", "did not find expected '-' indicator"]
    private static let openBrackets = ["did not find expected ',' or ']'", "did not find expected ',' or '}'"]

    func diagnostic(file: String, firstLine: Int) -> Diagnostic {
        let bytes = text.prefix(column - 1).reduce(0) { $0 + UTF8.width($1) }
        let location = SourceLocation(file: file, line: firstLine + line - 1, column: bytes + 1)
        let (summary, help) = explained
        let notes = noticedLine.map { noticed in
            [Diagnostic.Note("noticed here", at: SourceLocation(file: file, line: firstLine + noticed - 1))]
        }
        return Diagnostic(.yamlSyntax, at: location, summary, help: help, notes: notes ?? [])
    }

    /// Whether a bracket may be open because the rest of its line is a comment.
    var isOpenBracket: Bool { problem == Self.noContent || Self.openBrackets.contains(problem) }

    private var explained: (summary: String, help: String) {
        let rest = column <= text.count ? text[(column - 1)...] : []
        let word = String(String.UnicodeScalarView(rest.prefix { !" ,]}\t".unicodeScalars.contains($0) }))
        switch rest.first {
        case "@", "`":
            return (
                "a value may not start with '\(word.prefix(1))'",
                hidesTexts ? "put it in quotes" : "put it in quotes: \"\(word)\""
            )
        case "\t":
            return ("a tab stands where spaces are needed", "indent with spaces")
        case "%":
            return ("a value may not start with '%'", "put it in quotes")
        default: break
        }
        if noticedLine != nil || problem == Self.noColon,
            let mistake = NearField.mistake(in: text, hidesTexts: hidesTexts)
        {
            return mistake
        }
        if let mistake = mistakeInValue { return mistake }
        if text.first == "\t" { return ("the line is indented with a tab", "indent with spaces") }
        switch problem {
        case Self.noStart where text.first == " " && noticedLine != nil:
            return ("the line is indented, and those below are not", "remove the spaces before its name")
        case Self.secondColon where noticedLine != nil:
            return ("this is no line of the form 'name: value'", "write 'name: value'")
        case Self.secondColon:
            return (
                "a second ': ' in one line", "put the value in quotes if it contains ': ', or check the indentation"
            )
        case Self.noColon:
            return ("this is no line of the form 'name: value'", "write 'name: value', or close the quote above")
        case "found undefined alias", "did not find expected alphabetic or numeric character":
            return ("a value may not start with '*'", "put it in quotes")
        case Self.openQuote:
            return ("a quote is not closed", "close it with the sign that it starts with")
        case "found unknown escape character":
            return ("a backslash in double quotes starts a sign that YAML does not know", "use single quotes instead")
        case "block sequence entries are not allowed in this context":
            return ("a list may not start on the line of its name", "put '- one' on a line below, or write [one, two]")
        case let problem where Self.openBrackets.contains(problem):
            return ("a bracket is not closed, or a comma is missing", "write [one, two]")
        case let problem where Self.notInBlock.contains(problem):
            return ("the line does not fit to the ones above", "check its indentation, quotes and brackets")
        case "Maximum nesting level reached, set with yaml_set_max_nest_level())":
            return ("the fields are nested too deep", "write them flat")
        default:
            return (problem, "check quotes, brackets and indentation of this line and the one above")
        }
    }
}
