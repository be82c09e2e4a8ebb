import HearthContent
import HearthMarkdown
import HearthModel

/// What a link may lead to.
enum LinkTarget: Sendable, Hashable {
    case page(PageIndex)
    case asset(Int)
    /// An index that the build makes, such as `questions/unanswered/`.
    case generated(SitePath)
}

/// Every name that a link can be written with, and the anchors of every page. Built once, then only read.
struct PageNames: Sendable {
    private let placed: Places
    private let names: Names
    /// The places of assets by the last part of their paths: few links need them.
    private let assetsByName = Lock([String: [Int]]?.none)
    /// Page → its anchors.
    private var anchors: [Set<String>] = []
    private let assets: [SiteAsset]
    /// Page → ids of headings that are not shown → what stands in their place.
    private var shownIDs: [PageIndex: [String: String]] = [:]
    private let audiences: [Audience]
    private let nearPaths = NearPaths()
    private let nearAssets = NearPaths()
    private let knownNames = KnownNames()
    private let knownAssetNames = KnownNames()
    private var headings = HeadingNames()

    /// The names of paths and those of titles are gathered side by side.
    init(
        _ pages: [ParsedPage], urls: [SitePath], audiences: [Audience], titles: [String], anchors: [Set<String>],
        assets: [SiteAsset], generated: Set<SitePath>
    ) async {
        self.audiences = audiences
        self.anchors = anchors
        self.assets = assets
        async let named = Names(pages, titles)
        placed = Places(pages, urls, assets, generated)
        names = await named
    }

    /// By what stands in paths and addresses.
    private struct Places {
        var byContentPath: [String: LinkTarget] = [:]
        var byURL: [String: LinkTarget] = [:]
        var byRedirect: [String: PageIndex] = [:]
        /// The paths of old addresses that have a query.
        var queriedPaths: Set<String> = []

        init(_ pages: [ParsedPage], _ urls: [SitePath], _ assets: [SiteAsset], _ generated: Set<SitePath>) {
            byContentPath.reserveCapacity(pages.count + assets.count)
            byURL.reserveCapacity(pages.count + assets.count + generated.count)
            for path in generated { byURL[path.text] = .generated(path) }
            for (index, asset) in assets.enumerated() {
                byContentPath[asset.file.path] = .asset(index)
                byURL[asset.url.text] = .asset(index)
            }
            for (index, page) in pages.enumerated() {
                byContentPath[page.path] = .page(index)
                let usual = page.usualPath
                if usual != page.path, byContentPath[usual] == nil { byContentPath[usual] = .page(index) }
                guard page.type != .answer else { continue }
                byURL[urls[index].text] = .page(index)
                byURL[page.url.text] = byURL[page.url.text] ?? .page(index)
                for old in page.common.redirectFrom {
                    guard let parts = RedirectResolver.parts(of: old.value) else { continue }
                    let path = parts.path + (parts.query.map { "?" + $0 } ?? "")
                    byRedirect[path] = byRedirect[path] ?? index
                    if parts.query != nil { queriedPaths.insert(parts.path) }
                }
            }
        }
    }

    /// By what people call pages.
    private struct Names {
        var byID: [String: [PageIndex]] = [:]
        var byTitle: [String: [PageIndex]] = [:]
        var byAlias: [String: [PageIndex]] = [:]
        var personPages: [String: PageIndex] = [:]

        init(_ pages: [ParsedPage], _ titles: [String]) {
            byID.reserveCapacity(pages.count)
            byTitle.reserveCapacity(pages.count)
            for (index, page) in pages.enumerated() where page.type != .answer {
                byID[PageNames.key(page.id), default: []].append(index)
                byTitle[PageNames.key(titles[index]), default: []].append(index)
                for alias in page.common.aliases { byAlias[PageNames.key(alias.value), default: []].append(index) }
                if page.type == .person { personPages[page.id.lowercased()] = index }
            }
        }
    }

