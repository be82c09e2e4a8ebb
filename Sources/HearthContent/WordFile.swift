package import HearthModel

/// A file of the theme's words in one language, `i18n/de.yml`: the English texts with their translations.
///
/// ```yaml
/// Ask a question: Eine Frage stellen
/// "{n} answers":
///   one: "{n} Antwort"
///   other: "{n} Antworten"
/// ```
package struct WordFile: Sendable {
    /// One text with its translation.
    package struct Line: Sendable {
        /// In English, as the templates have it.
        package var english: String
        package var entry: Words.Entry
        /// From 1.
        package var line: Int
    }

    /// In the order of the file, without those that nobody has translated yet.
    package private(set) var lines: [Line] = []

    /// Reads `bytes`; what cannot be read is told as being in `file`, and the rest is kept.
    package init(_ bytes: [UInt8], file: String, diagnostics: inout [Diagnostic]) {
        let text = SourceText(bytes, file: file, diagnostics: &diagnostics)
        let result = YAMLReader(file: file, firstLine: 1).read(text.bytes[...], diagnostics: &diagnostics)
        for entry in result.entries {
            switch entry.value.content {
            case _ where entry.value.isNull: continue
            case .scalar(let text, _): lines.append(Line(english: entry.key, entry: .text(text), line: entry.line))
            case .map(let forms): add(entry, forms, file: file, &diagnostics)
            case .list:
                diagnostics.append(
                    Diagnostic(
                        .themeWords, at: SourceLocation(file: file, line: entry.line),
                        "'\(entry.key)' has a list of texts", help: "write one text behind the colon"))
            }
        }
    }

    private mutating func add(
        _ entry: YAMLEntry, _ forms: [YAMLEntry], file: String, _ diagnostics: inout [Diagnostic]
    ) {
        var texts: [PluralRule.Category: String] = [:]
        for form in forms where !form.value.isNull {
            guard let category = PluralRule.Category(rawValue: form.key), case .scalar(let text, _) = form.value.content
            else {
                let names = PluralRule.Category.allCases.map(\.rawValue).joined(separator: ", ")
                diagnostics.append(
                    Diagnostic(
                        .themeWords, at: SourceLocation(file: file, line: form.line),
                        "'\(form.key)' is no form of a text with a number", help: "the forms are \(names)"))
                continue
            }
            texts[category] = text
        }
        if !texts.isEmpty { lines.append(Line(english: entry.key, entry: .forms(texts), line: entry.line)) }
    }
}
