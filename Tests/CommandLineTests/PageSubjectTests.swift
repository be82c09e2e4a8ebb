import TestKit
import Testing

/// `explain` as people ask it: with a name that a shell has completed, or an address that a browser shows.
@Suite struct PageSubjectTests {
    private static let files = [
        "groups/lift/index.md":
            "---\ntitle: Lift\nkind: team\nredirect_from: [\"/old/l?id=1%2F2\", \"https://old.example/lift\"]\n---\nx\n",
        "groups/lift/how.md": "---\ntitle: How\n---\nThe text.\n",
        "groups/lift/rød tråd.markdown": "---\ntitle: Thread\n---\nx\n",
    ]

    private func site() throws -> TinySite {
        try TinySite(Self.files, configuration: "title: T\nbaseURL: https://x.example/in/\n")
    }

    private func source(_ subject: String, in folder: String, of site: TinySite) throws -> String {
        let script = "cd '\(folder)' && \"$0\" explain '\(subject)'"
        let run = try Program.shell(script, in: site.folder)
        let line = run.out.split(separator: "\n").first { $0.hasPrefix("  source") }
        return line.map { String($0.split(separator: " ", maxSplits: 1)[1].drop { $0 == " " }) } ?? run.out + run.err
    }

    @Test(arguments: [
        "how.md", "./how.md", "../lift/how.md", "/groups/lift/how/#x", "/in/groups/lift/how/",
        "/groups/lift/how/?q=1#x",
        "http://localhost:8000/in/groups/lift/how/", "https://x.example/in/groups/lift/how/#x",
        "HTTPS://x.example/groups/lift/how", "/groups/lift/how/index.html",
    ])
    func knowsThePage(_ subject: String) throws {
        #expect(try source(subject, in: "Content/groups/lift", of: site()) == "Content/groups/lift/how.md")
    }

    @Test func aFileOfTheCurrentFolderComesFirst() throws {
        let site = try site()
        #expect(try source("index.md", in: "Content/groups/lift", of: site) == "Content/groups/lift/index.md")
        #expect(try source("index.md", in: ".", of: site) == "Content/index.md")
        #expect(try source("index.md", in: "Content", of: site) == "Content/index.md")
        let path = site.folder.path + "/Content/groups/lift/how.md"
        #expect(try source(path, in: "/", of: site).contains("no hearth.yml"))
        #expect(try source(path, in: site.folder.path, of: site) == "Content/groups/lift/how.md")
        let thread = "Content/groups/lift/rød tråd.markdown"
        #expect(try source("rød tråd.markdown", in: "Content/groups/lift", of: site) == thread)
        #expect(try source("http://localhost:8000/in/groups/lift/r%C3%B8d%20tr%C3%A5d/", in: ".", of: site) == thread)
        #expect(try source("https://x.example/in", in: ".", of: site) == "Content/index.md")
    }

    @Test func oldAddressesAreKnownWithTheirServerAndQuery() throws {
        let site = try site()
        for subject in ["/old/l?id=1%2F2", "http://localhost:8000/in/old/l?id=1%2F2", "https://old.example/lift"] {
            #expect(try source(subject, in: ".", of: site).contains("leads to  /groups/lift/"), "\(subject)")
        }
    }

    @Test func theNextBuildIsToldOfEachPage() throws {
        let site = try site()
        #expect(try Program.run("build", in: site.folder).status == 0)
        func next(_ subject: String) throws -> String? {
            let out = try Program.run("explain", subject, in: site.folder).out
            return out.split(separator: "\n").first { $0.hasPrefix("  next build") }.map(String.init)
        }
        #expect(try next("/groups/lift/how/") == "  next build  leaves it as it is")
        try site.folder.write("Content/groups/lift/how.md", "---\ntitle: How\n---\nAnother text.\n")
        #expect(
            try next("/groups/lift/how/")
                == "  next build  makes it again: the text of Content/groups/lift/how.md changed")
        #expect(try next("/people/ada/") == "  next build  leaves it as it is")
        try site.folder.write("Content/groups/lift/how.md", "---\ntitle: Why\n---\nAnother text.\n")
        #expect(
            try next("/people/ada/")
                == "  next build  makes all files, and writes those that differ: "
                + "what other pages know of Content/groups/lift/how.md changed")
    }
}