    /// Names are compared without regard to case and runs of white space.
    static func key(_ name: String) -> String {
        if name.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) }) {
            return name
        }
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return asciiKey(name) }
        return name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The same for ASCII, where a character is a byte: most titles, and much faster.
    private static func asciiKey(_ name: String) -> String {
        var key: [UInt8] = []
        key.reserveCapacity(name.utf8.count)
        var isAfterSpace = false
        for byte in name.utf8 {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                isAfterSpace = true
                continue
            }
            if isAfterSpace, !key.isEmpty { key.append(0x20) }
            isAfterSpace = false
            key.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return String(decoding: key, as: UTF8.self)
    }

    /// Takes ids of headings on `page` out of sight, for those that stand in their place: see
    /// `MarkdownDocument.NeutralID`.
    mutating func replace(_ ids: [String: String], on page: PageIndex) {
        shownIDs[page, default: [:]].merge(ids) { $1 }
        anchors[page].formUnion(ids.values)
        // What was found among others is no advice for these.
        headings = HeadingNames()
    }

    /// An anchor as it stands in the page: browsers compare bytes, and the same word has several Unicode forms.
    func anchor(_ wanted: String, on page: PageIndex) -> String? {
        guard let found = anchors[page].firstIndex(of: wanted).map({ anchors[page][$0] }) else { return nil }
        return shownIDs[page]?[found] ?? found
    }

    /// Whether the heading `id` of `page` names a page that is not to be named.
    func isNeutral(_ id: String, on page: PageIndex) -> Bool {
        shownIDs[page].map { $0.values.contains(id) } ?? false
    }

    /// The ids of the headings in the file of `page` that have these words.
    func headings(_ words: String, on index: PageIndex, _ page: ParsedPage) -> [String] {
        headings.ids(Self.key(words), on: index, page)
    }

    /// An anchor of `page`, of those that its readers see, close to one that is not there.
    func nearestAnchor(to anchor: String, on page: PageIndex) -> String? {
        headings.nearest(to: anchor, on: page) {
            shownIDs[page].map { anchors[page].subtracting($0.keys) } ?? anchors[page]
        }
    }

    /// The path of a page or file close to one that leads nowhere, for "did you mean"; not of the page `own`, on which it
    /// was looked for.
    func nearestContentPath(to path: String, for audience: Audience, except own: Set<String>) -> String? {
        nearPaths.nearest(to: path, for: audience, except: own) { readers in
            placed.byContentPath.compactMap { path, target in self.readers(of: target) == readers ? path : nil }
        }
    }

    /// The same of files that are no pages.
    func nearestAssetPath(to path: String, for audience: Audience) -> String? {
        nearAssets.nearest(to: path, for: audience, except: []) { readers in
            placed.byContentPath.compactMap { path, target in
                if case .asset = target, self.readers(of: target) == readers { path } else { nil }
            }
        }
    }

    private func readers(of target: LinkTarget) -> Audience {
        switch target {
        case .page(let index): audiences[index]
        case .asset(let index): assets[index].audience
        case .generated: .everyone
        }
    }

    /// A path from the root of the site: a URL, a content path, with or without `.md`, `index.html` or the last slash;
    /// or an old
    /// address that a page took over.
    func target(rootPath path: String) -> LinkTarget? {
        if let target = placed.byURL[path] ?? placed.byContentPath[path] ?? placed.byURL[path + "/"] { return target }
        if path.hasSuffix("index.html"), let target = placed.byURL[String(path.dropLast(10))] { return target }
        if path.hasSuffix(".html"), let target = placed.byURL[String(path.dropLast(5)) + "/"] { return target }
        if path.isEmpty, let home = placed.byContentPath["index.md"] { return home }
        if let target = target(contentPath: path) { return target }
        return placed.byRedirect["/" + path].map { .page($0) }
    }

    /// What an old address with a query leads to.
    enum OldAddress {
        case page(PageIndex)
        /// Others of this path are known by their queries, and this one is none of them.
        case unknown
        /// No old address of this path has a query.
        case none
    }

    /// The page that took over the old address `path`, seen from the root of the site, with this query.
    func oldAddress(_ path: String, query: String) -> OldAddress {
        if let page = placed.byRedirect["/" + path + "?" + query] { return .page(page) }
        return placed.queriedPaths.contains("/" + path) ? .unknown : .none
    }

    /// A path below the content folder: a file, a file without `.md`, or the folder of an `index.md`.
    func target(contentPath path: String) -> LinkTarget? {
        if let target = placed.byContentPath[path] { return target }
        let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
        return placed.byContentPath[bare + ".md"] ?? placed.byContentPath[bare + "/index.md"]
            ?? placed.byURL[bare + "/"]
    }

    /// The pages that a wiki link may mean, from the first way of looking that finds any: path, id, title, alias.
    func candidates(wiki target: String) -> [PageIndex] {
        var path = Substring(target)
        while path.hasPrefix("/") { path.removeFirst() }
        if path.contains("/") || path.hasSuffix(".md"), case .page(let page)? = self.target(rootPath: String(path)) {
            return [page]
        }
        let key = Self.key(target)
        return names.byID[key] ?? names.byTitle[key] ?? names.byAlias[key] ?? []
    }

    /// The name of a file, close to one that is not there, among those that readers of `audience` may see.
    func nearestAssetName(to name: String, for audience: Audience) -> String? {
        knownAssetNames.nearest(to: name, for: audience) { readers in
            assets.filter { $0.audience == readers }.map { asset in
                let path = asset.file.path
                return path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path
            }
        }
    }

    /// The assets whose paths end in `name`: `pump.png`, `files/pump.png`.
    func assets(named name: String) -> [Int] {
        let byName = assetsByName.withLock { known in
            if let known { return known }
            var made: [String: [Int]] = [:]
            for (index, asset) in assets.enumerated() {
                made[Self.lastPart(of: asset.file.path), default: []].append(index)
            }
            known = made
            return made
        }
        let key = Self.key(name)
        let all = byName[Self.lastPart(of: name)] ?? []
        return name.utf8.contains(0x2F) ? all.filter { Self.key(assets[$0].file.path).hasSuffix("/" + key) } : all
    }

    private static func lastPart(of path: String) -> String {
        key(path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path)
    }

    func person(_ handle: String) -> PageIndex? { names.personPages[handle.lowercased()] }

    /// Names close to a wiki target, for "did you mean".
    func nearestWikiName(to target: String, for audience: Audience) -> String? {
        knownNames.nearest(to: Self.key(target), for: audience) { readers in
            [names.byID, names.byTitle, names.byAlias].flatMap { names in
                names.compactMap { name, pages in
                    // A name with such signs is no wiki link.
                    let isLink = !name.utf8.contains { $0 == 0x7C || $0 == 0x5B || $0 == 0x5D }
                    return isLink && pages.contains { audiences[$0] == readers } ? name : nil
                }
            }
        }
    }
}
