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
