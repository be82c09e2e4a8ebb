import Glibc
import HearthContent
import HearthModel
import HearthPublishing
import HearthSite

/// Who writes a new page.
extension NewCommand {
    /// `--author`, else the person whom git's settings name.
    func findAuthor(_ resolved: Site) async throws -> String? {
        if let author {
            let handle = author.hasPrefix("@") ? String(author.dropFirst()) : author
            guard resolved.person(handle) == nil else { return handle }
            let near =
                nearestName(to: handle, among: resolved.people.map(\.handle)).map { "; did you mean '@\($0)'?" } ?? ""
            throw UsageError(
                "nobody has the handle '@\(handle)'\(near)", help: "hearth list people, or hearth new person")
        }
        let found: [Person]
        let problem: UsageError
        do {
            let (name, mail) = try await GitIdentity.read(folder: resolved.project.root)
            found = Self.people(resolved, name, mail)
            problem = Self.unknown(name, mail, found)
        } catch let error as FatalError {
            found = []
            let reason = error.diagnostics.first?.summary ?? "git cannot be run"
            problem = UsageError("\(reason), so it is not known who you are", help: "give a handle with --author")
        }
        if found.count == 1 { return found[0].handle }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { throw problem }
        let handle = try ask("Your handle (such as a.manager)")
        return try resolved.person(handle.hasPrefix("@") ? String(handle.dropFirst()) : handle).map {
            resolved.people[$0].handle
        } ?? { throw UsageError("nobody has the handle '\(handle)'", help: "hearth new person") }()
    }

    private static func people(_ resolved: Site, _ name: String?, _ mail: String?) -> [Person] {
        resolved.people.filter { person in
            if let mail {
                let marks = person.fields.identities.map { $0.lowercased() }
                if marks.contains("git:" + mail.lowercased()) { return true }
                if person.fields.email?.lowercased() == mail.lowercased() { return true }
            }
            return name.map { $0 == person.name } ?? false
        }
    }

    private static func unknown(_ name: String?, _ mail: String?, _ found: [Person]) -> UsageError {
        let who = [name, mail.map { "<\($0)>" }].compactMap { $0 }.joined(separator: " ")
        if found.count > 1 {
            let count = found.count == 2 ? "two" : "\(found.count)"
            return UsageError(
                "\(count) people of the site are \(who): \(found.prefix(5).map { "@" + $0.handle }.joined(separator: ", "))",
                help: "give a handle with --author, or leave the name or identities: to one of them")
        }
        return UsageError(
            who.isEmpty ? "git does not say who you are" : "no person of the site is \(who)",
            help: "give a handle with --author, or add identities: [\"git:you@example.com\"] to your page in people/")
    }

    /// `j.larsen` of Jo Larsen.
    static func handle(of name: String) -> String {
        let words = NewPage.slug(of: name).split(separator: "-")
        guard words.count > 1, let first = words.first?.first, let last = words.last else {
            return words.first.map(String.init) ?? ""
        }
        return "\(first).\(last)"
    }
}
