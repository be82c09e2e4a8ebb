/// How large a picture is where nothing else is said, in CSS pixels. Browsers keep its place free while it loads, so that
/// the text below does not jump.
package struct PictureSize: Sendable, Hashable {
    package let width: Int32
    package let height: Int32

    /// Larger numbers are mistakes, or hostile.
    private static let limit = 100_000
    private static let extensions: Set<String> = ["png", "gif", "jpg", "jpeg", "webp", "svg"]

    /// Whether a browser takes these numbers; if not, they are those of the shape alone, as of a drawing that fills its
    /// line.
    package let isFixed: Bool

    /// Nil where one of the numbers is not between 1 and 100,000.
    package init?(width: Int, height: Int, isFixed: Bool = true) {
        guard 1...Self.limit ~= width, 1...Self.limit ~= height else { return nil }
        (self.width, self.height, self.isFixed) = (Int32(width), Int32(height), isFixed)
    }

    /// The size of the picture at `path`; nil for files with other endings, and for those that cannot be read or say no
    /// size in the form that they begin with.
    package static func read(_ path: String) -> PictureSize? {
        guard let dot = path.utf8.lastIndex(of: 0x2E),
            extensions.contains(path[path.utf8.index(after: dot)...].lowercased())
        else { return nil }
        // Most say it at once; cameras and drawing programs put previews, colour profiles and comments before it.
        for count in [1 << 12, 1 << 20] {
            guard let head = try? FileSystem.head(of: path, count: count) else { return nil }
            if let size = PictureSize(head: head) { return size }
            if head.count < count { return nil }
        }
        return nil
    }

    /// From the first bytes of a file, whatever its ending says.
    package init?(head: [UInt8]) {
        let found = head.withUnsafeBytes { bytes in
            let header = PictureHeader(bytes)
            return header.size.map { ($0, true) } ?? header.shape.map { ($0, false) }
        }
        guard let (size, isFixed) = found else { return nil }
        self.init(width: size.width, height: size.height, isFixed: isFixed)
    }

    /// The height at another width; at least 1.
    package func height(atWidth width: Int) -> Int {
        max(1, (width * Int(height) + Int(self.width) / 2) / Int(self.width))
    }

    /// The width at another height; at least 1.
    package func width(atHeight height: Int) -> Int {
        max(1, (height * Int(width) + Int(self.height) / 2) / Int(self.height))
    }
}
