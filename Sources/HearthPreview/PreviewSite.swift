import Foundation
import Glibc
import HearthBuild
import HearthModel
import HearthPublishing

/// Who looks at the preview.
package enum PreviewReader: Sendable, Equatable {
    /// The author, who sees everything.
    case author
    /// Somebody outside of all groups.
    case everyone
    /// A member of the group with this id.
    case group(String)
    /// The person with this handle.
    case person(String)
}

/// The last good state of a page whose file has a mistake that leaves only half of it readable.
struct HeldPage: Sendable, Equatable {
    let source: String
    let audience: Audience
    let bytes: [UInt8]
}

/// One state of the site that is shown, and the answers to requests: a value, so that a request never sees half of the
/// next state.
struct PreviewSite: Sendable {
    /// The folder of the built files, absolute.
    var folder = ""
    var rules = ServerRules(DeliveryRules(), baseURL: nil)
    /// Output file → who may read it.
    var outputs: [String: Audience] = [:]
    /// Group ids that the reader is a member of; nil for all.
    var groups: Set<String>?
    /// Counts the builds.
    var version = 0
    /// Pages as they were before their file could not be read any more, by output file.
    var held: [String: HeldPage] = [:]
    /// Old addresses by host, path and query, as `ServerRules` writes them.
    private var redirects: [String: ServerRules.Redirect] = [:]

    init() {}

    init(report: BuildReport, folder: String, baseURL: String?, reader: PreviewReader, version: Int) {
        self.folder = folder
        self.version = version
        rules = ServerRules(report.delivery, baseURL: baseURL)
        outputs = Dictionary(report.outputs.map { ($0.path, $0.audience) }, uniquingKeysWith: { first, _ in first })
        for redirect in rules.redirects { redirects[Self.key(redirect.host, redirect.path, redirect.query)] = redirect }
        switch reader {
        case .author: groups = nil
        case .everyone: groups = []
        case .group(let id): groups = [id]
        case .person(let handle):
            groups = Set(report.delivery.restricted.filter { $0.readers.contains(handle) }.map(\.group))
        }
    }

    private static func key(_ host: String?, _ path: String, _ query: String?) -> String {
        "\(host ?? "") \(path)" + (query.map { "?" + $0 } ?? "")
    }

    /// What a request asks for.
    enum Place: Equatable {
        case file(String)
        /// The last good state of a page.
        case held(HeldPage)
        /// Another address, absolute.
        case moved(String)
        case membersOnly
        case missing
        /// The request makes no sense: nothing that a browser would send.
        case bad
    }

    /// The place at a path and query as they were sent.
    func place(path raw: String, query: String, host: String) -> Place {
        guard let path = Self.decoded(raw) else { return .bad }
        if let redirect = redirect(path, query, host) {
            if let group = redirect.group, groups?.contains(group) == false { return .membersOnly }
            return .moved(redirect.target)
        }
        let base = rules.basePath
        if path + "/" == base { return .moved(SitePath.percentEncode(base) + (query.isEmpty ? "" : "?" + query)) }
        // Where the preview is said to be, whatever path the site will lie below.
        if path == "/", base != "/" { return .moved(SitePath.percentEncode(base) + (query.isEmpty ? "" : "?" + query)) }
        guard path.hasPrefix(base) else { return .missing }
        let name = String(path.dropFirst(base.count))
        if name == "404.html" { return .missing }
        let file = name.isEmpty || name.hasSuffix("/") ? name + "index.html" : name
        if let page = held[file] { return isReadable(page.audience) ? .held(page) : .membersOnly }
        // Only what the build made is ever opened, so no path can lead anywhere else.
        if let audience = outputs[file] { return isReadable(audience) ? .file(file) : .membersOnly }
        if outputs[name + "/index.html"] != nil || held[name + "/index.html"] != nil {
            return .moved(SitePath.percentEncode(path + "/") + (query.isEmpty ? "" : "?" + query))
        }
        let folder = rules.folders.first { path.hasPrefix($0.path) || path + "/" == $0.path }
        if let folder, groups?.contains(folder.group) == false { return .membersOnly }
        return .missing
    }

    private func isReadable(_ audience: Audience) -> Bool {
        guard let groups, case .group(let id) = audience else { return true }
        return groups.contains(id)
    }

    private func redirect(_ path: String, _ query: String, _ host: String) -> ServerRules.Redirect? {
        guard !redirects.isEmpty else { return nil }
        var bare = Substring(path)
        while bare.utf8.count > 1, bare.last == "/" { bare = bare.dropLast() }
        let name = String(bare)
        for host in [host, nil] {
            if !query.isEmpty, let found = redirects[Self.key(host, name, query)] { return found }
            if let found = redirects[Self.key(host, name, nil)] { return found }
        }
        return nil
    }

    /// The path without its percent-encoding, `%2F` included, and with slashes that follow each other made one, as nginx
    /// reads it; nil for what no browser sends: a path that does not start with a slash, has `..` in whatever form, is no
    /// UTF-8, or holds control characters or backslashes.
    static func decoded(_ raw: String) -> String? {
        guard raw.hasPrefix("/") else { return nil }
        var bytes: [UInt8] = []
        var rest = raw.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.prefix(2).allSatisfy({ $0 != 0x2B && $0 != 0x2D })
            else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        bytes = bytes.indices.filter { bytes[$0] != 0x2F || $0 == 0 || bytes[$0 - 1] != 0x2F }.map { bytes[$0] }
        guard let text = String(validating: bytes, as: UTF8.self),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x5C })
        else { return nil }
        let parts = text.split(separator: "/")
        guard !parts.contains(".."), !parts.contains(".") else { return nil }
        return text
    }

    /// A name that only this machine or somebody who typed an IP address can have used. Any other name may be one that a
    /// foreign page made point here (DNS rebinding), to read the intranet through the visitor's browser.
    static func isTrusted(host header: String?, names: Set<String>) -> Bool {
        guard let header, !header.isEmpty else { return false }
        var host = header.lowercased()
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            host = String(host[host.index(after: host.startIndex)..<end])
            var address = in6_addr()
            return inet_pton(AF_INET6, host, &address) == 1
        }
        if let colon = host.firstIndex(of: ":") {
            guard UInt16(host[host.index(after: colon)...]) != nil else { return false }
            host = String(host[..<colon])
        }
        var address = in_addr()
        return host == "localhost" || names.contains(host) || inet_pton(AF_INET, host, &address) == 1
    }
}
