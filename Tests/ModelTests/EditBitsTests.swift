import TestKit
import Testing

@testable import HearthModel

@Suite struct EditBitsTests {
    /// The whole table, as it is defined (optimal string alignment).
    private func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var table = (0...a.count).map { i in (0...b.count).map { j in i == 0 ? j : j == 0 ? i : 0 } }
        for i in stride(from: 1, through: a.count, by: 1) {
            for j in stride(from: 1, through: b.count, by: 1) {
                table[i][j] = min(
                    table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
                }
            }
        }
        return table[a.count][b.count]
    }

    @Test func theBitsSayWhatTheTableSays() {
        var numbers = SeededNumbers(seed: 7)
        func word() -> [Unicode.Scalar] {
            // The last two share their places in the table with the letters.
            (0..<Int.random(in: 0...14, using: &numbers)).map { _ in
                "abc\u{161}\u{162}".unicodeScalars.randomElement(using: &numbers)!
            }
        }
        for _ in 0..<20_000 {
            let first = word()
            // Half of them have much in common.
            var second = Bool.random(using: &numbers) ? first : word()
            for _ in 0..<Int.random(in: 0...3, using: &numbers) where !second.isEmpty {
                let place = Int.random(in: 0..<second.count, using: &numbers)
                if Bool.random(using: &numbers) { second.remove(at: place) } else { second.insert("b", at: place) }
            }
            let bound = Int.random(in: 0...8, using: &numbers)
            let whole = distance(first, second)
            let told = whole <= bound ? whole : nil
            #expect(EditBits<UInt64>(first).distance(to: second, within: bound) == told, "\(first) \(second) \(bound)")
            #expect(EditBits<UInt16>(first).distance(to: second, within: bound) == told, "\(first) \(second) \(bound)")
        }
    }

    @Test func pathsInDeepFoldersDifferByTheirNames() {
        let folder = String(repeating: "a-long-folder/", count: 12)
        #expect(
            nearestName(to: folder + "zebra.md", among: [folder + "apples.md", folder + "zebras.md"]) == folder
                + "zebras.md")
    }

    @Test func onlySomePlacesAreShown() {
        func notes(_ count: Int) -> [Diagnostic.Note] {
            Diagnostic.Note.some(of: (0..<count).map { SourceLocation(file: "\($0).md") })
        }
        #expect(notes(8).count == 8 && notes(8).allSatisfy { $0.location != nil })
        #expect(notes(2500).count == 9 && notes(2500).last?.message == "and 2492 more")
    }
}
