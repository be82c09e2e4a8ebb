import HearthModel

extension HTMLWalk {
    mutating func beginLink(_ node: MarkdownDocument.Node) {
        let index = Int(node.detail)
        switch resolve(index) {
        case .plain:
            openLinks.append(false)
        case .link(let href, _, let name):
            openLinks.append(true)
            beginAnchor(href: href, isResolved: true, title: document.links[index].title, class: name)
        case .picture(let href, _):
            openLinks.append(true)
            beginAnchor(href: href, isResolved: true, title: document.links[index].title, class: .none)
        case nil:
            openLinks.append(true)
            beginAnchor(
                href: document.links[index].destination, isResolved: false, title: document.links[index].title,
                class: .none)
        }
    }

    /// Writes `<a …>`. A resolved `href` is ready but for HTML's own escapes; another one is percent-encoded.
    private mutating func beginAnchor(href: String, isResolved: Bool, title: String, class name: LinkClass) {
        writer.raw("<a href=\"")
        writeAddress(href, isResolved: isResolved)
        writer.raw("\"")
        if !title.isEmpty { writer.attribute("title", title) }
        if name != .none { writer.attribute("class", name.rawValue) }
        if !isPlain, Self.isExternal(href) { writer.raw(" rel=\"noopener\"") }
        writer.raw(">")
    }

    private static func isExternal(_ href: String) -> Bool {
        var href = href
        return href.withUTF8 { $0.hasASCII("https://", at: 0) || $0.hasASCII("http://", at: 0) }
    }

    mutating func writeAddress(_ address: String, isResolved: Bool) {
        if isResolved {
            writer.address(address)
        } else if HTMLAddress.isPlain(address) {
            writer.rendered(address)
        } else {
            writer.rendered(HTMLAddress.encoded(address))
        }
    }

    mutating func writeImage(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        let index = Int(node.detail)
        let resolution = resolve(index)
        if case .plain(let text) = resolution {
            if let text { writer.text(text) } else { writeAlternative(of: id) }
            return
        }
        if case .link(_, _, .elsewhere) = resolution { return writeLinkToImage(id, index) }
        writer.raw("<img src=\"")
        switch resolution {
        case .link(let href, _, _), .picture(let href, _): writeAddress(href, isResolved: true)
        default: writeAddress(document.links[index].destination, isResolved: false)
        }
        writer.raw("\" alt=\"")
        writeAlternative(of: id)
        writer.raw("\"")
        if !document.links[index].title.isEmpty { writer.attribute("title", document.links[index].title) }
        if case .link(_, _, let name) = resolution, name != .none { writer.attribute("class", name.rawValue) }
        writeSize(of: document.links[index], resolution)
        writer.raw(isPlain ? " />" : " loading=\"lazy\" decoding=\"async\" />")
    }

    /// The size that is written beside the picture's name, and where there is none, its own: browsers then know the shape
    /// of the place that they keep for it. What one of the two numbers leaves open follows from the picture's shape.
    private mutating func writeSize(of link: MarkdownDocument.Link, _ resolution: LinkResolution?) {
        var (width, height) = (Int(link.width), Int(link.height))
        if case .picture(_, let own) = resolution {
            switch (width, height) {
            case (0, 0): (width, height) = (Int(own.width), Int(own.height))
            case (_, 0): height = own.height(atWidth: width)
            case (0, _): width = own.width(atHeight: height)
            default: break
            }
        }
        if width > 0 { writer.attribute("width", "\(width)") }
        if height > 0 { writer.attribute("height", "\(height)") }
    }

    /// Writes an image on another server as a link to it. Inside a link, which may hold no other one, only its name stands.
    private mutating func writeLinkToImage(_ id: MarkdownDocument.NodeID, _ index: Int) {
        let link = document.links[index]
        let isLinked = !openLinks.contains(true)
        if isLinked {
            beginAnchor(href: link.destination, isResolved: false, title: link.title, class: .elsewhere)
        } else {
            writer.raw("<span class=\"elsewhere\">")
        }
        let start = writer.count
        writeAlternative(of: id)
        let (host, file) = HTMLAddress.hostAndFile(link.destination)
        if writer.count == start { writer.text(file) }
        writer.raw(writer.count == start ? "<small>" : " <small>")
        writer.text(host)
        writer.raw("</small>")
        if isLinked { writer.raw("</a>") } else { writer.raw("</span>") }
    }

    /// The words inside an image, as the reference implementation writes them into `alt`.
    private mutating func writeAlternative(of image: MarkdownDocument.NodeID) {
        var current = document.next(after: image, below: image)
        while let id = current {
            let node = document.nodes[Int(id)]
            switch node.kind {
            case .text, .code, .htmlInline: writer.text(literal(node))
            case .softBreak, .lineBreak: writer.raw(" ")
            default: break
            }
            current = document.next(after: id, below: image)
        }
    }

    mutating func writeCommunityLink(_ node: MarkdownDocument.Node) {
        switch resolve(Int(node.detail)) {
        case nil, .plain(nil): writer.text(literal(node))
        case .plain(let text?): writer.text(text)
        case .link(let href, let text, let name):
            beginAnchor(href: href, isResolved: true, title: "", class: name)
            if let text { writer.text(text) } else { writer.text(literal(node)) }
            writer.raw("</a>")
        case .picture(let href, _):
            beginAnchor(href: href, isResolved: true, title: "", class: .none)
            writer.text(literal(node))
            writer.raw("</a>")
        }
    }
}

/// Addresses as they stand in an attribute.
enum HTMLAddress {
    /// Bytes that stay as they are: those that RFC 3986 allows, and `%`, since addresses are often encoded already.
    private static let plain: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+!*(),%#@?=;:/$~".utf8 {
            table[Int(byte)] = true
        }
        return table
    }()

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Whether an address needs no change.
    static func isPlain(_ address: String) -> Bool {
        var address = address
        return address.withUTF8 { text in text.allSatisfy { plain[Int($0)] } }
    }

    /// The server that an `http:` or `https:` address names, and the last part of its path, as people read them.
    static func hostAndFile(_ address: String) -> (host: String, file: String) {
        let rest = address.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "?" && $0 != "#" }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        // A name and a password may stand before the server's name.
        let host = parts.first?.split(separator: "@").last.map(String.init) ?? ""
        return (host, parts.count > 1 ? SitePath.percentDecode(String(parts[parts.count - 1])) : "")
    }

    /// `address` percent-encoded and escaped as the reference implementation does.
    static func encoded(_ address: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(address.utf8.count + 16)
        for byte in address.utf8 {
            if plain[Int(byte)] {
                output.append(byte)
            } else if byte == Byte.ampersand {
                output.append(contentsOf: "&amp;".utf8)
            } else if byte == 0x27 {
                output.append(contentsOf: "&#x27;".utf8)
            } else {
                output += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
