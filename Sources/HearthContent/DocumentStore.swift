import Glibc
package import HearthMarkdown
import HearthModel
import Synchronization

/// Where the trees of a large site's pages wait for the stages that walk them: as many as `budget` allows in memory, the
/// others in a file without a name, so that a site with ten times as many pages does not need ten times the memory.
///
/// A tree is written once and read by a handful of stages, each for a few microseconds; what all stages ask (headings,
/// links) stays in memory. The file is gone when the program ends, however it ends.
package final class DocumentStore: Sendable {
    private let folders: [String]
    private let budget: Int
    /// Bytes of trees that are in memory.
    private let held = Atomic<Int>(0)
    private let end = Atomic<Int>(0)
    private let descriptor = Lock<Int32?>(nil)
    private let failed = Atomic<Bool>(false)
    /// The trees that were read last. Stages go through pages in order and ask for the same one several times.
    private let recent = Lock<[Recent?]>(Array(repeating: nil, count: DocumentStore.recentCount))

    /// A class, so that looking whether it is the right one copies nothing.
    private final class Recent: Sendable {
        let offset: Int
        let document: MarkdownDocument

        init(offset: Int, document: MarkdownDocument) { (self.offset, self.document) = (offset, document) }
    }

    private static let recentCount = 64
    /// Offsets are multiples of this, so that neighbours have different places among the recent ones.
    private static let block = 512

    /// `folders` are tried in turn for the file: `.hearth`, the project's. Where none can be written, all stays in
    /// memory. `budget` is in bytes of trees.
    package init(folders: [String], budget: Int) {
        self.folders = folders
        self.budget = budget
    }

    deinit {
        if let descriptor = descriptor.withLock({ $0 }), descriptor >= 0 { close(descriptor) }
    }

    /// Whether there are trees in the file.
    package var isInUse: Bool { end.load(ordering: .relaxed) > 0 }

    /// Whether a tree could not be read again: then nothing that was made of it may be published.
    package var isDamaged: Bool { failed.load(ordering: .relaxed) }

    /// Takes `document` into the store's care.
    package func keep(_ document: MarkdownDocument) -> StoredDocument {
        let size = document.treeSize
        let before = held.add(size.bytes, ordering: .relaxed).oldValue
        guard before + size.bytes > budget, let file = file() else { return StoredDocument(document) }
        let length = (size.bytes + Self.block - 1) / Self.block * Self.block
        let offset = end.add(length, ordering: .relaxed).oldValue
        let isWritten = document.writeTree { nodes, text in
            var parts = [
                iovec(iov_base: UnsafeMutableRawPointer(mutating: nodes.baseAddress), iov_len: nodes.count),
                iovec(iov_base: UnsafeMutableRawPointer(mutating: text.baseAddress), iov_len: text.count),
            ]
            return pwritev(file, &parts, 2, offset) == size.bytes
        }
        // A full disk, perhaps: then this one stays where it is.
        guard isWritten else { return StoredDocument(document) }
        held.subtract(size.bytes, ordering: .relaxed)
        return StoredDocument(outline: document.withoutTree, size, at: offset, in: self)
    }

    /// The document with its tree. When the disk fails it says nothing, and `isDamaged` tells.
    fileprivate func read(
        _ outline: MarkdownDocument, _ size: MarkdownDocument.TreeSize, at offset: Int
    )
        -> MarkdownDocument
    {
        let slot = offset / Self.block % Self.recentCount
        let known = recent.withLock { recent -> MarkdownDocument? in
            guard let found = recent[slot], found.offset == offset else { return nil }
            return found.document
        }
        if let known { return known }
        let document = MarkdownDocument(outline, size) { nodes, text in
            var parts = [
                iovec(iov_base: nodes.baseAddress, iov_len: nodes.count),
                iovec(iov_base: text.baseAddress, iov_len: text.count),
            ]
            guard let file = file() else { return false }
            return preadv(file, &parts, 2, offset) == size.bytes
        }
        guard let document else {
            failed.store(true, ordering: .relaxed)
            return MarkdownDocument(outline, silent: size)
        }
        recent.withLock { $0[slot] = Recent(offset: offset, document: document) }
        return document
    }

    /// The file, made when it is first needed; nil when it cannot be.
    func file() -> Int32? {
        descriptor.withLock { descriptor in
            if let descriptor { return descriptor < 0 ? nil : descriptor }
            for folder in folders {
                // Without a name from the beginning (open(2), O_TMPFILE).
                let found = open(folder, O_RDWR | O_CLOEXEC | Self.withoutName, 0o600)
                if found >= 0 {
                    descriptor = found
                    return found
                }
            }
            descriptor = -1
            return nil
        }
    }

    /// `O_TMPFILE`, which C makes of two constants: Swift does not see it.
    private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY
}

/// A document in the care of a `DocumentStore`, or simply in memory.
package struct StoredDocument: Sendable {
    /// With its tree only where there is no `place`.
    private let outline: MarkdownDocument
    private let place: Place?
    package let treeSize: MarkdownDocument.TreeSize

    private struct Place: Sendable {
        let offset: Int
        let store: DocumentStore
    }

    package init(_ document: MarkdownDocument) {
        outline = document
        place = nil
        treeSize = document.treeSize
    }

    fileprivate init(
        outline: MarkdownDocument, _ size: MarkdownDocument.TreeSize, at offset: Int, in store: DocumentStore
    ) {
        self.outline = outline
        place = Place(offset: offset, store: store)
        treeSize = size
    }

    /// The whole document. Whoever walks it asks once and holds it while walking.
    package var document: MarkdownDocument {
        guard let place else { return outline }
        return place.store.read(outline, treeSize, at: place.offset)
    }

    package var headings: [MarkdownDocument.Heading] { outline.headings }
    package var links: [MarkdownDocument.Link] { outline.links }
    package var neutralIDs: [MarkdownDocument.NodeID: MarkdownDocument.NeutralID] { outline.neutralIDs }
    package var footnotes: [MarkdownDocument.Footnote] { outline.footnotes }
}
