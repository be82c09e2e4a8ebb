import HearthModel

/// A record as bytes, to be kept between builds.
extension SearchRecord {
    private static let magic = Array("hearthS6".utf8)

    /// The whole record in one piece.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        _ = write { bytes += $0 }
        return bytes
    }

    /// Hands the record to `sink` in pieces of about a megabyte: of a large site it has hundreds. Answers its checksum.
    package func write(to sink: ([UInt8]) throws -> Void) rethrows -> UInt64 {
        var hash = QuickHash()
        var output = VariableBytes(capacity: Self.pieceSize + 65_536)
        func flush(_ limit: Int, _ output: inout VariableBytes) throws {
            guard output.bytes.count >= limit else { return }
            hash.add(output.bytes)
            try sink(output.bytes)
            output.removeAll()
        }
        output.append(Self.magic)
        encodeNames(into: &output)
        output.append(sources.count)
        for (number, source) in sources.enumerated() {
            source.lexicon.encode(into: &output)
            // Words of documents that are gone are left out.
            var length = 0
            forEachDocument(of: number) { length += $0.entry.count }
            output.append(length)
            try forEachDocument(of: number) { document in
                source.runs.withBytes(document.entry) { output.append($0) }
                try flush(Self.pieceSize, &output)
            }
        }
        var starts = sources.map { _ in 0 }
        output.append(parts.count)
        for part in parts {
            try part.encode(into: &output, &starts) { try flush(Self.pieceSize, &$0) }
        }
        try flush(0, &output)
        let checksum = hash.value
        try sink(withUnsafeBytes(of: checksum.littleEndian) { Array($0) })
        return checksum
    }

    private static let pieceSize = 1 << 20

    private func encodeNames(into output: inout VariableBytes) {
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
    }

    private func forEachDocument(of source: Int, _ body: (IndexedDocument) throws -> Void) rethrows {
        for part in parts.indices {
            for place in parts[part].documents.indices where parts[part].documents[place].source == source {
                try body(parts[part].documents[place])
            }
        }
    }

    /// Nil for what is damaged or of another version.
    package init?(_ bytes: [UInt8]) {
        guard let stored = Self.checksum(of: bytes), stored == Self.checksum(bytes.dropLast(8)) else { return nil }
        let record: SearchRecord? = bytes.withUnsafeBufferPointer { buffer in
            var reader = VariableReader(buffer, 8..<buffer.count - 8)
            let languages = reader.texts()
            let groups = reader.list { ($0.text(), $0.text()) }
            let topics = reader.list { ($0.text(), $0.text()) }
            let names = SearchNames(
                groups: groups, topics: topics, synonyms: reader.list { $0.texts() }, languages: languages)
            let sources = reader.list { reader in
                let lexicon = Lexicon(&reader)
                // Nearly all of the record: a copy would take as much again.
                return WordSource(lexicon: lexicon, runs: ByteRuns(bytes[reader.range(reader.number())]))
            }
            let parts = reader.list { Part(&$0, sources, names) }
            guard reader.isAtEnd, !reader.isDamaged, !parts.contains(where: { $0 == nil }) else { return nil }
            return SearchRecord(
                languages: languages, names: names, parts: parts.compactMap { $0 }, sources: sources)
        }
        guard let record else { return nil }
        self = record
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBytes { QuickHash.of($0) } }

    /// The checksum that the bytes of a record say they have, at their end, which tells it from others; nil where there
    /// is none.
    package static func checksum(of bytes: [UInt8]) -> UInt64? {
        guard bytes.count > 16, bytes.starts(with: Self.magic) else { return nil }
        return bytes.suffix(8).withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    }
}

extension SearchRecord.Part {
    /// `starts` has the place behind the last document of each source; `rest` is called now and then.
    fileprivate func encode(
        into output: inout VariableBytes, _ starts: inout [Int], _ rest: (inout VariableBytes) throws -> Void
    ) rethrows {
        if case .group(let id) = audience { output.append(text: "g" + id) } else { output.append(text: "") }
        output.append(text: folder.text)
        output.append(documents.count)
        for document in documents {
            document.encode(into: &output, start: starts[document.source])
            starts[document.source] += document.entry.count
            try rest(&output)
        }
        terms.encode(into: &output)
        output.append(counts.count)
        for counts in counts {
            output.append(counts.count)
            for count in counts { output.append(Int(count)) }
        }
        output.append(files.count)
        for file in files {
            output.append(IndexFile.Kind.allCases.firstIndex(of: file.kind) ?? 0)
            output.append(text: file.name)
            output.append(fixed: file.fingerprint)
            try rest(&output)
        }
    }

    /// Nil when it names what is not there.
    fileprivate init?(_ reader: inout VariableReader, _ sources: [WordSource], _ names: SearchNames) {
        let audience = reader.text()
        let folder = SitePath(reader.text())
        let documents = reader.list { IndexedDocument(&$0, sources, names) }
        let terms = TermList(&reader)
        let counts = reader.list { $0.list { UInt32(clamping: $0.number()) } }
        let kinds = IndexFile.Kind.allCases
        let files = reader.list {
            IndexFile(
                kind: kinds[min($0.number(), kinds.count - 1)], name: $0.text(), fingerprint: $0.fixed(),
                content: .kept)
        }
        guard !documents.contains(where: { $0 == nil }) else { return nil }
        self.init(
            audience: audience.isEmpty ? .everyone : .group(String(audience.dropFirst())), folder: folder,
            documents: documents.compactMap { $0 }, terms: terms, counts: counts, files: files)
    }
}

extension IndexedDocument {
    /// `start` is the place of its words in the record's.
    fileprivate func encode(into output: inout VariableBytes, start: Int) {
        output.append(head.count)
        output.append(head)
        output.append(page.map { $0 + 1 } ?? 0)
        output.append(kind.rawValue)
        output.append(Int(prior))
        output.append(group.map { $0 + 1 } ?? 0)
        for numbers in [topics, holders, unitSizes] {
            output.append(numbers.count)
            for number in numbers { output.append(number) }
        }
        for number in [addressHash, key.high, key.low, print] { output.append(fixed: number) }
        output.append(source)
        output.append(start)
        output.append(entry.count)
    }

    /// Nil when it names what is not there.
    fileprivate init?(_ reader: inout VariableReader, _ sources: [WordSource], _ names: SearchNames) {
        head = Array(reader.bytes(reader.number()))
        let page = reader.number()
        self.page = page == 0 ? nil : page - 1
        kind = SearchKind(rawValue: reader.number()) ?? .page
        prior = UInt8(clamping: reader.number())
        let group = reader.number()
        self.group = group == 0 ? nil : group - 1
        topics = reader.list { $0.number() }
        holders = reader.list { $0.number() }
        unitSizes = reader.list { $0.number() }
        addressHash = reader.fixed()
        key = DocumentKey(high: reader.fixed(), low: reader.fixed())
        print = reader.fixed()
        source = reader.number()
        let start = reader.number()
        let length = reader.number()
        entry = start..<start + length
        guard !reader.isDamaged, sources.indices.contains(source), entry.upperBound <= sources[source].runs.count,
            self.group.map({ $0 < names.groups.count }) ?? true, topics.allSatisfy({ $0 < names.topics.count }),
            !unitSizes.isEmpty
        else { return nil }
    }
}

extension VariableBytes {
    fileprivate mutating func append(texts: [String]) {
        append(texts.count)
        for text in texts { append(text: text) }
    }
}
