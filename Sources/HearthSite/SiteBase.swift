import HearthContent
import HearthModel

/// Steps 1 and 2 of the resolver: the pages of this build, their names, and who may read them.
struct SiteBase {
    let pages: [ParsedPage]
    let directory: Directory
    let hosts: [PageIndex: PageIndex]
    let placement: AudienceResolver
    let leftOutNames: LeftOutNames
    /// Tags of pages that are not in this build, normalised.
    let leftOutTopics: Set<String>
    /// See `ParsedContent.linkTargets`.
    let linkTargets: [String: String]
    private(set) var diagnostics: [Diagnostic] = []

    /// `leftOut` are the pages that are not in this build, `absent` tells why where that may be said.
    init(
        _ pages: [ParsedPage], leftOut: [ParsedPage], absent: AbsentPages, linkTargets: [String: String],
        configuration: SiteConfiguration
    ) {
        var found: [Diagnostic] = []
        self.pages = pages
        directory = Directory(pages, absent: absent, diagnostics: &found)
        hosts = QuestionResolver.hosts(pages, diagnostics: &found)
        placement = AudienceResolver(
            pages, leftOut: leftOut, directory: directory, hosts: hosts, linkTargets: linkTargets,
            configuration: configuration)
        self.linkTargets = linkTargets
        leftOutTopics = Set(
            leftOut.flatMap { $0.type == .topic ? [$0.id] : $0.common.tags.map(\.value) }
                .map(TopicResolver.normalized))
        leftOutNames = LeftOutNames(leftOut, audiences: placement.audiences(ofLeftOut: leftOut))
        diagnostics = found
    }
}

/// The neighbours of each document in its folder, among those with the same readers: by weight, then by title.
struct Neighbours {
    private(set) var previous: [PageIndex?]
    private(set) var next: [PageIndex?]

    init(_ pages: [ParsedPage], titles: [Int32], audiences: [Audience]) {
        previous = Array(repeating: nil, count: pages.count)
        next = previous
        var folders: [String: [Audience: [PageIndex]]] = [:]
        for (index, page) in pages.enumerated() where page.type == .document {
            folders[page.folder, default: [:]][audiences[index], default: []].append(index)
        }
        for list in folders.values.flatMap(\.values) where list.count > 1 {
            let ordered = list.sorted { Self.comesFirst($0, $1, pages, titles) }
            for (a, b) in zip(ordered, ordered.dropFirst()) {
                next[a] = b
                previous[b] = a
            }
        }
    }

    static func comesFirst(_ a: PageIndex, _ b: PageIndex, _ pages: [ParsedPage], _ titles: [Int32]) -> Bool {
        let (x, y) = (pages[a].common.weight ?? .max, pages[b].common.weight ?? .max)
        if x != y { return x < y }
        if titles[a] != titles[b] { return titles[a] < titles[b] }
        return pages[a].path < pages[b].path
    }
}

/// Two sources with one address: an error that names both, instead of one that silently wins.
struct CollisionCheck {
    private(set) var diagnostics: [Diagnostic] = []

    init(_ pages: [ParsedPage], _ facts: SiteFacts, hosts: [PageIndex: PageIndex]) {
        var first: [String: (url: String, location: SourceLocation)] = [:]
        first.reserveCapacity(pages.count + facts.assets.count + facts.generated.count)
        // Those that differ from the first in capitals, and may have a namesake all the same.
        var further: [String: SourceLocation] = [:]
        func claim(_ url: SitePath, _ location: SourceLocation) {
            // A page `a/` and a file `a/index.html` are one file of the output.
            let file = url.outputFile
            if let other = first[file.lowercased()] {
                let same = other.url == file || further[file] != nil
                defer { if !same { further[file] = location } }
                diagnostics.append(
                    Diagnostic(
                        same ? .urlCollision : .caseCollision, at: location,
                        same
                            ? "another file also makes the address \(url)"
                            : "the address \(url) differs from another only in capitals",
                        notes: [.init("the first one is here", at: further[file] ?? other.location)]))
            } else {
                first[file.lowercased()] = (file, location)
            }
        }
        for (index, page) in pages.enumerated() where hosts[index] == nil && page.type != .answer {
            claim(facts.urls[index], page.at(1))
        }
        for asset in facts.assets { claim(asset.url, SourceLocation(file: asset.file.file)) }
        for path in facts.generated where first[path.outputFile.lowercased()] == nil {
            first[path.outputFile.lowercased()] = (path.outputFile, SourceLocation(file: "/" + path.text))
        }
    }
}
