import HearthModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The account of a migration: every record of the source, and what became of it.
package struct ImportReport: Sendable, Codable, Hashable {
    /// The records of one kind.
    package struct Kind: Sendable, Codable, Hashable {
        /// How many the survey counted.
        package var total = 0
        package var converted = 0
        package var convertedWithLosses = 0
        /// How many of those lost what; a record may have lost several things.
        package var losses: [String: Int] = [:]
        package var skipped: [String: Int] = [:]
        package var failed: [String: Int] = [:]

        package var skippedCount: Int { skipped.values.reduce(0, +) }
        package var failedCount: Int { failed.values.reduce(0, +) }
        /// Whether every record has exactly one fate.
        package var isBalanced: Bool { total == converted + convertedWithLosses + skippedCount + failedCount }
    }

    /// Something that Markdown could not hold, or that a reader must not get.
    package struct Loss: Sendable, Codable, Hashable {
        package var count = 0
        package var examples: [String] = []
    }

    /// A record that could not be converted.
    package struct Failure: Sendable, Codable, Hashable {
        package var record: String
        package var reason: String
    }

    /// A file that somebody has edited and of which the export says something else now.
    package struct Conflict: Sendable, Codable, Hashable {
        package var file: String
        package var reason: String
    }

    package var system: String
    package var importer: String
    /// What the export is, in a line.
    package var source: String
    package var kinds: [String: Kind] = [:]
    package var losses: [String: Loss] = [:]
    package var fieldsNotKept: [String: Int] = [:]
    package var failures: [Failure] = []
    package var conflicts: [Conflict] = []
    /// Files that somebody has edited, and that followed the export in who may read them or where they lie.
    package var adjusted: [Conflict] = []
    package var unresolvedLinks: [UnresolvedLink] = []
    package var missingFiles: [UnresolvedLink] = []

    /// What the account calls files of the export that could not be read to their end.
    static let sourceFiles = "source files"
    private static let exampleLimit = 5
    private static let listLimit = 500

    package init(system: String, version: Int, source: String) {
        self.system = system
        importer = "\(system)/\(version)"
        self.source = source
    }

    package var isBalanced: Bool { kinds.values.allSatisfy(\.isBalanced) }
    package var failedCount: Int { kinds.values.reduce(0) { $0 + $1.failedCount } }

    mutating func add(_ record: ImportedRecord) {
        count(record.kind, record.fate, 1)
        let name = "\(record.kind) \(record.id)"
        switch record.fate {
        case .convertedWithLosses(let names):
            for loss in names {
                losses[loss, default: Loss()].count += 1
                if losses[loss, default: Loss()].examples.count < Self.exampleLimit {
                    losses[loss]?.examples.append(name)
                }
            }
        case .failed(let reason) where failures.count < Self.listLimit:
            failures.append(Failure(record: name, reason: reason))
        default: break
        }
    }

    /// A file of the export, or an archive, that could not be read to its end; it is a record of its own.
    mutating func add(brokenSource name: String, reason: String) {
        kinds[Self.sourceFiles, default: Kind()].total += 1
        add(ImportedRecord(Self.sourceFiles, name, .failed(reason: reason)))
    }

    mutating func add(_ tally: ImportTally) {
        // A rule that met nothing is no news.
        guard tally.count != 0 else { return }
        count(tally.kind, tally.fate, tally.count)
    }

    private mutating func count(_ name: String, _ fate: ImportFate, _ count: Int) {
        switch fate {
        case .converted: kinds[name, default: Kind()].converted += count
        case .convertedWithLosses(let losses):
            kinds[name, default: Kind()].convertedWithLosses += count
            for loss in losses { kinds[name, default: Kind()].losses[loss, default: 0] += count }
        case .skipped(let rule): kinds[name, default: Kind()].skipped[rule, default: 0] += count
        case .failed(let reason): kinds[name, default: Kind()].failed[reason, default: 0] += count
        }
    }

    mutating func add(_ links: [UnresolvedLink]) {
        unresolvedLinks += links.prefix(max(0, Self.listLimit - unresolvedLinks.count))
    }

    mutating func add(missing links: [UnresolvedLink]) {
        missingFiles += links.prefix(max(0, Self.listLimit - missingFiles.count))
    }

    /// `report.json`: sorted keys and nothing about this run, so that a second run writes the same bytes.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [0x0A]
    }

    /// The account as a table for the terminal.
    package var summary: String {
        func cell(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let names = kinds.filter { $0.value.total > 0 || !$0.value.isBalanced }.keys.sorted()
        let width = max(12, names.map(\.count).max() ?? 0)
        var lines = [source]
        let heads = ["found", "converted", "with losses", "skipped", "failed"]
        lines.append(String(repeating: " ", count: width) + heads.map { cell($0, 13) }.joined())
        for name in names {
            guard let kind = kinds[name] else { continue }
            let numbers = [kind.total, kind.converted, kind.convertedWithLosses, kind.skippedCount, kind.failedCount]
            lines.append(
                name + String(repeating: " ", count: width - name.count) + numbers.map { cell("\($0)", 13) }.joined())
        }
        let rules = names.flatMap { name in
            (kinds[name]?.skipped ?? [:]).sorted { $0.key < $1.key }.map { "  \(name): \($0.value) × \($0.key)" }
        }
        if !rules.isEmpty { lines += ["skipped by rule:"] + rules }
        let lost = names.flatMap { name in
            (kinds[name]?.losses ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "  \(name): \($0.value) × \($0.key)" }
        }
        if !lost.isEmpty { lines += ["with losses:"] + lost }
        if !fieldsNotKept.isEmpty {
            let fields = fieldsNotKept.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
            lines.append("fields not kept: " + fields.joined(separator: ", "))
        }
        if !unresolvedLinks.isEmpty {
            lines.append("links to the old site that lead nowhere: \(unresolvedLinks.count)")
        }
        if !missingFiles.isEmpty { lines.append("files that the export does not hold: \(missingFiles.count)") }
        return lines.joined(separator: "\n")
    }
}
