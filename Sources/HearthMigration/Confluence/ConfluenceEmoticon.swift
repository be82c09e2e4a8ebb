/// The pictures that Confluence shows for `:-)` and its kind, as characters.
enum ConfluenceEmoticon {
    private static let names = [
        "smile": "🙂", "sad": "🙁", "cheeky": "😛", "laugh": "😃", "wink": "😉", "thumbs-up": "👍", "thumbs-down": "👎",
        "information": "ℹ️", "tick": "✅", "cross": "❌", "warning": "⚠️", "plus": "➕", "minus": "➖", "question": "❓",
        "light-on": "💡", "light-off": "💡", "yellow-star": "⭐", "red-star": "⭐", "green-star": "⭐", "blue-star": "⭐",
        "heart": "❤️", "broken-heart": "💔",
    ]
    /// What the old editor calls them in brackets.
    private static let marks = [
        "(smile)": "smile", "(sad)": "sad", "(tongue)": "cheeky", "(big grin)": "laugh", "(wink)": "wink",
        "(thumbs up)": "thumbs-up", "(thumbs down)": "thumbs-down", "(info)": "information", "(tick)": "tick",
        "(error)": "cross", "(warning)": "warning", "(plus)": "plus", "(minus)": "minus", "(question)": "question",
        "(lightbulb)": "light-on", "(star)": "yellow-star", "(heart)": "heart", "(broken heart)": "broken-heart",
    ]

    /// The character; where none is known what the export gives in its place.
    static func text(name: String, shortname: String?, fallback: String?, id: String? = nil) -> String {
        if let fallback, fallback.unicodeScalars.contains(where: { $0.value > 0x2000 }) { return fallback }
        let scalars = (id ?? "").split(separator: "-").map { UInt32($0, radix: 16).flatMap { Unicode.Scalar($0) } }
        // Numbers in a box begin with the plain digit.
        if scalars.allSatisfy({ $0 != nil }), scalars.contains(where: { $0.map { $0.value > 0x2000 } ?? false }) {
            return String(String.UnicodeScalarView(scalars.compactMap { $0 }))
        }
        if let found = names[name] { return found }
        if let mark = fallback?.lowercased(), let found = marks[mark].flatMap({ names[$0] }) { return found }
        let words = [shortname, fallback].compactMap { $0 }.first { !$0.isEmpty }
        return words ?? (name.isEmpty ? "" : "(\(name))")
    }
}
