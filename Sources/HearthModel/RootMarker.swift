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
        return bytes.withUnsafeBufferPointer { input in
            guard let start = input.baseAddress, let first = marker(in: start, input.count) else { return bytes }
            let end = start + input.count
            var count = 1
            var found = first
            while let further = marker(in: found + 1, end - found - 1) {
                count += 1
                found = further
            }
            let size = input.count + count * (replacement.count - 1)
            return [UInt8](uninitialized: size) { output, written in
                written = size
                guard let output = output.baseAddress else { return }
                replace(start, end, first, replacement, output, moving: &places)
            }
        }
    }

    /// Fills `output`; `first` is the first marker between `start` and `end`.
    private static func replace(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ first: UnsafePointer<UInt8>,
        _ replacement: [UInt8], _ output: UnsafeMutablePointer<UInt8>, moving places: inout [Int]
    ) {
        var (from, output, next, growth) = (start, output, 0, 0)
        var marker: UnsafePointer<UInt8>? = first
        while true {
            let to = marker ?? end
            while next < places.count, marker == nil || start + places[next] <= to {
                places[next] += growth
                next += 1
            }
            memcpy(output, from, to - from)
            output += to - from
            guard marker != nil else { return }
            replacement.withUnsafeBufferPointer { bytes in
                if let bytes = bytes.baseAddress { memcpy(output, bytes, replacement.count) }
            }
            output += replacement.count
            growth += replacement.count - 1
            from = to + 1
            marker = Self.marker(in: from, end - from)
        }
    }

    private static func marker(in start: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8>? {
        memchr(start, Int32(HTMLWriter.rootMarker), count).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
    }
}
