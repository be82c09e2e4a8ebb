internal import CTheme

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

    /// The names of the files alone.
    static let names: [String] = (0..<theme_file_count()).map { String(cString: theme_file_at($0).name) }
}
