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
                value = Self.value(line.dropFirst(start.count).trimmed()).string
                return
            }
            index = end + 1
        }
        return nil
    }

    /// Up to a comment: within quotes, and right behind a letter, `#` begins none.
    private static func value(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if let quote = text.first, quote == 0x22 || quote == 0x27 {
            var end = text.startIndex + 1
            while end < text.endIndex {
                if text[end] == 0x5C, quote == 0x22 {
                    end += 1
                } else if text[end] == quote {
                    // Twice, it is one of the text.
                    guard quote == 0x27, text[end...].dropFirst().first == quote else { break }
                    end += 1
                }
                end += 1
            }
            if end < text.endIndex { return unescaped(text[(text.startIndex + 1)..<end], quote) }
        }
        let comment = text.indices.first { index in
            text[index] == 0x23 && (index == text.startIndex || [0x20, 0x09].contains(text[index - 1]))
        }
        return text[..<(comment ?? text.endIndex)].trimmed()
    }

    /// The text that stands between quotes; other escapes than those of the quotes and of `\` stay as they are.
    private static func unescaped(_ text: ArraySlice<UInt8>, _ quote: UInt8) -> ArraySlice<UInt8> {
        let mark: UInt8 = quote == 0x22 ? 0x5C : quote
        guard text.contains(mark) else { return text }
        var plain: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let next = index + 1 < text.endIndex ? text[index + 1] : 0
            if text[index] == mark, next == quote || next == mark { index += 1 }
            plain.append(text[index])
            index += 1
        }
        return plain[...]
    }

    /// Whether the page says that only some people could read it where it comes from.
    static func isPrivate(_ page: [UInt8]) -> Bool {
        SourcePrivacy.isRestricted(FrontMatterLine("  privacy", in: page)?.value)
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
