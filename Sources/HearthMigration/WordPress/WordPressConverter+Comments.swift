import HearthModel

// What readers wrote below a post.

extension WordPressConverter {
    /// The approved comments, answers as quotes below what they answer; addresses of the network and of mail stay out.
    mutating func comments(_ item: XMLElement, _ post: WordPressPost) -> (String, [ImportedRecord]) {
        var records: [ImportedRecord] = []
        var children: [Int: [XMLElement]] = [:]
        let all = item.children("wp:comment")
        let ids = Set(all.compactMap { $0.value("wp:comment_id").flatMap { Int($0) } })
        for comment in all {
            let id = comment.value("wp:comment_id") ?? "0"
            let type = comment.value("wp:comment_type") ?? ""
            if type == "pingback" || type == "trackback" {
                records.append(ImportedRecord("comments", id, .skipped(rule: "a ping of another site")))
            } else if !["", "comment", "review"].contains(type) {
                // Plugins keep notes of editors and logs as comments.
                records.append(
                    ImportedRecord("comments", id, .skipped(rule: "a comment of the type '\(type.prefix(20))'")))
            } else if let approved = comment.value("wp:comment_approved"), approved != "1" {
                let rule = approved == "0" ? "not approved" : "the status is '\(approved.prefix(20))'"
                records.append(ImportedRecord("comments", id, .skipped(rule: rule)))
            } else {
                let parent = comment.value("wp:comment_parent").flatMap { Int($0) } ?? 0
                children[ids.contains(parent) && parent != Int(id) ? parent : 0, default: []].append(comment)
            }
        }
        var blocks: [MarkdownBlock] = []
        var done: Set<String> = []
        for comment in children[0] ?? [] { blocks += thread(comment, children, post, depth: 0, &records, &done) }
        // Circles, and answers to comments that were left out.
        for group in children.sorted(by: { $0.key < $1.key }) where group.key != 0 {
            for comment in group.value where !done.contains(comment.value("wp:comment_id") ?? "0") {
                blocks += thread(comment, children, post, depth: 0, &records, &done)
            }
        }
        var writer = MarkdownWriter(isPost: true)
        return (writer.write(blocks), records)
    }

    private mutating func thread(
        _ comment: XMLElement, _ children: [Int: [XMLElement]], _ post: WordPressPost, depth: Int,
        _ records: inout [ImportedRecord], _ done: inout Set<String>
    ) -> [MarkdownBlock] {
        let id = comment.value("wp:comment_id") ?? "0"
        guard done.insert(id).inserted || id == "0" else { return [] }
        let name = ByteText.decodeReferences(comment.value("wp:comment_author") ?? "")
        var who: [MarkdownInline] = [.strong([.text(name.isEmpty || name.contains("@") ? "Anonymous" : name)])]
        if let account = survey.accounts.values.first(where: { $0.name == name || $0.slot == name }),
            let handle = survey.people.knows(slot: account.slot),
            comment.value("wp:comment_user_id").map({ $0 != "0" }) ?? false
        {
            who = [.mention(handle: handle, name: name)]
        }
        if let date = comment.value("wp:comment_date_gmt") ?? comment.value("wp:comment_date"), !date.hasPrefix("0000")
        {
            who.append(.text(", \(date.prefix(16))"))
        }
        var losses: [String] = []
        let text = comment.child("wp:comment_content")?.text ?? ""
        let inner = commentBlocks(text, post, &losses)
        records.append(ImportedRecord("comments", id, losses: losses))
        var answers: [MarkdownBlock] = []
        for child in Int(id).flatMap({ children[$0] }) ?? [] {
            answers += thread(child, children, post, depth: depth + 1, &records, &done)
        }
        // Deeper quotes are hard to read: from the fourth level on answers stand side by side.
        let nested: [MarkdownBlock] = answers.isEmpty ? [] : depth < 4 ? [.quote(answers)] : answers
        return [.paragraph(who)] + inner + nested
    }

    private mutating func commentBlocks(
        _ text: String, _ post: WordPressPost, _ losses: inout [String]
    ) -> [MarkdownBlock] {
        let links = WordPressLinks(
            survey: survey, isOpen: isOpen(post), isPublished: !post.isUnpublished)
        var dead: [String] = []
        let options = HTMLToMarkdown.Options(
            highestHeading: 4,
            resolveLink: { address, isImage in
                let outcome = links.resolve(address, isImage: isImage)
                if outcome.isDead { dead.append(address) }
                return outcome.target
            })
        var converter = HTMLToMarkdown(options: options)
        let html = WordPressText.paragraphs(Array(text.utf8).filter { $0 != 0x0D })
        var blocks = converter.convert(html.string)
        unresolved += dead
        losses += converter.losses
        blocks = PageTree.resolveAnchors(blocks, own: "", title: "", losses: &losses) { _ in nil }
        return blocks
    }
}
