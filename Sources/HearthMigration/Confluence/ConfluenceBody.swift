import HearthModel

/// The text of a page on its way to Markdown: HTML that the converter reads, links settled as far as the export tells.
struct ConfluenceBody {
    var html: [UInt8] = []
    private(set) var losses: [String] = []
    /// What an anchor stands at: the heading's text, with `_2` for the second of that text; empty for the top.
    var anchors: [String: String] = [:]
    /// The summary that somebody marked as such.
    var excerpt: String?
    /// What became of the macros, by fate.
    private(set) var macros: [ImportFate: Int] = [:]
    private(set) var footnotes: [[UInt8]] = []
    private(set) var missing: [String] = []
    private(set) var unresolved: [String] = []
    private var headings: [String: Int] = [:]
    private var lastHeading = ""
    /// Anchors that wait for the next heading.
    private var waiting: [String] = []

    mutating func write(_ text: StaticString) {
        html.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) { html += Array(text.utf8) }

    /// Text that is to be read as exactly this.
    mutating func write(text: String) { ByteText.escape(Array(text.utf8), into: &html) }

    mutating func write(text: some Sequence<UInt8>) { ByteText.escape(Array(text), into: &html) }

    mutating func write(attribute name: StaticString, _ value: String) {
        write(" ")
        write(name)
        write("=\"")
        write(text: value)
        write("\"")
    }

    mutating func lose(_ name: String) {
        if losses.count < 100, !losses.contains(name) { losses.append(name) }
    }

    mutating func account(_ fate: ImportFate, _ count: Int = 1) {
        if count > 0 { macros[fate, default: 0] += count }
    }

    mutating func miss(_ file: String) { if !missing.contains(file) { missing.append(file) } }

    mutating func leaveUnresolved(_ address: String) { if !unresolved.contains(address) { unresolved.append(address) } }

    /// The label of a new footnote.
    mutating func addFootnote(_ html: [UInt8]) -> String {
        footnotes.append(html)
        return "\(footnotes.count)"
    }

    // MARK: Anchors

    /// Announces a heading before what stands in it; `id` is the one that links of the old site use.
    mutating func beginHeading(_ text: String, id: String?) {
        let plain = Array(text.utf8).trimmed().string
        guard !plain.isEmpty else { return }
        let key = Naming.squeezed(plain)
        let count = (headings[key] ?? 0) + 1
        headings[key] = count
        lastHeading = count == 1 ? plain : "\(plain)_\(count)"
        for name in waiting { anchors[name] = lastHeading }
        waiting = []
        if let id, !id.isEmpty { anchors[id] = lastHeading }
    }

    /// An anchor stands at the heading that it is in or below; one right above a heading belongs to that.
    mutating func addAnchor(_ name: String) {
        guard !name.isEmpty else { return }
        if anchors[name] == nil { anchors[name] = lastHeading }
        waiting.append(name)
    }

    /// Text between an anchor and the next heading: the anchor belongs to what is above.
    mutating func passText() { waiting = [] }

    /// Takes over what an included text brought.
    mutating func add(included other: ConfluenceBody) {
        html += other.html
        for loss in other.losses { lose(loss) }
        footnotes += other.footnotes
        for file in other.missing { miss(file) }
    }
}

/// Addresses within the export that stand for a page or file until it is known who reads them.
enum ConfluencePlace {
    private static let page = "/-page-of-export/"
    private static let file = "/-file-of-export/"
    private static let topic = "/-topic-of-export/"

    static func page(_ number: Int, fragment: String = "") -> String {
        page + "\(number)" + (fragment.isEmpty ? "" : "#" + SitePath.percentEncode(fragment))
    }

    static func file(_ number: Int) -> String { file + "\(number)" }

    static func topic(_ tag: String) -> String { topic + SitePath.percentEncode(tag) }

    static func tag(_ address: String) -> String? {
        address.hasPrefix(topic) ? SitePath.percentDecode(String(address.dropFirst(topic.count))) : nil
    }

    static func pageNumber(_ address: String) -> Int? { number(address, page) }

    static func fileNumber(_ address: String) -> Int? { number(address, file) }

    private static func number(_ address: String, _ prefix: String) -> Int? {
        guard address.hasPrefix(prefix) else { return nil }
        return Int(address.dropFirst(prefix.count).prefix { $0 != "#" })
    }
}

/// Where links of the old site lead now.
struct ConfluenceLinks {
    let index: ConfluenceIndex
    let people: ImportPeople
    /// The page that holds the link.
    let from: Int
    private(set) var unresolved: [String] = []
    private(set) var missing: [String] = []

    init(index: ConfluenceIndex, people: ImportPeople, from: Int) {
        self.index = index
        self.people = people
        self.from = from
    }

    mutating func resolve(_ address: String, isImage: Bool) -> SafeLink.Outcome {
        if address.hasPrefix("#") { return isImage ? .drop(loss: "image:empty") : .keep(address) }
        let fragment = address.firstIndex(of: "#").map { String(address[address.index(after: $0)...]) } ?? ""
        if let number = ConfluencePlace.pageNumber(address), index.pages.indices.contains(number) {
            return page(number, fragment)
        }
        if let number = ConfluencePlace.fileNumber(address), index.attachments.indices.contains(number) {
            return file(number, address, isImage)
        }
        if let tag = ConfluencePlace.tag(address), index.hasTopic(tag, from: from) {
            return .keep("/topics/\(SitePath.percentEncode(tag))/")
        }
        if let known = ConfluenceAddress(address) {
            if isHidden(known) { return .drop(loss: isImage ? "image:restricted" : "link:restricted") }
            if let target = target(known, isImage) { return target }
        }
        return other(address, isImage, fragment)
    }

