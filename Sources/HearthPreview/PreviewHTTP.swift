import Foundation

/// A request as far as a preview needs it: GET and HEAD, without a body (RFC 9112).
struct PreviewRequest: Sendable, Equatable {
    let method: String
    /// As sent, percent-encoded.
    let path: String
    /// As sent, without the question mark.
    let query: String
    /// By name in lower case; of several with one name the first.
    let headers: [String: String]
    let keepsConnection: Bool

    /// Nil for what is no request of HTTP/1, for one with two hosts, and for one with a body.
    init?(head: ArraySlice<UInt8>) {
        guard let text = String(validating: head, as: UTF8.self) else { return nil }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }[...]
        guard let start = lines.popFirst() else { return nil }
        let parts = start.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0", parts[1].hasPrefix("/") else {
            return nil
        }
        method = String(parts[0])
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(target[0])
        query = target.count > 1 ? String(target[1]) : ""
        var headers: [String: String] = [:]
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                !line[..<colon].contains(where: \.isWhitespace)
            else { return nil }
            let name = line[..<colon].lowercased()
            guard headers[name] == nil || name != "host" else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[name] = headers[name] ?? value
        }
        guard headers["transfer-encoding"] == nil, headers["content-length"].map({ $0 == "0" }) ?? true else {
            return nil
        }
        self.headers = headers
        let connection = headers["connection"]?.lowercased() ?? ""
        keepsConnection = parts[2] == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
    }
}

/// A response with a body of known length.
struct PreviewResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    private static let reasons = [
        101: "Switching Protocols", 200: "OK", 206: "Partial Content", 301: "Moved Permanently", 304: "Not Modified",
        400: "Bad Request",
        401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        416: "Range Not Satisfiable", 421: "Misdirected Request", 431: "Request Header Fields Too Large",
    ]

    static func plain(_ status: Int, _ text: String) -> PreviewResponse {
        PreviewResponse(
            status: status,
            headers: [
                ("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ], body: Array(text.utf8))
    }

    /// The bytes to send; for HEAD all but the body.
    func bytes(isHead: Bool, keepsConnection: Bool) -> Data {
        var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "")\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        // A 101 and a 304 have no body, so neither has a length (RFC 9110, 8.6).
        if status != 101, status != 304 {
            head += "Content-Length: \(body.count)\r\nConnection: \(keepsConnection ? "keep-alive" : "close")\r\n"
        }
        var data = Data(head.utf8)
        data.append(contentsOf: [0x0D, 0x0A])
        if !isHead, status != 304 { data.append(contentsOf: body) }
        return data
    }
}

/// Frames of WebSocket (RFC 6455): texts from the server, short texts and control frames from browsers.
enum WebSocketFrame {
    enum Opcode: UInt8 {
        case text = 1
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// A whole frame of the server, which does not mask.
    static func encoded(_ opcode: Opcode, _ payload: [UInt8]) -> Data {
        var data = Data([0x80 | opcode.rawValue])
        switch payload.count {
        case ..<126: data.append(UInt8(payload.count))
        case ..<65_536: data.append(contentsOf: [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)])
        default:
            data.append(127)
            data.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - $0 * 8)) })
        }
        data.append(contentsOf: payload)
        return data
    }

    enum Reading: Equatable {
        case frame(Opcode, [UInt8], length: Int)
        /// More bytes are needed.
        case partial
        /// Nothing that our script sends: not masked, in pieces, or too long.
        case bad
    }

    /// The frame at the start of `bytes`, as a browser sends it: whole, masked, of less than 126 bytes or of two bytes'
    /// length.
    static func read(_ bytes: [UInt8]) -> Reading {
        guard bytes.count >= 2 else { return .partial }
        guard bytes[0] & 0xF0 == 0x80, bytes[1] & 0x80 != 0, let opcode = Opcode(rawValue: bytes[0] & 0x0F) else {
            return .bad
        }
        var (length, start) = (Int(bytes[1] & 0x7F), 2)
        guard length != 127 else { return .bad }
        if length == 126 {
            guard bytes.count >= 4 else { return .partial }
            (length, start) = (Int(bytes[2]) << 8 | Int(bytes[3]), 4)
        }
        guard length <= 8192 else { return .bad }
        guard bytes.count >= start + 4 + length else { return .partial }
        let mask = bytes[start..<(start + 4)]
        let payload = bytes[(start + 4)..<(start + 4 + length)].enumerated().map { $1 ^ mask[start + $0 % 4] }
        return .frame(opcode, payload, length: start + 4 + length)
    }
}
