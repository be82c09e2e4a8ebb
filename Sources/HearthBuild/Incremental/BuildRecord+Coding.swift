import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

// The record as bytes: a magic number with the version of the format, the fields in order, whether there is a search and
// the checksum of its record, a hash of all that is behind the magic number.
// Texts that repeat (audiences, ways to the root, kinds of diagnostics) stand in tables.

extension BuildRecord {
    private static let magic = Array("hearth-record-10\n".utf8)
    private static let tailLength = 17
    private static let pieceSize = 1 << 20

    /// A record that is being written while the site is put in its place: what that tells comes at its end. Of a large
    /// site it has a hundred megabytes, which are never in memory together.
    struct Draft: Sendable {
        private let file: PendingFile
        private var writer = BinaryWriter(capacity: BuildRecord.pieceSize + 65_536)
        private var hash = QuickHash()

        /// Begins with what `record` says of the whole build; its files and outputs are added piece by piece.
        init(_ record: BuildRecord, files: Int, to file: PendingFile) throws {
            self.file = file
            try file.write(BuildRecord.magic)
            record.encodeBuild(into: &writer)
            writer.put(UInt64(files))
        }

        mutating func add(_ files: [File]) throws {
            for file in files {
                BuildRecord.encode(file, into: &writer)
                try flush(BuildRecord.pieceSize)
            }
        }

        /// All outputs, after all files. They are asked for twice.
        mutating func add(_ outputs: some Collection<OutputFile>) throws {
            var (rest, hash) = (writer, hash)
            try BuildRecord.put(outputs, to: &rest) { writer in
                guard writer.bytes.count >= BuildRecord.pieceSize else { return }
                hash.add(writer.bytes)
                try file.write(writer.bytes)
                writer.removeAll()
            }
            (writer, self.hash) = (rest, hash)
        }

        private mutating func flush(_ limit: Int) throws {
            guard writer.bytes.count >= limit else { return }
            hash.add(writer.bytes)
            try file.write(writer.bytes)
            writer.removeAll()
        }

        /// The rest, after which the file is the record of this build.
        consuming func finish(_ results: Results, searchHash: UInt64?) throws {
            BuildRecord.encode(results, into: &writer)
            writer.putRaw(BuildRecord.tail(searchHash))
            try flush(0)
            try file.write(withUnsafeBytes(of: hash.value.littleEndian) { Array($0) })
            try file.publish()
        }
    }

    /// The record as bytes, but for the search's checksum and its own hash.
    var encoded: Encoded {
        var writer = BinaryWriter(capacity: outputs.count * 160 + files.count * 500)
        writer.putRaw(Self.magic)
        encodeBuild(into: &writer)
        writer.put(UInt64(files.count))
        for file in files { Self.encode(file, into: &writer) }
        Self.put(outputs, to: &writer) { _ in }
        Self.encode(results, into: &writer)
        return Encoded(writer)
    }

    private func encodeBuild(into writer: inout BinaryWriter) {
        writer.putRaw(fingerprint)
        writer.put(Int(validity.lowerBound))
        writer.put(Int(validity.upperBound))
        writer.put(history)
        writer.put(tellsSlots)
        writer.put(UInt64(tables.count))
        for table in tables {
            writer.put(table.path)
            writer.put(table.state)
        }
    }

    private static func encode(_ file: File, into writer: inout BinaryWriter) {
        writer.put(file.path)
        writer.put(file.isPage)
        writer.put(file.hash)
        writer.put(file.facts)
        writer.put(file.links)
    }

    private static func encode(_ results: Results, into writer: inout BinaryWriter) {
        writer.put(results.listHash)
        put(results.proof.stamp, to: &writer)
        writer.put(results.proof.hash)
        put(results.report, to: &writer)
    }

    private static func put(_ stamp: FileStamp, to writer: inout BinaryWriter) {
        writer.put(stamp.size)
        writer.put(stamp.seconds)
        writer.put(stamp.nanoseconds)
    }

    private static func stamp(_ reader: inout BinaryReader) throws -> FileStamp {
        FileStamp(size: try reader.integer(), seconds: try reader.integer(), nanoseconds: try reader.integer())
    }

