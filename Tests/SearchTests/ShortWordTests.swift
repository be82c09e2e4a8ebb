import TestKit
import Testing

@testable import HearthSearch

/// Short and rare words beside frequent ones that are like them: abbreviations, names of products and tools.
struct ShortWordTests {
    private func page(_ title: String, _ body: String = "Text.") -> String {
        "---\ntitle: \"\(title)\"\n---\n\(body)\n"
    }

    /// One page has the words in its text, many have what is like them in their titles.
    private var site: TinySite {
        get throws {
            var pages = [
                "z.md": page(
                    "Notes", "Forms are read by OCR. The MOT is due in May. Baking takes an oven, in relase 2.")
            ]
            for number in 1...6 {
                pages["g\(number).md"] = page("Can I bring our guest or a guest \(number)")
                pages["h\(number).md"] = page(
                    "Even if hall \(number) is not open, food is at the arm of release \(number)")
            }
            return try TinySite(pages)
        }
    }

    @Test(arguments: ["OCR", "MOT", "oven", "relase"])
    func aWordThatIsThereComesBeforeWordsThatAreLikeIt(_ word: String) async throws {
        for blank in ["", " "] { #expect(try await site.find(word + blank).first == "z/", "\(word)") }
    }

    @Test func aSlipThatSomebodyElseMadeTooHidesNothing() async throws {
        #expect(try await site.find("relase ").count == 7)
        #expect(try await site.find("relase hall ").prefix(6).allSatisfy { $0.hasPrefix("h") })
    }

    @Test(arguments: ["PTO ", "foo ", "fro "])
    func threeLettersThatAreNowhereAreNotFound(_ word: String) async throws {
        #expect(try await site.find(word).isEmpty)
    }

    @Test func twoLettersThatChangedPlacesAndAWrongOneAreSlips() async throws {
        let site = try TinySite(["a.md": page("VPN from home"), "b.md": page("Canteen")])
        for word in ["vnp ", "pvn ", "vpm "] { #expect(try await site.find(word) == ["a/"], "\(word)") }
        #expect(try await site.find("vp1n ").isEmpty == false)
    }

    /// Its words stand on many pages, each of which has more of some of them.
    @Test(arguments: ["Why this question was closed?", "Question about a closed question"])
    func aTitleThatIsTypedComesFirst(_ title: String) async throws {
        var pages = ["x.md": page("Why this question was closed?"), "y.md": page("Question about a closed question")]
        for number in 1...20 {
            pages["q\(number).md"] = page(
                "Closed \(number)",
                "## Closed question\n\nThe closed question of a closed question.\n\n# Question closed\n")
        }
        #expect(try await TinySite(pages).find(title).first == (title.hasPrefix("Why") ? "x/" : "y/"))
    }

    @Test func longWordsAroundAHyphenAreOneWordToo() async throws {
        let site = try TinySite(
            ["a.md": page("Datenschutz-Grundverordnung"), "b.md": page("Kantine")],
            configuration: "title: T\nlanguage: de\n")
        #expect(try await site.find("Datenschutzgrundverordnung ") == ["a/"])
    }
}
