/// The problems that loading and parsing can find: files and names, front matter, questions, configuration, history.
extension DiagnosticKind {
    /// Every kind of this file, for `hearth explain`.
    package static let contentKinds: [DiagnosticKind] = fileKinds + frontMatterKinds + questionKinds + settingKinds

    private static let fileKinds: [DiagnosticKind] = [
        .notUTF8, .emptyFile, .fileTooLarge, .unreadableFile, .badFileName, .linkOutsideContent, .fileOutsideContent,
        .badTableFile, .mergeConflict, .pageAsText, .htmlFile,
    ]

    private static let frontMatterKinds: [DiagnosticKind] = [
        .unterminatedFrontMatter, .unreadFrontMatter, .yamlSyntax, .yamlTooComplex, .duplicateKey, .unknownKey,
        .wrongType, .badDate,
        .unknownValue, .missingField, .missingTitle, .unknownType, .badSlug, .badRedirect, .notAHandle, .emptyField,
        .cutField,
    ]

    private static let questionKinds: [DiagnosticKind] = [
        .answerHeading, .headingInAnswer, .answerInCode, .answerInHTML, .twoAcceptedAnswers, .shownMark, .foreignMark,
        .shownComment, .openCode,
    ]

    private static let settingKinds: [DiagnosticKind] = [
        .noConfiguration, .unknownSetting, .badSetting, .contentFolderMissing, .outputInsideContent, .shallowClone,
        .gitUnavailable,
    ]
}

// Files and names.
extension DiagnosticKind {
    package static let notUTF8 = DiagnosticKind(
        "not-utf8", .error, "the file is not UTF-8 text",
        """
        Pages and layouts are text files in UTF-8, the encoding that every current editor writes. This one holds bytes that are \
        not UTF-8, most often because it was saved by an older Windows program; letters such as é or ø would come out \
        as �. Save it again as UTF-8, or convert it on the command line: iconv -f windows-1252 -t utf-8 page.md > \
        new.md && mv new.md page.md
        """)

    package static let emptyFile = DiagnosticKind(
        "empty-file", .warning, "the file is empty",
        """
        There is a page for this file, but nothing on it; its title is the name of the file. Write the text, set \
        `draft: true` until it is there, or delete the file.
        """)

    package static let fileTooLarge = DiagnosticKind(
        "file-too-large", .error, "the file is too large for a page",
        """
        A Markdown file may have 64 MB, a table file (CSV) 16 MB. Larger ones are nearly always an export that ended \
        up in the wrong place, and no browser could show them. Split the file, or give it another extension so that \
        it is offered for download.
        """)

    package static let unreadableFile = DiagnosticKind(
        "unreadable-file", .error, "a file or folder cannot be read",
        """
        The system refuses to read it, it vanished during the build, or it is no regular file (a pipe or a device). \
        The rest of the site is built without it. Check its permissions, or move it out of the content folder.
        """)

    package static let badFileName = DiagnosticKind(
        "bad-file-name", .error, "the name of a file or folder cannot be part of an address",
        """
        A page's address is made from its path. Names with control characters, backslashes or bytes that are not UTF-8 \
        give addresses that nobody can type or follow, so the file is left out. Rename it.
        """)

    package static let pageAsText = DiagnosticKind(
        "page-as-text", .error, "a page was saved under a name that is none of a page",
        """
        Pages are files whose names end in .md or .markdown. This one begins with the fields of a page, or has an ending that \
        other programs give to Markdown (.mdx, .mkd, .mdown), but its name is not one of a page: readers would download it as it \
        is, a draft too. So it is not published. Rename it, and write its text in Markdown. If it is meant for download, let its \
        name end in .attached.txt: such a file is none but a file, whatever stands in it. If it is the only index of a folder, nothing in the \
        folder is published either, because its fields may say who may read it. A name such as page.md.txt without fields is a \
        warning, and the file is published.
        """)

    package static let htmlFile = DiagnosticKind(
        "html-file", .warning, "a file of HTML is not published",
        """
        Scripts in an HTML file would run on this site with the rights of whoever reads it, and no layout, search or check of \
        links knows the page. As raw HTML in a text it is left out, and links to it are broken. Write the page in Markdown, or \
        name the folder of the file under "rawHTML: allow" in hearth.yml: there HTML is published as it is.
        """)

