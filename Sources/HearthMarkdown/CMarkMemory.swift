import CCMark
import CMemory

/// The allocator of libcmark's trees: an arena for each thread, which is empty again when no tree of the thread is left.
///
/// Trees must be freed on the thread that made them, which holds as they never leave the synchronous
/// `MarkdownDocument.parse`.
enum CMarkMemory {
    /// The functions that libcmark calls; made once, never freed.
    private nonisolated(unsafe) static let functions: UnsafeMutablePointer<cmark_mem> = {
        let functions = UnsafeMutablePointer<cmark_mem>.allocate(capacity: 1)
        functions.initialize(
            to: cmark_mem(calloc: hearth_arena_calloc, realloc: hearth_arena_realloc, free: hearth_arena_free))
        return functions
    }()

    /// The allocator for a new tree, which must be followed by `release()` when the tree is gone.
    static func retain() -> UnsafeMutablePointer<cmark_mem> {
        hearth_arena_begin()
        return functions
    }

    /// Says that a tree is gone.
    static func release() { hearth_arena_end() }
}
