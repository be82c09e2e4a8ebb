#!/usr/bin/env python3
"""How much of an old site's text and structure arrives in the Markdown.

    fidelity.py --hearth .build/release/hearth --data ../shared/data [--pandoc /usr/bin/pandoc] [--json FILE]

Each data set is migrated into a new site. The reference is taken from the sources by html5lib, not by Hearth: the words
that a browser shows, without the lines that most pages of the site or of the folder repeat. The result is what
`hearth render` makes of the Markdown, so that the way back is measured as well. Words count when they come in the order
of the source (longest common subsequence, by diff). pandoc reads the same files, where it is installed. Texts in
Confluence's storage format are read by ElementTree (confluence.py); pandoc does not know that format.

Conversations are read by Python's mailbox formats and json (conversations.py): what people typed, without signatures,
list footers and the messages that they quote whole, which Hearth leaves out by rules and counts.
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
import tempfile
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ElementTree

import conversations
import html5lib

import confluence

HIDDEN = {"script", "style", "head", "title", "noscript", "template", "select", "textarea", "option", "object", "iframe",
          "noframes", "button", "svg", "audio", "video", "map", "applet", "embed", "math", "canvas", "marquee"}
BLOCKS = {"p", "div", "td", "th", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
          "blockquote", "br", "hr", "body", "section", "article", "header", "footer", "nav", "main", "aside", "center", "form",
          "address", "caption", "fieldset", "figure", "figcaption"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PARTS = ["headings", "items", "cells", "links", "images", "code"]
# A line on so many of the pages is no page's own.
USUAL = 0.4
LEAST = 4


def name(node):
    """The tag of an element; comments have none."""
    return node.tag.split("}")[-1] if isinstance(node.tag, str) else None


def words(text):
    """What a reader would call the words: marks of lists and tables do not count, and m² is m2."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text))


class Page:
    """The lines of a page in the order of reading, and its structure."""

    def __init__(self, root, keep_image=lambda source: True, keep_link=lambda address: True):
        self.lines = []
        self.line = []
        self.found = []
        self.keep_image, self.keep_link = keep_image, keep_link
        body = next((child for child in root if name(child) == "body"), None)
        if body is not None:
            self.walk(body, False, False)
            self.flush()
        self.heads = {text.casefold() for text, marks, _ in self.lines if "headings" in marks}

    def flush(self):
        text = " ".join("".join(part[0] for part in self.line).split())
        if text or any(part[1] for part in self.line):
            marks = [mark for part in self.line for mark in part[1]]
            self.lines.append((text, marks, any(part[2] for part in self.line)))
        self.line = []

    def add(self, text, marks=(), data=False):
        self.line.append((text, list(marks), data))

    def walk(self, node, data, own):
        """`own` is set inside an article or section, whose header is its own."""
        tag = name(node)
        if tag is None or tag in HIDDEN:
            return
        # The elements that HTML has for what is not the content of the page.
        if tag == "nav" or node.get("role") == "navigation" or (tag in ("header", "footer") and not own):
            self.flush()
            return
        own = own or tag in ("article", "section")
        style = (node.get("style") or "").replace(" ", "").lower()
        if "mso-list:ignore" in style or "display:none" in style:
            return
        block = tag in BLOCKS
        if block:
            self.flush()
        text = "".join(node.itertext()).strip()
        marks = []
        if tag in HEADINGS and text:
            marks.append("headings")
        if tag == "li" and text:
            marks.append("items")
        if tag in ("td", "th") and data and text:
            marks.append("cells")
        if tag == "a" and text and node.get("href", "").strip() and self.keep_link(node.get("href")):
            marks.append("links")
        if tag == "img" and self.keep_image(node):
            marks.append("images")
        faces = "".join((each.get("style") or "") + (each.get("face") or "") for each in node.iter()) if tag == "pre" else ""
        if tag == "pre" and text and not re.search("Times|Arial|Verdana|Calibri|Tahoma", faces):
            marks.append("code")
        if marks:
            self.add("", marks, data)
        inner = data
        if tag == "table":
            inner = is_data(node)
        self.add(node.text or "", (), inner)
        marker = False
        for child in node:
            if name(child) is None:
                comment = child.text or ""
                if "if !supportLists" in comment:
                    marker = True
                elif "endif" in comment:
                    marker = False
            elif not marker:
                self.walk(child, inner, own)
            if not marker:
                self.add(child.tail or "", (), inner)
        if block:
            self.flush()


