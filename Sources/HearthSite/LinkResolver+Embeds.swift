import HearthContent
import HearthMarkdown
import HearthModel

/// `![[…]]` of note-taking programs, and files that are named without their folder as there.
extension LinkResolver {
    /// What the name of a file may mean.
    enum NamedFile {
        case none
        case one(Int)
        case several([Int])
    }

    /// A picture is shown; of another file, and of a page, there is a link.
    func resolveEmbed(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        let target = splitWiki(link.destination).0.trimmed
        switch file(named: target, run) {
        case .one(let index): return follow(.asset(index), anchor: nil, link, &run, text: link.label ?? target)
        case .several(let found): return ambiguous(found, target, link, &run)
        case .none: break
        }
        if link.isPicture {
            reportBrokenWiki(link, target, &run)
            return .plain(text: link.label ?? target)
        }
        let resolution = resolveWiki(link, &run)
        if case .link? = resolution {
            run.result.diagnostics.append(
                Diagnostic(
                    .embeddedPage, at: place(link, run),
                    "the page '\(target)' is not shown within this one, but linked",
                    help: "write [[\(link.destination)]], or copy what is needed"))
        }
        return resolution
    }

    /// The file beside the page, from the root of the content, or anywhere in it: of those, one that all readers of the
    /// page may see.
    func file(named target: String, _ run: Run) -> NamedFile {
        let rooted = String(target.drop { $0 == "/" })
        if !target.hasPrefix("/"), let joined = Self.join(run.text.folder, target),
            case .asset(let index)? = names.target(contentPath: joined)
        {
            return .one(index)
        }
        if case .asset(let index)? = names.target(rootPath: rooted) { return .one(index) }
        guard !target.isEmpty, !target.hasPrefix("/") else { return .none }
        let found = names.assets(named: rooted).filter { assets[$0].audience.contains(run.audience) }
        guard let first = found.first else { return .none }
        return found.count == 1 ? .one(first) : .several(found)
    }

    func ambiguous(
        _ found: [Int], _ target: String, _ link: MarkdownDocument.Link, _ run: inout Run
    ) -> LinkResolution {
        run.result.diagnostics.append(
            Diagnostic(
                .ambiguousLink, at: place(link, run), "[[\(target)]] fits \(found.count) files",
                help: "write the path, for example [[\(assets[found[0]].file.path)]]",
                notes: Diagnostic.Note.some(of: found.map { SourceLocation(file: assets[$0].file.file) })))
        return .plain(text: link.label ?? target)
    }
}
