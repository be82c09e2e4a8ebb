import Foundation
import HearthModel
import TestKit
import Testing

@testable import HearthContent

@Suite struct SourceTextTests {
    @Test func aByteOrderMarkIsDropped() throws {
        let page = try parse("a.md", "\u{FEFF}---\ntitle: T\n---\nBody")
        #expect(page.found == [])
        #expect(page.page.common.title == "T")
    }

    @Test func windowsBytesAreReportedWithTheirLineAndTheWayOut() throws {
        let page = try parse("a.md", bytes: Array("# T\n\nSm".utf8) + [0xF8] + Array("rsmurning\n".utf8))
        #expect(page.found == ["not-utf8:3"])
        #expect(page.diagnostic("not-utf8")?.help?.contains("iconv -f windows-1252") == true)
        #expect(page.diagnostic("not-utf8")?.location?.column == 3)
        #expect(page.bodyText == "Sm\u{FFFD}rsmurning")
    }

    @Test(arguments: [false, true]) func sixteenBitTextIsReadAndReported(isBigEndian: Bool) throws {
        let units = Array("\u{FEFF}---\ntitle: Ærlig\n---\nTekst ✓".utf16)
        let bytes = units.flatMap {
            isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
        }
        let page = try parse("a.md", bytes: bytes)
        #expect(page.found == ["not-utf8:1"])
        #expect(page.page.common.title == "Ærlig")
        #expect(page.bodyText == "Tekst ✓")
    }

    @Test(arguments: [false, true]) func sixteenBitTextNeedsNoMark(isBigEndian: Bool) throws {
        let bytes = "---\ntitle: Ærlig\n---\nTekst ✓\n".utf16.flatMap {
            isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
        }
        let page = try parse("a.md", bytes: bytes)
        #expect(page.found == ["not-utf8:1"] && page.page.common.title == "Ærlig" && page.bodyText == "Tekst ✓")
        let form = isBigEndian ? "utf-16be" : "utf-16le"
        #expect(page.diagnostic("not-utf8")?.help?.contains("iconv -f \(form) ") == true)
    }

