import HearthModel
import TestKit
import Testing

/// Whatever the state of `hearth.yml`, no command says a secret of it.
@Suite struct SecretCommandTests {
    private static let secret = "Hunter2x"

    @Test(arguments: [
        "publish: {live: {rclone: \":s3,secret_access_key=Hunter2x:b\"}",
        "publish:\n  live: {rclone: \":s3,secret_access_key=Hunter2x:b\"}\n \tx: 1",
        "publish:\n  live: \"web:Hunter2x@host:/x\"", "publish: \"web:Hunter2x@host:/x\"",
        "publish: {live: {rsync: \"web:Hunter2x@127.0.0.1:/x\"}}",
        "publish: {live: {rsync: \"rsync://web:Hunter2x@h/x\"}}",
        "publish: {live: {folder: \"https://web:Hunter2x@h/x\"}}", "publish: {live: {rclone: :s3,pass=Hunter2x:b}}",
        "publish: {live: {keep: Hunter2x, rclone: \":s3:b\"}}",
        "publish: {live: {rclone: \":s3:b\", compress: Hunter2x}}",
        "publish: {\"web:Hunter2x@h:/x\": 1}", "publish: {live: {rclone: \":s3:b\", Hunter2x: 1}}",
        "publish: {live: {rclone: @Hunter2x}}", "publish:\n  live: &Hunter2x {a: 1}\n  b: *Hunter2x",
        "publish: #Hunter2x", "publish: !Hunter2x", "pass=Hunter2x: 1", "pass=Hunter2x: 1\npass=Hunter2x: 2",
        "edit: {url: \"https://web:Hunter2x@h/\"}", "baseURL: \"ftp://web:Hunter2x@h/\"",
    ]) func noCommandSaysIt(_ settings: String) throws {
        let tiny = try TinySite(configuration: "title: T\n\(settings)\n")
        for arguments in [
            ["check", "-v"], ["check", "--format", "sarif"], ["publish", "-n", "nowhere"], ["server-config", "nginx"],
        ] {
            let run = try Program.start(arguments, in: tiny.folder)
            #expect(
                run.signal == nil && !(run.out + run.err).contains(Self.secret), "\(arguments): \(run.out)\(run.err)")
        }
    }

    /// A settings file with the secret in one place of `publish:`, and what may be wrong beside it.
    private static let places: [String] = [
        "rclone: \":s3,access_key_id=Hunter2x:b\"", "rclone: \":s3,x='Hunter2x':b\"", "rsync: \"web:Hunter2x@h:/x\"",
        "rsync: \"web:Hunter2x@h/x\"", "folder: \"web:Hunter2x@h/x\"", "folder: \"//web:Hunter2x@h/x\"",
        "keep: Hunter2x", "maxDelete: Hunter2x", "compress: Hunter2x", "compress: [gzip, Hunter2x]",
        "Hunter2x: 1", "\"a:Hunter2x@b\": 1", "rclone: {pass: Hunter2x}", "rclone: [Hunter2x]",
        "rclone: !x \":s3,x=Hunter2x:b\"", "rclone: &a \":s3,x=Hunter2x:b\"",
    ]

    @Test func noCommandSaysWhatAPlaceToPublishToHolds() throws {
        let tiny = try TinySite()
        let targets = Self.places.indices.map { "  t\($0): {\(Self.places[$0])}\n" }.joined()
        let whole = "title: T\npublish:\n  live: {rclone: \":s3:b\"}\n" + targets
        let commands = [
            ["check", "-v", "--format", "github"], ["build", "--profile", "-v"], ["publish", "t0", "-n"],
            ["publish", "t1", "-n"], ["publish", "t14", "-n"], ["publish", "nowhere"], ["rollback", "t0"],
            ["rollback", "t0", "--list"], ["server-config", "nginx"], ["server-config", "apache", "--target", "t0"],
            ["list", "pages"], ["explain", "Content/index.md"], ["explain", "hearth.yml"], ["clean", "-n"],
            ["search", "x"],
            ["new", "person", "X Y"],
        ]
        try tiny.folder.write("hearth.yml", whole)
        for arguments in commands { try expectSilence(arguments, in: tiny) }
        for end in ["  x: [\n", "\tx: 1\n", "title: \"x\n", "  t0: {}\nsearch: *a\n", "title: T\n"] {
            try tiny.folder.write("hearth.yml", whole + end)
            for format in ["human", "sarif"] { try expectSilence(["check", "--format", format], in: tiny) }
        }
        // Each on its own and cut off: what is said must not depend on its neighbours.
        for place in Self.places {
            try tiny.folder.write("hearth.yml", "title: T\npublish:\n  t0: {\(place)\n")
            try expectSilence(["check"], in: tiny)
        }
        // Nothing of it is in what was made, nor in what a build remembers.
        let made = tiny.folder.tree("Output").merging(tiny.folder.tree(".hearth")) { first, _ in first }
        for (path, bytes) in made {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.secret), "\(path)")
        }
    }

    private func expectSilence(_ arguments: [String], in tiny: TinySite) throws {
        let run = try Program.start(arguments, in: tiny.folder)
        let said = run.out + run.err
        #expect(run.signal == nil && !said.contains(Self.secret), "\(arguments): \(said)")
    }

    @Test(arguments: [
        "baseURL: \"https://u:Hunter2x@h/\"", "baseURL: \"u:Hunter2x@h/x\"",
        "search: {endpoint: \"https://u:Hunter2x@h/x\"}",
        "search:\n  endpoint: u:Hunter2x@h/x", "edit: {url: \"https://u:Hunter2x@h/{path}\"}",
        "edit: {new: \"u:Hunter2x@h/\"}",
    ]) func anAddressWithALoginGetsOntoNoPage(_ setting: String) throws {
        let tiny = try TinySite(configuration: "title: T\n\(setting)\n")
        let run = try Program.run("build", in: tiny.folder)
        #expect(run.status == 2 && run.ids.contains("bad-setting") && run.err.contains("hearth.yml:"), "\(run.err)")
        #expect(!run.err.contains(Self.secret) && tiny.outputs(containing: Self.secret).isEmpty, "\(run.err)")
    }

    @Test func aMistakeAboutSettingsIsRememberedWithoutASecret() throws {
        let tiny = try TinySite(configuration: "title: T\nnav: [\"https://u:Hunter2x@h/x\", \"u:Hunter2x@h/x\"]\n")
        for arguments in [["build"], ["check", "--write-baseline"], ["check", "-v"]] {
            try expectSilence(arguments, in: tiny)
        }
        #expect(tiny.folder.read("hearth-baseline.txt")?.contains("unknown-nav") == true)
        for (path, bytes) in tiny.folder.tree(".") where path != "./hearth.yml" && path != "hearth.yml" {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.secret), "\(path)")
        }
    }

    @Test func settingsAreNoPage() throws {
        let tiny = try TinySite()
        try tiny.folder.write("x.md", "title: T\npublish: {live: {rclone: \":s3,pass=Hunter2x:b\"}\n")
        for name in ["x.md", "x.json"] {
            let run = try Program.run("check", "--config", name, in: tiny.folder)
            #expect(run.status == 2 && run.err.contains("name the file with the settings .yml"), "\(run.err)")
            #expect(!run.err.contains(Self.secret))
        }
    }

    /// Every user of a machine can read the command lines of all programs.
    @Test func rcloneGetsItsOptionsByTheEnvironment() throws {
        let settings = "title: T\npublish: {live: {rclone: \":s3,env_auth,secret_access_key='Hunter2x':b/c\"}}\n"
        let tiny = try TinySite(configuration: settings)
        let log = tiny.folder.path
        try tiny.folder.write("bin/rclone", "#!/bin/sh\necho \"$@\" >>\(log)/line\nenv >>\(log)/env\n")
        try FileSystem.makeExecutable(tiny.folder.path + "/bin/rclone")
        let run = try Program.run("publish", in: tiny.folder, environment: ["PATH": log + "/bin:/usr/bin:/bin"])
        let line = try #require(tiny.folder.read("line"))
        #expect(
            run.status == 0 && !line.contains(Self.secret) && line.contains("hearthpublish:b/c"), "\(line)\(run.err)")
        let environment = try #require(tiny.folder.read("env")?.split(separator: "\n"))
        #expect(
            environment.contains("RCLONE_CONFIG_HEARTHPUBLISH_SECRET_ACCESS_KEY=Hunter2x")
                && environment.contains("RCLONE_CONFIG_HEARTHPUBLISH_TYPE=s3")
                && environment.contains("RCLONE_CONFIG_HEARTHPUBLISH_ENV_AUTH=true"))
    }

    @Test func settingsInTheContentFolderAreNotPublished() throws {
        let folder = try TemporaryFolder()
        let settings = "title: T\ncontent: .\noutput: ../out\npublish: {live: {rclone: \":s3,pass=Hunter2x:b\"}}\n"
        try folder.write("site/hearth.yml", settings)
        try folder.write("site/index.md", "---\ntitle: T\n---\nx\n")
        try folder.write("site/search-tests.yml", "tests: []\n")
        let run = try Program.run("build", "-s", "site", in: folder)
        #expect(run.status == 0 && folder.exists("out/index.html"), "\(run.err)")
        #expect(!folder.tree("out").keys.contains { $0.hasSuffix(".yml") })
    }

    @Test func rclonesWordsHoldNoSecret() throws {
        let settings = "title: T\npublish: {live: {rclone: \":nosuch,secret_access_key=Hunter2x:b\"}}\n"
        let tiny = try TinySite(configuration: settings)
        try tiny.folder.write("bin/rclone", "#!/bin/sh\nfor a; do :; done\necho \"cannot make $a\" >&2\nexit 1\n")
        try FileSystem.makeExecutable(tiny.folder.path + "/bin/rclone")
        let run = try Program.run(
            "publish", "-v", in: tiny.folder, environment: ["PATH": tiny.folder.path + "/bin:/usr/bin:/bin"])
        #expect(run.status == 3 && run.ids.contains("publish-failed") && run.err.contains("cannot make"), "\(run.err)")
        #expect(!run.err.contains(Self.secret), "\(run.err)")
    }
}
