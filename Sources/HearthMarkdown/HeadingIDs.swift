import HearthModel

extension TreeBuilder {
    /// Takes `{#id}` off the end of a heading's last text, also with the classes and spaces that other programs allow in
    /// it: `{: #id .lead }`. Classes mean nothing here.
    mutating func takeHeadingID(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var end = text.count
        while end > 0, text[end - 1].isBlank { end -= 1 }
        guard end > 3, text[end - 1] == Byte.closeBrace else { return text }
        var start = end - 2
        while start > 0, text[start] != Byte.brace {
            // What an id cannot have: white space and what would need escaping.
            switch text[start] {
            case 0x22, 0x26, 0x27, Byte.less, Byte.greater, Byte.closeBrace: return text
            case Byte.space,
                Byte.tab where options.communityLinks:
                break
            case 0...0x20: if Mask.original[Int(text[start])] == text[start] { return text }
            default: break
            }
            start -= 1
        }
        guard text[start] == Byte.brace,
            let id = headingID(in: UnsafeBufferPointer(rebasing: text[start + 1..<end - 1]))
        else { return text }
        if !id.isEmpty {
            document.headings[document.headings.count - 1].id = unmasker.string(id)
            document.headings[document.headings.count - 1].hasOwnID = true
        }
        while start > 0, text[start - 1].isBlank { start -= 1 }
        return UnsafeBufferPointer(rebasing: text[..<start])
    }

    /// What stands behind the `#` in `attributes`; empty where they are classes alone, nil where they are words.
    private func headingID(in attributes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        var rest = attributes[...]
        if options.communityLinks, rest.first == Byte.colon { rest.removeFirst() }
        var id: UnsafeBufferPointer<UInt8>?
        var hasClass = false
        for word in rest.split(whereSeparator: \.isBlank) {
            switch word.first {
            case Byte.hash where word.count > 1 && id == nil:
                id = UnsafeBufferPointer(rebasing: attributes[word.startIndex + 1..<word.endIndex])
            case Byte.dot
            where options.communityLinks && word.dropFirst().first.map({ $0.isASCIILetter || $0 == 0x2D }) == true:
                hasClass = true
            default: return nil
            }
        }
        return id ?? (hasClass ? UnsafeBufferPointer(rebasing: attributes[..<0]) : nil)
    }

    /// Ends the heading in the innermost frame.
    mutating func finishHeading() {
        let node = frames[frames.count - 1].node
        document.headings[document.headings.count - 1].text = document.plainText(of: node)
    }

    /// Gives every heading its id: first those set by hand, then GitHub's slugs with a number where one is taken.
    mutating func finishHeadings() {
        guard options.extensions, !document.headings.isEmpty else { return }
        var anchors = AnchorSet()
        for footnote in document.footnotes where footnote.number > 0 {
            anchors.reserve("fn-" + footnote.label)
            anchors.reserve("fnref-" + footnote.label)
        }
        for index in document.headings.indices where document.headings[index].hasOwnID {
            let id = document.headings[index].id
            document.headings[index].id = anchors.unique(id)
            if document.headings[index].id != id {
                report(.duplicateAnchor, line: document.headings[index].line, "the id {#\(id)} is taken already")
            }
        }
        let naming = headingsThatNamePages()
        // These come last: an id that counts up from another would tell of a title that is not shown.
        let others = document.headings.indices.filter { naming[$0] == nil }
        for index in others + naming.keys.sorted() where !document.headings[index].hasOwnID {
            document.headings[index].id = anchors.unique(HeadingSlug.slug(document.headings[index].text))
        }
        for (index, links) in naming.sorted(by: { $0.key < $1.key }) {
            let heading = document.headings[index]
            let hidden = Set(links)
            let text = document.plainText(of: heading.node) { hidden.contains($0) ? LinkResolution.hiddenTitle : nil }
            document.neutralIDs[heading.node] = .init(id: anchors.unique(HeadingSlug.slug(text)), links: links)
        }
    }

    /// The headings whose id follows from wiki links without words of their own, with these links.
    private func headingsThatNamePages() -> [Int: [Int]] {
        var found: [Int: [Int]] = [:]
        for (index, link) in document.links.enumerated() where link.isByName && link.label == nil {
            var node = document.nodes[Int(link.node)].parent
            // `depthLimit` ends this.
            while node != MarkdownDocument.none, document.nodes[Int(node)].kind != .heading {
                node = document.nodes[Int(node)].parent
            }
            guard node != MarkdownDocument.none else { continue }
            let heading = Int(document.nodes[Int(node)].detail)
            if !document.headings[heading].hasOwnID { found[heading, default: []].append(index) }
        }
        return found
    }
}

extension MarkdownDocument {
    /// What stands for the id of a heading while its readers may not know what a page is called that it names.
    package struct NeutralID: Sendable {
        package var id: String
        /// The wiki links that the heading's own id follows from, as places in `links`.
        package var links: [Int]

        /// Whether one of the links became none, without its title.
        package func isShown(_ resolve: (Int) -> LinkResolution?) -> Bool {
            links.contains { resolve($0) == .plain(text: LinkResolution.hiddenTitle) }
        }
    }

    /// The id that readers of the page see; `resolve` gives what a link became.
    package func shownID(of heading: Heading, resolve: (Int) -> LinkResolution?) -> String {
        guard let neutral = neutralIDs[heading.node], neutral.isShown(resolve) else { return heading.id }
        return neutral.id
    }
}

/// The ids that are taken in a document.
struct AnchorSet {
    private var taken: Set<String> = []
    private var counts: [String: Int] = [:]

    mutating func reserve(_ id: String) { taken.insert(id) }

    /// `id`, or with the first free number after it. Counters keep many equal headings linear.
    mutating func unique(_ id: String) -> String {
        if taken.insert(id).inserted { return id }
        var count = counts[id] ?? 0
        var candidate: String
        repeat {
            count += 1
            candidate = id + "-" + String(count)
        } while !taken.insert(candidate).inserted
        counts[id] = count
        return candidate
    }
}

/// GitHub's heading anchors.
package enum HeadingSlug {
    /// Lower case, spaces to hyphens, everything but letters, marks, digits, `_` and `-` removed; `section` when
    /// nothing is
    /// left.
    package static func slug(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(scalar.value)
                if byte.isASCIIAlphanumeric || byte == Byte.minus || byte == Byte.underscore {
                    output.append(byte.lowercasedASCII)
                } else if byte.isASCIISpace {
                    output.append(Byte.minus)
                }
            } else if scalar.isWord || scalar.properties.generalCategory == .connectorPunctuation {
                output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
        return output.isEmpty ? "section" : String(decoding: output, as: UTF8.self)
    }
}
