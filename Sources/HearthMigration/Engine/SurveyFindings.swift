package import HearthModel

/// What a survey has to say of an export as a whole: how many records it holds, what became of those that need no file,
/// and what people must hear of it. The surveyor fills it in on its way, and the report takes it over.
package struct SurveyFindings: Sendable {
    /// How many records of each kind the export holds; the report must account for every one.
    package private(set) var totals: [String: Int] = [:]
    /// Records that need no file: skipped by a rule, or failed already.
    package private(set) var settled: [String: [ImportFate: Int]] = [:]
    /// Fields of the source that no file keeps, with how often they had a value.
    package var fieldsNotKept: [String: Int] = [:]
    package var diagnostics: [Diagnostic] = []
    /// Keys of items that the export holds and says to be deleted. Earlier runs may have made pages of them.
    package var withdrawn: [String] = []
    /// What the export is, in a line for people.
    package var headline = ""

    /// Counts records; `tally` or the conversion tells what became of them.
    mutating func count(_ kind: String, _ count: Int) { totals[kind, default: 0] += count }

    /// Says what became of records that are counted.
    mutating func tally(_ kind: String, _ fate: ImportFate, _ count: Int = 1) {
        guard count > 0 else { return }
        settled[kind, default: [:]][fate, default: 0] += count
    }

    /// Counts records that need no file.
    mutating func settle(_ kind: String, _ fate: ImportFate, _ count: Int = 1) {
        guard count > 0 else { return }
        self.count(kind, count)
        tally(kind, fate, count)
    }

    /// Counts those who get a page and those who have one.
    mutating func count(_ people: ImportPeople) {
        count("people", people.new.count)
        settle("people", .skipped(rule: ImportPeople.knownRule), people.mapped)
    }
}
