import Glibc
import HearthModel

/// Keeps two builds of one project from writing the same output at once.
struct BuildLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock; throws with a clear message when another build holds it. It is free again when the value is
    /// gone.
    static func acquire(project: String) throws -> BuildLock {
        let folder = project + "/.hearth"
        // Caches and lists of members' pages lie there: a link could carry them into a published folder.
        guard FileSystem.kind(of: folder) != .symbolicLink else {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .fileError, at: SourceLocation(file: ".hearth"),
                        "'.hearth' is a symbolic link, and Hearth keeps what is not for readers there",
                        help: "delete the link; the folder is made again")
                ])
        }
        try FileSystem.makeDirectories(folder)
        let descriptor = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", folder + "/lock") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FatalError(
                .io,
                [
                    Diagnostic(
                        .buildLocked, at: nil, "another build of this site is running", help: "wait until it is done")
                ])
        }
        return BuildLock(descriptor: descriptor)
    }

    deinit {
        // Said aloud, because a program that is being started at this moment may still share the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
