import HearthContent
import HearthModel
import HearthSite

/// The languages whose words are reduced to stems, and which of them a document is in.
struct SearchLanguages: Sendable {
    /// Codes of languages that have an algorithm.
    let codes: [String]
    private let documentLanguages: [String]

    /// `configured` (or, when empty, the site's own language) without those that have no algorithm.
    init(_ site: Site) {
        let configured = site.project.configuration.searchLanguages.map(\.value)
        let wanted = configured.isEmpty ? [site.project.configuration.language] : configured
        var seen: Set<String> = []
        codes = wanted.map { Self.base($0) }.filter { Stemmer.exists(language: $0) && seen.insert($0).inserted }
        var bases: [String: String] = [:]
        documentLanguages = site.pages.map { page in
            if let known = bases[page.language] { return known }
            bases[page.language] = Self.base(page.language)
            return Self.base(page.language)
        }
    }

    /// The code whose stems the words of a page are reduced to; empty where they stay as they are.
    func code(of page: PageIndex?) -> String {
        guard let page else { return codes.first ?? "" }
        return codes.contains(documentLanguages[page]) ? documentLanguages[page] : ""
    }

    /// `nb` of `nb-NO`.
    private static func base(_ language: String) -> String {
        language.lowercased().split(separator: "-").first.map(String.init) ?? ""
    }
}
