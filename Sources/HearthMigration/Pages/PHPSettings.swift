import HearthModel

/// What a file of settings in PHP sets, such as `LocalSettings.php`: read, never run. Comments and white space are left
/// out, and quotes are all of one kind, so that a setting is found however somebody has written it.
struct PHPSettings {
    private var text: [UInt8] = []

    /// Empty when there is no such file.
    init(file: String) { self.init((try? FileSystem.read(file)) ?? []) }

    init(_ bytes: [UInt8]) {
        func has(_ mark: String, at index: Int) -> Bool { bytes[index...].starts(with: mark.utf8) }
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0x23,
                0x2F where has("//", at: index):
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            case 0x2F where has("/*", at: index):
                index += 2
                while index < bytes.count, !has("*/", at: index) { index += 1 }
                index += 2
            case 0x22, 0x27:
                let quote = bytes[index]
                text.append(0x27)
                index += 1
                while index < bytes.count, bytes[index] != quote {
                    if bytes[index] == 0x5C, index + 1 < bytes.count { index += 1 }
                    text.append(bytes[index])
                    index += 1
                }
                text.append(0x27)
                index += 1
            default:
                if bytes[index] > 0x20 { text.append(bytes[index]) }
                index += 1
            }
        }
    }

    var isEmpty: Bool { text.isEmpty }

    /// What is set last, up to the end of the statement; nil when it is not set. `name` is as this keeps it, in lower case:
    /// `$conf['useacl']`.
    func value(of name: StaticString) -> String? {
        var found: String?
        var index = 0
        while let mark = ByteText.find(name, in: text, from: index, to: text.count) {
            index = mark + name.utf8CodeUnitCount
            guard index + 1 < text.count, text[index] == 0x3D, text[index + 1] != 0x3D else { continue }
            found = text[(index + 1)...].prefix { $0 != 0x3B }.string.lowercased()
        }
        return found
    }

    /// Whether the file speaks of `mark` at all, as this keeps it, in lower case.
    func holds(_ mark: StaticString) -> Bool { ByteText.find(mark, in: text, from: 0, to: text.count) != nil }

    /// Whether it reads another file that is not the program's own.
    var readsOthers: Bool {
        let own = ["extensions/", "skins/", "includes/", "vendor/"]
        return text.split(separator: 0x3B).contains { statement in
            let line = statement.string.lowercased()
            guard line.contains("require") || line.contains("include") else { return false }
            return line.contains(".php") && !own.contains { line.contains($0) }
        }
    }

    /// Whether something is set, and to what PHP takes for true; what has to be computed may be so.
    func isOn(_ name: StaticString) -> Bool? {
        value(of: name).map { !["0", "'0'", "''", "false", "null", "0.0", "[]", "array()"].contains($0) }
    }
}
