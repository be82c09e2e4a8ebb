import TestKit
import Testing

@testable import HearthMigration

/// What people called the files that they brought.
@Suite struct SlackFileTitleTests {
    @Test func titlesOfFilesAreShown() async throws {
        func file(_ id: String, _ name: String, _ title: String) -> String {
            #"{"id":"\#(id)","name":"\#(name)","title":"\#(title)","permalink":"https://x.slack.com/files/U1/\#(id)/x"}"#
        }
        let files = [
            file("F1", "IMG_2015.jpg", "Pump 4: exploded *view*, Q&amp;A"), file("F2", "scan0001.pdf", "Lifting plan"),
            file("F3", "plan.pdf", "Plan"), file("F4", "old_list.csv", "old list.csv"), file("F5", "bare.txt", " "),
            file("F6", "-.r", "Untitled"),
        ]
        let site = try Workspace([
            "users.json": #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"}]"#,
            "channels.json": #"[{"id":"C1","name":"pumps"}]"#,
            "pumps/2024-07-28.json":
                #"[{"type":"message","user":"U1","text":"Here","ts":"1722150000.000100","files":[\#(files.joined(separator: ","))]}]"#,
            "__uploads/F1/IMG_2015.jpg": "jpg", "__uploads/F2/scan0001.pdf": "%PDF-1.4 x",
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/work", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let page = site.read("groups/work/channels/pumps/2024-07.md")
        let shown = [
            "![Pump 4: exploded \\*view\\*, Q&A](/groups/work/files/pumps/2024-07/img-2015.jpg)",
            "[Lifting plan](/groups/work/files/pumps/2024-07/scan0001.pdf)",
            "[plan.pdf](https://x.slack.com/files/U1/F3/x)", "[old_list.csv](", "[bare.txt](", "[-.r](",
        ]
        for text in shown { #expect(page.contains(text), "\(text)\n\(page)\n\(site.files)") }
        #expect(try await run.run().files.changed == 0)
    }

    /// Questions of a file or a link have no words of their own.
    @Test(arguments: [
        (#""text":"?","files":[{"id":"F1","name":"scan0001.pdf","title":"Plan of pump 4"}]"#, "Plan of pump 4"),
        (#""text":"<@U2>?","files":[{"id":"F1","name":"scan0001.pdf"}]"#, "scan0001.pdf"),
        (#""text":"<https://www.plant.example/a?b=1> ?""#, "plant.example"),
        (#""text":"<https://plant.example/a|The plan>?""#, "The plan?"),
        (#""text":"<@U2> ?""#, "The valve is shut"), (#""text":"@ada?""#, "The valve is shut"),
        (#""text":"Why?","files":[{"id":"F1","name":"scan0001.pdf"}]"#, "Why?"),
    ])
    func questionsWithoutWords(_ message: String, _ title: String) async throws {
        let site = try Workspace([
            "users.json":
                #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"},{"id":"U2","name":"ada","real_name":"Ada Vik"}]"#,
            "channels.json": #"[{"id":"C1","name":"pumps"}]"#,
            "pumps/2020-01-26.json":
                #"[{"type":"message","user":"U1",\#(message),"ts":"1580000000.000100","thread_ts":"1580000000.000100"},{"type":"message","user":"U2","text":"The valve is shut","ts":"1580000060.000100","thread_ts":"1580000000.000100"}]"#,
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/work", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let pages = site.files.filter { $0.hasPrefix("groups/work/questions/") && $0.hasSuffix("index.md") }
        let text = site.read(pages.first ?? "")
        #expect(text.contains("title: \(title)\n") || text.contains("title: \"\(title)\"\n"), "\(site.files)\n\(text)")
    }
}
