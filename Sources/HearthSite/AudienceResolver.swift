import HearthContent
import HearthModel

/// Decides who may read each page, and where a restricted page lies: below its group's folder, so that one rule of the
/// web server protects all of it.
struct AudienceResolver {
    /// One entry a page; nil for a page that must not be published.
    private(set) var audiences: [Audience?] = []
    private(set) var urls: [SitePath] = []
    /// The group of each page: by `group:`, else by folder.
    private(set) var groups: [GroupIndex?] = []
    /// Folders of groups without an index.md, which may have said that they are for members.
    private(set) var closedFolders: [String] = []
    private(set) var diagnostics: [Diagnostic] = []

    private let pages: [ParsedPage]
    private let directory: Directory
    private let configuration: SiteConfiguration
    /// Folder → the visibility that its index.md sets.
    private var folders: [String: Visibility] = [:]
    /// What `inheritedVisibility` found, by folder.
    private var inherited: [String: Visibility] = [:]
    /// Whether anything of this site is for members: then what has lost the page that says who may read it may be too.
    private let hasRestricted: Bool

    /// `hosts` are the questions of answers in files of their own, `leftOut` the pages that are not in this build.
    init(
        _ pages: [ParsedPage], leftOut: [ParsedPage], directory: Directory, hosts: [PageIndex: PageIndex],
        configuration: SiteConfiguration
    ) {
        self.pages = pages
        self.directory = directory
        self.configuration = configuration
        for page in pages + leftOut where page.isIndex {
            guard let visibility = page.common.visibility?.value else { continue }
            // `index.md` and `index.markdown` in one folder are a mistake, and told as one; the stricter counts.
            folders[page.folder] = max(visibility, folders[page.folder] ?? .everyone)
        }
        hasRestricted = folders.values.contains { $0 != .everyone } || !configuration.audiences.isEmpty
        if hasRestricted { closedFolders = foldersWithoutIndex() }
        audiences.reserveCapacity(pages.count)
        for index in pages.indices { place(index) }
        placeMeasures(leftOut.filter { $0.type == .useCase })
        for (answer, question) in hosts.sorted(by: { $0.key < $1.key }) { place(answer, below: question) }
        reportGroupFolders()
    }

    /// The directory group of a group, from its index.md or from hearth.yml.
    func accessGroup(_ group: GroupIndex) -> String? {
        let page = pages[directory.groups[group]]
        guard case .group(let fields) = page.fields else { return nil }
        return fields.accessGroup ?? configuration.audiences[page.id]
    }

    private mutating func place(_ index: PageIndex) {
        let page = pages[index]
        let group = group(of: page)
        groups.append(group)
        let line = page.common.visibility?.line ?? page.common.source?.line ?? 1
        guard isRestricted(page, group: group) else {
            if group == nil, page.common.visibility == nil, hasRestricted, let named = page.common.group {
                // The group that somebody has misspelt may be one of the restricted.
                withhold(
                    page, .unplacedRestricted, named.line,
                    "whose page this is, is not known, and there are restricted groups: it is not published",
                    help: "correct group:, or take it out")
            } else if group == nil, page.common.visibility == nil, closedFolders.contains(where: page.path.hasPrefix) {
                // Told once for the folder.
                audiences.append(nil)
                urls.append(page.url)
            } else {
                audiences.append(.everyone)
                urls.append(page.url)
            }
            return
        }
        if page.type == .topic {
            withhold(
                page, .restrictedTopic, line,
                "a topic is for everyone; the page of this one is restricted, and is not published",
                help: "move it to topics/ without visibility:, or make it a document of its group")
        } else if let group {
            place(page, in: group)
        } else {
            withhold(
                page, .unplacedRestricted, line, "a restricted page outside every group is not published",
                help: "move it below groups/<id>/ or set group:")
        }
    }

    private mutating func group(of page: ParsedPage) -> GroupIndex? {
        let named = page.common.group.flatMap {
            directory.group($0, on: page, field: "group", diagnostics: &diagnostics)
        }
        if page.type == .group { return directory.group(page.id) }
        if let named { return named }
        if let folder = page.folderGroup { return directory.group(folder) }
        return onlyRestrictedGroup(of: page)
    }

