import HearthModel

/// The addresses that Confluence gives a page, and what they mean.
///
/// https://confluence.atlassian.com/doc/the-differences-between-various-url-formats-for-a-confluence-page-278692715.html
struct ConfluenceAddress: Sendable, Hashable {
    enum Target: Sendable, Hashable {
        case page(id: Int)
        case title(space: String, title: String)
        case space(String)
        case attachment(page: Int, name: String)
        case person(String)
        case label(String)
    }

    var target: Target
    var fragment = ""
    /// The host in lower case; empty for an address within the site.
    var host = ""

    /// Nil for an address that is none of Confluence.
    init?(_ address: String) {
        var rest = Substring(address)
        if let hash = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let scheme = rest.firstRange(of: "://") {
            guard rest.hasPrefix("http") else { return nil }
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            host = rest[..<end].lowercased()
            rest = rest[end...]
        } else if !rest.hasPrefix("/") {
            return nil
        }
        let query = rest.firstIndex(of: "?")
        let values = query.map { Self.query(rest[rest.index(after: $0)...]) } ?? [:]
        let parts = rest[..<(query ?? rest.endIndex)].split(separator: "/").map(String.init)
        guard let target = Self.target(parts, values) else { return nil }
        self.target = target
    }

    private static func query(_ text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.replacing("&amp;", with: "&").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if sides.count == 2 { values[sides[0]] = decode(sides[1]) }
        }
        return values
    }

    private static func decode(_ text: String) -> String {
        SitePath.percentDecode(text.replacing("+", with: " "))
    }

    private static func target(_ parts: [String], _ query: [String: String]) -> Target? {
        guard let last = parts.last else { return nil }
        func after(_ name: String, _ count: Int) -> [String]? {
            guard let place = parts.firstIndex(of: name), place + count < parts.count else { return nil }
            return Array(parts[(place + 1)...])
        }
        if last.hasSuffix(".action") {
            if let id = query["pageId"].flatMap({ Int($0) }) { return .page(id: id) }
            if let space = query["spaceKey"], let title = query["title"] { return .title(space: space, title: title) }
            if let key = query["key"] ?? query["spaceKey"], last.contains("space") { return .space(key) }
            return query["username"].map { .person($0) }
        }
        if let rest = after("attachments", 2) ?? after("thumbnails", 2), parts.contains("download"),
            let id = Int(rest[0])
        {
            return .attachment(page: id, name: decode(rest[1]))
        }
        if let rest = after("display", 1) {
            let key = decode(rest[0])
            if key.hasPrefix("~"), rest.count == 1 { return .person(String(key.dropFirst())) }
            // `/display/KEY/2023/09/27/Title` is a blog post.
            let isDated = rest.count >= 5 && rest[1].count == 4 && rest[1...3].allSatisfy { Int($0) != nil }
            let title = isDated ? rest[4] : rest.count > 1 ? rest[1] : ""
            return title.isEmpty ? .space(key) : .title(space: key, title: decode(title))
        }
        if let rest = after("spaces", 1) {
            if rest.count > 2, rest[1] == "pages" || rest[1] == "blog" {
                if let id = rest[2...].lazy.compactMap({ Int($0) }).first(where: { $0 > 9999 }) ?? Int(rest[2]) {
                    return .page(id: id)
                }
            }
            return .space(decode(rest[0]))
        }
        if let rest = after("label", 1), let name = rest.last { return .label(decode(name)) }
        if let rest = after("people", 1) { return .person(decode(rest[0])) }
        if parts.count >= 2, parts[parts.count - 2] == "x", let id = Self.id(ofTiny: last) { return .page(id: id) }
        return nil
    }

    // MARK: Tiny links

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)

    /// `/x/` and the page's id: its bytes, the lowest first, in base 64, without the zeros at the end.
    static func tiny(_ id: Int) -> String {
        guard id > 0 else { return "" }
        var bits = 0
        var held = 0
        var out: [UInt8] = []
        for byte in 0..<8 {
            held = (held << 8 | (id >> (8 * byte)) & 0xFF) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(digits[held >> bits & 0x3F])
            }
        }
        out.append(digits[held << (6 - bits) & 0x3F])
        while out.last == digits[0] { out.removeLast() }
        return out.string
    }

    static func id(ofTiny text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 11 else { return nil }
        var bits = 0
        var held = 0
        var bytes: [Int] = []
        for byte in text.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            held = (held << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(held >> bits & 0xFF)
            }
        }
        if bits > 0 { bytes.append(held << (8 - bits) & 0xFF) }
        var id = 0
        for (place, byte) in bytes.enumerated() where byte != 0 {
            guard place < 7 else { return nil }
            id |= byte << (8 * place)
        }
        return id > 0 ? id : nil
    }

    // MARK: Old addresses

    /// Every address by which a page was reached; `base` stands in front of all.
    static func all(of page: ConfluencePage, in space: ConfluenceSpace, isHome: Bool, base: String) -> [String] {
        guard page.id != 0, page.ownsID else { return [] }
        var found = ["/pages/viewpage.action?pageId=\(page.id)", "/x/\(tiny(page.id))"]
        guard !space.key.isEmpty else { return found.map { base + $0 } }
        let key = SitePath.percentEncode(space.key)
        let title = SitePath.percentEncode(page.title).replacing("%20", with: "+").replacing("/", with: "%2F")
        if page.kind == .blogPost {
            if page.ownsTitle, let date = page.created?.iso8601.prefix(10) {
                found.append("/display/\(key)/\(date.replacing("-", with: "/"))/\(title)")
            }
            found.append("/spaces/\(key)/blog/\(page.id)")
        } else {
            let isPlain = page.ownsTitle && !page.title.contains { "?&+%\\;#/\"<>".contains($0) }
            // Titles with these were only ever linked by number.
            if isPlain { found.append("/display/\(key)/\(title)") }
            found.append("/spaces/\(key)/pages/\(page.id)")
            if !title.isEmpty, !page.title.contains("/") { found.append("/spaces/\(key)/pages/\(page.id)/\(title)") }
        }
        if isHome, page.ownsTitle {
            found += ["/display/\(key)", "/spaces/\(key)/overview", "/spaces/viewspace.action?key=\(key)"]
        }
        return found.map { base + $0 }
    }
}
