import Synchronization

/// Counts finished outputs from all workers and reports now and then.
final class ProgressCounter: Sendable {
    private let done = Atomic<Int>(0)
    private let phase: String
    private let total: Int
    private let report: (@Sendable (String, Int, Int) -> Void)?

    init(_ phase: String, total: Int, report: (@Sendable (String, Int, Int) -> Void)?) {
        self.phase = phase
        self.total = total
        self.report = report
    }

    func step() {
        let count = done.add(1, ordering: .relaxed).newValue
        // Every 64th is often enough for an eye and costs nothing.
        if count & 63 == 0 || count == total { report?(phase, count, total) }
    }
}
