/// Problems of writing the site.
extension DiagnosticKind {
    package static let buildLocked = DiagnosticKind(
        "build-locked", .error, "another build is running",
        """
        Two builds that write the same site at once would leave a mix of both: two of one project, or of two projects that build \
        into one folder. Wait until the other one is done. The lock belongs to a running program: it never has to be removed by \
        hand.
        """)
    package static let fileError = DiagnosticKind(
        "file-error", .error, "the operating system refused",
        """
        A file or folder could not be read or written: no permission, a full disk, a path that is too long. The message says \
        which, and whether a part of the new site is in its place already. Otherwise what was published before is still whole.
        """)
    package static let unownedFiles = DiagnosticKind(
        "unowned-files", .warning, "the output folder holds files that this build did not make",
        """
        Hearth only removes what it wrote itself, and it keeps a list of that in .hearth/. The list is missing, is not the one \
        that the last build left, or is older than the folder: pages that you deleted from the content may still be published. \
        Remove the output folder once by hand, then build again. 'hearth build --verify' names such files whenever it is run.
        """)
    package static let outputDiffers = DiagnosticKind(
        "output-differs", .error, "a file of the output is not what a build from scratch makes",
        """
        'hearth build --verify' makes every file anew and compares it with the output folder. A file that differs was changed \
        there by something else, or an incremental build of Hearth was wrong, which should be reported. \
        'hearth build --full' writes everything anew.
        """)
    package static let audienceLeak = DiagnosticKind(
        "audience-leak", .error, "a page would show something that its readers may not see",
        """
        Hearth compared who may read each output with who may read each of its sources, and they do not fit. Nothing was written. \
        This is a fault of Hearth, not of your content: please report it with this message.
        """)
    package static let redirectShadowed = DiagnosticKind(
        "redirect-shadowed", .note, "an old address has no fallback page of its own",
        """
        Another page lies where the fallback page for this old address would go. The address is in redirects.json, so a web server \
        that uses that list still redirects it.
        """)
    package static let addressTooLong = DiagnosticKind(
        "address-too-long", .error, "an address is too long to be a file",
        """
        No part of an address may be longer than 255 bytes, because each is the name of a file or folder. The page was not written. \
        Give it a shorter slug:, or shorten the tag or old address that it comes from.
        """)
    package static let noBaseURL = DiagnosticKind(
        "no-base-url", .note, "no feeds and no sitemap without baseURL",
        """
        Feeds, the sitemap and canonical links need the full address of the site. Set baseURL: in hearth.yml. Everything else \
        works without it.
        """)
    package static let alreadyInitialized = DiagnosticKind(
        "already-initialized", .error, "there is a site here already",
        "hearth init never overwrites a site. Choose another folder, or change the files that are there.")
    package static let staleBaseline = DiagnosticKind(
        "stale-baseline", .note, "the baseline knows a problem that is gone",
        """
        Each line of the baseline stands for one problem that was there when it was written. This one has been mended, so its line \
        would hide the next mistake of the same kind in that file. Remove the line, or write the baseline again with \
        'hearth check --write-baseline'.
        """)

    /// All kinds of this file, for `hearth explain`.
    package static let buildKinds: [DiagnosticKind] = [
        addressTooLong, buildLocked, fileError, unownedFiles, outputDiffers, audienceLeak, redirectShadowed, noBaseURL,
        alreadyInitialized, staleBaseline,
    ]
}
