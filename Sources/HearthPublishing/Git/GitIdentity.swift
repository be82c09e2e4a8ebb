/// Who git says the user is.
package enum GitIdentity {
    /// `user.name` and `user.email` as they count in `folder`; nil for what is not set. Throws when there is no git.
    package static func read(folder: String) async throws -> (name: String?, mail: String?) {
        let name = try await Git.answer(["-C", folder, "config", "user.name"])
        let mail = try await Git.answer(["-C", folder, "config", "user.email"])
        return (name, mail)
    }
}
