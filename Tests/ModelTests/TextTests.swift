import HearthModel
import Testing

@Suite struct TextTests {
    @Test func escapesMarkupAndControlCharacters() {
        #expect("<b a=\"x\">&'</b>".htmlEscaped == "&lt;b a=&quot;x&quot;&gt;&amp;'&lt;/b&gt;")
        #expect("a\u{0}b\u{1}c\td\n\u{1B}".htmlEscaped == "a\u{FFFD}b\u{FFFD}c\td\n\u{FFFD}")
        #expect("grüße 漢字 🙂".htmlEscaped == "grüße 漢字 🙂")
    }

    @Test func contentCannotForgeTheRootMarker() {
        #expect(!HTMLWriter.rootMarkerText.htmlEscaped.utf8.contains(HTMLWriter.rootMarker))
    }

    @Test func pathsGiveFilesPrefixesAndLinks() {
        #expect(SitePath("").outputFile == "index.html" && SitePath("").rootPrefix == "./")
        #expect(SitePath("a/b/").outputFile == "a/b/index.html" && SitePath("a/b/").rootPrefix == "../../")
        #expect(SitePath("a/feed.xml").outputFile == "a/feed.xml" && SitePath("a/feed.xml").rootPrefix == "../")
        #expect(SitePath("a b/100%/ø/").encoded == "a%20b/100%25/%C3%B8/")
    }

    @Test(arguments: ["a b", "100%", "ø/漢", "?#[]", "%41", "'\"<>"])
    func percentEncodingIsUndone(_ text: String) {
        #expect(SitePath.percentDecode(SitePath.percentEncode(text)) == text)
    }

    @Test func brokenPercentEncodingStays() { #expect(SitePath.percentDecode("50% off %zz %4") == "50% off %zz %4") }

    @Test func nearestNameFindsTypingMistakes() {
        #expect(nearestName(to: "titel", among: ["title", "tags", "date"]) == "title")
        #expect(nearestName(to: "platform-team", among: ["platform-teams", "people"]) == "platform-teams")
        #expect(nearestName(to: "xyz", among: ["title", "tags"]) == nil)
        #expect(nearestName(to: "ab", among: ["ac", "aa"]) == nil)
        #expect(nearestName(to: "abcd", among: ["abce", "abca"]) == "abca")
    }

    @Test func audiencesContainTheirReaders() {
        #expect(Audience.everyone.contains(.group("a")) && Audience.everyone.contains(.everyone))
        #expect(Audience.group("a").contains(.group("a")))
        #expect(!Audience.group("a").contains(.everyone) && !Audience.group("a").contains(.group("b")))
    }

    @Test(arguments: [1, 2, 7]) func parallelResultsKeepTheirOrder(_ workers: Int) async throws {
        let results = try await mapInParallel(Array(0..<1000), workers: workers) { $0 * 2 }
        #expect(results == (0..<1000).map { $0 * 2 })
    }
}
