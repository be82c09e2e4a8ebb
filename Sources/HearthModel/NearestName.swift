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
        /// The first eighty scalars in lower case.
        let scalars: [Unicode.Scalar]
        /// How often each kind of scalar is in it; kinds share a place.
        let counts: SIMD32<UInt8>

        init(_ name: String) {
            self.name = name
            scalars = Array(name.lowercased().unicodeScalars.prefix(80))
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
        for other in candidates where other.name != name {
            let limit = min(max(wanted.scalars.count, other.scalars.count) / 3, longest)
            let bound = min(limit, best?.distance ?? limit)
            guard abs(wanted.scalars.count - other.scalars.count) <= bound, wanted.leastDistance(to: other) <= bound,
                let distance = editDistance(wanted.scalars, other.scalars, bound)
            else { continue }
            if let current = best, (distance, other.name) >= (current.distance, current.name) { continue }
            best = (distance, other.name)
        }
        return best?.name
    }

    /// Nil when it is more than `bound`.
    private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], _ bound: Int) -> Int? {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) <= bound ? max(a.count, b.count) : nil }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        var row = last
        for i in 1...a.count {
            row[0] = i
            var least = i
            for j in 1...b.count {
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
                least = min(least, row[j])
            }
            // A swap steps over one row.
            if least > bound, (last.min() ?? 0) > bound { return nil }
            (beforeLast, last, row) = (last, row, beforeLast)
        }
        return last[b.count] <= bound ? last[b.count] : nil
    }
}
