import HearthModel

/// The words of a conversation so far. A quote below an answer may only go where its words stand already.
struct MailSaid {
    private var words: Set<UInt64> = []

    mutating func add(_ text: String) {
        Self.forEachWord(of: text) { words.insert($0) }
    }

    /// Whether nine of ten words of `text` were said before: programs break lines in words, and people cut quotes short.
    func holds(_ text: String) -> Bool {
        let (missing, all) = missing(of: text)
        return missing * 10 <= all
    }

    /// How many words of `text` were not said, and how many it has.
    func missing(of text: String) -> (Int, all: Int) {
        var (known, all) = (0, 0)
        Self.forEachWord(of: text) { word in
            all += 1
            if words.contains(word) { known += 1 }
        }
        return (all - known, all)
    }

    /// Letters and digits, in small letters where ASCII has them, as fingerprints.
    private static func forEachWord(of text: String, _ body: (UInt64) -> Void) {
        var bytes = text.utf8.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
        // Spaces and quotes that one form of a mail has and another has not: U+00A0, U+2000 to U+203F.
        for index in bytes.indices.dropLast() {
            if bytes[index] == 0xC2, bytes[index + 1] == 0xA0 {
                bytes[index] = 0x20
                bytes[index + 1] = 0x20
            } else if bytes[index] == 0xE2, bytes[index + 1] == 0x80, index + 2 < bytes.count {
                for place in index...(index + 2) { bytes[place] = 0x20 }
            }
        }
        for word in bytes.split(whereSeparator: { $0 < 0x80 && !$0.isASCIILetter && !$0.isASCIIDigit }) {
            body(ImportManifest.fingerprint(word.string))
        }
    }
}

/// What becomes of the message that is answered, where it stands in full below the answer.
enum MailQuoteRule {
    /// The message answered is not on the page.
    case keep
    /// An earlier run has put it there.
    case leaveOut
    case leaveOutIfSaid(MailSaid)

    /// Whether a quote of these words goes. `text` is not made where nobody asks.
    func leavesOut(_ text: () -> String) -> Bool {
        switch self {
        case .keep: false
        case .leaveOut: true
        case .leaveOutIfSaid(let said): said.holds(text())
        }
    }
}
