extension DiagnosticKind {
    /// Raw HTML in a text where it is not allowed.
    package static let rawHTML = DiagnosticKind(
        "raw-html", .warning, "HTML in the text was left out",
        """
        The text contains HTML tags. They are left out of the page because foreign HTML can break its layout, its \
        accessibility and its security; words between two tags of a line are kept, and for <br> stands a line break. Write the same with Markdown: **bold**, \
        lists, tables, links and images need no HTML; the message says what there is for the element. <name> in a sentence, which \
        stands for a name, is shown when it is put between backticks. For old content that cannot be rewritten, name its folder under \
        "rawHTML: allow" in hearth.yml.
        """)

    /// A link or image whose address would run code or open a local file.
    package static let unsafeURL = DiagnosticKind(
        "unsafe-url", .error, "the address of a link is not safe",
        """
        Addresses that begin with javascript:, vbscript:, file:, jar:, view-source: or data: can run code in the reader's browser or point at the \
        reader's own disk, so they never reach the site; the words of the link are shown without it. The same is true of what \
        only the author's computer or mail knows: a drive (C:\\…, D:/…), smb: and cid:. Link to an https: \
        address, to a page of this site or to a file beside the page. Pictures may be embedded as data:image/png, gif, jpeg \
        or webp.
        """)

    /// `[words](a name.md)`, which is no link.
    package static let blankInAddress = DiagnosticKind(
        "blank-in-address", .warning, "an address with a blank is no link",
        """
        In Markdown an address ends at its first blank, so [plan](how we work.md) is shown as it was typed. Put the address \
        in angle brackets: [plan](<how we work.md>), or write each blank as %20. Words without an ending, as in \
        [plan](how we work), are told only where a page or file of this site has that name, and so is an address behind a blank, as in \
        [plan] (how-we-work.md). Type \\[ when no link is meant.
        """)

    /// `[words]({{< ref "page.md" >}})`, which is a link in another generator.
    package static let foreignAddress = DiagnosticKind(
        "foreign-address", .warning, "an address of another program is no link",
        """
        Other generators write links with pieces of their templates: {{< ref "page.md" >}} (Hugo), {% link page.md %} and \
        {{ site.baseurl }} (Jekyll). Here they mean nothing, and the link is shown as it was typed. Write the path of the page \
        or file in their place: [words](page.md). Type \\[ when no link is meant.
        """)

    /// Quotes, lists or emphasis inside one another beyond what browsers display.
    package static let deepNesting = DiagnosticKind(
        "deep-nesting", .warning, "the text is nested too deeply",
        """
        Quotes, lists or emphasis lie inside one another several hundred times. Browsers stop at about 500 levels, so the \
        inner levels are shown without their own quote, list or emphasis; no word is lost. This is nearly always a conversion \
        gone wrong, such as a mail thread whose lines all begin with hundreds of ">". Remove the superfluous marks.
        """)

    /// Two headings with the same `{#id}`.
    package static let duplicateAnchor = DiagnosticKind(
        "duplicate-anchor", .warning, "two headings of a page have the same id",
        """
        An id in braces at the end of a heading, such as {#delay}, names the place that links point at. Here it is given \
        twice, so the second heading got a number after it and links still lead to the first. Choose another id for one of \
        the headings.
        """)

    /// A footnote that nothing refers to.
    package static let unusedFootnote = DiagnosticKind(
        "unused-footnote", .warning, "a footnote is never referred to",
        """
        The page defines a footnote, but its mark, such as [^1], is nowhere in the text, so the footnote is not shown. Put \
        the mark where the footnote belongs, or delete the footnote.
        """)

    /// `[^x]` without a definition, in a page that has footnotes.
    package static let missingFootnote = DiagnosticKind(
        "missing-footnote", .warning, "a footnote is referred to but not written",
        """
        The text has a mark such as [^1], but no line that begins with "[^1]:" and says what the footnote is. The mark is \
        shown as it was typed. Write the footnote, or remove the mark; type \\[^1] when it is meant literally.
        """)

    /// A footnote label that is defined twice.
    package static let duplicateFootnote = DiagnosticKind(
        "duplicate-footnote", .warning, "a footnote is defined twice",
        """
        Two footnotes of the page have the same label. The first is shown, the second is not. Give one of them another label.
        """)

    /// A row of a table with more cells than its head.
    package static let surplusCells = DiagnosticKind(
        "surplus-cells", .warning, "a row of a table has more cells than its head",
        """
        The first row of a table says how many columns there are. What a row has beyond them is not shown. Most often a bar \
        within a cell was taken for the end of the cell, as in [[people/jo|Jo]] or in code: write it as \\|. Or a second \
        table follows without a blank line above it, and so belongs to the first.
        """)

    /// A link around pictures that have no alternative text.
    package static let wordlessLink = DiagnosticKind(
        "wordless-link", .warning, "a link shows a picture and has no words",
        """
        Who does not see the picture hears or reads the address in its place, and does not know where the link leads. Write it \
        into the brackets of the picture: [![Pump manual](pump.png)](manual.md). A picture beside words of the link needs none.
        """)

    /// A text that is too large to be parsed.
    package static let textTooLarge = DiagnosticKind(
        "text-too-large", .error, "the text is too large",
        """
        A single text of more than 500 megabytes is not read, because it would take more memory than most computers have. \
        Nobody reads a page of that size; it is probably a log or an export that got the wrong file name. Split it, or keep it \
        as an attachment.
        """)

    /// Everything that reading Markdown can report.
    package static let markdownKinds: [DiagnosticKind] = [
        rawHTML, unsafeURL, blankInAddress, foreignAddress, deepNesting, duplicateAnchor, unusedFootnote,
        missingFootnote,
        duplicateFootnote,
        surplusCells, wordlessLink, textTooLarge,
    ]
}
