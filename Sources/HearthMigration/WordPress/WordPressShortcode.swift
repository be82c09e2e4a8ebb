import HearthModel

/// `[name a="b" c]`, `[/name]` or `[name /]`
struct WordPressShortcode {
    let name: String
    let isEnd: Bool
    let isWhole: Bool
    let end: Int
    let attributes: [(name: String, value: String)]
    /// Words before the first attribute, or tags: `[and who wrote this: <a href="…">…</a>]`.
    let isProse: Bool

    init?(_ bytes: [UInt8], at start: Int) {
        var index = start + 1
        isEnd = index < bytes.count && bytes[index] == 0x2F
        if isEnd { index += 1 }
        let nameStart = index
        while index < bytes.count,
            bytes[index].isASCIILetter || bytes[index].isASCIIDigit || bytes[index] == 0x5F || bytes[index] == 0x2D,
            index - nameStart < 60
        {
            index += 1
        }
        guard index > nameStart, bytes[nameStart].isASCIILetter, index < bytes.count,
            bytes[index] == 0x5D || bytes[index] <= 0x20 || bytes[index] == 0x2F || bytes[index] == 0x3D,
            let close = ByteText.find(0x5D, in: bytes, from: index, to: min(bytes.count, index + 4000))
        else { return nil }
        name = String(decoding: bytes[nameStart..<index].map(\.asciiLower), as: UTF8.self)
        var inner = bytes[index..<close]
        isWhole = inner.last == 0x2F
        let words = inner.prefix { $0 != 0x3D }.split { $0 <= 0x20 }
        isProse = inner.contains(0x3C) || words.count > 2
        if isWhole { inner.removeLast() }
        // `[youtube=https://…]` and `[embed url]` have a value without a name.
        if inner.first == 0x3D {
            attributes = [("", inner.dropFirst().filter { $0 != 0x22 }.string)]
        } else {
            attributes = WikitextSanitizer.attributes(inner).map { name, value in
                value.isEmpty
                    ? ("", inner.trimmed().split { $0 <= 0x20 }.first?.string ?? name)
                    : (name, ByteText.decodeReferences(value))
            }
        }
        end = close + 1
    }

    /// The words of its name: `su_spoiler`, `vc_tta_section`.
    private var words: [Substring] { name.split { $0 == "_" || $0 == "-" } }

    private static let titled: Set<Substring> = [
        "accordion", "accordions", "toggle", "toggles", "tab", "tabs", "spoiler", "expand", "collapse",
        "collapsible", "collapsibles", "faq", "panel", "section", "blurb", "cta", "box", "infobox", "expander",
    ]

    /// What readers saw above its text.
    var title: String? {
        words.contains { Self.titled.contains($0) } ? self["title"] ?? self["heading"] : nil
    }

    /// Where a button leads; builders write `url:https%3A%2F%2Fa.example|title:…`.
    var buttonAddress: String? {
        guard words.contains(where: { ["button", "btn"].contains($0) }) else { return nil }
        let names = ["url", "link", "href", "button_url"]
        guard var address = names.lazy.compactMap({ self[$0] }).first else { return nil }
        if address.hasPrefix("url:") {
            address = SitePath.percentDecode(String(address.dropFirst(4).prefix { $0 != "|" }))
        }
        let isAddress = ["http://", "https://", "/", "mailto:"].contains { address.hasPrefix($0) }
        return isAddress && !address.utf8.contains { $0 <= 0x20 } ? address : nil
    }

    subscript(key: String) -> String? { attributes.first { $0.name == key && !$0.value.isEmpty }?.value }
}