    private static func tail(_ searchHash: UInt64?) -> [UInt8] {
        [searchHash == nil ? 0 : 1] + withUnsafeBytes(of: (searchHash ?? 0).littleEndian) { Array($0) }
    }

    /// A record to which the search's checksum is still to be added, which another task may be making.
    struct Encoded: Sendable {
        private var writer: BinaryWriter

        fileprivate init(_ writer: BinaryWriter) { self.writer = writer }

        consuming func sealed(searchHash: UInt64?) -> [UInt8] {
            writer.putRaw(BuildRecord.tail(searchHash))
            let hash = writer.bytes.withUnsafeBytes {
                QuickHash.of(UnsafeRawBufferPointer(rebasing: $0[BuildRecord.magic.count...]))
            }
            writer.putRaw(withUnsafeBytes(of: hash.littleEndian) { Array($0) })
            return writer.bytes
        }
    }

    /// `rest` is called after each.
    private static func put(
        _ outputs: some Collection<OutputFile>, to writer: inout BinaryWriter,
        _ rest: (inout BinaryWriter) throws -> Void
    ) rethrows {
        var texts = TextTable()
        // Neighbours have much in common.
        var (audience, source, reason, root) = (TextTable.Last(), TextTable.Last(), TextTable.Last(), TextTable.Last())
        var last: (audience: Audience, text: String)?
        let places = outputs.map { output in
            if last?.audience != output.built.audience {
                last = (output.built.audience, output.built.audience.description)
            }
            var rootPlace = 0
            if case .page(let text) = output.wrapping { rootPlace = texts.place(text, &root) }
            return (
                audience: texts.place(last?.text ?? "", &audience),
                source: texts.place(output.built.source ?? "", &source), reason: texts.place(output.reason, &reason),
                root: rootPlace
            )
        }
        writer.put(UInt64(texts.list.count))
        for text in texts.list { writer.put(text) }
        writer.put(UInt64(places.count))
        for (output, place) in zip(outputs, places) {
            writer.put(output.built.path)
            writer.put(UInt64(place.audience))
            writer.put(UInt64(place.source))
            writer.put(UInt64(place.reason))
            writer.put(output.built.source != nil)
            writer.put(output.built.isPage)
            Self.put(output.stamp, to: &writer)
            writer.put(output.hash)
            switch output.wrapping {
            case .page:
                writer.put(true)
                writer.put(UInt64(place.root))
            case .feed: writer.put(false)
            }
            writer.put(output.slots.bytes)
            try rest(&writer)
        }
    }

    /// Nil when the bytes are no record of this program's format, or damaged.
    init?(_ bytes: [UInt8]) {
        let start = Self.magic.count
        guard bytes.count > start + Self.tailLength, bytes.starts(with: Self.magic) else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let isWhole = bytes.withUnsafeBytes {
            QuickHash.of(UnsafeRawBufferPointer(rebasing: $0[start..<bytes.count - 8])) == number(bytes.suffix(8))
        }
        guard isWhole else { return nil }
        let tail = bytes.suffix(Self.tailLength)
        var reader = BinaryReader(Array(bytes.dropLast(Self.tailLength)), at: start)
        do {
            try self.init(&reader)
            searchHash = tail.first == 1 ? number(tail.dropFirst().prefix(8)) : nil
        } catch {
            return nil
        }
    }

    private init(_ reader: inout BinaryReader) throws {
        fingerprint = Array(try reader.raw(32))
        let start = Int64(try reader.integer())
        validity = start..<max(start, Int64(try reader.integer()))
        history = try reader.optionalText()
        tellsSlots = try reader.flag()
        tables = []
        for _ in 0..<(try reader.count()) {
            tables.append(TableSource(path: try reader.text(), state: Array(try reader.data())))
        }
        files = []
        let count = try reader.count()
        files.reserveCapacity(count)
        for _ in 0..<count {
            files.append(
                File(
                    path: try reader.text(), isPage: try reader.flag(), hash: Array(try reader.data()),
                    facts: Array(try reader.data()), links: Array(try reader.data())))
        }
        outputs = try Self.outputs(&reader)
        results = Results(
            listHash: try reader.number(),
            proof: Mark(stamp: try Self.stamp(&reader), hash: try reader.number()),
            report: try Self.report(&reader))
        results.report.outputs = outputs.map(\.built)
        guard reader.isAtEnd else { throw BinaryReader.Damaged() }
    }

