"""The search as people use it: typing, keyboard alone, narrowing, links, back, offline, from disk, without scripts, phone.

Queries are words of the site's own titles, so that any site can be looked at. axe-core looks at every state.
"""

import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import axe_playwright_python

from ..browser import WAYS_TO_LOOK, Watch
from ..budgets import PHONE, SCRIPT_KB
from . import Result
from .accessibility import _OPTIONS as AXE

_HITS = "[...document.querySelectorAll('.hit .row-title')].map(a => a.href)"
_STATUS = "document.getElementById('H-search-status').textContent"


class _Reader:
    """Somebody at a browser, and what goes wrong."""

    def __init__(self, session, way="desktop", **options):
        self.session = session
        self.context = session.browser.new_context(**{**WAYS_TO_LOOK[way], **options})
        self.page = self.context.new_page()
        self.watch = Watch(self.page)
        self.way = way

    def open(self, path=""):
        self.page.goto(self.session.server.base + path, wait_until="networkidle")

    def wait(self, condition, arg=None, timeout=4000):
        try:
            self.page.wait_for_function(condition, arg=arg, timeout=timeout)
            return True
        except Exception:  # a time-out
            return False

    def settled(self, words):
        """The results for `words` are there."""
        return self.wait(f"words => {_STATUS}.includes(words)", words)

    def problems(self):
        """What went wrong, but for files that were on their way when the page was left."""
        return [problem for problem in self.watch.problems if "ERR_ABORTED" not in problem]

    def query(self):
        return {key: values[0] for key, values in parse_qs(urlsplit(self.page.url).query).items()}


@contextmanager
def _reader(session, *arguments, **options):
    reader = _Reader(session, *arguments, **options)
    try:
        yield reader
    finally:
        reader.context.close()


def _axe(reader, state):
    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    reader.page.evaluate(source)
    result = reader.page.evaluate("options => axe.run(document, options)", AXE)
    for rule in result["violations"]:
        places = "; ".join(str(node["target"][-1]) for node in rule["nodes"][:3])
        yield f"{state} ({reader.way}): [{rule['impact']}] {rule['id']}: {rule['help']}: {places}"


def _examples(site):
    """A question with an answer, its title's words, and a title that several pages share a word of."""
    questions = [page for page in site.readable_pages if page.kind.startswith("question, ")]
    for page in questions:
        words = re.findall(r"\w+", page.tree.xpath("string(//h1)"))
        if len([word for word in words if len(word) >= 4]) >= 3:
            yield page, [word for word in words if len(word) >= 4]


def _suggestions(session, page, words):
    """Typing in the box of a page, with the keyboard alone."""
    wanted = urljoin(session.server.base, page.address)
    with _reader(session) as reader:
        reader.open("groups/")
        reader.page.keyboard.press("/")
        reader.page.keyboard.type(" ".join(words), delay=15)
        if not reader.wait("() => document.querySelector('[role=listbox]:not([hidden]) [role=option]')"):
            yield "no suggestions come up under the box"
            return
        found = f"url => [...document.querySelectorAll('[role=option]')].some(a => a.href === url)"
        if not reader.wait(found, wanted):
            yield f"suggestions for {words} do not have {page.address}"
        yield from _axe(reader, "suggestions")
        reader.page.keyboard.press("ArrowDown")
        active = "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')?.href"
        first = reader.page.evaluate(active)
        if not first:
            yield "the arrow key does not reach the first suggestion"
        reader.page.keyboard.press("Escape")
        if reader.page.evaluate("() => !document.querySelector('[role=listbox]').hidden"):
            yield "Escape does not close the suggestions"
        reader.page.keyboard.press("ArrowDown")
        reader.wait("() => !document.querySelector('[role=listbox]').hidden")
        reader.page.keyboard.press("ArrowDown")
        with reader.page.expect_navigation():
            reader.page.keyboard.press("Enter")
        if first and reader.page.url != first:
            yield f"Enter on a suggestion leads to {reader.page.url}, not {first}"
        yield from reader.problems()


