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
        run.result.diagnostics.append(
            Diagnostic(
                .brokenLink, at: place(link, run), "\(what) '\(link.destination)'",
                help: absence?.reason ?? otherForm(link, path: path, run)
                    ?? nearest(to: path, isPicture: link.form == .image, run),
                severity: severity))
    }

    /// `[words]()`: what was forgotten is no reason to stop a site, and an importer knows of nothing else.
    func reportEmpty(_ link: MarkdownDocument.Link, _ run: inout Run) {
        guard configuration.brokenLinks.severity != nil, run.text.page.map({ pages[$0].common.source == nil }) ?? true
        else { return }
        run.result.diagnostics.append(
            Diagnostic(
                .brokenLink, at: place(link, run), "\(link.form == .image ? "the picture" : "the link") has no address",
                help: "write one between the parentheses, or remove '()' and the brackets", severity: .warning))
    }

    /// The page or file that was probably meant by a path. A page is no picture.
    func nearest(to path: String, isPicture: Bool, _ run: Run) -> String? {
        let path = String(path.map { $0 == "\\" ? "/" : $0 })
        let joined = path.hasPrefix("/") ? String(path.drop { $0 == "/" }) : Self.join(run.text.folder, path) ?? path
        let own = run.text.page.map { Set([pages[$0].path, pages[$0].usualPath]) } ?? []
        let meant =
            isPicture
            ? names.nearestAssetPath(to: joined, for: run.audience)
            : names.nearestContentPath(to: joined, for: run.audience, except: own)
        return meant.map { "did you mean '\(Self.address(ofContent: $0))'?" }
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
        } else if ["toc", "_toc_"].contains(target.lowercased()) {
            help = "remove it: a page lists its headings by itself"
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
                    ?? Directory.newPerson(handle) + "; write \\@ if no person is meant",
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
    /// what Markdown or an address would read as something else percent-encoded. `rest` are its query and anchor.
    static func address(ofContent path: String, _ rest: String = "") -> String {
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
        let address = String(decoding: text, as: UTF8.self) + rest
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
        let address = Self.address(ofContent: wanted, fragment.map { "#" + $0 } ?? "")
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
