import HearthContent
import HearthLayout
import HearthModel
import HearthSearch
import HearthSite

/// One file of the output, before its bytes exist.
struct Output: Sendable {
    enum Kind: Sendable {
        case page(PlannedPage)
        case asset(AssetFile)
        case bytes([UInt8])
        case search(SearchFile)
        /// Elsewhere in memory: with its site it is ten times as large as any other, and there are few.
        indirect case feed(FeedBuilder.Feed, FeedBuilder)
    }

    let entry: AudienceManifest.Entry
    let kind: Kind
    /// What replaces the root marker.
    let root: String

    /// Makes the bytes as they will be written.
    func bytes(_ renderer: PageRenderer) throws -> SlottedBytes {
        switch kind {
        case .page(let page): return Self.placed(renderer.render(page), root: root)
        case .asset(let file):
            // Assets are copied byte by byte: a picture may hold any byte. It could be read a moment ago; now that it
            // cannot, the old site is better than one with an empty file.
            do {
                return SlottedBytes(try FileSystem.read(file.absolutePath))
            } catch let error as FileError {
                let place = SourceLocation(file: file.file)
                throw FatalError(.io, [Diagnostic(.fileError, at: place, error.description)])
            }
        case .bytes(let bytes): return SlottedBytes(bytes)
        case .search(let file): return SlottedBytes(file.bytes())
        case .feed(let feed, let builder): return builder.write(feed)
        }
    }

    /// A page as it lies at its place: with the way to the root in it.
    private static func placed(_ page: SlottedBytes, root: String) -> SlottedBytes {
        var offsets = page.places.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
        let bytes = RootMarker.replaced(in: page.bytes, by: root, moving: &offsets)
        let places = page.places.enumerated().map { index, place in
            SlottedBytes.Place(offsets[index * 2]..<offsets[index * 2 + 1], place.slot)
        }
        return SlottedBytes(bytes, places: places)
    }
}

/// Every file that this build makes, each with its audience and sources.
struct OutputPlan: Sendable {
    private(set) var outputs: [Output] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Old addresses of pages, and of the lists and feeds that go with them; in the order of the addresses.
    private(set) var redirects: [Redirect] = []
    private var taken: [String: Int] = [:]
    /// Every folder that an output lies in → the first of those outputs.
    private var folders: [Substring: Int] = [:]

    init(site: Site, library: LayoutLibrary, plan: PagePlan, renderer: PageRenderer) {
        let baseURL = site.project.configuration.baseURL
        // Nearly all there will be, but for the files of the search; an array that grows takes up to three times its size.
        let likely = plan.pages.count + library.assets.count + site.assets.count
        outputs.reserveCapacity(likely)
        taken.reserveCapacity(likely)
        // Most pages have a folder of their own.
        folders.reserveCapacity(plan.pages.count)
        for page in plan.pages {
            // A missing page may be answered at any depth, so its links start at the root of the server.
            let root = page.path.outputFile == "404.html" ? Self.rootPath(baseURL) : page.path.rootPrefix
            add(page.path, page.audience, page.sources, .page(page), root: root, site)
        }
        for asset in library.assets { add(SitePath(asset.path), .everyone, [], .bytes(asset.bytes), site) }
        for asset in site.assets { add(asset.url, asset.audience, [], .asset(asset.file), site) }
        if let baseURL {
            let feeds = FeedBuilder(site: site, renderer: renderer, baseURL: baseURL)
            for feed in feeds.feeds {
                add(feed.path, feed.audience, feed.sources(site), .feed(feed, feeds), site)
            }
            for file in SitemapBuilder(baseURL: baseURL).write(plan.pages) {
                add(file.path, .everyone, [], .bytes(file.bytes), site)
            }
        } else {
            diagnostics.append(
                Diagnostic(
                    .noBaseURL, at: SourceLocation(file: site.project.configurationFile),
                    "no feeds and no sitemap without baseURL",
                    help: "add baseURL: https://… with the address of the site"))
        }
        redirects = followed(site)
        let old = RedirectOutputs(
            site, redirects, renderer: renderer, taken: Set(taken.keys), folders: Set(folders.keys))
        diagnostics += old.diagnostics
        for file in old.files {
            let bytes = RootMarker.replaced(in: file.bytes, by: file.path.rootPrefix)
            add(file.path, file.audience, file.sources, .bytes(bytes), site)
        }
    }

