import HearthModel

/// Turns one message into Markdown and files.
struct MailParts {
    let key: String
    /// Lines that start with `From ` carry a mark.
    let isQuoted: Bool
    let quote: MailQuoteRule
    let importer: MailImporter
    let veil: AddressVeil
    let resolve: (String) -> String
    /// Stands above the text.
    var subject: String?

    struct Content {
        var markdown = ""
        var losses: [String] = []
        /// For the review: the text as it was.
        var original = ""
        /// All words that it shows, also those that the rules take away.
        var said = ""
        var items: [ImportedItem] = []
        var records: [ImportedRecord] = []
        /// Files that the archive refers to and does not hold.
        var missing: [(address: String, file: String)] = []
    }

    /// A file that goes with the text.
    private struct Attached {
        var reference: MarkdownInline
        var address: String
        var contentID: String?
        var isShown = false
    }

    private struct State {
        var content = Content()
        var attached: [Attached] = []
        var count = 0
    }

    func convert(_ message: [UInt8], _ header: MailHeader, _ files: inout ThreadFiles) -> Content {
        var state = State()
        let bytes = isQuoted ? Self.unmarked(message) : message
        let node =
            MimeMessage.parse(bytes)
            ?? .leaf(
                MimeLeaf(
                    type: "text/plain", isAttachment: false, bytes: Array(bytes[min(header.bodyOffset, bytes.count)...])
                ))
        attach(node, &state, &files)
        if Self.isCutOff(bytes) { state.content.losses.append("mail:cut-off") }
        let head: [MarkdownBlock] = subject.map { [.paragraph([.strong([.text($0)])])] } ?? []
        var blocks = veil.hide(head + text(node, &state))
        blocks += ThreadFiles.blocks(state.attached.filter { !$0.isShown }.map(\.reference))
        var writer = MarkdownWriter(isPost: true)
        state.content.markdown = writer.write(blocks)
        state.content.losses += writer.losses
        var seen: Set<String> = []
        state.content.losses = state.content.losses.filter { seen.insert($0).inserted }
        return state.content
    }

    /// `>From ` is `From `, `>>From ` is `>From ` (mboxrd).
    private static func unmarked(_ bytes: [UInt8]) -> [UInt8] {
        guard ByteText.find(">from ", in: bytes, from: 0, to: bytes.count) != nil else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for line in ByteText.lines(bytes) {
            let marks = bytes[line].prefix { $0 == 0x3E }.count
            let isMarked = marks > 0 && bytes[line].dropFirst(marks).starts(with: "From ".utf8)
            out += isMarked ? bytes[line].dropFirst() : bytes[line]
            out.append(0x0A)
        }
        if bytes.last != 0x0A { out.removeLast() }
        return out
    }

    /// Whether the mail breaks off inside a part in base64: the last one has no end, and not whole groups of four.
    static func isCutOff(_ message: [UInt8]) -> Bool {
        var last: Int?
        var index = 0
        while let found = ByteText.find("content-transfer-encoding:", in: message, from: index, to: message.count) {
            index = found + 26
            let value = message[index...].prefix { $0 != 0x0A }.string.lowercased()
            last = value.contains("base64") ? index : nil
        }
        guard let last, let blank = emptyLine(message, from: last) else { return false }
        var digits = 0
        for line in message[blank...].split(separator: 0x0A) {
            // The boundary behind the part.
            if line.starts(with: "--".utf8) { return false }
            for byte in line {
                let isDigit = byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2B || byte == 0x2F || byte == 0x3D
                if isDigit { digits += 1 } else if byte > 0x20 { return false }
            }
        }
        return digits % 4 != 0
    }

    /// Where the body below a header begins.
    private static func emptyLine(_ message: [UInt8], from start: Int) -> Int? {
        var index = start
        while let end = ByteText.find(0x0A, in: message, from: index, to: message.count) {
            index = end + 1
            let rest = message[index...].prefix(2)
            if rest.first == 0x0A { return index + 1 }
            if rest.elementsEqual([0x0D, 0x0A]) { return index + 2 }
        }
        return nil
    }

    // MARK: Files

    private func attach(_ node: MimeNode, _ state: inout State, _ files: inout ThreadFiles) {
        switch node {
        case .alternatives(let nodes), .sequence(let nodes): for node in nodes { attach(node, &state, &files) }
        case .message(_, _, let inner): attach(inner, &state, &files)
        case .tooDeep: state.content.losses.append("nesting:too-deep")
        case .leaf(let leaf): if !Self.isText(leaf) { attach(leaf, &state, &files) }
        }
    }

    static func isText(_ leaf: MimeLeaf) -> Bool {
        if leaf.isAttachment { return false }
        let isPlain = ["text/plain", "text/html", "text/enriched", "text/richtext", "message/delivery-status"].contains(
            leaf.type)
        // Some programs give the text of the mail itself a name.
        return isPlain && (leaf.name == nil || leaf.name?.contains(".") == false)
            || (leaf.bytes.isEmpty && leaf.name == nil)
    }

