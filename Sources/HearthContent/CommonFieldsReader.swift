import HearthModel

/// The fields that every type has (content model, sections 2 and 6).
extension FieldReader {
    /// `title` means the job title for a person and is left to `personFields()` then.
    mutating func commonFields(of type: EntityType) -> CommonFields {
        var common = CommonFields()
        if let title = lineOfText(type == .person ? "name" : "title") {
            common.title = title.value
            common.titleLine = title.line
        }
        common.description = lineOfText("description")?.value
        common.authors = people("author") + people("authors")
        common.date = date("date")
        common.updated = date("updated")
        common.tags = tags("tags")
        common.aliases = references("aliases")
        reportAddresses(among: common.aliases)
        common.redirectFrom = oldAddresses("redirect_from")
        common.publish = date("publish")
        common.expires = date("expires")
        common.visibility = visibility("visibility")
        common.language = languageTag("lang")?.value
        common.weight = integer("weight")
        common.layout = reference("layout")
        common.slug = slug("slug")
        common.id = lineOfText("id")
        common.group = reference("group")
        common.unreadGroup = unreadGroup(of: type, hasGroup: common.group != nil)
        common.source = map("source", example: "{system: confluence}") { $0.provenance() }
        common.migration = map("migration", example: "{status: imported}") { $0.migrationState() }
        common.isDraft = draft(publish: common.publish)
        common.draftLine = line(of: "draft")
        common.publishLine = line(of: "publish")
        common.expiresLine = line(of: "expires")
        return common
    }

    private func line(of key: String) -> Int? { entries.first { $0.key == key }?.line }

    /// A page is published by mistake more easily than it is taken back: what is empty or cannot be read keeps it a draft.
    private mutating func draft(publish: Timestamp?) -> Bool {
        if let entry = emptyEntry("draft") {
            report(kinds.wrongType, entry.line, "'draft' is true or false, not \(shown(entry.value))")
        }
        if let entry = emptyEntry("publish") {
            report(.badDate, entry.line, "'publish' is no date: \(shown(entry.value))", help: Self.dateHelp)
        }
        let publishIsUnreadable = publish == nil && entries.contains { $0.key == "publish" }
        return (bool("draft") ?? entries.contains { $0.key == "draft" }) || publishIsUnreadable
    }

    /// A field without a value, such as `draft: # true`.
    private func emptyEntry(_ key: String) -> YAMLEntry? { entries.first { $0.key == key && $0.value.isNull } }

    /// What other programs call it.
    private static let otherWords: [String: Visibility] = [
        "public": .everyone, "all": .everyone, "open": .everyone, "private": .members, "restricted": .members,
    ]

    /// Who may read (or know of) something: a value that is not understood keeps it to the invited.
    mutating func visibility(_ key: String) -> Located<Visibility>? {
        guard let written = value(key) else {
            // Also `visibility: #members`, which YAML reads as a comment.
            guard let entry = entries.first(where: { $0.key == key }) else { return nil }
            reportChoice(kinds.unknownValue, key: key, value: entry.value, words: Visibility.allCases.map(\.rawValue))
            return Located(.invited, line: entry.line)
        }
        if case .scalar(let text, _) = written.content, let meant = Self.otherWords[text.lowercased()] {
            report(
                kinds.unknownValue, written.line, "\(named(key)) does not know \(shown(written))",
                help: "write \(key): \(meant.rawValue)")
            return Located(.invited, line: written.line)
        }
        let read: Visibility? = choice(key)
        return Located(read ?? .invited, line: written.line)
    }

