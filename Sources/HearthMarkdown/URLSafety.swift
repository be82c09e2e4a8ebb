import HearthModel

/// Tells addresses that may run code or read the reader's disk from others.
enum URLSafety {
    enum Danger {
        case runsCode
        /// It points at a disk: the author's, or that of whoever follows it.
        case isFile
        /// It means something on the author's computer or in the author's mail only.
        case isElsewhere
    }

    /// The way out; nil where there is none.
    static func help(_ danger: Danger, _ url: String) -> String? {
        if danger == .runsCode { return nil }
        let isPage = danger == .isFile && [".html", ".htm", "/"].contains { url.lowercased().hasSuffix($0) }
        return isPage
            ? "write the path of the page on the site, such as /groups/lift/"
            : "put the file beside the page and write its name"
    }

    /// Whether a browser could take `url` for `javascript:`, `vbscript:`, `file:`, what wraps another address (`jar:`,
    /// `view-source:`), or a `data:` URL that is no raster picture; or whether it is the drive of a computer (`D:/…`), a
    /// part of a mail (`cid:`) or a share of a network (`smb:`).
    ///
    /// Control characters, white space and invisible characters are skipped and percent-encoding is undone, which is
    /// more
    /// than browsers do: nobody writes such an address for a good reason.
    static func danger(of url: UnsafeBufferPointer<UInt8>) -> Danger? {
        var scheme: [UInt8] = []
        var index = 0
        while index < url.count, scheme.count < 12 {
            var byte = url[index]
            if byte == 0x25, index + 2 < url.count, let high = url[index + 1].hexValue,
                let low = url[index + 2].hexValue
            {
                byte = high << 4 | low
                index += 2
            }
            index += 1
            if byte == Byte.colon {
                // `feed:` stands before another address.
                guard scheme.elementsEqual("feed".utf8) else {
                    return danger(ofScheme: scheme, rest: url, from: index)
                }
                scheme = []
                continue
            }
            // No scheme has a slash, a question mark or a hash in it: this is a path.
            if byte == Byte.slash || byte == 0x3F || byte == Byte.hash { return nil }
            if byte > 0x20, byte < 0x7F { scheme.append(byte.lowercasedASCII) }
        }
        return nil
    }

    private static func danger(
        ofScheme scheme: [UInt8], rest url: UnsafeBufferPointer<UInt8>, from index: Int
    ) -> Danger? {
        // `a:b.md` is the name of a file; no page has a drive's slash behind the colon.
        if scheme.count == 1, scheme[0].isASCIILetter, index < url.count {
            if url[index] == Byte.slash || url[index] == 0x5C || url[index] == 0x25 { return .isElsewhere }
        }
        switch String(decoding: scheme, as: UTF8.self) {
        case "cid", "smb": return .isElsewhere
        case "file": return .isFile
        case "javascript", "vbscript", "livescript", "mocha", "jar", "view-source": return .runsCode
        case "data":
            for kind: StaticString in ["image/png", "image/gif", "image/jpeg", "image/webp"]
            where url.hasASCII(kind, at: index) {
                // Nothing but parameters may follow, so that `image/png+xml` is no picture.
                let end = index + kind.utf8CodeUnitCount
                let goesOn = end < url.count && url[end] != Byte.semicolon && url[end] != 0x2C
                return goesOn ? .runsCode : nil
            }
            return .runsCode
        default: return nil
        }
    }
}
