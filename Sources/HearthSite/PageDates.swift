import HearthContent
import HearthModel

/// When each page was written and when it changed: as its fields say, otherwise as git knows.
struct PageDates {
    private(set) var dates: [Timestamp?] = []
    private(set) var updates: [Timestamp?] = []
    /// When each page was written, as far as that is known.
    private(set) var created: [Timestamp?] = []
    /// The moments of `dates`, in seconds.
    private(set) var moments: [Int64?] = []

    init(
        _ pages: [ParsedPage], zone: SiteZone, history: (String) -> (created: Timestamp, updated: Timestamp)?
    ) {
        /// Many pages share a day, and a time zone is slow to ask.
        var beginnings: [Int64: Int64] = [:]
        for page in pages {
            let known = page.common.date == nil || page.common.updated == nil ? history(page.path) : nil
            // An event takes place when it says, not when somebody wrote its page.
            let date = page.common.date ?? (page.type == .event ? nil : known?.created)
            dates.append(date)
            created.append(page.type == .event ? known?.created : date)
            // The commit that brought a file in is no change of it: a whole migrated intranet would have changed that
            // day.
            let changed = known.flatMap { $0.updated == $0.created ? nil : $0.updated }
            updates.append(page.common.updated ?? changed)
            guard let date, !date.hasTime else {
                moments.append(date?.seconds)
                continue
            }
            let moment = beginnings[date.seconds] ?? zone.moment(of: date).seconds
            beginnings[date.seconds] = moment
            moments.append(moment)
        }
    }
}
