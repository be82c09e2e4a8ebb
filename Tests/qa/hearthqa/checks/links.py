"""Every link, image, script, style sheet and fragment of the site leads somewhere, as a plain web server sees it.

Addresses on other hosts are not asked for; those below the site's own base URL are held to the same rule as relative
ones. Links between pages must be relative: then one build serves a host's root, a sub-path and a folder on disk.
"""

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from . import Result

_REFERENCES = [
    ("//a/@href", True), ("//area/@href", True), ("//link/@href", False), ("//form/@action", True),
    ("//script/@src", False), ("//img/@src", False), ("//source/@src", False), ("//video/@src", False),
    ("//audio/@src", False), ("//video/@poster", False), ("//track/@src", False), ("//iframe/@src", False),
    ("//embed/@src", False), ("//object/@data", False), ("//*[local-name()='use']/@href", False),
]
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']")
# The page's own absolute address is the point of these.
_ABSOLUTE_BY_DESIGN = {"canonical", "alternate", "self", "hub"}
_HERE = "http://site.invalid"


class _Checker:
    def __init__(self, site):
        self.site = site
        self.count = 0
        self.findings = []
        self.pages = {page.file: page for page in site.pages}
        self.fragments = lru_cache(maxsize=None)(self._fragments)

    def _fragments(self, file):
        if file in self.pages:
            tree = self.pages[file].tree
            return set(tree.xpath("//@id")) | set(tree.xpath("//a/@name"))
        if file.suffix == ".svg":
            return set(etree.parse(str(file)).xpath("//@id"))
        return None  # a kind of file whose places cannot be told

    def check(self, where, address, reference, may_be_absolute=False):
        """`address` is that of the page or file that holds the reference, below the site's root."""
        self.count += 1
        reference = reference.strip()
        base = self.site.base_url
        if base != "/" and (reference + "/").startswith(base):
            if not may_be_absolute:
                self.findings.append(f"{where}: absolute link to the own site: {reference}")
            reference = self.site.mount + reference[len(base):]
        url = urlsplit(urljoin(_HERE + self.site.mount + address, reference))
        if f"{url.scheme}://{url.netloc}" != _HERE:
            return
        if not url.path.startswith(self.site.mount):
            self.findings.append(f"{where}: outside the site's base URL: {reference}")
            return
        file = self.site.find(unquote(url.path[len(self.site.mount):]))
        if file is None:
            self.findings.append(f"{where}: leads nowhere: {reference}")
        elif url.fragment and not url.fragment.startswith(":~:"):
            known = self.fragments(file)
            if known is not None and unquote(url.fragment) not in known:
                self.findings.append(f"{where}: no such place on that page: {reference}")


def _candidates(srcset):
    return [part.split()[0] for part in re.split(r",\s+", srcset.strip()) if part.split()]


def _check_page(checker, page):
    tree = page.tree
    # The page for missing addresses is answered at any depth; only there may links start at the server's root.
    for path, between_pages in _REFERENCES:
        for reference in tree.xpath(path):
            relations = set((reference.getparent().get("rel") or "").split())
            absolute = bool(relations & _ABSOLUTE_BY_DESIGN) or page.kind == "not found"
            checker.check(page.path, page.address, reference, absolute)
            if between_pages and reference.startswith("/") and page.kind != "not found":
                checker.findings.append(f"{page.path}: link from the server's root, not relative: {reference}")
    for srcset in tree.xpath("//@srcset"):
        for reference in _candidates(srcset):
            checker.check(page.path, page.address, reference)
    for content in tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        target = re.search(r"url\s*=\s*['\"]?([^'\"]+)", content, re.I)
        if target is None:
            checker.findings.append(f"{page.path}: a redirect to nowhere: {content}")
        else:
            checker.check(page.path, page.address, target.group(1), may_be_absolute=True)
    for content in tree.xpath("//meta[@property='og:url' or @property='og:image']/@content"):
        checker.check(page.path, page.address, content, may_be_absolute=True)


def _check_missing_page(checker, page):
    """404.html is shown at addresses of any depth, where a relative link means something else each time."""
    if page.tree.xpath("//base/@href"):
        return
    for path, _ in _REFERENCES:
        for reference in page.tree.xpath(path):
            if not re.match(r"[a-z][a-z0-9+.-]*:|/|#", reference, re.I):
                checker.findings.append(f"{page.path}: relative, so broken at a/deep/address/: {reference}")


def run(session):
    site = session.site
    checker = _Checker(site)
    for page in site.pages:
        _check_page(checker, page)
        if page.kind == "not found":
            _check_missing_page(checker, page)
    for file in site.files(".css"):
        for match in _CSS_URL.finditer(file.read_text(encoding="utf-8")):
            reference = match.group(1) or match.group(2)
            if not reference.startswith("data:"):
                checker.check(site.name(file), site.name(file), reference)
    unique = list(dict.fromkeys(checker.findings))
    return Result(f"{checker.count} links on {len(site.pages)} pages", unique)
