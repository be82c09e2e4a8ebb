import Testing

@testable import HearthSearch

/// The encodings that the browser reads too.
struct EncodingTests {
    @Test func postingsComeBackAsTheyWere() {
        var dice = SystemRandomNumberGenerator()
        for count in [1, 2, 17, 400] {
            var unit = -1
            let postings = (0..<count).map { _ in
                unit += 1 + Int.random(in: 0...(count == 2 ? 100_000 : 90), using: &dice)
                return UnitSum(unit: UInt32(unit), sum: UInt16.random(in: 1...900, using: &dice))
            }
            var bytes: [UInt8] = []
            postings.withUnsafeBufferPointer { PostingList.append($0, below: 1 << 17, to: &bytes) }
            var found: [(id: Int, impact: Int)] = []
            PostingList.forEach(bytes) { found.append(($0, $1)) }
            #expect(found.map(\.id) == postings.map { Int($0.unit) })
            for (posting, found) in zip(postings, found) {
                let impact = FieldWeight.impact(ofSum: Int(posting.sum))
                let expected = impact >= 64 ? impact : impact < 24 ? 16 : impact < 42 ? 32 : 52
                #expect(found.impact == expected)
            }
        }
    }

    @Test func everyKeyIsInTheFileThatTheShapeNames() throws {
        let words = ["a", "ab", "abc", "b", "pump", "pumps", "straße", "zebra", "東京"].map { Array($0.utf8) }
        for limit in [1, 12, 1000] {
            let trie = BitTrie(sizes: words.map(\.count), limit: limit, depth: 1280) { BitTrie.bit(words[$0], $1) }
            let reader = try #require(BitTrieReader(trie.shape))
            #expect(Set(trie.leaves.map(\.name)).count == trie.leaves.count)
            for leaf in trie.leaves {
                for key in leaf.keys { #expect(reader.name { BitTrie.bit(words[key], $0) } == leaf.name) }
            }
            #expect(trie.leaves.flatMap(\.keys) == Array(words.indices))
            #expect((trie.leaves.count == 1) == (limit == 1000))
            #expect(limit > 1 || trie.leaves.count == words.count)
        }
    }

    @Test func aKeyThatGrowsLeavesOtherFilesAlone() {
        func names(_ sizes: [Int]) -> [String] {
            BitTrie(sizes: sizes, limit: 10, depth: 8) { [1, 60, 130, 200][$0] >> (7 - $1) & 1 != 0 }.leaves.map(\.name)
        }
        #expect(names([4, 4, 4, 4]) == ["4", "c"])
        #expect(names([4, 4, 4, 8]) == ["4", "a", "e"])
    }

    @Test func wordsWithOneHashAreToldApart() {
        var table = WordTable(capacity: 2)
        var numbers: [Int: String] = [:]
        for length in 1...30 {
            for letter in ["a", "b", "z"] {
                for word in [String(repeating: letter, count: length), String(repeating: letter, count: length) + "x"] {
                    let (index, isNew) = Array(word.utf8).withUnsafeBufferPointer { table.insert($0) }
                    #expect(isNew == (numbers[index] == nil))
                    if let known = numbers[index] { #expect(known == word) }
                    numbers[index] = word
                }
            }
        }
        for (index, word) in numbers { #expect(Array(table.word(index)) == Array(word.utf8)) }
        #expect(numbers.count == table.count)
    }
}
