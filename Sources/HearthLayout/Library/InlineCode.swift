import HearthModel

/// Scripts and styles within the site's own templates: the rules of the published server and of the preview block them
/// (`Content-Security-Policy`), and only a page that is opened from disk would have them.
struct InlineCode {
    private(set) var diagnostics: [Diagnostic] = []
    private let file: LayoutFolder.File
    private let bytes: [UInt8]
    /// The site's folder of layouts.
    private let folder: String

    init(_ file: LayoutFolder.File, folder: String) {
        self.file = file
        self.folder = folder
        bytes = file.bytes
        guard file.name.hasSuffix(".mustache") else { return }
        var index = 0
        while let start = bytes[index...].firstIndex(of: 0x3C) {
            index = start + 1
            if matches("<!--", at: start) {
                index = end(of: "-->", from: start)
                continue
            }
            let end = tagEnd(from: index)
            check(start..<end)
            index = max(index, end)
        }
    }

    /// Where a tag that begins before `start` ends: names between braces and quoted values may hold a `>`.
    private func tagEnd(from start: Int) -> Int {
        guard start < bytes.count, isLetter(bytes[start]) else { return start }
        var (index, quote): (Int, UInt8?) = (start, nil)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x7B, index + 1 < bytes.count, bytes[index + 1] == 0x7B {
                index = end(of: "}}", from: index)
                continue
            }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return index
            }
            index += 1
        }
        return index
    }

    private mutating func check(_ tag: Range<Int>) {
        let text = String(decoding: bytes[tag], as: UTF8.self)
        let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" }.lowercased()
        let attributes = Self.attributes(of: text.dropFirst(1 + name.count))
        func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
        switch name {
        case "script":
            if let source = value("src") {
                if Self.isElsewhere(source) {
                    report(tag, "a script of another server", "copy it into \(folder)/assets/, and load it from there")
                }
                return
            }
            // Blocks of data are not run.
            let type = value("type")?.lowercased() ?? ""
            guard type.isEmpty || type == "module" || type.contains("javascript") else { return }
            report(tag, "a script within the page", "put it into a file in \(folder)/assets/, and load it with src=")
        case "style":
            report(tag, "a style sheet within the page", "put the rules into \(folder)/assets/custom.css")
        case "link":
            guard value("rel")?.lowercased() == "stylesheet", let source = value("href"), Self.isElsewhere(source)
            else { return }
            report(tag, "a style sheet of another server", "copy it into \(folder)/assets/")
        default:
            if value("style") != nil {
                report(tag, "a style= attribute", "give it a class, with rules in \(folder)/assets/custom.css")
            }
            if let event = attributes.first(where: { $0.name.hasPrefix("on") && $0.name.count > 3 }) {
                report(
                    tag, "a script in \(event.name)=", "put it into a file in \(folder)/assets/, and load it with src=")
            }
        }
    }

    /// The attributes of a tag without its name; what stands between braces is no name.
    private static func attributes(of text: Substring) -> [(name: String, value: String)] {
        text.matches(of: /(?:^|[\s"'}])([A-Za-z][A-Za-z-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/).map { match in
            (match.1.lowercased(), String(match.2 ?? match.3 ?? match.4 ?? ""))
        }
    }

    private static func isElsewhere(_ address: String) -> Bool {
        ["http://", "https://", "//"].contains { address.lowercased().hasPrefix($0) }
    }

    private mutating func report(_ tag: Range<Int>, _ what: String, _ help: String) {
        let lineStart = bytes[..<tag.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let line = bytes[..<tag.lowerBound].count { $0 == 0x0A } + 1
        let length = bytes[tag].firstIndex { $0 == 0x0A || $0 == 0x20 }.map { $0 - tag.lowerBound } ?? tag.count
        diagnostics.append(
            Diagnostic(
                .blockedByPolicy,
                at: SourceLocation(
                    file: file.file, line: line, column: tag.lowerBound - lineStart + 1, length: max(1, length)),
                "browsers block \(what) on the published site", help: help))
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private func matches(_ text: StaticString, at place: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[place..<place + count].elementsEqual($0) }
    }

    /// The place behind the next `text`, or the end.
    private func end(of text: StaticString, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if matches(text, at: index) { return index + text.utf8CodeUnitCount }
            index += 1
        }
        return bytes.count
    }
}
