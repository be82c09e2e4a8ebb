import Glibc
import HearthModel

/// Replaces the root marker in rendered bytes: by the way from a page to the root, or by the base URL in feeds.
enum OutputRelativizer {
    static func replaceRootMarker(in bytes: [UInt8], by prefix: String) -> [UInt8] {
        let replacement = Array(prefix.utf8)
        return bytes.withUnsafeBytes { input in
            guard let base = input.baseAddress, var found = marker(in: base, input.count) else { return bytes }
            var out: [UInt8] = []
            out.reserveCapacity(bytes.count + 96 * replacement.count)
            var start = base
            let end = base + input.count
            while true {
                out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: found - start))
                out.append(contentsOf: replacement)
                start = found + 1
                guard let next = marker(in: start, end - start) else { break }
                found = next
            }
            out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
            return out
        }
    }

    private static func marker(in start: UnsafeRawPointer, _ count: Int) -> UnsafeRawPointer? {
        memchr(start, Int32(HTMLWriter.rootMarker), count).map { UnsafeRawPointer($0) }
    }
}
