/// The candidate that a person most likely meant by `name`, for "did you mean": the least edit distance (insertions,
/// deletions, substitutions and swaps of neighbours; Damerau 1964) of at most a third of the longer name, and never more
/// than eight. Ties go to the first in alphabetical order.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    NearestNames.nearest(to: name, among: candidates.map(NearestNames.Candidate.init))
}

/// The same for many questions about one long list: the pages of a site, of which thousands of links may be broken.
package final class NearestNames: Sendable {
    private struct State {
        var candidates: [Candidate]?
        /// What was answered: a broken link of a menu stands on every page.
        var answers: [String: String?] = [:]
    }

    private let state = Lock(State())

    package init() {}

    /// `names` is called for the first question, and has to give the same for all.
    package func nearest(to name: String, among names: () -> [String]) -> String? {
        let known = state.withLock { state -> (answer: String??, candidates: [Candidate]) in
            if let answer = state.answers[name] { return (answer, []) }
            let candidates = state.candidates ?? names().map(Candidate.init)
            state.candidates = candidates
            return (nil, candidates)
        }
        if let answer = known.answer { return answer }
        let answer = Self.nearest(to: name, among: known.candidates)
        state.withLock { $0.answers[name] = .some(answer) }
        return answer
    }

    /// A name as it is compared.
    fileprivate struct Candidate {
        let name: String
        /// The last eighty scalars in lower case: paths begin alike.
        let scalars: [Unicode.Scalar]
        let letters: Letters

        init(_ name: String) {
            self.name = name
            scalars = Array(name.lowercased().unicodeScalars.suffix(80))
            letters = Letters(scalars)
        }
    }

    /// Which kinds of scalars a name has, of which there are 32: one bit says that it has one, the next ones that it has
    /// two, three, and four or more.
    fileprivate struct Letters {
        private var few: UInt64 = 0
        private var many: UInt64 = 0
        private var count = 0

        init(_ scalars: [Unicode.Scalar]) {
            count = scalars.count
            for scalar in scalars {
                let bit: UInt64 = 1 << UInt64(scalar.value & 31)
                if few & bit == 0 {
                    few |= bit
                } else if few & bit << 32 == 0 {
                    few |= bit << 32
                } else if many & bit == 0 {
                    many |= bit
                } else {
                    many |= bit << 32
                }
            }
        }

        /// A distance that theirs cannot be below: a substitution changes two counts, and what makes one name longer
        /// changes one.
        func leastDistance(to other: Letters) -> Int {
            let changes = (few ^ other.few).nonzeroBitCount + (many ^ other.many).nonzeroBitCount
            return (changes + abs(count - other.count) + 1) / 2
        }
    }

    private static let longest = 8

    /// Of a long list nearly all are told apart by what letters they have; the others are compared from the likeliest on,
    /// so that there soon is one that most cannot be nearer than.
    fileprivate static func nearest(to name: String, among candidates: [Candidate]) -> String? {
        let wanted = Candidate(name)
        var likely = [[Int]](repeating: [], count: longest + 1)
        for (index, other) in candidates.enumerated() {
            let limit = min(max(wanted.scalars.count, other.scalars.count) / 3, longest)
            let least = wanted.letters.leastDistance(to: other.letters)
            if least <= limit, other.name != name { likely[least].append(index) }
        }
        guard likely.contains(where: { !$0.isEmpty }) else { return nil }
        return wanted.scalars.count <= UInt64.bitWidth
            ? nearest(to: EditBits<UInt64>(wanted.scalars), among: candidates, likely)
            : nearest(to: EditBits<UInt128>(wanted.scalars), among: candidates, likely)
    }

    private static func nearest<Word>(
        to wanted: EditBits<Word>, among candidates: [Candidate], _ likely: [[Int]]
    ) -> String? {
        var best: (distance: Int, name: String)?
        for (least, indices) in likely.enumerated() {
            for index in indices where least <= best?.distance ?? least {
                let other = candidates[index]
                let limit = min(max(wanted.count, other.scalars.count) / 3, longest)
                guard let distance = wanted.distance(to: other.scalars, within: min(limit, best?.distance ?? limit))
                else { continue }
                if let current = best, (distance, other.name) >= (current.distance, current.name) { continue }
                best = (distance, other.name)
            }
        }
        return best?.name
    }
}

/// One name that many others are compared with: a row of the table that edit distances are worked out in fits into one
/// word (Myers 1999; with swaps of neighbours Hyyrö 2003).
struct EditBits<Word: FixedWidthInteger & UnsignedInteger> {
    let count: Int
    /// A scalar of the name → where in the name it stands, a bit each. A table with a place for each value of a byte,
    /// of which a name fills a third at most: those that share one stand in the next that is free.
    private var scalars = [UInt32](repeating: .max, count: 256)
    private var places = [Word](repeating: 0, count: 256)

    /// Of `name` no more counts than a word has bits.
    init(_ name: [Unicode.Scalar]) {
        let name = name.prefix(Word.bitWidth)
        count = name.count
        for (index, scalar) in name.enumerated() {
            let slot = self.slot(of: scalar.value)
            scalars[slot] = scalar.value
            places[slot] |= 1 << Word(index)
        }
    }

    private func slot(of value: UInt32) -> Int {
        var slot = Int(value & 255)
        while scalars[slot] != value, scalars[slot] != .max { slot = (slot + 1) & 255 }
        return slot
    }

    /// Nil when it is more than `bound`.
    func distance(to other: [Unicode.Scalar], within bound: Int) -> Int? {
        guard count > 0, abs(count - other.count) <= bound else {
            return max(count, other.count) <= bound ? other.count : nil
        }
        let end: Word = 1 << Word(count - 1)
        var (more, less): (Word, Word) = (.max, 0)
        var (diagonal, before): (Word, Word) = (0, 0)
        var distance = count
        for (index, scalar) in other.enumerated() {
            let same = places[slot(of: scalar.value)]
            let swapped = ((~diagonal & same) << 1) & before
            diagonal = ((((same & more) &+ more) ^ more) | same | less) | swapped
            var up = less | ~(diagonal | more)
            let down = diagonal & more
            if up & end != 0 { distance += 1 }
            if down & end != 0 { distance -= 1 }
            // No letter that follows takes away more than one.
            guard distance - (other.count - 1 - index) <= bound else { return nil }
            up = (up << 1) | 1
            more = (down << 1) | ~(diagonal | up)
            less = up & diagonal
            before = same
        }
        return distance <= bound ? distance : nil
    }
}
