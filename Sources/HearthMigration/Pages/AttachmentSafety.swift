import HearthModel

/// Which attachments stay behind, in all systems alike: those that would run code in a reader's browser when they are
/// opened from the site, programs for the reader's own machine, keys and mailboxes.
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
    /// What browsers read as XML, in which elements of HTML run.
    private static let pictures: Set<String> = [
        "svg", "svgz", "xml", "rss", "atom", "rdf", "mathml", "mml", "kml", "gpx", "opml", "xsd", "wsdl", "xspf",
        "ttml",
        "owl", "xul", "xbl", "smil", "smi", "x3d",
    ]
    private static let marks: [StaticString] = ["javascript:", "<!entity", "data:text/html", "xml-stylesheet"]
    /// Elements, also with the prefix of a namespace.
    private static let elements: [StaticString] = ["script", "foreignobject", "iframe", "embed", "object"]

    private static let secret = "keys, passwords or a whole mailbox"

    /// The rule by which the file stays behind; nil when it may come along. `name` is what the export calls it, or what it
    /// will be called, where that is not the name of `file`.
    static func danger(of file: String, named name: String? = nil) -> String? {
        let names = [file, name].compactMap { $0 }
        if let rule = names.lazy.compactMap({ danger(name: $0) }).first { return rule }
        if let head = try? FileSystem.head(of: file, count: headSize), isSecret(head) { return secret }
        return danger(names: names) {
            guard let size = FileSystem.size(of: file), size < 16 << 20 else { return nil }
            return try? FileSystem.read(file)
        }
    }

    /// The same for a file whose bytes are at hand otherwise; nil of `content` is too much to look into.
    static func danger(name: String, content: () -> [UInt8]?) -> String? {
        if let rule = danger(name: name) { return rule }
        let bytes = content()
        if let bytes, isSecret(bytes) { return secret }
        return danger(names: [name]) { bytes }
    }

    /// How the name ends, and how it will: characters that no address should have go, and may have hidden the ending.
    private static func endings(_ name: String) -> Set<String> {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let final = PageNames.fileName(last).ending.dropFirst().split(separator: ".").last.map(String.init)
        let typed = last.split(separator: ".").last?.lowercased() ?? ""
        return [typed, final ?? typed]
    }

    private static func danger(name: String) -> String? {
        for ending in endings(name) {
            if programs.contains(ending) { return "a file that could run code in a reader's browser" }
            if startable.contains(ending) { return "a program, or a document with one in it" }
            if secrets.contains(ending) { return secret }
        }
        return nil
    }

    private static func danger(names: [String], content: () -> [UInt8]?) -> String? {
        let endings = names.reduce(into: Set()) { $0.formUnion(Self.endings($1)) }
        guard !endings.isDisjoint(with: pictures) else { return nil }
        let rule = "a picture that could run code in a reader's browser"
        guard !endings.contains("svgz"), let bytes = content() else { return rule }
        return isDangerous(picture: bytes) ? rule : nil
    }

    // MARK: Keys and mailboxes

    /// So much of a file is looked into: a chain of certificates may stand in front of the key.
    private static let headSize = 32 << 10

    private static let secretHeads: [[UInt8]] = [
        Array("PuTTY-User-Key-File-".utf8), Array("!BDN".utf8), [0x03, 0xD9, 0xA2, 0x9A], [0xFE, 0xED, 0xFE, 0xED],
        [0xCE, 0xCE, 0xCE, 0xCE], [0xCF, 0xAD, 0x12, 0xFE],
    ]

    /// Whether a file is a key, a list of passwords or a mailbox by its first bytes, whatever it is called.
    static func isSecret(_ bytes: [UInt8]) -> Bool {
        let head = bytes.count > headSize ? Array(bytes[..<headSize]) : bytes
        return secretHeads.contains { head.starts(with: $0) } || hasKey(head) || isKey(head) || isPasswords(head)
            || isMailbox(head)
    }

    /// A line `-----BEGIN … PRIVATE KEY-----`
    private static func hasKey(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while let start = ByteText.find("-----begin ", in: bytes, from: index, to: bytes.count) {
            index = start + 11
            guard start == 0 || bytes[start - 1] == 0x0A || bytes[start - 1] == 0x0D || start == 3 else { continue }
            let line = bytes[start...].prefix(80).prefix { $0 != 0x0A && $0 != 0x0D }
            if ByteText.find("private key", in: bytes, from: start, to: line.endIndex) != nil { return true }
        }
        return false
    }

    /// The binary forms: PKCS #1, #8 and #12 begin with a sequence whose first element is their version.
    private static func isKey(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 8, bytes.starts(with: [0x30, 0x82]), bytes[4] == 0x02, bytes[5] == 0x01 else {
            return false
        }
        return bytes[6] == 0x03 && bytes[7] == 0x30 || bytes[6] == 0x00 && (bytes[7] == 0x30 || bytes[7] == 0x02)
    }

    /// `jo:$apr1$…`, as servers keep passwords.
    private static func isPasswords(_ bytes: [UInt8]) -> Bool {
        let line = bytes.prefix(300).prefix { $0 != 0x0A && $0 != 0x0D }
        guard let colon = line.firstIndex(of: 0x3A), colon > 0, line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return false }
        let marks = ["$apr1$", "$2y$", "$2a$", "$2b$", "$1$", "$5$", "$6$", "$y$", "{SHA}", "{SSHA}"]
        return marks.contains { line[(colon + 1)...].starts(with: $0.utf8) }
    }

    /// A line such as `From jo@b.example Mon Jan  1 00:00:00 2020` above the fields of a mail.
    private static func isMailbox(_ bytes: [UInt8]) -> Bool {
        guard bytes.starts(with: "From ".utf8), let end = bytes.firstIndex(of: 0x0A), end < 300 else { return false }
        let hasTime = bytes[..<end].split(separator: 0x20).contains { $0.count { $0 == 0x3A } == 2 }
        return hasTime && MailScanner.kind(Array(bytes.prefix(8192))) == .mbox
    }

    // MARK: Pictures

    /// Whether the text of a picture (SVG, XML) could run code; whatever its encoding.
    static func isDangerous(picture bytes: [UInt8]) -> Bool {
        // In UTF-16 every other byte would hide the marks.
        var text = bytes
        if String(validating: bytes, as: UTF8.self) == nil || bytes.contains(0) {
            text = Array(TextEncoding.decode(bytes, declared: nil).text.utf8)
        }
        for mark in marks where ByteText.find(mark, in: text, from: 0, to: text.count) != nil { return true }
        if elements.contains(where: { holds(element: $0, text) }) || hasHandler(text) { return true }
        guard ByteText.find("&#", in: text, from: 0, to: text.count) != nil else { return false }
        // Addresses may be written as references, and with line feeds in them that count for nothing.
        let plain = Array(ByteText.decodeReferences(text.string).utf8).filter { $0 > 0x20 }
        for mark: StaticString in ["javascript:", "data:text/html"]
        where ByteText.find(mark, in: plain, from: 0, to: plain.count) != nil { return true }
        return false
    }

    /// `<script` or `<x:script`
    private static func holds(element: StaticString, _ bytes: [UInt8]) -> Bool {
        var index = 0
        while let found = ByteText.find(element, in: bytes, from: index, to: bytes.count) {
            index = found + element.utf8CodeUnitCount
            guard found > 0 else { continue }
            if bytes[found - 1] == 0x3C { return true }
            guard bytes[found - 1] == 0x3A else { continue }
            let prefix = bytes[..<(found - 1)].suffix(200).reversed().prefix {
                $0 > 0x20 && !"<>/=\"'".utf8.contains($0)
            }
            let before = found - 2 - prefix.count
            if before >= 0, bytes[before] == 0x3C { return true }
        }
        return false
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
