import Crypto
import HearthContent
import HearthModel

/// Which files in `.hearth/` belong to one output folder. Its name may be written in many ways; what counts is where it
/// is in truth.
struct OutputPlace {
    /// The folder with links resolved and without `.` and `..`.
    let folder: String
    private let caches: String
    private let key: String
    /// Whether it is the folder that a site has without a setting.
    private let isUsual: Bool

    init(_ project: Project) { self.init(root: project.root, output: project.outputPath) }

    init(root: String, output: String) {
        folder = Self.canonical(output)
        caches = root + "/.hearth"
        let above = Self.canonical(root) + "/"
        // By its place in the project, so that a copy of both is known at another path too.
        let place = folder.utf8.starts(with: above.utf8) ? String(folder.dropFirst(above.count)) : folder
        key = SHA256.hash(data: Array(place.utf8)).prefix(8).map { OutputManifest.hex($0) }.joined()
        isUsual = place == "Output"
    }

    /// The list of what builds wrote there.
    var list: String { caches + "/" + Self.listStart + key + Self.listEnd }
    /// What the last build left for the next one, and the same of its search.
    var record: String { caches + "/build-" + key + ".cache" }
    var searchRecord: String { caches + "/search-" + key + ".cache" }
    /// The audience manifest of what lies there.
    var proof: String { caches + "/" + (isUsual ? Self.usualProof : Self.proofStart + key + Self.proofEnd) }

    var files: [String] { [list, record, searchRecord, proof] }

    private static let (listStart, listEnd) = ("output-", ".txt")
    private static let usualProof = "audience-manifest.json"
    private static let (proofStart, proofEnd) = ("audience-manifest-", ".json")

    /// Whether the file of `.hearth/` with this name tells of an output folder what cannot be made again without it:
    /// which files there are Hearth's, and who may read them.
    static func isKnowledge(_ name: String) -> Bool {
        name.hasPrefix(listStart) && name.hasSuffix(listEnd) || name == usualProof
            || name.hasPrefix(proofStart) && name.hasSuffix(proofEnd)
    }

    /// Without `.` and `..`, with symbolic links resolved as far as the path exists. Part by part, because `..` after a
    /// link leads to the folder above the link's target, and after a folder that is still to be made, back.
    static func canonical(_ path: String) -> String {
        var real = ""
        for part in path.split(separator: "/") where part != "." {
            if part == ".." {
                real = real.utf8.lastIndex(of: 0x2F).map { String(real[..<$0]) } ?? ""
            } else {
                real += "/" + part
                if let resolved = FileSystem.realPath(real) { real = resolved == "/" ? "" : resolved }
            }
        }
        return real.isEmpty ? "/" : real
    }
}
