import HearthModel
import HearthSite
import Testing

@testable import HearthLayout

@Suite struct AudienceTests {
    @Test func nothingRestrictedReachesAnOpenPage() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        #expect(sample.page("groups/vault/questions/code/").contains("CANARY body"))
        for page in sample.plan.pages where page.audience == .everyone {
            let text = sample.page(page.path.text)
            #expect(!text.uppercased().contains("CANARY"), "\(page.path)")
            #expect(!text.contains("groups/ghost"), "\(page.path)")
            #expect(!text.contains("groups/vault/questions"), "\(page.path)")
        }
    }

    @Test func sourcesFitTheAudienceOfTheirPage() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        for page in sample.plan.pages {
            for source in page.sources { #expect(sample.site.isVisible(source, to: page.audience), "\(page.path)") }
        }
    }

    @Test func aListedGroupIsANameAndALock() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let groups = sample.main("groups/")
        #expect(groups.contains("Vault") && groups.contains("Restricted"))
        #expect(groups.contains("href=\"~groups/vault/\""))
        #expect(!sample.main("").contains("Vault"))
    }

    @Test func countsLeaveRestrictedItemsOut() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        // One accepted answer is open, the other one is in the vault.
        #expect(sample.main("people/ada/").contains("1 accepted answer"))
        #expect(!sample.main("people/ada/").contains("2 accepted answers"))
        #expect(sample.main("groups/vault/questions/code/").contains("Only members of Vault"))
        #expect(sample.page("groups/vault/").contains("noindex"))
    }
}
