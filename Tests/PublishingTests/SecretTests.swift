import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct SecretTests {
    private static let broken = [
        "publish: {live: {rclone: \":s3,secret_access_key=Hunter2x:b\"}",
        "publish:\n\tlive: {rsync: \"web:Hunter2x@host:/x\"}",
        "publish:\nlive:\n  rclone: \":s3,x=Hunter2x:b\"",
        "publish: {live: {rclone: \":webdav,pass=\nHunter2x:b\"}}",
        "title: \"T\npublish: {live: {rsync: \"web:Hunter2x@h:/x\"}}",
        "\tpublish: {live: Hunter2x}", "\"publish\": Hunter2x", "? publish\n: Hunter2x", "- Hunter2x",
        "title: T # the password is Hunter2x", "# publish: {live: {rsync: \"web:Hunter2x@h:/x\"}}",
        "theme:\n  accent: x\n  rclone: |\n    Hunter2x", "edit:\n  url: https://web:Hunter2x@git.example/{path}",
        "edit:\n  url: https://Hunter2x@git.example/{path}", "search: {endpoint: \"https://h/?token=Hunter2x\"}",
        "pass: Hunter2x", "live: &Hunter2x x", "Hunter2x", "titel: Hunter2x", "  folder: Hunter2x",
        "publish: {live: {rclone: \":s3,pass=%48unter2x:b\"}}",
        "publish: {live: {rclone: \":s3,pass=\ntitle: Hunter2x:b\"}}", "{title: T,\n publish: {\nlive: Hunter2x}}",
        "\"publ\\u0069sh\": {live: {rclone: \":s3,pass=\ntitle: Hunter2x:b\"}}", "edit: {mail: \"u:Hunter2x@h/\"}",
        "x: &a {publish: {rclone: \":s3,pass=\n  b\"}}\n<<: *a\ntitle: Hunter2x",
        "audiences: {\"a\": [\"u:Hunter2x@h/x\"]}",
    ]

    @Test(arguments: broken) func noLineOfSettingsShowsASecret(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices {
            let shown = SettingsExcerpt.line(index, of: lines)
            #expect(!SitePath.percentDecode(shown).contains("Hunter2x"), "\(text) → \(shown)")
        }
    }

    @Test func otherLinesOfSettingsAreShown() {
        let lines = ["title: Our intranet", "theme:", "  accent: \"#12345\"", "publish:", "  live: {folder: /srv/x}"]
        let shown = lines.indices.map { SettingsExcerpt.line($0, of: lines) }
        #expect(shown == ["title: Our intranet", "theme:", "  accent: \"#12345\"", "publish:", "  •••"])
        #expect(SettingsExcerpt.covers("hearth.yml") && SettingsExcerpt.covers("/etc/x.conf"))
        #expect(!SettingsExcerpt.covers("Content/a.md") && !SettingsExcerpt.covers("search-tests.yml"))
    }

    @Test(arguments: [
        (
            ":s3,access_key_id=AKIA77,secret_access_key=ab/c+d==ef:bucket",
            ["AKIA77", "ab/c+d==ef", "ab%2Fc%2Bd%3D%3Def"]
        ),
        (
            ":webdav,url='https://web:pa55word@h/x',pass=\"q\"\"uo,te\":x",
            ["pa55word", "q\"\"uo,te", "q\"uo,te", #"q\"uo,te"#]
        ),
        ("rsync://web:pa55 word@host/x", ["pa55 word", "pa55%20word", "pa55+word"]),
        ("web:pa55@host:/srv/x", ["pa55"]), ("https://t0kenxyz@host/x", ["t0kenxyz"]),
    ]) func wordsOfOtherProgramsHoldNoSecretOfATarget(_ place: String, _ secrets: [String]) {
        let redactor = SecretRedactor(places: [place])
        for secret in secrets {
            let text = redactor.redacted("Failed: \"\(place)\": at [\(secret)] and \(secret)")
            #expect(!text.contains(secret), "\(text)")
        }
    }

    @Test(arguments: [
        (":s3,a=1,b_c=\"x,\"\"y:\":bucket/x", "hearthpublish:bucket/x", ["TYPE": "s3", "A": "1", "B_C": "x,\"y:"]),
        (
            ":webdav,url='https://h/x',flag:", "hearthpublish:",
            ["TYPE": "webdav", "URL": "https://h/x", "FLAG": "true"]
        ),
        (":local:/srv/x", "hearthpublish:/srv/x", ["TYPE": "local"]), ("/srv/x", "/srv/x", [:]),
        ("corp:a,b=c", "corp:a,b=c", [:]),
    ]) func aPlaceOfRcloneIsTakenApart(_ address: String, _ place: String, _ options: [String: String]) throws {
        let remote = try #require(RcloneRemote(address))
        let wanted = Dictionary(
            uniqueKeysWithValues: options.map { ("RCLONE_CONFIG_HEARTHPUBLISH_" + $0, Optional($1)) })
        #expect(remote.place == place && remote.environment == wanted)
        #expect(RcloneRemote("corp,pass=x:y")?.environment == ["RCLONE_CONFIG_CORP_PASS": "x"])
    }

    @Test(arguments: ["", "-x:y", "corp", ":s3,a=\"b:c", ":s3,=x:b", ":,a=b:c", "a\n:b", ":s3,a=b"])
    func whatRcloneCouldNotReadIsNoPlace(_ address: String) { #expect(RcloneRemote(address) == nil) }

    @Test func aShortSecretHidesAllWords() {
        #expect(!SecretRedactor(places: [":s3,pass=ab:b"]).redacted("a cab").contains("ab"))
        let named = SecretRedactor(places: ["corp:intranet", "web@host:/srv/x", "/srv/y"])
        #expect(named.redacted("corp:intranet: web not found") == "corp:intranet: web not found")
    }

    @Test func wordsAreCleanBeforeTheyAreCut() {
        let secret = String(repeating: "S3cret", count: 20)
        let errors = String(repeating: "x", count: 260) + secret
        let result = ExternalTool.Result(status: 1, output: [], errors: errors)
        let text = result.lastError(without: SecretRedactor(places: [":s3,key=\(secret):b"]))
        #expect(!text.contains("S3cret") && text.hasSuffix("•••"))
    }

    /// The library that starts programs ended this one when what it wrote to a pipe found no reader.
    @Test func aProgramThatReadsNothingDoesNoHarm() async throws {
        let input = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 0..<20 {
            let result = try await ExternalTool(name: "/bin/false", package: "coreutils").run([], input: input)
            #expect(!result.isGood)
        }
        let all = try await ExternalTool(name: "/bin/cat", package: "coreutils").run([], input: input)
        #expect(all.output == input)
    }
}
