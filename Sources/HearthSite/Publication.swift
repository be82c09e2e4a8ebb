package import HearthContent
package import HearthModel

/// What a build includes, and what it takes as now.
package struct ResolveOptions: Sendable {
    package var clock: Timestamp
    /// Seconds east of UTC at `clock`: days begin and end where the site is.
    package var zoneOffset: Int64 = 0
    package var includesDrafts = false
    package var includesFuture = false
    package var includesExpired = false
    package var workers = 1

    package init(clock: Timestamp) { self.clock = clock }

    /// See `Site.today`.
    var today: Timestamp { clock.endOfDay }

    /// The first second after `clock` at which a build of the same files may differ: the next day begins, a page is to
    /// be published or expires, or an event ends.
    package func nextChange(_ pages: [ParsedPage]) -> Int64 {
        var next = today.seconds + 1
        func consider(_ second: Int64) { if second > clock.seconds { next = min(next, second) } }
        for page in pages {
            if let publish = page.common.publish {
                consider(publish.seconds - (publish.hasTime ? 0 : zoneOffset))
            }
            if let expires = page.common.expires {
                consider(expires.seconds + (expires.hasTime ? 0 : 86_400 - zoneOffset))
            }
            guard case .event(let fields) = page.fields else { continue }
            // Events end by their own clock, and without an end by their date, which git may know.
            if let end = fields.end, end.hasTime { consider(end.seconds + 1) }
            if let date = page.common.date, date.hasTime { consider(date.seconds + 1) }
        }
        return next
    }
}

/// The first step: which files are in this build.
struct Publication {
    /// In the order of the content.
    private(set) var pages: [ParsedPage] = []
    private(set) var leftOut = LeftOut()
    /// Content path → why it is not here, for the help of a broken link.
    private(set) var reasons: [String: String] = [:]

    init(_ content: ParsedContent, options: ResolveOptions) {
        var closedFolders: [(prefix: String, reason: Reason)] = []
        for page in content.pages where page.isFolderIndex {
            if let reason = Self.reason(page.common, options), page.type == .group || page.type == .question {
                closedFolders.append((page.folder, reason))
            }
        }
        for page in content.pages {
            let inherited = closedFolders.first { page.path.hasPrefix($0.prefix) }?.reason
            guard let reason = Self.reason(page.common, options) ?? inherited else {
                pages.append(page)
                continue
            }
            switch reason {
            case .draft: leftOut.drafts += 1
            case .future: leftOut.future += 1
            case .expired: leftOut.expired += 1
            }
            reasons[page.path] = reason.rawValue
        }
    }

    private enum Reason: String {
        case draft = "it is a draft (build with --drafts to see it)"
        case future = "its publish date is in the future (build with --future to see it)"
        case expired = "it has expired (build with --expired to see it)"
    }

    private static func reason(_ fields: CommonFields, _ options: ResolveOptions) -> Reason? {
        if fields.isDraft, !options.includesDrafts { return .draft }
        if let publish = fields.publish, publish.seconds > now(for: publish, options), !options.includesFuture {
            return .future
        }
        // A day is over when it has ended, not when it begins.
        if let expires = fields.expires, !options.includesExpired,
            expires.seconds + (expires.hasTime ? 0 : 86_400) <= now(for: expires, options)
        {
            return .expired
        }
        return nil
    }

    /// The clock as `date` was written: a date without a time is a day of the site's time zone.
    private static func now(for date: Timestamp, _ options: ResolveOptions) -> Int64 {
        options.clock.seconds + (date.hasTime ? 0 : options.zoneOffset)
    }
}

extension ParsedPage {
    /// Whether this is the `index.md` of its folder.
    var isFolderIndex: Bool { path.hasSuffix("/index.md") }
}
