import HearthModel

/// Which attachments would run code in a reader's browser when they are opened from the site.
enum AttachmentSafety {
    private static let programs: Set<String> = [
        "html", "htm", "xhtml", "xht", "shtml", "hta", "js", "mjs", "jse", "vbs", "vbe", "wsf", "php", "phtml", "jsp",
        "asp", "aspx", "cgi", "swf", "xsl", "xslt", "htaccess", "mht", "mhtml", "htc",
    ]
    /// What a click starts on the reader's own machine, and office documents that hold macros.
    private static let startable: Set<String> = [
        "exe", "com", "bat", "cmd", "scr", "pif", "cpl", "msi", "msp", "lnk", "reg", "ps1", "psm1", "vb", "ws", "wsh",
        "scf", "inf", "jar", "class", "dll", "ocx", "sys", "appx", "msix", "gadget", "application", "xll",
        "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "ppam", "sldm",
    ]
    /// What lies beside documents by mistake, and whoever has it can be somebody else.
    private static let secrets: Set<String> = [
        "pem", "pfx", "p12", "ppk", "kdb", "kdbx", "jks", "keystore", "env", "pst", "ost", "htpasswd", "netrc",
        "pgpass",
        "ovpn", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519",
    ]
    private static let marks: [StaticString] = [
        "<script", "javascript:", "<foreignobject", "<!entity", "<iframe", "<embed", "<object", "data:text/html",
        "xml-stylesheet",
    ]

    /// The rule by which the file stays behind; nil when it may come along. `name` is what it will be called, where the
    /// export calls it something else.
    static func danger(of file: String, named name: String? = nil) -> String? {
        danger(name: name ?? file) {
            guard let size = FileSystem.size(of: file), size < 16 << 20 else { return nil }
            return try? FileSystem.read(file)
        }
    }

    /// The rule by which a program stays behind where documents are asked for; nil when the file is none, as far as its
    /// name tells.
    static func program(_ name: String) -> String? {
        startable.contains(name.split(separator: ".").last?.lowercased() ?? "")
            ? "a program, or a document with one in it" : nil
    }

    /// The same for a file whose bytes are at hand otherwise; nil of `content` is too much to look into.
    static func danger(name: String, content: () -> [UInt8]?) -> String? {
        let ending = name.split(separator: "/").last?.split(separator: ".").last?.lowercased() ?? ""
        if programs.contains(ending) { return "a file that could run code in a reader's browser" }
        if secrets.contains(ending) { return "keys, passwords or a whole mailbox" }
        guard ["svg", "svgz", "xml"].contains(ending) else { return nil }
        let rule = "a picture that could run code in a reader's browser"
        guard ending != "svgz", let bytes = content() else { return rule }
        return isDangerous(picture: bytes) ? rule : nil
    }

    /// Whether the text of a picture (SVG, XML) could run code; whatever its encoding.
    static func isDangerous(picture bytes: [UInt8]) -> Bool {
        // In UTF-16 every other byte would hide the marks.
        var text = bytes
        if String(validating: bytes, as: UTF8.self) == nil || bytes.contains(0) {
            text = Array(TextEncoding.decode(bytes, declared: nil).text.utf8)
        }
        for mark in marks where ByteText.find(mark, in: text, from: 0, to: text.count) != nil { return true }
        return hasHandler(text)
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
