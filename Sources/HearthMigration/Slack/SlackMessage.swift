import HearthModel

/// A message as the export has it.
struct SlackMessage {
    let json: LooseJSON

    var ts: String { json["ts"].text ?? "" }
    /// Whether `ts` says when: seconds since 1970 and, behind a point, a number of its own.
    var hasTime: Bool { Self.isTime(ts) }

    private static func isTime(_ ts: String) -> Bool {
        let parts = ts.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && (Int64(parts[0]) ?? 0) > 0 && parts[0].utf8.count < 12
            && parts.dropFirst().allSatisfy { $0.utf8.count < 12 && $0.utf8.allSatisfy(\.isASCIIDigit) }
    }
    var subtype: String? { json["subtype"].text }
    var user: String? { json["user"].text ?? json["comment"]["user"].text ?? json["file"]["user"].text }
    /// Of the messages that are in a thread: the time stamp of its first.
    var thread: String? { json["thread_ts"].text }

    private static let kept: Set<String> = [
        "me_message", "file_share", "file_comment", "thread_broadcast", "bot_message_with_user", "huddle_thread_reply",
    ]
    private static let ofPrograms: Set<String> = [
        "bot_message", "bot_add", "bot_remove", "slackbot_response", "reminder_add", "app_conversation_join",
        "bot_enable",
        "bot_disable", "ekm_access_denied",
    ]

    /// Whether all that is left of it is that it was deleted.
    var isDeleted: Bool { subtype == "tombstone" || subtype == "message_deleted" }

    static let programRule = "a message of a program"

    /// Whether a program has sent it, maybe in somebody's name.
    var isOfProgram: Bool { json["bot_id"].text != nil }

    /// What the message itself says of who wrote it.
    var profileName: String? {
        let profile = json["user_profile"]
        return profile["real_name"].text ?? profile["display_name"].text ?? profile["name"].text
    }

    /// The rule by which the message stays behind; nil for what people said. `isShown` tells of the channel of another
    /// message, and of whether it says that it is private, whether readers of this one may see it.
    func rule(isShown: (String, Bool) -> Bool) -> String? {
        if let subtype {
            if isDeleted { return "a deleted message" }
            if subtype == "reply_broadcast" { return "a reply that its channel shows once more" }
            if Self.ofPrograms.contains(subtype) { return Self.programRule }
            let isNotice =
                !Self.kept.contains(subtype)
                && (subtype.hasPrefix("channel_") || subtype.hasPrefix("group_") || subtype.hasPrefix("pinned")
                    || subtype.hasPrefix("unpinned") || subtype.hasPrefix("sh_room") || subtype.hasPrefix("huddle")
                    || subtype.hasPrefix("canvas") || subtype.hasPrefix("file_mention"))
            if isNotice { return "joins, leaves and other notices of a channel" }
        }
        if json["hidden"].isTrue { return "a deleted message" }
        guard let user, user != "USLACKBOT" else { return Self.programRule }
        guard text.allSatisfy(\.isWhitespace), files.isEmpty, attachedTables.isEmpty else { return nil }
        let quoted = quoted(isShown: isShown)
        guard quoted.shown.isEmpty else { return nil }
        return quoted.withheld > 0 ? Self.quoteRule : "an empty message"
    }

    /// What its author typed, in Slack's markup.
    var text: String {
        // Programs often send blocks alone.
        let whole = typed ?? SlackBlocks.text(json["blocks"])
        switch subtype {
        case "file_comment": return json["comment"]["comment"].text ?? Self.behind(whole, [">: "])
        case "file_share":
            // `<@U1|jo> uploaded a file: <…> and commented: The plan`
            guard whole.hasPrefix("<@"), whole.contains("> uploaded a file: ") || whole.contains(" shared a file: ")
            else { return whole }
            return json["file"]["initial_comment"]["comment"].text ?? Self.behind(whole, ["> and commented: "])
        default: return whole
        }
    }

    private static func behind(_ text: String, _ marks: [String]) -> String {
        for mark in marks {
            if let found = text.firstRange(of: mark) { return String(text[found.upperBound...]) }
        }
        return ""
    }

    static let quoteRule = "it shows a message that not all of its readers may see"

    static func isQuote(_ attachment: LooseJSON) -> Bool {
        attachment["is_msg_unfurl"].isTrue || attachment["is_share"].isTrue
    }

