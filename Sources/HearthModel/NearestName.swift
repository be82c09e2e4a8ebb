/// The candidate that a person most likely meant by `name`, for "did you mean": the least edit distance (insertions,
/// deletions, substitutions and swaps of neighbours; Damerau 1964) of at most a third of the longer name. Ties go to
/// the
/// first in alphabetical order.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(80))
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
        let other = Array(candidate.lowercased().unicodeScalars.prefix(80))
        let limit = max(wanted.count, other.count) / 3
        let bound = min(limit, best?.distance ?? limit)
        guard abs(wanted.count - other.count) <= bound else { continue }
        let distance = editDistance(wanted, other)
        guard distance <= bound else { continue }
        if let current = best, (distance, candidate) >= (current.distance, current.name) { continue }
        best = (distance, candidate)
    }
    return best?.name
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [Int](repeating: i, count: b.count + 1)
        for j in 1...b.count {
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
