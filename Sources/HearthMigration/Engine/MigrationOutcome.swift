package import HearthModel

/// How many files a run touched.
package struct MigrationFileCounts: Sendable, Hashable {
    package var written = 0
    package var updated = 0
    package var unchanged = 0
    /// Edited by hand since the last import, and left so.
    package var kept = 0
    package var conflicts = 0
    /// Edited by hand since, and closed, opened or moved as in the export; the edit stays.
    package var adjusted = 0
    package var deleted = 0
    /// Deleted in the export, and here too.
    package var removed = 0

    /// Files that hold other bytes than before the run, or are gone.
    package var changed: Int { written + updated + removed + adjusted }
}

/// What a migration came to.
package struct MigrationOutcome: Sendable {
    package var report: ImportReport
    package var files: MigrationFileCounts
    package var diagnostics: [Diagnostic]
    /// 0 when every record is accounted for and nothing failed, 1 otherwise.
    package var exitStatus: Int32
    /// The account for the terminal.
    package var summary: String
}
