import Foundation
import HearthMarkdown
import HearthModel
import Testing

/// One example of a specification.
struct SpecExample: Sendable, CustomTestStringConvertible {
    var number: Int
    var markdown: String
    var html: String
    /// The extension that the example is marked with, empty for CommonMark's own.
    var feature: String

    var testDescription: String { "example \(number)" }
}

/// The specifications are other people's text under another licence (CC BY-SA), so they are not copied into the project; the
/// tests read them where they are and are skipped elsewhere.
enum Specification {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/markdown")

    static func examples(_ name: String) -> [SpecExample] {
        guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else {
            print("skipped: no specification at \(folder.appending(path: name).path)")
            return []
        }
        var examples: [SpecExample] = []
        let fence = String(repeating: "`", count: 32)
        var current: (feature: String, parts: [[String]])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let (feature, parts) = current {
                if line == fence {
                    let texts = parts.map { $0.map { $0 + "\n" }.joined().replacing("→", with: "\t") }
                    examples.append(
                        SpecExample(
                            number: examples.count + 1, markdown: texts[0], html: texts.count > 1 ? texts[1] : "",
                            feature: feature))
                    current = nil
                } else if line == ".", parts.count == 1 {
                    current?.parts.append([])
                } else {
                    current?.parts[parts.count - 1].append(String(line))
                }
            } else if line.hasPrefix(fence + " example") {
                current = (line.dropFirst(fence.count + 8).trimmingCharacters(in: .whitespaces), [[]])
            }
        }
        return examples
    }

    static let commonMark = examples("commonmark-0.30.txt")
    static let regression = examples("commonmark-regression.txt")
    static let gfm = examples("gfm-0.29.txt")
    static let extensions = examples("gfm-extensions.txt")
}

@Suite struct SpecTests {
    static let plain = MarkdownOptions(extensions: false, allowsRawHTML: true)
    static let gitHub = MarkdownOptions(extensions: true, allowsRawHTML: true, communityLinks: false)

    @Test(.enabled(if: !Specification.commonMark.isEmpty))
    func commonMarkIsWrittenAsTheSpecificationSays() {
        #expect(Specification.commonMark.count == 652)
        for example in Specification.commonMark {
            #expect(html(example.markdown, options: Self.plain) == example.html, "example \(example.number)")
        }
    }

    @Test(.enabled(if: !Specification.regression.isEmpty))
    func regressionsOfTheReferenceImplementationPass() {
        for example in Specification.regression {
            #expect(html(example.markdown, options: Self.plain) == example.html, "example \(example.number)")
        }
    }

    @Test(.enabled(if: !Specification.gfm.isEmpty))
    func extensionsOfTheGitHubSpecificationPass() {
        let examples = Specification.gfm.filter { !$0.feature.isEmpty && $0.feature != "disabled" }
        #expect(!examples.isEmpty)
        for example in examples where example.feature != "tagfilter" {
            #expect(
                html(example.markdown, options: Self.gitHub) == example.html,
                "example \(example.number) \(example.feature)")
        }
    }

    /// Examples of plain CommonMark in GitHub's specification that come out otherwise with extensions switched on.
    static let differences: [String: [Int]] = [
        // GitHub's newer implementation merges strong emphasis directly inside strong emphasis; CommonMark 0.30 does not.
        "nested strong": [398, 426, 434, 435, 436, 473, 474, 475, 477],
        // The specification shows them as they are without bare URLs; they contain some.
        "bare URLs": [610, 614, 616, 619, 620],
        // Comments were defined anew after CommonMark 0.30.
        "comments": [644, 645],
    ]

    @Test(.enabled(if: !Specification.gfm.isEmpty))
    func commonMarkIsUnchangedByExtensions() {
        let known = Set(Self.differences.values.joined())
        for example in Specification.gfm where example.feature.isEmpty {
            let isSame = html(example.markdown, options: Self.gitHub) == example.html
            #expect(isSame != known.contains(example.number), "example \(example.number)")
        }
    }

    /// The filter of eight tags is left out: raw HTML is dropped whole, or allowed whole for a folder that is trusted.
    @Test(.enabled(if: !Specification.extensions.isEmpty))
    func testsOfTheGitHubImplementationPass() {
        for example in Specification.extensions
        where example.html != "<IGNORE>\n" && !example.markdown.contains("<xmp>") {
            #expect(html(example.markdown, options: Self.gitHub) == example.html, "example \(example.number)")
        }
    }
}