    private static let endings = [
        "image/png": "picture.png", "image/jpeg": "picture.jpg", "image/gif": "picture.gif",
        "application/pdf": "attachment.pdf", "text/calendar": "invitation.ics", "text/plain": "attachment.txt",
        "application/ms-tnef": "winmail.dat", "text/vcard": "contact.vcf", "text/x-vcard": "contact.vcf",
    ]

    private func attach(_ leaf: MimeLeaf, _ state: inout State, _ files: inout ThreadFiles) {
        state.count += 1
        let id = "\(key)/\(state.count)"
        let name = leaf.name.map { MailHeader.decode(Array($0.utf8)) } ?? Self.endings[leaf.type] ?? "attachment.bin"
        func skip(_ rule: String) {
            state.content.records.append(ImportedRecord("attachments", id, .skipped(rule: rule)))
        }
        let signatures = [
            "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
            "application/pgp-keys",
        ]
        if signatures.contains(leaf.type) { return skip(MailRule.cryptography.rawValue) }
        // The logo below somebody's name, in every mail.
        if leaf.type.hasPrefix("image/"), leaf.contentID != nil, !leaf.isAttachment, leaf.bytes.count < 8192 {
            return skip("a small picture of a signature")
        }
        if leaf.bytes.isEmpty { return skip("an empty file") }
        if let danger = AttachmentSafety.danger(name: name, content: { leaf.bytes }) {
            return skip(danger)
        }
        let (itemKey, path) = files.add("attachment", name: name, id: id)
        state.content.items.append(
            ImportedItem(
                key: itemKey, path: path, bytes: leaf.bytes, records: [ImportedRecord("attachments", id, .converted)]))
        state.attached.append(
            Attached(
                reference: ThreadFiles.reference(path: path, name: name), address: PageNames.address(of: path),
                contentID: leaf.contentID))
    }

    // MARK: Text

    private func text(_ node: MimeNode, _ state: inout State) -> [MarkdownBlock] {
        switch node {
        case .leaf(let leaf):
            guard Self.isText(leaf) else { return [] }
            let decoded = leaf.decoded
            state.content.losses += decoded.losses
            state.content.original += decoded.text
            state.content.said +=
                (leaf.type == "text/html" ? HTMLToMarkdown.visibleText(decoded.text) : decoded.text) + "\n"
            return leaf.type == "text/html" ? html(leaf, &state) : plain(leaf, &state)
        case .sequence(let nodes): return nodes.flatMap { text($0, &state) }
        case .alternatives(let nodes): return shown(of: nodes, &state).flatMap { text($0, &state) }
        case .message(let subject, let from, let inner):
            let head = [from, subject].filter { !$0.isEmpty }.joined(separator: ": ")
            let inner = text(inner, &state)
            let blocks = (head.isEmpty ? [] : [.paragraph([.strong([.text(head)])])]) + inner
            return blocks.isEmpty ? [] : [.quote(blocks)]
        case .tooDeep: return []
        }
    }

    /// Of several forms of a text the one that says all; what only the other says is counted, or shown as well.
    private func shown(of nodes: [MimeNode], _ state: inout State) -> [MimeNode] {
        let plain = nodes.first { Self.leaf($0, "text/plain") != nil }
        let rich = nodes.first { Self.leaf($0, "text/html") != nil }
        guard let plain, let rich, let short = Self.leaf(plain, "text/plain"), let long = Self.leaf(rich, "text/html")
        else {
            return [plain ?? rich ?? nodes.last].compactMap { $0 }
        }
        let typed = short.text
        let forms = MailForms(plain: typed, html: HTMLToMarkdown.visibleText(long.text))
        switch forms.left {
        case .nothing: break
        case .note: note([.formNote], &state)
        case .words:
            state.content.losses.append("mail:other-form")
            state.content.original += (forms.showsHTML ? typed : long.text) + "\n"
        }
        return (forms.showsPlain ? [plain] : []) + (forms.showsHTML ? [rich] : [])
    }

    private static func leaf(_ node: MimeNode, _ type: String) -> MimeLeaf? {
        switch node {
        case .leaf(let leaf): leaf.type == type && isText(leaf) ? leaf : nil
        case .sequence(let nodes), .alternatives(let nodes): nodes.lazy.compactMap { leaf($0, type) }.first
        case .message, .tooDeep: nil
        }
    }

    private func plain(_ leaf: MimeLeaf, _ state: inout State) -> [MarkdownBlock] {
        let body = MailBody(
            leaf.text, isFlowed: leaf.isFlowed, deletesSpaces: leaf.deletesSpaces, quote: quote)
        note(body.rules, &state)
        var blocks = MailMarkdown.blocks(body.lines)
        for (name, address) in body.scrubbed {
            state.count += 1
            let id = "\(key)/\(state.count)"
            let shown = name.isEmpty ? address.split(separator: "/").last.map(String.init) ?? address : name
            state.content.missing.append((address, importer.request.contentFolder + "/"))
            state.content.records.append(
                ImportedRecord(
                    "attachments", id, .skipped(rule: "the archive has taken the file out; its address stays")))
            if InlineWriter.isWebAddress(address) {
                blocks.append(.paragraph([.link(destination: address, title: "", [.text(shown)])]))
            } else {
                blocks.append(.paragraph([.text(shown)]))
            }
        }
        return links(blocks)
    }

