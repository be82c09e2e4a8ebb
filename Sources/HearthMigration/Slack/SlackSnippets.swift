import HearthModel

/// Snippets and posts: text that Slack showed in the channel, and that an export has beside the address of its file.
extension SlackMessage.File {
    struct Shown {
        enum Form {
            case code(language: String)
            case words
            /// Posts are kept as HTML.
            case html
        }

        var text: String
        var form: Form
        /// The file goes on behind it.
        var isCut: Bool
    }

    /// What people read: the code of a snippet, or the words of a post. Nil for other files.
    static func shown(_ file: LooseJSON) -> Shown? {
        let isSnippet = file["mode"].text == "snippet"
        guard isSnippet || ["post", "space", "docs"].contains(file["mode"].text ?? "") else { return nil }
        let isCut = file["preview_is_truncated"].isTrue || (file["lines_more"].integer ?? 0) > 0
        if !isSnippet, let html = file["preview"].text, html.hasPrefix("<") {
            return Shown(text: html, form: .html, isCut: isCut)
        }
        let plain = file["plain_text"].text ?? file["preview_plain_text"].text ?? file["preview"].text
        let text = plain?.replacing("\r\n", with: "\n") ?? file["preview_highlight"].text.map { words(of: $0) } ?? ""
        let body = text.trimmedLines
        guard !body.isEmpty else { return nil }
        return Shown(text: body, form: isSnippet ? .code(language: language(file)) : .words, isCut: isCut)
    }

    private static func language(_ file: LooseJSON) -> String {
        let type = file["filetype"].text?.lowercased() ?? ""
        let isLanguage = type.utf8.allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || [0x2B, 0x23, 0x2D, 0x5F].contains($0)
        }
        return isLanguage && type.utf8.count < 20 && type != "text" && type != "auto" ? type : ""
    }

    /// The text of code in colours: HTML with an element for each line.
    private static func words(of html: String) -> String {
        let bytes = Array(html.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x3C else {
                let next = ByteText.find(0x3C, in: bytes, from: index, to: bytes.count) ?? bytes.count
                // Between the elements stands nothing that was typed.
                if bytes[index..<next].contains(where: { $0 > 0x20 }) || bytes[index..<next].allSatisfy({ $0 == 0x20 })
                {
                    out += bytes[index..<next]
                }
                index = next
                continue
            }
            guard let end = ByteText.find(0x3E, in: bytes, from: index, to: bytes.count) else {
                out += bytes[index...]
                break
            }
            let ends = ["</pre", "<br"].contains {
                bytes[index..<end].prefix($0.utf8.count).elementsEqual($0.utf8)
            }
            if ends { out.append(0x0A) }
            index = end + 1
        }
        return ByteText.decodeReferences(out[...].string)
    }
}

extension String {
    /// Without empty lines at its ends.
    fileprivate var trimmedLines: String {
        let body = drop { $0.isNewline }
        guard let last = body.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(body[...last])
    }
}

extension SlackText {
    /// The blocks of a snippet or post, and what of it cannot be shown.
    func blocks(_ shown: SlackMessage.File.Shown) -> (blocks: [MarkdownBlock], losses: [String]) {
        let cut = shown.isCut ? ["file:cut-off"] : []
        switch shown.form {
        case .code(let language): return ([.code(language: language, shown.text)], cut)
        case .words:
            var paragraphs: [[Substring]] = [[]]
            for line in shown.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                if line.allSatisfy(\.isWhitespace) {
                    paragraphs.append([])
                } else {
                    paragraphs[paragraphs.count - 1].append(line)
                }
            }
            let blocks = paragraphs.filter { !$0.isEmpty }.map { lines in
                MarkdownBlock.paragraph(
                    Array(lines.map { [MarkdownInline.text(String($0))] }.joined(separator: [.lineBreak])))
            }
            return (blocks, cut)
        case .html:
            let options = HTMLToMarkdown.Options(
                highestHeading: 4,
                resolveLink: { address, isImage in
                    // Pictures elsewhere tell who opens the page and when.
                    if isImage { return .drop(loss: "image:remote") }
                    return ThreadLink.isAbsolute(address) ? .keep(resolve(address)) : .drop(loss: ThreadLink.relative)
                })
            var converter = HTMLToMarkdown(options: options)
            let blocks = converter.convert(shown.text)
            return (blocks, converter.losses + cut)
        }
    }
}