    private mutating func withhold(
        _ page: ParsedPage, _ kind: DiagnosticKind, _ line: Int, _ summary: String, help: String
    ) {
        diagnostics.append(Diagnostic(kind, at: page.at(line), summary, help: help))
        audiences.append(nil)
        urls.append(page.url)
    }

    /// A restricted page goes below its group's folder.
    private mutating func place(_ page: ParsedPage, in group: GroupIndex) {
        let id = pages[directory.groups[group]].id
        let isUnprotected = accessGroup(group) == nil
        if isUnprotected, page.type == .group || page.common.visibility != nil || isOpen(group) {
            diagnostics.append(
                Diagnostic(
                    .missingAccessGroup, at: page.at(page.common.visibility?.line ?? 1),
                    "group '\(id)' is restricted but has no access_group",
                    help: "set access_group: in groups/\(id)/index.md, or audiences: {\(id): …} in hearth.yml"))
        }
        // Below an open group nothing protects a page that names no directory group.
        audiences.append(isUnprotected && isOpen(group) ? nil : .group(id))
        urls.append(SitePath(protectedPath(of: page.url.text, group: group)))
    }

    /// The first group in `groups:` of a use case or event that says nothing else of who may read it, when all of them
    /// are restricted: what belongs to them alone is not for everyone.
    private mutating func onlyRestrictedGroup(of page: ParsedPage) -> GroupIndex? {
        let named: [Reference]
        switch page.fields {
        case .event(let fields): named = fields.groups
        case .useCase(let fields): named = fields.groups
        default: return nil
        }
        let groups = named.compactMap { directory.group($0.value) }
        guard let first = groups.first, page.common.visibility?.value != .everyone, !groups.contains(where: isOpen),
            inheritedVisibility(page) == .everyone
        else { return nil }
        if groups.contains(where: { $0 != first }) { reportSeveral(first, page, line: named[0].line) }
        return first
    }

    private mutating func reportSeveral(_ group: GroupIndex, _ page: ParsedPage, line: Int) {
        let id = pages[directory.groups[group]].id
        diagnostics.append(
            Diagnostic(
                .severalRestrictedGroups, at: page.at(line),
                "all groups of this page are restricted; only the members of '\(id)' may read it",
                help: "say whose it is with group: \(id), or set visibility: everyone"))
    }

    /// A measure belongs to the groups of the use cases that name it, or that it names. When no use case of a measure is
    /// for everyone, neither is the measure, unless it says so.
    private mutating func placeMeasures(_ leftOut: [ParsedPage]) {
        guard hasRestricted || audiences.contains(where: { $0 != .everyone }) else { return }
        var byPath: [String: PageIndex] = [:]
        for (index, page) in pages.enumerated() where page.type == .measure || page.type == .useCase {
            for path in [page.path, page.url.text, urls[index].text] { byPath[path] = index }
        }
        // The placement works while the audiences change: what it looks up is its own.
        let (pages, directory) = (pages, directory)
        func find(_ references: [Reference], _ type: EntityType, near page: ParsedPage) -> [PageIndex] {
            references.flatMap { reference in
                ReferenceChecker.find(
                    reference.value, [type], directory, near: page, path: { byPath[$0] }, parsed: { pages[$0] })
            }
        }
        // Who may read the use cases of each measure. One that is not in this build counts only where no other does: a
        // draft of members makes nothing theirs that others show already, and its measure is not open before it is.
        var published: [PageIndex: [Audience?]] = [:]
        var unpublished: [PageIndex: [Audience?]] = [:]
        for (index, page) in pages.enumerated() {
            switch page.fields {
            case .measure(let fields):
                published[index, default: []] += find(fields.useCases, .useCase, near: page).map { audiences[$0] }
                for useCase in leftOut where fields.useCases.contains(where: { Self.names($0.value, useCase) }) {
                    unpublished[index, default: []].append(readers(of: useCase))
                }
            case .useCase(let fields):
                for measure in find(fields.measures, .measure, near: page) {
                    published[measure, default: []].append(audiences[index])
                }
            default: break
            }
        }
        for page in leftOut {
            guard case .useCase(let fields) = page.fields else { continue }
            for measure in find(fields.measures, .measure, near: page) {
                unpublished[measure, default: []].append(readers(of: page))
            }
        }
        for index in pages.indices
        where audiences[index] == .everyone && groups[index] == nil && pages[index].common.visibility == nil {
            let readers = published[index].flatMap { $0.isEmpty ? nil : $0 } ?? unpublished[index] ?? []
            if !readers.isEmpty, !readers.contains(.everyone) { place(index, for: readers) }
        }
    }

