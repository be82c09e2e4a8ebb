import HearthModel

/// Finds the page or file that was meant by a path that leads nowhere.
///
/// Each part of a path counts by itself: paths of one folder begin alike, and as a whole `groups/lift/no5.md` is near
/// `groups/lift/z.md`. A page that has the name in another folder was moved, or the path starts from elsewhere.
final class NearPaths: Sendable {
    private let lists = Lock([Audience: PathList]())

    /// `paths` gives what exactly one audience may read. A page is not what is meant on the page itself, whose paths are
    /// `own`.
    func nearest(
        to path: String, for audience: Audience, except own: Set<String>, _ paths: (Audience) -> [String]
    ) -> String? {
        let audiences = audience == .everyone ? [.everyone] : [.everyone, audience]
        let known = audiences.map { audience in
            lists.withLock { lists in
                let list = lists[audience] ?? PathList(paths(audience))
                lists[audience] = list
                return list
            }
        }
        let wanted = PathName(path)
        guard !wanted.stem.isEmpty else { return nil }
        return Self.sameName(as: wanted, in: known, own) ?? Self.moved(wanted, in: known, own)
            ?? Self.slip(wanted, in: known, own)
    }

    /// What has the name in its folder, in other capitals or with another ending.
    private static func sameName(as wanted: PathName, in known: [PathList], _ own: Set<String>) -> String? {
        let found = known.compactMap { $0.folders[wanted.folder] }.flatMap { folder in
            folder.names.compactMap { ending, names in
                names[wanted.key].map { (isOther: ending != wanted.ending, path: $0) }
            }
        }
        return found.filter { !own.contains($0.path) }
            .min { ($0.isOther ? 1 : 0, $0.path) < ($1.isOther ? 1 : 0, $1.path) }?.path
    }

    /// What has the name in another folder: the only one, or the one in a folder that is called nearly so.
    private static func moved(_ wanted: PathName, in known: [PathList], _ own: Set<String>) -> String? {
        let found = known.flatMap { $0.named[wanted.nameKey] ?? [] }.filter { !own.contains($0) }
        guard found.count > 1 else { return found.first }
        let folders = Dictionary(found.map { (PathName($0).folder, $0) }) { min($0, $1) }
        guard folders.count > 1 else { return found.min() }
        let (parent, name) = PathName.parted(wanted.folder)
        let beside = folders.keys.map(PathName.parted).filter { $0.folder == parent }.map(\.name)
        return nearestName(to: name, among: beside).flatMap { folders[parent.isEmpty ? $0 : parent + "/" + $0] }
    }

    /// What is called nearly so, in that folder or in one that is called nearly so.
    private static func slip(_ wanted: PathName, in known: [PathList], _ own: Set<String>) -> String? {
        var folder = ""
        for part in wanted.folder.split(separator: "/").map(String.init) {
            let inner = folder.isEmpty ? part : folder + "/" + part
            guard !known.contains(where: { $0.folders[inner] != nil }) else {
                folder = inner
                continue
            }
            let near = known.compactMap { $0.folders[folder]?.nearestFolder(to: part) }
            guard let near = nearestName(to: part, among: near) else { return nil }
            folder = folder.isEmpty ? near : folder + "/" + near
        }
        let found = known.compactMap { $0.folders[folder]?.nearest(to: wanted, except: own) }
        let near = Dictionary(found.map { ($0.name, $0.path) }) { min($0, $1) }
        return near[wanted.key] ?? nearestName(to: wanted.key, among: near.keys).flatMap { near[$0] }
    }
}

/// The parts of a path that are compared.
private struct PathName {
    var folder: String
    /// The name without its ending; of the page of a folder the name of that.
    var stem: String
    /// In small letters; `md` for all forms in which pages are linked.
    var ending: String

    /// Of a file as it is called.
    init(file path: String) {
        let name: String
        (folder, name) = Self.parted(path)
        (stem, ending) = Self.split(name)
    }

    /// Of a page or file as it is linked.
    init(_ path: String) {
        self.init(file: path.split(separator: "/").joined(separator: "/"))
        // The page of a folder has the folder's name.
        if !folder.isEmpty, stem.lowercased() == "index", ending == "md" { (folder, stem) = Self.parted(folder) }
    }

    /// The last part of a path, and what is before it.
    static func parted(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: 0x2F) else { return ("", path) }
        return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
    }

    var key: String { PageNames.key(stem) }
    var nameKey: String { key + "." + ending }

    private static func split(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.utf8.lastIndex(of: 0x2E), dot > name.startIndex else { return (name, "md") }
        let ending = name[name.utf8.index(after: dot)...].lowercased()
        let isEnding =
            (1...8).contains(ending.utf8.count)
            && ending.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        guard isEnding else { return (name, "md") }
        let isPage = ["md", "markdown", "html", "htm"].contains(ending)
        return (String(name[..<dot]), isPage ? "md" : ending)
    }
}

/// The paths that one audience may read.
private final class PathList: Sendable {
    /// Folder, without slashes at its ends → what lies in it.
    let folders: [String: PathFolder]
    /// Name and ending → paths.
    let named: [String: [String]]

    init(_ paths: [String]) {
        var names: [String: PathFolder.Names] = ["": [:]]
        var inner: [String: Set<String>] = [:]
        var named: [String: [String]] = [:]
        func add(_ name: PathName, _ path: String) {
            let other = names[name.folder]?[name.ending]?[name.key]
            names[name.folder, default: [:]][name.ending, default: [:]][name.key] = min(other ?? path, path)
        }
        for path in paths {
            let file = PathName(file: path)
            add(file, path)
            let page = PathName(path)
            let isOfFolder = page.folder != file.folder
            if isOfFolder { add(page, path) }
            let isCommon = !isOfFolder && (PageFileName.isIndex(file.stem) || PageFileName.isReadme(file.stem))
            if !isCommon { named[page.nameKey, default: []].append(path) }
            var folder = file.folder
            while !folder.isEmpty {
                if names[folder] == nil { names[folder] = [:] }
                let (above, last) = PathName.parted(folder)
                guard inner[above, default: []].insert(last).inserted else { break }
                folder = above
            }
        }
        folders = Dictionary(
            uniqueKeysWithValues: names.map { ($0.key, PathFolder($0.value, folders: inner[$0.key] ?? [])) })
        self.named = named
    }
}

/// What lies in one folder.
private final class PathFolder: Sendable {
    /// Ending → name, as it is compared → path.
    typealias Names = [String: [String: String]]

    let names: Names
    private let folders: Set<String>
    private let nearFolders = NearestNames()
    private let nearNames = Lock([String: NearestNames]())

    init(_ names: Names, folders: Set<String>) {
        self.names = names
        self.folders = folders
    }

    func nearestFolder(to name: String) -> String? { nearFolders.nearest(to: name) { Array(folders) } }

    /// What has the same ending and the name, or nearly that.
    func nearest(to wanted: PathName, except own: Set<String>) -> (name: String, path: String)? {
        guard let names = names[wanted.ending] else { return nil }
        if let path = names[wanted.key], !own.contains(path) { return (wanted.key, path) }
        let list = nearNames.withLock { lists in
            let list = lists[wanted.ending] ?? NearestNames()
            lists[wanted.ending] = list
            return list
        }
        var near = list.nearest(to: wanted.key) { Array(names.keys) }
        if let path = near.flatMap({ names[$0] }), own.contains(path) {
            near = nearestName(to: wanted.key, among: names.filter { !own.contains($0.value) }.keys)
        }
        return near.flatMap { name in names[name].map { (name, $0) } }
    }
}
