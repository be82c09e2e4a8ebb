/// Gives the answers of one question their files. They keep those of the last run, whichever others come or go; a new one
/// takes none that another answer had, for that may still lie there with what somebody has made of it.
struct AnswerNames {
    private let manifest: ImportManifest
    /// `groups/<id>/questions/<question>/`
    private let folder: String
    private var taken: Set<String>

    /// `keys` are those of all answers of the question.
    init(_ manifest: ImportManifest, folder: String, keys: [String]) {
        self.manifest = manifest
        self.folder = folder + "answers/"
        taken = Set(keys.compactMap { manifest.entry(key: $0)?.path })
    }

    /// `name` is what a new answer should be called, without the ending.
    mutating func path(key: String, _ name: String, id: String) -> String {
        if let earlier = manifest.entry(key: key)?.path, earlier.hasPrefix(folder) { return earlier }
        var path = "\(folder)\(name).md"
        var number = 1
        while manifest.owns(path: path) || !taken.insert(path).inserted {
            path = "\(folder)\(name)-\(id)\(number > 1 ? "-\(number)" : "").md"
            number += 1
        }
        return path
    }
}
