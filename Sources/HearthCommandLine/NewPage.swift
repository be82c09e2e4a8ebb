import Foundation
import HearthContent
import HearthModel
import HearthSite

/// What `hearth new` can make.
enum NewKind: String, CaseIterable {
    case group, question, answer, person, document, event, measure
    case useCase = "use-case"
}

/// A new page: where it goes and what stands in it, from answers that somebody gave.
struct NewPage {
    let kind: NewKind
    /// The title; for a person the name.
    let title: String
    let slug: String
    let group: String?
    /// Whether only members may read the group: pages outside its folder then name it as theirs.
    var isGroupRestricted = false
    /// Handle of who writes it; nil where no author is known or needed.
    let author: String?
    /// `YYYY-MM-DD`.
    let today: String
    let tags: [String]
    /// Values of fields by name, for those of the kind.
    let fields: [String: String]
    let body: String

    /// The fields that a kind needs besides its title, with the words that ask for them and the values that are taken
    /// when there are only some.
    static func needed(_ kind: NewKind) -> [(field: String, question: String, choices: [String])] {
        switch kind {
        case .group:
            [
                ("kind", "What kind of group is it", GroupKind.allCases.map(\.rawValue)),
                ("problem", "What goes wrong today that the group will make better", []),
            ]
        case .event: [("date", "On which day, such as 2026-12-01T10:00", [])]
        case .measure:
            [
                ("category", "What does it count towards", ObjectiveCategory.allCases.map(\.rawValue)),
                ("unit", "What is counted, such as hours, % or EUR", []),
                ("baseline", "How much is it today, as a number", []),
                ("target", "How much should it become, as a number", []),
            ]
        case .useCase: [("problem", "What is difficult today", [])]
        case .question, .document, .person, .answer: []
        }
    }

    /// The path below the content folder.
    var path: String {
        let folder = group.map { "groups/\($0)/" } ?? ""
        return switch kind {
        case .group: "groups/\(slug)/index.md"
        case .question: "\(folder)questions/\(slug).md"
        case .person: "people/\(slug).md"
        case .document: "\(folder)\(slug).md"
        case .event: "\(folder)events/\(slug).md"
        case .useCase: "use-cases/\(slug).md"
        case .measure: "measures/\(slug).md"
        case .answer: slug
        }
    }

    /// The address of the page.
    var address: SitePath {
        let name = path.hasSuffix("/index.md") ? path.dropLast(8) : path.dropLast(3) + "/"
        return SitePath(String(name))
    }

    /// Names of documents with a meaning of their own: folders of content, lists and tools that Hearth makes there.
    private static let ownNames: Set<String> = [
        "questions", "answers", "people", "topics", "documents", "events", "groups", "measures", "use-cases",
        "strategy", "search", "ask", "a-z", "assets", "page",
    ]

    /// Whether a file of this name would be something else: `index.md` is the text of a whole folder.
    static func isOwnName(_ slug: String, of kind: NewKind) -> Bool {
        switch kind {
        case .document: slug == "index" || ownNames.contains(slug)
        case .question: ["index", "answers", "page"].contains(slug)
        default: slug == "index"
        }
    }

    /// The slug of a title; where that has a meaning of its own, with what it is: `questions-document`.
    static func freeSlug(_ slug: String, for kind: NewKind) -> String {
        isOwnName(slug, of: kind) ? slug + "-" + kind.rawValue : slug
    }

    /// The file's text.
    var text: String {
        var lines = ["---"]
        func add(_ key: String, _ value: String?) { if let value { lines.append("\(key): \(value)") } }
        func quoted(_ key: String) -> String? { fields[key].map(Self.quoted) }
        let handle = author.map { "\"@\($0)\"" }
        add(kind == .person ? "name" : "title", Self.quoted(title))
        switch kind {
        case .group:
            add("kind", fields["kind"])
            add("problem", quoted("problem"))
            add("managers", handle.map { "[\($0)]" })
        case .person: break
        case .question:
            add("author", handle)
            add("date", today)
        case .document:
            add("kind", fields["kind"] ?? "article")
            add("author", handle)
            add("owner", handle)
            add("date", today)
        case .event:
            add("kind", fields["kind"])
            add("date", fields["date"])
            add("groups", group.map { "[\($0)]" })
            add("hosts", handle.map { "[\($0)]" })
        case .useCase:
            add("date", today)
            if isGroupRestricted { add("group", group) }
            add("groups", group.map { "[\($0)]" })
            add("problem", quoted("problem"))
            add("status", "hypothesis")
        case .measure:
            add("date", today)
            add("group", group)
            add("category", fields["category"])
            add("unit", quoted("unit"))
            let (from, to) = (number("baseline"), number("target"))
            add("direction", (from ?? 0) <= (to ?? 0) ? "up" : "down")
            add("baseline", from.map { "{value: \(Self.text($0)), date: \(today)}" })
            add("target", to.map { "{value: \(Self.text($0)), date: \(Self.yearLater(today))}" })
            add("owner", handle)
            add("attribution", "estimated")
        case .answer: break
        }
        if !tags.isEmpty, kind != .person { add("tags", "[" + tags.map(Self.quoted).joined(separator: ", ") + "]") }
        return lines.joined(separator: "\n") + "\n---\n" + body + "\n"
    }

    private func number(_ field: String) -> Double? { fields[field].flatMap { Double($0) } }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    private static func yearLater(_ day: String) -> String {
        guard let year = Int(day.prefix(4)) else { return day }
        // 29 February has no day of its name in the next year.
        return "\(year + 1)" + (day.hasSuffix("02-29") ? "-02-28" : String(day.dropFirst(4)))
    }

    /// A YAML string for any text.
    static func quoted(_ text: String) -> String {
        "\"" + HumanDiagnosticWriter.printable(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A part of an address from a title: lower case, without accents, words joined by hyphens. Titles in other scripts
    /// keep their letters.
    static func slug(of title: String) -> String {
        let plain = title.decomposedStringWithCompatibilityMapping.lowercased().replacing("ß", with: "ss")
        var parts: [String] = []
        var word = ""
        for scalar in plain.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.unicodeScalars.append(scalar)
            } else if scalar.properties.generalCategory != .nonspacingMark, scalar != "'", scalar != "’", !word.isEmpty
            {
                parts.append(word)
                word = ""
            }
        }
        if !word.isEmpty { parts.append(word) }
        var slug = ""
        for part in parts {
            let next = slug.isEmpty ? part : slug + "-" + part
            if next.utf8.count > 60, !slug.isEmpty { break }
            slug = next
        }
        return String(slug.precomposedStringWithCanonicalMapping.prefix(80))
    }
}
