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

    private mutating func check(_ measure: MeasureFields, _ page: ParsedPage, _ options: ResolveOptions) {
        for point in measure.series where options.zone.day(of: point.date) > options.day {
            diagnostics.append(
                Diagnostic(
                    .futureMeasurement, at: point.location ?? page.at(1),
                    "this was measured on \(point.date.iso8601.prefix(10)), which is still to come",
                    help: "correct the date; a value to reach is the target:"))
        }
    }
}