    /// The last outputs: the files of the search. Pages and redirects have their places already.
    mutating func add(_ search: [SearchFile], _ site: Site) {
        outputs.reserveCapacity(outputs.count + search.count)
        for file in search { add(file.path, file.audience, file.sources, .search(file), site) }
        // Of no use any more, and as large as all paths of the site.
        (taken, folders) = ([:], [:])
    }

    /// Lets the index go when its files are written: the postings and words of all pages.
    mutating func forgetSearch() {
        for place in outputs.indices {
            guard case .search = outputs[place].kind else { continue }
            outputs[place] = Output(entry: outputs[place].entry, kind: .bytes([]), root: outputs[place].root)
        }
    }

    /// `/community/` of `https://intranet.example/community/`; `/` when unknown.
    private static func rootPath(_ baseURL: String?) -> String {
        guard let baseURL, let scheme = baseURL[...].firstIndex(of: ":") else { return "/" }
        let rest = baseURL[scheme...].dropFirst(3)
        guard let slash = rest.firstIndex(of: "/") else { return "/" }
        return SitePath.percentEncode(SitePath.percentDecode(String(rest[slash...])))
    }

    private mutating func add(
        _ path: SitePath, _ audience: Audience, _ sources: [PageIndex], _ kind: Output.Kind, root: String = "",
        _ site: Site
    ) {
        let file = path.outputFile
        guard Self.canBeWritten(file) else {
            let source = sources.count == 1 ? SourceLocation(file: site.pages[sources[0]].parsed.file) : nil
            diagnostics.append(
                Diagnostic(
                    .addressTooLong, at: source,
                    "the address /\(path.text.prefix(60))… is too long and was not written",
                    help: "give the page a shorter slug:, or shorten the tag or old address"))
            return
        }
        guard let first = occupant(of: file) else {
            claim(file)
            outputs.append(
                Output(
                    entry: AudienceManifest.Entry(output: file, audience: audience, sources: sources), kind: kind,
                    root: root))
            return
        }
        let other = outputs[first]
        let own = Self.contentFile(of: kind, sources, site)
        let others = Self.contentFile(of: other.kind, other.entry.sources, site)
        // Two content files on one address were already reported by the resolver.
        if own?.isWhole == true, others?.isWhole == true, other.entry.output == file { return }
        // What the build makes by itself has no file that could be renamed.
        let place = own ?? others
        let maker = own == nil ? "the build itself" : others?.file ?? "the build itself"
        diagnostics.append(
            Diagnostic(
                .urlCollision, at: SourceLocation(file: place?.file ?? "/" + file),
                "the address /\(path.text) is already made by \(maker)",
                help: own == nil || others == nil ? "rename this file" : "rename one of the two"))
    }

    /// The file that an output is made of, and whether it is the page or file itself; nil for lists, feeds and what else
    /// the build makes.
    private static func contentFile(
        of kind: Output.Kind, _ sources: [PageIndex], _ site: Site
    ) -> (file: String, isWhole: Bool)? {
        switch kind {
        case .asset(let asset): return (asset.file, true)
        case .page(let page):
            guard case .content(let index) = page.kind else { return nil }
            return (site.pages[index].parsed.file, true)
        case .bytes: return sources.count == 1 ? (site.pages[sources[0]].parsed.file, false) : nil
        case .feed, .search: return nil
        }
    }

    /// What file systems and servers take: 255 bytes a name (POSIX `NAME_MAX` on Linux), 4,000 in all, temporary files included.
    private static func canBeWritten(_ file: String) -> Bool {
        file.utf8.count < 4000 && file.utf8.split(separator: 0x2F).allSatisfy { $0.count <= 255 }
    }

    /// The output that has the place of `file`: at the same path, as a file where its folder must be, or in a folder
    /// where it must be.
    private func occupant(of file: String) -> Int? {
        if let first = taken[file] ?? folders[file[...]] { return first }
        var folder = file[...]
        while let slash = folder.utf8.lastIndex(of: 0x2F) {
            folder = folder[..<slash]
            // A known folder was looked at before, with all above it.
            if folders[folder] != nil { return nil }
            if let first = taken[String(folder)] { return first }
        }
        return nil
    }

    /// Whether something of this build lies there.
    func isTaken(_ path: SitePath) -> Bool { occupant(of: path.outputFile) != nil }

    private mutating func claim(_ file: String) {
        taken[file] = outputs.count
        var folder = file[...]
        while let slash = folder.utf8.lastIndex(of: 0x2F) {
            folder = folder[..<slash]
            if folders[folder] != nil { return }
            folders[folder] = outputs.count
        }
    }
}
