import HearthModel

/// Addresses of the old site that stand in a text as they are. They hold the title of their page, and that of a restricted
/// page is for its readers only.
struct BareAddresses {
    /// Where the address leads that readers of the text may not read; nil for all others.
    let restricted: (String) -> String?

    static let title = "a restricted page"

    func veiled(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.map { block in
            switch block {
            case .paragraph(let inlines): .paragraph(veiled(inlines))
            case .heading(let level, let inlines): .heading(level: level, veiled(inlines))
            case .anchoredHeading(let level, let id, let inlines):
                .anchoredHeading(level: level, id: id, veiled(inlines))
            case .quote(let inner): .quote(veiled(inner))
            case .alert(let kind, let inner): .alert(kind: kind, veiled(inner))
            case .footnoteDefinition(let label, let inner): .footnoteDefinition(label: label, veiled(inner))
            case .list(let list):
                .list(MarkdownList(start: list.start, isTight: list.isTight, items: list.items.map { veiled($0) }))
            case .table(let table):
                .table(
                    MarkdownTable(
                        header: table.header.map { veiled($0) }, alignments: table.alignments,
                        rows: table.rows.map { $0.map { veiled($0) } }))
            case .code, .rule, .verbatimLine: block
            }
        }
    }

    private func veiled(_ inlines: [MarkdownInline], inLink: Bool = false) -> [MarkdownInline] {
        inlines.flatMap { inline -> [MarkdownInline] in
            switch inline {
            case .text(let text): return veiled(text, inLink: inLink)
            case .emphasis(let inner): return [.emphasis(veiled(inner, inLink: inLink))]
            case .strong(let inner): return [.strong(veiled(inner, inLink: inLink))]
            case .strikethrough(let inner): return [.strikethrough(veiled(inner, inLink: inLink))]
            case .link(let destination, let title, let inner):
                return [.link(destination: destination, title: title, veiled(inner, inLink: true))]
            default: return [inline]
            }
        }
    }

    private func veiled(_ text: String, inLink: Bool) -> [MarkdownInline] {
        let bytes = Array(text.utf8)
        var result: [MarkdownInline] = []
        var (index, done) = (0, 0)
        while let mark = ByteText.find("://", in: bytes, from: index, to: bytes.count) {
            index = mark + 3
            let scheme = bytes[done..<mark].suffix(5).reversed().prefix { $0.isASCIILetter }.count
            let start = mark - scheme
            var end = bytes[index...].firstIndex { $0 <= 0x20 || "<>\"|".utf8.contains($0) } ?? bytes.count
            while end > index, ".,:;!?'*)]".utf8.contains(bytes[end - 1]) { end -= 1 }
            guard scheme >= 4, let place = restricted(bytes[start..<end].string) else { continue }
            if start > done { result.append(.text(bytes[done..<start].string)) }
            result.append(
                inLink ? .text(Self.title) : .link(destination: place, title: "", [.text(Self.title)]))
            (index, done) = (end, end)
        }
        if done < bytes.count || result.isEmpty { result.append(.text(done == 0 ? text : bytes[done...].string)) }
        return result
    }
}
