import TestKit
import Testing

/// The theme's files, from the program alone.
@Suite struct ThemeCommandTests {
    @Test func everyFileIsListedWithWhatItIsFor() throws {
        let nowhere = try TemporaryFolder()
        let run = try Program.run("theme", "list", in: nowhere)
        let lines = run.out.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(run.status == 0 && lines.count > 50 && lines.allSatisfy { $0.count == 2 && $0[1].count > 5 })
        #expect(run.out.contains("partials/footer.mustache\tthe foot of every page\n"))
        let reference = try Program.run("theme", "reference", in: nowhere)
        #expect(reference.out.hasPrefix("# The default theme\n") && reference.out.contains("| `breadcrumbs`") == false)
        #expect(reference.out.contains("`hasBreadcrumbs`, `breadcrumbs`"))
    }

    @Test func aCopyChangesNothingUntilItIsChanged() throws {
        let site = try TinySite()
        #expect(try Program.run("build", in: site.folder).status == 0)
        let before = site.folder.tree("Output")
        let copy = try Program.run("theme", "copy", "partials/footer", "assets/icons.svg", in: site.folder)
        #expect(copy.status == 0, "\(copy.err)")
        #expect(copy.out == "Layouts/partials/footer.mustache\nLayouts/assets/icons.svg\n")
        #expect(copy.err.contains("copied partials/footer.mustache: the foot of every page\n"))
        #expect(copy.err.contains("To go back to the built-in theme remove these files."))
        let built = try Program.run("build", "--strict", in: site.folder)
        #expect(built.status == 0 && built.err.contains("0 errors · 0 warnings"), "\(built.err)")
        #expect(site.folder.tree("Output") == before)
    }

    @Test func nothingOfTheSiteIsReplacedWithoutForce() throws {
        let site = try TinySite()
        try site.folder.write("Layouts/partials/footer.mustache", "mine")
        let refused = try Program.run("theme", "copy", "home", "partials/footer", in: site.folder)
        #expect(refused.status == 2 && refused.err.contains("'Layouts/partials/footer.mustache' is there already"))
        #expect(refused.err.contains("--force") && !site.folder.exists("Layouts/home.mustache"))
        #expect(site.folder.read("Layouts/partials/footer.mustache") == "mine")
        let forced = try Program.run("theme", "copy", "Layouts/partials/footer.mustache", "--force", in: site.folder)
        #expect(forced.status == 0 && site.folder.read("Layouts/partials/footer.mustache") != "mine")
    }

    @Test(arguments: [
        ("footer", "did you mean 'partials/footer'?"), ("partials/fotter", "did you mean 'partials/footer'?"),
        ("assets/custom.css", "yours alone"), ("../hearth.yml", "the theme has no file '../hearth.yml'"),
    ])
    func whatTheThemeDoesNotHaveIsTold(_ name: String, _ words: String) throws {
        let site = try TinySite()
        let run = try Program.run("theme", "copy", name, in: site.folder)
        #expect(run.status == 2 && run.err.contains(words) && !site.folder.exists("Layouts"), "\(run.err)")
    }

    @Test func aFolderOutsideOfTheProjectIsNotWrittenTo() throws {
        let (site, other) = (try TinySite(), try TemporaryFolder())
        #expect(try Program.shell("ln -s \(other.path) Layouts", in: site.folder).status == 0)
        let run = try Program.run("theme", "copy", "home", in: site.folder)
        #expect(run.status == 2 && run.err.contains("outside of the project") && other.tree(".").isEmpty)
    }
}
