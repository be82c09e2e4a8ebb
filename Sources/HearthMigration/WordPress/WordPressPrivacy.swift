import HearthModel

/// Who could read what in the old blog, beyond the status of an item: forums close their topics, replies their topic,
/// plugins parts of a text, and pages the files that were uploaded to them.
enum WordPressPrivacy {
    /// Closes what other items close. `posts` are all items that are kept; files have their source already.
    ///
    /// `blocks` are the texts of reusable blocks by their ids.
    static func close(_ posts: inout [WordPressPost], blocks: [Int: String]) {
        closeByBlocks(&posts, blocks)
        closeUnseenTypes(&posts)
        closeForums(&posts)
        closeTopics(&posts)
        closeFiles(&posts)
    }

    /// A reusable block that only some may see closes the pages that show it, and shows its files on them.
    private static func closeByBlocks(_ posts: inout [WordPressPost], _ blocks: [Int: String]) {
        guard !blocks.isEmpty else { return }
        let closing = blocks.compactMapValues { closingTag(in: $0) }
        let inner = blocks.mapValues { blockNumbers(in: $0) }
        let shown = blocks.mapValues { uses([$0]) }
        for number in posts.indices where !posts[number].blocks.isEmpty {
            // Blocks lie in blocks, in circles too.
            var pending = posts[number].blocks
            var seen = Set(pending)
            var files = Set(posts[number].uses)
            while let block = pending.popLast() {
                if let tag = closing[block] { posts[number].closedBy = posts[number].closedBy ?? "shortcode:" + tag }
                files.formUnion(shown[block] ?? [])
                for next in inner[block] ?? [] where seen.insert(next).inserted { pending.append(next) }
            }
            posts[number].uses = Array(files)
        }
    }

    /// The ids of the reusable blocks that a text shows.
    static func blockNumbers(in text: String) -> [Int] {
        var found: Set<UInt64> = []
        addNumber(behind: "\"ref\":", Array(text.utf8), &found)
        return found.compactMap { Int(exactly: $0) }.sorted()
    }

    /// Topics are as private as their forum, whatever stands at them.
    private static func closeForums(_ posts: inout [WordPressPost]) {
        var children: [Int: [Int]] = [:]
        for (number, post) in posts.enumerated() where post.type == "forum" || post.type == "topic" {
            children[post.parent, default: []].append(number)
        }
        // Forums lie in forums.
        let forums = Set(posts.filter { $0.type == "forum" }.map(\.id))
        for number in posts.indices
        where posts[number].type == "topic" && posts[number].parent != 0 && !forums.contains(posts[number].parent) {
            posts[number].closedBy = posts[number].closedBy ?? "a forum that is not in the export"
        }
        var pending = posts.filter { $0.type == "forum" && $0.isRestricted && $0.id != 0 }.map(\.id)
        var seen = Set(pending)
        while let forum = pending.popLast() {
            for number in children[forum] ?? [] {
                posts[number].closedBy = posts[number].closedBy ?? "private forum"
                if posts[number].type == "forum", seen.insert(posts[number].id).inserted {
                    pending.append(posts[number].id)
                }
            }
        }
    }

    /// A question is one page with its answers: one reply that was for some closes it.
    private static func closeTopics(_ posts: inout [WordPressPost]) {
        let closing = Set(posts.filter { $0.kind == .answer && $0.isRestricted }.map(\.parent))
        for number in posts.indices where posts[number].kind == .question && closing.contains(posts[number].id) {
            posts[number].closedBy = posts[number].closedBy ?? "private reply"
        }
    }

    /// A file is open when a page for everybody shows it; else it is as closed as the page that it was uploaded to, or as
    /// the pages that show it.
    private static func closeFiles(_ posts: inout [WordPressPost]) {
        var numbers: [Int: Int] = [:]
        for (number, post) in posts.enumerated() where post.kind != .attachment { numbers[post.id] = number }
        func isOpen(_ post: WordPressPost) -> Bool {
            let page = post.kind == .answer ? numbers[post.parent].map { posts[$0] } ?? post : post
            return !post.isRestricted && !post.isDraft && !page.isRestricted && !page.isDraft
        }
        var open: Set<UInt64> = []
        var closed: Set<UInt64> = []
        for post in posts where post.kind != .attachment {
            if isOpen(post) { open.formUnion(post.uses) } else { closed.formUnion(post.uses) }
        }
        for number in posts.indices where posts[number].kind == .attachment && posts[number].closedBy == nil {
            let file = posts[number]
            let names =
                (file.id > 0 ? [UInt64(clamping: file.id)] : [])
                + (WordPressAddress.upload(file.address).map { [fingerprint($0)] } ?? [])
            if names.contains(where: { open.contains($0) }) { continue }
            if let parent = numbers[file.parent], file.parent != 0 {
                if !isOpen(posts[parent]) { posts[number].closedBy = "file of a restricted page" }
            } else if file.parent != 0 {
                posts[number].closedBy = "file of a page that is not in the export"
            } else if names.contains(where: { closed.contains($0) }) {
                posts[number].closedBy = "file of a restricted page"
            }
        }
    }

