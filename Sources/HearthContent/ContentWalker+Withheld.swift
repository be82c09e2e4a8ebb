import HearthModel

/// Files that would be offered for download as they are, though nobody meant that: pages under a name that is none, and
/// HTML, which is no page of this site.
extension ContentWalker {
    /// Names of Markdown in other programs.
    private static let markdown: Set<String> = ["mdx", "mkd", "mkdn", "mdown", "mdwn"]
    /// What browsers show as a page, with the scripts in it.
    private static let html: Set<String> = ["html", "htm", "xhtml", "xht", "shtml"]
    /// Nobody writes a page in these; they are not looked into. In YAML a line `---` only begins the text.
    private static let noText: Set<String> = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "avif", "heic", "bmp", "tif", "tiff", "pdf", "zip", "gz",
        "7z",
        "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "mp3", "mp4", "m4a", "mov", "webm", "wav",
        "woff",
        "woff2", "ttf", "bin", "csv", "tsv", "yml", "yaml",
    ]

    /// Why a file that is no page is not published; nil when it is. The rest of the reason is a diagnostic.
    mutating func reasonToWithhold(_ path: String, _ absolutePath: String) -> String? {
        let name = path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        guard let dot = name.utf8.lastIndex(of: 0x2E) else {
            return beginsWithFields(absolutePath) ? reportPage(path, meant: name + ".md", hasFields: true) : nil
        }
        let bare = String(name[..<dot])
        let ending = name[name.utf8.index(after: dot)...].lowercased()
        if Self.noText.contains(ending) || PageFileName.isAttached(name) { return nil }
        // Plain editors add `.txt` to a name.
        let isNamedPage = PageFileName.isPage(bare)
        let hasFields = beginsWithFields(absolutePath)
        if hasFields || Self.markdown.contains(ending) {
            return reportPage(path, meant: isNamedPage ? bare : bare + ".md", hasFields: hasFields)
        }
        if ending == "txt", isNamedPage {
            report(
                .pageAsText, path, "this is no page, but a file for download", help: "rename it to '\(bare)'",
                severity: .warning)
        }
        guard Self.html.contains(ending), !rawHTML.contains(path) else { return nil }
        // The path as shown is that of a setting; of a file of the content folder itself that folder.
        let shown = project.displayPath(ofContent: path)
        let folder = shown.utf8.lastIndex(of: 0x2F).map { String(shown[..<$0]) }
        report(
            .htmlFile, path, "HTML is not published as it is, because scripts in it would run on this site",
            help: "write a page in Markdown, or "
                + (folder.map { "allow it: rawHTML: {allow: [\($0)]}" } ?? "move it into a folder that rawHTML: allows")
        )
        return "it is HTML, which is not published in this folder"
    }

    private mutating func reportPage(_ path: String, meant name: String, hasFields: Bool) -> String {
        let folder = path.utf8.lastIndex(of: 0x2F).map { path[...$0] } ?? ""
        let bare = PageFileName.stem(of: path[...])
        // Its fields may say who may read what lies beside it.
        let isLost =
            hasFields && !folder.isEmpty && PageFileName.isIndex(name)
            && PageFileName.index(ofFolder: absolute(String(folder.dropLast()))) == absolute(folder + "index.md")
            && FileSystem.kind(of: absolute(folder + "index.md")) == nil
        if isLost { lostIndexes.append(PageFileName.isIndex(path) ? path : folder + name) }
        report(
            .pageAsText, path,
            "this is no page by its name, and it is not published as a file"
                + (isLost ? ", nor is anything in its folder, of which it may say who may read it" : ""),
            help: "rename it to '\(name)'; if it is for download, to '\(bare)\(PageFileName.attachedEnding)'")
        return "its name is none of a page, so it is not published"
    }

    private func beginsWithFields(_ path: String) -> Bool {
        let limit = 4096
        guard let head = try? FileSystem.head(of: path, count: limit) else { return false }
        var ignored: [Diagnostic] = []
        let text = SourceText(head, file: path, diagnostics: &ignored).bytes
        guard let fields = FrontMatter.locate(in: text), fields.isTerminated || head.count == limit
        else { return false }
        return FieldNames.opens(text[fields.yaml])
    }
}

/// The folders in which raw HTML is kept.
struct RawHTMLFolders {
    /// Below the content folder, each with a trailing slash; `""` is everything.
    private let prefixes: [String]

    init(_ configuration: SiteConfiguration) {
        let content = configuration.contentFolder
        prefixes = configuration.rawHTMLFolders.compactMap { folder in
            let folder = folder.last == "/" ? String(folder.dropLast()) : folder
            if folder == content { return "" }
            if content == "." || content.isEmpty { return folder + "/" }
            return folder.hasPrefix(content + "/") ? folder.dropFirst(content.count + 1) + "/" : nil
        }
    }

    func contains(_ path: String) -> Bool { prefixes.contains { path.hasPrefix($0) } }
}
