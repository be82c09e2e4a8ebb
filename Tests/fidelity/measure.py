"""The measure that all formats share: the words and the structure of a page, and what of them a result has."""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import typing
import unicodedata

import html5lib

HIDDEN = {"script", "style", "head", "title", "template", "select", "textarea", "option", "iframe",
          "noframes", "button", "svg", "audio", "video", "map", "embed", "math", "canvas"}
BLOCKS = {"p", "div", "td", "th", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
          "blockquote", "br", "hr", "body", "section", "article", "header", "footer", "nav", "main", "aside", "center", "form",
          "address", "caption", "fieldset", "figure", "figcaption"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Where the comments of a page begin.
COMMENTS = re.compile(r"^#{2,3} Comments?(?: — .*)?$", re.M)
TOGGLE = re.compile(r"javascript:.*(?:hide|show|toggle|collaps|expand|fold)", re.I)
PARTS = ["headings", "items", "cells", "links", "images", "code"]


def name(node):
    """The tag of an element; comments have none."""
    return node.tag.split("}")[-1] if isinstance(node.tag, str) else None


# Nobody sees them: they part no words.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
# Pictures made of letters and digits: the sign for information, and digits on keys.
SIGNS = re.compile("\u2139\ufe0f?|[0-9#*]\ufe0f?\u20e3")


def words(text):
    """What a reader would call the words: marks of lists and tables and typed rules do not count, and m² is m2."""
    return re.findall(r"(?!_+\b)\w+", unicodedata.normalize("NFKC", SIGNS.sub(" ", INVISIBLE.sub("", text))))


class Page:
    """The lines of a page in the order of reading, and its structure."""

    def __init__(self, root, keep_image=lambda source: True, keep_link=lambda address: True, has_template=False):
        """`has_template` where Dreamweaver may have bracketed what is the page's own; all else is its template's."""
        self.lines = []
        self.editable, self.bracketed = False, []
        self.line = []
        self.toggles = set()
        # What a browser shows in the place of pictures that are not there.
        self.instead = []
        self.keep_image, self.keep_link = keep_image, keep_link
        body = next((child for child in root if name(child) == "body"), None)
        if body is not None:
            self.walk(body, False, False)
            self.flush()
        if has_template and any(line[0] for line in self.bracketed):
            self.lines = self.bracketed
        self.heads = {text.casefold() for text, marks, _ in self.lines if "headings" in marks}

    def flush(self):
        text = " ".join("".join(part[0] for part in self.line).split())
        if text or any(part[1] for part in self.line):
            marks = [mark for part in self.line for mark in part[1]]
            self.lines.append((text, marks, any(part[2] for part in self.line)))
            if self.editable:
                self.bracketed.append(self.lines[-1])
        self.line = []

    def add(self, text, marks=(), data=False):
        self.line.append((text, list(marks), data))

    def walk(self, node, data, own):
        """`own` is set inside an article or section, whose header is its own."""
        tag = name(node)
        if tag is None or is_hidden(node):
            return
        # The elements that HTML has for what is not the content of the page.
        if tag == "nav" or node.get("role") == "navigation" or (tag in ("header", "footer") and not own):
            self.flush()
            return
        own = own or tag in ("article", "section")
        # The label that Hearth puts over a box; the source has a sign there.
        if "alert-title" in (node.get("class") or ""):
            return
        # The number of a footnote is no part of the word before it.
        if "footnote-ref" in (node.get("class") or "") or node.get("role") == "doc-noteref" or node.get("data-fn"):
            self.add(" ")
            return
        # In a heading a link to a script that shows what stands below it.
        if tag in HEADINGS:
            marks = [each for each in node.iter() if name(each) == "a" and TOGGLE.match(each.get("href") or "")]
            if len(shown(node).split()) > sum(len(shown(each).split()) for each in marks):
                self.toggles |= set(marks)
        if node in self.toggles:
            return
        block = tag in BLOCKS
        if block:
            self.flush()
        text = shown(node).strip()
        marks = []
        if tag in HEADINGS and text:
            marks.append("headings")
        # A cell of a Markdown table holds neither list nor code block, which is a named loss (table:block-in-cell).
        if tag == "li" and text and not data:
            marks.append("items")
        if tag in ("td", "th") and data and text:
            marks.append("cells")
        if tag == "a" and text and node.get("href", "").strip() and self.keep_link(node.get("href")):
            marks.append("links")
        if tag == "img":
            # A picture parts the words beside it.
            self.add(" ")
            if self.keep_image(node):
                marks.append("images")
            else:
                self.instead += words(node.get("alt") or "")
        if tag == "pre" and text and not data:
            faces = "".join((each.get("style") or "") + (each.get("face") or "") for each in node.iter())
            marks += [] if re.search("Times|Arial|Verdana|Calibri|Tahoma", faces) else ["code"]
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
                if "BeginEditable" in comment or "EndEditable" in comment:
                    self.flush()
                    self.editable = "BeginEditable" in comment and not re.search('"(doctitle|head)"', comment)
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


def is_hidden(node):
    """Whether a browser shows nothing of the element, or only a mark of Word's lists."""
    style = re.sub(r"\s", "", node.get("style") or "").lower()
    # That a page needs scripts is no part of its text.
    if name(node) == "noscript" and re.search("java ?script|scripting", "".join(node.itertext()), re.I):
        return True
    return (name(node) in HIDDEN or "mso-list:ignore" in style or "display:none" in style or "visibility:hidden" in style
            or node.get("hidden") is not None)


def shown(node):
    """The text of an element that a browser shows: a heading of nothing but a hidden part is none."""
    if name(node) is None or is_hidden(node):
        return ""
    return (node.text or "") + "".join(shown(child) + (child.tail or "") for child in node)


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


def in_order(source, result, show=None, more=None):
    """How many words of `source` are in `result`, in order; `show` gets those that are not, `more` those of `result` alone."""
    if not source:
        if more is not None:
            more += result
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, part) for part in ("a", "b")]
        for path, text in zip(paths, (source, result)):
            pathlib.Path(path).write_text("".join(word + "\n" for word in text), encoding="utf-8")
        done = subprocess.run(["diff", "--minimal", *paths], capture_output=True, text=True, encoding="utf-8")
    missing = [line[2:] for line in done.stdout.splitlines() if line.startswith("<")]
    if show is not None:
        show += missing
    if more is not None:
        more += [line[2:] for line in done.stdout.splitlines() if line.startswith(">")]
    return len(source) - len(missing)


