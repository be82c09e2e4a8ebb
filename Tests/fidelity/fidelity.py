#!/usr/bin/env python3
"""How much of an old site's text and structure arrives in the Markdown.

    fidelity.py --hearth .build/release/hearth --data ../shared/data [--pandoc /usr/bin/pandoc] [--only TEXT] [--json FILE]

Each data set is migrated into a new site. The reference is read from the sources without Hearth: saved pages by html5lib,
Confluence, Office and WordPress by ElementTree, wikitext by taking its marks away, mail by Python's own library. The
result is what `hearth render` makes of the Markdown, so that the way back is measured as well. Words count when they come
in the order of the source (longest common subsequence, by diff); "and back" also counts, as faults, words of the rendered
page that its source does not show (titles and comments apart). Below each data set stands what differs, by kind:
people called by their handle, and what the source holds beside its text, such as the title of a page that a link leads to,
are no faults; all others are counted, also words that differ only in the spaces between them. pandoc reads the same files, where it is installed and knows
the format.

Conversations are what people typed, without signatures, list footers and the messages that they quote whole, which Hearth
leaves out by rules and counts. Of their pages the lines that say who wrote what, and when, are left out.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import html5lib

import confluence
import conversations
import mediawiki
import office
import sites
import wikis
import wordpress
from measure import COMMENTS, PARTS, Page, Result, Score, Site, in_order, marks_of, pandoc_page, parse, unquoted, words

# How many of the pages that differ most the report names.
SHOW = 5


# --- Stack Exchange dumps


def measure_stackexchange(hearth, pandoc, folder):
    site = Site(hearth, folder, "stackexchange", "groups/trial")
    ours, theirs = Score(), Score()
    posts = next(path for path in pathlib.Path(folder).rglob("*") if path.name.lower() == "posts.xml")
    rows = []
    for _, row in ElementTree.iterparse(posts):
        kind = {"1": "question", "2": "answer"}.get(row.get("PostTypeId") or "")
        key = f"{kind}/{row.get('Id')}"
        if kind and key in site.files:
            rows.append((key, row.get("Body") or ""))
        row.clear()

    def one(row):
        key, body = row
        page = Page(html5lib.parse(body, treebuilder="etree", namespaceHTMLElements=False))
        source = [word for line in page.lines for word in words(line[0])]
        return key, source, marks_of(page.lines), site.page(key, page.heads), pandoc and pandoc_page(pandoc, body.encode())

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for key, source, marks, result, other in pool.map(one, rows):
            ours.add(key, source, marks, result)
            if pandoc and other:
                theirs.add(key, source, marks, other)
    return site, ours, theirs


# --- Confluence


class NoSite:
    """Of several sites, which are closed already."""

    def close(self):
        pass


def add_confluence(hearth, folder, ours):
    """One `entities.xml`."""
    dump = pathlib.Path(folder, "entities.xml")
    site = Site(hearth, str(folder), "confluence", "groups/trial")
    texts, pages, attachments = confluence.bodies(dump), confluence.Pages(dump), confluence.files(dump)
    others = confluence.texts(texts.values())
    files = {path.name.casefold() for path in pathlib.Path(site.root, "Content").rglob("files/**/*")}
    has_file = lambda name: name is None or any(re.sub(r"\W+", "-", name.casefold()).strip("-")[:8] in file for file in files)
    for key in sorted(site.files):
        own = key.removeprefix("page/")
        body = texts.get(own)
        root = confluence.document(body, pages.of(own), has_file) if body is not None else None
        if root is None:
            continue
        page = Page(root, lambda image: True, lambda address: "://" in address or address == "there")
        source = [word for line in page.lines for word in words(line[0])]
        whole = confluence.whole(body, sorted(pages.titles) + sorted(attachments), others)
        ours.add(f"{os.path.basename(str(folder))} {key}", source, marks_of(page.lines), site.page(key, page.heads), whole)
    site.close()


def measure_confluence(hearth, pandoc, folder):
    """XML exports, and texts of pages that come without one; pandoc does not read the storage format."""
    ours = Score()
    for dump in sorted(pathlib.Path(folder).rglob("entities.xml")):
        add_confluence(hearth, dump.parent, ours)
    pages = confluence.loose(pathlib.Path(folder))
    if pages:
        made = confluence.wrapped(pages)
        add_confluence(hearth, made, ours)
        shutil.rmtree(made)
    return NoSite(), ours, None


def measure_confluence_html(hearth, pandoc, folder):
    site = Site(hearth, folder, "confluence", "groups/trial")
    ours, theirs = Score(), Score()
    for path in sorted(pathlib.Path(folder).rglob("*.html")):
        number = re.search(r"(\d+)\.html$", path.name)
        key = f"page/{number[1]}" if number else ""
        if key not in site.files:
            continue
        root = parse(path.read_bytes())
        main = next((each for each in root.iter() if each.get("id") == "main-content"), None)
        if main is None:
            continue
        body = ElementTree.Element("body")
        body.append(main)
        whole = ElementTree.Element("html")
        whole.append(body)
        page = Page(whole)
        source, marks = [word for line in page.lines for word in words(line[0])], marks_of(page.lines)
        ours.add(key, source, marks, site.page(key, page.heads))
        other = pandoc and pandoc_page(pandoc, ElementTree.tostring(main, encoding="utf-8", method="html"))
        if other:
            theirs.add(key, source, marks, other)
    return site, ours, theirs


# --- conversations


# What Hearth writes around the messages of a page, not of them: days, and who said it when.
FRAME = re.compile(r"^(?:## \d{4}-\d\d-\d\d|\*\*@?[^*\n]*\*\*, \d\d:\d\d.*)$", re.M)


class Conversations:
    """The posts of a migrated data set: the text of each by the id that its front matter tells, and all comments, which
    have none."""

    def __init__(self, site):
        self.site = site
        self.text = {}
        self.comments = []
        for path in sorted(pathlib.Path(site.root, "Content").rglob("*.md")):
            matter, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
            found = re.search(r"^  id: (.*)$", matter, re.M)
            own, *comments = COMMENTS.split(body)
            self.comments += [self.words(comment) for comment in comments]
            if found:
                self.text[unquoted(found[1])] = own

    def words(self, body):
        html = subprocess.run(
            [self.site.hearth, "render", "-"], input=FRAME.sub("", body), cwd=self.site.root, capture_output=True, text=True).stdout
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        return [word for line in page.lines for word in plain_words(line[0])]

    def comment(self, source, whole=None):
        """The words of the comment that a message became: the one most like it, or like all that the message holds."""
        if not source:
            return []

        def likeness(each):
            return max(2 * (collections.Counter(text) & collections.Counter(each)).total() / (len(text) + len(each) or 1)
                       for text in (source, whole or source))

        best = sorted(self.comments, key=likeness)
        return max(best[-4:], default=[], key=lambda each: (
            in_order(source, each) == len(source), 2 * in_order(source, each) / (len(source) + len(each) or 1)))

    def result(self, found):
        """Structure is not measured: what people type into such programs has none to count on."""
        return Result(found, collections.Counter())


def plain_words(text):
    """Addresses of mail are hidden by a rule, and handles stand for names: neither is compared."""
    return words(conversations.ADDRESS.sub(" ", text))


def measure_mbox(hearth, pandoc, folder):
    site = Site(hearth, folder, "mbox", "groups/trial")
    posts = Conversations(site)
    ours = Score()
    for key, (text, whole) in conversations.mails(folder).items():
        source = plain_words(text)
        body = posts.text.get("message/" + key)
        # A comment stands below the answer that it is about.
        result = posts.comment(source, plain_words(whole)) if body is None else posts.words(body)
        ours.add("message/" + key, source, collections.Counter(), posts.result(result), plain_words(whole))
    return site, ours, Score()


def measure_slack(hearth, pandoc, folder):
    site = Site(hearth, folder, "slack", "groups/trial")
    ours = Score()
    posts = Conversations(site)
    for channel, (text, whole) in conversations.slack(folder).items():
        pages = sorted(
            path for path in pathlib.Path(site.root, "Content/groups/trial/channels").rglob("*.md")
            if path.name != "index.md" and f'title: "#{channel}, ' in path.read_text(encoding="utf-8"))
        result = [word for path in pages for word in posts.words(path.read_text(encoding="utf-8").split("\n---\n", 1)[1])]
        ours.add("#" + channel, plain_words(text), collections.Counter(), posts.result(result), plain_words(whole))
    return site, ours, Score()


def measure_discourse(hearth, pandoc, folder):
    site = Site(hearth, folder, "discourse", "groups/trial")
    posts = Conversations(site)
    ours, theirs = Score(), Score()
    for (topic, number), cooked in conversations.discourse(folder).items():
        html = re.sub(r'<img[^>]*class="avatar"[^>]*>', "", cooked)
        html = re.sub(r'<img[^>]*alt="(:[^"]*:)"[^>]*class="emoji"[^>]*>|<img[^>]*class="emoji"[^>]*alt="(:[^"]*:)"[^>]*>', r" \1\2 ", html)
        html = re.sub(r'<div class="meta">.*?</div>', "", html, flags=re.S)
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        source = [word for line in page.lines for word in plain_words(line[0])]
        key = f"post/{topic}/{number}"
        result = posts.words(posts.text[key]) if key in posts.text else posts.comment(source)
        ours.add(key, source, collections.Counter(), posts.result(result))
        other = pandoc and pandoc_page(pandoc, html.encode())
        if other:
            theirs.add(key, source, collections.Counter(), other)
    return site, ours, theirs


# --- wikis, WordPress and documents


def compare(site, pandoc, sources, reads):
    """The scores of both, a source at a time; `reads` tells what pandoc calls the format of one."""
    ours, theirs = Score(), Score()

    def one(source):
        return source, site.page(source.key, source.heads), pandoc and pandoc_page(pandoc, source.data, reads(source))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, result, other in pool.map(one, sources):
            ours.add(source.key, source.words, source.marks, result, source.whole)
            if pandoc and other is None:
                theirs.failed += 1
            elif pandoc:
                theirs.add(source.key, source.words, source.marks, other)
    return site, ours, theirs


def measure_sources(hearth, pandoc, folder, system, sources, reads):
    """Records with words and marks of their own; `reads` is what pandoc calls the format."""
    site = Site(hearth, folder, system, "groups/trial")
    return compare(site, pandoc, [source for source in sources if source.key in site.files], lambda source: reads)


def measure_dokuwiki(hearth, pandoc, folder):
    return measure_sources(hearth, pandoc, folder, "dokuwiki", wikis.dokuwiki(folder), "dokuwiki")


def measure_mediawiki(hearth, pandoc, folder):
    return measure_sources(hearth, pandoc, folder, "mediawiki", mediawiki.mediawiki(folder), "mediawiki")


def measure_wordpress(hearth, pandoc, file):
    """One export, a file: several in a folder would be one site."""
    return measure_sources(hearth, pandoc, file, "wordpress", wordpress.wordpress(file), "html")


def measure_documents(hearth, pandoc, folder):
    """docx and odt files of a folder; pandoc gets each in its own format."""
    found = []
    for path, source in office.documents(folder):
        source.key = os.path.relpath(path, folder)
        found.append(source)
    site = Site(hearth, folder, "docx", "groups/trial")
    names = {key: key for key in site.files}
    # A folder with nothing beside it is no part of the names.
    for source in found:
        if source.key not in names:
            source.key = next((key for key in names if source.key.endswith("/" + key)), "")

    return compare(site, pandoc, [each for each in found if each.key], lambda source: source.key.rsplit(".", 1)[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", required=True)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--pandoc", default=shutil.which("pandoc"))
    parser.add_argument("--only", default="", help="only data sets whose path contains this")
    parser.add_argument("--json")
    options = parser.parse_args()
    hearth = os.path.abspath(options.hearth)
    sets = [("html", folder) for folder in sorted(pathlib.Path(options.data).glob("static-html/*"))]
    sets += [("stackexchange", folder) for folder in sorted(pathlib.Path(options.data).glob("stackexchange/*"))]
    sets += [(kind, folder) for kind in ("confluence-html", "confluence-xml")
             for folder in sorted(pathlib.Path(options.data).glob(f"{kind}/*"))]
    for system in ("mbox", "slack", "discourse", "dokuwiki"):
        sets += [(system, folder) for folder in sorted(pathlib.Path(options.data).glob(system + "/*"))]
    sets += [("docx", folder) for folder in sorted(pathlib.Path(options.data).glob("office-docs/*"))]
    for dump in sorted(pathlib.Path(options.data).glob("mediawiki/**/*.xml")):
        with open(dump, "rb") as start:
            if b"<mediawiki" in start.read(1000):
                sets.append(("mediawiki", dump.parent))
    sets += [("wordpress", file) for file in sorted(pathlib.Path(options.data).glob("wordpress-wxr/**/*.xml"))]
    sets = [(system, str(folder)) for system, folder in sets
            if (folder.is_dir() or system == "wordpress") and options.only in f"{system}: {folder}"]
    if not sets:
        print(f"fidelity: skipped, there is no data in {options.data}")
        return 0
    if not options.pandoc:
        print("fidelity: pandoc is not installed (apt-get install pandoc), so Hearth stands alone")
    print(f"{'data set':<34} {'pages':>5} {'words':>8} {'in order':>9} {'and back':>9}  structure kept")
    low, out = [], {}
    for system, folder in sets:
        measure = {"html": sites.measure_html, "stackexchange": measure_stackexchange, "confluence-html": measure_confluence_html,
                   "confluence-xml": measure_confluence, "mbox": measure_mbox, "slack": measure_slack,
                   "discourse": measure_discourse, "dokuwiki": measure_dokuwiki, "mediawiki": measure_mediawiki,
                   "wordpress": measure_wordpress, "docx": measure_documents}[system]
        site, ours, theirs = measure(hearth, options.pandoc, os.path.abspath(folder))
        title = f"{system}: {os.path.basename(folder)}"[:34]
        print(ours.row(title))
        if options.pandoc and theirs is not None and theirs.pages:
            refused = f" ({theirs.failed} refused)" if theirs.failed else ""
            print(theirs.row("  pandoc" + refused))
        for count, what in sorted(ours.worst, reverse=True)[:SHOW]:
            print(f"    {count} words missing in {what}")
        for count, what in sorted(ours.most, reverse=True)[:SHOW]:
            print(f"    {count} words too many in {what}")
        if ours.differences():
            print("    differences: " + "; ".join(ours.differences()))
        sys.stdout.flush()
        out[title] = {"words": ours.share, "and back": ours.same, **{part: ours.result[part] / ours.source[part] for part in PARTS if ours.source[part]}}
        if ours.share < 0.995:
            low.append(f"{title}: {100 * ours.share:.2f} % of the words, 99.5 % wanted")
        low += [f"{title}: {100 * value:.1f} % of {part}, 99 % wanted" for part, value in out[title].items()
                if part in PARTS and value < 0.99]
        if options.pandoc and theirs is not None and theirs.pages and theirs.share > ours.share:
            low.append(f"{title}: below pandoc ({100 * theirs.share:.2f} %)")
        site.close()
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(out, indent=2))
    for line in low:
        print("below the goal: " + line)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
