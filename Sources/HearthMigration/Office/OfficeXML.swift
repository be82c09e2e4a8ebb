/// An element of an office document with its text and children in order; namespaces have the prefixes that the
/// standards use, whatever the file calls them.
final class OfficeElement {
    enum Node {
        case element(OfficeElement)
        case text(String)
    }

    /// `w:p`
    let name: String
    private let attributes: [(name: String, value: String)]
    fileprivate(set) var nodes: [Node] = []

    fileprivate init(name: String, attributes: [(name: String, value: String)]) {
        self.name = name
        self.attributes = attributes
    }

    /// Deeper than this no document nests; what walks the tree may recurse.
    private static let maximumDepth = 160

    /// Prefixes by the ends of namespaces: transitional and strict documents (ISO/IEC 29500) and OpenDocument.
    private static let prefixes: [String: String] = [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
        "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
        "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
        "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
        "http://purl.oclc.org/ooxml/drawingml/main": "a",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
        "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
        "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
        "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
        "http://purl.oclc.org/ooxml/officeDocument/math": "m",
        "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
        "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
        "urn:schemas-microsoft-com:vml": "v",
        "urn:schemas-microsoft-com:office:office": "o",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
        "http://www.w3.org/1999/xlink": "xlink",
    ]

    /// The root element of a part.
    ///
    /// - Throws: `XMLProblem` for XML that is malformed, declares entities or nests too deep; `FileError` never.
    static func parse(_ bytes: [UInt8], name part: String) throws -> OfficeElement {
        let reader = try XMLReader(bytes: bytes, name: part)
        reader.keepsText = true
        reader.textLimit = .max
        var scopes: [[String: String]] = [[:]]
        var stack: [OfficeElement] = []
        while let event = try reader.next() {
            let text = reader.takeText()
            if let top = stack.last, !text.isEmpty {
                var repairs: Set<String> = []
                let decoded = (try? XMLText.decode(text[...], isAttribute: false, repairs: &repairs)) ?? text.string
                top.nodes.append(.text(decoded))
            }
            switch event {
            case .start(let tag):
                let (element, scope) = element(tag, in: scopes[scopes.count - 1])
                stack.last?.nodes.append(.element(element))
                if tag.isSelfClosing {
                    if stack.isEmpty { return element }
                    continue
                }
                guard stack.count < maximumDepth else {
                    throw XMLProblem(
                        kind: .malformed, message: "elements nest deeper than \(maximumDepth)", line: reader.line)
                }
                stack.append(element)
                scopes.append(scope)
            case .end:
                guard let done = stack.popLast() else { continue }
                scopes.removeLast()
                if stack.isEmpty { return done }
            }
        }
        throw XMLProblem(kind: .malformed, message: "there is no XML in this part", line: 1)
    }

    private static func element(
        _ tag: XMLTag, in scope: [String: String]
    ) -> (OfficeElement, [String: String]) {
        var scope = scope
        var raw: [(String, String)] = []
        tag.forEachAttribute { name, value in
            var repairs: Set<String> = []
            let text = (try? XMLText.decode(value, isAttribute: true, repairs: &repairs)) ?? value.string
            let name = name.string
            if name == "xmlns" {
                scope[""] = prefixes[text] ?? ""
            } else if name.hasPrefix("xmlns:") {
                let own = String(name.dropFirst(6))
                scope[own] = prefixes[text] ?? own
            } else {
                raw.append((name, text))
            }
        }
        func canonical(_ name: String, isElement: Bool) -> String {
            guard let colon = name.firstIndex(of: ":") else {
                let prefix = isElement ? scope[""] ?? "" : ""
                return prefix.isEmpty ? name : prefix + ":" + name
            }
            let own = String(name[..<colon])
            return (scope[own] ?? own) + name[colon...]
        }
        let attributes = raw.map { (name: canonical($0.0, isElement: false), value: $0.1) }
        return (OfficeElement(name: canonical(tag.name, isElement: true), attributes: attributes), scope)
    }

    // MARK: Reading

    func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    var children: [OfficeElement] {
        nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    func child(_ name: String) -> OfficeElement? {
        for case .element(let element) in nodes where element.name == name { return element }
        return nil
    }

    /// The element at the end of a path of children.
    func descendant(_ path: String...) -> OfficeElement? {
        path.reduce(Optional(self)) { $0?.child($1) }
    }

    /// The first element of this name below, in document order.
    func first(_ name: String) -> OfficeElement? {
        for case .element(let element) in nodes {
            if element.name == name { return element }
            if let found = element.first(name) { return found }
        }
        return nil
    }

    /// All elements of these names below, in document order.
    func all(_ names: String...) -> [OfficeElement] { all(names) }

    private func all(_ names: [String]) -> [OfficeElement] {
        children.flatMap { (names.contains($0.name) ? [$0] : []) + $0.all(names) }
    }

    /// All text below.
    var text: String {
        nodes.map {
            if case .text(let text) = $0 { text } else if case .element(let inner) = $0 { inner.text } else { "" }
        }
        .joined()
    }
}
