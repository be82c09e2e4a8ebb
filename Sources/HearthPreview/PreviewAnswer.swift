import FlyingFox
import Foundation
import HearthModel
import HearthPublishing

/// The answer to one request, as the published server would give it.
struct PreviewAnswer {
    let site: PreviewSite
    let request: HTTPRequest

    var response: HTTPResponse {
        let path = request.target.path()
        switch path {
        case PreviewClient.prefix + "live.js":
            let home = JSONString.escaped(SitePath.percentEncode(site.rules.basePath))
            let script = PreviewClient.script.replacing("$HOME", with: home)
            return send(.ok, Array(script.utf8), type: "text/javascript; charset=utf-8", path: "live.js")
        case PreviewClient.prefix + "live.css":
            return send(.ok, Array(PreviewClient.style.utf8), type: "text/css; charset=utf-8", path: "live.css")
        default: break
        }
        let host = (request.headers[.host] ?? "").split(separator: ":").first.map(String.init) ?? ""
        switch site.place(path: path, query: request.target.query(), host: host.lowercased()) {
        case .file(let file):
            guard let bytes = try? FileSystem.read(site.folder + "/" + file) else { return page("404.html", .notFound) }
            return send(.ok, withScript(bytes, file), type: MediaTypes.type(of: file), path: file)
        case .moved(let target):
            var response = Self.plain(.movedPermanently, "Moved.\n")
            response.headers[.location] = target
            // Browsers keep a redirect for good, and in a preview it may be gone with the next edit.
            response.headers[HTTPHeader("Cache-Control")] = "no-store"
            return response
        case .membersOnly:
            return Self.plain(.unauthorized, "Members only. The preview shows the site as somebody else sees it.\n")
        case .missing: return page("404.html", .notFound)
        case .bad: return Self.plain(.badRequest, "Bad request.\n")
        }
    }

    private func page(_ file: String, _ status: HTTPStatusCode) -> HTTPResponse {
        guard site.outputs[file] != nil, let bytes = try? FileSystem.read(site.folder + "/" + file) else {
            return Self.plain(status, "Not found.\n")
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

    private func send(_ status: HTTPStatusCode, _ bytes: [UInt8], type: String, path: String) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        headers[.contentType] = type
        let isInert = ResponseHeaders.isInert(path)
        headers[HTTPHeader("Content-Security-Policy")] = isInert ? ResponseHeaders.inertPolicy : ResponseHeaders.policy
        headers[HTTPHeader("Cache-Control")] = ResponseHeaders.caching
        for (name, value) in ResponseHeaders.others { headers[HTTPHeader(name)] = value }
        let tag = "\"\(Self.hash(bytes))\""
        headers[.eTag] = tag
        if status == .ok, request.headers[HTTPHeader("If-None-Match")] == tag {
            return HTTPResponse(statusCode: .notModified, headers: headers)
        }
        headers[.contentLength] = String(bytes.count)
        return HTTPResponse(
            statusCode: status, headers: headers, body: request.method == .HEAD ? Data() : Data(bytes))
    }

    /// FNV-1a, 64 bits: enough to tell whether a page is the one that the browser has.
    private static func hash(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
    }

    static func plain(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
        headers[HTTPHeader("Cache-Control")] = "no-store"
        return HTTPResponse(statusCode: status, headers: headers, body: Data(text.utf8))
    }

    /// A page of another site could open a WebSocket to here; browsers then say so.
    static func isSameOrigin(_ origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}

private enum JSONString {
    /// Text within double quotes of JavaScript.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
