/// Mistakes that one line shows: a value that has to be in quotes, a `#` in brackets, an indentation.
extension YAMLMistake {
    /// Where in `line` a comment begins within brackets that it leaves open: `[#a, #b]`.
    static func commentInBrackets(_ line: [Unicode.Scalar]) -> Int? {
        var depth = 0
        var quote: Unicode.Scalar?
        var previous: Unicode.Scalar = " "
        for (index, sign) in line.enumerated() {
            defer { previous = sign }
            if let open = quote {
                if sign == open { quote = nil }
                continue
            }
            let isStart = " [{,".unicodeScalars.contains(previous)
            switch sign {
            case "\"", "'": if isStart { quote = sign }
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            case "#" where isStart:
                let isWord = index + 1 < line.count && !" #".unicodeScalars.contains(line[index + 1])
                return depth > 0 && isWord ? index : nil
            default: break
            }
        }
        return nil
    }

    /// What is wrong in the line by itself, and the way out; nil where more lines have to be looked at.
    var mistakeInValue: (summary: String, help: String)? {
        if isOpenBracket, column <= text.count, text[column - 1] == "#", Self.commentInBrackets(text) == column - 1 {
            let word = text[(column - 1)...].prefix { !" ,]}".unicodeScalars.contains($0) }
            return (
                "what follows '#' is a comment, so the bracket is not closed",
                "put it in quotes" + (hidesTexts ? "" : ": \(Self.quoted(word[...]))")
            )
        }
        switch problem {
        case "mapping keys are not allowed in this context" where sign == "?":
            return ("a value may not start with '? '", inQuotes(value))
        case "did not find expected comment or line break":
            guard let sign, sign == "|" || sign == ">" else { return nil }
            return ("behind '\(sign)' the text begins on the line below", inQuotes(value))
        case Self.secondColon: return isIndentedField ? indentation : nil
        case let problem where Self.notInBlock.contains(problem): return behindEnd
        default: return nil
        }
    }

    // MARK: What follows the end of a value

    /// Text behind a closing quote or bracket: `"Pumps" and valves`.
    private var behindEnd: (summary: String, help: String)? {
        let ends: [Unicode.Scalar: Unicode.Scalar] = ["\"": "\"", "'": "'", "[": "]", "{": "}"]
        guard let sign, let end = ends[sign], column <= text.count,
            let last = text[..<(column - 1)].lastIndex(where: { $0 != " " }), last > value.startIndex, text[last] == end
        else { return nil }
        let isQuote = sign == end
        let summary = "the text goes on behind its closing \(isQuote ? "quote" : "bracket")"
        if isQuote, text[column - 1] == "," {
            return (summary, hidesTexts ? "write a list: [one, two]" : "write a list: [\(Self.string(value))]")
        }
        // The quote at the end was to close the one at the start.
        let isWhole = isQuote && value.last == end && value.count > 2
        let help = inQuotes(isWhole ? value.dropFirst().dropLast() : value)
        return (summary, isQuote ? help : "if it is a text, \(help); if it is a list, close it at the end")
    }

    // MARK: Indentation

    /// Whether the line is `name: value` and deeper than another such line above it, whose text it goes on with.
    private var isIndentedField: Bool {
        let name = text[..<(column - 1)].drop { $0 == " " }
        guard name.startIndex > 0, !name.isEmpty, name.allSatisfy(Self.isOfName) else { return false }
        let first = above.drop { $0 == " " }
        let field = first.drop(while: Self.isOfName)
        return first.startIndex < name.startIndex && field.startIndex > first.startIndex && field.first == ":"
    }

    private var indentation: (summary: String, help: String) {
        (
            "the line is indented deeper than the one above, so it goes on with the text of that",
            "indent it like the one above, or put the whole text in quotes"
        )
    }

    // MARK: Values

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && FrontMatter.isKeyByte(UInt8(scalar.value))
    }

    /// What follows the marks of items and the name, without blanks at its ends.
    private var value: ArraySlice<Unicode.Scalar> {
        var rest = text.drop { $0 == " " }
        while rest.starts(with: ["-", " "]) { rest = rest.dropFirst().drop { $0 == " " } }
        let field = rest.drop(while: Self.isOfName)
        if field.startIndex > rest.startIndex, field.first == ":" { rest = field.dropFirst().drop { $0 == " " } }
        while rest.last == " " { rest.removeLast() }
        return rest
    }

    private var sign: Unicode.Scalar? { value.first }

    private func inQuotes(_ text: ArraySlice<Unicode.Scalar>) -> String {
        let hasComment = zip(text, text.dropFirst()).contains { $0 == " " && $1 == "#" }
        return "put the whole text in quotes"
            + (hidesTexts || hasComment || text.count > 80 ? "" : ": \(Self.quoted(text))")
    }

    /// A text as YAML has it in quotes: in single ones where it holds others.
    private static func quoted(_ text: ArraySlice<Unicode.Scalar>) -> String {
        let isPlain = !text.contains("\"") && !text.contains("\\")
        return isPlain ? "\"\(string(text))\"" : "'\(string(text).replacing("'", with: "''"))'"
    }

    private static func string(_ text: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(text)) }
}
