import Glibc
import HearthModel
import TestKit
import Testing

@Suite struct PictureSizeTests {
    /// The first bytes of pictures of 300 by 200 pixels, as the formats' specifications write them.
    static let heads: [(String, [UInt8])] = [
        ("png", [0x89] + "PNG\r\n".utf8 + [0x1A, 0x0A, 0, 0, 0, 13] + "IHDR".utf8 + [0, 0, 1, 44, 0, 0, 0, 200]),
        ("gif", "GIF89a".utf8 + [44, 1, 200, 0]),
        ("jpg", jpeg()), ("jpeg", jpeg(frame: 0xC2)),
        // Taken upright: the file lies on its side and says so.
        ("jpg", jpeg(orientation: 6, width: 200, height: 300)), ("jpg", jpeg(orientation: 1)),
        ("webp", webP("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 44, 1, 200, 0])),
        ("webp", webP("VP8L", [0x2F] + bytes(299 | 199 << 14, 4))),
        ("webp", webP("VP8X", [0, 0, 0, 0] + bytes(299, 3) + bytes(199, 3))),
        ("svg", Array("<?xml version=\"1.0\"?>\n<!-- <svgs> --><svg\n xmlns='x' width=\"300\" height='200.4px'>".utf8)),
        ("svg", Array("<svg data-a='>' height = \"200\" stroke-width=\"3\" width=\"300px\"></svg>".utf8)),
    ]

    static func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 0xFF) } }

    static func webP(_ kind: String, _ rest: [UInt8]) -> [UInt8] {
        "RIFF".utf8 + [0, 0, 0, 0] + "WEBP".utf8 + kind.utf8 + [0, 0, 0, 0] + rest
    }

    /// A long comment, the orientation (Exif 2.32), a filling byte and the beginning of the frame.
    static func jpeg(frame: UInt8 = 0xC0, orientation: UInt8? = nil, width: Int = 300, height: Int = 200) -> [UInt8] {
        var result: [UInt8] = [0xFF, 0xD8, 0xFF, 0xFE, 0x20, 2] + [UInt8](repeating: 0xC0, count: 0x2000)
        if let orientation {
            let tiff: [UInt8] = "MM".utf8 + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
            result += [0xFF, 0xE1, 0, UInt8(8 + tiff.count)] + "Exif\0\0".utf8 + tiff
        }
        return result + [0xFF, 0xFF, frame, 0, 11, 8] + bytes(height, 2).reversed() + bytes(width, 2).reversed()
    }

    @Test(arguments: heads)
    func filesSayTheirSize(_ ending: String, _ head: [UInt8]) throws {
        let folder = try TemporaryFolder()
        try folder.write("a.b/Picture.\(ending.uppercased())", head)
        #expect(
            PictureSize.read(folder.path + "/a.b/Picture.\(ending.uppercased())")
                == PictureSize(width: 300, height: 200))
    }

    /// Whatever is cut off or turned over gives no size or one, and never an end.
    @Test func damagedFilesDoNoHarm() {
        var random = SeededNumbers(seed: 7)
        for (_, head) in Self.heads {
            for count in 0..<head.count { #expect(PictureSize(head: Array(head.prefix(count))) == nil || count > 20) }
            for _ in 0..<200 {
                var changed = head
                for _ in 0..<8 {
                    changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                let size = PictureSize(head: changed)
                #expect(size.map { 1...100_000 ~= $0.width && 1...100_000 ~= $0.height } ?? true)
            }
        }
    }

    @Test(arguments: [
        "<svg width=\"100%\" height=\"100%\">", "<svg viewBox=\"0 0 9\">", "<svg viewBox=\"0 0 9 0\">",
        "<svg width=\"9\">",
        "<svg width=\"9\" height=\"0\">", "<svg width=\"nan\" height=\"inf\">", "<svg width=9 height=9>",
        "<svg width=\"1e300\" height=\"9\">", "<svg width=\"9", "<svgx width=\"9\" height=\"9\">", "plain text", "",
    ])
    func nothingIsGuessed(_ text: String) { #expect(PictureSize(head: Array(text.utf8)) == nil) }

    @Test(arguments: [
        "viewBox=\"0 0 30 20\"", "viewBox='-1,-1, 0.3 0.2' width=\"100%\"", "width=\"9em\" viewBox=\"0 0 3 2\"",
    ])
    func aDrawingThatFillsItsLineHasAShapeAlone(_ attributes: String) {
        let size = PictureSize(head: Array("<svg \(attributes)>".utf8))
        #expect(size == PictureSize(width: 1000, height: 667, isFixed: false))
    }

    @Test func onlyPicturesAreLookedAt() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.zip", Self.heads[0].1)
        try folder.write("png", Self.heads[0].1)
        #expect(mkfifo(folder.path + "/pipe.png", 0o600) == 0)
        for name in ["a.zip", "png", "pipe.png", "none.png", "."] {
            #expect(PictureSize.read(folder.path + "/" + name) == nil)
        }
    }

    @Test func theOtherSideFollows() throws {
        let size = try #require(PictureSize(width: 300, height: 200))
        #expect(size.height(atWidth: 90) == 60 && size.width(atHeight: 100) == 150)
        #expect(size.height(atWidth: 1) == 1 && size.width(atHeight: 65_535) == 98_303)
    }
}