    /// A language tag of BCP 47, roughly: letters, digits and hyphens.
    mutating func languageTag(_ key: String) -> Reference? {
        guard let tag = reference(key) else { return nil }
        let parts = tag.value.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { FrontMatter.isKeyByte($0) && $0 != 0x5F }
        }
        if isTag, let primary = parts.first, (2...3).contains(primary.utf8.count), primary.allSatisfy(\.isLetter) {
            return tag
        }
        report(
            kinds.unknownValue, tag.line, "'\(key)' is no language tag: '\(tag.value)'", help: "write en, nb or pt-BR")
        return nil
    }

    private mutating func slug(_ key: String) -> String? {
        guard let written = reference(key) else { return nil }
        let slug = written.value.precomposed
        let isUsable =
            !slug.isEmpty && slug.utf8.first != 0x2E
            && !slug.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 || $0 == 0x7F } && !slug.contains("\u{FFFD}")
        if isUsable { return slug }
        let help = "write one part of an address, without slashes and no dot in front: esp-restart"
        report(.badSlug, written.line, "'\(slug)' cannot be part of an address", help: help)
        return nil
    }

    /// In other generators `aliases` are old addresses; here nobody would be led from them.
    private mutating func reportAddresses(among aliases: [Reference]) {
        guard let first = aliases.first(where: { $0.value.hasPrefix("/") && $0.value.utf8.count > 2 }) else { return }
        diagnostics.append(
            Diagnostic(
                kinds.unknownValue, at: SourceLocation(file: file, line: first.line),
                "'\(first.value.prefix(80))' is an address, and 'aliases' are other names of the page",
                help: "write 'redirect_from:' in place of 'aliases:'", severity: .warning))
    }

    private mutating func oldAddresses(_ key: String) -> [Reference] {
        references(key).filter { address in
            guard let problem = Self.problem(ofAddress: address.value) else { return true }
            let help = "write a path such as /old/page.aspx?id=7, or an http or https URL"
            report(.badRedirect, address.line, "'\(address.value.prefix(80))' \(problem)", help: help)
            return false
        }
    }

    /// Why `text` is neither a path nor an http(s) URL; nil when it is one.
    static func problem(ofAddress text: String) -> String? {
        if text.isEmpty { return "is empty" }
        if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x5C }) {
            return "holds a blank, a backslash or a control character"
        }
        if text.hasPrefix("//") { return "has no scheme" }
        let head = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let colon = head.firstIndex(of: ":") {
            let scheme = head[..<colon].lowercased()
            guard scheme == "http" || scheme == "https" else { return "is no http or https URL" }
            let rest = text[text.index(after: colon)...]
            guard rest.hasPrefix("//"), let host = rest.dropFirst(2).first, host != "/", host != "?", host != "#" else {
                return "names no host"
            }
            return nil
        }
        let path = text.prefix { $0 != "?" && $0 != "#" }
        let climbs = path.split(separator: "/").contains("..")
        return climbs ? "leaves the site with '..'" : nil
    }

    /// The line of a field by which somebody may have given the page to a group, though not in a way that is read.
    private func unreadGroup(of type: EntityType, hasGroup: Bool) -> Int? {
        if [.person, .group, .topic, .strategy].contains(type) { return nil }
        let hasGroups = type == .event || type == .useCase
        for entry in entries where !Self.usualNames.contains(entry.key) {
            switch entry.key {
            case "group": if !hasGroup { return entry.line }
            case "groups": if !hasGroups || !entry.value.isReferences { return entry.line }
            default:
                let isNear =
                    ["group", "groups"].contains(entry.key.lowercased())
                    || entry.key.count < 9 && nearestName(to: entry.key, among: ["group", "groups"]) != nil
                if isNear { return entry.line }
            }
        }
        return nil
    }

    /// Fields that most pages have: whether they are nearly a "group" need not be asked on each.
    private static let usualNames: Set = [
        "title", "description", "author", "authors", "date", "updated", "tags", "type", "owner", "verified", "source",
    ]

    /// `privacy:` of the source: what is written there but not understood, under a name that is nearly it too, was
    /// private.
    private mutating func privacy() -> String? {
        if let read = text("privacy") { return read }
        let isWritten = entries.contains { entry in
            entry.key.lowercased() == "privacy" || nearestName(to: entry.key, among: ["privacy"]) != nil
        }
        return isWritten ? "unknown" : nil
    }

    private mutating func provenance() -> Provenance? {
        let privacy = privacy()
        let system = text("system")
        if system == nil {
            require("system", in: "'source'", help: "name the system that the page came from, such as confluence")
            guard privacy != nil else { return nil }
        }
        var source = Provenance(system: system ?? "an unknown system")
        source.id = text("id")
        source.url = text("url")
        source.author = text("author")
        source.created = date("created")
        source.modified = date("modified")
        source.place = text("place")
        source.privacy = privacy
        source.exported = text("exported")
        source.importer = text("importer")
        source.sha256 = text("sha256")
        source.losses = texts("losses")
        source.line = line
        return source
    }

    private mutating func migrationState() -> MigrationState? {
        let isWritten = value("status") != nil
        let status: MigrationState.Status? = choice("status")
        if !isWritten { require("status", in: "'migration'", help: "imported, reviewed, accepted or archived") }
        var state = MigrationState(status: status ?? .imported)
        state.reviewedBy = person("reviewed_by")?.value
        state.reviewed = date("reviewed")
        return state
    }
}
