import HearthMigration
import HearthModel
import Testing

/// Exports as archives, and archives that are made to break something.
@Suite struct ArchiveTests {
    private static let posts =
        "<posts>\n<row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2011-10-11T19:42:20\" Body=\"x\" Title=\"Kept\"/>\n</posts>"

    private func migrate(_ workspace: Workspace, _ file: String) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [workspace.root + "/" + file], siteRoot: workspace.root).run()
    }

    @Test(arguments: ["help.zip", "help.tar"])
    func archiveIsAnExport(name: String) async throws {
        let site = try Workspace([:])
        let entries = [TinyArchive.Entry("help/", ""), TinyArchive.Entry("help/Posts.xml", Self.posts)]
        try site.write(name.hasSuffix("zip") ? TinyArchive.zip(entries) : TinyArchive.tar(entries), to: name)
        let outcome = try await migrate(site, name)
        #expect(outcome.exitStatus == 0)
        #expect(site.has("groups/help/questions/kept.md"))
        #expect(FileSystem.isDirectory(site.root + "/.hearth"))
        #expect(try FileSystem.entries(of: site.root + "/.hearth").isEmpty)
    }

    @Test func pathsThatLeadOutAreLeftOut() async throws {
        let site = try Workspace([:])
        let entries = [
            TinyArchive.Entry("../outside.txt", "x"), TinyArchive.Entry("/tmp/hearth-absolute-\(#line).txt", "x"),
            TinyArchive.Entry("a/../../outside.txt", "x"), TinyArchive.Entry("C:/outside.txt", "x"),
            TinyArchive.Entry("link", "", link: "/etc/passwd"), TinyArchive.Entry("Posts.xml", Self.posts),
            TinyArchive.Entry("link/inside.txt", "x"), TinyArchive.Entry("Posts.xml/below.txt", "x"),
        ]
        try site.write(TinyArchive.tar(entries), to: "old.tar")
        let outcome = try await migrate(site, "old.tar")
        #expect(outcome.exitStatus == 1)
        #expect(outcome.diagnostics.count { $0.kind.id == "migrate-archive-entry" } == 6)
        #expect(site.has("groups/old/questions/kept.md"))
        #expect(FileSystem.kind(of: site.root + "/outside.txt") == nil)
        #expect(FileSystem.kind(of: site.root + "/.hearth/outside.txt") == nil)
    }

    @Test func bombsStop() throws {
        let site = try Workspace([:])
        let megabyte = String(repeating: "a", count: 1 << 20)
        try site.write(TinyArchive.tar([TinyArchive.Entry("a", megabyte)]), to: "big.tar")
        let archive = try #require(Archive(path: site.root + "/big.tar"))
        func problem(_ change: (inout ArchiveLimits) -> Void) throws -> String {
            var limits = ArchiveLimits()
            change(&limits)
            let folder = site.root + "/out"
            try? FileSystem.removeTree(folder)
            try FileSystem.makeDirectories(folder)
            do {
                _ = try archive.unpack(to: folder, limits: limits)
                return ""
            } catch let fatal as FatalError { return fatal.description }
        }
        #expect(try problem { _ in } == "")
        #expect(try problem { $0.bytes = 1000 }.contains("unpacks to more than"))
        #expect(try problem { $0.entries = 0 }.contains("files"))
        #expect(
            try problem {
                $0.ratio = -1
                $0.ratioFrom = 10
            }.contains("times its size"))
    }

    @Test func damagedArchivesLeaveNothing() async throws {
        let site = try Workspace([:])
        var bytes = TinyArchive.zip([TinyArchive.Entry("Posts.xml", Self.posts)])
        bytes.removeLast(bytes.count / 2)
        try site.write(bytes, to: "cut.zip")
        await #expect(throws: FatalError.self) { try await migrate(site, "cut.zip") }
        #expect(site.files.isEmpty)
        #expect(try FileSystem.entries(of: site.root + "/.hearth").isEmpty)
    }

    @Test func aSystemIsRecognisedOrAskedFor() async throws {
        let site = try Workspace(["readme.bin": "\u{1}"])
        do {
            _ = try await MigrationRun(paths: [site.export], siteRoot: site.root).run()
            Issue.record("recognised")
        } catch let fatal as FatalError {
            #expect(fatal.code == .usage)
            #expect(fatal.diagnostics.first?.help?.contains("stackexchange") == true)
        }
    }
}

/// The simplest bytes that are an archive.
enum TinyArchive {
    struct Entry {
        var name: String
        var data: [UInt8]
        var link: String?

        init(_ name: String, _ text: String, link: String? = nil) {
            self.name = name
            data = Array(text.utf8)
            self.link = link
        }
    }

    /// POSIX ustar.
    static func tar(_ entries: [Entry]) -> [UInt8] {
        var out: [UInt8] = []
        for entry in entries {
            var head = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (i, byte) in text.utf8.enumerated() { head[offset + i] = byte }
            }
            func octal(_ value: Int, _ width: Int) -> String {
                let digits = String(value, radix: 8)
                return String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
            put(entry.name, at: 0)
            put(octal(0o644, 7), at: 100)
            put(octal(0, 7), at: 108)
            put(octal(0, 7), at: 116)
            put(octal(entry.data.count, 11), at: 124)
            put(octal(0, 11), at: 136)
            put("        ", at: 148)
            put(entry.link != nil ? "2" : entry.name.hasSuffix("/") ? "5" : "0", at: 156)
            put(entry.link ?? "", at: 157)
            put("ustar", at: 257)
            put("00", at: 263)
            put(octal(head.reduce(0) { $0 + Int($1) }, 6), at: 148)
            head[154] = 0
            out += head + entry.data
            out += [UInt8](repeating: 0, count: (512 - entry.data.count % 512) % 512)
        }
        return out + [UInt8](repeating: 0, count: 1024)
    }

    /// Stored, not packed.
    static func zip(_ entries: [Entry]) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8((value >> (8 * $0)) & 255) } }
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let fields =
                little(20, 2) + little(0x0800, 2) + little(0, 2) + little(0, 4) + little(crc(entry.data), 4)
                + little(entry.data.count, 4) + little(entry.data.count, 4) + little(entry.name.utf8.count, 2)
                + little(0, 2)
            directory += [0x50, 0x4B, 1, 2] + little(20, 2) + fields + little(0, 2) + little(0, 2) + little(0, 2)
            directory += little(0, 4) + little(out.count, 4) + Array(entry.name.utf8)
            out += [0x50, 0x4B, 3, 4] + fields + Array(entry.name.utf8) + entry.data
        }
        let end =
            [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(out.count, 4) + little(0, 2)
        return out + directory + end
    }

    private static func crc(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
