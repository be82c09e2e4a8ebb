import HearthContent
import HearthModel
import Testing

@testable import HearthMigration

/// What somebody wrote in another system never opens an answer in somebody's name.
@Suite struct AnswersInPostsTests {
    private func write(_ blocks: [MarkdownBlock]) -> String {
        var writer = MarkdownWriter(isPost: true)
        return writer.write(blocks)
    }

    @Test(arguments: [
        "Answer ‐ Jo Larsen, 2013-04-02", "Answer − Jo Larsen, 2013-04-02", "Answer\u{A0}— Jo Larsen, 2013-04-02",
        "An\u{AD}swer — Jo Larsen, 2013-04-02", "Accepted\u{A0}answer by Jo Larsen, 2013-04-02",
        "\u{A0}Answer — Jo Larsen, 2013-04-02",
    ])
    func headingsWithOtherSignsAreNone(text: String) {
        #expect(PostHeading.plain(2, [.text(text)]) != nil)
    }

    @Test func aParagraphThatLacksOnlyASpaceIsNone() {
        for text in ["##Answer — ", "###Comment — ", "##\u{A0}Answer — "] {
            let written = write([.paragraph([.text(text), .mention(handle: "jo", name: "Jo"), .text(", 2013-04-02")])])
            #expect(written.hasPrefix("\\##"), "\(written)")
        }
        #expect(!write([.paragraph([.text("##Question")])]).hasPrefix("\\"))
    }
}
