/// What stands in `![[…]]`: note-taking programs show a file or another note with it.
enum EmbedName {
    private static let pictures: Set<String> = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"]

    static func isPicture(_ name: String) -> Bool {
        guard let dot = name.utf8.lastIndex(of: 0x2E) else { return false }
        return pictures.contains(name[name.utf8.index(after: dot)...].lowercased())
    }

    /// `groups/lift/Pump 3.png` → `Pump 3`.
    static func stem(_ name: String) -> String {
        let start = name.utf8.lastIndex(of: 0x2F).map { name.utf8.index(after: $0) } ?? name.startIndex
        let end = name.utf8.lastIndex(of: 0x2E) ?? name.endIndex
        return start < end ? String(name[start..<end]) : name
    }

    /// What a label says.
    struct Label {
        /// Nil when there are none.
        var words: String?
        /// In pixels; 0 where it is not said.
        var width: UInt16 = 0
        var height: UInt16 = 0

        /// The last part may be a size: `A pump|300`, `300x200`.
        init(_ label: String?) {
            guard var words = label?[...] else { return }
            let bar = words.utf8.lastIndex(of: 0x7C)
            let last = bar.map { words[words.utf8.index(after: $0)...] } ?? words
            let isSize =
                last.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x78 || $0 == 0x20 }
                && last.utf8.contains(where: \.isASCIIDigit)
            if isSize {
                words = bar.map { words[..<$0] } ?? ""
                let numbers = last.split(separator: "x", omittingEmptySubsequences: false).map {
                    UInt16($0.filter { $0 != " " }) ?? 0
                }
                width = numbers[0]
                height = numbers.count == 2 ? numbers[1] : 0
            }
            while words.last == " " { words.removeLast() }
            self.words = words.isEmpty ? nil : String(words)
        }
    }
}

extension MarkdownDocument.Link {
    /// Whether a picture stands where it was written, and no words.
    package var isPicture: Bool { form == .image || form == .embed && EmbedName.isPicture(destination) }

    /// Whether it names its target in double brackets.
    package var isByName: Bool { form == .wiki || form == .embed }
}
