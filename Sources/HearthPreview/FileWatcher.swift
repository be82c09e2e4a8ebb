import Foundation
import Glibc
import HearthModel
import Synchronization

/// Tells that something below some folders has changed, and what. Linux's inotify(7) tells at once; where it cannot,
/// and on request, the folders are looked at several times a second.
final class FileWatcher: Sendable {
    private let places: Places
    private let polls: Bool
    private let isStopped = Atomic<Bool>(false)
    private let pending = Lock<Set<String>>([])
    private let signal: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Quiet for so long (milliseconds) ends a burst of changes; a longer one is cut after `longest`.
    private static let quiet: Int32 = 12
    private static let longest: Duration = .milliseconds(250)
    /// Between two looks when polling, in microseconds.
    private static let interval: UInt32 = 250_000

    init(_ places: Places, polls: Bool) {
        self.places = places
        self.polls = polls
        (signal, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Begins to watch, in a thread of its own because the calls block.
    func start() {
        let thread = Thread { [self] in
            let descriptor = polls ? -1 : inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
            if descriptor >= 0 {
                var watches = Watches(descriptor: descriptor)
                if watches.add(places) {
                    run(&watches)
                    close(descriptor)
                    return
                }
                // More folders than the system allows to be watched.
                close(descriptor)
            }
            poll()
        }
        thread.start()
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        continuation.finish()
    }

    /// Waits for changes and answers their absolute paths; nil after `stop`. An empty set says that something changed
    /// that could not be told.
    func next() async -> Set<String>? {
        for await _ in signal {
            return pending.withLock { paths in
                defer { paths = [] }
                return paths
            }
        }
        return nil
    }

    private func report(_ paths: Set<String>) {
        pending.withLock { $0.formUnion(paths) }
        continuation.yield()
    }

    // MARK: inotify

    private func run(_ watches: inout Watches) {
        while !isStopped.load(ordering: .relaxed) {
            guard watches.wait(200) else { continue }
            var paths: Set<String> = []
            let start = ContinuousClock.now
            repeat {
                paths.formUnion(watches.read(places))
            } while watches.wait(Self.quiet)
                && ContinuousClock.now - start < Self.longest
            if !paths.isEmpty { report(paths) }
        }
    }

    // MARK: Polling

    private func poll() {
        var before = Snapshot(places)
        while !isStopped.load(ordering: .relaxed) {
            usleep(Self.interval)
            let now = Snapshot(places)
            let changed = now.difference(from: before)
            before = now
            if !changed.isEmpty { report(changed) }
        }
    }

    /// What `stat` says of every file.
    private struct Snapshot {
        private struct Mark: Equatable {
            let size: Int
            let seconds: Int
            let nanoseconds: Int
            let inode: UInt64
        }

        private var marks: [String: Mark] = [:]

        init(_ places: Places) {
            for (folder, names) in places.names { for name in names { note(folder + "/" + name) } }
            for tree in places.trees { add(tree) }
        }

        private mutating func add(_ folder: String) {
            for entry in (try? FileSystem.entries(of: folder)) ?? [] where !entry.name.hasPrefix(".") {
                let path = folder + "/" + entry.name
                note(path)
                if entry.kind == .directory { add(path) }
            }
        }

        private mutating func note(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return }
            // Of a folder it counts that it is there: its date changes with hidden files too.
            let isFolder = info.st_mode & S_IFMT == S_IFDIR
            marks[path] = Mark(
                size: isFolder ? 0 : Int(info.st_size), seconds: isFolder ? 0 : info.st_mtim.tv_sec,
                nanoseconds: isFolder ? 0 : info.st_mtim.tv_nsec, inode: UInt64(info.st_ino))
        }

        func difference(from old: Snapshot) -> Set<String> {
            Set(marks.filter { old.marks[$0.key] != $0.value }.keys).union(old.marks.keys.filter { marks[$0] == nil })
        }
    }
}

/// The watches of one inotify descriptor.
private struct Watches {
    let descriptor: Int32
    private var folders: [Int32: (path: String, isDeep: Bool)] = [:]

    private static let events = UInt32(
        IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF
            | IN_MOVE_SELF)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// False when the system does not allow as many.
    mutating func add(_ places: FileWatcher.Places) -> Bool {
        for folder in places.names.keys where !add(folder, isDeep: false) { return false }
        for tree in places.trees where !add(tree, isDeep: true) { return false }
        return true
    }

    private mutating func add(_ folder: String, isDeep: Bool) -> Bool {
        let watch = inotify_add_watch(descriptor, folder, Self.events | UInt32(IN_ONLYDIR))
        guard watch >= 0 else { return errno != ENOSPC }
        folders[watch] = (folder, isDeep || folders[watch]?.isDeep == true)
        guard isDeep else { return true }
        for entry in (try? FileSystem.entries(of: folder)) ?? []
        where entry.kind == .directory && !entry.name.hasPrefix(".") {
            if !add(folder + "/" + entry.name, isDeep: true) { return false }
        }
        return true
    }

    /// Whether events come within `milliseconds`.
    func wait(_ milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// The paths of all events that are there.
    mutating func read(_ places: FileWatcher.Places) -> Set<String> {
        var paths: Set<String> = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return [] }
        var offset = 0
        // struct inotify_event: wd, mask, cookie, len (32 bits each), then the name, padded with NUL.
        while offset + 16 <= count {
            func word(_ index: Int) -> UInt32 {
                (0..<4).reduce(0) { $0 | UInt32(buffer[offset + index * 4 + $1]) << UInt32($1 * 8) }
            }
            let (watch, mask, length) = (Int32(bitPattern: word(0)), word(1), Int(word(3)))
            let name = buffer[(offset + 16)..<min(offset + 16 + length, count)].prefix { $0 != 0 }
            offset += 16 + length
            note(watch, mask, String(decoding: name, as: UTF8.self), places, &paths)
        }
        return paths
    }

    private mutating func note(
        _ watch: Int32, _ mask: UInt32, _ name: String, _ places: FileWatcher.Places, _ paths: inout Set<String>
    ) {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 {
            // Events were lost, new folders among them: everything is looked at again.
            _ = add(places)
            paths.insert("")
            return
        }
        guard let folder = folders[watch] else { return }
        if mask & UInt32(IN_IGNORED) != 0 {
            folders[watch] = nil
            paths.insert(folder.path)
            // A folder of the project itself may have been replaced, as a branch switch does.
            _ = add(places)
            return
        }
        guard folder.isDeep && !name.hasPrefix(".") || places.names[folder.path]?.contains(name) == true else { return }
        let path = name.isEmpty ? folder.path : folder.path + "/" + name
        let isNewFolder = mask & UInt32(IN_ISDIR) != 0 && mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0
        if isNewFolder, folder.isDeep || places.trees.contains(path) { _ = add(path, isDeep: true) }
        paths.insert(path)
    }
}
