import HearthContent
import HearthModel

/// Decides who may read each page, and where a restricted page lies: below its group's folder, so that one rule of the
/// web server protects all of it.
struct AudienceResolver {
    /// One entry a page; nil for a page that must not be published.
    var audiences: [Audience?] = []
    var urls: [SitePath] = []
    /// The group of each page: by `group:`, else by folder.
    var groups: [GroupIndex?] = []
    /// Folders of groups without an index.md, which may have said that they are for members.
    private(set) var closedFolders: [String] = []
    /// The same, to be asked for what lies in them.
    private var closed = FolderMap<Void>()
    /// Who may read the files that lie beside the pages.
    private(set) var folderReaders = FolderReaders()
    var diagnostics: [Diagnostic] = []

    let pages: [ParsedPage]
    let directory: Directory
    private let configuration: SiteConfiguration
    private let speakers: FolderSpeakers
    /// Folder → the visibility that its index.md sets.
    private var folders: [String: Visibility] = [:]
    /// What `inheritedVisibility` found, by folder.
    private var inherited: [String: Visibility] = [:]
    /// Whether anything of this site is for members: then what has lost the page that says who may read it may be too.
    let hasRestricted: Bool

    /// `hosts` are the questions of answers in files of their own, `leftOut` the pages that are not in this build.
    init(
        _ pages: [ParsedPage], leftOut: [ParsedPage], directory: Directory, hosts: [PageIndex: PageIndex],
        linkTargets: [String: String], configuration: SiteConfiguration
    ) {
        self.pages = pages
        self.directory = directory
        self.configuration = configuration
        speakers = FolderSpeakers(pages + leftOut)
        for page in pages + leftOut {
            guard let visibility = page.common.visibility?.value,
                let folder = speakers.include(page) ? page.folder : Self.ownFolder(of: page)
            else { continue }
            // `index.md` and `index.markdown` in one folder are a mistake, and told as one; the stricter counts.
            folders[folder] = max(visibility, folders[folder] ?? .everyone)
        }
        hasRestricted = folders.values.contains { $0 != .everyone } || !configuration.audiences.isEmpty
        if hasRestricted {
            closedFolders = foldersWithoutIndex()
            closed = FolderMap(closedFolders)
        }
        audiences.reserveCapacity(pages.count)
        for index in pages.indices { place(index) }
        placeMeasures(leftOut.filter { $0.type == .useCase })
        for (answer, question) in hosts.sorted(by: { $0.key < $1.key }) { place(answer, below: question) }
        findFolderReaders()
        withholdLinked(linkTargets)
        withholdMeasuresOfRestrictedTables()
        reportGroupFolders()
        reportOpenPagesInMembersFolders()
    }

    /// The folder whose pages a page speaks for: that of an index, and that beside a group in one file
    /// (`groups/lift.md`).
    private static func ownFolder(of page: ParsedPage) -> String? {
        if page.isIndex { return page.folder }
        guard page.type == .group else { return nil }
        return String(page.usualPath.dropLast(3)) + "/"
    }

    private func folder(of group: GroupIndex) -> String {
        let page = pages[directory.groups[group]]
        return Self.ownFolder(of: page) ?? page.folder
    }

