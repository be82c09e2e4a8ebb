import HearthModel

/// An address of the old site, taken apart.
enum StackExchangeAddress: Hashable {
    case post(Int)
    case user(Int)
    case tag(String)
    /// Of the old site, but no page that is migrated (help, search, revisions).
    case other

    /// Reads the part behind the host: `/questions/1/slug/2#2`, `/q/1`, `/a/2/7`, `/users/7/name`,
    /// `/questions/tagged/x`, …
    init(path full: Substring) {
        let pieces = full.utf8.split(separator: 0x23, maxSplits: 1, omittingEmptySubsequences: false)
        let path = pieces[0].prefix { $0 != 0x3F }
        let fragment = pieces.count > 1 ? Substring(pieces[1]) : ""
        let parts = path.split(separator: 0x2F).map { String(Substring($0)) }
        let number = parts.count > 1 ? Int(parts[1]) : nil
        switch (parts.first, number) {
        case ("questions", let id?):
            // An answer is the third part, the fragment, or the post of `#comment5_2`.
            let comment = fragment.hasPrefix("comment") ? fragment.split(separator: "_").last.flatMap { Int($0) } : nil
            self = .post(Int(fragment) ?? comment ?? (parts.count > 3 ? Int(parts[3]) : nil) ?? id)
        case ("questions", nil) where parts.count == 3 && parts[1] == "tagged": self = .tag(parts[2])
        case ("q", let id?), ("a", let id?): self = .post(Int(fragment) ?? id)
        case ("posts", let id?) where parts.count == 2: self = .post(id)
        case ("users", let id?): self = .user(id)
        case ("tags", _) where parts.count == 2 || (parts.count == 3 && parts[2] == "info"): self = .tag(parts[1])
        default: self = .other
        }
    }
}

/// A link in a text that might tell which host the dump is of.
struct HostCandidate {
    var host: String
    var question: Int
    var slug: String
}

extension StackExchangeSurveyor {
    private static let candidateLimit = 20_000

    /// Notes links of the form `://host/questions/12/some-title` in the raw record.
    mutating func collectHosts(_ bytes: [UInt8]) {
        guard hostCandidates.count < Self.candidateLimit else { return }
        let mark = Array("/questions/".utf8)
        var index = 0
        while index + mark.count < bytes.count,
            let slash = XMLTag.find(0x2F, in: bytes, from: index, to: bytes.count - mark.count)
        {
            index = slash + 1
            guard bytes[slash + 1] == 0x71, bytes[slash..<(slash + mark.count)].elementsEqual(mark) else { continue }
            var host = slash
            while host > 0, bytes[host - 1] != 0x2F, slash - host < 100 { host -= 1 }
            guard host > 1, bytes[host - 2] == 0x2F, host < slash else { continue }
            let rest = bytes[(slash + mark.count)...].prefix(200)
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            let slug = rest.dropFirst(digits.count + 1).prefix {
                ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || (0x30...0x39).contains($0)
            }
            guard let id = Int(String(decoding: digits, as: UTF8.self)), slug.count > 3 else { continue }
            hostCandidates.append(
                HostCandidate(
                    host: String(decoding: bytes[host..<slash], as: UTF8.self).lowercased(), question: id,
                    slug: String(decoding: slug, as: UTF8.self)))
        }
    }

    /// The dump does not say which site it is of. A host whose links carry the titles of our questions is ours; that a
    /// number exists proves nothing, since every site counts from 1. A renamed site has two such hosts.
    func findHosts() -> Set<String> {
        var hits: [String: (right: Int, wrong: Int)] = [:]
        for candidate in hostCandidates {
            guard let title = title(of: candidate.question) else { continue }
            let isRight = StackExchangeConverter.oldSlug(title).prefix(20) == candidate.slug.prefix(20)
            hits[candidate.host, default: (0, 0)].right += isRight ? 1 : 0
            hits[candidate.host, default: (0, 0)].wrong += isRight ? 0 : 1
        }
        var hosts = Set(hits.filter { $0.value.right > 0 && $0.value.right >= $0.value.wrong }.keys)
        if let base = importer.request.baseURL, let start = base.firstRange(of: "://") {
            hosts.insert(base[start.upperBound...].prefix { $0 != "/" }.lowercased())
        }
        return hosts
    }
}

