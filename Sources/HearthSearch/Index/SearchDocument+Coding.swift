import HearthContent
import HearthModel

/// A document as bytes (`VariableBytes`; texts with their length in front): small while a build has all of them, and what
/// a record of the search keeps.
extension SearchDocument {
    func encode(into output: inout VariableBytes) {
        output.append(text: url.text)
        output.append(page.map { $0 + 1 } ?? 0)
        output.append(kind.rawValue)
        output.append(text: title)
        output.append(text: language)
        for texts in [otherTitles, keywords, authors] {
            output.append(texts.count)
            for text in texts { output.append(text: text) }
        }
        output.append(text: badge?.state ?? "")
        output.append(text: badge?.label ?? "")
        output.append(group.map { $0 + 1 } ?? 0)
        output.append(topics.count)
        for topic in topics { output.append(topic) }
        output.append(text: date ?? "")
        output.append(max(1, min(255, prior)))
        output.append(sections.count)
        for section in sections { section.encode(into: &output) }
    }

    /// Reads what `encode` wrote; the reader says whether it was damaged.
    init(_ reader: inout VariableReader) {
        url = SitePath(reader.text())
        let page = reader.number()
        self.page = page == 0 ? nil : page - 1
        kind = SearchKind(rawValue: reader.number()) ?? .page
        title = reader.text()
        language = reader.text()
        otherTitles = reader.texts()
        keywords = reader.texts()
        authors = reader.texts()
        let (state, label) = (reader.text(), reader.text())
        badge = state.isEmpty ? nil : (state, label)
        let group = reader.number()
        self.group = group == 0 ? nil : group - 1
        topics = reader.list { $0.number() }
        let date = reader.text()
        self.date = date.isEmpty ? nil : date
        prior = reader.number()
        sections = reader.list { SearchSection(&$0) }
    }
}

extension SearchSection {
    fileprivate func encode(into output: inout VariableBytes) {
        output.append(Int(kind.rawValue))
        output.append(holder)
        switch part {
        case .body: output.append(0)
        case .answer(let answer):
            output.append(1)
            output.append(answer)
        case .comment(let comment):
            output.append(2)
            output.append(comment)
        case .answerComment(let answer, let comment):
            output.append(3)
            output.append(answer)
            output.append(comment)
        }
        output.append(text: anchor)
        output.append(text: label)
        output.append(cutsAtHeadings ? 1 : 0)
    }

    fileprivate init(_ reader: inout VariableReader) {
        kind = SearchPassage.Kind(rawValue: UInt8(truncatingIfNeeded: reader.number())) ?? .body
        holder = reader.number()
        switch reader.number() {
        case 0: part = .body
        case 1: part = .answer(reader.number())
        case 2: part = .comment(reader.number())
        default:
            let answer = reader.number()
            part = .answerComment(answer: answer, reader.number())
        }
        anchor = reader.text()
        label = reader.text()
        cutsAtHeadings = reader.number() == 1
    }
}

extension VariableBytes {
    mutating func append(text: String) {
        var text = text
        text.withUTF8 {
            append($0.count)
            append($0)
        }
    }

    /// Eight bytes, the lowest first.
    mutating func append(fixed value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }
}

extension VariableReader {
    mutating func text() -> String { String(decoding: bytes(number()), as: UTF8.self) }

    mutating func texts() -> [String] { list { $0.text() } }

    /// A count, and as many values; none of what is damaged.
    mutating func list<Value>(_ value: (inout VariableReader) -> Value) -> [Value] {
        var values: [Value] = []
        let count = count()
        values.reserveCapacity(count)
        for _ in 0..<count {
            values.append(value(&self))
            if isDamaged { return [] }
        }
        return values
    }

    mutating func fixed() -> UInt64 {
        let bytes = bytes(8)
        guard bytes.count == 8, let base = bytes.baseAddress else { return 0 }
        return UInt64(littleEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
    }
}
