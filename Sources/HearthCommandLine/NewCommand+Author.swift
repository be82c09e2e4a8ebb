import Glibc
import HearthModel
import HearthSite

/// Who writes a new page.
extension NewCommand {
    /// `--author`, else the person whom git's settings name.
    func findAuthor(_ resolved: Site) async throws -> String? {
        let typing = TypingPerson(site: resolved, option: "--author")
        if let author { return try typing.named(author) }
        let problem: UsageError
        switch try await typing.byGit() {
        case .success(let handle): return handle
        case .failure(let error): problem = error
        }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { throw problem }
        return try typing.named(try ask("Your handle (such as a.manager)"))
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
