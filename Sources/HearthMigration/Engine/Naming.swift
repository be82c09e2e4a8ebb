/// File names, handles and addresses made of what people typed.
package enum Naming {
    /// Latin letters without their marks, in lower case; `nil` for characters that have no ASCII form.
    static func fold(_ scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII { return String(scalar).lowercased() }
        switch scalar {
        case "ß", "ẞ": return "ss"
        case "æ", "Æ": return "ae"
        case "œ", "Œ": return "oe"
        case "þ", "Þ": return "th"
        case "ð", "Ð", "đ", "Đ": return "d"
        case "ø", "Ø": return "o"
        case "ł", "Ł": return "l"
        case "ı": return "i"
        case "’", "‘", "ʼ": return "'"
        case "–", "—", "\u{A0}": return " "
        default: break
        }
        if scalar.properties.generalCategory == .nonspacingMark { return "" }
        // "LATIN SMALL LETTER A WITH RING ABOVE": the Unicode name holds the letter.
        guard let words = scalar.properties.name?.split(separator: " "), words.count >= 4, words[0] == "LATIN",
            words[2] == "LETTER", words[3].count == 1
        else { return nil }
        return words[3].lowercased()
    }

    /// Words joined by `-`, ASCII, at most `limit` long and cut at a word; empty when nothing is left of a title that
    /// is mostly not Latin.
    package static func slug(_ title: String, limit: Int = 60) -> String {
        var words: [String] = [""]
        var foreign = 0
        var letters = 0
        for scalar in title.unicodeScalars {
            if scalar.isASCII {
                // Most of a title, by the rules below.
                let byte = UInt8(scalar.value).asciiLower
                if byte.isASCIILetter || byte.isASCIIDigit {
                    letters += 1
                    words[words.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
                } else if byte != 0x27, !words[words.count - 1].isEmpty {
                    words.append("")
                }
                continue
            }
            let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isLetter { letters += 1 }
            guard let folded = fold(scalar) else {
                if isLetter { foreign += 1 }
                if !words[words.count - 1].isEmpty { words.append("") }
                continue
            }
            for character in folded.unicodeScalars {
                if ("a"..."z").contains(character) || ("0"..."9").contains(character) {
                    words[words.count - 1].unicodeScalars.append(character)
                } else if character != "'", !words[words.count - 1].isEmpty {
                    words.append("")
                }
            }
        }
        words.removeAll { $0.isEmpty }
        guard letters > 0, foreign * 2 < letters, var slug = words.first else { return "" }
        for word in words.dropFirst() {
            if slug.utf8.count + 1 + word.utf8.count > limit { break }
            slug += "-" + word
        }
        return String(slug.prefix(limit))
    }

    /// What an export is called without the day that it was made on: a newer one of the same site has the same name then.
    /// `Corp Slack export Jan 1 2020 - Nov 22 2026` is `Corp Slack export`.
    static func site(ofExport name: String) -> String {
        let month = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
        let time = "[T_ .-]*[0-9]{2}[-:._]?[0-9]{2}([-:._]?[0-9]{2})?Z?"
        let days = [
            "(19|20)[0-9]{2}[-_. ]?(0[1-9]|1[0-2])([-_. ]?([0-2][0-9]|3[01])(\(time))?)?",
            "([0-2]?[0-9]|3[01])[-_. ](0?[1-9]|1[0-2])[-_. ](19|20)[0-9]{2}", month + " [0-9]{1,2},? (19|20)[0-9]{2}",
            "[0-9]{1,2}\\.? " + month + " (19|20)[0-9]{2}", "\\([0-9]{1,2}\\)$",
            month + "[-_ ]?(19|20)[0-9]{2}", "1[0-9]{9}([0-9]{3})?",
        ]
        var rest = name
        for day in days {
            guard let pattern = try? Regex("(^|[^0-9])(?:\(day))(?![0-9])") else { continue }
            rest = rest.replacing(pattern) { String($0.output[1].substring ?? "") }
        }
        guard rest != name else { return name }
        var words = rest.split { " -_.".contains($0) }
        // `from … to …`
        while let last = words.last, ["to", "bis", "until", "from", "von"].contains(last.lowercased()) {
            words.removeLast()
        }
        return words.contains { $0.contains(where: \.isLetter) } ? words.joined(separator: " ") : name
    }

    /// A handle: `Jo Larsen` is `jo.larsen`; empty when nothing is left.
    package static func handle(_ name: String) -> String {
        var handle = ""
        for scalar in name.unicodeScalars {
            for character in (fold(scalar) ?? "").unicodeScalars {
                switch character {
                case "a"..."z", "0"..."9", "_", "-": handle.unicodeScalars.append(character)
                case " ", ".", ",", "\t":
                    if !handle.isEmpty, handle.last != "." { handle += "." }
                default: continue
                }
            }
        }
        while let last = handle.last, "._-".contains(last) { handle.removeLast() }
        while let first = handle.first, "._-".contains(first) { handle.removeFirst() }
        handle = String(handle.prefix(40))
        while let last = handle.last, "._-".contains(last) { handle.removeLast() }
        return handle
    }

    /// Handles that are none: the lists of people lie at these addresses.
    package static let reservedHandles: Set<String> = ["index", "departments", "sites", "topics", "page", "feed"]

    /// Letters and digits only, to compare names that people typed from memory.
    static func squeezed(_ name: String) -> String {
        // Most names are ASCII, and every comment asks.
        if name.utf8.allSatisfy({ $0 < 0x80 }) {
            return name.utf8.compactMap { $0.isASCIILetter || $0.isASCIIDigit ? $0.asciiLower : nil }.string
        }
        var text = ""
        for scalar in name.unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(scalar.value).asciiLower
                if byte.isASCIILetter || byte.isASCIIDigit { text.unicodeScalars.append(Unicode.Scalar(byte)) }
            } else if let folded = fold(scalar) {
                text += folded.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            } else if scalar.properties.isAlphabetic {
                text += String(scalar).lowercased()
            }
        }
        return text
    }

    /// The first free name of `base`, `base-<id>`, `base-<id>-2`, …; taken from then on.
    static func unique(_ base: String, id: String, taken: inout Set<String>) -> String {
        if taken.insert(base).inserted { return base }
        var name = base + "-" + id
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(base)-\(id)-\(number)"
            number += 1
        }
        return name
    }
}