    /// Messages that its author passed on, and how many stay behind. Slack shows a message of a private channel only to
    /// those who are in it, so what does not say where it comes from is not shown.
    func quoted(isShown: (String, Bool) -> Bool) -> (shown: [String], withheld: Int) {
        let found = json["attachments"].elements.filter { Self.isQuote($0) && $0["text"].text != nil }
        let shown = found.filter { quote in
            guard let channel = quote["channel_id"].text ?? Self.channel(of: quote) else { return false }
            return isShown(channel, quote["is_private"].isTrue)
        }
        return (shown.compactMap { $0["text"].text }, found.count - shown.count)
    }

    /// `https://corp.slack.com/archives/C123/p1433562823000123`
    private static func channel(of quote: LooseJSON) -> String? {
        guard let address = quote["from_url"].text, let mark = address.firstRange(of: "/archives/") else { return nil }
        return address[mark.upperBound...].split(separator: "/", maxSplits: 1).first.map(String.init)
    }

    /// Previews of pages that Slack has put below a link.
    var previewCount: Int {
        json["attachments"].elements.count { attachment in
            let isTable = Self.isOwn(attachment) && attachment["blocks"].elements.contains { SlackBlocks.isTable($0) }
            return !Self.isQuote(attachment) && !isTable
        }
    }

    struct File {
        var id: String
        var name: String
        /// What its author called it; nil when it says no more than its name.
        var title: String?
        var address: String?
        /// What Slack showed of it in the channel.
        var shown: Shown?

        /// What people read of it.
        var label: String { title ?? name }

        /// Slack escapes three characters. A title of its own making is the name, often without the ending, or `Untitled`.
        fileprivate static func title(_ title: String?, of name: String) -> String? {
            guard let title else { return nil }
            let plain = SlackText.plain(title).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
            let said = Naming.squeezed(plain)
            let isOwn = [Naming.squeezed(name), Naming.squeezed(stem), "untitled"].contains(said)
            return plain.isEmpty || isOwn ? nil : plain
        }
    }

    private var allFiles: [LooseJSON] {
        json["files"].elements + (json["file"].isNull ? [] : [json["file"]])
    }

    /// The ids of those that somebody has deleted.
    var deletedFiles: [String] { allFiles.filter { $0["mode"].text == "tombstone" }.compactMap { $0["id"].text } }

    var files: [File] {
        allFiles.compactMap { file in
            // Somebody has deleted it, or it is too old for the workspace's plan.
            guard let id = file["id"].text, !["tombstone", "hidden_by_limit"].contains(file["mode"].text ?? "") else {
                return nil
            }
            // The token behind the question mark opens every file of the workspace.
            let address = (file["permalink"].text ?? file["url_private"].text).map {
                String($0.prefix { $0 != "?" && $0 != "#" })
            }
            let name = file["name"].text ?? file["title"].text ?? id
            return File(
                id: id, name: name, title: File.title(file["title"].text, of: name), address: address,
                shown: File.shown(file))
        }
    }

    private static let praise: Set<String> = [
        "+1", "thumbsup", "heart", "100", "tada", "clap", "pray", "raised_hands", "white_check_mark",
        "heavy_check_mark",
        "ok_hand", "fire", "star", "star2", "bulb", "heart_eyes", "muscle", "point_up", "this", "heavy_plus_sign",
    ]

    /// More people than any workspace has.
    private static let mostVotes = 10_000_000

    /// How many people have shown that they like it; nil for none.
    var votes: Int? {
        var users: Set<String> = []
        var most = 0
        for reaction in json["reactions"].elements {
            guard let name = reaction["name"].text?.split(separator: ":").first, Self.praise.contains(String(name))
            else { continue }
            users.formUnion(reaction["users"].elements.compactMap(\.text))
            most = max(most, min(reaction["count"].integer ?? 0, Self.mostVotes))
        }
        let count = max(users.count, most)
        return count > 0 ? count : nil
    }

    /// Whether somebody has put a tick on it.
    func isTicked(by user: String) -> Bool {
        json["reactions"].elements.contains { reaction in
            ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"].contains(reaction["name"].text ?? "")
                && reaction["users"].elements.contains { $0.text == user }
        }
    }

    /// Whether it asks something: a question mark outside of addresses and code.
    var asks: Bool {
        var isInside = false
        var isCode = false
        for character in text {
            switch character {
            case "<": isInside = true
            case ">": isInside = false
            case "`": isCode.toggle()
            case "?", "？", "؟", "⁇": if !isInside, !isCode { return true }
            default: continue
            }
        }
        return false
    }

    var edited: Timestamp? {
        guard let ts = json["edited"]["ts"].text, Self.isTime(ts) else { return nil }
        return Int64(ts.prefix { $0 != "." }).map { Timestamp(seconds: $0, hasTime: true) }
    }
}
