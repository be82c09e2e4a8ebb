import HearthModel
import HearthSite
import Testing

@testable import HearthLayout

@Suite struct PageTests {
    @Test func everyKindOfPageIsPlannedOnce() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let paths = sample.plan.pages.map(\.path.text)
        let wanted = [
            "", "404.html", "about/", "strategy/", "groups/", "groups/lift/", "groups/lift/questions/",
            "groups/lift/start/",
            "groups/lift/events/tour/", "groups/lift/questions/trip/", "questions/", "questions/page/2/",
            "questions/unanswered/",
            "questions/answered/", "questions/by-topic/", "questions/by-group/", "people/", "people/ada/",
            "people/topics/",
            "people/departments/", "people/sites/", "topics/", "topics/esp/", "documents/", "events/", "use-cases/",
            "use-cases/uc1/", "measures/", "measures/trips/", "groups/vault/", "groups/vault/questions/",
            "groups/vault/questions/code/", "groups/vault/plan/",
        ]
        for path in wanted { #expect(paths.contains(path), "\(path)") }
        #expect(Set(paths).count == paths.count)
        #expect(!paths.contains("people/hid/"))
        #expect(sample.planned("groups/vault/questions/")?.audience == .group("vault"))
        #expect(sample.planned("questions/page/2/")?.isIndexable == false)
    }

    @Test func theFastWayWritesWhatTheEngineWrites() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let engine = PageRenderer(site: sample.site, library: sample.library.byEngineAlone, plan: sample.plan)
        for page in sample.plan.pages {
            let fast = SampleSite.readable(sample.renderer.render(page).bytes)
            #expect(fast == SampleSite.readable(engine.render(page).bytes), "\(page.path)")
            #expect(!fast.isEmpty)
        }
        for name in Schemas.all.keys { #expect(sample.library.isCompiled(name), "\(name)") }
    }

