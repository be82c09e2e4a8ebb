import Glibc

/// Replaces the root marker in rendered bytes: by the way from a page to the root, or by the base URL in feeds.
package enum RootMarker {
    package static func replaced(in bytes: [UInt8], by prefix: String) -> [UInt8] {
        var moved: [Int] = []
        return replaced(in: bytes, by: prefix, moving: &moved)
    }

    /// The same; `places`, which ascend, are offsets in `bytes` and become those of the result.
    package static func replaced(in bytes: [UInt8], by prefix: String, moving places: inout [Int]) -> [UInt8] {
        let replacement = Array(prefix.utf8)
        var next = 0
        return bytes.withUnsafeBytes { input in
            guard let base = input.baseAddress, var found = marker(in: base, input.count) else { return bytes }
            var out: [UInt8] = []
            out.reserveCapacity(bytes.count + 96 * replacement.count)
            var start = base
            let end = base + input.count
            while true {
                while next < places.count, base + places[next] <= found {
                    places[next] = out.count + (base + places[next] - start)
                    next += 1
                }
                out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: found - start))
                out.append(contentsOf: replacement)
                start = found + 1
                guard let further = marker(in: start, end - start) else { break }
                found = further
            }
            while next < places.count {
                places[next] = out.count + (base + places[next] - start)
                next += 1
            }
            out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
            return out
        }
    }

    private static func marker(in start: UnsafeRawPointer, _ count: Int) -> UnsafeRawPointer? {
        memchr(start, Int32(HTMLWriter.rootMarker), count).map { UnsafeRawPointer($0) }
    }
}
