import Foundation
import HearthModel

/// The settings of `hearth.yml` (content model, section 7).
extension FieldReader {
    mutating func siteConfiguration() -> SiteConfiguration {
        var site = SiteConfiguration()
        if let title = lineOfText("title") {
            site.title = title.value
        } else {
            report(.badSetting, 1, "the site has no title", help: "add a line 'title: Our intranet'")
        }
        site.baseURL = baseURL("baseURL")
        if let language = languageTag("language") {
            (site.language, site.languageLine) = (language.value, language.line)
        }
        site.timeZone = timeZone("timezone") ?? site.timeZone
        site.contentFolder = folder("content") ?? site.contentFolder
        site.contentLine = line(of: "content")
        site.layoutsFolder = folder("layouts") ?? site.layoutsFolder
        site.layoutsLine = value("layouts") == nil ? 0 : line(of: "layouts")
        site.outputFolder = folder("output") ?? site.outputFolder
        if value("nav") != nil { site.nav = navigation("nav") }
        site.footer = reference("footer")
        site.baselineFile = reference("baseline")
        site.gone = gone("gone")
        site.theme = map("theme", example: "{accent: \"#0b5cad\"}") { $0.theme() } ?? site.theme
        site.theme.line = line(of: "theme")
        site.edit =
            map("edit", example: "{url: \"https://git.example/site/edit/main/{path}\"}") { $0.edit() } ?? site.edit
        readLinks(into: &site)
        readRawHTML(into: &site)
        site.questionsPerPage =
            setting("questions", example: "{pageSize: 25}") { $0.positive("pageSize") } ?? site.questionsPerPage
        site.topics = topics("topics")
        if let experts = map(
            "experts", example: "{mode: declared}",
            { ($0.choice("mode") as SiteConfiguration.ExpertMode?, $0.seconds("halfLife")) })
        {
            site.expertMode = experts.0 ?? site.expertMode
            site.expertHalfLife = experts.1 ?? site.expertHalfLife
        }
        site.metricsWindow =
            setting("metrics", example: "{window: P90D}") { $0.seconds("window") } ?? site.metricsWindow
        readAudiences(into: &site)
        if let search = map(
            "search", example: "{enabled: true}", { ($0.bool("enabled"), $0.references("languages"), $0.endpoint()) })
        {
            site.isSearchEnabled = search.0 ?? true
            site.searchLanguages = search.1
            site.searchEndpoint = search.2
        }
        site.publishTargets = publishTargets("publish")
        return site
    }

    /// The one setting of a group, which need not be there: unlike one that could not be read, the group was read then, and
    /// its other names are reported.
    private mutating func setting<Value>(
        _ key: String, example: String, _ read: (inout FieldReader) -> Value?
    ) -> Value? {
        map(key, example: example) { reader in Optional.some(read(&reader)) } ?? nil
    }

    private mutating func theme() -> SiteConfiguration.Theme {
        var theme = SiteConfiguration.Theme()
        if let accent = reference("accent") {
            let isColour =
                accent.value.utf8.count == 7 && accent.value.first == "#"
                && accent.value.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
            if isColour {
                theme.accent = accent
            } else {
                let help = "write six hexadecimal digits in quotes, such as \"#0b5cad\""
                report(.invalidAccent, accent.line, "'accent' is no colour: '\(accent.value)'", help: help)
            }
        }
        theme.logo = reference("logo")
        theme.font = text("font") ?? theme.font
        return theme
    }

    private mutating func edit() -> SiteConfiguration.Edit {
        var edit = SiteConfiguration.Edit()
        edit.url = template("url", variable: "{path}", also: ["{group}"])
        edit.new = template("new", variable: "{folder}", also: ["{group}", "{title}", "{slug}"])
        edit.mail = template("mail", variable: "{group}")
        return edit
    }

    private mutating func gone(_ key: String) -> [Reference] {
        references(key).filter { address in
            if address.value.hasPrefix("/"), !address.value.hasPrefix("//") { return true }
            report(
                .badSetting, address.line, "'gone' has addresses of this site, not '\(address.value)'",
                help: "write it as the message of the lost page has it, such as /groups/lift/old/")
            return false
        }
    }

