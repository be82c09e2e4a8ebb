import HearthModel
import Yams

/// Reads fields in YAML: the plain lines itself, all else with Yams, whose mistakes become diagnostics at their true
/// line.
struct YAMLReader {
    /// The fields that were read, and whether that is all of them.
    struct Result {
        var entries: [YAMLEntry]
        /// False when the text was not valid: `entries` then holds what could be saved.
        var isComplete: Bool
    }

    /// The file as diagnostics show it.
    let file: String
    /// The line of the file on which the YAML starts.
    let firstLine: Int
    /// Whether what is written there may be a secret, which no message repeats.
    var hidesTexts = false

    /// Larger front matter is an export that went wrong.
    static let byteLimit = 1 << 20
    static let depthLimit = 64

    func read(_ yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]) -> Result {
        if yaml.count <= Self.byteLimit, let entries = PlainFields.parse(yaml, firstLine: firstLine) {
            return Result(entries: entries, isComplete: true)
        }
        if let problem = Self.refusal(of: yaml, hidesTexts: hidesTexts) {
            diagnostics.append(Diagnostic(.yamlTooComplex, at: at(firstLine), problem.summary, help: problem.help))
            let isSmall = yaml.count <= Self.byteLimit
            let saved = isSmall ? PlainFields.salvage(yaml, firstLine: firstLine) : []
            return Result(entries: saved, isComplete: false)
        }
        if reportMarks(in: yaml, diagnostics: &diagnostics) {
            return Result(entries: PlainFields.salvage(yaml, firstLine: firstLine), isComplete: false)
        }
        return compose(yaml, diagnostics: &diagnostics)
    }

    /// `title: !important read this` is "read this" in YAML, and `&Co news` is "news": nobody means that, and the
    /// parser
    /// would not say a word.
    private func reportMarks(in yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]) -> Bool {
        var found = false
        for (offset, line) in yaml.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let value = line.drop(while: FrontMatter.isKeyByte)
            guard value.startIndex > line.startIndex, value.first == 0x3A else { continue }
            let text = value.dropFirst().drop { $0 == 0x20 }
            guard let sign = text.first, sign == 0x21 || sign == 0x26 else { continue }
            let location = SourceLocation(
                file: file, line: firstLine + offset, column: text.startIndex - line.startIndex + 1)
            let summary = "a value may not start with '\(Character(Unicode.Scalar(sign)))'"
            diagnostics.append(Diagnostic(.yamlSyntax, at: location, summary, help: "put it in quotes"))
            found = true
        }
        return found
    }

    /// Tries Yams; a field written twice is reported, blanked and tried again, so that it costs the page nothing else.
    private func compose(_ yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]) -> Result {
        var bytes = Array(yaml)
        var isComplete = true
        for _ in 0..<20 {
            do {
                guard let node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)) else {
                    return Result(entries: [], isComplete: isComplete)
                }
                var result = convert(root: node, yaml: yaml, diagnostics: &diagnostics)
                result.isComplete = result.isComplete && isComplete
                return result
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let blanked = blankRepetitions(of: keys, at: context.mark, in: &bytes, diagnostics: &diagnostics)
                isComplete = false
                if blanked { continue }
                let line = firstLine + max(context.mark.line, 1) - 1
                let names = keys.map(shown(key:)).joined(separator: ", ")
                // `{value: 1,000,000}` has two names 000.
                let isNumber = keys.allSatisfy(FieldReader.isPartOfNumber)
                let help = isNumber ? "within {…} a comma ends a value: write numbers without commas" : nil
                diagnostics.append(Diagnostic(.duplicateKey, at: at(line), "\(names) is written twice", help: help))
                break
            } catch {
                diagnostics.append(
                    YAMLMistake(error, yaml: bytes, hidesTexts: hidesTexts).diagnostic(file: file, firstLine: firstLine)
                )
                break
            }
        }
        return Result(entries: PlainFields.salvage(bytes[...], firstLine: firstLine), isComplete: false)
    }

    private func convert(root: Node, yaml: ArraySlice<UInt8>, diagnostics: inout [Diagnostic]) -> Result {
        var converter = NodeConverter(firstLine: firstLine)
        guard let value = converter.value(of: root, fallbackLine: 1, depth: 0) else {
            let summary = "the fields are nested more than \(Self.depthLimit) levels deep"
            diagnostics.append(Diagnostic(.yamlTooComplex, at: at(firstLine), summary))
            return Result(entries: PlainFields.salvage(yaml, firstLine: firstLine), isComplete: false)
        }
        if value.isNull { return Result(entries: [], isComplete: true) }
        guard case .map(let entries) = value.content else {
            let found = hidesTexts ? "something else" : value.shown
            let lines = yaml.split(separator: 0x0A, omittingEmptySubsequences: false)
            let text =
                value.line >= firstLine && value.line - firstLine < lines.count ? lines[value.line - firstLine] : []
            let near = NearField.mistake(
                in: Array(String(decoding: text, as: UTF8.self).unicodeScalars), hidesTexts: hidesTexts)
            let summary = near?.summary ?? "expected lines of the form 'name: value', found \(found)"
            diagnostics.append(Diagnostic(.yamlSyntax, at: at(value.line), summary, help: near?.help))
            return Result(entries: [], isComplete: false)
        }
        reportComments(readAsValues: entries, yaml: yaml, diagnostics: &diagnostics)
        reportCutTexts(in: entries, yaml: yaml, diagnostics: &diagnostics)
        return Result(entries: entries, isComplete: true)
    }

    /// Reports and blanks every later line with one of `keys`, and the lines that belong to it. The key at `mark` tells
    /// which mapping they stand in. False when that is none of lines below one another.
    private func blankRepetitions(
        of keys: [String], at mark: Mark, in bytes: inout [UInt8], diagnostics: inout [Diagnostic]
    ) -> Bool {
        guard let mapping = BlockMapping(around: mark, in: bytes) else { return false }
        var firstLines: [String: Int] = [:]
        var isBlanking = false
        var found = false
        for (offset, range) in mapping.lines.enumerated() {
            if let key = mapping.key(in: bytes[range]) {
                isBlanking = false
                let line = firstLine + mapping.first + offset
                if keys.contains(key) {
                    if let earlier = firstLines[key] {
                        let note = Diagnostic.Note("first written here", at: at(earlier))
                        let summary = "\(shown(key: key)) is written twice; the first counts"
                        diagnostics.append(Diagnostic(.duplicateKey, at: at(line), summary, notes: [note]))
                        (isBlanking, found) = (true, true)
                    } else {
                        firstLines[key] = line
                    }
                }
            }
            if isBlanking { for index in range { bytes[index] = 0x20 } }
        }
        return found
    }

    func at(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }

    /// A name for a message.
    func shown(key: String) -> String { hidesTexts && !isSettingName(key) ? "a name" : "'\(key)'" }
}

