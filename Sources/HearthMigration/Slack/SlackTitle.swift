import HearthModel

/// What a question is called.
extension SlackConverter {
    /// The sentence that asks, or the beginning. A question of nothing but a file or a link, with a `?` at most, is called
    /// as these are, and one without either by what is said to it first.
    static func title(of entries: [SlackEntry], _ survey: SlackSurvey) -> String {
        let question = SlackMessage(json: read(entries[0], survey.files))
        let title = ThreadTitle.of(plain(question, survey))
        if title != ThreadTitle.wordless, says(title) { return survey.people.veil.title(title) }
        if let file = question.files.first(where: { says($0.label) }) {
            return survey.people.veil.title(ThreadTitle.of(file.label))
        }
        if let host = host(question) { return host }
        for entry in entries.dropFirst() where entry.user != entries[0].user {
            let words = plain(SlackMessage(json: read(entry, survey.files)), survey)
            if says(words) { return survey.people.veil.title(ThreadTitle.of(words)) }
        }
        return ThreadTitle.wordless
    }

    private static func says(_ text: String) -> Bool { text.contains { $0.isLetter || $0.isNumber } }

    /// The server of the first link of a message, whose address says too much for a title.
    private static func host(_ message: SlackMessage) -> String? {
        for case .text(let part, let isExact) in message.parts {
            var text = SlackText()
            text.isExact = isExact
            for case .link(let address, _, _) in text.inlines(part[...]) {
                guard let host = SiteAddress.host(of: address[...])?.name, says(host), !host.contains("@") else {
                    continue
                }
                return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
            }
        }
        return nil
    }
}