    @Test func questionShowsStateAnswersAndComments() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let main = sample.main("groups/lift/questions/trip/")
        #expect(main.contains("Solved by <bdi>Ada Lund</bdi>"))
        #expect(main.contains("href=\"#a-ada-2026-05-03\""))
        #expect(main.contains("id=\"a-ada-2026-05-03\""))
        #expect(main.contains("2 answers"))
        #expect(main.contains("Worked."))
        #expect(main.contains("Also asked as: pump trips"))
        #expect(main.contains("See the manual."))
        #expect(main.contains("<a href=\"~groups/lift/\">Artificial lift</a>"))
        // The duplicate is named, and its own page leads here.
        #expect(main.contains("Trips again"))
        #expect(sample.main("groups/lift/questions/again/").contains("This has been asked before"))
        let open = sample.main("groups/lift/questions/grease/")
        #expect(open.contains("first answer within 2 days"))
        #expect(open.contains("https://git.example/edit/main/Content/groups/lift/questions/grease.md"))
    }

    @Test func hiddenPeopleAreNamedButNeverLinked() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        #expect(sample.main("groups/lift/questions/trip/").contains("Hidden Person"))
        for page in sample.plan.pages {
            let text = sample.page(page.path.text)
            #expect(!text.contains("people/hid"), "\(page.path)")
            #expect(!text.contains("Secretive"), "\(page.path)")
        }
        #expect(!sample.page("people/").contains("Hidden Person"))
    }

    @Test func groupShowsWhatItIsFor() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let main = sample.main("groups/lift/")
        for text in [
            "Trips are diagnosed twice", "An answer the same day", "Ada Lund", "Which grease?", "Why does it trip?",
            "Starting a pump", "Stopping a pump", "Restart table", "Trips a month", "Tour",
            "~ask/#H-in-lift", "lift@lists.example", "~groups/lift/feed.xml",
            "About the group.",
        ] { #expect(main.contains(text), "\(text)") }
    }

    @Test func personShowsEvidenceThatLinks() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let main = sample.main("people/ada/")
        for text in [
            "Lift engineer", "~people/departments/#H-production", "~people/sites/#H-stavanger",
            "mailto:ada@corp.example",
            "<a href=\"#H-answers\">1 accepted answer</a>", "12 years", "Why does it trip?",
            "Starting a pump",
        ] { #expect(main.contains(text), "\(text)") }
        // Her backup is away.
        #expect(main.contains("<td class=\"nothing\">—</td>") && !main.contains("Ben Okoro"))
        #expect(sample.main("people/ben/").contains("Away at the moment."))
    }

    @Test func documentShowsFreshnessOutlineAndProvenance() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let main = sample.main("groups/lift/start/")
        for text in [
            "How-to", "Due for review", "31 Jul 2025", "href=\"#before\"", "level-3", "Migrated from Jive", "Lund, Ada",
            "https://old.example/1", "not yet reviewed",
        ] { #expect(main.contains(text), "\(text)") }
        // 22:30 UTC is the next day in Oslo.
        #expect(main.contains("15 Jun 2011"))
        #expect(main.contains("Stopping a pump"))
    }

    @Test func workPagesShowTheChain() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let useCase = sample.main("use-cases/uc1/")
        for text in [
            "Proven", "By ear", "One table", "Too hard", "It pays", "~strategy/#obj-up", "6.5 h", "~groups/lift/",
        ] {
            #expect(useCase.contains(text), "\(text)")
        }
        let measure = sample.main("measures/trips/")
        for text in ["10 h", "6.5 h", "2 h", "44", "on track", "lower is better", "Restart table"] {
            #expect(measure.contains(text), "\(text)")
        }
        let strategy = sample.main("strategy/")
        for text in ["id=\"obj-up\"", "More uptime", "Restart table", "Trips a month"] {
            #expect(strategy.contains(text), "\(text)")
        }
        let event = sample.main("groups/lift/events/tour/")
        for text in ["20 Jun 2026, 09:00", "Skarvik", "3 people", "Write it down", "1 Jul 2026"] {
            #expect(event.contains(text), "\(text)")
        }
    }

    @Test func indexesArePaginatedAndLinked() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let first = sample.main("questions/")
        #expect(first.contains("href=\"~questions/page/2/\""))
        #expect(
            first.contains("Trips again") && first.contains("Which grease?") && !first.contains("Why does it trip?"))
        #expect(sample.main("questions/page/2/").contains("Why does it trip?"))
        #expect(sample.main("topics/esp/").contains("Also called submersible"))
        #expect(sample.main("people/topics/").contains("1 accepted answer"))
        #expect(sample.page("questions/page/2/").contains("noindex"))
        #expect(sample.page("groups/lift/").contains("aria-current=\"true\">Groups"))
    }

    @Test func aSiteOfNothingShowsEmptyStates() async throws {
        let sample = try await SampleSite(["Content/index.md": "---\ntitle: New\n---\n"])
        #expect(sample.main("questions/").contains("No questions here"))
        #expect(sample.main("groups/").contains("No groups yet"))
        #expect(sample.main("").contains("class=\"empty\""))
        #expect(!sample.page("").contains("feed.xml"))
        #expect(!sample.page("").contains("canonical"))
    }

    @Test func anIntroductionHasNoPageOfItsOwn() async throws {
        let sample = try await SampleSite([
            "Content/index.md": "---\ntitle: New\n---\n",
            "Content/documents/index.md": "---\ntitle: Our papers\ndescription: All of them.\n---\n",
        ])
        #expect(sample.plan.pages.filter { $0.path.text == "documents/" }.count == 1)
        #expect(sample.main("documents/").contains("Our papers"))
    }

    @Test func feedsAndRedirects() async throws {
        let sample = try await SampleSite(SampleFiles.all, configuration: SampleFiles.configuration)
        let question = try #require(sample.site.pages.firstIndex { $0.url.text == "groups/lift/questions/trip/" })
        let feed = SampleSite.readable(sample.renderer.contentHTML(of: question).bytes)
        #expect(feed.contains("It trips after restart.") && feed.contains("Accepted answer by Ada Lund"))
        let redirect = SampleSite.readable(sample.renderer.redirectPage(to: SitePath("groups/lift/")))
        #expect(redirect.contains("url=~groups/lift/") && redirect.contains("Artificial lift"))
    }
}
