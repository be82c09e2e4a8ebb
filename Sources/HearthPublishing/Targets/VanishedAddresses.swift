package import HearthBuild
package import HearthContent
package import HearthModel

/// Finds addresses that were published and are gone without a redirect.
package struct VanishedAddresses {
    /// Errors for every page of a file in `published` whose address this build neither makes nor redirects; only a
    /// warning where it went behind its group's door, and for topics and for lists whose group moved. A page that its own
    /// file holds back (`draft:`, `publish:`, `expires:`) is no mistake.
    package static func find(
        _ published: PublishedList, report: BuildReport, project: Project
    ) async -> [Diagnostic] {
        let made = Set(report.outputs.map(\.path))
        let gone = Set(project.configuration.gone.map { SitePath.trimmed(SitePath.percentDecode($0.value)) })
        let redirected = Set(report.delivery.oldAddresses.filter { $0.query == nil }.map { SitePath.trimmed($0.path) })
        var bySource: [String: String] = [:]
        var restricted: Set<String> = []
        for output in report.outputs where output.isPage {
            guard let source = output.source else { continue }
            bySource[source] = output.address
            if output.audience != .everyone { restricted.insert(source) }
        }
        let missing = published.entries.filter {
            // What begins with a point was never shown by a web server.
            ($0.isPage || isFallback($0)) && !("/" + $0.address).contains("/.") && !made.contains($0.path)
                && !redirected.contains(SitePath.trimmed("/" + $0.address))
                && !gone.contains(SitePath.trimmed("/" + $0.address))
        }
        let lists = missing.filter { $0.isPage && $0.source.isEmpty }.compactMap { list($0, redirected, project) }
        let lost = missing.filter { !$0.source.isEmpty }
        guard !lost.isEmpty else { return lists + dropped(missing.filter { !$0.isPage }, redirected, project) }
        let renames = await Renames.read(project)
        let moved = lost.compactMap { entry -> Diagnostic? in
            // Still there, and not moved: it was held back on purpose, or its own mistakes are reported.
            let isThere = FileSystem.isFile(project.absolute(entry.source))
            if isThere, bySource[entry.source] == nil { return nil }
            let now = isThere ? entry.source : renames.now(entry.source)
            let address = now.flatMap { bySource[$0] }
            guard let now, let address else {
                return Diagnostic(
                    .vanishedAddress, at: SourceLocation(file: entry.source),
                    "the page /\(entry.address) was published and is gone",
                    help:
                        "add 'redirect_from: [/\(entry.address)]' to the page that takes its place; if nobody needs it any "
                        + "more, 'gone: [/\(entry.address)]' to \(project.configurationFile)")
            }
            // Not gone: whoever may read it finds it. Everybody else shall find nothing, and needs no way there.
            if entry.audience == Audience.everyone.description, restricted.contains(now) {
                return Diagnostic(
                    .addressForMembers, at: SourceLocation(file: now, line: 1),
                    "the page /\(entry.address) was open to everyone and is now for members, at /\(address)",
                    help: "if members shall come on from the old address: redirect_from: [\"/\(entry.address)\"]")
            }
            return Diagnostic(
                .vanishedAddress, at: SourceLocation(file: now, line: 1),
                "the page /\(entry.address) was published and has moved to /\(address)",
                help: hasRedirects(project.absolute(now))
                    ? "add \"/\(entry.address)\" to the list redirect_from: of \(now)"
                    : "add to \(now): redirect_from: [\"/\(entry.address)\"]")
        }
        return lists + moved
    }

    /// Whether it is the page of an old address.
    private static func isFallback(_ entry: PublishedList.Entry) -> Bool {
        !entry.isPage && entry.source.isEmpty && (entry.path.hasSuffix(".html") || entry.path.hasSuffix(".htm"))
    }

    /// Asked for where no page is missed: what becomes of that one decides of its old addresses as well.
    ///
    /// A page that moves for the second time easily loses the first of its addresses. What goes along with a page that is
    /// still found, as its lists do, is no address that somebody gave; and a page that is held back keeps its own.
    private static func dropped(
        _ entries: [PublishedList.Entry], _ redirected: Set<String>, _ project: Project
    ) -> [Diagnostic] {
        var lost = entries.filter { entry in
            let parts = entry.address.split(separator: "/")
            return !parts.indices.dropFirst().contains { end in
                let above = parts[..<end].joined(separator: "/")
                return end > 1 && redirected.contains("/" + above)
            }
        }
        if lost.isEmpty { return [] }
        keepUnwritten(&lost, in: project)
        return lost.map { entry in
            let isTopic = entry.address.hasPrefix("topics/")
            return Diagnostic(
                isTopic ? .vanishedList : .vanishedAddress, at: SourceLocation(file: project.configurationFile),
                "the old address /\(entry.address) led to a page, and none has it any more",
                help: isTopic
                    ? "write it into synonyms: of the topic that takes its place"
                    : "add \"/\(entry.address)\" to redirect_from: of the page that takes its place, beside what stands "
                        + "there; if nobody needs it any more, 'gone: [/\(entry.address)]' to \(project.configurationFile)"
            )
        }
    }

    /// Leaves those in `lost` that no file names in its first lines.
    private static func keepUnwritten(_ lost: inout [PublishedList.Entry], in project: Project) {
        for file in (try? ContentFile.all(of: project))?.files ?? [] where file.isPage && !lost.isEmpty {
            guard let head = try? FileSystem.head(of: file.absolutePath, count: 8192) else { continue }
            let text = SitePath.percentDecode(String(decoding: head, as: UTF8.self))
            lost.removeAll { text.contains(SitePath.trimmed("/" + $0.address)) }
        }
    }

    /// Whether the fields of a page have the line already: two of one name would be a mistake.
    private static func hasRedirects(_ path: String) -> Bool {
        guard let head = try? FileSystem.head(of: path, count: 8192) else { return false }
        return String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            .prefix { $0 != "---" }.contains { $0.hasPrefix("redirect_from:") }
    }

    /// What is said of a page that the build made of others and now does not: only where somebody moved something, for
    /// lists come and go with what is in them.
    private static func list(
        _ entry: PublishedList.Entry, _ redirected: Set<String>, _ project: Project
    ) -> Diagnostic? {
        let parts = entry.address.split(separator: "/")
        // `questions/page/2/`
        guard parts.count > 1, parts[parts.count - 2] != "page" else { return nil }
        if parts.count == 2, parts[0] == "topics" {
            return Diagnostic(
                .vanishedList, at: SourceLocation(file: project.configurationFile),
                "the topic page /\(entry.address) was published and is gone: no page has the topic any more",
                help: "if another topic takes its place, give that one the old name: synonyms: [\(parts[1])]")
        }
        guard redirected.contains("/" + parts.dropLast().joined(separator: "/")) else { return nil }
        return Diagnostic(
            .vanishedList, at: SourceLocation(file: project.configurationFile),
            "the list /\(entry.address) was published and is gone; what it belonged to has moved",
            help: "add 'redirect_from: [/\(entry.address)]' to the page that takes its place")
    }
}

