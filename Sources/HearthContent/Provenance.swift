package import HearthModel

/// `source:`: where migrated content came from (content model, section 6). Raw texts, never interpreted for output but
/// as text.
package struct Provenance: Sendable, Equatable {
    package var system: String
    package var id: String?
    package var url: String?
    package var author: String?
    package var created: Timestamp?
    package var modified: Timestamp?
    package var place: String?
    /// The raw value, which may restrict the item (`isRestricted`). `unknown` when it cannot be read.
    package var privacy: String?
    package var exported: String?
    package var importer: String?
    package var sha256: String?
    package var losses: [String] = []
    package var line = 0

    package init(system: String) { self.system = system }

    /// Whether only some people could read it in the old system.
    package var isRestricted: Bool { SourcePrivacy.isRestricted(privacy) }
}

/// `migration:`: how far a person has checked it.
package struct MigrationState: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case imported, reviewed, accepted, archived
    }

    package var status: Status
    package var reviewedBy: String?
    package var reviewed: Timestamp?

    package init(status: Status) { self.status = status }
}
