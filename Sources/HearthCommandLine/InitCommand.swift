import ArgumentParser
import Foundation
import HearthModel

/// `hearth init`: a small site that builds without a warning, to be changed bit by bit.
struct InitCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new site: a configuration, a group, a question, a person.",
        discussion: "Never overwrites a file. A folder that has Content already gets only hearth.yml and .gitignore.")

    @Argument(help: "The folder of the new site.", completion: .directory)
    var folder = "."

    @Option(help: "The name of the site.")
    var title = "Our intranet"

    @OptionGroup var log: LogOptions

    var console: Console { log.console }

    func validate() throws {
        if title.allSatisfy(\.isWhitespace) { throw ValidationError("--title takes a name") }
        if folder.isEmpty { throw ValidationError("the name of the folder is empty; '.' is this folder") }
    }

    func run() throws {
        try FileSystem.makeDirectories(folder)
        guard FileSystem.kind(of: folder + "/hearth.yml") == nil else {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .alreadyInitialized, at: SourceLocation(file: folder + "/hearth.yml"),
                        "there is a site in this folder already",
                        help: "choose another folder: hearth init my-intranet")
                ])
        }
        let template = StarterSite(title: title, today: Self.today)
        // A folder with content of its own gets only the configuration.
        let hasContent = FileSystem.kind(of: folder + "/Content") != nil
        var made: [String] = []
        for (path, text) in template.files where !(hasContent && path.hasPrefix("Content/")) {
            let target = folder + "/" + path
            guard FileSystem.kind(of: target) == nil else { continue }
            if let slash = target.lastIndex(of: "/") { try FileSystem.makeDirectories(String(target[..<slash])) }
            try FileSystem.writeAtomically(Array(text.utf8), to: target)
            made.append(path)
        }
        for path in made { console.info("made \(path)") }
        let here = folder == "." ? "" : "cd \(Self.quoted(folder))\n  "
        console.info(
            "\nNext:\n  \(here)hearth serve --open\n  or: hearth build, then open Output/index.html in a browser")
    }

    /// As a shell reads it back.
    static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) } && !path.hasPrefix("-")
        return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }

    private static var today: String {
        Timestamp(seconds: Int64(Date().timeIntervalSince1970), hasTime: false).iso8601
    }
}

/// The texts of a new site.
struct StarterSite {
    let title: String
    let today: String

    /// Path and text of each file.
    var files: [(String, String)] {
        [
            ("hearth.yml", configuration), (".gitignore", "Output/\n.hearth/\n"), ("Content/index.md", home),
            ("Content/groups/first-group/index.md", group),
            ("Content/groups/first-group/questions/first-question.md", question),
            ("Content/groups/first-group/how-we-work.md", document), ("Content/people/a.manager.md", person),
        ]
    }

    private var quotedTitle: String {
        "\"" + HumanDiagnosticWriter.printable(title).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private var configuration: String {
        """
        title: \(quotedTitle)
        # The address of the site: feeds and the sitemap need it.
        # baseURL: https://intranet.example/community/
        language: en
        timezone: UTC
        nav: [groups, questions, people, topics, documents]
        # Where the buttons "Ask", "Answer" and "Edit" lead:
        # edit:
        #   url: https://git.example/intranet/edit/main/{path}
        #   new: https://git.example/intranet/new/main/{folder}
        #   mail: "{group}@lists.example"
        # Where 'hearth publish' puts the site; a web server reads /srv/intranet/current/site:
        # publish:
        #   live: {folder: /srv/intranet, keep: 5}

        """
    }

    private var home: String {
        """
        ---
        title: \(quotedTitle)
        ---
        Ask, and find the people who know. Change this text in `Content/index.md`.

        """
    }

    private var group: String {
        """
        ---
        title: First group
        kind: community
        problem: What goes wrong today that this group will make better
        wiifm: {newcomer: An answer the same day, expert: The same question only once}
        managers: ["@a.manager"]
        response_target: P2D
        ---
        Say in two or three sentences what this group is for and whom it serves.

        """
    }

    private var question: String {
        """
        ---
        title: How do I ask a question here?
        author: "@a.manager"
        date: \(today)
        tags: [getting-started]
        ---
        I have a question for this group. Where do I write it?

        ## Accepted answer — @a.manager, \(today)
        Add a file to `Content/groups/first-group/questions/`, as [[How we work]] describes, and build the site again.

        """
    }

    private var document: String {
        """
        ---
        title: How we work
        kind: howto
        author: "@a.manager"
        owner: "@a.manager"
        date: \(today)
        tags: [getting-started]
        ---
        - A question is one file: a title, who asks, and the text.
        - An answer is a heading in that file: `## Answer — @handle, \(today)`.
        - When it solved the problem, the heading becomes `## Accepted answer — @handle, \(today)`.

        """
    }

    private var person: String {
        """
        ---
        name: Alex Manager
        title: Community manager
        expertise: [{tag: getting-started, level: expert, confirmed: \(today)}]
        ---
        Looks after the first group. Rename this file to your own handle and change the name.

        """
    }
}
