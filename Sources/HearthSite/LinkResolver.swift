import HearthContent
import HearthMarkdown
import HearthModel

/// What the links of one page became.
struct ResolvedLinks: Sendable {
    /// By index into the document's links.
    var resolutions: [LinkResolution?]
    /// Pages of this site that the text links to, without repetition.
    var targets: [PageIndex]
    /// Assets that the page uses.
    var assets: [Int]
    var diagnostics: [Diagnostic]
}

/// Resolves every link of a page against the names of all pages. Holds only what it reads; one value serves all
/// workers.
struct LinkResolver: Sendable {
    let pages: [ParsedPage]
    var titles: [String]
    let urls: [SitePath]
    /// The links to `urls`.
    let hrefs: [String]
    let audiences: [Audience]
    let assets: [SiteAsset]
    var names: PageNames
    let directory: Directory
    let topics: [Topic]
    let topicByName: [String: TopicIndex]
    let hiddenPeople: Set<PageIndex>
    let leftOutNames: LeftOutNames
    let configuration: SiteConfiguration
    /// Answers in files of their own → the page of their question.
    let hosts: [PageIndex: PageIndex]
    let nearbyPeople = NearbyPeople()
    let nearbyTopics = NearestNames()

    /// A text with links: a page's, or one of the configuration.
    struct Text {
        let links: [MarkdownDocument.Link]
        /// As diagnostics show it.
        let file: String
        /// The content folder that relative links start from, with a trailing slash; empty at the root.
        let folder: String
        /// The page that holds it, if one does.
        let page: PageIndex?
        /// The lines of headings that open answers and comments. The handles there say who wrote them; they are not what
        /// somebody wrote about a person.
        var signatures: Set<Int> = []
    }

    /// The text that is being resolved, and what is found on the way.
    struct Run {
        let text: Text
        let audience: Audience
        /// The page that shows this text: the question of an answer in a file of its own.
        let host: PageIndex?
        var result: ResolvedLinks
    }

    func resolve(_ index: PageIndex) -> ResolvedLinks {
        let page = pages[index]
        let comments = page.comments + page.answers.flatMap(\.comments)
        let signatures = page.answers.compactMap { $0.author?.line } + comments.compactMap { $0.author?.line }
        let text = Text(
            links: page.links, file: page.file, folder: page.folder, page: index,
            signatures: Set(signatures))
        return resolve(text, audience: audiences[index], host: hosts[index] ?? index)
    }

    /// Resolves any text; `host` is the page that shows it, nil for the footer, which every page shows.
    func resolve(_ text: Text, audience: Audience, host: PageIndex?) -> ResolvedLinks {
        let links = text.links
        var run = Run(
            text: text, audience: audience, host: host,
            result: ResolvedLinks(resolutions: [], targets: [], assets: [], diagnostics: []))
        run.result.resolutions.reserveCapacity(links.count)
        for link in links {
            let resolution: LinkResolution?
            switch link.form {
            case .link, .bareURL, .image: resolution = resolveDestination(link, &run)
            case .wiki: resolution = resolveWiki(link, &run)
            case .embed: resolution = resolveEmbed(link, &run)
            case .mention: resolution = resolveMention(link, &run)
            case .topic: resolution = resolveTopic(link, &run)
            case .words:
                reportWords(link, &run)
                resolution = nil
            }
            run.result.resolutions.append(resolution)
        }
        return run.result
    }

    // MARK: - Ordinary links and images

    /// The path of a destination such as `/groups/lift/`: from the root, without anything that has to be read first.
    private static func plainRootPath(_ destination: String) -> String? {
        var destination = destination
        return destination.withUTF8 { text in
            guard text.count > 1, text[0] == 0x2F, text[1] != 0x2F,
                text.allSatisfy({ $0 != 0x23 && $0 != 0x25 && $0 != 0x3F })
            else { return nil }
            return String(decoding: UnsafeBufferPointer(rebasing: text[1...]), as: UTF8.self)
        }
    }

