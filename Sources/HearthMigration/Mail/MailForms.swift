import HearthModel

/// Which form of a mail is shown, where it has plain text and HTML that should say the same, and do not always.
struct MailForms {
    enum Left { case nothing, note, words }

    /// At least one of both.
    private(set) var showsPlain = true
    private(set) var showsHTML = false
    /// What of the other form is not on the page.
    private(set) var left = Left.nothing

    /// More words than this are no note that the mail needs another program.
    private static let longestNote = 25

    /// Plain text is what its writer typed, so it is shown where it says as much as the HTML.
    init(plain: String, html: String) {
        let (plain, html) = (Self.comparable(plain), Self.comparable(html))
        let (ofPlain, allOfPlain) = Self.missing(of: plain, in: html)
        let (ofHTML, allOfHTML) = Self.missing(of: html, in: plain)
        if allOfPlain * 3 >= allOfHTML, ofHTML * 10 <= allOfHTML { return }
        showsHTML = ofPlain <= ofHTML || ofPlain * 10 <= allOfPlain
        showsPlain = !showsHTML
        let (lost, count) = showsHTML ? (ofPlain, allOfPlain) : (ofHTML, allOfHTML)
        if lost * 10 <= count { return }
        if lost * 2 < count {
            left = .words
        } else if count <= Self.longestNote {
            left = .note
        } else {
            (showsPlain, showsHTML) = (true, true)
        }
    }

    private static func missing(of text: String, in form: String) -> (Int, all: Int) {
        var said = MailSaid()
        said.add(form)
        return said.missing(of: text)
    }

    /// The words that both forms can share: programs write addresses anew. Writing without blanks is broken into lines
    /// anywhere, so that each two letters count as a word.
    private static func comparable(_ text: String) -> String {
        var words: [String] = []
        var before: Unicode.Scalar?
        for word in text.split(whereSeparator: \.isWhitespace) where !word.contains("://") && !word.contains("@") {
            guard word.unicodeScalars.contains(where: { isDense($0) }) else {
                before = nil
                words.append(String(word))
                continue
            }
            for scalar in word.unicodeScalars
            where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if let before { words.append("\(before)\(scalar)") }
                before = scalar
            }
        }
        return words.joined(separator: " ")
    }

    /// Letters of writing without blanks: Thai, Khmer, Chinese, Japanese and Korean.
    private static func isDense(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E00...0x0FFF).contains(scalar.value) || (0x1780...0x17FF).contains(scalar.value)
            || scalar.value >= 0x2E80 && scalar.properties.isAlphabetic
    }
}
