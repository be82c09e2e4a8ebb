import HearthBuild
import HearthModel
import TestKit
import Testing

/// Random sequences of what people do to a site; after each, the output is that of a build from scratch, byte by byte.
@Suite struct IncrementalPropertyTests {
    /// xorshift64*, so that a failure can be repeated from its seed.
    struct Random {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func below(_ limit: Int) -> Int {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
        }

        mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }
    }

    private static let words = ["crane", "oil", "*brake*", "`code`", "rope", "winch", "Ärger", "x < y", "a & b", "été"]

    private static func sentence(_ random: inout Random) -> String {
        (0..<3 + random.below(5)).map { _ in random.pick(words) }.joined(separator: " ") + "."
    }

    /// Half of them are texts that change no fact, the others anything.
    private static func body(_ random: inout Random) -> String {
        var parts = [sentence(&random), sentence(&random)]
        switch random.below(10) {
        case 0: parts.append("[link](/groups/lift/plan/) and @ada.")
        case 1: parts.append("## Heading \(random.below(3))\n\nBelow.")
        case 2: parts.append("| a | b |\n|---|---|\n| \(random.below(9)) | 2 |")
        case 3: parts.append("A note.[^1]\n\n[^1]: The \(random.pick(words)).")
        case 4: parts.append("<b>raw</b> and [broken](nowhere.md)")
        case 5: parts.removeAll()
        default: parts.append(sentence(&random))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func question(_ random: inout Random) -> String {
        var text = "---\ntitle: Why \(random.below(3))?\ndate: 2026-01-0\(1 + random.below(3))\ntags: [cranes]\n---\n"
        text += body(&random)
        for number in 0..<random.below(3) {
            text += "\n## \(number == 0 && random.below(2) == 0 ? "Accepted answer" : "Answer") — @ben, 2026-01-05\n"
            text += sentence(&random) + "\n"
            if random.below(2) == 0 { text += "\n### Comment — @ada, 2026-01-06\n" + sentence(&random) + "\n" }
        }
        return text
    }

    private static func document(_ random: inout Random) -> String {
        "---\ntitle: Plan \(random.below(3))\ndate: 2026-02-01\n---\n" + body(&random)
    }

    private static let pages = [
        "groups/lift/plan.md", "groups/lift/second.md", "documents/free.md", "groups/lift/index.md",
    ]
    private static let questions = ["groups/lift/questions/why.md", "questions/how.md"]

    /// One step: mostly edits of texts, now and then anything else.
    private static func change(_ site: TinySite, _ random: inout Random) throws {
        switch random.below(12) {
        case 0:
            let path = site.folder.path + "/Content/" + random.pick(pages + questions)
            try FileSystem.remove(path)
        case 1: try site.folder.write("Layouts/rows/question.mustache", "<li>\(random.below(3)) {{title}}</li>")
        case 2:
            try site.folder.write(
                "hearth.yml", (site.folder.read("hearth.yml") ?? "") + "# \(random.below(1000))\n")
        case 3: try site.folder.write("Content/groups/lift/map.txt", "map \(random.below(4))")
        case 4:
            let text = "---\nauthor: \"@ben\"\ndate: 2026-03-01\n---\n" + sentence(&random) + "\n"
            try site.folder.write("Content/questions/folder/index.md", question(&random))
            try site.folder.write("Content/questions/folder/answers/one.md", text)
        case 5, 6, 7: try site.folder.write("Content/" + random.pick(questions), question(&random))
        case 8, 9: try site.folder.write("Content/" + random.pick(pages), document(&random))
        default:
            // Only the last sentence of a file, whatever it is.
            let path = "Content/" + random.pick(pages + questions)
            guard let old = site.folder.read(path) else { return }
            try site.folder.write(path, old + "\n" + sentence(&random) + "\n")
        }
    }

    /// Ten groups of fifty sequences, so that they can run at once; two of them with a search.
    @Test(arguments: 0..<10) func anySequenceOfChangesGivesTheSiteOfABuildFromScratch(group: Int) async throws {
        var reused = 0
        for number in 0..<50 {
            let seed = UInt64(group * 50 + number + 1)
            var random = Random(seed: seed)
            let site = try TinySite(
                [
                    "groups/lift/index.md": "---\ntitle: Lift\n---\nCranes.\n",
                    "groups/lift/plan.md": Self.document(&random), "documents/free.md": Self.document(&random),
                    "questions/how.md": Self.question(&random),
                ],
                configuration: group < 8
                    ? IncrementalTests.configuration : "title: Test\nbaseURL: https://example.com/x/\n")
            try await site.build()
            for _ in 0..<1 + random.below(3) {
                try Self.change(site, &random)
                let report = try await site.build()
                if case .texts = report.scope { reused += 1 }
            }
            try Self.change(site, &random)
            let last = try await site.build { $0.verifies = true }
            let wrong = last.diagnostics.filter { $0.kind == .outputDiffers }
            #expect(wrong.isEmpty, "seed \(seed): \(wrong.compactMap { $0.location?.file })")
        }
        // A test that only ever built from scratch would prove nothing.
        #expect(reused > 2)
    }
}
