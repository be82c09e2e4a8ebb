import Glibc
import HearthMarkdown

/// Finds what `git merge` leaves in a file when two people changed the same lines.
enum ConflictMarkers {
    /// A line `<<<<<<< …` or `>>>>>>> …` at the left margin. (`=======` alone underlines a heading in Markdown.)
    struct Marker: Equatable {
        var line: Int
        var offset: Int
        var isStart: Bool
    }

    static func find(in bytes: [UInt8]) -> [Marker] {
        var markers: [Marker] = []
        for (sign, isStart) in [(UInt8(0x3C), true), (UInt8(0x3E), false)] {
            for offset in offsets(ofSevenTimes: sign, in: bytes) {
                markers.append(Marker(line: 0, offset: offset, isStart: isStart))
            }
        }
        markers.sort { $0.offset < $1.offset }
        var line = 1
        var position = 0
        for index in markers.indices {
            for byte in bytes[position..<markers[index].offset] where byte == 0x0A { line += 1 }
            position = markers[index].offset
            markers[index].line = line
        }
        return markers
    }

    /// Where lines start with seven times `sign` and a blank or nothing; nearly always nowhere, so the search is left
    /// to the C library.
    private static func offsets(ofSevenTimes sign: UInt8, in bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            var start = 0
            while start < buffer.count, let hit = memchr(base + start, Int32(sign), buffer.count - start) {
                let offset = UnsafeRawPointer(hit) - base
                var end = offset + 1
                while end < buffer.count, buffer[end] == sign { end += 1 }
                let startsLine = offset == 0 || buffer[offset - 1] == 0x0A
                let endsWord = end == buffer.count || buffer[end] == 0x20 || buffer[end] == 0x0A
                if end - offset == 7, startsLine, endsWord { found.append(offset) }
                start = end
            }
        }
        return found
    }

    /// The lines of each code block, the opening fence included, as far as the tree tells.
    static func codeLines(of document: MarkdownDocument) -> [ClosedRange<Int>] {
        document.nodes.compactMap { node in
            guard node.kind == .codeBlock || node.kind == .htmlBlock else { return nil }
            let text = document.buffer[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
            let count = text.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
            return Int(node.line)...Int(node.line) + count
        }
    }
}
