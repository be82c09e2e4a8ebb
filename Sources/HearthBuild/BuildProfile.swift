import HearthLayout

/// How long outputs took to make: what `hearth build --profile` prints.
package struct BuildProfile: Sendable {
    /// Outputs that one template made, or that are of one kind.
    package struct Group: Sendable {
        package let name: String
        package fileprivate(set) var count = 0
        /// The sum over all, on whichever processor.
        package fileprivate(set) var total = Duration.zero

        package var mean: Duration { count == 0 ? .zero : total / count }
    }

    /// Those that took longest in all come first.
    package private(set) var groups: [Group] = []
    /// Outputs with how long each took, the slowest first; at most ten.
    package private(set) var slowest: [(path: String, duration: Duration)] = []

    init(_ outputs: [Output], _ rendered: [RenderedOutput], _ renderer: PageRenderer) {
        var groups: [String: Group] = [:]
        var all: [(path: String, duration: Duration)] = []
        for (output, made) in zip(outputs, rendered) {
            guard let duration = made.duration else { continue }
            let name = Self.name(output, renderer)
            groups[name, default: Group(name: name)].count += 1
            groups[name]?.total += duration
            all.append((output.entry.output, duration))
        }
        self.groups = groups.values.sorted { $0.total != $1.total ? $0.total > $1.total : $0.name < $1.name }
        slowest = Array(
            all.sorted { $0.duration != $1.duration ? $0.duration > $1.duration : $0.path < $1.path }.prefix(10))
    }

    private static func name(_ output: Output, _ renderer: PageRenderer) -> String {
        switch output.kind {
        case .page(let page): renderer.template(of: page) + ".mustache"
        case .feed: "feeds"
        case .asset: "assets"
        case .search: "search index"
        case .bytes: "sitemap, redirects, theme"
        }
    }
}
