"""One page of each kind in a browser: no errors, keyboard, dark mode, phone, without scripts, search, from disk."""

import json
import re
from urllib.parse import urljoin

from ..budgets import DESKTOP, LONG_WORD, PAPER, PHONE, TAB_STOPS, WINDOW_WIDTHS
from ..browser import WAYS_TO_LOOK, Watch
from . import Result

_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    place: [...document.querySelectorAll('*')].indexOf(e),
    name: e.tagName.toLowerCase() + ' ' +
      (e.innerText || e.value || e.getAttribute('aria-label') || '').trim().slice(0, 30),
    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
    inSight: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
  };
}"""
# Of a group of radio buttons, Tab stops at one.
_TAB_STOPS = """() => new Set([...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(e => !e.disabled && e.tabIndex >= 0 && !e.closest('[inert]') && e.checkVisibility({visibilityProperty: true}))
  .map(e => e.type === 'radio' ? e.name : e)).size"""
# The text's colour is asked of <body>: that of <html> may change with `color-scheme` alone, while no text shows it.
_COLOURS = """() => { const body = getComputedStyle(document.body), html = getComputedStyle(document.documentElement);
  return [body.color, body.backgroundColor, html.backgroundColor].join() }"""
_WIDTH = "Math.max(innerWidth, document.documentElement.scrollWidth)"
_WIDEST = """limit => { const e = [...document.querySelectorAll('body *')].find(
    e => e.getBoundingClientRect().right > limit + 1 && !e.children.length);
  return e ? e.tagName.toLowerCase() + ' ' + (e.className || '') + ' ' + e.textContent.trim().slice(0, 30) : '' }"""

# What scrolls on screen is lost on paper; a pixel may be rounding.
_CUT_ON_PAPER = """() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() &&
    !e.matches('.sr') && getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
  .map(e => e.tagName.toLowerCase() + ' ' + e.className).slice(0, 3).join(', ')"""
# In the colours of the system a current entry and another may look alike, as a ground does not show.
_CURRENT_LOOKS = """() => [...document.querySelectorAll('nav')].filter(nav => nav.checkVisibility()).some(nav => {
  const look = e => { const s = getComputedStyle(e); return [s.borderBottomColor, s.borderBottomStyle, s.backgroundColor,
    s.outlineStyle, s.color].join() };
  const current = nav.querySelector('[aria-current]'), other = nav.querySelector('a:not([aria-current])');
  return current && other && look(current) === look(other); })"""

# Appends a word to what the site's authors write: titles, names, facts. Words of the theme are short.
_LENGTHEN = """word => { for (const e of document.querySelectorAll(
    'main :is(h1, h2, dd, td:not(.n), .meta, .lead, a:not(.button, nav *))')) {
  const text = document.createTreeWalker(e, NodeFilter.SHOW_TEXT).nextNode();
  if (text && !text.data.includes(word)) text.data += ' ' + word;
} }"""


def _keyboard(page):
    """Tab visits every control once, in the order of the text, and one sees where it is."""
    stops = []
    for _ in range(TAB_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None or (stops and focused["place"] == stops[0]["place"]):
            break
        stops.append(focused)
    places = [stop["place"] for stop in stops]
    wanted = page.evaluate(_TAB_STOPS)
    if len(set(places)) < min(wanted, TAB_STOPS):
        yield f"Tab reaches {len(set(places))} of {wanted} controls"
    if places != sorted(places):
        yield "Tab jumps about instead of following the text"
    unseen = [stop["name"] for stop in stops if not (stop["ring"] and stop["inSight"])]
    if unseen:
        yield f"focus cannot be seen on {len(unseen)} controls: {unseen[:3]}"


def _on_desktop(session, kind, address):
    page = session.browser.new_page(**WAYS_TO_LOOK["desktop"], color_scheme="light")
    status = 404 if kind == "not found" else 200
    watch = Watch(page, status)
    answer = page.goto(address, wait_until="networkidle")
    if answer.status != status:
        yield f"status {answer.status}, must be {status}"
    yield from _keyboard(page)
    light = page.evaluate(_COLOURS)
    page.emulate_media(color_scheme="dark")
    if page.evaluate(_COLOURS) == light:
        yield "dark mode changes no colour"
    page.emulate_media(color_scheme="light", media="print")
    if not page.evaluate("(m => m?.checkVisibility() && m.innerText.trim() !== '')(document.querySelector('main'))"):
        yield "nothing left to print"
    page.set_viewport_size(PAPER)
    if cut := page.evaluate(_CUT_ON_PAPER):
        yield f"paper cuts off {cut}"
    page.set_viewport_size(DESKTOP)
    page.emulate_media(media="screen", forced_colors="active")
    if page.evaluate(_CURRENT_LOOKS):
        yield "forced colours: what is current looks like the rest"
    page.emulate_media(media="screen", forced_colors="none")
    text = page.evaluate("document.body.innerText.length")
    yield from watch.problems
    page.close()

    without_scripts = session.browser.new_context(java_script_enabled=False)
    page = without_scripts.new_page()
    page.goto(address)
    left = len(page.locator("body").inner_text())
    without_scripts.close()
    if left < 0.8 * text:
        yield f"without scripts, {left} of {text} characters are left"


def _on_phone(session, address):
    context = session.browser.new_context(**WAYS_TO_LOOK["phone"])
    page = context.new_page()
    page.goto(address)
    width = page.evaluate(_WIDTH)
    if width > PHONE["width"]:
        yield f"{width} px wide on a phone of {PHONE['width']} px: {page.evaluate(_WIDEST, PHONE['width'])}"
    context.close()


def _at_any_width(session, address):
    """No page scrolls sideways, whatever its names are."""
    page = session.browser.new_page()
    page.goto(address)
    for words in ("", " with long words"):
        if words:
            page.evaluate(_LENGTHEN, LONG_WORD)
        for width in WINDOW_WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                yield f"{found} px wide in a window of {width} px{words}: {page.evaluate(_WIDEST, width)}"
    page.close()


# What the bar offers without a word that can be seen: icons of another file do not show there.
_WORDLESS = """() => [...document.querySelectorAll('header :is(a, button, summary)')].filter(e => e.checkVisibility() &&
  !getComputedStyle(e, '::after').content.startsWith('"') &&
  ![e, ...e.querySelectorAll('span')].some(part => part.getBoundingClientRect().width > 8 &&
    [...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())))
  .map(e => e.getAttribute('aria-label') || e.textContent.trim())"""


def _from_disk(session):
    """The home page opened as a file, the way one looks at a build for the first time.

    Browsers run no script modules from disk, so those are not asked for; how the page looks must not depend on them.
    """
    page = session.browser.new_page()
    failed = []
    page.on("requestfailed", lambda request: failed.append(request))
    page.goto(session.site.home.file.as_uri())
    missing = [r.url.split("/")[-1] for r in failed if r.resource_type in ("stylesheet", "image", "font")]
    if not page.evaluate("document.styleSheets.length"):
        missing.append("its style sheet")
    wordless = set()
    for width in WINDOW_WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        wordless.update(page.evaluate(_WORDLESS))
    page.close()
    return [f"opened from disk, does not load {name}" for name in missing] + [
        f"opened from disk, '{name}' cannot be seen" for name in sorted(wordless)
    ]


def _search(session):
    """Where there is a search box: type a question's title, and a link to that question has to come up."""
    site = session.site
    question = next((p for p in site.readable_pages if p.kind.startswith("question, ")), None)
    if question is None:
        return
    page = session.browser.new_page()
    watch = Watch(page)
    page.goto(session.server.base)
    box = page.locator("input[type=search]:visible").first
    if not box.count():
        page.close()
        return
    page.keyboard.press("/")
    if not box.evaluate("e => e === document.activeElement"):
        yield "'/' does not lead into the search box"
        box.focus()
    words = " ".join(re.findall(r"\w+", question.tree.xpath("string(//h1)"))[:6])
    wanted = urljoin(session.server.base, question.address)
    already = page.evaluate("[...document.links].length")
    page.keyboard.type(words, delay=20)
    shown = """([url, before]) => [...document.links].some(
        a => a.href.split(/[?#]/)[0] === url && a.checkVisibility() && document.links.length > before)"""
    for key in (None, "Enter"):  # results as one types, or else on a page of their own
        if key:
            page.keyboard.press(key)
        try:
            page.wait_for_function(shown, arg=[wanted, already if key is None else -1], timeout=4000)
            break
        except Exception:  # a time-out, or the page is just being left
            continue
    else:
        yield f"searching for {json.dumps(words)} does not find {question.address}"
    yield from watch.problems
    page.close()


def run(session):
    findings = [f"home: {what}" for what in [*_search(session), *_from_disk(session)]]
    for kind, address in session.addresses.items():
        said = [*_on_desktop(session, kind, address), *_on_phone(session, address),
                *_at_any_width(session, address)]
        findings += [f"{kind} ({session.path_of[kind]}): {what}" for what in said]
    return Result(f"{len(session.addresses)} kinds of page", findings)
