/// Divides sorted keys into files of about one size: a file that would be too large is divided by the next bit of its
/// keys. Where the others are divided does not change with it, so an edit leaves them alone.
///
/// The browser finds a key's file by `shape`: the tree in preorder, `2` for a division, `1` for a file, `0` where no key
/// is. Bits are taken from the highest of the first byte on; beyond its end a key has zeros.
struct BitTrie {
    struct Leaf: Sendable {
        /// The bits that lead here and a one, in hexadecimal: stable, and the file's name.
        var name: String
        var keys: Range<Int>
    }

    private(set) var leaves: [Leaf] = []
    private(set) var shape: [UInt8] = []

    /// `sizes` has the bytes that each key brings; `bit` answers bit `depth` of a key. Keys must be in the order of their
    /// bits, and have at most `depth` of them.
    init(sizes: [Int], limit: Int, depth mostBits: Int, bit: (_ key: Int, _ depth: Int) -> Bool) {
        var sums = [0]
        sums.reserveCapacity(sizes.count + 1)
        for size in sizes { sums.append((sums.last ?? 0) + size) }
        var pending: [(keys: Range<Int>, path: [Bool])] = [(sizes.indices, [])]
        while let (keys, path) = pending.popLast() {
            let depth = path.count
            if keys.isEmpty {
                shape.append(0x30)
            } else if keys.count == 1 || depth == mostBits || sums[keys.upperBound] - sums[keys.lowerBound] <= limit {
                shape.append(0x31)
                leaves.append(Leaf(name: Self.name(path), keys: keys))
            } else {
                shape.append(0x32)
                var (low, high) = (keys.lowerBound, keys.upperBound)
                while low < high {
                    let middle = (low + high) / 2
                    if bit(middle, depth) { high = middle } else { low = middle + 1 }
                }
                pending.append((low..<keys.upperBound, path + [true]))
                pending.append((keys.lowerBound..<low, path + [false]))
            }
        }
    }

    fileprivate static func name(_ path: [Bool]) -> String {
        let bits = path + [true]
        var name = ""
        for start in stride(from: 0, to: bits.count, by: 4) {
            let digit = (0..<4).reduce(0) { $0 << 1 | (start + $1 < bits.count && bits[start + $1] ? 1 : 0) }
            name += String(digit, radix: 16)
        }
        return name
    }

    /// Bit `depth` of a key of bytes.
    static func bit(_ key: some RandomAccessCollection<UInt8>, _ depth: Int) -> Bool {
        guard depth >> 3 < key.count else { return false }
        return key[key.index(key.startIndex, offsetBy: depth >> 3)] >> UInt8(7 - depth & 7) & 1 != 0
    }
}

/// A `BitTrie`, read from its shape.
struct BitTrieReader: Sendable {
    /// For each division the place of what follows a one; what follows a zero comes right after it.
    private let ones: [Int]
    private let shape: [UInt8]

    /// Nil for a damaged shape.
    init?(_ shape: some Sequence<UInt8>) {
        let shape = Array(shape)
        var ones = [Int](repeating: 0, count: shape.count)
        // Divisions whose zero side is not yet read to its end.
        var open: [Int] = []
        for (place, symbol) in shape.enumerated() {
            if symbol == 0x32 {
                open.append(place)
            } else if let division = open.popLast() {
                ones[division] = place + 1
            } else if place + 1 < shape.count {
                return nil
            }
        }
        // Every division has two sides.
        guard open.isEmpty, shape.count == 2 * shape.count(where: { $0 == 0x32 }) + 1 else { return nil }
        self.ones = ones
        self.shape = shape
    }

    /// The names of the first files, in the order of their keys, that may have keys with these first bits.
    func names(below depth: Int, limit: Int, bit: (_ depth: Int) -> Bool) -> [String] {
        var names: [String] = []
        var pending: [(place: Int, path: [Bool])] = [(0, [])]
        while let (place, path) = pending.popLast(), names.count < limit {
            guard shape.indices.contains(place) else { continue }
            if shape[place] == 0x31 { names.append(BitTrie.name(path)) }
            guard shape[place] == 0x32 else { continue }
            let isFree = path.count >= depth
            if isFree || bit(path.count) { pending.append((ones[place], path + [true])) }
            if isFree || !bit(path.count) { pending.append((place + 1, path + [false])) }
        }
        return names
    }

    /// The name of the file that would have a key; nil where no key is.
    func name(bit: (_ depth: Int) -> Bool) -> String? {
        var place = 0
        var digits = ""
        var digit = 0
        var depth = 0
        while shape.indices.contains(place), shape[place] == 0x32 {
            let isOne = bit(depth)
            digit = digit << 1 | (isOne ? 1 : 0)
            depth += 1
            if depth & 3 == 0 {
                digits += String(digit, radix: 16)
                digit = 0
            }
            place = isOne ? ones[place] : place + 1
        }
        guard shape.indices.contains(place), shape[place] == 0x31 else { return nil }
        return digits + String((digit << 1 | 1) << (3 - depth & 3), radix: 16)
    }
}
