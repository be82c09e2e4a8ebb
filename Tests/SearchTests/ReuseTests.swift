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
        /// A page at the beginning.
        var before: String?
        var dice: SeededNumbers

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
            if let before { files["aardvark.md"] = before }
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

    @Test(arguments: [1, 2, 3, 4])
    func anyEditsGiveTheBytesOfAFullBuild(_ seed: UInt64) async throws {
        var community = Community(dice: SeededNumbers(seed: seed))
        for _ in 0..<8 { community.edit() }
        var record: SearchRecord?
        var known: [String: [UInt64: [UInt8]]] = [:]
        for step in 0..<12 {
            let site = try await community.resolve()
            let full = try await SearchIndexBuilder.build(site, workers: 3)
            let reused = try await SearchIndexBuilder.build(site, workers: 2, record: record)
            #expect(bytes(full) == bytes(reused), "seed \(seed), step \(step)")
            for file in full.files {
                // What a fingerprint promises.
                let older = known[file.path.text]?[file.fingerprint]
                #expect(older == nil || older == file.bytes(), "seed \(seed), step \(step): \(file.path)")
                known[file.path.text, default: [:]][file.fingerprint] = file.bytes()
            }
            record = SearchRecord(reused.record.bytes)
            #expect(record != nil)
            community.edit()
        }
    }

    @Test(arguments: [1, 2, 3, 4])
    func changedTextsGiveTheFilesOfAFullBuild(_ seed: UInt64) async throws {
        var community = Community(dice: SeededNumbers(seed: seed))
        for number in 0..<14 {
            let question = (community.text(3), community.text(number * 40) + " [[groups/g]] @ada #pump")
            community.questions[number] = question
        }
        var site = try await community.resolve()
        let first = try await SearchIndexBuilder.build(site, workers: 2)
        var record = try #require(SearchRecord(first.record.bytes))
        var files = bytes(first)
        for step in 0..<10 {
            let number = Int.random(in: 0..<14, using: &community.dice)
            let length = [5, 60, 700, 2000].randomElement(using: &community.dice) ?? 5
            let body = community.text(length) + " [[groups/g]] @ada #pump"
            community.questions[number]?.body = body
            site = try await community.resolve()
            let page = try #require(site.page(at: SitePath("groups/g/questions/q\(number)/")))
            let pages = site.pages
            let update = try #require(
                try await record.updated([page], workers: 2) { (pages[$0].parsed, pages[$0].links) })
            for path in update.removed { files[path.text] = nil }
            for file in update.files {
                #expect(files[file.path.text] != file.bytes(), "\(file.path) did not change")
                files[file.path.text] = file.bytes()
            }
            let full = try await SearchIndexBuilder.build(site, workers: 2)
            #expect(files == bytes(full), "seed \(seed), step \(step)")
            record = try #require(SearchRecord(update.record.bytes))
        }
        #expect(record.sources.count == first.record.sources.count)
    }

    @Test func anUpdateWithoutATextIsNone() async throws {
        var community = Community(dice: SeededNumbers(seed: 3))
        for number in 0..<14 {
            let question = (community.text(3), community.text(50))
            community.questions[number] = question
        }
        let build = try await SearchIndexBuilder.build(community.resolve(), workers: 2)
        let update = try await build.record.updated([4], workers: 2) { _ in nil }
        #expect(update == nil)
        let nothing = try #require(try await build.record.updated([], workers: 2) { _ in nil })
        #expect(nothing.files.isEmpty && nothing.removed.isEmpty)
    }

    @Test func onlyWhatChangedIsCutIntoWords() async throws {
        var community = Community(dice: SeededNumbers(seed: 7))
        for number in 0..<12 {
            let question = (community.text(3), community.text(50))
            community.questions[number] = question
        }
        let before = try await SearchIndexBuilder.build(community.resolve(), workers: 2)
        let again = try await SearchIndexBuilder.build(community.resolve(), workers: 2, record: before.record)
        #expect(again.counted == 0)
        #expect(again.files.map(\.fingerprint) == before.files.map(\.fingerprint))
        community.questions[5]?.body += " newcomer"
        let after = try await SearchIndexBuilder.build(community.resolve(), workers: 2, record: before.record)
        #expect(after.counted == 1)
        // A page that comes before all others gives them other numbers, and no other words or fingerprints.
        var grown = community
        grown.before = "---\ntitle: Aardvark\n---\nNew.\n"
        let more = try await SearchIndexBuilder.build(grown.resolve(), workers: 2, record: after.record)
        #expect(more.counted == 1)
        let old = Dictionary(uniqueKeysWithValues: after.files.map { ($0.path, $0.fingerprint) })
        let texts = more.files.filter { $0.path.text.contains("/f/") && old[$0.path] != $0.fingerprint }
        #expect(texts.count <= 3, "\(texts.map(\.path.text))")
        // The author's name counts as a word of the page.
        community.author = "Ada Byron"
        let renamed = try await SearchIndexBuilder.build(community.resolve(), workers: 2, record: after.record)
        #expect(renamed.counted == 13)
    }

    @Test func aDamagedRecordIsNone() async throws {
        var community = Community(dice: SeededNumbers(seed: 9))
        for _ in 0..<8 { community.edit() }
        let bytes = try await SearchIndexBuilder.build(community.resolve(), workers: 2).record.bytes
        #expect(SearchRecord(bytes)?.bytes == bytes)
        for place in [0, 7, 8, 15, 16, 17, 40, bytes.count / 2, bytes.count - 1] {
            var damaged = bytes
            damaged[place] ^= 0x55
            #expect(SearchRecord(damaged) == nil, "byte \(place)")
        }
        for length in [0, 8, 16, 17, 100, bytes.count - 1] { #expect(SearchRecord(Array(bytes.prefix(length))) == nil) }
        #expect(SearchRecord(bytes + [0]) == nil)
    }
}

