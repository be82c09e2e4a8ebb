/// A formula of a document in one line.
enum MathText {
    /// What somebody typed, if the file has it; else what is shown, with `^`, `_` and `/` for what stands above and below.
    static func line(of root: OfficeElement) -> String {
        let source = root.first("annotation") ?? root.first("math:annotation")
        let text = source?.text ?? shown(root)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Recurses as deep as `OfficeElement.parse` lets elements nest.
    private static func shown(_ element: OfficeElement) -> String {
        let parts = element.children.filter { !$0.name.hasSuffix("annotation-xml") }
        let name = element.name.split(separator: ":").last ?? ""
        func part(_ index: Int) -> String {
            guard index < parts.count else { return "" }
            let text = shown(parts[index])
            return text.count > 1 && !text.allSatisfy(\.isNumber) ? "(\(text))" : text
        }
        switch name {
        case "msup", "mover": return part(0) + "^" + part(1)
        case "msub", "munder": return part(0) + "_" + part(1)
        case "msubsup", "munderover": return part(0) + "_" + part(1) + "^" + part(2)
        case "mfrac": return part(0) + "/" + part(1)
        case "msqrt": return "√(" + parts.map(shown).joined() + ")"
        case "mspace": return " "
        default:
            return parts.isEmpty
                ? element.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                : parts.map(shown).joined()
        }
    }
}
