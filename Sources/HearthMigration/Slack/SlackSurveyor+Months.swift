import HearthModel

/// The pages of talk.
extension SlackSurveyor {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static let openingLimit = 20

    /// The beginning of the first message of a month that says something: months of a channel are hard to tell apart by
    /// their dates. A newer export adds at the end, so it stays as it is. Empty when all that comes first is short.
    private func opening(of entries: [SlackEntry]) -> String {
        var open: (file: Int32, elements: [LooseJSON])?
        for entry in entries.prefix(Self.openingLimit) where entry.thread.map({ $0 == entry.ts }) ?? true {
            if open?.file != entry.file {
                let bytes = (try? FileSystem.read(survey.files[Int(entry.file)])) ?? []
                open = (entry.file, LooseJSON.parse(bytes).value.elements)
            }
            guard let elements = open?.elements, Int(entry.number) < elements.count else { continue }
            let text = SlackConverter.plain(SlackMessage(json: elements[Int(entry.number)]), survey)
            if text.split(whereSeparator: \.isWhitespace).count >= 4 {
                return ": " + survey.people.veil.title(ThreadTitle.of(text, limit: 70))
            }
        }
        return ""
    }

    /// A page for each month; what is said in a thread goes with its first message.
    mutating func addMonths(_ talk: [SlackEntry], _ number: Int, _ channel: SlackChannel) {
        var byMonth: [String: [SlackEntry]] = [:]
        var month = ""
        for entry in talk {
            let isReply = entry.thread.map { $0 != entry.ts } ?? false
            if !isReply || month.isEmpty { month = entry.date.map { String($0.iso8601.prefix(7)) } ?? "undated" }
            byMonth[month, default: []].append(entry)
        }
        let corrections = importer.request.corrections
        for (month, entries) in byMonth.sorted(by: { $0.key < $1.key }) {
            let id = "month/\(channel.id)/\(month)"
            if corrections.skips(id) {
                survey.findings.tally("messages", .skipped(rule: SurveyCorrections.rule), entries.count)
                continue
            }
            let name = Int(month.suffix(2)).map { Self.months[($0 + 11) % 12] + " " + month.prefix(4) } ?? month
            let path = "\(importer.place.folder)/\(channel.page)/\(month).md"
            for entry in entries {
                survey.places["\(channel.id)/\(entry.ts)"] =
                    PageNames.address(of: path) + (entry.date.map { "#" + $0.iso8601.prefix(10) } ?? "")
            }
            survey.pages.append(
                SlackPage(
                    kind: .month(month), channel: number,
                    title: corrections.title(of: id) ?? "#\(channel.name), \(name)" + opening(of: entries),
                    path: path, entries: entries))
        }
    }
}