    package static let linkOutsideContent = DiagnosticKind(
        "link-outside-content", .error, "a symbolic link leaves the content folder",
        """
        Symbolic links are followed only when they end inside the content folder: otherwise a link could publish any \
        file of the machine that builds the site. Links to nothing, and links that would lead round in a circle, are \
        refused too. Copy the file into the content folder, or delete the link.
        """)

    package static let fileOutsideContent = DiagnosticKind(
        "file-outside-content", .error, "a field names a file outside the content folder",
        """
        `members_file` and `series_file` name a CSV file relative to the page, or from the content folder with a \
        leading slash. The path may not leave the content folder.
        """)

    package static let badTableFile = DiagnosticKind(
        "bad-table-file", .error, "a CSV file cannot be used",
        """
        The first row of the file names the columns; every other row is one entry. Columns are separated by commas (or \
        by semicolons, as spreadsheets in many countries write them), and a cell that holds a comma, a quote or a line \
        break stands in double quotes. Save the sheet again as "CSV UTF-8".
        """)

    package static let mergeConflict = DiagnosticKind(
        "merge-conflict", .error, "an unresolved merge conflict",
        """
        Two people changed the same lines, and git wrote both versions into the file between <<<<<<< and >>>>>>>. Keep \
        what is right, delete the three marker lines, and commit again.
        """)
}

// Front matter.
extension DiagnosticKind {
    package static let unterminatedFrontMatter = DiagnosticKind(
        "unterminated-front-matter", .error, "the front matter has no end",
        """
        The file starts with a line `---`, which opens the fields of the page, but no second line `---` closes them \
        (one below words of the text is a rule in it). Put `---` on a line of its own below the last field.
        """)

    package static let unreadFrontMatter = DiagnosticKind(
        "unread-front-matter", .error, "the fields of a page cannot be read",
        """
        The fields stand at the top of the file between two lines `---`, each as `name: value`. These are written in \
        another notation (TOML, JSON), stand below a comment or below a line that is nearly `---` (four hyphens, a dash, \
        a space before them) or none, or are missing where a group must have some; or the file cannot be read at all. They may say who may read the page, so it is not published until they are understood, \
        and of an index.md that cannot be read nor anything in its folder.
        """)

    package static let yamlSyntax = DiagnosticKind(
        "yaml-syntax", .error, "the fields are not valid YAML",
        """
        The lines between the two `---` are `name: value` lines in a notation called YAML, and this line breaks its \
        rules. The usual reasons: a value that starts with @ or contains ": " is not in quotes, a quote or bracket is \
        not closed, or a line is indented with a tab. The page is built with the fields that could be read.
        """)

    package static let yamlTooComplex = DiagnosticKind(
        "yaml-too-complex", .error, "the fields are too large or use too much of YAML",
        """
        Fields of a page may have up to 1 MB, may be nested 64 levels deep and may not use anchors and aliases (&name, \
        *name): with these a small file can stand for an endless one. Write the values out. Thousands of members go into a \
        table, which members_file: names.
        """)

    package static let duplicateKey = DiagnosticKind(
        "duplicate-key", .error, "a field is written twice",
        """
        Each field may stand once; the first one counts here. Merge the two (a list can hold several values: \
        tags: [one, two]) or delete one.
        """)

    package static let unknownKey = DiagnosticKind(
        "unknown-key", .warning, "no field has this name",
        """
        The field is not known for this type of page and has no effect: probably its name is misspelt, or the page is \
        of another type than you think (the type follows from the folder, or from `type:`). If the name is nearly one of the \
        fields that say who may read a page and when (visibility, draft, publish, expires, listed, access_group), this \
        is an error, and the page is not published until it is mended; of a group's or folder's index.md nor anything \
        in the folder.
        """)

    package static let wrongType = DiagnosticKind(
        "wrong-type", .error, "a field holds the wrong sort of value",
        "The field wants another sort of value, such as a list, a number or true/false. The message says which.")

    package static let badDate = DiagnosticKind(
        "bad-date", .error, "a date cannot be read",
        """
        Dates are written year-month-day: 2013-04-02. A time may follow, and its zone: 2013-04-02 08:30 or \
        2013-04-02T08:30:00+02:00 (without a zone it is UTC). Other orders are read differently in different countries \
        and are therefore refused.
        """)

