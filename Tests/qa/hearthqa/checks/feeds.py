"""Feeds and site maps by the letter of their specifications: RFC 4287, RSS 2.0, JSON Feed 1.1, sitemaps.org.

feedparser reads each feed a second time, on its own understanding of the formats.
"""

import email.utils
import json
import re
from datetime import datetime
from urllib.parse import unquote, urlsplit

import feedparser
from lxml import etree

from . import Result

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_W3C_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
_FREQUENCIES = {"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"}


class _Document:
    """What the rules of all formats have in common."""

    def __init__(self, site):
        self.site = site
        self.findings = []

    def say(self, where, what):
        self.findings.append(f"{where}: {what}")

    def address(self, where, url):
        url = url or ""
        if not urlsplit(url).scheme:
            self.say(where, f"not an absolute address: {url!r}")
        if re.search(r"[\s<>\"{}|\\^`]", url):
            self.say(where, f"illegal character in address {url!r}")
        if self.site.base_url != "/" and url.startswith(self.site.base_url):
            if self.site.find(unquote(urlsplit(url).path[len(self.site.mount):])) is None:
                self.say(where, f"leads nowhere: {url}")

    def date(self, where, text, form=_RFC3339):
        try:
            if not form.fullmatch(text or ""):
                raise ValueError("wrong form")
            if "T" in text or len(text) == 10:
                datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError as error:
            self.say(where, f"bad date {text!r} ({error})")

    def only(self, element, tag, where):
        found = element.findall(tag)
        if len(found) != 1:
            self.say(where, f"{len(found)} <{tag.split('}')[-1]}>, must be 1")
        return (found[0].text or "").strip() if found else ""

    def unique(self, where, identity, seen):
        if not identity:
            self.say(where, "no id")
        elif identity in seen:
            self.say(where, f"id used before: {identity}")
        seen.add(identity)

    def atom(self, feed):
        self.address("feed id", self.only(feed, _ATOM + "id", "feed"))
        self.date("feed updated", self.only(feed, _ATOM + "updated", "feed"))
        if not self.only(feed, _ATOM + "title", "feed"):
            self.say("feed", "empty title")
        if not any(link.get("rel") == "self" for link in feed.findall(_ATOM + "link")):
            self.say("feed", "no link rel=self")
        seen = set()
        feed_has_author = feed.find(_ATOM + "author") is not None
        for number, entry in enumerate(feed.findall(_ATOM + "entry"), 1):
            self._atom_entry(f"entry {number}", entry, seen, feed_has_author)
        return len(seen)

    def _atom_entry(self, where, entry, seen, feed_has_author):
        identity = self.only(entry, _ATOM + "id", where)
        self.address(where + " id", identity)
        self.unique(where, identity, seen)
        self.only(entry, _ATOM + "title", where)
        self.date(where + " updated", self.only(entry, _ATOM + "updated", where))
        if entry.find(_ATOM + "published") is not None:
            self.date(where + " published", entry.findtext(_ATOM + "published"))
        if not feed_has_author and entry.find(_ATOM + "author") is None:
            self.say(where, "no author, and the feed has none")
        links = entry.findall(_ATOM + "link")
        if entry.find(_ATOM + "content") is None and all(l.get("rel", "alternate") != "alternate" for l in links):
            self.say(where, "neither content nor a link to it")
        for link in links:
            self.address(where + " link", link.get("href"))
        for tag in ("title", "summary", "content"):
            text = entry.find(_ATOM + tag)
            if text is None:
                continue
            kind = text.get("type", "text")
            if kind in ("text", "html") and len(text):
                self.say(f"{where} {tag}", f"has child elements, but type={kind}")
            if kind == "xhtml" and [child.tag for child in text] != [_XHTML_DIV]:
                self.say(f"{where} {tag}", "type=xhtml needs one <div>")

    def rss(self, root):
        channel = root.find("channel")
        if root.get("version") != "2.0" or channel is None:
            self.say("rss", "not version 2.0, or no channel")
            return 0
        for tag in ("title", "description"):
            self.only(channel, tag, "channel")
        self.address("channel link", self.only(channel, "link", "channel"))
        seen = set()
        for number, item in enumerate(channel.findall("item"), 1):
            where = f"item {number}"
            if item.find("title") is None and item.find("description") is None:
                self.say(where, "neither title nor description")
            if item.find("link") is not None:
                self.address(where + " link", item.findtext("link").strip())
            guid = item.find("guid")
            self.unique(where, guid.text if guid is not None else "", seen)
            if guid is not None and guid.get("isPermaLink", "true") == "true":
                self.address(where + " guid", guid.text)
            self._rss_date(where, item.findtext("pubDate"))
        return len(seen)

    def _rss_date(self, where, text):
        parsed = email.utils.parsedate(text or "")
        if parsed is None or not re.match(r"[A-Z][a-z]{2}, \d\d? ", text):
            self.say(where, f"pubDate is not of RFC 822: {text!r}")
        elif datetime(*parsed[:6]).strftime("%a") != text[:3]:
            self.say(where, f"pubDate names the wrong weekday: {text}")

    def sitemap(self, root, size):
        item = "url" if root.tag == _SITEMAP + "urlset" else "sitemap"
        seen = set()
        for number, entry in enumerate(root.findall(_SITEMAP + item), 1):
            address = self.only(entry, _SITEMAP + "loc", f"{item} {number}")
            self.address(f"{item} {number}", address)
            self.unique(f"{item} {number}", address, seen)
            if len(address) >= 2048:
                self.say(f"{item} {number}", "address of 2,048 characters or more")
            if entry.find(_SITEMAP + "lastmod") is not None:
                self.date(address + " lastmod", entry.findtext(_SITEMAP + "lastmod"), _W3C_DATE)
            priority = entry.findtext(_SITEMAP + "priority")
            if priority and not re.fullmatch(r"0?\.\d+|[01](\.0*)?|0\.\d+", priority):
                self.say(address, f"priority {priority}")
            if (entry.findtext(_SITEMAP + "changefreq") or "never") not in _FREQUENCIES:
                self.say(address, f"changefreq {entry.findtext(_SITEMAP + 'changefreq')}")
        if len(seen) > 50_000 or size > 50 * 2**20:
            self.say("sitemap", "over 50,000 addresses or 50 MiB")
        if len({urlsplit(address).netloc for address in seen}) > 1:
            self.say("sitemap", "addresses of several hosts")
        if item == "url":
            self._sitemap_matches_pages(seen)
        return len(seen)

    def _sitemap_matches_pages(self, listed):
        """Nothing that only redirects, and nothing that asks not to be indexed, belongs into a site map."""
        for page in self.site.pages:
            indexed = not page.tree.xpath("//meta[@name='robots' and contains(@content, 'noindex')]")
            if self.site.base_url + page.address in listed and (page.is_redirect or not indexed):
                self.say("sitemap", f"lists a page that is not to be indexed: {page.path}")

    def json_feed(self, feed):
        if not feed.get("version", "").startswith("https://jsonfeed.org/version/1"):
            self.say("feed", f"version {feed.get('version')!r}")
        if not feed.get("title"):
            self.say("feed", "no title")
        seen = set()
        for number, item in enumerate(feed.get("items", []), 1):
            where = f"item {number}"
            self.unique(where, item.get("id") if isinstance(item.get("id"), str) else "", seen)
            if "content_html" not in item and "content_text" not in item:
                self.say(where, "neither content_html nor content_text")
            if item.get("url"):
                self.address(where + " url", item["url"])
            for key in ("date_published", "date_modified"):
                if key in item:
                    self.date(f"{where} {key}", item[key])
        return len(seen)


