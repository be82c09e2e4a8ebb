package import HearthContent
package import HearthModel

/// Why the published site does not have a page that is there.
package enum LeftOutReason: String, Sendable, CaseIterable {
    case draft, future, expired
    /// An error keeps it back, in its own fields or in those of its folder.
    case held
}

/// A page that the published site does not have, also where `--drafts` and its like put it into this build.
package struct LeftOutPage: Sendable {
    package let page: ParsedPage
    package let reason: LeftOutReason
    /// The page whose fields say so: this one, or that of a folder or group which it belongs to.
    package let decidedBy: ParsedPage
    /// Who might read it if it were published; nil where that is not known, or nobody.
    package internal(set) var audience: Audience?

    init(_ page: ParsedPage, _ reason: LeftOutReason, decidedBy: ParsedPage? = nil) {
        self.page = page
        self.reason = reason
        self.decidedBy = decidedBy ?? page
    }

    /// The line of `decidedBy` that says so; nil for an error, which is told at its own line.
    package var line: Int? {
        switch reason {
        // A `publish:` that cannot be read keeps a page a draft.
        case .draft: decidedBy.common.draftLine ?? decidedBy.common.publishLine
        case .future: decidedBy.common.publishLine
        case .expired: decidedBy.common.expiresLine
        case .held: nil
        }
    }

    /// Answers that wait with their question are a part of it.
    package var isCounted: Bool { page.type != .answer || decidedBy === page }
}

/// Files that are not in this build on purpose.
package struct LeftOut: Sendable, Equatable {
    /// By reason, as diagnostics show them; in the order of the content.
    package var files: [LeftOutReason: [String]] = [:]

    package init() {}

    package var drafts: Int { files[.draft]?.count ?? 0 }
    package var future: Int { files[.future]?.count ?? 0 }
    package var expired: Int { files[.expired]?.count ?? 0 }

    /// Pages with an error are told by it.
    package static let reasons: [LeftOutReason] = [.draft, .future, .expired]

    mutating func count(_ page: LeftOutPage) {
        if page.isCounted, Self.reasons.contains(page.reason) { files[page.reason, default: []].append(page.page.file) }
    }
}