    /// Whether a reference means a page that no directory knows: by id or by path.
    private static func names(_ reference: String, _ page: ParsedPage) -> Bool {
        var name = reference[...]
        while name.hasPrefix("/") { name.removeFirst() }
        while name.hasSuffix("/") { name.removeLast() }
        if name.lowercased() == page.id.lowercased() { return true }
        return ["", ".md", "/index.md"].contains { name + $0 == page.usualPath || name + $0 == page.path }
    }

    /// Who could read a page if it were in this build; nil when nothing would protect it.
    private mutating func readers(of page: ParsedPage) -> Audience? {
        let told = diagnostics
        defer { diagnostics = told }
        let group = group(of: page)
        guard isRestricted(page, group: group) else { return .everyone }
        return group.map { .group(pages[directory.groups[$0]].id) }
    }

    private mutating func place(_ measure: PageIndex, for readers: [Audience?]) {
        let page = pages[measure]
        let owners = readers.compactMap { audience -> GroupIndex? in
            guard case .group(let id)? = audience else { return nil }
            return directory.group(id)
        }
        guard let group = owners.first else {
            diagnostics.append(
                Diagnostic(
                    .unplacedRestricted, at: page.at(1),
                    "no use case of this measure is published, and neither is the measure",
                    help: "set group:, or visibility: everyone when all may read it"))
            audiences[measure] = nil
            return
        }
        let id = pages[directory.groups[group]].id
        if owners.contains(where: { $0 != group }) {
            reportSeveral(group, page, line: 1)
        } else {
            diagnostics.append(
                Diagnostic(
                    .restrictedMeasure, at: page.at(1),
                    "only the members of '\(id)' may read it, like all use cases that it belongs to",
                    help: "set visibility: everyone when all may read it"))
        }
        groups[measure] = group
        audiences[measure] = .group(id)
        urls[measure] = SitePath(protectedPath(of: page.url.text, group: group))
    }

    /// An answer stands on the page of its question, so their readers are the same: the state, the dates and the counts
    /// of the question would tell everyone of an answer that only some may read.
    private mutating func place(_ answer: PageIndex, below question: PageIndex) {
        guard let own = audiences[answer], own != audiences[question] else { return }
        if own != .everyone, audiences[question] != nil {
            let page = pages[answer]
            let line = page.common.visibility?.line ?? page.common.source?.line ?? page.common.group?.line ?? 1
            diagnostics.append(
                Diagnostic(
                    .restrictedAnswer, at: page.at(line),
                    "this answer is for fewer readers than its question, and is not published",
                    help: "set the visibility in \(pages[question].path), for the question and all its answers",
                    notes: [.init("its question is here", at: pages[question].at(1))]))
            audiences[answer] = nil
        } else {
            audiences[answer] = audiences[question]
        }
    }

    private func isOpen(_ group: GroupIndex) -> Bool {
        (folders[pages[directory.groups[group]].folder] ?? .everyone) == .everyone
    }

    /// The folder that one rule of the web server protects: the group's, or `members/` in it where the group itself is
    /// open.
    func protectedFolder(_ group: GroupIndex) -> String {
        pages[directory.groups[group]].url.text + (isOpen(group) ? "members/" : "")
    }

    /// Where something restricted lies that would have the path `path`.
    func protectedPath(of path: String, group: GroupIndex) -> String {
        let folder = protectedFolder(group)
        if path.hasPrefix(folder) { return path }
        let own = pages[directory.groups[group]].url.text
        return folder + (path.hasPrefix(own) ? String(path.dropFirst(own.count)) : path)
    }

