import CGumbo
import HearthModel

// Running text: emphasis, links, images, code.

extension HTMLToMarkdown {
    mutating func inlines(of parent: HTMLNode, into run: inout InlineRun, depth: Int) {
        guard depth < Self.maximumDepth else {
            lose("nesting:too-deep")
            leaveOut(parent, "too deep")
            run.add(text: Self.plainText(of: parent).utf8)
            return
        }
        var inMarker = false
        for node in parent.children {
            if isDropped(node) { continue }
            switch node.kind {
            case .comment: inMarker = WordList.isMarker(node, before: inMarker)
            case .text where !inMarker: run.add(text: node.text)
            case .element where !inMarker: inline(node, node.tag, into: &run, depth: depth + 1)
            default: continue
            }
        }
    }

    mutating func inline(_ node: HTMLNode, _ tag: HTMLTag, into run: inout InlineRun, depth: Int) {
        if node.hasEventHandler { lose("attribute:event-handler") }
        if noteMark(node, into: &run, depth: depth) { return }
        switch tag {
        case .dropped: replace(node, into: &run)
        case .fallback:
            lose("element:" + node.name)
            fallback(node, into: &run)
            inlines(of: node, into: &run, depth: depth)
        case .silent, .wordBreak: leaveOut(node, "inside <\(node.name)>")
        case .lineBreak: run.add(.lineBreak)
        case .image: image(node, into: &run)
        case .anchor: anchor(node, into: &run, depth: depth)
        case .code, .keyboard:
            if Self.holdsLink(node) {
                codeWithLinks(node, into: &run, depth: depth)
                return
            }
            leaveOut(node, "inside code")
            let text = Self.plainText(of: node)
            if text.utf8.contains(where: { $0 > 0x20 }) { run.add(.code(text)) }
        case .superscript, .subscript: script(node, raised: tag == .superscript, into: &run, depth: depth)
        case .inlineBox where node.isUnknown && ownInline(node, into: &run, depth: depth): return
        default:
            if tag == .inlineBox, WordList.isIgnored(node) { return }
            if node.isElement(GUMBO_TAG_Q) {
                // Browsers write the marks.
                run.add(text: "“".utf8)
                inlines(of: node, into: &run, depth: depth)
                run.add(text: "”".utf8)
                return
            }
            if node.isElement(GUMBO_TAG_SPAN), node.attributeBytes("class")?.elementsEqual("classifier".utf8) ?? false {
                // The type behind a term of docutils; its style sheet writes what stands between.
                run.add(text: " (".utf8)
                inlines(of: node, into: &run, depth: depth)
                run.add(text: ")".utf8)
                return
            }
            let before = isInNoscript
            if node.isElement(GUMBO_TAG_NOSCRIPT) { isInNoscript = true }
            defer { isInNoscript = before }
            let wrap = wrapper(for: node, tag).first
            if wrap != nil { run.open() }
            inlines(of: node, into: &run, depth: depth)
            if let wrap { run.close(wrap) }
            if node.isElement(GUMBO_TAG_ABBR) { explain(node, into: &run) }
        }
    }

    /// What an abbreviation stands for, behind the first of its kind; in a heading there is no room for it.
    private mutating func explain(_ node: HTMLNode, into run: inout InlineRun) {
        guard !isInHeading, let title = node.attribute("title"), (3...120).contains(title.count) else { return }
        let text = Self.plainText(of: node)
        let words = title.split { $0.isWhitespace }.joined(separator: " ")
        // Dates for programs (`<abbr class="published" title="2009-05-01">`) explain nothing.
        guard text.utf8.contains(where: { $0 > 0x20 }), words.first?.isLetter ?? false,
            words.lowercased() != text.lowercased(), explained.insert(text + "\u{0}" + words).inserted
        else { return }
        run.add(text: " (\(words))".utf8)
    }

    private static func holdsLink(_ node: HTMLNode) -> Bool {
        node.children.contains { child in
            child.kind == .element
                && ((child.tag == .anchor && HTMLCounts.linkAddress(child) != nil) || holdsLink(child))
        }
    }