    package static let unknownValue = DiagnosticKind(
        "unknown-value", .error, "a field holds a value that it does not know",
        """
        The field accepts only certain words; the message lists them. A page whose `visibility` cannot be read is kept \
        to the invited until it is corrected, and one whose `draft` or `publish` cannot be read or is empty stays a draft.
        """)

    package static let missingField = DiagnosticKind(
        "missing-field", .error, "a required field is missing",
        "This type of page cannot do without the field. Add it to the front matter.")

    package static let missingTitle = DiagnosticKind(
        "missing-title", .error, "the page has no title",
        """
        Lists, search and links show a page by its title. Write `title:` into the front matter, or start the text \
        with a heading `# Title`; a person needs `name:`. Until then the page bears the name of its file.
        """)

    package static let unknownType = DiagnosticKind(
        "unknown-type", .error, "no type of page has this name",
        "`type:` names one of the types of pages. Leave it out to get the type that the folder stands for.")

    package static let badSlug = DiagnosticKind(
        "bad-slug", .error, "the slug cannot be part of an address",
        """
        `slug:` replaces the last part of the page's address. It may not be empty, hold a slash, a backslash or \
        control characters, or begin with a dot: web servers do not show such addresses.
        """)

    package static let badRedirect = DiagnosticKind(
        "bad-redirect", .error, "an old address cannot be used",
        """
        `redirect_from` lists the addresses that the page had before: a path such as /old/page.aspx?id=7 or a complete \
        http or https URL. Spaces are written %20.
        """)

    package static let notAHandle = DiagnosticKind(
        "not-a-handle", .warning, "a person is named without a handle",
        """
        People are named by their handle, the name of their file in people/: "@j.larsen". A full name is kept as text, \
        but it leads to no page and counts for nobody.
        """)

    package static let emptyField = DiagnosticKind(
        "empty-field", .warning, "a value was read as a comment",
        """
        In YAML a # after a space starts a comment, so the field is empty. Put the value in quotes: "#esp", or leave \
        the # out.
        """)

    package static let cutField = DiagnosticKind(
        "cut-field", .warning, "a text ends where a # stands",
        """
        In YAML a # after a space starts a comment, so `title: Meeting notes #12` is "Meeting notes". Put the text in \
        quotes: "Meeting notes #12". What is meant as a comment has a space behind the # too.
        """)
}

// Questions.
extension DiagnosticKind {
    package static let answerHeading = DiagnosticKind(
        "answer-heading", .error, "a heading looks like an answer or comment but is not one",
        """
        An answer starts with a second-level heading of exactly this form: `## Answer — @handle, 2013-04-02` (or \
        `## Accepted answer — …`), a comment with `### Comment — @handle, 2013-04-02`. The date may be left out. This \
        heading comes close but would be shown as part of the text above it. Or the page is no question, and nobody is \
        told of its answers: move it into a folder `questions`.
        """)

    package static let headingInAnswer = DiagnosticKind(
        "heading-in-answer", .warning, "a second-level heading inside an answer",
        """
        Second-level headings of a question's file are its answers. A heading within an answer is written with four \
        signs: #### Heading.
        """)

    package static let answerInHTML = DiagnosticKind(
        "answer-in-html", .warning, "an answer's heading stands inside raw HTML",
        """
        A line such as "## Answer — @j.larsen, 2013-04-02" stands inside a block of HTML, so the answer is missing from the \
        site. Most often a comment was opened with <!-- and never closed with -->; then everything below it is left out. \
        Close it, or remove the HTML. An answer that is to be hidden stands in a comment that is closed.
        """)

    package static let shownMark = DiagnosticKind(
        "shown-mark", .warning, "a sign of Markdown is shown as it was typed",
        """
        Text from a word processor has signs of its own where Markdown has plain ones: "##" or "-" with a no-break space behind it (on a \
        Mac Option and the space bar) is no heading and no item, and lines that begin with "•" are no list but one running line. \
        "##Heading" without a space is no heading either, and > [!Attention!] is no box, because none has that name. Readers see the \
        signs. Write a plain space, "- " for each item, or one of the names that there are. Pages of a migration are not looked at.
        """)

