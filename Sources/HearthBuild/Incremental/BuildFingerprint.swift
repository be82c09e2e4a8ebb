import Crypto
import Glibc
import HearthContent
import HearthLayout
import HearthModel
import HearthSite

/// A hash of what every output depends on besides the content: the program, the configuration, the layouts and the
/// options that change a site's bytes.
enum BuildFingerprint {
    static func make(_ project: Project, _ options: BuildOptions, zoneOffset: Int64) throws -> [UInt8] {
        var hash = SHA256()
        func add(_ bytes: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: Array(bytes))
        }
        add(program)
        // The folder that the project lies in is not part of it: the same site elsewhere has the same bytes.
        add(try FileSystem.read(project.absolute(project.configurationFile)))
        add((project.configuration.baseURL ?? "").utf8)
        add(project.configuration.contentFolder.utf8)
        add([options.includesDrafts, options.includesFuture, options.includesExpired].map { $0 ? 1 : 0 })
        add(String(zoneOffset).utf8)
        add(try LayoutLibrary.fingerprint(of: project))
        return Array(hash.finalize())
    }

    /// The hash of the running program's file: another version may write other bytes.
    private static let program: [UInt8] = {
        let descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_size > 0,
            let map = mmap(nil, Int(info.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED
        else { return [] }
        defer { munmap(map, Int(info.st_size)) }
        let hash = QuickHash.of(UnsafeRawBufferPointer(start: map, count: Int(info.st_size)))
        return withUnsafeBytes(of: hash.littleEndian) { Array($0) }
    }()
}