def is_data(table):
    """A table that a reader would call one: two rows and columns at least, with heads or lines, nothing bigger inside."""
    rows = [row for row in table.iter() if name(row) == "tr"]
    cells = [[cell for cell in row if name(cell) in ("td", "th")] for row in rows]
    inside = {name(node) for node in table.iter()} - {"table"}
    nested = sum(1 for node in table.iter() if name(node) == "table") > 1
    if nested or inside & HEADINGS or "form" in inside or len(rows) < 2 or max(map(len, cells), default=0) < 2:
        return False
    if "th" in inside:
        return True
    return table.get("border", "0") not in ("0", "") or "collapse" in (table.get("style") or "")


def parse(data, encoding=None):
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig") if encoding is None else data.decode(encoding)
        except UnicodeDecodeError:
            return html5lib.parse(data, treebuilder="etree", namespaceHTMLElements=False)
    return html5lib.parse(data, treebuilder="etree", namespaceHTMLElements=False)


def in_order(source, result, show=None):
    """How many words of `source` are in `result`, in order."""
    if not source:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, part) for part in ("a", "b")]
        for path, text in zip(paths, (source, result)):
            pathlib.Path(path).write_text("".join(word + "\n" for word in text), encoding="utf-8")
        done = subprocess.run(["diff", "--minimal", *paths], capture_output=True, text=True, encoding="utf-8")
    missing = [line[2:] for line in done.stdout.splitlines() if line.startswith("<")]
    if show is not None:
        show += missing
    return len(source) - len(missing)


class Score:
    def __init__(self):
        self.pages = self.words = self.found = self.extra = self.failed = 0
        self.source = collections.Counter()
        self.result = collections.Counter()
        self.worst = []

    def add(self, what, source_words, result_words, source_marks, result_marks):
        missing = []
        found = in_order(source_words, result_words, missing)
        self.pages += 1
        self.words += len(source_words)
        self.found += found
        self.extra += max(0, len(result_words) - found)
        for part in PARTS:
            self.source[part] += source_marks[part]
            self.result[part] += min(source_marks[part], result_marks[part])
        if found < len(source_words):
            self.worst.append((len(source_words) - found, f"{what}: {' '.join(missing[:12])}"))

    @property
    def share(self):
        return self.found / self.words if self.words else 1.0

    def row(self, title):
        marks = " ".join(
            f"{part} {100 * self.result[part] / self.source[part]:.1f}%" for part in PARTS if self.source[part])
        return f"{title:<34} {self.pages:>5} {self.words:>8} {100 * self.share:>8.2f}%  {marks}"


def marks_of(lines):
    return collections.Counter(mark for line in lines for mark in line[1])


