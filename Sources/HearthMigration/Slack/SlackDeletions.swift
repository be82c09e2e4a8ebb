import HearthModel

/// What somebody has deleted in Slack since an earlier export. A message that has replies leaves a tombstone; any other is
/// gone without a word, and only its thread tells: by the number of replies that its first message names, or by what was
/// said before and after. What an export only does not reach is not deleted.
struct SlackDeletions {
    /// Keys of messages with a tombstone.
    private var deleted: [String] = []
    private var deletedFiles: Set<String> = []
    /// Files that messages still have.
    private var files: Set<String> = []
    /// By the key of a thread's first message: how many replies it names, and how many are there.
    private var named: [String: Int] = [:]
    private var held: [String: Int] = [:]
    /// Whether this export says of threads how many replies they have.
    private var countsReplies = false

    mutating func add(_ message: SlackMessage, in channel: SlackChannel) {
        let key = SlackSurveyor.key(channel, message.ts)
        if message.isDeleted {
            let others = [message.json["deleted_ts"].text, message.json["previous_message"]["ts"].text]
            deleted += [key] + others.compactMap { $0 }.map { SlackSurveyor.key(channel, $0) }
        } else {
            files.formUnion(message.files.map(\.id))
        }
        deletedFiles.formUnion(message.deletedFiles)
        let listed = message.json["replies"].elements.count
        if let count = message.json["reply_count"].integer {
            named[key] = max(count, listed)
            countsReplies = true
        } else if listed > 0 {
            named[key] = listed
        }
        if let thread = message.thread, thread != message.ts {
            held[SlackSurveyor.key(channel, thread), default: 0] += 1
        }
    }

    /// Whether all that is left of a thread is in this export.
    private func isWhole(_ thread: String) -> Bool {
        (named[thread] ?? (countsReplies ? 0 : .max)) <= held[thread] ?? 0
    }

    /// Keys of items of earlier runs. `here` names the messages of this export, `skipped` the questions that somebody has
    /// left out of it.
    func withdrawn(
        _ survey: SlackSurvey, _ place: ImportPlace, _ manifest: ImportManifest, here: Set<String>, skipped: Set<String>
    ) -> [String] {
        guard !manifest.isEmpty else { return [] }
        var found = deleted.flatMap { [place.key("question", $0), place.key("answer", $0)] }
        var gone = Set(deleted)
        var pages: [String: SlackPage] = [:]
        var folders: [Substring: String] = [:]
        for page in survey.pages {
            guard case .question = page.kind else { continue }
            let key = survey.id(of: page).id
            pages[key] = page
            folders[page.path.dropLast("index.md".count)] = key
        }
        manifest.visit { entry in
            if let key = entry.id("question", place), pages[key] == nil, here.contains(key), !skipped.contains(key),
                isWhole(key)
            {
                // It is no question any more, since its replies are gone; what is left is talk.
                found.append(entry.key)
                gone.insert(key)
            }
            if let key = entry.id("answer", place), let mark = entry.path.firstRange(of: "answers/"),
                let question = folders[entry.path[..<mark.lowerBound]], let page = pages[question],
                isWhole(question) || here.contains(key) || Self.isAmong(page.entries, key)
            {
                found.append(entry.key)
            }
        }
        manifest.visit { entry in
            guard let id = entry.id("file", place), let slash = id.lastIndex(of: "/") else { return }
            let (page, file) = (String(id[..<slash]), String(id[id.index(after: slash)...]))
            let isComplete = gone.contains(page) || pages[page] != nil && isWhole(page)
            if deletedFiles.contains(file) || isComplete && !files.contains(file) { found.append(entry.key) }
        }
        return found
    }

    /// Whether the message was said between the first and the last of `entries`.
    private static func isAmong(_ entries: [SlackEntry], _ key: String) -> Bool {
        guard let first = entries.first, let last = entries.last else { return false }
        let parts = key.split(separator: "-")
        guard parts.count >= 2, let seconds = Int64(parts[1]) else { return false }
        return first.seconds < seconds && seconds < last.seconds
    }
}

extension ImportManifest.Entry {
    /// The item's own name when it is of that kind.
    fileprivate func id(_ kind: String, _ place: ImportPlace) -> String? {
        let start = place.key(kind, "")
        return key.hasPrefix(start) ? String(key.dropFirst(start.count)) : nil
    }
}
