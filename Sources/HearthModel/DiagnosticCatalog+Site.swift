/// Problems that only show when all pages are known.
extension DiagnosticKind {
    package static let brokenLink = DiagnosticKind(
        "broken-link", .error, "a link leads nowhere",
        """
        A link, image or wiki link names a page or file that is not in the content folder. Readers would get "not found". \
        Correct the path (it is relative to the file, or starts with / at the root of the site), or remove the link. If the \
        site was migrated and its old links are known to be broken, `links: {broken: warn}` in hearth.yml or a baseline file \
        keeps the build going while you mend them.
        """)
    package static let brokenAnchor = DiagnosticKind(
        "broken-anchor", .error, "a link leads to a place that the page does not have",
        """
        The page exists, but it has no heading or answer with the name after the #. Headings get their name from their text: \
        lower case, spaces as hyphens. Set one by hand with {#name} at the end of the heading if it must never change.
        """)
    package static let embeddedPage = DiagnosticKind(
        "embedded-page", .warning, "a page is not shown within another",
        """
        Note-taking programs show a note within another with ![[name]]. Here a picture is shown that way, and of anything else \
        there is a link: a page is read in its own place, by those who may read it. Write [[name]], or copy the part that is needed.
        """)
    package static let ambiguousLink = DiagnosticKind(
        "ambiguous-link", .error, "a wiki link fits several pages",
        """
        Two or more pages have this title, id or alias, or several files this name, so the link could mean any of them. Write the path instead, for example \
        [[groups/lift/faq]], or give one of the pages another title or alias. The same is true of fields such as superseded_by; \
        there a page of the same folder or group is meant first.
        """)
    package static let restrictedLink = DiagnosticKind(
        "restricted-link", .warning, "a page links to something that not all of its readers may see",
        """
        The page is open to more people than the page it links to. Hearth keeps the words that you wrote but removes the link, \
        so that nothing about the restricted page leaks. Move the text into the restricted group, or leave it as it is.
        """)
    package static let restrictedAsset = DiagnosticKind(
        "restricted-asset", .error, "a file is used by readers who may not see it",
        """
        An image or attachment lies in a restricted group, but a page with other readers uses it. Copy the file beside each \
        page that needs it.
        """)
    package static let externalLink = DiagnosticKind(
        "external-link", .warning, "a link to another site is not a valid address",
        """
        The address has no host name or holds a space, so no browser can open it. Only the form is checked: a build never \
        uses the network. It is told with `links: {external: warn}` (or error) in hearth.yml alone.
        """)
    package static let ownComputerLink = DiagnosticKind(
        "own-computer-link", .warning, "a link leads to the reader's own computer",
        """
        An address with localhost or 127.0.0.1 was most likely copied from the preview, which runs on your computer only; \
        others get an error. Write the path of the page instead, as in [plan](/groups/lift/plan/), or put the address in \
        backticks if it is part of an instruction.
        """)
    package static let externalImage = DiagnosticKind(
        "external-image", .note, "a picture is on another server, so the page shows a link to it",
        """
        The pages of a site ask no other server for anything: that server would learn who reads what, and the picture would be \
        gone with it. To show the picture, save it beside the page and write its name instead of the address.
        """)
    package static let unknownPerson = DiagnosticKind(
        "unknown-person", .error, "nobody has this handle",
        """
        A handle stands for a file in Content/people: @j.larsen is Content/people/j.larsen.md. Correct the handle or add the \
        person. In running text this is only a warning, and the name stays as it was written.
        """)
    package static let unknownTopic = DiagnosticKind(
        "unknown-topic", .warning, "a topic that no page has",
        """
        A #topic in the text is close to a topic that exists, but not the same: probably a typing mistake. It stays as plain text. \
        Or a person's file names a topic that is not there: in hide_tags it hides nothing, in expertise and backups it is shown \
        nowhere until a page has that topic.
        """)
    package static let nearTopic = DiagnosticKind(
        "near-topic", .warning, "a topic of one page is nearly that of others",
        """
        One page alone has this topic, and it is one letter away from a topic that several pages have or that is defined. \
        Probably a typing mistake: the page is missing from the topic where people look for it. Correct the tag. If it is \
        another topic, give it a line below topics: in hearth.yml, and nothing more is said.
        """)
    package static let unknownGroup = DiagnosticKind(
        "unknown-group", .error, "no group has this id",
        "The id of a group is the name of its folder in Content/groups. Correct it, or make the folder with an index.md."
    )
    package static let unknownReference = DiagnosticKind(
        "unknown-reference", .error, "a field names something that does not exist",
        """
        Fields such as duplicate_of, superseded_by, objective, measures or use_cases name other pages by their id (the file name \
        without .md) or path. Correct the name or add the page.
        """)
    package static let unknownNav = DiagnosticKind(
        "unknown-nav", .error, "the navigation names a page that does not exist",
        """
        nav in hearth.yml lists the names of indexes (groups, questions, people, topics, documents, events, use-cases, measures, \
        strategy) or paths of pages.
        """)
    package static let absentNav = DiagnosticKind(
        "absent-nav", .warning, "the navigation names a page that is not on the site at the moment",
        """
        The list has nothing to show, as that of events when the last one has expired, or the page is a draft, waits for its \
        'publish:' date or has expired. The navigation is shown without it, and has it again when it is there. Nothing needs to \
        be done, unless it is gone for good: then remove it from nav: in hearth.yml.
        """)
    package static let absentPage = DiagnosticKind(
        "absent-page", .warning, "a link or field names a page that is not on the site at the moment",
        """
        The page waits for its 'publish:' date or has expired. Readers see the words without a link, and the link again when \
        the page is there. Nothing needs to be done before a page comes; where one is gone for good, remove what names it.
        """)
    package static let absentTopic = DiagnosticKind(
        "absent-topic", .warning, "the parent of a topic is not on the site at the moment",
        """
        Only pages that are drafts, wait for their 'publish:' date or have expired have the topic that parent: names. The topic \
        below it stands without a parent until one of them is there again. A topic that shall stay has a line below topics: in \
        hearth.yml, or a file in Content/topics.
        """)
    package static let duplicateID = DiagnosticKind(
        "duplicate-id", .error, "two pages have the same id",
        """
        People, groups, topics, use cases, measures, objectives and the questions of one group must have different ids, or references to them \
        cannot be told apart. So must the answers to one question: a link to one of them would lead to the other. Rename one file (a \
        second answer of a day is called 2013-04-02-j.larsen-2.md), or set id: in its front matter.
        """)
    package static let duplicateIdentity = DiagnosticKind(
        "duplicate-identity", .warning, "two people have the same identity",
        """
        An entry of identities: is the name of one person in another system. With two owners 'hearth new' cannot tell who \
        writes, and a migration cannot tell whose the old posts are. Remove it from one of the two pages. If both are pages of \
        the same person, as after a copy, remove one of them.
        """)
    package static let urlCollision = DiagnosticKind(
        "url-collision", .error, "two files make the same address",
        """
        Only one of them could be published, and readers would silently lose the other. Rename one of the files or give it \
        another slug:.
        """)
    package static let caseCollision = DiagnosticKind(
        "case-collision", .warning, "two addresses differ only in capital letters",
        """
        On many servers and on Windows and Mac disks these are the same file, so one would overwrite the other. Rename one.
        """)
    package static let missingGroupIndex = DiagnosticKind(
        "missing-group-index", .error, "a group folder has no index.md",
        """
        Every folder in Content/groups is a group, and its index.md says what it is for, who runs it and who may read it. \
        Without it, or if it gives the group another id than the folder's name, the pages have no group; where \
        anything is for members, they are not published, because that file may have said that they are. Add index.md with \
        at least title and kind, or remove its id:.
        """)
    package static let folderName = DiagnosticKind(
        "folder-name", .warning, "a folder has nearly a name that says what its pages are",
        """
        What a page is follows from its folder: questions/, people/, groups/, use-cases/, measures/, events/, topics/ and, \
        in a group, questions/ and events/, with small letters and in the plural. A folder of nearly such a name is one of \
        documents. Rename it, or write type: in its pages if it is to stay.
        """)
    package static let misplacedFolder = DiagnosticKind(
        "misplaced-folder", .warning, "a folder beside hearth.yml has nearly the name of one that is read",
        """
        Hearth reads the folders Content and Layouts beside hearth.yml, or those that content: and layouts: name, with exactly \
        these letters. A folder layouts/ or content/ in other capitals is not read, and on computers that make no \
        difference between capitals it looks as if it were. Rename it. There is no folder static/: pictures and files for \
        download lie in Content beside the pages, scripts and fonts in Layouts/assets.
        """)
    package static let missingAccessGroup = DiagnosticKind(
        "missing-access-group", .error, "a restricted group does not say who its members are",
        """
        A web server protects a folder by asking the company directory. Say which directory group may read it: access_group: \
        "cn=lift,ou=groups,dc=corp" in the group's index.md, or audiences: in hearth.yml.
        """)
    package static let unplacedRestricted = DiagnosticKind(
        "unplaced-restricted", .error, "a restricted page belongs to no group",
        """
        A page with visibility: members (or migrated as private) must belong to a group, because the group's folder is what the \
        web server protects. The page is not published. Move it into a group's folder or set group:.
        """)
    package static let restrictedTopic = DiagnosticKind(
        "restricted-topic", .error, "the page of a topic is restricted",
        """
        Topics are the whole site's: their names, synonyms and descriptions stand in lists, feeds and the search that everyone \
        reads. So a page with type: topic cannot be for members. It is not published, and says nothing about its topic. What \
        everyone may read belongs in Content/topics/<tag>.md; what only a group may read is a document of that group.
        """)
    package static let restrictedAnswer = DiagnosticKind(
        "restricted-answer", .error, "an answer is for fewer readers than its question",
        """
        Answers stand on the page of their question, and its state and date tell of them. So an answer cannot be for members \
        where its question is for everyone: it is not published. Set visibility: in the question's file, or take it out of \
        the answer's.
        """)
    package static let severalRestrictedGroups = DiagnosticKind(
        "several-restricted-groups", .warning, "a page belongs to several restricted groups",
        """
        A use case, event or measure that belongs to restricted groups alone is for their members. A page has one place, and the \
        web server lets in the members of one group there: those of the first. Say whose it is with group:, or set \
        visibility: everyone when all may read it.
        """)
    package static let restrictedMeasure = DiagnosticKind(
        "restricted-measure", .note, "a measure is for members, as its use cases are",
        """
        A measure belongs to the groups of its use cases. None of them is for everyone, so neither is the measure. Set \
        visibility: everyone in it when all may read it, or group: to say whose it is.
        """)
    package static let endBeforeBeginning = DiagnosticKind(
        "end-before-beginning", .error, "an event ends before it begins",
        "The date of an event is when it begins, end: is when it ends. One of the two is wrong.")
    package static let contraryDates = DiagnosticKind(
        "contrary-dates", .warning, "the dates of a measure contradict each other",
        """
        A measure goes from its baseline to its target: what was measured lies after the baseline, and the target after it. \
        While the dates say otherwise, the measure shows its values, but not how far it has come. Correct the date.
        """)
    package static let futureMeasurement = DiagnosticKind(
        "future-measurement", .warning, "a measurement has a date that is still to come",
        """
        What is measured has happened, so the date is probably mistyped. Until that day the value does not count as the present \
        one. A value to reach is the target of a measure.
        """)
    package static let contraryDirection = DiagnosticKind(
        "contrary-direction", .warning, "a measure's direction is not that of its target",
        """
        The target of a measure lies on one side of its baseline, and direction: says the other. The page follows the target, \
        because its progress does. Correct direction: (up when more is better, down when less is), or the value that is \
        mistyped; without direction: the two values decide.
        """)
    package static let futureDate = DiagnosticKind(
        "future-date", .warning, "something has a date that is still to come",
        """
        Answers, comments and what verified: says have happened, so the date is probably mistyped. A check of a day to come would \
        keep its document from falling due for review. Questions and documents may be dated ahead, but not by more than a year.
        """)
    package static let personLeft = DiagnosticKind(
        "person-left", .warning, "somebody who has left is named for something that is to be looked after",
        """
        The page of this person says status: left, but another page names them as its owner, manager, sponsor or backup. Readers \
        would be sent to somebody who is not there. Name somebody else. Obsolete documents and retired groups may name \
        whom they like.
        """)
    package static let visibilityWider = DiagnosticKind(
        "visibility-wider", .warning, "a page cannot be more open than its folder",
        """
        The folder is restricted, and the web server protects it as a whole, so this page stays restricted too. Move the page out \
        of the group's folder to publish it for everyone.
        """)
    package static let restrictedLinkTarget = DiagnosticKind(
        "restricted-link-target", .error, "a symbolic link leads to a file for fewer readers",
        """
        A file that a symbolic link leads to is published where the link lies, but never to more readers than where the file \
        itself lies. Copy the file if the readers of the link's folder may have it, or delete the link.
        """)
    package static let missingManager = DiagnosticKind(
        "missing-manager", .warning, "a group has no manager",
        "Somebody must look after a group: questions without an answer, documents past their date. Set managers: in its index.md."
    )
    package static let missingSponsor = DiagnosticKind(
        "missing-sponsor", .error, "a white-glove group has no sponsor",
        "A group with tier: white-glove is one that a leader stands for. Set sponsor: \"@handle\" or lower the tier.")
    package static let topicCycle = DiagnosticKind(
        "topic-cycle", .error, "topics are each other's parents",
        "Follow the parent: of the named topics: they lead back to where they started. Remove one of them. It was left out here."
    )
    package static let topicTwice = DiagnosticKind(
        "topic-twice", .warning, "a topic is defined in two places",
        "Define a topic either in topics: of hearth.yml or in Content/topics/<tag>.md. The file wins where both say something."
    )
    package static let synonymConflict = DiagnosticKind(
        "synonym-conflict", .warning, "two topics claim the same synonym",
        "A synonym leads to one topic only. The first in alphabetical order gets it; remove it from the other.")
    package static let redirectConflict = DiagnosticKind(
        "redirect-conflict", .error, "an old address is claimed twice or still in use",
        """
        redirect_from gives an old address to a page. Two pages claim this one, or a page of this site has it today. Remove it \
        from the wrong page.
        """)
    package static let orphanAnswer = DiagnosticKind(
        "orphan-answer", .error, "an answer without its question",
        """
        Files in an answers folder belong to the index.md beside that folder. It is missing or left out of this build, so the \
        answer cannot be shown.
        """)
    package static let documentCycle = DiagnosticKind(
        "reference-cycle", .error, "pages point at each other in a circle",
        "duplicate_of or superseded_by leads back to where it started, so readers would never arrive. Remove one of them."
    )
    package static let privateImported = DiagnosticKind(
        "private-imported", .note, "a migrated page was private in the old system",
        """
        Its source.privacy is not public, so it is shown only to the members of its group. Set visibility: everyone once somebody \
        has decided that all may read it.
        """)

    /// All kinds of this file, for `hearth explain`.
    package static let siteKinds: [DiagnosticKind] = [
        brokenLink, brokenAnchor, absentPage, embeddedPage, ambiguousLink, restrictedLink, restrictedAsset,
        externalLink,
        ownComputerLink,
        externalImage,
        unknownPerson,
        unknownTopic, nearTopic,
        unknownGroup, unknownReference, unknownNav, absentNav, absentTopic, duplicateID, duplicateIdentity,
        urlCollision, caseCollision,
        missingGroupIndex,
        folderName, misplacedFolder, missingAccessGroup, unplacedRestricted, restrictedTopic, restrictedAnswer,
        visibilityWider,
        restrictedLinkTarget,
        missingManager,
        missingSponsor, topicCycle, topicTwice, severalRestrictedGroups, restrictedMeasure, endBeforeBeginning,
        contraryDates, futureMeasurement, contraryDirection, futureDate, personLeft,
        synonymConflict, redirectConflict, orphanAnswer, documentCycle, privateImported,
    ]
}
