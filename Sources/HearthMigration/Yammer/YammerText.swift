import HearthModel

/// The texts of Yammer: plain with references in double brackets, or HTML.
struct YammerText {
    let survey: YammerSurvey
    /// The group whose members read the text at least; nil for the whole network.
    let group: Int?
    private(set) var losses: [String] = []
    /// Of the site, found in the text.
    private(set) var topics: [String] = []

    init(survey: YammerSurvey, group: Int?) {
        self.survey = survey
        self.group = group
    }

    enum Attachment: Hashable {
        case file(Int)
        case link(String, title: String?)
    }

    /// `uploadedfile:137082854,opengraphobject:[351 : https://a.example : title="Login"]`
    static func attachments(_ text: String) -> [Attachment] {
        var found: [Attachment] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix("uploadedfile:") || rest.hasPrefix("uploaded_file:") {
                rest = rest[rest.index(after: rest.firstIndex(of: ":") ?? rest.startIndex)...]
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                if let id = Int(digits) { found.append(.file(id)) }
                rest = rest.dropFirst(digits.count)
            } else if rest.hasPrefix("opengraphobject:["), let end = rest.firstIndex(of: "]") {
                let parts = rest[..<end].dropFirst("opengraphobject:[".count).split(separator: " : ")
                let address = parts.first { $0.hasPrefix("http") }.map(String.init)
                let title = parts.first { $0.hasPrefix("title=") }.map { $0.dropFirst(6).filter { $0 != "\"" } }
                if let address { found.append(.link(address, title: title?.isEmpty == false ? title : nil)) }
                rest = rest[end...].dropFirst()
            } else {
                rest = rest.dropFirst()
            }
        }
        return found
    }

    private enum Reference {
        case user(Int)
        case topic(Int)
        case group(Int)
    }

    /// `[[user:123]]` at the start of `text`.
    private static func reference(_ text: Substring) -> (Reference, end: Substring.Index)? {
        guard text.hasPrefix("[["), let end = text.prefix(60).firstRange(of: "]]") else { return nil }
        let parts = text[..<end.lowerBound].dropFirst(2).split(separator: ":")
        guard parts.count == 2, let id = Int(parts[1]) else { return nil }
        switch parts[0] {
        case "user": return (.user(id), end.upperBound)
        case "tag", "topic": return (.topic(id), end.upperBound)
        case "group": return (.group(id), end.upperBound)
        default: return nil
        }
    }

    private func name(ofUser id: Int) -> (name: String, handle: String?) {
        guard let number = survey.accountNumbers["\(id)"] else { return ("somebody", nil) }
        let account = survey.accounts[Int(number)]
        return (account.name, survey.people.knows(slot: account.slot))
    }

    /// The group that a reference names, or what stands in its place: the name of a group that is not for everybody is
    /// for its own members.
    private func named(_ id: Int) -> (group: YammerGroup?, name: String) {
        guard let found = survey.groups.first(where: { $0.id == id }), !found.folder.isEmpty else {
            return (nil, "a group")
        }
        return found.isPrivate == false || id == group ? (found, found.name) : (nil, "a private group")
    }

    /// Without marks, for titles.
    ///
    /// - Parameter group: the group that the text is in.
    static func plain(_ text: String, _ survey: YammerSurvey, group: Int?) -> String {
        let reader = YammerText(survey: survey, group: group)
        var out = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "[") {
            out += rest[..<mark]
            rest = rest[mark...]
            if let (reference, end) = reference(rest) {
                switch reference {
                case .user(let id): out += "@" + reader.name(ofUser: id).name
                case .topic(let id): out += "#" + (survey.topics[id] ?? "")
                case .group(let id): out += reader.named(id).name
                }
                rest = rest[end...]
            } else {
                out.append("[")
                rest = rest.dropFirst()
            }
        }
        return out + rest
    }

    mutating func blocks(body: String?, html: String?) -> [MarkdownBlock] {
        if let html, html.contains("<"), html.contains(where: { !$0.isWhitespace }) { return blocks(html: html) }
        let text = (body ?? html ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        var result: [MarkdownBlock] = []
        var paragraph: [MarkdownInline] = []
        let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring("")]
        for line in lines {
            if line.allSatisfy(\.isWhitespace) {
                if !paragraph.isEmpty { result.append(.paragraph(paragraph)) }
                paragraph = []
            } else {
                if !paragraph.isEmpty { paragraph.append(.lineBreak) }
                paragraph += inlines(line)
            }
        }
        return Self.lists(result)
    }

    /// At least two lines in a row that begin with a dash or a dot are a list.
    private static func lists(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.flatMap { block -> [MarkdownBlock] in
            guard case .paragraph(let inlines) = block else { return [block] }
            var result: [MarkdownBlock] = []
            var lines: [[MarkdownInline]] = []
            var items: [[MarkdownInline]] = []
            for line in inlines.split(separator: .lineBreak).map(Array.init) {
                if Self.item(line) != nil {
                    items.append(line)
                    continue
                }
                if items.count > 1 {
                    if !lines.isEmpty { result.append(Self.paragraph(lines)) }
                    lines = []
                    result.append(Self.list(items))
                } else {
                    lines += items
                }
                items = []
                lines.append(line)
            }
            let isList = items.count > 1
            if !isList { lines += items }
            if !lines.isEmpty { result.append(Self.paragraph(lines)) }
            if isList { result.append(Self.list(items)) }
            return result
        }
    }

    private static func paragraph(_ lines: [[MarkdownInline]]) -> MarkdownBlock {
        .paragraph(Array(lines.joined(separator: [.lineBreak])))
    }

    private static func list(_ lines: [[MarkdownInline]]) -> MarkdownBlock {
        .list(MarkdownList(start: nil, isTight: true, items: lines.map { [.paragraph(item($0) ?? $0)] }))
    }

    /// The line without its mark.
    private static func item(_ line: [MarkdownInline]) -> [MarkdownInline]? {
        guard case .text(let text)? = line.first, let mark = ["- ", "• ", "* "].first(where: { text.hasPrefix($0) })
        else { return nil }
        return [.text(String(text.dropFirst(mark.count)))] + line.dropFirst()
    }

    private mutating func inlines(_ text: Substring) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        var plain = ""
        var rest = text
        while let first = rest.first {
            if first == "[", let (found, end) = Self.reference(rest) {
                if !plain.isEmpty { result.append(.text(plain)) }
                plain = ""
                result.append(inline(found))
                rest = rest[end...]
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { result.append(.text(plain)) }
        return result
    }

    private mutating func inline(_ reference: Reference) -> MarkdownInline {
        switch reference {
        case .user(let id):
            let (name, handle) = name(ofUser: id)
            return handle.map { .mention(handle: $0, name: name) } ?? .text("@" + name)
        case .topic(let id):
            guard let name = survey.topics[id] else { return .text("") }
            let tag = TagName.of(name)
            if !tag.isEmpty, !topics.contains(tag) { topics.append(tag) }
            return StackExchangeConverter.isTopicWord(tag) ? .topic(tag) : .text("#" + name)
        case .group(let id):
            let (group, name) = named(id)
            return group.map { .link(destination: "/" + $0.folder + "/", title: "", [.text(name)]) } ?? .text(name)
        }
    }

    private mutating func blocks(html: String) -> [MarkdownBlock] {
        let (survey, group) = (self.survey, self.group)
        let options = HTMLToMarkdown.Options(
            highestHeading: 4,
            resolveLink: { address, isImage in
                if isImage { return .drop(loss: "image:remote") }
                guard ThreadLink.isAbsolute(address) else { return .drop(loss: ThreadLink.relative) }
                return .keep(Self.resolve(address, survey, group: group) ?? address)
            })
        var converter = HTMLToMarkdown(options: options)
        let blocks = converter.convert(html)
        losses += converter.losses
        return mapped(blocks)
    }

    /// References in the text of a tree.
    private mutating func mapped(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for block in blocks {
            switch block {
            case .paragraph(let inlines): result.append(.paragraph(mapped(inlines)))
            case .quote(let inner): result.append(.quote(mapped(inner)))
            case .list(var list):
                for index in list.items.indices { list.items[index] = mapped(list.items[index]) }
                result.append(.list(list))
            default: result.append(block)
            }
        }
        return result
    }

    private mutating func mapped(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        for inline in inlines {
            switch inline {
            case .text(let text) where text.contains("[["): result += self.inlines(Substring(text))
            case .strong(let inner): result.append(.strong(mapped(inner)))
            case .emphasis(let inner): result.append(.emphasis(mapped(inner)))
            default: result.append(inline)
            }
        }
        return result
    }

    /// `…#/Threads/show?threadId=5` and `…/main/threads/<base64>` are conversations. The address of a closed one
    /// holds its title, and is for members of its group.
    private static func resolve(_ address: String, _ survey: YammerSurvey, group: Int?) -> String? {
        func place(_ id: Int) -> String? {
            if let closed = survey.closed[id], closed != group { return nil }
            return survey.places[id]
        }
        guard address.contains("yammer.com/") || address.contains("engage.cloud.microsoft/") else { return nil }
        for mark in ["threadId=", "thread_id="] {
            if let found = address.firstRange(of: mark),
                let id = Int(address[found.upperBound...].prefix { $0.isNumber })
            {
                return place(id)
            }
        }
        guard let found = address.firstRange(of: "/threads/") else { return nil }
        let code = address[found.upperBound...].prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_+/".contains($0))
        }
        let digits = decoded(code).split { !$0.isNumber }
        return digits.first.flatMap { Int($0) }.flatMap { place($0) }
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        var bits = 0
        var count = 0
        var out: [UInt8] = []
        for byte in text.utf8 {
            let value: Int
            switch byte {
            case 0x41...0x5A: value = Int(byte) - 0x41
            case 0x61...0x7A: value = Int(byte) - 0x61 + 26
            case 0x30...0x39: value = Int(byte) - 0x30 + 52
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            default: continue
            }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return out.string
    }
}
