import HearthModel
import HearthSite
import Synchronization
import TestKit
import Testing

@testable import HearthSearch

/// A page in many units: its text is read once for all its files.
@Suite struct LongPageTests {
    private final class Count: Sendable {
        let reads = Atomic<Int>(0)

        /// The texts of `site`; each time that one is asked for counts.
        func texts(of site: Site) -> SearchTexts {
            { holder in
                self.reads.add(1, ordering: .relaxed)
                return (site.pages[holder].parsed, site.pages[holder].links)
            }
        }
    }

    @Test func aQuestionWithManyAnswersIsAskedForOnce() async throws {
        let answers = (0..<300).map { "## Answer — @al, 2026-01-02\n\nThis is answer \($0).\n\n" }.joined()
        let tiny = try TinySite([
            "questions/q.md": "---\ntitle: Why?\nauthor: \"@bo\"\ndate: 2026-01-01\n---\nQ\n\n" + answers
        ])
        let (site, _) = try await tiny.resolve()
        let count = Count()
        let texts = count.texts(of: site)
        let reader = DocumentReader(site, words: .english)
        let documents = (reader.subjects()[.everyone] ?? []).map { reader.read($0) }
        let document = try #require(documents.first { $0.title == "Why?" })
        #expect(document.sections.count > 300)
        _ = IndexedDocument(document, SearchNames(site), texts)
        var text = SearchTextReader(texts)
        text.read(document)
        #expect(count.reads.load(ordering: .relaxed) <= 2)
        #expect(String(decoding: text.text, as: UTF8.self).contains("This is answer 299."))
        text.read(document)
        #expect(text.passages.count > 300)
    }

    @Test func aLongPageIsReadOnceForAllItsFiles() async throws {
        let text = (0..<400).map { "Paragraph \($0) of " + String(repeating: "some words ", count: 40) + "\n\n" }
            .joined()
        let tiny = try TinySite([
            "long.md": "---\ntitle: Long\n---\n\(text)", "short.md": "---\ntitle: S\n---\nShort.\n",
        ])
        let (site, _) = try await tiny.resolve()
        let count = Count()
        let texts = count.texts(of: site)
        let reader = DocumentReader(site, words: .english)
        let names = SearchNames(site)
        var counter = WordCounter(reader.languages.codes)
        var documents: [IndexedDocument] = []
        for subject in reader.subjects()[.everyone] ?? [] {
            let document = reader.read(subject)
            var indexed = IndexedDocument(document, names, texts)
            var text = SearchTextReader(site)
            text.read(document)
            (indexed.entry, indexed.unitSizes) = counter.add(document, text)
            documents.append(indexed)
        }
        let source = WordSource(lexicon: counter.lexicon, runs: counter.entries)
        let index = try await AudienceIndex(
            .everyone, folder: SitePath("search/"), documents, [source], names, workers: 1, texts: texts)
        let files = index.files().filter { $0.kind == .texts }
        #expect(files.count > 20)
        count.reads.store(0, ordering: .relaxed)
        let bytes = files.map { index.bytes($0.content) ?? [] }
        #expect(count.reads.load(ordering: .relaxed) < 8)
        let whole = bytes.map { String(decoding: $0, as: UTF8.self) }.joined()
        for number in [0, 199, 399] { #expect(whole.contains("Paragraph \(number) of")) }
        #expect(whole.contains("Short."))
    }
}
