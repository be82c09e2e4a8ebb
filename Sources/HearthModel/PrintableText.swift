extension String {
    /// Without control characters, each of which becomes a blank: text of content must not drive a terminal. They are
    /// those of ASCII and Latin-1, line separators, and those that turn the direction of what follows (UTR 36).
    package var printable: String {
        guard unicodeScalars.contains(where: Self.drivesTerminal) else { return self }
        var out = UnicodeScalarView()
        for scalar in unicodeScalars { out.append(Self.drivesTerminal(scalar) ? " " : scalar) }
        return String(out)
    }

    private static func drivesTerminal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
