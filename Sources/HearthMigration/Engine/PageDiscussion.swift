/// The comments below a document: `## Comments`, then for each a line that says who and when, and what was said; answers
/// as quotes below what they answer.
struct PageDiscussion {
    struct Comment {
        /// From the beginning of its first line to the end of its last one that is not empty.
        let range: Range<Int>
        /// Who and when.
        let title: Range<Int>
        /// Without the marks of the quote that it stands in: an answer stands elsewhere when what it answers has gone.
        let text: [UInt8]
        /// Where the lines of `text` end, there and in the page.
        let ends: [(text: Int, page: Int)]

        /// What was said, up to `end`.
        func words(to end: Int) -> ArraySlice<UInt8> { text[..<end].drop { $0 != 0x0A } }
    }

    private struct Line {
        let range: Range<Int>
        /// How deep the quote is.
        let level: Int
        /// Behind the marks of the quote.
        let content: Range<Int>
    }

    private(set) var comments: [Comment] = []
    /// Where the line `## Comments` begins.
    private(set) var heading = 0

    init(_ page: [UInt8]) {
        guard let found = ByteText.find("\n## comments\n", in: page, from: 0, to: page.count) else { return }
        heading = found + 1
        let lines = Self.lines(of: page, from: heading + 12)
        let starts = lines.indices.filter { Self.isTitle(page[lines[$0].content]) }
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : lines.count
            comments.append(Self.comment(lines[start..<end], page))
        }
    }

    private static func lines(of page: [UInt8], from start: Int) -> [Line] {
        var lines: [Line] = []
        var at = start
        while at < page.count {
            let end = ByteText.find(0x0A, in: page, from: at, to: page.count) ?? page.count
            var (content, level) = (at, 0)
            while content < end, page[content] == 0x3E {
                level += 1
                content += content + 1 < end && page[content + 1] == 0x20 ? 2 : 1
            }
            lines.append(Line(range: at..<end, level: level, content: content..<end))
            at = end + 1
        }
        return lines
    }

    /// `@jo, 2020-05-02 10:00` or `**Jo**, 2020-05-02 10:00`, and what follows.
    private static func isTitle(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "@".utf8) || line.starts(with: "**".utf8) else { return false }
        let line = line.prefix(500)
        let form = Array(", 0000-00-00 00:00".utf8)
        var at = line.startIndex
        while let comma = line[at...].firstIndex(of: 0x2C), comma + form.count <= line.endIndex {
            let date = line[comma..<(comma + form.count)]
            if zip(date, form).allSatisfy({ $1 == 0x30 ? $0.isASCIIDigit : $0 == $1 }) { return true }
            at = comma + 1
        }
        return false
    }

    private static func comment(_ lines: ArraySlice<Line>, _ page: [UInt8]) -> Comment {
        var lines = lines
        while lines.count > 1, let last = lines.last, last.content.isEmpty { lines.removeLast() }
        let first = lines[lines.startIndex]
        var text: [UInt8] = []
        var ends: [(text: Int, page: Int)] = []
        for line in lines {
            if !ends.isEmpty { text.append(0x0A) }
            var start = line.range.lowerBound
            var level = 0
            while level < first.level, start < line.content.lowerBound {
                level += 1
                start += start + 1 < line.range.upperBound && page[start + 1] == 0x20 ? 2 : 1
            }
            text += page[start..<line.range.upperBound]
            ends.append((text.count, line.range.upperBound))
        }
        return Comment(
            range: first.range.lowerBound..<(ends.last?.page ?? first.range.upperBound), title: first.content,
            text: text,
            ends: ends)
    }
}

extension PageParts.Edit {
    /// The comments below a document.
    mutating func forgetDiscussion() {
        let here = PageDiscussion(page)
        guard !here.comments.isEmpty else { return }
        let now = PageDiscussion(item)
        let fresh = now.comments.filter { !old.contains(PageParts.Part($0.text[...])) }
        let titles = Set(fresh.map { item[$0.title] })
        var byWords: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
        for comment in fresh { byWords[comment.words(to: comment.text.count)] = item[comment.title] }
        var runs: [Range<Int>] = []
        var (taken, renamed) = (0, 0)
        for comment in here.comments {
            let ends = PageParts.Part.ends(in: comment.text, at: comment.ends.map(\.text), of: gone)
            guard let end = ends.first, let last = comment.ends.first(where: { $0.text == end })?.page,
                // It says something else now; the conflict shows it.
                !titles.contains(page[comment.title])
            else { continue }
            if let title = byWords[comment.words(to: end)] {
                changes.append((comment.title, title))
                renamed += 1
                continue
            }
            taken += 1
            let start = comment.range.lowerBound
            if let before = runs.last, Self.next(page, behind: before.upperBound) == start {
                runs[runs.count - 1] = before.lowerBound..<last
            } else {
                runs.append(start..<last)
            }
        }
        for run in runs { take(run, heading: now.comments.isEmpty ? here.heading : nil) }
        changes.sort { $0.range.lowerBound < $1.range.lowerBound }
        tell(taken, renamed)
    }

    /// Takes out comments that follow each other; the heading, too, when nothing is left below it.
    private mutating func take(_ run: Range<Int>, heading: Int?) {
        let before = Self.end(page, before: run.lowerBound)
        let behind = Self.next(page, behind: run.upperBound)
        guard behind < page.count else {
            // Only the heading stands between.
            let isAll = heading.map { Self.next(page, behind: $0 + 12) == run.lowerBound } ?? false
            let start = isAll ? Self.end(page, before: heading ?? before) : before
            changes.append((min(start + 1, run.lowerBound)..<page.count, []))
            return
        }
        // Of the empty lines on both sides those of the outer quote stay.
        func depth(_ range: Range<Int>) -> Int { page[range].prefix { $0 != 0x0A }.count { $0 == 0x3E } }
        let first = min(before + 1, run.lowerBound)
        if depth(first..<run.lowerBound) <= depth(min(run.upperBound + 1, behind)..<behind) {
            changes.append((run.lowerBound..<behind, []))
        } else {
            changes.append((first..<min(run.upperBound + 1, behind), []))
        }
    }

    /// Where the next line begins that has a text, behind the line that ends at `end`.
    private static func next(_ page: [UInt8], behind end: Int) -> Int {
        var start = min(end + 1, page.count)
        var at = start
        while at < page.count, [0x0A, 0x20, 0x3E].contains(page[at]) {
            at += 1
            if page[at - 1] == 0x0A { start = at }
        }
        return at < page.count ? start : page.count
    }

    /// Where the last line with a text ends, before the line that begins at `start`.
    private static func end(_ page: [UInt8], before start: Int) -> Int {
        var at = start
        while at > 0, [0x0A, 0x20, 0x3E].contains(page[at - 1]) { at -= 1 }
        return page[at...].firstIndex(of: 0x0A) ?? page.count
    }
}
