/// Who git says the user is.
package enum GitIdentity {
    /// `user.name` and `user.email` as they count in `folder`; nil for what is not set.
    package static func read(folder: String) async -> (name: String?, mail: String?) {
        let name = await Git.line(["-C", folder, "config", "user.name"])
        let mail = await Git.line(["-C", folder, "config", "user.email"])
        return (name, mail)
    }
}