    /// A text in which something is filled in for each page.
    private mutating func template(_ key: String, variable: String, also others: [String] = []) -> String? {
        guard let template = reference(key) else { return nil }
        let known = [variable] + others
        if let other = template.value.matches(of: #/\{[^{}]*\}/#).map(\.output).first(where: {
            !known.contains(String($0))
        }) {
            let near = nearestName(to: String(other), among: known).map { "did you mean \($0)?" }
            report(
                .badSetting, template.line, "nothing is filled in for '\(other)' of '\(key)'",
                help: near ?? "there \(known.count == 1 ? "is" : "are") \(known.joined(separator: ", "))")
            return nil
        }
        if key == "mail", template.value.contains(where: \.isWhitespace) {
            report(
                .badSetting, template.line, "'mail' is no mail address: '\(template.value)'",
                help: "write it as {group}@lists.example")
            return nil
        }
        if key != "mail", refuseLogin(in: template, key) { return nil }
        // The address is in every page: what is no path or http(s) URL, such as `javascript:`, must not get there.
        if key != "mail", let problem = Self.problem(ofAddress: template.value.replacing(variable, with: "x")) {
            let help = "write the git host's address: https://git.example/…/\(variable)"
            report(.badSetting, template.line, "'\(key)' \(problem): '\(template.value)'", help: help)
            return nil
        }
        // Without a scheme it would be a page of this site, below the one with the button.
        if key != "mail", !template.value.hasPrefix("/"), !template.value.contains("://") {
            report(
                .badSetting, template.line, "'\(key)' has no scheme: '\(template.value)'",
                help: "write https://\(template.value)")
            return nil
        }
        if template.value.contains(variable) { return template.value }
        report(
            .badSetting, template.line, "'\(key)' does not say where \(variable) goes", help: "put \(variable) into it")
        return nil
    }

    /// `links: warn` sets both checks of the site's own links.
    private mutating func readLinks(into site: inout SiteConfiguration) {
        guard let written = value("links") else { return }
        if case .scalar = written.content {
            guard let level = linkLevel("links") else { return }
            (site.brokenLinks, site.brokenAnchors) = (level, level)
            return
        }
        let levels = map("links", example: "{broken: warn}") { reader -> [SiteConfiguration.LinkLevel?] in
            [reader.linkLevel("broken"), reader.linkLevel("anchors"), reader.linkLevel("external")]
        }
        guard let levels else { return }
        site.brokenLinks = levels[0] ?? site.brokenLinks
        site.brokenAnchors = levels[1] ?? site.brokenAnchors
        site.externalLinks = levels[2] ?? site.externalLinks
    }

    /// `warning` is the word of `--level`, and means the same.
    private mutating func linkLevel(_ key: String) -> SiteConfiguration.LinkLevel? {
        if let value = value(key), case .scalar("warning", _) = value.content { return .warn }
        return choice(key)
    }

    private mutating func readRawHTML(into site: inout SiteConfiguration) {
        let content = site.contentFolder
        let read = map("rawHTML", example: "{allow: [Content/legacy]}") { reader -> (all: Bool, folders: [Reference]) in
            let mode: RawHTMLDefault? = reader.choice("default")
            let folders = reader.references("allow")
            for folder in folders
            where folder.value != content && !folder.value.hasPrefix(content + "/") && content != "." {
                let help = "write it as \(content)/\(folder.value)"
                reader.report(.badSetting, folder.line, "'\(folder.value)' is no folder of the content", help: help)
            }
            return (mode == .allow, folders)
        }
        guard let read else { return }
        site.rawHTMLFolders = (read.all ? [content] : []) + read.folders.map(\.value)
        site.rawHTMLAllowed = read.folders
    }

    private mutating func topics(_ key: String) -> [(tag: Reference, fields: TopicFields)] {
        map(key, example: "{pumps: {label: Pumps}}") { reader in
            var topics: [(tag: Reference, fields: TopicFields)] = []
            for entry in reader.entries {
                let tag = Located(entry.key, line: entry.line)
                if entry.value.isNull {
                    _ = reader.value(entry.key)
                    topics.append((tag, TopicFields()))
                    continue
                }
                let fields = reader.map(entry.key, example: "{label: Pumps}") { topic in
                    let description = topic.lineOfText("description")?.value
                    return topic.topicFields(title: nil, description: description)
                }
                if let fields { topics.append((tag, fields)) }
            }
            return topics
        } ?? []
    }

    private mutating func readAudiences(into site: inout SiteConfiguration) {
        let read = map("audiences", example: "{lift: \"cn=lift,ou=groups,dc=corp\"}") {
            reader -> (groups: [Reference], names: [String: String]) in
            var names: [String: String] = [:]
            for entry in reader.entries { names[entry.key] = reader.text(entry.key) }
            return (reader.entries.map { Located($0.key, line: $0.line) }, names)
        }
        guard let read else { return }
        (site.audienceGroups, site.audiences) = (read.groups, read.names)
    }

    private mutating func publishTargets(_ key: String) -> [SiteConfiguration.PublishTarget] {
        hidesValues = true
        defer { hidesValues = false }
        return map(key, example: "{live: {folder: /srv/intranet}}") { reader in
            var targets: [SiteConfiguration.PublishTarget] = []
            for entry in reader.entries {
                let target = reader.map(entry.key, example: "{folder: /srv/intranet}") { $0.publishTarget(entry) }
                if let target { targets.append(target) }
            }
            return targets
        } ?? []
    }

    private mutating func publishTarget(_ entry: YAMLEntry) -> SiteConfiguration.PublishTarget? {
        var target = SiteConfiguration.PublishTarget(name: entry.key, line: entry.line)
        target.folder = text("folder")
        target.rsync = text("rsync")
        target.rclone = text("rclone")
        target.keep = positive("keep")
        target.maxDelete = integer("maxDelete")
        if let share = target.maxDelete, !(0...100).contains(share) {
            report(.badSetting, line(of: "maxDelete"), "'maxDelete' is a share in percent, from 0 to 100")
        }
        for form in references("compress") {
            guard ["gzip", "brotli"].contains(form.value) else {
                report(.badSetting, form.line, "'compress' knows 'gzip' and 'brotli' only")
                continue
            }
            target.compress.append(form.value)
        }
        guard checkPlaces(of: target, line: entry.line) else { return nil }
        guard [target.folder, target.rsync, target.rclone].count(where: { $0 != nil }) == 1 else {
            let help = "write {folder: /srv/intranet}, {rsync: host:/path} or {rclone: \"remote:path\"}"
            let what = "needs one of 'folder', 'rsync' and 'rclone', and no more than one"
            report(.badSetting, entry.line, "'\(entry.key)' \(what)", help: help)
            return nil
        }
        return target
    }

    /// What could be read as a flag of another program, leads out of the folder where caches lie, or holds a password
    /// that nothing reads, is no place. No message says what is written there.
    private mutating func checkPlaces(of target: SiteConfiguration.PublishTarget, line: Int) -> Bool {
        let isName = target.name.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        if !isName || target.name.isEmpty || target.name.hasPrefix(".") || target.name.hasPrefix("-") {
            let help = "name it with letters, digits and hyphens, such as live"
            report(.badSetting, line, "a place to publish to has a name that cannot be one of a folder", help: help)
            return false
        }
        for (kind, place) in [("folder", target.folder), ("rsync", target.rsync), ("rclone", target.rclone)] {
            guard let place else { continue }
            let isPlain = !place.hasPrefix("-") && !place.utf8.contains { $0 < 0x20 || $0 == 0x7F }
            guard isPlain, kind == "folder" || place.contains(":") || place.hasPrefix("/") else {
                let help = "write {folder: /srv/intranet}, {rsync: host:/path} or {rclone: \"remote:path\"}"
                report(.badSetting, line, "'\(kind)' of '\(target.name)' is no place to publish to", help: help)
                continue
            }
            guard kind != "folder" || place != "~" && !place.hasPrefix("~/") else {
                let help = "only shells know '~': write the whole path, such as /home/ada/site"
                report(.badSetting, line, "'folder' of '\(target.name)' begins with '~'", help: help)
                return false
            }
            guard kind == "rclone" || !Self.holdsPassword(place) else {
                let help =
                    kind == "rsync"
                    ? "leave it out: rsync uses the keys of ssh, and for a daemon the variable RSYNC_PASSWORD"
                    : "a folder is one of this machine; for another one there are rsync: and rclone:"
                report(.badSetting, line, "'\(kind)' of '\(target.name)' holds a password", help: help)
                return false
            }
        }
        return true
    }

    /// `user:password@host:path` and `scheme://user:password@host`.
    private static func holdsPassword(_ place: String) -> Bool {
        // `host:/srv/a@b` and `host:873/x@y` are paths; what else stands between a colon and `@` is a password.
        place.contains(#/^[^\/@:]*:(?!\/).*@/#) || place.contains(#/^[^\/@:]*:.*@[^\/@]*:/#)
            || place.contains(#/^(?:[A-Za-z+.-]+:)?\/\/[^\/@]*:(?![0-9]+(?:\/|$)).*@/#)
    }

    /// Whether an address names a user, and so perhaps a password: pages would hold it, for every reader.
    mutating func refuseLogin(in address: Reference, _ key: String) -> Bool {
        guard address.value.contains(#/^(?:[A-Za-z+.-]+:)?(?:\/\/)?[^\/?#]*@/#) else { return false }
        let help = "leave out what stands before '@': browsers ask their users"
        report(.badSetting, address.line, "'\(key)' holds a name or a password for a server", help: help)
        return true
    }

    // MARK: Values

    /// Where a search server answers. It is in every page, so nothing that a browser would run may get there.
    private mutating func endpoint() -> String? {
        guard let endpoint = reference("endpoint"), !refuseLogin(in: endpoint, "endpoint") else { return nil }
        if endpoint.value.hasPrefix("/"), !endpoint.value.hasPrefix("//") { return endpoint.value }
        guard endpoint.value.contains("://"), Self.problem(ofAddress: endpoint.value) == nil else {
            let help = "write https://search.example/hearth/_search, or a path such as /opensearch/hearth/_search"
            report(
                .badSetting, endpoint.line, "'endpoint' is no http or https address: '\(endpoint.value)'", help: help)
            return nil
        }
        return endpoint.value
    }

    /// An absolute URL, with a trailing slash whether or not one was written.
    private mutating func baseURL(_ key: String) -> String? {
        guard let url = reference(key), !refuseLogin(in: url, key) else { return nil }
        let (read, problem) = BaseURL.read(url.value)
        if let problem {
            let help = "write the address of the site's first page: https://intranet.example/"
            report(.badSetting, url.line, "'\(key)' \(problem): '\(url.value)'", help: help)
        }
        return read
    }

    private mutating func timeZone(_ key: String) -> String? {
        guard let zone = reference(key) else { return nil }
        if zone.value == "UTC" || TimeZone(identifier: zone.value) != nil { return zone.value }
        let nearest = nearestName(to: zone.value, among: TimeZone.knownTimeZoneIdentifiers)
        let help = nearest.map { "did you mean '\($0)'?" } ?? "write a name such as Europe/Oslo"
        report(.badSetting, zone.line, "no time zone is called '\(zone.value)'", help: help)
        return nil
    }

    /// A folder without a slash at the end.
    private mutating func folder(_ key: String) -> String? {
        guard var folder = text(key) else { return nil }
        while folder.hasPrefix("./") { folder.removeFirst(2) }
        while folder.utf8.count > 1, folder.last == "/" { folder.removeLast() }
        guard folder != "~", !folder.hasPrefix("~/") else {
            let help = "only shells know '~': write a folder beside hearth.yml, or the whole path"
            report(.badSetting, line(of: key), "'\(key)' begins with '~'", help: help)
            return nil
        }
        return folder.isEmpty ? "." : folder
    }

    private mutating func positive(_ key: String) -> Int? {
        guard let number = integer(key) else { return nil }
        if number > 0 { return number }
        report(.badSetting, line(of: key), "'\(key)' must be at least 1")
        return nil
    }

    private mutating func seconds(_ key: String) -> Int64? {
        guard let duration = duration(key) else { return nil }
        if duration.seconds > 0 { return duration.seconds }
        report(.badSetting, line(of: key), "'\(key)' must be longer than nothing")
        return nil
    }
}

private enum RawHTMLDefault: String, CaseIterable {
    case drop, allow
}
