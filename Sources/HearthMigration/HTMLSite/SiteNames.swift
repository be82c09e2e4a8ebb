import HearthModel

/// Where the files of a saved site go: the same tree below the group, with names that make good addresses.
struct SiteNames {
    let importer: HTMLSiteImporter
    let tree: SiteTree
    private(set) var diagnostics: [Diagnostic] = []
    private var taken: Set<String> = []
    /// Folders of the old site with their new names.
    private var folders: [String: String] = [:]
    private var takenFolders: Set<String> = []

    /// The content model reads these folders of a group in its own way.
    private static let reserved: Set<String> = ["questions", "events", "members", "answers"]

    init(importer: HTMLSiteImporter, tree: SiteTree) {
        self.importer = importer
        self.tree = tree
        folders[""] = importer.place
    }

    /// 0 for the page that a folder's address shows, 1 for all others.
    func indexRank(_ file: SiteFile) -> Int {
        guard SiteTree.indexNames.contains(file.name.lowercased()) else { return 1 }
        return tree.find("", from: file.folder).map { tree.files[$0].path == file.path } == true ? 0 : 1
    }

    private mutating func folder(_ path: Substring) -> String {
        let path = String(path.hasSuffix("/") ? path.dropLast() : path)
        if let known = folders[path] { return known }
        let slash = path.lastIndex(of: "/")
        let above = folder(slash.map { path[..<$0] } ?? "")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        var base = Naming.slug(SitePath.percentDecode(name))
        if base.isEmpty { base = "folder" }
        if Self.reserved.contains(base) { base += "-pages" }
        let candidate = free(folder: above + "/" + base)
        folders[path] = candidate
        return candidate
    }

    private mutating func free(folder base: String) -> String {
        var candidate = base
        var number = 2
        while !takenFolders.insert(candidate).inserted {
            candidate = "\(base)-\(number)"
            number += 1
        }
        return candidate
    }

    /// The folder for the pictures that are in the same file as a page, once all attachments have their place.
    mutating func pictures(of page: String) -> String { free(folder: page.dropLast(3) + "-files") }

    /// The Markdown file of a page.
    mutating func page(_ file: SiteFile, key known: SitePageKey) -> String {
        let key = known.key
        if let corrected = importer.request.corrections.page(of: file.path) {
            let path = corrected.split(separator: "/").map { Naming.slug(String($0)) }.filter { !$0.isEmpty }
            let output = importer.place + "/" + path.joined(separator: "/") + ".md"
            if !path.isEmpty, isFree(output, key: key) { return output }
            diagnostics.append(
                Diagnostic(
                    .migrationSurvey, at: SourceLocation(file: "survey.csv"),
                    "'\(corrected)' cannot be the page of '\(file.path)': it is taken or no path"))
        }
        if let known = importer.request.manifest.entry(key: key)?.path, taken.insert(Self.address(known)).inserted {
            return known
        }
        let folder = folder(file.folder)
        var stem = String(file.name.prefix(upTo: file.name.lastIndex(of: ".") ?? file.name.endIndex))
        if indexRank(file) == 0 {
            if isFree(folder + "/index.md", key: key) { return folder + "/index.md" }
            stem = "start"
        }
        var base = Naming.slug(SitePath.percentDecode(stem))
        if base.isEmpty || base == "index" { base = base.isEmpty ? "page" : "index-page" }
        var number = 1
        while true {
            let output = number == 1 ? "\(folder)/\(base).md" : "\(folder)/\(base)-\(number).md"
            if isFree(output, key: key) { return output }
            number += 1
        }
    }

    /// Takes the path unless it is taken, by another page or by a file that no import wrote.
    private mutating func isFree(_ output: String, key: String) -> Bool {
        let request = importer.request
        if !request.manifest.owns(path: output), FileSystem.kind(of: request.contentRoot + "/" + output) != nil {
            return false
        }
        return taken.insert(Self.address(output)).inserted
    }

    /// What makes two files one address: `products.md` and `products/index.md`.
    private static func address(_ output: String) -> String {
        output.hasSuffix("/index.md") ? output.dropLast("/index.md".count) + ".md" : output
    }

    /// The place of an attachment; its name stays readable, and is never one that a site generator or a browser would
    /// take for a page.
    mutating func attachment(_ file: SiteFile) -> String {
        let key = importer.key("file", file.path)
        if let known = importer.request.manifest.entry(key: key)?.path, taken.insert(known).inserted { return known }
        let folder = folder(file.folder)
        let stem = Self.plain(String(file.name[..<(file.name.lastIndex(of: ".") ?? file.name.endIndex)]))
        var ending = Self.ending(of: file)
        if ["md", "markdown", "mdx", "mkd", "mkdn", "mdown", "mdwn", "yml", "yaml"].contains(ending) {
            ending += PageFileName.attachedEnding
        }
        if ending.isEmpty { ending = "bin" }
        var number = 1
        while true {
            let output = "\(folder)/\(stem.isEmpty ? "file" : stem)\(number == 1 ? "" : "-\(number)").\(ending)"
            if isFree(output, key: key) { return output }
            number += 1
        }
    }

    /// What stands behind the last dot of its name here.
    static func ending(of file: SiteFile) -> String {
        file.name.lastIndex(of: ".").map { plain(String(file.name[file.name.index(after: $0)...])).lowercased() } ?? ""
    }

    private static func plain(_ name: String) -> String {
        var out = ""
        for scalar in SitePath.percentDecode(name).unicodeScalars {
            let folded = scalar.isASCII ? String(scalar) : Naming.fold(scalar) ?? "-"
            for character in folded.unicodeScalars {
                switch character {
                case "a"..."z", "A"..."Z", "0"..."9", "_": out.unicodeScalars.append(character)
                default: if !out.isEmpty, out.last != "-" { out += "-" }
                }
            }
        }
        while out.last == "-" { out.removeLast() }
        return String(out.prefix(80))
    }

    /// The addresses that a page had: its path, and that of its folder if it is shown there.
    static func oldPaths(_ file: SiteFile) -> [String] {
        var paths = ["/" + SitePath.percentEncode(file.path)]
        if SiteTree.indexNames.contains(file.name.lowercased()), !file.folder.isEmpty {
            paths.append("/" + SitePath.percentEncode(String(file.folder)))
        }
        // The new site has a home page of its own there.
        paths.removeAll { $0 == "/index.html" }
        return paths
    }

    /// Bullets, rules and buttons that FrontPage drew.
    static func isDecoration(_ path: String) -> Bool {
        path.lowercased().split(separator: "/").contains { $0 == "_themes" || $0 == "_derived" }
    }
}
