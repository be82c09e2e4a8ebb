import HearthModel
import TestKit
import Testing

/// Problems of a file that could be one of settings cost no more than those of a page.
@Suite struct ProblemsOfPlainFilesTests {
    /// Looking at all lines above for each problem would take very long.
    @Test(.timeLimit(.minutes(10))) func manyProblemsAreWrittenInLinearTime() throws {
        let folder = try TemporaryFolder()
        try folder.write("notes.txt", String(repeating: "# a {#b}\n\n", count: 4000))
        let run = try Program.run("render", "-v", "notes.txt", in: folder)
        #expect(run.status == 0 && run.ids.count == 3999)
        #expect(try Program.run("render", "-q", "notes.txt", in: folder).err == "")
    }

    @Test(arguments: [
        "the PASSWORD=hunter2 is", "api_key: hunter2", "a Token = 'hunter2'", "x://u:hunter2@h/", "u:hunter2@h",
        "é signature: hunter2", "SECRET_x: \"hunter2\"", "pass: hunter2", "aws_access_key=hunter2",
    ]) func whatMayBeSecretIsTakenOut(_ text: String) {
        let shown = redactSecrets(in: text)
        #expect(!shown.contains("hunter2"), "\(shown)")
    }

    @Test(arguments: ["two headings have the id 'b'", "title: Key", "jo@h.example", "{#b}: x = y"])
    func whatIsNoneStays(_ text: String) {
        #expect(redactSecrets(in: text) == text)
    }

    @Test func linesOfOneFileAreShownAsWithoutTheOthers() {
        let text = "title: A\n  b\nx: y\n  z\n- c\n# d\nnav: [a]\n\n  e\npublish: f\ntitle: g\n  h"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var openness = SettingsExcerpt.Openness()
        for index in lines.indices.reversed() + lines.indices {
            #expect(SettingsExcerpt.line(index, of: lines, &openness) == SettingsExcerpt.line(index, of: lines))
        }
        let shown = lines.indices.map { SettingsExcerpt.line($0, of: lines) }
        #expect(shown[0] == "title: A" && shown[1] == "  b" && shown[3].contains("•••") && shown[8] == "  e")
        #expect(shown[10] == "title: •••" && shown[11].contains("•••"))
    }
}
