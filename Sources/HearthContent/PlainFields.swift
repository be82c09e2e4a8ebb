/// Reads the plain lines that nearly all front matter consists of, forty times faster than a YAML parser:
/// `key: text`, `key: "text"`, `key: 'text'`, `key:` and `key: [a, "b"]`.
///
/// It knows only what it is sure to read as YAML does (a property test compares the two) and gives up at anything else.
enum PlainFields {
    /// All entries of `yaml`, or nil when a line is not plain.
    static func parse(_ yaml: ArraySlice<UInt8>, firstLine: Int) -> [YAMLEntry]? {
        var entries: [YAMLEntry] = []
        var keys: Set<String> = []
        var line = firstLine
        var rest = yaml
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let text = rest[rest.startIndex..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            defer { line += 1 }
            if text.isEmpty || isPlainComment(text) { continue }
            guard let entry = entry(of: text, line: line) else { return nil }
            guard keys.insert(entry.key).inserted else { return nil }
            entries.append(entry)
        }
        return entries
    }

    /// The lines that are plain on their own: what can be saved from YAML that is broken elsewhere. The first of two
    /// entries with one key counts.
    static func salvage(_ yaml: ArraySlice<UInt8>, firstLine: Int) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var keys: Set<String> = []
        let lines = yaml.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (offset, text) in lines.enumerated() {
            guard let entry = entry(of: text, line: firstLine + offset), !entry.value.isNull else { continue }
            if keys.insert(entry.key).inserted { entries.append(entry) }
        }
        return entries
    }

    private static func isPlainComment(_ text: ArraySlice<UInt8>) -> Bool {
        text.first == 0x23 && text.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// One line, or nil when it is not plain.
    static func entry(of text: ArraySlice<UInt8>, line: Int) -> YAMLEntry? {
        guard let colon = text.prefix(100).firstIndex(of: 0x3A), colon > text.startIndex else { return nil }
        let key = text[..<colon]
        // A leading `-` or digit could be a list item or a number; neither names a field.
        guard let first = key.first, first != 0x2D, key.allSatisfy(FrontMatter.isKeyByte) else { return nil }
        let name = String(decoding: key, as: UTF8.self)
        var value = text[(colon + 1)...]
        if !value.isEmpty {
            guard value.first == 0x20, isPrintable(value) else { return nil }
            value = trimmed(value)
        }
        guard let read = self.value(value, line: line) else { return nil }
        return YAMLEntry(key: name, line: line, value: read)
    }

    private static func value(_ text: ArraySlice<UInt8>, line: Int) -> YAMLValue? {
        guard let first = text.first else { return YAMLValue(.scalar("", isPlain: true), line: line) }
        if first == 0x5B { return list(text, line: line) }
        guard let scalar = quoted(text) ?? plain(text, in: .block) else { return nil }
        return YAMLValue(scalar, line: line)
    }

    /// `[a, "b, c"]` on one line, without nesting.
    private static func list(_ text: ArraySlice<UInt8>, line: Int) -> YAMLValue? {
        guard text.count >= 2, text.last == 0x5D else { return nil }
        var rest = trimmed(text.dropFirst().dropLast())
        var items: [YAMLValue] = []
        while !rest.isEmpty {
            let end: Int
            if rest.first == 0x22 || rest.first == 0x27 {
                guard let close = rest.dropFirst().firstIndex(of: rest[rest.startIndex]) else { return nil }
                end = rest[close...].firstIndex(of: 0x2C) ?? rest.endIndex
            } else {
                end = rest.firstIndex(of: 0x2C) ?? rest.endIndex
            }
            let item = trimmed(rest[rest.startIndex..<end])
            guard let scalar = quoted(item) ?? plain(item, in: .flow) else { return nil }
            items.append(YAMLValue(scalar, line: line))
            if end == rest.endIndex { break }
            rest = trimmed(rest[(end + 1)...])
            // `[a, ]`: allowed in YAML, but left to it.
            if rest.isEmpty { return nil }
        }
        return YAMLValue(.list(items), line: line)
    }

    /// A quoted text without escapes.
    private static func quoted(_ text: ArraySlice<UInt8>) -> YAMLValue.Content? {
        guard text.count >= 2, let quote = text.first, quote == 0x22 || quote == 0x27, text.last == quote else {
            return nil
        }
        let inner = text.dropFirst().dropLast()
        guard !inner.contains(where: { $0 == quote || $0 == 0x5C && quote == 0x22 }) else { return nil }
        return .scalar(String(decoding: inner, as: UTF8.self), isPlain: false)
    }

    private enum Place {
        case block, flow
    }

    /// A text without quotes: starts with a letter, digit or a harmless sign, holds neither `: ` nor ` #`.
    private static func plain(_ text: ArraySlice<UInt8>, in place: Place) -> YAMLValue.Content? {
        guard let first = text.first, startsPlain(first) else { return nil }
        var previous: UInt8 = 0
        for byte in text {
            if byte == 0x20, previous == 0x3A { return nil }
            if byte == 0x23, previous == 0x20 { return nil }
            if place == .flow, isFlowSign(byte) { return nil }
            previous = byte
        }
        guard previous != 0x3A else { return nil }
        return .scalar(String(decoding: text, as: UTF8.self), isPlain: true)
    }

    private static func startsPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2F, 0x28, 0x5F, 0x2B, 0x80...: true
        default: false
        }
    }

    private static func isFlowSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3A, 0x3F, 0x22, 0x27, 0x23: true
        default: false
        }
    }

    /// No control characters, and none of the characters beyond ASCII that YAML takes for line breaks or refuses.
    private static func isPrintable(_ text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                if byte >= 0x20, byte < 0x7F { continue }
                guard byte >= 0x80 else { return false }
                let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                // U+0080–U+009F; U+2028, U+2029; U+FEFF, U+FFFE and U+FFFF.
                if byte == 0xC2, next < 0xA0 { return false }
                if byte == 0xE2, next == 0x80, index + 2 < bytes.count, bytes[index + 2] & 0xFE == 0xA8 { return false }
                if byte == 0xEF { return false }
            }
            return true
        }
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while text.first == 0x20 { text = text.dropFirst() }
        while text.last == 0x20 { text = text.dropLast() }
        return text
    }
}