    private mutating func isRestricted(_ page: ParsedPage, group: GroupIndex?) -> Bool {
        let inherited = inheritedVisibility(page)
        let ofGroup = group.flatMap { folders[pages[directory.groups[$0]].folder] } ?? .everyone
        let base = inherited != .everyone || ofGroup != .everyone
        if let own = page.common.visibility {
            if own.value != .everyone { return true }
            if base {
                diagnostics.append(
                    Diagnostic(
                        .visibilityWider, at: page.at(own.line), "this page stays restricted like its folder",
                        help: "move it out of the restricted group to publish it for everyone"))
            }
            return base
        }
        if base { return true }
        guard let source = page.common.source, let privacy = source.privacy else { return false }
        guard !["public", "everyone", "open", "false", "0"].contains(privacy.lowercased()) else { return false }
        // The page of a topic is not for a group either: that is said where it is left out.
        guard page.type != .topic else { return true }
        diagnostics.append(
            Diagnostic(
                .privateImported, at: page.at(source.line),
                "was '\(privacy)' in \(source.system): only its group may read it",
                help: "set visibility: everyone when all may read it"))
        return true
    }

    /// What the folders above say, the nearest first; a folder is never more open than those above it.
    private mutating func inheritedVisibility(_ page: ParsedPage) -> Visibility {
        if folders.isEmpty { return .everyone }
        if !page.isIndex, let known = inherited[page.folder] { return known }
        var folder = Substring(page.folder)
        if page.isIndex { folder = Self.parent(folder) }
        while true {
            let found = folders[String(folder)] ?? .everyone
            if found != .everyone || folder.isEmpty {
                if !page.isIndex { inherited[page.folder] = found }
                return found
            }
            folder = Self.parent(folder)
        }
    }

    private static func parent(_ folder: Substring) -> Substring {
        guard let slash = folder.dropLast().utf8.lastIndex(of: 0x2F) else { return "" }
        return folder[...slash]
    }

    /// Folders in groups/ that have pages and no page of their own, with a slash at the end.
    private func foldersWithoutIndex() -> [String] {
        let indexed = Set(pages.lazy.filter(\.isIndex).map(\.folder))
        let folders = Set(pages.lazy.compactMap(\.folderGroup).filter { directory.group($0) == nil })
        return folders.map { "groups/\($0)/" }.filter { !indexed.contains($0) }.sorted()
    }

    private mutating func reportGroupFolders() {
        var reported: Set<String> = []
        for page in pages {
            guard let folder = page.folderGroup, directory.group(folder) == nil, reported.insert(folder).inserted else {
                continue
            }
            let index = pages.first { $0.isIndex && $0.folder == "groups/\(folder)/" }
            if let index {
                // Another group of this id has been reported as that.
                let isFirst = directory.group(index.id).map { pages[directory.groups[$0]] === index } ?? true
                if isFirst { diagnostics.append(Self.groupOfAnotherName(index, folder: folder)) }
                continue
            }
            let isClosed = closedFolders.contains("groups/\(folder)/")
            diagnostics.append(
                Diagnostic(
                    .missingGroupIndex, at: SourceLocation(file: page.file),
                    "folder groups/\(folder) has no index.md"
                        + (isClosed ? ", and there are restricted groups: its pages are not published" : ""),
                    help: "add groups/\(folder)/index.md with title: and kind:"
                        + (isClosed ? ", and with visibility: if it was for members" : "")))
        }
    }

    /// The index.md of a group's folder that makes no group of the folder's name.
    private static func groupOfAnotherName(_ index: ParsedPage, folder: String) -> Diagnostic {
        guard index.type == .group else {
            return Diagnostic(
                .missingGroupIndex, at: index.at(1),
                "groups/\(folder) has no group: its page is of type \(index.type.rawValue)",
                help: "remove 'type:', or move the folder out of groups/")
        }
        return Diagnostic(
            .missingGroupIndex, at: index.at(index.common.id?.line ?? 1),
            "the group of folder groups/\(folder) has the id '\(index.id)': the pages in the folder belong to no group",
            help: "remove 'id:', or give the folder the same name")
    }
}
