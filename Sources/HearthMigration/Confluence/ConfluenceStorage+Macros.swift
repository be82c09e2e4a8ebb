import HearthMarkdown
import HearthModel

// What macros showed.

extension ConfluenceStorage {
    /// A macro in the text: its name and what was set.
    struct Macro {
        let element: ConfluenceElement
        let name: String

        init(_ element: ConfluenceElement) {
            self.element = element
            name = (element.attribute("ac:name") ?? "").lowercased()
        }

        func parameter(_ name: String) -> ConfluenceElement? {
            element.elements.first { $0.name == "ac:parameter" && ($0.attribute("ac:name") ?? "") == name }
                ?? (name.isEmpty ? element.child("ac:default-parameter") : nil)
        }

        /// The text of a parameter; nil when there is none.
        subscript(name: String) -> String? {
            parameter(name).map(\.plainText).flatMap { $0.isEmpty ? nil : $0 }
        }

        var rich: [ConfluenceElement] { element.children("ac:rich-text-body") }
        var plain: ConfluenceElement? { element.child("ac:plain-text-body") }

        /// The name for losses.
        var loss: String { "macro:" + (name.isEmpty ? "unnamed" : String(name.prefix(40))) }
    }

    mutating func macro(_ element: ConfluenceElement) {
        let fate = write(Macro(element))
        // An included text's macros are counted with its own page.
        if through.isEmpty { body.account(fate) }
    }

    mutating func lost(_ macro: Macro) -> ImportFate {
        body.lose(macro.loss)
        return .convertedWithLosses([macro.loss])
    }

    private mutating func write(_ macro: Macro) -> ImportFate {
        let name = macro.name
        if let kind = ConfluenceMacros.alerts[name] { return alert(kind, macro) }
        if let language = ConfluenceMacros.code[name] { return code(macro, language) }
        if ConfluenceMacros.files.contains(name) { return file(macro) }
        if ConfluenceMacros.diagrams.contains(name) { return diagram(macro) }
        if ConfluenceMacros.formulas.contains(name) {
            wrapCode(macro["body"] ?? macro.plain?.plainText ?? macro[""] ?? "")
            return lost(macro)
        }
        switch name {
        case "alert", "auimessage":
            return alert(ConfluenceMacros.kindsOfAlerts[(macro["type"] ?? "").lowercased()] ?? "NOTE", macro)
        case "panel": return panel(macro)
        case "expand", "ui-expand":
            strong(macro["title"])
            emitBodies(macro)
            return lost(macro)
        case "excerpt": return excerpt(macro)
        case "details" where macro["hidden"] == "true": return lost(macro)
        case "children", "pagetree": return children(macro)
        case "status":
            if let title = macro["title"] {
                body.write("<strong>")
                body.write(text: title)
                body.write("</strong>")
            }
            return .converted
        case "anchor":
            body.addAnchor(macro[""] ?? macro["0"] ?? "")
            return .converted
        case "attachments", "gallery": return files(macro)
        case "include", "excerpt-include": return include(macro)
        case "jira", "jiraissues": return jira(macro)
        case "widget", "iframe":
            // A film or a map stands by itself.
            body.write("<div>")
            let fate = address(macro)
            body.write("</div>")
            return fate
        case "redirect", "viewport-url-redirect", "viewport-redirect": return address(macro)
        case "img": return picture(macro)
        case "profile", "profile-picture":
            if let user = macro.element.descendant("ri:user") { mention(user) }
            return .converted
        case "footnote", "cfm-footnote": return footnote(macro)
        case "tooltip", "cfm-tooltip":
            emitBodies(macro)
            if macro.rich.isEmpty, let text = macro["text"] { body.write(text: text) }
            return lost(macro)
        case "quote", "blockquote":
            body.write("<blockquote>")
            emitBodies(macro)
            body.write("</blockquote>")
            return .converted
        case "markdown", "html", "unmigrated-wiki-markup", "unmigrated-inline-wiki-markup": return foreign(macro)
        case "style", "css", "script", "javascript": return lost(macro)
        case "contentbylabel": return labels(macro)
        case _ where ConfluenceMacros.dynamic.contains(name):
            return .skipped(
                rule: name.hasPrefix("toc")
                    ? "tables of contents are made for every page"
                    : "lists that are made when the page is shown")
        case _ where ConfluenceMacros.frames.contains(name):
            if ConfluenceMacros.titled.contains(name) { strong(macro["title"] ?? macro["label"] ?? macro["name"]) }
            emitBodies(macro)
            return .converted
        default: return unknown(macro)
        }
    }