    /// Whether an address names a page that was left out and whose title readers of this one may not see.
    private func isHidden(_ address: ConfluenceAddress) -> Bool {
        switch address.target {
        case .page(let id), .attachment(let id, _): return index.isHidden(id: id, from: from)
        case .title(let key, let title):
            guard let space = index.spaceNumbers[key.lowercased()] else { return false }
            return index.isHidden(title: title, in: space, from: from)
        case .space, .person, .label: return false
        }
    }

    /// Where an address leads whose page has a title that readers of this one may not see, empty where that was left
    /// out; nil for all others.
    func restricted(_ address: String) -> String? {
        var copy = self
        guard let known = ConfluenceAddress(address) else { return nil }
        if isHidden(known) { return "" }
        guard
            case .page(let place, title: Self.restrictedTitle)? = copy.target(known, false)
        else { return nil }
        return place
    }

    private static let restrictedTitle = BareAddresses.title

    private mutating func target(_ address: ConfluenceAddress, _ isImage: Bool) -> SafeLink.Outcome? {
        let isOwn = address.host.isEmpty || index.hosts.contains(address.host)
        switch address.target {
        case .page(let id):
            guard let number = index.byID[id] else { return nil }
            return page(number, address.fragment)
        case .title(let key, let title):
            guard let space = index.spaceNumbers[key.lowercased()], let number = index.page(titled: title, in: space)
            else {
                return nil
            }
            return page(number, address.fragment)
        case .space(let key):
            guard let space = index.spaceNumbers[key.lowercased()], index.hosts.isEmpty || isOwn else { return nil }
            if let home = index.spaces[space].home { return page(home, address.fragment) }
            return .page("/\(index.spaces[space].place.folder)/", title: index.spaces[space].name)
        case .attachment(let id, let name):
            guard let number = index.byID[id], let found = index.attachment(named: name, of: number) else { return nil }
            return file(found, name, isImage)
        case .person(let name):
            guard isOwn, let account = index.accounts[name.lowercased()],
                let handle = people.knows(slot: account.slot)
            else { return nil }
            return .page("/people/\(handle)/", title: account.name)
        case .label(let name):
            guard isOwn, index.hasTopic(TagName.of(name), from: from) else { return nil }
            return .page("/topics/\(SitePath.percentEncode(TagName.of(name)))/", title: name)
        }
    }

    private func page(_ number: Int, _ fragment: String) -> SafeLink.Outcome {
        // Links that not all readers may follow stay in the text: the site leaves them out when it is built.
        let address = PageNames.address(of: index.pages[number].path)
        let title = index.mayName(number, from: from) ? index.pages[number].title : Self.restrictedTitle
        if number == from, fragment.isEmpty { return .page(address, title: title) }
        return .page(address + (fragment.isEmpty ? "" : "#" + fragment), title: title)
    }

    private mutating func file(_ number: Int, _ address: String, _ isImage: Bool) -> SafeLink.Outcome {
        let attachment = index.attachments[number]
        guard !attachment.path.isEmpty else {
            if attachment.danger != nil { return .drop(loss: "file:unsafe") }
            if !missing.contains(attachment.name) { missing.append(attachment.name) }
            return .drop(loss: "file:missing")
        }
        guard index.mayRead(attachment.page, from: from) else {
            return .drop(loss: isImage ? "image:restricted" : "link:restricted")
        }
        return .page(PageNames.address(of: attachment.path), title: attachment.name)
    }

    /// Addresses that name nothing of the export: the old site's are listed, those of others stay.
    private mutating func other(_ address: String, _ isImage: Bool, _ fragment: String) -> SafeLink.Outcome {
        let isRelative = !address.contains("://") && !address.hasPrefix("mailto:") && !address.hasPrefix("//")
        if address.hasPrefix("//") { return .keep("https:" + address) }
        if isRelative {
            if let colon = address.firstIndex(of: ":"), !address[..<colon].contains("/") { return .keep(address) }
            // Pages of an HTML export link to each other by file.
            let page = index.pages[from]
            let name = SitePath.percentDecode(String(address.prefix { $0 != "#" && $0 != "?" }))
            if let number = index.byFile["\(page.space)/\(name)"] { return self.page(number, fragment) }
            if name == "index.html" {
                return .page("/\(index.spaces[page.space].place.folder)/", title: index.spaces[page.space].name)
            }
            if let number = index.attachmentFiles["\(page.space)/\(name)"] { return file(number, name, isImage) }
            if isImage { if !missing.contains(address) { missing.append(address) } } else { note(address) }
            guard address.hasPrefix("/"), let base = index.baseURL else {
                return .drop(loss: isImage ? "image:missing" : "link:broken-in-source")
            }
            return .keep(Self.join(base, address))
        }
        let host = address.firstRange(of: "://").map {
            address[$0.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        }
        if let host, index.hosts.contains(host) {
            if isImage { if !missing.contains(address) { missing.append(address) } } else { note(address) }
        }
        return .keep(address)
    }

    private mutating func note(_ address: String) {
        if !unresolved.contains(address) { unresolved.append(address) }
    }

    private static func join(_ base: String, _ path: String) -> String {
        guard let scheme = base.firstRange(of: "://") else { return base + path }
        let host = base[scheme.upperBound...].prefix { $0 != "/" }
        return base[..<scheme.upperBound] + host + path
    }
}
