/// A place in a file that a person wrote: what a diagnostic points at.
package struct SourceLocation: Sendable, Hashable, Comparable {
    /// The path as the user would type it, relative to the folder of `hearth.yml`.
    package var file: String
    /// The line, counted from 1 in the file itself (front matter included); 0 when the whole file is meant.
    package var line: Int
    /// The column in UTF-8 bytes, counted from 1; nil when only the line is known.
    package var column: Int?
    /// How many bytes the caret underlines; nil when unknown.
    package var length: Int?

    package init(file: String, line: Int = 0, column: Int? = nil, length: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
    }

    package static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.file, a.line, a.column ?? 0, a.length ?? 0) < (b.file, b.line, b.column ?? 0, b.length ?? 0)
    }
}

/// A value with the line of the file that it was written on, so that a later stage can still point at it.
package struct Located<Value: Sendable>: Sendable {
    package var value: Value
    /// The line in the file, counted from 1; 0 when the value was not written but derived.
    package var line: Int

    package init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
