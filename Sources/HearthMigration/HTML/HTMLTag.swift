import CGumbo

/// What an element means to the converter.
enum HTMLTag: UInt8, Sendable {
    /// Dropped with all it holds, and named as a loss.
    case dropped
    /// Dropped without a word: it holds nothing that a reader saw.
    case silent
    /// Dropped and named as a loss like `dropped`, but what it holds is what browsers show in its place.
    case fallback
    /// No meaning of its own: its children stand in its place, as blocks or as text.
    case inlineBox
    case blockBox
    case paragraph
    case heading1
    case heading2
    case heading3
    case heading4
    case heading5
    case heading6
    case unorderedList
    case orderedList
    case listItem
    case definitionList
    case definitionTerm
    case definition
    case quote
    case preformatted
    case rule
    case table
    case details
    case summary
    case emphasis
    case strong
    case strike
    case code
    case keyboard
    case superscript
    case `subscript`
    case lineBreak
    case wordBreak
    case anchor
    case image

    var headingLevel: Int? {
        switch self {
        case .heading1: 1
        case .heading2: 2
        case .heading3: 3
        case .heading4: 4
        case .heading5: 5
        case .heading6: 6
        default: nil
        }
    }

    var isBlock: Bool {
        switch self {
        case .blockBox, .paragraph, .heading1, .heading2, .heading3, .heading4, .heading5, .heading6, .unorderedList,
            .orderedList, .listItem, .definitionList, .definitionTerm, .definition, .quote, .preformatted, .rule,
            .table,
            .details, .summary:
            true
        default: false
        }
    }

    static func of(_ tag: GumboTag) -> HTMLTag {
        let index = Int(tag.rawValue)
        return index < meanings.count ? meanings[index] : .inlineBox
    }

    private static let meanings: [HTMLTag] = {
        var table = [HTMLTag](repeating: .inlineBox, count: Int(GUMBO_TAG_LAST.rawValue) + 1)
        for (names, role) in roles {
            for name in names.split(separator: " ") {
                let tag = gumbo_tag_enum(String(name))
                // A name that this gumbo does not know would set the role of every unknown element.
                if tag != GUMBO_TAG_UNKNOWN { table[Int(tag.rawValue)] = role }
            }
        }
        return table
    }()

    private static let roles: [(String, HTMLTag)] = [
        (
            "script iframe embed frame frameset input button select textarea svg math audio video canvas"
                + " noembed map", .dropped
        ),
        (
            "style head title meta link base template param source track noscript noframes col colgroup datalist",
            .silent
        ),
        ("object applet", .fallback),
        (
            "html body div section article aside header footer main nav address center fieldset figure"
                + " figcaption hgroup legend dialog menu form tbody thead tfoot tr td th caption marquee", .blockBox
        ),
        ("p", .paragraph), ("h1", .heading1), ("h2", .heading2), ("h3", .heading3), ("h4", .heading4),
        ("h5", .heading5),
        ("h6", .heading6), ("ul dir menu", .unorderedList), ("ol", .orderedList), ("li", .listItem),
        ("dl", .definitionList),
        ("dt", .definitionTerm), ("dd", .definition), ("blockquote", .quote),
        ("pre listing xmp plaintext", .preformatted),
        ("hr", .rule), ("table", .table), ("details", .details), ("summary", .summary),
        ("em i cite dfn var", .emphasis),
        ("strong b", .strong), ("del s strike", .strike), ("code tt samp", .code), ("kbd", .keyboard),
        ("sup", .superscript), ("sub", .subscript), ("br", .lineBreak), ("wbr", .wordBreak), ("a", .anchor),
        ("img image", .image),
    ]
}
