/// Numbers for distinct words, without a string for each look: open addressing over one buffer of bytes. Words of
/// different spaces, such as languages, are different words.
struct WordTable: Sendable {
    private var arena: [UInt8] = []
    private var spaces: [UInt8] = []
    /// End of each word in `arena`; a word starts where the one before it ends.
    private var ends: [Int] = [0]
    /// A word's hash in the high half and its number + 1 in the low one; 0 is free. The count is a power of two.
    private var slots: [UInt64]

    init(capacity: Int = 1 << 12) {
        slots = [UInt64](repeating: 0, count: capacity)
    }

    var count: Int { ends.count - 1 }

    /// The bytes of a word.
    func word(_ index: Int) -> ArraySlice<UInt8> { arena[ends[index]..<ends[index + 1]] }

    /// The number of a word and whether it is new.
    @inline(__always)
    mutating func insert(_ word: UnsafeBufferPointer<UInt8>, space: UInt8 = 0) -> (index: Int, isNew: Bool) {
        let (found, tag, slot) = look(word, space)
        if let found { return (found, false) }
        return (add(word, space, tag, slot), true)
    }

    /// The number of a word; nil when it is not here.
    func find(_ word: UnsafeBufferPointer<UInt8>, space: UInt8 = 0) -> Int? { look(word, space).found }

    /// The number of a word, if it is here; else the tag it would have and the slot that is free for it.
    @inline(__always)
    private func look(
        _ word: UnsafeBufferPointer<UInt8>, _ space: UInt8
    ) -> (found: Int?, tag: UInt64, slot: Int) {
        let hash = WordHash.of(word) ^ UInt64(space) << 56
        let tag = hash & 0xFFFF_FFFF_0000_0000
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[slot] != 0 {
            let found = slots[slot]
            if found & 0xFFFF_FFFF_0000_0000 == tag {
                let index = Int(found & 0xFFFF_FFFF) - 1
                if matches(index, word), spaces[index] == space { return (index, tag, slot) }
            }
            slot = (slot + 1) & mask
        }
        return (nil, tag, slot)
    }

    @inline(never)
    private mutating func add(
        _ word: UnsafeBufferPointer<UInt8>, _ space: UInt8, _ tag: UInt64, _ slot: Int
    ) -> Int {
        arena.append(contentsOf: word)
        spaces.append(space)
        ends.append(arena.count)
        slots[slot] = tag | UInt64(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    @inline(__always)
    private func matches(_ index: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = ends[index]
        guard ends[index + 1] - start == word.count else { return false }
        return arena.withUnsafeBufferPointer { bytes in
            WordHash.areEqual(UnsafeBufferPointer(rebasing: bytes[start..<start + word.count]), word)
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry != 0 {
            var slot = Int(entry >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }
}

/// A hash and a comparison that read eight bytes at a time. Words are short: most take one or two steps.
enum WordHash {
    @inline(__always)
    static func of(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let count = word.count
        var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
        guard let base = word.baseAddress, count > 0 else { return hash }
        var place = 0
        while place + 8 < count {
            hash = mix(hash ^ load(base + place))
            place += 8
        }
        // The last bytes once more, or fewer than eight as they are.
        if count >= 8 {
            hash = mix(hash ^ load(base + count - 8))
        } else {
            hash = mix(hash ^ short(base, count))
        }
        return hash
    }

    @inline(__always)
    static func areEqual(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = a.count
        guard count == b.count else { return false }
        guard let a = a.baseAddress, let b = b.baseAddress, count > 0 else { return count == 0 }
        if count < 8 { return short(a, count) == short(b, count) }
        var place = 0
        while place + 8 < count {
            if load(a + place) != load(b + place) { return false }
            place += 8
        }
        return load(a + count - 8) == load(b + count - 8)
    }

    /// One to seven bytes as a number; different bytes of one length give different numbers.
    @inline(__always)
    private static func short(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let raw = UnsafeRawPointer(bytes)
        if count >= 4 {
            let low = UInt64(raw.loadUnaligned(as: UInt32.self))
            let high = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return low | high << 32
        }
        return UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16
    }

    @inline(__always)
    private static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    }

    /// Multiplies, and lets the high bits, which depend on all of them, into the low ones too. Tables take the high ones.
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        let product = value &* 0xFF51_AFD7_ED55_8CCD
        return product ^ product >> 32
    }
}
