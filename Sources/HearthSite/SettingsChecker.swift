import HearthContent
import HearthModel

/// Checks the settings that name files, folders and groups of the content: one that names nothing has no effect, and
/// nobody would be told.
struct SettingsChecker {
    private(set) var diagnostics: [Diagnostic] = []
    private let project: Project

    /// `assets` are those of the site.
    init(_ project: Project, _ content: ParsedContent, assets: [SiteAsset]) {
        self.project = project
        checkLogo(assets)
        checkRawHTML(content)
        checkAudiences(content)
        checkGone(content)
    }

    private mutating func checkLogo(_ assets: [SiteAsset]) {
        guard let logo = project.configuration.theme.logo else { return }
        guard let asset = assets.first(where: { $0.file.path == logo.value }) else {
            let near = nearestName(to: logo.value, among: assets.lazy.map(\.file.path))
            let help = "the path starts in \(project.configuration.contentFolder)/"
            report(
                .badSetting, logo, "logo: there is no file '\(logo.value)'",
                help: near.map { "did you mean '\($0)'? \(help)" } ?? help)
            return
        }
        guard asset.audience != .everyone else { return }
        report(
            .badSetting, logo, "logo: the file '\(logo.value)' belongs to a restricted group",
            help: "move it out of the folder of the group")
    }

    private mutating func checkRawHTML(_ content: ParsedContent) {
        let root = project.configuration.contentFolder
        for wanted in project.configuration.rawHTMLAllowed {
            var name = wanted.value[...]
            while name.last == "/" { name.removeLast() }
            // A folder that is not of the content has been reported.
            guard name.hasPrefix(root + "/") else { continue }
            let prefix = name.dropFirst(root.count + 1) + "/"
            if content.pages.contains(where: { $0.path.hasPrefix(prefix) }) { continue }
            if content.assets.contains(where: { $0.path.hasPrefix(prefix) }) { continue }
            let folders = Set(content.pages.map(\.folder)).map { root + "/" + $0.dropLast() }
            report(
                .badSetting, wanted, "allow: there are no pages in '\(wanted.value)'",
                help: Directory.didYouMean(String(name), among: folders))
        }
    }

    private mutating func checkAudiences(_ content: ParsedContent) {
        guard !project.configuration.audienceGroups.isEmpty else { return }
        // Also those that are not in this build, such as drafts.
        let groups = content.pages.filter { $0.type == .group }.map(\.id)
        for group in project.configuration.audienceGroups where !groups.contains(group.value) {
            report(
                .unknownGroup, group, "audiences: there is no group '\(group.value)'",
                help: Directory.didYouMean(group.value, among: groups))
        }
    }

    /// A page at such an address could vanish again one day, and nobody would be told.
    private mutating func checkGone(_ content: ParsedContent) {
        guard !project.configuration.gone.isEmpty else { return }
        let pages = Dictionary(
            content.pages.map { (SitePath.trimmed($0.url.description), $0) }, uniquingKeysWith: { a, _ in a })
        for address in project.configuration.gone {
            guard let page = pages[SitePath.trimmed(SitePath.percentDecode(address.value))] else { continue }
            report(
                .badSetting, address, "gone: there is a page at '\(address.value)'",
                help: "take the address out of gone:, or delete \(page.file)")
        }
    }

    private mutating func report(_ kind: DiagnosticKind, _ place: Reference, _ summary: String, help: String?) {
        let location = SourceLocation(file: project.configurationFile, line: place.line)
        diagnostics.append(Diagnostic(kind, at: location, summary, help: help))
    }
}
