import HearthModel

/// Which pages of a wiki were for some readers only. MediaWiki has no rights for pages, extensions have: they write them
/// into the text (`<accesscontrol>`, `{{#ifingroup:…}}`, `[[Visible to::…]]`) or into the page's restrictions. A page that
/// shows a closed one, or a template with such a tag, is closed as well.
struct MediaWikiPrivacy {
    let index: MediaWikiIndex
    let records: [RecordFile]
    /// Why, by the number of the page.
    private(set) var closed: [Int: String]

    /// `restricted` are the pages that nobody may read without a right, by what the dump says beside their texts.
    init(_ index: MediaWikiIndex, _ records: [RecordFile], restricted: [Int: String]) {
        self.index = index
        self.records = records
        closed = restricted
        for number in index.pages.numbers where closed[number] == nil {
            if let rule = Self.rule(text(number)) { closed[number] = rule }
        }
        if !closed.isEmpty { spread() }
    }

    private func text(_ number: Int) -> [UInt8] {
        let page = index.pages[number]
        guard let bytes = try? records[page.file].bytes(at: page.offset, count: page.length) else { return [] }
        return MediaWikiText.text(of: bytes).bytes
    }

    private static func rule(_ text: [UInt8]) -> String? {
        if let tag = ClosingTags.mediaWiki.first(in: text) { return "a part is for some groups only: " + tag }
        return isVisibleToSome(text) ? "Visible to" : nil
    }

    /// `[[Visible to::whitelist]]` of Semantic ACL, also as `{{#set:Visible to=…}}` or `{{#subobject:|Visible to=…}}`.
    static func isVisibleToSome(_ text: [UInt8]) -> Bool {
        guard ByteText.find("visible", in: text, from: 0, to: text.count) != nil else { return false }
        /// Of each pair of braces that is open, whether a function stands in it: what it is called depends on the
        /// wiki's language.
        var isFunction: [Bool] = []
        var index = 0
        while index < text.count {
            let next = index + 1 < text.count ? text[index + 1] : 0
            switch text[index] {
            case 0x5B where next == 0x5B:
                if isClosing(text, from: index + 2, mark: 0x3A) { return true }
                index += 1
            case 0x7B where next == 0x7B:
                index += 2
                isFunction.append(text[index...].first { $0 > 0x20 } == 0x23)
                continue
            case 0x7D where next == 0x7D:
                _ = isFunction.popLast()
                index += 1
            // The first name follows the function's own.
            case 0x7C, 0x3A:
                if isFunction.last ?? false, isClosing(text, from: index + 1, mark: 0x3D) { return true }
            default: break
            }
            index += 1
        }
        return false
    }

    /// Whether a property begins here that shows the page to some only. Behind its name stands `mark`, a colon twice.
    private static func isClosing(_ text: [UInt8], from start: Int, mark: UInt8) -> Bool {
        let rest = text[start...].prefix(200).drop { $0 <= 0x20 }
        let name = rest.prefix { $0 != mark && ![0x5D, 0x7C, 0x7D, 0x0A].contains($0) }
        let words = name.map { $0 == 0x5F ? 0x20 : $0.asciiLower }
        guard words.starts(with: "visible to".utf8) else { return false }
        var value = rest[name.endIndex...]
        guard value.first == mark else { return false }
        value = value.dropFirst()
        if mark == 0x3A {
            guard value.first == mark else { return false }
            value = value.dropFirst()
        }
        let inner = value.prefix { ![0x5D, 0x7C, 0x7D, 0x0A].contains($0) }
        return inner.trimmed().string.lowercased() != "public"
    }

    // MARK: Pages in pages

    /// Closes all that show a closed page.
    private mutating func spread() {
        var users: [Int: [Int]] = [:]
        for number in index.pages.numbers {
            if let target = index.pages.target(number), let title = index.namespaces.title(target),
                let other = index.pages.number(of: title)
            {
                // A redirect is what it leads to.
                users[other, default: []].append(number)
            }
            for title in transcluded(text(number), in: index.pages.title(number)) {
                if let other = index.pages.number(of: title) { users[other, default: []].append(number) }
            }
        }
        var pending = closed.keys.sorted()
        while let number = pending.popLast() {
            for user in users[number] ?? [] where closed[user] == nil {
                closed[user] = closed[number]
                pending.append(user)
            }
        }
    }

    /// The titles in `{{…}}`.
    private func transcluded(_ text: [UInt8], in page: WikiTitle) -> Set<WikiTitle> {
        var found: Set<WikiTitle> = []
        var start = 0
        while let mark = ByteText.find("{{", in: text, from: start, to: text.count) {
            start = mark + 2
            let raw = text[start...].prefix(300).prefix { $0 != 0x7C && $0 != 0x7D && $0 != 0x7B && $0 != 0x23 }
            var name = raw.trimmed().string
            for prefix in ["safesubst:", "subst:", "msgnw:", "msg:", "raw:"] where name.lowercased().hasPrefix(prefix) {
                name = String(name.dropFirst(prefix.count))
            }
            if name.hasPrefix("/") {
                found.insert(WikiTitle(namespace: page.namespace, name: page.name + name))
            } else if let title = index.namespaces.title(
                ByteText.decodeReferences(name), default: WikiNamespaces.template)
            {
                found.insert(title)
            }
        }
        return found
    }

    // MARK: Files

    /// Which of the files `names` only closed pages show, or have a closed description.
    func files(_ names: some Sequence<String>) -> Set<String> {
        guard !closed.isEmpty else { return [] }
        let known = Set(names)
        var found: Set<String> = []
        for number in closed.keys { found.formUnion(mentioned(text(number), known)) }
        for number in index.pages.numbers where closed[number] == nil && !found.isEmpty {
            // What a description says of its own file shows it to nobody.
            let title = index.pages.title(number)
            if title.namespace != WikiNamespaces.file { found.subtract(mentioned(text(number), found)) }
        }
        for number in closed.keys where index.pages.namespace(number) == WikiNamespaces.file {
            let name = index.pages.title(number).name
            if known.contains(name) { found.insert(name) }
        }
        return found
    }

    /// In links, galleries and what is handed to templates.
    private func mentioned(_ text: [UInt8], _ names: Set<String>) -> Set<String> {
        var found: Set<String> = []
        let ends = Set("[]{}|:=<>\n".utf8)
        for piece in text.split(whereSeparator: { ends.contains($0) }) where piece.count < 256 && piece.contains(0x2E) {
            let name = ByteText.decodeReferences(SitePath.percentDecode(piece.string))
            let title = WikiNamespaces.upperFirst(WikiNamespaces.tidy(name))
            if names.contains(title) { found.insert(title) }
        }
        return found
    }
}
