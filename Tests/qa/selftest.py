#!/usr/bin/env python3
"""Checks the checks: a small sound site must pass them all, and each defect put into it must be found.

A check that cannot fail is worse than none. `selftest.py [CHECK...]` prints "N passed, N failed" and exits with 1 on a
failure.
"""

import json
import random
import shutil
import string
import sys
import tempfile
from pathlib import Path

from check import CHECKS, run_check
from hearthqa.browser import chromium
from hearthqa.built_site import BuiltSite
from hearthqa.session import Session

BASE = "https://intranet.example/community/"
STYLE = """:root { color-scheme: light dark; --ink: #1a1a1a; --ground: #ffffff; --link: #0b4da0 }
@media (prefers-color-scheme: dark) { :root { --ink: #eeeeee; --ground: #111111; --link: #9cc4ff } }
body { color: var(--ink); background: var(--ground); font: 17px/1.6 system-ui, sans-serif; margin: 1rem auto;
  padding: 0 1rem; max-width: 70ch; overflow-wrap: anywhere }
a { color: var(--link); display: inline-block; min-height: 24px }
a:focus-visible, input:focus-visible { outline: 3px solid var(--link) }
input { font: inherit; max-width: 100% }
"""
SCRIPT = """const box = document.querySelector('input[type=search]'), list = document.querySelector('#found');
addEventListener('keydown', e => { if (e.key === '/' && e.target !== box) { e.preventDefault(); box.focus(); } });
box?.addEventListener('input', async () => {
  const index = await (await fetch(box.dataset.index)).json();
  list.replaceChildren(...index.filter(q => q.title.toLowerCase().includes(box.value.toLowerCase())).map(q => {
    const row = document.createElement('li'), link = document.createElement('a');
    link.href = box.dataset.root + q.url; link.textContent = q.title; row.append(link); return row; }));
});
"""


