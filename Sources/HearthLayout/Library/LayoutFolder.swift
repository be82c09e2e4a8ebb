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
        guard FileSystem.isDirectory(root), isInside(root, "") else { return }
        try read("", depth: 0)
    }

    /// A symbolic link must not carry files from elsewhere on the machine into a published site.
    private mutating func isInside(_ path: String, _ name: String) -> Bool {
        guard let real = FileSystem.realPath(path) else { return false }
        if real == boundary || real.hasPrefix(boundary + "/") { return true }
        diagnostics.append(
            Diagnostic(
                .layoutOutside, at: SourceLocation(file: shown(name)), "this symbolic link leads out of the project",
                help: "copy the file to this place"))
        return false
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
                guard name.hasSuffix(".mustache") || name.hasPrefix("assets/") else { continue }
                files.append(File(name: name, file: shown(name), bytes: try FileSystem.read(full)))
            }
        }
    }
}
