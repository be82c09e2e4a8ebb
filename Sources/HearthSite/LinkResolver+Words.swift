import HearthMarkdown
import HearthModel

/// `[text](some words)` and `[text] (name.md)`, which are no links in Markdown.
extension LinkResolver {
    /// Says so where a page or file that this text's readers see has that name: then it was meant as a link. Elsewhere they
    /// are words in parentheses.
    func reportWords(_ link: MarkdownDocument.Link, _ run: inout Run) {
        let (name, fragment) = Self.split(Substring(link.destination), at: 0x23)
        let anchor = fragment.map { "#" + $0 } ?? ""
        let label = link.label ?? ""
        guard link.destination.contains(where: \.isWhitespace) else { return reportGap(link, String(name), run: &run) }
        let hyphened = String(name.map { $0 == " " ? "-" : $0 })
        let advice: String
        if isFile(String(name), run) {
            advice = "put it in <…>: [\(label)](<\(name)\(anchor)>)"
        } else if isFile(hyphened, run) {
            advice = "write [\(label)](\(hyphened)\(anchor))"
        } else if names.candidates(wiki: String(name)).contains(where: { isShown(.page($0), run) }) {
            let isSame = label.isEmpty || PageNames.key(label) == PageNames.key(String(name))
            advice = "write [[\(name)\(anchor)\(isSame ? "" : "|" + label)]]"
        } else {
            return
        }
        run.result.diagnostics.append(
            Diagnostic(
                .blankInAddress, at: place(link, run),
                "the address '\(link.destination)' has a blank, so this is no link",
                help: advice))
    }

    /// An address behind a blank is one where it leads somewhere.
    private func reportGap(_ link: MarkdownDocument.Link, _ name: String, run: inout Run) {
        guard isFile(SitePath.percentDecode(name), run) else { return }
        run.result.diagnostics.append(
            Diagnostic(
                .blankInAddress, at: place(link, run),
                "a blank stands before the address '(\(link.destination))', so this is no link",
                help: "write [\(link.label ?? "")](\(link.destination))"))
    }

    private func isFile(_ name: String, _ run: Run) -> Bool {
        guard let path = Self.join(name.hasPrefix("/") ? "" : run.text.folder, name),
            let target = names.target(contentPath: path)
        else {
            return false
        }
        return isShown(target, run)
    }

    func isShown(_ target: LinkTarget, _ run: Run) -> Bool {
        switch target {
        case .page(let found):
            let page = hosts[found] ?? found
            return audiences[page].contains(run.audience) && !hiddenPeople.contains(page)
        case .asset(let index): return assets[index].audience.contains(run.audience)
        case .generated: return true
        }
    }
}
