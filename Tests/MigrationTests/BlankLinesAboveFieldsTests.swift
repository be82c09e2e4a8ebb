import HearthModel
import Testing

@testable import HearthMigration

/// A page that somebody has written may have blank lines above its fields: the fields count, and stay where they are.
@Suite struct BlankLinesAboveFieldsTests {
    @Test(arguments: ["", "\n", " \r\n\n", "\u{FEFF}", "\n\u{FEFF}\n"])
    func fieldsBelowBlankLinesAreReadAndSet(above: String) {
        let page = Array((above + "---\ntitle: G\nvisibility: members\n---\nText.\n").utf8)
        #expect(FrontMatterLine.isForMembers(page))
        let named = FrontMatterLine.set("access_group", "cn=g", in: page)
        #expect(FrontMatterLine("access_group", in: named)?.value == "cn=g")
        #expect(FrontMatterLine.isForMembers(named))
        #expect(String(decoding: named, as: UTF8.self).hasPrefix(above + "---\naccess_group"))
    }

    @Test func aPageWithoutFieldsGetsSome() {
        let named = FrontMatterLine.set("visibility", "members", in: Array("\nText.\n".utf8))
        #expect(FrontMatterLine.isForMembers(named))
    }
}