    private mutating func emitBodies(_ macro: Macro) {
        for rich in macro.rich { wrapIfBlock(rich) }
        if macro.rich.isEmpty, let plain = macro.plain { preformatted(plain, language: "") }
    }

    /// Text beside blocks gets a paragraph of its own.
    private mutating func wrapIfBlock(_ rich: ConfluenceElement) {
        if Self.holdsBlocks(rich) { wrap("div", rich.nodes) } else { emit(rich.nodes) }
    }

    mutating func strong(_ title: String?) {
        guard let title else { return }
        body.write("<p><strong>")
        body.write(text: title)
        body.write("</strong></p>")
    }

    private mutating func wrapCode(_ text: String) {
        guard !text.isEmpty else { return }
        body.write("<code>")
        body.write(text: text)
        body.write("</code>")
    }

    /// What nobody told this converter of: its text stays, its name is a loss.
    private mutating func unknown(_ macro: Macro) -> ImportFate {
        if !macro.rich.isEmpty, let title = macro["title"] { strong(title) }
        emitBodies(macro)
        if macro.rich.isEmpty, macro.plain == nil {
            for key in ["title", "text", "body"] {
                guard let text = macro[key] else { continue }
                // Some macros (the roadmap) keep their settings as part of an address.
                body.write(text: (text.contains("%20") ? SitePath.percentDecode(text) : text) + " ")
            }
            for element in macro.element.elements where !element.name.hasPrefix("ac:parameter") {
                emit([.element(element)])
            }
        }
        return lost(macro)
    }

    // MARK: Boxes

    private mutating func alert(_ kind: String, _ macro: Macro) -> ImportFate {
        body.write("<hearth-alert kind=\"\(kind)\">")
        strong(macro["title"])
        emitBodies(macro)
        body.write("</hearth-alert>")
        return .converted
    }

    /// A box around a few lines is a quote; one around half a page only coloured it.
    private mutating func panel(_ macro: Macro) -> ImportFate {
        let large: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6", "table", "ac:layout"]
        let isFrame = macro.rich.contains { rich in
            large.contains { rich.descendant($0) != nil }
                || rich.elements.contains { child in
                    ["column", "section", "panel"].contains(Macro(child).name)
                }
        }
        body.write(isFrame ? "<div>" : "<blockquote>")
        strong(macro["title"])
        emitBodies(macro)
        body.write(isFrame ? "</div>" : "</blockquote>")
        return .converted
    }

    private mutating func code(_ macro: Macro, _ language: String) -> ImportFate {
        strong(macro["title"])
        let name = CodeLanguage.of(macro["language"] ?? macro["lang"] ?? macro[""] ?? language)
        if let plain = macro.plain {
            preformatted(plain, language: name)
        } else if let rich = macro.rich.first {
            preformatted(rich, language: name)
        } else if let text = macro["body"] {
            body.write("<pre>")
            body.write(text: text)
            body.write("</pre>")
        }
        return .converted
    }

    /// A summary becomes the page's description; one that only other pages show is nothing else.
    private mutating func excerpt(_ macro: Macro) -> ImportFate {
        let text = macro.rich.map(\.plainText).joined(separator: " ").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        if body.excerpt == nil, through.isEmpty, !text.isEmpty, text.count <= 300,
            macro.element.descendant("ac:link") == nil
        {
            body.excerpt = text
        }
        if macro["hidden"] == "true" { return body.excerpt == text ? .converted : lost(macro) }
        emitBodies(macro)
        return .converted
    }

    private mutating func footnote(_ macro: Macro) -> ImportFate {
        var inner = ConfluenceStorage(survey: survey, page: page, reader: reader, through: through + [page])
        for rich in macro.rich { inner.emit(rich.nodes) }
        if macro.rich.isEmpty { inner.body.write(text: macro["text"] ?? "") }
        for loss in inner.body.losses { body.lose(loss) }
        let label = body.addFootnote(inner.body.html)
        body.write("<hearth-footnote label=\"\(label)\"></hearth-footnote>")
        return .converted
    }

