import Glibc
package import HearthModel

/// A file below the content folder, before it is read.
package struct ContentFile: Sendable {
    /// Below the content folder.
    package var path: String
    /// As diagnostics show it.
    package var shownPath: String
    package var absolutePath: String
    package var isPage: Bool
    package var size: Int
    /// The path below the content folder of the file that a symbolic link led to, here or in a folder above.
    package var linkTarget: String?

    /// `hash` of the file's bytes with where they lie: who may read them hangs on that.
    package func placed(_ hash: [UInt8]) -> [UInt8] { Self.placed(hash, linkTarget) }

    package static func placed(_ hash: [UInt8], _ linkTarget: String?) -> [UInt8] {
        linkTarget.map { PageParser.hash(of: (hash + Array($0.utf8))[...]) } ?? hash
    }

    /// All files of a project in byte order of their paths, with what is wrong with others. Throws
    /// `FatalError(.usage)` when the content folder does not exist.
    package static func all(of project: Project) throws -> (files: [ContentFile], diagnostics: [Diagnostic]) {
        var walker = try ContentWalker(project: project)
        walker.walk()
        return (walker.files, walker.diagnostics)
    }
}

/// Lists the files below the content folder, whatever lies there: links, pipes, endless folders.
struct ContentWalker {
    typealias File = ContentFile

    private(set) var files: [File] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Content path → why a file that is there is not published, for the help of a broken link.
    private(set) var withheld: [String: String] = [:]
    /// Files that should say who may read their folders, under names that are none of a page; as pages would be called.
    var lostIndexes: [String] = []
    let project: Project
    /// The content folder with every link resolved: what a link may not leave.
    private let root: String
    /// The project's own files that lie in the content folder, links resolved: settings may hold passwords, and none of
    /// these is for readers.
    private let ownFiles: Set<String>
    let rawHTML: RawHTMLFolders
    private var pending: [Folder] = []

    private struct Folder {
        var path: String
        /// The folders, links resolved, that were passed through a link on the way: none or one.
        var linkTarget: String?
    }

    init(project: Project) throws {
        self.project = project
        guard FileSystem.isDirectory(project.contentPath), let root = FileSystem.realPath(project.contentPath) else {
            let location = SourceLocation(file: project.configurationFile, line: project.configuration.contentLine)
            let summary = "there is no folder '\(project.configuration.contentFolder)'"
            let help = "make the folder, or name the right one with 'content:'"
            throw FatalError(.usage, [Diagnostic(.contentFolderMissing, at: location, summary, help: help)])
        }
        self.root = root
        rawHTML = RawHTMLFolders(project.configuration)
        let own = [project.configurationFile, "hearth.yml", SearchTestFile.name, "hearth-baseline.txt"]
        let named = own + [project.configuration.baselineFile?.value].compactMap(\.self)
        ownFiles = Set(
            named.compactMap { FileSystem.realPath(project.absolute($0)) }.filter { $0.hasPrefix(root + "/") })
    }

