import HearthContent
import HearthModel

/// The content folder as it is now, against what the last build read.
struct ContentState: Sendable {
    /// Pages whose bytes differ, by their place in the record.
    private(set) var changed: [Change] = []
    /// Every file by its place in the record.
    private(set) var files: [Int: ContentFile] = [:]
    /// Why the record does not fit at all: files came, went, or are not pages and differ.
    private(set) var reason: String?

    struct Change: Sendable {
        let place: Int
        let file: ContentFile
        let bytes: [UInt8]
    }

    private enum Finding: Sendable {
        case same
        case changed(Change)
        case other(String)
    }

    /// Reads and hashes every file; modification times are not looked at, for a checkout resets them.
    ///
    /// `listing` has all files of `project` as they are now.
    init(
        _ project: Project, _ record: BuildRecord, _ listing: (files: [ContentFile], diagnostics: [Diagnostic]),
        workers: Int
    ) async throws {
        let (files, diagnostics) = listing
        if let other = Self.leftOutAnew(diagnostics, record) {
            reason = other
            return
        }
        guard files.count == record.files.count else {
            reason = "files were added or removed"
            return
        }
        var places: [String: Int] = [:]
        places.reserveCapacity(record.files.count)
        for (index, file) in record.files.enumerated() { places[file.path] = index }
        let known = places
        let findings = try await mapInParallel(files, workers: workers) { file in
            guard let place = known[file.shownPath], record.files[place].isPage == file.isPage else {
                return Finding.other("\(file.shownPath) is new")
            }
            guard file.isPage else {
                return try file.placed(Self.assetHash(file.absolutePath)) == record.files[place].hash
                    ? .same : .other("\(file.shownPath) changed")
            }
            guard file.size <= ContentLoader.pageByteLimit else { return .other("\(file.shownPath) is too large") }
            guard let bytes = try? FileSystem.read(file.absolutePath) else {
                return .other("\(file.shownPath) cannot be read")
            }
            if file.placed(PageParser.hash(of: bytes[...])) == record.files[place].hash { return .same }
            // The link may lead to another place, with other readers.
            if file.linkTarget != nil { return .other("\(file.shownPath) changed") }
            return .changed(Change(place: place, file: file, bytes: bytes))
        }
        for file in files { known[file.shownPath].map { self.files[$0] = file } }
        for finding in findings {
            switch finding {
            case .same: break
            case .changed(let change): changed.append(change)
            case .other(let why): reason = reason ?? why
            }
        }
        guard reason == nil else { return }
        // A table may lie where no files are listed, and it may have changed after the last build had read it.
        let table = record.tables.first { table in
            let place = places[project.displayPath(ofContent: table.path)]
            let isSeen = place.map { !record.files[$0].isPage && record.files[$0].hash == table.state } ?? false
            return !isSeen && TableSource.state(of: table.path, in: project) != table.state
        }
        reason = table.map { "\(project.displayPath(ofContent: $0.path)) changed" }
    }

    /// What the walk leaves out it tells, and the report of the last build tells what was left out then. As long as both
    /// are the same, the record knows all that there is.
    private static func leftOutAnew(_ told: [Diagnostic], _ record: BuildRecord) -> String? {
        // Also what is told when a page is read, which a walk cannot tell: then everything is made.
        let ofWalk: Set<DiagnosticKind> = [
            .linkOutsideContent, .unreadableFile, .badFileName, .pageAsText, .htmlFile,
        ]
        let before = Set(record.report.diagnostics.filter { ofWalk.contains($0.kind) })
        let now = Set(told.map(\.withoutSecrets))
        if let new = now.subtracting(before).sorted().first {
            return "\(new.location?.file ?? "a part of the content") is left out now"
        }
        return before.subtracting(now).sorted().first.map {
            "\($0.location?.file ?? "a part of the content") was left out before"
        }
    }

    /// `QuickHash` of a file that is no page.
    static func assetHash(_ path: String) throws -> [UInt8] {
        withUnsafeBytes(of: QuickHash.of(try FileSystem.read(path)).littleEndian) { Array($0) }
    }
}