class Site:
    """A migrated data set."""

    def __init__(self, hearth, source, system, into):
        self.root = tempfile.mkdtemp(prefix="hearth-fidelity-")
        self.hearth = hearth
        pathlib.Path(self.root, "hearth.yml").write_text("title: Trial\nbaseURL: https://trial.example/\n")
        pathlib.Path(self.root, "Content").mkdir()
        run = subprocess.run([hearth, "migrate", system, source, "--into", into], cwd=self.root, capture_output=True, text=True)
        self.status = run.returncode
        self.log = run.stderr
        self.files = {}
        for path in pathlib.Path(self.root, "Content").rglob("*.md"):
            matter = path.read_text(encoding="utf-8").split("\n---\n")[0]
            found = re.search(r"^  id: (.*)$", matter, re.M)
            title = re.search(r"^(?:title|name): (.*)$", matter, re.M)
            if found:
                self.files[unquoted(found[1])] = (path, unquoted(title[1]) if title else "")

    def page(self, key, heads):
        """The words and marks of a page as Hearth renders it; `heads` are the headings of its source."""
        path, title = self.files[key]
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        html = subprocess.run([self.hearth, "render", "-"], input=body, cwd=self.root, capture_output=True, text=True).stdout
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        marks = marks_of(page.lines)
        # A table of Markdown has no layout: all of its cells are data.
        marks["cells"] = len(re.findall(r"<t[dh][ >](?!</t)", html))
        # The heading that says the title is the page's title now.
        if title.casefold() in heads and title.casefold() not in page.heads:
            marks["headings"] += 1
        return words(title) + [word for line in page.lines for word in words(line[0])], marks

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)


def unquoted(text):
    if text.startswith('"'):
        return json.loads(text.replace("\\U", "\\u")) if "\\U" not in text else text
    return text


