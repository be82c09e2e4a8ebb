import HearthContent
import HearthModel

/// The theme's words in the site's language: the built-in ones, and over them the site's own `Layouts/i18n/`.
///
/// Of `de-CH`, files for `de` come first and those for `de-CH` over them; Norwegian is `nb`, unless a file says otherwise.
struct WordCatalogue {
    private(set) var words = Words.english
    private(set) var diagnostics: [Diagnostic] = []
    /// How many of the theme's texts are English because nobody has translated them.
    private(set) var missing = 0

    /// `own` are the files of the site's folder.
    init(language: String, own: [LayoutFolder.File]) {
        var entries: [String: Words.Entry] = [:]
        let tags = Self.chain(language)
        for tag in tags {
            for file in BuiltInTheme.wordFiles where Self.tag(of: file.name) == tag {
                for line in Self.read(file.bytes, file.name).lines { entries[line.english] = line.entry }
            }
        }
        var known: Set<String> = []
        for file in own where Self.tag(of: file.name) != nil {
            let lines = WordFile(file.bytes, file: file.file, diagnostics: &diagnostics).lines
            if known.isEmpty { known = Self.texts.union(Self.texts(ofOwn: own)) }
            let rule = PluralRule(language: Self.tag(of: file.name) ?? "")
            let sound = lines.filter { isSound($0, rule, known, file.file) }
            guard tags.contains(Self.tag(of: file.name) ?? "") else { continue }
            for line in sound { entries[line.english] = line.entry }
        }
        if !tags.contains("en") { missing = Self.texts.count { entries[$0] == nil } }
        words = Words(language: language, entries: entries)
    }

    /// What is told of a language that the theme does not speak.
    func untranslated(in project: Project) -> [Diagnostic] {
        guard missing > 0 else { return [] }
        let (language, folder) = (words.language, project.configuration.layoutsFolder)
        let summary =
            missing == Self.texts.count
            ? "the theme has no words in the language '\(language)', so its own are English"
            : "\(missing) of the theme's \(Self.texts.count) texts are not in the language '\(language)', but English"
        let help = "'hearth theme copy i18n/\(language).yml' makes \(folder)/i18n/\(language).yml for you to fill in"
        let place = SourceLocation(
            file: project.configurationFile, line: max(1, project.configuration.languageLine))
        return [Diagnostic(.untranslatedTheme, at: place, summary, help: help)]
    }

    /// `i18n/de-ch.yml` → `de-ch`; nil for any other file.
    static func tag(of name: String) -> String? {
        let name = name.lowercased()
        guard name.hasPrefix("i18n/"), name.hasSuffix(".yml") || name.hasSuffix(".yaml") else { return nil }
        let tag = name.dropFirst(5).prefix { $0 != "." }
        return tag.isEmpty || tag.contains("/") ? nil : String(tag.replacing("_", with: "-"))
    }

    /// The tags whose files a language reads, the most general first.
    static func chain(_ language: String) -> [String] {
        let parts = language.lowercased().split { $0 == "-" || $0 == "_" }.map(String.init)
        var tags = parts.indices.map { parts[...$0].joined(separator: "-") }
        if let first = parts.first, first == "no" || first == "nn" { tags.insert("nb", at: 0) }
        return tags
    }

    /// The texts of the site's own templates and scripts.
    private static func texts(ofOwn files: [LayoutFolder.File]) -> [String] {
        files.flatMap { file in
            if file.name.hasSuffix(".mustache") { return WordMarks.texts(ofTemplate: file.bytes) }
            return file.name.hasSuffix(".js") ? WordScripts.texts(ofScript: file.bytes).map(\.english) : []
        }
    }

    /// All English texts of the theme: those of any built-in translation, which a test holds complete.
    static let texts: Set<String> = {
        guard let file = BuiltInTheme.wordFiles.first else { return [] }
        return Set(read(file.bytes, file.name).lines.map(\.english))
    }()

    /// All texts in the language of the catalogue, as a file to change or to fill in: those without a translation are empty.
    func file() -> [UInt8] {
        let categories = PluralRule(language: words.language).wholeCategories
        var out =
            "# The words of the theme (\(words.language)): the English text, then what stands in its place. What is left empty is English.\n"
        out += "# Keep {…} and <…>; what follows ## only says what is meant.\n"
        for english in Self.texts.sorted() {
            out += Self.quoted(english) + ":"
            if WordMarks.marks(of: english).contains("{n}") {
                out += "\n"
                for category in categories {
                    var text: String?
                    if case .forms(let forms)? = words[english] { text = forms[category] }
                    out += "  \(category.rawValue):" + (text.map { " " + Self.quoted($0) } ?? "") + "\n"
                }
            } else {
                var text: String?
                if case .text(let known)? = words[english] { text = known }
                out += (text.map { " " + Self.quoted($0) } ?? "") + "\n"
            }
        }
        return Array(out.utf8)
    }

    /// In the double quotes of YAML.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func read(_ bytes: [UInt8], _ name: String) -> WordFile {
        var none: [Diagnostic] = []
        return WordFile(bytes, file: name, diagnostics: &none)
    }

    /// Whether a line can be used; why not is told.
    private mutating func isSound(
        _ line: WordFile.Line, _ rule: PluralRule, _ known: Set<String>, _ file: String
    ) -> Bool {
        func tell(_ summary: String, _ help: String) -> Bool {
            diagnostics.append(
                Diagnostic(.themeWords, at: SourceLocation(file: file, line: line.line), summary, help: help))
            return false
        }
        guard known.contains(line.english) else {
            let near = nearestName(to: line.english, among: known).map { "did you mean '\($0)'?" }
            return tell(
                "the theme has no text '\(line.english)'",
                near ?? "'hearth theme words' prints all texts that there are")
        }
        let wanted = WordMarks.marks(of: line.english)
        switch line.entry {
        case .text(let text):
            let isCounted = wanted.contains("{n}")
            if isCounted, rule.wholeCategories.count > 1 {
                return tell("'\(line.english)' has a number and needs a text for each form", Self.forms(rule))
            }
            if WordMarks.marks(of: text) == wanted { return true }
        case .forms(let forms):
            guard wanted.contains("{n}") else {
                return tell("'\(line.english)' has no number, and so no forms", "write one text behind the colon")
            }
            if rule.wholeCategories.contains(where: { forms[$0] == nil }) {
                return tell("'\(line.english)' lacks a form", Self.forms(rule))
            }
            let others = wanted.filter { $0 != "{n}" }
            // One and two may be said in words.
            if forms.values.allSatisfy({ WordMarks.marks(of: $0).filter { $0 != "{n}" } == others }) { return true }
        }
        let names = wanted.map { "'\($0)'" }.joined(separator: " and ")
        return tell(
            "the translation of '\(line.english)' has other names in braces or angle brackets",
            names.isEmpty ? "leave them out" : "write \(names) once each, in any order")
    }

    private static func forms(_ rule: PluralRule) -> String {
        "the forms of this language are " + rule.wholeCategories.map(\.rawValue).joined(separator: ", ")
    }
}
