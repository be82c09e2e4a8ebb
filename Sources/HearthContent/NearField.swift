import HearthModel

/// A line that was to be a field, but is none for YAML because of one sign.
enum NearField {
    /// What is wrong and the way out; nil where the line is not nearly a field.
    static func mistake(in line: [Unicode.Scalar], hidesTexts: Bool) -> (summary: String, help: String)? {
        let name = line.prefix { $0.isASCII && FrontMatter.isKeyByte(UInt8($0.value)) }
        guard !name.isEmpty, name.first != "-", name.count < 40 else { return nil }
        let rest = line[name.endIndex...].drop(while: isGap)
        guard let sign = rest.first, let colon = kind(of: sign) else { return nil }
        let value = rest.dropFirst()
        let summary: String
        switch colon {
        case .plain where value.first == "/" || value.isEmpty || value.first == " ": return nil
        case .plain where value.first.map(isGap) == true:
            summary = "behind the colon stands a space that is not a plain one"
        case .plain: summary = "there is no space behind the colon"
        case .foreign: summary = "the colon is not the plain one ':'"
        case .equals: summary = "this is no line of the form 'name: value'"
        }
        return (summary, "write '" + shown(name, value.drop(while: isGap), hidesTexts) + "'")
    }

    /// The line as it should be.
    private static func shown(
        _ name: ArraySlice<Unicode.Scalar>, _ value: ArraySlice<Unicode.Scalar>, _ hidesTexts: Bool
    ) -> String {
        let isPlain =
            value.count < 50
            && value.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || [" ", "-", "."].contains($0)
            }
        if hidesTexts { return (isSettingName(text(name)) ? text(name) : "name") + ": …" }
        if !isPlain || value.isEmpty { return text(name) + ": …" }
        return text(name) + ": " + text(value)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private enum Colon { case plain, foreign, equals }

    private static func kind(of sign: Unicode.Scalar) -> Colon? {
        switch sign {
        case ":": .plain
        case "=": .equals
        case "\u{FF1A}", "\u{FE55}", "\u{FE13}", "\u{A789}", "\u{2236}": .foreign
        default: nil
        }
    }

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool { scalar.isBlank || scalar.isUnseen }
}
