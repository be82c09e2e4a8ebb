/// How often each line stands at the edge of the pages of a tree, and of the pages of each folder.
struct RepeatedLines: Sendable {
    private var inTree: [UInt64: Int32] = [:]
    private var inFolder: [UInt64: Int32] = [:]
    private var pagesInFolder: [String: Int] = [:]
    private var pages = 0

    /// So many pages make a pattern.
    private static let leastPages = 4

    mutating func add(_ lines: Set<UInt64>, folder: String) {
        pages += 1
        pagesInFolder[folder, default: 0] += 1
        let salt = Self.salt(folder)
        for line in lines {
            inTree[line, default: 0] += 1
            inFolder[line ^ salt, default: 0] += 1
        }
    }

    /// Drops what occurs once: most lines do.
    mutating func finish() {
        inTree = inTree.filter { $0.value >= Self.leastPages }
        inFolder = inFolder.filter { $0.value >= Self.leastPages }
    }

    /// The share of pages that have this line, of all pages or of those in the folder, whichever is more; 0 when they
    /// are too few to tell.
    func share(of line: UInt64, folder: String) -> Double {
        var share = 0.0
        if let count = inTree[line], pages >= Self.leastPages { share = Double(count) / Double(pages) }
        if let here = pagesInFolder[folder], here >= Self.leastPages, let count = inFolder[line ^ Self.salt(folder)] {
            share = max(share, Double(count) / Double(here))
        }
        return share
    }

    /// The lines of a page in a form that tells how often each was there before: a menu that stands above and below a page is
    /// twice on all pages.
    static func counted(_ lines: [UInt64]) -> [UInt64] {
        var seen: [UInt64: UInt64] = [:]
        return lines.map { line in
            defer { seen[line, default: 0] += 1 }
            return counted(line, seen[line] ?? 0)
        }
    }

    /// `line` where it stands in navigation, which says nothing of the same words elsewhere.
    static func inNavigation(_ line: UInt64) -> UInt64 { line ^ 0x51AF_D7ED_558C_CD2B }

    /// Of the lines of a page or a part those at both ends: so many are compared.
    static func edges<Line>(_ lines: [Line]) -> [Line] {
        lines.count <= 2 * edge ? lines : Array(lines.prefix(edge) + lines.suffix(edge))
    }

    private static let edge = 80

    /// `line` where it stands for the time after `before` others.
    static func counted(_ line: UInt64, _ before: UInt64) -> UInt64 { line &+ before &* 0x9E37_79B9_7F4A_7C15 }

