import HearthModel

/// What somebody typed (`raw`), with the marks of Discourse that are no Markdown turned into it: `[quote="jo, post:1, topic:2"]`
/// is a quote, `[details="More"]` its text, and a line that was broken stays broken. Code stays as it is.
struct DiscourseRaw {
    private var out: [String] = []
    /// Quotes that are open.
    private var depth = 0
    /// The character and length of an open fence of code.
    private var fence: (mark: UInt8, count: Int, isQuoted: Bool)?

    private static let depthLimit = 20

    static func markdown(_ raw: String) -> String {
        var reader = DiscourseRaw()
        let lines = raw.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines { reader.read(line) }
        return reader.out.joined(separator: "\n")
    }

    private var prefix: String { String(repeating: "> ", count: depth) }

    private mutating func read(_ line: Substring) {
        // A fence may stand in a list or in a quote.
        let text = line.utf8.drop { $0 == 0x20 || $0 == 0x3E || $0 == 0x09 }
        let mark = text.first ?? 0
        let count = text.prefix { $0 == mark }.count
        let isQuoted = line.drop { $0 == " " }.first == ">"
        // Code in a quote ends with the quote.
        if let open = fence, open.isQuoted, !isQuoted { fence = nil }
        if let open = fence {
            if mark == open.mark, count >= open.count, text.dropFirst(count).allSatisfy({ $0 <= 0x20 }) { fence = nil }
            return out.append(prefix + line)
        }
        if mark == 0x60 || mark == 0x7E, count >= 3, mark == 0x7E || !text.dropFirst(count).contains(0x60) {
            fence = (mark, count, isQuoted)
            return out.append(prefix + line)
        }
        // So much space makes code, but for items of lists, and no mark of the forum stands behind it.
        if line.hasPrefix("    ") || line.hasPrefix("\t") { return out.append(prefix + line) }
        readMarks(line)
    }

    /// A line outside of code: marks at its beginning and at its end open and close parts.
    private mutating func readMarks(_ line: Substring) {
        var text = line.drop { $0 == " " }
        var closing = 0
        while let rest = Self.without("[/quote]", text) {
            closing += 1
            text = rest
        }
        var isMark = closing > 0
        while true {
            if text.hasPrefix("[quote"), let end = text.firstIndex(of: "]") {
                open(text[..<end])
                text = text[end...].dropFirst().drop { $0 == " " }
            } else if text.hasPrefix("[/quote]") {
                close()
                text = text.dropFirst("[/quote]".count).drop { $0 == " " }
            } else {
                break
            }
            isMark = true
        }
        if text.hasPrefix("[details"), let end = text.firstIndex(of: "]") {
            let title = text[..<end].drop { $0 != "=" }.dropFirst().filter { $0 != "\"" }
            out += [prefix, prefix + "**\(title.isEmpty ? "Details" : title)**", prefix]
        } else if ["[/details]", "[poll", "[/poll]"].contains(where: { text.hasPrefix($0) }) {
            out.append(prefix)
        } else if !isMark {
            // Two spaces break the line, wherever Markdown would not.
            out.append(prefix + Self.inline(line) + (text.isEmpty ? "" : "  "))
        } else if !text.isEmpty {
            out.append(prefix + Self.inline(text) + "  ")
        }
        for _ in 0..<closing { close() }
    }

    private static func without(_ end: String, _ text: Substring) -> Substring? {
        var text = text
        while text.last == " " { text.removeLast() }
        guard text.hasSuffix(end) else { return nil }
        let rest = text.dropLast(end.count)
        return rest.isEmpty ? nil : rest
    }

    private mutating func open(_ mark: Substring) {
        let name = mark.drop { $0 != "\"" }.dropFirst().prefix { $0 != "," && $0 != "\"" }
        out.append(prefix)
        depth = min(depth + 1, Self.depthLimit)
        if !name.isEmpty { out.append(prefix + "\(name):") }
        out.append(prefix)
    }

    private mutating func close() {
        depth = max(0, depth - 1)
        out.append(prefix)
    }

    // MARK: Inside a line

    private static let styles: [(mark: StaticString, text: String)] = [
        ("[b]", "<b>"), ("[/b]", "</b>"), ("[i]", "<i>"), ("[/i]", "</i>"), ("[s]", "<s>"), ("[/s]", "</s>"),
        ("[u]", ""),
        ("[/u]", ""), ("[spoiler]", ""), ("[/spoiler]", ""),
    ]

    private static func inline(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        guard bytes.contains(where: { $0 == 0x5B || $0 == 0x7C }) else { return String(line) }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0x60:
                let end = endOfCode(bytes, index)
                out += bytes[index..<end]
                index = end
                continue
            case 0x5B:
                if let style = styles.first(where: { ByteText.has($0.mark, in: bytes, at: index, to: bytes.count) }) {
                    out += Array(style.text.utf8)
                    index += style.mark.utf8CodeUnitCount
                    continue
                }
                if let (text, end) = date(bytes, index) {
                    out += Array(text.utf8)
                    index = end
                    continue
                }
            case 0x7C:
                if let end = endOfOptions(bytes, index) {
                    index = end
                    continue
                }
            default: break
            }
            out.append(bytes[index])
            index += 1
        }
        return out.string
    }

    /// Behind the code that begins with these backticks, or behind them where nothing closes it.
    private static func endOfCode(_ bytes: [UInt8], _ start: Int) -> Int {
        let count = bytes[start...].prefix { $0 == 0x60 }.count
        var index = start + count
        let limit = min(bytes.count, index + 2000)
        while let found = ByteText.find(0x60, in: bytes, from: index, to: limit) {
            let own = bytes[found...].prefix { $0 == 0x60 }.count
            if own == count { return found + own }
            index = found + own
            if index >= limit { break }
        }
        return start + count
    }

    /// `[date=2026-01-01 time=10:00:00 timezone="Europe/Oslo"]`, `[date-range from=… to=… timezone=…]`
    private static func date(_ bytes: [UInt8], _ start: Int) -> (String, end: Int)? {
        guard ByteText.has("[date", in: bytes, at: start, to: bytes.count),
            let end = ByteText.find(0x5D, in: bytes, from: start, to: min(start + 300, bytes.count))
        else { return nil }
        var values: [Substring: String] = [:]
        for word in bytes[(start + 1)..<end].string.split(separator: " ") {
            guard let sign = word.firstIndex(of: "=") else { continue }
            values[word[..<sign]] = word[sign...].dropFirst().filter { $0 != "\"" }.replacing("T", with: " ")
        }
        let first = [values["date"] ?? values["from"], values["time"]].compactMap { $0 }.joined(separator: " ")
        guard first.first?.isNumber == true else { return nil }
        let zone = bytes[start..<end].string.firstRange(of: "timezone=").map { _ in values["timezone"] ?? "" } ?? ""
        return (first + (values["to"].map { " – " + $0 } ?? "") + (zone.isEmpty ? "" : " (\(zone))"), end + 1)
    }

    /// Behind `|attachment` and `|690x388, 50%` in front of `](`.
    private static func endOfOptions(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard let end = ByteText.find(0x5D, in: bytes, from: start, to: min(start + 40, bytes.count)),
            end + 1 < bytes.count, bytes[end + 1] == 0x28
        else { return nil }
        let text = bytes[(start + 1)..<end].string
        let isSize = !text.isEmpty && text.allSatisfy { $0.isNumber || "x, %|.".contains($0) }
        return isSize || ["attachment", "video", "audio", "thumbnail"].contains(where: { text.hasPrefix($0) })
            ? end : nil
    }
}
