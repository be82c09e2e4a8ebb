/// The one writer that escapes: everything that reaches an HTML or XML output goes through it.
///
/// Bytes in, bytes out. Control characters that HTML and XML 1.0 forbid become U+FFFD, which also keeps `rootMarker`
/// ours.
package struct HTMLWriter: ~Copyable {
    /// Stands for "the root of the site" in a rendered link; the output writer replaces it by `../../` of the page's
    /// depth
    /// (or by the absolute base URL in feeds), so that the same bytes can be shown on every page.
    package static let rootMarker: UInt8 = 0x01
    /// `rootMarker` as text, for contexts and templates.
    package static let rootMarkerText = "\u{1}"

    private var output: ByteBuffer
    /// How many bytes were there before.
    private var start = 0

    package init(capacity: Int = 0) { output = ByteBuffer(capacity: capacity) }

    /// Goes on behind the bytes of `output`; `finish` gives them back.
    package init(appendingTo output: consuming ByteBuffer) {
        start = output.count
        self.output = output
    }

    /// Whether nothing was written yet, or a line break last.
    package var isAtLineStart: Bool { output.count == start || output.last == 0x0A }

    /// How many bytes there are.
    package var count: Int { output.count }

    /// A copy of what was written so far, UTF-8.
    package var bytes: [UInt8] { output.array }

    /// What was written so far as text.
    package var text: String { output.text }

    /// Ends the writing; all bytes.
    package consuming func finish() -> ByteBuffer { output }

    /// Writes markup of our own as it is. Never text from content.
    package mutating func raw(_ markup: StaticString) {
        output.append(markup)
    }

    /// Writes bytes that a writer has already made safe.
    package mutating func rendered(_ html: [UInt8]) { output.append(html) }

    /// The same.
    package mutating func rendered(_ html: ArraySlice<UInt8>) { output.append(html) }

    /// Writes a string that a writer has already made safe.
    package mutating func rendered(_ html: String) { output.append(html) }

    /// Writes text content: `& < > "` escaped as CommonMark's reference renderer does.
    package mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { escape($0) }
    }

    /// Writes an address of the site, escaped. The root marker at its beginning is a control character that only the
    /// site may write; elsewhere it would be replaced.
    package mutating func address(_ href: String) {
        var href = href
        href.withUTF8 { bytes in
            let hasMarker = bytes.first == Self.rootMarker
            if hasMarker { output.append(Self.rootMarker) }
            escape(UnsafeBufferPointer(rebasing: bytes[(hasMarker ? 1 : 0)...]))
        }
    }

    /// Writes text content from bytes (UTF-8).
    package mutating func text(_ utf8: ArraySlice<UInt8>) {
        utf8.withUnsafeBufferPointer { escape($0) }
    }

    /// Writes a number in decimal digits.
    package mutating func number(_ value: Int) {
        if (0...9).contains(value) {
            output.append(0x30 + UInt8(value))
        } else {
            output.append(String(value))
        }
    }

    /// Writes ` name="value"`.
    package mutating func attribute(_ name: StaticString, _ value: String) {
        output.append(0x20)
        raw(name)
        raw("=\"")
        text(value)
        output.append(0x22)
    }

    private static let specials = ByteScanner("&<>\"", controls: true)

    private mutating func escape(_ input: UnsafeBufferPointer<UInt8>) {
        output.append(input, escaping: Self.specials) { byte, output in
            switch byte {
            case 0x26: output.append("&amp;" as StaticString)
            case 0x3C: output.append("&lt;" as StaticString)
            case 0x3E: output.append("&gt;" as StaticString)
            case 0x22: output.append("&quot;" as StaticString)
            case 0x09, 0x0D: output.append(byte)
            default: output.append("\u{FFFD}" as StaticString)
            }
        }
    }
}

extension String {
    /// This text with `& < > "` escaped and forbidden control characters replaced.
    package var htmlEscaped: String {
        var writer = HTMLWriter(capacity: utf8.count + 16)
        writer.text(self)
        return writer.text
    }
}
