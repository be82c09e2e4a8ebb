import Foundation

/// Makes spellings of one word equal: `Résumé` and `resume`, full-width and usual letters.
///
/// Unicode NFKD without the combining marks U+0300 to U+036F and the points of Hebrew and Arabic, and letters that have no decomposition written out; then
/// NFC, which puts Korean syllables together again. `Layouts/assets/search.js` does the same.
enum WordFolding {
    /// More characters than this are cut off.
    static let longestForm = 40
    /// The bits of the longest form: four bytes a character.
    static let mostBits = longestForm * 32

    /// The folded form of a word in lower case (UTF-8).
    static func fold(_ word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        if word.allSatisfy({ $0 < 0x80 }) { return Array(word.prefix(longestForm)) }
        return Array(fold(String(decoding: word, as: UTF8.self)).utf8)
    }

    static func fold(_ word: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in word.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.value {
            case 0x300...0x36F: continue
            // The points of Hebrew and the vowel signs of Arabic, which hardly anybody types.
            case 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x64B...0x652, 0x670: continue
            case 0xF8: folded.append("o")
            case 0xE6: folded.append(contentsOf: "ae".unicodeScalars)
            case 0x153: folded.append(contentsOf: "oe".unicodeScalars)
            case 0xDF: folded.append(contentsOf: "ss".unicodeScalars)
            case 0xFE: folded.append(contentsOf: "th".unicodeScalars)
            case 0x111, 0xF0: folded.append("d")
            case 0x142: folded.append("l")
            case 0x131: folded.append("i")
            // The two shapes of the Greek sigma.
            case 0x3C2: folded.append("\u{3C3}")
            default: folded.append(scalar)
            }
        }
        var scalars = String(folded).precomposedStringWithCanonicalMapping.unicodeScalars
        if scalars.count > longestForm { scalars = String.UnicodeScalarView(scalars.prefix(longestForm)) }
        return String(scalars)
    }
}
