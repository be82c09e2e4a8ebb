import Glibc

/// A value that tasks take turns at.
///
/// Not `Synchronization.Mutex`: the thread sanitizer does not know that one on Linux (it waits by futex, unseen), and
/// reports every turn as a race. With the lock of POSIX threads it sees real ones.
// Unchecked: the value is touched between lock and unlock alone, and is itself `Sendable`.
package final class Lock<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Calls `body` with the value, when no other task has it. `body` must not come back for it.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