    private func resolveDestination(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        // Most links are of this form, and all others cost much more to read.
        if let path = Self.plainRootPath(link.destination), let target = names.target(rootPath: path) {
            return follow(target, anchor: nil, link, &run)
        }
        let destination = Self.withoutSite(link.destination[...], configuration)
        if Self.hasScheme(destination) || destination.hasPrefix("//") {
            checkExternal(link, &run)
            checkOwnComputer(link, &run)
            return link.form == .image ? imageElsewhere(link, &run) : nil
        }
        let (pathAndQuery, fragment) = Self.split(destination, at: 0x23)
        let (path, written) = Self.split(pathAndQuery, at: 0x3F)
        let query = String(written ?? "")
        let anchor = fragment.map { SitePath.percentDecode(String($0)) }
        if path.isEmpty, query.isEmpty {
            guard let anchor, !anchor.isEmpty else {
                guard link.destination.isEmpty else { return nil }
                reportEmpty(link, &run)
                return .plain()
            }
            return ownAnchor(anchor, link, &run)
        }
        let decoded = SitePath.percentDecode(String(path))
        let isRooted = decoded.hasPrefix("/")
        let wanted = isRooted ? String(decoded.drop { $0 == "/" }) : Self.join(run.text.folder, decoded)
        if !query.isEmpty, let wanted {
            switch names.oldAddress(wanted, query: query) {
            case .page(let page): return follow(.page(page), anchor: anchor, link, &run)
            case .unknown:
                reportBroken(link, path: decoded, &run)
                return .plain()
            case .none: break
            }
        }
        if path.isEmpty {
            // The page that shows the text; the footer is shown by each.
            guard let host = run.host else { return nil }
            return follow(.page(run.text.page ?? host), anchor: anchor, link, &run, query: query)
        }
        let target = wanted.flatMap { (isRooted ? nil : names.target(contentPath: $0)) ?? names.target(rootPath: $0) }
        guard let target else {
            reportBroken(link, path: decoded, &run)
            // The words stay; a link that leads nowhere does not.
            return .plain()
        }
        return follow(target, anchor: anchor, link, &run, query: query)
    }

    private func ownAnchor(_ anchor: String, _ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        guard let host = run.host else { return nil }
        let id = checkedAnchor(anchor, on: host, found: run.text.page ?? host, link, &run)
        return id.utf8.elementsEqual(anchor.utf8) ? nil : .link(href: "#" + SitePath.percentEncode(id))
    }

    /// `query` is hung on to the address again: the search and lists of other programs read it.
    func follow(
        _ target: LinkTarget, anchor: String?, _ link: MarkdownDocument.Link, _ run: inout Run, query: String = "",
        text: String? = nil, class name: LinkClass = .none
    ) -> LinkResolution? {
        let query = Self.encoded(query: query)
        switch target {
        case .generated(let path):
            checkGenerated(anchor, on: path, link, &run)
            return .link(href: path.href + query + Self.encoded(anchor), text: text, class: name)
        case .asset(let index):
            if !assets[index].audience.contains(run.audience) {
                run.result.diagnostics.append(
                    Diagnostic(
                        .restrictedAsset, at: place(link, run),
                        "the file '\(assets[index].file.path)' belongs to a restricted group",
                        help: "copy it beside this page"))
                return .plain(text: text)
            }
            if !run.result.assets.contains(index) { run.result.assets.append(index) }
            let href = assets[index].url.href + query + Self.encoded(anchor)
            if link.isPicture, let size = assets[index].file.pictureShape, size.isFixed {
                return .picture(href: href, size)
            }
            return .link(href: href, text: text, class: name)
        case .page(let found):
            let page = hosts[found] ?? found
            if audiences[page] != .everyone, !audiences[page].contains(run.audience) {
                return restricted(page, link, &run)
            }
            if hiddenPeople.contains(page) { return .plain(text: text) }
            let isSignature = link.form == .mention && run.text.signatures.contains(link.line)
            if page != run.host, !isSignature, !run.result.targets.contains(page) { run.result.targets.append(page) }
            var anchor = anchor
            if let wanted = anchor, !wanted.isEmpty {
                anchor = checkedAnchor(wanted, on: page, found: found, link, &run)
            } else if found != page {
                // A link to an answer's file leads to the answer on the question's page.
                anchor = "a-" + pages[found].id
            }
            guard let anchor else {
                // Adding nothing would still make a string of its own for every link, and large sites have millions.
                return .link(href: query.isEmpty ? hrefs[page] : hrefs[page] + query, text: text, class: name)
            }
            // The heading is not shown as it was written, and so it is not named here.
            let isNeutral = link.isByName && link.label == nil && names.isNeutral(anchor, on: page)
            return .link(
                href: hrefs[page] + query + Self.encoded(anchor), text: isNeutral ? titles[page] : text,
                class: name)
        }
    }

