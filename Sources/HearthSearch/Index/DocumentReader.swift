import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

/// Makes the search's view of each page, with nothing in it that the readers of that page may not see.
struct DocumentReader: Sendable {
    let site: Site
    let languages: SearchLanguages
    private let words: Words

    init(_ site: Site, words: Words) {
        self.site = site
        self.words = words
        languages = SearchLanguages(site)
    }

    /// The pages and topics that one audience's index holds.
    enum Subject: Sendable {
        case page(PageIndex)
        case topic(TopicIndex)
    }

    /// What is indexed for each audience. An item is in the index of its own audience only: whoever may read a
    /// restricted group's index loads it beside the open one.
    func subjects() -> [Audience: [Subject]] {
        var subjects: [Audience: [Subject]] = [.everyone: []]
        for (index, page) in site.pages.enumerated() {
            switch page.type {
            case .answer, .topic: continue
            case .person:
                guard let person = site.personByPage[index], site.people[person].fields.isListed else { continue }
            case .group, .question, .document, .useCase, .measure, .event, .strategy, .page: break
            }
            subjects[page.audience, default: []].append(.page(index))
        }
        for index in site.topics.indices { subjects[.everyone]?.append(.topic(index)) }
        return subjects
    }

    func read(_ subject: Subject) -> SearchDocument {
        var document =
            switch subject {
            case .page(let index): page(index)
            case .topic(let index): topic(index)
            }
        document.language = languages.code(of: document.page)
        return document
    }

    // MARK: - Pages

    private func page(_ index: PageIndex) -> SearchDocument {
        let page = site.pages[index]
        var document = SearchDocument(url: page.url, page: index, kind: .page, title: page.title)
        document.topics = page.topics
        document.group = page.group.flatMap { site.isVisible(site.groups[$0].page, to: page.audience) ? $0 : nil }
        document.date = day(page.lastChange)
        document.otherTitles = page.parsed.common.aliases.map(\.value)
        if let written = page.parsed.common.description { document.keywords.append(written) }
        document.keywords += page.topics.flatMap { names(of: $0) }
        document.keywords += attachments(page)
        document.authors = page.authors.map { name($0) }
        document.prior = recency(page.lastChange)
        describe(&document, index, page)
        if page.type != .question { document.sections.append(body(index)) }
        return document
    }

    /// What the type adds.
    private func describe(_ document: inout SearchDocument, _ index: PageIndex, _ page: SitePage) {
        switch page.parsed.fields {
        case .question(let fields):
            document.kind = .question
            document.otherTitles += fields.alternativeTitles
            if let place = site.questionByPage[index] { question(site.questions[place], page, &document) }
        case .document: self.document(index, &document)
        case .person(let fields): person(index, fields, &document)
        case .group(let fields):
            document.kind = .group
            document.keywords += [page.parsed.id, fields.problem ?? ""] + fields.whatsInIt.map(\.promise)
            if fields.lifecycle == .retired { document.prior -= 24 }
        case .event(let fields):
            document.kind = .event
            document.keywords += [fields.site ?? ""]
        case .useCase(let fields):
            document.kind = .useCase
            document.keywords += [fields.problem, fields.currentPractice, fields.desired].compactMap { $0 }
            document.keywords += fields.painPoints
        case .measure(let fields):
            document.kind = .measure
            document.keywords += [fields.soWhat ?? ""]
        case .strategy(let objectives): document.keywords += objectives.map(\.title)
        case .page, .answer, .topic: break
        }
    }

    private func question(_ question: Question, _ page: SitePage, _ document: inout SearchDocument) {
        document.badge = (question.state.rawValue, words(question.state.labelKey))
        document.date = day(question.lastActivity ?? page.lastChange)
        switch question.state {
        case .accepted: document.prior += 16
        case .answered: document.prior += 6
        case .unanswered: break
        case .closed, .duplicate: document.prior -= 28
        }
        document.sections.append(body(question.page))
        for comment in question.comments { add(comment, anchor: "", page.audience, &document) }
        for answer in question.answers where site.isVisible(answer.holder, to: page.audience) {
            let author = answer.author.map { name($0) }
            let label =
                switch (answer.isAccepted, author) {
                case (true, let author?): words("Accepted answer by {name}", ["name": author])
                case (true, nil): words("Accepted answer")
                case (false, let author?): words("Answer by {name}", ["name": author])
                case (false, nil): words("Answer##one that somebody gave")
                }
            document.sections.append(
                SearchSection(
                    kind: answer.isAccepted ? .acceptedAnswer : .answer, holder: answer.holder, part: answer.part,
                    anchor: answer.anchor, label: label, cutsAtHeadings: false))
            for comment in answer.comments { add(comment, anchor: answer.anchor, page.audience, &document) }
        }
    }

