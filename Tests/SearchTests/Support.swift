import HearthBuild
import HearthModel
import HearthSite
import TestKit

@testable import HearthSearch

extension TinySite {
    /// The index of an audience as the build would write it.
    func index(of group: String? = nil, workers: Int = 2) async throws -> SearchIndex {
        let (site, _) = try await resolve()
        let files = try await SearchIndexBuilder.build(site, workers: workers).files
        let folder = SearchIndexBuilder.folder(of: group.map { .group($0) } ?? .everyone, site)
        guard let index = SearchIndex(files, folder: folder) else { throw FileError("read", "index") }
        return index
    }

    /// The addresses that a query finds, best first.
    func find(_ query: String, in group: String? = nil) async throws -> [String] {
        SearchEngine(try await index(of: group)).search(SearchQuery(query)).hits.map(\.address)
    }
}
