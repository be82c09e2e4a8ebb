import TestKit
import Testing

@testable import HearthSearch

@Suite struct ByteRunsTests {
    @Test func eachRunIsReadAsItWasWritten() {
        var numbers = SeededNumbers(seed: 41)
        var runs = ByteRuns((0..<200).map { UInt8($0) }[..<100])
        #expect(runs.withBytes(10..<20) { Array($0) } == (10..<20).map { UInt8($0) })
        var known: [(range: Range<Int>, run: [UInt8])] = []
        // More than a block holds, an empty run, and one that is larger than a block.
        for number in 0..<60 {
            let length = number == 7 ? 0 : number == 20 ? 5 << 20 : Int.random(in: 1..<300_000, using: &numbers)
            let run = [UInt8](repeating: UInt8(number), count: length)
            known.append((runs.append(run), run))
        }
        var next = 100
        for (range, run) in known {
            #expect(range == next..<next + run.count)
            next = range.upperBound
            #expect(runs.withBytes(range) { $0.elementsEqual(run) })
        }
        #expect(runs.count == next)
        #expect(runs.withBytes(99..<100) { Array($0) } == [99])
    }

    @Test func nothingIsInNone() {
        #expect(ByteRuns().withBytes(0..<0) { $0.count } == 0)
        #expect(ByteRuns([][...]).withBytes(0..<0) { $0.count } == 0)
    }
}
