import HearthModel

/// The lines that diagnostics are about, to show them and to count columns as other programs do.
struct DiagnosticLines {
    /// The project's folder; nil when there is none.
    private let root: String?
    /// Lines of the file that was asked for last: problems come sorted by file.
    private var cached: (file: String, lines: [Substring])?
    /// The column that was counted last, in bytes and in UTF-16: the next one may stand on the same long line.
    private var counted = (file: "", line: 0, byte: 1, unit: 1)

    init(root: String?) { self.root = root }

    /// All lines of the file; none when it cannot be read, or is too large.
    mutating func all(of location: SourceLocation) -> [Substring] {
        if let cached, cached.file == location.file { return cached.lines }
        var lines: [Substring] = []
        let path = location.file.hasPrefix("/") ? location.file : (root ?? "") + "/" + location.file
        if root != nil, (FileSystem.size(of: path) ?? .max) < 4_000_000, let bytes = try? FileSystem.read(path) {
            // The lines that the parser counts: `isNewline` would count form feeds and line separators too.
            let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
            lines = String(decoding: text, as: UTF8.self).split(omittingEmptySubsequences: false) {
                $0 == "\n" || $0 == "\r\n" || $0 == "\r"
            }
        }
        cached = (location.file, lines)
        return lines
    }

    /// The columns in UTF-16 code units, from 1, at which a place begins and behind which it ends. Nil when it has none, or
    /// its line cannot be read: the bytes that `SourceLocation` counts mean nothing to editors.
    mutating func columns(of location: SourceLocation) -> (start: Int, end: Int?)? {
        guard location.line > 0, let column = location.column, column > 0 else { return nil }
        let lines = all(of: location)
        guard location.line <= lines.count, case let line = lines[location.line - 1], column <= line.utf8.count + 1
        else {
            return nil
        }
        let isBehind = counted.file == location.file && counted.line == location.line && counted.byte <= column
        let from = isBehind ? (byte: counted.byte, unit: counted.unit) : (byte: 1, unit: 1)
        let start = from.unit + Self.units(of: line, from.byte - 1, to: column - 1)
        counted = (location.file, location.line, column, start)
        guard let length = location.length, length > 0, column - 1 + length <= line.utf8.count else {
            return (start, nil)
        }
        return (start, start + Self.units(of: line, column - 1, to: column - 1 + length))
    }

    /// The UTF-16 code units of these bytes of `line`.
    private static func units(of line: Substring, _ start: Int, to end: Int) -> Int {
        let bytes = line.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: start)
        return String(decoding: bytes[first..<bytes.index(first, offsetBy: end - start)], as: UTF8.self).utf16.count
    }
}
