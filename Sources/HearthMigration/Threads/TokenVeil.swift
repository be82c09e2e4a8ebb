import HearthModel

/// Keeps keys of Slack off the pages, which people paste into messages of every system: tokens (`xoxb-…`, `xapp-…`) and
/// addresses that take a message from everybody who knows them (`hooks.slack.com/services/…`).
///
/// https://docs.slack.dev/authentication/tokens
enum TokenVeil {
    /// Shorter ones, and those without a digit, are examples.
    private static let leastLength = 10

    static func hidden(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let secrets = secrets(in: bytes)
        guard !secrets.isEmpty else { return text }
        var out = ""
        var done = 0
        for secret in secrets {
            out += bytes[done..<secret.lowerBound].string + "…"
            done = secret.upperBound
        }
        return out + bytes[done...].string
    }

    /// The address without a token behind its question mark; nil where the address itself is the key.
    static func address(_ address: String) -> String? {
        let bytes = Array(address.utf8)
        guard let secret = secrets(in: bytes).first else { return address }
        let path = bytes.prefix { $0 != 0x3F && $0 != 0x23 }
        return secret.lowerBound > path.count ? path.string : nil
    }

    private static func secrets(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard let start = start(bytes, index) else {
                index += 1
                continue
            }
            var end = start.secret
            while end < bytes.count, start.isAddress ? isAddress(bytes[end]) : isToken(bytes[end]) { end += 1 }
            // The end of a sentence.
            var last = end
            while last > start.secret, [0x2E, 0x2C, 0x2D, 0x3A].contains(bytes[last - 1]) { last -= 1 }
            let hasDigit = bytes[start.secret..<last].contains { $0.isASCIIDigit }
            if last - start.secret >= leastLength, hasDigit { found.append(start.secret..<last) }
            index = max(end, index + 1)
        }
        return found
    }

    /// Where the secret begins, of which the mark begins at `index`.
    private static func start(_ bytes: [UInt8], _ index: Int) -> (secret: Int, isAddress: Bool)? {
        switch bytes[index] {
        case 0x78:
            guard index == 0 || !(bytes[index - 1].isASCIILetter || bytes[index - 1].isASCIIDigit) else { return nil }
            if ByteText.has("xapp-", in: bytes, at: index, to: bytes.count) { return (index + 5, false) }
            guard ByteText.has("xox", in: bytes, at: index, to: bytes.count), index + 4 < bytes.count,
                bytes[index + 3].isASCIILetter
            else { return nil }
            // `xoxe.xoxp-1-…`
            let isSecond = bytes[index + 4] == 0x2E && ByteText.has("xox", in: bytes, at: index + 5, to: bytes.count)
            let dash = isSecond ? index + 9 : index + 4
            return dash < bytes.count && bytes[dash] == 0x2D ? (dash + 1, false) : nil
        case 0x68, 0x48:
            guard ByteText.has("hooks.slack.com/", in: bytes, at: index, to: bytes.count) else { return nil }
            var slash = index + 16
            while slash < bytes.count, bytes[slash].isASCIILetter { slash += 1 }
            return slash < bytes.count && bytes[slash] == 0x2F ? (slash + 1, true) : nil
        default: return nil
        }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || [0x25, 0x2D, 0x2E, 0x5F].contains(byte)
    }

    private static func isAddress(_ byte: UInt8) -> Bool { isToken(byte) || byte == 0x2F }
}
