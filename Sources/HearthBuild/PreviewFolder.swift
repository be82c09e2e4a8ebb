import Glibc
package import HearthContent
import HearthModel

/// The folder below `.hearth` where one `hearth serve` keeps the site that it shows. Two previews of a site may be of
/// other readers or other pages, so each has a folder of its own: `preview`, `preview-2` and so on. It is taken by the lock
/// of a file beside it, which the system lets go when the program ends, however that is.
package final class PreviewFolder: Sendable {
    /// Below the project.
    package let path: String
    private let descriptor: Int32?

    private init(path: String, descriptor: Int32?) { (self.path, self.descriptor) = (path, descriptor) }

    deinit { if let descriptor { close(descriptor) } }

    /// Takes the first folder of the project that no other preview holds.
    package static func take(_ project: Project) throws -> PreviewFolder {
        try BuildLock.makeCaches(project)
        for number in numbers {
            if let folder = try take(number, project.root) { return folder }
        }
        throw FatalError(
            .io,
            [
                Diagnostic(
                    .buildLocked, at: nil, "\(numbers.count) previews of this site are running", help: "end one of them"
                )
            ])
    }

    /// Takes the folder of that number; nil when a preview holds it.
    static func take(_ number: Int, _ root: String) throws -> PreviewFolder? {
        let path = path(number)
        let file = root + "/" + path + lockEnd
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw FileError("write", file) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return PreviewFolder(path: path, descriptor: descriptor) }
        let isHeld = errno == EWOULDBLOCK
        close(descriptor)
        // Some file systems of networks lock nothing: there all previews share the first.
        return isHeld ? nil : PreviewFolder(path: path, descriptor: nil)
    }

    /// Below the project.
    static func path(_ number: Int) -> String { folder + (number == 1 ? "" : "-\(number)") }

    /// Whether `path`, below the project, is a folder of previews.
    static func isOne(_ path: some StringProtocol) -> Bool {
        guard path.hasPrefix(folder) else { return false }
        let end = path.dropFirst(folder.count)
        return end.isEmpty || end.first == "-" && Int(end.dropFirst()).map { numbers.dropFirst().contains($0) } == true
    }

    /// Whether the file of `.hearth/` with this name is a lock, which whoever waits for it must find again.
    static func isLock(_ name: String) -> Bool { name.hasSuffix(lockEnd) }

    static let numbers = 1...64
    private static let folder = ".hearth/preview"
    private static let lockEnd = ".lock"
}
