import Glibc

/// A file that is written piece by piece beside other work, and takes the place of another in one step when it is whole.
///
/// What is let go before `publish` leaves nothing behind.
package final class PendingFile: Sendable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private let isOpen = Lock(true)

    /// Begins a file that will lie at `path`; throws `FileError`.
    package init(_ path: String) throws {
        self.path = path
        temporary = path + ".hearth-tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw FileError("write", path) }
    }

    deinit {
        guard isOpen.withLock({ $0 }) else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Adds bytes at the end; one task at a time.
    package func write(_ piece: some Collection<UInt8>) throws {
        try FileSystem.writeAll(piece, to: descriptor, path: path)
    }

    /// The end of the file is reached.
    package func publish() throws {
        isOpen.withLock { $0 = false }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            let error = FileError("write", path)
            unlink(temporary)
            throw error
        }
    }
}
