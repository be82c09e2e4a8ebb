import Synchronization

/// The results of `transform` for every element, in the order of the elements, computed by `workers` tasks.
///
/// Workers claim the next index, so that one slow element does not leave the others idle; results are placed by index,
/// so
/// that the outcome does not depend on the number of workers.
package func mapInParallel<Element: Sendable, Result: Sendable>(
    _ elements: [Element], workers: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    if workers <= 1 || elements.count <= 1 {
        var results: [Result] = []
        results.reserveCapacity(elements.count)
        for element in elements { results.append(try await transform(element)) }
        return results
    }
    let counter = Counter()
    return try await withThrowingTaskGroup(of: [(Int, Result)].self) { group in
        for _ in 0..<min(workers, elements.count) {
            group.addTask {
                var mine: [(Int, Result)] = []
                while let index = counter.next(below: elements.count) {
                    mine.append((index, try await transform(elements[index])))
                    // A step of other work that only one task can do gets its turn.
                    if mine.count & 31 == 0 { await Task.yield() }
                }
                return mine
            }
        }
        var results = [Result?](repeating: nil, count: elements.count)
        for try await part in group {
            for (index, result) in part { results[index] = result }
        }
        return results.compactMap { $0 }
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
