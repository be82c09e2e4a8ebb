import HearthContent
import HearthModel

/// Checks dates that can only be judged with the site's time zone and its day.
struct DateChecker {
    private(set) var diagnostics: [Diagnostic] = []

    init(_ pages: [ParsedPage], options: ResolveOptions) {
        for page in pages {
            switch page.fields {
            case .event(let fields): check(fields, page, options.zone)
            case .measure(let fields): check(fields, page, options)
            case .document(let fields):
                check(fields.verified, "this was checked on", at: page.at(fields.verifiedLine), options)
                checkFirst(page, "document", options)
            case .question: checkFirst(page, "question", options)
            case .answer: check(page.common.date, "this answer is of", at: page.at(1), options)
            default: break
            }
            for answer in page.answers {
                check(answer.date, "this answer is of", at: page.at(answer.line), options)
                for comment in answer.comments {
                    check(comment.date, "a comment on this answer is of", at: page.at(answer.line), options)
                }
            }
            for comment in page.comments { check(comment.date, "a comment is of", at: page.at(1), options) }
        }
    }

    private mutating func check(_ event: EventFields, _ page: ParsedPage, _ zone: SiteZone) {
        guard let begin = page.common.date, let end = event.end else { return }
        // A day without a time goes on until it is over.
        let isBefore = begin.hasTime && end.hasTime ? end < begin : zone.day(of: end) < zone.day(of: begin)
        guard isBefore else { return }
        diagnostics.append(
            Diagnostic(
                .endBeforeBeginning, at: page.at(event.endLine), "the event ends before it begins",
                help: "correct end:, or date:, which is when it begins"))
    }

    private mutating func check(
        _ date: Timestamp?, _ what: String, at location: SourceLocation, _ options: ResolveOptions
    ) {
        guard let date, options.zone.day(of: date) > options.day else { return }
        diagnostics.append(
            Diagnostic(
                .futureDate, at: location, "\(what) \(date.iso8601.prefix(10)), which is still to come",
                help: "correct the date"))
    }

    /// What a page says of its own beginning. Plans may be dated ahead, but not by years.
    private mutating func checkFirst(_ page: ParsedPage, _ what: String, _ options: ResolveOptions) {
        guard let date = page.common.date, options.zone.day(of: date) > options.day + 366 else { return }
        diagnostics.append(
            Diagnostic(
                .futureDate, at: page.at(1),
                "this \(what) is of \(date.iso8601.prefix(10)), which is more than a year ahead",
                help: "correct the date; publish: is the day from which a page is shown"))
    }

    private mutating func check(_ measure: MeasureFields, _ page: ParsedPage, _ options: ResolveOptions) {
        for point in measure.series where options.zone.day(of: point.date) > options.day {
            diagnostics.append(
                Diagnostic(
                    .futureMeasurement, at: point.location ?? page.at(1),
                    "this was measured on \(point.date.iso8601.prefix(10)), which is still to come",
                    help: "correct the date; a value to reach is the target:"))
        }
        func day(_ point: MeasureFields.Point) -> String { String(point.date.iso8601.prefix(10)) }
        func contrary(_ point: MeasureFields.Point, _ summary: String, _ help: String) {
            diagnostics.append(
                Diagnostic(.contraryDates, at: point.location ?? page.at(1), summary, help: help))
        }
        guard let baseline = measure.baseline else { return }
        if options.zone.day(of: baseline.date) > options.day {
            contrary(baseline, "the baseline is of \(day(baseline)), which is still to come", "correct the date")
        }
        if let target = measure.target, target.date <= baseline.date {
            contrary(
                target, "the target is of \(day(target)), which is not after the baseline of \(day(baseline))",
                "write when the target is to be reached")
        }
        // Older values than the baseline are history; it is the last that is compared.
        if let early = measure.series.last, early.date < baseline.date {
            contrary(
                early, "this was measured on \(day(early)), before the baseline of \(day(baseline))",
                "correct the date, or give the baseline that of the first value")
        }
    }
}
