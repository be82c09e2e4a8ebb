import CCMark
import Glibc

/// The memory of libcmark's trees: one region for each thread, from which blocks are cut and never given back singly.
///
/// libcmark makes and frees about a thousand small blocks for a page, which costs as much as parsing it. A tree is gone
/// as a
/// whole once it has been copied, so the region starts again at its beginning when no tree of the thread is left.
///
/// libcmark passes no context to its allocator; the region is found through the thread. Trees must be freed on the
/// thread
/// that made them, which holds as they never leave the synchronous `MarkdownDocument.parse`.
enum CMarkMemory {
    private struct Chunk {
        var start: UnsafeMutableRawPointer
        var size: Int
    }

    private struct Region {
        /// Where the next block begins, and where the newest chunk ends.
        var next: UnsafeMutableRawPointer
        var end: UnsafeMutableRawPointer
        var chunks: [Chunk]
        var liveTrees = 0
    }

    /// Every block has its size before it, for `realloc`; 16 bytes keep the block aligned.
    private static let header = 16
    private static let firstChunk = 512 * 1024
    private static let largestChunk = 32 * 1024 * 1024

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            guard let pointer else { return }
            let region = pointer.assumingMemoryBound(to: Region.self)
            for chunk in region.pointee.chunks { free(chunk.start) }
            region.deinitialize(count: 1)
            region.deallocate()
        }
        return key
    }()

    /// The functions that libcmark calls; made once, never freed.
    private nonisolated(unsafe) static let functions: UnsafeMutablePointer<cmark_mem> = {
        let functions = UnsafeMutablePointer<cmark_mem>.allocate(capacity: 1)
        functions.initialize(
            to: cmark_mem(
                calloc: { count, size in
                    let block = CMarkMemory.allocate(count * size)
                    memset(block, 0, count * size)
                    return block
                },
                realloc: { CMarkMemory.resize($0, to: $1) },
                free: { _ in }))
        return functions
    }()

    /// The allocator for a new tree, which must be followed by `release()` when the tree is gone.
    static func retain() -> UnsafeMutablePointer<cmark_mem> {
        region().pointee.liveTrees += 1
        return functions
    }

    /// Says that a tree is gone.
    static func release() {
        let region = region()
        region.pointee.liveTrees -= 1
        guard region.pointee.liveTrees == 0 else { return }
        for chunk in region.pointee.chunks.dropFirst() { free(chunk.start) }
        region.pointee.chunks.removeLast(region.pointee.chunks.count - 1)
        region.pointee.next = region.pointee.chunks[0].start
        region.pointee.end = region.pointee.next + region.pointee.chunks[0].size
    }

    private static func region() -> UnsafeMutablePointer<Region> {
        if let found = pthread_getspecific(key) { return found.assumingMemoryBound(to: Region.self) }
        let chunk = newChunk(firstChunk)
        let region = UnsafeMutablePointer<Region>.allocate(capacity: 1)
        region.initialize(to: Region(next: chunk.start, end: chunk.start + chunk.size, chunks: [chunk]))
        pthread_setspecific(key, region)
        return region
    }

    private static func newChunk(_ size: Int) -> Chunk {
        guard let start = malloc(size) else { fatalError("out of memory while parsing Markdown") }
        return Chunk(start: start, size: size)
    }

    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let region = region()
        let needed = header + (size + 15) & ~15
        if region.pointee.end - region.pointee.next < needed {
            let last = region.pointee.chunks.last?.size ?? firstChunk
            let chunk = newChunk(max(min(last * 2, largestChunk), needed))
            region.pointee.chunks.append(chunk)
            region.pointee.next = chunk.start
            region.pointee.end = chunk.start + chunk.size
        }
        let start = region.pointee.next
        region.pointee.next = start + needed
        start.storeBytes(of: size, as: Int.self)
        return start + header
    }

    private static func resize(_ block: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer {
        guard let block else { return allocate(size) }
        let start = block - header
        let oldSize = start.load(as: Int.self)
        if size <= oldSize { return block }
        // The newest block grows in place.
        let region = region()
        let growth = (size + 15) & ~15 - (oldSize + 15) & ~15
        if block + (oldSize + 15) & ~15 == region.pointee.next, region.pointee.end - region.pointee.next >= growth {
            region.pointee.next += growth
            start.storeBytes(of: size, as: Int.self)
            return block
        }
        let new = allocate(size)
        memcpy(new, block, oldSize)
        return new
    }
}
