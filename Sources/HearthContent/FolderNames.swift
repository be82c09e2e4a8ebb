/// Names of folders that are nearly one that says what lies in it (content model, section 1).
package struct FolderNames {
    /// The folder below the content folder, without a slash at the end.
    package let folder: String
    /// What its last part was probably meant to be.
    package let meant: String
    /// The type of pages in folders of that name.
    package let type: EntityType

    private static let types: [String: EntityType] = [
        "groups": .group, "questions": .question, "people": .person, "use-cases": .useCase, "measures": .measure,
        "events": .event, "topics": .topic, "answers": .answer,
    ]

    /// The first part of the path of `folder` that has nearly the name that has a meaning there.
    package init?(near folder: String) {
        let parts = folder.split(separator: "/")
        guard let first = parts.first else { return nil }
        let section = first == "groups" ? 2 : 0
        if let found = Self(parts, at: 0, except: ["answers"]) {
            self = found
        } else if section == 2, parts.count > 2, let found = Self(parts, at: 2, among: ["questions", "events"]) {
            self = found
        } else if parts.count > section + 2, parts[section] == "questions",
            let found = Self(parts, at: parts.count - 1, among: ["answers"])
        {
            self = found
        } else {
            return nil
        }
    }

    private init?(
        _ parts: [Substring], at place: Int, among names: [String] = types.keys.sorted(), except: [String] = []
    ) {
        let written = Self.plain(parts[place])
        let found = names.first { !except.contains($0) && Self.plain($0[...]) == written }
        guard let found, found != parts[place], let type = Self.types[found] else { return nil }
        folder = parts[...place].joined(separator: "/")
        meant = found
        self.type = type
    }

    /// The name without case, hyphens and number.
    private static func plain(_ name: Substring) -> Substring {
        let letters = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        if ["person", "persons", "peoples"].contains(letters) { return "people" }
        return letters.hasSuffix("s") ? letters.dropLast() : letters[...]
    }
}
