import HearthModel

/// A file of an index: its place among the others and what it is made from. `AudienceIndex.file` gives it a path.
struct IndexFile: Sendable {
    /// What a file holds; the raw value is the folder.
    enum Kind: String, Sendable, CaseIterable {
        case terms = "t"
        case texts = "f"
        /// Words by their beginnings, and by their ends.
        case front = "v"
        case back = "w"
        /// The table of all documents and the index's own file, which have no folder.
        case documents = ""
    }

    enum Content: Sendable {
        case bytes([UInt8])
        /// The postings of a run of terms, in the order of `AudienceIndex.terms`.
        case terms(Range<Int>)
        /// The texts of a run of units.
        case texts(Range<Int>)
        /// What the last build wrote.
        case kept
    }

    var kind: Kind
    /// Without `.js`.
    var name: String
    /// Files with the same kind, name and fingerprint have the same bytes.
    var fingerprint: UInt64
    var content: Content

    /// Below the folder of the index.
    var path: String { kind == .documents ? name + ".js" : "\(kind.rawValue)/\(name).js" }

    func isSame(as other: IndexFile) -> Bool {
        kind == other.kind && name == other.name && fingerprint == other.fingerprint
    }
}
