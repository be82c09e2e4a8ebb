/// What word processors and keyboards put in place of spaces and hyphens, and what nobody sees.
extension Unicode.Scalar {
    /// A space of any width, or a tab.
    package var isBlank: Bool {
        switch value {
        case 0x20, 0x09, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Shows nothing: zero width spaces, byte order marks, soft hyphens and marks of direction. Joiners are parts of
    /// letters and pictures.
    package var isUnseen: Bool {
        switch value {
        case 0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// A hyphen, a dash or a minus sign.
    package var isDash: Bool {
        switch value {
        case 0x2D, 0x2010...0x2015, 0x2212, 0x2E3A, 0x2E3B, 0xFE58, 0xFE63, 0xFF0D: true
        default: false
        }
    }
}

extension String {
    /// This text with plain spaces for blanks of every kind, and without what nobody sees.
    package var withPlainBlanks: String {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isUnseen { scalars.append(scalar.isBlank ? " " : scalar) }
        return String(scalars)
    }
}

extension UInt8 {
    /// What this byte is worth as a hexadecimal digit in either case; nil when it is none.
    package var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}
