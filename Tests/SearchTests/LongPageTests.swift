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
    }

    @Test func aLongPageIsReadOnceForAllItsFiles() async throws {
        let text = (0..<400).map { "Paragraph \($0) of " + String(repeating: "some words ", count: 40) + "\n\n" }
            .joined()
        let tiny = try TinySite([
            "long.md": "---\ntitle: Long\n---\n\(text)", "short.md": "---\ntitle: S\n---\nShort.\n",
        ])
        let (site, _) = try await tiny.resolve()
        let count = Count()
        let texts: SearchTexts = { holder in
            count.reads.add(1, ordering: .relaxed)
            return (site.pages[holder].parsed, site.pages[holder].links)
        }
        let reader = DocumentReader(site)
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
