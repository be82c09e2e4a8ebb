import HearthModel

extension StackExchangeConverter {
    /// Who takes part in a question or answer: those a comment can mean by `@Name`.
    struct Thread {
        private var people: [(name: String, handle: String)] = []
        /// The names squeezed; only for threads in which somebody is meant.
        private lazy var handles = people.map { (name: Naming.squeezed($0.name), handle: $0.handle) }

        init(survey: StackExchangeSurvey, posts: [StackExchangePost]) {
            var seen: Set<Int32> = []
            let index = survey.index
            for post in posts {
                for author in [post.author] + index.comments(on: post.id).map(\.author)
                where seen.insert(author).inserted {
                    let who = survey.authors[Int(author)]
                    let name: String? =
                        switch who {
                        case .user(let id): index.names[id]
                        case .name(let name): name
                        case .unknown: nil
                        }
                    if let name, let handle = index.handles[who] { people.append((name, handle)) }
                }
            }
        }

        /// The person that `@name` means: the whole name without spaces, or the beginning of one name only.
        mutating func handle(for name: String) -> String? {
            let wanted = Naming.squeezed(name)
            guard !wanted.isEmpty else { return nil }
            let exact = Set(handles.filter { $0.name == wanted }.map(\.handle))
            if exact.count == 1 { return exact.first }
            guard wanted.count >= 3, exact.isEmpty else { return nil }
            let beginning = Set(handles.filter { $0.name.hasPrefix(wanted) }.map(\.handle))
            return beginning.count == 1 ? beginning.first : nil
        }
    }

    /// Appends the comments on a post to its text; answers their accounts.
    mutating func add(
        commentsOn post: StackExchangePost, in thread: @autoclosure () -> Thread, to text: inout Text
    ) throws -> [ImportedRecord] {
        let comments = survey.index.comments(on: post.id)
        if comments.isEmpty { return [] }
        let thread = thread()
        var found: [(date: Timestamp?, id: Int, record: Record)] = []
        var records: [ImportedRecord] = []
        for comment in comments {
            guard let file = survey.comments else { continue }
            do {
                var record = Record(
                    tag: try XMLTag(try file.bytes(at: comment.offset, count: Int(comment.length)), line: 0))
                found.append((try record.date("CreationDate"), comment.id, record))
            } catch let problem as XMLProblem {
                records.append(ImportedRecord("comments", "\(comment.id)", .failed(reason: problem.message)))
            }
        }
        found.sort { ($0.date?.seconds ?? .max, $0.id) < ($1.date?.seconds ?? .max, $1.id) }
        for (date, id, found) in found {
            var record = found
            do {
                let source = try record.text("Text") ?? ""
                var parser = CommentMarkdown(source, thread: thread, converter: self)
                let inlines = parser.parse()
                unresolvedAddresses += parser.unresolved
                let who = handle(record.tag, id: "UserId", name: "UserDisplayName")
                var heading = "### Comment — @" + who
                if let date { heading += ", \(date.iso8601.prefix(10)) \(date.iso8601.dropFirst(11).prefix(5))Z" }
                var writer = MarkdownWriter()
                writer.append([.verbatimLine(heading), .paragraph(inlines)], to: &text.markdown)
                let losses = parser.losses + writer.losses + record.repairs.sorted()
                text.losses += losses.map { "comment:\($0)" }
                records.append(ImportedRecord("comments", "\(id)", losses: losses))
            } catch {
                records.append(ImportedRecord("comments", "\(id)", .failed(reason: error.message)))
            }
        }
        return records
    }
}

/// Reads what Stack Exchange allows in comments: code, emphasis, links, bare addresses, `[tag:x]` and `@Name`;
/// everything else is text.
struct CommentMarkdown {
    private let bytes: [UInt8]
    private var thread: StackExchangeConverter.Thread
    private var converter: StackExchangeConverter
    private(set) var losses: [String] = []

    /// Addresses of the old site that lead nowhere now.
    var unresolved: [String] { converter.unresolvedAddresses }

    init(_ text: String, thread: StackExchangeConverter.Thread, converter: StackExchangeConverter) {
        bytes = Array(StackExchangeConverter.oneLine(text).utf8)
        self.thread = thread
        self.converter = converter
        self.converter.unresolvedAddresses = []
    }

