import Foundation
import TestKit
import Testing

@testable import HearthMigration

/// Words of headers in encodings of their own (RFC 2047), as mail programs of thirty years write them.
@Suite struct EncodedWordTests {
    @Test(arguments: [
        // Padding ends the first word, not the text.
        ("=?utf-8?B?UHVtcGUgNCBs?= =?utf-8?B?w6R1ZnQ=?= =?utf-8?B?IG5pY2h0?=", "Pumpe 4 läuft nicht"),
        ("=?UTF-8?B?w6Q=?=\n =?utf-8?b?w7Y=?=", "äö"), ("=?utf-8?Q?a=C3?= =?utf-8?Q?=A4b?=", "aäb"),
        ("=?utf-8?B?YcM=?= =?utf-8?Q?=A4b?=", "aäb"), ("=?utf-8?Q?a?= b =?utf-8?Q?c_d?=", "a b c d"),
        ("a =?utf-8?Q?=C3=A4?=b", "a äb"), ("=?iso-8859-1?Q?=E4?= =?utf-8?Q?=C3=B6?=", "äö"),
        ("=?utf-8*de?Q?=C3=A4?=", "ä"), ("=?koi8-r?B?xaM=?=", "её"), ("=?gb2312?B?w6s=?=", "毛"),
        ("=?gb2312?B?scPVvg==?=", "泵站"), ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?shift_jis?B?k/qWew==?=", "日本"), ("=?utf-7?Q?+AOQ-?=", "ä"), ("=?iso-8859-1?Q?=C3=A4?=", "ä"),
        ("=?utf-8?Q?Why?=3F?=", "Why??"), ("=?utf-8?Q?What?=20now=3F?=", "What? now?"),
        ("\"=?utf-8?Q?J=C3=B6?=\" <j@x.example>", "\"Jö\" <j@x.example>"),
        ("=?utf-8?Q??=", ""), ("=?utf-8?B??= x", " x"), ("=?", "=?"), ("=?utf-8?Q?a", "=?utf-8?Q?a"),
        ("=?utf-8?B?w6Q", "=?utf-8?B?w6Q"), ("=?utf-8?X?a?=", "=?utf-8?X?a?="), ("=??Q?a?=", "=??Q?a?="),
        ("=?utf-8?Q?cut =?utf-8?Q?whole?=", "=?utf-8?Q?cut whole"), ("x=?y=?=?utf-8?Q?z?=", "x=?y=?z"),
    ])
    func readsThem(_ text: String, _ expected: String) { #expect(EncodedWords.decode(text) == expected) }

    /// Whatever text in words of whatever length: it comes back.
    @Test func anyTextComesBack() {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA0...0x17F, 0x391...0x3C9, 0x410...0x44F, 0x5D0...0x5EA, 0x627...0x64A, 0x300...0x36F,
            0xE01...0xE2E, 0x3041...0x3096, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1F64F, 0x20000...0x2A6D6,
        ]
        var chance = SeededNumbers(seed: 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<3000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...24, using: &chance) {
                let range = ranges.randomElement(using: &chance) ?? 0x20...0x7E
                text.append(Unicode.Scalar(UInt32.random(in: range, using: &chance)) ?? "x")
            }
            let wanted = String(text)
            let line = Self.encoded(Array(wanted.utf8), using: &chance)
            #expect(Array(EncodedWords.decode(line).utf8) == Array(wanted.utf8), "\(line)")
            let framed = EncodedWords.decode("a \(line) b")
            #expect(Array(framed.utf8) == Array("a \(wanted) b".utf8), "\(line)")
        }
    }

    private static func encoded(_ bytes: [UInt8], using chance: inout SeededNumbers) -> String {
        var words: [String] = []
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, index + Int.random(in: 1...9, using: &chance))
            let part = bytes[index..<end]
            let charset = Bool.random(using: &chance) ? "utf-8" : "UTF-8"
            if Bool.random(using: &chance) {
                words.append("=?\(charset)?B?\(Data(part).base64EncodedString())?=")
            } else {
                let text = part.map { byte -> String in
                    let isPlain = byte < 0x7F && byte > 0x20 && !"=?_".utf8.contains(byte)
                    if byte == 0x20 { return "_" }
                    return isPlain ? String(Unicode.Scalar(byte)) : String(format: "=%02X", Int(byte))
                }
                words.append("=?\(charset)?Q?\(text.joined())?=")
            }
            index = end
        }
        return words.joined(separator: [" ", "\n ", "\r\n\t", ""].randomElement(using: &chance) ?? " ")
    }

    /// None of these may take longer than its length.
    @Test(arguments: ["=?", "=?a?q?", "=?a?b?AAAA", "=?a?q?x?=41", "?=41", "=?a?q?b?= ", "=?utf-8?Q?a?==", "=?a?q? =?"])
    func hostileTextEnds(_ piece: String) {
        let text = String(repeating: piece, count: 20_000)
        #expect(EncodedWords.decode(text).utf8.count <= text.utf8.count * 3)
        _ = EncodedWords.decode(text + "?=")
        _ = MimeParameter.encodedWords(of: "filename", in: Array(("a; filename=\"" + text).utf8))
        _ = MimeParameter.encodedWords(
            of: "filename", in: Array(String(repeating: "; filename*0=" + piece, count: 5000).utf8))
    }

    /// Subjects, people, mails inside of mails and files are called as their authors called them.
    @Test func aMailKeepsItsNames() async throws {
        let subject = "=?utf-8?B?UHVtcGUgNCBs?=\n =?utf-8?B?w6R1ZnQ=?=\n =?utf-8?B?IG5pY2h0?="
        let name = "=?utf-8?B?SsO2cmc=?= =?utf-8?B?IEvDpHM=?="
        func file(_ fields: String) -> String { "--b\n\(fields)\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n" }
        let site = try Workspace([
            "a.eml":
                "Message-ID: <1@x>\nFrom: \(name) <jo@corp.example>\nDate: Mon, 4 Mar 2013 10:00:00 +0100\nSubject: \(subject)\n"
                + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n"
                + file(
                    "Content-Type: application/pdf\nContent-Disposition: attachment;\n filename=\"=?utf-8?B?UGzDpG4=?=\n =?utf-8?B?IEE=?=.pdf\""
                )
                + file(
                    "Content-Type: application/pdf; name=\"=?utf-8?B?UGzDpG4=?= =?utf-8?B?IEI=?=.pdf\"\nContent-Disposition: attachment"
                )
                + file(
                    "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0=\"=?utf-8?B?UGzDpG4=?= =?utf\";\n filename*1=\"-8?B?IEM=?=.pdf\""
                )
                + file(
                    "Content-Type: application/pdf; name=\"=?utf-8?Q?wrong?=.pdf\"\nContent-Disposition: attachment; filename*0*=UTF-8''Pl%C3;\n filename*1*=%A4n%20D.pdf"
                )
                + "--b\nContent-Type: message/rfc822\n\nFrom: \(name) <jo@corp.example>\nSubject: \(subject)\n\nInner words.\n--b--\n"
        ])
        let run = MigrationRun(system: "mbox", paths: [site.export], siteRoot: site.root, into: "groups/m", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let page = site.read("groups/m/questions/pumpe-4-lauft-nicht/index.md")
        #expect(page.contains("title: Pumpe 4 läuft nicht\n"), "\(site.files)")
        for letter in ["A", "B", "C", "D"] { #expect(page.contains("[Plän \(letter).pdf]("), "\(page)") }
        #expect(page.contains("> **Jörg Käs: Pumpe 4 läuft nicht**\n>\n> Inner words.\n"), "\(page)")
        #expect(site.files.contains { $0.hasPrefix("people/") && site.read($0).contains("name: Jörg Käs\n") })
    }
}
