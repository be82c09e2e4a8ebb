import ArgumentParser
import HearthContent
import HearthLayout
import HearthModel

/// `hearth theme`: the files of the built-in theme, for sites that want to change one.
struct ThemeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme", abstract: "List the files of the built-in theme, and copy those that you want to change.",
        discussion: """
            hearth theme list                      each file, and what it is for
            hearth theme copy partials/footer      into the site's Layouts, where it takes the place of the built-in one
            hearth theme reference                 all names that templates may use, as Markdown
            hearth theme words                     all words of the theme in the site's language, to change some
            Colours, logo and type need none of this: see theme: in hearth.yml, and assets/custom.css in Layouts.
            """,
        subcommands: [ThemeListCommand.self, ThemeCopyCommand.self, ThemeReferenceCommand.self, ThemeWordsCommand.self])
}

/// `hearth theme list`.
struct ThemeListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the files of the built-in theme, and what each is for.",
        discussion: "The names are those that 'hearth theme copy' takes; two columns, separated by a tab.")

    func run() {
        Console.output(ThemeFiles.all.map { "\($0.name)\t\($0.purpose)\n" }.joined())
    }
}

/// `hearth theme reference`.
struct ThemeReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Write the reference of the theme: all names that templates may use.",
        discussion: "It is Markdown: hearth theme reference > theme.md")

    func run() { Console.output(String(decoding: ThemeFiles.reference, as: UTF8.self)) }
}

/// `hearth theme words [LANGUAGE]`.
struct ThemeWordsCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract:
            "Write all words of the theme in one language: to translate them, or to call things by your own words.",
        discussion: """
            hearth theme words | grep 'Ask'     those of the site's language: put the lines that you change, and no others, into
                                                Layouts/i18n/de.yml, or en.yml for other English words
            hearth theme copy i18n/fi.yml       all of them as a file, to write the Finnish ones behind the English
            The theme speaks English and: \(ThemeFiles.languages.joined(separator: " ")).
            """)

    @Argument(
        help: "A language tag, such as fi or de-CH; without it, the language of the site.",
        completion: .list(ThemeFiles.languages))
    var language: String?

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        guard let language else { return }
        let isTag = language.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isTag, (2...35).contains(language.count) else {
            throw ValidationError("'\(language)' is no language tag: write fi, nb or de-CH")
        }
    }

    func run() throws {
        var diagnostics: [Diagnostic] = []
        let project = (try? site.project(&diagnostics)) ?? Project(root: ".", configuration: SiteConfiguration())
        let tag = language ?? project.configuration.language
        Console.output(String(decoding: ThemeFiles.words(tag, of: project), as: UTF8.self))
    }
}

/// `hearth theme copy NAME…`.
struct ThemeCopyCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy files of the built-in theme into the site's Layouts, to change them there.",
        discussion: """
            hearth theme copy partials/footer
            hearth theme copy rows/question.mustache assets/icons.svg
            hearth theme copy i18n/fi.yml          a file to fill in for a language that the theme does not speak
            A copy takes the place of the built-in file at once. What new versions of Hearth change in that file does not \
            reach the site until the copy is removed, so copy what you change and no more.
            """)

    @Argument(
        help: "Names of files as 'hearth theme list' has them; .mustache may be left out.",
        completion: .list(ThemeFiles.all.map { Self.short($0.name) }))
    var names: [String]

    @Flag(help: "Replace files of your own with the built-in ones.")
    var force = false

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func run() throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let folder = project.configuration.layoutsFolder
        let known = ThemeFiles.all
        // All or none: half of what was asked for is no state to go on from.
        let files = try names.map { try Self.find($0, among: known, project) }
        try checkPlace(of: files, project)
        for file in files {
            let path = project.layoutsPath + "/" + file.name
            if let slash = path.lastIndex(of: "/") { try FileSystem.makeDirectories(String(path[..<slash])) }
            try FileSystem.writeAtomically(file.bytes, to: path)
            Console.output("\(folder)/\(file.name)\n")
            console.info("copied \(file.name): \(file.purpose)")
        }
        console.info(
            "To go back to the built-in theme remove \(files.count == 1 ? "the file" : "these files"). "
                + "'hearth theme reference' has the names that templates may use.")
    }

    /// What is built in is read-only; a file of the site is not replaced by accident.
    private func checkPlace(of files: [ThemeFiles.File], _ project: Project) throws {
        let folder = project.configuration.layoutsFolder
        for file in files {
            let path = project.layoutsPath + "/" + file.name
            let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
            let real = [path, parent, project.layoutsPath].lazy.compactMap { FileSystem.realPath($0) }.first
            let root = FileSystem.realPath(project.root) ?? project.root
            guard real.map({ ($0 + "/").hasPrefix(root + "/") }) ?? !folder.hasPrefix("/") else {
                throw UsageError(
                    "'\(folder)/\(file.name)' would lie outside of the project", help: "nothing was copied")
            }
            guard FileSystem.kind(of: path) != nil, !force else { continue }
            throw UsageError(
                "'\(folder)/\(file.name)' is there already",
                help: "nothing was copied; --force replaces it with the built-in file")
        }
    }

    /// A file by its name as it is listed, without its ending, or as it would lie in the site.
    private static func find(
        _ written: String, among known: [ThemeFiles.File], _ project: Project
    ) throws -> ThemeFiles.File {
        let folder = project.configuration.layoutsFolder
        let name = written.hasPrefix(folder + "/") ? String(written.dropFirst(folder.count + 1)) : written
        if let words = ThemeFiles.wordFile(name, of: project) { return words }
        if let file = known.first(where: { $0.name == name || $0.name == name + ".mustache" }) { return file }
        switch name {
        case "assets/custom.css":
            throw UsageError(
                "assets/custom.css is yours alone: the theme has none",
                help: "make \(folder)/assets/custom.css, and every page reads it after the theme's style sheets")
        case "assets/theme.css":
            throw UsageError(
                "assets/theme.css is made of theme: in hearth.yml", help: "set accent and font there")
        default: break
        }
        // The right name in another folder, then one that is written almost like it.
        let short = known.map { Self.short($0.name) }
        let near =
            short.first { $0.hasSuffix("/" + Self.short(name)) } ?? nearestName(to: Self.short(name), among: short)
        throw UsageError(
            "the theme has no file '\(written)'\(near.map { "; did you mean '\($0)'?" } ?? "")",
            help: "'hearth theme list' has them all; nothing was copied")
    }

    private static func short(_ name: String) -> String {
        name.hasSuffix(".mustache") ? String(name.dropLast(9)) : name
    }
}
