import Foundation
import HearthModel
import Testing

@testable import HearthMigration

/// What of a directory never goes on a page, or goes again.
@Suite struct DirectoryPrivacyTests {
    private func migrate(_ site: Workspace, _ name: String, _ system: String) async throws -> MigrationOutcome {
        let outcome = try await MigrationRun(
            system: system, paths: [site.export + "/" + name], siteRoot: site.root, workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        return outcome
    }

    /// Apple and Google write what an address is into a line of its own.
    @Test func privateAddressesAreKnownByTheirLabel() async throws {
        let site = try Workspace([
            "a.vcf": """
            BEGIN:VCARD
            VERSION:3.0
            N:Larsen;Jo;;;
            FN:Jo Larsen
            ORG:Corp;Pumps
            item1.EMAIL;type=INTERNET;type=pref:jo.private@gmail.example
            item1.X-ABLabel:_$!<Home>!$_
            item2.EMAIL;type=INTERNET:jo@corp.example
            item2.X-ABLabel:_$!<Work>!$_
            item3.ADR:;;12 Elm St;Hometown;;;
            item3.X-ABLabel:privat
            END:VCARD

            """
        ])
        let outcome = try await migrate(site, "a.vcf", "vcard")
        let page = site.read("people/jo.larsen.md")
        #expect(page.contains("email: jo@corp.example\n") && !page.contains("gmail") && !page.contains("Hometown"))
        #expect(outcome.report.kinds["private details"]?.skippedCount == 2)
    }

    @Test(arguments: [
        "Email (personal)", "E-mail [home]", "Personal E-Mail address", "Mail privat", "Adresse e-mail personnelle",
        "Home Secondary Email", "Correo particular",
    ])
    func privateAddressesAreKnownByTheirHeading(_ heading: String) async throws {
        let site = try Workspace([
            "a.csv":
                "Name;\(heading);E-Mail;Department\nJo Larsen;jo@gmail.example;;Pumps\nAna Rossi;ana@gmail.example;ana@corp.example;Pumps\n"
        ])
        let outcome = try await migrate(site, "a.csv", "csv")
        #expect(!site.files.contains { site.read($0).contains("gmail") })
        #expect(outcome.report.kinds["private details"]?.skippedCount == 2)
        // Nothing that is private is taken for a slip.
        #expect(!outcome.diagnostics.contains { $0.kind == .migrationColumn })
    }

    @Test func googleSaysInAColumnWhoseAnAddressIs() async throws {
        let site = try Workspace([
            "a.csv":
                "Name,E-mail 1 - Type,E-mail 1 - Value,Department\nJo Larsen,* Home,jo@gmail.example,Pumps\nAna Rossi,* Work,ana@corp.example,Pumps\n"
        ])
        _ = try await migrate(site, "a.csv", "csv")
        #expect(!site.read("people/jo.larsen.md").contains("gmail"))
        #expect(site.read("people/ana.rossi.md").contains("email: ana@corp.example"))
    }

    @Test(arguments: [
        ("State", "TX", false), ("Employment Status", "Full-Time", false), ("Status", "Teilzeit", false),
        ("Status", "Active", true), ("Status", "Aktiv", true), ("Status", "Employed", true),
    ])
    func aStatusThatSaysNothingLeavesTheLastDayItsMeaning(
        _ heading: String, _ value: String, _ isThere: Bool
    ) async throws {
        let site = try Workspace([
            "a.csv":
                "Name,E-mail,\(heading),Termination Date\nJo Larsen,jo@corp.example,\(value),2019-03-31\nAna Rossi,ana@corp.example,\(value),\n"
        ])
        _ = try await migrate(site, "a.csv", "csv")
        #expect(site.has("people/jo.larsen.md") == isThere && site.has("people/ana.rossi.md"))
    }

    @Test func aPhotoThatWasTakenBackGoes() async throws {
        let picture = Data([0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 7, count: 40)).base64EncodedString()
        func person(_ name: String, _ photo: Bool) -> String {
            "dn: cn=\(name),dc=b\nobjectClass: person\nsn: Larsen\ngivenName: \(name)\nuid: \(name)\n"
                + (photo ? "jpegPhoto:: \(picture)\n" : "") + "\n"
        }
        let site = try Workspace(["a.ldif": person("Jo", true) + person("Ana", true) + person("Kim", true)])
        _ = try await migrate(site, "a.ldif", "ldif")
        #expect(site.files.count { $0.hasSuffix(".jpg") } == 3)
        try site.write("mine", to: "Content/people/ana.larsen.jpg")
        try site.write(site.read("people/jo.larsen.md") + "\nMine\n", to: "Content/people/jo.larsen.md")
        try site.write(person("Jo", false) + person("Ana", false) + person("Kim", true), to: "old-site/a.ldif")
        let outcome = try await migrate(site, "a.ldif", "ldif")
        #expect(outcome.files.removed == 1)
        // A page that somebody has edited would not build with a photo that is gone.
        #expect(
            !site.read("people/jo.larsen.md").contains("photo:") && site.read("people/jo.larsen.md").hasSuffix("Mine\n")
        )
        // What somebody has put in its place stays.
        #expect(
            !site.has("people/jo.larsen.jpg") && site.has("people/ana.larsen.jpg") && site.has("people/kim.larsen.jpg"))
        #expect(try await migrate(site, "a.ldif", "ldif").files.changed == 0)
    }

    /// Contacts and new accounts often have their address for a name.
    @Test(arguments: [
        (
            "a.csv", "csv",
            "User principal name,Display name,Title,Department\njo@corp.example,jo@corp.example,ask ana@corp.example,Lift\n"
        ),
        (
            "a.ldif", "ldif",
            "dn: cn=jo@corp.example,dc=x\nobjectClass: inetOrgPerson\ncn: jo@corp.example\nmail: jo@corp.example\ntitle: ask ana@corp.example\n"
        ),
        (
            "a.vcf", "vcard",
            "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:jo@corp.example\nEMAIL:jo@corp.example\nTITLE:ask ana@corp.example\nEND:VCARD\n"
        ),
    ])
    func namesAreNoAddresses(_ name: String, _ system: String, _ text: String) async throws {
        let site = try Workspace([name: text])
        _ = try await migrate(site, name, system)
        let page = site.read("people/jo.md")
        #expect(
            page.contains("name: jo\n") && page.contains("ask ana\n") && !page.contains("ana@"), "\(site.files) \(page)"
        )
    }

    /// Two people who have nothing but addresses with one beginning are two.
    @Test func addressesForNamesStayApart() async throws {
        let site = try Workspace(["a.csv": "Name,Department\njo@corp.example,Lift\njo@other.example,Lift\n"])
        _ = try await migrate(site, "a.csv", "csv")
        #expect(site.files == ["people/jo-2.md", "people/jo.md"])
    }
}
