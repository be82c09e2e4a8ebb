import CUchardet

// The statistics of bytes that nothing names, or names wrongly.

extension TextEncoding {
    /// The shape of the bytes beyond ASCII, between the tags.
    private struct Shape {
        /// Bytes beyond ASCII, and letters in ASCII.
        var high = 0
        var letters = 0
        /// Bytes beyond ASCII that have a neighbour beyond ASCII.
        var paired = 0
        /// Whether all of them are what western languages and word processors write in Windows-1252.
        var isWestern = true

        /// In western languages most letters are ASCII; in Greek, Cyrillic or Chinese hardly any.
        var isForeign: Bool { high > letters }

        init(_ text: [UInt8]) {
            for (index, byte) in text.enumerated() {
                if byte < 0x80 {
                    if byte.isASCIILetter { letters += 1 }
                    continue
                }
                high += 1
                if !Self.western[Int(byte)] { isWestern = false }
                let before = index > 0 && text[index - 1] >= 0x80
                if before || (index + 1 < text.count && text[index + 1] >= 0x80) { paired += 1 }
            }
        }

        /// Quotes, dashes, bullets, signs, and the letters of the languages from Portugal to Finland.
        private static let western: [Bool] = {
            var table = [Bool](repeating: false, count: 256)
            let signs: [UInt8] = [
                0x80, 0x82, 0x84, 0x85, 0x8B, 0x8C, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9B, 0x9C, 0xA0,
                0xA3, 0xA7, 0xA9, 0xAB, 0xAD, 0xAE, 0xB0, 0xB2, 0xB3, 0xB4, 0xB5, 0xB7, 0xBA, 0xBB, 0xBD, 0xA1, 0xBF,
            ]
            for byte in signs { table[Int(byte)] = true }
            for byte in 0xC0...0xFF where ![0xD0, 0xD7, 0xDD, 0xDE, 0xF0, 0xF7, 0xFD, 0xFE, 0xFF].contains(byte) {
                table[byte] = true
            }
            return table
        }()
    }

    /// Fewer bytes beyond ASCII than this say nothing to a detector in a text that is ASCII otherwise.
    private static let leastEvidence = 16
    private static let wide: Set<String> = ["CP932", "EUC-JP-MS", "GB18030", "BIG5-HKSCS", "CP949"]
    private static let ofOtherAlphabets: Set<String> = [
        "CP1251", "KOI8-R", "KOI8-U", "ISO-8859-5", "CP855", "CP866", "CP1253", "ISO-8859-7", "CP1255", "ISO-8859-8",
        "CP1256", "ISO-8859-6", "CP874", "ISO-8859-11",
    ]

    /// Whether a western label is put on text that has the shape of another writing system.
    static func contradicts(_ bytes: [UInt8], _ label: String) -> Bool {
        guard label.hasPrefix("CP125") || label.hasPrefix("ISO-8859"), !ofOtherAlphabets.contains(label) else {
            return false
        }
        let text = betweenTags(bytes)
        let shape = Shape(text)
        guard shape.high >= 24, shape.paired * 10 > shape.high * 8, let guess = detect(text) else { return false }
        guard wide.contains(guess) || (ofOtherAlphabets.contains(guess) && shape.isForeign) else { return false }
        return decode(bytes, as: guess) != nil
    }

    /// The encoding that the text between the tags seems to have; nil when there is too little to go on.
    static func guess(_ bytes: [UInt8]) -> String? {
        let text = betweenTags(bytes)
        let shape = Shape(text)
        guard shape.high > 0, let guess = detect(text) else { return nil }
        if guess == "CP1252" { return guess }
        if wide.contains(guess) || ofOtherAlphabets.contains(guess) {
            // Western words hold single such letters, those of other scripts nothing else.
            if shape.high >= 6, shape.isForeign || shape.paired * 10 > shape.high * 8 { return guess }
            return shape.isWestern || shape.high < leastEvidence ? nil : guess
        }
        // Between the encodings of Latin letters the detector is often wrong. Hungarian alone looks western.
        if shape.high < leastEvidence { return nil }
        return shape.isWestern && guess != "CP1250" && guess != "ISO-8859-2" ? nil : guess
    }

    /// Languages whose letters are those of Windows-1252. English is none of them: old editors put it on any page.
    private static let western: Set<String> = [
        "da", "de", "es", "fi", "fo", "fr", "is", "it", "nb", "nl", "nn", "no", "pt", "sv", "ca", "gl", "eu",
    ]

    /// Whether a page's language has other letters than a guess between encodings of Latin letters.
    static func isDenied(_ guess: String, by language: String?) -> Bool {
        guard let language, !wide.contains(guess), !ofOtherAlphabets.contains(guess) else { return false }
        return western.contains(String(language.prefix { $0 != "-" && $0 != "_" }).lowercased())
    }

    private static func betweenTags(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var inTag = false
        for byte in bytes {
            if byte == 0x3C { inTag = true }
            if !inTag { text.append(byte) }
            if byte == 0x3E, inTag {
                inTag = false
                text.append(0x20)
            }
            if text.count >= 1 << 17 { break }
        }
        return text
    }

    /// uchardet's opinion.
    private static func detect(_ text: [UInt8]) -> String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        _ = text.withUnsafeBytes { uchardet_handle_data(detector, $0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        uchardet_data_end(detector)
        guard let name = uchardet_get_charset(detector), name[0] != 0 else { return nil }
        return canonicalName(String(cString: name))
    }
}
