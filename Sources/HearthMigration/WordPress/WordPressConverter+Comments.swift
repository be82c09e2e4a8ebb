import HearthModel

// What readers wrote below a post.

extension WordPressConverter {
    /// The approved comments, answers as quotes below what they answer; addresses of the network and of mail stay out.
    mutating func comments(_ item: XMLElement, _ post: WordPressPost) -> (String, [ImportedRecord]) {
        var records: [ImportedRecord] = []
        var shown: [XMLElement] = []
        for comment in item.children("wp:comment") {
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
                shown.append(comment)
            }
        }
        var said: [(level: Int, blocks: [MarkdownBlock])] = []
        for (place, depth) in Self.order(shown) {
            var losses: [String] = []
            let text = shown[place].child("wp:comment_content")?.text ?? ""
            let blocks = [.paragraph(byline(shown[place]))] + commentBlocks(text, post, &losses)
            records.append(ImportedRecord("comments", shown[place].value("wp:comment_id") ?? "0", losses: losses))
            said.append((min(depth, Self.deepestQuote), blocks))
        }
        var writer = MarkdownWriter(isPost: true)
        var rest = said[...]
        return (writer.write(Self.nested(&rest, level: 0)), records)
    }

    /// Deeper quotes are hard to read: from here on answers stand side by side.
    private static let deepestQuote = 4

    /// The comments with their answers behind them, each with how deep it lies. Numbers may be missing, come twice, or
    /// lead in a circle: every comment comes once.
    private static func order(_ comments: [XMLElement]) -> [(place: Int, depth: Int)] {
        let ids = comments.map { $0.value("wp:comment_id").flatMap { Int($0) } ?? 0 }
        var places: [Int: Int] = [:]
        for (place, id) in ids.enumerated() where id > 0 && places[id] == nil { places[id] = place }
        var children: [Int: [Int]] = [:]
        var roots: [Int] = []
        for (place, comment) in comments.enumerated() {
            let parent = comment.value("wp:comment_parent").flatMap { Int($0) }.flatMap { places[$0] }
            if let parent, parent != place { children[parent, default: []].append(place) } else { roots.append(place) }
        }
        var found: [(place: Int, depth: Int)] = []
        var isDone = [Bool](repeating: false, count: comments.count)
        // Behind those that begin a conversation come circles.
        for first in roots + Array(comments.indices) {
            var pending = [(place: first, depth: 0)]
            while let (place, depth) = pending.popLast() {
                guard !isDone[place] else { continue }
                isDone[place] = true
                found.append((place, depth))
                for child in (children[place] ?? []).reversed() { pending.append((child, depth + 1)) }
            }
        }
        return found
    }

    /// Answers as quotes below what they answer.
    private static func nested(
        _ said: inout ArraySlice<(level: Int, blocks: [MarkdownBlock])>, level: Int
    ) -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        while let next = said.first, next.level >= level {
            if next.level > level {
                blocks.append(.quote(nested(&said, level: level + 1)))
            } else {
                blocks += next.blocks
                said.removeFirst()
            }
        }
        return blocks
    }

    private func byline(_ comment: XMLElement) -> [MarkdownInline] {
        let name = ByteText.decodeReferences(comment.value("wp:comment_author") ?? "")
        var who: [MarkdownInline] = [.strong([.text(name.isEmpty || name.contains("@") ? "Anonymous" : name)])]
        let user = comment.value("wp:comment_user_id").flatMap { Int($0) } ?? 0
        if let account = survey.accounts.account(user: user, name: name),
            let handle = survey.people.knows(slot: account.slot)
        {
            who = [.mention(handle: handle, name: name)]
        }
        if let date = comment.value("wp:comment_date_gmt") ?? comment.value("wp:comment_date"), !date.hasPrefix("0000")
        {
            who.append(.text(", \(date.prefix(16))"))
        }
        return who
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
        var blocks = BareAddresses { links.restricted($0) }.veiled(converter.convert(html.string))
        unresolved += dead
        losses += converter.losses
        blocks = PageTree.resolveAnchors(blocks, own: "", title: "", losses: &losses) { _ in nil }
        return blocks
    }
}
