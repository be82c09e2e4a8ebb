import HearthModel

/// Replaces the root marker in rendered bytes: by the way from a page to the root, or by the base URL in feeds.
enum OutputRelativizer {
    static func replaceRootMarker(in bytes: [UInt8], by prefix: String) -> [UInt8] {
        let marker = HTMLWriter.rootMarker
        guard let first = bytes.firstIndex(of: marker) else { return bytes }
        let replacement = Array(prefix.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64 * replacement.count)
        var start = 0
        var next: Int? = first
        while let index = next {
            out.append(contentsOf: bytes[start..<index])
            out.append(contentsOf: replacement)
            start = index + 1
            next = bytes[start...].firstIndex(of: marker)
        }
        out.append(contentsOf: bytes[start...])
        return out
    }
}
