import CGMime
import HearthModel

/// The header of a message, read leniently: mails of thirty years and of programs of every kind.
struct MailHeader {
    private var fields: [String: [UInt8]] = [:]
    /// Where the body begins.
    private(set) var bodyOffset: Int

    /// `bytes` is a message, or the beginning of one.
    init(_ bytes: [UInt8]) {
        var index = 0
        var name = ""
        var value: [UInt8] = []
        bodyOffset = bytes.count
        func finish(_ fields: inout [String: [UInt8]]) {
            if !name.isEmpty, fields[name] == nil { fields[name] = value }
        }
        while index < bytes.count {
            let end = ByteText.find(0x0A, in: bytes, from: index, to: bytes.count) ?? bytes.count
            let line = bytes[index..<end]
            let next = min(end + 1, bytes.count)
            if line.trimmed().isEmpty {
                // An empty line in front of the header is none.
                if name.isEmpty, fields.isEmpty {
                    index = next
                    if end == bytes.count { break }
                    continue
                }
                bodyOffset = next
                break
            }
            if line.first == 0x20 || line.first == 0x09 {
                value += [0x20] + line.trimmed()
            } else if MailScanner.isField(line), let colon = line.firstIndex(of: 0x3A) {
                finish(&fields)
                name = line[..<colon].string.lowercased()
                value = Array(line[(colon + 1)...].trimmed())
            } else if !line.starts(with: ">From ".utf8) && !line.starts(with: "From ".utf8) {
                // No header goes on like this: the body begins without the empty line.
                bodyOffset = index
                break
            }
            if end == bytes.count { break }
            index = next
        }
        finish(&fields)
    }

    /// Decoded (RFC 2047), in one line; nil when empty or not there.
    func text(_ name: String) -> String? {
        guard let raw = fields[name] else { return nil }
        let text = Self.decode(raw)
        return text.isEmpty ? nil : text
    }

    /// As it stands in the message.
    func raw(_ name: String) -> String? { fields[name].map { TextEncoding.decode($0, declared: nil).text } }

    static func decode(_ raw: [UInt8]) -> String {
        var text = TextEncoding.decode(raw, declared: nil).text
        if text.utf8.contains(0x3D), text.contains("=?") { text = EncodedWords.decode(text) }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || scalar == "\r" {
                plain.append(" ")
            } else if !MailName.isControl(scalar) {
                plain.append(scalar)
            }
        }
        return StackExchangeConverter.oneLine(String(plain))
    }

    /// Seconds since 1970, where the field is a date that a mail can have.
    func date(_ name: String) -> Int64? { raw(name).flatMap { MailDate.read($0) } }

    /// The ids in a field such as `References`: what stands in angle brackets, or the bare words with an `@`.
    func messageIDs(_ name: String) -> [String] { raw(name).map { Self.messageIDs($0) } ?? [] }

    static func messageIDs(_ text: String) -> [String] {
        var found: [String] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            let close = rest.firstIndex { $0 == ">" || $0 == "<" } ?? rest.endIndex
            let id = rest[..<close].filter { !$0.isWhitespace }
            if !id.isEmpty { found.append(String(id)) }
            rest = rest[close...]
        }
        if found.isEmpty {
            found = text.split { $0.isWhitespace || $0 == "," }.map(String.init).filter { $0.contains("@") }
        }
        if found.isEmpty, !text.contains(where: \.isWhitespace), !text.isEmpty { found = [text] }
        return found
    }
}

/// GMime's own set-up, once.
enum MimeLibrary {
    static let isReady: Bool = {
        hearth_mime_initialise()
        return true
    }()
}

/// Dates of mails.
enum MailDate {
    /// Between the first mails and a little beyond what any clock shows that is right.
    private static let sane: ClosedRange<Int64> = 0x1000_0000...0x1_0000_0000

    static func read(_ text: String) -> Int64? {
        let plain = text.utf8.filter { $0 < 0x80 }.string
        guard plain.contains(where: \.isNumber) else { return nil }
        _ = MimeLibrary.isReady
        var known: Int32 = 0
        let seconds = hearth_mime_date(plain, &known)
        guard known != 0, sane.contains(seconds) else { return nil }
        return seconds
    }

    /// Of `jo at corp.example  Thu Nov  1 11:19:12 2001`: month, day, clock and year, taken as UTC.
    static func envelope(_ text: String) -> Int64? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let words = text.split(separator: " ")
        for (index, word) in words.enumerated() {
            guard let month = months.firstIndex(of: word.prefix(3).lowercased()), word.count == 3,
                index + 2 < words.count, let day = Int(words[index + 1]), (1...31).contains(day)
            else { continue }
            let clock = words[index + 2].split(separator: ":").compactMap { Int($0) }
            guard clock.count >= 2,
                let year = words[(index + 3)...].compactMap({ Int($0) }).first(where: { $0 > 1970 && $0 < 2200 })
            else { continue }
            let midnight = Int64(Timestamp.daysFromCivil(year, month + 1, day)) * 86_400
            let seconds = midnight + Int64(clock[0] * 3600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0))
            return sane.contains(seconds) ? seconds : nil
        }
        return nil
    }
}
