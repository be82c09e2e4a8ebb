/// The bytes that scanners ask for by name.
enum Byte {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let bang: UInt8 = 0x21
    static let quote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let ampersand: UInt8 = 0x26
    static let open: UInt8 = 0x28
    static let close: UInt8 = 0x29
    static let star: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let less: UInt8 = 0x3C
    static let equals: UInt8 = 0x3D
    static let greater: UInt8 = 0x3E
    static let at: UInt8 = 0x40
    static let bracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let caret: UInt8 = 0x5E
    static let underscore: UInt8 = 0x5F
    static let backtick: UInt8 = 0x60
    static let brace: UInt8 = 0x7B
    static let pipe: UInt8 = 0x7C
    static let closeBrace: UInt8 = 0x7D
    static let tilde: UInt8 = 0x7E
}

extension UInt8 {
    @inline(__always) var isASCIIDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
    /// Space, tab, newline, vertical tab, form feed, carriage return.
    @inline(__always) var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }
    /// `a` for `A`; anything but A–Z stays.
    @inline(__always) var lowercasedASCII: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension UnsafeBufferPointer where Element == UInt8 {
    /// Whether `text` (lower case ASCII) stands at `index`, in any case.
    func hasASCII(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where self[index + offset].lowercasedASCII != wanted[offset] { return false }
            return true
        }
    }

    /// The scalar that starts at `index` and its length; U+FFFD and 1 for broken UTF-8.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let first = self[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, index + length <= count else { return ("\u{FFFD}", 1) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for byte in self[index + 1..<index + length] {
            guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// The scalar that ends before `index` (> 0).
    func scalar(before index: Int) -> Unicode.Scalar {
        var start = index - 1
        while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).scalar
    }
}

extension Unicode.Scalar {
    /// A letter, digit, mark or underscore: what an `@` must not follow.
    var isWord: Bool {
        if value < 0x80 { return UInt8(value).isASCIIAlphanumeric || value == 0x5F }
        return isLetterOrMark || properties.numericType != nil
    }

    /// A letter of any script, or a mark that belongs to one.
    var isLetterOrMark: Bool {
        if value < 0x80 { return UInt8(value).isASCIILetter }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark:
            return true
        default: return false
        }
    }

    /// Unicode whitespace as CommonMark defines it.
    var isMarkdownSpace: Bool {
        if value < 0x80 { return UInt8(value).isASCIISpace }
        return properties.generalCategory == .spaceSeparator
    }

    /// A Unicode punctuation character as CommonMark 0.30 defines it (ASCII symbols count, others do not).
    var isMarkdownPunctuation: Bool {
        if value < 0x80 { return value > 0x20 && value < 0x7F && !UInt8(value).isASCIIAlphanumeric }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// Whether a `#topic` may follow directly: a space, an opening bracket or quote, or a dash.
    var opensTopic: Bool {
        if isMarkdownSpace { return true }
        switch properties.generalCategory {
        case .openPunctuation, .initialPunctuation, .dashPunctuation: return value != 0x2D
        default: return value == 0x22 || value == 0x27 || value == 0x2A || value == 0x5F || value == 0x7E
        }
    }
}