class Result(typing.NamedTuple):
    """What a page became: its words and its structure."""
    words: list
    marks: collections.Counter
    # Words that do not come from the source's text: the title, when it is none of its headings.
    aside: tuple = ()
    # How many words at the start are a heading of the source, which is the page's title now.
    title: int = 0
    # Handles of people, in the order of the page: they stand for names.
    people: tuple = ()


# Of the words that differ, the kinds that the report names.
KINDS = ["parted", "people", "named", "source", "page"]
KINDS_TEXT = {"parted": "the same letters with other spaces", "people": "people by handle instead of name",
              "named": "in the source beside its text (quotes, names, titles, addresses)", "source": "only in the source",
              "page": "only on the page"}


class Score:
    def __init__(self):
        self.pages = self.words = self.found = self.extra = self.failed = 0
        self.source = collections.Counter()
        self.result = collections.Counter()
        self.kinds = collections.Counter()
        self.worst, self.most = [], []

    def add(self, what, source_words, source_marks, result, whole=None):
        """`whole` is the source's text with what may stay behind, such as the messages that a mail quotes, and with what it
        holds without showing it, such as the title of the page that a link leads to."""
        shown = result.words
        missing, more = [], []
        found = in_order(source_words, shown, missing, more)
        if result.title and missing:
            # The heading stood below a line or two, such as a path of pages.
            title, body = shown[:result.title], shown[result.title:]
            for place in range(1, 60):
                if source_words[place:place + len(title)] != title:
                    continue
                # Words for pictures that are not there may come before it.
                for there in {place, place + len(result.aside)}:
                    less, other = [], []
                    order = body[:there] + title + body[there:]
                    again = in_order(source_words, order, less, other)
                    if again > found:
                        shown, found, missing, more = order, again, less, other
        if whole is not None:
            # A title that is no heading of the source stands at the start, and is not looked for.
            front = 0
            while front < len(result.aside) and shown[front:front + 1] == [result.aside[front]]:
                front += 1
            other = []
            in_order(whole, shown[front:], None, other)
            rest = self.without(other, result.aside[front:])
            more = self.without(more, result.aside)
            if len(rest) < len(more):
                self.kinds["named"] += len(more) - len(rest)
                more = rest
        else:
            more = self.without(more, result.aside)
        rest = self.without(more, result.people)
        self.kinds["people"] += len(more) - len(rest)
        more = rest
        self.pages += 1
        self.words += len(source_words)
        self.found += found
        self.extra += len(more)
        self.name(missing, more)
        for part in PARTS:
            self.source[part] += source_marks[part]
            self.result[part] += min(source_marks[part], result.marks[part])
        if missing:
            self.worst.append((len(missing), f"{what}: {' '.join(missing[:12])}"))
        if more:
            self.most.append((len(more), f"{what}: {' '.join(more[:12])}"))

    @staticmethod
    def without(words, others):
        """The words less the others, each as often as it is there."""
        others = collections.Counter(others)
        kept = []
        for word in words:
            if others[word]:
                others[word] -= 1
            else:
                kept.append(word)
        return kept

    def name(self, missing, more):
        """Counts the words that differ by kind."""
        together = 0
        rest = "".join(more)
        for length in range(len(missing), 0, -1):
            # Runs of missing words that stand on the page in one piece, or the other way round.
            if "".join(missing[:length]) in rest:
                together = length
                break
        if not together and missing and rest and rest in "".join(missing):
            together = len(missing)
        self.kinds["parted"] += together
        self.kinds["source"] += len(missing) - together
        self.kinds["page"] += 0 if together else len(more)

    @property
    def share(self):
        return self.found / self.words if self.words else 1.0

    @property
    def same(self):
        """There and back: of all words on either side, those that the page as rendered has in common with its source."""
        both = self.words + self.found + self.extra
        return 2 * self.found / both if both else 1.0

    def differences(self):
        """What differs, and of what kind, for the report."""
        return [f"{self.kinds[kind]} {KINDS_TEXT[kind]}" for kind in KINDS if self.kinds[kind]]

    def row(self, title):
        marks = " ".join(
            f"{part} {100 * self.result[part] / self.source[part]:.1f}%" for part in PARTS if self.source[part])
        return f"{title:<34} {self.pages:>5} {self.words:>8} {100 * self.share:>8.2f}% {100 * self.same:>8.2f}%  {marks}"


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

    def page(self, key, heads, lines=()):
        """The words and marks of a page as Hearth renders it; `heads` are the headings of its source, `lines` what may have
        become its title without being one."""
        path, title = self.files[key]
        # Comments are records of their own.
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        # Unless the source has such a heading of its own.
        below = list(COMMENTS.finditer(body))[len({"comments", "comment"} & set(heads)):]
        body = body[:below[0].start()] if below else body
        html = subprocess.run([self.hearth, "render", "-"], input=body, cwd=self.root, capture_output=True, text=True).stdout
        page = Page(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False))
        marks = marks_of(page.lines)
        # A table of Markdown has no layout: all of its cells are data.
        marks["cells"] = len(re.findall(r"<t[dh][ >](?!</t)", html))
        # The heading that says the title is the page's title now.
        if title.casefold() in heads and title.casefold() not in page.heads:
            marks["headings"] += 1
        is_heading = title.casefold() in heads and title.casefold() not in page.heads
        if lines and words(title.casefold()) in lines:
            is_heading = sum(words(line[0].casefold()) == words(title.casefold()) for line in page.lines) < lines.count(words(title.casefold()))
        return Result(words(title) + [word for line in page.lines for word in words(line[0])], marks,
                      () if is_heading else tuple(words(title)), len(words(title)) if is_heading else 0, handles(body))

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)


def handles(body):
    """The words of `@handles` in a page."""
    return tuple(word for handle in re.findall(r"(?<![\w@/.])@([\w.-]+)", body) for word in words(handle.replace(".", " ")))


def unquoted(text):
    if text.startswith('"'):
        return json.loads(text.replace("\\U", "\\u")) if "\\U" not in text else text
    return text


def pandoc_page(pandoc, data, source="html"):
    """What pandoc makes of the same bytes, there and back; None when it refuses them."""
    try:
        there = subprocess.run([pandoc, "-f", source, "-t", "gfm"], input=data, capture_output=True, timeout=60)
        if there.returncode:
            return None
        back = subprocess.run([pandoc, "-f", "gfm", "-t", "html"], input=there.stdout, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    page = Page(parse(back.stdout))
    return Result([word for line in page.lines for word in words(line[0])], marks_of(page.lines))
