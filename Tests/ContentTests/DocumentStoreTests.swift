import Glibc
import HearthMarkdown
import HearthModel
import TestKit
import Testing

@testable import HearthContent

/// Trees that wait in a file come back as they were.
@Suite struct DocumentStoreTests {
    private static let texts = (0..<200).map { number in
        "# Heading \(number)\n\nSome *text* with [a link](/p\(number)/) and `code`.\n\n- item é\n- two\n\n| a | b |\n|---|---|\n| 1 | \(number) |\n"
            + String(repeating: "word ", count: number) + "\n"
    }

    private static func parse(_ text: String) -> MarkdownDocument {
        var diagnostics: [Diagnostic] = []
        return MarkdownDocument.parse(Array(text.utf8)[...], file: "a.md", diagnostics: &diagnostics)
    }

    private static func html(_ document: MarkdownDocument) -> String {
        var writer = HTMLWriter()
        MarkdownHTMLRenderer().render(document, blocks: document.blocks[...], into: &writer) { _ in nil }
        return writer.text
    }

    @Test func aTreeComesBackFromTheFile() async throws {
        let folder = try TemporaryFolder()
        let store = DocumentStore(folders: ["/nowhere", folder.path], budget: 10_000)
        let documents = Self.texts.map(Self.parse)
        let stored = documents.map { store.keep($0) }
        #expect(store.file() != nil)
        #expect(folder.tree("").isEmpty, "the file has a name")
        let order = (0..<1000).map { $0 * 7919 % documents.count }
        let same = try await mapInParallel(order, workers: 4) { place in
            let again = stored[place].document
            return again.treeSize == documents[place].treeSize && Self.html(again) == Self.html(documents[place])
                && stored[place].headings.map(\.id) == documents[place].headings.map(\.id)
                && stored[place].links.map(\.destination) == documents[place].links.map(\.destination)
        }
        #expect(same.allSatisfy { $0 })
        #expect(!store.isDamaged)
    }

    @Test func withoutAPlaceForAFileAllStaysInMemory() {
        let store = DocumentStore(folders: ["/nowhere", "/proc"], budget: 0)
        let stored = Self.texts.map { store.keep(Self.parse($0)) }
        #expect(store.file() == nil)
        #expect(stored.map { Self.html($0.document) } == Self.texts.map { Self.html(Self.parse($0)) })
        #expect(!store.isDamaged)
    }

    @Test func aFileThatLostItsBytesIsNoticed() throws {
        let folder = try TemporaryFolder()
        let store = DocumentStore(folders: [folder.path], budget: 0)
        let document = Self.parse(Self.texts[9])
        let stored = store.keep(document)
        #expect(ftruncate(try #require(store.file()), 100) == 0)
        let lost = stored.document
        #expect(store.isDamaged)
        // Nobody who knows places in it is led astray.
        #expect(lost.nodes.count == document.nodes.count)
        #expect(lost.plainText(of: lost.blocks[...]).isEmpty)
        #expect(Self.html(lost).utf8.count < 200)
    }
}