def _enter(session, words):
    """Enter in the box leads to the page with all results."""
    with _reader(session) as reader:
        reader.open("groups/")
        reader.page.keyboard.press("/")
        reader.page.keyboard.type(words[0])
        with reader.page.expect_navigation():
            reader.page.keyboard.press("Enter")
        if reader.query().get("q") != words[0] or "/search/" not in reader.page.url:
            yield f"Enter leads to {reader.page.url}"
        elif not reader.settled(words[0]):
            yield "the search page shows no results for its address"
        yield from reader.problems()


def _page(session, page, words):
    """Results while typing, arrows, facets, addresses and the way back."""
    text = " ".join(words)
    with _reader(session) as reader:
        reader.open("search/")
        yield from _axe(reader, "search page, empty")
        box = reader.page.locator("#H-q")
        box.focus()
        reader.page.keyboard.type(words[0], delay=15)
        if not reader.settled(words[0]):
            yield "no results while typing on the search page"
            return
        yield from _axe(reader, "search page, results")
        if reader.query().get("q") != words[0]:
            yield "the address does not follow what is typed"
        marks = reader.page.evaluate("document.querySelectorAll('.hit mark').length")
        if not marks:
            yield "nothing is highlighted"
        reader.page.keyboard.press("ArrowDown")
        if not reader.page.evaluate("document.activeElement.matches('.hit .row-title')"):
            yield "the arrow key does not lead to the first result"
        reader.page.keyboard.press("Escape")
        if not reader.page.evaluate("document.activeElement.name === 'q'"):
            yield "Escape does not lead back to the box"
        reader.page.keyboard.press("Enter")
        yield from _facets(reader, words[0])
        # Another search, and back through both.
        box.fill(text)
        reader.page.keyboard.press("Enter")
        if not reader.settled(text):
            yield "a second search shows nothing"
        if not any(url.split("#")[0] == urljoin(session.server.base, page.address)
                   for url in reader.page.evaluate(_HITS)):
            yield f"searching for {words} does not find {page.address}"
        reader.page.locator(".hit .row-title").first.click()
        reader.page.wait_for_load_state()
        reader.page.go_back()
        if not reader.settled(text) or box.input_value() != text:
            yield "back from a result, the results are gone"
        reader.page.go_back()
        if not reader.settled(words[0]):
            yield "back from the second search, the first is gone"
        yield from reader.problems()


def _facets(reader, word):
    facets = reader.page.locator("a.facet:not(.all)")
    if not facets.count():
        return
    facet = facets.first
    before = reader.page.evaluate(_STATUS)
    wanted = int(re.sub(r"\D", "", facet.locator(".count").inner_text()))
    facet.focus()
    reader.page.keyboard.press("Enter")
    if not reader.wait("() => document.querySelector('a.facet[aria-current]:not(.all)')"):
        yield "a facet does not narrow the results"
        return
    if not reader.wait(f"count => parseInt({_STATUS}.replace(/\\D/g, '')) === count", wanted):
        yield f"a facet says {wanted}, the results {reader.page.evaluate(_STATUS)}"
    if not reader.page.evaluate("document.activeElement.matches('a.facet')"):
        yield "the focus is lost after narrowing"
    if len(reader.query()) < 2:
        yield "the address does not have the facet"
    yield from _axe(reader, "search page, narrowed")
    reader.page.go_back()
    if not reader.wait(f"text => {_STATUS} === text", before):
        yield "back does not undo the narrowing"


def _deep_link(session, words):
    with _reader(session, "phone-dark") as reader:
        reader.open("search/?q=" + "+".join(words))
        if not reader.settled(" ".join(words)):
            yield "a link to results shows none"
        width = reader.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            yield f"results are {width} px wide on a phone"
        yield from _axe(reader, "search page, results")
        yield from reader.problems()


def _nothing(session):
    with _reader(session) as reader:
        reader.open("search/?q=zqxjk+qqzzx")
        if not reader.wait(f"() => {_STATUS}.startsWith('No results')"):
            yield "a query without results is not said to have none"
        yield from _axe(reader, "search page, no results")
        yield from reader.problems()