/// Postings after an edit come from the terms that changed, not from all.
struct TermUpdateTests {
    private func site(_ text: String) async throws -> Site {
        try await TinySite(
            [
                "a.md": "---\ntitle: Pumps\n---\nThe seal leaks when it is cold.\n",
                "b.md": "---\ntitle: Valves\n---\n\(text)\n",
            ], configuration: "title: T\n"
        ).resolve().site
    }

    private func update(
        from old: String, to new: String
    ) async throws -> (update: TermUpdate, whole: TermPostings) {
        let (before, after) = (try await site(old), try await site(new))
        // All words anew beside the old ones, as an update has them.
        let record = try await SearchIndexBuilder.build(before, workers: 1).record
        let fresh = try await SearchIndexBuilder.build(after, workers: 1, record: record).record
        let documents = try #require(fresh.parts.first).documents
        let old = try #require(record.parts.first)
        let places = documents.indices.filter { documents[$0].key != old.documents[$0].key }
        let order = UnitOrder(documents)
        let change = IndexChange(old: old.documents, places: places, terms: old.terms, counts: old.counts)
        let update = try await TermUpdate(change, documents, order, fresh.sources, workers: 2)
        let whole = try await TermPostings(documents, order, fresh.sources, workers: 2)
        return (try #require(update), whole)
    }

    private func words(_ terms: TermList) -> [String] {
        (0..<terms.count).map { String(decoding: terms.word($0), as: UTF8.self) }
    }

    @Test func changedTermsAloneAreReadAndTheListIsThatOfAWholeBuild() async throws {
        let (update, whole) = try await update(from: "Warm oil flows.", to: "Cold oil flows zanily.")
        #expect(words(update.postings.terms) == words(whole.terms))
        #expect(update.postings.terms.prints == whole.terms.prints)
        #expect(update.postings.terms.sizes == whole.terms.sizes)
        func sum(_ counts: [[UInt32]]) -> UInt32 { counts.joined().reduce(0, +) }
        #expect(sum(update.postings.counts) == sum(whole.counts))
        #expect(update.postings.words == whole.words)
        #expect(update.postings.postings(0) == nil, "no posting is loaded before somebody asks")
    }

    @Test func wordsStayWhereTheSameWordsStandOnTheSamePages() async throws {
        let (update, _) = try await update(from: "Oil flows and oil leaks.", to: "Oil leaks and oil flows, oil!")
        #expect(update.postings.words == nil)
    }
}