def pandoc_page(pandoc, data):
    """What pandoc makes of the same bytes, there and back; None when it refuses them."""
    try:
        there = subprocess.run([pandoc, "-f", "html", "-t", "gfm"], input=data, capture_output=True, timeout=60)
        if there.returncode:
            return None
        back = subprocess.run([pandoc, "-f", "gfm", "-t", "html"], input=there.stdout, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    page = Page(parse(back.stdout))
    return [word for line in page.lines for word in words(line[0])], marks_of(page.lines)


# --- saved web sites


def repeated(pages):
    """The lines that most pages of the site, or of a folder, have."""
    tree, folders, sizes = collections.Counter(), collections.defaultdict(collections.Counter), collections.Counter()
    for path, page in pages.items():
        sizes[os.path.dirname(path)] += 1
        for line in {text for text, _, data in page.lines if text and not data}:
            tree[line] += 1
            folders[os.path.dirname(path)][line] += 1

    def usual(path, line):
        folder = os.path.dirname(path)
        if len(pages) >= LEAST and tree[line] >= max(LEAST, USUAL * len(pages)):
            return True
        return sizes[folder] >= LEAST and folders[folder][line] >= max(LEAST, USUAL * sizes[folder])

    return usual


def border(root):
    """What FrontPage marks as navigation: rows of its tables other than the cell behind the mark."""
    for parent in list(root.iter()):
        children = list(parent)
        if name(parent) == "tr":
            marked = [index for index, child in enumerate(children) if name(child) is None and child.text == "msnavigation"]
            for index, child in enumerate(children):
                if name(child) == "td" and marked and index - 1 not in marked:
                    parent.remove(child)
        for index, child in enumerate(children[:-1]):
            after = children[index + 1]
            if name(child) is None and child.text == "msnavigation" and name(after) == "table":
                first = next((row for row in after.iter() if name(row) == "tr"), None)
                if first is not None and not any(name(cell) is None and cell.text == "msnavigation" for cell in first):
                    parent.remove(after)


def measure_html(hearth, pandoc, folder):
    site = Site(hearth, folder, "html", "groups/trial")
    files = {os.path.relpath(os.path.join(top, each), folder) for top, _, names in os.walk(folder) for each in names}
    folded = {path.lower() for path in files}

    def exists(page, address):
        address = address.strip().replace("\\", "/")
        if re.match(r"(?i)(https?|mailto|ftp|tel):", address):
            return True
        if re.match(r"(?i)[a-z]+:", address) or address.startswith("#"):
            return False
        path = urllib.parse.unquote(address.split("#")[0].split("?")[0])
        base = "" if path.startswith("/") else os.path.dirname(page)
        full = os.path.normpath(os.path.join(base, path.lstrip("/"))).lower()
        # A link to the very page that one reads leads nowhere.
        if full == page.lower():
            return False
        return full in folded or any(os.path.join(full, index) in folded for index in ("index.htm", "index.html"))

    pages = {}
    raw = {}
    for path in sorted(files & set(site.files)):
        raw[path] = pathlib.Path(folder, path).read_bytes()
        root = parse(raw[path])
        border(root)

        def image(node, page=path):
            source = node.get("src") or ""
            size = [int(re.match(r"\d+", node.get(side) or "99")[0]) if re.match(r"\d+", node.get(side) or "99") else 99
                    for side in ("width", "height")]
            drawn = "_themes" in source or "_derived" in source or min(size) <= 2 or (size[0] >= 150 and size[1] <= 20)
            return not drawn and bool(source) and exists(page, source)

        pages[path] = Page(root, image, lambda address, page=path: exists(page, address))
    usual = repeated(pages)
    ours, theirs = Score(), Score()

    def one(path):
        lines = [line for line in pages[path].lines if not usual(path, line[0])]
        source = [word for line in lines for word in words(line[0])]
        return path, source, marks_of(lines), site.page(path, pages[path].heads), pandoc and pandoc_page(pandoc, raw[path])

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, source, marks, result, other in pool.map(one, sorted(pages)):
            ours.add(path, source, result[0], marks, result[1])
            if pandoc and other is None:
                theirs.failed += 1
            if pandoc:
                theirs.add(path, source, *(([], marks, collections.Counter()) if other is None else (other[0], marks, other[1])))
    return site, ours, theirs


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
            ours.add(key, source, result[0], marks, result[1])
            if pandoc and other:
                theirs.add(key, source, other[0], marks, other[1])
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
    texts, known = confluence.bodies(dump), confluence.titles(dump)
    files = {path.name.casefold() for path in pathlib.Path(site.root, "Content").rglob("files/**/*")}
    has_file = lambda name: name is None or any(re.sub(r"\W+", "-", name.casefold()).strip("-")[:8] in file for file in files)
    for key in sorted(site.files):
        body = texts.get(key.removeprefix("page/"))
        root = confluence.document(body, known, has_file) if body is not None else None
        if root is None:
            continue
        page = Page(root, lambda image: True, lambda address: "://" in address or address == "there")
        source = [word for line in page.lines for word in words(line[0])]
        ours.add(f"{os.path.basename(str(folder))} {key}", source, site.page(key, page.heads)[0], marks_of(page.lines),
                 site.page(key, page.heads)[1])
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
        ours.add(key, source, site.page(key, page.heads)[0], marks, site.page(key, page.heads)[1])
        other = pandoc and pandoc_page(pandoc, ElementTree.tostring(main, encoding="utf-8", method="html"))
        if other:
            theirs.add(key, source, other[0], marks, other[1])
# --- conversations


class Conversations:
    """The posts of a migrated data set: the text of each by the id that its front matter or its heading tells."""

    def __init__(self, site):
        self.site = site
        self.text = {}
        for path in pathlib.Path(site.root, "Content").rglob("*.md"):
            matter, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
            found = re.search(r"^  id: (.*)$", matter, re.M)
            if found:
                self.text[unquoted(found[1])] = body

    def words(self, body):
        html = subprocess.run(
            [self.site.hearth, "render", "-"], input=body, cwd=self.site.root, capture_output=True, text=True).stdout
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        return [word for line in page.lines for word in words(line[0])]


def plain_words(text):
    """Addresses of mail are hidden by a rule, and handles stand for names: neither is compared."""
    return words(conversations.ADDRESS.sub(" ", text))


def measure_mbox(hearth, pandoc, folder):
    site = Site(hearth, folder, "mbox", "groups/trial")
    posts = Conversations(site)
    ours = Score()
    whole = None
    for key, text in conversations.mails(folder).items():
        source = plain_words(text)
        body = posts.text.get("message/" + key)
        if body is None:
            # A comment stands below the answer that it is about.
            whole = whole or {name: posts.words(text) for name, text in posts.text.items() if "### Comment" in text}
            result = max(whole.values(), key=lambda each: in_order(source, each), default=[]) if source else []
        else:
            result = posts.words(body)
        ours.add("message/" + key, source, result, collections.Counter(), collections.Counter())
    return site, ours, Score()


def measure_slack(hearth, pandoc, folder):
    site = Site(hearth, folder, "slack", "groups/trial")
    ours = Score()
    found, _ = conversations.slack(folder)
    posts = Conversations(site)
    for channel, text in found.items():
        pages = sorted(
            path for path in pathlib.Path(site.root, "Content/groups/trial/channels").rglob("*.md")
            if path.name != "index.md" and f'title: "#{channel}, ' in path.read_text(encoding="utf-8"))
        result = [word for path in pages for word in posts.words(path.read_text(encoding="utf-8").split("\n---\n", 1)[1])]
        ours.add("#" + channel, words(text), result, collections.Counter(), collections.Counter())
    return site, ours, Score()


def measure_discourse(hearth, pandoc, folder):
    site = Site(hearth, folder, "discourse", "groups/trial")
    posts = Conversations(site)
    ours, theirs = Score(), Score()
    whole = {name: posts.words(text) for name, text in posts.text.items() if "### Comment" in text}
    for (topic, number), cooked in conversations.discourse(folder).items():
        html = re.sub(r'<img[^>]*class="avatar"[^>]*>', "", cooked)
        html = re.sub(r'<img[^>]*alt="(:[^"]*:)"[^>]*class="emoji"[^>]*>|<img[^>]*class="emoji"[^>]*alt="(:[^"]*:)"[^>]*>', r" \1\2 ", html)
        html = re.sub(r'<div class="meta">.*?</div>', "", html, flags=re.S)
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        source = [word for line in page.lines for word in words(line[0])]
        key = f"post/{topic}/{number}"
        result = posts.words(posts.text[key]) if key in posts.text else max(
            whole.values(), key=lambda each: in_order(source, each), default=[])
        ours.add(key, source, result, collections.Counter(), collections.Counter())
        other = pandoc and pandoc_page(pandoc, html.encode())
        if other:
            theirs.add(key, source, other[0], collections.Counter(), collections.Counter())
    return site, ours, theirs


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
    for system in ("mbox", "slack", "discourse"):
        sets += [(system, folder) for folder in sorted(pathlib.Path(options.data).glob(system + "/*"))]
    sets = [(system, str(folder)) for system, folder in sets if folder.is_dir() and options.only in str(folder)]
    if not sets:
        print(f"fidelity: skipped, there is no data in {options.data}")
        return 0
    if not options.pandoc:
        print("fidelity: pandoc is not installed (apt-get install pandoc), so Hearth stands alone")
    print(f"{'data set':<34} {'pages':>5} {'words':>8} {'in order':>9}  structure kept")
    low, out = [], {}
    for system, folder in sets:
        measure = {"html": measure_html, "stackexchange": measure_stackexchange, "confluence-html": measure_confluence_html,
                   "confluence-xml": measure_confluence, "mbox": measure_mbox, "slack": measure_slack,
                   "discourse": measure_discourse}[system]
        site, ours, theirs = measure(hearth, options.pandoc, os.path.abspath(folder))
        title = f"{system}: {os.path.basename(folder)}"[:34]
        print(ours.row(title))
        if options.pandoc and theirs is not None and theirs.pages:
            refused = f" ({theirs.failed} refused)" if theirs.failed else ""
            print(theirs.row("  pandoc" + refused))
        for count, what in sorted(ours.worst, reverse=True)[:5]:
            print(f"    {count} words missing in {what}")
        sys.stdout.flush()
        out[title] = {"words": ours.share, **{part: ours.result[part] / ours.source[part] for part in PARTS if ours.source[part]}}
        if ours.share < 0.995:
            low.append(f"{title}: {100 * ours.share:.2f} % of the words, 99.5 % wanted")
        low += [f"{title}: {100 * value:.1f} % of {part}, 99 % wanted" for part, value in out[title].items()
                if part != "words" and value < 0.99]
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
