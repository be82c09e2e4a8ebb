package import HearthContent
package import HearthModel

/// What a build includes, and what it takes as now.
package struct ResolveOptions: Sendable {
    package var clock: Timestamp
    /// Days begin and end where the site is.
    package var zone = SiteZone.utc
    package var includesDrafts = false
    package var includesFuture = false
    package var includesExpired = false
    package var workers = 1

    package init(clock: Timestamp) { self.clock = clock }

    /// The same for the site that is published.
    var forReaders: ResolveOptions {
        var options = self
        (options.includesDrafts, options.includesFuture, options.includesExpired) = (false, false, false)
        return options
    }

    var isForReaders: Bool { !includesDrafts && !includesFuture && !includesExpired }

    /// The day of `clock`, as days since 1970.
    var day: Int { zone.day(of: clock) }

    /// See `Site.today`.
    var today: Timestamp { Timestamp(seconds: Int64(day) * 86_400 + 86_399, hasTime: true) }

    /// The first second after `clock` at which a build of the same files may differ: the next day begins, a page is to
    /// be published or expires, or an event ends.
    ///
    /// `history` gives git's dates.
    package func nextChange(
        _ pages: [ParsedPage], history: (String) -> (created: Timestamp, updated: Timestamp)? = { _ in nil }
    ) -> Int64 {
        var next = zone.start(ofDay: day + 1)
        func consider(_ second: Int64) { if second > clock.seconds { next = min(next, second) } }
        func consider(_ date: Timestamp) {
            guard date.hasTime else { return }
            consider(date.seconds)
            consider(date.seconds + 1)
        }
        for page in pages {
            if let publish = page.common.publish {
                consider(zone.moment(of: publish).seconds)
            }
            if let expires = page.common.expires {
                consider(expires.hasTime ? expires.seconds : zone.start(ofDay: expires.day + 1))
            }
            // Feeds and the sitemap name no change before it has happened.
            for date in [page.common.date, page.common.updated] { date.map { consider($0) } }
            for answer in page.answers {
                answer.date.map { consider($0) }
                for comment in answer.comments { comment.date.map { consider($0) } }
            }
            for comment in page.comments { comment.date.map { consider($0) } }
            if page.common.date == nil || page.common.updated == nil, let known = history(page.path) {
                consider(known.created)
                consider(known.updated)
            }
            // Events end by their own clock, and without an end by their date.
            if case .event(let fields) = page.fields { fields.end.map { consider($0) } }
        }
        return next
    }
}

/// The first step: which files are in this build.
struct Publication {
    /// In the order of the content.
    private(set) var pages: [ParsedPage] = []
    /// These and the pages that are held back, which are checked like all others.
    private(set) var checked: [ParsedPage] = []
    /// All that are not in this build.
    private(set) var unpublished: [ParsedPage] = []
    /// Folders whose files are for nobody: what said who may read them is not in this build.
    private(set) var closedFolders: [String] = []
    /// Folders of pages that are not in this build, and of no other: what lies there is theirs, as pictures of a draft
    /// are, unless a page links it. So are the folders of answers, when none of them is.
    private(set) var ownFolders: [String] = []
    private(set) var leftOut = LeftOut()
    /// `unpublished` with the reasons.
    private(set) var leftOutPages: [LeftOutPage] = []
    /// For the help of a broken link.
    private(set) var absent: AbsentPages

    let speakers: FolderSpeakers
    private(set) var diagnostics: [Diagnostic] = []

    init(_ content: ParsedContent, options: ResolveOptions) {
        speakers = FolderSpeakers(content.pages)
        absent = AbsentPages(withheld: content.withheld)
        let (closed, heldGroups) = closeFolders(of: content, options)
        let indexes = Self.indexes(content.pages, options)
        for page in content.pages {
            if let index = indexes[page.folder], page.isIndex, index !== page, index.url == page.url,
                Self.reason(page.common, options) == nil
            {
                // All that is said of one address would be said of two groups.
                diagnostics.append(Self.twoIndexes(page, index))
                unpublished.append(page)
                leftOutPages.append(LeftOutPage(page, .held))
                continue
            }
            // A symbolic link opens nothing that is closed where the file lies.
            let target = content.linkTargets[page.file]
            // The strictest folder comes first: a held one also closes what --drafts would show.
            let above = closed.values(above: page.path) + (target.map { closed.values(above: $0) } ?? [])
            let inherited = above.first { $0.reason == .held } ?? above.first
            let own = Self.reason(page.common, options)
            var decision = own.map { LeftOutPage(page, $0) }
            if let inherited, decision == nil || inherited.reason == .held && own != .held {
                decision = LeftOutPage(page, inherited.reason, decidedBy: inherited.page)
            }
            // A page that lies elsewhere has the readers of the group that it names.
            let named = page.common.group.flatMap { heldGroups[Directory.groupKey($0.value)] }
            if let named, decision?.reason != .held { decision = LeftOutPage(page, .held, decidedBy: named) }
            guard let decision else {
                pages.append(page)
                checked.append(page)
                continue
            }
            let reason = decision.reason
            unpublished.append(page)
            leftOutPages.append(decision)
            if page.type == .answer { ownFolders.append(page.folder) }
            if reason == .held { checked.append(page) }
            leftOut.count(decision)
            absent.add(page, reason.absence)
        }
        leaveSharedFolders()
    }

