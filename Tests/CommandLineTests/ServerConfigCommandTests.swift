import HearthModel
import TestKit
import Testing

/// Flags of `hearth server-config` that a web server would take for something else.
@Suite struct ServerConfigCommandTests {
    private func site() throws -> TinySite {
        try TinySite(["index.md": "---\ntitle: T\n---\nx\n"], configuration: "title: T\n")
    }

    @Test func foldersAreWrittenInFull() throws {
        let tiny = try site()
        let here = FileSystem.realPath(tiny.folder.path) ?? tiny.folder.path
        let run = try Program.run("server-config", "nginx", "--root", "out", in: tiny.folder)
        #expect(run.out.contains("root \"\(here)/out\";"), "\(run.out)")
        let apache = try Program.run("server-config", "apache", "--maps", "maps", in: tiny.folder)
        #expect(apache.out.contains("\"txt:\(here)/maps/redirects.txt\""), "\(apache.out)")
        let kept = try Program.run("server-config", "nginx", "--root", "/srv/x", in: tiny.folder)
        #expect(kept.out.contains("root \"/srv/x\";"))
    }

    @Test func whatNoServerUnderstandsIsRefused() throws {
        let tiny = try site()
        for wrong in [
            ["nginx", "--listen", "0"], ["nginx", "--listen", ":80"], ["nginx", "--listen", "a#b:80"],
            ["nginx", "--listen", "[]:80"], ["nginx", "--server-name", "a b"], ["nginx", "--server-name", ""],
            ["caddy", "--server-name", "a{b"], ["nginx", "--root", ""], ["nginx", "--members", ""],
            ["nginx", "--access-url", "ftp://x"], ["apache", "--maps", "m", "--ldap-url", "x"],
        ] {
            #expect(try Program.start(["server-config"] + wrong, in: tiny.folder).status == 2, "\(wrong)")
        }
        for right in ["80", "127.0.0.1:80", "[::]:80", "*:80", "intranet.example:8080"] {
            let run = try Program.run("server-config", "nginx", "--listen", right, in: tiny.folder)
            #expect(run.status == 0 && run.out.contains("listen \(right);"), "\(right): \(run.err)")
        }
    }
}
