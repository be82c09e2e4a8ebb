import HearthModel

/// Which attachments would run code in a reader's browser when they are opened from the site.
enum AttachmentSafety {
    private static let programs: Set<String> = [
        "html", "htm", "xhtml", "xht", "shtml", "hta", "js", "mjs", "jse", "vbs", "vbe", "wsf", "php", "phtml", "jsp",
        "asp",
        "aspx", "cgi", "swf", "xsl", "xslt", "htaccess",
    ]
    private static let marks: [StaticString] = [
        "<script", "javascript:", "<foreignobject", "<!entity", "<iframe", "<embed", "<object", "data:text/html",
    ]

    /// The rule by which the file stays behind; nil when it may come along.
    static func danger(of file: String) -> String? {
        let ending = file.split(separator: "/").last?.split(separator: ".").last?.lowercased() ?? ""
        if programs.contains(ending) { return "a file that could run code in a reader's browser" }
        guard ending == "svg" || ending == "svgz" || ending == "xml" else { return nil }
        if ending == "svgz" { return "a picture that could run code in a reader's browser" }
        guard let size = FileSystem.size(of: file), size < 16 << 20, let bytes = try? FileSystem.read(file) else {
            return "a picture that could run code in a reader's browser"
        }
        for mark in marks where ByteText.find(mark, in: bytes, from: 0, to: bytes.count) != nil {
            return "a picture that could run code in a reader's browser"
        }
        return hasHandler(bytes) ? "a picture that could run code in a reader's browser" : nil
    }

    /// An attribute such as `onload=`.
    private static func hasHandler(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while let found = ByteText.find("on", in: bytes, from: index, to: bytes.count) {
            index = found + 2
            guard found > 0,
                bytes[found - 1] <= 0x20 || bytes[found - 1] == 0x22 || bytes[found - 1] == 0x27
                    || bytes[found - 1] == 0x2F
            else { continue }
            var end = index
            while end < bytes.count, bytes[end].isASCIILetter { end += 1 }
            while end < bytes.count, bytes[end] <= 0x20 { end += 1 }
            if end > index, end < bytes.count, bytes[end] == 0x3D { return true }
        }
        return false
    }
}
