import Foundation
package import HearthModel

/// When each content file was first and last changed, from one pass over git's log.
package struct GitHistory: Sendable {
    /// Whether the clone holds only the last commits: then there are no dates, because all would be wrong.
    package private(set) var isShallow = false
    private var dates: [String: Span] = [:]
    /// Of the files that are looked at closely: the newest edits, of which it is not known yet whether they changed what
    /// the page says.
    var edits: [String: [Edit]] = [:]
    /// The files whose edits are looked at.
    private var pages: Set<String> = []

    private struct Span: Sendable {
        var first: Int64
        /// When the file last changed; nil as long as only moves, changes of its mode and bookkeeping are known.
        var last: Int64?
    }

    /// The dates (of the authors' clocks) of the file at `path` below the content folder; nil when git does not know
    /// it.
    package subscript(path: String) -> (created: Timestamp, updated: Timestamp)? {
        guard let span = dates[path] else { return nil }
        let last = span.last ?? span.first
        return (Timestamp(seconds: span.first, hasTime: true), Timestamp(seconds: last, hasTime: true))
    }

    /// Reads the history of `contentFolder` (relative to `projectRoot` or absolute). Nil, and often a note, when there
    /// is none: outside a repository, without git, or when git refuses. Of `pages`, paths below the content folder, commits
    /// that only kept the books are no changes: of others that need not be known.
    package static func read(
        projectRoot: String, contentFolder: String, pages: Set<String> = []
    ) -> (GitHistory?, [Diagnostic]) {
        let content = contentFolder.hasPrefix("/") ? contentFolder : projectRoot + "/" + contentFolder
        guard let folder = FileSystem.realPath(content), isInRepository(folder) else { return (nil, []) }
        let probe = Git.run(["rev-parse", "--is-shallow-repository"], in: folder, keepsErrors: true)
        guard let probe else {
            let help = "install git, or write 'date:' and 'updated:' into the pages"
            return (
                nil,
                [
                    Diagnostic(
                        .gitUnavailable, at: nil, "git is not installed, so pages have no dates from it", help: help)
                ]
            )
        }
        guard probe.status == 0 else { return (nil, refusal(probe.errors, folder: projectRoot)) }
        var history = GitHistory()
        if probe.output.starts(with: Array("true".utf8)) {
            history.isShallow = true
            let help = "fetch the whole history: 'fetch-depth: 0' in the checkout step, or 'git fetch --unshallow'"
            let summary = "the clone is shallow, so no dates are taken from git"
            return (history, [Diagnostic(.shallowClone, at: nil, summary, help: help)])
        }
        // A page that moves takes its links along, so it is seldom the same to the byte. Beyond the limit git compares
        // only files that kept their names, and hashes. Settings of the user's must not change what is printed.
        let log = Git.run(
            [
                "-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "log.follow=false", "log",
                "--format=%x01%at", "--raw", "--no-abbrev", "-z", "--no-color", "--no-ext-diff", "-M70%", "-l400",
                "--relative", "--", ".",
            ], in: folder)
        guard let log, log.status == 0 else {
            // Before the first commit there is no log, and nothing wrong.
            let isEmpty = Git.run(["rev-parse", "-q", "--verify", "HEAD"], in: folder)?.status != 0
            return (history, isEmpty ? [] : Self.refusal(log?.errors ?? "", folder: folder))
        }
        history.pages = pages
        history.readLog(log.output)
        history.settle { Self.agreements($0, in: folder) }
        history.pages = []
        return (history, [])
    }

    /// What stands for everything that `read` would find: the last commit, and whether the clone is shallow. Empty
    /// outside a repository.
    package static func state(projectRoot: String, contentFolder: String) -> String {
        let content = contentFolder.hasPrefix("/") ? contentFolder : projectRoot + "/" + contentFolder
        guard let folder = FileSystem.realPath(content), isInRepository(folder) else { return "" }
        let found = Git.run(["rev-parse", "--is-shallow-repository", "HEAD"], in: folder)
        return "git \(found?.status ?? -1) " + String(decoding: found?.output ?? [], as: UTF8.self)
    }

    static func refusal(_ errors: String, folder: String) -> [Diagnostic] {
        guard errors.contains("dubious ownership") else {
            let first = errors.split(separator: "\n").first.map(String.init) ?? "unknown error"
            return [
                Diagnostic(.gitUnavailable, at: nil, "git cannot read the history: \(first.withoutControlCharacters)")
            ]
        }
        let help = "allow it with: git config --global --add safe.directory '\(folder)'"
        let summary = "the folder belongs to somebody else, so git refuses to read its history"
        return [Diagnostic(.gitUnavailable, at: nil, summary, help: help)]
    }

    /// Whether a folder from `folder` upward holds `.git`: without one, git need not be asked.
    private static func isInRepository(_ folder: String) -> Bool { repository(above: folder) != nil }

    /// The nearest `.git` from `folder` upward.
    static func repository(above folder: String) -> String? {
        var folder = folder[...]
        while true {
            if FileSystem.kind(of: folder + "/.git") != nil { return folder + "/.git" }
            guard let slash = folder.utf8.lastIndex(of: 0x2F) else { return nil }
            folder = folder[..<slash]
        }
    }

    // MARK: The log

    /// The years 1 to 9999: a commit can claim any number of seconds, and no calendar goes on for ever.
    private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Reads `\u{1}<seconds>`, then for each file `:<modes> <blobs> <status>` and its path (two paths for a rename), all
    /// ended by NUL. Commits come newest first.
    mutating func readLog(_ output: [UInt8]) {
        /// The present path of what was called so at the commit that is being read.
        var present: [String: String] = [:]
        var seconds: Int64 = 0
        var fields = output.split(separator: 0, omittingEmptySubsequences: true)[...]
        while var field = fields.popFirst() {
            // With -z the line break between the header and the files is part of the first status.
            if field.first == 0x0A { field = field.dropFirst() }
            if field.first == 0x01 {
                let written = Int64(String(decoding: field.dropFirst(), as: UTF8.self)) ?? seconds
                seconds = min(max(written, Self.years.lowerBound), Self.years.upperBound)
                continue
            }
            guard let change = Change(field), let path = fields.popFirst().map({ String(decoding: $0, as: UTF8.self) })
            else { continue }
            guard change.hasTwoPaths else {
                add(seconds, to: present[path] ?? path, change)
                continue
            }
            guard let new = fields.popFirst().map({ String(decoding: $0, as: UTF8.self) }) else { break }
            let now = present[new] ?? new
            add(seconds, to: now, change)
            // From here on (further back) the file was called `path`.
            if change.isRename { present[path] = now }
        }
    }

    /// What a commit did to a file.
    private struct Change {
        var isRename: Bool
        var hasTwoPaths: Bool
        /// Whether the file has other bytes than before: a move and `chmod` are no change of a page.
        var isEdit: Bool
        /// See `Edit`; nil where the file was not there before, or is not after.
        var blobs: [UInt8]?

        /// `:100644 100755 <blob before> <blob after> M`
        init?(_ field: ArraySlice<UInt8>) {
            let parts = field.split(separator: 0x20, omittingEmptySubsequences: true)
            guard parts.count == 5, let status = parts[4].first else { return nil }
            isRename = status == 0x52
            hasTwoPaths = isRename || status == 0x43
            isEdit = parts[2] != parts[3]
            // Copies are files of their own.
            guard isEdit, status != 0x43, parts[2].contains(where: { $0 != 0x30 }),
                parts[3].contains(where: { $0 != 0x30 })
            else { return }
            blobs = parts[2] + [0x0A] + parts[3] + [0x0A]
        }
    }

    private mutating func add(_ seconds: Int64, to path: String, _ change: Change) {
        let span = dates[path]
        var last = span?.last
        if let blobs = change.blobs, pages.contains(path), edits[path]?.count ?? 0 < Self.mostEdits {
            edits[path, default: []].append(Edit(seconds: seconds, blobs: blobs))
        } else if change.isEdit {
            last = max(last ?? seconds, seconds)
        }
        dates[path] = Span(first: min(span?.first ?? seconds, seconds), last: last)
    }

    /// When the file last changed, as far as is settled.
    func lastChange(_ path: String) -> Int64 { dates[path]?.last ?? .min }

    mutating func change(_ path: String, at seconds: Int64) {
        let last = max(lastChange(path), seconds)
        dates[path]?.last = last
    }
}