def page(address, title, body, root=None, head="", canonical=True):
    root = root if root is not None else "../" * address.count("/") or "./"
    link = f'<link rel="canonical" href="{BASE}{address}">' if canonical else ""
    search = (f'<form role="search" action="{root}questions/"><label for="q">Search</label> <input type="search"'
              f' id="q" name="q" autocomplete="off" data-root="{root}" data-index="{root}search.json"></form>'
              '<ul id="found"></ul>')
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} · Test</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{link}{head}
<link rel="stylesheet" href="{root}site.css"><script type="module" src="{root}site.js"></script></head>
<body><header>{search if address == "" else ""}
<nav aria-label="Site"><a href="{root}">Home</a> <a href="{root}questions/">Questions</a></nav></header>
<main><h1>{title}</h1>
{body}
</main><footer><p>Made for a test.</p></footer></body></html>
"""


def question(title, *answers):
    data = {"@type": "Question", "name": title, "answerCount": len(answers), "text": "How?",
            "datePublished": "2024-01-02"}
    if answers:
        url = BASE + "groups/lift/questions/trip/#a-1"
        data["acceptedAnswer"] = {"@type": "Answer", "text": answers[0], "url": url}
    graph = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": data}
    text = "".join(f'<h2 id="a-{n}">Accepted answer</h2><p>{a}</p>' for n, a in enumerate(answers, 1))
    return f'<p>How?</p>{text}\n<script type="application/ld+json">{json.dumps(graph)}</script>'


def sound_site(root):
    files = {
        "site.css": STYLE,
        "site.js": SCRIPT,
        "search.json": json.dumps([{"title": "Why does the pump trip", "url": "groups/lift/questions/trip/"},
                                    {"title": "Who knows valves", "url": "groups/lift/questions/open/"}]),
        "index.html": page("", "Home", '<p>Welcome to <a href="groups/lift/">Lift</a>.</p>',
                           head='<link rel="alternate" type="application/atom+xml" title="New" href="feed.xml">'),
        "404.html": page("404.html", "Nothing here", "<p>Try the search.</p>", root="/community/", canonical=False),
        "groups/lift/index.html": page("groups/lift/", "Lift", '<p><a href="questions/trip/#a-1">The answer</a></p>'),
        "groups/lift/questions/trip/index.html":
            page("groups/lift/questions/trip/", "Why does the pump trip", question("Why does the pump trip", "Delay.")),
        "groups/lift/questions/open/index.html":
            page("groups/lift/questions/open/", "Who knows valves", question("Who knows valves")),
        "questions/index.html": page("questions/", "Questions", '<p><a href="page/2/">Older</a></p>'),
        "questions/page/2/index.html":
            page("questions/page/2/", "Questions, page 2", '<p><a href="../../">Newer</a></p>'),
        "old/address/index.html":
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
            '<meta http-equiv="refresh" content="0; url=../../groups/lift/">'
            f'<link rel="canonical" href="{BASE}groups/lift/">'
            '</head><body><p><a href="../../groups/lift/">Moved</a></p></body></html>\n',
        "feed.xml":
            f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>{BASE}</id>'
            f'<title>New</title><updated>2024-01-02T00:00:00Z</updated><link rel="self" href="{BASE}feed.xml"/>'
            f'<author><name>Test</name></author><entry><id>{BASE}groups/lift/</id><title>Lift</title>'
            f'<updated>2024-01-02T00:00:00Z</updated><link href="{BASE}groups/lift/"/></entry></feed>\n',
        "sitemap.xml":
            '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f'<url><loc>{BASE}</loc></url>'
            f'<url><loc>{BASE}groups/lift/</loc><lastmod>2024-01-02</lastmod></url></urlset>\n',
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


HOME, GROUP, TRIP = "index.html", "groups/lift/index.html", "groups/lift/questions/trip/index.html"
_ARTICLE = "</main>"
# What is wrong, the check that must say so, a word of what it says, and the change: file, old text, new text.
DEFECTS = [
    ("an element that is not closed", "markup", "Unclosed", GROUP, _ARTICLE, "<div></main>"),
    ("an attribute that does not exist", "markup", "not allowed", GROUP, "<h1>", "<h1 colour=red>"),
    ("a link to no page", "links", "leads nowhere", GROUP, "questions/trip/#a-1", "questions/gone/"),
    ("a folder without its slash", "links", "leads nowhere", GROUP, "questions/trip/#a-1", "questions/trip"),
    ("a missing anchor", "links", "no such place", GROUP, "#a-1", "#a-9"),
    ("a missing script", "links", "site.js", "site.js", None, None),
    ("a link from the root", "links", "not relative", GROUP, '"questions/trip/#a-1"', '"/community/questions/"'),
    ("an absolute link to the own site", "links", "absolute link", HOME, '"groups/lift/"', f'"{BASE}groups/lift/"'),
    ("a redirect to no page", "links", "leads nowhere", "old/address/index.html", "url=../..", "url=.."),
    ("a relative link on the 404 page", "links", "deep", "404.html", 'href="/community/ques', 'href="ques'),
    ("a missing image in CSS", "links", "dot.png", "site.css", "a { ", "a { background: url(dot.png); "),
    ("a script in the page", "promises", "inline script", GROUP, _ARTICLE, "<script>1</script></main>"),
    ("a style attribute", "promises", "style attribute", GROUP, "<h1>", '<h1 style="color:red">'),
    ("an unsafe link", "promises", "unsafe link", GROUP, _ARTICLE, '<a href="javascript:alert()">x</a></main>'),
    ("a font from elsewhere", "promises", "another host", GROUP, "</head>",
     '<link rel="stylesheet" href="https://fonts.example/a.css"></head>'),
    ("text escaped twice", "promises", "escaped twice", GROUP, "The answer", "Q&amp;amp;A"),
    ("an unfilled template", "promises", "template", GROUP, "The answer", "{{title}}"),
    ("two first-level headings", "promises", "headings", GROUP, _ARTICLE, "<h1>Again</h1></main>"),
    ("a page that weighs too much", "promises", "weighs", GROUP, _ARTICLE, "@WEIGHT@</main>"),
    ("scripts that weigh too much", "promises", "of scripts", "site.js", "const box", "// @WEIGHT@\nconst box"),
    ("a date that is none", "feeds", "bad date", "feed.xml", "2024-01-02T", "2024-02-31T"),
    ("a feed that is no XML", "feeds", "XMLSyntaxError", "feed.xml", "</title>", "</titel>"),
    ("an id twice", "feeds", "used before", "sitemap.xml", "</urlset>", f"<url><loc>{BASE}</loc></url></urlset>"),
    ("a site map with a page that is gone", "feeds", "leads nowhere", "sitemap.xml", "groups/lift/", "groups/gone/"),
    ("a redirect in the site map", "feeds", "not to be indexed", "sitemap.xml", "groups/lift/", "old/address/"),
    ("a word that schema.org does not have", "structured_data", "no property", TRIP, '"answerCount"', '"answers"'),
    ("a wrong number of answers", "structured_data", "answerCount", TRIP, '"answerCount": 1', '"answerCount": 2'),
    ("JSON that is none", "structured_data", "cannot be read", TRIP, '"name": ', '"name" '),
    ("a question without its data", "structured_data", "without QAPage", TRIP, "ld+json", "json"),
    ("a property that does not exist", "styles", "property unknown", "site.css", "max-width", "maximal-width"),
    ("a value that does not exist", "styles", "value unknown", "site.css", "margin: 1rem auto", "margin: 1 rem"),
    ("too little contrast", "accessibility", "color-contrast", "site.css", "--ink: #1a1a1a", "--ink: #cccccc"),
    ("too little contrast in the dark", "accessibility", "phone-dark", "site.css", "--ink: #eeeeee", "--ink: #333333"),
    ("an image without a text", "accessibility", "image-alt", GROUP, _ARTICLE, '<img src="../../dot.svg"></main>'),
    ("an exception", "behaviour", "exception", "site.js", "const box", "throw new Error('broken'); const box"),
    ("a search that finds nothing", "behaviour", "does not find", "search.json", "valves", "pumps"),
    ("no key for the search", "behaviour", "'/'", "site.js", "e.key === '/'", "e.key === '?'"),
    ("no dark mode", "behaviour", "dark mode", "site.css", "prefers-color-scheme: dark", "prefers-color-scheme: none"),
    ("focus that cannot be seen", "behaviour", "focus", "site.css", "outline: 3px solid var(--link)", "outline: none"),
    ("a Tab order of its own", "behaviour", "Tab jumps", GROUP, "<a href=\"questions/trip/#a-1\"",
     "<a tabindex=\"1\" href=\"questions/trip/#a-1\""),
    ("a page too wide for a phone", "behaviour", "px wide", "site.css", "input { ", "h1 { width: 500px } input { "),
    ("a page that long words push wide", "behaviour", "with long words", "site.css", "wrap: anywhere", "wrap: normal"),
    ("a page that is empty without scripts", "behaviour", "without scripts", "site.js", "const box",
     "document.querySelector('main').append('Only now. '.repeat(50)); const box"),
    ("nothing to print", "behaviour", "print", "site.css", "input { ",
     "@media print { main { display: none } } input { "),
    ("a line that paper cuts off", "behaviour", "paper cuts", "site.css", "input { ",
     "h1 { width: 1ch; overflow-x: auto; white-space: nowrap } input { "),
    ("a current entry without a look", "behaviour", "forced colours", GROUP, '<a href="../../questions/">',
     '<a aria-current="page" href="../../questions/">'),
    ("a layout that jumps", "performance", "layout shift", "site.js", "const box",
     "setTimeout(() => document.querySelector('h1').style.marginTop = '400px', 300); const box"),
    ("a script that blocks", "performance", "blocked", "site.js", "const box",
     "setTimeout(() => { const t = Date.now(); while (Date.now() - t < 300); }, 300); const box"),
    ("a largest paint that comes late", "performance", "largest paint", "site.js", "const box",
     "setTimeout(() => document.querySelector('main').append('Late, but long. '.repeat(60)), 800); const box"),
]


def spoil(root, file, old, new):
    if old is None:
        (root / file).unlink()
        return
    text = (root / file).read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"selftest: {old!r} is not in {file}")
    # Random letters: what no compression makes small.
    weight = "".join(random.Random(1).choices(string.ascii_letters, k=90_000))
    (root / file).write_text(text.replace(old, new.replace("@WEIGHT@", weight)), encoding="utf-8")


def main():
    passed = failed = 0
    wanted = sys.argv[1:] or CHECKS
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = Path(folder) / "site"

        def outcome(name, good, why=""):
            nonlocal passed, failed
            passed, failed = passed + good, failed + (not good)
            print(f"{'ok  ' if good else 'FAIL'} {name}{'' if good else ': ' + why}", flush=True)

        sound_site(root)
        with Session(BuiltSite(root), browser=browser) as session:
            for check in wanted:
                found = run_check(session, check).findings
                outcome(f"a sound site passes {check}", not found, " | ".join(found[:5]))
        for name, check, word, *change in DEFECTS:
            if check not in wanted:
                continue
            shutil.rmtree(root)
            sound_site(root)
            spoil(root, *change)
            with Session(BuiltSite(root), {"group"}, browser) as session:
                found = run_check(session, check).findings
            outcome(f"{check} finds {name}", any(word in f for f in found), f"said {found[:3]}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
