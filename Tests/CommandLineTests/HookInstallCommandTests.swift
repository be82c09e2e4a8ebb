import TestKit
import Testing

/// What `hearth hook install` says where it cannot be done.
@Suite struct HookInstallCommandTests {
    @Test func aFolderWithASiteIsNotMadeABareRepository() throws {
        let folder = try TemporaryFolder()
        try folder.write("hearth.yml", "title: T\n")
        let site = try Program.run("hook", "install", in: folder)
        #expect(site.status == 2 && site.err.contains("'git init .'") && !site.err.contains("--bare ."), "\(site.err)")
        let new = try Program.run("hook", "install", "r.git", in: folder)
        #expect(new.status == 2 && new.err.contains("'git init --bare r.git'"), "\(new.err)")
    }
}
