/// Checks that every element of a rendered fragment is closed in order.
enum TagBalance {
    /// The first element that is closed out of order or not at all; nil when all is well.
    static func problem(in html: String) -> String? {
        var open: [Substring] = []
        var problem: String?
        walk(html) { name, isEnd in
            if !isEnd {
                open.append(name)
            } else if problem == nil, open.popLast() != name {
                problem = "</\(name)>"
            }
        }
        return problem ?? open.last.map { "<\($0)>" }
    }

    /// How many elements lie inside one another at most.
    static func depth(of html: String) -> Int {
        var depth = 0
        var deepest = 0
        walk(html) { _, isEnd in
            depth += isEnd ? -1 : 1
            deepest = max(deepest, depth)
        }
        return deepest
    }

    /// Visits the tags of elements that have content. In our output `<` and `>` occur only in tags.
    private static func walk(_ html: String, _ visit: (Substring, Bool) -> Void) {
        let bytes = html.utf8
        var rest = bytes.startIndex
        while let start = bytes[rest...].firstIndex(of: 0x3C), let end = bytes[start...].firstIndex(of: 0x3E) {
            let tag = html[html.utf8.index(after: start)..<end]
            rest = bytes.index(after: end)
            let isEnd = tag.utf8.first == 0x2F
            let body = isEnd ? tag.dropFirst() : tag
            let name = body.prefix { $0.isLetter || $0.isNumber }
            if !["br", "hr", "img", "input"].contains(name) { visit(name, isEnd) }
        }
    }
}
