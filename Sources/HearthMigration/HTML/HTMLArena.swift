/// Memory in blocks, given back all at once.
final class HTMLArena {
    private static let blockSize = 1 << 16
    private var blocks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var left = 0

    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        let size = (size + 15) & ~15
        if size > left {
            let block = UnsafeMutableRawPointer.allocate(byteCount: max(size, Self.blockSize), alignment: 16)
            blocks.append(block)
            if size >= Self.blockSize { return block }
            next = block
            left = Self.blockSize
        }
        defer {
            next = next.map { $0 + size }
            left -= size
        }
        return next
    }

    deinit {
        for block in blocks { block.deallocate() }
    }
}
