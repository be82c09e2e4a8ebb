import HearthModel

/// The votes of a post's polls: `cooked` has the options only, because a script puts the rest there.
struct DiscoursePolls {
    /// By the id of the option.
    private(set) var votes: [String: Int] = [:]
    /// By the name of the poll.
    private(set) var voters: [String: Int] = [:]

    init(_ json: LooseJSON) {
        for poll in json.elements {
            voters[poll["name"].text ?? "poll"] = poll["voters"].integer
            for option in poll["options"].elements {
                if let id = option["id"].text { votes[id] = option["votes"].integer }
            }
        }
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }
}

/// What Discourse puts around the words of a post, made plain before the HTML is read: emoji are characters or their names, pictures
/// of people go, an enlarged picture stands once, mentions are people.
struct DiscourseHTML {
    let bytes: [UInt8]
    private let polls: DiscoursePolls
    /// What stands in front of the numbers of footnotes, since the posts of a page have one list.
    let notePrefix: String
    private let person: (String) -> (handle: String, name: String)?
    /// Labels of footnotes by the ids of their texts.
    var notes: [String: String] = [:]
    /// How many polls are looked for: nobody puts more into a post, and none into another.
    private var pollsLeft = 100
    /// Whether a part without an end was found.
    private var hasLeftInfo = false
    /// Whether the list of footnotes is written.
    private var hasNotes = false

    init(
        _ bytes: [UInt8], polls: DiscoursePolls, notePrefix: String = "",
        person: @escaping (String) -> (handle: String, name: String)?
    ) {
        self.bytes = bytes
        self.polls = polls
        self.notePrefix = notePrefix
        self.person = person
    }

    struct Tag {
        var name: String
        var attributes: [String: String]
        var end: Int
        func has(_ word: String) -> Bool { (attributes["class"] ?? "").split(separator: " ").contains { $0 == word } }
    }

    func rewritten() -> [UInt8] {
        var copy = self
        copy.notes = footnotes()
        return copy.rewrite()
    }

    /// What stands inside a poll or a footnote.
    func rewritten(_ range: Range<Int>) -> [UInt8] {
        var inner = DiscourseHTML(Array(bytes[range]), polls: polls, notePrefix: notePrefix, person: person)
        inner.notes = notes
        inner.hasNotes = true
        inner.pollsLeft = 0
        return inner.rewrite()
    }