    /// The page of each folder: of several the one that says most strictly who may read it, and that called `index.md`.
    private static func indexes(_ pages: [ParsedPage], _ options: ResolveOptions) -> [String: ParsedPage] {
        func visibility(_ page: ParsedPage) -> Visibility { page.common.visibility?.value ?? .everyone }
        func isUsual(_ page: ParsedPage) -> Bool { page.path == page.usualPath }
        let indexes = pages.filter { $0.isIndex && reason($0.common, options) == nil }
        return Dictionary(indexes.map { ($0.folder, $0) }) { first, second in
            if visibility(first) != visibility(second) {
                return visibility(first) > visibility(second) ? first : second
            }
            if isUsual(first) != isUsual(second) { return isUsual(first) ? first : second }
            return first.path < second.path ? first : second
        }
    }

    private static func twoIndexes(_ page: ParsedPage, _ index: ParsedPage) -> Diagnostic {
        let names = [index, page].map { "'\($0.path.dropFirst($0.folder.count))'" }
        return Diagnostic(
            .urlCollision, at: page.at(1), "\(names[0]) and \(names[1]) are both the page of their folder",
            help: "keep one of them: \(names[1]) is not published",
            notes: [.init("the other one is here", at: index.at(1))])
    }

    private mutating func leaveSharedFolders() {
        guard !ownFolders.isEmpty else { return }
        var inUse: Set<Substring> = []
        for page in pages {
            var folder = page.folder[...]
            while !folder.isEmpty, inUse.insert(folder).inserted {
                folder = folder.dropLast().lastIndex(of: "/").map { folder[...$0] } ?? ""
            }
        }
        ownFolders.removeAll { inUse.contains($0[...]) }
    }

    /// A folder that is left out with its index.
    private struct ClosedFolder {
        let reason: LeftOutReason
        let page: ParsedPage
    }

    /// The folders that are left out with their index, and the groups that are held back, by their ids.
    private mutating func closeFolders(
        of content: ParsedContent, _ options: ResolveOptions
    ) -> (folders: FolderMap<ClosedFolder>, heldGroups: [String: ParsedPage]) {
        var closed = FolderMap<ClosedFolder>()
        var heldGroups: [String: ParsedPage] = [:]
        for page in content.pages where speakers.include(page) {
            guard let reason = Self.reason(page.common, options) else { continue }
            ownFolders.append(page.folder)
            guard reason == .held || page.type == .group || page.type == .question else { continue }
            if closed[page.folder] == nil || reason == .held {
                closed[page.folder] = ClosedFolder(reason: reason, page: page)
            }
            let visibility = page.common.visibility?.value ?? .everyone
            if reason == .held || visibility != .everyone { closedFolders.append(page.folder) }
            if reason == .held, page.type == .group { heldGroups[page.id.lowercased()] = page }
        }
        return (closed, heldGroups)
    }

    private static func reason(_ fields: CommonFields, _ options: ResolveOptions) -> LeftOutReason? {
        if fields.isHeld { return .held }
        if fields.isDraft, !options.includesDrafts { return .draft }
        if let publish = fields.publish, options.zone.moment(of: publish) > options.clock, !options.includesFuture {
            return .future
        }
        // A day is over when it has ended, not when it begins.
        if let expires = fields.expires, !options.includesExpired,
            expires.hasTime ? expires <= options.clock : expires.day < options.day
        {
            return .expired
        }
        return nil
    }
}

extension LeftOutReason {
    /// What is said of a link or a field that names the page.
    fileprivate var absence: Absence {
        let text =
            switch self {
            case .held: "it is held back until the error in its fields, or in those of its folder, is mended"
            case .draft: "it is a draft (build with --drafts to see it)"
            case .future: "its publish date is in the future (build with --future to see it)"
            case .expired: "it has expired (build with --expired to see it)"
            }
        return Absence(reason: text, isByDate: self == .future || self == .expired)
    }
}