    // MARK: Texts

    static func fingerprint(_ path: String) -> UInt64 { ImportManifest.fingerprint(path.lowercased()) }

    /// What the texts of an item show: fingerprints of paths below `uploads/`, and ids of attachments as numbers.
    static func uses(_ texts: [String]) -> [UInt64] {
        var found: Set<UInt64> = []
        for text in texts where !text.isEmpty {
            let bytes = Array(text.utf8)
            for mark: StaticString in ["/uploads/", "/files/"] { addPaths(behind: mark, bytes, &found) }
            for mark: StaticString in ["wp-image-", "\"id\":", "\"mediaid\":", "attachment_id="] {
                addNumber(behind: mark, bytes, &found)
            }
            for mark: StaticString in ["ids=\"", "ids='", "include=\"", "\"ids\":["] {
                addNumbers(behind: mark, bytes, &found)
            }
        }
        return Array(found)
    }

    private static func addPaths(behind mark: StaticString, _ bytes: [UInt8], _ found: inout Set<UInt64>) {
        var index = 0
        while let start = ByteText.find(mark, in: bytes, from: index, to: bytes.count) {
            let end = bytes[start...].firstIndex { $0 <= 0x20 || "\"'<>()[]|,;".utf8.contains($0) } ?? bytes.count
            index = max(end, start + mark.utf8CodeUnitCount)
            guard let path = WordPressAddress.upload(bytes[start..<end].string) else { continue }
            for original in WordPressAddress.originals(of: path.lowercased()) { found.insert(fingerprint(original)) }
        }
    }

    private static func addNumber(behind mark: StaticString, _ bytes: [UInt8], _ found: inout Set<UInt64>) {
        var index = 0
        while let start = ByteText.find(mark, in: bytes, from: index, to: bytes.count) {
            index = start + mark.utf8CodeUnitCount
            let digits = bytes[index...].drop { $0 == 0x20 }.prefix { $0.isASCIIDigit }
            if let id = UInt64(digits.string) { found.insert(id) }
        }
    }

    private static func addNumbers(behind mark: StaticString, _ bytes: [UInt8], _ found: inout Set<UInt64>) {
        var index = 0
        while let start = ByteText.find(mark, in: bytes, from: index, to: bytes.count) {
            index = start + mark.utf8CodeUnitCount
            let list = bytes[index...].prefix { $0.isASCIIDigit || $0 == 0x2C || $0 == 0x20 }
            for number in list.split(whereSeparator: { !$0.isASCIIDigit }) {
                if let id = UInt64(number.string) { found.insert(id) }
            }
        }
    }

    private static let closingFields = [
        "access_role", "access_level", "access_group", "content_restriction", "groups-read", "groups_read", "restrict",
        "membership",
        "member_access", "is_private", "password_protect", "wpmem_block", "members_only", "rcp_user_level",
        "newsletter_access",
    ]
    private static let openValues: Set<String> = [
        "", "0", "no", "off", "none", "public", "everyone", "everybody", "all", "false",
    ]

    /// The field by which a plugin says that only some may read the item; nil when there is none.
    static func closingField(of item: XMLElement) -> String? {
        for field in item.children("wp:postmeta") {
            guard let name = field.value("wp:meta_key")?.lowercased(), let value = field.value("wp:meta_value"),
                closingFields.contains(where: { name.contains($0) })
            else { continue }
            // A table of PHP has settings that are on, or a list of readers.
            let isOn =
                value.hasPrefix("a:")
                ? value.contains("\"1\"") || value.contains("b:1") || value.contains("i:0;s:")
                : !openValues.contains(value.lowercased())
            if isOn { return name }
        }
        return nil
    }

    /// Items of types that the old site showed nobody, such as what people sent by a form: where pages have addresses of
    /// words, those have one of numbers.
    private static func closeUnseenTypes(_ posts: inout [WordPressPost]) {
        let known: Set<String> = ["post", "page", "attachment", "topic", "reply", "forum"]
        // Types that readers could ask for have an address by name also where others have numbers.
        for number in posts.indices
        where !known.contains(posts[number].type) && posts[number].link.contains("post_type=") && !posts[number].isDraft
        {
            posts[number].closedBy = posts[number].closedBy ?? "type without pages: \(posts[number].type)"
        }
        func hasQuery(_ post: WordPressPost) -> Bool { post.link.contains("?") }
        guard
            posts.contains(where: {
                known.contains($0.type) && $0.status == "publish" && $0.kind != .attachment && !hasQuery($0)
                    && !WordPressAddress.path($0.link).isEmpty
            })
        else { return }
        for number in posts.indices
        where !known.contains(posts[number].type) && hasQuery(posts[number]) && !posts[number].isDraft {
            posts[number].closedBy = posts[number].closedBy ?? "type without pages: \(posts[number].type)"
        }
    }
}
