import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func topic(_ index: TopicIndex, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let topic = site.topics[index]
        let written = topic.page.flatMap { view.shows($0) ? $0 : nil }
        var page: PageFields
        if let written {
            page = base(written, planned, view, section: "topics")
        } else {
            page = base(planned, view, section: "topics")
        }
        page.title = topicLinks[index].fields.title
        // Groups and topics often have one name: in tabs and bookmarks they are told apart.
        page.headTitle = "\(page.title) · \(words("Topic")) · \(siteTitle)"
        page.description = topic.fields.description.map { SummaryText($0) }
        page.breadcrumbs = crumbs("topics/")
        page.feeds = feed(newIn(page.title), topic.url.appending("feed.xml"))
        let who = asked(index, view).map(\.face)
        let questions = view.questions(topic.questions)
        let all = plan.lists[.questionsOfTopic(index)]?.path
        let isLong = all != nil && questions.count > PageLimits.questionsOfTopic
        let whole = PageLimits.questionsOfTopic
        let context = TopicPageFields(
            parent: topic.parent.map { Context(topicLinks[$0].fields.title, site.topics[$0].url) },
            synonyms: Wording.clean(topic.fields.synonyms.joined(separator: ", ")), children: children(topic, view),
            moreChildren: topic.children.count > PageLimits.children
                ? Context(
                    wording.allTopics(topic.children.count),
                    plan.lists[.topicsBelow(index)]?.path ?? SitePath("topics/")) : nil,
            who: who,
            backup: backup(index, view), owner: topic.owner.map { face($0) },
            gap: gap(index, who.isEmpty, view),
            content: written.flatMap { body($0) },
            questions: questionLists(
                open: view.open(questions), answered: view.answered(questions), of: questions.count,
                limits: isLong ? (PageLimits.open, PageLimits.answered) : (whole, whole), all: all),
            documents: topicDocuments(index, topic, view), groups: groups(questions, view),
            neighbours: written.map { neighbours($0, view) } ?? Neighbourhood())
        guard let written else {
            return library.slotted(PageContext(page, context), with: "topic", capacity: Self.pageCapacity)
        }
        return finish(written, page, context)
    }

    private func children(_ topic: Topic, _ view: SiteView) -> [Context<TopicLinkFields>] {
        collation.sorted(topic.children) { site.topics[$0].label }.prefix(PageLimits.children).map { child in
            var link = topicLinks[child].fields
            link.count = view.questions(site.topics[child].questions).count
            if link.count == 0 { link.count = nil }
            return Context(link)
        }
    }

    private func gap(_ index: TopicIndex, _ nobodyKnown: Bool, _ view: SiteView) -> String? {
        if nobodyKnown {
            let areGone = view.experts(on: index).contains { $0.isExpert && !isPresent($0.person) }
            return areGone
                ? expertsAreGone
                : words("Nobody is known to answer on this topic. Do you? Add it to your own page.")
        }
        return view.gaps.first { $0.topic == index && $0.kind != .noExpert }.map { sentence($0) }
    }

    private func topicDocuments(_ index: TopicIndex, _ topic: Topic, _ view: SiteView) -> Context<RowListFields>? {
        let documents = view.documents(topic)
        let complete = plan.lists[.documentsOfTopic(index)]?.path.href
        return list(
            documents.map { .document($0) }, limit: PageLimits.documents,
            more: complete.map { (wording.allDocuments(documents.count), $0) })
    }

    /// The groups where the topic is answered, those with most answers first.
    private func groups(_ questions: [QuestionIndex], _ view: SiteView) -> Context<RowListFields>? {
        var counts: [GroupIndex: (all: Int, answered: Int)] = [:]
        for question in questions {
            guard let group = view.group(of: site.questions[question].page) else { continue }
            counts[group, default: (0, 0)].all += 1
            if view.isAnswered(question) { counts[group, default: (0, 0)].answered += 1 }
        }
        guard !counts.isEmpty else { return nil }
        let ordered = counts.sorted { a, b in
            a.value.answered != b.value.answered ? a.value.answered > b.value.answered : a.key < b.key
        }
        let rows = ordered.prefix(6).map { group, count in
            let link = groupLinks[group].fields
            let note =
                count.answered > 0 ? wording.answeredQuestions(count.answered) : wording.questions(count.all)
            return library.bytes(
                Context(LinkRowFields(title: link.title, href: link.href, note: note)), with: "rows/link")
        }
        return Context(RowListFields(count: counts.count, rows: SlottedBytes(Array(rows.joined())), more: nil))
    }
}
