"""One page of each kind on a slow phone: largest paint, layout shift, blocked time and bytes, as the browser counts."""

import statistics

from .. import budgets
from ..browser import WAYS_TO_LOOK
from . import Result

_OBSERVE = """(() => {
  const m = window.__measured = {lcp: 0, cls: 0, tasks: []};
  const observe = (type, each) =>
    new PerformanceObserver(list => list.getEntries().forEach(each)).observe({type, buffered: true});
  observe('largest-contentful-paint', e => m.lcp = e.startTime);
  observe('longtask', e => m.tasks.push([e.startTime, e.duration]));
  let sum = 0, first = 0, last = 0;   // shifts count in sessions: a second's gap, five seconds in all
  observe('layout-shift', e => {
    if (e.hadRecentInput) return;
    if (e.startTime - last < 1000 && e.startTime - first < 5000) sum += e.value;
    else { sum = e.value; first = e.startTime; }
    last = e.startTime;
    m.cls = Math.max(m.cls, sum);
  });
})()"""
# Blocked time: what tasks take beyond 50 ms each, from when the reader first sees something.
_READ = """() => {
  const m = window.__measured, seen = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  const blocked = m.tasks.map(([start, length]) => start + length - Math.max(seen, start) - 50)
    .filter(ms => ms > 0).reduce((a, b) => a + b, 0);
  return {lcp: m.lcp, cls: m.cls, tbt: blocked, nodes: document.getElementsByTagName('*').length};
}"""


def _visit(session, address):
    # Not `is_mobile`: it sets the window's size anew on each load, and Chromium takes that for the reader's doing and
    # forgives every shift in the half second after it.
    context = session.browser.new_context(**{**WAYS_TO_LOOK["phone"], "is_mobile": False})
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    protocol.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8})
    kinds, sizes = {}, {}
    protocol.on("Network.responseReceived", lambda e: kinds.__setitem__(e["requestId"], e["type"]))
    protocol.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.add_init_script(_OBSERVE)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(700)  # for what scripts do late
    measured = page.evaluate(_READ)

    def kilobytes(*wanted):
        return sum(size for request, size in sizes.items() if kinds.get(request) in wanted) / 1000

    measured["script_kb"] = kilobytes("Script")
    measured["kb"] = kilobytes("Document", "Stylesheet", "Script", "Fetch", "XHR")
    measured["requests"] = len(sizes)
    context.close()
    return measured


_LIMITS = {
    "lcp": (budgets.LARGEST_PAINT_MS, "ms to the largest paint"),
    "cls": (budgets.LAYOUT_SHIFT, "of layout shift"),
    "tbt": (budgets.BLOCKED_MS, "ms blocked"),
    "kb": (budgets.PAGE_KB, "kB without images"),
    "script_kb": (budgets.SCRIPT_KB, "kB of scripts"),
}


def _over(median):
    return [f"{median[key]:.3g} {words}, at most {limit}" for key, (limit, words) in _LIMITS.items()
            if median[key] > limit]


def run(session):
    findings, notes, slowest = [], [], 0
    for kind, address in session.addresses.items():
        visits = [_visit(session, address) for _ in range(3)]
        median = {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        if _over(median):
            # Something else may have kept this machine busy for a moment: a wider median tells it from a slow page.
            visits += [_visit(session, address) for _ in range(4)]
            median = {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        slowest = max(slowest, median["lcp"])
        notes.append(f"{kind} ({session.path_of[kind]}): " + ", ".join(f"{k} {v:.3g}" for k, v in median.items()))
        findings += [f"{kind} ({session.path_of[kind]}): {what}" for what in _over(median)]
    return Result(f"{len(session.addresses)} kinds of page, slowest largest paint {slowest:.0f} ms", findings, notes)
