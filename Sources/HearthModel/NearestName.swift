/// The candidate that a person most likely meant by `name`, for "did you mean": the least edit distance (insertions,
/// deletions, substitutions and swaps of neighbours; Damerau 1964) of at most a third of the longer name, and never more
/// than eight. Ties go to the first in alphabetical order.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    NearestNames.nearest(to: name, among: candidates.lazy.map(NearestNames.Candidate.init))
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
        /// How often each kind of scalar is in it; kinds share a place.
        let counts: SIMD32<UInt8>

        init(_ name: String) {
            self.name = name
            scalars = Array(name.lowercased().unicodeScalars.suffix(80))
            var counts = SIMD32<UInt8>()
            for scalar in scalars { counts[Int(scalar.value & 31)] &+= 1 }
            self.counts = counts
        }

        /// A distance that theirs cannot be below: one step changes two counts at most.
        func leastDistance(to other: Candidate) -> Int {
            let more = pointwiseMax(counts, other.counts) &- pointwiseMin(counts, other.counts)
            return (Int(SIMD32<UInt16>(truncatingIfNeeded: more).wrappedSum()) + 1) / 2
        }
    }

    private static let longest = 8

    fileprivate static func nearest(to name: String, among candidates: some Sequence<Candidate>) -> String? {
        let wanted = Candidate(name)
        var best: (distance: Int, name: String)?
        var rows = EditRows()
        for other in candidates where other.name != name {
            let limit = min(max(wanted.scalars.count, other.scalars.count) / 3, longest)
            let bound = min(limit, best?.distance ?? limit)
            guard abs(wanted.scalars.count - other.scalars.count) <= bound, wanted.leastDistance(to: other) <= bound,
                let distance = rows.distance(wanted.scalars, other.scalars, bound)
            else { continue }
            if let current = best, (distance, other.name) >= (current.distance, current.name) { continue }
            best = (distance, other.name)
        }
        return best?.name
    }
}

/// Three rows of the table that edit distances are worked out in, for one pair of names after the other.
struct EditRows {
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var row: [Int] = []

    /// Nil when it is more than `bound`. What both names begin and end with costs nothing, and of each row only the part
    /// counts that is not farther than `bound` from the diagonal (Ukkonen 1985).
    mutating func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], _ bound: Int) -> Int? {
        var start = 0
        while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
        var (endA, endB) = (a.count, b.count)
        while endA > start, endB > start, a[endA - 1] == b[endB - 1] { (endA, endB) = (endA - 1, endB - 1) }
        let (countA, countB) = (endA - start, endB - start)
        if countA == 0 || countB == 0 { return max(countA, countB) <= bound ? max(countA, countB) : nil }
        let far = bound + 1
        fill(countB + 1, far)
        for j in 0...min(countB, bound) { last[j] = j }
        for i in 1...countA {
            let (from, to) = (max(1, i - bound), min(countB, i + bound))
            guard from <= to else { return nil }
            row[from - 1] = from == 1 ? i : far
            for j in from...to {
                let (x, y) = (a[start + i - 1], b[start + j - 1])
                var least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0 : 1))
                if i > 1, j > 1, x == b[start + j - 2], a[start + i - 2] == y {
                    least = min(least, beforeLast[j - 2] + 1)
                }
                row[j] = min(least, far)
            }
            if to < countB { row[to + 1] = far }
            swap(&beforeLast, &last)
            swap(&last, &row)
        }
        return last[countB] <= bound ? last[countB] : nil
    }

    private mutating func fill(_ count: Int, _ value: Int) {
        if row.count < count {
            (beforeLast, last, row) = (
                Array(repeating: value, count: count), Array(repeating: value, count: count),
                Array(repeating: value, count: count)
            )
        } else {
            for place in 0..<count { (beforeLast[place], last[place], row[place]) = (value, value, value) }
        }
    }
}