    package static let foreignMark = DiagnosticKind(
        "foreign-mark", .warning, "a notation of another program means nothing here",
        """
        Markdown has many dialects. What this one does not have is shown as it was typed, runs on in one line or becomes code: \
        boxes of MkDocs (!!! note) and Docusaurus (:::note), tabs (=== "Linux"), pieces of templates ({{< … >}}, {% … %}), \
        attributes ({: .lead}), [TOC], definitions, abbreviations, notes within a line, tables drawn with + or without their line \
        of hyphens, formulas, H~2~O. The message says what to write instead. Each notation is told once for a page, where it stands \
        first, with their number. Where readers shall see the signs, put them between backticks, or a backslash before the first \
        one. Pages of a migration are not looked at. A block "mermaid" is a note: it is shown as code.
        """)

    package static let shownComment = DiagnosticKind(
        "shown-comment", .error, "a comment of Obsidian is published",
        """
        Obsidian hides what stands between %% and %%. Here nothing hides it: readers see it, the search finds it, and it may stand \
        in the description of the page. It was perhaps meant for nobody else. Remove it, or write <!-- … --> around it: that stays in \
        the file and is never published. Type \\%% where the signs themselves are meant, or put them between backticks.
        """)

    package static let openCode = DiagnosticKind(
        "open-code", .warning, "a block of code is never closed",
        """
        A block that begins with ``` or ~~~ ends with a line of as many of these signs and nothing else. This one has no such line, \
        so all that is below it on the page is shown as code, headings and links too. Write the line where the code ends.
        """)

    package static let answerInCode = DiagnosticKind(
        "answer-in-code", .warning, "an answer's heading stands inside a code block",
        """
        A code block that was never closed swallows the answers below it; a merge of two edits often leaves that \
        behind. Close the block with ``` on a line of its own above the heading. A line that begins with four blanks is such a block, \
        too: remove them, or write five where the heading is an example.
        """)

    package static let twoAcceptedAnswers = DiagnosticKind(
        "two-accepted-answers", .error, "two answers are accepted",
        "A question has one accepted answer. Change the other heading to `## Answer — …`.")
}

// Configuration, folders, history.
extension DiagnosticKind {
    package static let noConfiguration = DiagnosticKind(
        "no-configuration", .error, "hearth.yml cannot be read",
        """
        A site is a folder with a file hearth.yml; its smallest content is one line: `title: Our intranet`. Run the \
        command inside that folder, or name it.
        """)

    package static let unknownSetting = DiagnosticKind(
        "unknown-setting", .error, "hearth.yml has no setting of this name",
        "The setting would have no effect. Correct its name or delete the line.")

    package static let badSetting = DiagnosticKind(
        "bad-setting", .error, "a setting of hearth.yml cannot be used",
        "The value of the setting is of the wrong sort or not one of those that are accepted; the message says what is."
    )

    package static let contentFolderMissing = DiagnosticKind(
        "content-folder-missing", .error, "the content folder does not exist",
        "`content:` in hearth.yml names the folder of the pages, relative to hearth.yml. It is `Content` unless set.")

    package static let outputInsideContent = DiagnosticKind(
        "output-inside-content", .error, "the output and content folders overlap",
        """
        The finished site must not lie inside the content folder, or each build would publish the one before; nor may \
        the content lie inside the output folder, where files are deleted. Set `output:` to a folder beside the \
        content.
        """)

    package static let shallowClone = DiagnosticKind(
        "shallow-clone", .note, "git's history is cut off, so dates are unreliable",
        """
        Pages without `date:` and `updated:` get their dates from git. Automatic builds often fetch only the last \
        commit, and then every page would look as new as that one; so no dates are taken. Fetch the whole history: \
        `fetch-depth: 0` for the checkout step, or `git fetch --unshallow`. Where a question, an answer, a document or a \
        use case has no `date:`, this is a warning: it has no date at all then, is in no feed and is never due for review.
        """)

    package static let gitUnavailable = DiagnosticKind(
        "git-unavailable", .note, "git's history cannot be read",
        """
        Pages without `date:` and `updated:` get their dates from git, which is not installed or refuses to read this \
        folder. Such pages have no dates until that is solved; where there are questions, answers, documents or use cases \
        among them, this is a warning.
        """)
}
