"""A built site on disk: its pages, what kind each of them is, and its address.

The checks must work on any site that Hearth builds, so kinds are recognised by address and mark-up, never by name.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html

# The first pattern that the page's address matches decides. Lists before the items below them.
_KINDS = [
    ("home", r""),
    ("not found", r"404\.html"),
    ("group index", r"groups/"),
    ("group", r"groups/[^/]+/"),
    ("question list", r"(.+/)?questions/"),
    ("question", r"(.+/)?questions/[^/]+/"),
    ("question list", r"questions/.+"),
    ("people", r"people/"),
    ("person", r"people/[^/]+/"),
    ("people list", r"people/.+"),
    ("topic index", r"topics/"),
    ("topic", r"topics/.+"),
    ("document index", r"(.+/)?documents/"),
    ("event list", r"(.+/)?events/"),
    ("event", r"(.+/)?events/[^/]+/"),
    ("use case list", r"(.+/)?use-cases/"),
    ("use case", r"(.+/)?use-cases/[^/]+/"),
    ("measure list", r"(.+/)?measures/"),
    ("measure", r"(.+/)?measures/[^/]+/"),
    ("impact", r"impact/"),
    ("desk", r"desk/(.+)?"),
    ("search", r"search/"),
    ("alphabet", r"a-z/"),
    ("document", r".+"),
]
_FURTHER_PAGE = re.compile(r"page/\d+/$")
_QUESTION_DATA = re.compile(r"schema\.org/QAPage|\"QAPage\"")
_DUPLICATE = re.compile(r"(?:class|data-[a-z-]+)=[\"'][^\"']*\bduplicate\b")


@dataclass(frozen=True)
class Page:
    file: Path
    path: str
    """Below the site's root, as in `groups/lift/index.html`."""

    @property
    def address(self):
        """Below the site's root, as a reader sees it: `groups/lift/`."""
        return self.path.removesuffix("index.html") if self.path.split("/")[-1] == "index.html" else self.path

    @cached_property
    def html(self):
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tree(self):
        return lxml.html.document_fromstring(self.html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))

    @cached_property
    def is_redirect(self):
        """The page that a plain web server shows at an old address: it only sends the reader on."""
        return re.search(r"<meta\s[^>]*http-equiv\s*=\s*[\"']?refresh", self.html[:4000], re.I) is not None

    @cached_property
    def kind(self):
        if self.is_redirect:
            return "redirect"
        address, further = _FURTHER_PAGE.subn("", self.address)
        kind = next(kind for kind, pattern in _KINDS if re.fullmatch(pattern, address))
        if kind == "question":
            # `questions/unanswered/` looks like a question of no group. Only below a group must it be one.
            if _QUESTION_DATA.search(self.html) or address.startswith("groups/"):
                kind += ", " + self._question_state
            else:
                kind = "question list"
        return kind + ", further page" if further else kind

    @property
    def _question_state(self):
        # The state's mark is in the head of the page's content. Further down, other questions are listed with theirs.
        start = self.html.find("<main")
        if _DUPLICATE.search(self.html[start : start + 3000]):
            return "duplicate"
        if re.search(r"acceptedAnswer\b", self.html):
            return "accepted"
        return "answered" if re.search(r"suggestedAnswer\b", self.html) else "unanswered"

    def without_code(self):
        """The text of the page, but for code: there `{{` and `&amp;` are somebody's subject."""
        skip = {"pre", "code", "kbd", "samp", "textarea", "script", "style"}

        def texts(element):
            if element.tag in skip or not isinstance(element.tag, str):
                return
            yield element.text or ""
            for child in element:
                yield from texts(child)
                yield child.tail or ""

        return " ".join(texts(self.tree))


class BuiltSite:
    def __init__(self, root, base_url=None):
        self.root = Path(root).resolve()
        self.pages = [Page(f, f.relative_to(self.root).as_posix()) for f in sorted(self.root.rglob("*.html"))]
        home = next((p for p in self.pages if p.address == ""), None)
        if home is None:
            raise SystemExit(f"{self.root}: no index.html, so no built site (make site)")
        self.home = home
        self.base_url = (base_url or self._canonical_of_home() or "").rstrip("/") + "/"

    def _canonical_of_home(self):
        links = self.home.tree.xpath("//link[@rel='canonical']/@href")
        return links[0] if links and urlsplit(links[0]).scheme else None

    @property
    def mount(self):
        """The path that the site is published under: `/`, or `/community/` for https://intranet.example/community/."""
        return urlsplit(self.base_url).path or "/"

    @property
    def readable_pages(self):
        return [p for p in self.pages if not p.is_redirect]

    def one_of_each_kind(self):
        """One page of every kind there is: the longest, for that is where layouts break and budgets are overrun."""
        chosen = {}
        for page in self.readable_pages:
            if page.kind not in chosen or len(page.html) > len(chosen[page.kind].html):
                chosen[page.kind] = page
        return dict(sorted(chosen.items(), key=lambda item: item[1].address))

    def files(self, *suffixes):
        return sorted(f for f in self.root.rglob("*") if f.is_file() and f.suffix in suffixes)

    def name(self, file):
        return Path(file).relative_to(self.root).as_posix()

    def json_feeds(self):
        def is_feed(file):
            try:
                return "jsonfeed.org" in json.loads(file.read_text(encoding="utf-8")).get("version", "")
            except (ValueError, AttributeError, TypeError):
                return False

        return [f for f in self.files(".json") if is_feed(f)]

    def find(self, url_path):
        """The file that a plain web server answers with, or None. The path starts below the site's root."""
        file = (self.root / url_path).resolve()
        if url_path in ("", ".") or url_path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() and file.is_relative_to(self.root) else None
