/// Who could read something in the old place, as far as its export tells. Every importer has to say it of each page,
/// conversation and group, and there is no default: nothing is open because nobody asked.
enum SourceAccess: Sendable, Hashable {
    /// Whoever reads the group that it goes to: the export shows that it was open, or knows no readers at all (dumps of
    /// wikis, saved pages).
    case group
    /// The same where the group's own page is for members already; `privacy` is why, for the page's `source`.
    case closedGroup(privacy: String)
    /// Only some could read it, or nobody can tell: for members, also in a group for everybody.
    case members(privacy: String)

    /// Whether the page itself says that it is for members.
    var isRestricted: Bool {
        if case .members = self { true } else { false }
    }

    /// Whether its files stay for members also when somebody opens the group: its `privacy` keeps the page so.
    var closesFiles: Bool { privacy != nil }

    /// `source: {privacy: …}`
    var privacy: String? {
        switch self {
        case .group: nil
        case .closedGroup(let privacy), .members(let privacy): privacy
        }
    }
}

/// Who reads the group that an export becomes.
enum GroupAccess: Sendable, Hashable {
    case everyone
    /// Everyone, but some of its pages are for members.
    case everyoneAndMembers
    /// Members only, also where nobody can tell who could read the old place.
    case members

    var visibility: String { self == .members ? "members" : "everyone" }
}