    mutating func parse() -> [MarkdownInline] { parse(0..<bytes.count, depth: 0) }

    private mutating func parse(_ range: Range<Int>, depth: Int) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        var textStart = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            bytes.withUnsafeBufferPointer { bytes in
                while index < range.upperBound, !Self.mayBegin[Int(bytes[index])] { index += 1 }
            }
            guard index < range.upperBound else { break }
            guard let (inline, end) = piece(at: index, in: range, depth: depth) else {
                index += 1
                continue
            }
            if textStart < index { result.append(.text(string(textStart..<index))) }
            result.append(inline)
            index = end
            textStart = end
        }
        if textStart < range.upperBound { result.append(.text(string(textStart..<range.upperBound))) }
        return result
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Bytes at which `piece` looks for something.
    private static let mayBegin: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "`*_[@hH".utf8 { table[Int(byte)] = true }
        return table
    }()

    private mutating func piece(at index: Int, in range: Range<Int>, depth: Int) -> (MarkdownInline, end: Int)? {
        switch bytes[index] {
        case 0x60: return code(at: index, in: range)
        case 0x2A, 0x5F: return depth < 3 ? emphasis(at: index, in: range, depth: depth) : nil
        case 0x5B: return bracket(at: index, in: range, depth: depth)
        case 0x40: return mention(at: index, in: range)
        case 0x68, 0x48: return address(at: index, in: range)
        default: return nil
        }
    }

    private func code(at index: Int, in range: Range<Int>) -> (MarkdownInline, end: Int)? {
        var start = index
        while start < range.upperBound, bytes[start] == 0x60 { start += 1 }
        let width = start - index
        var end = start
        while end + width <= range.upperBound {
            if bytes[end..<(end + width)].allSatisfy({ $0 == 0x60 }), end > start,
                end + width == range.upperBound || bytes[end + width] != 0x60
            {
                return (.code(string(start..<end)), end + width)
            }
            end += 1
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
    }

    private mutating func emphasis(at index: Int, in range: Range<Int>, depth: Int) -> (MarkdownInline, end: Int)? {
        let mark = bytes[index]
        if index > 0, Self.isWord(bytes[index - 1]) || bytes[index - 1] == mark { return nil }
        var start = index
        while start < range.upperBound, bytes[start] == mark, start - index < 3 { start += 1 }
        let width = start - index
        guard start < range.upperBound, bytes[start] > 0x20, bytes[start] != mark else { return nil }
        var end = start + 1
        while end + width <= range.upperBound {
            if bytes[end] == 0x60 { return nil }
            let closes =
                bytes[end..<(end + width)].allSatisfy { $0 == mark } && bytes[end - 1] > 0x20 && bytes[end - 1] != mark
            let after = end + width < range.upperBound ? bytes[end + width] : 0x20
            if closes, after != mark, !Self.isWord(after) {
                let inner = parse(start..<end, depth: depth + 1)
                switch width {
                case 1: return (.emphasis(inner), end + width)
                case 2: return (.strong(inner), end + width)
                default: return (.strong([.emphasis(inner)]), end + width)
                }
            }
            end += 1
        }
        return nil
    }

    /// `[text](address "title")` or `[tag:name]`.
    private mutating func bracket(at index: Int, in range: Range<Int>, depth: Int) -> (MarkdownInline, end: Int)? {
        guard let close = bytes[index..<range.upperBound].firstIndex(of: 0x5D) else { return nil }
        let inner = string((index + 1)..<close)
        for prefix in ["tag:", "meta-tag:"] where inner.hasPrefix(prefix) {
            let tag = String(inner.dropFirst(prefix.count))
            let isKnown = converter.survey.index.usedTags.contains(tag) && StackExchangeConverter.isTopicWord(tag)
            return (isKnown ? .topic(tag) : .code(tag), close + 1)
        }
        guard close > index + 1, close + 1 < range.upperBound, bytes[close + 1] == 0x28,
            let end = endOfDestination(from: close + 2, in: range)
        else { return nil }
        var destination = string((close + 2)..<end)
        var title = ""
        if let space = destination.firstIndex(of: " ") {
            title = destination[space...].filter { $0 != "\"" }.drop { $0 == " " }.description
            destination = String(destination[..<space])
        }
        guard destination.hasPrefix("http") || destination.hasPrefix("/") || destination.hasPrefix("ftp") else {
            return nil
        }
        let text = depth < 3 ? parse((index + 1)..<close, depth: 3) : [.text(inner)]
        return (link(destination, title: title, text), end + 1)
    }

    private func endOfDestination(from start: Int, in range: Range<Int>) -> Int? {
        var depth = 0
        for index in start..<range.upperBound {
            if bytes[index] == 0x28 { depth += 1 }
            if bytes[index] == 0x29 {
                if depth == 0 { return index > start ? index : nil }
                depth -= 1
            }
        }
        return nil
    }

    private mutating func link(_ address: String, title: String, _ text: [MarkdownInline]) -> MarkdownInline {
        var outcome = SafeLink.check(address, isImage: false)
        if case .keep(let safe) = outcome { outcome = converter.resolve(safe, isImage: false) }
        if case .keep(let target) = outcome, let loss = SafeLink.unpublishable(target, isImage: false) {
            outcome = .drop(loss: loss)
        }
        switch outcome {
        case .keep(let target): return .link(destination: target, title: title, text)
        case .page(let target, let name):
            let isBare = MarkdownInline.plainText(text) == address
            return .link(destination: target, title: title, isBare ? [.text(name)] : text)
        case .drop(let loss):
            losses.append(loss)
            return text.count == 1 ? text[0] : .text(MarkdownInline.plainText(text))
        }
    }

    /// A bare address; only those of the old site need anything done.
    private mutating func address(at index: Int, in range: Range<Int>) -> (MarkdownInline, end: Int)? {
        if index > range.lowerBound, Self.isWord(bytes[index - 1]) { return nil }
        guard index + 3 < range.upperBound, bytes[index + 1] | 0x20 == 0x74 else { return nil }
        var end = index
        while end < range.upperBound, bytes[end] > 0x20, bytes[end] != 0x3C, bytes[end] != 0x3E { end += 1 }
        guard ByteText.has("http", in: bytes, at: index, to: end),
            ByteText.find("://", in: bytes, from: index, to: end) != nil
        else { return nil }
        while end > index + 8 {
            let depth = bytes[index..<end].reduce(0) { $1 == 0x28 ? $0 + 1 : $1 == 0x29 ? $0 - 1 : $0 }
            guard ".,:;!?'\"*_".utf8.contains(bytes[end - 1]) || (bytes[end - 1] == 0x29 && depth < 0) else { break }
            end -= 1
        }
        let address = string(index..<end)
        return InlineWriter.isWebAddress(address) ? (link(address, title: "", [.text(address)]), end) : nil
    }

    private mutating func mention(at index: Int, in range: Range<Int>) -> (MarkdownInline, end: Int)? {
        if index > 0, Self.isWord(bytes[index - 1]) { return nil }
        var end = index + 1
        while end < range.upperBound, Self.isWord(bytes[end]) || [0x2D, 0x2E, 0x5F, 0x27].contains(bytes[end]) {
            end += 1
        }
        while end > index + 1 {
            // `@Jo's`, `@Jo-` and `@Jo.`: shorter and shorter until the name is somebody's.
            let isClean = Self.isWord(bytes[end - 1]) && (end == range.upperBound || !Self.isWord(bytes[end]))
            if isClean, let handle = thread.handle(for: string((index + 1)..<end)) {
                let name = string((index + 1)..<end)
                switch bytes[end..<range.upperBound].drop(while: { $0 == 0x2E }).first {
                // `@Jo.Larsen` is somebody else, and after `@Jo.-` Hearth would read on.
                case let next? where bytes[end] == 0x2E && Self.isWord(next): return nil
                case 0x2D? where bytes[end] == 0x2E, 0x5F? where bytes[end] == 0x2E:
                    let page = SitePath.percentEncode("/people/\(handle)/")
                    return (.link(destination: page, title: "", [.text(name)]), end)
                default: return (.mention(handle: handle, name: name), end)
                }
            }
            end -= 1
        }
        return nil
    }
}