    private static func outputs(_ reader: inout BinaryReader) throws -> [OutputFile] {
        var texts: [String] = []
        for _ in 0..<(try reader.count()) { texts.append(try reader.text()) }
        let audiences = texts.map { text in
            text.hasPrefix("group:") ? Audience.group(String(text.dropFirst(6))) : .everyone
        }
        func place(_ reader: inout BinaryReader) throws -> Int {
            let place = try reader.number()
            guard place < UInt64(texts.count) else { throw BinaryReader.Damaged() }
            return Int(place)
        }
        let count = try reader.count()
        var outputs: [OutputFile] = []
        outputs.reserveCapacity(count)
        for _ in 0..<count {
            let path = try reader.text()
            let audience = audiences[try place(&reader)]
            let source = texts[try place(&reader)]
            let reason = texts[try place(&reader)]
            let built = BuiltOutput(
                path: path, audience: audience, source: try reader.flag() ? source : nil, isPage: try reader.flag())
            let stamp = try Self.stamp(&reader)
            let hash = try reader.number()
            let wrapping: Wrapping = try reader.flag() ? .page(root: texts[try place(&reader)]) : .feed
            let slots = SlotPlaces(encoded: Array(try reader.data()))
            outputs.append(
                OutputFile(
                    built: built, stamp: stamp, hash: hash, wrapping: wrapping, slots: slots, reason: reason))
        }
        return outputs
    }
}

/// Texts without repetition, in the order of their first use.
private struct TextTable {
    private(set) var list: [String] = []
    private var places: [String: Int] = [:]

    /// What a column had last.
    struct Last {
        var text: String?
        var place = 0
    }

    /// The place of `text` in the list, to which it is added if it is new.
    mutating func place(_ text: String, _ last: inout Last) -> Int {
        if text == last.text { return last.place }
        let place = places[text] ?? list.count
        if place == list.count {
            places[text] = place
            list.append(text)
        }
        last = Last(text: text, place: place)
        return place
    }
}

// MARK: - Links

extension BuildRecord {
    static func encode(_ links: [LinkResolution?]) -> [UInt8] {
        guard !links.isEmpty else { return [] }
        var writer = BinaryWriter(capacity: links.count * 48)
        writer.put(UInt64(links.count))
        for link in links {
            switch link {
            case nil: writer.put(0)
            case .link(let href, let text, let name)?:
                writer.put(1)
                writer.put(href)
                writer.put(text)
                writer.put(name.rawValue)
            case .plain(let text)?:
                writer.put(2)
                writer.put(text)
            case .picture(let href, let size)?:
                writer.put(3)
                writer.put(href)
                writer.put(Int(size.width))
                writer.put(Int(size.height))
            }
        }
        return writer.bytes
    }

    static func links(_ bytes: [UInt8]) throws -> [LinkResolution?] {
        guard !bytes.isEmpty else { return [] }
        var reader = BinaryReader(bytes)
        var links: [LinkResolution?] = []
        for _ in 0..<(try reader.count()) {
            switch try reader.integer() {
            case 0: links.append(nil)
            case 1:
                let (href, text) = (try reader.text(), try reader.optionalText())
                guard let name = LinkClass(rawValue: try reader.text()) else { throw BinaryReader.Damaged() }
                links.append(.link(href: href, text: text, class: name))
            case 2: links.append(.plain(text: try reader.optionalText()))
            case 3:
                let (href, width, height) = (try reader.text(), try reader.integer(), try reader.integer())
                guard let size = PictureSize(width: width, height: height) else { throw BinaryReader.Damaged() }
                links.append(.picture(href: href, size))
            default: throw BinaryReader.Damaged()
            }
        }
        return links
    }
}
