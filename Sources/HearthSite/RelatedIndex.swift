import Glibc
import HearthContent
import HearthModel

/// Finds pages on the same subject: shared topics and shared words of the title, each weighted by its rarity (inverse
/// document
/// frequency, Spärck Jones 1972). Built once; every query reads postings, never all pages.
struct RelatedIndex: Sendable {
    private let terms: [[Int32]]
    private let postings: [[Int32]]
    private let weights: [Float]

    /// A term in more pages than this says nothing about a page and would make the work grow with its square.
    private static let longestPosting = 400

    /// What a page has to do with the index.
    enum Role {
        /// Has related pages, and is one for others.
        case offered
        /// Has related pages only.
        case asking
        case neither
    }

    init(titles: [String], pageTopics: [[TopicIndex]], roles: [Role]) {
        var ids: [String: Int32] = [:]
        var terms: [[Int32]] = []
        var postings: [[Int32]] = []
        terms.reserveCapacity(titles.count)
        let topicCount = (pageTopics.joined().max() ?? -1) + 1
        postings = Array(repeating: [], count: topicCount)
        for index in titles.indices {
            var mine: [Int32] = []
            if roles[index] != .neither {
                mine = pageTopics[index].map { Int32($0) }
                for word in Self.words(titles[index]) where word.utf8.count >= 4 {
                    let id = ids[word] ?? Int32(postings.count)
                    if id == postings.count {
                        ids[word] = id
                        postings.append([])
                    }
                    if !mine.contains(id) { mine.append(id) }
                }
                if roles[index] == .offered {
                    for term in mine { postings[Int(term)].append(Int32(index)) }
                }
            }
            terms.append(mine)
        }
        let all = Float(max(1, roles.count { $0 != .neither }))
        weights = postings.map { $0.isEmpty ? 0 : logf(1 + all / Float($0.count)) }
        self.terms = terms
        self.postings = postings
    }

    /// The words of a title in lower case. Bytes, not characters: everything beyond ASCII counts as a letter, which is
    /// true of
    /// what titles hold but for a few dashes and quotes.
    private static func words(_ title: String) -> [String] {
        title.lowercased().utf8.split { byte in
            switch byte {
            case 0x30...0x39, 0x61...0x7A, 0x80...: false
            default: true
            }
        }.map { String(Substring($0)) }
    }

    /// What a series of queries works in, so that none has to clear it.
    struct Scratch {
        /// By page: the sum of the weights of shared terms; 0 between queries.
        fileprivate var scores: [Float]
        /// The pages with a score.
        fileprivate var touched: [Int32]

        init(pages: Int) {
            scores = Array(repeating: 0, count: pages)
            touched = Array(repeating: 0, count: pages)
        }
    }

    /// Up to `limit` pages, best first; ties go to the later page in path order.
    func related(to page: PageIndex, limit: Int, scratch: inout Scratch) -> [PageIndex] {
        scratch.scores.withUnsafeMutableBufferPointer { scores in
            scratch.touched.withUnsafeMutableBufferPointer { touched in
                related(to: page, limit: limit, scores, touched)
            }
        }
    }

    private func related(
        to page: PageIndex, limit: Int, _ scores: UnsafeMutableBufferPointer<Float>,
        _ touched: UnsafeMutableBufferPointer<Int32>
    ) -> [PageIndex] {
        var count = 0
        for term in terms[page] where postings[Int(term)].count <= Self.longestPosting {
            let weight = weights[Int(term)]
            postings[Int(term)].withUnsafeBufferPointer { posting in
                for other in posting {
                    let score = scores[Int(other)]
                    if score == 0 {
                        touched[count] = other
                        count += 1
                    }
                    scores[Int(other)] = score + weight
                }
            }
        }
        var best: [(score: Float, page: Int32)] = []
        // Below this nothing gets in any more; most pages are only compared with it.
        var floor: Float = 0
        for place in 0..<count {
            let other = touched[place]
            let score = scores[Int(other)]
            scores[Int(other)] = 0
            guard score >= floor, Int(other) != page else { continue }
            if best.count == limit, let last = best.last, (score, other) <= (last.score, last.page) { continue }
            let place = best.firstIndex { (score, other) > ($0.score, $0.page) } ?? best.count
            best.insert((score, other), at: place)
            if best.count > limit { best.removeLast() }
            if best.count == limit, let last = best.last { floor = last.score }
        }
        return best.map { Int($0.page) }
    }
}
