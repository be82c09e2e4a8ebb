import Glibc
import HearthContent
import HearthModel

/// Keeps two builds from writing the same output at once: two of one project, which share `.hearth`, and two projects that
/// build into one folder.
struct BuildLock: ~Copyable {
    private let project: Int32
    /// The output folder; nil when there is none, or its file system knows no such locks.
    private var output: Int32?
    /// The output folder, if it was made to be locked.
    private var made: String?

    private init(project: Int32) { self.project = project }

    /// Takes the lock; throws with a clear message when another build holds it. It is free again when the value is
    /// gone.
    ///
    /// `makesOutput`: the output folder is made if there is none. It goes with the lock while it is empty.
    static func acquire(_ project: Project, makesOutput: Bool = false) throws -> BuildLock {
        let folder = try makeCaches(project)
        let descriptor = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", folder + "/lock") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileError("lock", folder + "/lock")
            close(descriptor)
            // Some file systems of networks know no locks: waiting would not help.
            guard error.code == EWOULDBLOCK else { throw error }
            throw busy("another build of this site is running", help: "wait until it is done")
        }
        var lock = BuildLock(project: descriptor)
        try lock.takeOutput(project, makes: makesOutput)
        return lock
    }

    /// Makes the folder `.hearth` of the project, if there is none, and answers its path.
    @discardableResult
    static func makeCaches(_ project: Project) throws -> String {
        let folder = project.root + "/.hearth"
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
        return folder
    }

    private static func busy(_ summary: String, help: String) -> FatalError {
        FatalError(.io, [Diagnostic(.buildLocked, at: nil, summary, help: help)])
    }

    private mutating func takeOutput(_ project: Project, makes: Bool) throws {
        let path = project.outputPath
        // Another build may take away the folder that it made, between two of the steps here.
        for _ in 0..<10 {
            if makes, FileSystem.kind(of: path) == nil {
                try FileSystem.makeDirectories(path)
                made = path
            }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            // What is wrong with it is said by who needs more than the lock.
            guard descriptor >= 0 else { return }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let isHeld = errno == EWOULDBLOCK
                close(descriptor)
                made = nil
                // Some file systems of networks lock no folders: a build goes on without.
                guard isHeld else { return }
                throw Self.busy(
                    "another build is writing to the output folder '\(project.configuration.outputFolder)'",
                    help: "wait until it is done; two sites need a folder each, given with output: or -d")
            }
            var (own, now) = (stat(), stat())
            if fstat(descriptor, &own) == 0, stat(path, &now) == 0, own.st_ino == now.st_ino, own.st_dev == now.st_dev {
                output = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit {
        if let made { FileSystem.removeEmptyDirectory(made) }
        // Said aloud, because a program that is being started at this moment may still share the descriptors.
        for descriptor in [output, project].compactMap(\.self) {
            flock(descriptor, LOCK_UN)
            close(descriptor)
        }
    }
}
