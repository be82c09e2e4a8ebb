import Testing

@testable import HearthLayout

/// What stands between the facts of a row stands nowhere else.
@Suite struct SeparatorTests {
    @Test(arguments: [
        ("", "Lift"), ("date: 2026-01-05\n", "Lift · 5 Jan 2026"), ("author: \"@ada\"\n", "Lift · Ada Lund"),
        ("tags: [oil]\n", "Lift · #oil"), ("tags: [oil]\ndate: 2026-01-05\n", "Lift · #oil · 5 Jan 2026"),
        ("tags: [oil]\nauthor: \"@ada\"\n", "Lift · #oil · Ada Lund"),
        ("author: \"@ada\"\ndate: 2026-01-05\n", "Lift · Ada Lund · 5 Jan 2026"),
    ])
    func ofAQuestion(_ fields: String, _ shown: String) async throws {
        let sample = try await SampleSite([
            "Content/index.md": "---\ntitle: Home\n---\n", "Content/people/ada.md": "---\nname: Ada Lund\n---\n",
            "Content/groups/lift/index.md": "---\ntitle: Lift\nkind: community\n---\n",
            "Content/groups/lift/questions/q.md": "---\ntitle: Why?\n\(fields)---\nText.\n",
        ])
        let row = try #require(sample.main("questions/").firstMatch(of: /<p class="meta">(.*?)<\/p>/)).1
        #expect(row.replacing(/<[^>]*>/, with: "").split(separator: " ").joined(separator: " ") == shown)
    }
}
