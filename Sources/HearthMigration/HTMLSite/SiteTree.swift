import HearthModel

/// A file of a saved site.
struct SiteFile: Sendable, Hashable {
    enum Role: Sendable, Hashable {
        case page
        /// Comes along when a page shows it or leads to it.
        case attachment
        /// Never comes along; the rule says why.
        case leftOut(String)
    }

    /// Relative to the folder of the export.
    var path: String
    var role: Role

    /// The folder with its slash; empty at the top.
    var folder: Substring { path.lastIndex(of: "/").map { path[...$0] } ?? "" }
    var name: Substring { path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...] }
}

/// The files of a saved site, and how to find them by the addresses that its pages use.
struct SiteTree: Sendable {
    let root: String
    private(set) var files: [SiteFile] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Links and other things that are no files.
    private(set) var links = 0
    private(set) var unreadableNames = 0
    private var byPath: [String: Int] = [:]
    /// By the path in small letters: Windows did not tell them apart.
    private var byFoldedPath: [String: Int] = [:]
    /// By the name in small letters; -1 for names that several files have.
    private var byName: [String: Int] = [:]
    private var folders: Set<String> = [""]
    /// Whether a crawler has named files by addresses with a query.
    private var hasQueries = false
    /// The address that a page says it was saved from, by its number.
    private(set) var savedAddresses: [Int: String] = [:]
    private var bySavedAddress: [String: Int] = [:]

    private static let maximumDepth = 64

    /// Of one file alone, what lies beside it may be anybody's.
    init(root: String, only file: String? = nil) throws {
        self.root = root
        let name = file?.split(separator: "/").last.map(String.init)
        if let name { files.append(SiteFile(path: name, role: role(of: name))) }
        var pending = name == nil ? [""] : []
        while let folder = pending.popLast() {
            // Of folders that cannot be read the engine tells.
            guard let entries = try? FileSystem.entries(of: folder.isEmpty ? root : root + "/" + folder) else {
                continue
            }
            for entry in entries {
                let path = folder + entry.name
                switch entry.kind {
                case .directory where !entry.isValidName || path.utf8.count { $0 == 0x2F } >= Self.maximumDepth:
                    unreadableNames += 1
                case .directory: pending.append(path + "/")
                case .file where entry.isValidName && !Self.holdsControl(entry.name):
                    files.append(SiteFile(path: path, role: role(of: path)))
                case .file: unreadableNames += 1
                case .symbolicLink, .other: links += 1
                }
            }
        }
        leaveOutProtected()
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        index()
    }

    static let protectedRole = SiteFile.Role.leftOut(
        "the old server protected it (.htaccess, web.config)")

    /// What the old server let only some people read stays out.
    private mutating func leaveOutProtected() {
        var protection = ServerProtection()
        for file in files {
            protection.add(root + "/" + file.path, named: String(file.name), folder: String(file.folder))
        }
        guard !protection.isEmpty else { return }
        var isFound = false
        for index in files.indices where protection.protects(files[index].path) && !files[index].name.hasPrefix(".") {
            files[index].role = Self.protectedRole
            isFound = true
        }
        guard isFound else { return }
        let names = protection.names.joined(separator: ", ")
        diagnostics.append(
            Diagnostic(
                .migrationSourceWarning, at: SourceLocation(file: root),
                "left out, because the old server protected it: \(names)",
                help:
                    "migrate that folder by itself into a restricted group, with --into, and without its .htaccess or web.config"
            ))
    }

    /// Whether the site has a file at the path.
    func holds(_ path: String) -> Bool { byPath[path] != nil }

    private mutating func index() {
        for (number, file) in files.enumerated() {
            byPath[file.path] = number
            let folded = file.path.lowercased()
            if byFoldedPath[folded] == nil { byFoldedPath[folded] = number }
            let name = file.name.lowercased()
            if name.utf8.contains(where: { $0 == 0x3F || $0 == 0x40 }) { hasQueries = true }
            byName[name] = byName[name] == nil ? number : -1
            var folder = file.folder.lowercased()
            while !folder.isEmpty, folders.insert(folder).inserted {
                folder.removeLast()
                folder = folder.lastIndex(of: "/").map { String(folder[...$0]) } ?? ""
            }
        }
    }

