/// Footnotes of the block editor: `<sup data-fn="…">1</sup>` in the text, and their texts as JSON in the post's field
/// `footnotes`.
///
/// https://developer.wordpress.org/block-editor/reference-guides/core-blocks/#footnotes
enum WordPressFootnotes {
    /// The block that shows the notes, as a loss.
    static let loss = "block:footnotes"

    /// The notes of a post by their ids; their texts are HTML.
    static func notes(of item: XMLElement) -> [String: String] {
        var notes: [String: String] = [:]
        for field in item.children("wp:postmeta") where field.value("wp:meta_key") == "footnotes" {
            let json = LooseJSON.parse(Array((field.value("wp:meta_value") ?? "").utf8)).value
            for note in json.elements {
                if let id = note["id"].text, let text = note["content"].text { notes[id] = text }
            }
        }
        return notes
    }

    /// The text with the marks of `notes` as footnotes, and the notes behind it.
    static func placed(_ notes: [String: String], in html: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var labels: [String: Int] = [:]
        var order: [String] = []
        var index = 0
        while let open = ByteText.find("<sup", in: html, from: index, to: html.count),
            let end = ByteText.find(0x3E, in: html, from: open, to: html.count)
        {
            let id = WikitextSanitizer.attributes(html[(open + 4)..<end]).first { $0.name == "data-fn" }?.value
            guard let id, notes[id] != nil,
                let close = ByteText.find("</sup>", in: html, from: end, to: html.count)
            else {
                out += html[index...end]
                index = end + 1
                continue
            }
            if labels[id] == nil {
                order.append(id)
                labels[id] = order.count
            }
            out += html[index..<open]
            out += "<hearth-footnote label=\"\(labels[id] ?? 0)\"></hearth-footnote>".utf8
            index = close + 6
        }
        out += html[index...]
        for (number, id) in order.enumerated() {
            out += "<hearth-definition label=\"\(number + 1)\">".utf8
            out += (notes[id] ?? "").utf8
            out += "</hearth-definition>".utf8
        }
        return out
    }
}
