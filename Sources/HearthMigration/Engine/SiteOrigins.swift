/// Where the exports of one group came from, as far as they tell: by this a newer export of a site is told from an
/// export of another one. Kept in the manifest.
struct SiteOrigins: Sendable, Hashable {
    /// What the exports themselves tell, such as the address of the wiki; no two sites have the same.
    var told: Set<String> = []
    /// The addresses that somebody gave for the old site (`--old-url`).
    var given: Set<String> = []
    /// What the exports were called, without their days.
    var names: Set<String> = []
    /// The same of exports whose items lie beside those of the site, under keys of their own (`ImportKeys.apart`).
    var beside: Set<String> = []

    /// What an export says about being of the site that is here.
    enum Kinship {
        /// The export tells so.
        case same
        /// The export tells so, or somebody who gave its address.
        case other
        /// It has the name of an earlier one, or its address.
        case likely
        case unknown
    }

    func kinship(with earlier: SiteOrigins) -> Kinship {
        if !told.isEmpty, !earlier.told.isEmpty { return told.isDisjoint(with: earlier.told) ? .other : .same }
        let isGiven = !given.isEmpty && !earlier.given.isEmpty
        if isGiven, given.isDisjoint(with: earlier.given) { return .other }
        // Manifests of old have no names.
        let isNamed = earlier.names.isEmpty || !names.isDisjoint(with: earlier.names)
        return isGiven || isNamed ? .likely : .unknown
    }

    /// An address as it is compared: `https://wiki.example/` and `http://wiki.example` are one.
    static func address(_ text: String) -> String? {
        var rest = SafeLink.behindScheme(text) ?? text[...]
        while rest.utf8.first == 0x2F { rest = rest.dropFirst() }
        while rest.utf8.last == 0x2F { rest = rest.dropLast() }
        let host = rest.prefix { $0 != "/" && $0 != ":" }
        // Many a site is called so by itself.
        if host.isEmpty || host == "localhost" || host.hasPrefix("127.") { return nil }
        return host.lowercased() + rest[host.endIndex...]
    }

    // MARK: Lines of the manifest

    private static let mark = "from"

    private var sets: [(kind: String, values: Set<String>)] {
        [("site", told), ("url", given), ("name", names), ("beside", beside)]
    }

    func lines(keyspace: String) -> [String] {
        sets.flatMap { kind, values in
            values.sorted().map { "\(Self.mark)\t\(keyspace)\t\(kind)\t\($0)\n" }
        }
    }

    /// Takes what a line of the manifest says, if it is one of these lines.
    static func read(_ line: ArraySlice<UInt8>, into origins: inout [String: SiteOrigins]) {
        guard line.starts(with: mark.utf8) else { return }
        let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual(mark.utf8) else { return }
        let (keyspace, value) = (parts[1].string, parts[3].string)
        switch parts[2].string {
        case "site": origins[keyspace, default: SiteOrigins()].told.insert(value)
        case "url": origins[keyspace, default: SiteOrigins()].given.insert(value)
        case "name": origins[keyspace, default: SiteOrigins()].names.insert(value)
        case "beside": origins[keyspace, default: SiteOrigins()].beside.insert(value)
        default: break
        }
    }

    /// On one line, as the manifest has it: what is compared must be the same on both sides.
    private static func plain(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    /// What an export tells of itself.
    mutating func tell(_ origins: Set<String>) { told = Set(origins.map { Self.plain($0) }) }

    mutating func name(_ name: String) { names.insert(Self.plain(name)) }
}
