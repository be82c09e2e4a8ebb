import HearthContent
import HearthModel
import HearthPublishing
import HearthSite

/// Which of the site's people gives the command: whom an option names, else whom git's settings name.
struct TypingPerson {
    let site: Site
    /// What to give where it cannot be told, such as `--author`.
    let option: String

    /// The person with a handle that somebody typed, with or without its `@`.
    func named(_ handle: String) throws -> String {
        let handle = handle.hasPrefix("@") ? String(handle.dropFirst()) : handle
        if let found = site.person(handle) { return site.people[found].handle }
        let near = nearestName(to: handle, among: site.people.map(\.handle)).map { "; did you mean '@\($0)'?" } ?? ""
        throw UsageError("nobody has the handle '@\(handle)'\(near)", help: "hearth list people, or hearth new person")
    }

    /// The one person whom git's settings name, else why there is none.
    func byGit() async throws -> Result<String, UsageError> {
        do {
            let (name, mail) = try await GitIdentity.read(folder: site.project.root)
            let found = people(name, mail)
            return found.count == 1 ? .success(found[0].handle) : .failure(unknown(name, mail, found))
        } catch let error as FatalError {
            let reason = error.diagnostics.first?.summary ?? "git cannot be run"
            return .failure(
                UsageError("\(reason), so it is not known who you are", help: "give a handle with \(option)"))
        }
    }

    private func people(_ name: String?, _ mail: String?) -> [Person] {
        site.people.filter { person in
            if let mail {
                let marks = person.fields.identities.map { $0.lowercased() }
                if marks.contains("git:" + mail.lowercased()) { return true }
                if person.fields.email?.lowercased() == mail.lowercased() { return true }
            }
            return name.map { $0 == person.name } ?? false
        }
    }

    private func unknown(_ name: String?, _ mail: String?, _ found: [Person]) -> UsageError {
        let who = [name, mail.map { "<\($0)>" }].compactMap { $0 }.joined(separator: " ")
        if found.count > 1 {
            let count = found.count == 2 ? "two" : "\(found.count)"
            return UsageError(
                "\(count) people of the site are \(who): \(found.prefix(5).map { "@" + $0.handle }.joined(separator: ", "))",
                help: "give a handle with \(option), or leave the name or identities: to one of them")
        }
        return UsageError(
            who.isEmpty ? "git does not say who you are" : "no person of the site is \(who)",
            help: "give a handle with \(option), or add identities: [\"git:you@example.com\"] to your page in people/")
    }
}
