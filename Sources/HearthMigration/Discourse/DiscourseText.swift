import HearthModel

/// The texts of posts: `cooked`, the HTML that readers saw, or `raw`, the Markdown that was typed.
struct DiscourseText {
    let survey: DiscourseSurvey
    let request: ImportRequest
    let topic: DiscourseTopic
    private(set) var unresolved: [String] = []
    private(set) var missing: [String] = []
    private(set) var uploads: [Upload] = []

    /// A file of the forum that lies in the export.
    struct Upload: Hashable {
        var address: String
        var source: String
        var name: String
    }

    init(survey: DiscourseSurvey, request: ImportRequest, topic: DiscourseTopic) {
        self.survey = survey
        self.request = request
        self.topic = topic
    }

    mutating func blocks(_ post: LooseJSON, highestHeading: Int) -> ([MarkdownBlock], losses: [String]) {
        let source =
            post["cooked"].text.map { Array($0.utf8) }
            ?? MarkdownSource.html(Array(DiscourseRaw.markdown(post["raw"].text ?? "").utf8))
        let number = post["post_number"].integer ?? 1
        let html = DiscourseHTML(
            source, polls: DiscoursePolls(post["polls"]), notePrefix: number == 1 ? "" : "\(number)-"
        ) { [survey] name in
            survey.account(named: name).map { (survey.people.handle($0), $0.name) }
        }.rewritten()
        var resolver = self
        resolver.unresolved = []
        let options = HTMLToMarkdown.Options(
            highestHeading: highestHeading,
            resolveLink: { address, isImage in
                let target = resolver.resolve(address, isImage: isImage)
                return target.map { .keep($0) } ?? .drop(loss: isImage ? "image:missing" : ThreadLink.relative)
            })
        var converter = HTMLToMarkdown(options: options)
        let blocks = converter.convert(html.string)
        (unresolved, missing, uploads) = (resolver.unresolved, resolver.missing, resolver.uploads)
        return (blocks, converter.losses)
    }

    /// Addresses of the forum lead to the new pages; files that the export holds come along.
    private mutating func resolve(_ address: String, isImage: Bool) -> String? {
        if address.hasPrefix("//") { return "https:" + address }
        guard let path = ownPath(address) else { return ThreadLink.isAbsolute(address) ? address : nil }
        let parts = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
        if parts.first == "t" {
            let numbers = parts.dropFirst().compactMap { Int($0) }
            if let id = numbers.first, let page = survey.address(topic: id, post: numbers.dropFirst().first) {
                return page
            }
        }
        if parts.count == 2, parts[0] == "u" || parts[0] == "users",
            let account = survey.account(named: parts[1])
        {
            return SitePath.percentEncode("/people/\(survey.people.handle(account))/")
        }
        if parts.contains("uploads") || parts.first == "secure-uploads" {
            let source = request.folder + "/" + parts.joined(separator: "/")
            if !parts.contains(".."), ExportFiles.isFile(source, below: request.folder) {
                let upload = Upload(
                    address: "hearth-upload:" + parts.joined(separator: "/"), source: source, name: parts.last ?? "file"
                )
                if !uploads.contains(upload) { uploads.append(upload) }
                return upload.address
            }
            missing.append(address)
        } else if !isImage {
            unresolved.append(address)
        }
        // Without the forum's address a path leads nowhere.
        return address.hasPrefix("/") ? request.baseURL.map { $0 + address } : address
    }

    /// The path of an address of the forum; nil for addresses elsewhere.
    private func ownPath(_ address: String) -> Substring? {
        if address.hasPrefix("/") { return address[...] }
        guard let base = request.baseURL, address.hasPrefix(base + "/") else { return nil }
        return address.dropFirst(base.count)
    }

    /// The tree with the places of copied files; what was not copied is only named.
    static func placed(_ blocks: [MarkdownBlock], _ paths: [String: String]) -> [MarkdownBlock] {
        if paths.isEmpty { return blocks }
        func change(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
            inlines.flatMap { inline -> [MarkdownInline] in
                switch inline {
                case .image(let source, let title, let alt) where source.hasPrefix("hearth-upload:"):
                    return paths[source].map { [.image(source: $0, title: title, alt: alt)] } ?? [.text(alt)]
                case .link(let destination, let title, let inner):
                    let inner = change(inner)
                    guard destination.hasPrefix("hearth-upload:") else {
                        return [.link(destination: destination, title: title, inner)]
                    }
                    return paths[destination].map { [.link(destination: $0, title: title, inner)] } ?? inner
                case .strong(let inner): return [.strong(change(inner))]
                case .emphasis(let inner): return [.emphasis(change(inner))]
                case .strikethrough(let inner): return [.strikethrough(change(inner))]
                default: return [inline]
                }
            }
        }
        return blocks.rewritten(change)
    }
}
