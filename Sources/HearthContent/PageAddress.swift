import Foundation
import HearthModel

/// What a file's path says about its page: type, id, address and group (content model, section 1).
struct PageAddress {
    private(set) var type: EntityType
    private(set) var id: String
    private(set) var url: SitePath
    /// `<id>` of `groups/<id>/…`.
    private(set) var folderGroup: String?
    /// The file's name without extension, for a title when there is no other.
    private(set) var stem: String
    /// The folders above the page's own last part, and that part; nil at the root.
    private var parents: [Substring]
    private var lastPart: Substring?

    /// `path` is relative to the content folder.
    init(path: String) {
        let parts = path.precomposed.split(separator: "/")
        let folders = Array(parts.dropLast())
        let stem = PageFileName.stem(of: parts.last ?? "")
        let isIndex = PageFileName.isIndex(path)
        type = Self.type(folders: folders, stem: stem, isIndex: isIndex)
        folderGroup = folders.count >= 2 && folders[0] == "groups" ? String(folders[1]) : nil
        if isIndex {
            lastPart = folders.last
            parents = Array(folders.dropLast())
        } else {
            lastPart = stem
            parents = folders
        }
        self.stem = isIndex ? folders.last.map(String.init) ?? "index" : String(stem)
        id = self.stem
        url = .root
        if type == .answer {
            // An answer is shown on the page of its question: `questions/<slug>/answers/x.md` → `questions/<slug>/`.
            parents.removeLast()
            lastPart = parents.popLast()
        }
        url = address(lastPart: lastPart.map(String.init))
    }

    /// Whether `slug:` has a part to replace: the home page has none.
    var acceptsSlug: Bool { lastPart != nil && type != .answer }

    mutating func setSlug(_ slug: String) { url = address(lastPart: slug) }

    private func address(lastPart: String?) -> SitePath {
        guard let lastPart else { return .root }
        return SitePath(parents.map { $0 + "/" }.joined() + lastPart + "/")
    }

    private static func type(folders: [Substring], stem: Substring, isIndex: Bool) -> EntityType {
        guard let first = folders.first else { return isIndex ? .page : stem == "strategy" ? .strategy : .document }
        if first == "groups" {
            guard folders.count > 1 else { return isIndex ? .page : .document }
            guard folders.count > 2 else { return isIndex ? .group : .document }
            return type(section: folders[2...], isIndex: isIndex, known: sectionsOfGroups) ?? .document
        }
        return type(section: folders[...], isIndex: isIndex, known: sections) ?? .document
    }

    private static let sections: [Substring: EntityType] = [
        "questions": .question, "people": .person, "use-cases": .useCase, "measures": .measure, "events": .event,
        "topics": .topic,
    ]

    private static let sectionsOfGroups: [Substring: EntityType] = ["questions": .question, "events": .event]

    private static func type(
        section: ArraySlice<Substring>, isIndex: Bool, known: [Substring: EntityType]
    ) -> EntityType? {
        guard let name = section.first, let type = known[name] else { return nil }
        // The `index.md` of the whole folder introduces the generated list.
        if isIndex, section.count == 1 { return .page }
        if type == .question, !isIndex, section.count >= 3, section.last == "answers" { return .answer }
        return type
    }
}

extension String {
    /// This text in Unicode's composed form (NFC), in which addresses are typed and compared.
    package var precomposed: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }
}
