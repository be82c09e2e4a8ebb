import Testing

@testable import HearthSearch

/// How text is cut into words. `Layouts/assets/search.js` must do the same.
struct TokenizerTests {
    private func words(_ text: String) -> [String] { QueryReader.tokens(text).map(\.form) }

    @Test func wordsAreRunsOfLettersAndDigitsInLowerCase() {
        #expect(
            words("The ESP trips, 40 s after re-start!") == [
                "the", "esp", "trips", "40", "s", "after", "re", "start", "restart",
            ])
    }

    @Test func aHyphenAlsoGivesTheTwoWordsTogether() {
        #expect(words("B-14") == ["b", "14", "b14"])
        #expect(words("a - b") == ["a", "b"])
        #expect(words("one--two") == ["one", "two"])
    }

    @Test func aSingleLetterBesideAnApostropheIsDropped() {
        #expect(words("Ada's l'eau don\u{2019}t") == ["ada", "eau", "don"])
        #expect(words("' s x") == ["s", "x"])
    }

    @Test func diacriticsWidthAndLigaturesDoNotMatter() {
        #expect(
            words("Résumé RE\u{301}SUME\u{301} ｆｕｌｌ Straße Ærø Łódź ΣΟΦΟΣ") == [
                "resume", "resume", "full", "strasse", "aero", "lodz", "σοφοσ",
            ])
    }

    @Test func scriptsWithoutSpacesGivePairs() {
        #expect(words("東京都") == ["東京", "京都"])
        #expect(words("x東y") == ["x", "東", "y"])
        #expect(words("안녕 하세요") == ["안녕", "하세", "세요"])
    }

    @Test func marksOfDirectionAndControlCharactersAreNoWords() {
        #expect(words("\u{202E}abc\u{200F}\u{1}def\u{0}") == ["abc", "def"])
    }

    @Test func aMegabyteWithoutABlankIsAShortWord() {
        let words = words(String(repeating: "x", count: 1_000_000))
        #expect(words == [String(repeating: "x", count: 40)])
        #expect(self.words(String(repeating: "é", count: 1000)) == [String(repeating: "e", count: 40)])
    }

    @Test func brokenBytesEndWords() {
        struct Words: TokenSink {
            var all: [String] = []
            mutating func add(_ token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind) {
                all.append(String(decoding: token, as: UTF8.self))
            }
        }
        var found = Words()
        var tokenizer = Tokenizer()
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xE2, 0x82]
        bytes.withUnsafeBufferPointer { tokenizer.tokenize($0, into: &found) }
        #expect(found.all == ["a", "b"])
    }

    @Test func editDistanceCountsSwappedNeighboursOnce() {
        func distance(_ a: String, _ b: String, _ limit: Int = 2) -> Int? {
            EditDistance.between(a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value), atMost: limit)
        }
        #expect(distance("fliter", "filter") == 1)
        #expect(distance("pump", "pump") == 0)
        #expect(distance("pumps", "pum") == 2)
        #expect(distance("pump", "trip") == nil)
        #expect(distance("", "ab") == 2)
    }

    @Test func stemsFollowTheLanguage() throws {
        let english = try #require(Stemmer(language: "en-GB"))
        let german = try #require(Stemmer(language: "de"))
        func stem(_ stemmer: Stemmer, _ word: String) -> String {
            Array(word.utf8).withUnsafeBufferPointer { String(decoding: stemmer.stem($0), as: UTF8.self) }
        }
        #expect(stem(english, "tripping") == "trip")
        #expect(stem(german, "häuser") == "haus")
        #expect(Stemmer(language: "tlh") == nil)
        #expect(Stemmer(language: "nb") != nil)
    }
}