extension StackExchangeConverter {
    /// How the old site wrote a title in its addresses.
    static func oldSlug(_ title: String) -> String {
        if title.utf8.allSatisfy({ $0 < 0x80 }) { return plainSlug(title) }
        var slug = ""
        for scalar in title.unicodeScalars {
            for character in (Naming.fold(scalar) ?? "").unicodeScalars {
                switch character {
                case "a"..."z", "0"..."9": slug.unicodeScalars.append(character)
                case "'", "\"": continue
                default: if !slug.isEmpty, slug.last != "-" { slug += "-" }
                }
            }
        }
        slug = String(slug.prefix(80))
        while slug.last == "-" { slug.removeLast() }
        return slug
    }

    /// The same of a title in ASCII.
    private static func plainSlug(_ title: String) -> String {
        var slug: [UInt8] = []
        for byte in title.utf8 {
            let byte = byte.asciiLower
            if byte.isASCIILetter || byte.isASCIIDigit {
                slug.append(byte)
            } else if byte != 0x27, byte != 0x22, let last = slug.last, last != 0x2D {
                slug.append(0x2D)
            }
        }
        slug = Array(slug.prefix(80))
        while slug.last == 0x2D { slug.removeLast() }
        return slug.string
    }

    /// Where an address of a text leads in the new site.
    mutating func resolve(_ address: String, isImage: Bool) -> SafeLink.Outcome {
        guard let path = oldSitePath(address) else {
            if address.hasPrefix("//") { return .keep("https:" + address) }
            if address.utf8.contains(0x3A) { return .keep(address) }
            return .drop(loss: isImage ? "image:relative" : "link:relative")
        }
        if isImage { return absolute(address, path) ?? .drop(loss: "image:old-site") }
        switch StackExchangeAddress(path: path) {
        case .post(let id):
            if let page = page(ofPost: id) { return .page(page.address, title: page.title) }
        case .user(let id):
            if let handle = survey.index.handles[.user(id)] {
                return .page("/people/\(handle)/", title: survey.index.names[id] ?? handle)
            }
        case .tag(let tag):
            if survey.index.usedTags.contains(tag) {
                return .page("/topics/\(SitePath.percentEncode(tag))/", title: tag)
            }
        case .other: break
        }
        unresolvedAddresses.append(address)
        return absolute(address, path) ?? .drop(loss: "link:old-site")
    }

    /// The path of an address of the old site, nil for all others.
    private func oldSitePath(_ address: String) -> Substring? {
        if address.hasPrefix("/"), !address.hasPrefix("//") { return address[...] }
        guard let rest = SafeLink.behindScheme(address) else { return nil }
        let host = Substring(rest.utf8.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 })
        return survey.index.hosts.contains(host.lowercased()) ? rest[host.endIndex...] : nil
    }

    /// A page that stays on the old site keeps its address if we know all of it.
    private func absolute(_ address: String, _ path: Substring) -> SafeLink.Outcome? {
        if address.hasPrefix("//") { return .keep("https:" + address) }
        if !address.hasPrefix("/") { return .keep(address) }
        return importer.request.baseURL.map { .keep($0 + path) }
    }

    func page(ofPost id: Int) -> (address: String, title: String)? {
        guard let found = survey.index.post(id) else { return nil }
        let post = survey.index.posts[found]
        guard let question = survey.index.question(post.kind == .answer ? post.parent : id), post.kind.rawValue < 4
        else {
            return nil
        }
        let address = survey.address(of: question, in: importer.place)
        return (post.kind == .answer ? "\(address)#a-\(id)" : address, question.title)
    }
}
