import Foundation
import HearthContent
import HearthModel
import HearthSite

/// What somebody calls a page by: a file as a shell completes it, or an address as a browser shows it.
struct PageSubject {
    let written: String
    /// The file, below the content folder: by its links resolved, and as it was written.
    let contentFiles: [String]
    /// Addresses without the slash at the beginning, the likely one first; with what follows a question mark.
    let addresses: [String]

    init(_ written: String, _ project: Project) {
        self.written = written
        contentFiles = Self.files(written, project)
        addresses = Self.addresses(written, project.configuration.baseURL)
    }

    /// The page that is meant. A file of the current folder comes before one that the content folder has by that name.
    func page(of site: Site) -> PageIndex? {
        for file in contentFiles {
            if let found = site.pages.indices.first(where: { site.pages[$0].parsed.path == file }) { return found }
        }
        let wanted = paths
        return site.pages.indices.first { index in
            let (page, url) = (site.pages[index].parsed, site.pages[index].url.text)
            return page.file == written || wanted.contains(page.path) || wanted.contains(url)
                || wanted.contains { $0 + "/" == url || $0 == site.pages[index].url.outputFile }
        }
    }

    /// The addresses without what follows a question mark.
    var paths: [String] { addresses.map { String($0.prefix { $0 != "?" }) } }

    func redirect(among redirects: [Redirect]) -> Redirect? {
        redirects.first { $0.from == written }
            ?? redirects.first { redirect in addresses.contains { "/" + $0 == redirect.address } }
    }

    private static func files(_ written: String, _ project: Project) -> [String] {
        let path = written.hasPrefix("/") ? written : FileSystem.currentDirectory + "/" + written
        guard FileSystem.isFile(path), let slash = path.utf8.lastIndex(of: 0x2F),
            let content = FileSystem.realPath(project.contentPath)
        else { return [] }
        let named = FileSystem.realPath(String(path[...slash])).map { $0 + path[slash...] }
        return [named, FileSystem.realPath(path)].compactMap { real in
            real.flatMap { $0.hasPrefix(content + "/") ? String($0.dropFirst(content.count + 1)).precomposed : nil }
        }
    }

    /// Without scheme and server, the path that the site lies below, and the name of a place on the page; decoded.
    private static func addresses(_ written: String, _ baseURL: String?) -> [String] {
        var rest = written[...]
        let scheme = ["https://", "http://"].first { written.lowercased().hasPrefix($0) }
        if let scheme {
            rest = rest.dropFirst(scheme.count)
            rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        let bare = rest.prefix { $0 != "#" }.drop { $0 == "/" }
        let base = baseURL.flatMap { URL(string: $0)?.path } ?? ""
        let below = base.drop { $0 == "/" } + (base.hasSuffix("/") || base.isEmpty ? "" : "/")
        // The query of an old address is kept as it was written.
        let forms = [String(bare).removingPercentEncoding ?? String(bare), String(bare)]
        var found = forms
        if !below.isEmpty {
            let inside = forms.filter { ($0 + "/").hasPrefix(below) }.map { String($0.dropFirst(below.count)) }
            // A browser's address has the site's path for certain.
            found = scheme == nil ? forms + inside : inside + forms
        }
        // `#` may be part of a file's name.
        if scheme == nil, written.contains("#") { found.append(String(written.drop { $0 == "/" })) }
        return found
    }
}
