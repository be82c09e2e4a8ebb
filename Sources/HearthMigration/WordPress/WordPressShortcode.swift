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
        guard let word = Self.name(bytes, at: index) else { return nil }
        name = word
        index += word.utf8.count
        guard index < bytes.count,
            bytes[index] == 0x5D || bytes[index] <= 0x20 || bytes[index] == 0x2F || bytes[index] == 0x3D,
            let close = ByteText.find(0x5D, in: bytes, from: index, to: min(bytes.count, index + 4000))
        else { return nil }
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

    /// The name that begins at `index`, in lower case.
    static func name(_ bytes: [UInt8], at index: Int) -> String? {
        let name = bytes[min(index, bytes.count)...].prefix(60).prefix {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x5F || $0 == 0x2D
        }
        guard let first = name.first, first.isASCIILetter else { return nil }
        return String(decoding: name.map(\.asciiLower), as: UTF8.self)
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

/// Where the shortcodes of a text end, noted in one pass: each that begins asks for its end.
struct ShortcodeEnds {
    private var places: [String: [Int]] = [:]
    /// How many of them lie before what was asked for last.
    private var passed: [String: Int] = [:]

    init(_ bytes: [UInt8]) {
        var index = 0
        while let open = ByteText.find("[/", in: bytes, from: index, to: bytes.count) {
            index = open + 2
            guard let name = WordPressShortcode.name(bytes, at: index) else { continue }
            index += name.utf8.count
            if index < bytes.count, bytes[index] == 0x5D { places[name, default: []].append(open) }
        }
    }

    /// The first `[/name]` from `start` on; `start` only grows.
    mutating func next(_ name: String, from start: Int) -> Range<Int>? {
        guard let ends = places[name] else { return nil }
        var number = passed[name] ?? 0
        while number < ends.count, ends[number] < start { number += 1 }
        passed[name] = number
        return number < ends.count ? ends[number]..<(ends[number] + name.utf8.count + 3) : nil
    }
}