    /// The anchor on `page` that `wanted` means, in the file of the page `found`.
    private func checkedAnchor(
        _ wanted: String, on page: PageIndex, found: PageIndex, _ link: MarkdownDocument.Link, _ run: inout Run
    ) -> String {
        if let id = names.anchor(pages[found].anchorPrefix + wanted, on: page) ?? names.anchor(wanted, on: page) {
            return id
        }
        // Wiki links name the heading's text.
        for holder in found == page ? [page] : [found, page] {
            for heading in names.headings(wanted, on: holder, pages[holder]) {
                if let id = names.anchor(pages[holder].anchorPrefix + heading, on: page) { return id }
            }
        }
        if Self.isOfLayout(wanted) { return wanted }
        reportAnchor(wanted, on: page, link, &run)
        return wanted
    }

    /// Every page has a top (HTML, 7.4.6.4); and which of its parts a layout shows is not known here.
    private static func isOfLayout(_ anchor: String) -> Bool {
        anchor.hasPrefix(LayoutAnchor.prefix) || anchor.lowercased() == "top"
    }

    /// No text stands on a page that the build makes.
    private func checkGenerated(
        _ anchor: String?, on path: SitePath, _ link: MarkdownDocument.Link, _ run: inout Run
    ) {
        guard let anchor, !anchor.isEmpty, !Self.isOfLayout(anchor), let severity = configuration.brokenAnchors.severity
        else { return }
        run.result.diagnostics.append(
            Diagnostic(
                .brokenAnchor, at: place(link, run), "the page '/\(path.text)' has no part '#\(anchor)'",
                help: "parts of pages that the build makes have ids such as '#\(LayoutAnchor.prefix)\(anchor)'",
                severity: severity))
    }

    // MARK: - Wiki links, people and topics

    func resolveWiki(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        let (name, fragment) = splitWiki(link.destination)
        let target = name.trimmed
        let anchor = fragment?.trimmed
        if target.isEmpty {
            guard let anchor, let host = run.host else { return .plain(text: link.label) }
            let id = checkedAnchor(anchor, on: host, found: run.text.page ?? host, link, &run)
            let shown = names.isNeutral(id, on: host) ? LinkResolution.hiddenTitle : anchor
            return .link(href: "#" + SitePath.percentEncode(id), text: link.label ?? shown)
        }
        if let topic = Self.after("topic:", target) ?? Self.after("#", target),
            let index = topicByName[TopicResolver.normalized(topic)]
        {
            return .link(href: topics[index].url.href, text: link.label ?? topics[index].label, class: .topic)
        }
        var candidates = wikiCandidates(target)
        if candidates.count > 1 {
            let readable = candidates.filter { audiences[$0].contains(run.audience) }
            if readable.count == 1 { candidates = readable }
            // Two files of one address are told as that.
            if Set(candidates.map { urls[$0] }).count == 1 { candidates = [candidates[0]] }
        }
        guard let page = candidates.first else {
            switch file(named: target, run) {
            case .one(let index): return follow(.asset(index), anchor: nil, link, &run, text: link.label ?? target)
            case .several(let found): return ambiguous(found, target, link, &run)
            case .none: break
            }
            reportBrokenWiki(link, target, &run)
            let isHidden =
                leftOutNames.hides(link.destination, from: run.audience)
                || leftOutNames.hides(target, from: run.audience)
            return .plain(text: link.label ?? (isHidden ? LinkResolution.hiddenTitle : target))
        }
        guard candidates.count == 1 else {
            run.result.diagnostics.append(
                Diagnostic(
                    .ambiguousLink, at: place(link, run), "[[\(target)]] fits \(candidates.count) pages",
                    help: "write the path, for example [[\(urls[page].text)]]",
                    notes: Diagnostic.Note.some(of: candidates.map { pages[$0].at(1) })))
            return .plain(text: link.label ?? target)
        }
        let text = link.label ?? (anchor.map { titles[page] + ": " + $0 } ?? titles[page])
        return follow(
            .page(page), anchor: anchor, link, &run, text: text, class: pages[page].type == .person ? .mention : .none)
    }

