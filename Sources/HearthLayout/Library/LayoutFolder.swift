import HearthContent
import HearthModel

/// Reads the site's own `Layouts/`: its files stand in for those of the built-in theme, one by one.
struct LayoutFolder {
    struct File {
        /// Below the folder.
        var name: String
        /// As diagnostics show it.
        var file: String
        var bytes: [UInt8]
    }

    private(set) var files: [File] = []
    private(set) var diagnostics: [Diagnostic] = []
    private let root: String
    private let shownFolder: String
    private let boundary: String

    init(_ project: Project) throws {
        root = project.layoutsPath
        shownFolder = project.configuration.layoutsFolder
        boundary = FileSystem.realPath(project.root) ?? project.root
        guard FileSystem.isDirectory(root) else { return }
        // Of a folder that the settings name, the settings are told.
        guard project.configuration.layoutsLine == 0 ? isInside(root, "") : isInProject(root) else { return }
        try read("", depth: 0)
    }

    /// A symbolic link must not carry files from elsewhere on the machine into a published site.
    private mutating func isInside(_ path: String, _ name: String) -> Bool {
        if FileSystem.realPath(path) == nil { return false }
        if isInProject(path) { return true }
        diagnostics.append(
            Diagnostic(
                .layoutOutside, at: SourceLocation(file: shown(name)), "this symbolic link leads out of the project",
                help: "copy the file to this place"))
        return false
    }

    private func isInProject(_ path: String) -> Bool {
        guard let real = FileSystem.realPath(path) else { return false }
        return real == boundary || real.hasPrefix(boundary + "/")
    }

    private func shown(_ name: String) -> String { name.isEmpty ? shownFolder : shownFolder + "/" + name }

    private mutating func read(_ folder: String, depth: Int) throws {
        let path = folder.isEmpty ? root : root + "/" + folder
        for entry in try FileSystem.entries(of: path) where entry.isValidName && !entry.name.hasPrefix(".") {
            let name = folder.isEmpty ? entry.name : folder + "/" + entry.name
            let full = path + "/" + entry.name
            if entry.kind == .symbolicLink, !isInside(full, name) { continue }
            if FileSystem.isDirectory(full) {
                // A link to a folder above would go on for ever.
                if depth < 8 { try read(name, depth: depth + 1) }
            } else if FileSystem.isFile(full) {
                noteUnused(name)
                let isWords = WordCatalogue.tag(of: name) != nil
                guard isWords || name.hasSuffix(".mustache") || name.hasPrefix("assets/") else { continue }
                files.append(File(name: name, file: shown(name), bytes: try FileSystem.read(full)))
            }
        }
    }

    /// What is meant for a site's readers, wherever it lies. Notes, licences and copies of editors are not.
    private static let published: Set<String> = [
        "css", "gif", "hbs", "htm", "html", "ico", "jpeg", "jpg", "js", "mjs", "mustache", "otf", "png", "svg", "ttf",
        "webp",
        "woff", "woff2",
    ]

    /// A file that is not looked for where it lies changes nothing, and whoever put it there would look for the reason
    /// in it.
    private mutating func noteUnused(_ name: String) {
        let parts = name.lowercased().split(separator: "/")
        guard let last = parts.last, let dot = last.lastIndex(of: "."),
            Self.published.contains(String(last[last.index(after: dot)...]))
        else { return }
        // Templates that nothing includes are told when it is known what pages choose.
        if name.hasSuffix(".mustache") { return }
        let isRead = name.hasPrefix("assets/")
        // The same file of the theme: letter for letter, but for case, folder and what follows the dot.
        let stem = last[..<dot]
        let meant = BuiltInTheme.names.first { file in
            let built = file.split(separator: "/")
            if file.lowercased() == name.lowercased() { return true }
            guard !isRead, let builtLast = built.last else { return false }
            return builtLast == last || builtLast == stem + ".mustache" && (built.count == 1 || built[0] == parts[0])
        }
        if isRead, meant == nil || meant == name { return }
        let help: String
        if let meant {
            help = "did you mean '\(shown(meant))'?"
        } else if ["htm", "html", "hbs"].contains(last[last.index(after: dot)...]) {
            help =
                "give a template a name that ends in .mustache, and put what is published as it is into \(shown("assets"))/"
        } else {
            help = "put it into \(shown("assets"))/"
        }
        diagnostics.append(
            Diagnostic(.unusedLayout, at: SourceLocation(file: shown(name)), "nothing uses this file", help: help))
    }
}
