"""axe-core (WCAG 2.2 A and AA, and its best practices) on one page of each kind.

Colours differ between light and dark, and what is shown differs between desktop and phone; two runs see all four.
"""

from pathlib import Path

import axe_playwright_python

from ..browser import WAYS_TO_LOOK
from . import Result

_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}


def run(session):
    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    findings, notes = [], []
    for way in ("desktop", "phone-dark"):
        context = session.browser.new_context(reduced_motion="reduce", **WAYS_TO_LOOK[way])
        for kind, address in session.addresses.items():
            page = context.new_page()
            page.goto(address)
            page.evaluate(axe)  # as a script element, the page's own policy would refuse it
            result = page.evaluate("options => axe.run(document, options)", _OPTIONS)
            page.close()
            for rule in result["violations"]:
                places = "; ".join(str(node["target"][-1]) for node in rule["nodes"][:3])
                more = f" and {len(rule['nodes']) - 3} more" if len(rule["nodes"]) > 3 else ""
                findings.append(f"{kind} ({way}): [{rule['impact']}] {rule['id']}: {rule['help']}: {places}{more}")
            notes += [f"{kind} ({way}): by hand: {rule['id']}: {rule['nodes'][0]['target'][-1]}"
                      for rule in result["incomplete"]]
        context.close()
    return Result(f"{len(session.addresses)} kinds of page, {len(notes)} places to judge by hand", findings, notes)
