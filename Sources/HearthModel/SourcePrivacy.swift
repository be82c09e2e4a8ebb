/// Who could read something in an old system, as `privacy:` of a page's `source:` tells. One rule for the site, which
/// closes pages by it, and for migrations, which ask whether somebody has opened one.
package enum SourcePrivacy {
    /// What leaves a page as open as its folder. Every other word, and `privacy:` without one, restricts it to its group.
    private static let open: Set<String> = ["public", "everyone", "open", "false", "0"]

    /// Nil where nothing is written.
    package static func isRestricted(_ privacy: String?) -> Bool {
        privacy.map { !open.contains($0.lowercased()) } ?? false
    }
}
