import Glibc

/// Where a line that libcmark reads comes from.
struct LineOrigin {
    /// The line of the text that was given to `parse`, from 1.
    var line: Int
    /// What is added to a column to get the column there.
    var columnShift: Int
}

/// The text that libcmark reads: the source, or the source with tables and footnotes replaced by place-holders.
struct SourceText {
    private(set) var bytes: [UInt8]
    /// For each line where it comes from; empty when every line is itself.
    private(set) var origins: [LineOrigin] = []
    /// Offsets at which lines begin; made when asked for.
    private(set) var lineStarts: [Int] = []

    init(bytes: [UInt8], origins: [LineOrigin] = []) {
        self.bytes = bytes
        self.origins = origins
    }

    func origin(ofLine line: Int) -> LineOrigin {
        if origins.isEmpty { return LineOrigin(line: line, columnShift: 0) }
        return origins[min(max(line, 1), origins.count) - 1]
    }

    mutating func indexLines() {
        guard lineStarts.isEmpty else { return }
        lineStarts.reserveCapacity(bytes.count / 32 + 1)
        lineStarts.append(0)
        bytes.withUnsafeBytes { text in
            guard let start = text.baseAddress else { return }
            var offset = 0
            while let found = memchr(start + offset, Int32(Byte.newline), text.count - offset) {
                offset = UnsafeRawPointer(found) - start + 1
                guard offset < text.count else { return }
                lineStarts.append(offset)
            }
        }
    }

    var lineCount: Int { lineStarts.count }

    /// The bytes of a line (from 1) without its end; empty for a line that is not there. Needs `indexLines()`.
    func range(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] : bytes.count
        if end > start, bytes[end - 1] == Byte.newline { end -= 1 }
        return start..<end
    }
}

/// Builds a new source out of an old one, line by line.
struct SourceRewriter {
    private var output: [UInt8] = []
    private var origins: [LineOrigin] = []
    private let old: SourceText
    private var nextLine = 1

    init(_ old: SourceText) {
        self.old = old
        output.reserveCapacity(old.bytes.count + old.bytes.count / 8)
        origins.reserveCapacity(old.lineCount + 16)
    }

    /// Copies the lines up to `line` (exclusive) that were not yet copied.
    mutating func copyLines(before line: Int) {
        guard line > nextLine else { return }
        let start = old.range(ofLine: nextLine).lowerBound
        let end = line <= old.lineCount ? old.range(ofLine: line).lowerBound : old.bytes.count
        output.append(contentsOf: old.bytes[start..<end])
        for number in nextLine..<min(line, old.lineCount + 1) { origins.append(old.origin(ofLine: number)) }
        nextLine = line
    }

    /// Leaves out the next line.
    mutating func skipLine() { nextLine += 1 }

    /// Adds a line made of `pieces` that stands for `line` of the old source, whose columns are `shift` more.
    mutating func add(_ pieces: [ArraySlice<UInt8>], for line: Int, columnShift shift: Int = 0) {
        for piece in pieces { output.append(contentsOf: piece) }
        output.append(Byte.newline)
        var origin = old.origin(ofLine: line)
        origin.columnShift += shift
        origins.append(origin)
    }

    /// Copies what is left and returns the new source.
    mutating func finish() -> SourceText {
        copyLines(before: old.lineCount + 1)
        return SourceText(bytes: output, origins: origins)
    }
}
