import HearthContent
import HearthModel

/// Who may read measures: those who may read what they measure.
extension AudienceResolver {
    /// A measure belongs to the groups of the use cases that name it, or that it names. When no use case of a measure is
    /// for everyone, neither is the measure, unless it says so.
    mutating func placeMeasures(_ leftOut: [ParsedPage]) {
        guard hasRestricted || audiences.contains(where: { $0 != .everyone }) else { return }
        var byPath: [String: PageIndex] = [:]
        for (index, page) in pages.enumerated() where page.type == .measure || page.type == .useCase {
            for path in [page.path, page.url.text, urls[index].text] { byPath[path] = index }
        }
        // The placement works while the audiences change: what it looks up is its own.
        let (pages, directory) = (pages, directory)
        func find(_ references: [Reference], _ type: EntityType, near page: ParsedPage) -> [PageIndex] {
            references.flatMap { reference in
                ReferenceChecker.find(
                    reference.value, [type], directory, near: page, path: { byPath[$0] }, parsed: { pages[$0] })
            }
        }
        // Who may read the use cases of each measure. One that is not in this build counts only where no other does: a
        // draft of members makes nothing theirs that others show already, and its measure is not open before it is.
        var published: [PageIndex: [Audience?]] = [:]
        var unpublished: [PageIndex: [Audience?]] = [:]
        for (index, page) in pages.enumerated() {
            switch page.fields {
            case .measure(let fields):
                published[index, default: []] += find(fields.useCases, .useCase, near: page).map { audiences[$0] }
                for useCase in leftOut where fields.useCases.contains(where: { Self.names($0.value, useCase) }) {
                    unpublished[index, default: []].append(readers(of: useCase))
                }
            case .useCase(let fields):
                for measure in find(fields.measures, .measure, near: page) {
                    published[measure, default: []].append(audiences[index])
                }
            default: break
            }
        }
        for page in leftOut {
            guard case .useCase(let fields) = page.fields else { continue }
            for measure in find(fields.measures, .measure, near: page) {
                unpublished[measure, default: []].append(readers(of: page))
            }
        }
        for index in pages.indices
        where audiences[index] == .everyone && groups[index] == nil && pages[index].common.visibility == nil {
            let readers = published[index].flatMap { $0.isEmpty ? nil : $0 } ?? unpublished[index] ?? []
            if !readers.isEmpty, !readers.contains(.everyone) { place(index, for: readers) }
        }
    }

    /// Whether a reference means a page that no directory knows: by id or by path.
    private static func names(_ reference: String, _ page: ParsedPage) -> Bool {
        var name = reference[...]
        while name.hasPrefix("/") { name.removeFirst() }
        while name.hasSuffix("/") { name.removeLast() }
        if name.lowercased() == page.id.lowercased() { return true }
        return ["", ".md", "/index.md"].contains { name + $0 == page.usualPath || name + $0 == page.path }
    }

    /// Who could read a page if it were in this build; nil when nothing would protect it.
    private mutating func readers(of page: ParsedPage) -> Audience? {
        let told = diagnostics
        defer { diagnostics = told }
        let group = group(of: page)
        guard isRestricted(page, group: group) else { return .everyone }
        return group.map { .group(pages[directory.groups[$0]].id) }
    }

    private mutating func place(_ measure: PageIndex, for readers: [Audience?]) {
        let page = pages[measure]
        let owners = readers.compactMap { audience -> GroupIndex? in
            guard case .group(let id)? = audience else { return nil }
            return directory.group(id)
        }
        guard let group = owners.first else {
            return withhold(
                measure, .unplacedRestricted, "no use case of this measure is published, and neither is the measure",
                help: "set group:, or visibility: everyone when all may read it")
        }
        let id = pages[directory.groups[group]].id
        if owners.contains(where: { $0 != group }) {
            reportSeveral(group, page, line: 1)
        } else {
            diagnostics.append(
                Diagnostic(
                    .restrictedMeasure, at: page.at(1),
                    "only the members of '\(id)' may read it, like all use cases that it belongs to",
                    help: "set visibility: everyone when all may read it"))
        }
        groups[measure] = group
        audiences[measure] = .group(id)
        urls[measure] = SitePath(protectedPath(of: page.url.text, group: group))
    }

    /// The values of a measure whose table only some may read would stand on its page.
    mutating func withholdMeasuresOfRestrictedTables() {
        guard hasRestricted else { return }
        for (index, page) in pages.enumerated() where page.type == .measure && !page.tables.isEmpty {
            guard let own = audiences[index] else { continue }
            for table in page.tables {
                let path = table.path.precomposed
                guard !(folderReaders.of(path)?.contains(own) ?? false) else { continue }
                withhold(
                    index, .restrictedAsset,
                    "the table '\(path)' is for fewer readers than this measure, which is not published",
                    help: "move the table beside the measure, or the measure to the group")
                break
            }
        }
    }

    /// Nobody reads the page, and its authors are told why.
    private mutating func withhold(_ page: PageIndex, _ kind: DiagnosticKind, _ summary: String, help: String) {
        diagnostics.append(Diagnostic(kind, at: pages[page].at(1), summary, help: help))
        audiences[page] = nil
    }
}
