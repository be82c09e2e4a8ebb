import HearthModel

/// Who could read the topics of a forum.
struct DiscourseRights {
    let survey: DiscourseSurvey
    let request: ImportRequest
    let place: ImportPlace

    func access(_ topic: DiscourseTopic) -> SourceAccess {
        let category = topic.category.flatMap { survey.categories[$0] }
        if category?.isRestricted == true { return .members(privacy: "restricted category") }
        if survey.knowsCategories, category == nil, !request.opensUnknown {
            return .members(privacy: "unknown")
        }
        if topic.isUnlisted { return .members(privacy: "unlisted") }
        // An export without categories does not open what one with them had closed.
        if !survey.knowsCategories, wasClosed(topic) { return .members(privacy: "unknown") }
        return .group
    }

    /// Where an address leads whose topic is not for everybody; nil for all others. It says the topic's title, whatever the
    /// host: `/t/trip-on-restart/10`.
    func restricted(_ address: String) -> String? {
        let parts = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        guard let mark = parts.firstIndex(of: "t"), mark + 2 < parts.count, let id = Int(parts[mark + 2]),
            let number = survey.numbers[id], survey.topics[number].slug == parts[mark + 1],
            access(survey.topics[number]).isRestricted
        else { return nil }
        return survey.address(topic: id, post: nil)
    }

    private func wasClosed(_ topic: DiscourseTopic) -> Bool {
        guard let path = request.manifest.entry(key: place.key("question", topic.id))?.path,
            let page = try? FileSystem.head(of: request.contentRoot + "/" + path, count: 4096)
        else { return false }
        return FrontMatterLine.isForMembers(page)
    }
}