/// Which files git knows to have been renamed, followed to their names of today.
struct Renames: Sendable {
    /// Old path → new path, relative to the project.
    private var moves: [String: String] = [:]

    /// Nothing outside of a repository, or without git.
    static func read(_ project: Project) async -> Renames {
        var renames = Renames()
        let base = ["--no-pager", "--no-optional-locks", "-C", project.root, "-c", "diff.renames=true"]
        let kept = ["--diff-filter=R", "-M50%", "--name-status", "-z", "--relative", "--no-color", "--no-ext-diff"]
        // Newest first: committed moves, then on top what is not committed yet.
        let local = try? await Git.run(base + ["diff"] + kept + ["HEAD", "--", "."])
        let log = try? await Git.run(base + ["log", "--format=", "-n", "2000"] + kept + ["--", "."])
        for result in [local, log] { if let result, result.isGood { renames.add(result.output) } }
        return renames
    }

    /// `R100 NUL old NUL new NUL …`, newest first: an older entry does not replace a newer one.
    private mutating func add(_ output: [UInt8]) {
        var fields = output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }[...]
        while let status = fields.popFirst() {
            guard status.drop(while: \.isNewline).hasPrefix("R"), let old = fields.popFirst(),
                let new = fields.popFirst()
            else { continue }
            if moves[old] == nil { moves[old] = new }
        }
    }

    /// The path of today of what was called `path`; nil when git saw no rename of it.
    func now(_ path: String) -> String? {
        var now = path
        var seen: Set<String> = [path]
        while let next = moves[now], seen.insert(next).inserted { now = next }
        return now == path ? nil : now
    }
}
