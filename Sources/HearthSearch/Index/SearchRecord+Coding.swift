import HearthModel

/// A record as bytes, to be kept between builds.
extension SearchRecord {
    private static let magic = Array("hearthS3".utf8)

    package var bytes: [UInt8] {
        var output = VariableBytes()
        output.append(Self.magic)
        output.append(fixed: 0)
        output.append(texts: languages)
        for pairs in [names.groups, names.topics] {
            output.append(pairs.count)
            for (id, name) in pairs {
                output.append(text: id)
                output.append(text: name)
            }
        }
        output.append(names.synonyms.count)
        for synonyms in names.synonyms { output.append(texts: synonyms) }
        // Words of documents that are gone are left out.
        var starts = sources.map { _ in 0 }
        output.append(sources.count)
        for (number, source) in sources.enumerated() {
            source.lexicon.encode(into: &output)
            let mine = parts.flatMap(\.documents).filter { $0.source == number }
            output.append(mine.reduce(0) { $0 + $1.entry.count })
            for document in mine { output.append(source.bytes[document.entry]) }
        }
        output.append(parts.count)
        for part in parts {
            if case .group(let id) = part.audience { output.append(text: "g" + id) } else { output.append(text: "") }
            output.append(text: part.folder.text)
            output.append(part.documents.count)
            for document in part.documents {
                output.append(document.head.count)
                output.append(document.head)
                output.append(fixed: document.key.high)
                output.append(fixed: document.key.low)
                output.append(document.source)
                output.append(starts[document.source])
                output.append(document.entry.count)
                starts[document.source] += document.entry.count
            }
            output.append(part.files.count)
            for file in part.files {
                output.append(text: file.path.text)
                output.append(fixed: file.fingerprint)
            }
        }
        var bytes = output.finish()
        Self.seal(&bytes)
        return bytes
    }

    /// Nil for what is damaged or of another version.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count > 16, bytes.starts(with: Self.magic), Self.checksum(bytes).elementsEqual(bytes[8..<16])
        else { return nil }
        let record: SearchRecord? = bytes.withUnsafeBufferPointer { buffer in
            var reader = VariableReader(buffer, 16..<buffer.count)
            let languages = reader.texts()
            let groups = reader.list { ($0.text(), $0.text()) }
            let topics = reader.list { ($0.text(), $0.text()) }
            let names = SearchNames(groups: groups, topics: topics, synonyms: reader.list { $0.texts() })
            let sources = reader.list { reader in
                WordSource(lexicon: Lexicon(&reader), bytes: Array(reader.bytes(reader.number())))
            }
            let parts = reader.list { Part(&$0, sources, names) }
            guard reader.isAtEnd, !reader.isDamaged, !parts.contains(where: { $0 == nil }) else { return nil }
            return SearchRecord(
                languages: languages, names: names, parts: parts.compactMap { $0 }, sources: sources)
        }
        guard let record else { return nil }
        self = record
    }

    /// Writes the checksum of all that is behind it.
    private static func seal(_ bytes: inout [UInt8]) {
        for (place, byte) in checksum(bytes).enumerated() { bytes[8 + place] = byte }
    }

    /// Eight bytes, the lowest first.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        let hash = bytes.withUnsafeBufferPointer { WordHash.of(UnsafeBufferPointer(rebasing: $0[16...])) }
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * $0)) }
    }
}

extension SearchRecord.Part {
    fileprivate init?(_ reader: inout VariableReader, _ sources: [WordSource], _ names: SearchNames) {
        let audience = reader.text()
        let folder = SitePath(reader.text())
        let documents = reader.list { IndexedDocument(&$0, sources, names) }
        let files = reader.list { SearchRecord.File(path: SitePath($0.text()), fingerprint: $0.fixed()) }
        guard !documents.contains(where: { $0 == nil }) else { return nil }
        self.init(
            audience: audience.isEmpty ? .everyone : .group(String(audience.dropFirst())), folder: folder,
            documents: documents.compactMap { $0 }, files: files)
    }
}

extension IndexedDocument {
    /// Nil when it names what is not there.
    fileprivate init?(_ reader: inout VariableReader, _ sources: [WordSource], _ names: SearchNames) {
        let head = Array(reader.bytes(reader.number()))
        let key = DocumentKey(high: reader.fixed(), low: reader.fixed())
        let source = reader.number()
        let start = reader.number()
        let length = reader.number()
        let document: SearchDocument? = head.withUnsafeBufferPointer {
            var reader = VariableReader($0, $0.indices)
            let document = SearchDocument(&reader)
            return reader.isDamaged || !reader.isAtEnd ? nil : document
        }
        guard let document, sources.indices.contains(source), start + length <= sources[source].bytes.count,
            document.group.map({ $0 < names.groups.count }) ?? true,
            document.topics.allSatisfy({ $0 < names.topics.count }),
            let sizes = EntryReader.unitSizes(
                sources[source].bytes, start..<start + length, words: sources[source].lexicon.count)
        else { return nil }
        self.init(document, head: head, key: key)
        self.source = source
        entry = start..<start + length
        unitSizes = sizes
    }
}

extension Lexicon {
    fileprivate func encode(into output: inout VariableBytes) {
        output.append(count)
        for word in 0..<count {
            for part in [form(word), term(word)] {
                output.append(part.count)
                output.append(part)
            }
        }
    }

    fileprivate init(_ reader: inout VariableReader) {
        self.init()
        for _ in 0..<reader.number() where !reader.isDamaged {
            let form = reader.bytes(reader.number())
            append(form: form, term: reader.bytes(reader.number()))
        }
    }
}

extension VariableBytes {
    fileprivate mutating func append(texts: [String]) {
        append(texts.count)
        for text in texts { append(text: text) }
    }
}
