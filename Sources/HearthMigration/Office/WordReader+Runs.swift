import HearthModel

// Running text of Word documents: runs, fields, links, pictures.

extension WordReader {
    /// The running text of a paragraph; text boxes in it are collected, to stand behind it.
    mutating func runs(
        of parent: OfficeElement, into html: inout OfficeHTML, boxes: inout [OfficeElement], link: String? = nil
    ) {
        for child in parent.children {
            switch child.name {
            case "w:r": run(child, into: &html, boxes: &boxes, link: link)
            case "w:hyperlink":
                runs(of: child, into: &html, boxes: &boxes, link: address(of: child) ?? link)
            case "w:fldSimple":
                var field = WordField(instruction: child.attribute("w:instr") ?? "")
                field.showsResult = true
                fields.append(field)
                runs(of: child, into: &html, boxes: &boxes, link: link)
                fields.removeLast()
            case "w:ins", "w:moveTo":
                lose("tracked-changes")
                runs(of: child, into: &html, boxes: &boxes, link: link)
            case "w:del", "w:moveFrom": lose("tracked-changes")
            case "w:smartTag", "w:customXml", "w:dir", "w:bdo": runs(of: child, into: &html, boxes: &boxes, link: link)
            case "w:sdt": control(child, into: &html, boxes: &boxes, link: link)
            case "m:oMath", "m:oMathPara":
                lose("equation")
                html.add(text: child.all("m:t").map(\.text).joined(), OfficeHTML.Format(link: link))
            case "mc:AlternateContent":
                if let choice = child.child("mc:Choice") ?? child.child("mc:Fallback") {
                    runs(of: choice, into: &html, boxes: &boxes, link: link)
                }
            default: continue
            }
        }
    }

    /// A content control: a check box at the start of a paragraph is a task.
    private mutating func control(
        _ element: OfficeElement, into html: inout OfficeHTML, boxes: inout [OfficeElement], link: String?
    ) {
        if let box = element.descendant("w:sdtPr", "w14:checkbox"), html.isEmpty {
            let isDone = ["1", "true"].contains(box.child("w14:checked")?.attribute("w14:val"))
            html.add(inline: isDone ? "<hearth-task done=\"1\"></hearth-task>" : "<hearth-task></hearth-task>")
        } else if let content = element.child("w:sdtContent") {
            runs(of: content, into: &html, boxes: &boxes, link: link)
        }
    }

    private func address(of link: OfficeElement) -> String? {
        let anchor = link.attribute("w:anchor")
        if let id = link.attribute("r:id"), let relation = relations[id] {
            return relation.target + (anchor.map { "#" + $0 } ?? "")
        }
        return anchor.flatMap { anchors.address($0) }
    }

    // MARK: Runs

    private mutating func run(
        _ element: OfficeElement, into html: inout OfficeHTML, boxes: inout [OfficeElement], link: String?
    ) {
        var (format, isHidden) = styles.format(element.child("w:rPr"), in: paragraphStyle)
        for child in element.children {
            // Fields are followed even where nothing is shown.
            if child.name == "w:fldChar" { field(child, into: &html, boxes: &boxes) }
            if child.name == "w:instrText", let last = fields.indices.last, !fields[last].showsResult {
                fields[last].instruction += child.text
            }
            if fields.contains(where: { !$0.showsResult || Self.isIndex($0.kind) }) { continue }
            if isHidden {
                if child.name == "w:t" { lose("text:hidden") }
                continue
            }
            format.link = link ?? fieldLink
            part(child, format, into: &html, boxes: &boxes)
        }
    }

    private mutating func part(
        _ element: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML,
        boxes: inout [OfficeElement]
    ) {
        switch element.name {
        case "w:t": html.add(text: element.text, format)
        case "w:tab", "w:ptab": html.add(text: " ", format)
        case "w:br":
            if element.attribute("w:type") == nil || element.attribute("w:type") == "textWrapping" {
                html.add(inline: "<br>", format)
            }
        case "w:cr": html.add(inline: "<br>", format)
        case "w:noBreakHyphen": html.add(text: "\u{2011}", format)
        case "w:sym": symbol(element, format, into: &html)
        case "w:footnoteReference", "w:endnoteReference":
            let kind = element.name == "w:footnoteReference" ? "footnote" : "endnote"
            if let id = element.attribute("w:id"), let label = note(kind, id) {
                html.add(inline: "<hearth-footnote label=\"\(label)\"></hearth-footnote>")
            }
        case "w:commentReference": lose("comment")
        case "w:drawing", "w:pict", "w:object": drawing(element, format, into: &html, boxes: &boxes)
        case "mc:AlternateContent":
            // The same thing twice, for newer and older programs.
            let choices =
                element.children.filter { $0.name == "mc:Choice" }
                + element.children.filter { $0.name == "mc:Fallback" }
            for choice in choices {
                let before = (html.isEmpty, boxes.count, document.media.count)
                for child in choice.children { part(child, format, into: &html, boxes: &boxes) }
                if before != (html.isEmpty, boxes.count, document.media.count) || !boxes.isEmpty { break }
            }
        case "w:ruby":
            let base = element.child("w:rubyBase")?.all("w:t").map(\.text).joined() ?? ""
            let above = element.child("w:rt")?.all("w:t").map(\.text).joined() ?? ""
            html.add(text: above.isEmpty ? base : "\(base) (\(above))", format)
        default: return
        }
    }

