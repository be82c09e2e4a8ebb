/// The categories, tags and other terms of an export.
struct WordPressTerms {
    private var terms: [WordPressTerm] = []
    /// The slugs of those that an item has.
    private var used: Set<String> = []

    /// False for the menus of the old site, which are terms, too.
    mutating func add(_ element: XMLElement) -> Bool {
        guard element.value("wp:term_taxonomy") != "nav_menu" else { return false }
        let name = element.value("wp:cat_name") ?? element.value("wp:tag_name") ?? element.value("wp:term_name") ?? ""
        let slug =
            element.value("wp:category_nicename") ?? element.value("wp:tag_slug") ?? element.value("wp:term_slug") ?? ""
        terms.append(
            WordPressTerm(
                name: ByteText.decodeReferences(name.isEmpty ? slug : name), slug: slug,
                parent: element.value("wp:category_parent") ?? element.value("wp:term_parent") ?? "",
                description: element.value("wp:category_description") ?? element.value("wp:tag_description")
                    ?? element.value("wp:term_description") ?? ""))
        return true
    }

    /// An item has the term with this slug.
    mutating func use(_ slug: String) { used.insert(slug) }

    /// Which tags the terms become, and which of them have something to say on a page of their own.
    func index(_ survey: inout WordPressSurvey) {
        let none: Set<String> = ["uncategorized", "non-classe", "allgemein", "sin-categoria", "unkategorisiert"]
        for term in terms where !none.contains(term.slug) {
            let tag = TagName.of(term.name)
            if !tag.isEmpty { survey.topics[term.slug] = tag }
        }
        // Old exports name a parent by its name, newer ones by its slug; one that is nowhere is none.
        var known: [String: Int] = [:]
        for (number, term) in terms.enumerated() {
            for name in [term.name, term.slug] where known[name] == nil { known[name] = number }
        }
        let parents = Set(terms.compactMap { known[$0.parent] })
        var seen: Set<String> = []
        var tree = TopicTree()
        for (number, term) in terms.enumerated() {
            var term = term
            term.parent = known[term.parent].map { terms[$0].name } ?? ""
            guard !term.description.isEmpty || !term.parent.isEmpty || parents.contains(number) else { continue }
            let tag = TagName.of(term.name)
            guard !tag.isEmpty, seen.insert(tag).inserted else { continue }
            let parent = TagName.of(term.parent)
            if !parent.isEmpty, parent != tag, !tree.put(tag, below: parent) {
                term.parent = ""
                term.losses.append("category:circle")
            }
            survey.terms.append(term)
        }
    }

    /// How many are none of those `written` on a page of their own: such as an item has, such as none has, and such as
    /// another one has the name of.
    func count(besides written: [WordPressTerm]) -> (used: Int, unused: Int, doubles: Int) {
        let slugs = Set(written.map(\.slug))
        let others = terms.filter { !slugs.contains($0.slug) }
        let found = others.count { used.contains($0.slug) }
        return (found, others.count - found, terms.count - others.count - written.count)
    }
}
