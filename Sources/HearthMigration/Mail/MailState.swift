import HearthModel

/// Mails that nobody was to read any more, or not yet: what mail programs mark as deleted, as a draft or as junk, and what
/// lies in folders for these.
enum MailState {
    static let deleted = "a deleted mail"
    static let draft = "a draft"
    static let junk = "junk"

    /// Folders of mail programs, in the languages that they come in.
    private static let folders: [(rule: String, names: Set<String>)] = [
        (
            deleted,
            [
                "trash", "deleted", "deleted items", "deleted messages", "bin", "papierkorb", "gelöschte elemente",
                "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "cestino", "prullenbak",
                "verwijderde items", "papirkurv", "slettede elementer", "papperskorg", "borttagna objekt", "roskakori",
                "kosz", "lixeira",
            ]
        ),
        (
            draft,
            [
                "drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten", "kladder", "kladd",
                "utkast", "luonnokset", "szkice", "rascunhos",
            ]
        ),
        (junk, ["junk", "spam", "junk e-mail", "junk email", "unwanted", "junk-e-mail", "indésirables", "bulk mail"]),
    ]

    /// The rule by which all mails of a file stay behind: that of the nearest folder with such a name, or of the file's.
    /// `path` is relative to the export. https://cr.yp.to/proto/maildir.html, Maildir++ has `.Trash`.
    static func rule(ofFile path: String) -> String? {
        for part in path.split(separator: "/").reversed() {
            var name = part.lowercased()
            if name.hasSuffix(".sbd") || name.hasSuffix(".mbox") { name = String(name.prefix { $0 != "." }) }
            let plain = name.split(separator: ".").last.map(String.init) ?? name
            for (rule, names) in folders where names.contains(plain) || names.contains(name) { return rule }
        }
        guard let info = path.lastIndex(of: ":") ?? path.lastIndex(of: ";"), path[info...].dropFirst().hasPrefix("2,")
        else { return nil }
        let flags = path[info...].dropFirst(3)
        return flags.contains("T") ? deleted : flags.contains("D") ? draft : nil
    }

    /// The same for one mail by what programs have put into its header.
    static func rule(of header: MailHeader) -> String? {
        // Thunderbird: bit 3 is set until the folder is compacted.
        if let status = header.raw("x-mozilla-status")?.trimmingPrefix(while: { $0 == " " }),
            let bits = Int(status.prefix { $0.isHexDigit }, radix: 16), bits & 8 != 0
        {
            return deleted
        }
        if header.raw("x-mozilla-draft-info") != nil { return draft }
        let flags = header.raw("x-status") ?? ""
        if flags.contains("D") { return deleted }
        if flags.contains("T") { return draft }
        // Google Takeout has one file with all mails.
        let labels = (header.text("x-gmail-labels") ?? "").lowercased().split(separator: ",").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        for (rule, names) in folders where labels.contains(where: { names.contains($0) }) { return rule }
        return nil
    }
}
