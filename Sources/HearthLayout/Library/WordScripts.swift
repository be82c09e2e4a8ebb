import HearthModel

/// The texts of the theme's scripts: `words("No results")` and `words.count("1 result", "{n} results", count)`, whose
/// literals are replaced by their translations, so that a browser loads no list of words.
struct WordScripts {
    private static let call = Array("words".utf8)
    private static let count = Array(".count".utf8)

    private let bytes: [UInt8]
    private let words: Words
    private var index = 0
    private var out: [UInt8] = []
    /// English texts in their order, with the singular of those with a number.
    private var found: [(one: String?, english: String)] = []

    private init(_ bytes: [UInt8], _ words: Words) {
        self.bytes = bytes
        self.words = words
    }

    /// `script` with its texts in the language of `words`.
    static func translate(script: [UInt8], _ words: Words) -> [UInt8] {
        guard !words.isEmpty else { return script }
        var scripts = WordScripts(script, words)
        scripts.run()
        return scripts.out
    }

    /// All texts of `script`, for the list of words.
    static func texts(ofScript script: [UInt8]) -> [(one: String?, english: String)] {
        var scripts = WordScripts(script, .english)
        scripts.run()
        return scripts.found
    }

    private mutating func run() {
        var start = 0
        while index < bytes.count {
            guard bytes[index] == Self.call[0], bytes[index...].starts(with: Self.call), !followsName(index) else {
                index += 1
                continue
            }
            index += Self.call.count
            let isCount = bytes[index...].starts(with: Self.count)
            if isCount { index += Self.count.count }
            guard index < bytes.count, bytes[index] == 0x28 else { continue }
            index += 1
            out += bytes[start..<index]
            start = index
            replaceTexts(isCount, &start)
        }
        out += bytes[start...]
    }

    private func followsName(_ place: Int) -> Bool {
        guard place > 0 else { return false }
        let byte = bytes[place - 1]
        return byte == 0x5F || byte == 0x24 || byte == 0x2E || (0x30...0x39).contains(byte)
            || (0x61...0x7A).contains(byte | 0x20)
    }

    private mutating func replaceTexts(_ isCount: Bool, _ start: inout Int) {
        guard let first = literal() else { return }
        guard isCount else {
            found.append((nil, first))
            if case .text(let text)? = words[first] {
                out += Self.literal(text)
                start = index
            }
            return
        }
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x2C || bytes[index] == 0x0A { index += 1 }
        guard let many = literal() else { return }
        found.append((first, many))
        switch words[many] {
        case .forms(let forms)?:
            let pairs = PluralRule.Category.allCases.compactMap { category in
                forms[category].map { Self.literal(category.rawValue) + Array(":".utf8) + Self.literal($0) }
            }
            out += Array("{".utf8) + pairs.joined(separator: Array(",".utf8)) + Array("}".utf8)
            start = index
        case .text(let text)?:
            out += Array("{\"other\":".utf8) + Self.literal(text) + Array("}".utf8)
            start = index
        case nil: break
        }
    }

    /// The text between double quotes that begins here, and its end passed; nil for anything else.
    private mutating func literal() -> String? {
        guard index < bytes.count, bytes[index] == 0x22 else { return nil }
        var text: [UInt8] = []
        var place = index + 1
        while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x0A {
            if bytes[place] == 0x5C {
                // Only what needs one has an escape; texts with others are not found in the list of words.
                place += 1
                guard place < bytes.count else { return nil }
            }
            text.append(bytes[place])
            place += 1
        }
        guard place < bytes.count, bytes[place] == 0x22 else { return nil }
        index = place + 1
        return String(decoding: text, as: UTF8.self)
    }

    /// A literal of JavaScript, safe in a script of its own and in one within a page.
    private static func literal(_ text: String) -> [UInt8] {
        var out: [UInt8] = [0x22]
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\"".utf8
            case "\\": out += "\\\\".utf8
            case "<": out += "\\u003c".utf8
            case "\u{2028}": out += "\\u2028".utf8
            case "\u{2029}": out += "\\u2029".utf8
            case _ where scalar.value < 0x20: out += " ".utf8
            default: out += String(scalar).utf8
            }
        }
        return out + [0x22]
    }
}
