import Testing

@testable import HearthMigration

/// The property of Semantic ACL that says who may read a page, in all ways in which a page sets it.
@Suite struct WikiVisibleToTests {
    @Test(arguments: [
        ("[[Visible to::whitelist]] x", true), ("[[visible_to group::HR]]", true), ("[[Visible to::public]]", false),
        ("{{#set:Visible to=whitelist|Visible to group=HR}} x", true), ("{{#set:\n Visible_to = users\n}} x", true),
        ("{{#set:a={{b|c=d}}|visible to=users}}", true), ("{{#subobject:|Visible to=users}} x", true),
        ("{{#setze:Visible to={{{1|}}}}}", true), ("{{ #set: a=b | Visible to=x }}", true),
        // It says that all may, or only speaks of it.
        ("{{#set:Visible to=public}} x", false), ("{{#set:Visible to=Public|a=b}}", false),
        ("What is visible to=users, and {{note|Visible to=all}}", false), ("{{#set:a=visible to=x}}", false),
        ("{{#set:a=b}} | Visible to=users", false), ("}} {{#show:A|?Visible to=x}}", false),
    ])
    func thePropertyClosesThePage(_ text: String, _ closes: Bool) {
        #expect(MediaWikiPrivacy.isVisibleToSome(Array(text.utf8)) == closes)
    }

    @Test(.timeLimit(.minutes(10))) func bracesThatNobodyClosesTakeNoLongTime() {
        let text = String(repeating: "{{#set:|visible [[", count: 40_000)
        #expect(!MediaWikiPrivacy.isVisibleToSome(Array(text.utf8)))
    }
}
