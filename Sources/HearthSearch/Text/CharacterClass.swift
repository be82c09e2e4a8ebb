/// What a character means for the cutting of text into words. `Layouts/assets/search.js` has the same rules.
enum CharacterClass: UInt8 {
    /// Ends a word: blanks, punctuation, symbols.
    case separator
    /// Part of a word: letters, digits, marks.
    case word
    /// Of a script that is written without spaces: indexed as pairs of characters.
    case unspaced

    /// The class of a scalar beyond ASCII (Unicode general categories L, N and M are words).
    static func of(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            isUnspaced(scalar.value) ? .unspaced : .word
        default: .separator
        }
    }

    /// Thai, Lao, Myanmar, Khmer, and the scripts of China, Japan and Korea.
    static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
            0x3040...0x312F, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF,
            0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

/// The classes and small letters of the scripts that most text beyond ASCII is written in, looked up once.
struct CharacterTable: Sendable {
    private static let limit: UInt32 = 0x3000
    private let classes: [UInt8]
    /// The lower case as one scalar; 0 where it is more than one or the same.
    private let lowercase: [UInt32]

    static let shared = CharacterTable()

    private init() {
        var classes: [UInt8] = []
        var lowercase: [UInt32] = []
        for value in 0..<Self.limit {
            guard let scalar = Unicode.Scalar(value) else { continue }
            classes.append(CharacterClass.of(scalar).rawValue)
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            lowercase.append(lower.count == 1 ? lower.first?.value ?? 0 : 0)
        }
        self.classes = classes
        self.lowercase = lowercase
    }

    func characterClass(_ scalar: Unicode.Scalar) -> CharacterClass {
        if scalar.value < Self.limit { return CharacterClass(rawValue: classes[Int(scalar.value)]) ?? .separator }
        return CharacterClass.of(scalar)
    }

    /// Appends the lower case of `scalar` as UTF-8.
    func appendLowercase(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        if scalar.value < Self.limit, lowercase[Int(scalar.value)] != 0,
            let lower = Unicode.Scalar(lowercase[Int(scalar.value)])
        {
            output.append(contentsOf: UTF8.encode(lower) ?? .init())
        } else {
            output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }
}