    /// Characters of symbol fonts that people type as bullets, arrows and check marks.
    private static let symbols: [UInt32: String] = [
        0xB7: "•", 0xA7: "▪", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xA8: "☐", 0xFD: "☒",
        0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x76: "❖", 0xD8: "➢", 0xAE: "→", 0xB0: "°", 0xB1: "±",
        0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB9: "≠", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π",
        0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA5: "∞",
    ]

    private mutating func symbol(_ element: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML) {
        guard let code = element.attribute("w:char").flatMap({ UInt32($0, radix: 16) }) else { return }
        let font = (element.attribute("w:font") ?? "").lowercased()
        let isSymbol = font.contains("symbol") || font.contains("wingdings") || code >= 0xF000
        if isSymbol, let known = Self.symbols[code & 0xFF] {
            html.add(text: known, format)
        } else if !isSymbol, let scalar = Unicode.Scalar(code) {
            html.add(text: String(scalar), format)
        } else {
            lose("text:symbol")
        }
    }

    // MARK: Fields

    private static func isIndex(_ kind: String) -> Bool { kind == "TOC" }

    private mutating func field(
        _ element: OfficeElement, into html: inout OfficeHTML, boxes: inout [OfficeElement]
    ) {
        switch element.attribute("w:fldCharType") {
        case "begin": fields.append(WordField())
        case "separate":
            guard let last = fields.indices.last else { return }
            fields[last].showsResult = true
            if Self.isIndex(fields[last].kind) { lose("toc") }
        case "end": _ = fields.popLast()
        default: return
        }
    }

    /// The link that the open fields mean.
    private var fieldLink: String? {
        for field in fields.reversed() where field.showsResult {
            switch field.kind {
            case "HYPERLINK":
                let anchor = field.argument(after: "\\l")
                if let address = field.argument(), !address.isEmpty { return address + (anchor.map { "#" + $0 } ?? "") }
                return anchor.flatMap { anchors.address($0) }
            case "REF", "PAGEREF", "NOTEREF":
                if let mark = field.argument(), let address = anchors.address(mark) { return address }
            default: continue
            }
        }
        return nil
    }

    // MARK: Pictures and boxes

    private mutating func drawing(
        _ element: OfficeElement, _ format: OfficeHTML.Format, into html: inout OfficeHTML,
        boxes: inout [OfficeElement]
    ) {
        let found = Self.textBoxes(element)
        boxes += found
        let alt = element.first("wp:docPr")?.attribute("descr") ?? element.first("v:shape")?.attribute("alt") ?? ""
        var pictures: [String] = []
        for blip in element.all("a:blip") where !Self.isInside(found, blip) {
            if let id = blip.attribute("r:embed") ?? blip.attribute("r:link") { pictures.append(id) }
        }
        for image in element.all("v:imagedata") where !Self.isInside(found, image) {
            if let id = image.attribute("r:id") ?? image.attribute("r:href") { pictures.append(id) }
        }
        for id in pictures { picture(id, alt: alt, format, into: &html) }
        if element.first("c:chart") != nil { lose("chart") }
        if element.first("dgm:relIds") != nil { lose("diagram") }
        if element.first("o:OLEObject") != nil { lose("embedded-object") }
        if element.first("v:rect")?.attribute("o:hr") == "t", pictures.isEmpty { lose("line") }
    }

    /// The outermost contents of text boxes; what is inside them is read with them.
    private static func textBoxes(_ element: OfficeElement) -> [OfficeElement] {
        element.children.flatMap { child -> [OfficeElement] in
            if child.name == "w:txbxContent" { return [child] }
            if child.name == "mc:AlternateContent" {
                return (child.child("mc:Choice") ?? child.child("mc:Fallback")).map { textBoxes($0) } ?? []
            }
            return textBoxes(child)
        }
    }

    private static func isInside(_ boxes: [OfficeElement], _ element: OfficeElement) -> Bool {
        boxes.contains { box in box.all(element.name).contains { $0 === element } }
    }

    private mutating func picture(
        _ id: String, alt: String, _ format: OfficeHTML.Format, into html: inout OfficeHTML
    ) {
        guard let relation = relations[id] else { return lose("image:missing") }
        let alt = ByteText.escaped(DirectoryPerson.trimmed(alt.withoutControls))
        if relation.isExternal {
            return html.add(inline: "<img src=\"\(ByteText.escaped(relation.target))\" alt=\"\(alt)\">", format)
        }
        guard let bytes = parts[relation.target] else { return lose("image:missing") }
        guard OfficePicture.ending(bytes) != nil else { return lose("image:format") }
        document.media[relation.target] = bytes
        let name = ByteText.escaped(SitePath.percentEncode(relation.target))
        html.add(inline: "<img src=\"\(name)\" alt=\"\(alt)\">", format)
    }
}

/// Pictures that a browser shows.
enum OfficePicture {
    /// By the first bytes; nil for EMF, WMF, TIFF and whatever else programs put into documents.
    static func ending(_ bytes: [UInt8]) -> String? {
        if let known = DirectoryConverter.ending(bytes) { return known }
        if bytes.starts(with: [0x42, 0x4D]) { return "bmp" }
        let head = Array(bytes.prefix(1024))
        let isVector = ByteText.find("<svg", in: head, from: 0, to: head.count) != nil
        return isVector && !AttachmentSafety.isDangerous(picture: bytes) ? "svg" : nil
    }
}
