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
        let html: [UInt8]
        if let cooked = post["cooked"].text {
            html = DiscourseHTML(Array(cooked.utf8)) { [survey] name in
                survey.accounts[name].map { (survey.people.handle($0), $0.name) }
            }.rewritten()
        } else {
            html = MarkdownSource.html(Array(Self.plainMarkdown(post["raw"].text ?? "").utf8))
        }
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

    /// `[quote="jo, post:1, topic:2"]…[/quote]` is a quote, `[details="More"]` its text.
    static func plainMarkdown(_ raw: String) -> String {
        var out: [String] = []
        var depth = 0
        for line in raw.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("[quote"), let end = text.firstIndex(of: "]") {
                let name = text[..<end].drop { $0 != "\"" }.dropFirst().prefix { $0 != "," && $0 != "\"" }
                depth = min(depth + 1, 20)
                out += [
                    "", String(repeating: "> ", count: depth) + (name.isEmpty ? "" : "\(name):"),
                    String(repeating: "> ", count: depth),
                ]
            } else if text.hasPrefix("[/quote]") {
                depth = max(0, depth - 1)
                out.append("")
            } else if text.hasPrefix("[details"), let end = text.firstIndex(of: "]") {
                let title = text[..<end].drop { $0 != "=" }.dropFirst().filter { $0 != "\"" }
                out += ["", "**\(title.isEmpty ? "Details" : title)**", ""]
            } else if text.hasPrefix("[/details]") || text.hasPrefix("[poll") || text.hasPrefix("[/poll]") {
                out.append("")
            } else {
                out.append(String(repeating: "> ", count: depth) + line)
            }
        }
        return out.joined(separator: "\n")
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
            let account = survey.accounts.values.first(where: { $0.slot.lowercased() == parts[1].lowercased() })
        {
            return SitePath.percentEncode("/people/\(survey.people.handle(account))/")
        }
        if parts.contains("uploads") || parts.first == "secure-uploads" {
            let source = request.folder + "/" + parts.joined(separator: "/")
            if !parts.contains(".."), FileSystem.isFile(source) {
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
                default: return [inline]
                }
            }
        }
        return blocks.map { block in
            switch block {
            case .paragraph(let inlines): .paragraph(change(inlines))
            case .heading(let level, let inlines): .heading(level: level, change(inlines))
            case .quote(let inner): .quote(placed(inner, paths))
            case .list(let list):
                .list(
                    MarkdownList(start: list.start, isTight: list.isTight, items: list.items.map { placed($0, paths) }))
            case .table(let table):
                .table(
                    MarkdownTable(
                        header: table.header.map(change), alignments: table.alignments,
                        rows: table.rows.map { $0.map(change) }))
            default: block
            }
        }
    }
}

/// What Discourse puts around the words of a post, made plain before the HTML is read: emoji are characters or their names, pictures
/// of people go, an enlarged picture stands once, mentions are people.
struct DiscourseHTML {
    private let bytes: [UInt8]
    private let person: (String) -> (handle: String, name: String)?

    init(_ bytes: [UInt8], person: @escaping (String) -> (handle: String, name: String)?) {
        self.bytes = bytes
        self.person = person
    }

    private struct Tag {
        var name: String
        var attributes: [String: String]
        var end: Int
        func has(_ word: String) -> Bool { (attributes["class"] ?? "").split(separator: " ").contains { $0 == word } }
    }

    func rewritten() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while let start = ByteText.find(0x3C, in: bytes, from: index, to: bytes.count) {
            out += bytes[index..<start]
            guard let tag = tag(at: start) else {
                out.append(0x3C)
                index = start + 1
                continue
            }
            index = replace(tag, start, into: &out) ?? tag.end
            if index == tag.end, !wasReplaced(tag) { out += bytes[start..<tag.end] }
        }
        return out + bytes[index...]
    }

    private func wasReplaced(_ tag: Tag) -> Bool {
        tag.name == "img" && (tag.has("emoji") || tag.has("avatar"))
    }

    /// Writes what stands for the element; answers where to go on, nil for elements that stay.
    private func replace(_ tag: Tag, _ start: Int, into out: inout [UInt8]) -> Int? {
        switch tag.name {
        case "img" where tag.has("emoji"):
            let name = tag.attributes["alt"] ?? tag.attributes["title"] ?? ""
            ByteText.escape(Array((SlackText.picture(name) ?? name).utf8), into: &out)
            return tag.end
        case "img" where tag.has("avatar"): return tag.end
        case "a" where tag.has("lightbox"):
            guard let end = close("</a>", from: tag.end) else { return nil }
            let source = tag.attributes["href"] ?? ""
            out += Array(
                "<img src=\"\(ByteText.escaped(source))\" alt=\"\(ByteText.escaped(tag.attributes["title"] ?? ""))\">"
                    .utf8)
            return end
        case "a" where tag.has("mention"):
            guard let end = close("</a>", from: tag.end), let name = tag.attributes["href"]?.split(separator: "/").last,
                let person = person(String(name))
            else { return nil }
            out += Array(
                "<hearth-person handle=\"\(person.handle)\">\(ByteText.escaped(person.name))</hearth-person>".utf8)
            return end
        case "svg": return close("</svg>", from: tag.end)
        default: return nil
        }
    }

    private func close(_ mark: StaticString, from start: Int) -> Int? {
        ByteText.find(mark, in: bytes, from: start, to: min(start + 20_000, bytes.count)).map {
            $0 + mark.utf8CodeUnitCount
        }
    }

    private func tag(at start: Int) -> Tag? {
        var index = start + 1
        while index < bytes.count, bytes[index].isASCIILetter || bytes[index].isASCIIDigit { index += 1 }
        guard index > start + 1 else { return nil }
        var tag = Tag(name: bytes[(start + 1)..<index].string.lowercased(), attributes: [:], end: index)
        let limit = min(start + 10_000, bytes.count)
        while index < limit, bytes[index] != 0x3E {
            let from = index
            while index < limit, bytes[index] > 0x20, bytes[index] != 0x3D, bytes[index] != 0x3E { index += 1 }
            let name = bytes[from..<index].string.lowercased()
            if index < limit, bytes[index] == 0x3D, index + 1 < limit,
                bytes[index + 1] == 0x22 || bytes[index + 1] == 0x27
            {
                guard let end = bytes[(index + 2)..<limit].firstIndex(of: bytes[index + 1]) else { return nil }
                if tag.attributes[name] == nil {
                    tag.attributes[name] = ByteText.decodeReferences(bytes[(index + 2)..<end].string)
                }
                index = end + 1
            } else {
                index += 1
            }
        }
        guard index < limit else { return nil }
        tag.end = index + 1
        return tag
    }
}
