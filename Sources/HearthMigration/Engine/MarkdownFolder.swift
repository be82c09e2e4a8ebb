import HearthModel

/// Folders of Markdown, of whatever program: pages here are Markdown files too, so nothing has to be converted.
enum MarkdownFolder {
    /// Names by which people ask for an importer of them.
    private static let programs: Set<String> = [
        "docusaurus", "eleventy", "foam", "gitbook", "github", "gitlab", "hugo", "jekyll", "joplin", "logseq",
        "markdown",
        "md", "mdbook", "mkdocs", "notion", "obsidian", "vuepress",
    ]

    static func isProgram(_ system: String) -> Bool { programs.contains(system.lowercased()) }

    /// Whether most of what is in a folder is Markdown, pictures and settings aside; of a large one its top.
    static func isOne(_ folder: String) -> Bool {
        var pending = [folder]
        var (pages, others) = (0, 0)
        for _ in 0..<200 {
            guard let next = pending.popLast(), let entries = try? FileSystem.entries(of: next) else { break }
            for entry in entries where !entry.name.hasPrefix(".") {
                if entry.kind == .directory, entry.isValidName { pending.insert(next + "/" + entry.name, at: 0) }
                guard entry.kind == .file else { continue }
                switch entry.name.lowercased().split(separator: ".").last {
                case "md", "markdown": pages += 1
                case "png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "yml", "yaml", "toml", "json", "css", "canvas":
                    break
                default: others += 1
                }
            }
        }
        return pages > 0 && pages >= others
    }

    static func refusal(_ path: String, content: String) -> FatalError {
        FatalError.usage("'\(path)' holds Markdown, which needs no migration", help: help(content))
    }

    static func help(_ content: String) -> String {
        "copy the files into a group, such as \(content)/groups/handbook with an index.md, and run 'hearth check': it names "
            + "what has to be written otherwise"
    }
}
