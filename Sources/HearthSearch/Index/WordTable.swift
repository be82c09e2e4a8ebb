/// Numbers for distinct words, without a string for each look: open addressing over one buffer of bytes.
struct WordTable {
    private var arena: [UInt8] = []
    /// End of each word in `arena`; a word starts where the one before it ends.
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Word + 1 at each slot; 0 is free. The count is a power of two.
    private var slots: [UInt32]

    init(capacity: Int = 1 << 14) {
        slots = [UInt32](repeating: 0, count: capacity)
    }

    var count: Int { ends.count }

    /// The bytes of a word.
    func word(_ index: Int) -> ArraySlice<UInt8> { arena[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    /// The number of a word and whether it is new.
    mutating func insert(_ word: UnsafeBufferPointer<UInt8>) -> (index: Int, isNew: Bool) {
        var hash: UInt32 = 0x811C_9DC5
        for byte in word { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        // FNV's low bits are weak for short words.
        hash ^= hash >> 15
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if hashes[index] == hash, matches(index, word) { return (index, false) }
            slot = (slot + 1) & mask
        }
        let index = ends.count
        arena.append(contentsOf: word)
        ends.append(arena.count)
        hashes.append(hash)
        slots[slot] = UInt32(index + 1)
        if ends.count * 2 > slots.count { grow() }
        return (index, true)
    }

    private func matches(_ index: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = index == 0 ? 0 : ends[index - 1]
        guard ends[index] - start == word.count else { return false }
        for offset in 0..<word.count where arena[start + offset] != word[offset] { return false }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, hash) in hashes.enumerated() {
            var slot = Int(hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}