def _hostile(session):
    """What is typed stays text."""
    with _reader(session) as reader:
        reader.open("search/?q=" + "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E%22%27%E2%80%AE%00")
        reader.page.wait_for_timeout(500)
        if reader.page.evaluate("document.querySelectorAll('main img').length"):
            yield "what was typed became mark-up"
        box = reader.page.locator("#H-q")
        for text in ["a" * 5000, "-" * 200, "'", "&", "%", "\u202e\u0301", "京" * 150]:
            box.fill(text)
            reader.page.wait_for_timeout(150)
        yield from reader.problems()


_INDEX = "**/search/**/*.js?v=*"


def _second_thoughts(session, words):
    """What was deleted does not come back from a slow network, and what was chosen does not outlive further typing."""
    with _reader(session) as reader:
        reader.open("groups/")
        reader.page.keyboard.press("/")
        reader.wait("() => globalThis.hearthSearch")
        held = []
        reader.page.route(_INDEX, lambda route: held.append(route))
        reader.page.keyboard.type(words[0])
        reader.page.wait_for_timeout(300)
        reader.page.keyboard.press("Control+A")
        reader.page.keyboard.press("Delete")
        reader.page.unroute(_INDEX)
        for route in held:
            route.continue_()
        reader.page.wait_for_timeout(1000)
        if reader.page.evaluate("() => !document.querySelector('[role=listbox]').hidden"):
            yield "suggestions for a query that was deleted come up late"
        reader.page.keyboard.type(words[0])
        if not reader.wait("() => document.querySelector('[role=listbox]:not([hidden]) [role=option]')"):
            yield "no suggestions after a query that was deleted"
        reader.page.keyboard.press("ArrowDown")
        reader.page.keyboard.type("x")
        if reader.page.evaluate("() => document.activeElement.getAttribute('aria-activedescendant')"):
            yield "a suggestion stays chosen while the query changes"


def _published_meanwhile(session, words):
    """The site is published while a page is open: a file is gone, and the head says another version."""
    with _reader(session) as reader:
        def other(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace('"bytes":', '"bytes":9'))

        reader.page.route("**/search/index.js?*", other, times=1)
        reader.page.route("**/search/t/*.js?*", lambda route: route.abort(), times=1)
        reader.open("search/?q=" + words[0])
        if not reader.settled(words[0]) or not reader.page.evaluate(_HITS):
            yield "after the site was published, an open page finds nothing"
        elif reader.page.locator(".notice.due").count():
            yield "after the site was published, an open page says that the network is gone"


def _without_network(session, words):
    """The search itself does not load: that is said, and it comes when the network does."""
    with _reader(session) as reader:
        reader.open("groups/")
        reader.context.set_offline(True)
        reader.page.keyboard.press("/")
        if not reader.wait("() => document.querySelector('.find-failed')"):
            yield "a search that does not load says nothing"
        yield from _axe(reader, "search that does not load")
        reader.context.set_offline(False)
        reader.page.keyboard.type(words[0])
        if not reader.wait("() => document.querySelector('[role=listbox]:not([hidden]) [role=option]')"):
            yield "a search that did not load at first never comes"
        if reader.page.locator(".find-failed").count():
            yield "the note that the search did not load stays"


def _unread(session, words):
    """Files of the index do not come: that is said, and not that there is nothing."""
    for files in ("f", "t"):
        with _reader(session) as reader:
            reader.page.route(f"**/search/{files}/*.js?*", lambda route: route.abort())
            reader.open("search/?q=" + words[0])
            if not reader.wait(f"() => {_STATUS}.includes('could not be read')"):
                yield f"without its {files}/ files the search does not say that it cannot be read"
            if reader.page.locator("#search-results .none").count():
                yield f"without its {files}/ files the search says that there is nothing"
            reader.open("groups/")
            reader.page.keyboard.press("/")
            reader.page.keyboard.type(words[0])
            if not reader.wait("() => document.querySelector('[role=listbox]:not([hidden])')?.innerText.includes('read')"):
                yield f"without its {files}/ files the box says nothing"


