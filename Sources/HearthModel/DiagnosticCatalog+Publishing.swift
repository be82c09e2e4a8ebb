/// Problems of publishing, of the preview and of new pages.
extension DiagnosticKind {
    package static let vanishedAddress = DiagnosticKind(
        "vanished-address", .error, "a published address is gone",
        """
        A page was published at this address, people have bookmarked and mailed it, and now nothing is there. If the page has \
        moved, add the old address to redirect_from: of the page; if git saw it being renamed, the message says which page that \
        is. If it is gone for good, add the address to the page that serves its readers best, or, if nobody needs it any \
        more, to gone: in hearth.yml.
        """)
    package static let vanishedList = DiagnosticKind(
        "vanished-list", .warning, "a published list is gone",
        """
        Hearth made the page at this address out of others, and now it makes none there: no page has the topic any more, or \
        the group has moved and its list did not come along. It is said once, and publishing goes on, because such a page also \
        ends when the last page in it expires. If a topic was renamed, add its old name to synonyms: of the new one in \
        hearth.yml, and its address and feed lead there. An address of a list can stand in redirect_from: of a page too.
        """)
    package static let addressForMembers = DiagnosticKind(
        "address-for-members", .warning, "a published address is now for members only",
        """
        Everybody could read the page at this address. It has become restricted and lies below its group's folder now, so its old \
        address answers "not found", to members too. That may be just what is meant. If members shall come on from their \
        bookmarks, add the old address to redirect_from: of the page: it then asks who is reading before it leads on.
        """)
    package static let reopensPages = DiagnosticKind(
        "reopens-pages", .error, "a publish or a rollback would show pages to more readers than today",
        """
        What is live holds these pages back from readers who would see them now. In a publish that is mostly a line that got \
        lost: 'visibility: members' of a group opens everything in its folder. A few single pages are published with a warning; a \
        whole group, or more than five pages and files, are not. An older release has pages as they were then, also those that \
        have been restricted since. Nothing was changed. Look at the addresses that the message names ('hearth publish --dry-run' \
        lists all of them); if it is right that more readers see them, allow it once with --reopen, of publish or of rollback. A release with a folder for members of a group that the content does not restrict any more is \
        held back in the same way: the web server's rules are made of the content, so nobody may be asked there who they are. To \
        take back other changes without that, mend the content and publish it.
        """)
    package static let openedPages = DiagnosticKind(
        "opened-pages", .warning, "pages are open to more readers than before",
        """
        What was live until now held these pages and files back from readers who see them from now on. If that is meant, nothing \
        is to be done. If a line such as 'visibility: members' got lost, write it again and publish; who has read the pages in \
        between has read them.
        """)
    package static let manyDeletions = DiagnosticKind(
        "many-deletions", .error, "a publish would remove very many pages",
        """
        More of the published pages would disappear than is usual, which mostly means a wrong folder, a branch that is not the \
        right one, or content that was not checked out. Nothing was changed. Look at the difference with 'hearth publish \
        --dry-run', and if it is right allow it once with --max-delete 100.
        """)
    package static let newRestrictedFolder = DiagnosticKind(
        "new-restricted-folder", .warning, "a folder for members only is published for the first time",
        """
        Only the web server can ask who is reading. A folder for members needs its rule there before it is published, otherwise \
        everybody can read it. 'hearth server-config' writes the rules for nginx, Apache and Caddy.
        """)
    package static let changedAccessGroup = DiagnosticKind(
        "changed-access-group", .warning, "a group's members are those of another directory group now",
        """
        Only the web server can ask who is reading, and it asks for the directory group that its rules name. 'access_group:' or \
        'audiences:' says another one since the last publish, so who may read the folder does not change until the server has \
        its rules anew. 'hearth server-config' writes them.
        """)
    package static let foreignFiles = DiagnosticKind(
        "foreign-files", .warning, "the place to publish to holds files that Hearth did not write",
        """
        A daemon's module or a plain folder of rsync has no releases: the site's files lie there beside whatever else is there, \
        which Hearth never removes. It tells its own files by a list in '.hearth/publish'. If that list got lost, pages of an \
        earlier publish may be among the others: remove those by hand.
        """)
    package static let publishFailed = DiagnosticKind(
        "publish-failed", .error, "the site could not be published",
        """
        What was live before is still live: a release goes live only when all of it has arrived. The message says what went \
        wrong. Run the command again when that is mended.
        """)
    package static let takenBack = DiagnosticKind(
        "taken-back", .warning, "what a rollback took back is not published again",
        """
        The site as it is committed was published, and somebody rolled back from it. A schedule that publishes each night would \
        bring it back without a word, so nothing is published until there is another commit: 'git revert', or one that mends \
        what was wrong. 'hearth rollback --to' with the name of the release makes it live again as it was.
        """)
    package static let publishUnfinished = DiagnosticKind(
        "publish-unfinished", .warning, "the site is live, but the work after that could not be ended",
        """
        Readers have the new release. After a switch Hearth notes where the release came from and removes the oldest releases, and \
        one of these was refused by the system: the message says which file and why. Mend that, for a disk that fills up \
        ends publishing one day. The next publish that changes something tries again.
        """)
    package static let publishLocked = DiagnosticKind(
        "publish-locked", .error, "another publish is running",
        """
        Two publishes to the same place would remove each other's releases. Wait until the other one is done, or \
        let this one wait with --wait. The lock belongs to \
        a running program: it never has to be removed by hand.
        """)
    package static let toolMissing = DiagnosticKind(
        "tool-missing", .error, "another program is needed and cannot be run",
        """
        Hearth sends sites with rsync or rclone, compresses with gzip or brotli, and asks git for history. The program that the \
        message names is not installed or cannot be started. Install it, or choose another kind of target.
        """)
    package static let hookProblem = DiagnosticKind(
        "hook-problem", .error, "the git hook cannot be installed or cannot do its work",
        """
        The hook of a repository builds and publishes what is pushed. It is installed for one target, and it publishes nowhere \
        else: if hearth.yml names another place since then, an administrator runs 'hearth hook install' again.
        """)
    package static let portTaken = DiagnosticKind(
        "port-taken", .error, "the preview cannot listen on this port",
        """
        Another program, perhaps another preview, listens there already, or the port needs more rights. Stop the other one, or \
        choose a port with --port.
        """)
    package static let noSuchAddress = DiagnosticKind(
        "no-such-address", .error, "the preview cannot listen at this address",
        """
        A program can listen only at addresses of the machine that it runs on. --bind names another one, or this machine does not \
        speak that kind of address. 127.0.0.1 is this machine alone, 0.0.0.0 all of its addresses, ::1 and :: are the same of IPv6.
        """)
    package static let fileExists = DiagnosticKind(
        "file-exists", .error, "a new page would replace a file",
        "hearth new never overwrites a file. Choose another name with --slug, or open the file that is there.")

    /// All kinds of this file, for `hearth explain`.
    package static let publishingKinds: [DiagnosticKind] = [
        vanishedAddress, vanishedList, addressForMembers, reopensPages, openedPages, manyDeletions, newRestrictedFolder,
        changedAccessGroup, foreignFiles, publishFailed, takenBack, publishUnfinished, publishLocked, toolMissing,
        hookProblem,
        portTaken, noSuchAddress, fileExists,
    ]
}
