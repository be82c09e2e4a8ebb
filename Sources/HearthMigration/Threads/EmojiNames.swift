/// The pictures that Slack, Discourse and others write as `:tada:`. The names are those that both ship (Unicode's own words,
/// and the older ones of GitHub and of telephones); a workspace's own pictures are not among them.
enum EmojiNames {
    /// The longest is `smiling_face_with_smiling_eyes_and_hand_covering_mouth`; a skin tone may stand behind it.
    static let lengthLimit = 80

    private static let pictures: [Substring: Substring] = {
        var found: [Substring: Substring] = [
            // Their marks cannot be seen in a table.
            "england": "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "scotland": "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "wales": "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
            "simple_smile": "🙂",
        ]
        for entry in [faces, things].joined(separator: " ").split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = entry.split(separator: "=")
            guard parts.count == 2 else { continue }
            for name in parts[0].split(separator: ",") { found[name] = parts[1] }
        }
        return found
    }()

    /// The character for `tada`, `:tada:`, `flag-no` or `wave::skin-tone-3` (`wave:t3` in Discourse); nil for others.
    static func picture(_ name: String) -> String? {
        guard name.utf8.count <= lengthLimit else { return nil }
        let parts = name.split(separator: ":")
        guard let first = parts.first, let picture = plain(first) else { return nil }
        return parts.dropFirst().first.flatMap { tone($0) }.map { toned(picture, $0) } ?? picture
    }

    private static func plain(_ name: Substring) -> String? {
        // Slack has hyphens where Discourse has underscores.
        let squeezed = Substring(name.prefix(1) + name.dropFirst().map { $0 == "-" ? "_" : $0 })
        let isFlag = squeezed.hasPrefix("flag_")
        if let found = pictures[squeezed] ?? (isFlag ? pictures[squeezed.dropFirst(5)] : nil) { return String(found) }
        let country = squeezed.utf8.dropFirst(5)
        guard isFlag, country.count == 2, country.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
        var flag = String.UnicodeScalarView()
        flag.append(contentsOf: country.compactMap { Unicode.Scalar(0x1F1E6 + UInt32($0) - 0x61) })
        return String(flag)
    }

    /// The picture of the code points that Slack names, such as `1f1f3-1f1f4`; nil for what is none.
    static func picture(codes: String) -> String? {
        guard codes.utf8.count <= lengthLimit else { return nil }
        var picture = String.UnicodeScalarView()
        for code in codes.split(separator: "-") {
            guard let scalar = UInt32(code, radix: 16).flatMap({ Unicode.Scalar($0) }),
                scalar.properties.isEmoji || [0x200D, 0xFE0F, 0x20E3].contains(scalar.value)
                    || (0xE0020...0xE007F).contains(scalar.value)
            else { return nil }
            picture.append(scalar)
        }
        // Digits are emoji by their list, and joiners alone show nothing.
        let isShown = picture.contains { $0.value > 0xA0 && $0.properties.isEmoji || $0.value == 0x20E3 }
        return isShown ? String(picture) : nil
    }

    // MARK: Skin tones

    /// `skin-tone-3` or `t3`: the tones are counted from 2.
    static func tone(_ name: Substring) -> Unicode.Scalar? {
        let digit = name.hasPrefix("skin-tone-") ? name.dropFirst(10) : name.hasPrefix("t") ? name.dropFirst() : ""
        guard digit.utf8.count == 1, let number = UInt32(digit), (2...6).contains(number) else { return nil }
        return Unicode.Scalar(0x1F3FB + number - 2)
    }

    /// The tone goes behind the person or hand; pictures of several people stay as they are.
    static func toned(_ picture: String, _ tone: Unicode.Scalar) -> String {
        guard picture.unicodeScalars.count(where: { $0.properties.isEmojiModifierBase }) == 1 else { return picture }
        var result = String.UnicodeScalarView()
        var isBehind = false
        for scalar in picture.unicodeScalars {
            if !(isBehind && scalar.value == 0xFE0F) { result.append(scalar) }
            isBehind = scalar.properties.isEmojiModifierBase
            if isBehind { result.append(tone) }
        }
        return String(result)
    }

    // MARK: In text

    /// The name at `start`, where a colon stands: its picture and where it ends.
    static func name(_ bytes: [UInt8], at start: Int) -> (picture: String, end: Int)? {
        guard let end = colon(bytes, behind: start), let base = picture(bytes[(start + 1)..<end].string) else {
            return nil
        }
        // `10:100:20` is no picture.
        let isNumber = bytes[(start + 1)..<end].allSatisfy { $0.isASCIIDigit }
        if isNumber, start > 0, bytes[start - 1].isASCIIDigit { return nil }
        // `:wave::skin-tone-3:` in Slack, `:wave:t3:` in Discourse.
        let isSlack = end + 1 < bytes.count && bytes[end + 1] == 0x3A
        if let last = colon(bytes, behind: isSlack ? end + 1 : end) {
            let behind = Substring(bytes[((isSlack ? end + 1 : end) + 1)..<last].string)
            if behind.hasPrefix("skin-tone-") == isSlack, let tone = tone(behind) {
                return (toned(base, tone), last + 1)
            }
        }
        return (base, end + 1)
    }

    static func colon(_ bytes: [UInt8], behind start: Int) -> Int? {
        guard start + 1 < bytes.count else { return nil }
        return bytes[(start + 1)..<min(start + lengthLimit, bytes.count)].firstIndex { $0 == 0x3A || $0 <= 0x20 }
            .flatMap { bytes[$0] == 0x3A ? $0 : nil }
    }

    /// Plain text with its names as pictures, such as a title of Discourse.
    static func shown(in text: String) -> String {
        guard text.utf8.contains(0x3A) else { return text }
        let bytes = Array(text.utf8)
        var out = ""
        var (done, index) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == 0x3A, let (picture, end) = name(bytes, at: index) else {
                index += 1
                continue
            }
            out += bytes[done..<index].string + picture
            (done, index) = (end, end)
        }
        return done == 0 ? text : out + bytes[done...].string
    }
}
