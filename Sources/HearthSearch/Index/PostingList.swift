/// The units that have a term, as bits, the highest of a byte first.
///
/// Five bits say how many low bits of each gap stand as they are (Rice's code); then for each unit the rest of the gap to
/// the one before as that many ones and a zero, the low bits, and how much the term says: `0`, `10` and `110` stand for
/// impacts of words that stand once or a few times in a text, as nearly all do; after `111` the impact follows in eight
/// bits. Ones fill the last byte.
enum PostingList {
    /// What the three short codes stand for, and below which impact each is meant.
    static let classes = [16, 32, 52]
    private static let limits = (24, 42, 64)

    /// Appends the list of a term to `output`. `postings` have ascending numbers, all below `numbers`.
    static func append(_ postings: UnsafeBufferPointer<UnitSum>, below numbers: Int, to output: inout [UInt8]) {
        let lowBits = lowBits(count: postings.count, below: numbers)
        var writer = BitWriter()
        writer.append(UInt64(lowBits), 5, to: &output)
        var last = -1
        for posting in postings {
            let gap = Int(posting.unit) - last - 1
            last = Int(posting.unit)
            var ones = gap >> lowBits
            while ones >= 32 {
                writer.append(0xFFFF_FFFF, 32, to: &output)
                ones -= 32
            }
            writer.append((1 << UInt64(ones + 1)) - 2, ones + 1, to: &output)
            writer.append(UInt64(gap & (1 << lowBits - 1)), lowBits, to: &output)
            let impact = FieldWeight.impact(ofSum: Int(posting.sum))
            if impact < limits.0 {
                writer.append(0, 1, to: &output)
            } else if impact < limits.1 {
                writer.append(0b10, 2, to: &output)
            } else if impact < limits.2 {
                writer.append(0b110, 3, to: &output)
            } else {
                writer.append(UInt64(0b111 << 8 | min(255, impact)), 11, to: &output)
            }
        }
        writer.finish(&output)
    }

    /// About log₂ of the usual gap, less a half.
    private static func lowBits(count: Int, below numbers: Int) -> Int {
        let gap = max(1, numbers * 7 / (max(1, count) * 10))
        return min(31, gap.bitWidth - 1 - gap.leadingZeroBitCount)
    }

    /// Calls `body` with the number of each unit and the impact; stops at the end of damaged data.
    static func forEach(_ bytes: [UInt8], _ body: (_ id: Int, _ impact: Int) -> Void) {
        var place = 0
        let end = bytes.count * 8
        func bit() -> Int {
            defer { place += 1 }
            return place < end ? Int(bytes[place >> 3] >> UInt8(7 - place & 7) & 1) : 1
        }
        func number(_ bits: Int) -> Int { (0..<bits).reduce(0) { value, _ in value << 1 | bit() } }
        let lowBits = number(5)
        var id = -1
        while true {
            var high = 0
            while bit() == 1 {
                high += 1
                if place >= end { return }
            }
            id += (high << lowBits | number(lowBits)) + 1
            let code = bit() == 0 ? 0 : bit() == 0 ? 1 : bit() == 0 ? 2 : 3
            let impact = code < 3 ? classes[code] : number(8)
            if place > end { return }
            body(id, impact)
        }
    }
}

/// A unit that has a term, and the sum of the term's weights there.
struct UnitSum: Sendable {
    // Halves, for six bytes: a number of 32 bits would make it eight, and there are hundreds of them for a page.
    private let low: UInt16
    private let high: UInt16
    var sum: UInt16

    @inline(__always)
    init(unit: UInt32, sum: UInt16) {
        (low, high) = (UInt16(truncatingIfNeeded: unit), UInt16(truncatingIfNeeded: unit >> 16))
        self.sum = sum
    }

    var unit: UInt32 {
        @inline(__always) get { UInt32(high) << 16 | UInt32(low) }
    }
}

/// Collects bits, the highest first, into bytes.
private struct BitWriter {
    private var bits: UInt64 = 0
    private var count = 0

    /// `value` has no bits above the lowest `width`, which are at most 33.
    @inline(__always)
    mutating func append(_ value: UInt64, _ width: Int, to output: inout [UInt8]) {
        bits = bits << UInt64(width) | value
        count += width
        while count >= 8 {
            count -= 8
            output.append(UInt8(truncatingIfNeeded: bits >> UInt64(count)))
        }
    }

    /// Fills the last byte with ones.
    mutating func finish(_ output: inout [UInt8]) {
        if count > 0 { append((1 << UInt64(8 - count)) - 1, 8 - count, to: &output) }
    }
}
