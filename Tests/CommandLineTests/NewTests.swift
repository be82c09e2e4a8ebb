import HearthModel
import TestKit
import Testing

@testable import HearthCommandLine

@Suite struct NewTests {
    private func site() throws -> TinySite {
        try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
            "groups/g/questions/q.md": "---\ntitle: Q?\nauthor: \"@ada\"\n---\nWhy?",
            "groups/g/questions/f/index.md": "---\ntitle: F?\nauthor: \"@ada\"\n---\nWhy?\n",
        ])
    }

    @Test(arguments: [
        (
            ["group", "Our group", "--kind", "community", "--problem", "It's: \"hard\"", "--author", "ada"],
            "groups/our-group/index.md"
        ),
        (
            ["question", "Who? #1: it's", "--group", "g", "--author", "@ada", "--tags", "a, b"],
            "groups/g/questions/who-1-its.md"
        ),
        (["person", "Jo Larsen"], "people/j.larsen.md"),
        (["document", "Grüße & Käse", "--author", "ada", "--kind", "howto"], "grusse-kase.md"),
        (
            ["event", "Tour", "--group", "g", "--date", "2026-12-01T10:00", "--author", "ada"],
            "groups/g/events/tour.md"
        ),
        (["use-case", "Less paper", "--problem", "Forms", "--author", "ada"], "use-cases/less-paper.md"),
        (
            [
                "measure", "Days", "--category", "cost", "--unit", "%", "--baseline", "9", "--target", "2.5",
                "--author", "ada",
            ],
            "measures/days.md"
        ),
    ])
    func whatIsMadeIsValidAtOnce(_ arguments: [String], _ path: String) throws {
        let tiny = try site()
        let made = try Program.start(["new"] + arguments, in: tiny.folder)
        #expect(made.status == 0 && made.out == "Content/\(path)\n", "\(made.err)")
        let before = try #require(tiny.folder.read("Content/" + path))
        let check = try Program.run("check", "--strict", in: tiny.folder)
        #expect(!check.err.contains(path), "\(check.err)")
        // A second time nothing is overwritten.
        let again = try Program.start(["new"] + arguments, in: tiny.folder)
        #expect(again.status == 2 && again.ids == ["file-exists"])
        #expect(tiny.folder.read("Content/" + path) == before)
    }

    @Test(arguments: ["Accepted answer", "Answer", "Anwser", "Comment"])
    func aQuestionBringsNoAnswer(_ heading: String) throws {
        let tiny = try site()
        let sign = heading == "Comment" ? "###" : "##"
        let body = "Why?\n\n\(sign) \(heading) — @ben, 2026-05-04\nBecause.\n"
        let run = try Program.run("new", "question", "Why so?", "--author", "ada", "--body", body, in: tiny.folder)
        #expect(run.status == 2 && !tiny.folder.exists("Content/questions/why-so.md"), "\(run.out)\(run.err)")
        let example = body.replacing("\n" + sign, with: "\n    " + sign)
        let meant = try Program.run("new", "question", "Why so?", "--author", "ada", "--body", example, in: tiny.folder)
        #expect(meant.status == 0, "\(meant.err)")
    }

    @Test(arguments: ["<!-- todo", "```sh\nls"])
    func anAnswerGoesIntoNoBlock(_ open: String) throws {
        let tiny = try site()
        let text = "---\ntitle: O?\nauthor: \"@ada\"\n---\nWhy?\n\n\(open)\n"
        try tiny.folder.write("Content/groups/g/questions/o.md", text)
        let run = try Program.run("new", "answer", "o", "--author", "ben", "--body", "So.", in: tiny.folder)
        #expect(run.status == 2 && run.err.contains("not closed"), "\(run.out)\(run.err)")
        #expect(tiny.folder.read("Content/groups/g/questions/o.md") == text)
    }

    @Test func anAnswerGoesToTheEndOfItsQuestion() throws {
        let tiny = try site()
        let run = try Program.run(
            "new", "answer", "q", "--author", "ben", "--body", "Because.", "--as-of", "2026-05-04", "--accept",
            in: tiny.folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(
            tiny.folder.read("Content/groups/g/questions/q.md")
                == "---\ntitle: Q?\nauthor: \"@ada\"\n---\nWhy?\n\n## Accepted answer — @ben, 2026-05-04\nBecause.\n")
        let second = try Program.run(
            "new", "answer", "q", "--author", "ada", "--body", "x", "--accept", in: tiny.folder)
        #expect(second.status == 2 && second.err.contains("accepted answer already"))
        let folder = try Program.run(
            "new", "answer", "/groups/g/questions/f/", "--author", "ben", "--body", "-", "--as-of", "2026-05-04",
            in: tiny.folder,
            input: "From a pipe.\n")
        #expect(folder.out == "Content/groups/g/questions/f/answers/2026-05-04-ben.md\n")
        #expect(try Program.run("list", "questions", "--state", "answered", in: tiny.folder).out.contains("F?"))
    }

    @Test func pagesOfARestrictedGroupSayWhoseTheyAre() throws {
        let tiny = try TinySite([
            "groups/sec/index.md":
                "---\ntitle: Merger\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=m\n---\nx\n"
        ])
        let measure = ["--category", "cost", "--unit", "h", "--baseline", "9", "--target", "2"]
        for arguments in [
            ["use-case", "Acme", "--problem", "x"], ["measure", "Acme"] + measure,
            ["event", "Acme", "--date", "2026-12-01"],
        ] {
            let made = try Program.start(["new"] + arguments + ["--group", "sec", "--author", "ada"], in: tiny.folder)
            #expect(made.status == 0, "\(made.err)")
        }
        for path in ["use-cases/acme.md", "measures/acme.md"] {
            #expect(tiny.folder.read("Content/" + path)?.contains("\ngroup: sec\n") == true, "\(path)")
        }
        _ = try Program.run("build", in: tiny.folder)
        #expect(tiny.outputs(containing: "Acme").filter { !$0.hasPrefix("groups/sec/") } == [])
        #expect(tiny.folder.exists("Output/groups/sec/measures/acme/index.html"))
    }

    @Test func datesAreThoseOfTheSite() throws {
        let tiny = try TinySite([:], configuration: "title: T\ntimezone: Europe/Oslo\n")
        let made = try Program.run(
            "new", "event", "Tour", "--author", "ada", "--date", "2026-12-01T10:00", in: tiny.folder)
        #expect(made.status == 0, "\(made.err)")
        let built = try Program.run("build", in: tiny.folder)
        #expect(built.status == 0, "\(built.err)")
        #expect(tiny.main("events/tour/index.html")?.contains("1 Dec 2026, 10:00") == true)
        // A day is all of the site's day, and no more.
        for (moment, day) in [("2026-12-01", "2026-12-01"), ("2026-12-01T23:30Z", "2026-12-02")] {
            let run = try Program.run(
                "new", "document", "D \(day)", "--author", "ada", "--as-of", moment, in: tiny.folder)
            #expect(run.status == 0, "\(run.err)")
            #expect(tiny.folder.read("Content/d-\(day).md")?.contains("\ndate: \(day)\n") == true)
        }
    }

    @Test func namesWithAMeaningAreNotTaken() throws {
        let tiny = try site()
        for (arguments, path) in [
            (["document", "Questions", "--group", "g"], "groups/g/questions-document.md"),
            (["document", "Search"], "search-document.md"),
            (["question", "Index", "--group", "g"], "groups/g/questions/index-question.md"),
        ] {
            let made = try Program.start(["new"] + arguments + ["--author", "ada"], in: tiny.folder)
            #expect(made.status == 0 && made.out == "Content/\(path)\n", "\(made.err)")
        }
        for (kind, slug) in [("document", "questions"), ("question", "index"), ("document", "people")] {
            let run = try Program.run("new", kind, "X", "--author", "ada", "--slug", slug, in: tiny.folder)
            #expect(run.status == 2 && run.ids == ["file-exists"], "\(run.err)")
        }
        // The question `f` is a folder: its address is taken, though not its file's name.
        let run = try Program.run("new", "question", "F", "--group", "g", "--author", "ada", in: tiny.folder)
        #expect(run.status == 2 && run.err.contains("Content/groups/g/questions/f/index.md"), "\(run.err)")
        #expect(!tiny.folder.exists("Content/groups/g/questions/f.md"))
    }

    @Test func anAnswerIsOneAnswer() throws {
        let tiny = try site()
        let before = tiny.folder.read("Content/groups/g/questions/q.md")
        for text in ["x\n\n## Answer — @ada, 2026-01-01\ny", "x\n\n### Comment — @ada, 2026-01-01\ny"] {
            for question in ["q", "f"] {
                let run = try Program.run(
                    "new", "answer", question, "--author", "ben", "--body", text, in: tiny.folder)
                #expect(run.status == 2 && run.err.contains("starts an answer"), "\(run.err)")
            }
        }
        #expect(tiny.folder.read("Content/groups/g/questions/q.md") == before)
        let run = try Program.run(
            "new", "answer", "q", "--author", "ben", "--body", "--- as said:\n\n    ## Answer — @x, 2026-01-01\n",
            in: tiny.folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(tiny.folder.read("Content/groups/g/questions/q.md")?.contains("\n--- as said:\n") == true)
    }

    @Test func whatIsMissingIsNamedWhereNobodyCanBeAsked() throws {
        let tiny = try site()
        let group = try Program.run("new", "group", "X", in: tiny.folder)
        #expect(group.status == 2 && group.err.contains("--kind") && group.err.contains("community, team, awareness"))
        let author = try Program.run("new", "question", "X", "--author", "adda", in: tiny.folder)
        #expect(author.status == 2 && author.err.contains("did you mean '@ada'"))
        let nobody = try Program.run("new", "question", "X", in: tiny.folder)
        #expect(nobody.status == 2 && nobody.err.contains("--author"))
        let wrong = try Program.run("new", "question", "X", "--group", "h", "--author", "ada", in: tiny.folder)
        #expect(wrong.status == 2 && wrong.err.contains("there is no group 'h'"))
        for bad in ["../x", "a/b", ".x", ""] {
            #expect(
                try Program.run("new", "document", "X", "--author", "ada", "--slug", bad, in: tiny.folder).status == 2)
        }
    }

    @Test func theAuthorIsWhoGitSays() throws {
        let tiny = try site()
        let run = try Program.run(
            "new", "question", "Whose?", in: tiny.folder,
            environment: ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Ben Okoro"])
        #expect(run.status == 0, "\(run.err)")
        #expect(tiny.folder.read("Content/questions/whose.md")?.contains("author: \"@ben\"") == true)
    }

    @Test(arguments: [
        ("Who? Me!", "who-me"), ("  ", ""), ("Größe", "grosse"), ("日本 語", "日本-語"), ("It's 5 o'clock", "its-5-oclock"),
    ])
    func slugsArePartsOfAddresses(_ title: String, _ slug: String) {
        #expect(NewPage.slug(of: title) == slug)
    }

    /// A shell completes names from where it stands, and an editor opens what was printed from there.
    @Test(arguments: ["g/questions/q.md", "./g/questions/q.md", "$PWD/g/questions/q.md", "groups/g/questions/q.md"])
    func aQuestionMayBeNamedByItsFileFromAnyFolder(_ file: String) throws {
        let tiny = try site()
        let run = try Program.shell(
            "cd Content/groups && \"$0\" new answer \"\(file)\" --author ben --body Yes.", in: tiny.folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(tiny.folder.read("Content/groups/g/questions/q.md")?.contains("Yes.") == true)
        let printed = run.out.split(separator: "\n").first.map(String.init) ?? ""
        #expect(printed.hasPrefix("/") && FileSystem.isFile(printed))
        let elsewhere = try Program.shell(
            "mkdir x && cd x && cat \"$(\"$0\" new document Plan --author ada -s ..)\"", in: tiny.folder)
        #expect(elsewhere.out.contains("title: \"Plan\""), "\(elsewhere.err)")
    }

    @Test func whatIsMissingIsAskedForInPlainWords() throws {
        let run = try Program.run("new", "answer", "--author", "ada", in: try site().folder)
        #expect(run.status == 2 && run.err.contains("an answer needs an answer to"))
    }
}
