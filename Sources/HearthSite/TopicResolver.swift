import HearthContent
import HearthModel

/// Gathers the topics of the site: those defined in `hearth.yml` or `topics/<tag>.md`, and every tag that a page has.
struct TopicResolver {
    /// In byte order of the tags, without items yet.
    private(set) var topics: [Topic] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Tag or synonym, normalised → topic.
    private(set) var byName: [String: TopicIndex] = [:]
    private let nearby = NearestNames()
    private let leftOut: Set<String>

    /// `ESP restart` → `esp-restart`: how tags are compared and where their pages lie.
    static func normalized(_ tag: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(tag.utf8.count)
        for byte in tag.utf8 {
            switch byte {
            case 0x41...0x5A: out.append(byte + 0x20)
            case 0x20, 0x09, 0x2F, 0x5C:
                if let last = out.last, last != 0x2D { out.append(0x2D) }
            default: out.append(byte)
            }
        }
        while out.last == 0x2D { out.removeLast() }
        // `.` and `..` would be folders of their own meaning.
        if out.allSatisfy({ $0 == 0x2E }) { out = out.map { _ in 0x2D } }
        let text = String(decoding: out, as: UTF8.self)
        return text.utf8.allSatisfy { $0 < 0x80 } ? text : text.lowercased()
    }

    /// Where the page of a tag lies, if no other tag is in the way.
    static func folder(of tag: String) -> String { tag.utf8.first == 0x2E ? "_" + tag.dropFirst() : tag }

    /// Where the page of a tag lies. Web servers do not show what begins with a point, so `.net` is at `_net`.
    private static func folder(of tag: String, _ taken: inout Set<String>) -> String {
        guard tag.utf8.first == 0x2E else { return tag }
        var folder = Self.folder(of: tag)
        while !taken.insert(folder).inserted { folder = "_" + folder }
        return folder
    }

    /// `leftOut` are the tags of pages that are not in this build, normalised.
    init(
        _ pages: [ParsedPage], audiences: [Audience?], leftOut: Set<String>, directory: Directory, project: Project
    ) {
        self.leftOut = leftOut
        let definitions = define(pages, project)
        // Synonyms first, so that a tag written as a synonym counts for its topic.
        let synonyms = findSynonyms(definitions)
        addTopics(definitions, labels: Self.labels(pages, audiences, synonyms))
        for (synonym, tag) in synonyms { byName[synonym] = byName[tag] }
        diagnostics += TopicSlips.find(
            pages, audiences: audiences,
            tag: { tag in
                let name = Self.normalized(tag)
                return synonyms[name] ?? name
            }, defined: Set(definitions.keys))
        for index in topics.indices { resolve(index, definitions[topics[index].tag], directory) }
        breakCycles { tag in
            definitions[tag].flatMap { definition in
                definition.fields.parent.map { SourceLocation(file: definition.parentFile, line: $0.line) }
            }
        }
        for index in topics.indices {
            if let parent = topics[index].parent { topics[parent].children.append(index) }
        }
    }

    /// What hearth.yml and the topic's own page say of it together.
    private struct Definition {
        var fields: TopicFields
        var page: PageIndex?
        var location: SourceLocation
        /// The file that names the parent.
        var parentFile: String
    }

    /// By tag. What both places say, the page's own word decides.
    private mutating func define(_ pages: [ParsedPage], _ project: Project) -> [String: Definition] {
        var definitions: [String: Definition] = [:]
        for (tag, fields) in project.configuration.topics {
            let location = SourceLocation(file: project.configurationFile, line: tag.line)
            definitions[Self.normalized(tag.value)] = Definition(
                fields: fields, location: location, parentFile: location.file)
        }
        for (index, page) in pages.enumerated() where page.type == .topic {
            guard case .topic(var fields) = page.fields else { continue }
            let key = Self.normalized(page.id)
            var parentFile = page.file
            if let known = definitions[key] {
                diagnostics.append(
                    Diagnostic(
                        .topicTwice, at: page.at(1), "topic '\(key)' is defined twice",
                        notes: [.init("also defined here", at: known.location)]))
                if fields.parent == nil { parentFile = known.parentFile }
                fields.parent = fields.parent ?? known.fields.parent
                fields.owner = fields.owner ?? known.fields.owner
                if fields.synonyms.isEmpty { fields.synonyms = known.fields.synonyms }
                if fields.experts.isEmpty { fields.experts = known.fields.experts }
            }
            fields.label = fields.label ?? page.common.title
            fields.description = fields.description ?? page.common.description
            definitions[key] = Definition(
                fields: fields, page: index, location: page.at(1), parentFile: parentFile)
        }
        return definitions
    }

