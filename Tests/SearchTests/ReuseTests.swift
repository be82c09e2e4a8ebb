import HearthModel
import HearthSite
import TestKit
import Testing

@testable import HearthSearch

/// A build that takes words over from the one before makes the bytes of one that does not.
struct ReuseTests {
    private func bytes(_ build: SearchBuild) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: build.files.map { ($0.path.text, $0.bytes()) })
    }

    /// A community that can be edited: each question by its number, and what it is called.
    private struct Community {
        var questions: [Int: (title: String, body: String)] = [:]
        var label = "Pumps"
        var author = "Ada Lund"
        var isOpen = true
        var dice: RandomNumbers

        static let words = ["pump", "pumps", "trips", "Résumé", "filter", "東京都", "e-mail", "delay", "seal", "tripped"]

        mutating func text(_ count: Int) -> String {
            (0..<count).map { _ in Self.words.randomElement(using: &dice) ?? "" }.joined(separator: " ")
        }

        mutating func edit() {
            let number = Int.random(in: 0..<14, using: &dice)
            switch Int.random(in: 0..<8, using: &dice) {
            case 0: questions[number] = nil
            case 1: label = text(1)
            case 2: author = "Ada " + text(1)
            case 3: isOpen.toggle()
            case 4: questions[number] = (text(3), text(Int.random(in: 300..<1500, using: &dice)))
            default:
                questions[number] = (text(3), text(Int.random(in: 0..<40, using: &dice)) + " [[groups/g]] @ada #pump")
            }
        }

        func files() -> [String: String] {
            var files = [
                "people/ada.md": "---\nname: \(author)\n---\n",
                "groups/g/index.md":
                    "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=g\n"
                    + (isOpen ? "" : "visibility: members\n") + "---\n",
            ]
            for (number, question) in questions {
                let answer =
                    number % 3 == 0 ? "\n\n## Accepted answer — @ben, 2026-04-03\n\nThe \(question.title).\n" : ""
                files["groups/g/questions/q\(number).md"] =
                    "---\ntitle: \(question.title)\nauthor: \"@ada\"\ndate: 2026-04-02\ntags: [pump]\n---\n"
                    + "\(question.body)\(answer)"
            }
            return files
        }

        func resolve() async throws -> Site {
            let configuration = "title: T\nlinks: ignore\ntopics: {pump: {label: \(label), synonyms: [delivery]}}\n"
            return try await TinySite(files(), configuration: configuration).resolve().site
        }
    }

    /// The same numbers in every run (SplitMix64).
    private struct RandomNumbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func anyEditsGiveTheBytesOfAFullBuild(_ seed: UInt64) async throws {
        var community = Community(dice: RandomNumbers(state: seed))
        for _ in 0..<8 { community.edit() }
        var cache: SearchCache?
        var known: [String: [UInt64: [UInt8]]] = [:]
        for step in 0..<12 {
            let site = try await community.resolve()
            let full = try await SearchIndexBuilder.build(site, workers: 3)
            let reused = try await SearchIndexBuilder.build(site, workers: 2, cache: cache)
            #expect(bytes(full) == bytes(reused), "seed \(seed), step \(step)")
            #expect(full.cache().bytes == reused.cache().bytes, "seed \(seed), step \(step)")
            #expect(full.counted == full.cache().count)
            for file in full.files {
                // What a fingerprint promises.
                let older = known[file.path.text]?[file.fingerprint]
                #expect(older == nil || older == file.bytes(), "seed \(seed), step \(step): \(file.path)")
                known[file.path.text, default: [:]][file.fingerprint] = file.bytes()
            }
            cache = SearchCache(reused.cache().bytes)
            #expect(cache != nil)
            community.edit()
        }
    }

    @Test func onlyWhatChangedIsCutIntoWords() async throws {
        var community = Community(dice: RandomNumbers(state: 7))
        for number in 0..<12 { community.questions[number] = (community.text(3), community.text(50)) }
        let before = try await SearchIndexBuilder.build(community.resolve(), workers: 2)
        let again = try await SearchIndexBuilder.build(community.resolve(), workers: 2, cache: before.cache())
        #expect(again.counted == 0)
        #expect(again.files.map(\.fingerprint) == before.files.map(\.fingerprint))
        community.questions[5]?.body += " newcomer"
        let after = try await SearchIndexBuilder.build(community.resolve(), workers: 2, cache: before.cache())
        #expect(after.counted == 1)
        // A group's name stands in the results of its pages, an author's counts as a word of theirs.
        community.author = "Ada Byron"
        let renamed = try await SearchIndexBuilder.build(community.resolve(), workers: 2, cache: after.cache())
        #expect(renamed.counted == 13)
    }

    @Test func aDamagedCacheIsNone() async throws {
        var community = Community(dice: RandomNumbers(state: 9))
        for _ in 0..<8 { community.edit() }
        let bytes = try await SearchIndexBuilder.build(community.resolve(), workers: 2).cache().bytes
        #expect(SearchCache(bytes)?.bytes == bytes)
        for place in [0, 7, 8, 15, 16, 17, 40, bytes.count / 2, bytes.count - 1] {
            var damaged = bytes
            damaged[place] ^= 0x55
            #expect(SearchCache(damaged) == nil, "byte \(place)")
        }
        for length in [0, 8, 16, 17, 100, bytes.count - 1] { #expect(SearchCache(Array(bytes.prefix(length))) == nil) }
        #expect(SearchCache(bytes + [0]) == nil)
    }
}
