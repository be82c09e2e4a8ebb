import HearthContent
import HearthSite

/// The languages whose words are reduced to stems, and which of them a document is in.
struct SearchLanguages: Sendable {
    /// Codes of languages that have an algorithm.
    let codes: [String]
    private let documentLanguages: [String]

    /// `configured` (or, when empty, the site's own language) without those that have no algorithm.
    init(_ site: Site) {
        let configured = site.project.configuration.searchLanguages
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

    /// A place in `codes`; their count for a document in another language, whose words stay as they are.
    func index(of document: SearchDocument) -> Int {
        guard let page = document.page else { return 0 }
        return codes.firstIndex(of: documentLanguages[page]) ?? codes.count
    }

    /// The code whose stems the words of a document are reduced to; empty where they stay as they are.
    func code(of document: SearchDocument) -> String {
        let index = index(of: document)
        return codes.indices.contains(index) ? codes[index] : ""
    }

    /// `nb` of `nb-NO`.
    private static func base(_ language: String) -> String {
        language.lowercased().split(separator: "-").first.map(String.init) ?? ""
    }
}