    private func add(_ comment: Comment, anchor: String, _ audience: Audience, _ document: inout SearchDocument) {
        guard site.isVisible(comment.holder, to: audience) else { return }
        let author = comment.author.map { name($0) }
        let label = author.map { words("Comment by {name}", ["name": $0]) } ?? words("Comment##noun")
        document.sections.append(
            SearchSection(
                kind: .comment, holder: comment.holder, part: comment.part, anchor: anchor, label: label,
                cutsAtHeadings: false))
    }

    private func body(_ page: PageIndex) -> SearchSection {
        SearchSection(kind: .body, holder: page, part: .body)
    }

    private func document(_ index: PageIndex, _ document: inout SearchDocument) {
        document.kind = .document
        switch site.freshness(of: index).state {
        case .obsolete:
            document.badge = ("due", words("Obsolete##document"))
            document.prior -= 56
        case .superseded:
            document.badge = ("due", words("Superseded##document"))
            document.prior -= 56
        case .due: document.badge = ("due", words("Due for review"))
        case .verified:
            document.badge = ("accepted", words("Verified##document"))
            document.prior += 14
        case .current: break
        }
    }

    private func person(_ index: PageIndex, _ fields: PersonFields, _ document: inout SearchDocument) {
        document.kind = .person
        document.otherTitles.append(site.pages[index].parsed.id)
        document.keywords += [fields.jobTitle, fields.department, fields.site].compactMap { $0 }
        for expertise in fields.expertise {
            document.keywords.append(site.topic(named: expertise.tag.value)?.label ?? expertise.tag.value)
            document.keywords += [expertise.note ?? ""]
        }
        if fields.status == .left {
            document.badge = ("off", words("Left##a person who is no longer in the company"))
            document.prior -= 32
        }
    }

    private func topic(_ index: TopicIndex) -> SearchDocument {
        let topic = site.topics[index]
        var document = SearchDocument(url: topic.url, kind: .topic, title: topic.label)
        document.otherTitles = [topic.tag] + topic.fields.synonyms
        document.keywords = [topic.fields.description ?? ""]
        document.prior = 132
        guard let page = topic.page, site.isVisible(page, to: .everyone) else { return document }
        document.page = page
        document.sections.append(body(page))
        return document
    }

    // MARK: - Words

    private func names(of topic: TopicIndex) -> [String] {
        let topic = site.topics[topic]
        return [topic.label, topic.tag] + topic.fields.synonyms
    }

    private func name(_ reference: PersonReference) -> String {
        switch reference {
        case .person(let person): site.people[person].name
        case .name(let name): name
        }
    }

    /// The file names of what the page links to and does not show: `pump-curve.xls`.
    private func attachments(_ page: SitePage) -> [String] {
        var names: [String] = []
        let links = page.parsed.links
        for index in links.indices.prefix(page.links.count)
        where links[index].form == .link || links[index].form == .image || links[index].form == .embed {
            // Only what was resolved: a link to a restricted file became plain text.
            switch page.links[index] {
            case .link(let href, _, _)?, .picture(let href, _)?: Self.fileName(href).map { names.append($0) }
            default: break
            }
        }
        return names
    }

    /// The last part of an address, if it is a file's.
    private static func fileName(_ href: String) -> String? {
        var href = href
        let last = href.withUTF8 { bytes -> String? in
            let bytes = bytes.prefix { $0 != 0x3F }
            let start = (bytes.lastIndex(of: 0x2F) ?? -1) + 1
            let part = bytes[start...]
            guard !part.contains(0x23), part.contains(0x2E) || part.contains(0x25) else { return nil }
            return String(decoding: part, as: UTF8.self)
        }
        guard let last else { return nil }
        let name = SitePath.percentDecode(last)
        return name.utf8.contains(0x2E) && !name.utf8.contains(0x23) ? name : nil
    }

    /// A small preference for what changed lately. In classes, so that the index does not change every day.
    private func recency(_ date: Timestamp?) -> Int {
        guard let date else { return 124 }
        let days = (site.today.seconds - date.seconds) / 86_400
        return days <= 90 ? 136 : days <= 365 ? 132 : days <= 5 * 365 ? 128 : 122
    }

    /// `yyyy-mm-dd`, the day that it was where the site is.
    private func day(_ date: Timestamp?) -> String? {
        date.map { Timestamp(seconds: Int64(site.zone.day(of: $0)) * 86_400, hasTime: false).iso8601 }
    }
}
