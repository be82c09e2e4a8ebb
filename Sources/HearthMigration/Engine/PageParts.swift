import HearthModel

/// What an old system may take out of a page while the page stays: a comment, the name of its author, and what it told of
/// a person who has left. The manifest keeps their lengths and fingerprints, for by then somebody may have edited the
/// page, and only what still stands there byte for byte is the old system's.
enum PageParts {
    struct Part: Hashable {
        let length: Int
        let hash: UInt32

        init(_ bytes: ArraySlice<UInt8>) {
            length = bytes.count
            let wide = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            hash = UInt32(truncatingIfNeeded: wide ^ (wide >> 32))
        }

        /// The places in `text`, of those in `ends`, up to which it is one of `parts`; in one pass.
        static func ends(in text: [UInt8], at ends: [Int], of parts: Set<Part>) -> [Int] {
            var wide = 0xCBF2_9CE4_8422_2325 as UInt64
            var at = 0
            return ends.filter { end in
                for byte in text[at..<end] { wide = (wide ^ UInt64(byte)) &* 0x100_0000_01B3 }
                at = end
                return parts.contains(Part(length: end, hash: UInt32(truncatingIfNeeded: wide ^ (wide >> 32))))
            }
        }

        private init(length: Int, hash: UInt32) {
            self.length = length
            self.hash = hash
        }

        init?(_ text: Substring) {
            let halves = text.split(separator: "-")
            guard halves.count == 2, let length = Int(halves[0], radix: 16), length > 0,
                let hash = UInt32(halves[1], radix: 16)
            else { return nil }
            self.length = length
            self.hash = hash
        }

        var text: String { String(length, radix: 16) + "-" + String(hash, radix: 16) }
    }

    private static let comment: [UInt8] = Array("### Comment — @".utf8)
    /// More to compare than this is given up: the page is left as it is, and named.
    private static let budget = 1 << 26

    /// For the manifest; empty where nothing can be taken out of the item alone.
    static func text(of item: ImportedItem) -> String {
        guard item.copiedFrom == nil, item.path.hasSuffix(".md") else { return "" }
        let ranges = ranges(in: item.bytes, isPerson: isPerson(item))
        return parts(of: item, ranges).map(\.text).joined(separator: ",")
    }

    private static func parts(of item: ImportedItem, _ ranges: [Range<Int>]) -> [Part] {
        let said = isPerson(item) ? [] : PageDiscussion(item.bytes).comments
        return ranges.map { Part(item.bytes[$0]) } + said.map { Part($0.text[...]) }
    }

    private static func isPerson(_ item: ImportedItem) -> Bool { item.path.hasPrefix("people/") }

    private static func ranges(in page: [UInt8], isPerson: Bool) -> [Range<Int>] {
        let head = FrontMatterLine.head(of: page) ?? 0..<0
        let lines = FrontMatterLine.lines(of: page, in: head)
        if isPerson {
            // Who may read the page is no part of what it tells.
            let rules = (ClosingLine.names + ["group", "migration"]).map { Array(($0 + ":").utf8) }
            let told = lines.filter { line in
                page[line].last != 0x3A && !rules.contains { page[line].starts(with: $0) }
            }
            return told + [body(of: page, behind: head)].filter { !$0.isEmpty }
        }
        return lines.filter { isAuthor(page[$0]) } + comments(in: page, from: head.upperBound)
    }

