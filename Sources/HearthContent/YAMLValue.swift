/// A value of front matter or configuration as it was written: texts, lists and maps with their lines.
///
/// Scalars stay texts: what `no` or `2024` means is for the field to say, so that a title "No" or a tag "2024" is never
/// turned into something else.
struct YAMLValue: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        /// `isPlain`: written without quotes.
        case scalar(String, isPlain: Bool)
        case list([YAMLValue])
        case map([YAMLEntry])
    }

    var content: Content
    /// The line in the file, counted from 1.
    var line: Int

    init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    /// Nothing was written, or `null` or `~`. (`Null` and `NULL` are people's names too, and stay texts.)
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return text.isEmpty || text == "null" || text == "~"
    }

    /// Whether it is one text, or a list of nothing else.
    var isReferences: Bool {
        switch content {
        case .scalar: !isNull
        case .list(let items):
            items.allSatisfy { item in
                if case .scalar = item.content { return !item.isNull }
                return false
            }
        case .map: false
        }
    }

    /// What was written, for a message: `'abc'`, `a list`, `a map`.
    var shown: String {
        switch content {
        case .scalar(let text, _): text.isEmpty ? "nothing" : "'\(text.prefix(60))'"
        case .list: "a list"
        case .map: "a group of fields"
        }
    }
}

/// `key: value` of a map.
struct YAMLEntry: Sendable, Equatable {
    var key: String
    var line: Int
    var value: YAMLValue
}