    /// Everything, in byte order of the paths. Folders wait in a list, so that depth costs no stack.
    mutating func walk() {
        pending = [Folder(path: "", linkTarget: nil)]
        while let folder = pending.popLast() { list(folder) }
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private mutating func list(_ folder: Folder) {
        let entries: [FileSystem.Entry]
        do {
            entries = try FileSystem.entries(of: absolute(folder.path))
        } catch {
            report(.unreadableFile, folder.path, "the folder cannot be read: \(reason(error))")
            return
        }
        for entry in entries where !Self.isIgnored(entry.name) {
            let path = folder.path.isEmpty ? entry.name : folder.path + "/" + entry.name
            guard entry.isValidName else {
                report(.badFileName, path, "the name is not UTF-8", help: "rename it")
                continue
            }
            if let problem = PageParser.problem(ofPath: entry.name) {
                report(.badFileName, path.withoutControlCharacters, "the name holds \(problem)", help: "rename it")
                continue
            }
            switch entry.kind {
            case .file: add(path, isLinked: folder.linkTarget != nil)
            case .directory: pending.append(Folder(path: path, linkTarget: folder.linkTarget))
            case .symbolicLink: follow(path, in: folder)
            case .other:
                report(.unreadableFile, path, "it is no regular file", help: "move it out of the content folder")
            }
        }
    }

    /// Dotfiles are never published, and neither are copies that tools leave beside what somebody has just changed, which
    /// may be a draft or a list of people: names that end in `~`, Emacs' `#name#`, and what editors, git and patch keep of
    /// pages and tables as `name.md.orig`. An attachment may be called `part.orig`. Office writes beside an open document who
    /// has opened it (`~$plan.docx`), and Windows keeps what a folder looks like in files of its own.
    private static func isIgnored(_ name: String) -> Bool {
        let bytes = name.utf8
        if bytes.first == 0x2E || bytes.last == 0x7E { return true }
        if bytes.count > 2, bytes.first == 0x23, bytes.last == 0x23 { return true }
        if name.hasPrefix("~$") || ["thumbs.db", "ehthumbs.db", "desktop.ini"].contains(name.lowercased()) {
            return true
        }
        guard let ending = [".orig", ".rej", ".swp", ".bak"].first(where: name.hasSuffix) else { return false }
        let kept = String(name.dropLast(ending.count))
        return PageFileName.isPage(kept) || [".csv", ".tsv"].contains { kept.lowercased().hasSuffix($0) }
    }

    /// Follows a link that stays inside the content folder. Within a linked folder further links to folders are not
    /// followed: with that no arrangement of links can lead round in a circle or multiply the files.
    private mutating func follow(_ path: String, in folder: Folder) {
        guard let target = FileSystem.realPath(absolute(path)) else {
            report(.linkOutsideContent, path, "the link leads nowhere", help: "delete it")
            return
        }
        let hasHiddenPart = target.utf8.dropFirst(root.utf8.count).split(separator: 0x2F).contains { $0.first == 0x2E }
        guard isPath(target, below: root), !hasHiddenPart else {
            report(.linkOutsideContent, path, "the link leaves the content folder", help: "copy the file here instead")
            return
        }
        guard FileSystem.isDirectory(target) else {
            if FileSystem.isFile(target) {
                add(path, isLinked: true)
            } else {
                report(.unreadableFile, path, "it is no regular file")
            }
            return
        }
        let own = FileSystem.realPath(absolute(folder.path)) ?? root
        let isCircle = isPath(own + "/", below: target)
        guard folder.linkTarget == nil, !isCircle else {
            let summary = isCircle ? "the link leads back to a folder that holds it" : "a link inside a linked folder"
            report(.linkOutsideContent, path, summary, help: "delete it")
            return
        }
        pending.append(Folder(path: path, linkTarget: target))
    }

    private mutating func add(_ path: String, isLinked: Bool) {
        let absolutePath = absolute(path)
        let target = isLinked ? FileSystem.realPath(absolutePath) : nil
        if !ownFiles.isEmpty, let real = FileSystem.realPath(absolutePath), ownFiles.contains(real) { return }
        let isPage = PageFileName.isPage(path)
        // Pages are read soon and tell then; assets only when they are copied, long after the mistake could be shown.
        guard let size = FileSystem.size(of: absolutePath), isPage || access(absolutePath, R_OK) == 0 else {
            report(.unreadableFile, path, "it cannot be read: \(String(cString: strerror(errno)))")
            return
        }
        if !isPage, let reason = reasonToWithhold(path, absolutePath) {
            withheld[path.precomposed] = reason
            return
        }
        let shown = project.displayPath(ofContent: path)
        files.append(
            File(
                path: path, shownPath: shown, absolutePath: absolutePath, isPage: isPage, size: size,
                linkTarget: target.map { String($0.dropFirst(root.count + 1)) }))
    }

    func absolute(_ path: String) -> String {
        path.isEmpty ? project.contentPath : project.contentPath + "/" + path
    }

    private func reason(_ error: any Error) -> String {
        (error as? FileError).map { String(cString: strerror($0.code)) } ?? "\(error)"
    }

    mutating func report(
        _ kind: DiagnosticKind, _ path: String, _ summary: String, help: String? = nil, severity: Severity? = nil
    ) {
        let shown = path.isEmpty ? project.configuration.contentFolder : project.displayPath(ofContent: path)
        diagnostics.append(
            Diagnostic(kind, at: SourceLocation(file: shown), summary, help: help, severity: severity))
    }
}
