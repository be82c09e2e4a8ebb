/// What is said of folders, to be asked of what lies in them: a path is looked up by the folders above it, however many
/// others there are.
struct FolderMap<Value> {
    /// By the path of the folder, with its slash at the end.
    private var values: [String: Value] = [:]

    var isEmpty: Bool { values.isEmpty }

    subscript(folder: String) -> Value? {
        get { values[folder] }
        set { values[folder] = newValue }
    }

    /// What is said of the folders that hold `path`, from the outermost to the nearest.
    func values(above path: String) -> [Value] {
        guard !values.isEmpty else { return [] }
        var found = values[""].map { [$0] } ?? []
        for slash in path.utf8.indices where path.utf8[slash] == 0x2F {
            if let value = values[String(path[...slash])] { found.append(value) }
        }
        return found
    }
}

extension FolderMap: Sendable where Value: Sendable {}

extension FolderMap<Void> {
    init(_ folders: some Sequence<String>) { for folder in folders { self[folder] = () } }

    func holds(_ path: String) -> Bool { !values(above: path).isEmpty }
}
