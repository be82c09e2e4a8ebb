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
        // The folder that the project lies in is not part of it: the same site elsewhere has the same bytes. Of the
        // settings what was read counts: the file may be another one by now. Its name stands in diagnostics.
        let settings = project.absolute(project.configurationFile)
        add(try project.settingsHash ?? PageParser.hash(of: FileSystem.read(settings)[...]))
        add(project.configurationFile.utf8)
        add((project.configuration.baseURL ?? "").utf8)
        add(project.configuration.contentFolder.utf8)
        add([options.includesDrafts, options.includesFuture, options.includesExpired].map { $0 ? 1 : 0 })
        add(String(zoneOffset).utf8)
        add(try LayoutLibrary.fingerprint(of: project))
        return Array(hash.finalize())
    }

    /// What tells the running program from other versions, which may write other bytes: the mark that the linker gave
    /// it, a hash of its contents; of a program without one the hash of its file.
    private static let program: [UInt8] = {
        let descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_size > 0,
            let map = mmap(nil, Int(info.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED
        else { return [] }
        defer { munmap(map, Int(info.st_size)) }
        let file = UnsafeRawBufferPointer(start: map, count: Int(info.st_size))
        return buildID(of: file) ?? withUnsafeBytes(of: QuickHash.of(file).littleEndian) { Array($0) }
    }()

    /// The build ID in the notes of a program (`NT_GNU_BUILD_ID`); nil when it has none.
    ///
    /// Source: System V gABI, "Program Header" and "Note Section", for ELF files of 64 bits.
    static func buildID(of file: UnsafeRawBufferPointer) -> [UInt8]? {
        let (noteSegment, buildIDType) = (4, 3)
        guard file.count > 64, file.prefix(5).elementsEqual([0x7F, 0x45, 0x4C, 0x46, 2]) else { return nil }
        func number(_ place: Int, _ size: Int) -> Int {
            guard place >= 0, place <= file.count - size else { return 0 }
            return (0..<size).reversed().reduce(0) { $0 << 8 | Int(file[place + $1]) }
        }
        let (headers, headerSize, count) = (number(32, 8), number(54, 2), number(56, 2))
        for index in 0..<count {
            let header = headers + index * headerSize
            guard number(header, 4) == noteSegment else { continue }
            var place = number(header + 8, 8)
            let end = min(file.count, place + number(header + 32, 8))
            // Names and descriptions end where the segment's alignment says.
            let unit = max(4, number(header + 48, 8))
            while place >= 0, place + 12 <= end {
                let (nameSize, size, type) = (number(place, 4), number(place + 4, 4), number(place + 8, 4))
                let name = place + 12
                let description = (name + nameSize + unit - 1) / unit * unit
                guard description + size <= end else { break }
                if type == buildIDType, size >= 8, file[name..<name + nameSize].elementsEqual("GNU\0".utf8) {
                    return Array(file[description..<description + size])
                }
                place = (description + size + unit - 1) / unit * unit
            }
        }
        return nil
    }
}
