/// How characters are hidden from libcmark for a while, and brought back when its tree is copied.
///
/// libcmark's tree no longer says whether a `@` was written as `\@`, and it reads a `*` inside a URL or wiki link as
/// emphasis.
/// So such characters are replaced before parsing, byte for byte so that columns stay true: one byte by a control
/// character
/// (the text has none of its own by then), and an escape such as `\@` by a two-byte punctuation character that the text
/// does
/// not use. It has to be punctuation because emphasis looks at its neighbours' class.
enum Mask {
    /// Stands before the number of a table, in the heading that keeps its place.
    static let table: UInt8 = 0x03
    /// The `[` of a footnote definition `[^x]:`, which libcmark would read as a link reference definition.
    static let footnoteBracket: UInt8 = 0x04
    /// Stands before the number of a footnote, in the heading that keeps its place.
    static let footnote: UInt8 = 0x05
    static let star: UInt8 = 0x0E
    static let underscore: UInt8 = 0x0F
    static let less: UInt8 = 0x10
    static let bang: UInt8 = 0x11
    static let greater: UInt8 = 0x12
    static let minus: UInt8 = 0x13
    static let plus: UInt8 = 0x14
    static let dot: UInt8 = 0x15
    static let parenthesis: UInt8 = 0x16
    /// The `&` of a reference to a character that would be taken for one of these.
    static let ampersand: UInt8 = 0x17

    /// For each byte what it stands for: itself unless it is a mask.
    static let original: [UInt8] = {
        var table = (0...255).map { UInt8($0) }
        let pairs: [(UInt8, Character)] = [
            (footnoteBracket, "["), (star, "*"), (underscore, "_"), (less, "<"), (bang, "!"), (greater, ">"),
            (minus, "-"), (plus, "+"), (dot, "."), (parenthesis, ")"), (ampersand, "&"),
        ]
        for (mask, character) in pairs { table[Int(mask)] = character.asciiValue ?? mask }
        return table
    }()

    /// For each byte the mask that hides it, 0 when there is none.
    static let hiding: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for mask in star...ampersand { table[Int(original[Int(mask)])] = mask }
        return table
    }()

    /// The characters whose escapes mean something to an extension, in the order of their stand-ins.
    static let escapable: [UInt8] = Array("@#~[:{".utf8)

    /// For each byte its place in `escapable`, or -1.
    static let escapeIndex: [Int8] = {
        var table = [Int8](repeating: -1, count: 256)
        for (index, byte) in escapable.enumerated() { table[Int(byte)] = Int8(index) }
        return table
    }()
}

/// Six neighbouring two-byte punctuation characters that stand for `\@`, `\#` and so on in one text.
struct EscapeStandIns: Equatable {
    /// The first byte of each.
    let lead: UInt8
    /// The second byte of the first.
    let trail: UInt8

    /// Syriac and Armenian punctuation: a text has at most one of them.
    static let choices = [EscapeStandIns(lead: 0xDC, trail: 0x80), EscapeStandIns(lead: 0xD5, trail: 0x9A)]

    /// The escaped character that these two bytes stand for.
    @inline(__always)
    func character(_ first: UInt8, _ second: UInt8) -> UInt8? {
        guard first == lead, second >= trail, second < trail + 6 else { return nil }
        return Mask.escapable[Int(second - trail)]
    }
}

/// Brings masked characters back.
struct Unmasker {
    /// Nil when no escape was hidden.
    var standIns: EscapeStandIns?
    /// Whether anything at all was hidden: otherwise bytes are only copied.
    var isActive: Bool

    /// Appends `text` to `output` with masks undone. `verbatim` (code, HTML) brings escapes back with their backslash.
    func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], verbatim: Bool) {
        guard isActive else {
            output.append(contentsOf: text)
            return
        }
        let lead = standIns?.lead ?? 0
        var start = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == lead else {
                index += 1
                continue
            }
            if byte < 0x20, Mask.original[Int(byte)] != byte {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                output.append(Mask.original[Int(byte)])
                start = index + 1
            } else if let standIns, index + 1 < text.count, let character = standIns.character(byte, text[index + 1]) {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                if verbatim { output.append(0x5C) }
                output.append(character)
                index += 1
                start = index + 1
            }
            index += 1
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// A C string of libcmark as text, masks undone.
    func string(_ text: UnsafeBufferPointer<UInt8>, verbatim: Bool = false) -> String {
        guard isActive else { return String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        append(text, to: &bytes, verbatim: verbatim)
        return String(decoding: bytes, as: UTF8.self)
    }
}
