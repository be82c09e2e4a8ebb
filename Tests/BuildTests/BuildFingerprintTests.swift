import Testing

@testable import HearthBuild

/// A program is known by the mark of its linker.
struct BuildFingerprintTests {
    private func bytes(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// An ELF file with one segment of notes.
    private func program(_ notes: [UInt8], segment: Int = 4) -> [UInt8] {
        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 57)
        file.replaceSubrange(32..<40, with: bytes(64, 8))
        file.replaceSubrange(54..<58, with: bytes(56, 2) + bytes(1, 2))
        file += bytes(segment, 4) + bytes(4, 4) + bytes(120, 8) + bytes(0, 16) + bytes(notes.count, 8)
        return file + bytes(notes.count, 8) + bytes(4, 8) + notes
    }

    private func note(_ name: String, _ type: Int, _ description: [UInt8]) -> [UInt8] {
        let name = Array(name.utf8) + [0]
        let padding = [UInt8](repeating: 0, count: (4 - name.count % 4) % 4)
        return bytes(name.count, 4) + bytes(description.count, 4) + bytes(type, 4) + name + padding + description
    }

    private func buildID(_ file: [UInt8]) -> [UInt8]? { file.withUnsafeBytes { BuildFingerprint.buildID(of: $0) } }

    @Test func theBuildIDIsFoundAmongOtherNotes() {
        let mark = (1...20).map { UInt8($0) }
        let abi = note("GNU", 1, bytes(0, 16))
        #expect(buildID(program(abi + note("GNU", 3, mark))) == mark)
        #expect(buildID(program(note("Swift", 3, mark) + note("GNU", 3, mark.reversed()))) == mark.reversed())
    }

    @Test func aProgramWithoutOneHasNone() {
        #expect(buildID(program(note("GNU", 1, bytes(0, 16)))) == nil)
        #expect(buildID(program(note("GNU", 3, bytes(0, 20)), segment: 1)) == nil)
        let whole = program(note("GNU", 3, bytes(7, 20)))
        for length in 0..<whole.count { #expect(buildID(Array(whole.prefix(length))) == nil, "\(length) bytes") }
        #expect(buildID(Array("#!/bin/sh\n".utf8)) == nil)
    }
}
