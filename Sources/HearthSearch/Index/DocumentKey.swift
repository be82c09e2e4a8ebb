import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

/// A hash of everything that the words and the texts of a document are made of: 128 bits, so that two documents with
/// one key are not expected in any number of builds. It is no protection against somebody who looks for two.
struct DocumentKey: Hashable, Sendable {
    private(set) var high: UInt64 = 0x6A09_E667_F3BC_C908
    private(set) var low: UInt64 = 0xBB67_AE85_84CA_A73B

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// `language` is the code whose stems the words are reduced to.
    init(_ document: SearchDocument, _ site: Site, language: String) {
        add(language)
        add(document.url.text)
        add(document.kind.rawValue)
        add(document.title)
        add(document.otherTitles)
        add(document.keywords)
        add(document.authors)
        add(document.badge?.state ?? "")
        add(document.badge?.label ?? "")
        add(document.group.map { site.pages[site.groups[$0].page].title } ?? "")
        add(document.date ?? "")
        add(document.sections.count)
        for section in document.sections { add(section, site.pages[section.holder]) }
    }

    /// The blocks of a section are named by the hash of their file; what links became is not in the file.
    private mutating func add(_ section: SearchSection, _ page: SitePage) {
        let document = page.parsed.document
        add(Int(section.kind.rawValue))
        add(section.anchor)
        add(section.label)
        add(section.cutsAtHeadings ? 1 : 0)
        add(page.anchorPrefix)
        page.parsed.contentHash.withUnsafeBufferPointer { add($0) }
        // The same file gives another tree with other settings.
        add(document.nodes.count)
        add(document.buffer.count)
        add(section.blocks.count)
        for block in section.blocks { add(Int(block)) }
        for (index, link) in document.links.enumerated()
        where link.form == .wiki || link.form == .mention || link.form == .topic {
            add((page.links.indices.contains(index) ? page.links[index]?.text : nil) ?? link.destination)
        }
    }

    private mutating func add(_ value: Int) { add(UInt64(bitPattern: Int64(value))) }

    private mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    private mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add($0) }
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        add(bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            add(UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian)
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        add(rest)
    }

    @inline(__always)
    private mutating func add(_ value: UInt64) {
        high = WordHash.mix(high ^ value)
        low = (low ^ value) &* 0x9E37_79B9_7F4A_7C15
        low ^= low >> 29
    }
}
