extension Array {
    /// An array that `fill` writes: it gets room for `count` elements, and sets how many it has written.
    ///
    /// `init(unsafeUninitializedCapacity:)` with one difference: without room the library notes the count in the storage
    /// that all empty arrays share, which is a write to memory that every thread reads.
    @inline(__always)
    package init(
        uninitialized count: Int, _ fill: (UnsafeMutableBufferPointer<Element>, inout Int) throws -> Void
    ) rethrows {
        try self.init(unsafeUninitializedCapacity: Swift.max(1, count)) { buffer, done in
            try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<Swift.max(0, count)]), &done)
        }
    }
}