def _read(document, file):
    """Returns what kind of file it is and how many entries it has; None if it is some other XML."""
    data = file.read_bytes()
    if file.suffix == ".json":
        return "JSON Feed", document.json_feed(json.loads(data))
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag in (_SITEMAP + "urlset", _SITEMAP + "sitemapindex"):
        return "site map", document.sitemap(root, len(data))
    if root.tag == _ATOM + "feed":
        kind, entries = "Atom", document.atom(root)
    elif root.tag == "rss":
        kind, entries = "RSS", document.rss(root)
    else:
        return None
    second = feedparser.parse(data)
    if second.bozo:
        document.say("feedparser", second.bozo_exception)
    if len(second.entries) != len(root.findall(f".//{_ATOM}entry" if kind == "Atom" else ".//item")):
        document.say("feedparser", f"sees {len(second.entries)} entries")
    return kind, entries


def run(session):
    site = session.site
    findings, notes = [], []
    for file in [*site.files(".xml", ".atom", ".rss"), *site.json_feeds()]:
        document = _Document(site)
        try:
            read = _read(document, file)
        except (etree.XMLSyntaxError, ValueError, TypeError, AttributeError) as error:
            read = None
            document.say(type(error).__name__, error)
        if read:
            notes.append(f"{site.name(file)}: {read[0]}, {read[1]} entries")
        findings += [f"{site.name(file)}: {what}" for what in document.findings]
    if not any(": site map" in note for note in notes) and not findings:
        findings.append("no site map")
    return Result(f"{len(notes)} feeds and site maps", findings, notes)
