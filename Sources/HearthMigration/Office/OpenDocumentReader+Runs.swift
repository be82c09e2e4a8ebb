import HearthModel

// Running text of OpenDocument: spans, links, notes, frames.

extension OpenDocumentReader {
    private func format(_ id: String?, over outer: OfficeHTML.Format) -> (format: OfficeHTML.Format, isHidden: Bool) {
        var format = outer
        let styles = chain(id)
        func value(_ name: String) -> String? { styles.lazy.compactMap { $0.text?.attribute(name) }.first }
        if let weight = value("fo:font-weight") { format.isBold = weight == "bold" || (Int(weight) ?? 0) >= 600 }
        if let slant = value("fo:font-style") { format.isItalic = slant == "italic" || slant == "oblique" }
        if let line = value("style:text-line-through-style") { format.isStruck = line != "none" }
        if let position = value("style:text-position") {
            format.isRaised =
                position.hasPrefix("super") || (Int(position.prefix { $0.isNumber || $0 == "-" }) ?? 0) > 0
            format.isLowered = position.hasPrefix("sub") || position.hasPrefix("-")
        }
        if styles.contains(where: { ["source text", "teletype", "user entry"].contains($0.name) }) {
            format.isCode = true
        }
        return (format, hides(id))
    }

    /// Whether a style hides its text; where that depends on something, nobody knows.
    func hides(_ id: String?) -> Bool {
        let display = chain(id).lazy.compactMap { $0.text?.attribute("text:display") }.first
        return display == "none" || display == "condition"
    }

    mutating func runs(
        of parent: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML,
        boxes: inout [OfficeElement]
    ) {
        for node in parent.nodes {
            switch node {
            case .text(let text): html.add(text: text, format)
            case .element(let child): inline(child, format, into: &html, boxes: &boxes)
            }
        }
    }

    private mutating func inline(
        _ element: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML,
        boxes: inout [OfficeElement]
    ) {
        switch element.name {
        case "text:span":
            let (own, isHidden) = self.format(element.attribute("text:style-name"), over: format)
            if isHidden { return lose("text:hidden") }
            runs(of: element, own, into: &html, boxes: &boxes)
        case "text:a":
            var own = format
            let address = element.attribute("xlink:href") ?? ""
            // `#Heading|outline`, `#Bookmark`: places in this document.
            own.link =
                address.hasPrefix("#")
                ? anchors.address(String(SitePath.percentDecode(String(address.dropFirst())).prefix { $0 != "|" }))
                : address.isEmpty ? nil : address
            runs(of: element, own, into: &html, boxes: &boxes)
        case "text:s":
            let count = max(1, min(100, element.attribute("text:c").flatMap { Int($0) } ?? 1))
            html.add(text: String(repeating: " ", count: count), format)
        case "text:tab": html.add(text: " ", format)
        case "text:line-break": html.add(inline: "<br>", format)
        case "text:note": note(element, into: &html)
        case "office:annotation": lose("comment")
        case "text:bookmark-ref", "text:reference-ref", "text:sequence-ref":
            var own = format
            own.link = element.attribute("text:ref-name").flatMap { anchors.address($0) } ?? format.link
            runs(of: element, own, into: &html, boxes: &boxes)
        case "draw:frame", "draw:custom-shape", "draw:g", "draw:rect":
            frame(element, format, into: &html, boxes: &boxes)
        case "draw:a":
            var own = format
            own.link = element.attribute("xlink:href")
            runs(of: element, own, into: &html, boxes: &boxes)
        case "text:ruby":
            let base = element.child("text:ruby-base")?.text ?? ""
            let above = element.child("text:ruby-text")?.text ?? ""
            html.add(text: above.isEmpty ? base : "\(base) (\(above))", format)
        case "text:change", "text:change-start", "text:change-end": lose("tracked-changes")
        case "text:hidden-text", "text:hidden-paragraph", "text:script", "office:annotation-end": lose("text:hidden")
        case "text:bookmark", "text:bookmark-start", "text:bookmark-end", "text:reference-mark",
            "text:reference-mark-start", "text:reference-mark-end", "text:soft-page-break", "text:toc-mark",
            "text:toc-mark-start", "text:toc-mark-end", "text:alphabetical-index-mark":
            return
        default:
            if element.attribute("text:display") == "none" { return lose("text:hidden") }
            runs(of: element, format, into: &html, boxes: &boxes)
        }
    }

    private mutating func note(_ element: OfficeElement, into html: inout OfficeHTML) {
        guard let body = element.child("text:note-body") else { return }
        let label = "\(notes.count + 1)"
        let index = notes.count
        notes.append((label, []))
        let saved = itemStack
        itemStack = []
        var blocks = OfficeBlocks()
        read(body, into: &blocks)
        blocks.closeAll()
        itemStack = saved
        notes[index].html = blocks.bytes
        html.add(inline: "<hearth-footnote label=\"\(label)\"></hearth-footnote>")
    }

    mutating func frame(
        _ element: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML,
        boxes: inout [OfficeElement]
    ) {
        let alt = element.child("svg:desc")?.text ?? element.child("svg:title")?.text ?? ""
        var hasPicture = false
        for child in element.children {
            switch child.name {
            case "draw:text-box": boxes.append(child)
            case "draw:image" where !hasPicture:
                hasPicture = true
                picture(child.attribute("xlink:href") ?? "", alt: alt, format, into: &html)
            case "draw:object", "draw:object-ole":
                var name = (child.attribute("xlink:href") ?? "").replacing("./", with: "")
                if name.hasSuffix("/") { name.removeLast() }
                let part = parts[name + "/content.xml"].flatMap { try? OfficeElement.parse($0, name: name) }
                let formula = part.map { MathText.line(of: $0) } ?? ""
                if !formula.isEmpty {
                    lose("equation")
                    hasPicture = true
                    html.add(text: formula, format)
                } else {
                    lose("embedded-object")
                }
            case "draw:frame", "draw:custom-shape", "draw:g": frame(child, format, into: &html, boxes: &boxes)
            case "text:p", "text:list":
                // Text inside a shape.
                boxes.append(element)
                return
            default: continue
            }
        }
    }

    private mutating func picture(
        _ address: String, alt: String, _ format: OfficeHTML.Format, into html: inout OfficeHTML
    ) {
        let alt = ByteText.escaped(DirectoryPerson.trimmed(alt.withoutControls))
        let name = address.hasPrefix("./") ? String(address.dropFirst(2)) : address
        guard let bytes = parts[name] else {
            guard InlineWriter.isWebAddress(address) else { return lose("image:missing") }
            return html.add(inline: "<img src=\"\(ByteText.escaped(address))\" alt=\"\(alt)\">", format)
        }
        guard OfficePicture.ending(bytes) != nil else { return lose("image:format") }
        document.media[name] = bytes
        html.add(inline: "<img src=\"\(ByteText.escaped(SitePath.percentEncode(name)))\" alt=\"\(alt)\">", format)
    }
}
