// Paragraphs, lists and tables of Word documents.

extension WordReader {
    /// Everything in a body, cell, note or text box.
    mutating func read(_ parent: OfficeElement, into blocks: inout OfficeBlocks) {
        for child in parent.children {
            switch child.name {
            case "w:p": paragraph(child, into: &blocks)
            case "w:tbl": table(child, into: &blocks)
            case "w:sdt":
                let gallery = child.descendant("w:sdtPr", "w:docPartObj", "w:docPartGallery")?.attribute("w:val")
                if gallery == "Table of Contents" {
                    lose("toc")
                } else if let content = child.child("w:sdtContent") {
                    read(content, into: &blocks)
                }
            case "w:ins", "w:moveTo", "w:customXml", "w:smartTag": read(child, into: &blocks)
            case "w:del", "w:moveFrom": lose("tracked-changes")
            case "mc:AlternateContent":
                if let choice = child.child("mc:Choice") ?? child.child("mc:Fallback") { read(choice, into: &blocks) }
            case "w:altChunk": lose("embedded-document")
            default: continue
            }
        }
    }

    private mutating func paragraph(_ element: OfficeElement, into blocks: inout OfficeBlocks) {
        let properties = element.child("w:pPr")
        let style = properties?.child("w:pStyle")?.attribute("w:val")
        let outer = paragraphStyle
        paragraphStyle = style
        defer { paragraphStyle = outer }
        if styles.isContents(style) {
            // Fields may begin and end here all the same.
            var unseen = OfficeHTML()
            var boxes: [OfficeElement] = []
            runs(of: element, into: &unseen, boxes: &boxes)
            return lose("toc")
        }
        var html = carried
        carried = OfficeHTML()
        var boxes: [OfficeElement] = []
        runs(of: element, into: &html, boxes: &boxes)
        let isDeletedMark = properties?.child("w:rPr")?.child("w:del") != nil
        if isDeletedMark { lose("tracked-changes") }
        let isDropCap = properties?.child("w:framePr")?.attribute("w:dropCap").map { $0 != "none" } ?? false
        if isDeletedMark || isDropCap, boxes.isEmpty {
            if isDeletedMark, html.endsInWord { html.add(text: " ", OfficeHTML.Format()) }
            carried = html
            return
        }
        add(element, html, style, into: &blocks)
        for box in boxes { read(box, into: &blocks) }
    }

    private mutating func add(
        _ element: OfficeElement, _ html: OfficeHTML, _ style: String?, into blocks: inout OfficeBlocks
    ) {
        var html = html
        let properties = element.child("w:pPr")
        if styles.isCode(style) { return blocks.add(codeLine: html.takeRuns(asCode: true)) }
        guard !html.isEmpty else {
            if properties?.descendant("w:pBdr", "w:bottom") != nil || element.first("v:rect")?.attribute("o:hr") == "t"
            {
                blocks.add("<hr>".utf8)
            }
            return
        }
        if styles.isTitle(style), document.title == nil {
            let plain = element.all("w:t").map(\.text).joined()
            document.title = plain
            return blocks.add("<h1>".utf8 + html.takeRuns(plain: true) + "</h1>".utf8)
        }
        // The paragraph's own level counts before its style's; the tenth is text (ECMA-376, 17.3.1.20).
        let outline = properties?.child("w:outlineLvl")?.attribute("w:val").flatMap { Int($0) }
        if let level = outline.map({ $0 < 9 ? min($0 + 1, 6) : nil }) ?? styles.headingLevel(style) {
            let plain = element.all("w:t").map(\.text).joined()
            if document.headings.isEmpty { document.beginsWithText = blocks.holdsText }
            document.headings.append((level, plain))
            return blocks.add("<h\(level)>".utf8 + html.takeRuns(plain: true) + "</h\(level)>".utf8)
        }
        let own = WordNumbering.Reference(properties?.child("w:numPr"))
        var reference = own?.number == nil ? styles.numbering(style) : own
        if let level = own?.level, own?.number == nil, reference != nil { reference?.level = level }
        if let reference, reference.number != nil, !numbering.isNone(reference) {
            let number = numbering.next(reference)
            return blocks.add(item: html.takeRuns(), level: reference.level, number: number)
        }
        let isIndented = (properties?.child("w:ind")?.attribute("w:left").flatMap { Int($0) } ?? 0) > 0
        if blocks.isInList, styles.continuesList(style) || (own.map { numbering.isNone($0) } ?? false && isIndented) {
            return blocks.add(toItem: "<p>".utf8 + html.takeRuns() + "</p>".utf8)
        }
        if styles.isQuote(style) { return blocks.add(quoted: html.takeRuns()) }
        if styles.isTerm(style) { return blocks.add(term: html.takeRuns(), isDefinition: false) }
        if styles.isDefinition(style) { return blocks.add(term: html.takeRuns(), isDefinition: true) }
        blocks.add(paragraph: html.takeRuns())
    }

