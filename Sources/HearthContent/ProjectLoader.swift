package import HearthModel

/// Reads `hearth.yml`.
package struct ProjectLoader {
    /// The project in the folder `root`, or nil when the configuration is no valid YAML. Mistakes are diagnostics;
    /// throws `FatalError(.usage)` when there is nothing to read. `configurationPath` is relative to `root` or
    /// absolute.
    package static func load(
        root: String, configurationPath: String? = nil, diagnostics: inout [Diagnostic]
    ) throws -> Project? {
        let shown = configurationPath ?? "hearth.yml"
        // Lines of pages are shown beside a mistake, lines of settings only where they hold no secret.
        guard SettingsExcerpt.covers(shown) else {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .noConfiguration, at: nil, "'\(shown)' has the ending of a page or of data, not of settings",
                        help: "name the file with the settings .yml, such as hearth.yml")
                ])
        }
        let folder = FileSystem.realPath(root) ?? root
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(shown.hasPrefix("/") ? shown : folder + "/" + shown)
        } catch {
            let help = "run this in the folder of hearth.yml, or name that folder"
            throw FatalError(
                .usage, [Diagnostic(.noConfiguration, at: SourceLocation(file: shown), "\(error)", help: help)])
        }
        let (configuration, found) = parse(bytes, file: shown)
        diagnostics += found
        guard let configuration else { return nil }
        var project = Project(root: folder, configurationFile: shown, configuration: configuration)
        project.settingsHash = PageParser.hash(of: bytes[...])
        if let overlap = overlap(in: project) { diagnostics.append(overlap) }
        if let wrong = wrongLayouts(in: project) { diagnostics.append(wrong) }
        diagnostics += misplacedFolders(in: project)
        return project
    }

    /// The configuration in `bytes`; nil when they are no valid YAML.
    package static func parse(_ bytes: [UInt8], file: String) -> (SiteConfiguration?, [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let text = SourceText(bytes, file: file, diagnostics: &diagnostics)
        let reader = YAMLReader(file: file, firstLine: 1, hidesTexts: true)
        let result = reader.read(text.bytes[...], diagnostics: &diagnostics)
        guard result.isComplete else { return (nil, diagnostics.map(\.withoutSecrets)) }
        var fields = FieldReader(result.entries, file: file, line: 1, kinds: .settings)
        let configuration = fields.siteConfiguration()
        fields.reportLeftovers()
        return (configuration, (diagnostics + fields.diagnostics).map(\.withoutSecrets))
    }

    /// The nearest folder from `start` upward that holds `hearth.yml`.
    package static func findRoot(from start: String) -> String? {
        guard var folder = FileSystem.realPath(start) else { return nil }
        while true {
            if FileSystem.isFile(folder + "/hearth.yml") { return folder }
            guard folder != "/", let slash = folder.utf8.lastIndex(of: 0x2F) else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// A folder for layouts that somebody named; the usual one need not be there.
    private static func wrongLayouts(in project: Project) -> Diagnostic? {
        let line = project.configuration.layoutsLine
        guard line > 0 else { return nil }
        let folder = project.configuration.layoutsFolder
        let path = tidy(project.layoutsPath)
        let (summary, help): (String, String)
        if !FileSystem.isDirectory(project.layoutsPath) {
            (summary, help) = (
                "there is no folder '\(folder)'", "make the folder, or name the right one with 'layouts:'"
            )
        } else if !(path + "/").hasPrefix(tidy(project.root) + "/") {
            // What lies in it is published.
            (summary, help) = ("the folder '\(folder)' lies outside the project", "copy it into the project")
        } else if path == tidy(project.contentPath) || path == tidy(project.outputPath) {
            (summary, help) = (
                "the folder '\(folder)' has other files already", "set 'layouts: Layouts', or another folder"
            )
        } else {
            return nil
        }
        return Diagnostic(
            .badSetting, at: SourceLocation(file: project.configurationFile, line: line), summary, help: help)
    }

    /// Folders that nothing reads because of their capitals, or because only other generators have them.
    private static func misplacedFolders(in project: Project) -> [Diagnostic] {
        let configuration = project.configuration
        let read = [configuration.contentFolder, configuration.layoutsFolder].filter { !$0.contains("/") && $0 != "." }
        let entries = (try? FileSystem.entries(of: project.root)) ?? []
        return entries.compactMap { entry in
            let name = entry.name
            guard entry.isValidName,
                ![configuration.contentFolder, configuration.layoutsFolder, configuration.outputFolder].contains(name)
            else { return nil }
            let meant = read.first { $0.lowercased() == name.lowercased() }
            guard meant != nil || name.lowercased() == "static", FileSystem.isDirectory(project.root + "/" + name)
            else { return nil }
            let help =
                meant.map { "did you mean '\($0)'? Move what lies in it there" }
                ?? "files for download lie in \(configuration.contentFolder)/ beside the pages, scripts and fonts in "
                + "\(configuration.layoutsFolder)/assets/"
            return Diagnostic(
                .misplacedFolder, at: SourceLocation(file: name), "nothing reads the folder '\(name)'", help: help,
                severity: meant == nil ? .note : .warning)
        }
    }

    /// An output folder within the content would be published by the next build, content within the output deleted.
    private static func overlap(in project: Project) -> Diagnostic? {
        let content = tidy(project.contentPath)
        let output = tidy(project.outputPath)
        let summary: String
        if output == content || output.hasPrefix(content == "/" ? "/" : content + "/") {
            summary = "the output folder '\(project.configuration.outputFolder)' lies in the content folder"
        } else if content.hasPrefix(output == "/" ? "/" : output + "/") {
            summary = "the content folder '\(project.configuration.contentFolder)' lies in the output folder"
        } else {
            return nil
        }
        let help = "set 'content: Content' and 'output: Output', two folders beside hearth.yml"
        let location = SourceLocation(file: project.configurationFile, line: 1)
        return Diagnostic(.outputInsideContent, at: location, summary, help: help)
    }

    /// The path without `.` and `..`; links resolved where it exists.
    private static func tidy(_ path: String) -> String {
        if let real = FileSystem.realPath(path) { return real }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
