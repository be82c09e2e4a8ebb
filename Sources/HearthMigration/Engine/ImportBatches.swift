import HearthModel

/// The work of an importer's second step, cut into batches: all items of the first kind, then those of the next, and at
/// the end one batch for what is left to do.
struct ImportBatches<Kind: Sendable>: Sendable {
    private let parts: [(kind: Kind, items: Int, size: Int)]

    /// - Parameters:
    ///   - size: how many items are converted at a time: little enough that all workers have something to do, and the
    ///     files of a batch fit into memory.
    ///   - items: how many there are of each kind.
    init(of size: Int, _ items: KeyValuePairs<Kind, Int>) {
        self.init(items.map { ($0.key, $0.value, size) })
    }

    init(_ parts: [(kind: Kind, items: Int, size: Int)]) { self.parts = parts }

    private static func batches(_ items: Int, _ size: Int) -> Int { (items + size - 1) / size }

    var count: Int { parts.reduce(1) { $0 + Self.batches($1.items, $1.size) } }

    /// The items that the batch `number` converts; nil for the last one, which has what is left to do.
    func work(of number: Int) -> (kind: Kind, items: Range<Int>)? {
        var number = number
        for part in parts {
            let count = Self.batches(part.items, part.size)
            if number < count {
                return (part.kind, number * part.size..<min((number + 1) * part.size, part.items))
            }
            number -= count
        }
        return nil
    }
}

extension FatalError {
    /// What was asked for cannot be migrated, and what to give instead.
    static func usage(_ what: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.migrationUsage, at: nil, what, help: help)])
    }
}
