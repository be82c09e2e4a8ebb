/// What the styles of a Word document say: names, and what they inherit.
struct WordStyles {
    private struct Style {
        var name: String
        var parent: String?
        var outline: Int?
        var numbering: WordNumbering.Reference?
        var run: OfficeElement?
    }

    private var styles: [String: Style] = [:]

    init(_ root: OfficeElement?) {
        for element in root?.children ?? [] where element.name == "w:style" {
            guard let id = element.attribute("w:styleId") else { continue }
            let paragraph = element.child("w:pPr")
            styles[id] = Style(
                name: (element.child("w:name")?.attribute("w:val") ?? id).lowercased(),
                parent: element.child("w:basedOn")?.attribute("w:val"),
                outline: paragraph?.child("w:outlineLvl")?.attribute("w:val").flatMap { Int($0) },
                numbering: WordNumbering.Reference(paragraph?.child("w:numPr")), run: element.child("w:rPr"))
        }
    }

    /// The style and those that it is based on, nearest first.
    private func chain(_ id: String?) -> [Style] {
        var found: [Style] = []
        var next = id
        while let id = next, let style = styles[id], found.count < 20 {
            found.append(style)
            next = style.parent
        }
        return found
    }

    private func names(_ id: String?) -> [String] { chain(id).map(\.name) + [id?.lowercased() ?? ""] }

    /// 1 to 6; nil for text.
    func headingLevel(_ id: String?) -> Int? {
        for style in chain(id) {
            if let outline = style.outline { return outline < 9 ? min(outline + 1, 6) : nil }
            if let level = Self.level(style.name) { return level }
        }
        return id.flatMap { Self.level($0.lowercased()) }
    }

    /// `heading 2`, `Heading2`, `berschrift2` (Word leaves umlauts out of ids).
    private static func level(_ name: String) -> Int? {
        for word in ["heading", "berschrift", "überschrift", "titre", "titolo", "título", "titulo", "kop", "rubrik"] {
            guard name.hasPrefix(word), let level = Int(name.dropFirst(word.count).filter { $0 != " " }) else {
                continue
            }
            return (1...9).contains(level) ? min(level, 6) : nil
        }
        return nil
    }

    func isTitle(_ id: String?) -> Bool { names(id).contains { $0 == "title" || $0 == "titel" } }

    func isContents(_ id: String?) -> Bool {
        names(id).contains { $0.hasPrefix("toc ") || $0.hasPrefix("toc heading") || $0.hasPrefix("table of figures") }
    }

    func isCode(_ id: String?) -> Bool {
        names(id).contains {
            [
                "source code", "sourcecode", "html preformatted", "htmlpreformatted", "preformatted text", "code",
                "codeblock",
            ]
            .contains($0) || $0.hasPrefix("code block")
        }
    }

    func isInlineCode(_ id: String?) -> Bool {
        names(id).contains {
            [
                "verbatim char", "verbatimchar", "html code", "htmlcode", "html typewriter", "source text", "code",
                "code char",
            ]
            .contains($0)
        }
    }

    func isQuote(_ id: String?) -> Bool {
        names(id).contains {
            ["quote", "intense quote", "intensequote", "block text", "blocktext", "quotations", "block quote", "zitat"]
                .contains($0)
        }
    }

    func isTerm(_ id: String?) -> Bool { names(id).contains { $0 == "definition term" } }
    func isDefinition(_ id: String?) -> Bool { names(id).contains { $0 == "definition" } }

    /// Paragraphs of lists without a number of their own go on with the item above.
    func continuesList(_ id: String?) -> Bool {
        names(id).contains { $0.hasPrefix("list continue") || $0 == "list paragraph" || $0 == "listparagraph" }
    }

    func numbering(_ id: String?) -> WordNumbering.Reference? { chain(id).lazy.compactMap(\.numbering).first }

