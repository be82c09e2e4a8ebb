internal import CTheme
import HearthModel

/// The default theme, as it was embedded in the program.
enum BuiltInTheme {
    struct File {
        /// Below `Layouts/`.
        var name: String
        var bytes: [UInt8]
    }

    static var files: [File] {
        (0..<theme_file_count()).map { index in
            let file = theme_file_at(index)
            return File(
                name: String(cString: file.name), bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
            )
        }
    }

    /// The translations of the theme's words.
    static let wordFiles: [File] = files.filter { WordCatalogue.tag(of: $0.name) != nil }

    /// The names of the files alone.
    static let names: [String] = (0..<theme_file_count()).map { String(cString: theme_file_at($0).name) }
}

extension BuiltInTheme.File {
    /// The template with its marked texts in the language of `words`.
    func `in`(_ words: Words) -> BuiltInTheme.File {
        var copy = self
        copy.bytes = WordMarks.translate(template: bytes, words)
        return copy
    }
}

extension LayoutFolder.File {
    /// The template with its marked texts in the language of `words`.
    func `in`(_ words: Words) -> LayoutFolder.File {
        var copy = self
        copy.bytes = WordMarks.translate(template: bytes, words)
        return copy
    }
}
