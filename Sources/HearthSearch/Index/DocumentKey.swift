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

    /// `group` is the name of its group, which results show. A text is named by the hash of its file; what links became
    /// is not in the file.
    ///
    /// Without any number of a page, group or topic: those change when another page comes or goes, and how many there are
    /// may be restricted. The prior and the topics stand in the table of all documents alone.
    init(_ document: SearchDocument, group: String, _ texts: SearchTexts) {
        var facts = document
        facts.page = nil
        facts.group = nil
        facts.topics = []
        facts.prior = 128
        for place in facts.sections.indices { facts.sections[place].holder = 0 }
        var bytes = VariableBytes()
        facts.encode(into: &bytes)
        add(bytes.bytes)
        add(Array(group.utf8))
        var last: PageIndex?
        for section in document.sections {
            // A question may have thousands of answers in its own file.
            if section.holder == last {
                add(2)
                continue
            }
            last = section.holder
            guard let (page, links) = texts(section.holder) else { continue }
            add(page.contentHash)
            add(Array(page.anchorPrefix.utf8))
            // The same file gives another tree with other settings.
            add(UInt64(page.treeSize.nodes))
            add(UInt64(page.treeSize.text))
            for (index, link) in page.links.enumerated()
            where link.isByName || link.form == .mention || link.form == .topic {
                let text = links.indices.contains(index) ? links[index]?.text : nil
                // A topic that is none any more stands there with its sign: `#oil` is another text than `oil`.
                add(text == nil ? 0 : 1)
                add(Array((text ?? link.destination).utf8))
            }
        }
    }

    private mutating func add(_ bytes: [UInt8]) {
        add(UInt64(bytes.count))
        bytes.withUnsafeBytes { bytes in
            var place = 0
            while place + 8 <= bytes.count {
                add(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian)
                place += 8
            }
            var rest: UInt64 = 0
            while place < bytes.count {
                rest = rest << 8 | UInt64(bytes[place])
                place += 1
            }
            add(rest)
        }
    }

    @inline(__always)
    private mutating func add(_ value: UInt64) {
        high = WordHash.mix(high ^ value)
        low = (low ^ value) &* 0x9E37_79B9_7F4A_7C15
        low ^= low >> 29
    }
}

/// A hash of what results show of a document, and of nothing else: readers can see it in the versions of an index's files.
/// `DocumentKey` follows from the whole file, where links lead to pages that they may not know.
enum ShownPrint {
    /// `text` has just read `document`.
    static func of(_ document: SearchDocument, group: String, _ text: SearchTextReader) -> UInt64 {
        var hash = WordHash.mix(UInt64(document.kind.rawValue + 1))
        func add(_ words: String) {
            var words = words
            hash = WordHash.mix(hash ^ words.withUTF8 { WordHash.of($0) })
        }
        for words in [document.url.text, document.title, group, document.date ?? ""] { add(words) }
        for words in [document.badge?.state, document.badge?.label] { add(words ?? "") }
        for passage in text.passages {
            add(passage.anchor)
            add(passage.heading)
            hash = WordHash.mix(hash ^ UInt64(passage.range.lowerBound) << 32 ^ UInt64(passage.range.upperBound))
        }
        return WordHash.mix(hash ^ text.text.withUnsafeBufferPointer { WordHash.of($0) })
    }
}
