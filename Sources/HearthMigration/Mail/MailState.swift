import HearthModel

/// Mails that nobody was to read any more, or not yet: what mail programs mark as deleted, as a draft or as junk, and what
/// lies in folders for these.
enum MailState {
    static let deleted = "a deleted mail"
    static let draft = "a draft"
    static let junk = "junk"

    /// The rule of a folder of mail programs, by its name in lower case.
    private static func rule(ofFolder name: String) -> String? {
        let names = MailFolderNames.self
        return names.deleted.contains(name)
            ? deleted : names.drafts.contains(name) ? draft : names.junk.contains(name) ? junk : nil
    }

    /// The rule by which all mails of a file stay behind: that of the nearest folder with such a name, or of the file's.
    /// `path` is relative to the export. https://cr.yp.to/proto/maildir.html, Maildir++ has `.Trash`.
    static func rule(ofFile path: String) -> String? {
        for part in path.split(separator: "/").reversed() {
            var name = MailFolderNames.decoded(String(part)).lowercased()
            if name.hasSuffix(".sbd") || name.hasSuffix(".mbox") { name = String(name.prefix { $0 != "." }) }
            // A slash may be part of a name (`&AC8-`), or stand between the folders of a server.
            let plain = name.split { $0 == "." || $0 == "/" }.last.map(String.init) ?? name
            if let rule = rule(ofFolder: plain) ?? rule(ofFolder: name) { return rule }
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
        return labels.lazy.compactMap { rule(ofFolder: $0) }.first
    }
}