    private static func isAuthor(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "author: ".utf8) || line.starts(with: "  author: ".utf8)
    }

    /// Without the fence and empty lines.
    private static func body(of page: [UInt8], behind head: Range<Int>) -> Range<Int> {
        guard let start = page[head.upperBound...].firstIndex(of: 0x0A) else { return page.count..<page.count }
        return trimmed(start..<page.count, in: page)
    }

    private static func trimmed(_ range: Range<Int>, in page: [UInt8]) -> Range<Int> {
        var range = range
        while let last = range.last, page[last] == 0x0A { range = range.lowerBound..<last }
        while let first = range.first, page[first] == 0x0A { range = first + 1..<range.upperBound }
        return range
    }

    /// Each from its heading to the next.
    private static func comments(in page: [UInt8], from start: Int) -> [Range<Int>] {
        let starts = commentStarts(in: page, from: start)
        return starts.enumerated().map { number, start in
            trimmed(start..<(number + 1 < starts.count ? starts[number + 1] : page.count), in: page)
        }
    }

    private static func commentStarts(in page: [UInt8], from start: Int) -> [Int] {
        var starts: [Int] = []
        var at = start
        while let found = ByteText.find("\n### comment ", in: page, from: at, to: page.count) {
            at = found + 1
            if page[at...].starts(with: comment) { starts.append(at) }
        }
        return starts
    }

    // MARK: Taking out

    /// The edited page without what the item has no more, and what that was.
    static func taken(
        from page: [UInt8], as item: ImportedItem, since earlier: String
    ) -> (page: [UInt8], what: [String]) {
        let old = Set(earlier.split(separator: ",").compactMap { Part($0) })
        guard !old.isEmpty else { return (page, []) }
        let isPerson = isPerson(item)
        let new = ranges(in: item.bytes, isPerson: isPerson)
        let gone = old.subtracting(parts(of: item, new))
        guard !gone.isEmpty else { return (page, []) }
        var edit = Edit(page: page, item: item.bytes, old: old, gone: gone)
        if isPerson {
            // Others have changed something about themselves, or left with their name and may come back.
            let name = new.first { item.bytes[$0].starts(with: "name: ".utf8) }
            guard ClosingLine.holds("status", item), let name, !old.contains(Part(item.bytes[name])) else {
                return (page, [])
            }
            edit.forgetPerson()
        } else {
            edit.forgetAuthor()
            edit.forgetComments()
            edit.forgetDiscussion()
        }
        return (edit.result, edit.what)
    }

    struct Edit {
        let page: [UInt8]
        let item: [UInt8]
        let old: Set<Part>
        let gone: Set<Part>
        var what: [String] = []
        private let pageLines: [Range<Int>]
        private let itemLines: [Range<Int>]
        /// In the order of the page.
        var changes: [(range: Range<Int>, new: ArraySlice<UInt8>)] = []

        init(page: [UInt8], item: [UInt8], old: Set<Part>, gone: Set<Part>) {
            self.page = page
            self.item = item
            self.old = old
            self.gone = gone
            pageLines = Self.lines(of: page)
            itemLines = Self.lines(of: item)
        }

        var result: [UInt8] {
            var out: [UInt8] = []
            var at = 0
            for (range, new) in changes where range.lowerBound >= at {
                out += page[at..<range.lowerBound] + new
                at = range.upperBound
            }
            return out + page[at...]
        }

        private static func lines(of text: [UInt8]) -> [Range<Int>] {
            FrontMatterLine.lines(of: text, in: FrontMatterLine.head(of: text) ?? 0..<0)
        }

        /// `author: ` of `author: "@jo"`, with the spaces in front; nothing for what is no field.
        private static func key(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            guard let colon = line.firstIndex(of: 0x3A) else { return [] }
            return line[...colon]
        }

        /// Puts the item's line with the same beginning in the place of each, or none.
        private mutating func replace(_ gone: [Range<Int>]) {
            var fresh: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
            for line in itemLines where fresh[Self.key(item[line])] == nil { fresh[Self.key(item[line])] = item[line] }
            let here = Set(pageLines.map { page[$0] })
            for line in gone {
                if let new = fresh[Self.key(page[line])], !here.contains(new), !page[line].starts(with: "  - ".utf8) {
                    changes.append((line, new))
                } else {
                    changes.append((line.lowerBound..<min(line.upperBound + 1, page.count), []))
                }
            }
        }

        /// The name that the old system showed, and the handle that was made of it.
        mutating func forgetAuthor() {
            let raw = itemLines.filter { item[$0].starts(with: "  author: ".utf8) }
            // Where only the handle is another, somebody has said who the author is here.
            guard !raw.contains(where: { old.contains(Part(item[$0])) }) else { return }
            let authors = pageLines.filter { PageParts.isAuthor(page[$0]) && gone.contains(Part(page[$0])) }
            replace(authors)
            if !authors.isEmpty { what.append("the name of its author") }
        }

        mutating func forgetPerson() {
            replace(pageLines.filter { gone.contains(Part(page[$0])) })
            // A list without its lines is none.
            let taken = Set(changes.map(\.range.lowerBound))
            for (number, line) in pageLines.enumerated() where page[line].elementsEqual("redirect_from:".utf8) {
                let items = pageLines[(number + 1)...].prefix { page[$0].starts(with: "  - ".utf8) }
                if items.allSatisfy({ taken.contains($0.lowerBound) }) {
                    changes.append((line.lowerBound..<min(line.upperBound + 1, page.count), []))
                }
            }
            changes.sort { $0.range.lowerBound < $1.range.lowerBound }
            let text = PageParts.body(of: page, behind: FrontMatterLine.head(of: page) ?? 0..<0)
            if let end = end(of: text.lowerBound, lengths: Set(gone.map(\.length)).sorted()) {
                changes.append((text.lowerBound..<end, []))
            }
            if !changes.isEmpty { what.append("what a deleted account told") }
        }

        mutating func forgetComments() {
            let lengths = Set(gone.map(\.length)).sorted()
            let starts = PageParts.commentStarts(in: page, from: 0)
            guard !starts.isEmpty, starts.count <= PageParts.budget / max(1, lengths.reduce(0, +)) else { return }
            let fresh = PageParts.comments(in: item, from: 0).filter { !old.contains(Part(item[$0])) }
            func heading(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> { text.prefix { $0 != 0x0A } }
            var byText: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
            for range in fresh { byText[item[range].drop { $0 != 0x0A }] = heading(item[range]) }
            let headings = Set(fresh.map { heading(item[$0]) })
            var (taken, renamed) = (0, 0)
            for start in starts {
                guard let end = end(of: start, lengths: lengths) else { continue }
                let found = page[start..<end]
                let title = heading(found)
                // It says something else now; the conflict shows it.
                if headings.contains(title) { continue }
                if let name = byText[found.drop { $0 != 0x0A }] {
                    changes.append((title.startIndex..<title.endIndex, name))
                    renamed += 1
                    continue
                }
                let behind = page[end...].firstIndex { $0 != 0x0A } ?? page.count
                let before = behind == page.count ? max(0, start - 1) : start
                changes.append((before..<behind, []))
                taken += 1
            }
            tell(taken, renamed)
        }

        mutating func tell(_ taken: Int, _ renamed: Int) {
            if taken > 0 { what.append(taken == 1 ? "a comment" : "\(taken) comments") }
            if renamed > 0 {
                what.append(renamed == 1 ? "the name above a comment" : "the names above \(renamed) comments")
            }
        }

        /// The end of the part that stands at `start`; nil where none does.
        private func end(of start: Int, lengths: [Int]) -> Int? {
            lengths.lazy.map { start + $0 }.first { end in
                end <= page.count && (end == page.count || page[end] == 0x0A) && gone.contains(Part(page[start..<end]))
            }
        }
    }
}
