/// How much a word counts where it stands, in sixteenths of a word of the text.
enum FieldWeight {
    static let body = 16
    static let acceptedAnswer = 20
    static let answer = 14
    static let comment = 8
    static let heading = 56
    static let title = 192
    static let otherTitle = 150
    static let keyword = 64
    static let author = 24

    /// Half of the highest impact is reached at this sum: more of the same word adds less and less (BM25's k₁).
    private static let saturation = 192
    /// Beyond this, one more changes no impact.
    static let mostSum = 65_535

    static func of(_ kind: SearchPassage.Kind) -> Int {
        switch kind {
        case .body: body
        case .acceptedAnswer: acceptedAnswer
        case .answer: answer
        case .comment: comment
        }
    }

    /// Words of a short title say more about the page; in sixteenths.
    static func titleNorm(words: Int) -> Int {
        switch words {
        case ...1: 26
        case 2: 23
        case 3: 21
        case ...5: 19
        case ...7: 17
        case ...10: 15
        default: 13
        }
    }

    /// Words of a short text say more about it; in sixteenths, in steps, so that a small edit changes nothing else.
    static func bodyNorm(words: Int) -> Int { words < 64 ? 20 : words < 256 ? 16 : words < 1024 ? 13 : 11 }

    /// What words of the text count beside those of the title: ten of them are not worth ten times as much, or pages that
    /// repeat a word would hide the one that is named after it. Half of the most is reached at the most that one has.
    static func saturated(text sum: Int) -> Int { sum * mostText / (sum + mostText) }
    private static let mostText = 160

    /// How much a term says about a unit, 1–255, from the sum of its weights there.
    static func impact(ofSum sum: Int) -> Int { max(1, 255 * sum / (sum + saturation)) }
}
