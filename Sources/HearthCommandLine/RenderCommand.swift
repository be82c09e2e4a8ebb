import ArgumentParser
import Glibc
import HearthMarkdown
import HearthModel

/// `hearth render`: one Markdown file as HTML.
struct RenderCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Write the HTML of one Markdown file's body to standard output.",
        discussion:
            "Links stay as they are written: no site is read. Front matter is left out, unless --commonmark is given.")

    enum RawHTML: String, ExpressibleByArgument, CaseIterable {
        case allow, drop
    }

    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["md"]))
    var file: String

    @Option(name: .customLong("raw-html"), help: "What becomes of raw HTML: drop or allow.")
    var rawHTML: RawHTML = .drop

    @Flag(help: "Plain CommonMark 0.30: no tables, task lists, wiki links or other extensions, and no front matter.")
    var commonmark = false

    @Flag(help: "GitHub-flavoured output without the community's links: wiki links, @people and #topics stay text.")
    var gfm = false

    @OptionGroup var log: LogOptions

    var console: Console { log.console }

    func run() throws {
        let bytes: [UInt8]
        if file == "-" {
            bytes = try FileSystem.readAll(STDIN_FILENO, sizeHint: 65_536, path: "standard input")
        } else {
            bytes = try FileSystem.read(file)
        }
        let name = file == "-" ? "standard input" : file
        let (body, firstLine) = commonmark ? (bytes[...], 1) : Self.withoutFrontMatter(bytes)
        var diagnostics: [Diagnostic] = []
        let document = MarkdownDocument.parse(
            body, file: name, firstLine: firstLine,
            options: MarkdownOptions(extensions: !commonmark, allowsRawHTML: rawHTML == .allow, communityLinks: !gfm),
            diagnostics: &diagnostics)
        var renderer = MarkdownHTMLRenderer()
        renderer.gfmCompatible = gfm || commonmark
        renderer.headingAnchors = false
        var writer = HTMLWriter(capacity: bytes.count * 2)
        renderer.render(document, blocks: document.blocks[...], into: &writer) { _ in nil }
        if !commonmark { renderer.renderFootnotes(document, into: &writer) { _ in nil } }
        Console.output(writer.bytes)
        console.print(diagnostics.sorted(), format: .human, root: file == "-" ? nil : FileSystem.currentDirectory)
        if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    /// The text after a first block between two `---` lines, and the line it starts on.
    private static func withoutFrontMatter(_ bytes: [UInt8]) -> (ArraySlice<UInt8>, Int) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 0
        var index = start
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
            var text = bytes[index..<end]
            if text.last == 0x0D { text = text.dropLast() }
            line += 1
            if line == 1 {
                guard text.elementsEqual([0x2D, 0x2D, 0x2D]) else { break }
            } else if text.elementsEqual([0x2D, 0x2D, 0x2D]) || text.elementsEqual([0x2E, 0x2E, 0x2E]) {
                return (bytes[min(end + 1, bytes.count)...], line + 1)
            }
            index = end + 1
        }
        return (bytes[start...], 1)
    }
}
