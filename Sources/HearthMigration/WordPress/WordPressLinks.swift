import HearthModel

/// Addresses of the old site.
enum WordPressAddress {
    /// The path without host, query, fragment and last slash, decoded and in lower case.
    static func path(_ address: String) -> String {
        var rest = Substring(address)
        if let scheme = rest.firstRange(of: "//") {
            rest = rest[scheme.upperBound...]
            guard let slash = rest.firstIndex(of: "/") else { return "" }
            rest = rest[slash...]
        }
        if rest.contains("?") { return "" }
        var path = SitePath.percentDecode(String(rest.prefix { $0 != "#" })).lowercased()
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

extension WordPressAddress {
    /// `2016/09/plan.png`, what stands behind `uploads/` in an address.
    static func upload(_ address: String) -> String? {
        guard let mark = address.firstRange(of: "/uploads/") ?? address.firstRange(of: "/files/") else { return nil }
        let path = SitePath.percentDecode(String(address[mark.upperBound...].prefix { $0 != "?" && $0 != "#" }))
        return path.isEmpty || path.split(separator: "/").contains("..") ? nil : path
    }

    /// The path itself, and the original of a picture in another size (`plan-300x200.png`).
    static func originals(of path: String) -> [String] {
        guard let dot = path.lastIndex(of: "."), let dash = path[..<dot].lastIndex(of: "-") else { return [path] }
        let size = path[path.index(after: dash)..<dot]
        let isSize = size.contains("x") && size.allSatisfy { $0.isNumber || $0 == "x" } || size == "scaled"
        return isSize ? [path, String(path[..<dash]) + String(path[dot...])] : [path]
    }
}

/// Where links of the old site lead now.
struct WordPressLinks {
    struct Outcome {
        var target: SafeLink.Outcome
        /// Of the old site, and no page here.
        var isDead = false
        /// A file of the old site that the export does not hold.
        var isMissingFile = false
    }

    let survey: WordPressSurvey
    /// Whether the page with the link is for everybody.
    let isOpen: Bool
    /// Whether the page with the link has readers yet.
    let isPublished: Bool

    private static let closedLoss = "file:restricted"

    /// Whether readers of the page may not see the other one.
    private func isClosed(_ other: WordPressPost) -> Bool { isOpen && other.isRestricted }

    func resolve(_ address: String, isImage: Bool) -> Outcome {
        if address.hasPrefix("#") { return Outcome(target: .keep(address)) }
        var absolute = address
        let isRelative = !address.contains("://") && !address.hasPrefix("//")
        if isRelative {
            if let colon = address.firstIndex(of: ":"), !address[..<colon].contains("/") {
                return Outcome(target: .keep(address))
            }
            guard address.hasPrefix("/") || address.hasPrefix("?"), let base = survey.baseURL else {
                return fromEditor(address, isImage: isImage)
                    ?? Outcome(target: .drop(loss: isImage ? "image:relative" : "link:relative"))
            }
            absolute = String(
                base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(
                    separator: "/"))
            absolute += address.hasPrefix("/") ? address : "/" + address
        } else if address.hasPrefix("//") {
            absolute = "https:" + address
        }
        guard isOwn(absolute) else { return Outcome(target: .keep(absolute)) }
        if let path = WordPressAddress.upload(absolute) { return file(path, absolute) }
        if isImage { return Outcome(target: .keep(absolute), isMissingFile: true) }
        if let found = page(absolute) { return Outcome(target: found) }
        return Outcome(target: .keep(absolute), isDead: true)
    }

    /// `../2007/04/plan/`: old editors kept links as they lead from `wp-admin/`, below the site's own address. Nil where
    /// that is no page or file of the export.
    private func fromEditor(_ address: String, isImage: Bool) -> Outcome? {
        guard var base = survey.baseURL, address.hasPrefix("../") else { return nil }
        var rest = Substring(address)
        while rest.hasPrefix("../") { rest = rest.dropFirst(3) }
        while base.hasSuffix("/") { base.removeLast() }
        let absolute = base + "/" + rest
        let found = resolve(absolute, isImage: isImage)
        if case .keep(absolute) = found.target { return nil }
        return found.isDead || found.isMissingFile ? nil : found
    }

    /// Where an address leads whose page readers of this one may not see; nil for all others.
    func restricted(_ address: String) -> String? {
        guard case .page(let place, title: BareAddresses.title) = resolve(address, isImage: false).target else {
            return nil
        }
        return place
    }

    private func isOwn(_ address: String) -> Bool {
        guard let start = address.firstRange(of: "://") else { return false }
        return survey.hosts.contains(
            address[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased())
    }

    private func file(_ path: String, _ address: String) -> Outcome {
        for candidate in WordPressAddress.originals(of: path.lowercased()) {
            guard let number = survey.uploads[candidate], survey.posts[number].source != nil else { continue }
            if isClosed(survey.posts[number]) { return Outcome(target: .drop(loss: Self.closedLoss)) }
            if survey.posts[number].danger != nil { return Outcome(target: .drop(loss: "file:unsafe")) }
            return Outcome(target: .keep(PageNames.address(of: survey.posts[number].path)))
        }
        return Outcome(target: .keep(address), isMissingFile: true)
    }

    private func page(_ address: String) -> SafeLink.Outcome? {
        if let query = address.firstIndex(of: "?") {
            for pair in address[address.index(after: query)...].prefix(while: { $0 != "#" }).split(separator: "&") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                if sides.count == 2, ["p", "page_id", "attachment_id", "post"].contains(sides[0]),
                    let id = Int(sides[1]),
                    let number = survey.byID[id]
                {
                    return target(number)
                }
            }
        }
        let path = WordPressAddress.path(String(address.prefix { $0 != "?" }))
        if path.isEmpty || path == "/" { return .page("/\(survey.folder)/", title: survey.title) }
        if let number = survey.byPath[path] { return target(number) }
        let parts = path.split(separator: "/").map(String.init)
        if parts.count >= 2, ["tag", "category"].contains(parts[parts.count - 2]), let last = parts.last,
            let tag = survey.topics[last]
        {
            return .page("/topics/\(SitePath.percentEncode(tag))/", title: tag)
        }
        if parts.count >= 2, parts[parts.count - 2] == "author", let last = parts.last,
            let account = survey.accounts.author(slug: last),
            let handle = survey.people.knows(slot: account.slot)
        {
            return .page("/people/\(handle)/", title: account.name)
        }
        return nil
    }

    private func target(_ number: Int) -> SafeLink.Outcome? {
        let post = survey.posts[number]
        // What nobody has published is no page for the readers of this one, and its title is not for them either.
        if isPublished, post.kind != .attachment, post.isUnpublished { return .drop(loss: "link:unpublished") }
        switch post.kind {
        case .answer:
            guard let question = survey.byID[post.parent] else { return nil }
            return page(survey.posts[question], fragment: "#a-\(post.id)")
        case .attachment:
            guard post.source != nil else { return nil }
            if post.danger != nil { return .drop(loss: "file:unsafe") }
            return isClosed(post) ? .drop(loss: Self.closedLoss) : page(post)
        case .document, .question: return post.path.isEmpty ? nil : page(post)
        }
    }

    /// The title of a page is for its readers only.
    private func page(_ post: WordPressPost, fragment: String = "") -> SafeLink.Outcome {
        let address = PageNames.address(of: post.path) + fragment
        return .page(address, title: isClosed(post) ? BareAddresses.title : post.title)
    }
}
