import HearthContent
import HearthModel

/// Which measures prove which use cases. Either of the two may name the other, and one word is enough: the measure
/// stands on the page of the use case, and the use case on that of the measure.
struct MeasureLinks: Sendable {
    /// Of each use case: those that it names in its order, then those that name it.
    private(set) var measures: [PageIndex: [PageIndex]] = [:]
    /// Of each measure, in the order of the pages.
    private(set) var useCases: [PageIndex: [PageIndex]] = [:]

    private struct Pair: Hashable {
        let useCase: PageIndex
        let measure: PageIndex
    }

    init() {}

    init(_ pages: [ParsedPage], _ directory: Directory, pathIndex: [String: PageIndex]) {
        func find(_ references: [Reference], _ type: EntityType, near page: ParsedPage) -> [PageIndex] {
            references.compactMap { reference in
                ReferenceChecker.find(
                    reference.value, [type], directory, near: page, path: { pathIndex[$0] }, parsed: { pages[$0] }
                ).first
            }.filter { pages[$0].type == type }
        }
        var pairs: [Pair] = []
        for (index, page) in pages.enumerated() {
            guard case .useCase(let fields) = page.fields else { continue }
            pairs += find(fields.measures, .measure, near: page).map { Pair(useCase: index, measure: $0) }
        }
        for (index, page) in pages.enumerated() {
            guard case .measure(let fields) = page.fields else { continue }
            pairs += find(fields.useCases, .useCase, near: page).map { Pair(useCase: $0, measure: index) }
        }
        var seen: Set<Pair> = []
        for pair in pairs where seen.insert(pair).inserted {
            measures[pair.useCase, default: []].append(pair.measure)
            useCases[pair.measure, default: []].append(pair.useCase)
        }
        for measure in useCases.keys { useCases[measure]?.sort() }
    }
}
