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
                out += reader.name(of: reference)
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
        return YammerLists.found(in: result)
    }

    /// Text with references and addresses. In the text of a link both are only named.
    private mutating func inlines(_ text: Substring, inLink: Bool = false) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        var plain = ""
        var rest = text
        var isInWord = false
        while let first = rest.first {
            var found: (inline: MarkdownInline, end: Substring.Index)?
            if first == "[", let (reference, end) = Self.reference(rest) {
                found = (inLink ? .text(name(of: reference)) : inline(reference), end)
            } else if !inLink, first == "<" || first == "h", !isInWord {
                found = address(rest)
            }
            if let found {
                if !plain.isEmpty { result.append(.text(plain)) }
                plain = ""
                result.append(found.inline)
                rest = rest[found.end...]
                isInWord = false
            } else {
                plain.append(first)
                rest = rest.dropFirst()
                isInWord = first.isLetter || first.isNumber
            }
        }
        if !plain.isEmpty { result.append(.text(plain)) }
        return result
    }

    /// `<https://…>`, and the address of a conversation, which leads to its new page.
    private func address(_ text: Substring) -> (inline: MarkdownInline, end: Substring.Index)? {
        let isBracketed = text.first == "<"
        let inner = text.dropFirst(isBracketed ? 1 : 0)
        guard inner.hasPrefix("https://") || inner.hasPrefix("http://") else { return nil }
        var address = inner.prefix(2000).prefix { !$0.isWhitespace && $0 != "<" && $0 != ">" && $0 != "\"" }
        if isBracketed {
            guard address.endIndex < inner.endIndex, inner[address.endIndex] == ">" else { return nil }
        } else {
            while let last = address.last, ".,;:!?)]'".contains(last) { address.removeLast() }
        }
        let new = Self.resolve(String(address), survey, group: group)
        guard isBracketed || new != nil else { return nil }
        let end = isBracketed ? inner.index(after: address.endIndex) : address.endIndex
        return (.link(destination: new ?? String(address), title: "", [.text(String(address))]), end)
    }

    /// What a reference shows, without a link.
    private func name(of reference: Reference) -> String {
        switch reference {
        case .user(let id): "@" + name(ofUser: id).name
        case .topic(let id): "#" + (survey.topics[id] ?? "")
        case .group(let id): named(id).name
        }
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
        blocks.rewritten({ mapped($0) })
    }

    private mutating func mapped(_ inlines: [MarkdownInline], inLink: Bool = false) -> [MarkdownInline] {
        var result: [MarkdownInline] = []
        for inline in inlines {
            switch inline {
            case .text(let text) where text.contains("[["):
                result += self.inlines(Substring(text), inLink: inLink)
            case .strong(let inner): result.append(.strong(mapped(inner, inLink: inLink)))
            case .emphasis(let inner): result.append(.emphasis(mapped(inner, inLink: inLink)))
            case .strikethrough(let inner): result.append(.strikethrough(mapped(inner, inLink: inLink)))
            case .link(let destination, let title, let inner):
                result.append(.link(destination: destination, title: title, mapped(inner, inLink: true)))
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