    private func visibility(of group: GroupIndex) -> Visibility {
        let page = pages[directory.groups[group]]
        // A group in one file lies in a folder of others.
        return max(
            folders[folder(of: group)] ?? .everyone, page.isIndex ? .everyone : folders[page.folder] ?? .everyone)
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
            if page.common.visibility == nil, hasRestricted, let line = lineOfUnknownGroup(page) {
                // The group that somebody has misspelt may be one of the restricted.
                withhold(
                    page, .unplacedRestricted, line,
                    "whose page this is, is not known, and there are restricted groups: it is not published",
                    help: "name the group by its id, as in group: lift, or take the line out")
            } else if group == nil, page.common.visibility == nil, closed.holds(page.path) {
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

    mutating func group(of page: ParsedPage) -> GroupIndex? {
        let named = page.common.group.flatMap {
            directory.group($0, on: page, field: "group", diagnostics: &diagnostics)
        }
        if page.type == .group { return directory.group(page.id) }
        let ofFolder = page.folderGroup.flatMap { directory.group($0) }
        if let named {
            guard let ofFolder, ofFolder != named, !isOpen(ofFolder) else { return named }
            diagnostics.append(
                Diagnostic(
                    .visibilityWider, at: page.at(page.common.group?.line ?? 1),
                    "only the members of '\(pages[directory.groups[ofFolder]].id)' may read it, in whose folder it lies",
                    help: "move it out of the folder to give it to another group"))
            return ofFolder
        }
        if let ofFolder, !isOpen(ofFolder) { return ofFolder }
        // What an open group's folder holds may still be for the members of others.
        return onlyRestrictedGroup(of: page) ?? ofFolder
    }

    /// The line that names groups that are none, or that cannot be read; nil when there is no such line, or another
    /// group is named. That the page lies in the folder of an open group says nothing of the one that was meant.
    private func lineOfUnknownGroup(_ page: ParsedPage) -> Int? {
        if page.type == .group { return nil }
        if let named = page.common.group { return directory.group(named.value) == nil ? named.line : nil }
        if let line = page.common.unreadGroup { return line }
        switch page.fields {
        case .event(let fields): return lineOfUnknown(fields.groups)
        case .useCase(let fields): return lineOfUnknown(fields.groups)
        default: return nil
        }
    }

    private func lineOfUnknown(_ groups: [Reference]) -> Int? {
        groups.contains { directory.group($0.value) != nil } ? nil : groups.first?.line
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
                    isOpen(group)
                        ? "the page is for members, but group '\(id)' has no access_group, which says who they are"
                        : "group '\(id)' is restricted but has no access_group",
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

    mutating func reportSeveral(_ group: GroupIndex, _ page: ParsedPage, line: Int) {
        let id = pages[directory.groups[group]].id
        diagnostics.append(
            Diagnostic(
                .severalRestrictedGroups, at: page.at(line),
                "all groups of this page are restricted; only the members of '\(id)' may read it",
                help: "say whose it is with group: \(id), or set visibility: everyone"))
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
        visibility(of: group) == .everyone
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

    mutating func isRestricted(_ page: ParsedPage, group: GroupIndex?) -> Bool {
        let inherited = inheritedVisibility(page)
        let ofGroup = group.map { visibility(of: $0) } ?? .everyone
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
        guard let source = page.common.source, source.isRestricted, let privacy = source.privacy else { return false }
        // The page of a topic is not for a group either: that is said where it is left out.
        guard page.type != .topic else { return true }
        diagnostics.append(
            Diagnostic(
                .privateImported, at: page.at(source.line),
                "was '\(privacy)' in \(source.system): only its group may read it",
                help: "set visibility: everyone when all may read it"))
        return true
    }

    /// Who might read pages that are not in this build; nil for nobody.
    func audiences(ofLeftOut pages: [ParsedPage]) -> [Audience?] {
        // What is to be said of them is said when they are published.
        var resolver = self
        return pages.map { page in
            if page.common.isHeld { return nil }
            let group = resolver.group(of: page)
            guard resolver.isRestricted(page, group: group) else {
                let isUnknown =
                    page.common.visibility == nil && resolver.hasRestricted
                    && (resolver.lineOfUnknownGroup(page) != nil
                        || group == nil && resolver.closed.holds(page.path))
                return isUnknown ? nil : .everyone
            }
            return group.flatMap { readers(inFolderOf: $0) }
        }
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

    /// A folder is restricted by its own page.
    private mutating func findFolderReaders() {
        for (folder, visibility) in folders where visibility != .everyone {
            let parts = folder.split(separator: "/")
            let group = parts.count >= 2 && parts[0] == "groups" ? directory.group(String(parts[1])) : nil
            folderReaders.restrict(folder, to: group.flatMap { readers(inFolderOf: $0) })
        }
        for (index, page) in pages.enumerated() where speakers.include(page) {
            if audiences[index] != .everyone { folderReaders.restrict(page.folder, to: audiences[index]) }
        }
    }

    private func readers(inFolderOf group: GroupIndex) -> Audience? {
        accessGroup(group) == nil && isOpen(group) ? nil : .group(pages[directory.groups[group]].id)
    }

    /// The server lets only members into `members/` of an open group as soon as something lies there.
    private mutating func reportOpenPagesInMembersFolders() {
        let closed = directory.groups.indices.filter { group in
            isOpen(group) && audiences.contains(.group(pages[directory.groups[group]].id))
        }.map { protectedFolder($0) }
        guard !closed.isEmpty else { return }
        for (index, page) in pages.enumerated() where audiences[index] == .everyone {
            guard closed.contains(where: urls[index].text.hasPrefix) else { continue }
            diagnostics.append(
                Diagnostic(
                    .urlCollision, at: page.at(1),
                    "/\(urls[index].text) is for everyone, but lies where the server lets in only members of the group",
                    help: "rename it, or give it another slug:"))
        }
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
                    help:
                        "add groups/\(folder)/index.md with title: and kind:, and with problem: where that is community"
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
