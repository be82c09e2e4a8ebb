import HearthModel

/// Headings inside questions and answers that would open another answer or a comment there, or would look like an attempt
/// to (content model, section 4).
enum PostHeading {
    /// How to write the heading instead; nil where it says nothing of the kind.
    static func plain(_ level: Int, _ inlines: [MarkdownInline]) -> MarkdownBlock? {
        // As the reader of headings sees it: blanks of every kind are one, and what nobody sees is not there.
        let text = MarkdownInline.plainText(inlines).withPlainBlanks.lowercased().split(separator: " ")
            .joined(separator: " ")
        let word = ["accepted answer", "answer", "comment"].first { text.hasPrefix($0) }
        if let word {
            let rest = text.dropFirst(word.count).drop { $0 == " " }
            if rest.isEmpty { return level < 4 ? .heading(level: 4, inlines) : nil }
            let isDash = rest.unicodeScalars.first?.isDash == true
            if isDash || [":", "@", "by "].contains(where: { rest.hasPrefix($0) }) {
                return .paragraph([.strong(inlines)])
            }
        }
        // `Anwser - @jo`: a near miss is a word or two and a handle.
        let head = text.prefix { $0 != "@" }
        let isNear = head.count < text.count && head.split(separator: " ").count <= 4
        return isNear ? .paragraph([.strong(inlines)]) : nil
    }
}
