/// Problems of templates and of the theme.
extension DiagnosticKind {
    package static let unknownTemplateName = DiagnosticKind(
        "unknown-template-name", .error, "a template uses a name that its page does not have",
        """
        A name between double braces must be one that the page, row or section offers; 'hearth theme reference' lists them. A name \
        that nobody knows would print nothing, and readers would miss it without anyone noticing. Correct the name. If the \
        template was written for an older Hearth, compare it with the built-in one ('hearth theme copy'). Until that is mended, the \
        built-in template of the same name is used.
        """)
    package static let templateSyntax = DiagnosticKind(
        "template-syntax", .error, "a template cannot be read",
        """
        A tag between double braces is not finished, or a section that was opened with {{#name}} is not closed with {{/name}}, \
        or it is a setting of the engine such as {{%CONTENT_TYPE:TEXT}}, which would put texts into pages as HTML. \
        Until that is mended, the built-in template of the same name is used.
        """)
    package static let unknownPartial = DiagnosticKind(
        "unknown-partial", .error, "a template includes another one that is not there",
        """
        {{> partials/name}} stands for the file partials/name.mustache, and {{<name}} for name.mustache, in your Layouts folder or in the built-in theme. Neither \
        has it. Correct the name or add the file. Until then the built-in template is used instead of the one that includes it.
        """)
    package static let partialCycle = DiagnosticKind(
        "partial-cycle", .error, "a template includes itself",
        """
        The template includes another one, directly or through more of them, that includes it again, so its page would never \
        end; a section around the tag does not change that. The message names the way. Until it is mended, the built-in template of the same name \
        is used. For the items of a list write the section once: what is inside is repeated. A name that each page \
        chooses ({{>*name}}) may be the template's own: write the names, and choose with sections.
        """)
    package static let unusedLayout = DiagnosticKind(
        "unused-layout", .warning, "nothing uses a file in your Layouts folder",
        """
        A file in your Layouts folder takes the place of the built-in one of exactly the same name, capital letters included. \
        A template that has a name that is only similar, that no page chooses with layout: and that no template includes \
        changes nothing; neither does a picture, stylesheet or script that lies outside assets/. Give it the name or the place \
        that was meant, or remove it.
        """)
    package static let unescapedText = DiagnosticKind(
        "unescaped-text", .error, "a template puts text into the page as HTML",
        """
        Three braces are for names that hold HTML, which the generator has made safe. This one holds text as somebody wrote it: \
        a < in a title would break the page, and a script in it would run for every reader. Use two braces. Until then the built-in \
        template of the same name is used.
        """)
    package static let unknownLayout = DiagnosticKind(
        "unknown-layout", .error, "a page asks for a layout that is not there",
        """
        layout: x in a page's front matter stands for x.mustache in your Layouts folder or in the built-in theme. Correct the \
        name, add the file, or remove the line: every type of page has a layout of its own, which is used until then.
        """)
    package static let blockedByPolicy = DiagnosticKind(
        "blocked-by-policy", .warning, "a template has a script or style that browsers will block",
        """
        The published site and the preview tell browsers to run scripts and read style sheets from the site's own files alone         (Content-Security-Policy: default-src 'self'), so that nothing that gets into a page can run in it. A script or style within the page, a style= or         onclick= attribute and what lies on another server are blocked; only a page that is opened from disk shows them. Put         scripts into a file in Layouts/assets/ and load it with src=, rules into Layouts/assets/custom.css. Blocks of data, such as         type="application/ld+json", are not affected.
        """)
    package static let themeWords = DiagnosticKind(
        "theme-words", .warning, "a translation of the theme's words cannot be used",
        """
        A file such as Layouts/i18n/de.yml has the English texts of the theme with what stands in their place. The English text must be \
        one that the theme has, letter for letter ('hearth theme words de' prints them all); what stands in braces or angle brackets, \
        such as {title} or <a>, must be in the translation too, in any order; a text with a number needs the forms that its language has. Until \
        that is mended, the theme's own words stand there.
        """)
    package static let untranslatedTheme = DiagnosticKind(
        "untranslated-theme", .note, "the theme has no words in the site's language",
        """
        language: in hearth.yml names a language that the theme does not speak, or only in part, so readers see some of its own words \
        (buttons, headings, dates) in English beside your texts. 'hearth theme copy i18n/fi.yml' makes a file with all of them in your Layouts folder: write the \
        translations behind the colons, and every page has them. What is left empty stays English.
        """)
    package static let layoutOutside = DiagnosticKind(
        "layout-outside", .error, "a symbolic link in the layouts leads out of the project",
        """
        What lies in the layouts folder is published. A link to a place outside the project could publish files that nobody \
        meant to publish, so it is not followed. Copy the file into the folder.
        """)
    package static let unreadableLayout = DiagnosticKind(
        "unreadable-layout", .error, "the layouts cannot be read",
        "The operating system refused to read a file or folder of the layouts. The message says which and why.")
    package static let invalidAccent = DiagnosticKind(
        "invalid-accent", .error, "theme.accent is not a colour",
        """
        theme.accent takes a colour as six hexadecimal digits after a #, as design tools show it: "#0f5f6e". Put it between \
        quotation marks, or YAML takes it for a comment.
        """)
    package static let lowContrastAccent = DiagnosticKind(
        "low-contrast-accent", .warning, "the accent is too light to read as text",
        """
        Links and other text in the accent need a contrast of 4.5 to 1 with the ground (WCAG 2.2, level AA). Your accent has \
        less, so a darker shade of it is used for text; buttons keep the accent as it is, with black or white words, whichever \
        can be read. Choose a darker accent if you want one colour throughout.
        """)
    package static let generatedListHidden = DiagnosticKind(
        "generated-list-hidden", .warning, "a page stands where the complete list would be",
        """
        Long lists continue on a page of their own, such as groups/lift/questions/. You wrote a page at that address, which is \
        shown instead, so readers cannot get to the end of the list. Give your page another name or slug.
        """)

    /// All kinds of this file, for `hearth explain`.
    package static let layoutKinds: [DiagnosticKind] = [
        unknownTemplateName, unescapedText, templateSyntax, unknownPartial, partialCycle, unusedLayout, unknownLayout,
        blockedByPolicy, themeWords, untranslatedTheme,
        layoutOutside,
        unreadableLayout,
        invalidAccent,
        lowContrastAccent, generatedListHidden,
    ]
}
