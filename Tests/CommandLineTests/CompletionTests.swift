import TestKit
import Testing

/// What the shell offers.
@Suite struct CompletionTests {
    /// What bash offers for the last of `words`.
    private func offered(_ words: String, in folder: TemporaryFolder) throws -> [String] {
        let script = """
            "$0" completions bash > c && . ./c
            COMP_LINE='\(words)'; read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_WORDS[0]="$0"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_POINT=${#COMP_LINE}
            compopt() { :; }
            _hearth "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try Program.shell(script, in: folder).out.split(separator: "\n").map(String.init)
    }

    @Test func filesAreOfferedWhereFilesAreTaken() throws {
        let folder = try TinySite(["faq.md": "x\n"]).folder
        #expect(try offered("hearth explain Content/f", in: folder).contains("Content/faq.md"))
        #expect(try offered("hearth explain broken-l", in: folder).contains("broken-link"))
        #expect(try offered("hearth migrate Cont", in: folder).contains("Content"))
        #expect(try offered("hearth migrate rev", in: folder).contains("review"))
    }

    @Test func fixedListsAreOffered() throws {
        let folder = try TemporaryFolder()
        #expect(try offered("hearth list --state dr", in: folder) == ["draft", "dropped"])
        #expect(try offered("hearth list ques", in: folder) == ["questions"])
        #expect(try offered("hearth list --format j", in: folder) == ["json"])
        #expect(try offered("hearth check --level broken-link", in: folder).contains("broken-link=warning"))
        #expect(try offered("hearth theme copy partials/foo", in: folder) == ["partials/footer"])
        #expect(try offered("hearth completions z", in: folder) == ["zsh"])
    }

    @Test func otherShellsTakeFilesToo() throws {
        let folder = try TemporaryFolder()
        let zsh = try Program.run("completions", "zsh", in: folder).out
        #expect(zsh.contains("':subject:{__hearth_complete \"${_subject[@]}\"; _files}'"))
        #expect(zsh.matches(of: /_describe -V subcommand subcommands && ret=0\n +_files && ret=0\n/).count == 1)
        let fish = try Program.run("completions", "fish", in: folder).out
        #expect(fish.hasSuffix("\"hearth migrate\" -ge 1' -F\n") && fish.contains("\"hearth explain\" -eq 1' -F\n"))
    }
}