    // MARK: Tables

    private struct Cell {
        var html: [UInt8]
        var columns: Int
        var rows = 1
        /// The cell goes on with the one above.
        var isContinued: Bool
        var column: Int
    }

    private mutating func table(_ element: OfficeElement, into blocks: inout OfficeBlocks) {
        var rows: [(cells: [Cell], isHeader: Bool)] = []
        let look = element.descendant("w:tblPr", "w:tblLook")
        let firstRow =
            look?.attribute("w:firstRow").map { $0 == "1" || $0 == "true" || $0 == "on" }
            ?? ((look?.attribute("w:val").flatMap { Int($0, radix: 16) } ?? 0x20) & 0x20 != 0)
        for row in Self.rows(of: element) {
            if row.child("w:trPr")?.child("w:del") != nil {
                lose("tracked-changes")
                continue
            }
            if let hidden = row.child("w:trPr")?.child("w:hidden"),
                !["0", "false", "off"].contains(hidden.attribute("w:val") ?? "1")
            {
                lose("text:hidden")
                continue
            }
            let marked = row.descendant("w:trPr", "w:tblHeader").map {
                !["0", "false"].contains($0.attribute("w:val"))
            }
            rows.append((cells(of: row), marked ?? false))
        }
        join(&rows)
        let filled = rows.filter { !$0.cells.isEmpty }
        guard !filled.isEmpty else { return }
        if filled.count == 1, filled[0].cells.count == 1 {
            // A frame around text, not a table.
            lose("table:one-cell")
            return blocks.add(filled[0].cells[0].html)
        }
        var html = Array("<table>".utf8)
        for (index, row) in rows.enumerated() {
            let tag = row.isHeader || (index == 0 && firstRow) ? "th" : "td"
            html += "<tr>".utf8
            for cell in row.cells where !cell.isContinued {
                html += "<\(tag)".utf8
                if cell.columns > 1 { html += " colspan=\"\(cell.columns)\"".utf8 }
                if cell.rows > 1 { html += " rowspan=\"\(cell.rows)\"".utf8 }
                html.append(0x3E)
                html += cell.html
                html += "</\(tag)>".utf8
            }
            html += "</tr>".utf8
        }
        blocks.add(html + "</table>".utf8)
    }

    /// Rows, also those inside content controls and changes.
    private static func rows(of element: OfficeElement) -> [OfficeElement] {
        element.children.flatMap { child -> [OfficeElement] in
            switch child.name {
            case "w:tr": [child]
            case "w:sdt": child.child("w:sdtContent").map { rows(of: $0) } ?? []
            case "w:ins", "w:customXml": rows(of: child)
            default: []
            }
        }
    }

    private static func cellElements(of row: OfficeElement) -> [OfficeElement] {
        row.children.flatMap { child -> [OfficeElement] in
            switch child.name {
            case "w:tc": [child]
            case "w:sdt": child.child("w:sdtContent").map { cellElements(of: $0) } ?? []
            case "w:ins", "w:customXml": cellElements(of: child)
            default: []
            }
        }
    }

    private mutating func cells(of row: OfficeElement) -> [Cell] {
        var cells: [Cell] = []
        func count(_ text: String?) -> Int { text.flatMap { Int($0) }.map { max(0, min($0, 200)) } ?? 0 }
        let before = count(row.descendant("w:trPr", "w:gridBefore")?.attribute("w:val"))
        var column = 0
        if before > 0 {
            cells.append(Cell(html: [], columns: before, isContinued: false, column: 0))
            column = before
        }
        for cell in Self.cellElements(of: row) {
            let properties = cell.child("w:tcPr")
            let merge = properties?.child("w:vMerge")
            let isContinued = merge != nil && merge?.attribute("w:val") != "restart"
            let columns = max(1, count(properties?.child("w:gridSpan")?.attribute("w:val")))
            var inner = OfficeBlocks()
            let outer = carried
            carried = OfficeHTML()
            read(cell, into: &inner)
            inner.closeAll()
            carried = outer
            cells.append(Cell(html: inner.bytes, columns: columns, isContinued: isContinued, column: column))
            column += columns
        }
        return cells
    }

    /// Cells that go on from above lengthen the one they belong to; one without such a cell stands for itself.
    private func join(_ rows: inout [(cells: [Cell], isHeader: Bool)]) {
        var owners: [Int: (row: Int, cell: Int)] = [:]
        for row in rows.indices {
            var next: [Int: (row: Int, cell: Int)] = [:]
            for index in rows[row].cells.indices {
                let column = rows[row].cells[index].column
                if rows[row].cells[index].isContinued, let owner = owners[column] {
                    rows[owner.row].cells[owner.cell].rows += 1
                    next[column] = owner
                } else {
                    rows[row].cells[index].isContinued = false
                    next[column] = (row, index)
                }
            }
            owners = next
        }
    }
}
