import HearthContent
import HearthModel

/// Why a page or file that is there is not in this build.
struct Absence: Sendable {
    /// A part of a sentence about the page.
    var reason: String
    /// Its day has not come, or has passed: no file was touched, so whatever names the page is no mistake.
    var isByDate = false
}

/// Pages and files that are there and not in this build, to say so where a link or a field names one.
struct AbsentPages: Sendable {
    /// By content path.
    private(set) var files: [String: Absence] = [:]
    /// By address; pages only.
    private(set) var addresses: [String: Absence] = [:]
    /// By the key of an id, a title or another name: the content path of the first page that has it.
    private var paths: [String: String] = [:]
    /// By id, in lower case.
    private var ids: [EntityType: [String: Absence]] = [:]

    /// `withheld` are the files that are no pages, with the reason of each.
    init(withheld: [String: String] = [:]) { files = withheld.mapValues { Absence(reason: $0) } }

    mutating func add(_ page: ParsedPage, _ absence: Absence) {
        files[page.path] = absence
        files[page.usualPath] = absence
        guard page.type != .answer else { return }
        addresses[page.url.text] = absence
        if ids[page.type]?[page.id.lowercased()] == nil {
            ids[page.type, default: [:]][page.id.lowercased()] = absence
        }
        for name in [page.id, page.common.title].compactMap(\.self) + page.common.aliases.map(\.value) {
            let key = PageNames.key(name)
            if paths[key] == nil { paths[key] = page.path }
        }
    }

    /// What is at a path as links have it: with or without `.md`, `index.md` and a slash at the end.
    func at(path: String) -> Absence? {
        let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
        return files[path] ?? files[bare + ".md"] ?? files[bare + "/index.md"]
    }

    /// By path, id, title or another name, as wiki links have it.
    func named(_ name: String) -> Absence? { paths[PageNames.key(name)].flatMap { files[$0] } }

    func person(_ handle: String) -> Absence? { ids[.person]?[handle.lowercased()] }

    /// What is said of a field that names a page of `types` by its id or path, instead of a diagnostic of `kind`; nil
    /// when there is no such page.
    func problem(
        of reference: Reference, _ types: [EntityType], _ field: String, kind: DiagnosticKind,
        at place: SourceLocation?
    ) -> Diagnostic? {
        let path = String(reference.value.drop { $0 == "/" })
        let key = types == [.group] ? Directory.groupKey(path) : path.lowercased()
        let absence =
            types.lazy.compactMap { ids[$0]?[key] }.first
            ?? (path.contains("/") || path.hasSuffix(".md") ? at(path: path) : nil)
        guard let absence else { return nil }
        return Diagnostic(
            absence.isByDate ? .absentPage : kind, at: place,
            "\(field): '\(reference.value)' is not on the site\(absence.isByDate ? " at the moment" : "")",
            help: absence.reason)
    }
}
