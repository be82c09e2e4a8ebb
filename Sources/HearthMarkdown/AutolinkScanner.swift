/// Finds bare URLs and mail addresses in text, by the rules of GitHub's extended autolinks (GFM 0.29, section 6.9, and
/// its
/// reference implementation where that says more).
enum AutolinkScanner {
    /// A link found in a text: the bytes it covers and what is put before them in the destination.
    struct Match {
        var range: Range<Int>
        var prefix: StaticString
    }

    /// `http://…`, `https://…` or `ftp://…` whose colon is at `colon`; letters before `floor` are not looked at.
    static func url(in text: UnsafeBufferPointer<UInt8>, colon: Int, floor: Int) -> Match? {
        guard colon + 3 < text.count, text[colon + 1] == Byte.slash, text[colon + 2] == Byte.slash else { return nil }
        var start = colon
        while start > floor, text[start - 1].isASCIILetter, colon - start < 6 { start -= 1 }
        let isKnown =
            switch colon - start {
            case 3: text.hasASCII("ftp", at: start)
            case 4: text.hasASCII("http", at: start)
            case 5: text.hasASCII("https", at: start)
            default: false
            }
        let host = colon + 3
        guard isKnown, let domainEnd = domain(in: text, from: host, isShortAllowed: true) else { return nil }
        let end = linkEnd(in: text, from: domainEnd, start: start)
        return end > host ? Match(range: start..<end, prefix: "") : nil
    }

    /// `www.…` at `start`; what comes before it has been checked.
    static func www(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Match? {
        guard text.hasASCII("www.", at: start), let domainEnd = domain(in: text, from: start, isShortAllowed: false)
        else { return nil }
        let end = linkEnd(in: text, from: domainEnd, start: start)
        return end > start + 4 ? Match(range: start..<end, prefix: "http://") : nil
    }

    /// A mail address whose `@` is at `at`; bytes before `floor` are not looked at.
    static func mail(in text: UnsafeBufferPointer<UInt8>, at: Int, floor: Int) -> Match? {
        var start = at
        var prefix: StaticString = "mailto:"
        var isXMPP = false
        loop: while start > floor {
            let byte = text[start - 1]
            switch byte {
            case Byte.dot, Byte.plus, Byte.minus, Byte.underscore: break
            case Byte.colon:
                if hasProtocol("mailto:", in: text, endingAt: start, floor: floor) {
                    prefix = ""
                } else if hasProtocol("xmpp:", in: text, endingAt: start, floor: floor) {
                    prefix = ""
                    isXMPP = true
                } else {
                    break loop
                }
            default:
                if !byte.isASCIIAlphanumeric { break loop }
            }
            start -= 1
        }
        guard start < at, let end = mailHostEnd(in: text, from: at + 1, isXMPP: isXMPP) else { return nil }
        let trimmed = trimmedEnd(of: text, from: start, to: end)
        return trimmed > at + 1 ? Match(range: start..<trimmed, prefix: prefix) : nil
    }

    private static func hasProtocol(
        _ name: StaticString, in text: UnsafeBufferPointer<UInt8>, endingAt end: Int, floor: Int
    ) -> Bool {
        let start = end - name.utf8CodeUnitCount
        guard start >= floor, text.hasASCII(name, at: start) else { return false }
        return start == floor || !text[start - 1].isASCIIAlphanumeric
    }

    private static func mailHostEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int, isXMPP: Bool) -> Int? {
        var end = start
        var dots = 0
        loop: while end < text.count {
            let byte = text[end]
            switch byte {
            case Byte.at: return nil
            case Byte.dot:
                guard end + 1 < text.count, text[end + 1].isASCIIAlphanumeric else { break loop }
                dots += 1
            case Byte.minus, Byte.underscore: break
            case Byte.slash where isXMPP: break
            default:
                if !byte.isASCIIAlphanumeric { break loop }
            }
            end += 1
        }
        guard end > start, dots > 0, text[end - 1].isASCIILetter else { return nil }
        return end
    }

