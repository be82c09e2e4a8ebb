import Glibc

/// An sRGB colour and its contrast with others (WCAG 2.2, "relative luminance" and "contrast ratio").
struct Colour: Equatable, Sendable {
    var red: Double
    var green: Double
    var blue: Double

    static let white = Colour(red: 1, green: 1, blue: 1)

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `#rrggbb` or `#rgb`.
    init?(hex text: String) {
        var digits = Array(text.utf8)
        guard digits.first == 0x23 else { return nil }
        digits.removeFirst()
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 else { return nil }
        var values: [Double] = []
        for pair in stride(from: 0, to: 6, by: 2) {
            guard let high = Self.nibble(digits[pair]), let low = Self.nibble(digits[pair + 1]) else { return nil }
            values.append(Double(high * 16 + low) / 255)
        }
        self.init(red: values[0], green: values[1], blue: values[2])
    }

    private static func nibble(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }

    var hex: String {
        "#"
            + [red, green, blue].map { part in
                let value = Int((min(1, max(0, part)) * 255).rounded())
                let digits = String(value, radix: 16)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }.joined()
    }

    var luminance: Double {
        func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// From 1 to 21.
    func contrast(with other: Colour) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// This colour with `share` of `other` mixed in.
    func mixed(with other: Colour, _ share: Double) -> Colour {
        Colour(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share)
    }

    /// The nearest colour towards `end` that has at least `contrast` with `ground`, as it is written in hexadecimal.
    func adjusted(towards end: Colour, ground: Colour, contrast: Double) -> Colour {
        for step in 0...100 {
            let candidate = Colour(hex: mixed(with: end, Double(step) / 100).hex) ?? end
            if candidate.contrast(with: ground) >= contrast { return candidate }
        }
        return end
    }
}
