import Synchronization

/// The results of `transform` for every element, in the order of the elements, computed by `workers` tasks.
///
/// Workers claim a few elements at a time, so that slow ones do not leave the others idle; results are placed by index,
/// so that the outcome does not depend on the number of workers.
package func mapInParallel<Element: Sendable, Result: Sendable>(
    _ elements: [Element], workers: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    if workers <= 1 || elements.count <= 1 {
        var results: [Result] = []
        results.reserveCapacity(elements.count)
        for element in elements { results.append(try await transform(element)) }
        return results
    }
    let size = max(1, min(32, elements.count / (workers * 16)))
    let chunks = stride(from: 0, to: elements.count, by: size).map { $0..<min($0 + size, elements.count) }
    let counter = Counter()
    return try await withThrowingTaskGroup(of: [(Int, [Result])].self) { group in
        for _ in 0..<min(workers, elements.count) {
            group.addTask {
                var mine: [(Int, [Result])] = []
                while let chunk = counter.next(below: chunks.count) {
                    var results: [Result] = []
                    results.reserveCapacity(chunks[chunk].count)
                    for index in chunks[chunk] { results.append(try await transform(elements[index])) }
                    mine.append((chunk, results))
                    // A step of other work that only one task can do gets its turn.
                    await Task.yield()
                }
                return mine
            }
        }
        var parts = [[Result]](repeating: [], count: chunks.count)
        for try await mine in group {
            for (chunk, results) in mine { parts[chunk] = results }
        }
        var results: [Result] = []
        results.reserveCapacity(elements.count)
        for chunk in parts.indices {
            results += parts[chunk]
            parts[chunk] = []
        }
        return results
    }
}

/// Hands out indices to workers.
private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next(below limit: Int) -> Int? {
        let index = value.add(1, ordering: .relaxed).oldValue
        return index < limit ? index : nil
    }
}

/// What each of at most `workers` tasks made of the places below `count` that it claimed, in no order.
///
/// For work with a state that is dear to make, which each task has once: it calls `next` until that answers nil.
package func claimInParallel<Result: Sendable>(
    _ count: Int, workers: Int, _ work: @escaping @Sendable (_ next: () -> Int?) throws -> Result
) async throws -> [Result] {
    let counter = Counter()
    guard workers > 1, count > 1 else { return [try work { counter.next(below: count) }] }
    return try await withThrowingTaskGroup(of: Result.self) { group in
        for _ in 0..<min(workers, count) { group.addTask { try work { counter.next(below: count) } } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