    private mutating func rewrite() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while let start = ByteText.find(0x3C, in: bytes, from: index, to: bytes.count) {
            out += bytes[index..<start]
            guard let tag = tag(at: start) else {
                out.append(0x3C)
                index = start + 1
                continue
            }
            if let next = replace(tag, start, into: &out) ?? part(tag, into: &out) {
                index = next
            } else {
                out += bytes[start..<tag.end]
                index = tag.end
            }
        }
        return out + bytes[index...]
    }

    /// The list of footnotes stands at the end; it is read once.
    private mutating func part(_ tag: Tag, into out: inout [UInt8]) -> Int? {
        if !hasNotes, !notes.isEmpty, tag.has("footnotes-list") || tag.has("footnotes") {
            hasNotes = true
            return definitions(from: tag.end, into: &out)
        }
        return ownPart(tag, into: &out)
    }

    /// Writes what stands for the element; answers where to go on, nil for elements that stay.
    private mutating func replace(_ tag: Tag, _ start: Int, into out: inout [UInt8]) -> Int? {
        switch tag.name {
        case "img" where tag.has("emoji"):
            let name = tag.attributes["alt"] ?? tag.attributes["title"] ?? ""
            ByteText.escape(Array((EmojiNames.picture(name) ?? name).utf8), into: &out)
            return tag.end
        case "img" where tag.has("avatar") || tag.has("site-icon"): return tag.end
        case "a" where tag.has("lightbox"):
            guard let end = close("</a>", from: tag.end) else { return nil }
            let source = tag.attributes["href"] ?? ""
            out += Array(
                "<img src=\"\(ByteText.escaped(source))\" alt=\"\(ByteText.escaped(tag.attributes["title"] ?? ""))\">"
                    .utf8)
            return end
        case "a" where tag.has("mention"):
            guard let end = close("</a>", from: tag.end), let name = tag.attributes["href"]?.split(separator: "/").last,
                let person = person(String(name))
            else { return nil }
            out += Array(
                "<hearth-person handle=\"\(person.handle)\">\(ByteText.escaped(person.name))</hearth-person>".utf8)
            return end
        case "svg": return close("</svg>", from: tag.end)
        case "li":
            guard let id = tag.attributes["data-poll-option-id"], let votes = polls.votes[id],
                let end = close("</li>", from: tag.end)
            else { return nil }
            out += bytes[start..<tag.end]
            out += rewritten(tag.end..<(end - 5))
            out += Array(" (\(DiscoursePolls.count(votes, "vote", "votes")))</li>".utf8)
            return end
        case "div" where tag.has("poll") && pollsLeft > 0:
            pollsLeft -= 1
            let voters = polls.voters[tag.attributes["data-poll-name"] ?? "poll"]
            out += bytes[start..<tag.end]
            // "0 voters", until a script puts the number there.
            guard !hasLeftInfo, let end = closeOfDiv(from: tag.end) else {
                hasLeftInfo = true
                return tag.end
            }
            out += rewritten(tag.end..<(end - 6))
            if let voters {
                out += Array("<p>\(DiscoursePolls.count(voters, "person has", "people have")) voted.</p>".utf8)
            }
            out += Array("</div>".utf8)
            return end
        case "div" where tag.has("poll-info") || tag.has("poll-buttons"):
            guard pollsLeft == 0, !hasLeftInfo else { return nil }
            let end = closeOfDiv(from: tag.end)
            hasLeftInfo = end == nil
            return end
        default: return nil
        }
    }

    /// Behind the end of the element that has begun before `start`.
    private func closeOfDiv(from start: Int) -> Int? {
        var (index, depth) = (start, 1)
        let limit = min(start + 100_000, bytes.count)
        while let mark = ByteText.find(0x3C, in: bytes, from: index, to: limit) {
            let rest = bytes[mark..<min(mark + 6, bytes.count)]
            if rest.starts(with: "<div".utf8) { depth += 1 }
            if rest.elementsEqual("</div>".utf8) { depth -= 1 }
            if depth == 0 { return mark + 6 }
            index = mark + 1
        }
        return nil
    }

    func close(_ mark: StaticString, from start: Int) -> Int? {
        ByteText.find(mark, in: bytes, from: start, to: min(start + 20_000, bytes.count)).map {
            $0 + mark.utf8CodeUnitCount
        }
    }

    func tag(at start: Int) -> Tag? {
        var index = start + 1
        while index < bytes.count, bytes[index].isASCIILetter || bytes[index].isASCIIDigit { index += 1 }
        guard index > start + 1 else { return nil }
        var tag = Tag(name: bytes[(start + 1)..<index].string.lowercased(), attributes: [:], end: index)
        let limit = min(start + 10_000, bytes.count)
        while index < limit, bytes[index] != 0x3E {
            let from = index
            while index < limit, bytes[index] > 0x20, bytes[index] != 0x3D, bytes[index] != 0x3E { index += 1 }
            let name = bytes[from..<index].string.lowercased()
            if index < limit, bytes[index] == 0x3D, index + 1 < limit,
                bytes[index + 1] == 0x22 || bytes[index + 1] == 0x27
            {
                guard let end = bytes[(index + 2)..<limit].firstIndex(of: bytes[index + 1]) else { return nil }
                if tag.attributes[name] == nil {
                    tag.attributes[name] = ByteText.decodeReferences(bytes[(index + 2)..<end].string)
                }
                index = end + 1
            } else if index < limit, bytes[index] != 0x3E {
                index += 1
            }
        }
        guard index < limit else { return nil }
        tag.end = index + 1
        return tag
    }
}