    // MARK: Text of other kinds

    private mutating func foreign(_ macro: Macro) -> ImportFate {
        guard let plain = macro.plain ?? macro.rich.first else { return .converted }
        var text: [UInt8] = []
        for case .text(let part) in plain.nodes { text += part }
        let source = Array(ConfluenceReferences.decode(text.string).utf8)
        switch macro.name {
        case "markdown":
            var inner = ConfluenceStorage(survey: survey, page: page, reader: reader, through: through + [page])
            inner.add(Self.html(markdown: source), isMarkup: false)
            body.add(included: inner.body)
            return .converted
        case "html":
            var inner = ConfluenceStorage(survey: survey, page: page, reader: reader, through: through + [page])
            inner.add(source, isMarkup: false)
            body.add(included: inner.body)
            return lost(macro)
        default:
            // Macros in there are no macros of the storage format, and not counted.
            var inner = ConfluenceStorage(survey: survey, page: page, reader: reader, through: through + [page])
            inner.add(source, isMarkup: true)
            body.add(included: inner.body)
            return .converted
        }
    }

    private static func html(markdown source: [UInt8]) -> [UInt8] {
        var ignored: [Diagnostic] = []
        let document = MarkdownDocument.parse(
            source[...], file: "", options: MarkdownOptions(allowsRawHTML: true, communityLinks: false),
            diagnostics: &ignored)
        var writer = HTMLWriter(capacity: source.count * 2)
        MarkdownHTMLRenderer(gfmCompatible: true).render(document, blocks: document.blocks[...], into: &writer) { _ in
            nil
        }
        return Array(writer.bytes)
    }

    // MARK: Other places

    private mutating func jira(_ macro: Macro) -> ImportFate {
        if let key = macro["key"] ?? macro["issueKey"] {
            body.write(text: key)
        } else if let query = macro["jqlQuery"] ?? macro["jql"] ?? macro["url"] ?? macro[""] {
            if query.hasPrefix("http") { link(query) } else { wrapCode(query) }
        }
        return lost(macro)
    }

    private mutating func link(_ address: String) {
        open(address)
        body.write(text: address)
        body.write("</a>")
    }

    private mutating func address(_ macro: Macro) -> ImportFate {
        for key in ["url", "src", "location", "redirectTo", ""] {
            guard let holder = macro.parameter(key) else { continue }
            if let page = holder.descendant("ac:link") {
                emit([.element(page)])
                break
            }
            let address =
                holder.descendant("ri:url")?.attribute("ri:value") ?? holder.descendant("a")?.attribute("href")
                ?? holder.plainText
            if address.hasPrefix("http") {
                link(address)
                break
            }
        }
        return lost(macro)
    }

    private mutating func picture(_ macro: Macro) -> ImportFate {
        guard let source = macro.parameter("src") else { return lost(macro) }
        let address = source.descendant("ri:url")?.attribute("ri:value") ?? source.plainText
        body.write("<img")
        body.write(attribute: "src", address)
        if let alt = macro["alt"] { body.write(attribute: "alt", alt) }
        body.write(">")
        return .converted
    }

    /// A list of all pages with a label is the topic's page.
    private mutating func labels(_ macro: Macro) -> ImportFate {
        var names = (macro["labels"] ?? macro["label"] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        var rest = Substring(macro["cql"] ?? "")
        while let mark = rest.firstRange(of: "label") {
            rest = rest[mark.upperBound...]
            let value = rest.drop { " =in(".contains($0) }
            guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else { continue }
            names.append(String(value[value.index(after: value.startIndex)..<end]))
            rest = value[end...].dropFirst()
        }
        let tags = names.map { TagName.of($0) }.filter { index.labels[$0] != nil }
        guard !tags.isEmpty else { return .skipped(rule: "lists that are made when the page is shown") }
        for (place, tag) in tags.enumerated() {
            if place > 0 { body.write(", ") }
            open(ConfluencePlace.topic(tag))
            body.write(text: tag)
            body.write("</a>")
        }
        return lost(macro)
    }
}