def _unfolded(session, words):
    """More results, one of them opened, and back: they are all there."""
    with _reader(session) as reader:
        reader.open("search/?q=" + words[0])
        reader.settled(words[0])
        more = reader.page.get_by_role("button", name="Show more")
        if not more.count():
            return
        more.click()
        count = "document.querySelectorAll('.hit').length"
        if not reader.wait(f"() => {count} > 6"):
            yield "more results do not come"
            return
        before = reader.page.evaluate(count)
        reader.page.locator(".hit .row-title").nth(6).click()
        reader.page.wait_for_load_state()
        reader.page.go_back()
        if not reader.wait(f"before => {count} === before", before):
            yield "back from a result, those that were unfolded are gone"


def _offline(session, words):
    """After a first search the network goes: what was loaded is still searched, and nothing breaks."""
    with _reader(session) as reader:
        reader.open("search/?q=" + words[0])
        reader.settled(words[0])
        reader.page.evaluate("hearthSearch.keep()")  # what happens in idle time
        reader.context.set_offline(True)
        reader.page.locator("#H-q").fill(words[-1])
        if not reader.settled(words[-1]):
            yield "offline, a search says nothing"
        elif not reader.page.evaluate(_HITS):
            yield "offline, a search after the first finds nothing"


def _without_scripts(session):
    with _reader(session, java_script_enabled=False) as reader:
        reader.open("groups/")
        reader.page.locator("input[type=search]:visible").first.fill("x")
        with reader.page.expect_navigation():
            reader.page.keyboard.press("Enter")
        if "/search/?q=x" not in reader.page.url:
            yield f"without scripts, Enter leads to {reader.page.url}"
        text = reader.page.locator("main").inner_text()
        if "JavaScript" not in text:
            yield "without scripts, the search page does not explain itself"
        links = [link.get_attribute("href") for link in reader.page.locator("main a").all()]
        for wanted in ("topics/", "a-z/"):
            if not any(href.endswith(wanted) for href in links):
                yield f"without scripts, there is no way to {wanted}"


def _from_disk(session, words):
    """Opened as a file: scripts load, so does the index."""
    page = session.browser.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(f"from disk: {error}"))
    page.goto((Path(session.site.root) / "search/index.html").resolve().as_uri() + "?q=" + words[0])
    try:
        page.wait_for_function(f"words => {_STATUS}.includes(words)", arg=words[0], timeout=4000)
        if not page.evaluate(_HITS):
            problems.append("from disk, the search finds nothing")
    except Exception:  # a time-out
        problems.append("from disk, the search shows nothing")
    page.close()
    return problems


def _weight(session):
    """What a page costs before anybody searches."""
    with _reader(session) as reader:
        sizes = []
        protocol = reader.context.new_cdp_session(reader.page)
        protocol.send("Network.enable")
        scripts = set()
        protocol.on("Network.responseReceived",
                    lambda event: scripts.add(event["requestId"]) if event["type"] == "Script" else None)
        protocol.on("Network.loadingFinished",
                    lambda event: sizes.append(event["encodedDataLength"]) if event["requestId"] in scripts else None)
        reader.open("groups/")
        if sum(sizes) / 1000 > SCRIPT_KB:
            yield f"{sum(sizes) / 1000:.1f} kB of scripts before a search"


def run(session):
    site = session.site
    if not (Path(site.root) / "search/index.html").is_file():
        return Result("no search here")
    example = next(_examples(site), None)
    if example is None:
        return Result("no question to search for")
    page, words = example
    findings = [
        *_suggestions(session, page, words), *_enter(session, words), *_page(session, page, words),
        *_deep_link(session, words), *_nothing(session), *_hostile(session), *_offline(session, words),
        *_second_thoughts(session, words), *_published_meanwhile(session, words), *_without_network(session, words),
        *_unread(session, words), *_unfolded(session, words),
        *_without_scripts(session), *_from_disk(session, words), *_weight(session),
    ]
    return Result(f"16 ways to search, for {' '.join(words)}", findings)
