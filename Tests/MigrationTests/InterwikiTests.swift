import HearthMigration
import HearthModel
import TestKit
import Testing

/// `[[prefix>name]]` of DokuWiki.
@Suite struct InterwikiTests {
    private func body(_ text: String, _ more: [String: String] = [:]) async throws -> String {
        let meta =
            "a:1:{s:10:\"persistent\";a:2:{s:4:\"user\";s:2:\"jo\";s:7:\"creator\";s:9:\"Jo Larsen\";}}"
        let site = try Workspace(
            ["data/pages/a.txt": text, "data/pages/user/kim.txt": "Kim's page", "data/meta/a.meta": meta]
                .merging(more) { $1 })
        let run = MigrationRun(
            system: "dokuwiki", paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site.read("groups/wiki/a.md").split(separator: "\n---\n\n").last.map(String.init) ?? ""
    }

    @Test func usersAreTheirPagesOrPeopleOrWords() async throws {
        let text = try await body("[[user>kim]], [[user>jo]], [[user>jo|the boss]], [[user>nobody]]")
        #expect(
            text == "[kim](/groups/wiki/user/kim/), @jo.larsen, [the boss](/people/jo.larsen/), nobody\n", "\(text)")
    }

    @Test func theWikisOwnShortcutsCount() async throws {
        let local = """
            # ours
            bug   https://bugs.example/show?id={NAME}&amp;x=1  # a remark
            doc   https://docs.example/\\#/
            room  :rooms:
            odd   https://{HOST}/
            user  https://people.example/{URL}
            """
        let text = try await body(
            "[[bug>12]] [[doc>a b]] [[wp>Pump]] [[room>north]] [[odd>x]] [[user>jo]]",
            ["conf/interwiki.local.conf": local, "data/pages/rooms/north.txt": "A room."])
        #expect(
            text
                == "[12](https://bugs.example/show?id=12&x=1) [a b](https://docs.example/#/a%20b) [Pump](https://en.wikipedia.org/wiki/Pump) [north](/groups/wiki/rooms/north/) x [jo](https://people.example/jo)\n"
        )
    }

    /// Behind a `#` stands a place in the page, and a space is one in every shortcut.
    @Test func placesAndSpacesAreKept() async throws {
        let text = try await body(
            "[[wp>Pump#Early history]] [[google>heat pump noise]] [[find>a b#c]] [[room>north#top]]",
            [
                "conf/interwiki.local.conf": "find https://find.example/?q={URL}&x=1\nroom :rooms:\n",
                "data/pages/rooms/north.txt": "A room.\n\n== Top ==\n\nWords.",
            ])
        #expect(
            text
                == "[Pump#Early history](https://en.wikipedia.org/wiki/Pump#Early%20history) [heat pump noise](https://www.google.com/search?q=heat%20pump%20noise) [a b#c](https://find.example/?q=a%20b&x=1#c) [north](/groups/wiki/rooms/north/)\n",
            "\(text)")
    }

    /// The page on the syntax that every such wiki has shows it to its readers.
    @Test func anIndentedNowikiIsShown() async throws {
        let text = try await body("a\n\n  <nowiki>\n  //b//\n  </nowiki>\n  ''c''\n\n<nowiki>**d**</nowiki>")
        #expect(text == "a\n\n```\n<nowiki>\n//b//\n</nowiki>\n''c''\n```\n\n\\*\\*d\\*\\*\n", "\(text)")
    }
}
