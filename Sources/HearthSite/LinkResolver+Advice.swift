import HearthContent
import HearthMarkdown
import HearthModel

/// What is said about links that lead nowhere, and the way out: whoever copies it has a link that works.
extension LinkResolver {
    func reportBroken(_ link: MarkdownDocument.Link, path: String, _ run: inout Run) {
        guard let severity = configuration.brokenLinks.severity else { return }
        let joined = path.hasPrefix("/") ? String(path.drop { $0 == "/" }) : Self.join(run.text.folder, path) ?? path
        let absence = directory.absent.at(path: joined)
        if let absence, absence.isByDate {
            reportAbsent(link, absence, &run)
            return
        }
        let what = link.form == .image ? "no file" : "no page or file"
        guard !Self.isForeign(link.destination) else {
            run.result.diagnostics.append(
                Diagnostic(
                    .brokenLink, at: place(link, run), "'\(link.destination)' is an address of another program",
                    help: "write the path of the page or file, without braces", severity: severity))
            return
        }
        // A page is no picture.
        let meant =
            link.form == .image
            ? names.nearestAssetPath(to: joined, for: run.audience)
            : names.nearestContentPath(to: joined, for: run.audience)
        run.result.diagnostics.append(
            Diagnostic(
                .brokenLink, at: place(link, run), "\(what) '\(link.destination)'",
                help: absence?.reason ?? elsewhere(link)
                    ?? meant.map { "did you mean '\(Self.address(ofContent: $0))'?" },
                severity: severity))
    }

    /// Addresses of another kind than they were written as; what is there is not asked.
    private func elsewhere(_ link: MarkdownDocument.Link) -> String? {
        let text = link.destination
        let head = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if head.prefix(4).lowercased() == "www.", head.dropFirst(4).contains(".") { return "write 'https://\(text)'" }
        let mail = head.split(separator: "@", omittingEmptySubsequences: false)
        if head.count == text.count || text.dropFirst(head.count).first == "?", mail.count == 2, !mail[0].isEmpty,
            mail[1].dropFirst().contains("."), PathEnding.of(text) == nil
        {
            return "write 'mailto:\(text)'"
        }
        let content = configuration.contentFolder + "/"
        guard content != "./", text.hasPrefix(content) || text.hasPrefix("/" + content) else { return nil }
        let path = text.drop { $0 == "/" }.dropFirst(content.count)
        return "paths begin in \(content): write '/\(path)'"
    }

    /// Whether an address holds a piece of a template of another generator: `{{ site.baseurl }}/page`.
    private static func isForeign(_ destination: String) -> Bool {
        let text = Array(destination.utf8)
        return text.indices.dropLast().contains { text[$0] == 0x7B && (text[$0 + 1] == 0x7B || text[$0 + 1] == 0x25) }
    }

    func reportBrokenWiki(_ link: MarkdownDocument.Link, _ target: String, _ run: inout Run) {
        guard let severity = configuration.brokenLinks.severity else { return }
        var summary = "no page is called '\(target)'"
        var help: String?
        if let absence = absence(wiki: target, run) {
            if absence.isByDate {
                reportAbsent(link, absence, &run)
                return
            }
            summary = "the page '\(target)' is not published"
            help = absence.reason
        } else if link.isPicture {
            summary = "no file is called '\(target)'"
            let name = target.utf8.lastIndex(of: 0x2F).map { target[target.utf8.index(after: $0)...] } ?? target[...]
            help =
                names.nearestAssetName(to: String(name), for: run.audience).map { "did you mean ![[\($0)]]?" }
                ?? "put a file of that name into the content folder, or correct the name"
        } else {
            help =
                Self.fileHelp(target)
                ?? names.nearestWikiName(to: target, for: run.audience).map { "did you mean [[\($0)]]?" }
        }
        run.result.diagnostics.append(
            Diagnostic(.brokenLink, at: place(link, run), summary, help: help, severity: severity))
    }

    /// Why the page that a wiki link names is not in this build, where the readers of this one may know of it.
    private func absence(wiki target: String, _ run: Run) -> Absence? {
        let absent = directory.absent
        if let absence = absent.files[target] ?? absent.files[target + ".md"] { return absence }
        return leftOutNames.hides(target, from: run.audience) ? nil : absent.named(target)
    }

    /// The words stand without a link until the page is there. On the day when one goes nobody has touched a file, and
    /// what others want to publish must not wait for that.
    private func reportAbsent(_ link: MarkdownDocument.Link, _ absence: Absence, _ run: inout Run) {
        run.result.diagnostics.append(
            Diagnostic(
                .absentPage, at: place(link, run), "the page '\(link.destination)' is not on the site at the moment",
                help: absence.reason))
    }