    private static func holdsControl(_ name: String) -> Bool {
        name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    }

    // MARK: Roles

    static let pageEndings: Set<String> = ["htm", "html", "xhtml", "xht", "shtml", "shtm", "mht", "mhtml"]
    private static let serverEndings: Set<String> = [
        "asp", "aspx", "ascx", "asa", "asax", "php", "php3", "phtml", "jsp", "cgi", "pl", "cfm", "inc", "config",
        "htaccess",
        "mdb", "accdb", "sql", "pwd", "grp", "htpasswd",
    ]
    private static let programEndings: Set<String> = [
        "exe", "com", "bat", "cmd", "scr", "vbs", "vbe", "wsf", "hta", "jse", "msi", "lnk", "ps1", "jar", "class",
        "swf", "dll",
        "ocx", "cab", "reg",
    ]
    private static let presentationEndings: Set<String> = [
        "css", "js", "mjs", "xsl", "xslt", "eot", "ttf", "woff", "woff2", "map", "htc",
    ]
    private static let leftoverEndings: Set<String> = [
        "mso", "thmx", "bak", "tmp", "lck", "log", "btr", "cnf", "mno", "dwt", "lbi", "fp_folder_info", "db",
        "code-workspace",
        "wmz", "emz", "pub_", "ds_store",
    ]
    private static let leftoverNames: Set<String> = [
        "thumbs.db", "desktop.ini", ".ds_store", "filelist.xml", "colorschememapping.xml", "ws_ftp.log", "robots.txt",
        "editdata.mso", "oledata.mso", "themedata.thmx", "preview.wmf", "props.xml", "props002.xml", "item0001.xml",
    ]

    /// What a crawler has saved under the name of a program is the page that the program made.
    private static let madeEndings: Set<String> = [
        "asp", "aspx", "php", "php3", "phtml", "jsp", "cfm", "cgi", "pl", "do", "stm", "jhtml", "nsf",
    ]

    private func role(of path: String) -> SiteFile.Role {
        let role = Self.role(of: path)
        // `news.php?id=7`, as crawlers write it.
        let name = path.prefix { $0 != "?" }.lowercased()
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        guard role != .page, Self.madeEndings.contains(ending), let size = FileSystem.size(of: root + "/" + path),
            size < 4 << 20, let bytes = try? FileSystem.read(root + "/" + path)
        else { return role }
        switch role {
        case .leftOut(let rule) where rule != Self.serverRule: return role
        default: return Self.isMadePage(bytes) ? .page : role
        }
    }

    /// Whether the file is a page, and has nothing in it that a server would have run.
    private static func isMadePage(_ bytes: [UInt8]) -> Bool {
        let head = Array(bytes.prefix(4096))
        let isPage = (["<html", "<!doctype html", "<head", "<body"] as [StaticString]).contains {
            ByteText.find($0, in: head, from: 0, to: head.count) != nil
        }
        let code: [StaticString] = [
            "<%", "<?php", "<?=", "<cfset", "<cfoutput", "<cfquery", "<jsp:", "runat=\"server\"",
        ]
        return isPage && !code.contains { ByteText.find($0, in: bytes, from: 0, to: bytes.count) != nil }
    }

    private static let serverRule = "programs and data of the old server"

    private static func role(of path: String) -> SiteFile.Role {
        let parts = path.lowercased().split(separator: "/")
        for part in parts {
            if part.hasPrefix("_vti_") || ["_private", "_fpclass", "_overlay", "_borders", "_notes"].contains(part) {
                return .leftOut("files of the editor")
            }
            if part.hasPrefix("."), part.count > 1 { return .leftOut("hidden files") }
            if part == "__macosx" { return .leftOut("hidden files") }
        }
        guard let name = parts.last else { return .leftOut("hidden files") }
        let ending = name.split(separator: ".").count > 1 ? String(name.split(separator: ".").last ?? "") : ""
        if pageEndings.contains(ending) { return .page }
        if serverEndings.contains(ending) { return .leftOut(serverRule) }
        if programEndings.contains(ending) { return .leftOut("programs") }
        if presentationEndings.contains(ending) { return .leftOut("styles and scripts") }
        if leftoverEndings.contains(ending) || leftoverNames.contains(String(name)) || name.hasPrefix("~$") {
            return .leftOut("files of the editor")
        }
        return .attachment
    }