    /// The target of a wiki link and its anchor. Titles and topics may have a `#` of their own (`C# basics`), so the
    /// longest name that is known counts; of one that is not, the first `#` begins the anchor.
    func splitWiki(_ destination: String) -> (Substring, Substring?) {
        let usual = Self.split(Substring(destination), at: 0x23)
        guard usual.1 != nil, !usual.0.allSatisfy(\.isWhitespace) else { return usual }
        if isKnown(wiki: destination[...]) { return (destination[...], nil) }
        let signs = destination.utf8.indices.filter { destination.utf8[$0] == 0x23 }
        // A few are enough: nobody writes more.
        for sign in signs.dropFirst().prefix(8).reversed() where isKnown(wiki: destination[..<sign]) {
            return (destination[..<sign], destination[destination.utf8.index(after: sign)...])
        }
        return usual
    }

    private func isKnown(wiki name: Substring) -> Bool {
        let name = name.trimmed
        if let topic = Self.after("topic:", name) { return topicByName[TopicResolver.normalized(topic)] != nil }
        return !wikiCandidates(name).isEmpty
    }

    private func wikiCandidates(_ target: String) -> [PageIndex] {
        if let handle = Self.after("person:", target) { return names.person(handle).map { [$0] } ?? [] }
        if let question = Self.after("q:", target) { return directory.questions(question) }
        if let group = Self.after("group:", target) {
            return directory.group(group).map { [directory.groups[$0]] } ?? []
        }
        if target.hasPrefix("@") { return names.person(String(target.dropFirst())).map { [$0] } ?? [] }
        return names.candidates(wiki: target)
    }

    private func resolveMention(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        guard let page = names.person(link.destination) else {
            reportUnknownPerson(link, &run)
            return .plain()
        }
        return follow(.page(page), anchor: nil, link, &run, text: titles[page], class: .mention)
    }

    private func resolveTopic(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        if let index = topicByName[TopicResolver.normalized(link.destination)] {
            return .link(href: topics[index].url.href, text: topics[index].label, class: .topic)
        }
        // `#.hidden` may be anything.
        guard !link.destination.hasPrefix(".") else { return .plain() }
        let tag = TopicResolver.normalized(link.destination)
        if let near = nearbyTopics.nearest(to: tag, among: { topics.map(\.tag) }) {
            run.result.diagnostics.append(
                Diagnostic(
                    .unknownTopic, at: place(link, run), "no page has the topic '#\(link.destination)'",
                    help: "did you mean '#\(near)'? Write \\# if no topic is meant"))
        }
        return .plain()
    }

    // MARK: - Diagnostics

    func place(_ link: MarkdownDocument.Link, _ run: Run) -> SourceLocation {
        SourceLocation(file: run.text.file, line: link.line, column: link.column, length: link.length)
    }

    private func restricted(_ page: PageIndex, _ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution {
        run.result.diagnostics.append(
            Diagnostic(
                .restrictedLink, at: place(link, run),
                "the page '\(pages[page].path)' is restricted: the link was removed",
                help: link.isByName && link.label == nil
                    ? "give the link a text of its own: [[\(link.destination)|…]]" : nil))
        // The title of a restricted page must not show: only words that the author wrote here do.
        switch link.form {
        case .wiki, .embed: return .plain(text: link.label ?? LinkResolution.hiddenTitle)
        case .mention, .topic, .link, .bareURL, .image, .words: return .plain()
        }
    }

    private func reportAnchor(_ anchor: String, on page: PageIndex, _ link: MarkdownDocument.Link, _ run: inout Run) {
        guard let severity = configuration.brokenAnchors.severity else { return }
        run.result.diagnostics.append(
            Diagnostic(
                .brokenAnchor, at: place(link, run), "'\(pages[page].path)' has no heading or answer '#\(anchor)'",
                help: names.nearestAnchor(to: anchor, on: page).map { "did you mean '#\($0)'?" },
                severity: severity))
    }

    /// A page asks no other server for anything: whoever reads it would be known there, the server's own rules forbid
    /// it, and a picture that is not shown must not leave a gap without a word.
    private func imageElsewhere(_ link: MarkdownDocument.Link, _ run: inout Run) -> LinkResolution? {
        let address = link.destination.lowercased()
        guard ["http://", "https://", "//"].contains(where: { address.hasPrefix($0) }) else { return nil }
        run.result.diagnostics.append(
            Diagnostic(
                .externalImage, at: place(link, run), "the picture '\(link.destination)' is on another server",
                help: "to show it, save it beside the page and write its name"))
        return .link(href: link.destination, class: .elsewhere)
    }
}
