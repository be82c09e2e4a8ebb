import Glibc

/// The modification time of a file, to be put back after a change that nobody shall notice.
struct Stamp {
    private let times: [timespec]

    init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        times = [info.st_atim, info.st_mtim]
    }

    func restore(_ path: String) { utimensat(AT_FDCWD, path, times, 0) }
}

extension String {
    /// With the first place of `old` replaced.
    func replacingOccurrence(of old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(in: range, with: new)
    }

    private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
