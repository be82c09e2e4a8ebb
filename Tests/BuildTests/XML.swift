import Foundation
import FoundationXML

/// An element of an XML file, for tests: name, attributes, text and children.
final class XMLItem {
    let name: String
    let attributes: [String: String]
    var text = ""
    var children: [XMLItem] = []

    init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The children of one name.
    subscript(_ name: String) -> [XMLItem] { children.filter { $0.name == name } }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
    var open: [XMLItem] = []
    var root: XMLItem?

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let item = XMLItem(name: name, attributes: attributes)
        if let parent = open.last { parent.children.append(item) } else { root = item }
        open.append(item)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }
}

/// The root element; throws when the bytes are no well-formed XML.
func xmlTree(_ bytes: [UInt8]) throws -> XMLItem {
    let parser = XMLParser(data: Data(bytes))
    let builder = TreeBuilder()
    parser.delegate = builder
    guard parser.parse(), let root = builder.root else {
        throw XMLProblem(text: "\(parser.parserError as Any) line \(parser.lineNumber)")
    }
    return root
}

struct XMLProblem: Error {
    let text: String
}

/// Why the bytes are no well-formed XML; nil when they are.
func xmlProblem(_ bytes: [UInt8]) -> String? {
    do {
        _ = try xmlTree(bytes)
        return nil
    } catch {
        return "\(error)"
    }
}
