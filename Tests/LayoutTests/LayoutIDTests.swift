import Foundation
import HearthModel
import HearthSite
import Testing

@testable import HearthLayout

/// The ids of layouts and those of texts never meet on a page.
@Suite struct LayoutIDTests {
    private static let words = [
        "Main", "Process", "Obstacles", "Proof", "Stories", "Answers", "Questions", "Documents", "Open", "Answered",
        "Groups", "Measures", "Use cases", "Series", "Follow-up", "Who", "Theme toggle", "Outline title", "C 1", "Q",
        "Search found", "Ask title", "Category cost", "Teams", "Letter a",
    ]

    private static let headings = words.map { "#### \($0)\n\nx\n" }.joined(separator: "\n")

    private func sample() async throws -> SampleSite {
        try await SampleSite([
            "Content/index.md": "---\ntitle: Home\n---\n" + Self.headings,
            "Content/people/jo.md": "---\nname: Jo Larsen\n---\n" + Self.headings,
            "Content/groups/index.md": "---\ntitle: Groups\n---\n" + Self.headings,
            "Content/groups/g/index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@jo\"]\nwiifm: {all: x}\n---\n" + Self.headings,
            "Content/groups/g/d.md": "---\ntitle: D\nowner: \"@jo\"\ntags: [esp]\n---\n" + Self.headings,
            "Content/groups/g/questions/q.md":
                "---\ntitle: Why?\nauthor: \"@jo\"\ndate: 2026-01-01\ntags: [esp]\n---\n" + Self.headings
                + "\n### Comment — @jo, 2026-01-02\nx\n\n## Answer — @jo, 2026-01-03\ny\n",
            "Content/topics/esp.md": "---\ntitle: ESP\n---\n" + Self.headings,
            "Content/use-cases/u.md":
                "---\ntitle: U\nproblem: p\ngroups: [g]\nmeasures: [m]\nobstacles: [{objection: a, response: b}]\n"
                + "process: {trigger: t, step: s}\n---\n" + Self.headings,
            "Content/measures/m.md":
                "---\ntitle: M\ncategory: cost\nunit: days\nseries: [{date: 2026-01-01, value: 1}, "
                + "{date: 2026-02-01, value: 2}]\n---\n" + Self.headings,
            "Content/events/e.md":
                "---\ntitle: E\nkind: tour\ndate: 2026-01-01\nfollow_up: [{task: t, who: \"@jo\"}]\n---\n"
                + Self.headings,
            "Content/strategy.md":
                "---\ntitle: S\nobjectives: [{id: obj-a, title: A, owner: \"@jo\", category: cost}]\n---\n"
                + Self.headings,
        ])
    }

    private func values(_ attribute: String, in page: String) -> [String] {
        page.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    @Test func noIDStandsTwiceAndEveryReferenceHasOne() async throws {
        let sample = try await sample()
        #expect(sample.plan.pages.count > 20)
        for planned in sample.plan.pages {
            let page = SampleSite.readable(sample.renderer.render(planned).bytes)
            let ids = values("id", in: page)
            let known = Set(ids)
            #expect(ids.count == known.count, "\(planned.path): \(ids.filter { id in ids.count { $0 == id } > 1 })")
            for reference in values("aria-labelledby", in: page) + values("for", in: page) {
                #expect(known.contains(reference), "\(planned.path): \(reference)")
            }
            for href in values("href", in: page) where href.hasPrefix("#") {
                #expect(known.contains(String(href.dropFirst())), "\(planned.path): \(href)")
            }
            #expect(known.contains("H-main") && page.contains("<a class=\"skip\" href=\"#H-main\">"))
        }
    }

    @Test func allIDsOfTheThemeHaveThePrefix() throws {
        for file in BuiltInTheme.files where file.name.hasSuffix(".mustache") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            for id in values("id", in: text) where !id.contains("{{") {
                #expect(id.hasPrefix(LayoutAnchor.prefix), "\(file.name): \(id)")
            }
        }
    }

    @Test func scriptsLookForIDsOfTheTheme() throws {
        for file in BuiltInTheme.files where file.name.hasSuffix(".js") {
            for part in String(decoding: file.bytes, as: UTF8.self).components(separatedBy: "getElementById(\"")
                .dropFirst()
            {
                #expect(part.hasPrefix(LayoutAnchor.prefix), "\(file.name): \(part.prefix(30))")
            }
        }
    }
}
