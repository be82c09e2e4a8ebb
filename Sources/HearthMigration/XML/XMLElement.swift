/// A record of an export as a small tree; for records only, since all of it is held.
final class XMLElement {
    let name: String
    private let tag: XMLTag
    private(set) var children: [XMLElement] = []
    private var raw: [UInt8] = []

    private init(_ tag: XMLTag) {
        self.tag = tag
        name = tag.name
    }

    /// Deeper than this no export nests.
    private static let maximumDepth = 200

    /// Reads one element, from its start tag to its end tag.
    ///
    /// - Throws: `XMLProblem` when the bytes are not well-formed; `line` is where the record begins.
    static func parse(_ bytes: [UInt8], line: Int) throws(XMLProblem) -> XMLElement {
        func problem(_ message: String) -> XMLProblem { XMLProblem(kind: .malformed, message: message, line: line) }
        var stack: [XMLElement] = []
        var index = 0
        while index < bytes.count {
            guard let open = XMLTag.find(0x3C, in: bytes, from: index, to: bytes.count) else { break }
            if let top = stack.last { top.raw += bytes[index..<open] }
            guard open + 1 < bytes.count else { throw problem("the record ends inside a tag") }
            switch bytes[open + 1] {
            case 0x21:
                let isCDATA = bytes[open...].starts(with: "<![CDATA[".utf8)
                guard let end = find(isCDATA ? "]]>" : "-->", in: bytes, from: open) else {
                    throw problem("the record ends inside a comment")
                }
                if isCDATA, let top = stack.last { top.add(cdata: bytes[(open + 9)..<(end - 3)]) }
                index = end
            case 0x3F:
                guard let end = find("?>", in: bytes, from: open) else { throw problem("the record ends inside a tag") }
                index = end
            case 0x2F:
                guard let end = XMLTag.find(0x3E, in: bytes, from: open, to: bytes.count), let done = stack.popLast()
                else {
                    throw problem("an end tag closes nothing")
                }
                let name = String(decoding: bytes[(open + 2)..<end].prefix { $0 > 0x20 }, as: UTF8.self)
                guard name == done.name else { throw problem("</\(name.prefix(40))> closes <\(done.name)>") }
                guard let parent = stack.last else { return done }
                parent.children.append(done)
                index = end + 1
            default:
                let end = try endOfTag(bytes, from: open, problem)
                let element = XMLElement(try XMLTag(Array(bytes[open..<end]), line: line))
                index = end
                if !element.tag.isSelfClosing {
                    guard stack.count < maximumDepth else { throw problem("elements nest deeper than \(maximumDepth)") }
                    stack.append(element)
                } else if let top = stack.last {
                    top.children.append(element)
                } else {
                    return element
                }
            }
        }
        throw problem("the record ends before </\(stack.last?.name ?? "")>")
    }

    private static func endOfTag(
        _ bytes: [UInt8], from open: Int, _ problem: (String) -> XMLProblem
    ) throws(XMLProblem) -> Int {
        var quote: UInt8 = 0
        for index in open..<bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x3E {
                return index + 1
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            }
        }
        throw problem("the record ends inside a tag")
    }

    private static func find(_ mark: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        ByteText.find(mark, in: bytes, from: start, to: bytes.count).map { $0 + mark.utf8CodeUnitCount }
    }

    private func add(cdata: ArraySlice<UInt8>) {
        for byte in cdata {
            switch byte {
            case 0x26: raw += Array("&amp;".utf8)
            case 0x3C: raw += Array("&lt;".utf8)
            default: raw.append(byte)
            }
        }
    }

    // MARK: Reading

    /// The text directly in this element, references resolved. Unknown references stay as they are.
    var text: String {
        var repairs: Set<String> = []
        return (try? XMLText.decode(raw[...], isAttribute: false, repairs: &repairs)) ?? raw.string
    }

    func attribute(_ name: StaticString) -> String? {
        var repairs: Set<String> = []
        return (try? tag.text(name, repairs: &repairs)) ?? nil
    }

    func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of a child without white space at its ends; nil when there is none.
    func value(_ name: String) -> String? {
        guard let child = child(name) else { return nil }
        let text = Array(child.text.utf8).trimmed().string
        return text.isEmpty ? nil : text
    }
}