/// Whether `text` looks like the name of a setting: nothing that a password in the wrong place would be taken for.
func isSettingName(_ text: String) -> Bool {
    text.utf8.count <= 30
        && text.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x2D, 0x5F: true
            default: false
            }
        }
}

extension YAMLReader {
    /// What must not reach the parser: too many bytes, and anchors that are used, with which 200 bytes can stand for
    /// 10⁹.
    static func refusal(of yaml: ArraySlice<UInt8>, hidesTexts: Bool = false) -> (summary: String, help: String)? {
        if yaml.count > byteLimit {
            return (
                "the fields take \(yaml.count / 1024) KB; the limit is \(byteLimit / 1024) KB",
                hasList("members", in: yaml)
                    ? "write the members into a table: 'members_file: members.csv'"
                    : "is the closing line '---' in the right place?"
            )
        }
        guard let name = usedAnchor(in: yaml) else { return nil }
        let names = hidesTexts ? "an anchor '&…' and its alias '*…'" : "the anchor '&\(name)' and its alias '*\(name)'"
        return ("\(names) are not allowed here", "write the value out in both places")
    }

    /// Whether `name:` begins a line, and entries of a list, of which there may be thousands, follow it.
    private static func hasList(_ name: String, in yaml: ArraySlice<UInt8>) -> Bool {
        let key = Array("\n\(name):".utf8)
        guard
            let found = yaml.firstRange(of: key)
                ?? (yaml.starts(with: key.dropFirst()) ? yaml.startIndex..<yaml.startIndex + key.count - 1 : nil)
        else { return false }
        let next = yaml[found.upperBound...].first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }
        return next == 0x2D || next == 0x5B
    }

    /// The first `&name` for which there is also a `*name`.
    private static func usedAnchor(in yaml: ArraySlice<UInt8>) -> String? {
        guard yaml.contains(0x26), yaml.contains(0x2A) else { return nil }
        var anchors: Set<String> = []
        var aliases: Set<String> = []
        for index in yaml.indices where yaml[index] == 0x26 || yaml[index] == 0x2A {
            let name = yaml[(index + 1)...].prefix(while: FrontMatter.isKeyByte)
            guard !name.isEmpty else { continue }
            let text = String(decoding: name, as: UTF8.self)
            if yaml[index] == 0x26 {
                anchors.insert(text)
            } else if name.endIndex == yaml.endIndex || endsAlias(yaml[name.endIndex]) {
                aliases.insert(text)
            }
        }
        return anchors.intersection(aliases).min()
    }

    private static func endsAlias(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x3F, 0x3A, 0x2C, 0x5D, 0x7D, 0x25, 0x40, 0x60, 0x80...: true
        default: false
        }
    }
}

/// Turns Yams' nodes into values, bounded in depth: the recursion is at most `YAMLReader.depthLimit` deep.
private struct NodeConverter {
    let firstLine: Int

    /// Nil when the tree is too deep.
    mutating func value(of node: Node, fallbackLine: Int, depth: Int) -> YAMLValue? {
        guard depth <= YAMLReader.depthLimit else { return nil }
        let line = node.mark?.line ?? fallbackLine
        switch node {
        case .scalar(let scalar):
            // An empty value has its mark where the parser noticed, which may be lines below.
            let isEmpty = scalar.string.isEmpty && scalar.style == .plain
            let text = YAMLValue.Content.scalar(scalar.string, isPlain: scalar.style == .plain)
            return YAMLValue(text, line: located(isEmpty ? fallbackLine : line))
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            for item in sequence {
                guard let value = value(of: item, fallbackLine: line, depth: depth + 1) else { return nil }
                items.append(value)
            }
            return YAMLValue(.list(items), line: located(line))
        case .mapping(let mapping):
            var entries: [YAMLEntry] = []
            for (key, item) in mapping {
                let keyLine = key.mark?.line ?? line
                guard let value = value(of: item, fallbackLine: keyLine, depth: depth + 1) else { return nil }
                entries.append(YAMLEntry(key: key.scalar?.string ?? "?", line: located(keyLine), value: value))
            }
            return YAMLValue(.map(entries), line: located(line))
        case .alias:
            return YAMLValue(.scalar("", isPlain: true), line: located(line))
        }
    }

    private func located(_ line: Int) -> Int { firstLine + line - 1 }
}
