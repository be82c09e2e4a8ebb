import Testing

@testable import HearthMigration

/// Macros that are called after who may read what they hold.
@Suite struct ConfluenceMacroReaderTests {
    private func closes(_ name: String) -> Bool {
        let text =
            "<p>a</p><ac:structured-macro ac:name=\"\(name)\"><ac:rich-text-body><p>b</p></ac:rich-text-body></ac:structured-macro>"
        return ConfluenceStorageParser.facts(Array(text.utf8)).isConditional
    }

    @Test(arguments: [
        "show-if", "Show-If", "secret", "secure-content", "restricted-content", "protected-content", "user-visible",
        "hidden-content", "confidential", "members-only", "visible-for", "auth-only", "private-content", "show-to",
        "if-user-in-group", "showif-group", "hideif",
    ])
    func namesOfReaders(_ name: String) { #expect(closes(name)) }

    @Test(arguments: [
        "panel", "expand", "access-points", "team-members", "info", "toc", "page-content", "excerpt-include", "status",
        "contributors", "profile", "form-group", "recently-updated", "view-file", "jira", "code", "hide-comments",
    ])
    func otherNames(_ name: String) { #expect(!closes(name)) }
}
