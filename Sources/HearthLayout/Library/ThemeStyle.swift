import HearthContent
import HearthModel

/// `assets/theme.css`: the site's accent and font. Every colour is computed so that text on it or in it can be read,
/// whatever accent was chosen.
struct ThemeStyle {
    private(set) var css: String
    private(set) var diagnostics: [Diagnostic] = []

    /// The accent of sites that name none.
    static let defaultAccent = "#0f5f6e"
    /// The contrast that WCAG 2.2 wants for text (level AA).
    static let wantedContrast = 4.5

    /// On dark grounds thin bright letters need more than the least.
    private static let darkContrast = 6.5

    // The darkest ground that text stands on in light colours, and the lightest one in dark colours (the theme's naming
    // contract). Mentions and tags stand on `--tint`: the surface with a little of the accent in it.
    private static let lightGround = Colour(red: 244 / 255, green: 246 / 255, blue: 246 / 255)
    private static let darkGround = Colour(red: 29 / 255, green: 35 / 255, blue: 38 / 255)
    private static let tintShare = 0.1
    private static let black = Colour(red: 0, green: 0, blue: 0)

    init(_ project: Project) {
        let theme = project.configuration.theme
        var accent = Colour(hex: Self.defaultAccent) ?? Self.black
        if let written = theme.accent {
            let place = SourceLocation(file: project.configurationFile, line: written.line)
            // What is none was told when the settings were read.
            accent = Colour(hex: written.value) ?? accent
            if let problem = Self.problem(accent, written.value, at: place) { diagnostics.append(problem) }
        }
        css = Self.css(accent: accent, font: theme.font)
    }

    /// A stylesheet of the site's own at the place of this one takes the settings' effect away.
    func replaced(by files: [LayoutFolder.File], of project: Project) -> [Diagnostic] {
        let theme = project.configuration.theme
        let names = [theme.accent == nil ? nil : "accent", theme.font == SiteConfiguration.Theme().font ? nil : "font"]
            .compactMap(\.self)
        guard !names.isEmpty, let own = files.first(where: { $0.name == "assets/theme.css" }) else { return [] }
        return [
            Diagnostic(
                .badSetting, at: SourceLocation(file: project.configurationFile, line: theme.line),
                "\(names.joined(separator: " and ")): '\(own.file)' stands in for what is made of this",
                help: "set it there, or put what you added into another file and remove this one", severity: .warning)
        ]
    }

    /// What is said about an accent that cannot be used for text as it is.
    private static func problem(_ accent: Colour, _ written: String, at place: SourceLocation) -> Diagnostic? {
        let contrast = accent.contrast(with: lightGround)
        guard contrast < wantedContrast else { return nil }
        let strong = accent.adjusted(towards: black, ground: lightGround, contrast: wantedContrast)
        return Diagnostic(
            .lowContrastAccent, at: place,
            "theme.accent: '\(written)' has a contrast of \(ratio(contrast)) on the page's ground, text needs 4.5",
            help: "links and headings use \(strong.hex) instead, which has \(ratio(strong.contrast(with: lightGround)))"
        )
    }

    private static func ratio(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func css(accent: Colour, font: String) -> String {
        // Buttons: the accent as it is, with white or black on it; adjusted only where neither can be read.
        let (light, onLight) = button(accent)
        let (dark, onDark) = button(accent.adjusted(towards: .white, ground: darkGround, contrast: 5))
        let lightTint = lightGround.mixed(with: light, tintShare)
        let darkTint = darkGround.mixed(with: dark, tintShare)
        let strongLight = accent.adjusted(towards: black, ground: lightTint, contrast: wantedContrast)
        let strongDark = accent.adjusted(towards: .white, ground: darkTint, contrast: darkContrast)
        var rules = [
            "--accent:light-dark(\(light.hex),\(dark.hex))",
            "--accent-strong:light-dark(\(strongLight.hex),\(strongDark.hex))",
            "--on-accent:light-dark(\(onLight.hex),\(onDark.hex))",
        ]
        if let family = self.family(font) { rules.append("--font:\(family)") }
        return "/* Written from hearth.yml by the build. */\n:root{\(rules.joined(separator: ";"))}\n"
    }

    private static func button(_ accent: Colour) -> (ground: Colour, text: Colour) {
        let white = accent.contrast(with: .white)
        if white >= wantedContrast { return (accent, .white) }
        // One of the two always has 4.58 or more: the ranges of luminance overlap.
        let ink = accent.mixed(with: black, 0.85)
        if ink.contrast(with: accent) >= wantedContrast { return (accent, ink) }
        return (accent, black.contrast(with: accent) >= wantedContrast ? black : .white)
    }

    /// The value of `font-family`; nil for that of the reader's system.
    private static func family(_ font: String) -> String? {
        let names = font.split(separator: ",").map { $0.filter { $0 != "\"" && $0 != "'" } }.map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
        if names.isEmpty || names == ["system"] { return nil }
        var families = names.map { name in
            switch name.lowercased() {
            case "serif": "Charter,\"Bitstream Charter\",\"Sitka Text\",Cambria,Georgia,serif"
            case "mono", "monospace": "ui-monospace,\"Cascadia Code\",\"Source Code Pro\",Menlo,Consolas,monospace"
            case let generic where generics.contains(generic): generic
            default:
                // A family name goes in as a string; nothing of it can end the string or the rule.
                "\""
                    + name.filter { character in
                        character.unicodeScalars.allSatisfy {
                            $0.value >= 0x20 && !"\"\\<>{};".unicodeScalars.contains($0)
                        }
                    } + "\""
            }
        }
        if !names.contains(where: { (generics + ["mono"]).contains($0.lowercased()) }) {
            families.append("system-ui,sans-serif")
        }
        return families.joined(separator: ",")
    }

    /// Names that CSS knows without quotation marks (CSS Fonts 4, 2.1.1).
    private static let generics = [
        "serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded",
    ]
}
