import Glibc
import HearthContent
import HearthLayout
import HearthMarkdown
import HearthModel
import HearthSite

/// What a build leaves for the next one: what went in, what came out, and where in the outputs the text of each file
/// stands. Holds hashes, no modification times of sources, so that a fresh checkout finds its builds again.
struct BuildRecord: Sendable {
    /// A file below the content folder.
    struct File: Sendable {
        /// As diagnostics show it.
        var path: String
        var isPage: Bool
        /// Of a page SHA-256 of its bytes (32 bytes), of another file `QuickHash` (8 bytes).
        var hash: [UInt8]
        /// `ParsedPage.factsHash`; empty for files that are no pages, and for pages that are not in the build.
        var facts: [UInt8] = []
        /// What the links of the page became, encoded.
        var links: [UInt8] = []
    }

    /// A file of the site.
    struct OutputFile: Sendable {
        var built: BuiltOutput
        var stamp: FileStamp
        var hash: UInt64
        var wrapping: Wrapping
        var slots: SlotPlaces
        /// Why it was written when it last changed.
        var reason: String
    }

    /// A file beside the site.
    struct Mark: Sendable {
        var stamp: FileStamp
        var hash: UInt64
    }

    /// What slots of an output go through.
    enum Wrapping: Sendable, Hashable {
        /// A page with the way from it to the root.
        case page(root: String)
        /// A feed, with the site's absolute address.
        case feed
    }

    /// What everything depends on: program, configuration, layouts, options.
    var fingerprint: [UInt8]
    /// The record holds for clocks from the first second until before the second one.
    var validity: Range<Int64>
    /// What git says, where dates came from it; nil where none was asked.
    var history: String?
    /// By path.
    var files: [File]
    /// The tables that pages name, as they were when they were read; by path.
    var tables: [TableSource]
    /// In the order of the plan.
    var outputs: [OutputFile]
    /// Whether the slots are known of every output.
    var tellsSlots: Bool
    /// The checksum of the search's own record; nil where the site has no index.
    var searchHash: UInt64?
    var results: Results

    /// What is known when the site is in its place.
    struct Results: Sendable {
        /// Of the list of owned files: it holds more after a build that was killed.
        var listHash: UInt64
        /// The audience manifest.
        var proof: Mark
        var report: BuildReport

        /// Those of a site that is not in its place yet.
        static var none: Results {
            let stamp = FileStamp(size: 0, seconds: 0, nanoseconds: 0)
            return Results(listHash: 0, proof: Mark(stamp: stamp, hash: 0), report: BuildReport(diagnostics: []))
        }
    }

    var listHash: UInt64 {
        get { results.listHash }
        set { results.listHash = newValue }
    }

    var proof: Mark {
        get { results.proof }
        set { results.proof = newValue }
    }

    var report: BuildReport { results.report }
}

/// What the file system tells of a file without reading it.
struct FileStamp: Sendable, Hashable {
    var size: Int
    /// Modification time.
    var seconds: Int
    var nanoseconds: Int

    init(size: Int, seconds: Int, nanoseconds: Int) {
        self.size = size
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init(_ info: stat) {
        self.init(size: Int(info.st_size), seconds: info.st_mtim.tv_sec, nanoseconds: info.st_mtim.tv_nsec)
    }

    /// The stamp of a regular file; nil for anything else. Links are not followed.
    init?(of path: String) {
        var info = stat()
        guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(info)
    }
}