    @Test(
        arguments: [
            ([0x80], 0), ([0x41, 0xC0, 0xAF], 1), ([0xE0, 0x80, 0xAF], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xF5, 0x80, 0x80, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0x61, 0xE2, 0x82], 1),
            ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0xFF], 9),
        ] as [([UInt8], Int)])
    func invalidSequencesAreFound(bytes: [UInt8], offset: Int) {
        #expect(SourceText.firstInvalidByte(bytes) == offset)
    }

    @Test func validationAgreesWithTheStandardLibrary() {
        var random = SeededNumbers(seed: 3)
        let leads: [UInt8] = [0x41, 0xC2, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0x80, 0x9F, 0xA0, 0xBF, 0x8F, 0x90]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in leads.randomElement(using: &random) ?? 0
            }
            #expect(
                (SourceText.firstInvalidByte(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil),
                "\(bytes)")
        }
    }

    @Test(arguments: ["", " \n\n", "\u{FEFF}"]) func anEmptyFileIsAPageWithAWarning(text: String) throws {
        let page = try parse("notes/first-week.md", text)
        #expect(page.found == ["empty-file:1"])
        #expect(page.page.common.title == "first-week")
    }

    @Test func zeroBytesDoNotEndAFile() throws {
        let page = try parse("a.md", bytes: Array("# T\n\nbefore".utf8) + [0] + Array("after\n".utf8))
        #expect(page.bodyText.contains("after"))
    }

    @Test func rawHTMLIsKeptOnlyWhereItIsAllowed() throws {
        let lenient = project(rawHTML: ["Content/legacy/"])
        let text = "# T\n\n<div>raw</div>\n"
        #expect(try parse("legacy/x.md", text, in: lenient).found == [])
        #expect(try parse("legacy2/x.md", text, in: lenient).found.count == 1)
        #expect(try parse("x.md", text).found.count == 1)
        #expect(try parse("x.md", text, in: project(rawHTML: ["Content"])).found == [])
    }

    @Test func theHashIsTheOneOfTheBytes() throws {
        let page = try parse("a.md", "abc")
        // FIPS 180-4, the example of one block.
        let digits = page.page.contentHash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(digits == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

@Suite struct ContentLoaderTests {
    @Test func filesAreSortedByBytesAndPagesToldFromAssets() async throws {
        let folder = try Folder([
            "Content/index.md": "# Home", "Content/a/b.markdown": "# B", "Content/a.MD": "# A",
            "Content/a/logo.svg": "<svg/>",
            "Content/.hidden/x.md": "# X", "Content/.secret.md": "# S", "Content/draft.md~": "old",
            "Content/Ærlig talt 100%.md": "# Æ",
        ])
        let (content, diagnostics) = try await folder.load()
        #expect(diagnostics.map(\.summary) == [])
        #expect(content.pages.map(\.path) == ["a.MD", "a/b.markdown", "index.md", "Ærlig talt 100%.md"])
        #expect(content.assets.map(\.path) == ["a/logo.svg"])
        #expect(content.assets.map(\.size) == [6])
        #expect(content.pages.map(\.url.text) == ["a/", "a/b/", "", "Ærlig talt 100%/"])
        #expect(content.pages.map(\.file).first == "Content/a.MD")
    }

    @Test func theNumberOfWorkersChangesNothing() async throws {
        var files: [String: String] = [:]
        for number in 0..<60 {
            files["Content/groups/g/questions/q\(number).md"] =
                number % 7 == 0 ? "---\ntitle: @x\n---\n" : "# Q\(number)"
        }
        let folder = try Folder(files)
        let (one, four) = (try await folder.load(workers: 1), try await folder.load(workers: 4))
        #expect(one.content.pages.map(\.path) == four.content.pages.map(\.path))
        #expect(one.diagnostics == four.diagnostics)
        #expect(one.diagnostics.count == 9)
    }

    @Test func linksAreFollowedOnlyInsideTheContentFolder() async throws {
        let folder = try Folder([
            "secret.md": "# Secret", "outside/x.md": "# X", "Content/real/a.md": "# A", "Content/.hidden.md": "# H",
            "ContentTwin/b.md": "# B",
        ])
        try folder.link("Content/out.md", to: "../secret.md")
        try folder.link("Content/out", to: folder.path + "/outside")
        try folder.link("Content/passwd.txt", to: "/etc/passwd")
        try folder.link("Content/twin", to: "../ContentTwin")
        try folder.link("Content/nowhere.md", to: "missing.md")
        try folder.link("Content/hidden.md", to: ".hidden.md")
        try folder.link("Content/inside.md", to: "real/a.md")
        try folder.link("Content/again", to: "real")
        let (content, diagnostics) = try await folder.load()
        #expect(content.pages.map(\.path) == ["again/a.md", "inside.md", "real/a.md"])
        #expect(content.assets.isEmpty)
        #expect(diagnostics.allSatisfy { $0.kind == .linkOutsideContent })
        #expect(
            diagnostics.compactMap(\.location?.file)
                == ["hidden.md", "nowhere.md", "out", "out.md", "passwd.txt", "twin"].map { "Content/" + $0 })
    }

    @Test func linksInACircleEnd() async throws {
        let folder = try Folder(["Content/a/x.md": "# X", "Content/b/y.md": "# Y"])
        try folder.link("Content/a/up", to: "..")
        try folder.link("Content/a/self", to: ".")
        try folder.link("Content/a/to-b", to: "../b")
        try folder.link("Content/b/to-a", to: "../a")
        let (content, diagnostics) = try await folder.load()
        #expect(content.pages.map(\.path) == ["a/to-b/y.md", "a/x.md", "b/to-a/x.md", "b/y.md"])
        #expect(diagnostics.count == 6)
        #expect(diagnostics.allSatisfy { $0.kind == .linkOutsideContent })
    }

    @Test func pipesAndBadNamesAreReportedAndTheRestIsBuilt() async throws {
        let folder = try Folder(["Content/a.md": "# A", "Content/bell\u{7}.md": "# B", "Content/back\\slash.md": "# C"])
        #expect(mkfifo(folder.path + "/Content/pipe.md", 0o644) == 0)
        let invalid = Array((folder.path + "/Content/").utf8) + [0xFF, 0xFE] + Array(".md".utf8) + [0]
        let descriptor = invalid.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { name in
                name.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o644) } ?? -1
            }
        }
        #expect(descriptor >= 0)
        close(descriptor)
        let (content, diagnostics) = try await folder.load()
        #expect(content.pages.map(\.path) == ["a.md"])
        #expect(
            diagnostics.map(\.kind.id).sorted() == [
                "bad-file-name", "bad-file-name", "bad-file-name", "unreadable-file",
            ])
    }

    @Test func namesAreComposedInAddresses() async throws {
        let folder = try Folder(["Content/cafe\u{301}.md": "Text", "Content/cafe\u{301}.png": "x"])
        let (content, _) = try await folder.load()
        #expect(content.pages.first.map { Array($0.url.text.utf8) } == Array("caf\u{E9}/".utf8))
        #expect(content.assets.first.map { Array($0.path.utf8) } == Array("caf\u{E9}.png".utf8))
    }

    @Test func filesBeyondTheLimitAreReported() async throws {
        let folder = try Folder(["Content/a.md": "# A", "Content/b.md": "# B"])
        #expect(truncate(folder.path + "/Content/b.md", off_t(ContentLoader.pageByteLimit + 1)) == 0)
        let (content, diagnostics) = try await folder.load()
        #expect(content.pages.map(\.path) == ["a.md"])
        #expect(diagnostics.map(\.kind.id) == ["file-too-large"])
    }

    @Test func aMissingContentFolderIsFatal() async throws {
        let folder = try Folder(["hearth.yml": "title: T"])
        let error = await #expect(throws: FatalError.self) { try await folder.load() }
        #expect(error?.code == .usage)
        #expect(error?.diagnostics.first?.kind == .contentFolderMissing)
    }

    @Test func deepFoldersAreWalked() async throws {
        let path = (0..<300).map { _ in "d" }.joined(separator: "/")
        let folder = try Folder(["Content/\(path)/x.md": "# X"])
        let (content, diagnostics) = try await folder.load()
        #expect(content.pages.count == 1)
        #expect(diagnostics.isEmpty)
    }
}