    /// The look of a run: what the run says, then its character style and what that inherits.
    /// `paragraph` is the style of its paragraph, which may hide all of its runs.
    func format(_ properties: OfficeElement?, in paragraph: String?) -> (format: OfficeHTML.Format, isHidden: Bool) {
        var format = OfficeHTML.Format()
        let style = properties?.child("w:rStyle")?.attribute("w:val")
        let all = [properties] + chain(style).map(\.run)
        func toggle(_ names: String..., among sources: [OfficeElement?]? = nil) -> Bool {
            for source in sources ?? all {
                for name in names {
                    guard let element = source?.child(name) else { continue }
                    return !["0", "false", "off", "none"].contains(element.attribute("w:val") ?? "1")
                }
            }
            return false
        }
        format.isBold = toggle("w:b")
        format.isItalic = toggle("w:i")
        format.isStruck = toggle("w:strike", "w:dstrike")
        let script = all.lazy.compactMap { $0?.child("w:vertAlign")?.attribute("w:val") }.first
        format.isRaised = script == "superscript"
        format.isLowered = script == "subscript"
        format.isCode = isInlineCode(style)
        return (format, toggle("w:vanish", among: all + chain(paragraph).map(\.run)))
    }
}

/// The lists of a Word document (ISO/IEC 29500-1, 17.9): what each level looks like, and how far it has counted.
struct WordNumbering {
    struct Reference: Hashable {
        /// Nil when only the level is set.
        var number: String?
        var level: Int

        init?(_ properties: OfficeElement?) {
            guard let properties else { return nil }
            number = properties.child("w:numId")?.attribute("w:val")
            level = properties.child("w:ilvl")?.attribute("w:val").flatMap { Int($0) } ?? 0
            level = max(0, min(level, 8))
        }
    }

    private struct Level {
        var isBullet: Bool
        var start: Int
    }

    private struct Instance {
        var abstract: String
        var overrides: [Int: Int] = [:]
        var levels: [Int: Level] = [:]
    }

    private var abstracts: [String: [Int: Level]] = [:]
    private var instances: [String: Instance] = [:]
    private var counters: [String: [Int: Int]] = [:]
    private var restarted: Set<String> = []

    init(_ root: OfficeElement?) {
        for element in root?.children ?? [] {
            if element.name == "w:abstractNum", let id = element.attribute("w:abstractNumId") {
                abstracts[id] = Self.levels(element)
            } else if element.name == "w:num", let id = element.attribute("w:numId"),
                let abstract = element.child("w:abstractNumId")?.attribute("w:val")
            {
                var instance = Instance(abstract: abstract)
                for override in element.children where override.name == "w:lvlOverride" {
                    guard let level = override.attribute("w:ilvl").flatMap({ Int($0) }) else { continue }
                    instance.levels.merge(Self.levels(override)) { $1 }
                    if let start = override.child("w:startOverride")?.attribute("w:val").flatMap({ Int($0) }) {
                        instance.overrides[level] = start
                    }
                }
                instances[id] = instance
            }
        }
    }

    private static func levels(_ element: OfficeElement) -> [Int: Level] {
        var levels: [Int: Level] = [:]
        for level in element.children where level.name == "w:lvl" {
            guard let number = level.attribute("w:ilvl").flatMap({ Int($0) }) else { continue }
            let format = level.child("w:numFmt")?.attribute("w:val") ?? "decimal"
            let start = level.child("w:start")?.attribute("w:val").flatMap { Int($0) } ?? 1
            levels[number] = Level(isBullet: format == "bullet" || format == "none", start: start)
        }
        return levels
    }

    /// Whether the paragraph is no item: number 0 takes away what the style gave.
    func isNone(_ reference: Reference) -> Bool { reference.number == "0" }

    /// The number of the next item; nil for a bullet.
    mutating func next(_ reference: Reference) -> Int? {
        guard let id = reference.number, let instance = instances[id] else { return nil }
        let level =
            instance.levels[reference.level] ?? abstracts[instance.abstract]?[reference.level]
            ?? Level(isBullet: false, start: 1)
        if level.isBullet { return nil }
        if let start = instance.overrides[reference.level], restarted.insert("\(id)/\(reference.level)").inserted {
            counters[instance.abstract, default: [:]][reference.level] = start
        } else {
            counters[instance.abstract, default: [:]][reference.level] =
                (counters[instance.abstract]?[reference.level]).map { $0 + 1 } ?? level.start
        }
        // Deeper levels begin anew below this item.
        for deeper in (reference.level + 1)..<max(reference.level + 1, 10) {
            counters[instance.abstract]?[deeper] = nil
        }
        return min(counters[instance.abstract]?[reference.level] ?? level.start, 999_999_999)
    }
}
