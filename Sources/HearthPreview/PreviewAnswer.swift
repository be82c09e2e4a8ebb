import Foundation
import HearthModel
import HearthPublishing

/// The answer to one request, as the published server would give it.
struct PreviewAnswer {
    let site: PreviewSite
    let request: PreviewRequest

    var response: PreviewResponse {
        let path = request.path
        switch path {
        case PreviewClient.prefix + "live.js":
            let home = JSONString.escaped(SitePath.percentEncode(site.rules.basePath))
            let script = PreviewClient.script.replacing("$HOME", with: home)
            return send(200, Array(script.utf8), type: "text/javascript; charset=utf-8", path: "live.js")
        case PreviewClient.prefix + "live.css":
            return send(200, Array(PreviewClient.style.utf8), type: "text/css; charset=utf-8", path: "live.css")
        default: break
        }
        let host = (request.headers["host"] ?? "").split(separator: ":").first.map(String.init) ?? ""
        switch site.place(path: path, query: request.query, host: host.lowercased()) {
        case .file(let file):
            guard let bytes = try? FileSystem.read(site.folder + "/" + file) else { return page("404.html", 404) }
            return send(200, withScript(bytes, file), type: MediaTypes.type(of: file), path: file)
        case .held(let page):
            return send(
                200, withScript(page.bytes, "held.html"), type: MediaTypes.type(of: "held.html"), path: "held.html")
        case .moved(let target):
            var response = PreviewResponse.plain(301, "Moved.\n")
            // Browsers keep a redirect for good, and in a preview it may be gone with the next edit: "no-store" stays.
            response.headers.append(("Location", target))
            return response
        case .membersOnly:
            return PreviewResponse.plain(401, "Members only. The preview shows the site as somebody else sees it.\n")
        case .missing: return page("404.html", 404)
        case .bad: return PreviewResponse.plain(400, "Bad request.\n")
        }
    }

    private func page(_ file: String, _ status: Int) -> PreviewResponse {
        guard site.outputs[file] != nil, let bytes = try? FileSystem.read(site.folder + "/" + file) else {
            return PreviewResponse.plain(status, "Not found.\n")
        }
        return send(status, withScript(bytes, file), type: MediaTypes.type(of: file), path: file)
    }

    /// Pages get the tag of the live script before the end of their head.
    private func withScript(_ bytes: [UInt8], _ file: String) -> [UInt8] {
        let end = Array("</head>".utf8)
        guard file.hasSuffix(".html"), let place = bytes.firstRange(of: end) else { return bytes }
        return bytes[..<place.lowerBound] + Array(PreviewClient.tag(version: site.version).utf8)
            + bytes[place.lowerBound...]
    }

    private func send(_ status: Int, _ bytes: [UInt8], type: String, path: String) -> PreviewResponse {
        let isInert = ResponseHeaders.isInert(path)
        let tag = "\"\(Self.hash(bytes))\""
        var headers = [
            (name: "Content-Type", value: type),
            ("Content-Security-Policy", isInert ? ResponseHeaders.inertPolicy : ResponseHeaders.policy),
            ("Cache-Control", ResponseHeaders.caching), ("ETag", tag),
        ]
        headers += ResponseHeaders.others
        if status == 200, request.headers["if-none-match"] == tag {
            return PreviewResponse(status: 304, headers: headers, body: [])
        }
        headers.append(("Accept-Ranges", "bytes"))
        // A range of a page that has changed since its first part was sent would not fit to that.
        let isSame = request.headers["if-range"].map { $0 == tag } ?? true
        switch status == 200 && isSame ? ByteRange.read(request.headers["range"], size: bytes.count) : .all {
        case .all: return PreviewResponse(status: status, headers: headers, body: bytes)
        case .part(let range):
            headers.append(("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"))
            return PreviewResponse(status: 206, headers: headers, body: Array(bytes[range]))
        case .none:
            return PreviewResponse(
                status: 416, headers: [("Content-Range", "bytes */\(bytes.count)")], body: [])
        }
    }

    /// FNV-1a, 64 bits: enough to tell whether a page is the one that the browser has.
    private static func hash(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
    }

    /// A page of another site could open a WebSocket to here; browsers then say so.
    static func isSameOrigin(_ origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}

/// What of a file is asked for (RFC 9110, 14.2).
enum ByteRange: Equatable {
    case all
    case part(Range<Int>)
    /// Nothing of what is asked for exists.
    case none

    /// `bytes=0-99`, `bytes=100-`, `bytes=-100`. Several ranges and other units are answered with all of it, as a server
    /// may.
    static func read(_ header: String?, size: Int) -> ByteRange {
        guard let header, header.lowercased().hasPrefix("bytes=") else { return .all }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return .all
        }
        // A number too long for Int is beyond every file.
        let numbers = parts.map { $0.isEmpty ? nil : Int($0) ?? .max }
        switch (numbers[0], numbers[1]) {
        case (nil, nil): return .all
        case (nil, let last?): return last == 0 || size == 0 ? .none : .part(max(0, size - last)..<size)
        case (let first?, nil): return first < size ? .part(first..<size) : .none
        case (let first?, let last?):
            if last < first { return .all }
            return first < size ? .part(first..<(min(last, size - 1) + 1)) : .none
        }
    }
}

private enum JSONString {
    /// Text within double quotes of JavaScript.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
