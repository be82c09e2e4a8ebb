"""What the theme promises of every page, read off its source: weight, own host, no inline code, sound text."""

import re
from urllib.parse import unquote, urljoin, urlsplit

from .. import budgets
from ..web_server import compressed
from . import Result

_FETCHED = ("//script/@src | //img/@src | //iframe/@src | //source/@src | //video/@src | //audio/@src | //embed/@src"
            " | //link[contains(concat(' ', @rel, ' '), ' stylesheet ') or contains(@rel, 'icon')"
            " or contains(@rel, 'preload')]/@href")
_DATA_BLOCK = re.compile(r"application/(ld\+)?json|text/plain|speculationrules|importmap")
_ESCAPED_TWICE = re.compile(r"&amp;(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);", re.I)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\bOptional\(|\[object Object\]")


def _inline_code(tree):
    for script in tree.xpath("//script[not(@src)]"):
        if not _DATA_BLOCK.fullmatch(script.get("type", "")):
            yield f"inline script, which a strict Content-Security-Policy refuses: {(script.text or '').strip()[:50]!r}"
    for _ in tree.xpath("//style"):
        yield "inline style sheet, which a strict Content-Security-Policy refuses"
    for element in tree.xpath("//*[@style]"):
        yield f"style attribute on <{element.tag}>"
    for name in {n for e in tree.iter() if isinstance(e.tag, str) for n in e.attrib if n.startswith("on")}:
        yield f"event attribute {name}"
    for href in tree.xpath("//a/@href"):
        if re.match(r"\s*(javascript|vbscript|data):", href, re.I):
            yield f"unsafe link: {href[:50]}"


def _head(page):
    tree = page.tree
    if not tree.get("lang"):
        yield "no language on <html>"
    if not (tree.findtext(".//title") or "").strip():
        yield "no title"
    if not tree.xpath("//meta[@name='viewport']"):
        yield "no viewport"
    headings = len(tree.xpath("//h1"))
    if headings != 1:
        yield f"{headings} first-level headings, must be 1"
    if not tree.xpath("//main"):
        yield "no <main>"


def _text(page):
    text = page.without_code()
    for match in _PLACEHOLDER.finditer(text):
        yield f"looks like an unfilled template: {text[max(0, match.start() - 20):match.end() + 20]!r}"
    source = re.sub(r"<(pre|code|script|textarea)\b.*?</\1>", "", page.html, flags=re.S)
    for match in _ESCAPED_TWICE.finditer(source):
        yield f"escaped twice: {source[max(0, match.start() - 20):match.end() + 10]!r}"


def _weight(site, page):
    """Kilobytes over the wire: everything, scripts. As compressed by the server; images and fonts apart."""
    scripts = styles = 0
    for path in ("//script/@src", "//link[@rel='stylesheet']/@href"):
        for reference in set(page.tree.xpath(path)):
            url = urlsplit(urljoin(site.mount + page.address, reference))
            file = site.find(unquote(url.path[len(site.mount):])) if not url.netloc else None
            size = len(compressed(file)) if file else 0
            if path.startswith("//script"):
                scripts += size
            else:
                styles += size
    return (len(compressed(page.file)) + scripts + styles) / 1000, scripts / 1000


def run(session):
    site = session.site
    findings, heaviest = [], (0.0, 0.0, "")
    for page in site.pages:
        said = list(_inline_code(page.tree))
        if not page.is_redirect:
            said += [*_head(page), *_text(page)]
        for reference in page.tree.xpath(_FETCHED):
            host = urlsplit(reference).netloc
            if host and host != urlsplit(site.base_url).netloc:
                said.append(f"loaded from another host: {reference}")
        total, scripts = _weight(site, page)
        heaviest = max(heaviest, (total, scripts, page.path))
        if total > budgets.PAGE_KB:
            said.append(f"weighs {total:.1f} kB, at most {budgets.PAGE_KB}")
        if scripts > budgets.SCRIPT_KB:
            said.append(f"has {scripts:.1f} kB of scripts, at most {budgets.SCRIPT_KB}")
        findings += [f"{page.path}: {what}" for what in dict.fromkeys(said)]
    total, scripts, path = heaviest
    summary = f"{len(site.pages)} pages, heaviest {total:.1f} kB of which {scripts:.1f} kB scripts: {path}"
    return Result(summary, findings)
