import HearthContent
import HearthModel
import HearthSite

/// Where people write: forms of the git host, or a mail that the importer threads back (`edit:` of `hearth.yml`).
struct EditLinks: Sendable {
    private let edit: SiteConfiguration.Edit
    private let contentFolder: String
    private let words: Words

    init(_ configuration: SiteConfiguration, _ words: Words) {
        self.words = words
        edit = configuration.edit
        contentFolder = configuration.contentFolder
    }

    /// The edit form of a content file.
    func editURL(_ page: SitePage) -> String? {
        guard let template = edit.url else { return nil }
        return fill(template, path: contentFolder + "/" + page.parsed.path, group: page.parsed.folderGroup)
    }

    /// A new question, in `group` or in none.
    func ask(group: Group?, in site: Site, title: String) -> Context<LinkFields>? {
        askAddress(group: group, in: site, keepsTitle: false).map { Context(title, $0) }
    }

    /// Where a new question is written. `keepsTitle` leaves `{title}` and `{slug}` in, for the page that fills them in
    /// while somebody types.
    func askAddress(group: Group?, in site: Site, keepsTitle: Bool) -> String? {
        let folder: String
        if let group {
            // The group's own folder, which its index.md lies in.
            folder = contentFolder + "/" + site.pages[group.page].parsed.path.dropFileName + "questions"
        } else {
            folder = contentFolder + "/questions"
        }
        if let template = edit.new {
            return fill(template, folder: folder, group: group?.id, keepsTitle: keepsTitle)
        }
        guard let address = mailAddress(group) else { return nil }
        return "mailto:" + address + (keepsTitle ? "?subject={title}" : "")
    }

    /// The mail address of a group.
    func mail(_ group: Group) -> Context<LinkFields>? {
        guard let address = mailAddress(group) else { return nil }
        return Context(SitePath.percentDecode(address), "mailto:" + address)
    }

    /// An answer: the form of the question's file, or a reply by mail.
    func answer(_ page: SitePage, group: Group?) -> Context<LinkFields>? {
        if let url = editURL(page) { return Context(words("Write an answer"), url) }
        guard let address = mailAddress(group) else { return nil }
        let subject = words("Re: {title}##subject of a mail", ["title": Wording.clean(page.title)])
        return Context(words("Answer by mail"), "mailto:\(address)?subject=" + Self.encodeComponent(subject))
    }

    private func mailAddress(_ group: Group?) -> String? {
        guard let template = edit.mail else { return nil }
        if group == nil, template.contains("{group}") { return nil }
        return fill(template, group: group?.id)
    }

    private func fill(
        _ template: String, path: String = "", folder: String = "", group: String? = nil, keepsTitle: Bool = false
    ) -> String {
        var out = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}") else { break }
            switch rest[...close] {
            case "{path}": out += Self.encodePath(path)
            case "{folder}": out += Self.encodePath(folder)
            case "{title}": out += keepsTitle ? "{title}" : ""
            case "{slug}": out += keepsTitle ? "{slug}" : "new-question"
            case "{group}": out += Self.encodeComponent(group ?? "")
            default: out += rest[...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    private static func encodePath(_ text: String) -> String { SitePath.percentEncode(Wording.clean(text)) }

    /// For a query: also `&`, `=`, `+` and their like, which mean something there.
    static func encodeComponent(_ text: String) -> String {
        let reserved: Set<Character> = ["/", "@", "!", "$", "(", ")", "*", "+", ",", ";", "="]
        return SitePath.percentEncode(text).reduce(into: "") { out, character in
            guard reserved.contains(character), let byte = character.asciiValue else {
                out.append(character)
                return
            }
            out += "%" + String(byte, radix: 16, uppercase: true)
        }
    }
}

extension String {
    /// `groups/lift/` of `groups/lift/index.md`.
    var dropFileName: String {
        guard let slash = utf8.lastIndex(of: 0x2F) else { return "" }
        return String(self[...slash])
    }
}
