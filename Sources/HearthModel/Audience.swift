/// Who may read something: every employee who reaches the server, or the members of one group.
package enum Audience: Sendable, Hashable, Comparable, CustomStringConvertible {
    case everyone
    /// The members of the group with this id.
    case group(String)

    /// Whether everyone in `other` is also in this audience: what an output for `other` may show.
    package func contains(_ other: Audience) -> Bool {
        switch (self, other) {
        case (.everyone, _): true
        case (.group, .everyone): false
        case (.group(let mine), .group(let theirs)): mine == theirs
        }
    }

    package var isRestricted: Bool { self != .everyone }

    package var description: String {
        switch self {
        case .everyone: "everyone"
        case .group(let id): "group:" + id
        }
    }
}
