extension DiagnosticKind {
    package static let migrationUsage = DiagnosticKind(
        "migrate-usage", .error, "The migration cannot start",
        """
        hearth migrate needs the name of a system and the folder with its unpacked export, for example: hearth \
        migrate stackexchange exports/help-site --into groups/help. Without a name, Hearth looks at the folder and \
        recognises the system where it can.
        """)

    package static let migrationFiles = DiagnosticKind(
        "migrate-files", .error, "A file could not be read or written",
        """
        The computer refused to open or write a file: the disk may be full, or your account may not have the right \
        to it. Nothing is left half-written. Fix the cause and run the migration again; it goes on where it stopped.
        """)

    package static let migrationArchive = DiagnosticKind(
        "migrate-archive", .error, "The archive cannot be unpacked",
        """
        The archive (zip, tar, 7z, gz and others) is damaged, protected by a password, or unpacks to far more than an \
        export does, as archives do that are made to fill a disk. Nothing was converted and nothing is left of it. Get \
        the export again; an archive that you trust you can unpack yourself, and give its folder.
        """)

    package static let migrationArchiveEntry = DiagnosticKind(
        "migrate-archive-entry", .error, "A file of the archive was left out",
        """
        An archive may only bring files and folders, and only below its own folder. The entry shown is a link or a \
        device, or its path leads elsewhere ('..', '/'), so it was not unpacked; everything else was. No export tool \
        makes such entries: find out where the archive comes from.
        """)

    package static let migrationSource = DiagnosticKind(
        "migrate-source", .error, "A file of the export is damaged",
        """
        The export breaks off or is not what it says it is at the line shown. What came before that line was \
        converted; what comes after it is missing from the result. Usually the download was cut short: get the \
        export again, then run the same command; files that are right already are not touched. Hearth never loads \
        other files or follows definitions (entities) that an export brings along, because those are used for \
        attacks.
        """)

    package static let migrationSourceWarning = DiagnosticKind(
        "migrate-source-gap", .warning, "Something is missing in the export",
        """
        The export lacks a file, or records that others refer to. The migration goes on without: answers whose \
        question is gone are left out and counted, people without an entry get a page with the name that stands \
        beside their posts.
        """)

    package static let migrationFailed = DiagnosticKind(
        "migrate-failed", .error, "A record could not be converted",
        """
        This one record of the export is broken in a way that leaves no sensible page; all others were converted. \
        The report in the migration folder lists every failure. Correct the record in the export, or add its content \
        by hand.
        """)

    package static let migrationConflict = DiagnosticKind(
        "migrate-conflict", .warning, "A file was left as it is",
        """
        The migration would have changed a file that somebody edited since the last import, or that was there before \
        the first one. Hearth never overwrites such work. Compare the file with the export and take over by hand \
        what you need; if you want the export's version instead, move your file away and migrate again.
        """)

    package static let migrationAdjusted = DiagnosticKind(
        "migrate-adjusted", .warning, "An edited file follows the old system",
        """
        Somebody edited this file since the last import, and the old system has closed, opened, deleted or moved its \
        page since. The edit stays as it is; only the line that says who may read it was set or taken away, it became a \
        draft, the file has another name, or a comment or name went that the old system has deleted. Look whether the \
        text may be read by those who read it now. A line that the migration has set ends in "# as in the old system".
        """)

    package static let migrationDeleted = DiagnosticKind(
        "migrate-deleted", .note, "A migrated file was deleted since",
        """
        A file that an earlier migration wrote is gone, so somebody deleted it, and it is not written again. To get \
        it back, remove its line from manifest.tsv in the migration folder and run the migration once more.
        """)

    package static let migrationAccount = DiagnosticKind(
        "migrate-account", .error, "The migration's account does not add up",
        """
        Every record of an export must end as converted, converted with losses, skipped by a rule, or failed. Here \
        the sums differ, so something may be missing from the result. This is a mistake in Hearth: please report it \
        with report.json.
        """)

    package static let migrationSurvey = DiagnosticKind(
        "migrate-survey", .warning, "A line of survey.csv is not understood",
        """
        survey.csv in the migration folder lists what an export holds. Its last three columns are yours: 'new title', \
        'new page' (where it goes) and 'skip' (anything in it leaves the item out). The file shown has lost its header \
        line or a closing quote, or asks for a page that cannot be, so that correction was not made. Delete the file \
        to have it written anew.
        """)

    package static let migrationIdentity = DiagnosticKind(
        "migrate-identity", .warning, "A line of identities.yml is not understood",
        """
        identities.yml says which account of an old system belongs to which person, a line each, such as \
        stackexchange:42: "@j.larsen". The line shown does not have that form and was ignored, so that account got a \
        page of its own.
        """)

    package static let migrationColumn = DiagnosticKind(
        "migrate-column", .warning, "A column of a table is not known",
        """
        The first line of a table of people names its columns, such as Name, E-mail, Department, Title, Manager. The \
        column shown has a heading that Hearth does not know, so nothing of it is on the people's pages. If it matters, \
        change the heading in the file and run the migration again.
        """)

    /// All kinds of diagnostics that migrations give.
    package static let migrationKinds: [DiagnosticKind] = [
        migrationUsage, migrationFiles, migrationArchive, migrationArchiveEntry, migrationSource,
        migrationSourceWarning, migrationFailed, migrationConflict, migrationAdjusted,
        migrationDeleted, migrationAccount, migrationIdentity, migrationSurvey, migrationColumn,
    ]
}