/// Runs git without a shell.
enum Git {
    struct Result {
        var status: Int32
        var output: [UInt8]
        var errors: String
    }

    /// Nil when git cannot be started.
    static func run(_ arguments: [String], in folder: String, keepsErrors: Bool = false) -> Result? {
        let process = process(arguments, in: folder)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = keepsErrors ? errors : FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        // One pipe after the other: that is safe because only short commands are asked for their errors.
        let bytes = (try? output.fileHandleForReading.readToEnd()) ?? nil
        let complaint = keepsErrors ? (try? errors.fileHandleForReading.readToEnd()) ?? nil : nil
        process.waitUntilExit()
        // `env` ends with 127 when there is no such program.
        guard process.terminationStatus != 127 else { return nil }
        let text = complaint.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Result(status: process.terminationStatus, output: bytes.map { Array($0) } ?? [], errors: text)
    }

    /// Asks git, and gives `read` the answer as it comes. Nil when git cannot be started.
    ///
    /// `question` is written before anything is read: no more of it than a pipe holds.
    static func ask<Answer>(
        _ arguments: [String], in folder: String, _ question: [UInt8], read: (FileHandle) -> Answer
    ) -> Answer? {
        let process = process(arguments, in: folder)
        // A clone without old blobs stays so: fetching them one by one would take hours.
        process.environment?["GIT_NO_LAZY_FETCH"] = "1"
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        try? input.fileHandleForWriting.write(contentsOf: question)
        try? input.fileHandleForWriting.close()
        let answer = read(output.fileHandleForReading)
        // Git ends when nobody listens any more.
        try? output.fileHandleForReading.close()
        process.waitUntilExit()
        return answer
    }

    private static func process(_ arguments: [String], in folder: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "--no-pager", "--no-optional-locks", "-C", folder] + arguments
        process.environment = environment
        return process
    }

    /// English messages; and not the variables with which a git hook points its children at another repository.
    private static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"] {
            environment[name] = nil
        }
        environment["LC_ALL"] = "C"
        return environment
    }
}
