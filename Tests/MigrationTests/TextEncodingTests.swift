import Foundation
import HearthMigration
import HearthModel
import Testing

@Suite struct TextEncodingTests {
    private func read(_ bytes: [UInt8], _ declared: String? = nil) -> TextEncoding.Decoded {
        TextEncoding.decode(bytes, declared: declared)
    }

    @Test func theFilesOwnBytesComeBeforeWhatItSays() {
        #expect(read(Array("Grüße".utf8), "windows-1252").text == "Grüße")
        #expect(read(Array("Grüße".utf8), "big5").encoding == "UTF-8")
        #expect(read([0x47, 0x72, 0xFC, 0xDF, 0x65], "utf-8").text.hasPrefix("Gr"))
        #expect(read([0x93, 0x61, 0x94, 0x80], "iso-8859-1").text == "“a”€")
        #expect(read([0xEF, 0xBB, 0xBF, 0x61], "shift_jis").text == "a")
        #expect(read([0xFF, 0xFE, 0x61, 0, 0xE9, 0]).text == "aé")
        #expect(read(Array("<p>ab</p>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })).text == "<p>ab</p>")
        #expect(read([0x83, 0x65, 0x83, 0x58, 0x83, 0x67], "Shift_JIS").text == "テスト")
        #expect(read([0x1B, 0x24, 0x42, 0x25, 0x46, 0x25, 0x39, 0x25, 0x48, 0x1B, 0x28, 0x42]).text == "テスト")
        #expect(read([], nil).text == "")
    }

    @Test func brokenBytesAreCounted() {
        let result = read(Array("Grüße und mehr ÄÖÜ".utf8) + [0xFF] + Array("x".utf8), "utf-8")
        #expect(result.encoding == "UTF-8" && result.invalid == 1 && result.text.hasSuffix("\u{FFFD}x"))
    }

    /// A file that says UTF-8 and is not was written on Windows: browsers' default, however short the text.
    @Test(arguments: [nil, "utf-8", "us-ascii"])
    func declaredEncodingsThatAreNoneOfTheText(_ declared: String?) {
        func western(_ text: [UInt8]) -> String { read(text, declared).text }
        #expect(western(Array("It".utf8) + [0x92] + Array("s".utf8)) == "It’s")
        #expect(western([0xE4, 0xF6, 0xFC]) == "äöü")
        #expect(western(Array("<p>Gr".utf8) + [0xFC, 0xDF] + Array("e</p>".utf8)) == "<p>Grüße</p>")
        #expect(
            western(Array("caf".utf8) + [0xE9] + Array(" ".utf8) + [0x96] + Array(" 5 ".utf8) + [0x80]) == "café – 5 €")
        let german = Array("Die Stra".utf8) + [0xDF] + Array("e f".utf8) + [0xFC] + Array("r Gro".utf8) + [0xDF]
        let long = Array(repeatElement(german + Array("es, ".utf8), count: 20).joined())
        #expect(western(long).hasPrefix("Die Straße für Großes, "))
        #expect(read(long, declared).invalid == 0)
    }

    /// UTF-8 into which somebody has pasted bytes of Windows stays UTF-8, and says that it was mended.
    @Test func pastedBytesInUTF8() {
        let result = read(Array("Grüße, Öl und caf".utf8) + [0xE9] + Array(" für alle".utf8), "utf-8")
        #expect(result.text == "Grüße, Öl und café für alle" && result.invalid == 1 && result.encoding == "UTF-8")
        #expect(read(Array("Grüße, Öl".utf8) + [0xE2, 0x80], "utf-8").text == "Grüße, Öl\u{FFFD}")
    }

    @Test func textOfOtherAlphabetsUnderAWesternLabel() throws {
        let russian: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xE2, 0xF1, 0xE5, 0xEC, 0x2C, 0x20]
        let many = Array(repeatElement(russian, count: 8).joined())
        #expect(read(many, "iso-8859-1").text.hasPrefix("Привет всем, "))
        #expect(read(many, nil).text.hasPrefix("Привет всем, "))
    }

    @Test func zerosAreDroppedAndCounted() {
        let result = read(Array("Pu\0mp\0s".utf8), nil)
        #expect(!result.isBinary && read(Array((0...255).map { UInt8($0) }) + Array("text".utf8), nil).isBinary)
        #expect(result.text == "Pumps" && result.zeros == 2 && result.losses == ["text:control-characters"])
    }

    /// Real pages in 28 encodings; the folder's name is the answer.
    @Test(.enabled(if: Encodings.folder != nil, "../shared/data/encodings is not there"))
    func realPagesInManyEncodings() throws {
        let root = try #require(Encodings.folder)
        var right = 0
        var total = 0
        for folder in try FileSystem.entries(of: root) where folder.kind == .directory {
            let expected = folder.name.split(separator: "-").prefix(3).joined(separator: "-")
            let label =
                TextEncoding.canonicalName(folder.name) ?? TextEncoding.canonicalName(expected)
                ?? TextEncoding.canonicalName(folder.name.split(separator: "-").dropLast().joined(separator: "-"))
            for entry in try FileSystem.entries(of: root + "/" + folder.name) where entry.kind == .file {
                let bytes = try FileSystem.read(root + "/" + folder.name + "/" + entry.name)
                total += 1
                let result = TextEncoding.decode(bytes, declared: Encodings.label(in: bytes))
                let expectedText =
                    folder.name.uppercased().hasPrefix("UTF")
                    ? result.text : label.flatMap { TextEncoding.decode(bytes, as: $0) }
                if expectedText == result.text { right += 1 }
            }
        }
        #expect(total > 200)
        #expect(right * 100 >= total * 96, "\(right) of \(total)")
    }
}

private enum Encodings {
    static let folder: String? = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../../shared/data/encodings"
        guard let inner = try? FileSystem.entries(of: path).first(where: { $0.kind == .directory }) else { return nil }
        return path + "/" + inner.name
    }()

    static func label(in bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
        guard let start = head.firstRange(of: "charset=")?.upperBound ?? head.firstRange(of: "encoding=")?.upperBound
        else { return nil }
        return head[start...].drop { "\"' ".contains($0) }.prefix { $0.isLetter || $0.isNumber || "-_".contains($0) }
            .description
    }
}