    func reportUnknownPerson(_ link: MarkdownDocument.Link, _ run: inout Run) {
        let handle = link.destination
        let isHidden = leftOutNames.hides("@" + handle, from: run.audience)
        let absence = isHidden ? nil : directory.absent.person(handle)
        if let absence, absence.isByDate {
            reportAbsent(link, absence, &run)
            return
        }
        run.result.diagnostics.append(
            Diagnostic(
                .unknownPerson, at: place(link, run), "nobody has the handle '@\(handle)'",
                help: absence?.reason ?? directory.likelyPerson(handle, for: people(for: run.audience))
                    ?? "add Content/people/\(handle).md, or write \\@ if no person is meant",
                severity: .warning))
    }

    /// Wiki links name pages; other programs have files in them too.
    private static func fileHelp(_ target: String) -> String? {
        guard let ending = PathEnding.of(target) else { return nil }
        let address = address(ofContent: String(target.drop { $0 == "/" }))
        let relative = target.hasPrefix("/") ? address : address.replacing("/", with: "", maxReplacements: 1)
        return PathEnding.pictures.contains(ending)
            ? "a picture is written ![what it shows](\(relative))" : "a file is written [words](\(relative))"
    }

    /// The address of a content file as it is written in Markdown: in `<…>` where it has a blank or a parenthesis, and with
    /// what Markdown or an address would read as something else percent-encoded.
    static func address(ofContent path: String) -> String {
        let bytes = Array(("/" + path).utf8)
        let hasSemicolon = bytes.contains(0x3B)
        var text: [UInt8] = []
        var needsBrackets = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            // A blank at the end would be taken for none.
            case 0x20 where index < bytes.count - 1, 0x28, 0x29:
                needsBrackets = true
                text.append(byte)
            case 0x00...0x20, 0x22, 0x23, 0x25, 0x3C, 0x3E, 0x3F, 0x5B, 0x5C, 0x5D, 0x60, 0x7C, 0x7F:
                text += SitePath.percentEncode(String(UnicodeScalar(byte))).utf8
            // `&copy;` is a letter in Markdown.
            case 0x26 where hasSemicolon: text += "%26".utf8
            default: text.append(byte)
            }
        }
        let address = String(decoding: text, as: UTF8.self)
        return needsBrackets ? "<" + address + ">" : address
    }

    // MARK: - Other places

    func checkExternal(_ link: MarkdownDocument.Link, _ run: inout Run) {
        guard let severity = configuration.externalLinks.severity else { return }
        let text = link.destination
        guard text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("//") else { return }
        let rest = text.drop { $0 != "/" }.drop { $0 == "/" }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard host.isEmpty || text.utf8.contains(0x20) else { return }
        run.result.diagnostics.append(
            Diagnostic(.externalLink, at: place(link, run), "'\(text)' is not a valid address", severity: severity))
    }

    /// A link to the reader's own computer, most often copied from the preview.
    func checkOwnComputer(_ link: MarkdownDocument.Link, _ run: inout Run) {
        guard configuration.brokenLinks.severity != nil, let path = Self.pathOnOwnComputer(link.destination) else {
            return
        }
        let (place, fragment) = Self.split(path, at: 0x23)
        let wanted = SitePath.percentDecode(String(Self.split(place, at: 0x3F).0.drop { $0 == "/" }))
        let isKnown = !wanted.isEmpty && names.target(rootPath: wanted) != nil
        // Instructions name such an address as it is, and lead to no page of this site.
        guard isKnown || link.form != .bareURL else { return }
        let known = Self.address(ofContent: wanted)
        let anchor = fragment.map { "#" + $0 } ?? ""
        let address = known.hasSuffix(">") ? known.dropLast() + anchor + ">" : known + anchor
        run.result.diagnostics.append(
            Diagnostic(
                .ownComputerLink, at: self.place(link, run), "'\(link.destination)' is each reader's own computer",
                help: isKnown
                    ? (link.form == .bareURL ? "link to the page: [words](\(address))" : "write '\(address)'")
                    : "write the path of the page or file, or put the address in backticks if no link is meant"))
    }

    /// What follows the host of an address of the computer that asks; nil for all other addresses.
    private static func pathOnOwnComputer(_ destination: String) -> Substring? {
        let head = destination.prefix(32).lowercased()
        guard let scheme = ["http://", "https://"].first(where: head.hasPrefix) else { return nil }
        let rest = destination.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        var name = host[...]
        if let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isNumber) {
            name = host[..<colon]
        }
        guard ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"].contains(name.lowercased()) else { return nil }
        return rest[host.endIndex...]
    }
}

/// The endings by which a file is told from a page's title or a host.
private enum PathEnding {
    static let pictures: Set = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff", "heic"]
    private static let files: Set = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "tsv", "txt", "zip", "mp3",
        "mp4",
        "mov", "drawio", "vsdx",
    ]

    /// In small letters; nil for all others.
    static func of(_ path: String) -> String? {
        guard let dot = path.utf8.lastIndex(of: 0x2E), dot > path.startIndex else { return nil }
        let ending = path[dot...].dropFirst().lowercased()
        return pictures.contains(ending) || files.contains(ending) ? ending : nil
    }
}