    /// Markdown's code holds no links, but a link may hold code.
    private mutating func codeWithLinks(_ node: HTMLNode, into run: inout InlineRun, depth: Int) {
        guard depth < Self.maximumDepth else {
            lose("nesting:too-deep")
            leaveOut(node, "too deep")
            run.add(.code(Self.plainText(of: node)))
            return
        }
        for child in node.children {
            switch child.kind {
            case .text:
                // The spaces beside a link belong to neither.
                let text = child.text
                guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 })
                else {
                    run.add(text: text)
                    continue
                }
                run.add(text: text[..<first])
                run.add(.code(String(decoding: text[first...last], as: UTF8.self)))
                run.add(text: text[(last + 1)...])
            case .element where child.tag == .anchor || Self.holdsLink(child):
                let wrap = child.tag == .anchor ? wrapper(for: child, .anchor).first : nil
                if wrap != nil { run.open() }
                codeWithLinks(child, into: &run, depth: depth + 1)
                if let wrap, !run.close(wrap) { count { $0.unkeep("link:without-text") } }
            case .element:
                leaveOut(child, "inside code")
                let text = Self.plainText(of: child)
                if text.utf8.contains(where: { $0 > 0x20 }) { run.add(.code(text)) }
            default: continue
            }
        }
    }

    /// What an inline element puts around its text; empty when nothing.
    mutating func wrapper(for node: HTMLNode, _ tag: HTMLTag) -> [Wrapper] {
        switch tag {
        case .emphasis: return [{ .emphasis($0) }]
        case .strong: return [{ .strong($0) }]
        case .strike: return [{ .strikethrough($0) }]
        case .anchor:
            guard let address = HTMLCounts.linkAddress(node), let target = resolve(address, isImage: false) else {
                return []
            }
            // A title that says where the link leads says nothing more.
            let said = node.attribute("title") ?? ""
            let title = said == address || said == target.address ? "" : said
            let name = target.title
            return [
                { inner in
                    if let name, InlineWriter.isWebAddress(MarkdownInline.plainText(inner)) {
                        return .link(destination: target.address, title: title, [.text(name)])
                    }
                    return .link(
                        destination: target.address, title: title, Self.named(inner, said.isEmpty ? name : said))
                }
            ]
        default: return []
        }
    }

    /// What a link shows, with words for the first picture where there are none: `name`, or that of its file. Nobody else could
    /// tell where the link leads.
    private static func named(_ inner: [MarkdownInline], _ name: String?) -> [MarkdownInline] {
        guard !MarkdownInline.plainText(inner).utf8.contains(where: { $0 > 0x20 }) else { return inner }
        var inner = inner
        for place in inner.indices {
            guard case .image(let source, let title, _) = inner[place] else { continue }
            let file = source.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? ""
            let stem = SitePath.percentDecode(String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex)))
            inner[place] = .image(source: source, title: title, alt: name ?? stem)
            break
        }
        return inner
    }

    /// Where an address leads in the new site (with that page's title); nil when it may not stay.
    private mutating func resolve(
        _ address: String, isImage: Bool, isCounted: Bool = true
    ) -> (address: String, title: String?)? {
        let before = counts
        defer { if !isCounted { count { $0 = before } } }
        var outcome = SafeLink.check(options.prepareAddress(address), isImage: isImage)
        if case .keep(let safe) = outcome { outcome = options.resolveLink(safe, isImage) }
        if case .keep(let target) = outcome, let loss = SafeLink.unpublishable(target, isImage: isImage) {
            outcome = .drop(loss: loss)
        }
        switch outcome {
        case .keep(let target):
            count { $0.keep(isImage) }
            return (target, nil)
        case .page(let target, let title):
            count { $0.keep(isImage) }
            return (target, title)
        case .drop(SafeLink.toTop):
            count { $0.skippedLinks["links to the top of their own page", default: 0] += 1 }
            return nil
        case .drop(let loss):
            lose(loss)
            count { $0.lose(loss, isImage) }
            return nil
        }
    }

    private mutating func anchor(_ node: HTMLNode, into run: inout InlineRun, depth: Int) {
        if let address = node.attribute("href"), let tag = options.resolveTopic(address, node.attribute("class") ?? "")
        {
            run.add(.topic(tag))
            count { $0.keep(false) }
            return
        }
        if Permalinks.isOne(node, bySign: takesPermalinks) {
            leaveOut(node, "links of headings to themselves")
            return
        }
        let wrap = wrapper(for: node, .anchor).first
        if wrap != nil { run.open() }
        inlines(of: node, into: &run, depth: depth)
        if let wrap, !run.close(wrap) { count { $0.unkeep("link:without-text") } }
    }

    /// What Markdown has no element for: frames and embedded pages become links, the areas of an image map a line of
    /// links, everything else goes.
    private mutating func replace(_ node: HTMLNode, into run: inout InlineRun) {
        lose("element:" + node.name)
        switch node.name {
        case "map" where options.isWholePage:
            for area in HTMLCounts.areas(below: node) {
                guard let address = area.attribute("href"), let target = resolve(address, isImage: false) else {
                    continue
                }
                let name = area.attribute("alt") ?? area.attribute("title") ?? target.title ?? ""
                let text = name.utf8.contains { $0 > 0x20 } ? name : target.address
                run.add(text: " ".utf8)
                run.add(.link(destination: target.address, title: "", [.text(text)]))
            }
        case "iframe" where options.isWholePage, "video" where options.isWholePage, "audio" where options.isWholePage,
            "embed" where options.isWholePage:
            leaveOut(node, "inside <\(node.name)>")
            embedded(node, into: &run)
        default: leaveOut(node, "inside <\(node.name)>")
        }
    }

    /// A link to the file of an `<object>`, unless what stands in its place has one.
    mutating func fallback(_ node: HTMLNode, into run: inout InlineRun) {
        if options.isWholePage, HTMLCounts.count(below: node).links == 0 { embedded(node, into: &run) }
    }

    /// A link to what a browser plays or shows inside of the page. It was no link of the source, and is not counted as one.
    mutating func embedded(_ node: HTMLNode, into run: inout InlineRun) {
        guard let address = HTMLCounts.mediaAddress(node),
            let target = resolve(address, isImage: false, isCounted: false)
        else { return }
        let file = target.address.split(separator: "/").last.map { SitePath.percentDecode(String($0)) }
        let isWeb = InlineWriter.isWebAddress(target.address)
        let name = node.attribute("title") ?? target.title ?? (isWeb ? nil : file) ?? target.address
        run.add(text: " ".utf8)
        run.add(.link(destination: target.address, title: "", [.text(name)]))
        run.add(text: " ".utf8)
    }

    private mutating func image(_ node: HTMLNode, into run: inout InlineRun) {
        func pixels(_ name: StaticString) -> Int? { node.attribute(name).flatMap { Int($0.prefix { $0.isNumber }) } }
        if let width = pixels("width"), let height = pixels("height"), width <= 2, height <= 2 {
            lose("image:tracking-pixel")
            count { $0.lose("image:tracking-pixel", true) }
            return
        }
        guard let (source, isDeferred) = ImageSource.found(node) else {
            lose("image:no-source")
            count { $0.lose("image:no-source", true) }
            return
        }
        // What scripts show stands a second time beside it, in `<noscript>`.
        if let last = lastImage, last.address == source, last.isDeferred != isDeferred,
            last.isFallback != isInNoscript
        {
            lastImage = nil
            leaveOut(node, "pictures that stand twice, for browsers without scripts")
            return
        }
        lastImage = (source, isDeferred, isInNoscript)
        guard let target = resolve(source, isImage: true) else {
            // What a browser shows in its place.
            if options.isWholePage { run.add(text: " \(node.attribute("alt") ?? "") ".utf8) }
            return
        }
        var alt = InlineRun()
        alt.add(text: (node.attribute("alt") ?? "").utf8)
        var text = MarkdownInline.plainText(alt.finish().first ?? [])
        // Word calls a shape by its kind, in the language of its user: "Rounded rectangle: Home".
        if node.attribute("v:shapes") != nil, let colon = text.firstIndex(of: ":") {
            text = String(text[text.index(after: colon)...])
        }
        text = text.split(separator: " ").joined(separator: " ")
        if options.placeholders.contains(text) { text = "" }
        run.add(.image(source: target.address, title: node.attribute("title") ?? "", alt: text))
    }

    private static let raised: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "+": "⁺",
        "-": "⁻",
        "−": "⁻", "n": "ⁿ",
    ]
    private static let lowered: [Character: Character] = [
        "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈", "9": "₉", "+": "₊",
        "-": "₋",
    ]

    /// Digits have characters of their own (m², H₂O), and `16th` needs none; other raised text stays plain and is a
    /// loss.
    private mutating func script(_ node: HTMLNode, raised: Bool, into run: inout InlineRun, depth: Int) {
        let text = Self.plainText(of: node)
        let table = raised ? Self.raised : Self.lowered
        let mapped = text.compactMap { table[$0] }
        if !text.isEmpty, mapped.count == text.count {
            leaveOut(node, "inside <\(node.name)>")
            run.add(text: String(mapped).utf8)
            return
        }
        if !["st", "nd", "rd", "th"].contains(text) { lose(raised ? "element:sup" : "element:sub") }
        inlines(of: node, into: &run, depth: depth)
    }
}
