/// Where the picture of an `<img>` lies. Scripts that load pictures when a reader comes to them leave the address in
/// `data-src` or its like, with an empty picture in its place; others name pictures for several screens in `srcset` only.
enum ImageSource {
    private static let deferred: [StaticString] = ["data-src", "data-lazy-src", "data-original", "data-lazy"]
    private static let sets: [StaticString] = ["srcset", "data-srcset", "data-lazy-srcset"]
    /// Names of pictures that stand for one to come.
    private static let placeholders: [StaticString] = [
        "placeholder", "blank.", "spacer.", "lazy", "loading", "loader", "pixel.", "transparent", "1x1", "grey.",
        "gray.",
    ]

    /// The address; `isDeferred` when `src` is not it.
    static func found(_ node: HTMLNode) -> (address: String, isDeferred: Bool)? {
        let source = node.attribute("src")
        if let source, !mayBePlaceholder(source) { return (source, false) }
        for name in deferred {
            if let value = node.attribute(name), isAddress(value) { return (value, true) }
        }
        for name in sets {
            if let value = node.attributeBytes(name), let largest = largest(value) { return (largest, true) }
        }
        return source.map { ($0, false) }
    }

    static func address(_ node: HTMLNode) -> String? { found(node)?.address }

    private static func isAddress(_ text: String) -> Bool {
        guard let first = text.utf8.first(where: { $0 > 0x20 }) else { return false }
        return first != 0x7B && first != 0x5B && !isInline(text)
    }

    /// Whether the address is a picture itself, or none at all.
    private static func isInline(_ address: String) -> Bool {
        let start = address.drop { $0.isWhitespace }.prefix(6).lowercased()
        return start.hasPrefix("data:") || start == "about:"
    }

    private static func mayBePlaceholder(_ address: String) -> Bool {
        if isInline(address) || !address.utf8.contains(where: { $0 > 0x20 }) { return true }
        let name = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last?.lowercased() ?? ""
        return placeholders.contains { name.holds($0) }
    }

    /// The largest picture of a `srcset`: `a.png 480w, b.png 800w` or `a.png 1x, b.png 2x`; the first of several alike.
    private static func largest(_ set: UnsafeBufferPointer<UInt8>) -> String? {
        var best: (address: String, size: Double)?
        var index = 0
        while index < set.count {
            while index < set.count, set[index] <= 0x20 || set[index] == 0x2C { index += 1 }
            let start = index
            while index < set.count, set[index] > 0x20 { index += 1 }
            var end = index
            while end > start, set[end - 1] == 0x2C { end -= 1 }
            var size = 1.0
            // A comma at the end of an address leaves no room for its size.
            if end == index {
                let from = index
                while index < set.count, set[index] != 0x2C { index += 1 }
                let words = String(decoding: set[from..<index], as: UTF8.self).split { $0.isWhitespace }
                size = words.first.flatMap { Double($0.dropLast()) } ?? 1
            }
            guard end > start else { continue }
            let address = String(decoding: set[start..<end], as: UTF8.self)
            if isAddress(address), best.map({ size > $0.size }) ?? true { best = (address, size) }
        }
        return best?.address
    }

    /// Whether browsers without scripts show the image as a picture of the page. Most images that stand for a missing
    /// script only count readers: programs, images of no size, and GIFs of other hosts.
    static func isPicture(_ node: HTMLNode) -> Bool {
        guard let address = address(node), !isInline(address) else { return false }
        func isTiny(_ name: StaticString) -> Bool {
            node.attribute(name).flatMap { Int($0.prefix { $0.isNumber }) }.map { $0 <= 2 } ?? false
        }
        if isTiny("width") || isTiny("height") { return false }
        if let style = node.attribute("style")?.lowercased().filter({ !$0.isWhitespace }), style.holds("display:none") {
            return false
        }
        let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
        if path.hasSuffix(".gif") { return !path.contains("//") }
        return [".png", ".jpg", ".jpeg", ".webp", ".svg", ".avif", ".bmp"].contains { path.hasSuffix($0) }
    }
}