    /// Tags by their synonyms.
    private mutating func findSynonyms(_ definitions: [String: Definition]) -> [String: String] {
        var synonyms: [String: String] = [:]
        for (tag, definition) in definitions.sorted(by: { $0.key < $1.key }) {
            for synonym in definition.fields.synonyms.map(Self.normalized) where definitions[synonym] == nil {
                if let other = synonyms[synonym], other != tag {
                    diagnostics.append(
                        Diagnostic(
                            .synonymConflict, at: definition.location,
                            "'\(synonym)' is a synonym of '\(other)' and of '\(tag)'"))
                } else {
                    synonyms[synonym] = tag
                }
            }
        }
        return synonyms
    }

    /// The tags of the pages that everybody may read, each as one of them writes it.
    private static func labels(
        _ pages: [ParsedPage], _ audiences: [Audience?], _ synonyms: [String: String]
    ) -> [String: String] {
        var labels: [String: String] = [:]
        for (page, audience) in zip(pages, audiences) where audience == .everyone {
            for tag in page.common.tags {
                let key = normalized(tag.value)
                guard !key.isEmpty, synonyms[key] == nil else { continue }
                if labels[key].map({ tag.value < $0 }) ?? true { labels[key] = tag.value }
            }
        }
        return labels
    }

    private mutating func addTopics(_ definitions: [String: Definition], labels: [String: String]) {
        let tags = Set(definitions.keys).union(labels.keys)
        var folders = tags
        for tag in tags.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let definition = definitions[tag]
            byName[tag] = topics.count
            topics.append(
                Topic(
                    tag: tag, label: definition?.fields.label ?? labels[tag] ?? tag,
                    fields: definition?.fields ?? .init(),
                    url: SitePath("topics/\(Self.folder(of: tag, &folders))/"), page: definition?.page, parent: nil,
                    children: [], owner: nil,
                    questions: [], documents: [], events: []))
        }
    }

    /// The topic's parent and people.
    private mutating func resolve(_ index: TopicIndex, _ definition: Definition?, _ directory: Directory) {
        resolveParent(of: index, file: definition?.parentFile)
        if let owner = topics[index].fields.owner {
            topics[index].owner = directory.person(owner.value).map { .person($0) } ?? .name("@" + owner.value)
            if directory.person(owner.value) == nil { report(owner, "owner", directory, at: definition?.location) }
        }
        for expert in topics[index].fields.experts where directory.person(expert.value) == nil {
            report(expert, "experts", directory, at: definition?.location)
        }
    }

    private mutating func report(
        _ reference: Reference, _ field: String, _ directory: Directory, at location: SourceLocation?
    ) {
        diagnostics.append(
            directory.unknownPerson(
                reference, field, at: location.map { SourceLocation(file: $0.file, line: reference.line) }))
    }

    private mutating func resolveParent(of index: TopicIndex, file: String?) {
        guard let parent = topics[index].fields.parent else { return }
        if let found = byName[Self.normalized(parent.value)] {
            topics[index].parent = found
            return
        }
        // No file was touched on the day when the last page of a topic expires: that is no mistake.
        guard !leftOut.contains(Self.normalized(parent.value)) else {
            diagnostics.append(
                Diagnostic(
                    .absentTopic, at: file.map { SourceLocation(file: $0, line: parent.line) },
                    "parent: no page on the site has the topic '\(parent.value)' at the moment",
                    help: "nothing, if one will again; to keep the topic in any case, add it to topics: in hearth.yml"))
            return
        }
        diagnostics.append(
            Diagnostic(
                .unknownReference, at: file.map { SourceLocation(file: $0, line: parent.line) },
                "parent: there is no topic '\(parent.value)'",
                help: nearby.nearest(to: parent.value) { topics.map(\.tag) }.map { "did you mean '\($0)'?" }))
    }

    /// Follows each topic's parents; where they lead back, the link that closes the circle is cut and named.
    private mutating func breakCycles(location: (String) -> SourceLocation?) {
        var finished = Set<TopicIndex>()
        for start in topics.indices {
            var path: [TopicIndex] = []
            var seen = Set<TopicIndex>()
            var current: TopicIndex? = start
            while let topic = current, !finished.contains(topic) {
                guard seen.insert(topic).inserted else {
                    let circle = path.drop { $0 != topic }.map { topics[$0].tag } + [topics[topic].tag]
                    if let last = path.last {
                        topics[last].parent = nil
                        diagnostics.append(
                            Diagnostic(
                                .topicCycle, at: location(topics[last].tag),
                                "topics are each other's parents: \(circle.joined(separator: " → "))"))
                    }
                    break
                }
                path.append(topic)
                current = topics[topic].parent
            }
            finished.formUnion(path)
        }
    }
}
