import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

extension SiteRenderer {
    func question(_ index: PageIndex, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        guard let place = site.questionByPage[index] else { return SlottedBytes() }
        let question = site.questions[place]
        let source = site.pages[index]
        let shown = question.answers.filter { site.isVisible($0.holder, to: view.audience) }
        let group = view.group(of: index)
        var comments = CommentCounter()
        var page = base(index, planned, view, section: "questions")
        page.breadcrumbs = breadcrumbs(index, view)
        page.structuredData = StructuredData.questionPage(question, shown, self)
        let body = content(index, .body, level: 2, withFootnotes: true)
        let questionComments = self.comments(question.comments, &comments)
        let isClosed = question.state == .closed || question.state == .duplicate
        let asker = source.authors.first
        let duplicates = view.duplicates(question)
        let fields = QuestionPageFields(
            state: question.state.rawValue, stateLabel: wording.label(question.state),
            banner: banner(question, shown, view),
            asker: asker.map { face($0) }, date: dates.context(source.date),
            updated: source.updated == source.date ? nil : dates.context(source.updated),
            group: group.map { groupLinks[$0] }, topics: topics(source),
            responseTarget: group.map { site.groups[$0].fields }.flatMap { $0.isLiving ? $0.responseTarget : nil }
                .map { wording.duration($0) },
            votes: question.votes.map { wording.votes($0) }, alternativeTitles: alternativeTitles(source), body: body,
            comments: questionComments,
            answersText: shown.isEmpty ? wording.noAnswers(question.state) : wording.answers(shown.count),
            answers: shown.map { answer($0, &comments) },
            answer: isClosed ? nil : edit.answer(source, group: group.map { site.groups[$0] }),
            who: who(source.topics, except: involved(asker, shown), view),
            duplicates: linkList(duplicates),
            neighbours: neighbours(index, view, named: duplicates))
        return finish(index, page, fields)
    }

    private func alternativeTitles(_ page: SitePage) -> String? {
        guard case .question(let fields) = page.parsed.fields else { return nil }
        return Wording.clean(fields.alternativeTitles.joined(separator: "; "))
    }

    /// Those who already speak on the page need not be suggested.
    private func involved(_ asker: PersonReference?, _ answers: [Answer]) -> Set<PersonIndex> {
        var people: Set<PersonIndex> = []
        for case .person(let person)? in [asker] + answers.map(\.author) { people.insert(person) }
        return people
    }

    private func banner(_ question: Question, _ shown: [Answer], _ view: SiteView) -> QuestionPageFields.Banner {
        switch question.state {
        case .unanswered: return .unanswered
        case .answered: return .answered
        case .closed: return .closed(words("Closed for new answers."))
        case .duplicate:
            guard let original = view.sibling(question.duplicateOf) else {
                return .closed(words("This has been asked before."))
            }
            return .duplicate(pageLink(original))
        case .accepted:
            guard let answer = shown.first(where: { $0.isAccepted }) else { return .none }
            return .accepted(
                Context(
                    AcceptedFields(
                        author: answer.author.map { face($0) }, date: dates.context(answer.date),
                        href: "#" + SitePath.percentEncode(answer.anchor))))
        }
    }

    private func answer(_ answer: Answer, _ counter: inout CommentCounter) -> Context<AnswerFields> {
        Context(
            AnswerFields(
                id: Wording.clean(answer.anchor), author: face(answer.author ?? .name(words("Somebody"))),
                date: dates.context(answer.date), isAccepted: answer.isAccepted,
                votes: answer.votes.map { wording.votes($0) },
                body: content(answer.holder, answer.part, level: 4, withFootnotes: true),
                comments: comments(answer.comments, &counter)))
    }

    /// Numbers the comments of a page, so that each has an address.
    struct CommentCounter {
        private var last = 0

        mutating func next() -> String {
            last += 1
            return LayoutAnchor.prefix + "c-\(last)"
        }
    }

    private func comments(_ comments: [Comment], _ counter: inout CommentCounter) -> [Context<CommentFields>] {
        comments.map { comment in
            Context(
                CommentFields(
                    id: counter.next(), author: comment.author.map { face($0) }, date: dates.context(comment.date),
                    body: content(comment.holder, comment.part, level: 4, withFootnotes: false)))
        }
    }
}