    // MARK: Finding

    /// The number of a file by its exact path.
    func file(at path: String) -> Int? { byPath[path] }

    func isFolder(_ path: String) -> Bool { folders.contains(path.lowercased()) }

    /// Takes in what pages say of the addresses that they were saved from.
    mutating func note(saved: [(page: Int, address: String)]) {
        for (page, address) in saved {
            savedAddresses[page] = address
            guard let key = SavedAddress.key(address), bySavedAddress[key] == nil else { continue }
            bySavedAddress[key] = page
        }
    }

    /// The page that somebody saved from a web address.
    func page(savedFrom address: String) -> Int? {
        if bySavedAddress.isEmpty { return nil }
        return SavedAddress.key(address).flatMap { bySavedAddress[$0] }
    }

    /// The file that an address means (its path decoded, its query as written), for a page in `folder`; nil when
    /// there is none.
    ///
    /// Tries the path as it stands, then in any letter case; a folder means its index page; a path without an ending the
    /// page that servers show there; a path of somebody's disk (`C:/…/web/a.htm`) the file at the longest end of it.
    /// With a query it tries first what crawlers make of one.
    func find(_ address: String, query: String = "", from folder: Substring) -> Int? {
        var address = address[...]
        var parts: [Substring] = []
        if address.hasPrefix("/") {
            address = address.drop { $0 == "/" }
        } else {
            parts = folder.split(separator: "/")
        }
        for part in address.split(separator: "/") {
            if part == "." { continue }
            if part == ".." {
                if !parts.isEmpty { parts.removeLast() }
            } else {
                parts.append(part)
            }
        }
        let path = parts.joined(separator: "/")
        let isFolder = address.hasSuffix("/") || address.isEmpty
        if hasQueries, !query.isEmpty, let found = lookUp(path, query: query, isFolder: isFolder) { return found }
        return lookUp(path, isFolder: isFolder)
    }

    /// `view.php?id=4` is saved as `view.php?id=4.html`, and where names cannot have a question mark with `@` for it.
    private func lookUp(_ path: String, query: String, isFolder: Bool) -> Int? {
        let inside = ["index.html", "index.htm", "index.php"].map { path.isEmpty ? $0 : path + "/" + $0 }
        for base in (isFolder ? [] : [path]) + inside {
            for query in [query, SitePath.percentDecode(query)] {
                for name in [base + "?" + query, base + "@" + query] {
                    for ending in ["", ".html", ".htm"] {
                        if let found = byPath[name + ending] ?? byFoldedPath[(name + ending).lowercased()] {
                            return found
                        }
                    }
                }
            }
        }
        return nil
    }

    private func lookUp(_ path: String, isFolder: Bool) -> Int? {
        if !isFolder, let found = byPath[path] ?? byFoldedPath[path.lowercased()] { return found }
        let trimmed = path.split(separator: "/").map { $0.split(separator: " ").joined(separator: " ") }
            .joined(separator: "/")
        if !isFolder, let found = byFoldedPath[trimmed.lowercased()] { return found }
        for index in Self.indexNames {
            let name = path.isEmpty ? index : path + "/" + index
            if let found = byFoldedPath[name.lowercased()] { return found }
        }
        if path.isEmpty { return nil }
        for ending in ["html", "htm", "shtml", "xhtml", "php", "asp", "aspx"] {
            if let found = byFoldedPath[path.lowercased() + "." + ending], files[found].role == .page { return found }
        }
        return nil
    }

    static let indexNames = [
        "index.htm", "index.html", "default.htm", "default.html", "home.htm", "home.html", "main.htm", "main.html",
        "welcome.htm", "welcome.html", "index.shtml", "index.php", "index.asp", "default.asp", "index.aspx",
        "default.aspx", "index.jsp", "index.cfm",
    ]

    /// The file that a path of another computer ends with: at least its folder and name must agree, or the name be the
    /// only one of its kind.
    func find(disk path: String) -> Int? {
        let parts = path.split(separator: "/")
        for start in parts.indices.dropLast() {
            if let found = byFoldedPath[parts[start...].joined(separator: "/").lowercased()] { return found }
        }
        return parts.last.flatMap { byName[$0.lowercased()] }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