    /// The end of the domain that starts at `start`: host characters and hyphens, without underscores in the last two
    /// parts, and with a dot unless `isShortAllowed`.
    private static func domain(
        in text: UnsafeBufferPointer<UInt8>, from start: Int, isShortAllowed: Bool
    ) -> Int? {
        guard start < text.count, isHostCharacter(text.scalar(at: start).scalar) else { return nil }
        var end = start
        var dots = 0
        var underscores = (before: 0, last: 0)
        while end < text.count {
            let (scalar, length) = text.scalar(at: end)
            if scalar == "_" {
                underscores.last += 1
            } else if scalar == "." {
                // A dot that ends the text is a full stop.
                if end + 1 == text.count { break }
                underscores = (underscores.last, 0)
                dots += 1
            } else if scalar != "-", !isHostCharacter(scalar) {
                break
            }
            end += length
        }
        // Very long hosts pass, as in GitHub's implementation, so that they are not looked at again and again.
        if underscores.before + underscores.last > 0, dots <= 10 { return nil }
        return isShortAllowed || dots > 0 ? end : nil
    }

    private static func isHostCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? UInt8(scalar.value).isASCIIAlphanumeric : !scalar.isMarkdownSpace && !scalar.isMarkdownPunctuation
    }

    /// A URL runs to white space or `<`, less the punctuation that ends the sentence around it.
    private static func linkEnd(in text: UnsafeBufferPointer<UInt8>, from domainEnd: Int, start: Int) -> Int {
        var end = domainEnd
        while end < text.count, !text[end].isASCIISpace, text[end] != Byte.less { end += 1 }
        return trimmedEnd(of: text, from: start, to: end)
    }

    /// `end` moved before trailing punctuation, unmatched closing parentheses and things that look like entities.
    static func trimmedEnd(of text: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
        var end = limit
        var parentheses = 0
        for index in start..<max(start, end) {
            if text[index] == Byte.open { parentheses += 1 }
            if text[index] == Byte.close { parentheses -= 1 }
        }
        while end > start {
            switch text[end - 1] {
            case Byte.close:
                guard parentheses < 0 else { return end }
                parentheses += 1
                end -= 1
            case 0x3F, Byte.bang, Byte.dot, 0x2C, Byte.colon, Byte.star, Byte.underscore, Byte.tilde, 0x27, Byte.quote:
                end -= 1
            case Byte.semicolon:
                var name = end - 2
                while name > start, text[name].isASCIILetter { name -= 1 }
                end = name >= start && name < end - 2 && text[name] == Byte.ampersand ? name : end - 1
            default: return end
            }
        }
        return end
    }
}

/// The label of a footnote, `x` of `[^x]`.
enum FootnoteLabel {
    /// The place of the `]` that ends the label starting at `start`; nil when it is empty, too long (1,000 bytes) or
    /// has
    /// white space, brackets or backticks.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var end = start
        while end < text.count, end - start < 1000 {
            switch text[end] {
            case Byte.closeBracket: return end > start ? end : nil
            case 0...0x20: if Mask.original[Int(text[end])] == text[end] { return nil }
            case Byte.bracket, Byte.backtick: return nil
            default: break
            }
            end += 1
        }
        return nil
    }

    /// Whether `[^label]` refers to a footnote even where none is written, and is no set of a regular expression
    /// (`[^0-9]`, `[^abc]+`): a short number, or a name at the end of a word or sentence.
    static func isSurelyMeant(_ label: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let next = label.upperBound + 1
        let follower = next < text.count ? text[next] : Byte.space
        if "*+{|\\[$/".utf8.contains(follower) { return false }
        let before = label.lowerBound > 2 ? text[label.lowerBound - 3] : Byte.space
        if "[(|\\/^".utf8.contains(before) { return false }
        let name = UnsafeBufferPointer(rebasing: text[label])
        if name.allSatisfy(\.isASCIIDigit) { return name.count < 4 }
        return name.count > 3 && name[0].isASCIILetter && !before.isBlank && follower != 0x3F
            && name.allSatisfy { $0.isASCIIAlphanumeric || $0 == Byte.minus || $0 == Byte.underscore }
    }
}