    /// Addresses that stand in the text by themselves lead to the new places, too.
    private func links(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] { PageTree.mapLinks(blocks) { resolve($0) } }

    private func html(_ leaf: MimeLeaf, _ state: inout State) -> [MarkdownBlock] {
        let attached = state.attached
        var shown: Set<String> = []
        var options = HTMLToMarkdown.Options(
            highestHeading: 4,
            resolveLink: { address, isImage in
                if isImage, attached.contains(where: { $0.address == address }) {
                    shown.insert(address)
                    return .keep(address)
                }
                // Pictures elsewhere tell who opens the page and when.
                if isImage { return .drop(loss: "image:remote") }
                return ThreadLink.isAbsolute(address) ? .keep(resolve(address)) : .drop(loss: ThreadLink.relative)
            })
        options.prepareAddress = { address in
            guard address.lowercased().hasPrefix("cid:") else { return address }
            let id = address.dropFirst(4)
            return attached.first { $0.contentID == String(id) }?.address ?? address
        }
        var converter = HTMLToMarkdown(options: options)
        let blocks = converter.convert(leaf.text)
        state.content.losses += converter.losses.filter { $0 != "image:cid" }
        for index in state.attached.indices where shown.contains(state.attached[index].address) {
            state.attached[index].isShown = true
        }
        var rules: [MailRule] = []
        let kept = MailTree.tidy(blocks, quote: quote, rules: &rules)
        note(rules, &state)
        return kept
    }

    private func note(_ rules: [MailRule], _ state: inout State) {
        for rule in rules {
            let kind = rule == .quotedMessage ? "quoted messages" : "parts of mails"
            state.content.records.append(ImportedRecord(kind, key, .skipped(rule: rule.rawValue)))
        }
    }
}

/// The rules for mails in HTML: what `MailBody` does with lines, done with blocks.
enum MailTree {
    static func tidy(_ blocks: [MarkdownBlock], quote: MailQuoteRule, rules: inout [MailRule]) -> [MarkdownBlock] {
        var blocks = blocks
        if let index = blocks.lastIndex(where: { ["--", "-- "].contains(lines(of: $0).first ?? "") }), index > 0,
            blocks.count - index < 12
        {
            blocks.removeSubrange(index...)
            rules.append(.signature)
        }
        guard let start = start(of: blocks) else { return blocks }
        let head = Array(blocks[..<start])
        if !head.isEmpty, quote.leavesOut({ MailQuote.words(texts(of: Array(blocks[start...]))) }) {
            rules.append(.quotedMessage)
            return trimmed(head)
        }
        if case .quote = blocks[start] { return blocks }
        return trimmed(head) + [.quote(Array(blocks[start...]))]
    }

    private static func trimmed(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        var blocks = blocks
        while case .rule? = blocks.last { blocks.removeLast() }
        return blocks
    }

    /// Where the quoted message begins.
    private static func start(of blocks: [MarkdownBlock]) -> Int? {
        for index in blocks.indices {
            let first = lines(of: blocks[index])
            if let line = first.first, MailQuote.isOriginalMark(line) { return index }
            // What comes before the header, such as a list, is the answer's own.
            if first.isEmpty { continue }
            let texts = blocks[index...].prefix(6).flatMap { lines(of: $0) }
            if MailQuote.isHeader(Array(texts.prefix(10))) { return index }
        }
        var start = blocks.count
        while start > 0, case .quote = blocks[start - 1] { start -= 1 }
        guard start < blocks.count else { return nil }
        if start > 0, let line = lines(of: blocks[start - 1]).last, MailQuote.isAttribution(line) { start -= 1 }
        return start
    }

    /// Line by line, as far as there are lines.
    private static func texts(of blocks: [MarkdownBlock]) -> [String] {
        blocks.flatMap { block -> [String] in
            if case .quote(let inner) = block { return texts(of: inner) }
            let lines = lines(of: block)
            if !lines.isEmpty { return lines }
            var writer = MarkdownWriter()
            return [writer.write([block])]
        }
    }

    private static func lines(of block: MarkdownBlock) -> [String] {
        guard case .paragraph(let inlines) = block else { return [] }
        return flat(inlines).split(separator: .lineBreak).map { MarkdownInline.plainText(Array($0)) }
    }

    /// Without emphasis around several lines.
    private static func flat(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
        inlines.flatMap { inline -> [MarkdownInline] in
            switch inline {
            case .strong(let inner), .emphasis(let inner): flat(inner)
            default: [inline]
            }
        }
    }
}
