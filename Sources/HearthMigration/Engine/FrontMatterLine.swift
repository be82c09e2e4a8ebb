import HearthModel

/// A line such as `visibility: …` in the front matter of a page that somebody may have written or edited by hand.
struct FrontMatterLine {
    /// Without its end.
    let range: Range<Int>
    /// Without quotes and comment.
    let value: String

    /// Nil when the page has no such line.
    init?(_ name: String, in page: [UInt8]) {
        guard let head = Self.head(of: page) else { return nil }
        let start = Array((name + ":").utf8)
        var index = head.lowerBound
        while index < head.upperBound {
            let end = page[index..<head.upperBound].firstIndex(of: 0x0A) ?? head.upperBound
            let line = page[index..<end]
            if line.starts(with: start) {
                range = index..<(line.last == 0x0D ? end - 1 : end)
                let plain = line.dropFirst(start.count).prefix { $0 != 0x23 }.trimmed()
                let isQuoted =
                    plain.count > 1 && plain.first == plain.last && [0x22, 0x27].contains(plain[plain.startIndex])
                value = (isQuoted ? plain.dropFirst().dropLast() : plain).string
                return
            }
            index = end + 1
        }
        return nil
    }

    /// Whether the page says that it is for members. Whatever its `visibility` says else is for everybody, or an error of
    /// the next build; without one the page is as open as its folder.
    static func isForMembers(_ page: [UInt8]) -> Bool { FrontMatterLine("visibility", in: page)?.value == "members" }

    static func isDraft(_ page: [UInt8]) -> Bool { FrontMatterLine("draft", in: page)?.value == "true" }

    /// Behind a line that a migration has put into a page which somebody edited: the migration may take it back.
    static let mark = "  # as in the old system"

    /// The page without the line, if a migration has put it there; nil when it has not.
    static func takeBack(_ name: String, in page: [UInt8]) -> [UInt8]? {
        guard let found = FrontMatterLine(name, in: page), page[found.range].string.hasSuffix(mark) else { return nil }
        return without(found, in: page)
    }

    static func without(_ found: FrontMatterLine, in page: [UInt8]) -> [UInt8] {
        let end = page[found.range.upperBound...].firstIndex(of: 0x0A).map { $0 + 1 } ?? page.count
        return Array(page[..<found.range.lowerBound]) + page[end...]
    }

    /// The lines in a part of the page, without their ends.
    static func lines(of page: [UInt8], in part: Range<Int>) -> [Range<Int>] {
        page[part].split(separator: 0x0A).map { $0.startIndex..<$0.endIndex }
    }

    /// The page with the line, and otherwise as it was.
    static func set(_ name: String, _ value: String, in page: [UInt8]) -> [UInt8] {
        let line = Array("\(name): \(value)".utf8)
        if let found = FrontMatterLine(name, in: page) {
            return page[..<found.range.lowerBound] + line + page[found.range.upperBound...]
        }
        if let head = head(of: page) { return page[..<head.lowerBound] + line + [0x0A] + page[head.lowerBound...] }
        // Somebody has taken the front matter away.
        return Array("---\n".utf8) + line + Array("\n---\n\n".utf8) + page
    }

    /// Where the first line that says something starts: blank lines and byte order marks may stand above the fields.
    private static func fence(of page: [UInt8]) -> Int {
        var start = 0
        var index = 0
        while index < page.count {
            switch page[index] {
            case 0x20, 0x09, 0x0D: index += 1
            case 0x0A:
                index += 1
                start = index
            case 0xEF where page[index...].starts(with: [0xEF, 0xBB, 0xBF]):
                index += 3
                start = index
            default: return start
            }
        }
        return start
    }

    /// The lines between the fences.
    static func head(of page: [UInt8]) -> Range<Int>? {
        let start = fence(of: page)
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
