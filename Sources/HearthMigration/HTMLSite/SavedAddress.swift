import HearthModel

/// What a browser writes into a page that somebody saves: the address that the page had.
///
/// Internet Explorer and Chrome write `<!-- saved from url=(0046)https://… -->`, SingleFile a comment with a line
/// `url: https://…`.
enum SavedAddress {
    private static let headLength = 4096
    /// Longer ones hold the state of a program.
    private static let longest = 2000

    /// The address in the head of a file; nil for none, and for one that leads to no page of a web site.
    static func read(_ path: String) -> String? {
        (try? FileSystem.head(of: path, count: headLength)).flatMap { address(in: $0) }
    }

    static func address(in head: [UInt8]) -> String? {
        if SavedArchive.isArchive(head) {
            return SavedArchive.address(in: head).flatMap { page(String($0.prefix { $0 != "#" })) }
        }
        let start: Int
        if let place = ByteText.find("<!-- saved from url=(", in: head, from: 0, to: head.count),
            let close = head[place...].firstIndex(of: 0x29)
        {
            start = close + 1
        } else if let place = ByteText.find("page saved with singlefile", in: head, from: 0, to: head.count),
            let url = ByteText.find("url:", in: head, from: place, to: head.count)
        {
            start = head[(url + 4)...].firstIndex { $0 != 0x20 } ?? head.count
        } else {
            return nil
        }
        let bytes = head[start...].prefix { $0 > 0x20 && $0 < 0x7F && !"\"<>\\`{|}".utf8.contains($0) }
        let next = start + bytes.count
        // One that goes on in another form, or beyond what was read, is not known.
        guard next < head.count, head[next] <= 0x20 || head[next] == 0x3E, bytes.count <= longest else { return nil }
        var text = bytes.prefix { $0 != 0x23 }.string
        if text.hasSuffix("--") { text.removeLast(2) }
        return page(text)
    }

    /// An address that leads to a page of a web site.
    private static func page(_ text: String) -> String? {
        guard text.utf8.count <= longest,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>\\`{|}".utf8.contains($0) }),
            let host = SiteAddress.host(of: text[...]), key(text) != nil
        else { return nil }
        // The root is the new site's own; a name and password are nobody's business.
        let isPage = host.rest.hasPrefix("/") && host.rest != "/" || host.rest.hasPrefix("?")
        return isPage && !host.name.contains("@") ? text : nil
    }

    /// What two spellings of one web address share; nil for other addresses.
    static func key(_ address: String) -> String? {
        let scheme = address.prefix(8).lowercased()
        guard scheme.hasPrefix("http://") || scheme.hasPrefix("https://"),
            let host = SiteAddress.host(of: address[...]),
            !host.name.isEmpty
        else { return nil }
        let rest = host.rest.prefix { $0 != "#" }
        let path = rest.prefix { $0 != "?" }
        let query = rest[path.endIndex...].dropFirst()
        let plain = path.hasSuffix("/") ? path.dropLast() : path
        return host.name + SitePath.percentDecode(String(plain)) + "?" + SitePath.percentDecode(String(query))
    }
}
