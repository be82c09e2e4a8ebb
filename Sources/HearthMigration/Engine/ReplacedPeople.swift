import HearthModel

/// Placeholder pages of people who, as `identities.yml` or the directory says since, are somebody of this site. A page
/// that nobody has edited and that nothing refers to goes.
struct ReplacedPeople {
    /// Paths below the content folder.
    private var paths: Set<String> = []

    /// `keys` are those of the placeholders; `isHere` tells of which items this run has files.
    init(_ keys: [String], previous: ImportManifest, contentRoot: String, isHere: (UInt64) -> Bool) throws {
        var handles: [String: String] = [:]
        for key in keys where !isHere(ImportManifest.fingerprint(key)) {
            guard let entry = previous.entry(key: key), let handle = Self.handle(of: entry.path),
                FileSystem.isFile(contentRoot + "/" + entry.path),
                try ImportManifest.hash(ofFile: contentRoot + "/" + entry.path) == entry.hash
            else { continue }
            handles[handle] = entry.path
        }
        guard !handles.isEmpty else { return }
        // What cannot be read may say anything.
        var isWhole = true
        let files = FileSystem.filesBelow(contentRoot) { _ in isWhole = false }
        guard isWhole else { return }
        for file in files where file.hasSuffix(".md") {
            if handles.isEmpty { break }
            let own = Self.handle(of: file)
            guard let page = try? FileSystem.read(contentRoot + "/" + file) else { return }
            for handle in Self.referred(in: page) where handle != own {
                handles[handle] = nil
            }
        }
        paths = Set(handles.values)
    }

    func contains(_ path: String) -> Bool { paths.contains(path) }

    private static func handle(of path: String) -> String? {
        guard path.hasPrefix("people/"), path.hasSuffix(".md") else { return nil }
        return String(path.dropFirst("people/".count).dropLast(3))
    }

    /// The lines of `source:`.
    private static func source(of page: [UInt8], _ head: Range<Int>) -> Range<Int> {
        let lines = FrontMatterLine.lines(of: page, in: head)
        guard let first = lines.firstIndex(where: { page[$0].elementsEqual("source:".utf8) }) else { return 0..<0 }
        let rest = lines[(first + 1)...].prefix { page[$0.lowerBound] == 0x20 }
        return lines[first].lowerBound..<(rest.last ?? lines[first]).upperBound
    }

    /// Whatever may be a handle: words behind `@` and in links, and any word of the front matter but for what the old
    /// system called people.
    static func referred(in page: [UInt8]) -> Set<String> {
        func isWord(_ byte: UInt8) -> Bool {
            byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte == 0x5F || byte == 0x2D
        }
        let head = FrontMatterLine.head(of: page) ?? 0..<0
        let source = source(of: page, head)
        let links = Array("people/".utf8)
        var found: Set<String> = []
        var at = 0
        while at < page.count {
            guard isWord(page[at]) else {
                at += 1
                continue
            }
            let start = at
            while at < page.count, isWord(page[at]) { at += 1 }
            let isNamed =
                start > 0 && page[start - 1] == 0x40 || page[..<start].suffix(links.count).elementsEqual(links)
            guard isNamed || head.contains(start) && !source.contains(start) else { continue }
            // `Jo` is a name, `jo` may be a handle.
            var word = (isNamed ? page[start..<at].string.lowercased() : page[start..<at].string)[...]
            found.insert(String(word))
            // The end of a sentence, or of a file's name.
            while let last = word.last, ".-_".contains(last) { word.removeLast() }
            if word.hasSuffix(".md") { word = word.dropLast(3) }
            found.insert(String(word))
        }
        return found
    }
}
