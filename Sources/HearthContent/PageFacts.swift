import Crypto
package import HearthMarkdown
import HearthModel

/// A part of a content file whose text is shown in one piece.
package enum PagePart: Sendable, Hashable {
    /// The page's own text.
    case body
    /// By their places in `ParsedPage.answers` and `ParsedPage.comments`.
    case answer(Int)
    case comment(Int)
    case answerComment(answer: Int, Int)
}

extension ParsedPage {
    /// The blocks of a part; none for a part that the page does not have.
    package func blocks(of part: PagePart) -> ArraySlice<MarkdownDocument.NodeID> {
        switch part {
        case .body: return body
        case .answer(let place): return answers.indices.contains(place) ? answers[place].blocks : []
        case .comment(let place): return comments.indices.contains(place) ? comments[place].blocks : []
        case .answerComment(let answer, let place):
            guard answers.indices.contains(answer), answers[answer].comments.indices.contains(place) else { return [] }
            return answers[answer].comments[place].blocks
        }
    }
}

extension MarkdownDocument {
    /// The number of the footnotes that are shown at the end of a part, as `renderFootnotes` counts; nil for one that
    /// shows none: those in a comment are shown with what it is about.
    package static func footnotePart(of part: PagePart) -> Int? {
        switch part {
        case .body: 0
        case .answer(let place): place + 1
        case .comment, .answerComment: nil
        }
    }

    /// Whether `blocks`, which are `part`, have anything to show.
    package func hasContent(in blocks: ArraySlice<NodeID>, of part: PagePart) -> Bool {
        hasContent(in: blocks) || Self.footnotePart(of: part).map { footnotesOfPart[$0] != nil } ?? false
    }
}

/// What `ParsedPage.factsHash` is made of.
struct PageFacts {
    let path: String
    let frontMatterHash: [UInt8]
    let title: String?
    let id: String
    let document: MarkdownDocument
    let body: ArraySlice<MarkdownDocument.NodeID>
    let titleAnchor: String?
    let answers: [ParsedAnswer]
    let comments: [ParsedComment]

    func hash() -> [UInt8] {
        var facts = FactsHasher()
        facts.add(path)
        facts.add(frontMatterHash)
        facts.add(title ?? "")
        facts.add(id)
        facts.add(titleAnchor ?? "")
        facts.add(document.headings.count)
        for heading in document.headings {
            facts.add(heading.level)
            facts.add(heading.id)
            facts.add(heading.text)
            // The outline shows what they became.
            facts.add(document.hasCommunityLinks(heading) ? 1 : 0)
            facts.add(document.neutralIDs[heading.node]?.id ?? "")
            facts.add(document.neutralIDs[heading.node]?.links.count ?? 0)
        }
        let footnotes = document.footnotes.filter { $0.number > 0 }
        facts.add(footnotes.count)
        for anchor in footnotes.map(\.anchor).sorted() { facts.add(anchor) }
        facts.add(document.links.count)
        for link in document.links {
            facts.add(Int(link.form.rawValue))
            facts.add(link.destination)
            facts.add(link.label ?? "")
        }
        add(body, .body, to: &facts)
        // The outline shows the headings of the body alone.
        facts.add(document.headings(in: body).count)
        facts.add(document.firstParagraph(in: body) == nil ? 0 : 1)
        facts.add(answers.count)
        for (place, answer) in answers.enumerated() {
            facts.add(answer.id)
            facts.add(answer.author?.value ?? "")
            facts.add(answer.date)
            facts.add(answer.isAccepted ? 1 : 0)
            facts.add(answer.votes ?? -1)
            add(answer.blocks, .answer(place), to: &facts)
            add(answer.comments, to: &facts)
        }
        add(comments, to: &facts)
        return facts.finish()
    }

    private func add(_ comments: [ParsedComment], to facts: inout FactsHasher) {
        facts.add(comments.count)
        for comment in comments {
            facts.add(comment.author?.value ?? "")
            facts.add(comment.date)
            add(comment.blocks, .comment(0), to: &facts)
        }
    }

    /// Whether a part has anything to show, which decides whether its frame is there; and where it ends among the
    /// links and headings, whose places count from the start of the file.
    private func add(_ blocks: ArraySlice<MarkdownDocument.NodeID>, _ part: PagePart, to facts: inout FactsHasher) {
        facts.add(blocks.isEmpty ? 0 : 1)
        facts.add(document.hasContent(in: blocks, of: part) ? 1 : 0)
        facts.add(document.plainText(of: blocks, limit: 1).isEmpty ? 0 : 1)
        facts.add(document.links(in: blocks).upperBound)
    }
}

/// Collects values, each with its length, and hashes them at once.
private struct FactsHasher {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1024) }

    mutating func add(_ number: Int) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }

    mutating func add(_ text: String) {
        add(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ hash: [UInt8]) { bytes.append(contentsOf: hash) }

    mutating func add(_ date: Timestamp?) {
        guard let date else { return add(-1) }
        add(date.hasTime ? 1 : 0)
        add(Int(date.seconds))
    }

    func finish() -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
