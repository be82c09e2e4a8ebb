import HearthContent
import HearthModel
import Testing

@testable import HearthLayout

@Suite struct ThemeTests {
    @Test func everyFileOfTheFolderIsEmbedded() throws {
        let root =
            #filePath.dropFileName.dropLast().description.dropFileName.dropLast().description.dropFileName + "Layouts"
        var files: [String: [UInt8]] = [:]
        var folders = [""]
        while let folder = folders.popLast() {
            for entry in try FileSystem.entries(of: root + "/" + folder) {
                let name = folder + entry.name
                if entry.kind == .directory {
                    folders.append(name + "/")
                } else {
                    files[name] = try FileSystem.read(root + "/" + name)
                }
            }
        }
        files["README.md"] = nil
        let embedded = Dictionary(uniqueKeysWithValues: BuiltInTheme.files.map { ($0.name, $0.bytes) })
        #expect(embedded.keys.sorted() == files.keys.sorted())
        for (name, bytes) in files { #expect(embedded[name] == bytes, "\(name)") }
    }

    @Test func contrastIsThatOfWCAG() throws {
        let black = try #require(Colour(hex: "#000"))
        #expect(abs(black.contrast(with: .white) - 21) < 0.001)
        let grey = try #require(Colour(hex: "#767676"))
        #expect(abs(grey.contrast(with: .white) - 4.54) < 0.01)
        #expect(Colour(hex: "767676") == nil && Colour(hex: "#12345") == nil && Colour(hex: "#gggggg") == nil)
        #expect(grey.hex == "#767676")
    }

    private func style(_ accent: String) -> ThemeStyle {
        var configuration = SiteConfiguration()
        configuration.theme.accent = Located(accent, line: 3)
        return ThemeStyle(Project(root: "/", configuration: configuration))
    }

    /// The two colours of `name:light-dark(#…,#…)`.
    private func colours(_ name: String, _ css: String) throws -> [Colour] {
        let start = try #require(css.range(of: name + ":light-dark("))
        let inside = css[start.upperBound...].prefix { $0 != ")" }
        return try inside.split(separator: ",").map { try #require(Colour(hex: String($0))) }
    }

    @Test(arguments: ["#0b5cad", "#ffee00", "#000000", "#ffffff", "#808080", "#ff0000", "#00ff88", "#757575"])
    func everyAccentCanBeRead(_ accent: String) throws {
        let css = style(accent).css
        let ground = [try #require(Colour(hex: "#f4f6f6")), try #require(Colour(hex: "#1d2326"))]
        let strong = try colours("--accent-strong", css)
        let fill = try colours("--accent", css)
        let words = try colours("--on-accent", css)
        for place in 0..<2 {
            #expect(strong[place].contrast(with: ground[place]) >= 4.5)
            #expect(fill[place].contrast(with: words[place]) >= 4.5)
        }
    }

    @Test func aLightAccentIsReported() {
        let light = style("#ffee00").diagnostics
        #expect(light.map(\.kind.id) == ["low-contrast-accent"])
        #expect(light.first?.location == SourceLocation(file: "hearth.yml", line: 3))
        #expect(style("#0b5cad").diagnostics.isEmpty)
        // What is no colour was told when the settings were read.
        #expect(style("blue").css == ThemeStyle(Project(root: "/", configuration: SiteConfiguration())).css)
    }

    @Test(arguments: [
        ("Inter, Segoe UI", "--font:\"Inter\",\"Segoe UI\",system-ui,sans-serif}"),
        ("'Inter', sans-serif", "--font:\"Inter\",sans-serif}"),
        ("Verdana", "--font:\"Verdana\",system-ui,sans-serif}"), ("sans-serif", "--font:sans-serif}"),
        ("monospace", "Consolas,monospace}"), (" , ", "}"),
    ])
    func fontsAreFamiliesAsCSSNamesThem(_ font: String, _ rule: String) {
        var configuration = SiteConfiguration()
        configuration.theme.font = font
        let css = ThemeStyle(Project(root: "/", configuration: configuration)).css
        #expect(css.hasSuffix(rule + "\n") && (rule != "}" || !css.contains("--font")))
    }

    @Test func aFontCannotLeaveItsRule() {
        var configuration = SiteConfiguration()
        configuration.theme.font = "X\";}body{display:none"
        let css = ThemeStyle(Project(root: "/", configuration: configuration)).css
        #expect(css.hasSuffix("--font:\"Xbodydisplay:none\",system-ui,sans-serif}\n"))
    }
}
