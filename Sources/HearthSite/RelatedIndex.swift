import Glibc
import HearthContent
import HearthModel

/// Finds pages on the same subject: shared topics and shared words of the title, each weighted by its rarity (inverse
/// document frequency, Spärck Jones 1972). Built once; every query reads postings, never all pages.
///
/// What is found for a page, and in which order, follows from the pages that its readers may read: those for everyone
/// and, for a restricted one, those of its own audience.
struct RelatedIndex: Sendable {
    private let terms: [[Int32]]
    /// Of the pages for everyone, by term.
    private let postings: [[Int32]]
    private let weights: [Float]
    private let count: Int
    private let audiences: [Audience]
    private let restricted: [Audience: Restricted]

    /// The pages of one audience.
    private struct Restricted {
        var count = 0
        var postings: [Int32: [Int32]] = [:]
    }

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

    init(titles: [String], pageTopics: [[TopicIndex]], roles: [Role], audiences: [Audience]) {
        var ids: [String: Int32] = [:]
        var terms: [[Int32]] = []
        terms.reserveCapacity(titles.count)
        let topicCount = (pageTopics.joined().max() ?? -1) + 1
        var postings: [[Int32]] = Array(repeating: [], count: topicCount)
        var restricted: [Audience: Restricted] = [:]
        var count = 0
        for index in titles.indices {
            guard roles[index] != .neither else {
                terms.append([])
                continue
            }
            var mine = pageTopics[index].map { Int32($0) }
            for word in Self.words(titles[index]) where word.utf8.count >= 4 {
                let id = ids[word] ?? Int32(postings.count)
                if id == postings.count {
                    ids[word] = id
                    postings.append([])
                }
                if !mine.contains(id) { mine.append(id) }
            }
            terms.append(mine)
            let isOffered = roles[index] == .offered
            let audience = audiences[index]
            if audience == .everyone {
                count += 1
                if isOffered { for term in mine { postings[Int(term)].append(Int32(index)) } }
            } else {
                restricted[audience, default: Restricted()].count += 1
                if isOffered {
                    for term in mine { restricted[audience]?.postings[term, default: []].append(Int32(index)) }
                }
            }
        }
        weights = postings.map { Self.weight($0.count, of: count) }
        self.terms = terms
        self.postings = postings
        self.count = count
        self.audiences = audiences
        self.restricted = restricted
    }

    private static func weight(_ frequency: Int, of count: Int) -> Float {
        frequency == 0 ? 0 : logf(1 + Float(max(1, count)) / Float(frequency))
    }

    /// The words of a title in lower case. Bytes, not characters: everything beyond ASCII counts as a letter, which is
    /// true of what titles hold but for a few dashes and quotes.
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
        func add(_ posting: [Int32], _ weight: Float) {
            posting.withUnsafeBufferPointer { posting in
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
        let own = restricted[audiences[page]]
        for term in terms[page] {
            let posting = postings[Int(term)]
            if let own {
                let more = own.postings[term] ?? []
                let frequency = posting.count + more.count
                guard frequency <= Self.longestPosting else { continue }
                let weight = Self.weight(frequency, of: self.count + own.count)
                add(posting, weight)
                add(more, weight)
            } else if posting.count <= Self.longestPosting {
                add(posting, weights[Int(term)])
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
