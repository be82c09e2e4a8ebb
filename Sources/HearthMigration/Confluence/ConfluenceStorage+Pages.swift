import HearthModel

// Macros that show other pages, and files.

extension ConfluenceStorage {
    /// The text of another page in place, if all who read this page may read that one; else a link.
    mutating func include(_ macro: Macro) -> ImportFate {
        let holder = macro.parameter("") ?? macro.parameter("page") ?? macro.element
        let target = holder.descendant("ri:page") ?? holder.descendant("ri:blog-post")
        let number =
            target.map { self.target($0) }
            ?? macro[""].flatMap { title in
                index.page(titled: title, in: index.pages[page].space)
            }
        guard let number, through.count < 3, number != page, !through.contains(number), included < 1 << 20,
            index.mayRead(number, from: reader), let text = try? ConfluenceText.read(index.pages[number].source, index)
        else {
            let title = target?.attribute("ri:content-title") ?? macro[""] ?? ""
            if let number, number != page {
                body.write("<p>")
                open(ConfluencePlace.page(number))
                body.write(text: index.mayName(number, from: reader) ? index.pages[number].title : "a restricted page")
                body.write("</a></p>")
            } else if number == nil,
                target.map({ isHidden($0) }) ?? index.isHidden(title: title, in: index.pages[page].space, from: reader)
            {
                body.write("<p>")
                body.write(text: BareAddresses.title)
                body.write("</p>")
            } else if !title.isEmpty, number == nil {
                body.leaveUnresolved(title)
                body.write("<p>")
                body.write(text: title)
                body.write("</p>")
            }
            return lost(macro)
        }
        included += text.count
        var inner = ConfluenceStorage(survey: survey, page: number, reader: reader, through: through + [page])
        inner.included = included
        if macro.name == "excerpt-include" {
            let root = ConfluenceStorageParser.parse(text)
            var found = false
            var stack = Array(root.elements.reversed())
            while !found, let next = stack.popLast() {
                if ConfluenceStorageParser.isMacro(next.name), Macro(next).name == "excerpt" {
                    for rich in Macro(next).rich { inner.emit(rich.nodes) }
                    found = true
                }
                stack += next.elements.reversed()
            }
        } else {
            inner.add(text, isMarkup: index.pages[number].isMarkup)
        }
        included = inner.included
        body.write("<div>")
        body.add(included: inner.body)
        body.write("</div>")
        return lost(macro)
    }

    // MARK: Lists of pages and files

    mutating func children(_ macro: Macro) -> ImportFate {
        let isTree = macro.name == "pagetree"
        var roots: [Int] = []
        let holder = macro.parameter(isTree ? "root" : "page")
        let wanted = holder?.descendant("ri:page")?.attribute("ri:content-title") ?? holder?.plainText ?? ""
        if let holder, let target = holder.descendant("ri:page"), let number = self.target(target) {
            roots = index.children[number] ?? []
        } else if isTree, wanted == "@none" || holder == nil {
            let space = index.pages[page].space
            roots = index.spaces[space].home.flatMap { index.children[$0] } ?? index.roots[space] ?? []
        } else if !wanted.isEmpty, !wanted.hasPrefix("@") {
            guard let number = index.page(titled: wanted, in: index.pages[page].space) else {
                body.leaveUnresolved(wanted)
                return lost(macro)
            }
            roots = index.children[number] ?? []
        } else {
            roots = index.children[page] ?? []
        }
        var depth = Int(macro[isTree ? "startDepth" : "depth"] ?? "") ?? 1
        if macro["all"] == "true" || macro["allChildren"] == "true" && macro["depth"] == nil { depth = 20 }
        if depth < 1 { depth = 20 }
        if let first = macro["first"].flatMap({ Int($0) }), first > 0 { roots = Array(roots.prefix(first)) }
        list(roots, depth: min(depth, 20))
        return .converted
    }

    private mutating func list(_ pages: [Int], depth: Int) {
        let shown = pages.filter { index.mayRead($0, from: reader) }
        guard !shown.isEmpty else { return }
        body.write("<ul>")
        for number in shown {
            body.write("<li>")
            open(ConfluencePlace.page(number))
            body.write(text: index.pages[number].title)
            body.write("</a>")
            if depth > 1 { list(index.children[number] ?? [], depth: depth - 1) }
            body.write("</li>")
        }
        body.write("</ul>")
    }

    mutating func files(_ macro: Macro) -> ImportFate {
        var owner = page
        if let target = macro.parameter("page")?.descendant("ri:page"), let number = self.target(target) {
            owner = number
        }
        let endings: Set<String> = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp"]
        guard index.mayRead(owner, from: reader) else {
            body.write("<p>")
            body.write(text: "files of a restricted page")
            body.write("</p>")
            return .convertedWithLosses(["file:restricted"])
        }
        let all = (index.attachmentsOfPage[owner] ?? []).filter { !index.attachments[$0].path.isEmpty }
        let inside = macro.element.children("ac:image")
        strong(macro["title"])
        if macro.name == "gallery" {
            for image in inside { wrap("p", [.element(image)]) }
            for file in all where inside.isEmpty {
                let name = index.attachments[file].name
                guard endings.contains(name.split(separator: ".").last?.lowercased() ?? "") else { continue }
                body.write("<p><img")
                body.write(attribute: "src", ConfluencePlace.file(file))
                body.write(attribute: "alt", name)
                body.write("></p>")
            }
            return .converted
        }
        guard !all.isEmpty else { return .converted }
        body.write("<ul>")
        for file in all {
            body.write("<li>")
            open(ConfluencePlace.file(file))
            body.write(text: index.attachments[file].name)
            body.write("</a></li>")
        }
        body.write("</ul>")
        return .converted
    }

    mutating func file(_ macro: Macro) -> ImportFate {
        // It was a box of its own, whatever stood beside it.
        body.write(" ")
        defer { body.write(" ") }
        let holder = macro.parameter("name") ?? macro.parameter("") ?? macro.element
        if let attachment = holder.descendant("ri:attachment") {
            var owner: Int?
            if let page = macro.parameter("page")?.descendant("ri:page") {
                owner = target(page, space: macro.parameter("space")?.descendant("ri:space")?.attribute("ri:space-key"))
            }
            fileLink(attachment, owner: owner, nodes: nil)
        } else if let name = macro["name"] ?? macro["file"] {
            fileLink(named: name, of: page, nodes: nil)
        }
        return .converted
    }

    /// Drawings are kept as a file of the add-on and as a picture of it.
    mutating func diagram(_ macro: Macro) -> ImportFate {
        for key in ["diagramName", "name", "displayName", "filename", "imageAttachmentName", ""] {
            guard let name = macro[key] else { continue }
            for candidate in [name + ".png", name, name + ".svg"] {
                guard let found = index.attachment(named: candidate, of: page), !index.attachments[found].path.isEmpty
                else {
                    continue
                }
                body.write("<p><img")
                body.write(attribute: "src", ConfluencePlace.file(found))
                body.write(attribute: "alt", name)
                body.write("></p>")
                return .converted
            }
        }
        let name = macro["diagramName"] ?? macro["displayName"] ?? macro["name"] ?? ""
        body.write("<p>")
        body.write(text: name)
        body.write("</p>")
        if !name.isEmpty { body.miss(name) }
        return lost(macro)
    }
}