    private static func salt(_ folder: String) -> UInt64 {
        folder.utf8.reduce(0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Finds what of a page is its own: without navigation, headers and footers.
struct Boilerplate {
    let repeated: RepeatedLines
    let folder: String

    /// A line on so many of the pages is no page's own.
    private static let usualShare = 0.4
    /// Headings and items of lists are often the same on pages of one kind, such as minutes.
    private static let headingShare = 0.8
    /// What says something, and stands behind words of the page's own, is its own as well unless all pages have it.
    private static let wholeShare = 0.9
    /// A label above a menu or a box has no more words.
    private static let labelWords = 4
    /// The edge ends once so many words of the page's own have gone by.
    private static let edgeWords = 40
    /// Inside the page only a run of so many repeated lines, mostly links, is navigation.
    private static let leastRun = 5
    /// A list with so many links of the page's own is no menu.
    private static let leastOwnLinks = 3

    /// The nodes to leave out; `title` is the heading that says the page's title, if there is one.
    func dropped(_ page: PageLeaves, title: HTMLNode? = nil) -> Set<HTMLNode.ID> {
        let leaves = page.leaves
        var drop = [Bool](repeating: false, count: leaves.count)
        if page.hasContentMarks {
            let menus = menus(leaves)
            for index in leaves.indices {
                drop[index] = !leaves[index].isContent || leaves[index].navigation.map { menus.contains($0) } ?? false
            }
        } else {
            for index in leaves.indices { drop[index] = leaves[index].isChrome }
        }
        var isRepeated = leaves.map { self.isRepeated($0) }
        keepSecondMentions(leaves, drop, &isRepeated)
        keepItems(leaves, &isRepeated)
        markEdge(leaves.indices, leaves, isRepeated, &drop, isTop: true)
        markEdge(leaves.indices.reversed(), leaves, isRepeated, &drop, isTop: false)
        markRuns(leaves, isRepeated, &drop)
        if let title, title.tag == .heading1, !page.hasContentMarks { markMenu(above: title, leaves, &drop) }
        // A page of which nothing would be left is all content: a menu, a splash page.
        let left = leaves.indices.reduce(0) { $0 + (drop[$1] ? 0 : leaves[$1].words) }
        let images = leaves.indices.contains { !drop[$0] && leaves[$0].words == 0 }
        if left == 0, !images {
            drop = leaves.map { page.hasContentMarks ? !$0.isContent : false }
        }
        return Set(leaves.indices.filter { drop[$0] }.flatMap { leaves[$0].nodes }).union(page.generated)
    }

    /// The navigation in a page's content that leads through the site or the page. Where a page has little besides, its
    /// navigation may be what it is for: a list of chapters, which no other page has.
    private func menus(_ leaves: [PageLeaf]) -> Set<HTMLNode.ID> {
        var own = 0
        var parts: [HTMLNode.ID: [PageLeaf]] = [:]
        for leaf in leaves where leaf.isContent {
            if let part = leaf.navigation { parts[part, default: []].append(leaf) } else { own += leaf.words }
        }
        return Set(
            parts.filter { _, lines in
                if lines.reduce(0, { $0 + $1.words }) <= own { return true }
                let seen = RepeatedLines.edges(lines)
                let usual = seen.count { line in
                    line.placeWords > 0 && line.placeWords * 2 >= line.words
                        || repeated.share(of: RepeatedLines.inNavigation(line.hash), folder: folder) >= Self.usualShare
                }
                return usual * 2 >= seen.count
            }.keys)
    }

    private func isRepeated(_ leaf: PageLeaf) -> Bool {
        guard !leaf.isData else { return false }
        let isText = leaf.isHeading || leaf.list != nil && !leaf.isLinked
        return repeated.share(of: leaf.hash, folder: folder) >= (isText ? Self.headingShare : Self.usualShare)
    }

    /// An item of a list whose other items are the page's own is its own, too. A link is only where most others are, and
    /// more than a few: a menu has an item or two that no other page has.
    private func keepItems(_ leaves: [PageLeaf], _ isRepeated: inout [Bool]) {
        var items: [HTMLNode.ID: (own: Int, repeated: Int)] = [:]
        for index in leaves.indices {
            guard let list = leaves[index].list else { continue }
            if isRepeated[index] {
                items[list, default: (0, 0)].repeated += 1
            } else {
                items[list, default: (0, 0)].own += 1
            }
        }
        for index in leaves.indices where isRepeated[index] {
            guard let list = leaves[index].list, let count = items[list], count.own > 0 else { continue }
            let isOwn = count.own >= Self.leastOwnLinks && count.own >= count.repeated * 2
            if isOwn || !leaves[index].isLinked { isRepeated[index] = false }
        }
    }

    /// Items of a page's own lists that lead where the menu leads as well. They stand on this page once more than on the
    /// others; the menu is where most repeated lines stand together, or what is nearer to the page's edge.
    private func keepSecondMentions(_ leaves: [PageLeaf], _ drop: [Bool], _ isRepeated: inout [Bool]) {
        var places: [UInt64: [Int]] = [:]
        for index in leaves.indices where isRepeated[index] && !drop[index] && leaves[index].words > 0 {
            places[leaves[index].hash, default: []].append(index)
        }
        guard places.values.contains(where: { $0.count > 1 }) else { return }
        let runs = Self.runs(isRepeated)
        let own = places.flatMap { hash, indices -> ArraySlice<Int> in
            guard indices.count > 1 else { return [] }
            let usual = (1..<indices.count).prefix {
                repeated.share(of: RepeatedLines.counted(hash, UInt64($0)), folder: folder) >= Self.usualShare
            }
            // Ties go by the place: two lists of the same links in one run are told by nothing else.
            let order = indices.sorted {
                (-runs[$0], min($0, leaves.count - $0), $0) < (-runs[$1], min($1, leaves.count - $1), $1)
            }
            return order.dropFirst(usual.count + 1)
        }
        for index in own where leaves[index].list != nil { isRepeated[index] = false }
    }

    /// For each leaf in how long a run of repeated ones it stands.
    private static func runs(_ isRepeated: [Bool]) -> [Int] {
        var runs = [Int](repeating: 0, count: isRepeated.count)
        var start = 0
        for index in 0...isRepeated.count where index == isRepeated.count || !isRepeated[index] {
            for each in start..<index { runs[each] = index - start }
            start = index + 1
        }
        return runs
    }

    /// Whether a repeated line behind words of the page's own is still none of the page.
    private func isBorder(_ leaf: PageLeaf, isTop: Bool) -> Bool {
        if leaf.isLinked || leaf.words == 0 { return true }
        if leaf.isHeading || leaf.list != nil || isTop && leaf.words > Self.labelWords { return false }
        return repeated.share(of: leaf.hash, folder: folder) >= Self.wholeShare
    }

    private func markEdge(
        _ order: some Sequence<Int>, _ leaves: [PageLeaf], _ isRepeated: [Bool], _ drop: inout [Bool], isTop: Bool
    ) {
        var own = 0
        for index in order where !drop[index] {
            if isRepeated[index] {
                drop[index] = own == 0 || isBorder(leaves[index], isTop: isTop)
            } else {
                own += max(1, leaves[index].words)
                if own > Self.edgeWords { return }
            }
        }
    }

    /// A menu above the page's title: nothing but links, and more than one. Two pages are too few to repeat it, and a
    /// reader does not miss it on one.
    private func markMenu(above title: HTMLNode, _ leaves: [PageLeaf], _ drop: inout [Bool]) {
        let own = Set(title.children.map(\.id))
        guard let end = leaves.firstIndex(where: { $0.nodes.contains { own.contains($0) } }) else { return }
        let above = leaves[..<end].indices.filter { !drop[$0] && leaves[$0].words > 0 }
        let words = above.reduce(0) { $0 + leaves[$1].words }
        let linked = above.reduce(0) { $0 + leaves[$1].linkWords }
        // Signs may stand between the links.
        let isMenu = above.allSatisfy { leaves[$0].linkWords * 2 >= leaves[$0].words && !leaves[$0].isHeading }
        guard above.count > 1 || linked > 2, isMenu, linked * 10 >= words * 6, end < leaves.count - 1 else { return }
        for each in above { drop[each] = true }
    }

    private func markRuns(_ leaves: [PageLeaf], _ isRepeated: [Bool], _ drop: inout [Bool]) {
        var start = 0
        for index in 0...leaves.count where index == leaves.count || !isRepeated[index] {
            let run = start..<index
            let words = run.reduce(0) { $0 + leaves[$1].words }
            let linked = run.reduce(0) { $0 + leaves[$1].linkWords }
            if run.count >= Self.leastRun, linked * 10 >= words * 7 { for each in run { drop[each] = true } }
            start = index + 1
        }
    }
}
