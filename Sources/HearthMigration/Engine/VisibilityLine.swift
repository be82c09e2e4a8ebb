import HearthModel

/// The line `visibility: …` in the front matter of a page that somebody may have written or edited by hand.
struct VisibilityLine {
    /// Without its end.
    let range: Range<Int>
    /// Whatever it says else, or says twice, is for everybody, or an error of the next build.
    let isForMembers: Bool

    private static let name = "visibility:"

    /// Nil when the page has none, and is as open as the folder that it lies in.
    init?(_ page: [UInt8]) {
        guard let head = Self.head(of: page) else { return nil }
        var start = head.lowerBound
        while start < head.upperBound {
            let end = page[start..<head.upperBound].firstIndex(of: 0x0A) ?? head.upperBound
            let line = page[start..<end]
            if line.starts(with: Self.name.utf8) {
                range = start..<(line.last == 0x0D ? end - 1 : end)
                let value = line.dropFirst(Self.name.utf8.count).prefix { $0 != 0x23 }.filter { $0 > 0x20 }
                isForMembers = ["members", "\"members\"", "'members'"].contains(value.string)
                return
            }
            start = end + 1
        }
        return nil
    }

    /// The page with `visibility: members`, and otherwise as it was.
    static func close(_ page: [UInt8]) -> [UInt8] {
        let line = Array("visibility: members".utf8)
        if let found = VisibilityLine(page) {
            return page[..<found.range.lowerBound] + line + page[found.range.upperBound...]
        }
        if let head = head(of: page) { return page[..<head.lowerBound] + line + [0x0A] + page[head.lowerBound...] }
        // Somebody has taken the front matter away.
        return Array("---\n".utf8) + line + Array("\n---\n\n".utf8) + page
    }

    /// The lines between the fences.
    private static func head(of page: [UInt8]) -> Range<Int>? {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = page.starts(with: byteOrderMark) ? 3 : 0
        guard page[start...].starts(with: "---".utf8), let first = page[start...].firstIndex(of: 0x0A) else {
            return nil
        }
        var line = first + 1
        while line < page.count {
            if page[line...].starts(with: "---".utf8) { return (first + 1)..<line }
            guard let end = page[line...].firstIndex(of: 0x0A) else { return nil }
            line = end + 1
        }
        return nil
    }
}
