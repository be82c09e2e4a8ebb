import CStemmer

/// Reduces words to their stems by the Snowball algorithm of one language (libstemmer). One for each task: the library's
/// stemmer keeps the last word.
final class Stemmer {
    private let stemmer: OpaquePointer

    /// Nil for a language (BCP 47; region and script are ignored) without an algorithm.
    init?(language: String) {
        let code = language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? ""
        // Norwegian's two written forms share an algorithm; libstemmer knows it as `no`.
        let name = code == "nb" || code == "nn" ? "no" : code
        guard !name.isEmpty, let stemmer = sb_stemmer_new(name, "UTF_8") else { return nil }
        self.stemmer = stemmer
    }

    deinit { sb_stemmer_delete(stemmer) }

    /// The stem of a word in lower case (UTF-8), valid until the next call.
    func stem(_ word: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let result = sb_stemmer_stem(stemmer, word.baseAddress, Int32(truncatingIfNeeded: word.count)) else {
            return word
        }
        return UnsafeBufferPointer(start: result, count: Int(sb_stemmer_length(stemmer)))
    }

    /// Whether words of a language can be reduced.
    static func exists(language: String) -> Bool { Stemmer(language: language) != nil }
}
