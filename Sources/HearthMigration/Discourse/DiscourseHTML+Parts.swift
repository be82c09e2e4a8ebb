import HearthModel

// Parts of a post that HTML has no words for, or that a script of the forum completes: tasks, footnotes, films and sounds.

extension DiscourseHTML {
    /// Writes what stands for a task, a footnote, a film or a sound; answers where to go on, nil for any other element.
    func ownPart(_ tag: Tag, into out: inout [UInt8]) -> Int? {
        switch tag.name {
        case "span" where tag.has("chcklst-box"):
            guard let end = close("</span>", from: tag.end) else { return nil }
            let done = ["checked", "fa-check-square-o", "fa-check-square", "fa-square-check-o", "fa-square-check"]
            task(isDone: done.contains { tag.has($0) }, into: &out)
            return end
        case "input" where tag.attributes["type"] == "checkbox":
            task(isDone: tag.attributes["checked"] != nil, into: &out)
            return tag.end
        case "sup" where tag.has("footnote-ref"):
            guard let label = reference(in: tag).flatMap({ notes[$0] }), let end = close("</sup>", from: tag.end) else {
                return nil
            }
            out += Array("<hearth-footnote label=\"\(label)\"></hearth-footnote>".utf8)
            return end
        case "a" where tag.has("footnote-backref"): return close("</a>", from: tag.end)
        case "hr" where tag.has("footnotes-sep") && !notes.isEmpty: return tag.end
        case "div" where tag.has("video-placeholder-container"):
            guard let source = tag.attributes["data-video-src"], !source.isEmpty else { return nil }
            out += Array("<div>".utf8)
            link(to: source, into: &out)
            return tag.end
        case "video", "audio":
            guard let end = close(tag.name == "video" ? "</video>" : "</audio>", from: tag.end),
                let source = tag.attributes["src"] ?? source(in: tag.end..<end), !source.isEmpty
            else { return nil }
            link(to: source, into: &out)
            return end
        default: return nil
        }
    }

    /// A box at the start of an item makes it a task; anywhere else it is a character.
    private func task(isDone: Bool, into out: inout [UInt8]) {
        var end = out.count
        func skipSpace() { while end > 0, out[end - 1] <= 0x20 { end -= 1 } }
        skipSpace()
        if out[..<end].suffix(3).elementsEqual("<p>".utf8) {
            end -= 3
            skipSpace()
        }
        let start = out[..<end].suffix(200).lastIndex(of: 0x3C)
        let isItem = start.map { out[$0..<end].starts(with: "<li".utf8) && out[..<end].last == 0x3E } ?? false
        let box = isDone ? "<hearth-task done></hearth-task>" : "<hearth-task></hearth-task>"
        out += Array((isItem ? box : isDone ? "☑" : "☐").utf8)
    }

    private func link(to source: String, into out: inout [UInt8]) {
        let file = source.split(separator: "/").last.map { SitePath.percentDecode(String($0)) } ?? source
        let name = source.hasPrefix("/") && !source.hasPrefix("//") ? file : source
        out += Array("<a href=\"\(ByteText.escaped(source))\">\(ByteText.escaped(name))</a> ".utf8)
    }

    /// The file of the first `<source>`, or the link that stands in a film's place.
    private func source(in range: Range<Int>) -> String? {
        for (mark, name) in [("<source" as StaticString, "src"), ("<a" as StaticString, "href")] {
            if let start = ByteText.find(mark, in: bytes, from: range.lowerBound, to: range.upperBound),
                let address = tag(at: start)?.attributes[name]
            {
                return address
            }
        }
        return nil
    }

    // MARK: Footnotes

    /// The id to which a `<sup class="footnote-ref">` leads.
    private func reference(in tag: Tag) -> String? {
        guard let start = ByteText.find(0x3C, in: bytes, from: tag.end, to: min(tag.end + 100, bytes.count)),
            let link = self.tag(at: start), let address = link.attributes["href"], address.hasPrefix("#")
        else { return nil }
        return String(address.dropFirst())
    }

    /// Labels of the footnotes that are both referred to and there, in the order of the text.
    func footnotes() -> [String: String] {
        guard ByteText.find("footnote-ref", in: bytes, from: 0, to: bytes.count) != nil else { return [:] }
        var wanted: [String] = []
        var known: Set<String> = []
        var index = 0
        while let start = ByteText.find(0x3C, in: bytes, from: index, to: bytes.count) {
            index = start + 1
            guard let tag = tag(at: start) else { continue }
            index = tag.end
            if tag.name == "sup", tag.has("footnote-ref"), let id = reference(in: tag) { wanted.append(id) }
            if tag.name == "li", let id = tag.attributes["id"] { known.insert(id) }
        }
        var labels: [String: String] = [:]
        for id in wanted where known.contains(id) && labels[id] == nil {
            labels[id] = "\(notePrefix)\(labels.count + 1)"
        }
        return labels
    }

    /// The texts of the footnotes, from the list's beginning to its end.
    func definitions(from start: Int, into out: inout [UInt8]) -> Int? {
        var end = start
        while let found = ByteText.find("</ol>", in: bytes, from: end, to: bytes.count) { end = found + 5 }
        guard end > start else { return nil }
        var items: [(label: String, start: Int, end: Int)] = []
        var index = start
        while let mark = ByteText.find(0x3C, in: bytes, from: index, to: end - 5) {
            index = mark + 1
            guard let tag = tag(at: mark) else { continue }
            index = tag.end
            guard tag.name == "li", let label = tag.attributes["id"].flatMap({ notes[$0] }) else { continue }
            if let last = items.indices.last { items[last].end = mark }
            items.append((label, tag.end, end - 5))
        }
        for item in items where item.start <= item.end {
            out += Array("<hearth-definition label=\"\(item.label)\">".utf8)
            out += rewritten(item.start..<item.end)
            out += Array("</hearth-definition>".utf8)
        }
        return end
    }
}
