import Crypto
package import HearthContent
package import HearthModel
internal import Mustache

/// A file of the theme that goes into the output as it is.
package struct ThemeAsset: Sendable, Hashable {
    /// Below the root of the output, such as `assets/site.css`.
    package var path: String
    package var bytes: [UInt8]
}

/// All templates and assets of a site: its own files over those of the built-in theme.
package struct LayoutLibrary: Sendable {
    /// In the order of their paths.
    package private(set) var assets: [ThemeAsset] = []
    /// Changes with every byte of every template and asset.
    package private(set) var hash = ""
    /// The site has rules of its own, which pages read after those of the theme.
    private(set) var hasCustomStyle = false
    /// The theme's words in the site's language.
    package private(set) var words = Words.english
    /// Names of templates, without `.mustache`.
    private(set) var templates: MustacheLibrary
    private var checkable: [String: TemplateChecker.Template] = [:]
    private var parsed: [String: MustacheTemplate] = [:]
    /// Templates that need no more than the fast way can do, partials included.
    private var compiled: [String: TemplateProgram] = [:]
    /// Templates that would include themselves, and so are not shown.
    private var broken: Set<String> = []
    /// Templates of the site alone that no other template includes, with their files.
    private var ownLayouts: [String: String] = [:]
    private var builtInNames: [String] = []
    /// The site's folder of layouts, as ways out name it.
    private(set) var folder = "Layouts"
    private let fitting = FittingLayouts()

    /// The most that a build reads of `project`'s layouts; problems with single files are diagnostics.
    package static func load(project: Project, diagnostics: inout [Diagnostic]) throws -> LayoutLibrary {
        let folder: LayoutFolder
        do {
            folder = try LayoutFolder(project)
        } catch let error as FileError {
            throw FatalError(
                .io, [Diagnostic(.unreadableLayout, at: SourceLocation(file: error.path), error.description)])
        }
        diagnostics += folder.diagnostics
        let style = ThemeStyle(project)
        diagnostics += style.diagnostics + style.replaced(by: folder.files, of: project)
        let language = project.configuration.language
        let key = fingerprint(of: folder) + Array("\(language)\n\(style.css)".utf8)
        if let known = memory.withLock({ $0.first { $0.key == key } }) {
            diagnostics += known.diagnostics
            return known.library
        }
        let catalogue = WordCatalogue(language: language, own: folder.files)
        var found = catalogue.diagnostics
        found += catalogue.untranslated(in: project)
        var library = LayoutLibrary(
            BuiltInTheme.files, own: folder.files, style: style.css, words: catalogue.words, diagnostics: &found)
        library.folder = project.configuration.layoutsFolder
        library.check(&found)
        found += folder.files.flatMap { InlineCode($0, folder: library.folder).diagnostics }
        library.standIn(for: folder.files, style: style.css, after: found)
        let loaded = Loaded(key: key, library: library, diagnostics: found)
        memory.withLock { $0 = [loaded] + $0.prefix(3) }
        diagnostics += found
        return library
    }

    /// The theme's words in the language of `project`, without reading its templates; those that cannot be read are
    /// English, which a build has told.
    package static func words(of project: Project) -> Words {
        let language = project.configuration.language
        let own = (try? LayoutFolder(project))?.files ?? []
        return WordCatalogue(language: language, own: own).words
    }

    private struct Loaded {
        let key: [UInt8]
        let library: LayoutLibrary
        let diagnostics: [Diagnostic]
    }

    /// The last libraries of this process: a preview builds again and again with the same layouts, and reading them
    /// takes longer than the rest of a small site.
    private static let memory = Lock<[Loaded]>([])

    /// SHA-256 of the site's own layouts and of what was said about their folder, by which an unchanged set is known
    /// without reading what they mean.
    package static func fingerprint(of project: Project) throws -> [UInt8] {
        fingerprint(of: try LayoutFolder(project))
    }

    private static func fingerprint(of folder: LayoutFolder) -> [UInt8] {
        var hash = SHA256()
        for problem in folder.diagnostics {
            hash.update(data: Array("\(problem.location?.file ?? "") \(problem.summary)".utf8))
        }
        for file in folder.files {
            hash.update(data: Array("\(file.name.utf8.count) \(file.bytes.count) \(file.file)".utf8))
            hash.update(data: file.bytes)
        }
        return Array(hash.finalize())
    }

    init(
        _ theme: [BuiltInTheme.File], own: [LayoutFolder.File], style: String, words: Words = .english,
        diagnostics: inout [Diagnostic]
    ) {
        self.words = words
        var files: [String: LayoutFolder.File] = [:]
        for file in theme {
            files[file.name] = .init(name: file.name, file: "built-in theme/" + file.name, bytes: file.bytes)
        }
        files["assets/theme.css"] = .init(name: "assets/theme.css", file: "hearth.yml", bytes: Array(style.utf8))
        var hash = StableHash()
        for file in own { files[file.name] = Self.decoded(file, &diagnostics) }
        let ownNames = Set(own.map(\.name))
        hasCustomStyle = ownNames.contains("assets/custom.css")
        var nodes: [String: [TemplateNode]] = [:]
        var parsed: [String: MustacheTemplate] = [:]
        var shown: [String: TemplateChecker.Template] = [:]
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            hash.combine(Array(name.utf8))
            hash.combine(file.bytes)
            if name.hasPrefix("assets/") {
                let bytes = name.hasSuffix(".js") ? WordScripts.translate(script: file.bytes, words) : file.bytes
                assets.append(ThemeAsset(path: name, bytes: bytes))
            } else if name.hasSuffix(".mustache") {
                let key = String(name.dropLast(9))
                checkable[key] = .init(
                    file: file.file, tags: TemplateScanner.tags(of: file.bytes), isBuiltIn: !ownNames.contains(name))
                let spoken = file.in(words)
                let (template, text) = Self.parse(
                    spoken, fallback: theme.first { $0.name == name }?.in(words), &diagnostics)
                // The built-in one that stands in has tags of its own.
                shown[key] =
                    text == spoken.bytes
                    ? checkable[key] : .init(file: file.file, tags: TemplateScanner.tags(of: text ?? []))
                parsed[key] = template
                nodes[key] = text.flatMap { TemplateCompiler.compile($0) }
            }
        }
        let cycles = TemplateCycles(shown)
        broken = cycles.broken
        diagnostics += cycles.diagnostics
        for name in broken { (parsed[name], nodes[name]) = (nil, nil) }
        let known = Set(parsed.keys)
        compiled = nodes.compactMapValues { TemplateProgram($0, partials: nodes, known: known) }
        templates = MustacheLibrary(templates: parsed)
        self.parsed = parsed
        hash.combine(Array(words.language.utf8))
        self.hash = hash.hex
        builtInNames = theme.map(\.name).filter { $0.hasSuffix(".mustache") }.map { String($0.dropLast(9)) }
        noteOwnLayouts(own)
    }

    private mutating func noteOwnLayouts(_ own: [LayoutFolder.File]) {
        let included = checkable.values.flatMap(\.tags).filter { $0.kind == .partial || $0.kind == .parent }
        for file in own where file.name.hasSuffix(".mustache") { ownLayouts[String(file.name.dropLast(9))] = file.file }
        for name in builtInNames + included.map(\.name) { ownLayouts[name] = nil }
    }

    /// Text in UTF-8 without byte order mark, which would stand in front of the page.
    private static func decoded(_ file: LayoutFolder.File, _ diagnostics: inout [Diagnostic]) -> LayoutFolder.File {
        guard file.name.hasSuffix(".mustache") else { return file }
        var file = file
        if let mistake = SourceText.encodingMistake(of: file.bytes, file: file.file) {
            diagnostics.append(mistake)
            file.bytes = Array(String(decoding: file.bytes, as: UTF8.self).utf8)
        }
        if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { file.bytes.removeFirst(3) }
        return file
    }

    // MARK: - Names

    private func check(_ diagnostics: inout [Diagnostic]) {
        var checker = TemplateChecker(checkable, broken: broken, folder: folder)
        for (name, schema) in Schemas.all.sorted(by: { $0.key < $1.key }) where checkable[name] != nil {
            checker.check(name, schema: schema, user: Schemas.describe(name))
        }
        diagnostics += checker.diagnostics
    }

    /// What is wrong with a template that must not make a page.
    private static let flaws: Set<DiagnosticKind> = [
        .unknownTemplateName, .templateSyntax, .unknownPartial, .partialCycle, .unescapedText,
    ]

    /// The built-in templates take the places of those of `own` in which `found` has a mistake, and of those that show
    /// one which nothing stands in for: pages without their titles are no help to anybody while somebody mends that.
    private mutating func standIn(for own: [LayoutFolder.File], style: String, after found: [Diagnostic]) {
        let files = Set(found.filter { Self.flaws.contains($0.kind) }.compactMap { $0.location?.file })
        func key(_ file: LayoutFolder.File) -> String { String(file.name.dropLast(9)) }
        let templates = own.filter { $0.name.hasSuffix(".mustache") }
        var flawed = Set(templates.filter { files.contains($0.file) }.map(key))
        guard !flawed.isEmpty else { return }
        let builtIn = Set(builtInNames)
        var count = 0
        while count != flawed.count {
            count = flawed.count
            let missing = flawed.subtracting(builtIn)
            for file in templates {
                let tags = checkable[key(file)]?.tags ?? []
                let isIncluder = tags.contains {
                    ($0.kind == .partial || $0.kind == .parent) && missing.contains($0.name)
                }
                if isIncluder { flawed.insert(key(file)) }
            }
        }
        for names in [flawed, Set(templates.map(key))] {
            var ignored: [Diagnostic] = []
            let rest = own.filter { !$0.name.hasSuffix(".mustache") || !names.contains(key($0)) }
            let sound = LayoutLibrary(
                BuiltInTheme.files, own: rest, style: style, words: words, diagnostics: &ignored)
            (self.templates, parsed, compiled) = (sound.templates, sound.parsed, sound.compiled)
            var remaining: [Diagnostic] = []
            sound.check(&remaining)
            // A built-in part may be shown by one of the site's in a place where its names mean nothing.
            if !remaining.contains(where: { Self.flaws.contains($0.kind) }) { return }
        }
    }

    /// Whether a page whose type has the layout `standard` can have the layout `name`: it is there, can be read, and
    /// shows nothing that such a page does not have.
    func fits(_ name: String, as standard: String) -> Bool {
        guard hasLayout(name), parsed[name] != nil else { return false }
        guard name != standard, let schema = Schemas.all[standard] else { return true }
        return fitting.known("\(name)/\(standard)") {
            var checker = TemplateChecker(checkable, broken: broken, folder: folder)
            checker.check(name, schema: schema, user: name)
            return checker.diagnostics.isEmpty
        }
    }

    /// Checks a layout that a page chooses at `line` with `layout:`, in the context of its type.
    func check(layout: Located<String>, as standard: String, of page: ParsedPage) -> [Diagnostic] {
        guard layout.value != standard, let schema = Schemas.all[standard] else { return [] }
        var checker = TemplateChecker(checkable, broken: broken, folder: folder)
        checker.check(layout.value, schema: schema, user: page.file)
        let found = checker.diagnostics
        // What the theme made for another type has no mistake of its own.
        guard !found.isEmpty, checkable[layout.value]?.isBuiltIn == true else { return found }
        return [
            Diagnostic(
                .unknownLayout, at: page.at(layout.line),
                "the layout '\(layout.value)' shows what a page of type \(page.type.rawValue) does not have",
                help: "remove this line, or copy the layout to \(folder)/ under another name and change it")
        ]
    }

    /// Templates that nothing shows (no page has one of `chosen`, no template includes it) although they are called
    /// almost like one of the theme.
    func misspeltNames(besides chosen: Set<String>) -> [Diagnostic] {
        ownLayouts.sorted { $0.key < $1.key }.compactMap { name, file in
            guard !chosen.contains(name) else { return nil }
            let last = name.split(separator: "/").last
            // The right name in another folder, then one that is written almost like it.
            let elsewhere = builtInNames.first { $0.split(separator: "/").last == last }
            guard let near = elsewhere ?? nearestName(to: name, among: builtInNames) else { return nil }
            return Diagnostic(
                .unusedLayout, at: SourceLocation(file: file), "nothing uses the template '\(name)'",
                help: "did you mean '\(near)'?")
        }
    }

    /// Whether there is a template of this name that a page can have as its layout.
    func hasLayout(_ name: String) -> Bool { checkable[name] != nil && !name.contains("/") }

    var layoutNames: [String] { checkable.keys.filter { !$0.contains("/") }.sorted() }

    /// `context` as the template `name` shows it; empty where the template is missing, which was an error.
    func slotted(_ context: any FieldSource, with name: String, capacity: Int = 0) -> SlottedBytes {
        guard let program = compiled[name] else {
            return SlottedBytes(Array(renderByEngine(context, with: name).utf8))
        }
        var run = TemplateRun(context, program, capacity: capacity)
        run.render()
        return run.slotted
    }

    /// The same for templates that show no text of content.
    func bytes(_ context: any FieldSource, with name: String) -> [UInt8] { slotted(context, with: name).bytes }

    func render(_ context: any FieldSource, with name: String) -> String {
        String(decoding: bytes(context, with: name), as: UTF8.self)
    }

    /// Whether every template tells where it shows the text of content: those that the engine renders do not.
    package var tellsSlots: Bool { parsed.keys.allSatisfy { compiled[$0] != nil } }

    /// The same by swift-mustache.
    func renderByEngine(_ context: any FieldSource, with name: String) -> String {
        parsed[name]?.render(context, library: templates) ?? ""
    }

    /// Whether the template is rendered without the engine.
    func isCompiled(_ name: String) -> Bool { compiled[name] != nil }

    /// The same templates, all rendered by swift-mustache: what tests hold the fast way against.
    var byEngineAlone: LayoutLibrary {
        var copy = self
        copy.compiled = [:]
        return copy
    }
}

/// What `LayoutLibrary.fits` found: thousands of pages may have one layout.
private final class FittingLayouts: Sendable {
    private let answers = Lock<[String: Bool]>([:])

    func known(_ key: String, _ find: () -> Bool) -> Bool {
        if let answer = answers.withLock({ $0[key] }) { return answer }
        let answer = find()
        answers.withLock { $0[key] = answer }
        return answer
    }
}

/// FNV-1a over two lanes: no protection against anyone, but the same everywhere.
struct StableHash {
    private var a: UInt64 = 0xCBF2_9CE4_8422_2325
    private var b: UInt64 = 0x9AE1_6A3B_2F90_404F

    mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes {
            a = (a ^ UInt64(byte)) &* 0x100_0000_01B3
            b = (b ^ UInt64(byte ^ 0x55)) &* 0x100_0000_01B3
        }
        a = (a ^ UInt64(bytes.count)) &* 0x100_0000_01B3
        b = (b ^ UInt64(bytes.count)) &* 0x100_0000_01B3
    }

    /// 32 hexadecimal digits.
    var hex: String {
        [a, b].map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
